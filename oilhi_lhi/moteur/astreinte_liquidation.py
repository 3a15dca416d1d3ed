"""Quarterly liquidation of an astreinte: exemption, ceiling, correction of what was decided.

CCH L. 511-15 II (quarter elapsed, exemption, total of the sums demanded) and III (who gets it).
What was decided is never rewritten: a difference is a liquidation of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .astreinte import CENTIME, CLOSE, ZERO
from .astreinte_cours import SOLIDAIRE, Cours, Creance, en_mots, jours_distincts
from .calendrier import UN_JOUR, ajouter_mois, fin_du_trimestre
from .francais import euros, typo
from .regles import Refus
from .repartition import repartir

EXONERATION_PLAFOND = typo(
    "À vérifier : l'exonération est ôtée avant le plafond, qui ne porte que sur les sommes demandées."
)


@dataclass(frozen=True, slots=True)
class Decidee:
    """A liquidation that was decided: it no longer changes. Signed when it corrects another."""

    trimestre: date  # last day of the quarter
    groupe: str
    jours: int
    brut: Decimal
    exoneration: Decimal
    parts: Mapping[tuple[str, ...], Decimal] = field(default_factory=dict)  # what each set owes

    @property
    def net(self) -> Decimal:
        return sum(self.parts.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a quarter elapsed still calls for: a first liquidation or a correction."""

    trimestre: date
    du: date
    au: date
    groupe: str
    rectificative: bool
    jours: int
    brut: Decimal
    exoneration: Decimal
    net: Decimal
    parts: Mapping[tuple[str, ...], Decimal]
    exigible_le: date
    plafonnee: bool
    calcul: str
    avertissements: tuple[str, ...]
    base: str


def exoneration_refusee(exoneration: Decimal, brut: Decimal, motif: str) -> Refus | None:
    """L. 511-15 II: only for what the debtor did not cause, and never more than the quarter."""
    base = "CCH L. 511-15 II"
    if exoneration < 0:
        return Refus("DL-LIQ", typo("L'exonération ne peut pas être négative."), base)
    if exoneration > max(brut, ZERO):
        message = f"L'exonération ({euros(exoneration)}) dépasse ce qui est dû ({euros(brut)})."
        return Refus("DL-LIQ", typo(message), base)
    if exoneration and not motif.strip():
        message = (
            "Écrivez ce que le redevable a établi : l'exonération suppose des circonstances qui ne "
            "sont pas de son fait (CCH L. 511-15 II)."
        )
        return Refus("DL-LIQ", typo(message), base)
    return None


def a_liquider(
    cours: Cours,
    decidees: Iterable[Decidee] = (),
    *,
    exonerations: Mapping[tuple[date, str], Decimal] | None = None,
) -> tuple[Proposition, ...]:
    """Liquidations that the quarters elapsed at `cours.arrete_au` call for, in order.

    Nothing decided is changed: today's facts minus what was decided. `exonerations` are those
    about to be decided, by (last day of the quarter, group); former ones are kept.
    """
    decidees = tuple(decidees)
    exonerations = exonerations or {}
    echues: dict[tuple[date, str], list[Creance]] = {}
    for creance in cours.creances:
        trimestre = fin_du_trimestre(creance.du)
        if trimestre <= cours.arrete_au:
            echues.setdefault((trimestre, creance.groupe), []).append(creance)
    anciennes: dict[tuple[date, str], list[Decidee]] = {}
    for decidee in decidees:
        anciennes.setdefault((decidee.trimestre, decidee.groupe), []).append(decidee)
    cles = sorted(echues.keys() | anciennes.keys())
    cibles = _cibles(cours, cles, echues, anciennes, exonerations)
    reste = cours.plafond - sum((d.net for d in decidees), ZERO)
    propositions = []
    for cle in cles:
        proposition = _proposition(
            cours, cle, echues.get(cle, []), anciennes.get(cle, []), cibles[cle], reste
        )
        if proposition:
            propositions.append(proposition)
            # A reduction that is only proposed makes no room yet.
            reste -= max(proposition.net, ZERO)
    return tuple(propositions)


def _cibles(cours, cles, echues, anciennes, exonerations):
    """{(quarter, group): (exemption, sum to demand)} had everything been decided in order."""
    reste, cibles = cours.plafond, {}
    for trimestre in dict.fromkeys(trimestre for trimestre, _groupe in cles):
        ici = [cle for cle in cles if cle[0] == trimestre]
        demandes = []
        for cle in ici:
            brut = sum((c.brut for c in echues.get(cle, ())), ZERO)
            voulue = sum((d.exoneration for d in anciennes.get(cle, ())), ZERO)
            exoneration = min(voulue + exonerations.get(cle, ZERO), brut)
            demandes.append((exoneration, brut - exoneration))
        total = sum((demande for _e, demande in demandes), ZERO)
        admis = min(total, reste)
        reste -= admis
        parts = repartir(admis, [demande for _e, demande in demandes])
        for cle, (exoneration, _demande), part in zip(ici, demandes, parts, strict=True):
            cibles[cle] = exoneration, part
    return cibles


def _proposition(cours, cle, creances, decidees, cible, reste) -> Proposition | None:
    trimestre, groupe = cle
    exoneration, net_cible = cible
    brut = sum((c.brut for c in creances), ZERO)
    jours = jours_distincts(creances)
    jours_decides = sum(d.jours for d in decidees)
    brut_decide = sum((d.brut for d in decidees), ZERO)
    net_decide = sum((d.net for d in decidees), ZERO)
    exo_decidee = sum((d.exoneration for d in decidees), ZERO)
    # Corrected one after the other, the sums demanded must never pass the ceiling meanwhile.
    net = min(net_cible - net_decide, max(reste, ZERO))
    voulues: dict[tuple[str, ...], Decimal] = {}
    if creances:
        montants = repartir(net_decide + net, [c.brut for c in creances])
        for creance, part in zip(creances, montants, strict=True):
            voulues[creance.debiteurs] = voulues.get(creance.debiteurs, ZERO) + part
    parts = dict(voulues)
    for decidee in decidees:
        for debiteurs, part in decidee.parts.items():
            parts[debiteurs] = parts.get(debiteurs, ZERO) - part
    parts = {debiteurs: part for debiteurs, part in parts.items() if part}
    rien_de_neuf = jours == jours_decides and brut == brut_decide and exoneration == exo_decidee
    plafonnee = bool(creances) and brut - exoneration > net_cible
    if rien_de_neuf and not net and not parts:
        return None
    if not decidees and (not jours or (plafonnee and not net)):
        return None  # nothing to demand
    mentions = [m for m in cours.avertissements if m not in (CLOSE,)]
    if plafonnee and exoneration:
        mentions.append(EXONERATION_PLAFOND)
    debut = ajouter_mois(trimestre.replace(day=1), -2)
    du = min((c.du for c in creances), default=None) or debut
    au = max((c.au for c in creances), default=None) or trimestre
    proposition = Proposition(
        trimestre=trimestre,
        du=du,
        au=au,
        groupe=groupe,
        rectificative=bool(decidees),
        jours=jours - jours_decides,
        brut=brut - brut_decide,
        exoneration=exoneration - exo_decidee,
        net=net,
        parts=parts,
        exigible_le=trimestre + UN_JOUR,
        plafonnee=plafonnee,
        calcul=_mots_liquidation(
            cours, creances, decidees, (jours, brut, exoneration, net_decide + net), plafonnee
        ),
        avertissements=tuple(mentions),
        base="CCH L. 511-15 II" if groupe == SOLIDAIRE else "CCH L. 511-15 II, L. 543-1",
    )
    return proposition


def _mots_liquidation(cours, creances, decidees, aujourdhui, plafonnee) -> str:
    _jours_dus, brut, exoneration, net = aujourdhui
    mots = " ; ".join(en_mots(c, cours.noms) for c in creances) or "aucun jour dû dans ce trimestre"
    if len(creances) > 1:
        mots += f" ; ensemble {euros(brut)}"
    if exoneration:
        mots += f" ; exonération {euros(exoneration)}"
    if plafonnee:
        mots += f" ; ramené à {euros(net)} par le plafond de {euros(cours.plafond)} au total"
    if decidees:
        jours = sum(d.jours for d in decidees)
        deja = sum((d.net for d in decidees), ZERO)
        mots += f" ; déjà décidé : {jours} jour{'s' if jours > 1 else ''}, {euros(deja)}"
        mots += f" ; différence : {euros(net - deja)}"
    else:
        mots += f" ; à demander : {euros(net)}"
    return typo(mots)


def beneficiaire(autorite: str, montant: Decimal, *, etat_liquide: bool = False):
    """(who gets it, kept for recovery, what remains): L. 511-15 III."""
    if autorite == "prefet" or etat_liquide:
        frais = (montant * 4 / 100).quantize(CENTIME, rounding=ROUND_HALF_UP)
        return "Agence nationale de l’habitat", frais, montant - frais
    qui = "intercommunalité" if autorite == "president" else "commune"
    return qui, ZERO, montant
