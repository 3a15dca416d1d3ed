from . import oilhi_rgpd_genre  # isort: split
from . import (
    oilhi_rgpd_conservation,
    oilhi_rgpd_conservation_dossiers,
    oilhi_rgpd_conservation_autres,
    oilhi_rgpd_passage,
    oilhi_rgpd_trace,
    oilhi_rgpd_traitement,
    oilhi_dossier,
    oilhi_journal_reserve,
    res_company,
)
