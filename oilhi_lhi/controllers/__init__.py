from . import agenda
from . import compte
from . import export
from . import fiche
