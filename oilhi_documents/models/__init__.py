from . import oilhi_demonstration
from . import oilhi_demonstration_annuaire
from . import oilhi_demonstration_polices
from . import oilhi_demonstration_suites
from . import oilhi_demonstration_execution
from . import oilhi_demonstration_vies
from . import oilhi_demonstration_carte  # last: it places what the others made
from . import oilhi_demonstration_argent
from . import oilhi_demonstration_occupants
from . import oilhi_demonstration_instruction
from . import ir_attachment
from . import oilhi_codes_cites
from . import oilhi_document_modele
from . import oilhi_document_modele_version
from . import oilhi_document_modele_adaptation
from . import oilhi_document_modele_adapter
from . import oilhi_document_modele_champs
from . import oilhi_texte, oilhi_service
from . import oilhi_document
from . import oilhi_document_generation
from . import oilhi_document_articles
from . import oilhi_document_controle
from . import oilhi_document_revision, oilhi_document_reviser
from . import oilhi_document_vie
from . import oilhi_document_signature
from . import oilhi_document_exemplaire, oilhi_document_parapheur, oilhi_document_effet
from . import oilhi_document_notification
from . import oilhi_document_lot, oilhi_document_lot_alerte, oilhi_document_lot_ligne
from . import oilhi_metriques
from . import oilhi_notification, oilhi_notification_pli, oilhi_document_destinataires
from . import oilhi_dossier
from . import oilhi_dossier_memoire
from . import oilhi_dossier_destinataire
from . import oilhi_document_ligne
from . import oilhi_dossier_etiquettes
from . import oilhi_dossier_recueil, oilhi_dossier_pieces
from . import oilhi_dossier_controle
from . import oilhi_dossier_apercu
from . import oilhi_dossier_etape, oilhi_dossier_etape_notification
from . import oilhi_dossier_procedure
from . import oilhi_controle_ecran
from . import oilhi_dossier_visite
from . import oilhi_dossier_correction
from . import oilhi_dossier_occupant
from . import pilotage
from . import exports
from . import rgpd  # last: it reads every table
