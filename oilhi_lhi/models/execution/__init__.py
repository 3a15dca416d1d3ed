from . import oilhi_dossier_mesure_constat
from . import oilhi_dossier_mesure_suivi
from . import oilhi_dossier_mesures
from . import oilhi_dossier_etape_mesures
from . import oilhi_dossier_visite_mesure
from . import oilhi_dossier_visite_controle
from . import oilhi_dossier_correction
from . import oilhi_dossier_correction_ligne
from . import oilhi_dossier_etape_correction
from . import oilhi_compte_source
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
from . import oilhi_dossier_occupant  # first: what follows belongs to a household
from . import oilhi_dossier_occupant_droits
from . import oilhi_dossier_etape_loyers
from . import oilhi_lecture_reservee  # first: what follows inherits from it
from . import oilhi_dossier_occupant_reserve
from . import oilhi_dossier_occupant_ligne
from . import oilhi_dossier_offre
from . import oilhi_dossier_hebergement
from . import oilhi_dossier_occupants
from . import oilhi_journal_reserve
from . import oilhi_execution_pieces  # first: the rows of the office inherit from it
from . import oilhi_execution_decision
from . import oilhi_infraction
from . import oilhi_infraction_element
from . import oilhi_taux_legal
from . import oilhi_dossier_personne_tantiemes
from . import oilhi_dossier_office
from . import oilhi_dossier_office_actions
from . import oilhi_dossier_procedure_dus
from . import oilhi_dossier_procedure_office
from . import oilhi_dossier_devis
from . import oilhi_dossier_substitution
from . import oilhi_dossier_substitution_ligne
from . import oilhi_dossier_infraction
from . import oilhi_dossier_infractions
from . import oilhi_dossier_fait_execution
from . import oilhi_dossier_execution
from . import oilhi_dossier_etape_office
from . import oilhi_dossier_compte_externe  # after the parts that it brings together
from . import oilhi_dossier_correction_compte
