"""Whether a mention is wanted by a text of law, or by the use of the offices."""

import re

_ARTICLE = re.compile(
    r"\b(CCH|CGCT|CSP|CJA|CRPA|CPP|C\. env\.|C\. civ\.|C\. patr\.|C\. pén\.|loi) .*\d"
)
_DOUTE = re.compile(r"pratique|usage|vérifier|non lu|non confirmée|D\.\d", re.I)


def est_de_loi(base):
    """True for « CCH L. 511-11 »; « D.2 », « usage », « à vérifier » bind nobody."""
    return bool(_ARTICLE.search(base) and not _DOUTE.search(base))
