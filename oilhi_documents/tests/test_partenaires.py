from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.oilhi_notification import COMMUNICATIONS
from ..rendu import texte
from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
class TestPartenaires(OilhiDocumentsCommon):
    """Letters to partners: the order and its lifting with one text, what their sending proves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrete = cls._arrete_signe()
        cls.dossier = cls.arrete.dossier_id.with_user(cls.agent)
        cls.dossier.sudo().write({"usage": "habitation"})

    def _organisme(self, code):
        return self.env["res.partner"].create({
            "name": f"Organisme {code}", "is_company": True, "email": "exemple@exemple.fr",
            "oilhi_commune_ids": [(6, 0, self.commune_arras.ids)],
            "oilhi_type_ids": [(6, 0, self.env["oilhi.type.organisme"].search([("code", "=", code)]).ids)],
        })  # fmt: skip

    def _lire(self, document):
        return texte(document.docx_id.raw).replace("\u00a0", " ").replace("’", "'")

    def test_codes_des_communications(self):
        """The document that a sending proves is the one that is written to that type of body."""
        for type_organisme, code in COMMUNICATIONS.items():
            modele = self.env["oilhi.document.modele"].search([("code", "=", code)])
            self.assertIn(type_organisme, modele._codes("partenaires"), code)

    def test_arrete(self):
        caf = self._organisme("PA-CAF")
        document = self.dossier.generer_document("D-PART-01", contact_id=caf.id)
        lu = self._lire(document)
        for mention in (
            f"arrêté de mise en sécurité n° {self.arrete.numero} du 15 février 2027",
            "En application de l'article R. 511-7", "Organisme PA-CAF",
        ):
            self.assertIn(mention, lu)
        self.assertNotIn("prononce la mainlevée", lu)

    def test_envoi(self):
        """A letter proves what it says: another one to the same body is not the communication."""
        tous = self._organisme("PA-CAF")
        tous.oilhi_type_ids |= self.env["oilhi.type.organisme"].search([("code", "=", "PA-TJ")])
        autre = self.dossier.generer_document("D-COM-08", contact_id=tous.id, saisies={
            "saisie.indices_danger": "Des pierres tombent.", "saisie.opposition": "oui",
            "saisie.demarches": "refus écrit.", "saisie.visiteurs": "Mme Constat",
        })  # fmt: skip
        lettre = self.dossier.generer_document("D-PART-01", contact_id=tous.id)
        for document, codes in ((autre, []), (lettre, ["D-PART-01"])):
            document.with_user(self.responsable).signer("2027-02-16")
            document.notifier(tous.id, "lrar", "2027-02-16")
            faits = self.dossier.fait_ids.filtered(lambda f: (f.code or "").startswith("D-PART-"))
            self.assertEqual(faits.mapped("code"), codes)

    def test_copie_pour_information(self):
        """A copy to the DDT is no transmission to the préfet."""
        for type_organisme, faits in (("PA-DDTM", []), ("PA-PREF", ["D-PART-03"])):
            contact = self._organisme(type_organisme)
            lettre = self.dossier.generer_document("D-PART-03", contact_id=contact.id)
            lettre.with_user(self.responsable).signer("2027-02-16")
            lettre.notifier(contact.id, "lrar", "2027-02-16")
            connus = self.dossier.fait_ids.filtered(lambda f: (f.code or "").startswith("D-PART-"))
            self.assertEqual(connus.mapped("code"), faits)

    def test_lettre_qui_est_une_etape(self):
        """Sending the report to the prosecutor is the step of the parcours, and closes the sheet."""
        parquet = self._organisme("PA-PARQUET")
        fiche = self._fiche()
        lettre = self.dossier.generer_document("D-PART-07", contact_id=parquet.id)
        lettre.with_user(self.responsable).signer("2027-02-16")
        lettre.notifier(parquet.id, "lrar", "2027-02-17")
        self.assertEqual(self.dossier._etape("MSO-22b").etat, "faite")
        self.assertEqual(str(fiche.signale_le), "2027-02-17")

    def _fiche(self):
        infraction = self.env.ref("oilhi_lhi.infraction_INF_REFUS")
        return self.dossier.env["oilhi.dossier.infraction"].create({
            "dossier_id": self.dossier.id, "infraction_id": infraction.id,
            "faits": "Rien n’est commencé.", "date_faits": "2026-06-05",
            "personne_id": self.dossier.personne_ids.filtered("tenue")[:1].id,
            "element_ids": infraction.element_ids[:1].ids,
        })  # fmt: skip

    def test_maire_n_ecrit_pas_au_maire(self):
        """D-PART-14 is the president's letter."""
        with self.assertRaisesRegex(UserError, "président de l’intercommunalité"):
            self.dossier.generer_document(
                "D-PART-14", contact_id=self._organisme("PA-MAIRE").id
            )

    def test_signalement(self):
        """Supposed, with what is established and what is not; read by who may write the case."""
        parquet = self._organisme("PA-PARQUET")
        with self.assertRaisesRegex(UserError, "Suites pénales"):
            self.dossier.generer_document("D-PART-07", contact_id=parquet.id)
        self._fiche()
        document = self.dossier.generer_document("D-PART-07", contact_id=parquet.id)
        lu = self._lire(document)
        for mention in (
            "infraction supposée", "CCH L. 511-22 I", "un an d'emprisonnement et 50 000 € d'amende",
            "Ce que les pièces du dossier montrent : arrêté pris et notifié",
            "Ce qui n'est pas établi à ce jour : délai d'exécution expiré",
        ):
            self.assertIn(mention, lu)
        self.env["oilhi.dossier.partage"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "service_id": self.agent_autre.oilhi_service_ids[:1].id,
            "niveau": "lecture", "motif": "Suivi commun",
        })
        lecteur = self.agent_autre
        self.assertTrue(self.arrete.with_user(lecteur).has_access("read"))
        with self.assertRaises(AccessError):
            document.with_user(lecteur).read(["valeurs"])
        with self.assertRaises(AccessError):
            document.docx_id.with_user(lecteur).read(["raw"])
        for user, vus in ((self.agent, document.ids), (lecteur, [])):
            self.env.invalidate_all()
            dossier = self.dossier.with_user(user)
            etapes = [e for p in dossier.parcours()["procedures"] for e in p["etapes"]]
            lettres = [d for e in etapes for d in e["documents"] if d["code"] == "D-PART-07"]
            with self.subTest(user=user.login):
                self.assertTrue(lettres)
                self.assertEqual([e["id"] for d in lettres for e in d["existants"]], vus)
                self.assertEqual((dossier.document_ids & document).ids, vus, "and what the case holds afterwards")
