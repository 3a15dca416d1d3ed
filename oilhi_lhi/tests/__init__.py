from . import test_acces
from . import test_batiment
from . import test_dossier
from . import test_echeances
from . import test_guide
from . import test_parcours
from . import test_referentiel
from . import test_tours
