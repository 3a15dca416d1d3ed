import base64
import gzip

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OilhiCommon
from .dila_exemple import fichier, service

ARRAS, BETHUNE = "62041", "62119"


@tagged("post_install", "-at_install")
class TestAnnuaireDila(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.services = [
            service("m-arras", "mairie", "Mairie - Arras (exemple)", [ARRAS]),
            service("m-deleguee", "mairie", "Mairie déléguée - Exemple", [ARRAS]),
            service("m-ailleurs", "mairie", "Mairie - Ailleurs", ["59350"]),
            service("caf", "caf", "CAF d’exemple", [ARRAS, BETHUNE]),
            service("ars", "ars", "ARS d’exemple, siège", ["59350"]),
            service("ta", "ta", cls.departement.tribunal_administratif, ["59350"]),
            service("ccas", "ccas", "CCAS d’exemple", [ARRAS]),
            service("epci", "epci", "Communauté d’exemple", [BETHUNE], siren=cls.epci.siren),
            service("spf", "hypotheque", "Publicité foncière d’exemple", [ARRAS, BETHUNE]),
            service("piscine", "piscine", "Piscine d’exemple", [ARRAS]),
        ]

    def _assistant(self, services=None, **valeurs):
        return self.env["oilhi.annuaire.dila"].with_user(self.administrateur).create({
            "fichier": base64.b64encode(gzip.compress(fichier(services or self.services))),
            "nom_fichier": "base_locale_2026-11-23.json.gz",
            "departement_ids": [(6, 0, self.departement.ids)],
            **valeurs,
        })

    def _importer(self, services=None, **valeurs):
        assistant = self._assistant(services, **valeurs)
        assistant.action_lire()
        assistant.action_importer()
        return assistant

    def _par_id(self, identifiant):
        return self.env["res.partner"].search([
            ("oilhi_source", "=", "dila"), ("oilhi_identifiant_source", "=", identifiant),
        ])

    def test_preview_then_import_of_a_departement(self):
        avant = self.env["res.partner"].search_count([])
        assistant = self._assistant()
        assistant.action_lire()
        self.assertEqual(assistant.nb_creer, 7)
        self.assertEqual(self.env["res.partner"].search_count([]), avant)
        self.assertEqual(str(assistant.date_fichier), "2026-11-23")
        self.assertFalse(assistant.fichier, "the heavy file is not kept")
        assistant.action_importer()
        self.assertEqual(self.env["res.partner"].search_count([]) - avant, 7)
        mairie = self._par_id("m-arras")
        self.assertEqual(mairie.oilhi_type_ids.code, "PA-MAIRE")
        self.assertEqual(mairie.oilhi_commune_ids, self.commune_arras)
        self.assertTrue(mairie.is_company)
        self.assertEqual(mairie.oilhi_source_le, assistant.date_fichier)
        self.assertFalse(mairie.oilhi_verifie_le, "nobody here has checked it")
        self.assertEqual(self._par_id("caf").oilhi_departement_ids, self.departement)
        self.assertEqual(self._par_id("ars").oilhi_region_ids, self.departement.region_id)
        self.assertIn(self.departement, self._par_id("ta").oilhi_departement_ids)
        self.assertEqual(self._par_id("epci").oilhi_epci_ids, self.epci)
        self.assertEqual(
            self._par_id("spf").oilhi_commune_ids, self.commune_arras | self.commune_bethune
        )
        for absent in ("m-deleguee", "m-ailleurs", "piscine"):
            self.assertFalse(self._par_id(absent))

    def test_a_second_load_changes_nothing(self):
        self._importer()
        assistant = self._assistant()
        assistant.action_lire()
        self.assertEqual(
            (assistant.nb_creer, assistant.nb_maj, assistant.nb_identique, assistant.nb_disparu),
            (0, 0, 7, 0),
        )

    def test_refresh_keeps_what_the_service_added(self):
        self._importer()
        mairie, ccas = self._par_id("m-arras"), self._par_id("ccas")
        matiere = self.env["oilhi.matiere"].search([], limit=1)
        personne = self.env["res.partner"].create({
            "name": "Camille Exemple", "parent_id": mairie.id, "function": "Maire",
        })
        mairie.write({
            "email": "direct@ville.example", "comment": "<p>Note du service</p>",
            "oilhi_telephone_urgence": "115", "oilhi_matiere_ids": [(6, 0, matiere.ids)],
            "oilhi_commune_ids": [(4, self.commune_bethune.id)],
        })
        nouveaux = [
            service("m-arras", "mairie", "Mairie - Arras (exemple)", [ARRAS],
                    telephone=[{"valeur": "03 53 01 99 99"}],
                    adresse_courriel=["nouveau@ville.example"]),
            *self.services[1:],
        ]
        assistant = self._importer(nouveaux)
        self.assertEqual((assistant.nb_maj, assistant.nb_identique), (1, 6))
        self.assertEqual(mairie.phone, "03 53 01 99 99")
        self.assertEqual(mairie.email, "direct@ville.example")
        self.assertIn("Note du service", mairie.comment)
        self.assertEqual(mairie.oilhi_telephone_urgence, "115")
        self.assertEqual(mairie.oilhi_matiere_ids, matiere)
        self.assertEqual(mairie.child_ids, personne)
        self.assertEqual(mairie.oilhi_commune_ids, self.commune_arras | self.commune_bethune)
        self.assertTrue(ccas.phone)

    def test_disappeared_entries_are_flagged_and_come_back(self):
        self._importer()
        ccas, caf = self._par_id("ccas"), self._par_id("caf")
        autre = service("ccas2", "ccas", "CCAS d’un autre exemple", [BETHUNE])
        sans = [s for s in self.services if s["id"] not in ("ccas", "caf")] + [autre]
        assistant = self._importer(sans)
        self.assertEqual(assistant.nb_disparu, 1)
        self.assertTrue(ccas.oilhi_source_absent_le)
        self.assertTrue(ccas.active)
        self.assertFalse(caf.oilhi_source_absent_le, "no CAF in the whole file: it is partial")
        self._importer([*self.services, autre])
        self.assertFalse(ccas.oilhi_source_absent_le)

    def test_an_entry_typed_by_hand_is_adopted(self):
        saisie = self.env["res.partner"].create({
            "name": "Mairie d’Arras", "is_company": True, "email": "contact@m-arras.example",
            "phone": "03 53 01 77 77",
            "oilhi_type_ids": [(6, 0, self.env.ref("oilhi_partenaires.type_organisme_maire").ids)],
        })
        assistant = self._importer()
        self.assertEqual((assistant.nb_creer, assistant.nb_maj), (6, 1))
        self.assertEqual(self._par_id("m-arras"), saisie)
        self.assertEqual((saisie.name, saisie.phone), ("Mairie d’Arras", "03 53 01 77 77"))
        self.assertEqual(saisie.street, "1 rue de l'Exemple")

    def test_persons_of_cases_are_never_adopted(self):
        personne = self._personne(self.service_mairie_arras, email="contact@m-arras.example")
        self._importer()
        self.assertNotEqual(self._par_id("m-arras"), personne)
        self.assertFalse(personne.oilhi_source)

    def test_kinds_and_departements_can_be_narrowed(self):
        assistant = self._assistant(dila_type_ids=[(6, 0, self.env.ref(
            "oilhi_partenaires.dila_type_caf").ids)])
        assistant.action_lire()
        self.assertEqual(assistant.nb_creer, 1)
        assistant.departement_ids = self.env.ref("oilhi_partenaires.departement_59")
        assistant.action_apercu()
        self.assertEqual(assistant.nb_creer, 0)

    def test_wrong_files_are_refused(self):
        for contenu, mot in ((b"", "Choisissez"), (b"<html>", "n’est pas l’annuaire"),
                             (b"PK\x03\x04", "abîmé"), (b'{"service": []}', "aucun service")):
            assistant = self._assistant(fichier=base64.b64encode(contenu))
            with self.assertRaisesRegex(UserError, mot):
                assistant.action_lire()

    def test_only_the_administrator(self):
        for role in ("lecteur", "agent", "responsable", "coordinateur", "juriste"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["oilhi.annuaire.dila"].with_user(getattr(self, role)).create({})

    def test_number_of_queries_of_the_preview(self):
        many = [service(f"g{rang}", "gendarmerie", f"Brigade d’exemple {rang}", [ARRAS])
                for rang in range(300)]

        def requetes(services):
            assistant = self._assistant(services)
            assistant.action_lire()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            assistant.action_apercu()
            return self.env.cr.sql_log_count - avant

        requetes(many[:3])
        self.assertLessEqual(requetes(many), requetes(many[:3]))
