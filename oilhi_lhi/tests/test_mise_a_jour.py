import re
from unittest.mock import patch

from odoo import Command
from odoo.modules.module import Manifest
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools.convert import convert_file

from .parcours_common import OilhiParcoursCommon

# Filled by people, by the hundred thousand: an update of the addon has nothing to do there.
SAISIES = re.compile(r"\boilhi_(dossier|batiment)")
ECRITURE = re.compile(r'\s*(UPDATE|INSERT INTO|DELETE FROM)\s+"(oilhi_\w+|res_(groups|users|partner))"')


@tagged("at_install", "-post_install")
class TestMiseAJour(OilhiParcoursCommon):
    """Reading the shipped files again, as every update does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._maison()
        cls._instruire(cls.dossier)
        cls.etape = cls.env.ref("oilhi_lhi.etape_MSO_08")

    def _recharger(self, *extensions):
        for addon in ("oilhi_partenaires", "oilhi_lhi"):
            for chemin in Manifest.for_addon(addon)["data"]:
                if chemin.endswith(extensions):
                    convert_file(self.env, addon, chemin, {}, mode="update")
        self.env.flush_all()

    def _requetes(self, action):
        requetes = []
        executer = Cursor.execute

        def noter(curseur, requete, *args, **kwargs):
            requetes.append(str(getattr(requete, "code", requete)))
            return executer(curseur, requete, *args, **kwargs)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Cursor, "execute", noter):
            action()
        return requetes

    def test_memes_valeurs(self):
        """Nothing changed: no case is read or worked out anew, nothing is written (writing a role
        would go through all its users)."""
        requetes = self._requetes(lambda: self._recharger(".csv", "_groups.xml"))
        self.assertTrue(any("oilhi_procedure" in r for r in requetes))
        self.assertEqual(
            [r for r in requetes if SAISIES.search(r) or ECRITURE.match(r)], []
        )

    def test_lignes_sans_detour(self):
        """Reading the lines of cases asks for no stored figure of the cases: worked out a thousand
        at a time, each thousand would call the next one from within, down to Python's limit."""
        for modele in self.registry.values():
            lien = modele._fields.get("dossier_id")
            if modele._abstract or modele._transient or not lien or lien.ondelete != "cascade":
                continue
            with self.subTest(modele=modele._name):
                requete = self.env[modele._name]._search([("dossier_id", "in", self.dossier.ids)])
                self.assertNotRegex(requete.select().code, r'JOIN "oilhi_dossier"')

    def test_valeurs_changees(self):
        """What differs is written, whoever made it differ by a road that no correction marks."""
        procedure = self.env.ref("oilhi_lhi.procedure_MSO")
        lecteur = self.env.ref("oilhi_partenaires.group_lecteur")
        matiere = self.env["oilhi.matiere"].search([("type_ids", "!=", False)], limit=1)
        nom, sequence, types = procedure.name, self.etape.sequence, matiere.type_ids
        socle = lecteur.implied_ids
        procedure.name, procedure.transferable_epci = "Autre", not procedure.transferable_epci
        self.etape.sequence = sequence + 7
        matiere.type_ids = [Command.clear()]
        lecteur.implied_ids = [Command.clear()]
        self.env["ir.model.data"].search([
            ("model", "in", ("oilhi.procedure", "oilhi.etape")),
        ]).noupdate = False
        self._recharger(".csv", "_groups.xml")
        self.assertEqual((procedure.name, procedure.transferable_epci), (nom, True))
        self.assertEqual(self.etape.sequence, sequence)
        self.assertEqual(matiere.type_ids, types)
        self.assertEqual(lecteur.implied_ids, socle)
