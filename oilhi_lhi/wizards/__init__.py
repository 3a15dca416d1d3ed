from . import oilhi_communication_enregistrer
from . import oilhi_etape_motif
from . import oilhi_etape_realiser
from . import oilhi_procedure_ouvrir
