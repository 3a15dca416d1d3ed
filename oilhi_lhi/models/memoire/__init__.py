from . import oilhi_cle_recherche  # first: what is searched by words inherits from it
from . import oilhi_batiment_parcelle
from . import oilhi_batiment
from . import oilhi_batiment_memoire
from . import oilhi_batiment_fusion
from . import oilhi_dossier_personne
from . import oilhi_dossier
from . import oilhi_dossier_memoire
from . import oilhi_dossier_demande
