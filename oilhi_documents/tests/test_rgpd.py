"""Personal data: durations and what they leave alone, the rights of persons, the register."""
import io

from dateutil.relativedelta import relativedelta
from docx import Document

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_cron

from ..anonymisation import balayage
from ..champs.catalogue import calculer
from ..champs.contexte import Contexte
from .common import OilhiDocumentsCommon

NOMS = ("Quelvaribette", "Ostrugomalde", "Zaphielurdovic", "Tixandilyette", "Guerlovensinou", "Wyspraokkalde")


class RgpdCommon(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin_oilhi = cls.env["res.users"].create({
            "name": "Administratrice OILHI", "login": "rgpd.admin",
            "group_ids": [(6, 0, [cls.env.ref("oilhi_partenaires.group_administrateur").id])],
        })
        cls.dossier = cls._dossier_nomme()

    @classmethod
    def _dossier_nomme(cls):
        """A case whose persons, texts, messages and files carry the names."""
        personnes = [
            {"role": "proprietaire", "civilite": "madame", "prenom": "Anne", "nom": NOMS[0],
             "rue": f"4 rue {NOMS[0]}", "code_postal": "62000", "ville": "Arras"},
            {"role": "occupant", "civilite": "monsieur", "prenom": "Luc", "nom": NOMS[1],
             "rue": "12 rue des Fours", "code_postal": "62000", "ville": "Arras", "telephone": "06 00 00 00 01"},
        ]
        dossier = cls._dossier(personnes=personnes, code=None, mesures=())
        dossier.write({"name": f"Mur chez {NOMS[2]}", "description": f"{NOMS[2]} a appelé"})
        dossier.message_post(body=f"Rappeler {NOMS[3]}")
        menage = cls.env["oilhi.dossier.occupant"].create({
            "dossier_id": dossier.id, "personne_id": dossier.personne_ids[1].id, "lot": "2e gauche", "note": NOMS[4],
        })
        cls.env["oilhi.dossier.occupant.reserve"].create({"occupant_id": menage.id, "sante": NOMS[4], "mineurs": 2})
        fichier = io.BytesIO()
        document = Document()
        document.add_paragraph(f"Lettre de {NOMS[5]}")
        document.save(fichier)
        cls.env["ir.attachment"].create({
            "name": f"{NOMS[5]}.docx", "raw": fichier.getvalue(), "res_model": "oilhi.dossier", "res_id": dossier.id,
        })
        return dossier

    def _clore(self, dossier=None, mois=61):
        dossier = dossier or self.dossier
        le = fields.Date.context_today(dossier) - relativedelta(months=mois)
        dossier.sudo().write({"classe_le": le, "motif_classement": "réparé"})
        dossier.flush_recordset()
        return dossier

    def _duree(self, genre, user=None):
        duree = self.env.ref(f"oilhi_documents.conservation_{genre}")
        return duree.with_user(user or self.admin_oilhi)


@tagged("post_install", "-at_install")
class TestConservation(RgpdCommon):
    def _nuit(self):
        tache = self.env.ref("oilhi_documents.cron_conservation")
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            prise = ir_cron.IrCron._acquire_one_job(cr, tache.id, include_not_ready=True)
            self.registry["ir.cron"]._process_job(cr, prise)
        self.env.invalidate_all()

    def _partiraient(self, genre="personnes"):
        return {numero for numero, _nom, motif in self._duree(genre)._examiner() if not motif}

    def _motif(self, genre="personnes", dossier=None):
        dossier = dossier or self.dossier
        return {numero: motif for numero, _nom, motif in self._duree(genre)._examiner()}.get(dossier.id)

    def test_rien_avant_la_decision(self):
        """Shipped durations erase nothing until an administrator has put them to work."""
        self.assertFalse(self.env["oilhi.rgpd.conservation"].search([("en_service", "=", True)]))
        self._clore()
        self._nuit()
        self.assertEqual(self.dossier.personne_ids[0].nom, NOMS[0])
        for user in (self.agent, self.responsable, self.coordinateur):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._duree("personnes", user).action_mettre_en_service()

    def test_dossier_anonymise_la_nuit(self):
        """Five parts, one night: no name is left, the case and its dates are; the next night does nothing."""
        self._clore()
        for genre in ("reserve", "personnes", "textes", "messages", "pieces"):
            self.assertIn(self.dossier.id, self._partiraient(genre))
            self._duree(genre).action_mettre_en_service()
        avant = (self.dossier.reference, self.dossier.phase, self.dossier.date_signalement, self.dossier.batiment_id)
        self._nuit()
        self.assertEqual(balayage.chercher(self.env, NOMS), [])
        dossier = self.dossier
        self.assertEqual(
            (dossier.reference, dossier.phase, dossier.date_signalement, dossier.batiment_id), avant)
        self.assertEqual(dossier.name, "Dossier anonymisé")
        self.assertEqual(set(dossier.personne_ids.mapped("nom_complet")), {"Personne retirée"})
        self.assertEqual(set(dossier.rgpd_trace_ids.mapped("genre")),
                         {"reserve", "personnes", "textes", "messages", "pieces"})
        self.assertFalse(self.env["oilhi.dossier.occupant.reserve"].search([("dossier_id", "=", dossier.id)]))
        passages = self.env["oilhi.rgpd.passage"].search([("lignes", ">", 0)])
        self.assertEqual(len(passages), 5)
        # The case still opens for its agent.
        fiche = dossier.with_user(self.agent)
        champs = fiche.get_views([(False, "form")])["models"]["oilhi.dossier"]["fields"]
        self.assertTrue(fiche.web_read({nom: {} for nom in champs}))
        self.assertNotIn(dossier.id, self._partiraient())

    def test_ce_qui_reste_et_pourquoi(self):
        """An open case is not even looked at; each reason holds a closed one, in words."""
        self.assertIsNone(self._motif(), "open")
        self._clore(mois=59)
        self.assertIsNone(self._motif(), "closed for less than five years")
        self._clore(mois=61)
        self.assertEqual(self._motif(), "")
        cr = self.env.cr
        for sql, mots in (
            ("UPDATE oilhi_dossier SET sous_arrete = TRUE WHERE id = %s", "arrêté"),
            ("UPDATE oilhi_dossier SET argent_reste = 12 WHERE id = %s", "sommes"),
        ):
            with self.subTest(mots=mots), cr.savepoint() as point:
                cr.execute(sql, [self.dossier.id])
                self.assertIn(mots, self._motif())
                point.rollback()
        self.env.invalidate_all()
        self.dossier.conserver_motif = "recours au tribunal administratif"
        self.assertIn("recours au tribunal", self._motif())
        self.assertNotIn(self.dossier.id, self._partiraient())
        self._duree("personnes").action_mettre_en_service()
        self._nuit()
        self.assertEqual(self.dossier.personne_ids[0].nom, NOMS[0])
        passage = self.env["oilhi.rgpd.passage"].search([], limit=1)
        self.assertIn("recours", passage.motifs)

    def test_l_acte_signe_reste(self):
        """Its file, its values and its proof are archives; the draft beside it is emptied."""
        document = self._arrete_signe()
        acte, dossier = document.docx_id.raw, document.dossier_id
        valeurs = document.valeurs
        self._clore(dossier)
        self.env.flush_all()
        self.env.cr.execute("UPDATE oilhi_dossier_procedure SET etat = 'abandonnee' WHERE dossier_id = %s", [dossier.id])
        self.env.cr.execute("UPDATE oilhi_dossier SET sous_arrete = FALSE WHERE id = %s", [dossier.id])
        self.env.invalidate_all(flush=False)
        for genre in ("personnes", "textes", "pieces"):
            self.assertIn(dossier.id, self._partiraient(genre), self._motif(genre, dossier))
            self._duree(genre).action_mettre_en_service()
        self._nuit()
        self.assertEqual(dossier.personne_ids[0].nom_complet, "Personne retirée")
        self.assertEqual(document.docx_id.raw, acte)
        self.assertEqual(document.valeurs, valeurs)

    def test_journaux_agenda_comptes(self):
        """What belongs to no case: by its own date, by batches; an administrator of Odoo is never shut out."""
        journal = self.env["oilhi.journal.reserve"]
        for mois in (1, 13):
            journal.create({
                "user_id": self.agent.id, "mode": "fiche", "company_id": self.env.company.id,
                "date": fields.Datetime.now() - relativedelta(months=mois),
            })
        vieux = self.env["res.users"].create({"name": "Parti", "login": "parti@essai.fr"})
        self.env.cr.execute("UPDATE res_users SET create_date = create_date - interval '5 years'")
        self.env.invalidate_all()
        motifs = {nom: motif for _n, nom, motif in self._duree("comptes")._examiner()}
        self.assertEqual(motifs["parti@essai.fr"], "")
        self.assertIn("administration", motifs["admin"])
        avant = journal.search_count([])
        for genre in ("journal", "comptes"):
            self._duree(genre).action_mettre_en_service()
        self._nuit()
        self.assertEqual(journal.search_count([]), avant - 1)
        self.assertFalse(vieux.active)
        self.assertTrue(self.env.ref("base.user_admin").active)

    def test_examen_sans_toucher(self):
        self._clore()
        action = self._duree("personnes").action_examiner()
        examen = self.env["oilhi.rgpd.examen"].with_user(self.admin_oilhi).browse(action["res_id"])
        self.assertIn(self.dossier, examen.ligne_ids.dossier_id)
        self.assertGreaterEqual(examen.partiraient, 1)
        self.assertEqual(self.dossier.personne_ids[0].nom, NOMS[0])
        with self.assertRaises(AccessError):
            self.env["oilhi.rgpd.passage"].with_user(self.coordinateur).search([])

    def test_raccourcir_se_decide(self):
        duree = self._duree("personnes")
        duree.mois = 72
        duree.action_mettre_en_service()
        duree.mois = 80
        with self.assertRaisesRegex(UserError, "arrêtez-la"):
            duree.mois = 12
        duree.action_arreter()
        duree.mois = 12

    def test_une_lettre_ne_promet_que_ce_qui_se_fait(self):
        """RGPD, article 13, 2, a: the duration, or what it depends on; read by the agent who writes."""
        contexte = Contexte(
            self.dossier.with_user(self.agent), self.env["oilhi.document.modele"],
            self.env["oilhi.dossier.procedure"],
        )
        duree = self._duree("personnes")
        for mois, en_service, attendu in (
            (60, False, "tant que la procédure, son exécution ou un recours peuvent les demander"),
            (60, True, "cinq\u00a0ans après la clôture du dossier"),
            (66, True, "soixante-six\u00a0mois après la clôture du dossier"),
        ):
            with self.subTest(mois=mois, en_service=en_service):
                duree.mois = mois
                if en_service:
                    duree.action_mettre_en_service()
                self.assertEqual(calculer(contexte, ["donnees.conservation"])["donnees.conservation"], attendu)


@tagged("post_install", "-at_install")
class TestDroitsPersonnes(RgpdCommon):
    def _chercher(self, nom, user=None):
        assistant = self.env["privacy.lookup.wizard"].with_user(user or self.admin_oilhi).create({"name": nom})
        assistant.action_lookup()
        return assistant

    def test_recherche_sans_courriel(self):
        """Persons, free texts, messages, files: each where the name is written; none elsewhere."""
        attendus = {
            f"{NOMS[1]} Luc": "oilhi.dossier.personne", NOMS[2]: "oilhi.dossier", NOMS[3]: "mail.message",
            NOMS[4]: "oilhi.dossier.occupant", NOMS[5]: "ir.attachment",
        }
        for nom, modele in attendus.items():
            with self.subTest(nom=nom):
                self.assertIn(modele, self._chercher(nom).line_ids.mapped("res_model"))
        self.assertFalse(self._chercher("Inconnuauregistre").line_ids)
        with self.assertRaises(UserError):
            self._chercher("ab")
        for user in (self.agent, self.responsable, self.coordinateur):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._chercher(NOMS[1], user)

    def test_courriel_vide_jamais_nul(self):
        """The form does not ask for it; the column stays as Odoo made it, which a registry without us looks for."""
        ecran = Form(self.env["privacy.lookup.wizard"].with_user(self.admin_oilhi),
                     "oilhi_documents.privacy_lookup_wizard_view_form_oilhi")
        ecran.name = NOMS[1]
        recherche = ecran.save()
        recherche.email = False
        self.env.flush_all()
        self.env.cr.execute("SELECT email FROM privacy_lookup_wizard WHERE id = %s", recherche.ids)
        self.assertEqual(self.env.cr.fetchone(), ("",))
        self.env.cr.execute("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'privacy_lookup_wizard'::regclass "
                            "AND attname = 'email'")
        self.assertEqual(self.env.cr.fetchone(), (True,))

    def test_recherches_a_leur_auteur(self):
        """Odoo shows them to every administrator; a number typed at random names nothing."""
        ligne = self._chercher(f"{NOMS[1]} Luc").line_ids[:1]
        autre = self.admin_oilhi.copy({"login": "rgpd.admin2"})
        self.assertFalse(self.env["privacy.lookup.wizard.line"].with_user(autre).search([]))
        with self.assertRaises(AccessError):
            ligne.with_user(autre).check_access("read")

    def test_effacer_ou_dire_pourquoi(self):
        ligne = self._chercher(f"{NOMS[1]} Luc").line_ids.filtered(lambda li: li.res_model == "oilhi.dossier.personne")
        self.assertIn("dossier en cours", ligne.oilhi_maintien)
        with self.assertRaisesRegex(UserError, "n’est pas effacée"):
            ligne.action_unlink()
        self._clore(mois=10)
        ligne.invalidate_recordset()
        self.assertIn("jusqu’au", ligne.oilhi_maintien)
        self._clore(mois=61)
        ligne.invalidate_recordset()
        self.assertFalse(ligne.oilhi_maintien)
        ligne.action_unlink()
        luc, anne = self.dossier.personne_ids[1], self.dossier.personne_ids[0]
        self.assertEqual((luc.nom_complet, luc.telephone, anne.nom), ("Personne retirée", False, NOMS[0]))
        journal = self.env["privacy.log"].with_user(self.admin_oilhi).search(
            [("execution_details", "!=", False)], order="id desc", limit=1)
        self.assertIn("anonymisée", journal.execution_details)
        self.assertNotIn(NOMS[1], f"{journal.anonymized_name} {journal.records_description}")

    def test_export(self):
        """All that is held, in words; the restricted data only for who may read them, and it is logged."""
        sensible = self.env.ref("oilhi_partenaires.group_donnees_sensibles")
        for avec in (False, True):
            if avec:
                self.admin_oilhi.group_ids = [(4, sensible.id)]
            journal = self.env["oilhi.journal.reserve"].search_count([])
            assistant = self._chercher(f"{NOMS[1]} Luc")
            self.assertEqual(assistant.action_exporter()["url"], f"/oilhi/personne/{assistant.id}")
            texte = assistant._page()
            with self.subTest(avec=avec):
                self.assertIn(f"Luc {NOMS[1]}", texte)
                self.assertIn("06 00 00 00 01", texte)
                self.assertIn("2e gauche", texte)
                self.assertEqual("Santé" in texte, avec)
                lus = self.env["oilhi.journal.reserve"].search([], order="id desc", limit=1)
                self.assertEqual(self.env["oilhi.journal.reserve"].search_count([]) > journal, avec)
                if avec:
                    self.assertEqual((lus.mode, lus.user_id), ("personne", self.admin_oilhi))


@tagged("post_install", "-at_install")
class TestRegistreTraitements(RgpdCommon):
    def test_lu_par_tous_tenu_par_l_administrateur(self):
        registre = self.env["oilhi.rgpd.traitement"]
        for user in (self.lecteur, self.agent, self.juriste):
            self.assertGreaterEqual(registre.with_user(user).search_count([]), 7)
            with self.assertRaises(AccessError):
                registre.with_user(user).search([], limit=1).name = "autre"
        registre.with_user(self.admin_oilhi).search([], limit=1).revu_le = "2027-01-01"

    def test_imprime(self):
        self.env.company.write({"oilhi_dpo_contact": "dpo@exemple.fr"})
        traitements = self.env["oilhi.rgpd.traitement"].with_user(self.agent).search([])
        rapport = self.env.ref("oilhi_documents.report_oilhi_rgpd_registre").with_user(self.agent)
        contenu, genre = rapport._render_qweb_html(rapport.report_name, traitements.ids)
        self.assertEqual(genre, "html")
        texte = contenu.decode()
        for mots in ("dpo@exemple.fr", "Données réservées des ménages", "60", "à compter"):
            self.assertIn(mots.lower(), texte.lower())


@tagged("post_install", "-at_install", "oilhi_http")
class TestLectureJournalisee(HttpCase, RgpdCommon):
    """A form is read in a read-only transaction: the line of the log must be there all the same."""

    def test_lecture_seule(self):
        self.agent.group_ids = [(4, self.env.ref("oilhi_partenaires.group_donnees_sensibles").id)]
        reserve = self.env["oilhi.dossier.occupant.reserve"].search([("dossier_id", "=", self.dossier.id)])
        journal = self.env["oilhi.journal.reserve"]
        self.authenticate(self.agent.login, self.agent.login)
        for methode, arguments, mode in (
            ("web_read", [reserve.ids, {"sante": {}}], "fiche"),
            ("web_search_read", [[("id", "=", reserve.id)], {"sante": {}}], "liste"),
        ):
            with self.subTest(methode=methode):
                avant = journal.search_count([("user_id", "=", self.agent.id), ("mode", "=", mode)])
                lu = self.url_open(f"/web/dataset/call_kw/{reserve._name}/{methode}", json={
                    "params": {"model": reserve._name, "method": methode, "args": arguments, "kwargs": {}},
                }).json()
                self.assertIn(NOMS[4], str(lu.get("result")), lu.get("error"))
                apres = journal.search_count([("user_id", "=", self.agent.id), ("mode", "=", mode)])
                self.assertEqual(apres, avant + 1, "one line by household and by request")

    def test_page_d_une_personne(self):
        """Handed over to its author alone; somebody else finds no page at that number."""
        recherche = self.env["privacy.lookup.wizard"].with_user(self.admin_oilhi).create({"name": NOMS[1]})
        recherche.action_lookup()
        self.admin_oilhi.password = "Un-mot-de-passe-1"
        self.authenticate("rgpd.admin", "Un-mot-de-passe-1")
        page = self.url_open(f"/oilhi/personne/{recherche.id}")
        self.assertIn(f"Luc {NOMS[1]}", page.text)
        self.assertIn("attachment", page.headers["Content-Disposition"])
        self.authenticate(self.agent.login, self.agent.login)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"/oilhi/personne/{recherche.id}").status_code, 404)
