from . import oilhi_habilitation_depart
from . import oilhi_habilitation_invitation
