"""Pure document core: no odoo import here, so that it can be tested and reused alone."""

from .erreurs import (
    ChampInconnu,
    ConversionImpossible,
    FichierRefuse,
    RenduErreur,
    SourceInvalide,
    ValeursIncorrectes,
    ValeursManquantes,
)
from .gabarit import construire
from .remplissage import champs_utilises, remplir
from .source import lire_entete
from .texte import texte
from .verification import Probleme, verifier_docx

__all__ = [
    "ChampInconnu",
    "ConversionImpossible",
    "FichierRefuse",
    "Probleme",
    "RenduErreur",
    "SourceInvalide",
    "ValeursIncorrectes",
    "ValeursManquantes",
    "champs_utilises",
    "construire",
    "lire_entete",
    "remplir",
    "texte",
    "verifier_docx",
]
