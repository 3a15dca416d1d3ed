import csv
import io
import json

import pytest
from rendu.donnees_ouvertes import COLONNES, adresse_publiable, en_csv, en_json


@pytest.mark.parametrize(("rue", "attendu"), [
    ("12 rue des Fours", ("12", "rue des Fours")),
    ("12 bis rue de l’Église", ("12 bis", "rue de l’Église")),
    ("8 rue du 8 mai 1945", ("8", "rue du 8 mai 1945")),
    ("rue des Fours", None),
    ("12 rue des Fours chez Mme Modèle", None),
    ("12 rue des Fours, appt 3", None),
    ("12 rue des Fours (fond de cour)", None),
    ("12 rue des Fours bâtiment B", None),
    ("12 rue des Fours DUPONT-MARTIN", None),
    ("12 rue du Général Dupont", None),
    ("=1+1", None),
    ("", None),
])  # fmt: skip
def test_adresse_publiable(rue, attendu):
    assert adresse_publiable(rue, ["Anne DUPONT-MARTIN"]) == attendu


def test_fichiers():
    ligne = dict.fromkeys(COLONNES, "") | {"commune": 'L’"Île", d’Été'}
    assert list(csv.DictReader(io.StringIO(en_csv([ligne]).decode()))) == [ligne]
    assert json.loads(en_json([ligne])) == {"arretes": [ligne]}
    assert en_csv([]).decode().strip() == ",".join(COLONNES)
