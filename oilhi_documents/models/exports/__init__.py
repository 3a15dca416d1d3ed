from . import oilhi_document_modele_signal, oilhi_document_signal
from . import oilhi_publication, oilhi_publication_contenu
from . import oilhi_publication_arretes, oilhi_publication_statistiques
