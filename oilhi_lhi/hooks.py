from .models.tableau import declencheurs


def uninstall_hook(env):
    """What counts the cases goes with them: the triggers with their function."""
    declencheurs.desinstaller(env)
