from . import oilhi_batiment_position
from . import oilhi_commune_position
from . import oilhi_carte_ecart
from . import oilhi_carte_case
from . import oilhi_dossier_position
from . import oilhi_dossier_carte
