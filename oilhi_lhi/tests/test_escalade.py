from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.oilhi_lhi.models import oilhi_dossier_escalade as escalade

from .test_a_faire import OilhiSemaineCommon


@tagged("at_install", "-post_install")
class TestEscalade(OilhiSemaineCommon):
    """What is late reaches the responsable, then the coordinateurs: once, and until it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sans_rappel()
        cls.type = cls.env.ref("oilhi_lhi.mail_activity_type_escalade")

    @contextmanager
    def _le(self, jour):
        with freeze_time(f"{jour} 05:00:00"):
            self.env.invalidate_all()
            yield

    def _tache(self, jour, lot=escalade.LOT, temps=1.0):
        """The scheduled task on that day; nothing is committed here."""
        progres = []

        def avancer(cron, fait=0, *, remaining=None, deactivate=False):
            progres.append((fait, remaining))
            return temps

        with (
            self._le(jour),
            patch.object(escalade, "LOT", lot),
            patch.object(IrCron, "_commit_progress", avancer),
        ):
            self.env["oilhi.dossier"]._cron_escalade()
            self.env.flush_all()
        return progres

    def _alertes(self, user=None, dossier=None, actives=True):
        domaine = [
            ("activity_type_id", "=", self.type.id),
            ("res_id", "=", (dossier or self.dossier).id),
            ("active", "in", (True,) if actives else (True, False)),
        ]
        if user:
            domaine.append(("user_id", "=", user.id))
        return self.env["mail.activity"].with_context(active_test=actives).search(domaine)

    def test_au_responsable_apres_deux_jours(self):
        echeance = self._dater("2027-01-11")
        self._tache("2027-01-12")
        self.assertFalse(self._alertes())
        self._tache("2027-01-13")
        alerte = self._alertes()
        self.assertEqual(alerte.user_id, self.responsable)
        self.assertEqual(
            alerte.summary,
            f"En retard depuis le 11/01/2027 : {self.delai.name} (suivi par {self.agent.name})",
        )
        self.assertEqual(
            (echeance.niveau_escalade, echeance.escaladee_le.isoformat()), (1, "2027-01-13")
        )
        self._tache("2027-01-13")
        self._tache("2027-01-14")
        self.assertEqual(self._alertes(), alerte, "dit une fois")

    def test_jamais_pour_un_conseil(self):
        """Nor for a right that has ended, for what is kept, or for a case put away."""
        self._dater("2027-01-01", niveau_preuve="pratique")
        self._dater("2027-01-01", retard_possible=False, nature="minimum")
        self._dater("2027-01-01", tenue_le="2027-01-01")
        self._dater("2027-01-01", sans_objet=True)
        archive = self._sans_rappel(self._maison().with_env(self.env))
        self._dater("2027-01-01", archive)
        archive.active = False
        self._tache("2027-01-13")
        self.assertFalse(self._alertes() | self._alertes(dossier=archive))

    def test_delai_regle(self):
        """The number of days is a parameter; nonsense in it changes nothing."""
        self._dater("2027-01-11")
        parametres = self.env["ir.config_parameter"]
        parametres.set_param("oilhi.escalade_jours", "5")
        self._tache("2027-01-15")
        self.assertFalse(self._alertes())
        parametres.set_param("oilhi.escalade_jours", "deux")
        self._tache("2027-01-15")
        self.assertTrue(self._alertes())

    def test_une_alerte_par_dossier(self):
        """All that is late the same day in one alert, oldest first; the rest another day."""
        for personne in self.dossier.personne_ids:
            self._dater("2027-01-10", destinataire_id=personne.id)
        self._dater("2027-01-11")
        self._tache("2027-01-13")
        alerte = self._alertes()
        self.assertEqual(len(alerte), 1)
        self.assertTrue(alerte.summary.startswith("2 retards, le premier depuis le 10/01/2027"))
        self.assertEqual(alerte.note.count("<li>"), 2)
        self._dater("2027-01-12")
        self._tache("2027-01-14")
        self.assertEqual(len(self._alertes()), 2)

    def test_se_clot_quand_c_est_tenu(self):
        """The alert ends with the last thing it tells, by whoever did it; a reader cannot."""
        premiere, seconde = self._dater("2027-01-10"), self._dater("2027-01-11")
        self._tache("2027-01-13")
        alerte = self._alertes()
        with self._le("2027-01-14"):
            premiere.tenue_le = "2027-01-14"
            self.assertTrue(alerte.active, "il reste un retard")
            self.assertEqual((premiere.niveau_escalade, seconde.niveau_escalade), (0, 1))
            seconde.tenue_le = "2027-01-14"
        self.assertFalse(alerte.active)
        self.assertEqual(alerte.feedback, "Clos : ce n’est plus en retard.")
        self.assertEqual(premiere.escaladee_le.isoformat(), "2027-01-13", "on sait que c’est arrivé")

    def test_par_le_parcours(self):
        """A real clock: the order is signed, not transmitted; the agent transmits it at last."""
        with freeze_time("2027-01-06 09:00:00"):
            self._instruire(self.dossier)
            self._mesure(self.dossier)
            self._lettre(self.dossier, reception="2027-01-08")
        with freeze_time("2027-02-10 09:00:00"):
            self._faire(self.dossier, "MSO-10", "2027-02-09", observations="aucune")
            self._faire(self.dossier, "MSO-12", "2027-02-10")
        [echeance] = self._echeance(self.dossier, "DL-CL")
        self.assertEqual(echeance.date.isoformat(), "2027-02-25")
        self._tache("2027-02-27")
        self.assertIn(echeance.delai_id.name, self._alertes().note)
        with freeze_time("2027-02-28 09:00:00"):
            self._faire(self.dossier, "MSO-13", "2027-02-26", mode="main_propre",
                        date_transmission="2027-02-28")
        self.assertEqual(echeance.tenue_le.isoformat(), "2027-02-28")
        self.assertFalse(self._alertes())
        self.assertEqual(len(self._alertes(actives=False)), 1)

    def test_date_corrigee_ou_effacee(self):
        """The fact was wrong: its deadline moves, or goes away; nothing is late any more."""
        deplacee, effacee = self._dater("2027-01-10"), self._dater("2027-01-11")
        self._tache("2027-01-13")
        alerte = self._alertes()
        with self._le("2027-01-14"):
            deplacee.date = "2027-03-10"
            self.assertTrue(alerte.active)
            effacee.unlink()
            self.assertFalse(alerte.active)
        self._tache("2027-03-12")
        self.assertEqual(len(self._alertes()), 1, "de nouveau en retard, de nouveau dit")

    def test_change_sans_ecriture(self):
        """What was closed behind the back of the application is closed by the next task."""
        echeance = self._dater("2027-01-11")
        self._tache("2027-01-13")
        alerte = self._alertes()
        self.env.cr.execute(
            "UPDATE oilhi_dossier_echeance SET tenue_le = '2027-01-13' WHERE id = %s", (echeance.id,)
        )
        self._tache("2027-01-14")
        self.assertFalse(alerte.active)

    def test_aux_coordinateurs_quinze_jours_apres(self):
        echeance = self._dater("2027-01-11")
        self._tache("2027-01-13")
        self._alertes().action_done()
        self._tache("2027-01-27")
        self.assertFalse(self._alertes())
        self._tache("2027-01-28")
        self.assertEqual(self._alertes().user_id, self.coordinateur)
        self.assertEqual(echeance.niveau_escalade, 2)
        self._tache("2027-03-28")
        self.assertEqual(len(self._alertes()), 1, "il n’y a pas de troisième niveau")

    def test_sans_responsable(self):
        """The coordinateurs at once; the other service is told of its own, and of nothing else."""
        autre = self._sans_rappel(self._maison(user=self.agent_autre).with_env(self.env))
        self._dater("2027-01-10", autre)
        self._dater("2027-01-10")
        self._tache("2027-01-13")
        self.assertEqual(self._alertes(dossier=autre).user_id, self.coordinateur)
        self.assertEqual(self._alertes().user_id, self.responsable)

    def test_responsable_absent(self):
        self._dater("2027-01-11")
        second = self._nouvel_utilisateur("responsable", "oilhi_second")
        self.service_mairie_arras.user_ids += second
        self.env["oilhi.absence"].create({
            "user_id": self.responsable.id, "remplacant_id": self.agent.id,
            "date_debut": "2027-01-01", "date_fin": "2027-02-01",
        })
        self._tache("2027-01-13")
        self.assertEqual(self._alertes().user_id, self.agent | second)
        with self._le("2027-01-14"):
            self._alertes().oilhi_echeance_ids.tenue_le = "2027-01-14"
        self.assertFalse(self._alertes(), "les deux se closent ensemble")

    def test_etape_qui_bloque(self):
        """A step of the common trunk, long after its reminder; never a facultative one."""
        etape = self.dossier._etape("MSO-01")
        etape.date_rappel = "2027-01-10"
        self._tache("2027-01-24")
        self.assertFalse(self._alertes())
        self._tache("2027-01-25")
        self.assertIn(etape.etape_id.name, self._alertes().summary)
        self.assertEqual(etape.niveau_escalade, 1)
        with self._le("2027-01-26"):
            self._faire(self.dossier, "MSO-01", "2027-01-26")
        self.assertFalse(self._alertes())
        self.assertEqual(etape.niveau_escalade, 0)

    def test_par_lots_et_sans_repetition(self):
        """Stopped in the middle, the task goes on where it was; each case is told once."""
        dossiers = self.dossier
        for _n in range(4):
            dossiers |= self._dossier_pignon().with_env(self.env)
        for dossier in dossiers:
            self._dater("2027-01-10", dossier)
        self.assertEqual(self._tache("2027-01-13", lot=2, temps=0.0), [(2, 3)])
        self.assertEqual(self._tache("2027-01-13", lot=2), [(2, 1), (1, 0)])
        for dossier in dossiers:
            self.assertEqual(len(self._alertes(dossier=dossier)), 1)

    def test_autant_de_requetes(self):
        """A batch of twelve cases costs no more readings than one of three."""
        lots = []
        for nombre in (3, 3, 12):
            lot = self.env["oilhi.dossier"]
            for _n in range(nombre):
                dossier = self._dossier_pignon().with_env(self.env)
                self._dater("2027-01-10", dossier)
                lot |= dossier
            lots.append(lot)

        def requetes(lot):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            lot._escalader(self.env["oilhi.habilitation"]._aujourdhui())
            self.env.flush_all()
            return self.env.cr.sql_log_count - avant

        with self._le("2027-01-13"):
            requetes(lots[0])
            peu, beaucoup = requetes(lots[1]), requetes(lots[2])
        self.assertLessEqual(beaucoup, peu + 2)
