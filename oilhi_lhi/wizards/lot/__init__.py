from . import oilhi_dossier_lot  # first: the gestures inherit from it
from . import oilhi_dossier_confier
from . import oilhi_dossier_partager
