from . import oilhi_execution_pieces  # first: the rows of the office inherit from it
from . import oilhi_infraction
from . import oilhi_infraction_element
from . import oilhi_taux_legal
from . import oilhi_dossier_personne_tantiemes
from . import oilhi_dossier_office
from . import oilhi_dossier_office_actions
from . import oilhi_dossier_procedure_office
from . import oilhi_dossier_devis
from . import oilhi_dossier_substitution
from . import oilhi_dossier_substitution_ligne
from . import oilhi_dossier_infraction
from . import oilhi_dossier_infractions
from . import oilhi_dossier_fait_execution
from . import oilhi_dossier_execution
from . import oilhi_dossier_etape_office
