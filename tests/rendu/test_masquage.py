"""Who knows the table, the total and the rule cannot find a small count again: tried by enumeration."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendu.masquage import PETIT, SEUIL, TU, masquer


@pytest.mark.parametrize(("valeurs", "cellules", "total"), [
    ([], [], 0),
    ([0, 0], [0, 0], 0),
    ([10, 20], [10, 20], 30),
    ([3], [PETIT], PETIT),
    ([1, 2, 0], [PETIT, PETIT, 0], PETIT),
    ([3, 10, 40], [PETIT, TU, 40], 53),  # 53 - 40 - 10 would give it
    ([1, 1, 40], [PETIT, PETIT, TU], 42),  # 42 - 40: two that make 2 are 1 and 1
    ([2, 3, 40], [PETIT, PETIT, 40], 45),
    ([1, 5], [PETIT, TU], TU),  # 6 with a hidden 5 or more: only 1 fits
    ([4, 4, 4, 4], [PETIT] * 4, TU),
])  # fmt: skip
def test_table(valeurs, cellules, total):
    assert masquer(valeurs) == (cellules, total)


def _possibles(cellules, total, plafond):
    """Every table that a reader could imagine behind the published one."""
    visibles = [c for c in cellules if isinstance(c, int) and c >= SEUIL]
    choix = [
        range(1, SEUIL) if c == PETIT
        else range(SEUIL, min([plafond, *visibles]) + 1) if c == TU
        else [c]
        for c in cellules
    ]  # fmt: skip
    for essai in product(*choix):
        if total == TU or (total == PETIT and 0 < sum(essai) < SEUIL) or sum(essai) == total:
            yield essai


@pytest.mark.propriete
@settings(deadline=None)
@given(st.lists(st.integers(0, 9), max_size=4))
def test_aucun_petit_nombre_ne_se_retrouve(valeurs):
    cellules, total = masquer(valeurs)
    essais = list(_possibles(cellules, total, plafond=20))
    assert tuple(valeurs) in essais
    for rang, cellule in enumerate(cellules):
        if cellule == PETIT and total != PETIT:
            assert {essai[rang] for essai in essais} == set(range(1, SEUIL)), (valeurs, cellules, total)


@pytest.mark.propriete
@given(st.lists(st.integers(0, 10**6), max_size=50))
def test_aucun_petit_nombre_ne_parait(valeurs):
    cellules, total = masquer(valeurs)
    for valeur, cellule in zip(valeurs, cellules, strict=True):
        assert cellule == valeur or (cellule == PETIT and 0 < valeur < SEUIL) or cellule == TU
        assert not (isinstance(cellule, int) and 0 < cellule < SEUIL)
    assert total in (sum(valeurs), PETIT, TU)
