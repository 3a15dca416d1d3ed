import os

# The département of a new database, unless the host says otherwise: codes, separated by commas.
VARIABLE_DEPARTEMENTS = "OILHI_DEPARTEMENTS"
DEPARTEMENTS = "62"


def post_init_hook(env):
    """Communes of the host's département (the others are one click away), and nobody makes his own account."""
    codes = os.environ.get(VARIABLE_DEPARTEMENTS) or DEPARTEMENTS
    # A database of OILHI is open to those who are invited, whatever Odoo's default.
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    env["oilhi.commune"]._importer(code for code in codes.replace(" ", "").split(",") if code)


def uninstall_hook(env):
    """The rule that hides the persons of cases goes with the addon: archive them, so that they do
    not turn up in everyone's contacts. The registers of arrêtés serve nothing any more."""
    env["res.partner"].search([("oilhi_prive", "=", True)]).action_archive()
    services = env["oilhi.service"].with_context(active_test=False).search([])
    sequences = services.sequence_arrete_id
    services.sequence_arrete_id = False
    sequences.unlink()
