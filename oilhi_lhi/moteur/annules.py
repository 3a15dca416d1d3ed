"""Citations of CSP R. 1331-17 to R. 1331-23, annulled by the Conseil d’État (29 August 2024).

One reading of French citations for the rules, the acts and the tests of the repository: « R.1331-17 »,
« R. 1331-16 à -18 », « articles R. 1331-15, R. 1331-19 et R. 1331-24 »…
"""

from __future__ import annotations

import re

ANNULES = frozenset(range(17, 24))
TIRET = r"[-\u00ad\u2010-\u2015\u2212]"
ARTICLE = rf"R\s*[.*]*\s*1331\s*{TIRET}\s*(\d+)(?!\d)"
# After a first article: another one, in full or by its last number (« -18 »).
SUITE = re.compile(rf"\s*(à|au|et|ou|,|;|/)\s*(?:(?:l[’']\s*)?(?:article\s+)?{ARTICLE}|{TIRET}\s*(\d+)(?!\d))", re.I)
PREMIER = re.compile(rf"(?<![A-Za-z]){ARTICLE}", re.I)


def articles_annules(texte: str | None) -> tuple[str, ...]:
    """Annulled articles that a text cites, a range that contains them included, in their order."""
    texte = texte or ""
    cites: set[int] = set()
    position = 0
    while debut := PREMIER.search(texte, position):
        dernier = int(debut[1])
        cites.add(dernier)
        position = debut.end()
        while suite := SUITE.match(texte, position):
            numero = int(suite[2] or suite[3])
            cites.update(range(dernier, numero + 1) if suite[1].lower() in ("à", "au") else {numero})
            dernier, position = numero, suite.end()
    return tuple(f"R. 1331-{numero}" for numero in sorted(cites & ANNULES))
