"""The core is imported as `rendu`: the addon's own __init__ imports odoo."""

import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
for chemin in (RACINE / "oilhi_documents", RACINE / "data" / "gabarits", Path(__file__).parent):
    if str(chemin) not in sys.path:
        sys.path.insert(0, str(chemin))
# Last: only libreoffice.py is taken there, shared with the tests of the addon.
sys.path.append(str(RACINE / "oilhi_documents" / "tests"))
