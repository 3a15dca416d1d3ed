from . import controllers, models, outils, wizards
from .hooks import post_init_hook, uninstall_hook
