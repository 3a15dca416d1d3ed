"""Fields that templates may use, and how each is read in a case (with the user's rights)."""

from . import (  # noqa: F401 (each registers its fields)
    acte,
    acteurs,
    argent,
    instruction,
    lieux,
    occupants,
    office,
    titres,
    urgence,
    visite,
)
from . import acte, acteurs, instruction, lieux, menages, occupants, partenaires, visite  # noqa: F401 (each registers its fields)
    instruction,
    lieux,
    occupants,
    preparation,
    suivi,
    visite,
)
from .catalogue import CATALOGUE, SAISIE, calculer, exemples, ou_saisir, saisies

__all__ = ["CATALOGUE", "SAISIE", "calculer", "exemples", "ou_saisir", "saisies"]
