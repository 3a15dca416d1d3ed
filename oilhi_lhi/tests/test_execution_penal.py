from html import unescape

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..models.execution.oilhi_journal_reserve import NOTES
from ..moteur.penal import infractions_livrees
from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install")
class TestExecutionPenal(OilhiParcoursCommon):
    """Offences: nothing automatic, everything traced, read by those who may write the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._maison()
        cls.proprietaire = cls._personnes(cls.dossier, "proprietaire")

    def _fiche(self, code="INF_REFUS", **valeurs):
        return self.env(user=self.agent)["oilhi.dossier.infraction"].create({
            "dossier_id": self.dossier.id,
            "infraction_id": self.env.ref(f"oilhi_lhi.infraction_{code}").id,
            "faits": "Refus écrit le 2 mai.", "date_faits": "2027-05-02",
            "personne_id": self.proprietaire.id, **valeurs,
        })

    def _signaler(self, fiche, **valeurs):
        action = fiche.action_signaler()
        assistant = self.env(user=self.agent)[action["res_model"]].with_context(**action["context"])
        saisie = assistant.create(valeurs)
        return getattr(saisie, "action_realiser" if "etape" in saisie._name else "action_valider")()

    def test_la_base_et_le_coeur_disent_pareil(self):
        for infraction in self.env["oilhi.infraction"].search([]):
            self.assertEqual(infraction._noyau(), infractions_livrees()[infraction.code])
            # Codes for the jurist who edits, words for who reads.
            mots = (infraction.complementaires_mots or "").splitlines()
            self.assertEqual(len(mots), len(infraction._noyau().complementaires))
        refus = self.env.ref("oilhi_lhi.infraction_INF_REFUS")
        self.assertIn("Interdiction d’acheter", refus.complementaires_mots)

    @freeze_time("2027-05-20 10:00:00")
    def test_peine_et_elements(self):
        fiche = self._fiche()
        self.assertIn("50\u00a0000", fiche.peine)
        self.assertIn("prescription", fiche.peine)
        self.assertIn("Refus délibéré", fiche.manquants)
        refus = fiche.infraction_id.element_ids.filtered(lambda e: e.cle == "refus")
        fiche.element_ids = refus
        self.assertNotIn("Refus délibéré", fiche.manquants)
        self.assertIn("hors circonstance aggravante", fiche.peine)
        fiche.sudo().vulnerable = True
        # Two readers of the same sheet: the group of restricted data alone sees the higher penalty.
        self.responsable.group_ids |= self.env.ref("oilhi_partenaires.group_donnees_sensibles")
        self.env.invalidate_all()
        self.assertIn("75\u00a0000", fiche.with_user(self.responsable).peine)
        self.assertIn("vulnérable", fiche.with_user(self.responsable).peine)
        self.assertIn("50\u00a0000", fiche.with_user(self.agent).peine)
        self.assertNotIn("vulnérable", fiche.with_user(self.agent).peine)
        self.assertIn("hors circonstance aggravante", fiche.with_user(self.agent).sudo().peine)
        with self.assertRaises(AccessError):
            fiche.with_user(self.agent).read(["vulnerable"])
        with self.assertRaises(AccessError):
            fiche.with_user(self.agent).vulnerable = False
        with self.assertRaises(AccessError):
            fiche.with_user(self.agent).search([("vulnerable", "=", True)])
        historique = " ".join(self.dossier.message_ids.mapped(lambda m: unescape(m.body or "")))
        self.assertNotIn("vulnérable", historique)
        with self.assertRaises(ValidationError):
            fiche.element_ids = self.env.ref("oilhi_lhi.infraction_element_INF_LOYER_1")

    def test_infractions_de_la_procedure(self):
        """Only what the text punishes in that procedure is proposed; another offence always is."""
        cas = (
            ("MSO", {"INF-REFUS", "INF-INTERDICTION", "INF-LOYER"}, {"INF-RSHS", "INF-URBANISME", "INF-SUROCC"}),
            ("MSU-EQ", {"INF-REFUS", "INF-INTERDICTION"}, {"INF-RSHS"}),
            ("RSHS", {"INF-RSHS"}, {"INF-REFUS", "INF-LOYER"}),
            ("URB", {"INF-URBANISME"}, {"INF-REFUS"}),
            ("INS-IMP", {"INF-SUROCC", "INF-REFUS"}, {"INF-RSHS"}),
        )
        # sudo: only the procedure of a case is changed here, nothing of the parcours
        procedure = self.dossier.procedure_ids.sudo()
        for code, proposees, ecartees in cas:
            with self.subTest(procedure=code):
                procedure.procedure_id = self.env.ref(f"oilhi_lhi.procedure_{code.replace('-', '_')}")
                fiche = self.env(user=self.agent)["oilhi.dossier.infraction"].new({
                    "dossier_id": self.dossier.id, "dossier_procedure_id": procedure.id,
                })
                codes = set(fiche.infraction_possible_ids.mapped("code"))
                self.assertLessEqual(proposees | {"INF-AUTRE"}, codes)
                self.assertFalse(ecartees & codes)
        # Without a procedure chosen: those of the case.
        sans = self.env["oilhi.dossier.infraction"].new({"dossier_id": self.dossier.id})
        self.assertEqual(set(sans.infraction_possible_ids.mapped("code")), codes)
        with self.assertRaisesRegex(ValidationError, "inconnues : XYZ"):
            self.env.ref("oilhi_lhi.infraction_INF_REFUS").procedures = "MSO,XYZ"

    @freeze_time("2027-05-20 10:00:00")
    def test_du_constat_a_la_condamnation(self):
        self._instruire(self.dossier)
        self._lettre(self.dossier)
        fiche = self._fiche()
        self.assertEqual(fiche.etat, "constatee")
        with self.assertRaises(UserError):
            fiche.fait_id = self.dossier.fait_ids[:1]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            fiche.write({"suite": "classement", "suite_le": "2027-05-19"})
        self._signaler(fiche, date="2027-05-10")
        self.assertEqual(self.dossier._etape("MSO-22b").etat, "faite")
        self.assertEqual((fiche.etat, str(fiche.signale_le)), ("signalee", "2027-05-10"))
        for ecrire in (
            lambda: fiche.write({"faits": "Autre chose"}),
            lambda: fiche.write({"personne_id": False}),
            fiche.action_signaler,
            fiche.unlink,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                ecrire()
        # The date of the report is that of its fact, corrected once.
        self._faire(self.dossier, "MSO-22b", "2027-05-11", motif="Date de l’envoi")
        self.assertEqual(str(fiche.signale_le), "2027-05-11")
        fiche.write({"suite": "poursuites", "suite_le": "2027-05-15", "numero_parquet": "27-0001"})
        with self.assertRaisesRegex(UserError, "écrivez pourquoi"):
            fiche.write({"suite": "condamnation"})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            fiche.write({"interdiction_achat": True, "interdiction_depart": "2027-05-19",
                         "interdiction_mois": 12})
        fiche.write({"suite": "condamnation", "motif_correction": "Jugement reçu"})
        with self.assertRaisesRegex(ValidationError, "dix ans"), self.cr.savepoint():
            fiche.write({"interdiction_achat": True, "interdiction_depart": "2027-05-19",
                         "interdiction_mois": 121})
        fiche.write({"interdiction_achat": True, "interdiction_depart": "2027-05-19",
                     "interdiction_mois": 120})
        self.assertEqual(str(fiche.interdiction_fin), "2037-05-19")
        self.assertIn("notaire", fiche.interdiction_mots)
        self.assertIn("à vérifier", fiche.interdiction_mots)

    @freeze_time("2027-05-20 10:00:00")
    def test_procedure_sans_etape_penale(self):
        """Urgency has no such step: the sending to the prosecutor is a fact of its own."""
        dossier = self._maison(procedure="MSU", batiment_id=self._batiment("5 rue Haute").id)
        fiche = self.env(user=self.agent)["oilhi.dossier.infraction"].create({
            "dossier_id": dossier.id, "infraction_id": self.env.ref("oilhi_lhi.infraction_INF_PRESSION").id,
            "faits": "Compteur arraché.", "date_faits": "2027-05-02",
        })
        self._signaler(fiche, date="2027-05-10", mode="lrar")
        self.assertEqual(fiche.fait_id.code, "D-PART-07")
        self.assertEqual(fiche.signale_mode, "lrar")

    @freeze_time("2027-05-20 10:00:00")
    def test_proces_verbal(self):
        """CSP L. 1312-1: who draws it up, an article in force; nothing is reported without it."""
        fiche = self._fiche("INF_RSHS")
        with self.assertRaisesRegex(UserError, "L. 1312-1"):
            fiche.action_signaler()
        pv = {"pv_agent": "territorial", "pv_agent_nom": "Claude Essai, inspectrice de salubrité",
              "pv_date": "2027-05-03"}
        with self.assertRaisesRegex(ValidationError, "article"), self.cr.savepoint():
            fiche.write({**pv, "pv_article": False})
        with self.assertRaisesRegex(ValidationError, "annulé"), self.cr.savepoint():
            fiche.write({**pv, "pv_article": f"R. 1331-{20}"})
        fiche.write({**pv, "pv_article": "CSP R. 1331-41"})
        self.assertIn("jusqu’à preuve contraire", fiche.pv_foi)
        self.assertTrue(fiche.action_signaler())

    @freeze_time("2027-05-20 10:00:00")
    def test_rien_n_est_automatique(self):
        """The step of the parcours creates no sheet, and guesses nothing between two."""
        self._instruire(self.dossier)
        self._lettre(self.dossier)
        premiere, seconde = self._fiche(), self._fiche("INF_LOYER")
        self._faire(self.dossier, "MSO-22b", "2027-05-10")
        self.assertFalse(premiere.fait_id | seconde.fait_id)
        self.assertEqual(len(self.dossier.infraction_ids), 2)

    @freeze_time("2027-05-20 10:00:00")
    def test_historique_sans_contenu(self):
        """The history of the case is read by more people than the sheet: it says no fact, no name."""
        fiche = self._fiche()
        fiche.write({"faits": "Serrure changée le 5 mai."})
        textes = unescape(" ".join(self.dossier.message_ids.mapped("body")))
        self.assertIn(fiche.display_name, textes)
        self.assertIn("Faits constatés", textes)
        for secret in ("Refus écrit", "Serrure", fiche.infraction_id.name, self.proprietaire.nom):
            self.assertNotIn(secret, textes)

    @freeze_time("2027-05-20 10:00:00")
    def test_droits(self):
        fiche = self._fiche()
        partage = self.env["oilhi.service"].create({
            "name": "Service lecteur", "type": "autre", "epci_id": self.epci.id,
        })
        agent_lecture = self._nouvel_utilisateur("agent", "agent_lecture")
        partage.user_ids |= agent_lecture
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossier.id, "service_id": partage.id, "niveau": "lecture",
        })
        lecteur = self.lecteur
        self.assertTrue(self.dossier.with_user(agent_lecture).has_access("read"))
        self.assertTrue(self.dossier.with_user(lecteur).has_access("read"))
        for user in (agent_lecture, lecteur, self.agent_autre):
            self.assertFalse(fiche.with_user(user).has_access("read"), user.login)
            with self.assertRaises(AccessError):
                self.dossier.with_user(user).action_infractions()
        self.assertEqual(self.dossier.with_user(agent_lecture).infraction_count, 0)
        self.assertFalse(self.dossier.with_user(agent_lecture).infraction_ids)
        with self.assertRaises(AccessError):
            self.dossier.with_user(lecteur).read(["infraction_ids"])
        for user in (self.agent, self.responsable, self.coordinateur):
            self.assertTrue(fiche.with_user(user).has_access("write"), user.login)
            self.assertEqual(self.dossier.with_user(user).infraction_count, 1)
        piece = self.env["ir.attachment"].with_user(self.agent).create({"name": "pv.txt", "raw": b"pv"})
        fiche.piece_ids = piece
        self.assertEqual(piece.res_model, "oilhi.dossier.infraction")
        with self.assertRaises(AccessError):
            piece.with_user(lecteur).read(["raw"])

    @freeze_time("2027-05-20 10:00:00")
    def test_chaque_lecture_reservee_est_notee(self):
        """Whether an occupant is vulnerable, the penalty that tells it, the files; not the rest of the sheet."""
        fiche = self._fiche()
        fiche.sudo().vulnerable = True
        piece = self.env["ir.attachment"].with_user(self.agent).create({"name": "pv.txt", "raw": b"pv"})
        fiche.piece_ids = piece
        lecteur = self._nouvel_utilisateur("agent", "oilhi_agent_penal")
        lecteur.group_ids += self.env.ref("oilhi_partenaires.group_donnees_sensibles")
        lecteur.group_ids += self.env.ref("base.group_allow_export")
        self.service_mairie_arras.user_ids += lecteur
        journal = self.env["oilhi.journal.reserve"]
        fiche, piece = fiche.with_user(lecteur), piece.with_user(lecteur)
        domaine = [("id", "=", fiche.id)]
        libres = {"faits": {}, "personne_id": {}, "piece_ids": {"fields": {"name": {}}}, "etat": {}}
        portes = (
            ("fiche", "Suites pénales n° %d", lambda: fiche.web_read({"vulnerable": {}, "peine": {}})),
            ("fiche", "Suites pénales n° %d", lambda: fiche.web_read({"peine": {}})),
            ("liste", "Suites pénales n° %d", lambda: fiche.web_search_read(domaine, {"vulnerable": {}})),
            ("export", "Suites pénales n° %d", lambda: fiche.export_data(["vulnerable"])),
            ("lecture", "Suites pénales n° %d", lambda: fiche.read(["vulnerable"])),
            ("recherche", "", lambda: fiche.search_count([("vulnerable", "=", True)])),
            ("recherche", "", lambda: fiche.dossier_id.search([("infraction_ids.vulnerable", "=", True)])),
            ("regroupement", "", lambda: fiche.formatted_read_group(domaine, ["vulnerable"], ["__count"])),
            ("lecture", f"Suites pénales n° %d, fichier n° {piece.id}", lambda: piece.read(["datas"])),
            (None, None, lambda: fiche.web_read(libres)),
            (None, None, lambda: fiche.web_search_read(domaine, libres)),
            (None, None, lambda: piece.read(["name", "file_size", "mimetype"])),
        )
        for rang, (mode, quoi, lire) in enumerate(portes):
            with self.subTest(porte=rang, mode=mode):
                self.env.cr.precommit.data.pop(NOTES, None)  # what a new request forgets
                self.env.invalidate_all()
                avant = journal.search([])
                lire()
                notes = journal.search([]) - avant
                self.assertEqual(notes.mapped("mode"), [mode] if mode else [])
                if mode:
                    self.assertEqual(notes.user_id, lecteur)
                    self.assertEqual(notes.quoi or "", quoi % fiche.id if quoi else "")
                    self.assertEqual(notes.dossier_id, self.dossier if quoi else self.env["oilhi.dossier"])
        # Who does not hold the group reads the penalty of everybody: nothing to note.
        self.env.invalidate_all()
        avant = journal.search_count([])
        fiche.with_user(self.agent).web_read({**libres, "peine": {}})
        self.assertEqual(journal.search_count([]), avant)


@tagged("post_install", "-at_install", "oilhi_http")
class TestPenalHttp(OilhiParcoursCommon, HttpCase):
    def test_le_fichier_ouvert_est_note(self):
        """As the web client opens it, by a route that Odoo would send to the replica."""
        dossier = self._maison()
        fiche = self.env(user=self.agent)["oilhi.dossier.infraction"].create({
            "dossier_id": dossier.id, "infraction_id": self.env.ref("oilhi_lhi.infraction_INF_REFUS").id,
            "faits": "Refus écrit.", "date_faits": "2020-05-02",
        })
        piece = self.env["ir.attachment"].with_user(self.agent).create({"name": "pv.txt", "raw": b"pv"})
        fiche.piece_ids = piece
        self.authenticate(self.agent.login, self.agent.login)
        libre = self.env["ir.attachment"].with_user(self.agent).create({"name": "note.txt", "raw": b"note"})
        for adresse, contenu in ((f"/web/content/{piece.id}", b"pv"), (f"/web/content?id={libre.id}", b"note")):
            self.assertEqual(self.url_open(adresse).content, contenu)
        note = self.env["oilhi.journal.reserve"].search([("user_id", "=", self.agent.id)])
        self.assertEqual((note.user_id, note.mode, note.infraction_id), (self.agent, "fichier", fiche))
        self.assertEqual(note.service_id, dossier.service_id)
