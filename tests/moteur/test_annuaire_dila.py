"""The State's open directory: its published format, its archives, and what a refresh keeps."""

import bz2
import gzip
import importlib.util
import io
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilhi_partenaires.outils import dila

_CHEMIN = Path(__file__).parents[2] / "oilhi_partenaires" / "tests" / "dila_exemple.py"
_SPEC = importlib.util.spec_from_file_location("dila_exemple", _CHEMIN)
exemple = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(exemple)

TYPES = {"mairie", "caf", "ta"}
SERVICES = [
    exemple.service("m1", "mairie", 'Mairie - Ville-Exemple {annexe} "\\"', ["62041"]),
    exemple.service("m2", "mairie", "Mairie déléguée - Village-Exemple", ["62041"]),
    exemple.service("c1", "caf", "CAF d'exemple", ["62041", "62119", "2A004"]),
    exemple.service("x1", "piscine", "Piscine d'exemple", ["62041"]),
]


def _zip(octets):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lisezmoi.txt", "x")
        archive.writestr("competence.json", "[]")
        archive.writestr("base_locale.json", octets)
    return sortie.getvalue()


def _tar(octets):
    sortie = io.BytesIO()
    with tarfile.open(fileobj=sortie, mode="w") as archive:
        for nom, contenu in (("x.txt", b"x"), ("base.gouv_local.json", octets)):
            membre = tarfile.TarInfo(nom)
            membre.size = len(contenu)
            archive.addfile(membre, io.BytesIO(contenu))
    return sortie.getvalue()


@pytest.mark.parametrize("emballer", [
    bytes, gzip.compress, bz2.compress, _zip,
    lambda o: bz2.compress(_tar(o)), lambda o: gzip.compress(_tar(o)), lambda o: b"\xef\xbb\xbf" + o,
])
def test_every_published_packing_is_read(emballer):
    services, comptes = dila.extraire(io.BytesIO(emballer(exemple.fichier(SERVICES))), TYPES)
    assert [s["id"] for s in services] == ["m1", "m2", "c1"]
    assert comptes == {"mairie": 2, "caf": 1, "piscine": 1}
    assert services[2]["codes"] == ["62041", "62119", "2A004"]


def test_the_export_of_the_api_reads_the_same():
    fichier, _ = dila.extraire(io.BytesIO(exemple.fichier(SERVICES)), TYPES)
    api, _ = dila.extraire(io.BytesIO(exemple.fichier_api(SERVICES)), TYPES)
    assert [dila.valeurs(s) for s in api] == [dila.valeurs(s) for s in fichier]
    assert [s["codes"] for s in api] == [s["codes"] for s in fichier]


@pytest.mark.parametrize("taille", [1, 7, 100, 1500])
def test_objects_are_cut_at_the_right_place(monkeypatch, taille):
    monkeypatch.setattr(dila, "MORCEAU", max(taille, 20))
    lus = list(dila.services(io.BytesIO(exemple.fichier(SERVICES))))
    assert lus == SERVICES


def test_values_are_clean():
    brut, _ = dila.extraire(io.BytesIO(exemple.fichier([exemple.service(
        "m1", "mairie", "Mairie - Exemple", ["62041"], siret="356 000 000 00048",
        telephone=[{"valeur": "pas un numéro"}, {"valeur": "+33 3 53 01 00 01"}],
        adresse_courriel=["faux", "contact@ville.example"],
    )])), TYPES)
    valeurs = dila.valeurs(brut[0])
    assert valeurs["phone"] == "03 53 01 00 01"
    assert valeurs["email"] == "contact@ville.example"
    assert valeurs["company_registry"] == "35600000000048"
    assert valeurs["oilhi_horaires"] == (
        "Lundi au vendredi\xa0: 9 h-12 h, 13 h 30-17 h (sur rendez-vous)"
    )
    assert dila.date_fichier(brut) == date(2026, 11, 23)


def test_a_delegated_town_hall_is_not_the_mayor():
    services, _ = dila.extraire(io.BytesIO(exemple.fichier(SERVICES)), TYPES)
    assert [dila.annexe(s) for s in services] == [False, True, False]


@pytest.mark.parametrize("contenu", [
    b"", b"null", b"{}", b'{"service": {}}', b"<html>", b"[1, 2]", b'{"service": [1]}',
    b'{"service": [{"id": "a"', b'{"service": [}', b"PK\x03\x04abc", b"\x1f\x8babc", b"BZhabc",
    b"\xff\xfe\x00", gzip.compress(exemple.fichier(SERVICES))[:-40], b'{"service": [' + b"[" * 100_000,
])
def test_anything_else_is_refused_in_french(contenu):
    with pytest.raises(dila.FichierDilaRefuse) as refus:
        list(dila.services(io.BytesIO(contenu)))
    assert str(refus.value).endswith(".")


def test_a_bomb_stops(monkeypatch):
    monkeypatch.setattr(dila, "DEPLIE_MAX", 100_000)
    bombe = gzip.compress(b'{"service": [' + b" " * 5_000_000)
    with pytest.raises(dila.FichierDilaRefuse, match="décompressé"):
        list(dila.services(io.BytesIO(bombe)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda enfants: st.lists(enfants, max_size=3)
    | st.dictionaries(st.sampled_from(["valeur", "type_adresse", "nom_jour_debut", "commentaire"]),
                      enfants, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([
    "adresse", "telephone", "adresse_courriel", "site_internet", "plage_ouverture", "siret",
]), JSON))
def test_odd_services_never_raise(plus):
    valeurs = dila.valeurs({"nom": "Exemple", "sorte": "mairie", **plus})
    assert all(isinstance(valeur, str) for valeur in valeurs.values())


@pytest.mark.parametrize(("actuelle", "donnee", "nouvelle", "ecrit"), [
    ("a", "a", "b", "b"),        # nobody touched it: it follows
    ("c", "a", "b", None),       # the service wrote its own: kept
    ("", "a", "b", "b"),         # emptied or never filled: filled
    ("a", "a", "", ""),          # the source withdrew it
    ("c", "a", "", None),
    ("a", None, "b", None),      # typed by hand before the first import
    ({1, 9}, [1], {2}, {2, 9}),  # 9 was added by the service
    ({1}, [1, 2], {1, 2}, None),  # 2 was removed by the service
])
def test_a_refresh_keeps_what_people_changed(actuelle, donnee, nouvelle, ecrit):
    attendu = {} if ecrit is None else {"x": ecrit}
    assert dila.rafraichir({"x": actuelle}, {"x": donnee}, {"x": nouvelle}) == attendu
