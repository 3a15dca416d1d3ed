from . import models, outils
