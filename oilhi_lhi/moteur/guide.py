"""The guide: which procedure, and why. Three-valued, deterministic, total.

An unanswered question is unknown, never « no »: a procedure is recommended only on what is
established, and set aside only on what is established.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .guide_regles import (
    NIVEAUX_ALERTE,
    NIVEAUX_PREUVE,
    Clause,
    Faits,
    Procedure,
    Regle,
    Regles,
    Savoir,
)
from .guide_resultat import (
    Alerte,
    ClauseVue,
    Ecartee,
    Motif,
    Possible,
    Recommandee,
    Resultat,
    Trace,
)

RECOMMANDEE, ECARTEE, POSSIBLE = "recommandee", "ecartee", "possible"
# The one question whose answer names the authority (CGCT L. 5211-9-2).
QUESTION_TRANSFERT = "Q14"


def valeur_clause(clause: Clause, savoirs: Mapping[str, Savoir]) -> bool | None:
    """True, False, or None when what is known does not settle it."""
    savoir = savoirs.get(clause.question)
    if clause.operateur == "inconnu":
        return savoir is None
    if savoir is None:
        return None
    if savoir.valeurs & clause.reponses:
        return clause.operateur == "parmi"
    # A partial knowledge (« at least this ») proves a presence, never an absence.
    return (clause.operateur == "hors") if savoir.complet else None


def desordre_present(regle: Regle, desordres: Iterable[tuple[str, int]]) -> bool:
    """Whether a recorded disorder meets the rule; a rule without such a condition is met."""
    if not regle.desordres and not regle.gravite_min:
        return True
    return any(
        gravite >= regle.gravite_min
        and (not regle.desordres or any(code.startswith(p) for p in regle.desordres))
        for code, gravite in desordres
    )


def valeur_regle(
    regle: Regle,
    savoirs: Mapping[str, Savoir],
    desordres: Iterable[tuple[str, int]],
    contexte: frozenset[str] = frozenset(),
) -> bool | None:
    """Kleene conjunction of the conditions."""
    if not regle.contexte <= contexte or not desordre_present(regle, desordres):
        return False
    resultat: bool | None = True
    for clause in regle.clauses:
        valeur = valeur_clause(clause, savoirs)
        if valeur is False:
            return False
        if valeur is None:
            resultat = None
    return resultat


def etablir(regles: Regles, faits: Faits) -> dict[str, Savoir]:
    """What is known: the agent's word, else the file's, else what the disorders imply."""
    savoirs: dict[str, Savoir] = {}
    for regle in regles.regles:
        if regle.effet == "deduit" and desordre_present(regle, faits.desordres):
            connu = savoirs.get(regle.question)
            valeurs = regle.reponses | (connu.valeurs if connu else frozenset())
            multiple = regles.question(regle.question).multiple
            savoirs[regle.question] = Savoir(valeurs, not multiple, "desordre")
    for source, donnees in (("dossier", faits.dossier), ("agent", faits.reponses)):
        for code, valeurs in donnees.items():
            if valeurs and code in regles.codes_questions:
                savoirs[code] = Savoir(frozenset(valeurs), True, source)
    return savoirs


def statut(
    regles: Regles,
    procedure: str,
    savoirs: Mapping[str, Savoir],
    desordres: Iterable[tuple[str, int]],
) -> str:
    """Recommended, set aside, or still possible."""
    exige: list[bool | None] = []
    appuie: list[bool | None] = []
    for regle in regles.decisives(procedure):
        valeur = valeur_regle(regle, savoirs, desordres)
        if regle.effet == "ecarte":
            if valeur is True:
                return ECARTEE
        else:
            (exige if regle.effet == "exige" else appuie).append(valeur)
    if False in exige:
        return ECARTEE
    if None in exige:
        return POSSIBLE
    if not exige:
        # Without a necessary condition, one established reason at least is needed.
        if True not in appuie:
            return POSSIBLE if None in appuie else ECARTEE
    return RECOMMANDEE


def evaluer(regles: Regles, faits: Faits) -> Resultat:
    """The whole answer, with its trace."""
    from .guide_utiles import questions_utiles  # the search evaluates in its turn

    savoirs = etablir(regles, faits)
    desordres = faits.desordres
    valeurs = {r.code: valeur_regle(r, savoirs, desordres, faits.contexte) for r in regles.regles}
    statuts = {p.code: statut(regles, p.code, savoirs, desordres) for p in regles.suivies}
    recommandees, ecartees, possibles = [], [], []
    for procedure in regles.suivies:
        propres = [r for r in regles.regles if r.procedure == procedure.code]
        if statuts[procedure.code] == RECOMMANDEE:
            recommandees.append(_recommandee(procedure, propres, valeurs, savoirs))
        elif statuts[procedure.code] == ECARTEE:
            ecartees.append(_ecartee(procedure, propres, valeurs))
        else:
            manquent = tuple(
                dict.fromkeys(
                    c.question
                    for r in regles.decisives(procedure.code)
                    if valeurs[r.code] is None
                    for c in r.clauses
                    if valeur_clause(c, savoirs) is None
                )
            )
            possibles.append(Possible(procedure.code, procedure.nom, manquent))
    alertes = [
        Alerte(
            regle.code,
            regle.niveau_alerte,
            regle.motif,
            regle.bases,
            regle.niveau_preuve,
            regle.procedure,
            regle.partenaires,
        )
        for regle in regles.regles
        if regle.effet == "alerte"
        and valeurs[regle.code] is True
        and (not regle.procedure or statuts.get(regle.procedure) == RECOMMANDEE)
    ]
    alertes += _contradictions(regles, faits)
    alertes.sort(key=lambda a: NIVEAUX_ALERTE.index(a.niveau))
    return Resultat(
        recommandees=tuple(recommandees),
        ecartees=tuple(ecartees),
        possibles=tuple(possibles),
        a_preciser=questions_utiles(regles, faits),
        alertes=tuple(alertes),
        trace=_trace(regles, valeurs, savoirs),
        savoirs=savoirs,
        version=regles.version,
    )


def _recommandee(
    procedure: Procedure,
    propres: list[Regle],
    valeurs: Mapping[str, bool | None],
    savoirs: Mapping[str, Savoir],
) -> Recommandee:
    vraies = [r for r in propres if valeurs[r.code] is True]
    fondent = [r for r in vraies if r.effet in ("exige", "appuie")]
    return Recommandee(
        code=procedure.code,
        nom=procedure.nom,
        autorite=_autorite(procedure, savoirs),
        motifs=tuple(Motif(r.code, r.motif, r.bases, r.niveau_preuve) for r in fondent),
        blocages=tuple(
            Motif(r.code, r.motif, r.bases, r.niveau_preuve) for r in vraies if r.effet == "bloque"
        ),
        documents=_ajuster(d for r in vraies for d in r.documents),
        partenaires=_ajuster(p for r in vraies for p in r.partenaires),
        bases=_sans_doublon(b for r in fondent for b in r.bases),
        niveau_preuve=_plus_faible(fondent),
    )


def _ecartee(
    procedure: Procedure, propres: list[Regle], valeurs: Mapping[str, bool | None]
) -> Ecartee:
    causes = [(r, r.motif) for r in propres if r.effet == "ecarte" and valeurs[r.code] is True]
    causes += [
        (r, r.motif_contraire or r.motif)
        for r in propres
        if r.effet == "exige" and valeurs[r.code] is False
    ]
    if not causes:
        causes = [(r, r.motif_contraire or r.motif) for r in propres if r.effet == "appuie"]
    return Ecartee(
        code=procedure.code,
        nom=procedure.nom,
        motifs=tuple(Motif(r.code, texte, r.bases, r.niveau_preuve) for r, texte in causes),
        bases=_sans_doublon(b for r, _ in causes for b in r.bases),
        niveau_preuve=_plus_faible(r for r, _ in causes),
    )


def _autorite(procedure: Procedure, savoirs: Mapping[str, Savoir]) -> str:
    if not procedure.transferable:
        return "maire"
    savoir = savoirs.get(QUESTION_TRANSFERT)
    if savoir is None:
        return "inconnu"
    return "president_epci" if "oui" in savoir.valeurs else "maire"


def _contradictions(regles: Regles, faits: Faits) -> list[Alerte]:
    """The agent's word wins, but never in silence."""
    tacite = etablir(regles, Faits(dossier=faits.dossier, desordres=faits.desordres))
    alertes = []
    for question in regles.questions:
        dit, su = faits.reponses.get(question.code), tacite.get(question.code)
        if not dit or su is None:
            continue
        if su.valeurs == dit or (not su.complet and su.valeurs <= dit):
            continue
        origine = "les désordres constatés" if su.source == "desordre" else "le dossier"
        verbe = "indiquent" if su.source == "desordre" else "indique"
        alertes.append(
            Alerte(
                f"CONTRADICTION-{question.code}",
                "attention",
                f"À la question «\u00a0{question.intitule}\u00a0», vous avez répondu "
                f"«\u00a0{question.libelles(dit)}\u00a0», alors que {origine} {verbe} "
                f"«\u00a0{question.libelles(su.valeurs)}\u00a0». Votre réponse est retenue\u00a0: "
                "vérifiez-la, ou corrigez le dossier.",
                (),
                "pratique",
            )
        )
    return alertes


def _trace(
    regles: Regles, valeurs: Mapping[str, bool | None], savoirs: Mapping[str, Savoir]
) -> tuple[Trace, ...]:
    """Every rule that acted, and every necessary condition whatever its value."""
    return tuple(
        Trace(
            regle=regle.code,
            procedure=regle.procedure,
            effet=regle.effet,
            valeur=valeurs[regle.code],
            motif=regle.motif,
            bases=regle.bases,
            niveau_preuve=regle.niveau_preuve,
            clauses=tuple(
                ClauseVue(
                    clause.question,
                    clause.operateur,
                    tuple(sorted(clause.reponses)),
                    tuple(sorted(savoirs[clause.question].valeurs))
                    if clause.question in savoirs
                    else (),
                    savoirs[clause.question].source if clause.question in savoirs else "",
                    valeur_clause(clause, savoirs),
                )
                for clause in regle.clauses
            ),
        )
        for regle in regles.regles
        if valeurs[regle.code] is True or regle.effet == "exige"
    )


def _sans_doublon(valeurs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(valeurs))


def _ajuster(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes wanted, less those a more precise rule takes away (« -D-MSO-03 »)."""
    tous = set(codes)
    return tuple(sorted(c for c in tous if not c.startswith("-") and f"-{c}" not in tous))


def _plus_faible(regles: Iterable[Regle]) -> str:
    """The level of proof of a chain is that of its weakest link."""
    rangs = [NIVEAUX_PREUVE.index(r.niveau_preuve) for r in regles]
    return NIVEAUX_PREUVE[max(rangs, default=0)]


__all__ = [
    "ECARTEE",
    "POSSIBLE",
    "RECOMMANDEE",
    "Faits",
    "Regles",
    "Resultat",
    "evaluer",
    "etablir",
    "statut",
]
