from . import oilhi_document_preparation
from . import oilhi_document_signature
from . import oilhi_document_transmission
from . import oilhi_notification_assistant
from . import oilhi_notification_reception
