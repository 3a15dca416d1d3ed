"""The addon data of oilhi_partenaires is exactly what data/territoires/construire.py gives."""

import csv
import importlib.util
import re
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
    chemin = tmp_path / "oilhi.commune.csv"
    chemin.write_text(chemin.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
    assert construire.main(["--sortie", str(tmp_path), "--verifier"]) == 1
    assert "oilhi.commune.csv" in capsys.readouterr().err


def test_extraire_retrouve_la_source(construire, tmp_path):
    construire.extraire(construire.SOURCE, {"62"}, tmp_path)
    for nom in ("communes.csv", "epci.csv", "regions.csv", "departements.csv"):
        assert (tmp_path / nom).read_bytes() == (construire.SOURCE / nom).read_bytes(), nom


def test_references_et_unicite():
    communes, epci = lire("oilhi.commune.csv"), lire("oilhi.epci.csv")
    departements, regions = lire("oilhi.departement.csv"), lire("oilhi.region.csv")
    for lignes in (communes, epci, departements, regions):
        identifiants = [ligne["id"] for ligne in lignes]
        assert len(identifiants) == len(set(identifiants))
    connus = {ligne["id"] for ligne in departements}
    assert {ligne["departement_id/id"] for ligne in communes + epci} <= connus
    assert {ligne["epci_id/id"] for ligne in communes} == {ligne["id"] for ligne in epci}
    assert {d["region_id/id"] for d in departements} == {r["id"] for r in regions}
    assert {c["departement_id/id"] for c in communes} == {"departement_62"}


@pytest.mark.parametrize("nom", [
    "oilhi.region.csv", "oilhi.departement.csv", "oilhi.epci.csv", "oilhi.commune.csv",
    "oilhi.type.organisme.csv",
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
