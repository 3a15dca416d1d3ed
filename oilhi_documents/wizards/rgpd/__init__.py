from . import oilhi_rgpd_examen, privacy_lookup_wizard
