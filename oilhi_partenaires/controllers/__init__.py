from . import depot, vcard
