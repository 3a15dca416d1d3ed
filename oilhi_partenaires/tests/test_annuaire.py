import ast
from unittest.mock import patch

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
        self.assertFalse(types.filtered(lambda t: not t.envoyer or not t.matiere_ids))
        self.assertEqual(
            {t.code: t.telephone_national for t in types if t.telephone_national},
            {"PA-115": "115", "PA-SDIS": "18", "PA-POLICE": "17", "PA-ADIL": "0 806 706 806"},
        )
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

    def test_territoire_epci_et_region(self):
        """Every level of territory answers for its communes, and for no other."""
        creer = self.env["res.partner"].create
        caf = {"oilhi_type_ids": [(6, 0, self.caf.ids)]}
        epci = creer({**caf, "name": "CAF, EPCI d’Arras", "oilhi_epci_ids": [(6, 0, self.epci.ids)]})
        region = creer({
            **caf, "name": "CAF régionale",
            "oilhi_region_ids": [(6, 0, self.departement.region_id.ids)],
        })
        ailleurs = creer({
            **caf, "name": "CAF de Corse",
            "oilhi_region_ids": [(6, 0, self.env.ref("oilhi_partenaires.region_94").ids)],
        })
        self.tous |= epci | region | ailleurs
        self.assertEqual(self._trouver(["PA-CAF"], self.commune_arras),
                         self.partout | self.caf_62 | epci | region)
        self.assertEqual(self._trouver(["PA-CAF"], self.commune_bethune),
                         self.partout | self.caf_62 | self.caf_bethune | region)

    def test_territoire_ept(self):
        """In Greater Paris, the territory of a commune is its EPT as much as its metropolis."""
        metropole, ept = self.env["oilhi.epci"].create([
            {"siren": "200054781", "name": "Métropole exemple", "type": "metro",
             "departement_id": self.env.ref("oilhi_partenaires.departement_75").id},
            {"siren": "200057867", "name": "Établissement exemple", "type": "ept",
             "departement_id": self.env.ref("oilhi_partenaires.departement_93").id},
        ])
        self.commune_arras.write({"epci_id": metropole.id, "ept_id": ept.id})
        hygiene = self.env["res.partner"].create({
            "name": "Service de l’EPT", "oilhi_type_ids": [(6, 0, self.caf.ids)],
            "oilhi_epci_ids": [(6, 0, ept.ids)],
        })
        self.tous |= hygiene
        self.assertIn(hygiene, self._trouver(["PA-CAF"], self.commune_arras))
        self.assertNotIn(hygiene, self._trouver(["PA-CAF"], self.commune_bethune))

    def test_matieres(self):
        """An entry deals with the matters of its roles, or with its own if it names some."""
        electricite, gaz, eau = (
            self.env.ref(f"oilhi_partenaires.matiere_{code}")
            for code in ("electricite", "monoxyde_gaz", "eau")
        )
        reseaux = self.env.ref("oilhi_partenaires.type_organisme_res")
        creer = self.env["res.partner"].create
        tous = creer({"name": "Régie des réseaux", "oilhi_type_ids": [(6, 0, reseaux.ids)]})
        courant = creer({
            "name": "Réseau électrique", "oilhi_type_ids": [(6, 0, reseaux.ids)],
            "oilhi_matiere_ids": [(6, 0, electricite.ids)],
        })
        self.assertEqual(courant.oilhi_competence_ids, electricite)
        self.assertLessEqual(electricite | gaz | eau, tous.oilhi_competence_ids)
        Partner = self.env["res.partner"].with_user(self.lecteur)
        chercher = lambda *feuille: Partner.search([feuille]) & (tous | courant | self.adil_62)  # noqa: E731
        self.assertEqual(chercher("oilhi_competence_ids", "in", electricite.ids), tous | courant)
        self.assertEqual(chercher("oilhi_competence_ids", "=", gaz.id), tous)
        self.assertEqual(chercher("oilhi_competence_ids", "ilike", "monoxyde"), tous)
        self.assertEqual(
            chercher("oilhi_competence_ids", "not in", electricite.ids), self.adil_62
        )

    def test_verification(self):
        with freeze_time("2027-02-03"):
            (self.caf_62 | self.adil_62).with_user(self.agent).action_oilhi_verifier()
        for entree in self.caf_62 | self.adil_62:
            self.assertEqual(str(entree.oilhi_verifie_le), "2027-02-03")
            self.assertEqual(entree.oilhi_verifie_par_id, self.agent)
        with self.assertRaises(AccessError):
            self.caf_62.with_user(self.lecteur).action_oilhi_verifier()

    def test_perime(self):
        """Never verified, or more than a year ago: the day a year later is still good."""
        self.caf_62.oilhi_verifie_le = "2026-02-03"
        Partner = self.env["res.partner"].with_user(self.lecteur)
        for jour, perime in (("2027-02-03", False), ("2027-02-04", True)):
            with freeze_time(jour), self.subTest(jour=jour):
                self.env.invalidate_all()
                self.assertEqual(self.caf_62.oilhi_perime, perime)
                trouves = Partner.search([("oilhi_perime", "=", True)]) & self.tous
                self.assertEqual(self.caf_62 in trouves, perime)
                self.assertIn(self.adil_62, trouves)
                frais = Partner.search([("oilhi_perime", "=", False)]) & self.tous
                self.assertEqual(frais, self.tous - trouves)

    def _rappels(self):
        return self.env["mail.activity"].search([
            ("res_model", "=", "res.partner"), ("res_id", "in", self.tous.ids),
        ])

    def test_rappel_annuel(self):
        Partner = self.env["res.partner"]
        with freeze_time("2027-02-03"):
            (self.caf_62 | self.caf_bethune | self.partout).with_user(
                self.agent
            ).action_oilhi_verifier()
            self.adil_62.with_user(self.agent_autre).action_oilhi_verifier()
        self.caf_bethune.active = False
        self.agent_autre.active = False
        with freeze_time("2028-02-03"):
            Partner._cron_annuaire_verification()
            self.assertFalse(self._rappels())
        with freeze_time("2028-02-04"):
            Partner._cron_annuaire_verification()
            rappels = self._rappels()
            self.assertEqual(
                set(rappels.mapped("res_id")), set((self.caf_62 | self.partout).ids)
            )
            self.assertEqual(rappels.user_id, self.agent)
            # a second run adds none
            Partner._cron_annuaire_verification()
            self.assertEqual(self._rappels(), rappels)
            # verified, the reminder goes and does not come back
            self.caf_62.with_user(self.agent).action_oilhi_verifier()
            Partner._cron_annuaire_verification()
            self.assertEqual(self._rappels().mapped("res_id"), self.partout.ids)

    def test_rappels_bornes(self):
        with freeze_time("2027-02-03"):
            self.tous.with_user(self.agent).action_oilhi_verifier()
        with freeze_time("2028-03-01"), patch(
            "odoo.addons.oilhi_partenaires.models.res_partner_annuaire.RAPPELS_MAX", 3
        ):
            self.env["res.partner"]._cron_annuaire_verification()
            self.assertEqual(len(self._rappels()), 3)
            self.env["res.partner"]._cron_annuaire_verification()
            self.assertEqual(len(self._rappels()), 4)

    def test_formulaire_annuaire(self):
        """An agent enters an organisation and the people in it; a reader cannot."""
        action = self.env.ref("oilhi_partenaires.res_partner_action_annuaire")
        contexte = ast.literal_eval(action.context)
        vue = "oilhi_partenaires.res_partner_view_form_annuaire"
        Partner = self.env["res.partner"].with_context(**contexte)
        with Form(Partner.with_user(self.agent), vue) as formulaire:
            formulaire.name = "ADIL exemple"
            formulaire.oilhi_type_ids.add(self.adil)
            formulaire.oilhi_departement_ids.add(self.departement)
            with formulaire.child_ids.new() as personne:
                personne.name = "Camille Exemple"
                personne.function = "Juriste"
                personne.phone = "03 53 01 00 01"
        adil = formulaire.record
        self.assertTrue(adil.is_company)
        self.assertEqual(adil.oilhi_source, "saisie")
        self.assertFalse(adil.child_ids.is_company)
        self.assertFalse(adil.child_ids.oilhi_source)
        self.assertEqual(adil.child_ids.parent_id, adil)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Partner.with_user(self.lecteur).create({"name": "Refusé"})
        lu = adil.with_user(self.lecteur).read(["name", "oilhi_horaires", "oilhi_competence_ids"])
        self.assertTrue(lu[0]["oilhi_competence_ids"])

    def test_requetes_constantes(self):
        """Kanban, list and form cost the same number of queries for ten entries as for forty."""
        creer = self.env["res.partner"].create
        def entrees(nombre):
            return creer([
                {
                    "name": f"CAF {n}", "oilhi_type_ids": [(6, 0, (self.caf | self.adil).ids)],
                    "oilhi_departement_ids": [(6, 0, self.departement.ids)],
                    "oilhi_commune_ids": [(6, 0, self.commune_arras.ids)],
                    "oilhi_verifie_le": "2026-01-01",
                }
                for n in range(nombre)
            ])
        Partner = self.env["res.partner"].with_user(self.agent)
        noms = {"fields": {"display_name": {}}}
        specification = {
            "name": {}, "city": {}, "phone": {}, "email": {}, "oilhi_telephone_urgence": {},
            "oilhi_perime": {}, "oilhi_verifie_le": {}, "oilhi_type_ids": noms,
            "oilhi_region_ids": noms, "oilhi_departement_ids": noms, "oilhi_epci_ids": noms,
            "oilhi_commune_ids": noms, "oilhi_competence_ids": noms,
        }
        def requetes(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            lus = Partner.web_search_read([("id", "in", partners.ids)], specification)
            self.assertEqual(lus["length"], len(partners))
            return self.env.cr.sql_log_count - avant
        peu, beaucoup = entrees(10), entrees(40)
        requetes(peu)
        self.assertEqual(requetes(beaucoup), requetes(peu))

    def test_formulaire_personne(self):
        with Form(self.env["res.partner"].with_user(self.agent)) as formulaire:
            formulaire.company_type = "person"
            formulaire.civilite = "madame"
            formulaire.oilhi_prenom = "Camille"
            formulaire.oilhi_nom = "Exemple"
        self.assertEqual(formulaire.record.name, "Camille Exemple")
