"""Letters to partners, what is typed for one document, templates that ship with a release."""

import base64
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.http import serialize_exception
from odoo.tests import Form, tagged

from ..rendu import texte
from .common import OilhiDocumentsCommon

SAISIES = {
    "saisie.indices_danger": "Des pierres tombent du pignon depuis le 4 janvier 2027.",
    "saisie.opposition": "oui",
    "saisie.demarches": "refus opposé par écrit le 6 janvier 2027.",
    "saisie.visiteurs": "Mme Dominique Constat",
    "saisie.pieces": "photographies du 5 janvier 2027 ;\nsignalement du 4 janvier 2027.",
}


@tagged("post_install", "-at_install")
class TestSaisies(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier(code=None, mesures=())
        cls.tribunal = cls._organisme("PA-TJ", "Tribunal judiciaire d’Arras")

    @classmethod
    def _organisme(cls, code, nom):
        return cls.env["res.partner"].create({
            "name": nom, "is_company": True, "street": "2 rue de l’Exemple", "zip": "62000",
            "city": "Arras", "oilhi_commune_ids": [(6, 0, cls.commune_arras.ids)],
            "oilhi_type_ids": [(6, 0, cls.env["oilhi.type.organisme"].search([("code", "=", code)]).ids)],
        })

    def _lire(self, document):
        return texte(document.docx_id.raw).replace("\u00a0", " ")

    def test_lettre_a_un_partenaire(self):
        """No procedure needs to be open; what was typed is kept, and asked again by name."""
        with self.assertRaisesRegex(UserError, "(?s)ne peut pas être produit.*ce qui fait craindre un danger .à saisir"):
            self.dossier.generer_document("D-COM-08")
        document = self.dossier.generer_document("D-COM-08", saisies=SAISIES)
        self.assertEqual(document.contact_id, self.tribunal)
        self.assertFalse(document.dossier_procedure_id)
        lu = self._lire(document)
        for mention in (
            "Tribunal judiciaire d’Arras", "2 rue de l’Exemple", "62000 Arras",
            "L’occupant s’est opposé à la visite : refus opposé par écrit",
            "photographies du 5 janvier 2027 ;", "signalement du 4 janvier 2027.",
        ):
            self.assertIn(mention, lu)
        self.assertNotIn("L’urgence tient", lu)
        self.assertFalse(document._perime())
        self.assertEqual(document.options["saisies"]["saisie.opposition"], "oui")

    def test_le_client_web_montre_le_refus(self):
        """A subclass unknown to the web client is « Oups ! », and what is missing is not read."""
        with self.assertRaises(UserError) as refus:
            self.dossier.generer_document("D-COM-08")
        self.assertEqual(serialize_exception(refus.exception)["name"], "odoo.exceptions.UserError")
        notres = [c for c in UserError.__subclasses__() if c.__module__.startswith("odoo.addons.oilhi")]
        self.assertEqual(notres, [], "any other of ours would be « Oups ! » too")

    def test_plusieurs_partenaires_ou_aucun(self):
        self._organisme("PA-TJ", "Tribunal de proximité d’Arras")
        with self.assertRaisesRegex(UserError, "Choisissez le partenaire"):
            self.dossier.generer_document("D-COM-08", saisies=SAISIES)
        document = self.dossier.generer_document(
            "D-COM-08", saisies=SAISIES, contact_id=self.tribunal.id
        )
        self.assertEqual(document.contact_id, self.tribunal)
        self.env["res.partner"].search([("oilhi_type_ids.code", "=", "PA-TJ")]).action_archive()
        with self.assertRaisesRegex(UserError, "l’annuaire n’en connaît aucun"):
            self.dossier.generer_document("D-COM-08", saisies=SAISIES)

    def test_saisie_refusee(self):
        with self.assertRaisesRegex(UserError, "inconnues au catalogue : saisie.autre"):
            self.dossier.generer_document("D-COM-08", saisies={"saisie.autre": "x"})
        with self.assertRaisesRegex(UserError, "inconnues au catalogue : signature.nom"):
            self.dossier.generer_document("D-COM-08", saisies={"signature.nom": "Usurpé"})

    def test_assistant(self):
        """The questions of the chosen document, then the answers of the former draft."""
        assistants = self.env["oilhi.document.preparation"].with_user(self.agent)
        with Form(assistants.with_context(default_dossier_id=self.dossier.id)) as formulaire:
            formulaire.modele_id = self.env.ref("oilhi_documents.modele_d_com_08")
        assistant = formulaire.record
        self.assertEqual(assistant.contact_id, self.tribunal)
        self.assertEqual(set(assistant.saisie_ids.mapped("cle")), {*SAISIES, "saisie.urgence"})
        with self.assertRaisesRegex(UserError, "il manque"):
            assistant.action_preparer()
        for ligne in assistant.saisie_ids:
            champ = "oui_non" if ligne.type == "booleen" else "texte"
            ligne[champ] = SAISIES.get(ligne.cle, "")
        assistant.action_preparer()
        self.assertEqual(self.dossier.document_ids.code, "D-COM-08")
        with Form(assistants.with_context(default_dossier_id=self.dossier.id)) as formulaire:
            formulaire.modele_id = self.env.ref("oilhi_documents.modele_d_com_08")
        lignes = {li.cle: li._reponse() for li in formulaire.record.saisie_ids}
        self.assertEqual(lignes["saisie.visiteurs"], "Mme Dominique Constat")
        self.assertEqual(lignes["saisie.opposition"], "oui")


@tagged("post_install", "-at_install")
class TestGabaritsLivres(OilhiDocumentsCommon):
    def setUp(self):
        super().setUp()
        self.modele = self.env.ref("oilhi_documents.modele_d_com_08")
        self.versions = self.env["oilhi.document.modele.version"]
        dossier = tempfile.TemporaryDirectory()
        self.addCleanup(dossier.cleanup)
        self.dossier_livre = Path(dossier.name)

    def _livrer(self, gabarit):
        source = self.env.ref(f"oilhi_documents.modele_{gabarit}").version_courante_id
        (self.dossier_livre / "D-COM-08.docx").write_bytes(source._contenu())
        self.versions._livrer(self.dossier_livre)

    def test_texte_change(self):
        """The same file again: nothing; another one: a new version, which ends the former."""
        premiere = self.modele.version_courante_id
        self._livrer("d_com_08")
        self.assertEqual(self.modele.version_ids, premiere)
        self._livrer("d_mso_03")
        nouvelle = self.modele.version_courante_id
        self.assertEqual((nouvelle.numero, nouvelle.livree), (premiere.numero + 1, True))
        self.assertTrue(premiere.date_fin or premiere.state == "retire")

    def test_adaptation_gardee(self):
        """A service's own text stays in force; the new one waits, to be compared."""
        premiere = self.modele.version_courante_id
        adaptee = self.versions.with_user(self.juriste).create({
            "modele_id": self.modele.id, "numero": 50,
            "fichier": base64.b64encode(premiere._contenu()),
        })
        adaptee.action_valider()
        self._livrer("d_mso_03")
        self.assertEqual(self.modele.version_courante_id, adaptee)
        attente = self.modele.version_ids.filtered(lambda v: v.state == "brouillon")
        self.assertEqual((attente.livree, attente.numero), (True, 51))
        self.assertIn("à comparer", attente.base)
        self._livrer("d_mso_03")
        self.assertEqual(len(self.modele.version_ids), 3)
