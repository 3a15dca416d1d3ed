from . import base_partner_merge
from . import oilhi_annuaire_export
from . import oilhi_annuaire_import
from . import oilhi_annuaire_import_ligne
from . import oilhi_contact_recherche
from . import oilhi_contact_recherche_ligne
from . import oilhi_habilitation_depart
from . import oilhi_habilitation_invitation
