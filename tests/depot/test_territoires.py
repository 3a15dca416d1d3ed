"""The addon data of oilhi_partenaires is exactly what data/territoires/construire.py gives."""

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
DONNEES = RACINE / "oilhi_partenaires" / "data"
SCRIPT = RACINE / "data" / "territoires" / "construire.py"


@pytest.fixture(scope="module")
def construire():
    spec = importlib.util.spec_from_file_location("construire_territoires", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lire(nom):
    with (DONNEES / nom).open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux))


def test_donnees_a_jour(construire):
    for nom, texte in construire.construire().items():
        assert (DONNEES / nom).read_text(encoding="utf-8") == texte, nom


def test_verifier_voit_un_ecart(construire, tmp_path, capsys):
    assert construire.main(["--sortie", str(tmp_path)]) == 0
    assert construire.main(["--sortie", str(tmp_path), "--verifier"]) == 0
    chemin = tmp_path / "territoires" / "communes.csv"
    chemin.write_text(chemin.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
    assert construire.main(["--sortie", str(tmp_path), "--verifier"]) == 1
    assert "territoires/communes.csv" in capsys.readouterr().err


def lire_source(nom):
    with (SCRIPT.parent / "source" / nom).open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux))


def test_comptes_de_la_source():
    """The files shipped have what the source says there is, département by département."""
    livrees = Counter(c["departement"] for c in lire("territoires/communes.csv"))
    annonces = {d["code"]: int(d["nb_communes"]) for d in lire_source("departements.csv")}
    assert livrees == annonces
    assert len(annonces) == 101
    assert sum(livrees.values()) == 34875
    assert len(lire("territoires/epci.csv")) == 1255 + 11


def test_references_et_unicite():
    communes, epci = lire("territoires/communes.csv"), lire("territoires/epci.csv")
    anciennes = lire("territoires/anciennes.csv")
    departements, regions = lire("oilhi.departement.csv"), lire("oilhi.region.csv")
    for cle, lignes in (
        ("code_insee", communes + anciennes), ("siren", epci), ("id", departements),
        ("id", regions), ("code", lire("territoires/outremer.csv")),
    ):
        identifiants = [ligne[cle] for ligne in lignes]
        assert len(identifiants) == len(set(identifiants))
    connus = {ligne["code"] for ligne in departements}
    assert {ligne["departement"] for ligne in communes + epci} == connus
    sirens = {ligne["siren"]: ligne["type"] for ligne in epci}
    assert {c[k] for c in communes for k in ("epci", "ept")} - {""} == set(sirens)
    assert all(sirens[c["epci"]] != "ept" for c in communes if c["epci"])
    assert all(sirens[c["ept"]] == "ept" for c in communes if c["ept"])
    assert {a["commune"] for a in anciennes} <= {c["code_insee"] for c in communes}
    assert {d["region_id/id"] for d in departements} == {r["id"] for r in regions}
    assert not connus & {ligne["code"] for ligne in lire("territoires/outremer.csv")}


# Facts of law, not of the national files: each in the words of the text.
PARTICULARITES = [
    # département, zone of public holidays, livre foncier, administrative court
    ("57", "alsace_moselle", "1", "tribunal administratif de Strasbourg"),
    ("67", "alsace_moselle", "1", "tribunal administratif de Strasbourg"),
    ("68", "alsace_moselle", "1", "tribunal administratif de Strasbourg"),
    ("54", "metropole", "0", "tribunal administratif de Nancy"),
    ("62", "metropole", "0", "tribunal administratif de Lille"),
    ("75", "metropole", "0", "tribunal administratif de Paris"),
    ("69", "metropole", "0", "tribunal administratif de Lyon"),
    ("2A", "metropole", "0", "tribunal administratif de Bastia"),
    ("2B", "metropole", "0", "tribunal administratif de Bastia"),
    ("971", "guadeloupe", "0", "tribunal administratif de la Guadeloupe"),
    ("972", "martinique", "0", "tribunal administratif de la Martinique"),
    ("973", "guyane", "0", "tribunal administratif de la Guyane"),
    ("974", "reunion", "0", "tribunal administratif de La Réunion"),
    ("976", "mayotte", "0", "tribunal administratif de Mayotte"),
]


@pytest.mark.parametrize(("code", "zone", "livre", "tribunal"), PARTICULARITES)
def test_particularites(code, zone, livre, tribunal):
    departement = {d["code"]: d for d in lire("oilhi.departement.csv")}[code]
    assert departement["zone_feries"] == zone
    assert departement["livre_foncier"] == livre
    assert departement["tribunal_administratif"] == tribunal


def test_particularites_nulle_part_ailleurs():
    """Alsace-Moselle and overseas are the ones above, and every court is the source's."""
    departements = lire("oilhi.departement.csv")
    nommes = {p[0] for p in PARTICULARITES}
    for d in departements:
        if d["code"] not in nommes:
            assert (d["zone_feries"], d["livre_foncier"]) == ("metropole", "0"), d["code"]
    ressorts = {
        code: t["nom"] for t in lire_source("tribunaux_administratifs.csv")
        for code in t["codes_departement"].split("|")
    }
    for d in departements:
        attendu = ressorts[d["code"]].replace("'", "’")
        assert d["tribunal_administratif"] == attendu[:1].lower() + attendu[1:], d["code"]
    for ligne in lire_source("departements.csv"):
        drom = ligne["zone"] == "drom"
        zone = {d["code"]: d["zone_feries"] for d in departements}[ligne["code"]]
        assert (zone not in ("metropole", "alsace_moselle")) == drom, ligne["code"]


@pytest.mark.parametrize("nom", [
    "oilhi.region.csv", "oilhi.departement.csv", "oilhi.source.donnees.csv",
    "oilhi.type.organisme.csv", "territoires/epci.csv", "territoires/communes.csv",
    "territoires/anciennes.csv", "territoires/outremer.csv",
])
def test_typographie(nom):
    texte = (DONNEES / nom).read_text(encoding="utf-8")
    assert "'" not in texte
    assert not re.search(r" [;:?!»]|« ", texte)


def test_types_d_organismes():
    types = lire("oilhi.type.organisme.csv")
    assert len({t["code"] for t in types}) == len(types)
    for ligne in types:
        assert ligne["code"].startswith("PA-")
        assert ligne["niveau_preuve"] in {"confirme", "a_verifier", "pratique"}
        assert ligne["base"] or ligne["niveau_preuve"] != "confirme", ligne["code"]
