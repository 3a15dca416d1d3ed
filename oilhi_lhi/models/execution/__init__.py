from . import oilhi_dossier_occupant  # first: what follows belongs to a household
from . import oilhi_dossier_occupant_droits
from . import oilhi_dossier_occupant_reserve
from . import oilhi_dossier_offre
from . import oilhi_dossier_hebergement
from . import oilhi_dossier_occupants
from . import oilhi_journal_reserve
