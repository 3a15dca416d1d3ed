from . import oilhi_dossier_procedure_trajet
from . import oilhi_dossier_deplacer  # after the way from a phase to another, that it reads
from . import oilhi_dossier_carte
