"""Many letters at once: made in the background, taken up again after a fault, signed, printed."""

import io
from contextlib import suppress
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..models import oilhi_document_lot_ligne
from ..rendu import ConversionImpossible
from .common import OilhiDocumentsCommon

INDIVISAIRES = 7
LIGNES = "odoo.addons.oilhi_documents.models.oilhi_document_lot_ligne"


@tagged("post_install", "-at_install", "oilhi_http")
class TestLot(OilhiDocumentsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        personnes = [
            {"role": "indivisaire", "civilite": "madame", "prenom": "Anne", "nom": f"EXEMPLE-{n}",
             "rue": f"{n} rue du Test", "code_postal": "62300", "ville": "Lens"}
            for n in range(1, INDIVISAIRES + 1)
        ]  # fmt: skip
        cls.dossier = cls._instruire(cls._dossier({"Q11": "indivision"}, personnes))
        cls.modele = cls.env.ref("oilhi_documents.modele_d_mso_05")

    def setUp(self):
        super().setUp()
        # The run is real; only its commits are not, the test owning the transaction.
        self.startPatcher(patch.object(IrCron, "_commit_progress", lambda *args, **options: 1.0))

    def _lot(self, modele=None):
        dossier = self.dossier.with_user(self.agent)
        return self.env["oilhi.document.lot"].with_user(self.agent)._demander(
            dossier, (modele or self.modele).with_user(self.agent), dossier.personne_ids
        )

    def _produire(self):
        self.env["oilhi.document.lot"]._cron_produire()
        self.env.invalidate_all()

    def test_du_lot_au_pdf_unique(self):
        lot = self._lot()
        self.assertEqual((lot.etat, lot.total, lot.faits), ("en_attente", INDIVISAIRES, 0))
        self._produire()
        self.assertEqual((lot.etat, lot.faits, lot.progression), ("termine", INDIVISAIRES, 100))
        documents = lot.ligne_ids.document_id
        self.assertEqual(documents.create_uid, self.agent)
        self.assertEqual(documents.destinataire_id, self.dossier.personne_ids)
        self.assertTrue(all(d.pdf_id for d in documents))
        pages = sum(len(PdfReader(io.BytesIO(d.pdf_id.raw)).pages) for d in documents)
        self.authenticate(self.agent.login, self.agent.login)
        reponse = self.url_open(f"/oilhi/lot/{lot.id}.pdf")
        self.assertEqual(reponse.headers["Content-Type"], "application/pdf")
        lu = PdfReader(io.BytesIO(reponse.content))
        self.assertEqual(len(lu.pages), pages)
        texte = "".join(page.extract_text() for page in lu.pages)
        positions = [texte.index(f"EXEMPLE-{n}") for n in range(1, INDIVISAIRES + 1)]
        self.assertEqual(positions, sorted(positions), "in the order of the lines")
        self.authenticate(self.agent_autre.login, self.agent_autre.login)
        self.assertEqual(self.url_open(f"/oilhi/lot/{lot.id}.pdf").status_code, 404)

    def test_un_manque_n_arrete_pas_les_autres(self):
        sans = self.dossier.personne_ids[2]
        # An address taken over from an old file: the form would refuse it.
        self.env.cr.execute("UPDATE oilhi_dossier_personne SET rue = NULL WHERE id = %s", sans.ids)
        self.env.invalidate_all()
        # A letter that names its addressee alone: the others lack nothing.
        lot = self._lot(self.env.ref("oilhi_documents.modele_d_mso_03"))
        self._produire()
        self.assertEqual((lot.etat, lot.faits, lot.echecs), ("termine", INDIVISAIRES - 1, 1))
        (ligne,) = lot.ligne_ids.filtered(lambda li: li.etat == "echec")
        self.assertEqual(ligne.destinataire_id, sans)
        self.assertIn("adresse", ligne.message.lower())
        sans.write({"rue": "3 rue du Test"})
        lot.action_reprendre()
        self.assertEqual(lot.etat, "en_attente")
        self._produire()
        self.assertEqual((lot.faits, lot.echecs), (INDIVISAIRES, 0))
        self.assertEqual(len(self.dossier.document_ids), INDIVISAIRES)

    def test_reprise_apres_une_panne(self):
        """Stopped between the letters and their PDF: the next run makes what is left, nothing twice."""
        lot = self._lot()
        # No assertRaises: it would undo what was kept before the fault.
        with patch(f"{LIGNES}.convertir_lot", side_effect=MemoryError), suppress(MemoryError):
            self._produire()
        self.env.invalidate_all()
        faites = lot.ligne_ids.document_id
        self.assertEqual(len(faites), INDIVISAIRES)
        self.assertEqual(set(lot.ligne_ids.mapped("etat")), {"a_convertir"})
        self._produire()
        self.assertEqual((lot.etat, lot.faits), ("termine", INDIVISAIRES))
        self.assertEqual(lot.ligne_ids.document_id, faites)
        self.assertEqual(self.dossier.document_ids, faites)

    def test_libreoffice_en_panne(self):
        """Three attempts, then the Word file is said to be there alone, and may be tried again."""
        lot, appels = self._lot(), []

        def refuser(contenus):
            appels.append(len(contenus))
            return [ConversionImpossible("LibreOffice n’a pas pu convertir ce document en PDF.")] * len(contenus)

        with patch.object(oilhi_document_lot_ligne, "convertir_lot", refuser):
            self._produire()
        self.assertEqual(appels, [INDIVISAIRES] * 3)
        self.assertEqual((lot.etat, lot.faits, lot.echecs), ("termine", 0, INDIVISAIRES))
        self.assertTrue(all(d.docx_id and not d.pdf_id for d in lot.ligne_ids.document_id))
        with self.assertRaisesRegex(UserError, "Aucun PDF"):
            lot.action_telecharger()
        lot.action_reprendre()
        self._produire()
        self.assertEqual((lot.faits, lot.echecs), (INDIVISAIRES, 0))

    def test_interrompre_et_reprendre(self):
        lot = self._lot()
        lot.action_interrompre()
        self._produire()
        self.assertEqual((lot.etat, lot.faits), ("interrompu", 0))
        lot.action_reprendre()
        self._produire()
        self.assertEqual(lot.faits, INDIVISAIRES)

    def test_signer_le_lot(self):
        lot = self._lot()
        self._produire()
        with self.assertRaisesRegex(UserError, "revient au signataire"):
            lot.signer("2027-01-08")
        self.assertTrue(lot.with_user(self.responsable).a_signer)
        lot.with_user(self.responsable).signer("2027-01-08")
        self._produire()
        self.assertEqual((lot.etat, lot.faits), ("termine", INDIVISAIRES), lot.ligne_ids.mapped("message"))
        documents = lot.ligne_ids.document_id
        self.assertEqual(set(documents.mapped("state")), {"signe"})
        self.assertEqual(documents.signe_par_id, self.responsable)
        self.assertTrue(all(d.pdf_id and "8 janvier 2027" in PdfReader(io.BytesIO(d.pdf_id.raw)).pages[0]
                            .extract_text().replace("\u00a0", " ") for d in documents))
        with self.assertRaisesRegex(UserError, "n’attend de signature"):
            lot.with_user(self.responsable).signer("2027-01-08")

    def test_droits(self):
        """Lots are driven by their buttons, by who may write the case; others see nothing."""
        lot = self._lot()
        with self.assertRaises(AccessError):
            lot.write({"etat": "termine"})
        with self.assertRaises(AccessError):
            lot.ligne_ids[0].write({"document_id": False})
        lecteur = lot.with_user(self.lecteur)
        self.assertEqual(lecteur.total, INDIVISAIRES)
        with self.assertRaises(AccessError):
            lecteur.action_interrompre()
        self.assertFalse(
            self.env["oilhi.document.lot"].with_user(self.agent_autre).search([("id", "=", lot.id)])
        )

    def test_requetes_constantes(self):
        """The list of lots costs the same whatever their number."""
        lots = self._lot() | self._lot()
        self._produire()
        lots = lots.with_user(self.agent)
        champs = {"total": {}, "faits": {}, "echecs": {}, "etat": {}}
        lots.web_read(champs)
        comptes = []
        for ensemble in (lots[:1], lots):
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            ensemble.web_read(champs)
            comptes.append(self.env.cr.sql_log_count - avant)
        self.assertEqual(*comptes)

    def test_etiquettes(self):
        self.dossier.personne_ids[0].write({"adresse_inconnue": True, "rue": False})
        action = self.dossier.with_user(self.agent).action_etiquettes()
        self.authenticate(self.agent.login, self.agent.login)
        reponse = self.url_open(action["url"])
        self.assertEqual(reponse.status_code, 200)
        self.assertTrue(reponse.content.startswith(b"PK"))
        self.assertEqual(self.url_open(f"/oilhi/dossier/{self.dossier.id}/etiquettes.docx?modele=9x9").status_code, 404)
        self.authenticate(self.agent_autre.login, self.agent_autre.login)
        self.assertEqual(self.url_open(action["url"]).status_code, 404)
