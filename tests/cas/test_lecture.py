"""A case file is refused with its line and a French reason, or read whole."""

import json
from datetime import date
from pathlib import Path

import pytest

from oilhi_documents.cas.lecture import CasInvalide, lire_cas, lire_fichier, references_livrees

CAS = sorted((Path(__file__).resolve().parents[2] / "data" / "cas").glob("*.json"))
MINIMAL = {"commune": "62041", "date": "2027-01-05", "adresse": "12 rue de l’Exemple"}
# The example of the conception, with one value for each choice.
EXEMPLE = """{ "titre": "Exemple", "commune": "62041", "adresse": "12 rue de l’Exemple",
  "code_postal": "62000", "parcelles": ["AB 123"],
  "service": "mairie", "date": "2027-01-05",
  "logement": {"usage": "habitation", "meuble_tourisme": false, "erp_hebergement": false},
  "police": {"election_president": "2026-04-15", "predecesseur_exercait": true,
             "opposition": null, "autre_maire_oppose": false},
  "personnes": [{"role": "proprietaire", "civilite": "Mme", "prenom": "Marie", "nom": "EXEMPLE",
                 "raison_sociale": null, "adresse": null, "code_postal": "59000", "ville": "Lille"}],
  "desordres": [{"code": "STR-02", "gravite": 3, "localisation": "pignon ouest",
                 "constat": "Bombement.", "date": "2027-01-05"}],
  "reponses": {"Q1": "non", "Q2": "interne", "Q3": ["solidite"]},
  "procedures": ["MSO"],
  "faits": [{"etape": "MSO-08", "date": "2027-01-08", "heure": "16:30",
             "date_reception": "2027-01-12", "destinataire": 0, "mode": "lrar",
             "delai": {"nombre": 1, "unite": "mois"}, "montant": 500.0}],
  "mesures": [{"type": "travaux", "texte": "Réparer", "delai": {"nombre": 3, "unite": "mois"},
               "date_effet": null, "date_offre": null, "personne": 0}],
  "documents": ["D-MSO-03", "D-MSO-10"]
}"""


def erreurs(texte):
    with pytest.raises(CasInvalide) as refus:
        lire_cas(texte)
    return refus.value.erreurs


def cas(**plus):
    """One key a line: the line of a key is its rank plus two."""
    return json.dumps({**MINIMAL, **plus}, ensure_ascii=False, indent=1)


def test_exemple_de_la_conception():
    lu = lire_cas(EXEMPLE)
    assert lu["date"] == date(2027, 1, 5)
    assert lu["personnes"][0]["civilite"] == "madame"
    assert lu["personnes"][0]["adresse_inconnue"] is True
    assert lu["faits"][0]["delai"] == {"nombre": 1, "unite": "mois"}
    assert lu["reponses"] == {"Q1": "non", "Q2": "interne", "Q3": ["solidite"]}


def test_trois_cles_suffisent():
    lu = lire_cas(cas())
    assert lu["personnes"] == [] and lu["service"] is None and lu["logement"]["usage"] is None


@pytest.mark.parametrize("cle", MINIMAL)
def test_cle_obligatoire(cle):
    manque = {c: v for c, v in MINIMAL.items() if c != cle}
    ((ligne, texte),) = erreurs(json.dumps(manque))
    assert ligne == 1
    assert f"{cle}\u00a0» est obligatoire" in texte


@pytest.mark.parametrize(
    ("plus", "ligne", "extraits"),
    [
        ({"surprise": 1}, 5, ("clé inconnue", "surprise", "clés possibles")),
        ({"service": "prefecture"}, 5, ("prefecture", "mairie, epci")),
        ({"procedures": ["MSO", "XYZ"]}, 7, ("code de procédure inconnu", "XYZ")),
        ({"documents": ["D-MSO-99"]}, 6, ("code de document inconnu", "D-MSO-99")),
        ({"desordres": [{"code": "STR-99"}]}, 7, ("code de désordre inconnu", "STR-99")),
        ({"desordres": [{"code": "STR-02", "gravite": 5}]}, 8, ("entier de 1 à 4",)),
        ({"desordres": [{"code": "STR-02", "gravite": "3"}]}, 8, ("entier de 1 à 4",)),
        ({"desordres": {}}, 5, ("doit être une liste",)),
        ({"personnes": [{"role": "voisin"}]}, 7, ("voisin", "proprietaire")),
        ({"personnes": [{"role": "bailleur", "age": 3}]}, 8, ("clé inconnue", "age")),
        ({"personnes": ["Marie"]}, 6, ("doit être un objet",)),
        ({"faits": [{"etape": "MSO-99", "date": "2027-01-05"}]}, 7, ("MSO-99",)),
        ({"faits": [{"etape": "MSO-08"}]}, 6, ("date", "obligatoire")),
        (
            {"faits": [{"etape": "MSO-08", "date": "2027-01-05", "heure": "25:00"}]},
            9,
            ("HH:MM",),
        ),
        (
            {"faits": [{"etape": "MSO-08", "date": "2027-01-05", "destinataire": 0}]},
            9,
            ("aucune personne",),
        ),
        (
            {"faits": [{"etape": "MSO-08", "date": "2027-01-05", "mode": "pigeon"}]},
            9,
            ("pigeon", "lrar"),
        ),
        (
            {"faits": [{"etape": "MSO-08", "date": "2027-01-05", "montant": -1}]},
            9,
            ("montant positif",),
        ),
        ({"mesures": [{"type": "prière", "texte": "x"}]}, 7, ("prière", "travaux")),
        (
            {"mesures": [{"type": "travaux", "texte": "x", "delai": {"nombre": 0, "unite": "ans"}}]},
            10,
            ("entier de 1 à 1000",),
        ),
        ({"reponses": {"Q99": "oui"}}, 6, ("question inconnue", "Q99")),
        ({"reponses": {"Q1": "peut-être"}}, 6, ("réponse inconnue", "peut-être", "non")),
        ({"reponses": {"Q1": ["oui", "non"]}}, 6, ("une seule réponse",)),
        ({"logement": {"meuble_tourisme": "non"}}, 6, ("true, false ou null",)),
        ({"titre": 12}, 5, ("texte entre guillemets",)),
    ],
)
def test_refus(plus, ligne, extraits):
    premiere, texte = erreurs(cas(**plus))[0]
    assert premiere == ligne, texte
    for extrait in extraits:
        assert extrait in texte


@pytest.mark.parametrize("valeur", ["2027-02-29", "05/01/2027", "2027-1-5", "1027-01-05", 20270105, ""])
def test_date_refusee(valeur):
    ((ligne, texte),) = erreurs(cas(date=valeur))
    assert ligne == 3
    assert "AAAA-MM-JJ" in texte


@pytest.mark.parametrize("valeur", ["Arras", "6204", 62041, "620411"])
def test_commune_refusee(valeur):
    ((ligne, texte),) = erreurs(cas(commune=valeur))
    assert ligne == 2
    assert "code INSEE" in texte


def test_toutes_les_erreurs_a_la_fois():
    lignes = [ligne for ligne, _texte in erreurs(cas(service="x", titre=1, procedures=["X"]))]
    assert lignes == [5, 6, 8]


def test_cle_en_double():
    texte = '{"commune": "62041",\n"date": "2027-01-05",\n"adresse": "1 rue",\n"date": "2027-01-06"}'
    ((ligne, message),) = erreurs(texte)
    assert ligne == 4
    assert "deux fois" in message


@pytest.mark.parametrize(
    ("texte", "ligne"),
    [
        ("", 1),
        ("{", 1),
        ('{\n"commune" "62041"}', 2),
        ('{\n"commune": "62041",\n}', 3),
        ('{"commune": "62041"}\n}', 2),
        ('{"commune": NaN}', 1),
        ("[" * 50_000, 1),
    ],
)
def test_json_illisible(texte, ligne):
    ((trouvee, message),) = erreurs(texte)
    assert trouvee == ligne
    assert "JSON illisible" in message


def test_liste_a_la_racine():
    ((ligne, message),) = erreurs("[]")
    assert ligne == 1 and "doit être un objet" in message


def test_fichiers(tmp_path):
    with pytest.raises(CasInvalide, match="ne peut pas être lu"):
        lire_fichier(tmp_path / "absent.json")
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"adresse": "é"}'.encode("latin-1"))
    with pytest.raises(CasInvalide, match="UTF-8"):
        lire_fichier(latin)


@pytest.mark.parametrize("chemin", CAS, ids=lambda c: c.stem)
def test_cas_livres(chemin):
    lu = lire_fichier(chemin)
    assert lu["titre"] and lu["reponses"]


def test_references_livrees():
    references = references_livrees()
    assert {"MSO", "MSU", "PGI"} <= references.procedures
    assert {"D-MSO-03", "D-MSO-10", "D-COM-12"} <= references.documents
    assert {"MSO-08", "DL-CL", "D-PART-01"} <= references.faits
