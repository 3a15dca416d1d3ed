from . import (
    test_acces,
    test_annuaire,
    test_annuaire_import,
    test_communes,
    test_contacts,
    test_desinstallation,
    test_habilitations,
    test_partner_prive,
    test_services,
    test_signataires,
    test_toponymes,
)
