from . import etiquettes, lot, modeles, publications
