"""Measures prescribed by an order: what binds, what was found, what a finding opens, what may be lifted.

CCH L. 511-11 (measures and their time), R. 511-6 (minimum), L. 511-14 and L. 511-21 (finding of execution,
then mainlevée), L. 511-15, L. 511-16, L. 511-20 (failure). Total: no exception on odd input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Jour

from .controles import verifier_delai_execution
from .francais import date_courte, duree_lettres, liste, typo
from .lecture import regles_livrees
from .regles import Refus, RegleDelai

TRAVAUX = ("travaux", "demolition", "securisation")
INTERDICTIONS = ("interdiction_temporaire", "interdiction_definitive", "cessation")
EXECUTIONS = ("a_faire", "en_cours", "partielle", "executee")
# What a finding says of a measure; `levee` is no finding: an act took the measure out of the order.
RESULTATS = ("executee", "partielle", "non_executee", "non_verifiee", "levee")
BASE_MAINLEVEE = "CCH L. 511-14"
BASE_URGENCE = "CCH L. 511-21"
BASE_MODIFICATION = "CRPA L. 243-1"
# L. 511-14 knows the mainlevée of the order; nothing read organises a partial one.
PARTIELLE_A_VERIFIER = typo(
    "L'article L. 511-14 prévoit la mainlevée de l'arrêté, pas d'une seule de ses mesures : un arrêté "
    "modificatif (CRPA L. 243-1) est la voie retenue, à vérifier avec le service juridique."
)


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding on one measure. `rang`: order of recording, for two findings of the same day."""

    date: Jour
    resultat: str
    achevement: Jour | None = None
    reste: str = ""
    rang: int = 0
    origine: str = "visite de contrôle"


@dataclass(frozen=True, slots=True)
class Etat:
    """Where a measure stands, with what shows it."""

    execution: str
    achevee_le: Jour | None
    levee_le: Jour | None
    reste: str
    mots: str
    base: str = BASE_MAINLEVEE
    niveau_preuve: str = "confirme"


@dataclass(frozen=True, slots=True)
class Mesure:
    """What the rules need of a measure."""

    cle: object
    nom: str
    type: str
    execution: str = "a_faire"
    levee: bool = False
    lieu: str = ""  # the lot, or '' for the whole building
    delai_passe: bool = False
    constatee: bool = False  # a finding, good or bad, exists

    @property
    def a_constater(self) -> bool:
        """Works, demolition, securing: somebody must see that they are done. A ban ends with the
        order that lifts it, it is not « carried out » (L. 511-14)."""
        return self.type not in INTERDICTIONS

    @property
    def lie(self) -> bool:
        """Still has to be carried out."""
        return self.a_constater and not self.levee and self.execution != "executee"


@dataclass(frozen=True, slots=True)
class Suite:
    """Step that a control opens: its nature and why."""

    nature: str
    motif: str
    base: str


@dataclass(frozen=True, slots=True)
class Limite:
    """Due date of a measure: the latest of the persons bound (R8)."""

    date: Jour | None
    heure: str
    provisoire: bool
    calcul: str


# ---- where a measure stands ----------------------------------------------------------------------


def etat_mesure(
    type_mesure: str,
    constats: Iterable[Constat],
    *,
    commencee_le: Jour | None = None,
    preuve_le: Jour | None = None,
) -> Etat:
    """The last finding decides; what the owner says or sends never does (L. 511-14, L. 511-15 II)."""
    utiles = sorted(
        (c for c in constats if c.resultat in RESULTATS and c.resultat != "non_verifiee"),
        key=lambda c: (c.date, c.rang),
    )
    levees = [c for c in utiles if c.resultat == "levee"]
    levee = min((c.date for c in levees), default=None)
    vus = [c for c in utiles if c.resultat != "levee"]
    dernier = vus[-1] if vus else None
    annonce = max(filter(None, (commencee_le, preuve_le)), default=None)
    suite = ""
    if preuve_le and (dernier is None or dernier.date < preuve_le) and not levee:
        suite = (
            f" Justificatif de la personne tenue reçu le {date_courte(preuve_le)} : il ne suffit pas, "
            "contrôlez sur place."
        )
    if dernier is None:
        execution = "en_cours" if annonce else "a_faire"
        mots = "Aucun constat."
        if commencee_le:
            mots = f"Commencée le {date_courte(commencee_le)}, d'après la personne tenue ; aucun constat."
        return _etat(execution, None, levee, "", mots + suite, levees)
    quand = f"le {date_courte(dernier.date)} ({dernier.origine} ; {BASE_MAINLEVEE})"
    if dernier.resultat == "executee":
        fini = dernier.achevement or dernier.date
        verbe = "Respectée" if type_mesure in INTERDICTIONS else "Exécutée"
        mots = f"{verbe}, achevée le {date_courte(fini)}, constatée {quand}."
        if type_mesure in INTERDICTIONS:
            mots = f"{verbe}, constaté {quand}."
        return _etat("executee", fini, levee, "", mots, levees)
    if dernier.resultat == "partielle":
        mots = f"Exécutée en partie, constaté {quand}."
        if dernier.reste:
            mots += f" Reste : {dernier.reste.strip().rstrip('.')}."
        return _etat("partielle", None, levee, dernier.reste, mots + suite, levees)
    execution = "en_cours" if annonce and annonce > dernier.date else "a_faire"
    return _etat(execution, None, levee, "", f"Non exécutée, constaté {quand}.{suite}", levees)


def _etat(execution, achevee, levee, reste, mots, levees):
    if levee:
        origine = min(levees, key=lambda c: (c.date, c.rang)).origine
        mots += f" Levée le {date_courte(levee)} ({origine})."
    return Etat(execution, achevee, levee, reste, typo(mots))


# ---- its time -------------------------------------------------------------------------------------


def minimum_legal(
    type_mesure: str,
    urgence: bool,
    procedure: str,
    regles: Mapping[str, RegleDelai] | None = None,
) -> tuple[str, str]:
    """(sentence, article): the least time that the law leaves for that measure."""
    if type_mesure in INTERDICTIONS:
        return (
            typo("Aucun délai minimum : l'arrêté fixe la date d'effet de l'interdiction."),
            "CCH L. 511-18",
        )
    if urgence:
        return (
            typo("Aucun délai minimum en urgence : l'arrêté fixe des heures ou des jours."),
            "CCH R. 511-6, L. 511-19",
        )
    # The same judge as when it is typed: an hour is too short wherever a minimum exists.
    if verifier_delai_execution(type_mesure, 1, "heures", procedure=procedure, regles=regles) is None:
        return typo("Aucun délai minimum n'est écrit dans les textes de cette procédure."), ""
    code = "DL-EXEC-INS" if procedure.startswith("INS") else "DL-EXEC-MS"
    regle = (regles or regles_livrees())[code]
    duree = duree_lettres(int(regle.nombre or 0), regle.unite)
    return typo(f"{duree[:1].upper()}{duree[1:]} au moins à compter de la notification."), "CCH R. 511-6"


@dataclass(frozen=True, slots=True)
class Personne:
    """Clock of one person bound: `date` None while the start is not proved."""

    nom: str
    date: Jour | None
    heure: str = ""
    provisoire: bool = False
    calcul: str = ""


def limite_mesure(personnes: Sequence[Personne]) -> Limite:
    """Each person has a clock of his own; the measure is late once the last one is over (R8)."""
    datees = [p for p in personnes if p.date]
    if not personnes:
        return Limite(None, "", False, typo("Délai non parti : l'arrêté n'est pas notifié."))
    dernier = max(datees, key=lambda p: (p.date, p.heure or "24:00"), default=None)
    lignes = [
        f"{p.nom} : {p.calcul}" if p.nom and len(personnes) > 1 else p.calcul for p in personnes
    ]
    provisoire = len(datees) < len(personnes) or any(p.provisoire for p in personnes)
    if len(datees) < len(personnes) and datees:
        lignes.append("Un destinataire n'a pas encore de date certaine : la date peut reculer.")
    return Limite(
        dernier.date if dernier else None,
        dernier.heure if dernier else "",
        provisoire,
        typo("\n".join(filter(None, lignes))),
    )


# ---- what a control opens --------------------------------------------------------------------------


def suite_controle(mesures: Iterable[Mesure], urgence: bool = False) -> Suite:
    """All done: finding of execution; not done and time over: failure; else follow-up."""
    liees = [m for m in mesures if m.a_constater and not m.levee]
    restantes = [m for m in liees if m.lie]
    if not restantes:
        if urgence:  # MSU: one step finds execution or failure (L. 511-21)
            return Suite("suivi", typo("Toutes les mesures sont exécutées."), BASE_URGENCE)
        return Suite("execution", typo("Toutes les mesures sont exécutées."), BASE_MAINLEVEE)
    noms = liste(f"« {m.nom} »" for m in restantes)
    if all(m.delai_passe for m in restantes):
        motif = typo(f"Le délai est passé et il reste à exécuter : {noms}.")
        if urgence:
            return Suite("suivi", motif, "CCH L. 511-20")
        return Suite("carence", motif, "CCH L. 511-15")
    return Suite(
        "suivi",
        typo(f"Le délai court encore pour : {liste(f'« {m.nom} »' for m in restantes if not m.delai_passe)}."),
        "CCH L. 511-14, L. 511-15",
    )


def refus_execution(mesures: Iterable[Mesure], declarees: Iterable[object]) -> Refus | None:
    """The finding of execution names every measure that binds, or is refused (L. 511-14)."""
    declarees = set(declarees)
    restantes = [m for m in mesures if m.lie and m.cle not in declarees]
    if not restantes:
        return None
    noms = liste(f"« {m.nom} »" for m in restantes)
    return Refus(
        "EXECUTION",
        typo(
            f"Ce constat dit que toutes les mesures sont exécutées ; il reste : {noms} (CCH L. 511-14). "
            "Enregistrez plutôt un contrôle (étape de suivi), qui garde ce qui est fait et ce qui reste, "
            "ou la carence si le délai est passé."
        ),
        BASE_MAINLEVEE,
    )


def refus_carence(mesures: Iterable[Mesure]) -> Refus | None:
    """Nothing is missed when everything that binds is done."""
    liees = [m for m in mesures if m.a_constater and not m.levee]
    if not liees or any(m.lie for m in liees):
        return None
    return Refus(
        "CARENCE",
        typo(
            "Toutes les mesures qui lient la personne tenue sont constatées exécutées : il n'y a pas de "
            "carence (CCH L. 511-15). Enregistrez le constat d'exécution."
        ),
        "CCH L. 511-15",
    )


def refus_mainlevee(mesures: Iterable[Mesure], prend_acte: bool = False) -> Refus | None:
    """No mainlevée of the order while a measure that binds is not found executed (L. 511-14).

    `prend_acte`: the act itself takes note of the execution (L. 511-21): only a finding that says
    otherwise stops it.
    """
    restantes = [m for m in mesures if m.lie and (m.constatee or not prend_acte)]
    if not restantes:
        return None
    noms = liste(f"« {m.nom} »" for m in restantes)
    base = BASE_URGENCE if prend_acte else BASE_MAINLEVEE
    return Refus(
        "MAINLEVEE",
        typo(
            f"La mainlevée suppose que chaque mesure soit constatée exécutée ({base}) ; il reste : {noms}. "
            "Faites une visite de contrôle. Pour lever seulement ce qui est fait, prenez un arrêté "
            "modificatif (CRPA L. 243-1, à vérifier)."
        ),
        base,
    )


def refus_levee(levee: Mesure, mesures: Iterable[Mesure]) -> Refus | None:
    """A partial lifting: the works of the same place must be done; else the agent says why.

    An act that creates no right is modified « pour tout motif » (CRPA L. 243-1): the written reason
    is enough.
    """
    if levee.levee:
        return Refus(
            "LEVEE",
            typo(f"« {levee.nom} » est déjà levée : elle ne lie plus personne (CRPA L. 243-1)."),
            BASE_MODIFICATION,
        )
    if levee.a_constater:
        restantes = [levee] if levee.lie else []
    else:
        restantes = [
            m for m in mesures
            if m.lie and m.cle != levee.cle and (not levee.lieu or not m.lieu or m.lieu == levee.lieu)
        ]
    if not restantes:
        return None
    noms = liste(f"« {m.nom} »" for m in restantes)
    return Refus(
        "LEVEE",
        typo(
            f"« {levee.nom} » : des travaux de ce lieu ne sont pas constatés exécutés ({noms}). Un arrêté "
            "peut être modifié pour tout motif (CRPA L. 243-1), mais la commune répond du danger qui "
            "reste : écrivez pourquoi la mesure n'est plus nécessaire."
        ),
        BASE_MODIFICATION,
    )


def lieu(partie: str | None, lot: str | None) -> str:
    """Key of the place: common parts, a lot, or '' for the whole building."""
    if partie == "communes":
        return "parties communes"
    return " ".join((lot or "").lower().split())
