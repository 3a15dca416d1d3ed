"""Small counts hidden, so that nobody is found again in a published table (statistical disclosure).

A count of 1 to 4 is « moins de 5 ». Hidden alone it would be total minus the others: other cells are hidden
with it, until each small count may be anything from 1 to 4 for who knows the table and this rule.
"""

SEUIL = 5
PETIT, TU = "petit", "tu"  # « moins de 5 »; hidden to protect another one


def masquer(valeurs, seuil=SEUIL):
    """(cells, total): numbers, or PETIT, or TU; a zero says that there is none."""
    valeurs = list(valeurs)
    total = sum(valeurs)
    petits = {i for i, v in enumerate(valeurs) if 0 < v < seuil}
    if 0 < total < seuil:
        return [PETIT if v else 0 for v in valeurs], PETIT
    caches = set()
    visibles = sorted((v, i) for i, v in enumerate(valeurs) if v >= seuil)
    while petits and not _protege(valeurs, petits, caches, visibles, seuil):
        if not visibles:
            total = TU
            break
        caches.add(visibles.pop(0)[1])
    cellules = [
        PETIT if i in petits else TU if i in caches else v for i, v in enumerate(valeurs)
    ]
    return cellules, total


def _protege(valeurs, petits, caches, visibles, seuil):
    """Each small count may still be 1 as well as seuil - 1."""
    somme = sum(valeurs[i] for i in petits | caches)
    autres = len(petits) - 1
    # Hidden because they were the smallest: none is above the smallest that is shown.
    plafond = visibles[0][0] if visibles else float("inf")
    plus_bas = somme - autres * (seuil - 1) - (len(caches) * plafond if caches else 0)
    plus_haut = somme - autres - len(caches) * seuil
    return plus_bas <= 1 and plus_haut >= seuil - 1
