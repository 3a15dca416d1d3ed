from . import oilhi_document_preparation, oilhi_document_preparation_saisie
from . import oilhi_document_choix_signataire, oilhi_document_signature
from . import oilhi_document_transmission
from . import oilhi_document_revision_depot
from . import oilhi_document_exemplaire_depot
from . import oilhi_document_lot_signature
from . import oilhi_dossier_recueil_preparation, oilhi_dossier_recueil_preparation_ligne
from . import oilhi_notification_assistant
from . import oilhi_notification_reception
from . import oilhi_document_modele_apercu
from . import oilhi_notification_matrice
from . import oilhi_registre
from . import oilhi_signal_export, oilhi_signal_export_ligne
from . import oilhi_enquete, oilhi_enquete_ligne
from . import rgpd
