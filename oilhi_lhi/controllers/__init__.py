from . import agenda
from . import compte
from . import fiche
