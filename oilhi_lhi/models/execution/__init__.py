from . import oilhi_dossier_argent  # first: the rows that follow inherit from it
from . import oilhi_subvention
from . import oilhi_dossier_astreinte
from . import oilhi_dossier_astreinte_redevable
from . import oilhi_dossier_astreintes
from . import oilhi_dossier_liquidation
from . import oilhi_dossier_depense
from . import oilhi_dossier_titre
from . import oilhi_dossier_titre_ecart
from . import oilhi_dossier_paiement
from . import oilhi_dossier_surete
from . import oilhi_dossier_subvention
from . import oilhi_dossier_mutation
from . import oilhi_dossier_compte
from . import oilhi_dossier_compte_lecture
