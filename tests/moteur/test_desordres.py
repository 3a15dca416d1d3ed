"""What people type to find a disorder: it must be among the first three."""

import csv

import pytest
from moteur.desordres import Catalogue, Fiche
from moteur.guide_lecture import DONNEES

from oilhi_partenaires.outils import recherche


def lire(nom):
    with open(DONNEES / f"{nom}.csv", encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


DESORDRES = lire("oilhi.desordre")
CATEGORIES = {c["id"]: c["name"] for c in lire("oilhi.desordre.categorie")}
CRITERES = lire("oilhi.desordre.critere")
CATALOGUE = Catalogue(
    tuple(
        Fiche(
            d["code"],
            d["name"],
            tuple(s.strip() for s in d["synonymes"].split(",")),
            tuple(c["name"] for c in CRITERES if c["desordre_id:id"] == d["id"]),
            CATEGORIES[d["categorie_id:id"]],
        )
        for d in DESORDRES
    ),
    recherche.normaliser,
    recherche.proches,
)

TABLE = [
    ("moisi", "HUM-02"),
    ("les enfants sont malades à cause de l'humidité", "HUM-01"),
    ("ils vivent dans une cave", "SUR-01"),
    ("une famille dort dans le garage", "SUR-02"),
    ("des gens logent dans un local commercial", "SUR-06"),
    ("ils dorment à six dans une pièce", "SUR-07"),
    ("le voisin entasse des ordures", "PRO-03"),
    ("ça pue dans l'appartement", "EVA-01"),
    ("de la moisissure dans la chambre", "HUM-02"),
    ("murs noirs", "HUM-02"),
    ("plancher qui bouge", "STR-05"),
    ("le plancher s'affaisse", "STR-05"),
    ("trou dans le plancher", "STR-05"),
    ("le sol bouge sous mes pieds", "STR-05"),
    ("odeur de gaz", "GAZ-01"),
    ("ça sent le gaz dans l'escalier", "GAZ-01"),
    ("ça sent le brûlé", "ELE-01"),
    ("fils électriques qui pendent", "ELE-01"),
    ("prise qui chauffe", "ELE-01"),
    ("rats", "NUI-01"),
    ("il y a des souris", "NUI-01"),
    ("pas de chauffage", "CHA-01"),
    ("il fait froid dans le logement", "CHA-01"),
    ("radiateurs en panne", "CHA-01"),
    ("chaudière de l'immeuble en panne", "CHA-02"),
    ("mur qui penche", "STR-02"),
    ("le pignon gonfle", "STR-02"),
    ("fissure dans le mur", "STR-01"),
    ("lézardes", "STR-01"),
    ("plafond qui tombe", "STR-06"),
    ("plafont qui tonbe", "STR-06"),
    ("cheminée qui va tomber", "TOI-03"),
    ("tuiles qui tombent dans la rue", "TOI-01"),
    ("il pleut dans la maison", "TOI-02"),
    ("toit qui fuit", "TOI-02"),
    ("gouttière bouchée", "TOI-04"),
    ("balcon fissuré", "FAC-02"),
    ("rambarde cassée", "FAC-03"),
    ("crépi qui tombe", "FAC-01"),
    ("volet décroché", "FAC-04"),
    ("façade noire", "FAC-06"),
    ("escalier cassé", "ESC-01"),
    ("pas de lumière dans la cage d'escalier", "ESC-03"),
    ("sortie de secours bloquée", "SIF-01"),
    ("extincteur périmé", "SIF-02"),
    ("pas de détecteur de fumée", "SIF-03"),
    ("bouteilles de gaz dans le couloir", "SIF-04"),
    ("intoxication au monoxyde", "CO-01"),
    ("malaise et maux de tête", "CO-01"),
    ("ramonage", "CBT-01"),
    ("barbecue dans la maison", "CBT-02"),
    ("humidité", "HUM-01"),
    ("salpêtre sur les murs", "HUM-01"),
    ("buée sur les vitres", "HUM-03"),
    ("pas d'aération", "VEN-01"),
    ("VMC en panne", "VEN-02"),
    ("courants d'air", "ISO-01"),
    ("passoire thermique", "ISO-01"),
    ("pas d'eau", "EAU-01"),
    ("pas d'eau chaude", "EAU-02"),
    ("pas de toilettes", "SAN-01"),
    ("toilettes sur le palier", "SAN-02"),
    ("odeur d'égout", "EVA-01"),
    ("toilettes bouchées", "EVA-01"),
    ("fuite du voisin du dessus", "EVA-02"),
    ("fosse septique qui déborde", "EVA-04"),
    ("peinture au plomb", "PLB-01"),
    ("peinture qui s'écaille", "PLB-01"),
    ("amiante", "AMI-01"),
    ("habite dans une cave", "SUR-01"),
    ("vit dans un garage", "SUR-02"),
    ("grenier aménagé", "SUR-03"),
    ("plafond trop bas", "SUR-04"),
    ("studio trop petit", "SUR-05"),
    ("chambre sans fenêtre", "SUR-06"),
    ("marchand de sommeil", "SUR-07"),
    ("maison découpée en appartements", "SUR-09"),
    ("logement très sale", "PRO-01"),
    ("encombrants dans le hall", "PRO-02"),
    ("diogène", "PRO-03"),
    ("il entasse tout, on ne peut plus entrer", "PRO-03"),
    ("punaises de lit", "NUI-02"),
    ("cafards dans la cuisine", "NUI-02"),
    ("pigeons", "NUI-03"),
    ("trop de chats", "NUI-04"),
    ("dépôt sauvage", "DEP-01"),
    ("ronces et herbes hautes", "VEG-01"),
    ("ambroisie", "VEG-02"),
    ("bruit de la pompe à chaleur", "BRU-01"),
    ("mérule", "MER-01"),
    ("termites", "MER-01"),
    ("squat", "VAC-01"),
    ("maison abandonnée", "VAC-02"),
    ("propriétaire décédé", "VAC-03"),
    ("maison brûlée", "STR-10"),
    ("maison en ruine", "STR-09"),
    ("la maison s'enfonce", "STR-04"),
    ("humiditée", "HUM-01"),
    ("chaufage en panne", "CHA-01"),
    ("ESC-02", "ESC-02"),
    ("str-0", "STR-01"),
]


@pytest.mark.parametrize(("saisie", "code"), TABLE, ids=[t[0] for t in TABLE])
def test_mots_du_quotidien(saisie, code):
    assert code in CATALOGUE.chercher(saisie, 3)


def test_le_nom_et_chaque_synonyme_menent_au_desordre():
    perdus = []
    for fiche in CATALOGUE.fiches:
        if fiche.code not in CATALOGUE.chercher(fiche.nom, 3):
            perdus.append((fiche.code, fiche.nom))
        perdus += [
            (fiche.code, s) for s in fiche.synonymes if fiche.code not in CATALOGUE.chercher(s, 5)
        ]
    assert perdus == []


@pytest.mark.parametrize("saisie", ["", "   ", "xyzxyz", "'); DROP TABLE", "é" * 5000, "le la les"])
def test_rien_d_absurde(saisie):
    assert len(CATALOGUE.chercher(saisie)) <= 10


def test_le_catalogue_est_complet():
    """Every disorder of the reference, in plain words, that a phone can tick."""
    assert len(DESORDRES) == 85
    attendus = {"STR": 10, "TOI": 5, "FAC": 6, "ESC": 3, "SIF": 4, "ELE": 3, "GAZ": 2, "CO": 1,
                "CBT": 2, "HUM": 3, "VEN": 3, "CHA": 3, "ISO": 1, "EAU": 2, "SAN": 3, "EVA": 4,
                "PLB": 1, "AMI": 1, "AIR": 1, "RAD": 1, "SUR": 9, "PRO": 3, "NUI": 4, "DEP": 2,
                "VEG": 2, "BRU": 1, "HEB": 1, "MER": 1, "VAC": 3}  # fmt: skip
    trouves = {}
    for desordre in DESORDRES:
        famille = desordre["code"].split("-")[0]
        trouves[famille] = trouves.get(famille, 0) + 1
        propres = [c for c in CRITERES if c["desordre_id:id"] == desordre["id"]]
        assert any(c["danger"] == "0" for c in propres), desordre["code"]
        if desordre["gravite_max"] == "4":
            assert any(c["danger"] == "1" for c in propres), desordre["code"]
        for champ in ("name", "base", "procedures", "responsable_presume", "synonymes"):
            assert desordre[champ], (desordre["code"], champ)
        assert 1 <= int(desordre["gravite_min"]) <= int(desordre["gravite_max"]) <= 4
    assert trouves == attendus
    codes = [c["code"] for c in CRITERES]
    assert len(set(codes)) == len(codes)


def test_aucun_article_annule_et_la_typographie():
    for ligne in (*DESORDRES, *CRITERES):
        for champ, texte in ligne.items():
            for numero in range(17, 24):
                assert f"R. 1331-{numero}" not in texte, ligne["code"]
            if champ in ("name", "synonymes"):
                for faute in ("'", " :", " ;", " ?", " !", "  ", "..."):
                    assert faute not in texte, (ligne["code"], faute)
