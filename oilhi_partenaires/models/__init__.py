from . import (
    oilhi_commune,
    oilhi_departement,
    oilhi_epci,
    oilhi_matiere,
    oilhi_region,
    oilhi_service,
    oilhi_service_signataire,
    oilhi_type_organisme,
    res_company,
    res_partner,
    res_partner_annuaire,
    res_users,
)
