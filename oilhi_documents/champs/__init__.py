"""Fields that templates may use, and how each is read in a case (with the user's rights)."""

from . import (  # noqa: F401 (each registers its fields)
    acte,
    acteurs,
    argent,
    donnees,
    instruction,
    lieux,
    menages,
    occupants,
    office,
    partenaires,
    polices,
    preparation,
    salubrite,
    suivi,
    titres,
    urgence,
    visite,
)
from .catalogue import CATALOGUE, SAISIE, calculer, exemples, ou_saisir, saisies

__all__ = ["CATALOGUE", "SAISIE", "calculer", "exemples", "ou_saisir", "saisies"]
