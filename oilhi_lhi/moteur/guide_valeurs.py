"""What a rule and a procedure are worth in a case: three-valued, nothing supposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .guide_juge import Juge
from .guide_regles import Clause, Faits, Regle, Regles, Savoir

RECOMMANDEE, ECARTEE, POSSIBLE = "recommandee", "ecartee", "possible"
# Nothing in the case calls for it: neither recommended nor, for want of a reason to think of it,
# « set aside ».
SANS_OBJET = "sans_objet"


def valeur_clause(clause: Clause, savoirs: Mapping[str, Savoir]) -> bool | None:
    """True, False, or None when what is known does not settle it."""
    savoir = savoirs.get(clause.question)
    operateur = clause.operateur
    if operateur == "inconnu":
        return savoir is None
    if operateur == "admet":
        return savoir is None or not savoir.complet or not savoir.valeurs.isdisjoint(clause.reponses)
    if savoir is None:
        return None
    if not savoir.valeurs.isdisjoint(clause.reponses):
        return operateur == "parmi"
    # A partial knowledge (« at least this ») proves a presence, never an absence.
    return (operateur == "hors") if savoir.complet else None


def desordre_present(regle: Regle, desordres: Iterable[tuple[str, int]]) -> bool:
    """Whether the recorded disorders meet the rule; a rule without such a condition is met."""
    if not regle.selon_desordres:
        return True
    vises = [
        (code, gravite)
        for code, gravite in desordres
        if not regle.desordres or code.startswith(regle.desordres)
    ]
    if regle.gravite_max and any(gravite > regle.gravite_max for _code, gravite in vises):
        return False
    # The same disorder in two places counts once: the number tells of rules disregarded.
    nombre = len({code for code, gravite in vises if gravite >= regle.gravite_min})
    return nombre >= max(regle.nombre_min, 1) and (
        not regle.nombre_max or nombre <= regle.nombre_max
    )


def regles_muettes(
    regles: Regles, desordres: Iterable[tuple[str, int]], contexte: frozenset[str]
) -> frozenset[str]:
    """Codes of the rules that the disorders or the particulars of the case do not call for."""
    desordres = tuple(sorted(desordres))
    cle = ("muettes", desordres, contexte)
    muettes = regles.memoire.get(cle)
    if muettes is None:
        muettes = regles.memoire[cle] = frozenset(
            r.code
            for r in regles.selon_le_dossier
            if not r.contexte <= contexte or not desordre_present(r, desordres)
        )
    return muettes


def valeur_clauses(regle: Regle, savoirs: Mapping[str, Savoir]) -> bool | None:
    """Kleene conjunction of the conditions on the answers."""
    resultat: bool | None = True
    for clause in regle.clauses:
        valeur = valeur_clause(clause, savoirs)
        if valeur is False:
            return False
        if valeur is None:
            resultat = None
    return resultat


def valeur_regle(
    regle: Regle,
    savoirs: Mapping[str, Savoir],
    desordres: Iterable[tuple[str, int]],
    contexte: frozenset[str] = frozenset(),
) -> bool | None:
    """Kleene conjunction of all the conditions."""
    if not regle.contexte <= contexte or not desordre_present(regle, desordres):
        return False
    return valeur_clauses(regle, savoirs)


def etablir(
    regles: Regles, faits: Faits, muettes: frozenset[str] | None = None
) -> dict[str, Savoir]:
    """What is known: the agent's word, else the file's, else what the disorders imply."""
    if muettes is None:
        muettes = regles_muettes(regles, faits.desordres, faits.contexte)
    deduits: dict[str, frozenset[str]] = {}
    for regle in regles.deductions:
        if regle.code not in muettes:
            deduits[regle.question] = deduits.get(regle.question, frozenset()) | regle.reponses
    savoirs: dict[str, Savoir] = {}
    for code, valeurs in deduits.items():
        multiple = regles.question(code).multiple
        if multiple or len(valeurs) == 1:  # disorders that contradict each other: ask
            savoirs[code] = Savoir(valeurs, not multiple, "desordre")
    for source, donnees in (("dossier", faits.dossier), ("agent", faits.reponses)):
        for code, valeurs in donnees.items():
            if valeurs and code in regles.codes_questions:
                savoirs[code] = Savoir(frozenset(valeurs), True, source)
    return savoirs


def _ou(valeurs: Iterable[bool | None]) -> bool | None:
    """Kleene disjunction."""
    resultat: bool | None = False
    for valeur in valeurs:
        if valeur is True:
            return True
        if valeur is None:
            resultat = None
    return resultat


def statut(
    regles: Regles,
    procedure: str,
    savoirs: Mapping[str, Savoir],
    desordres: Iterable[tuple[str, int]],
    contexte: frozenset[str] = frozenset(),
) -> str:
    """Recommended, set aside, still possible, or without object here."""
    return statut_juge(
        regles.juges[procedure], savoirs, regles_muettes(regles, desordres, contexte)
    )


def statut_juge(juge: Juge, savoirs: Mapping[str, Savoir], muettes: frozenset[str]) -> str:
    """See ``statut``; ``muettes``: rules that the disorders or the file keep silent."""

    def valeur(regle: Regle) -> bool | None:
        return False if regle.code in muettes else valeur_clauses(regle, savoirs)

    objet: bool | None = True
    if juge.objet:
        objet = _ou(map(valeur, juge.objet))
        if objet is False:
            return SANS_OBJET
    hors = _ou(map(valeur, juge.hors_objet)) if juge.hors_objet else False
    if hors is True:
        return SANS_OBJET
    tenu: bool | None = True
    for groupe in juge.exige:
        reponse = _ou(map(valeur, groupe))
        if reponse is False:
            tenu = False
            break
        if reponse is None:
            tenu = None
    if juge.appuie:
        tenu = _ou(map(valeur, juge.appuie))
    if tenu is False or any(valeur(regle) is True for regle in juge.ecarte):
        # Why not, where someone may think of it; nothing about what nothing calls for.
        return ECARTEE if objet is True and hors is False else SANS_OBJET
    return RECOMMANDEE if tenu is True and objet is True else POSSIBLE
