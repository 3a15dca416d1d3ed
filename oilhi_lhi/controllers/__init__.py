from . import agenda
from . import carte
from . import compte
from . import export
from . import fiche
from . import piece
