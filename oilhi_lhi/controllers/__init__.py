from . import fiche
