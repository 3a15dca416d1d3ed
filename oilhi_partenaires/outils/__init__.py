from . import recherche, toponymes
