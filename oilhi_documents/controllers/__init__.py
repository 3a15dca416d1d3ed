from . import etiquettes, lot
