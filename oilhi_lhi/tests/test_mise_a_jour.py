import re
from pathlib import Path
from unittest.mock import patch

from odoo import Command
from odoo.modules.migration import exec_script
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

    def test_parcours_en_donnees(self):
        """A base of 19.0.1.1.0: what the code knew comes from the files, even for what a jurist
        corrected; what it worked out is asked for in batches, never in the update."""
        self._lettre(self.dossier)
        self._faire(self.dossier, "MSO-12", "2027-02-15")
        signature, delai = self.env.ref("oilhi_lhi.etape_MSO_12"), self.env.ref("oilhi_lhi.delai_DL_CL")
        variante = self.env.ref("oilhi_lhi.procedure_MSO_EQ")
        juriste = self._nouvel_utilisateur("juriste", "oilhi_juriste_mise_a_jour")
        signature.with_user(juriste).consigne = "Consigne du juriste."
        for ligne in (delai, variante):
            ligne._identifiants([]).noupdate = True
        self.env["oilhi.recalcul"].search([]).unlink()
        lignes = {
            self.dossier.etape_ids: ["etat", "sequence", "courante", "date_rappel"],
            self.dossier.echeance_ids: ["code", "nature", "date", "provisoire"],
            signature: ["nature", "terme", "tient_codes", "garde_codes", "police"],
            delai: ["depart_type", "retard", "filtre"],
            variante: ["parcours_id", "roles_tenus", "cumulable"],
        }

        def etat():
            self.env.flush_all()
            self.env.invalidate_all()
            return [ligne.with_env(self.env).read(champs, load="") for ligne, champs in lignes.items()]

        attendu = etat()
        self.assertIn(True, [e["courante"] for e in attendu[0]])
        self.assertEqual({e["provisoire"] for e in attendu[1]}, {True, False})
        for requete in (
            "UPDATE oilhi_dossier_etape SET courante = NULL, date_rappel = NULL",
            "UPDATE oilhi_dossier_echeance SET provisoire = NULL",
            "UPDATE oilhi_etape SET nature = 'information', tient_codes = NULL, garde_codes = NULL, "
            "police = NULL WHERE code = 'MSO-12'",
            "UPDATE oilhi_delai SET depart_type = 'aucun', retard = NULL WHERE code = 'DL-CL'",
            "UPDATE oilhi_procedure SET parcours_id = NULL WHERE code = 'MSO-EQ'",
        ):
            self.env.cr.execute(requete)
        self.env.invalidate_all()
        self.assertNotEqual(etat(), attendu)
        script = Path(__file__).parents[1] / "migrations" / "19.0.1.2.0" / "post-parcours.py"
        requetes = self._requetes(lambda: exec_script(
            self.env.cr, "19.0.1.1.0", str(script), "oilhi_lhi", "post"
        ))
        self.env.invalidate_all()
        ecrites = {trouve[1] for r in requetes if (trouve := re.match(r"\s*UPDATE\s+\"?(\w+)", r))}
        self.assertEqual(
            {table for table in ecrites if SAISIES.search(table)}, {"oilhi_dossier_echeance"}
        )
        self.assertEqual(etat()[1:], attendu[1:], "all but what the batches work out")
        self.assertEqual(signature.consigne, "Consigne du juriste.")
        recalcul = self.env["oilhi.recalcul"].search([])
        self.assertEqual(recalcul.etat, "en_attente")
        while recalcul.etat != "termine":
            recalcul._traiter_lot()
        self.assertEqual(recalcul.deplacees, 0)
        self.assertEqual(etat(), attendu)
