from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..rendu import texte
from .common import TRAVAUX, OilhiDocumentsCommon


@tagged("at_install", "-post_install")
class TestExecutionDocuments(OilhiDocumentsCommon):
    """Measures and corrections, seen from the documents: report of a control, pre-flight, acts issued."""

    def _controler(self, dossier, jour, *resultats):
        with freeze_time(f"{jour} 15:00:00"):
            visite = self.env["oilhi.dossier.visite"].with_user(self.agent).create({
                "dossier_id": dossier.id, "date": jour, "heure_debut": 10, "heure_fin": 11,
                "nature": "controle",
                "controle_ids": [
                    Command.create({"mesure_id": mesure.id, **valeurs})
                    for mesure, valeurs in zip(dossier.mesure_ids, resultats, strict=True)
                ],
            })
            visite.terminer()
        return visite

    def test_proces_verbal_de_controle(self):
        """D-COM-09 of a control says what was found of each measure, as facts."""
        arrete = self._notifier_tous(self._arrete_signe(self._dossier(mesures=(
            TRAVAUX, {**TRAVAUX, "texte": "Refaire la toiture"}, {**TRAVAUX, "texte": "Clôturer la cour"},
        ))))  # fmt: skip
        dossier = arrete.dossier_id.with_user(self.agent)
        visite = self._controler(
            dossier, "2027-05-03", {"resultat": "executee", "date_achevement": "2027-04-30"},
            {"resultat": "partielle", "reste": "le versant nord.", "observation": "Bâche posée"},
            {"resultat": "non_verifiee"},
        )  # fmt: skip
        action = visite.action_proces_verbal()
        document = self.env["oilhi.document"].browse(action["res_id"])
        lu = texte(document.docx_id.raw).replace("\u00a0", " ").replace("\u202f", " ")
        for mots in (
            "mesure exécutée, achevée le 30 avril 2027", "Refaire la toiture",
            "mesure exécutée en partie ; reste à faire : le versant nord", "Bâche posée",
            "« Clôturer la cour »",
        ):
            self.assertIn(mots, lu)

    def test_mainlevee_et_constat_contraire(self):
        """The pre-flight and the signature refuse while a control says that the work is undone."""
        arrete = self._notifier_tous(self._arrete_signe())
        dossier = arrete.dossier_id.with_user(self.agent)
        dossier._etape("MSO-17a").realiser("2027-05-03")
        self._controler(dossier, "2027-05-04", {"resultat": "non_executee"})
        bloquants = [
            c for c in dossier.controler("D-MSO-20")
            if c["code"] == "MAINLEVEE" and c["niveau"] == "bloquant"
        ]
        self.assertEqual(len(bloquants), 1)
        self.assertIn("Reprendre la maçonnerie", bloquants[0]["message"])
        with self.assertRaisesRegex(UserError, "L. 511-14"):
            arrete.mainlever().with_user(self.responsable).signer("2027-05-06")
        self._controler(dossier, "2027-05-10", {"resultat": "executee"})
        levee = arrete.mainlever()
        levee.with_user(self.responsable).signer("2027-05-12")
        self.assertEqual(arrete.state, "leve")
        self.assertEqual(str(dossier.mesure_ids.levee_le), "2027-05-12")

    def test_correction_et_actes_emis(self):
        """The order signed too early is named, and the order itself, and what quotes the former date."""
        arrete = self._notifier_tous(self._arrete_signe())
        dossier = arrete.dossier_id.with_user(self.agent)
        brouillon = dossier.generer_document("D-MSO-03")
        with freeze_time("2027-08-20 10:00:00"):
            dossier._etape("MSO-08").realiser(
                "2027-01-08", date_reception="2027-01-29", motif="Avis mal lu.",
                destinataire_id=self._proprietaire(dossier).id,
            )
        correction = dossier.correction_ids
        documents = correction.acte_ids.filtered("document_id")
        self.assertIn(arrete, documents.document_id)
        self.assertNotIn(brouillon, documents.document_id, "a draft is no act")
        ligne = documents.filtered(lambda x: x.document_id == arrete)
        self.assertEqual(ligne.portee, "premature")
        self.assertIn("observations", ligne.risque)
        self.assertIn("L. 243-1", ligne.que_faire, "four months have passed since 15 February")

    def test_document_qui_cite_l_ancienne_date(self):
        """A mainlevée quotes the day on which the order was received: corrected, it is told."""
        arrete = self._notifier_tous(self._arrete_signe())
        dossier = arrete.dossier_id.with_user(self.agent)
        dossier._etape("MSO-17a").realiser("2027-05-03")
        levee = arrete.mainlever()
        levee.with_user(self.responsable).signer("2027-05-20")
        dossier._etape("MSO-17a").realiser("2027-05-02", motif="Constat du 2 mai.")
        self.assertFalse(dossier.correction_ids.acte_ids.filtered(lambda x: x.grave))
        with freeze_time("2027-08-20 10:00:00"):
            dossier._etape("MSO-13").realiser(
                "2027-02-17", date_reception="2027-02-22", motif="Avis mal lu.",
                destinataire_id=self._proprietaire(dossier).id,
            )
        citent = dossier.correction_ids.acte_ids.filtered(lambda x: x.portee == "document")
        self.assertIn(levee, citent.document_id)
        self.assertIn("19/02/2027", citent.filtered(lambda x: x.document_id == levee)[:1].risque)
