from . import oilhi_pilotage_acte
