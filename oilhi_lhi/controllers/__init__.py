from . import agenda
from . import fiche
