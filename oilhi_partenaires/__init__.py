from . import models, outils
from .hooks import uninstall_hook
