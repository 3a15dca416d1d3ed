from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..wizards import oilhi_territoire_installation
from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestTerritoireInstallation(OilhiCommon):
    """The wizard on the smallest départements of the real source."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant = cls.env["oilhi.territoire.installation"].with_user(cls.administrateur)
        cls.petits = cls.env["oilhi.departement"].search([("code", "in", ("75", "976", "90"))])

    def _assistant(self, **valeurs):
        return self.assistant.create({"departement_ids": [(6, 0, self.petits.ids)], **valeurs})

    def _jusqu_au_bout(self, action, etapes=20):
        """Do what the client does: follow the notifications until the report."""
        tours = 0
        while action["type"] == "ir.actions.client":
            suite = action["params"]["next"]
            self.assertEqual(suite["type"], "ir.actions.server")
            action = self.env["ir.actions.server"].with_user(self.administrateur).browse(
                suite["id"]
            ).with_context(**suite["context"]).run()
            tours += 1
            self.assertLess(tours, etapes)
        return tours, self.assistant.browse(action["res_id"])

    def test_nom_du_departement(self):
        """A new database bears the name of its only département; what somebody has written stays."""
        societe = self.env.ref("base.main_company")
        [[seul]] = self.env["oilhi.commune"]._read_group([], ["departement_id"])
        for avant, apres in (("Préfecture du Pas-de-Calais", "Préfecture du Pas-de-Calais"), ("My Company", seul.name)):
            with self.subTest(avant=avant):
                societe.name = avant
                self.env["res.company"]._nommer_departement()
                self.assertEqual(societe.name, apres)
        self.assertEqual(societe.oilhi_departement_id, seul)
        self.env["oilhi.commune"]._importer(["90"])
        societe.name = "My Company"
        self.env["res.company"]._nommer_departement()
        self.assertEqual(societe.name, "My Company", "two départements: the host says which")

    def test_apercu_puis_chargement(self):
        assistant = self._assistant()
        assistant.action_apercevoir()
        self.assertEqual(assistant.etat, "apercu")
        self.assertEqual(
            {ligne.departement_id.code: ligne.nouvelles for ligne in assistant.ligne_ids},
            {"75": 1, "90": 101, "976": 17},
        )
        self.assertIn("3 à charger", assistant.resume)
        self.assertFalse(self.petits.commune_ids)
        _tours, fini = self._jusqu_au_bout(assistant.action_installer())
        self.assertEqual(fini.etat, "fini")
        self.assertEqual(set(fini.ligne_ids.mapped("etat")), {"fait"})
        self.assertIn("119", fini.resume)
        self.assertEqual(len(self.petits.commune_ids), 119)
        # again: nothing to do, and the report says so
        encore = self._assistant()
        encore.action_apercevoir()
        self.assertEqual(set(encore.ligne_ids.mapped("etat")), {"a_jour"})
        _tours, fini = self._jusqu_au_bout(encore.action_installer())
        self.assertEqual(set(fini.ligne_ids.mapped("etat")), {"inchange"})
        self.assertIn("Rien n’a changé", fini.resume)

    def test_par_tranches(self):
        """One request loads for a few seconds; the client asks for the rest."""
        assistant = self._assistant()
        assistant.action_apercevoir()
        with patch.object(oilhi_territoire_installation, "BUDGET", -1):
            action = assistant.action_installer()
            self.assertIn("1 sur 3", action["params"]["message"])
            self.assertEqual(sum(bool(d.charge_le) for d in self.petits), 1)
            tours, fini = self._jusqu_au_bout(action)
        self.assertEqual(tours, 2)
        self.assertEqual(fini.etat, "fini")
        self.assertTrue(all(d.charge_le for d in self.petits))

    def test_echec_d_un_departement(self):
        """The others load; the report names what failed and why."""
        Commune = type(self.env["oilhi.commune"])
        importer = Commune._importer

        def faillir(commune, codes, source=None):
            if codes == ["976"]:
                raise UserError(commune.env._("Le fichier de Mayotte est illisible."))
            return importer(commune, codes, source)

        assistant = self._assistant()
        assistant.action_apercevoir()
        with patch.object(Commune, "_importer", faillir):
            _tours, fini = self._jusqu_au_bout(assistant.action_installer())
        echec = fini.ligne_ids.filtered(lambda ligne: ligne.etat == "erreur")
        self.assertEqual(echec.departement_id.code, "976")
        self.assertIn("illisible", echec.details)
        self.assertIn("1 en échec", fini.resume)
        self.assertEqual(len(fini.ligne_ids.filtered(lambda ligne: ligne.etat == "fait")), 2)

    def test_choix(self):
        with Form(self.assistant) as formulaire:
            formulaire.region_ids.add(self.env.ref("oilhi_partenaires.region_94"))
            formulaire.departement_ids.add(self.env.ref("oilhi_partenaires.departement_2A"))
        assistant = formulaire.record
        assistant.action_apercevoir()
        self.assertEqual(assistant.ligne_ids.departement_id.mapped("code"), ["2A", "2B"])
        assistant.action_retour()
        self.assertEqual((assistant.etat, len(assistant.ligne_ids)), ("choix", 0))
        with self.assertRaisesRegex(UserError, "Choisissez au moins"):
            self.assistant.create({}).action_apercevoir()
        tout = self.assistant.create({"tout": True})
        tout.action_apercevoir()
        self.assertEqual(len(tout.ligne_ids), 101)

    def test_mentions(self):
        """Source, licence and date are on the screen, and what does not load is named."""
        assistant = self._assistant()
        for attendu in ("Etalab", "6.0.0", "09/03/2026", "Licence Ouverte"):
            self.assertIn(attendu, assistant.mention)
        for attendu in ("975", "Polynésie française", "droit"):
            self.assertIn(attendu, assistant.outremer)
        sources = self.env["oilhi.source.donnees"].with_user(self.agent).search([])
        self.assertEqual(
            set(sources.mapped("code")), {"DECOUPAGE", "CONTOURS", "RESSORTS", "DILA"}
        )
        with self.assertRaises(AccessError):
            sources[0].with_user(self.administrateur).write({"licence": "Autre"})

    def test_acces(self):
        assistant = self._assistant()
        for role in ("agent", "coordinateur", "juriste"):
            with self.subTest(role=role):
                utilisateur = getattr(self, role)
                with self.assertRaises(AccessError):
                    assistant.with_user(utilisateur).action_installer()
                with self.assertRaises(AccessError):
                    self.env["oilhi.territoire.installation"].with_user(utilisateur).create({})
