from freezegun import freeze_time

from odoo import api, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestDemandes(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon().with_env(cls.env)
        cls.Demande = cls.env["oilhi.dossier.demande"]
        cls.lecteur_autre = cls._nouvel_utilisateur("lecteur", "oilhi_lecteur_autre")
        cls.service_autre.user_ids |= cls.lecteur_autre
        cls.service_tiers = cls.env["oilhi.service"].create({"name": "CAF", "type": "caf"})
        cls.agent_tiers = cls._nouvel_utilisateur("agent", "oilhi_agent_tiers")
        cls.service_tiers.user_ids = cls.agent_tiers

    def _demander(self, reference=None, user=None, **valeurs):
        self.env.flush_all()
        retour = self.env["oilhi.dossier.acces.demander"].with_user(
            user or self.agent_autre
        ).create({
            "reference": reference or self.dossier.reference, "motif": "Même propriétaire",
            **valeurs,
        }).action_demander()
        self.env.invalidate_all()
        return retour

    def _partage(self):
        return self.env["oilhi.dossier.partage"].search([("dossier_id", "=", self.dossier.id)])

    def _repondre(self, user=None, **valeurs):
        self.env.invalidate_all()
        return self.env["oilhi.dossier.partage.reponse"].with_user(user or self.agent).create({
            "partage_id": self._partage()[-1:].id, **valeurs,
        }).action_repondre()

    def _voit(self, user):
        self.env.invalidate_all()
        return bool(self.env["oilhi.dossier"].with_user(user).search_count([
            ("id", "=", self.dossier.id),
        ]))

    # -- The asker learns nothing ----------------------------------------------

    def test_meme_reponse_que_le_dossier_existe_ou_non(self):
        avant = self.env["mail.message"].search_count([])
        vraie = self._demander()
        fausse = self._demander("LHI-1999-99999")
        texte = str(vraie).replace(self.dossier.reference, "X")
        self.assertEqual(texte, str(fausse).replace("LHI-1999-99999", "X"))
        demandes = self.Demande.with_user(self.agent_autre).search([])
        champs = set(self.Demande.fields_get()) - {
            "id", "reference", "display_name", "create_date", "write_date",
        }
        lues = demandes.read(champs)
        for ligne in lues:
            del ligne["id"]
        self.assertEqual(lues[0], lues[1], "no field tells the two requests apart")
        self.assertGreater(self.env["mail.message"].search_count([]), avant)
        # Asking again is refused in the same words
        for reference in (self.dossier.reference, "LHI-1999-99999"):
            with self.assertRaisesRegex(UserError, "déjà demandé"):
                self._demander(reference)

    def test_rien_du_dossier_avant_la_reponse(self):
        self._demander()
        for user in (self.agent_autre, self.lecteur_autre):
            env = self.env(user=user)
            self.assertFalse(self._voit(user))
            self.assertFalse(env["oilhi.dossier.partage"].search([]))
            with self.assertRaises(AccessError):
                self._partage().with_user(user).read(["dossier_id"])
            self.assertFalse(env["mail.activity"].search([
                ("res_model", "=", "oilhi.dossier"), ("res_id", "=", self.dossier.id),
            ]))
            self.assertEqual(
                env["oilhi.dossier.demande"].search([]).mapped("display_name"),
                [self.dossier.reference],
            )
        liens = [
            nom for nom, champ in self.Demande._fields.items()
            if champ.relational and champ.comodel_name.startswith("oilhi.dossier")
        ]
        self.assertFalse(liens, "the request never points to a case")
        # A third service sees neither the request nor the case.
        self.assertFalse(self.Demande.with_user(self.agent_tiers).search([]))

    def test_reference_tapee_a_la_main(self):
        self._demander(f" {self.dossier.reference.lower().replace('-', '- ')} ")
        self.assertEqual(self._partage().etat, "demande")

    # -- Owner ---------------------------------------------------------------

    def test_le_service_instructeur_est_prevenu(self):
        self._demander()
        partage = self._partage()
        self.assertEqual(
            (partage.demandeur_id, partage.motif, partage.etat),
            (self.agent_autre, "Même propriétaire", "demande"),
        )
        activites = self.dossier.activity_ids
        self.assertEqual(activites.user_id, self.agent | self.responsable)
        self.assertIn("Béthune", activites[0].summary)
        self.assertIn("Même propriétaire", self.dossier.message_ids[0].body)
        self.assertTrue(partage.with_user(self.agent).peut_repondre)
        self.assertFalse(partage.with_user(self.lecteur).peut_repondre)

    def test_accepter(self):
        self._demander(niveau="contribution")
        self._repondre(niveau="lecture", date_fin="2099-06-30", reponse="Pour consultation")
        demande = self.Demande.with_user(self.agent_autre).search([])
        self.assertEqual(
            (demande.etat, demande.niveau, str(demande.date_fin), demande.reponse),
            ("acceptee", "lecture", "2099-06-30", "Pour consultation"),
        )
        self.assertTrue(demande.repondue_le)
        self.assertTrue(self._voit(self.agent_autre))
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre).description = "Lecture seule"
        self.assertFalse(self.dossier.activity_ids, "nothing is left to answer")
        self.assertEqual(demande.action_ouvrir_dossier()["res_id"], self.dossier.id)
        avis = self.env["mail.message"].search([
            ("model", "=", "oilhi.dossier.demande"), ("res_id", "=", demande.id),
            ("partner_ids", "in", self.agent_autre.partner_id.ids),
        ])
        self.assertIn("accordé jusqu’au 30/06/2099", avis.body)
        with self.assertRaisesRegex(UserError, "déjà reçu"):
            self._repondre(decision="refuser", reponse="Trop tard")
        with self.assertRaisesRegex(UserError, "Vous voyez déjà"):
            self._demander()

    def test_refuser(self):
        self._demander()
        with self.assertRaisesRegex(ValidationError, "pourquoi"), self.env.cr.savepoint():
            self._repondre(decision="refuser", reponse=" ")
        self._repondre(decision="refuser", reponse="Dossier pénal en cours")
        demande = self.Demande.with_user(self.agent_autre).search([])
        self.assertEqual((demande.etat, demande.reponse), ("refusee", "Dossier pénal en cours"))
        self.assertFalse(self._voit(self.agent_autre))
        with self.assertRaisesRegex(UserError, "pas accès"):
            demande.action_ouvrir_dossier()
        self.assertIn("Dossier pénal en cours", self.dossier.message_ids[0].body)
        self._demander()
        self.assertEqual(len(self._partage()), 2, "asking again after a refusal is possible")

    def test_qui_repond(self):
        self._demander()
        for user in (self.agent_autre, self.lecteur, self.agent_tiers, self.juriste):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._repondre(user)
        for user in (self.responsable, self.coordinateur):
            self._repondre(user, decision="refuser", reponse="Non")
            self.assertEqual(self._partage()[-1].etat, "refuse")
            self._demander()
        # A service that may only contribute answers nobody.
        self.env["oilhi.dossier.partage"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "service_id": self.service_tiers.id,
            "niveau": "contribution",
        })
        en_attente = self._partage().filtered(lambda p: p.etat == "demande")
        with self.assertRaises(AccessError):
            en_attente.with_user(self.agent_tiers).write({"etat": "accepte"})

    def test_qui_demande(self):
        with self.assertRaises(AccessError):
            self._demander(user=self.lecteur_autre)
        with self.assertRaises(AccessError):
            self._demander(service_id=self.service_tiers.id)
        with self.assertRaisesRegex(UserError, "Dites pourquoi"):
            self._demander(motif="  ")
        for valeurs in ({"etat": "acceptee"}, {"niveau": "contribution"}):
            self._demander(f"LHI-1999-{len(valeurs)}{list(valeurs)[0]}")
            demande = self.Demande.search([], limit=1)
            with self.assertRaises(AccessError):
                demande.with_user(self.agent_autre).write(valeurs)
        with self.assertRaises(AccessError):
            self.Demande.with_user(self.agent_autre).create({
                "reference": "X", "service_id": self.service_autre.id, "motif": "X",
                "niveau": "lecture", "user_id": self.agent_autre.id,
            })

    def test_retirer_sa_demande(self):
        self._demander()
        demande = self.Demande.with_user(self.agent_autre).search([])
        with self.assertRaises(UserError):
            demande.with_user(self.lecteur_autre).action_retirer()
        with self.assertRaises(AccessError):
            demande.with_user(self.agent).action_retirer()
        demande.action_retirer()
        self.assertEqual((demande.etat, self._partage().etat), ("retiree", "termine"))
        self.assertFalse(self.dossier.activity_ids)

    def test_fin_d_un_partage_demande(self):
        with freeze_time("2027-03-01 12:00:00"):
            self._demander()
            self._repondre(date_fin="2027-03-10")
        with freeze_time("2027-03-10 22:00:00"):
            self.env["oilhi.habilitation"].with_context(tz="Europe/Paris")._clore_echues()
            self.assertTrue(self._voit(self.agent_autre))
        with freeze_time("2027-03-10 23:30:00"):
            self.env["oilhi.habilitation"].with_context(tz="Europe/Paris")._clore_echues()
            self.assertFalse(self._voit(self.agent_autre))
        self.assertEqual(self.Demande.search([]).etat, "terminee")

    def test_premiere_requete_du_jour_anonyme(self):
        """A page without session (the login page, a probe) ends the shares of yesterday as well."""
        registre = self.env.registry
        self.addCleanup(setattr, registre, "oilhi_jour_clos", getattr(registre, "oilhi_jour_clos", None))
        with freeze_time("2027-03-10 12:00:00"):
            partage = self.env["oilhi.dossier.partage"].create({
                "dossier_id": self._dossier_pignon().id, "service_id": self.service_autre.id,
                "etat": "accepte", "date_fin": "2027-03-10",
            })
            self.env.flush_all()
        registre.oilhi_jour_clos = None
        with freeze_time("2027-03-11 06:00:00"):
            personne = api.Environment(self.env.cr, None, {})
            personne["oilhi.habilitation"]._clore_si_jour_nouveau()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(partage.etat, "termine")

    def test_champs_tenus_par_l_application(self):
        self._demander()
        for valeurs in ({"demande_id": False}, {"demandeur_id": self.agent.id}):
            with self.assertRaisesRegex(AccessError, "tenues"):
                self._partage().with_user(self.agent).write(valeurs)

    def test_plusieurs_services_sans_changer(self):
        """Someone of two services sees, creates and edits in both, without a switch."""
        self.service_autre.user_ids |= self.agent
        dossiers = self.dossier | self._dossier_pignon(
            user=self.agent_autre, name="Dossier de Béthune"
        ).with_env(self.env)
        self.env.invalidate_all()
        self.assertEqual(
            self.env["oilhi.dossier"].with_user(self.agent).search([
                ("id", "in", dossiers.ids),
            ]), dossiers,
        )
        for dossier in dossiers:
            dossier.with_user(self.agent).description = "Vu des deux côtés"
        cree = self._dossier_pignon(user=self.agent, service_id=self.service_autre.id)
        self.assertEqual(cree.service_id, self.service_autre)

    def test_depart_avec_dossiers(self):
        nouveau = self._nouvel_utilisateur("agent", "oilhi_releve")
        self.service_mairie_arras.user_ids |= nouveau
        etranger = self.agent_tiers
        activite = self.dossier.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent.id, summary="Visiter",
        )
        Depart = self.env["oilhi.habilitation.depart"].with_user(self.responsable)
        with self.assertRaisesRegex(UserError, "ne travaille pas"):
            Depart.create({
                "user_id": self.agent.id, "remplacant_id": etranger.id,
            }).action_retirer()
        with self.assertRaisesRegex(UserError, "une autre personne"):
            Depart.create({
                "user_id": self.agent.id, "remplacant_id": self.agent.id,
            }).action_retirer()
        ecran = Form(Depart.with_context(default_user_id=self.agent.id))
        self.assertIn(nouveau, ecran.remplacant_possible_ids[:])
        self.assertNotIn(self.agent, ecran.remplacant_possible_ids[:])
        self.assertIn("Un dossier en cours reste à son nom", ecran.reste_a_dire)
        with self.assertRaises(AssertionError, msg="required: somebody, or the box"):
            ecran.save()
        with self.assertRaisesRegex(UserError, "personne ne le suivra"):
            Depart.create({"user_id": self.agent.id}).action_retirer()
        self.assertTrue(self._voit(self.agent), "nothing is withdrawn before the choice")
        ecran.sans_personne = True
        laisse = ecran.save()
        with self.env.cr.savepoint() as point:
            laisse.action_retirer()
            self.assertEqual(self.dossier.user_id, self.agent)
            point.rollback()
        self.env.invalidate_all()
        depart = Depart.create({"user_id": self.agent.id, "remplacant_id": nouveau.id})
        self.assertEqual(depart.dossier_count, 1)
        depart.action_retirer()
        self.assertEqual((self.dossier.user_id, activite.user_id), (nouveau, nouveau))
        self.assertFalse(self._voit(self.agent))

    def test_requetes_de_la_liste_des_demandes(self):
        specification = {
            "dossier_id": {"fields": {"display_name": {}}}, "peut_repondre": {}, "etat": {},
            "service_id": {"fields": {"display_name": {}}},
        }
        Partage = self.env["oilhi.dossier.partage"].with_user(self.responsable)
        for rang in range(4):
            dossier = self._dossier_pignon(batiment_id=self.dossier.batiment_id.id)
            self._demander(dossier.reference)
            self.assertEqual(Partage.search_count([]), rang + 1)

        def mesurer(limite):
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            Partage.web_search_read([], specification, limit=limite)
            return self.env.cr.sql_log_count - avant

        mesurer(1)
        une = mesurer(1)
        self.assertLessEqual(mesurer(4), une)


@tagged("post_install", "-at_install", "oilhi_http")
class TestSessionOuverte(HttpCase):
    def _essai(self, retirer):
        """Session open; the right goes in another transaction; the next call is refused."""
        env = self.env(context={"no_reset_password": True, "tracking_disable": True})
        service = env["oilhi.service"].create({"name": "ARS", "type": "ars"})
        user = env["res.users"].create({
            "name": "Camille Exemple", "login": "oilhi_session", "password": "oilhi_session",
            "group_ids": [(6, 0, env.ref("oilhi_partenaires.group_agent").ids)],
            "oilhi_service_ids": [(6, 0, service.ids)],
        })
        commune = env["oilhi.commune"].search([], limit=1)
        dossier = env["oilhi.dossier"].create({
            "name": "Escalier", "service_id": service.id,
            "batiment_id": env["oilhi.batiment"].create({
                "rue": "1 rue du Test", "commune_id": commune.id,
            }).id,
        })
        self.authenticate("oilhi_session", "oilhi_session")

        def lire():
            return self.make_jsonrpc_request("/web/dataset/call_kw/oilhi.dossier/search_count", {
                "model": "oilhi.dossier", "method": "search_count",
                "args": [[("id", "=", dossier.id)]], "kwargs": {},
            })

        self.assertEqual(lire(), 1)
        retirer(user, service)
        env.flush_all()
        self.assertEqual(lire(), 0)

    def test_habilitation_retiree(self):
        self._essai(lambda user, service: self.env["oilhi.habilitation"].search([
            ("user_id", "=", user.id),
        ]).action_retirer())

    def test_retire_du_service(self):
        self._essai(lambda user, service: service.write({"user_ids": [(3, user.id)]}))

    def test_terme_depasse_sans_tache_planifiee(self):
        """The end passed and no task ran: the first request of the day closes it."""
        def depasser(user, service):
            self.env.flush_all()
            # As if the days had gone by: writing the date itself would close it at once.
            self.env.cr.execute(
                "UPDATE oilhi_habilitation SET date_debut = %s, date_fin = %s WHERE user_id = %s",
                (fields.Date.to_date("2020-01-01"), fields.Date.to_date("2020-01-31"), user.id),
            )
            self.env.invalidate_all()
            self.env.registry.oilhi_jour_clos = None

        # Where the first cursor of a request only reads, Odoo starts it again with another one.
        with mute_logger("odoo.sql_db", "odoo.http"):
            self._essai(depasser)
