"""The guide: which procedure, and why. Three-valued, deterministic, total.

An unanswered question is unknown, never « no »: a procedure is recommended only on what is
established, and set aside only on what is established.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .guide_juge import Juge
from .guide_regles import (
    NIVEAUX_ALERTE,
    NIVEAUX_PREUVE,
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
from .guide_utiles import Etat, questions_utiles
from .guide_valeurs import (
    ECARTEE,
    POSSIBLE,
    RECOMMANDEE,
    SANS_OBJET,
    etablir,
    regles_muettes,
    statut,
    statut_juge,
    valeur_clause,
    valeur_clauses,
    valeur_regle,
)

# The one question whose answer names the authority (CGCT L. 5211-9-2).
QUESTION_TRANSFERT = "Q14"


def evaluer(regles: Regles, faits: Faits, questions: bool = True) -> Resultat:
    """The whole answer, with its trace; ``questions`` False leaves out what could still be asked."""
    muettes = regles_muettes(regles, faits.desordres, faits.contexte)
    savoirs = etablir(regles, faits, muettes)
    etat = Etat(regles, savoirs, muettes) if questions else None
    valeurs = {
        r.code: False if r.code in muettes else valeur_clauses(r, savoirs)
        for r in regles.regles
    }
    statuts = {
        p.code: etat.analyse(p.code).statut
        if etat
        else statut_juge(regles.juges[p.code], savoirs, muettes)
        for p in regles.suivies
    }
    recommandees, ecartees, sans_objet, possibles = [], [], [], []
    for procedure in regles.suivies:
        code = procedure.code
        if statuts[code] == RECOMMANDEE:
            recommandees.append(
                _recommandee(procedure, regles.propres[code], valeurs, savoirs)
            )
        elif statuts[code] == ECARTEE:
            ecartees.append(_ecartee(procedure, regles.juges[code], valeurs))
        elif statuts[code] == SANS_OBJET:
            juge = regles.juges[code]
            sans_objet.append(_sans_objet(procedure, juge, valeurs, regles.memoire))
        else:
            manquent = tuple(
                dict.fromkeys(
                    c.question
                    for r in regles.decisives(code)
                    if valeurs[r.code] is None
                    for c in r.clauses
                    if valeur_clause(c, savoirs) is None
                )
            )
            possibles.append(Possible(code, procedure.nom, manquent))
    retenues = {p.code for p in recommandees}
    alertes = []
    for regle in regles.alertes:
        if valeurs[regle.code] is not True:
            continue
        concernee = ""
        if regle.procedure:
            concernee = next((c for c in regle.procedures if c in retenues), "")
            if not concernee:
                continue
        alertes.append(
            Alerte(
                regle.code,
                regle.niveau_alerte,
                regle.motif,
                regle.bases,
                regle.niveau_preuve,
                concernee,
                regle.partenaires,
            )
        )
    alertes += _contradictions(regles, faits)
    alertes += _sans_suite(regles, savoirs, valeurs)
    alertes.sort(key=lambda a: NIVEAUX_ALERTE.index(a.niveau))
    return Resultat(
        recommandees=tuple(recommandees),
        ecartees=tuple(ecartees),
        sans_objet=tuple(sans_objet),
        possibles=tuple(possibles),
        a_preciser=questions_utiles(regles, faits, etat) if etat else (),
        alertes=tuple(alertes),
        trace=_trace(regles, valeurs, savoirs, statuts),
        savoirs=savoirs,
        version=regles.version,
        faits=faits,
    )


def rejouer(regles: Regles, clair: Mapping[str, object]) -> Resultat:
    """The evaluation of the facts that a stored result holds (see ``Resultat.en_clair``).

    ValueError when the result was given by other rules, or is too old to hold its facts.
    """
    if clair.get("version") != regles.version:
        raise ValueError(
            f"Ce résultat a été établi avec une autre version des règles "
            f"({clair.get('version')}, et non {regles.version})."
        )
    if "faits" not in clair:
        raise ValueError("Ce résultat ne garde pas les faits sur lesquels il repose.")
    return evaluer(regles, Faits.de_clair(clair["faits"]))


def _recommandee(
    procedure: Procedure,
    propres: tuple[Regle, ...],
    valeurs: Mapping[str, bool | None],
    savoirs: Mapping[str, Savoir],
) -> Recommandee:
    vraies = [r for r in propres if valeurs[r.code] is True]
    fondent = [r for r in vraies if r.effet in ("objet", "exige", "appuie")]
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
    procedure: Procedure, juge: Juge, valeurs: Mapping[str, bool | None]
) -> Ecartee:
    causes = [(r, r.motif) for r in juge.ecarte if valeurs[r.code] is True]
    for groupe in juge.exige:
        if all(valeurs[r.code] is False for r in groupe):
            causes += [(r, r.motif_contraire or r.motif) for r in groupe]
    if not causes:
        causes = [(r, r.motif_contraire or r.motif) for r in juge.appuie]
    return _cause(procedure, causes)


def _sans_objet(
    procedure: Procedure,
    juge: Juge,
    valeurs: Mapping[str, bool | None],
    memoire: dict[object, object],
) -> Ecartee:
    """Most procedures are of no use in a case: what is said of them is kept."""
    hors = tuple(r.code for r in juge.hors_objet if valeurs[r.code] is True)
    absent = not hors and all(valeurs[r.code] is False for r in juge.objet)
    cle = ("sans_objet", procedure.code, hors, absent)
    vue = memoire.get(cle)
    if vue is None:
        causes = [(r, r.motif) for r in juge.hors_objet if r.code in hors]
        if absent:
            causes = [(r, r.motif_contraire) for r in juge.objet if r.motif_contraire]
        vue = memoire[cle] = _cause(procedure, causes)
    return vue


def _cause(procedure: Procedure, causes: list[tuple[Regle, str]]) -> Ecartee:
    return Ecartee(
        code=procedure.code,
        nom=procedure.nom,
        motifs=tuple(Motif(r.code, texte, r.bases, r.niveau_preuve) for r, texte in causes),
        bases=_sans_doublon(b for r, _ in causes for b in r.bases),
        niveau_preuve=_plus_faible(r for r, _ in causes),
    )


def _autorite(procedure: Procedure, savoirs: Mapping[str, Savoir]) -> str:
    if not procedure.transferable:
        return procedure.titulaire
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


def _sans_suite(
    regles: Regles, savoirs: Mapping[str, Savoir], valeurs: Mapping[str, bool | None]
) -> list[Alerte]:
    """Answers that call for a procedure which another answer rules out: said, never ignored."""
    alertes = []
    for hors in regles.hors_objet:
        if valeurs[hors.code] is not True:
            continue
        appels = {
            c.question: None
            for p in hors.procedures
            for r in regles.juges[p].objet
            if r.clauses and valeurs[r.code] is True
            for c in r.clauses
        }
        questions = [regles.question(q) for q in appels if savoirs[q].source == "agent"]
        if not questions:
            continue
        dites = "\u00a0; ".join(
            f"«\u00a0{q.intitule}\u00a0»\u00a0: {q.libelles(savoirs[q.code].valeurs)}"
            for q in questions
        )
        alertes.append(
            Alerte(
                f"CONTRADICTION-{hors.code}",
                "attention",
                f"Cette réponse n’est suivie d’aucune procédure ({dites}), parce que vous avez aussi "
                f"répondu le contraire\u00a0: {hors.motif[0].lower()}{hors.motif[1:]} Relisez ces "
                "réponses.",
                hors.bases,
                hors.niveau_preuve,
            )
        )
    return alertes


def _trace(
    regles: Regles,
    valeurs: Mapping[str, bool | None],
    savoirs: Mapping[str, Savoir],
    statuts: Mapping[str, str],
) -> tuple[Trace, ...]:
    """Every rule that acted, and every necessary condition of what the case calls for."""
    actives = {"", *(code for code, etat in statuts.items() if etat != SANS_OBJET)}
    memoire = regles.memoire
    lignes = []
    for regle in regles.regles:
        if valeurs[regle.code] is not True and regle.effet != "exige":
            continue
        if actives.isdisjoint(regle.procedures or ("",)):
            continue
        cle = ("trace", regle.code, *(savoirs.get(c.question) for c in regle.clauses))
        ligne = memoire.get(cle)
        if ligne is None:
            ligne = memoire[cle] = _ligne(regle, valeurs[regle.code], savoirs)
        lignes.append(ligne)
    return tuple(lignes)


def _ligne(regle: Regle, valeur: bool | None, savoirs: Mapping[str, Savoir]) -> Trace:
    return Trace(
        regle=regle.code,
        procedure=regle.procedure,
        effet=regle.effet,
        valeur=valeur,
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
    "SANS_OBJET",
    "Faits",
    "Regles",
    "Resultat",
    "evaluer",
    "etablir",
    "rejouer",
    "statut",
    "valeur_regle",
]
