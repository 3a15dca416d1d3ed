"""The cores are imported without their addon: its __init__ would import Odoo."""

import sys
from pathlib import Path

from hypothesis import settings

# A first call fills the caches, and the machine may be busy: time is not what these tests judge.
settings.register_profile("oilhi", deadline=None)
settings.load_profile("oilhi")

ADDON = Path(__file__).resolve().parents[2] / "oilhi_lhi"
if str(ADDON) not in sys.path:
    sys.path.insert(0, str(ADDON))
