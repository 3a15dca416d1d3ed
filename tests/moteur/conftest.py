"""The cores are imported without their addon: its __init__ would import Odoo."""

import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "oilhi_lhi"
if str(ADDON) not in sys.path:
    sys.path.insert(0, str(ADDON))
