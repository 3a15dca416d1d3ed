from ast import literal_eval

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestDossier(OilhiLhiCommon):
    # -- Creation ------------------------------------------------------------

    def test_creation_par_un_agent(self):
        dossier = self._dossier_pignon()
        self.assertEqual(dossier.service_id, self.service_mairie_arras)
        self.assertEqual(dossier.commune_id, self.commune_arras)
        self.assertEqual(dossier.user_id, self.agent)
        self.assertEqual(dossier.acces_ids, self.service_mairie_arras)
        self.assertEqual(dossier.acces_ecriture_ids, self.service_mairie_arras)
        self.assertEqual(dossier.gravite, "3")
        self.assertFalse(dossier.urgence)
        self.assertEqual(dossier.display_name, f"{dossier.reference} – {dossier.name}")

    def test_reference_par_annee(self):
        premier, deuxieme = self._dossier_pignon(), self._dossier_pignon()
        suivant = self._dossier_pignon(date_signalement="2028-02-01")
        rang = int(premier.reference.removeprefix("LHI-2027-"))
        self.assertEqual(deuxieme.reference, f"LHI-2027-{rang + 1:05d}")
        self.assertRegex(suivant.reference, r"^LHI-2028-\d{5}$")

    def test_reference_par_departement(self):
        autre = self.env["res.company"].create({"name": "DDTM d’ailleurs"})
        modele = self.env.ref("oilhi_lhi.sequence_dossier")
        service = self.env["oilhi.service"].create({
            "name": "Mairie d’ailleurs", "company_id": autre.id,
            "commune_id": self.commune_arras.id,
        })
        batiment = self._batiment(company_id=autre.id)
        dossier = self._dossier_pignon(
            user=self.env.user, service_id=service.id, batiment_id=batiment.id,
        )
        self.assertEqual(dossier.company_id, autre)
        self.assertEqual(dossier.reference, "LHI-2027-00001")
        self.assertFalse(modele.date_range_ids, "the model itself is never used")

    def test_sans_service(self):
        with self.assertRaisesRegex(UserError, "rattaché à aucun service"):
            self._dossier_pignon(user=self.coordinateur)

    def test_service_ailleurs_refuse(self):
        with self.assertRaises(AccessError):
            self._dossier_pignon(service_id=self.service_autre.id)

    def test_champs_systeme(self):
        dossier = self._dossier_pignon()
        for vals in (
            {"reference": "LHI-2027-99999"},
            {"phase": "clos"},
            {"acces_ids": [Command.link(self.service_autre.id)]},
            {"acces_ecriture_ids": [Command.link(self.service_autre.id)]},
        ):
            with self.assertRaises(AccessError):
                dossier.write(vals)
            with self.assertRaises(AccessError):
                self._dossier_pignon(**vals)
        # Not through the context either.
        force = self.env["oilhi.dossier"].with_user(self.agent).with_context(
            default_acces_ids=[Command.set(self.service_autre.ids)],
            default_reference="LHI-2027-99999",
            default_phase="execution",
        ).create({"name": "Essai", "batiment_id": self._batiment().id})
        self.assertEqual(force.acces_ids, self.service_mairie_arras)
        self.assertNotEqual(force.reference, "LHI-2027-99999")
        self.assertEqual(force.phase, "signalement")

    def test_formulaire(self):
        batiment = self._batiment("3 place du Théâtre")
        with Form(self.env["oilhi.dossier"].with_user(self.agent)) as form:
            self.assertEqual(form.commune_id, self.commune_arras)
            self.assertFalse(form.alerte_territoire)
            form.name = "Cheminée"
            form.batiment_id = batiment
            with form.desordre_ids.new() as ligne:
                ligne.desordre_id = self.desordre_cheminee
                ligne.localisation = "pan sud"
                self.assertEqual(ligne.gravite, "3")
        dossier = form.record
        self.assertEqual(dossier.desordre_ids.user_id, self.agent)
        self.assertEqual(dossier.batiment_id, batiment)

    def test_commune_du_batiment(self):
        ailleurs = self._batiment("1 rue Haute", self.commune_bethune)
        dossier = self._dossier_pignon(batiment_id=ailleurs.id)
        self.assertEqual(dossier.commune_id, self.commune_bethune)
        self.assertIn("Béthune", dossier.alerte_territoire)
        with self.assertRaises(ValidationError):
            dossier.commune_id = self.commune_arras
        with self.assertRaises(ValidationError):
            ailleurs.commune_id = self.commune_arras

    def test_copie(self):
        copie = self._dossier_pignon().copy()
        self.assertFalse(copie.personne_ids or copie.desordre_ids)
        self.assertTrue(copie.name.endswith("(copie)"))

    # -- Phase, urgency, next deadline ---------------------------------------

    def test_phase(self):
        dossier = self._dossier_pignon()
        self.assertEqual(dossier.phase, "signalement")
        qualification = self.env["oilhi.dossier.qualification"].create({
            "dossier_id": dossier.id, "reponses": {"Q1": "non"},
        })
        self.assertEqual(dossier.phase, "instruction")
        self.assertTrue(qualification)
        procedure = self._ouvrir(dossier.sudo(), "MSO", ("MSO-08", "MSO-12", "MSO-17a", "MSO-17b"))
        etapes = {etape.code: etape for etape in procedure.etape_ids}
        self.assertEqual(dossier.phase, etapes["MSO-08"].etape_id.phase)
        self.assertEqual(dossier.phase, "contradictoire")
        etapes["MSO-08"].etat = "faite"
        self.assertEqual(dossier.phase, etapes["MSO-12"].etape_id.phase)
        etapes["MSO-12"].etat = "faite"
        self.assertEqual(dossier.phase, "execution")
        etapes["MSO-17b"].etat = "faite"
        self.assertEqual(dossier.phase, "carence")
        etapes["MSO-17a"].etat = "faite"
        self.assertNotEqual(dossier.phase, "carence")
        procedure.etat = "close"
        self.assertEqual(dossier.phase, "clos")

    def test_phase_la_plus_avancee(self):
        dossier = self._dossier_pignon()
        premiere = self._ouvrir(dossier, "MSO", ("MSO-08",))
        self._ouvrir(dossier, "PGI", ())
        self.assertEqual(dossier.phase, "contradictoire")
        premiere.etat = "abandonnee"
        self.assertEqual(dossier.phase, "instruction")

    def test_urgence(self):
        dossier = self._dossier_pignon()
        self.assertFalse(dossier.urgence)
        dossier.desordre_ids.gravite = "4"
        self.assertTrue(dossier.urgence)
        self.assertIn("gravité 4", dossier.urgence_motif)
        dossier.desordre_ids.gravite = "3"
        self.assertFalse(dossier.urgence)
        Qualification = self.env["oilhi.dossier.qualification"]
        Qualification.create({
            "dossier_id": dossier.id, "reponses": {"Q1": "oui"}, "date": "2027-01-06 10:00:00",
        })
        self.assertTrue(dossier.urgence)
        Qualification.create({
            "dossier_id": dossier.id, "reponses": {"Q1": ["non"]}, "date": "2027-01-07 10:00:00",
        })
        self.assertFalse(dossier.urgence)
        procedure = self._ouvrir(dossier, "MSU")
        self.assertTrue(dossier.urgence)
        self.assertEqual(dossier.procedures_resume, "MSU")
        procedure.etat = "close"
        self.assertFalse(dossier.urgence)

    def test_prochaine_echeance(self):
        dossier = self._dossier_pignon()
        Echeance = self.env["oilhi.dossier.echeance"]

        def echeance(code, date, nature, retard):
            return Echeance.create({
                "dossier_id": dossier.id, "date": date, "nature": nature, "retard_possible": retard,
                "delai_id": self.env.ref(f"oilhi_lhi.delai_{code.replace('-', '_')}").id,
            })

        echeance("DL-RECOURS", "2027-01-20", "franc", False)  # asks nothing of the agent
        execution = echeance("DL-EXEC-MS", "2027-05-01", "minimum", False)
        echeance("DL-RETRAIT", "2027-01-25", "butoir", False)  # closes a right: same
        transmission = echeance("DL-CL", "2027-02-10", "butoir", True)
        self.assertEqual(str(dossier.prochaine_echeance), "2027-02-10")
        self.assertEqual(dossier.prochaine_echeance_libelle, transmission.delai_id.name)
        transmission.tenue_le = "2027-02-03"
        self.assertEqual(str(dossier.prochaine_echeance), "2027-05-01")
        self.assertFalse(dossier.prochaine_echeance_retard)
        execution.retard_possible = True
        self.assertTrue(dossier.prochaine_echeance_retard)
        execution.sans_objet = True
        self.assertFalse(dossier.prochaine_echeance)

    def test_filtre_en_retard(self):
        dossier = self._dossier_pignon()
        vue = self.env.ref("oilhi_lhi.oilhi_dossier_view_search")
        filtre = etree.fromstring(vue.arch).find(".//filter[@name='en_retard']")
        domaine = literal_eval(filtre.get("domain"))
        echeance = self.env["oilhi.dossier.echeance"].create({
            "dossier_id": dossier.id, "date": "2027-02-10", "retard_possible": True,
            "delai_id": self.env.ref("oilhi_lhi.delai_DL_CL").id,
        })

        def en_retard():
            return dossier in self.env["oilhi.dossier"].with_user(self.agent).search(domaine)

        with freeze_time("2027-02-10"):
            self.assertFalse(en_retard())
        with freeze_time("2027-02-11"):
            self.assertTrue(en_retard())
            echeance.retard_possible = False
            self.assertFalse(en_retard())

    @freeze_time("2027-03-01")
    def test_classement(self):
        dossier = self._dossier_pignon()
        with self.assertRaisesRegex(UserError, "motif"):
            dossier.action_classer_confirmer()
        dossier.motif_classement = "Mur réparé."
        dossier.action_classer_confirmer()
        self.assertEqual((dossier.phase, str(dossier.classe_le)), ("clos", "2027-03-01"))
        dossier.action_reprendre()
        self.assertEqual(dossier.phase, "signalement")
        self._ouvrir(dossier, "MSO")
        with self.assertRaisesRegex(UserError, "en cours"):
            dossier.action_classer()

    # -- Authority -----------------------------------------------------------

    @freeze_time("2026-08-01")
    def test_autorite(self):
        dossier = self._dossier_pignon()
        self.commune_arras.epci_id = self.epci
        self.assertEqual(dossier.autorite, "inconnu")
        self.assertIn("élection", dossier.autorite_motif)
        self.assertIn("Arras", dossier.autorite_motif)
        self.epci.election_president_le = "2026-04-15"
        self.assertIn("prédécesseur", dossier.autorite_motif)
        self.commune_arras.predecesseur_exercait = "oui"
        self.assertEqual(dossier.autorite, "president_epci")
        self.commune_arras.opposition_le = "2026-07-10"
        self.assertEqual(dossier.autorite, "maire")
        self.assertIn("L. 5211-9-2", dossier.autorite_motif.replace("\N{NO-BREAK SPACE}", " "))

    def test_autorite_sans_epci(self):
        dossier = self._dossier_pignon()
        self.commune_arras.epci_id = False
        self.assertEqual(dossier.autorite, "maire")

    # -- Persons -------------------------------------------------------------

    def test_contact_prive(self):
        dossier = self._dossier_pignon()
        proprietaire = dossier.personne_ids[0]
        contact = proprietaire.partner_id
        self.assertTrue(contact.oilhi_prive)
        self.assertEqual(contact.name, "Dominique Exemple")
        self.assertEqual(contact.oilhi_acces_ids, dossier.acces_ids)
        self.assertEqual(proprietaire.nom_complet, "Monsieur Dominique Exemple")
        self.assertEqual(proprietaire.adresse_complete, "4 rue du Test, 62000 Arras")
        self.assertTrue(proprietaire.tenue)
        self.assertFalse(dossier.personne_ids[1].tenue)
        proprietaire.write({"nom": "Échantillon", "rue": "8 rue Neuve"})
        self.assertEqual((contact.name, contact.street), ("Dominique Échantillon", "8 rue Neuve"))
        proprietaire.adresse_inconnue = True
        self.assertFalse(contact.street)
        proprietaire.unlink()
        self.assertFalse(contact.exists())

    def test_personne_incomplete(self):
        dossier = self._dossier_pignon()
        cas = (
            {"nom": "Seul", "rue": "1 rue X", "ville": "Arras"},
            {"prenom": "A", "nom": "B"},
            {"prenom": "A", "nom": "B", "rue": "1 rue X"},
        )
        for vals in cas:
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                dossier.personne_ids.create({
                    "dossier_id": dossier.id, "role": "proprietaire", **vals,
                })
        societe = dossier.personne_ids.create({
            "dossier_id": dossier.id, "role": "syndic", "raison_sociale": "Syndic du Beffroi",
            "adresse_inconnue": True,
        })
        self.assertEqual(societe.nom_complet, "Syndic du Beffroi")
        self.assertTrue(societe.partner_id.is_company)
        with self.assertRaises(AccessError):
            societe.partner_id = dossier.personne_ids[0].partner_id

    def test_suppression(self):
        dossier = self._dossier_pignon()
        contacts = dossier.personne_ids.partner_id
        with self.assertRaises(AccessError):
            dossier.unlink()
        self._ouvrir(dossier, "MSO")
        with self.assertRaisesRegex(UserError, "procédure"):
            dossier.with_user(self.administrateur).unlink()
        autre = self._dossier_pignon()
        contacts = autre.personne_ids.partner_id
        autre.with_user(self.administrateur).unlink()
        self.assertFalse(contacts.exists())

    # -- Disorders, photos ---------------------------------------------------

    def test_gravite_inhabituelle(self):
        ligne = self._dossier_pignon(gravite="1").desordre_ids
        self.assertIn("3 à 4", ligne.avertissement)
        ligne.gravite = "4"
        self.assertFalse(ligne.avertissement)

    # -- Screens do not slow down with volume --------------------------------

    def test_nombre_de_requetes(self):
        batiments = self.env["oilhi.batiment"].create([
            {"rue": f"{n} rue du Volume", "commune_id": self.commune_arras.id} for n in range(80)
        ])
        Dossier = self.env["oilhi.dossier"].with_user(self.agent)
        Dossier.create([
            {"name": f"Dossier {n}", "batiment_id": batiment.id}
            for n, batiment in enumerate(batiments)
        ])
        specification = {
            "reference": {}, "name": {}, "urgence": {}, "phase": {}, "gravite": {},
            "prochaine_echeance": {}, "prochaine_echeance_libelle": {}, "procedures_resume": {},
            "batiment_id": {"fields": {"display_name": {}}},
            "commune_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "activity_ids": {"fields": {}}, "activity_state": {}, "autorite": {},
        }

        def lire(limite):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            resultat = Dossier.web_search_read([], specification, limit=limite)
            self.assertEqual(len(resultat["records"]), limite)
            return self.env.cr.sql_log_count - avant

        lire(10)  # warms the caches of access rights
        peu, beaucoup = lire(10), lire(80)
        self.assertLessEqual(beaucoup, peu)
        with self.assertQueryCount(20):
            self.env.invalidate_all()
            Dossier.web_search_read([], specification, limit=80)

    def test_requetes_du_formulaire(self):
        """Reading a case costs the same with two disorders and persons as with twenty."""
        dossier = self._dossier_pignon()
        vue = dossier.with_user(self.agent).get_view(view_type="form")
        arbre = etree.fromstring(vue["arch"])
        champs = {n.get("name") for n in arbre.iter("field") if n.getparent() is not None}
        champs &= set(dossier._fields)
        specification = {
            nom: {"fields": {"display_name": {}}} if dossier._fields[nom].relational else {}
            for nom in champs
        }
        specification["personne_ids"]["fields"] |= {"nom_complet": {}, "adresse_complete": {}}
        specification["desordre_ids"]["fields"] |= {"gravite": {}, "avertissement": {}}

        def lire():
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            dossier.with_user(self.agent).web_read(specification)
            return self.env.cr.sql_log_count - avant

        lire()
        peu = lire()
        dossier.write({
            "desordre_ids": [Command.create({"desordre_id": self.desordre_cheminee.id})] * 20,
            "personne_ids": [Command.create({
                "role": "occupant", "prenom": f"Prénom {n}", "nom": "Modèle",
                "adresse_inconnue": True,
            }) for n in range(20)],
        })
        self.assertLessEqual(lire(), peu)
        self.assertLess(peu, 60)
