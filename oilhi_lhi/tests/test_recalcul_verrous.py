from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.service import model as service
from odoo.tests import BaseCase, get_db_name, tagged

from ..models import oilhi_recalcul


@tagged("post_install", "-at_install", "oilhi_verrous")
class TestRecalculVerrous(BaseCase):
    """An agent and the recalculation on the same case, each in a transaction of its own.

    What two transactions see of each other has to be committed: the cases are made, then erased.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._effacer)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            cls.service = env["oilhi.service"].create({
                "name": "Essai des verrous", "type": "mairie",
                "commune_id": env.ref("oilhi_partenaires.commune_62041").id,
            }).id
            cls.batiment = env["oilhi.batiment"].create({
                "rue": "1 rue des Verrous", "protection": "non", "copropriete": "non",
                "commune_id": env.ref("oilhi_partenaires.commune_62041").id,
            }).id
            dossiers = env["oilhi.dossier"].create([
                {"name": f"Verrou {n}", "batiment_id": cls.batiment, "service_id": cls.service}
                for n in range(3)
            ])
            for dossier in dossiers:
                dossier._creer_procedure(env.ref("oilhi_lhi.procedure_MSO"), None)
            cls.ids = dossiers.ids

    @classmethod
    def _effacer(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["oilhi.recalcul"].search([("name", "=", "Essai des verrous")]).unlink()
            dossiers = env["oilhi.dossier"].browse(cls.ids).exists()
            for table in ("echeance", "fait", "procedure"):
                cr.execute(
                    f"DELETE FROM oilhi_dossier_{table} WHERE dossier_id = ANY(%s)", [cls.ids]
                )
            dossiers.invalidate_recordset()
            dossiers.unlink()
            env["oilhi.batiment"].browse(cls.batiment).unlink()
            env["oilhi.service"].browse(cls.service).unlink()

    def _transaction(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, SUPERUSER_ID, {})

    def _recalcul(self, env):
        return env["oilhi.recalcul"].create({
            "name": "Essai des verrous", "etat": "en_cours", "total": 3,
            "dernier_id": min(self.ids) - 1,
        })

    def test_un_agent_tient_un_dossier(self):
        """The batch skips the case, without waiting; it does it once the agent has saved."""
        lot, agent = self._transaction(), self._transaction()
        recalcul = self._recalcul(lot)
        lot.cr.commit()
        agent["oilhi.dossier"].browse(self.ids[1])._verrouiller()
        recalcul._traiter_lot(10)
        lot.cr.commit()
        self.assertEqual((recalcul.faits, recalcul.occupes), (2, [self.ids[1]]))
        self.assertEqual(recalcul.etat, "en_cours")
        recalcul._traiter_lot(10)
        lot.cr.commit()
        self.assertEqual((recalcul.faits, recalcul.etat), (2, "en_cours"), "still held")
        agent.cr.commit()
        recalcul._traiter_lot(10)
        lot.cr.commit()
        self.assertEqual((recalcul.faits, recalcul.etat), (3, "termine"))
        self.assertFalse(recalcul.occupes)

    def test_la_tache_n_insiste_pas(self):
        """Nothing but held cases: the task ends, and comes back a little later."""
        lot, agent = self._transaction(), self._transaction()
        recalcul = self._recalcul(lot)
        recalcul.write({"dernier_id": max(self.ids), "occupes": [self.ids[0]], "faits": 2})
        lot.cr.commit()
        agent["oilhi.dossier"].browse(self.ids[0])._verrouiller()
        tours = []

        def faire(soi):
            tours.append(soi._traiter_lot())
            lot.cr.commit()
            return 600

        classe = self.registry["oilhi.recalcul"]
        with patch.object(classe, "_faire_lot", faire), \
                patch.object(classe, "search", lambda soi, *a, **k: recalcul):
            recalcul._cron_recalculer()
        lot.cr.rollback()
        self.assertEqual(tours, [1])
        agent.cr.rollback()

    def test_le_lot_tient_le_dossier(self):
        """The agent sees nothing: his request is played again once the batch is kept."""
        lot, agent = self._transaction(), self._transaction()
        recalcul = self._recalcul(lot)
        lot.cr.commit()
        recalcul._traiter_lot(10)  # done, not committed: it holds the three cases
        etape = agent["oilhi.dossier"].browse(self.ids[0])._etape("MSO-01")
        attentes, refus = [], []

        def enregistrer():
            try:
                return etape.realiser("2026-11-02")
            except ConcurrencyError as erreur:
                refus.append(erreur)
                raise

        def attendre(secondes):
            attentes.append(secondes)
            lot.cr.commit()

        with patch.object(service.time, "sleep", attendre):
            reponse = service.retrying(enregistrer, agent)
        self.assertEqual(reponse["etat"], "faite")
        self.assertEqual((len(refus), len(attentes)), (1, 1))
        lu = self._transaction()["oilhi.dossier"].browse(self.ids[0])
        self.assertEqual(lu.etape_ids.filtered(lambda e: e.code == "MSO-01").etat, "faite")
        self.assertEqual(recalcul.faits, 3, "what the batch did is kept too")

    def test_un_lot_est_court(self):
        """Held for about a second (some ten milliseconds a case): see « ./oilhi bench recalcul »."""
        self.assertLessEqual(oilhi_recalcul.LOT, 100)
