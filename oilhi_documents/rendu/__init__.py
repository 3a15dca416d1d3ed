"""Pure document core: no odoo import here, so that it can be tested and reused alone."""

from .comparaison import Difference, Morceau, comparer, perdus
from .erreurs import (
    ChampInconnu,
    ConversionImpossible,
    FichierRefuse,
    RenduErreur,
    SourceInvalide,
    ValeursIncorrectes,
    ValeursManquantes,
)
from .etiquettes import FORMATS, etiquettes
from .gabarit import construire
from .ooxml import DOCX
from .remplissage import champs_utilises, remplir
from .source import lire_entete
from .texte import texte
from .verification import Probleme, verifier_docx

__all__ = [
    "DOCX",
    "FORMATS",
    "ChampInconnu",
    "ConversionImpossible",
    "Difference",
    "FichierRefuse",
    "Morceau",
    "Probleme",
    "RenduErreur",
    "SourceInvalide",
    "ValeursIncorrectes",
    "ValeursManquantes",
    "champs_utilises",
    "comparer",
    "construire",
    "etiquettes",
    "lire_entete",
    "perdus",
    "remplir",
    "texte",
    "verifier_docx",
]
