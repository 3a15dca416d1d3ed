from . import toponymes
