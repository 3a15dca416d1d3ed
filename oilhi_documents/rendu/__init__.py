"""Pure document core: no odoo import here, so that it can be tested and reused alone."""

from .apercu import apercu
from .aplat import mettre_a_plat
from .ecarts import comparer_modeles, controles, lignes_de_modele
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
from .examen import Attendu, examiner, noms_des_champs
from .gabarit import construire
from .ooxml import DOCX
from .papier import habiller, lignes_pied, preparer_logo
from .remplissage import champs_utilises, remplir
from .reperes import structurer
from .source import lire_entete
from .texte import texte
from .verification import Probleme, verifier_docx

__all__ = [
    "DOCX",
    "FORMATS",
    "Attendu",
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
    "apercu",
    "champs_utilises",
    "comparer_modeles",
    "comparer",
    "construire",
    "controles",
    "etiquettes",
    "examiner",
    "habiller",
    "lignes_de_modele",
    "lignes_pied",
    "lire_entete",
    "mettre_a_plat",
    "noms_des_champs",
    "preparer_logo",
    "perdus",
    "remplir",
    "structurer",
    "texte",
    "verifier_docx",
]
