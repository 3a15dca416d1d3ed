from . import test_generation, test_vie, test_revision, test_parapheur, test_matrice, test_effets, test_tour_vie, test_cas, test_demonstration, test_police, test_tour_documents
from . import test_isolation
from . import test_proces_verbal, test_execution_documents
from . import test_argent_documents
from . import test_tour_controle, test_regles, test_controles, test_controles_table
from . import test_isolation_rpc
from . import test_isolation_http
from . import test_lettre_occupant
from . import test_catalogue_demonstration
from . import test_saisies
from . import test_partenaires
from . import test_pilotage_actes
from . import test_polices_documents
from . import test_lot
from . import test_lot_alerte
from . import test_recueil, test_tour_lot
from . import test_adaptation
from . import test_tour_adaptation
from . import test_reproduction
from . import test_export_signal
from . import test_publication
from . import test_tour_signal, test_tour_accessibilite
from . import test_enquete
from . import test_export_listes
from . import test_anonymisation
from . import test_rgpd
from . import test_aide
from . import test_mise_a_jour
