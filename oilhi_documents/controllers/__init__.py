from . import aide, etiquettes, lot, modeles, personne, publications
