from . import depot, surveillance, vcard
