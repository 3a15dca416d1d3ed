from . import oilhi_communication_enregistrer
from . import oilhi_etape_motif
from . import oilhi_etape_realiser
from . import oilhi_procedure_ouvrir
from . import oilhi_dossier_acces_demander
from . import oilhi_dossier_partage_reponse
from . import oilhi_habilitation_depart
from . import oilhi_police_saisie
