from . import attente, journal, panne

attente.installer()
journal.installer()
panne.installer()
