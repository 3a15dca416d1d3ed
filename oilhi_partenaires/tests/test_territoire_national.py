import csv
from pathlib import Path

from odoo.tests import tagged

from ..outils.territoires import DONNEES
from .common_territoire import TerritoireCommon

# What is typed, the commune expected, its EPCI, its EPT.
COMMUNES = [
    ("Arras", "62041", "Communauté urbaine d’Arras", None),
    ("Paris", "75056", "Métropole du Grand Paris", None),
    ("Paris 11e", "75056", "Métropole du Grand Paris", None),
    ("paris 1er arrondissement", "75056", "Métropole du Grand Paris", None),
    ("75111", "75056", "Métropole du Grand Paris", None),
    ("Lyon 3ème", "69123", "Métropole de Lyon", None),
    ("13201", "13055", "Métropole d’Aix-Marseille-Provence", None),
    ("aubervilliers", "93001", "Métropole du Grand Paris", "Plaine Commune"),
    ("Strasbourg", "67482", "Eurométropole de Strasbourg", None),
    ("ile d'yeu", "85113", None, None),
    ("Ouessant", "29155", None, None),
    # a commune nouvelle, by one of its déléguées
    ("La Barre-en-Ouche (27)", "27049", None, None),
    ("dzaoudzi", "97608", None, None),
    ("Ajaccio", "2A004", "Communauté d’agglomération du Pays Ajaccien", None),
]


@tagged("post_install", "-at_install")
class TestTerritoireNational(TerritoireCommon):
    """The whole of France, once for the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.codes = cls.env["oilhi.departement"].search([]).mapped("code")
        cls.Commune._importer(cls.codes)
        cls.env.flush_all()

    def test_comptes(self):
        """As many communes and EPCI as the source, département by département."""
        with (Path(DONNEES) / "communes.csv").open(encoding="utf-8", newline="") as flux:
            lignes = list(csv.DictReader(flux))
        attendus = {}
        for ligne in lignes:
            attendus[ligne["departement"]] = attendus.get(ligne["departement"], 0) + 1
        comptes = {
            departement.code: nombre
            for departement, nombre in self.Commune._read_group(
                [], ["departement_id"], ["__count"]
            )
        }
        self.assertEqual(comptes, attendus)
        self.assertEqual(len(comptes), 101)
        self.assertEqual(self.env["oilhi.epci"].search_count([("type", "=", "ept")]), 11)
        self.assertEqual(self.env["oilhi.epci"].search_count([("type", "!=", "ept")]), 1255)
        self.assertEqual(self.Commune.search_count([("epci_id", "=", False)]), 4)
        self.assertEqual(
            self.env["oilhi.departement"].search_count([("charge_le", "=", False)]), 0
        )

    def test_second_chargement(self):
        avant = self._lignes_physiques()
        self.assertEqual(sum(c.total for c in self.Commune._importer(self.codes)), 0)
        self.assertEqual(self._lignes_physiques(), avant)

    def test_communes(self):
        for saisie, code, epci, ept in COMMUNES:
            with self.subTest(saisie=saisie):
                trouvees = self.Commune.browse(
                    [i for i, _nom in self.Commune.name_search(saisie, limit=8)]
                )
                self.assertIn(code, trouvees.mapped("code_insee"))
                commune = trouvees.filtered(lambda c, code=code: c.code_insee == code)
                if epci:
                    self.assertEqual(commune.epci_id.name, epci)
                elif code in ("85113", "29155"):
                    self.assertFalse(commune.epci_id)
                self.assertEqual(commune.ept_id.name or None, ept)

    def test_particularites(self):
        par_code = {d.code: d for d in self.env["oilhi.departement"].search([])}
        self.assertEqual(
            {code for code, d in par_code.items() if d.outre_mer},
            {"971", "972", "973", "974", "976"},
        )
        self.assertEqual(
            {code for code, d in par_code.items() if d.livre_foncier}, {"57", "67", "68"}
        )
        self.assertTrue(all(d.tribunal_administratif for d in par_code.values()))
        # the communes of Greater Paris outside Paris, and they alone, are in an EPT
        avec_ept = self.Commune.search([("ept_id", "!=", False)])
        self.assertEqual(len(avec_ept), 129)
        self.assertEqual(avec_ept.epci_id.mapped("name"), ["Métropole du Grand Paris"])

    def test_requetes(self):
        """A preview costs the same number of queries for one département and for all."""
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.Commune._apercevoir(self.codes)
