from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .common import OilhiLhiCommon

JOUR = "2027-01-12"  # a Tuesday


@freeze_time(f"{JOUR} 09:00:00")
@tagged("at_install", "-post_install")
class TestRappels(OilhiLhiCommon):
    """Who is reminded of a case: never nobody, never someone who may not open it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collegue = cls._nouvel_utilisateur("agent", "oilhi_collegue")
        cls.service_mairie_arras.user_ids += cls.collegue
        cls.dossier = cls._dossier_pignon().with_env(cls.env)

    def _qui(self, dossier=None):
        dossier = dossier or self.dossier
        return dossier._responsables_rappels()[dossier.id]

    def _absence(self, absent, remplacant, fin="2027-01-20"):
        return self.env["oilhi.absence"].create({
            "user_id": absent.id, "remplacant_id": remplacant.id,
            "date_debut": "2027-01-11", "date_fin": fin,
        })

    def test_nom_du_dossier(self):
        """A reminder is named after its case, even when who moved the case may not see it."""
        etape = self._ouvrir(self.dossier, "MSO", ("MSO-01",)).etape_ids
        self.dossier.with_user(self.agent_autre).sudo()._actualiser_parcours()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            etape.activity_id.res_name, f"{self.dossier.reference} – {self.dossier.name}"
        )

    def test_qui_suit_le_dossier(self):
        self.assertEqual(self._qui(), self.agent)
        self.dossier.user_id = self.collegue
        self.assertEqual(self._qui(), self.collegue)

    def test_personne_ne_suit(self):
        """A responsable, else an agent, else a coordinateur: the reminder reaches somebody."""
        self.dossier.user_id = False
        self.assertEqual(self._qui(), self.responsable)
        self.service_mairie_arras.user_ids -= self.responsable
        self.assertEqual(self._qui(), min(self.agent | self.collegue, key=lambda u: u.id))
        self.service_mairie_arras.user_ids = self.lecteur
        self.assertEqual(self._qui(), self.coordinateur)
        self.coordinateur.active = False
        self.assertTrue(self._qui().has_group("oilhi_partenaires.group_coordinateur"))

    def test_parti(self):
        """Account closed, or out of the service: he could not even open the case."""
        self.service_mairie_arras.user_ids -= self.agent
        self.assertEqual(self._qui(), self.responsable)
        self.service_mairie_arras.user_ids += self.agent
        self.assertEqual(self._qui(), self.agent)
        self.agent.active = False
        self.assertEqual(self._qui(), self.responsable)

    def test_suivi_par_un_service_ami(self):
        """An agent of a service with which the case is shared follows it as long as it is."""
        self.dossier.user_id = self.agent_autre
        self.assertEqual(self._qui(), self.responsable)
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossier.id, "service_id": self.service_autre.id,
            "etat": "accepte", "niveau": "contribution",
        })
        self.assertEqual(self._qui(), self.agent_autre)
        partage.etat = "termine"
        self.assertEqual(self._qui(), self.responsable)

    def test_absence(self):
        """The substitute, for the days of the absence; the responsable's own if he is away too."""
        self._absence(self.agent, self.collegue)
        self.assertEqual(self._qui(), self.collegue)
        self.assertEqual(
            self.dossier._responsables_rappels("2027-01-21")[self.dossier.id], self.agent
        )
        self._absence(self.responsable, self.agent)
        self.dossier.user_id = False
        self.assertEqual(self._qui(), self.collegue, "l’agent remplaçant est lui-même absent")

    def test_remplacant_sans_acces_a_ce_dossier(self):
        """A substitute of another common service does not see this one: the responsable does."""
        (self.service_autre | self.service_mairie_arras).write({"user_ids": [(4, self.agent.id)]})
        self._absence(self.agent, self.agent_autre)
        self.assertEqual(self._qui(), self.responsable)

    def test_a_moi_se_calcule_et_se_cherche_pareil(self):
        """The list « à moi » of each user holds the cases of which he is reminded, no other."""
        orphelin = self._dossier_pignon().with_env(self.env)
        orphelin.user_id = False
        parti = self._dossier_pignon(user=self.collegue).with_env(self.env)
        coordonne = self._dossier_pignon().with_env(self.env)
        coordonne.user_id = self.coordinateur
        ailleurs = self._dossier_pignon(user=self.agent_autre).with_env(self.env)
        perdu = self._dossier_pignon(user=self.agent_autre).with_env(self.env)
        perdu.user_id = False
        seul = self.env["oilhi.service"].create({"name": "Service sans agent", "type": "autre"})
        sans_agent = self._dossier_pignon(
            user=self.coordinateur, service_id=seul.id, user_id=False
        ).with_env(self.env)
        tous = self.dossier | orphelin | parti | coordonne | ailleurs | perdu | sans_agent
        users = (
            self.agent | self.collegue | self.responsable | self.coordinateur | self.agent_autre
            | self.lecteur
        )

        def verifier(attendus):
            self.env.invalidate_all()
            qui = tous._responsables_rappels()
            for user in users:
                Dossier = self.env["oilhi.dossier"].with_user(user)
                trouves = Dossier.search([("id", "in", tous.ids), ("suivi_par_moi", "=", True)])
                lus = Dossier.search([("id", "in", tous.ids)]).filtered("suivi_par_moi")
                self.assertEqual(trouves, lus, user.login)
                reste = Dossier.search([("id", "in", tous.ids), ("suivi_par_moi", "=", False)])
                self.assertFalse(reste & trouves, user.login)
                for dossier in tous:
                    if qui[dossier.id] == user:
                        self.assertIn(dossier.id, trouves.ids, user.login)
            for dossier, user in attendus.items():
                self.assertEqual(qui[dossier.id], user)

        verifier({
            self.dossier: self.agent, orphelin: self.responsable, parti: self.collegue,
            coordonne: self.coordinateur, ailleurs: self.agent_autre, perdu: self.agent_autre,
            sans_agent: self.coordinateur,
        })
        self.service_mairie_arras.user_ids -= self.collegue
        self._absence(self.agent, self.responsable)
        verifier({
            self.dossier: self.responsable, orphelin: self.responsable, parti: self.responsable,
        })

    def test_les_rappels_changent_de_main(self):
        """To the substitute the day it is noted or begins, and back; never those made by hand."""
        rappels = [
            self.dossier.activity_schedule(
                "oilhi_lhi.mail_activity_type_etape", user_id=self.agent.id, automated=True
            ),
            self.dossier.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id),
        ]

        def qui():
            return [rappel.user_id for rappel in rappels]

        def tache(jour):
            with (
                freeze_time(f"{jour} 02:30:00"),
                patch.object(IrCron, "_commit_progress", lambda *args, **options: 1.0),
            ):
                self.env["oilhi.dossier"]._cron_rappels()

        futur = self.env["oilhi.absence"].with_user(self.agent).create({
            "user_id": self.agent.id, "remplacant_id": self.collegue.id,
            "date_debut": "2027-01-14", "date_fin": "2027-01-20",
        })
        self.assertEqual(qui(), [self.agent] * 2, "elle n’a pas commencé")
        tache("2027-01-13")
        self.assertEqual(qui(), [self.agent] * 2)
        tache("2027-01-14")
        self.assertEqual(qui(), [self.collegue, self.agent])
        tache("2027-01-20")
        self.assertEqual(qui(), [self.collegue, self.agent])
        tache("2027-01-23")
        self.assertEqual(qui(), [self.agent] * 2, "revenu, même si la tâche a manqué deux jours")
        futur.date_debut = JOUR
        self.assertEqual(qui(), [self.collegue, self.agent], "le jour où c’est noté")
        futur.remplacant_id = self.responsable
        self.assertEqual(qui(), [self.responsable, self.agent])
        futur.unlink()
        self.assertEqual(qui(), [self.agent] * 2)

    def test_autant_de_requetes(self):
        """For forty cases as for two: who follows, who is away, who answers for the service."""
        dossiers = self.env["oilhi.dossier"].create([
            {
                "name": f"Dossier {n}", "batiment_id": self._batiment(f"{n} rue du Volume").id,
                "service_id": service.id, "user_id": user.id if user else False,
            }
            for n, (service, user) in enumerate([
                (self.service_mairie_arras, self.agent), (self.service_autre, None),
                (self.service_mairie_arras, None), (self.service_autre, self.agent_autre),
            ] * 10)
        ])

        def requetes(lot):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            self.assertTrue(all(lot._responsables_rappels().values()))
            return self.env.cr.sql_log_count - avant

        requetes(dossiers)
        self.assertLessEqual(requetes(dossiers), requetes(dossiers[:4]))
        self.assertLessEqual(requetes(dossiers), 25)
