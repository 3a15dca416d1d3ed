"""CCH L. 511-7: a place used as a dwelling, even vacant, is visited between 6 h and 21 h."""

import pytest
from moteur.visite import heures_refusees, texte_heure


@pytest.mark.parametrize(
    ("usage", "debut", "fin", "refusee"),
    [
        ("habitation", 6, 21, False),
        ("habitation", 5.99, 8, True),
        ("habitation", 20, 21.01, True),
        ("habitation", 22.5, None, True),
        ("habitation", None, None, False),
        ("mixte", 4, 7, True),
        ("mixte", 9, 10, False),
        ("professionnel", 22, 23, False),
        ("aucun", 5, 6, False),
    ],
)
def test_heures(usage, debut, fin, refusee):
    assert heures_refusees(usage, debut, fin) is refusee


def test_texte():
    assert [texte_heure(h) for h in (9, 16.5, 6.0833)] == ["9\u00a0h", "16\u00a0h\u00a030", "6\u00a0h\u00a005"]
