from . import etiquettes, lot, modeles, personne, publications
