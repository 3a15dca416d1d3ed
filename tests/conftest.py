"""Let plain pytest import the pure cores without importing the addons around them.

``oilhi_lhi/__init__.py`` imports Odoo models, which only exist inside ``odoo.addons``: an empty
package of the same name stands in, so that ``from oilhi_lhi.moteur import delais`` works.
"""
import sys
import types
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent

for nom in ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents"):
    if nom not in sys.modules:
        paquet = types.ModuleType(nom)
        paquet.__path__ = [str(RACINE / nom)]
        sys.modules[nom] = paquet
if str(RACINE) not in sys.path:
    sys.path.insert(0, str(RACINE))


def pytest_collection_modifyitems(items):
    """Properties tried on hundreds of cases: three times longer while coverage is measured."""
    for essai in items:
        if getattr(getattr(essai, "obj", None), "is_hypothesis_test", False):
            essai.add_marker(pytest.mark.propriete)
