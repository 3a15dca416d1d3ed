from . import oilhi_tableau_ecart
from . import oilhi_tableau_chiffre
from . import oilhi_tableau_mois
from . import oilhi_dossier_chiffres
from . import oilhi_dossier_tableau
