def uninstall_hook(env):
    """The rule that hides the persons of cases goes with the addon: archive them, so that they do
    not turn up in everyone's contacts. The registers of arrêtés serve nothing any more."""
    env["res.partner"].search([("oilhi_prive", "=", True)]).action_archive()
    services = env["oilhi.service"].with_context(active_test=False).search([])
    sequences = services.sequence_arrete_id
    services.sequence_arrete_id = False
    sequences.unlink()
