"""How French citations of articles are read: « CCH L. 511-17 et L. 511-18 ; CGCT L. 2212-2, 5° »…

Nothing is guessed: an article whose code is not written is not a citation, and a text that the
application does not know (urban planning code…) only ends the reading of the code before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_E = r"[ \u00a0\u202f]"  # a space, breaking or not
_TIRET = r"[-\u2010-\u2013\u2212]"
# What a code is called; None: it exists, and none of its articles is ever loaded.
_NOMS: tuple[tuple[str, str | None], ...] = (
    (r"code de la construction et de l['’]habitation\b|CCH\b", "CCH"),
    (r"code de la santé publique\b|CSP\b", "CSP"),
    (r"code général des collectivités territoriales\b|CGCT\b", "CGCT"),
    (r"code de l['’]environnement\b|C\.~?env\.", "CENV"),
    (r"code de procédure civile\b|CPC\b", "CPC"),
    (r"code de justice administrative\b|CJA\b", "CJA"),
    (r"code des relations entre le public et l['’]administration\b|CRPA\b", "CRPA"),
    (r"code civil\b|C\.~?civ\.", "CC"),
    (r"loi n°~?89-462(?:~du~6~juillet~1989)?\b", "L89-462"),
    (r"décret n°~?2002-120(?:~du~30~janvier~2002)?\b", "D2002-120"),
    (r"(?:CG3P|CPP|CE|CAA|TA|CJUE|CEDH)\b|C\.~?(?:pén|urb|trav)\.|Cass\.|Conseil d['’]État", None),
    (r"code (?:pénal|rural|monétaire|électoral|général|des?|du)\b", None),
    (r"(?:lois?|décrets?|ordonnances?|arrêtés?|circulaires?|directive|règlement) (?:n°|du\b)", None),
)
# Codes whose articles are plain numbers (« C. civ. 713 », « loi n° 89-462, art. 6 »).
NUS = frozenset({"CC", "CPC", "L89-462", "D2002-120"})

_SUFFIXE = rf"(?:{_E}(?:bis|ter|quater)\b)?"
_NOMBRE = rf"\d+(?:{_TIRET}\d+)*{_SUFFIXE}"
_ARTICLE = (
    rf"(?<![\w.])(?P<lettre>LO|[LRDA])(?:{_E}?\.{_E}?\*?|\*?\.{_E}?|(?=\d+{_TIRET}\d)){_E}?"
    rf"(?P<numero>{_NOMBRE})(?!\w)"
)
_NU = rf"(?<![\w.])(?P<nu>{_NOMBRE})(?![\w°]|{_E}(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))"
# Part of an article: kept in the words of the link, it opens the whole article.
_PARTIE = re.compile(
    rf"(?:,?{_E}(?:(?:al\.|alinéas?){_E}?\d+(?:er|e)?|\d+°(?:{_E}(?:bis|ter))?|"
    rf"[IVX]+(?:{_E}(?:bis|ter))?(?![\w.])|\(\d+\)|dernier alinéa|(?:premier|\d+e) alinéa)"
    rf"|{_E}(?:et|à){_E}(?:\d+°|[IVX]+(?![\w.])))+"
)
_FIN_PHRASE = re.compile(r"[.!?]\s+(?=[A-ZÀÉÈÊ«])|\n")
_PREFIXE_NU = re.compile(rf"^{_E}*,?{_E}*(?:art(?:icles?|s?\.)?{_E}*)?$", re.I)
_JETON = re.compile(
    "|".join(
        [
            rf"(?<!\w)(?P<c{rang}>{nom})"
            for rang, nom in enumerate(re.sub("[ ~]", lambda _e: _E, n) for n, _c in _NOMS)
        ]
        + [_ARTICLE, _NU]
    ),
    re.I,
)
# What joins the articles of one list, and the ends of a range.
_LISTE = re.compile(rf"{_E}*(?:,|et|ou|à|au){_E}*(?:(?:de{_E})?l['’])?(?:art(?:icles?|\.){_E}*)?", re.I)
_ETENDUE = re.compile(rf"{_E}(?:à|au){_E}(?:l['’])?(?:article{_E})?", re.I)
_APRES = re.compile(rf"{_E}+(?:du|de la|de l['’]|de cet?te?){_E}*", re.I)
_CLE = re.compile(r"\d+|bis|ter|quater")
_RANG = {"bis": 0.2, "ter": 0.3, "quater": 0.4}


@dataclass(frozen=True, slots=True)
class Citation:
    """`texte[debut:fin]` cites `article` of `code`, to `jusqua` when it is a range."""

    debut: int
    fin: int
    code: str
    article: str
    jusqua: str = ""


@dataclass(slots=True)
class _Jeton:
    debut: int
    fin: int
    article: str
    code: str | None
    nu: bool


def normaliser(lettre: str, numero: str) -> str:
    """« L.511–11 » -> « L. 511-11 », as the articles are numbered in the texts."""
    numero = re.sub(_TIRET, "-", numero)
    numero = re.sub(rf"{_E}+", " ", numero)
    return f"{lettre.upper()}. {numero}" if lettre else numero


def cle(article: str) -> tuple[str, tuple[float, ...]]:
    """Order of the articles of a code: L. 541-2 < L. 541-2-1 < L. 541-3 < L. 541-10."""
    lettre, _point, numero = article.rpartition(". ")
    morceaux: list[float] = []
    for morceau in _CLE.findall(numero.lower()):
        if morceau in _RANG and morceaux:
            morceaux[-1] += _RANG[morceau]
        else:
            morceaux.append(float(morceau) if morceau.isdigit() else _RANG[morceau])
    return lettre, tuple(morceaux)


def entre(article: str, debut: str, fin: str) -> bool:
    """Whether this article lies in that range, both ends included."""
    lettre, rang = cle(article)
    return lettre == cle(debut)[0] == cle(fin)[0] and cle(debut)[1] <= rang <= cle(fin)[1]


def lire(texte: str | None) -> tuple[Citation, ...]:
    """Citations of a text, in their order; they never overlap."""
    texte = texte or ""
    jetons = list(_jetons(texte))
    citations: list[Citation] = []
    rang = 0
    while rang < len(jetons):
        jeton = jetons[rang]
        rang += 1
        if not jeton.code:
            continue
        jusqua = ""
        if rang < len(jetons):
            suivant = jetons[rang]
            lien = texte[jeton.fin : suivant.debut]
            if (
                suivant.code == jeton.code
                and _ETENDUE.fullmatch(lien)
                and cle(jeton.article)[0] == cle(suivant.article)[0]
                and cle(jeton.article)[1] < cle(suivant.article)[1]
            ):
                jusqua, rang = suivant.article, rang + 1
                citations.append(
                    Citation(jeton.debut, suivant.fin, jeton.code, jeton.article, jusqua)
                )
                continue
        citations.append(Citation(jeton.debut, jeton.fin, jeton.code, jeton.article))
    return tuple(citations)


def _jetons(texte: str) -> Iterator[_Jeton]:
    """Articles with the code each belongs to; None when the text does not say which."""
    trouves: list[_Jeton] = []
    code: str | None = None
    debut_code = fin_code = -1
    for trouve in _JETON.finditer(texte):
        precedent = trouves[-1] if trouves else None
        if precedent and trouve.start() < precedent.fin:
            continue  # inside the part of the article before (« 4° et 5° »)
        lu = max(fin_code, precedent.fin if precedent else 0)
        if fin_code >= 0 and _FIN_PHRASE.search(texte, lu, trouve.start()):
            code, fin_code = None, -1
        if trouve["numero"] is None and trouve["nu"] is None:
            nom = next(k for k, v in trouve.groupdict().items() if v and k[0] == "c")
            nouveau = _NOMS[int(nom[1:])][1]
            if precedent and _apres(texte, precedent, trouve.start()):
                _rattacher(texte, trouves, nouveau)
                # « l’article L. 1 du CCH »: it is said of what stands before, not of what follows.
                code, fin_code = None, -1
            else:
                code, debut_code, fin_code = nouveau, trouve.start(), trouve.end()
            continue
        nu = trouve["nu"] is not None
        if nu and not _admis(texte, code, fin_code, precedent, trouve.start()):
            continue
        article = normaliser("" if nu else trouve["lettre"], trouve["nu"] or trouve["numero"])
        debut = trouve.start()
        if code and debut_code >= 0 and _PREFIXE_NU.match(texte[fin_code:debut]):
            debut = debut_code  # « CCH L. 511-11 » is one link, the code with it
        partie = _PARTIE.match(texte, trouve.end())
        trouves.append(_Jeton(debut, partie.end() if partie else trouve.end(), article, code, nu))
    return iter(trouves)


def _apres(texte: str, precedent: _Jeton, debut: int) -> bool:
    return precedent.code is None and bool(_APRES.fullmatch(texte, precedent.fin, debut))


def _rattacher(texte: str, trouves: list[_Jeton], code: str | None) -> None:
    """« les articles L. 1 et L. 2 du CCH »: the code is said last, of the whole list."""
    for rang in range(len(trouves) - 1, -1, -1):
        jeton = trouves[rang]
        if jeton.code is not None or jeton.nu:
            return
        jeton.code = code
        if rang and not _LISTE.fullmatch(texte, trouves[rang - 1].fin, jeton.debut):
            return


def _admis(
    texte: str, code: str | None, fin_code: int, precedent: _Jeton | None, debut: int
) -> bool:
    """A plain number is an article right after its code, or in the list that follows it."""
    if code not in NUS or fin_code < 0:
        return False
    if precedent and precedent.nu and precedent.fin > fin_code:
        return bool(_LISTE.fullmatch(texte, precedent.fin, debut))
    return bool(_PREFIXE_NU.match(texte[fin_code:debut]))


def segments(texte: str | None) -> list[tuple[str, Citation | None]]:
    """The text cut at its citations: put end to end, the pieces are the text itself."""
    texte = texte or ""
    morceaux: list[tuple[str, Citation | None]] = []
    position = 0
    for citation in lire(texte):
        if citation.debut > position:
            morceaux.append((texte[position : citation.debut], None))
        morceaux.append((texte[citation.debut : citation.fin], citation))
        position = citation.fin
    if position < len(texte):
        morceaux.append((texte[position:], None))
    return morceaux


def viser(citation: Citation, connus: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Known articles that a citation names, in their order; those between the ends of a range."""
    return sorted(
        {
            (code, article)
            for code, article in connus
            if code == citation.code
            and (
                entre(article, citation.article, citation.jusqua)
                if citation.jusqua
                else article == citation.article
            )
        },
        key=lambda paire: cle(paire[1]),
    )
