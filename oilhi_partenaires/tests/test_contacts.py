from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged

from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestContacts(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["oilhi.type.organisme"].search([])
        cls.types = {type_.code: type_ for type_ in types}
        cls.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).write({
            "oilhi_type_ids": [(5, 0, 0)],
        })
        region = [(6, 0, cls.departement.region_id.ids)]
        departement = [(6, 0, cls.departement.ids)]
        cls.ars = cls._organisme("ARS d’exemple", "PA-ARS", oilhi_region_ids=region,
                                 phone="03 53 01 11 11", oilhi_telephone_urgence="03 53 01 11 12")
        cls.caf = cls._organisme("CAF d’exemple", "PA-CAF", oilhi_departement_ids=departement,
                                 oilhi_verifie_le="2020-01-01")
        cls.caf_arras = cls._organisme("CAF, antenne d’Arras", "PA-CAF",
                                       oilhi_commune_ids=[(6, 0, cls.commune_arras.ids)])
        cls.caf_bethune = cls._organisme("CAF, antenne de Béthune", "PA-CAF",
                                         oilhi_commune_ids=[(6, 0, cls.commune_bethune.ids)])
        cls.adil = cls._organisme("ADIL d’exemple", "PA-ADIL")
        cls.chargee = cls.env["res.partner"].create({
            "name": "Camille Exemple", "parent_id": cls.ars.id, "function": "Chargée de mission",
            "phone": "03 53 01 11 13",
        })

    @classmethod
    def _organisme(cls, nom, *codes, **valeurs):
        return cls.env["res.partner"].create({
            "name": nom, "is_company": True,
            "oilhi_type_ids": [(6, 0, [cls.types[code].id for code in codes])], **valeurs,
        })

    def _demander(self, *args, user=None, commune=None, **kw):
        commune = commune or self.commune_arras
        return commune.with_user(user or self.agent).qui_contacter(*args, **kw)

    def _ligne(self, code, *args, **kw):
        return next(ligne for ligne in self._demander(*args, **kw) if ligne["code"] == code)

    def test_chaque_role_lit(self):
        for role in ("lecteur", "agent", "responsable", "coordinateur", "juriste",
                     "administrateur"):
            with self.subTest(role=role):
                reponse = self._demander("insalubrite", user=getattr(self, role))
                self.assertIn("PA-ARS", [ligne["code"] for ligne in reponse])
        sans_role = self.env["res.users"].create({"name": "Sans rôle", "login": "oilhi_sans_role"})
        with self.assertRaises(AccessError):
            self._demander("insalubrite", user=sans_role)

    def test_valeurs(self):
        ars = self._ligne("PA-ARS", "insalubrite")
        self.assertTrue(ars["obligatoire"])
        self.assertEqual(ars["base"], "CCH, art. L. 511-8")
        self.assertTrue(ars["envoyer"])
        self.assertIsNone(ars["absent"])
        organisme, personne = ars["contacts"]
        self.assertEqual(organisme["id"], self.ars.id)
        self.assertEqual(organisme["urgence"], "03 53 01 11 12")
        self.assertTrue(organisme["perime"], "never verified")
        self.assertEqual(organisme["raisons"], [
            "couvre la région Hauts-de-France", "compétent pour\u00a0: Insalubrité",
        ])
        self.assertEqual((personne["name"], personne["function"], personne["organisme_id"]),
                         ("Camille Exemple", "Chargée de mission", self.ars.id))

    def test_le_plus_proche_d_abord(self):
        noms = [c["name"] for c in self._ligne("PA-CAF", types=["PA-CAF"])["contacts"]]
        self.assertEqual(noms, ["CAF, antenne d’Arras", "CAF d’exemple"])

    def test_territoires(self):
        """Commune, EPCI, département, région, or no territory at all: the reason says which."""
        self.caf_arras.active = False
        self.caf.active = False
        caf = self._organisme("CAF de l’EPCI", "PA-CAF", oilhi_epci_ids=[(6, 0, self.epci.ids)])
        self.commune_arras.epci_id = self.epci
        raisons = self._ligne("PA-CAF", types=["PA-CAF"])["contacts"][0]["raisons"]
        self.assertEqual(raisons, [f"couvre l’intercommunalité ({self.epci.name})"])
        caf.oilhi_epci_ids = False
        raisons = self._ligne("PA-CAF", types=["PA-CAF"])["contacts"][0]["raisons"]
        self.assertEqual(raisons, ["couvre toute la France"])

    def test_annuaire_vide(self):
        absent = self._ligne("PA-MSA", types=["PA-MSA"])
        self.assertEqual(absent["contacts"], [])
        self.assertIn("à Arras", absent["absent"]["message"])
        self.assertIn("lannuaire.service-public.fr", absent["absent"]["que_faire"])
        self.adil.active = False
        adil = self._ligne("PA-ADIL", "conseil")
        self.assertTrue(adil["absent"]["que_faire"].startswith("Appelez le 0 806 706 806"))

    def test_matieres_propres(self):
        """An organisation may narrow the matters of its type, or have one of its own."""
        self.caf_arras.oilhi_matiere_ids = self.env.ref("oilhi_partenaires.matiere_decence")
        noms = [c["name"] for c in self._ligne("PA-CAF", "communication")["contacts"]]
        self.assertEqual(noms, ["CAF d’exemple"])
        self.adil.oilhi_matiere_ids = self.env.ref("oilhi_partenaires.matiere_plomb")
        self.assertEqual(
            [c["name"] for c in self._ligne("PA-ADIL", "plomb")["contacts"]], ["ADIL d’exemple"]
        )

    def test_jamais_une_personne_d_un_dossier(self):
        personne = self._personne(self.service_mairie_arras, name="Claude Privé")
        self.env["res.partner"].create({
            "name": "Tuteur privé", "parent_id": personne.id, "function": "Tuteur",
        })
        # not even if somebody forces the two together in the database
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO oilhi_type_organisme_res_partner_rel (partner_id, type_id) VALUES (%s, %s)",
            (personne.id, self.types["PA-CAF"].id),
        )
        self.env.invalidate_all()
        for user in (self.agent, self.coordinateur, self.env.user):
            textes = str(self._demander(user=user))
            self.assertIn("CAF, antenne d’Arras", textes)
            self.assertNotIn("rivé", textes)

    def test_codes_inconnus(self):
        with self.assertRaisesRegex(UserError, "« ?vampires ?» n’existe pas"):
            self._demander("vampires")
        with self.assertRaisesRegex(UserError, "PA-VAMPIRE"):
            self._demander(types=["PA-VAMPIRE"])

    def _valider(self):
        """As the end of a request does."""
        self.env.flush_all()
        self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def test_annuaire_garde_en_memoire(self):
        """A worker keeps who covers a commune; each change is seen at once, then by everybody."""
        def telephones(user):
            caf = self._ligne("PA-CAF", types=["PA-CAF"], user=user)
            return {c["name"]: c["phone"] for c in caf["contacts"]}

        caf, antenne = self.caf.with_user(self.coordinateur), self.caf_arras.with_user(self.coordinateur)
        changements = (
            (lambda: caf.write({"phone": "03 53 01 11 21"}), {"CAF d’exemple": "03 53 01 11 21", antenne.name: ""}),
            (lambda: antenne.write({"active": False}), {"CAF d’exemple": "03 53 01 11 21"}),
            (lambda: antenne.write({"active": True}), {"CAF d’exemple": "03 53 01 11 21", antenne.name: ""}),
            (lambda: antenne.write({"oilhi_type_ids": [(5, 0, 0)]}), {"CAF d’exemple": "03 53 01 11 21"}),
            (lambda: caf.create({"name": "Accueil", "parent_id": caf.id, "function": "Accueil", "phone": "17"}),
             {"CAF d’exemple": "03 53 01 11 21", "Accueil": "17"}),
            (lambda: caf.child_ids.unlink(), {"CAF d’exemple": "03 53 01 11 21"}),
            (lambda: self._organisme("CAF nationale", "PA-CAF", phone="39"),
             {"CAF d’exemple": "03 53 01 11 21", "CAF nationale": "39"}),
        )
        self._valider()
        self._demander(types=["PA-CAF"])
        self.env.invalidate_all()
        with self.subTest("kept"), self.assertQueryCount(10):  # rights, commune, département, region
            self._demander(types=["PA-CAF"])
        for changer, attendu in changements:
            changer()
            with self.subTest(attendu=attendu):
                self.assertEqual(telephones(self.coordinateur), attendu, "who changes it")
                self._valider()
                self.assertEqual(telephones(self.agent), attendu, "the others, once it is kept")
                self.assertEqual(telephones(self.agent_autre), attendu)

    def test_personne_de_dossier_n_efface_rien(self):
        """The persons of cases change all day: what the workers keep of the directory stays."""
        self._valider()
        self._personne(self.service_mairie_arras, name="Claude Privé").phone = "03 53 01 11 99"
        self.assertFalse(self.env["res.partner"]._annuaire_change())
        self.adil.phone = "03 53 01 11 98"
        self.assertTrue(self.env["res.partner"]._annuaire_change())

    def test_nombre_de_requetes(self):
        """As many queries for two hundred organisations and ten questions as for four and two."""
        commune = self.commune_arras.with_user(self.agent)

        def compter(demandes):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            commune._qui_contacter(demandes)
            return self.env.cr.sql_log_count - avant

        self.caf.child_ids = [(0, 0, {"name": "Dominique Exemple", "function": "Accueil"})]
        question, matiere = {"types": ["PA-CAF", "PA-MSA"]}, {"matiere": "communication"}
        compter([question, matiere])  # warm up what the registry keeps
        peu = compter([question, matiere])
        for rang in range(100):
            organisme = self._organisme(f"Organisme {rang}", "PA-CAF", "PA-MSA",
                                        oilhi_departement_ids=[(6, 0, self.departement.ids)])
            organisme.child_ids = [(0, 0, {"name": f"Personne {rang}", "function": "Agent"})]
        self.assertLessEqual(compter([question] * 9 + [matiere]), peu)
        self.assertLessEqual(peu, 25)

    # -- Screen ----------------------------------------------------------------------------------

    def _recherche(self, user=None, **valeurs):
        formulaire = Form(self.env["oilhi.contact.recherche"].with_user(user or self.agent))
        self.assertEqual(formulaire.commune_id, self.commune_arras, "the agent's own commune")
        formulaire.matiere_id = self.env.ref("oilhi_partenaires.matiere_insalubrite")
        recherche = formulaire.save()
        recherche.action_chercher()
        return recherche

    def test_ecran(self):
        recherche = self._recherche()
        lignes = recherche.ligne_ids.filtered(lambda x: x.type_id.code == "PA-ARS")
        self.assertEqual(lignes.mapped("genre"), ["organisme", "personne"])
        self.assertEqual(lignes[0].telephone, "03 53 01 11 11")
        self.assertIn("L. 511-8", lignes[0].raisons)
        schs = recherche.ligne_ids.filtered(lambda x: x.type_id.code == "PA-SCHS")
        self.assertEqual(schs.genre, "absent")
        self.assertTrue(schs.peut_ajouter)
        self.assertFalse(schs.with_user(self.lecteur).sudo(False).peut_ajouter)
        action = schs.action_ajouter()
        nouveau = Form(
            self.env["res.partner"].with_user(self.agent).with_context(**action["context"])
        )
        nouveau.name = "SCHS d’Arras"
        nouveau = nouveau.save()
        self.assertEqual(nouveau.oilhi_type_ids, self.types["PA-SCHS"])
        self.assertEqual(nouveau.oilhi_commune_ids, self.commune_arras)
        recherche.action_chercher()
        schs = recherche.ligne_ids.filtered(lambda x: x.type_id.code == "PA-SCHS")
        self.assertEqual(schs.partner_id, nouveau)

    def test_ecran_lecteur(self):
        recherche = self._recherche(self.lecteur)
        absent = recherche.ligne_ids.filtered(lambda x: x.genre == "absent")[:1]
        self.assertFalse(absent.peut_ajouter)
        with self.assertRaises(AccessError):
            absent.action_ajouter()

    def test_question_changee(self):
        """Answers to another question do not stay on the screen."""
        recherche = self._recherche()
        with Form(recherche) as formulaire:
            formulaire.matiere_id = self.env.ref("oilhi_partenaires.matiere_plomb")
        self.assertFalse(recherche.ligne_ids)
        with Form(recherche) as formulaire:
            formulaire.matiere_id = self.env["oilhi.matiere"]
        with self.assertRaisesRegex(UserError, "Choisissez une matière"):
            recherche.action_chercher()

    def test_cartes_accessibles(self):
        """Every link of the cards says whom it calls; no icon carries meaning alone."""
        arch = etree.fromstring(self.env["oilhi.contact.recherche"].get_view(
            self.env.ref("oilhi_partenaires.oilhi_contact_recherche_view_form").id, "form",
        )["arch"])
        liens = arch.xpath("//a")
        self.assertEqual(len(liens), 4)
        for lien in liens:
            self.assertTrue(lien.get("t-attf-aria-label"), etree.tostring(lien))


@tagged("at_install", "-post_install")
class TestReglesContact(TransactionCase):
    def test_controles(self):
        regle = self.env.ref("oilhi_partenaires.regle_organisme_ars_schs")
        with self.assertRaisesRegex(UserError, "remplaçant"):
            regle.remplacant_id = False
        remarque = self.env.ref("oilhi_partenaires.regle_organisme_outre_mer")
        with self.assertRaisesRegex(UserError, "remarque"):
            remarque.effet = "obligatoire"
