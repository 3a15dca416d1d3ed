from . import oilhi_statistiques
from . import oilhi_pilotage  # first: the figures inherit from it
from . import oilhi_pilotage_dossier
from . import oilhi_pilotage_flux
from . import oilhi_pilotage_desordre
from . import oilhi_pilotage_etape
from . import oilhi_pilotage_procedure
from . import oilhi_pilotage_nuit
from . import oilhi_pilotage_delai
from . import oilhi_pilotage_mesure
