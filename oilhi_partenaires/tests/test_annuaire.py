import ast

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestAnnuaire(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caf = cls.env.ref("oilhi_partenaires.type_organisme_caf")
        cls.adil = cls.env.ref("oilhi_partenaires.type_organisme_adil")
        creer = cls.env["res.partner"].create
        cls.partout = creer({"name": "CAF nationale", "oilhi_type_ids": [(6, 0, cls.caf.ids)]})
        cls.caf_62 = creer({
            "name": "CAF du Pas-de-Calais", "oilhi_type_ids": [(6, 0, cls.caf.ids)],
            "oilhi_departement_ids": [(6, 0, cls.departement.ids)],
        })
        cls.caf_bethune = creer({
            "name": "CAF, antenne de Béthune", "oilhi_type_ids": [(6, 0, cls.caf.ids)],
            "oilhi_commune_ids": [(6, 0, cls.commune_bethune.ids)],
        })
        cls.adil_62 = creer({
            "name": "ADIL du Pas-de-Calais", "oilhi_type_ids": [(6, 0, cls.adil.ids)],
        })
        cls.tous = cls.partout | cls.caf_62 | cls.caf_bethune | cls.adil_62

    def _trouver(self, *args, **kw):
        Partner = self.env["res.partner"].with_user(self.agent)
        return Partner.search(Partner._domaine_organismes(*args, **kw)) & self.tous

    def test_types(self):
        types = self.env["oilhi.type.organisme"].search([])
        self.assertEqual(len(types), 49)
        self.assertFalse(types.filtered(lambda t: not t.role or not t.quand))
        self.assertFalse(types.filtered(lambda t: t.niveau_preuve == "confirme" and not t.base))
        # what R. 511-7 makes compulsory
        obligatoires = types.filtered(lambda t: t.statut == "obligatoire").mapped("code")
        self.assertLessEqual({"PA-CAF", "PA-MSA", "PA-FSL", "PA-EPCI", "PA-MAIRE"},
                             set(obligatoires))

    def test_territoire(self):
        self.assertEqual(self._trouver(["PA-CAF"], self.commune_arras),
                         self.partout | self.caf_62)
        self.assertEqual(self._trouver(["PA-CAF"], self.commune_bethune),
                         self.partout | self.caf_62 | self.caf_bethune)
        self.assertEqual(self._trouver(["PA-ADIL"]), self.adil_62)
        self.assertEqual(self._trouver(), self.tous)

    def test_action_annuaire(self):
        action = self.env.ref("oilhi_partenaires.res_partner_action_annuaire")
        trouves = self.env["res.partner"].with_user(self.agent).search(
            ast.literal_eval(action.domain)
        )
        self.assertLessEqual(self.tous, trouves)
        self.assertNotIn(self._personne(self.service_mairie_arras), trouves)

    def test_verification(self):
        with freeze_time("2027-02-03"):
            self.caf_62.with_user(self.agent).action_oilhi_verifier()
        self.assertEqual(str(self.caf_62.oilhi_verifie_le), "2027-02-03")
        with self.assertRaises(AccessError):
            self.caf_62.with_user(self.lecteur).action_oilhi_verifier()

    def test_formulaire_personne(self):
        with Form(self.env["res.partner"].with_user(self.agent)) as formulaire:
            formulaire.company_type = "person"
            formulaire.civilite = "madame"
            formulaire.oilhi_prenom = "Camille"
            formulaire.oilhi_nom = "Exemple"
        self.assertEqual(formulaire.record.name, "Camille Exemple")
