"""What a recovery account is made of: events in, debts and parts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .recouvrement_droit import Regime

ECARTS = {
    "reduction": "Réduction du titre",
    "annulation": "Annulation du titre",
    "remise": "Remise gracieuse",
    "non_valeur": "Admission en non-valeur",
}
Debiteurs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Depense:
    """Money spent; `parts`: (debtors held together, weight), one part when all owe together."""

    code: str
    nature: str
    le: date
    ht: Decimal
    tva: Decimal
    ttc: Decimal
    par: str  # who spent
    parts: tuple[tuple[Debiteurs, Decimal], ...]
    procedure: str | None = None
    admise: bool = False  # doubtful nature, admitted in writing by a responsable
    libelle: str = ""


@dataclass(frozen=True, slots=True)
class Penalite:
    """What a decided liquidation demands; negative when it corrects another one."""

    code: str
    le: date
    parts: tuple[tuple[Debiteurs, Decimal], ...]
    libelle: str = ""
    base: str = "CCH L. 511-15"


@dataclass(frozen=True, slots=True)
class Titre:
    code: str
    le: date
    objet: str
    debiteurs: Debiteurs  # those of the debt, before any buyer
    montant: Decimal
    opposition: date | None = None
    numero: str = ""


@dataclass(frozen=True, slots=True)
class Ecart:
    """What changes a title after it was issued; only `remise` extinguishes a debt."""

    titre: str
    nature: str
    montant: Decimal
    le: date
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Paiement:
    titre: str
    montant: Decimal
    le: date
    par: str = ""


@dataclass(frozen=True, slots=True)
class Subvention:
    code: str
    organisme: str
    montant: Decimal
    versee: bool


@dataclass(frozen=True, slots=True)
class LigneDepense:
    depense: Depense
    regime: Regime
    retenue: bool
    explication: str


@dataclass(frozen=True, slots=True)
class Dette:
    """One debt: those who owe it together, its parts, what became of it."""

    objet: str
    debiteurs: Debiteurs
    acquereurs: Debiteurs
    depenses: Decimal
    forfait: Decimal
    astreinte: Decimal
    titre: Decimal  # issued, less what was reduced or cancelled
    paye: Decimal
    remis: Decimal
    non_valeur: Decimal
    calcul: str
    base: str
    niveau: str
    mentions: tuple[str, ...] = ()

    @property
    def cle(self) -> str:
        return f"{self.objet}:{'+'.join(self.debiteurs)}"

    @property
    def du(self) -> Decimal:
        return self.depenses + self.forfait + self.astreinte

    @property
    def reste(self) -> Decimal:
        return self.du - self.paye - self.remis

    @property
    def a_titrer(self) -> Decimal:
        """Still to be titled; negative: titled too much, the title must be reduced."""
        return self.du - self.titre

    @property
    def tenus(self) -> Debiteurs:
        return self.debiteurs + tuple(a for a in self.acquereurs if a not in self.debiteurs)


@dataclass(frozen=True, slots=True)
class PartDebiteur:
    code: str
    seul: Decimal  # remains due by him alone
    solidaire: Decimal  # remains due with others: the same euros as theirs
    dettes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compte:
    depenses: tuple[LigneDepense, ...]
    dettes: tuple[Dette, ...]
    debiteurs: tuple[PartDebiteur, ...]
    totaux: Mapping[str, Decimal]
    par: Mapping[str, Decimal]  # spent, by who spent
    mentions: tuple[str, ...] = field(default=())
