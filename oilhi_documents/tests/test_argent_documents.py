from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..rendu import texte
from .common import OilhiDocumentsCommon

PERSONNES = [
    {"role": "proprietaire", "civilite": "madame", "prenom": prenom, "nom": "EXEMPLE",
     "rue": "2 rue du Test", "code_postal": "62300", "ville": "Lens"}
    for prenom in ("Anne", "Luce")
]  # fmt: skip


@tagged("at_install", "-post_install")
class TestArgentDocuments(OilhiDocumentsCommon):
    """Documents that rest on the money: the row they tell, and what their signature records."""

    def _lu(self, document):
        return texte(document.docx_id.raw).replace("\u00a0", " ").replace("\u202f", " ")

    def _carence(self, **plus):
        arrete = self._notifier_tous(self._arrete_signe(self._dossier(**plus)))
        dossier = arrete.dossier_id.with_user(self.agent)
        dossier._etape("MSO-17b").realiser("2027-05-21", note="Rien n’a été fait.")
        return dossier

    def _astreinte(self, dossier, **plus):
        return dossier.env["oilhi.dossier.astreinte"].create({
            "dossier_id": dossier.id,
            "dossier_procedure_id": dossier.procedure_ids.id,
            "montant_jour": 150,
            "motif_ampleur": "Reprise du pignon.",
            "motif_consequences": "Des pierres peuvent tomber.",
            "redevable_ids": [Command.create({
                "dossier_id": dossier.id, "personne_id": self._proprietaire(dossier).id,
            })],
            **plus,
        })  # fmt: skip

    def test_astreinte_notifiee(self):
        """Amount and motives come from the row; its notification makes it run, on the day of the order."""
        dossier = self._carence()
        astreinte = self._astreinte(dossier)
        arrete = dossier.generer_document("D-MSO-23")
        lu = self._lu(arrete)
        for mots in ("150 € par jour de retard", "1 000 €", "50 000 €", "reprise du pignon",
                     "des pierres peuvent tomber", "constat établi le 21 mai 2027"):
            self.assertIn(mots, lu)
        arrete.with_user(self.responsable).signer("2027-05-25")
        self.assertEqual(astreinte.etat, "preparee")  # nothing runs before the notification
        arrete.transmettre("2027-05-25")
        arrete.notifier(
            None, "lrar", "2027-05-26", "2027-05-28", personne_id=self._proprietaire(dossier).id
        )
        self.assertEqual(dossier.astreinte_ids, astreinte)
        self.assertEqual((astreinte.etat, str(astreinte.date)), ("en_cours", "2027-05-25"))
        self.assertEqual(str(astreinte.redevable_ids.notifie_le), "2027-05-28")
        self.assertEqual(astreinte.montant_jour, 150)

    def test_choisir_la_ligne(self):
        """Two titles: the last prepared by default, the other one by its button, each its draft."""
        with freeze_time("2027-06-10 10:00:00"):
            dossier = self._carence(personnes=PERSONNES)
            for personne, montant in zip(dossier.personne_ids, (1000, 2000), strict=True):
                dossier.env["oilhi.dossier.depense"].create({
                    "dossier_id": dossier.id,
                    "dossier_procedure_id": dossier.procedure_ids.id,
                    "nature": "travaux", "libelle": f"Étaiement {montant}", "date": "2027-06-09",
                    "ht": montant, "tva": 0, "personne_ids": [Command.set(personne.ids)],
                })  # fmt: skip
            dossier.preparer_titres()
            premier, dernier = dossier.titre_ids.sorted("id")
            self.assertIn("2 160 €", self._lu(dossier.generer_document("D-FIN-02")))
            self.assertIn(
                "1 080 €", self._lu(dossier.generer_document("D-FIN-02", ligne_id=premier.id))
            )
            self.assertEqual(len(dossier.document_ids.filtered(lambda d: d.code == "D-FIN-02")), 2)
            action = dernier.action_document()
            self.assertEqual(action["context"]["default_ligne_id"], dernier.id)
            with self.assertRaisesRegex(UserError, "n’appartient pas au dossier"):
                self._dossier(rue="3 rue des Autres").generer_document(
                    "D-FIN-01", ligne_id=premier.id
                )
            with self.assertRaisesRegex(UserError, "ne porte pas sur une ligne"):
                dossier.generer_document("D-MSO-10", ligne_id=premier.id)

    def test_poursuite_ne_leve_rien(self):
        """L. 511-21: the danger has not ended for good; the order stays, the procedure goes on."""
        arrete = self._arrete_urgent_execute()
        dossier = arrete.dossier_id
        acte = dossier.generer_document("D-MSU-07", saisies={
            "saisie.durable": "non", "saisie.danger_restant": "l’étaiement est provisoire",
        })  # fmt: skip
        self.assertIn("ne vaut pas mainlevée", self._lu(acte))
        acte.with_user(self.responsable).signer("2027-01-10")
        self.assertNotEqual(arrete.state, "leve")
        self.assertEqual(dossier._etape("MSU-15").etat, "faite")
        self.assertNotEqual(dossier._etape("MSU-14").etat, "faite")
