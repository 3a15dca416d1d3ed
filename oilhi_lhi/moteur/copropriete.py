"""Copropriété: an amount split between co-owners, and interest at the legal rate.

CCH L. 511-17: a title for each co-owner's fraction of the claim; interest from the notification of a
substitution (see `substitution`). Amounts in cents, nothing lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .astreinte import CENTIME, en_montant
from .calendrier import UN_JOUR
from .francais import date_lettres, euros, liste, typo
from .regles import Refus
from .repartition import repartir as en_parts

BASE_PART = "CCH L. 511-17"
BASE_INTERETS = "CCH L. 511-17 al. 3"
CLE_A_VERIFIER = typo(
    "À vérifier : la clé de répartition (tantièmes généraux ou charges spéciales) est celle du "
    "règlement de copropriété ; l'article L. 511-17 dit seulement « la fraction de créance dont il "
    "est redevable »."
)
ARRONDI = typo("Les centimes qui restent vont aux plus grands restes ; le total est exact.")
DEPART_INTERETS = typo("À vérifier : le jour de la notification est compté.")
BASE_365 = typo("Calcul usuel sur 365 jours (pratique).")


# ---- a split by tantièmes ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coproprietaire:
    """`cle`: any stable identifier, that settles equal remainders. `exclu`: why he pays nothing."""

    cle: str
    nom: str
    tantiemes: int
    exclu: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    cle: str
    nom: str
    tantiemes: int
    montant: Decimal
    calcul: str
    base: str = BASE_PART
    niveau_preuve: str = "a_verifier"  # the key of the split is not in the code


@dataclass(frozen=True, slots=True)
class Repartition:
    montant: Decimal
    tantiemes: int
    parts: tuple[Part, ...]
    exclus: tuple[str, ...]  # « name: reason »
    calcul: str
    avertissements: tuple[str, ...]
    base: str = BASE_PART
    niveau_preuve: str = "a_verifier"

    @property
    def par_cle(self) -> dict[str, Decimal]:
        return {part.cle: part.montant for part in self.parts}


def repartir(
    montant: Decimal | int | float | str,
    coproprietaires: Sequence[Coproprietaire],
    *,
    seuls: frozenset[str] | set[str] | None = None,
) -> Repartition | Refus:
    """Split to the cent by largest remainders; the order of the co-owners does not matter.

    `seuls`: keys of those who are charged, the defaulters for instance; all of them by default.
    """
    total = en_montant(montant)
    if total is None or total < 0:
        return Refus("REP-MONTANT", typo("Indiquez le montant à répartir, en euros."), BASE_PART)
    cles = [c.cle for c in coproprietaires]
    if len(set(cles)) != len(cles):
        return Refus("REP-DOUBLE", typo("Un copropriétaire figure deux fois : additionnez ses tantièmes."), BASE_PART)
    ecartes = [c for c in coproprietaires if c.exclu]
    tenus = [c for c in coproprietaires if not c.exclu and (seuls is None or c.cle in seuls)]
    manquants = [c.nom for c in tenus if not _tantiemes_valables(c.tantiemes)]
    if manquants:
        message = f"Tantièmes à renseigner (nombre entier positif) : {liste(manquants)}."
        return Refus("REP-TANTIEMES", typo(message), BASE_PART)
    somme = sum(c.tantiemes for c in tenus)
    if not somme:
        return Refus("REP-PERSONNE", typo("Personne à qui répartir cette somme."), BASE_PART)
    parts = tuple(
        Part(c.cle, c.nom, c.tantiemes, part, typo(
            f"{euros(total)} × {c.tantiemes} / {somme} = {euros(part)}"
        ))
        for c, part in zip(tenus, _plus_forts_restes(total, tenus), strict=True)
    )
    qui = "les seuls copropriétaires défaillants" if seuls is not None else "tous les copropriétaires"
    return Repartition(
        montant=total,
        tantiemes=somme,
        parts=parts,
        exclus=tuple(typo(f"{c.nom} : {c.exclu}") for c in ecartes),
        calcul=typo(f"{euros(total)} entre {qui}, au prorata de {somme} tantièmes"),
        avertissements=(CLE_A_VERIFIER, ARRONDI),
    )


def _tantiemes_valables(nombre: object) -> bool:
    return isinstance(nombre, int) and not isinstance(nombre, bool) and 0 < nombre <= 10**9


def _plus_forts_restes(total: Decimal, tenus: Sequence[Coproprietaire]) -> list[Decimal]:
    """The common split, served in the order of the keys: that of the co-owners does not matter."""
    ordre = sorted(range(len(tenus)), key=lambda i: tenus[i].cle)
    parts = [Decimal(0)] * len(tenus)
    for i, part in zip(ordre, en_parts(total, [tenus[i].tantiemes for i in ordre]), strict=True):
        parts[i] = part
    return parts


# ---- interest at the legal rate ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TauxLegal:
    """A published rate, typed with its reference: never written in the code."""

    du: date
    au: date
    taux: Decimal  # per cent and per year
    reference: str


@dataclass(frozen=True, slots=True)
class Interets:
    principal: Decimal
    montant: Decimal
    jours: int
    calcul: str
    avertissements: tuple[str, ...] = (DEPART_INTERETS, BASE_365)
    base: str = BASE_INTERETS
    niveau_preuve: str = "a_verifier"


def interets(
    principal: Decimal | int | float | str,
    notification: date | None,
    arrete_au: date,
    taux: Sequence[TauxLegal],
) -> Interets | Refus:
    """Simple interest from the notification to the defaulter, first and last days counted."""
    somme = en_montant(principal)
    if somme is None or somme < 0:
        return Refus("INT-PRINCIPAL", typo("Indiquez la somme due, en euros."), BASE_INTERETS)
    if notification is None:
        return Refus("INT-NOTIFICATION", typo(
            "Les intérêts courent de la notification de la substitution au défaillant : saisissez-la."
        ), BASE_INTERETS)
    total, jours, mots, jour = Decimal(0), 0, [], notification
    while jour <= arrete_au:
        valeur = next((t for t in taux if t.du <= jour <= t.au), None)
        if valeur is None or not valeur.reference.strip():
            return Refus("INT-TAUX", typo(
                f"Le taux d'intérêt légal applicable le {date_lettres(jour)} n'est pas saisi, avec la "
                "référence de l'arrêté ou du décret qui le fixe."
            ), BASE_INTERETS)
        fin = min(valeur.au, arrete_au)
        nombre = (fin - jour).days + 1
        total += somme * valeur.taux * nombre / 36500
        jours += nombre
        pourcent = f"{valeur.taux.normalize():f}".replace(".", ",")
        mots.append(f"{nombre} jour{'s' if nombre > 1 else ''} à {pourcent} % ({valeur.reference})")
        jour = fin + UN_JOUR
    montant = total.quantize(CENTIME, rounding=ROUND_HALF_UP)
    calcul = f"{euros(somme)} × ({' + '.join(mots) or '0 jour'}) / 365 = {euros(montant)}"
    return Interets(somme, montant, jours, typo(calcul))
