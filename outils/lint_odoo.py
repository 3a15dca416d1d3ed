"""Odoo's own lint tests (test_lint), on our addons only.

    python lint_odoo.py CONF DATABASE

test_lint looks at every addon of the path, 630 of them; here the list of addons is cut down to
ours, and the tests that walk through the registry keep to our models and methods.
"""
import os
import subprocess
import sys
import unittest
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
TESTS = (
    "test_dunderinit", "test_i18n", "test_index", "test_jstranslate", "test_manifests",
    "test_naming", "test_onchange_domains", "test_orm_import", "test_override_signatures",
    "test_pofile", "test_pylint", "test_routes", "test_test_holes",
)


def main(conf, base):
    # test_pylint looks its program up on the PATH of the first import.
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    import odoo.cli  # noqa: F401
    from odoo.modules import Manifest
    from odoo.modules.registry import Registry
    from odoo.service.server import load_server_wide_modules
    from odoo.tools import config

    sys.path.insert(0, str(RACINE))
    from outils.dossiers import ADDONS

    sys.path.pop(0)
    config.parse_config(["-c", conf, "-d", base, "--no-http", "--log-level=error"],
                        setup_logging=True)
    load_server_wide_modules()
    Registry(base)

    manifestes = [Manifest.for_addon(nom) for nom in ADDONS]
    Manifest.all_addon_manifests = staticmethod(lambda: manifestes)

    import importlib

    suite = unittest.TestSuite()
    for nom in TESTS:
        module = importlib.import_module(f"odoo.addons.test_lint.tests.{nom}")
        if nom == "test_pofile":
            module.get_modules = lambda: list(ADDONS)
        if nom == "test_pylint":
            module.tools = _OutilsReduits(module.tools, str(RACINE / ADDONS[0]))
            module.subprocess = _PylintTolerant
        if nom in ("test_naming", "test_override_signatures"):
            module.Registry = lambda nom_base: _nos_modeles(Registry(nom_base), ADDONS)
        suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(module))
    resultat = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    print(f"LINT {resultat.testsRun} {len(resultat.failures) + len(resultat.errors)} "
          f"{len(resultat.skipped)}")
    return 0 if resultat.wasSuccessful() and not resultat.skipped else 1


class _PylintTolerant:
    """``subprocess`` for test_pylint: it knows nothing of pylint-odoo's messages, which our
    files may switch off line by line."""

    @staticmethod
    def run(commande, **options):
        return subprocess.run([*commande, "--disable=unknown-option-value"], **options)


class _OutilsReduits:
    """``odoo.tools`` with the root folder of pylint's search changed."""

    def __init__(self, outils, racine):
        self._outils = outils
        self.config = _ConfigReduite(outils.config, racine)

    def __getattr__(self, nom):
        return getattr(self._outils, nom)


class _ConfigReduite:
    def __init__(self, config, racine):
        self._config, self.root_path = config, racine

    def __getattr__(self, nom):
        return getattr(self._config, nom)

    def __getitem__(self, nom):
        return self._config[nom]


def _nos_modeles(registre, addons):
    """Models that one of our addons defines or extends."""
    prefixes = tuple(f"odoo.addons.{addon}." for addon in addons)
    return {
        nom: classe for nom, classe in registre.items()
        if any(parent.__module__.startswith(prefixes) for parent in classe.mro())
    }


if __name__ == "__main__":
    sys.path.pop(0)
    sys.exit(main(*sys.argv[1:]))
