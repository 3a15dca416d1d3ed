"""Checks before signature: the seventeen points of an arrêté and the rules that void an act."""

# Each module registers its controls; their order is that in which they are read.
from . import (  # noqa: F401, I001
    exclusions,
    autorite,
    contradictoire,
    instruction,
    execution,
    astreinte,
    liquidation,
    substitution,
    recouvrement,
    suites,
    polices,
    fond,
    acte,
    loyers,
    hebergement,
    penal,
    visite,
)
from .registre import CLES, CONTROLES, MOTS, NIVEAUX, compter, controler, trier, verdict

__all__ = ["CLES", "CONTROLES", "MOTS", "NIVEAUX", "compter", "controler", "trier", "verdict"]
