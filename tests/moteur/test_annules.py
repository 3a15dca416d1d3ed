"""How citations of annulled articles are found in a text."""

import pytest
from moteur.annules import articles_annules

TOUS = tuple(f"R. 1331-{n}" for n in range(17, 24))


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("CSP R. 1331-17", TOUS[:1]),
        ("vu l’article R.1331-23 du code de la santé publique", TOUS[-1:]),
        ("R.\u00a01331-20", ("R. 1331-20",)),
        ("R.\u202f1331\u201119", ("R. 1331-19",)),
        ("article R1331-18", ("R. 1331-18",)),
        ("Article R*. 1331–21", ("R. 1331-21",)),
        ("r. 1331-22", ("R. 1331-22",)),
        ("R. 1331-17 à R. 1331-23", TOUS),
        ("R. 1331-17 à -23", TOUS),
        ("articles R. 1331-14 à R. 1331-65", TOUS),
        ("R. 1331-16, -18 et -24", ("R. 1331-18",)),
        ("R. 1331-15, R. 1331-19 et l’article R. 1331-24", ("R. 1331-19",)),
        ("de l’article R. 1331-14 à l’article R. 1331-18", TOUS[:2]),
        ("R. 1331-40 puis, plus loin, R. 1331-17", TOUS[:1]),
        ("CSP L. 1331-22 et L. 1331-23", ()),
        ("CSP R. 1331-16 et R. 1331-24", ()),
        ("R. 1331-24 à R. 1331-65", ()),
        ("R. 1331-2, R. 1331-170, R. 1331-1", ()),
        ("CSP R. 1331-16, 17 logements", ()),
        ("CR. 1331-17", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_articles_cites(texte, attendus):
    assert articles_annules(texte) == attendus
