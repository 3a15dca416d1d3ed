"""The course of an astreinte: who owes which days, at which rate, and what remains to liquidate.

CCH L. 511-15 (start, end, quarters, exemption, ceiling), L. 541-2-1 (indivision), L. 543-1
(copropriété). A day is owed once: joint debtors owe the same days, in layers when their orders
were not notified on the same day. What was decided is never rewritten: a difference is a
liquidation of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .astreinte import BASE, CLOSE, JOUR_EXECUTION, ZERO, en_montant
from .calendrier import UN_JOUR, fin_du_trimestre
from .francais import date_courte, euros, liste, typo
from .lecture import regles_livrees
from .regles import Refus, RegleDelai

SEULE, INDIVISION, ERP, COPROPRIETE, AUTRE = "seule", "indivision", "erp", "copropriete", "autre"
BASES = {
    SEULE: "CCH L. 511-15",
    INDIVISION: "CCH L. 511-15, L. 541-2-1",
    ERP: "CCH L. 511-15 I",
    COPROPRIETE: "CCH L. 511-15, L. 543-1",
    AUTRE: "CCH L. 511-15",
}
SOLIDAIRE = "solidaire"  # group of those who owe one and the same debt
ADOUCI = typo(
    "À vérifier : le plafond de 75 000 € prévu par L. 511-22 I lorsque l'occupant est vulnérable "
    "n'est jamais appliqué ; le calcul retient {}."
)
PLUSIEURS_DATES = typo(
    "À vérifier : l'arrêté n'a pas été notifié à tous le même jour ; chacun n'est tenu que des jours "
    "qui suivent sa propre notification."
)
COPRO_PART = typo(
    "À vérifier : L. 543-1 veut que l'arrêté fixe le montant dû par chaque copropriétaire, sans dire "
    "comment le répartir ; le montant retenu est celui de l'arrêté."
)
COPRO_PLAFOND = typo(
    "À vérifier : par prudence, le plafond total de {} est appliqué à l'ensemble des copropriétaires."
)
COPRO_JOUR = typo(
    "À vérifier : les montants des copropriétaires font ensemble {} par jour ; L. 511-15 plafonne à {} "
    "sans dire si c'est pour chacun ou pour tous."
)
SANS_TEXTE = typo(
    "À vérifier : plusieurs redevables hors indivision et hors établissement d'hébergement ; aucun "
    "texte lu ne les dit solidaires. La somme n'est comptée qu'une fois."
)
MENTIONS = {
    INDIVISION: typo(
        "Mention obligatoire, à vérifier dans l'arrêté de mise en sécurité : l'inexécution expose "
        "solidairement les indivisaires à l'astreinte (CCH L. 541-2-1). Si un indivisaire n'a pu être "
        "identifié, la solidarité des autres court de la publication de l'arrêté."
    ),
    COPROPRIETE: typo(
        "Mention obligatoire, à vérifier dans l'arrêté de mise en sécurité : à l'expiration du délai, les "
        "copropriétaires sont redevables de l'astreinte (CCH L. 543-1). Chacun si le syndicat n'a rien "
        "décidé ; les seuls défaillants si le syndic l'atteste."
    ),
}
TRIMESTRE = typo("Le trimestre civil est un usage : L. 511-15 II dit « par trimestre échu ».")
LEVEE = typo("À vérifier : le jour de la mainlevée n'est pas compté.")
PLUSIEURS_OFFICES = typo(
    "À vérifier : l'exécution d'office a été notifiée à des dates différentes ; la première est "
    "retenue pour tous."
)


@dataclass(frozen=True, slots=True)
class Redevable:
    code: str
    nom: str
    notifie_le: date | None = None  # None: the proof of the notification is missing
    montant: Decimal | None = None  # own amount by day; None: the one of the order


@dataclass(frozen=True, slots=True)
class ArreteAstreinte:
    code: str
    date: date
    montant: Decimal
    mode: str
    redevables: tuple[Redevable, ...]

    @property
    def groupe_commun(self) -> bool:
        return self.mode != COPROPRIETE


@dataclass(frozen=True, slots=True)
class Fins:
    """What ends it. Partial execution ends nothing: the execution must be complete."""

    execution: date | None = None
    offices: tuple[date, ...] = ()
    mainlevee: date | None = None


@dataclass(frozen=True, slots=True)
class Creance:
    """Consecutive days of one quarter, owed by the same debtors at the same rate."""

    groupe: str
    debiteurs: tuple[str, ...]
    du: date
    au: date
    taux: Decimal

    @property
    def jours(self) -> int:
        return (self.au - self.du).days + 1

    @property
    def brut(self) -> Decimal:
        return self.jours * self.taux


@dataclass(frozen=True, slots=True)
class Cours:
    creances: tuple[Creance, ...]
    debut: date | None
    fin: date | None  # first day that is not owed, None while it runs
    cause_fin: str  # '', 'execution', 'office', 'mainlevee'
    arrete_au: date
    plafond: Decimal
    noms: Mapping[str, str]
    avertissements: tuple[str, ...]
    calcul: str
    base: str

    @property
    def jours(self) -> int:
        """Days on which somebody owes, each once."""
        return jours_distincts(self.creances)

    @property
    def brut(self) -> Decimal:
        return sum((c.brut for c in self.creances), ZERO)

    @property
    def montant(self) -> Decimal:
        """After the ceiling, before any exemption."""
        return min(self.brut, self.plafond)

    @property
    def close(self) -> bool:
        return bool(self.cause_fin)


def plafonds(regles: Mapping[str, RegleDelai] | None = None) -> tuple[Decimal, Decimal]:
    """(by day, in total), from the table of the jurist."""
    regles = regles or regles_livrees()
    return tuple(en_montant(regles[code].nombre) or ZERO for code in ("DL-ASTR-MAX", "DL-ASTR-TOT"))


def jours_distincts(creances: Iterable[Creance]) -> int:
    """Distinct days covered: layers of a joint debt share theirs."""
    total, borne = 0, None
    for creance in sorted(creances, key=lambda c: (c.du, c.au)):
        du = creance.du if borne is None else max(creance.du, borne + UN_JOUR)
        if du <= creance.au:
            total += (creance.au - du).days + 1
            borne = creance.au
    return total


def _refus(arretes: tuple[ArreteAstreinte, ...], par_jour: Decimal) -> Refus | None:
    if not arretes:
        return Refus("DL-ASTR-FIN", typo("Aucun arrêté d'astreinte n'est enregistré."), BASE)
    for arrete in arretes:
        for redevable in arrete.redevables:
            montant = arrete.montant if redevable.montant is None else redevable.montant
            if montant <= 0:
                message = f"{redevable.nom} : indiquez un montant par jour, en euros."
                return Refus("DL-ASTR-MAX", typo(message), BASE)
            if montant > par_jour:
                message = (
                    f"{redevable.nom} : {euros(montant)} par jour, le plafond est de "
                    f"{euros(par_jour)} par jour de retard (CCH L. 511-15 I)."
                )
                return Refus("DL-ASTR-MAX", typo(message), "CCH L. 511-15 I")
        if not arrete.redevables:
            message = (
                f"Arrêté du {date_courte(arrete.date)} : aucun redevable. Dites à qui il est notifié : "
                "le destinataire de l'étape."
            )
            return Refus("DL-ASTR-FIN", typo(message), BASES[arrete.mode])
    return None


def fin_de(fins: Fins) -> tuple[date | None, str]:
    """(first day not owed, what ended it); works by the authority win over the rest that day."""
    possibles = [
        (jour, rang, cause)
        for rang, (jour, cause) in enumerate((
            (min(fins.offices, default=None), "office"),
            (fins.execution, "execution"),
            (fins.mainlevee, "mainlevee"),
        ))
        if jour
    ]
    if not possibles:
        return None, ""
    jour, _rang, cause = min(possibles)
    return jour, cause


def _taux_du_jour(arretes, jour) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Rates of a day: ({joint debtor: rate}, {co-owner: rate}); the last order notified holds."""
    communs: dict[str, Decimal] = {}
    propres: dict[str, Decimal] = {}
    for arrete in arretes:  # in the order of their dates: a later one takes over
        for redevable in arrete.redevables:
            if redevable.notifie_le is None or redevable.notifie_le > jour:
                continue
            montant = arrete.montant if redevable.montant is None else redevable.montant
            communs.pop(redevable.code, None)
            propres.pop(redevable.code, None)
            (communs if arrete.groupe_commun else propres)[redevable.code] = montant
    return communs, propres


def _segment(du, au, communs, propres) -> Iterable[Creance]:
    """Joint debtors owe in layers: what all owe, then what only the most indebted owe."""
    deja = ZERO
    for palier in sorted(set(communs.values())):
        tenus = tuple(sorted(code for code, taux in communs.items() if taux >= palier))
        yield Creance(SOLIDAIRE, tenus, du, au, palier - deja)
        deja = palier
    for code in sorted(propres):
        yield Creance(code, (code,), du, au, propres[code])


def suivre(
    arretes: Iterable[ArreteAstreinte],
    fins: Fins,
    au: date,
    *,
    regles: Mapping[str, RegleDelai] | None = None,
) -> Cours | Refus:
    """Every day owed up to `au` (included), by quarter and by debtors.

    All the orders of one procedure: another rate only holds from its own notification on.
    """
    arretes = tuple(sorted(arretes, key=lambda a: (a.date, a.code)))
    par_jour, plafond = plafonds(regles)
    if refus := _refus(arretes, par_jour):
        return refus
    fin, cause = fin_de(fins)
    limite = min(jour for jour in (fin, au + UN_JOUR) if jour)
    dates = {r.notifie_le for a in arretes for r in a.redevables if r.notifie_le}
    debut = min(dates, default=None)
    creances: list[Creance] = []
    if debut and debut < limite:
        bornes = {jour for jour in dates if jour < limite} | {limite}
        trimestre = fin_du_trimestre(debut) + UN_JOUR
        while trimestre < limite:
            bornes.add(trimestre)
            trimestre = fin_du_trimestre(trimestre) + UN_JOUR
        for du, suivant in pairwise(sorted(bornes)):
            creances += _segment(du, suivant - UN_JOUR, *_taux_du_jour(arretes, du))
    # An end that is still to come ends nothing yet.
    close = cause if fin and fin <= au else ""
    mentions = _mentions(arretes, fins, close, plafond, par_jour)
    noms = {r.code: r.nom for a in arretes for r in a.redevables}
    cours = Cours(
        creances=tuple(creances),
        debut=debut,
        fin=fin if close else None,
        cause_fin=close,
        arrete_au=au,
        plafond=plafond,
        noms=noms,
        avertissements=mentions,
        calcul="",
        base=BASES[arretes[-1].mode],
    )
    return _avec_calcul(cours)


def _mentions(arretes, fins, cause, plafond, par_jour) -> tuple[str, ...]:
    mentions = []
    if cause == "office":
        mentions.append(CLOSE)
        if len(set(fins.offices)) > 1:
            mentions.append(PLUSIEURS_OFFICES)
    elif cause == "execution":
        mentions.append(JOUR_EXECUTION)
    elif cause == "mainlevee":
        mentions.append(LEVEE)
    for arrete in arretes:
        if arrete.mode in MENTIONS:
            mentions.append(MENTIONS[arrete.mode])
        notifies = [r.notifie_le for r in arrete.redevables]
        for redevable in arrete.redevables:
            if not redevable.notifie_le:
                mentions.append(typo(
                    f"{redevable.nom} : la preuve de la notification manque, aucun jour n'est compté."
                ))
        if len({jour for jour in notifies if jour}) > 1:
            mentions.append(PLUSIEURS_DATES)
        if arrete.mode == COPROPRIETE:
            mentions += [COPRO_PART, COPRO_PLAFOND.format(euros(plafond))]
            somme = sum(
                (arrete.montant if r.montant is None else r.montant for r in arrete.redevables), ZERO
            )
            if somme > par_jour:
                mentions.append(COPRO_JOUR.format(euros(somme), euros(par_jour)))
        elif arrete.mode in (SEULE, AUTRE) and len(arrete.redevables) > 1:
            mentions.append(SANS_TEXTE)
    mentions += [ADOUCI.format(euros(plafond)), TRIMESTRE]
    return tuple(dict.fromkeys(mentions))


def _avec_calcul(cours: Cours) -> Cours:
    if not cours.debut:
        calcul = "aucune notification prouvée : rien ne court encore"
    elif not cours.creances:
        calcul = "aucun jour dû : la fin précède la notification de l'arrêté d'astreinte"
    else:
        calcul = " ; ".join(en_mots(creance, cours.noms) for creance in cours.creances)
        if len(cours.creances) > 1:
            calcul += f" ; total {euros(cours.brut)}"
        if cours.brut > cours.plafond:
            calcul += f", ramené au plafond de {euros(cours.plafond)}"
    return replace(cours, calcul=typo(calcul))


def en_mots(creance: Creance, noms: Mapping[str, str]) -> str:
    qui = liste(noms.get(code, code) for code in creance.debiteurs)
    pluriel = "s" if creance.jours > 1 else ""
    return (
        f"{qui} : du {date_courte(creance.du)} au {date_courte(creance.au)} inclus, {creance.jours} "
        f"jour{pluriel} × {euros(creance.taux)} = {euros(creance.brut)}"
    )
