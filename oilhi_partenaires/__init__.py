from . import models, outils, wizards
from .hooks import uninstall_hook
