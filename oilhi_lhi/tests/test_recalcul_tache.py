from contextlib import suppress
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged

from odoo.addons.base.models import ir_cron

from ..models import oilhi_recalcul
from .parcours_common import OilhiParcoursCommon

LE_2, LE_7 = date(2027, 3, 2), date(2027, 3, 7)  # the fifteenth and the twentieth day


class Mort(BaseException):
    """The worker dies: nothing catches it, nothing is kept of what was not committed."""


@tagged("post_install", "-at_install")
class TestRecalculTache(OilhiParcoursCommon):
    """The batches as the scheduled task runs them: kept one by one, in as many runs as it takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other cases of the database are not what is tried here.
        cls.env["oilhi.dossier.procedure"].search([("etat", "=", "en_cours")]).etat = "abandonnee"
        cls.dossiers = cls._dossiers_signes(5, "rue de la Tâche")
        cls.tache = cls.env.ref("oilhi_lhi.cron_recalcul")
        cls.regle = cls.env.ref("oilhi_lhi.delai_DL_CL")

    def setUp(self):
        super().setUp()
        self.env["oilhi.recalcul"].search([]).unlink()
        self.regle.nombre = 20
        self.recalcul = self.env["oilhi.recalcul"].search([])
        self.patch(oilhi_recalcul, "LOT", 2)

    def _executer(self, secondes=0, tours=1):
        """One run of the task by a worker; returns what the worker keeps of it."""
        self.patch(ir_cron, "MIN_TIME_PER_JOB", secondes)
        self.patch(ir_cron, "MIN_RUNS_PER_JOB", tours)
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            tache = ir_cron.IrCron._acquire_one_job(cr, self.tache.id, include_not_ready=True)
            with suppress(Mort):
                self.registry["ir.cron"]._process_job(cr, tache)
        self.env.invalidate_all()
        return self.env["ir.cron.progress"].search(
            [("cron_id", "=", self.tache.id)], order="id desc", limit=1
        )

    def _dates(self):
        return [self._echeance(dossier, "DL-CL").date for dossier in self.dossiers]

    def test_demande(self):
        """The task is called a minute later: what was begun under the former law is over."""
        appel = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.tache.id)], order="id desc", limit=1
        ).call_at
        self.assertGreater(appel, fields.Datetime.now() + timedelta(seconds=30))
        self.regle.nombre = 25
        self.assertEqual(self.recalcul.demandes, 2, "the same run, written again")
        self.assertEqual(self.env["oilhi.recalcul"].search_count([]), 1)

    def test_plus_de_temps(self):
        """No time left after a batch: it is kept, the next run goes on after it."""
        suivi = self._executer()
        self.assertEqual((self.recalcul.etat, self.recalcul.faits), ("en_cours", 2))
        self.assertEqual((suivi.done, suivi.remaining), (2, 3))
        self.assertEqual(self._dates(), [LE_7] * 2 + [LE_2] * 3)
        rappel = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.tache.id), ("call_at", "<=", fields.Datetime.now())]
        )
        self.assertTrue(rappel, "the worker calls the task again as soon as it can")
        self._executer()
        self.assertEqual(self.recalcul.faits, 4)
        suivi = self._executer()
        self.assertEqual((self.recalcul.etat, suivi.remaining), ("termine", 0))
        self.assertEqual((self.recalcul.faits, self.recalcul.deplacees), (5, 5))
        self.assertEqual(self._dates(), [LE_7] * 5)
        self.assertEqual(len(self._echeance(self.dossiers, "DL-CL").historique_ids), 5)

    def test_jamais_oublie(self):
        """As long as a run is not over, the worker calls the task again: not the next day."""
        self.patch(oilhi_recalcul, "LOT", 5)  # as many as there are: nothing says that it is the end
        suivi = self._executer()
        self.assertEqual((self.recalcul.faits, self.recalcul.etat), (5, "en_cours"))
        self.assertGreater(suivi.remaining, 0)
        self.regle.nombre = 25
        suivante = self.env["oilhi.recalcul"].search([("etat", "=", "en_attente")])
        suivi = self._executer()
        self.assertEqual((self.recalcul.etat, suivante.etat), ("termine", "en_attente"))
        self.assertGreater(suivi.remaining, 0, "another run is waiting")
        while suivi.remaining:
            suivi = self._executer()
        self.assertEqual(suivante.etat, "termine")
        self.assertEqual(self._dates(), [date(2027, 3, 12)] * 5)

    def test_tout_d_un_coup(self):
        suivi = self._executer(secondes=600)
        self.assertEqual((suivi.done, suivi.remaining), (5, 0))
        self.assertEqual(self.recalcul.etat, "termine")
        self.assertEqual(self._dates(), [LE_7] * 5)

    def test_arret_au_milieu(self):
        """The worker dies in the third batch: the first two are kept, the third leaves nothing."""
        Dossier = self.env.registry["oilhi.dossier"]
        vrai, dernier = Dossier._actualiser_activites, self.dossiers[-1]

        def mourir(dossiers):
            vrai(dossiers)
            if dernier in dossiers:
                raise Mort

        with patch.object(Dossier, "_actualiser_activites", mourir):
            self._executer(secondes=600)
        self.env.invalidate_all()
        self.assertEqual((self.recalcul.etat, self.recalcul.faits), ("en_cours", 4))
        self.assertEqual(self._dates(), [LE_7] * 4 + [LE_2])
        self.assertFalse(self._echeance(dernier, "DL-CL").historique_ids)
        self._executer(secondes=600)
        self.assertEqual((self.recalcul.etat, self.recalcul.faits), ("termine", 5))
        self.assertEqual(len(self._echeance(self.dossiers, "DL-CL").historique_ids), 5)

    def test_dossier_change_pendant_le_lot(self):
        """Somebody writes the same case meanwhile: the batch is done again, nothing is left aside."""
        Dossier = self.env.registry["oilhi.dossier"]
        vrai, refus = Dossier._actualiser_activites, []

        def refuser(dossiers):
            vrai(dossiers)
            if self.dossiers[2] in dossiers and len(refus) < 2:
                refus.append(dossiers)
                raise SerializationFailure

        with patch.object(Dossier, "_actualiser_activites", refuser):
            self._executer(secondes=600)
        self.assertEqual([len(lot) for lot in refus], [2, 1], "smaller each time")
        self.assertFalse(self.recalcul.refuses)
        self.assertEqual(self.recalcul.deplacees, 5)
        self.assertEqual(self._dates(), [LE_7] * 5)

    def test_interrompu_pendant(self):
        """The interruption is seen between two batches."""
        Recalcul = self.env.registry["oilhi.recalcul"]
        vrai = Recalcul._traiter_lot

        def traiter(recalcul, *args):
            nombre = vrai(recalcul, *args)
            recalcul.action_interrompre()
            return nombre

        with patch.object(Recalcul, "_traiter_lot", traiter):
            self._executer(secondes=600)
        self.assertEqual((self.recalcul.etat, self.recalcul.faits), ("interrompu", 2))
        self._executer(secondes=600)
        self.assertEqual(self.recalcul.faits, 2, "as long as nobody asks to go on")
        self.recalcul.action_reprendre()
        self._executer(secondes=600)
        self.assertEqual((self.recalcul.etat, self.recalcul.faits), ("termine", 5))
