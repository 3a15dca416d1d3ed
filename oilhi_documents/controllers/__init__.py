from . import etiquettes, lot, modeles
