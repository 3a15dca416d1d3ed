from . import journal, panne

journal.installer()
panne.installer()
