from datetime import timedelta

from lxml import etree
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestAbsences(OilhiLhiCommon):
    """Who is away, who acts for him, and who may say so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collegue = cls._nouvel_utilisateur("agent", "oilhi_collegue")
        cls.tiers = cls._nouvel_utilisateur("agent", "oilhi_tiers")
        cls.service_mairie_arras.user_ids |= cls.collegue | cls.tiers
        cls.jour = cls.env["oilhi.habilitation"]._aujourdhui()

    def _absence(self, absent, remplacant, debut=0, fin=5, user=None):
        return self.env["oilhi.absence"].with_user(user or self.coordinateur).create({
            "user_id": absent.id, "remplacant_id": remplacant.id,
            "date_debut": self.jour + timedelta(days=debut),
            "date_fin": self.jour + timedelta(days=fin),
        })

    def _agit(self, user, jours=0):
        return user._oilhi_remplacants(self.jour + timedelta(days=jours))[user.id]

    # -- Who acts --------------------------------------------------------------

    def test_present(self):
        self.assertEqual(self._agit(self.agent), self.agent)
        self.assertEqual(self.env["res.users"]._oilhi_remplacants(), {})

    def test_bornes(self):
        """First and last days included, not the day before nor the day after."""
        self._absence(self.agent, self.collegue, 2, 4)
        agit = [self._agit(self.agent, n).login for n in range(1, 6)]
        self.assertEqual(agit, ["oilhi_agent"] + ["oilhi_collegue"] * 3 + ["oilhi_agent"])

    def test_aujourdhui_par_defaut(self):
        self._absence(self.agent, self.collegue)
        agit = (self.agent | self.collegue)._oilhi_remplacants()
        self.assertEqual(agit, {self.agent.id: self.collegue, self.collegue.id: self.collegue})

    def test_chaine(self):
        """The substitute is away two days: his own substitute acts, those days only."""
        self._absence(self.agent, self.collegue, 0, 5)
        self._absence(self.collegue, self.tiers, 1, 2)
        agit = [self._agit(self.agent, n).login for n in range(4)]
        self.assertEqual(
            agit, ["oilhi_collegue", "oilhi_tiers", "oilhi_tiers", "oilhi_collegue"]
        )
        self.assertEqual(self.tiers._oilhi_absents(self.jour), self.env["res.users"])
        self.assertEqual(
            self.tiers._oilhi_absents(self.jour + timedelta(days=1)), self.agent | self.collegue
        )
        self.assertEqual(self.collegue._oilhi_absents(self.jour), self.agent)
        # away himself: he acts for nobody
        self.assertFalse(self.collegue._oilhi_absents(self.jour + timedelta(days=1)))

    def test_personne_en_bout_de_chaine(self):
        """A substitute who left the service, or whose account is closed, no longer acts: a reminder
        would go to somebody who does not see the case."""
        self._absence(self.agent, self.collegue)
        self.service_mairie_arras.user_ids = [Command.unlink(self.collegue.id)]
        self.assertEqual(self._agit(self.agent), self.agent)
        self.assertFalse(self.collegue._oilhi_absents())
        self.service_mairie_arras.user_ids = [Command.link(self.collegue.id)]
        self.assertEqual(self._agit(self.agent), self.collegue)
        self.collegue.active = False
        self.assertEqual(self._agit(self.agent), self.agent)

    def test_bout_de_chaine_d_un_autre_service(self):
        """B serves two services and leaves the keys to somebody of the second: who does not see the
        cases of A."""
        self.service_autre.user_ids |= self.collegue
        self._absence(self.agent, self.collegue)
        self._absence(self.collegue, self.agent_autre)
        self.assertEqual(self._agit(self.agent), self.agent)
        self.assertEqual(self._agit(self.collegue), self.agent_autre)

    def test_requetes(self):
        """As many queries for one person as for forty, whoever is away."""
        users = self.env["res.users"].create([
            {
                "name": f"Agent {n}", "login": f"oilhi_nombre_{n}",
                "group_ids": [Command.set(self.env.ref("oilhi_partenaires.group_agent").ids)],
            }
            for n in range(40)
        ])
        self.service_mairie_arras.user_ids |= users
        moities = zip(users[:20], users[20:], strict=True)
        self.env["oilhi.absence"].create([
            {"user_id": a.id, "remplacant_id": r.id, "date_debut": self.jour, "date_fin": self.jour}
            for a, r in moities
        ])

        def compter(qui):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            agit = qui._oilhi_remplacants()
            return self.env.cr.sql_log_count - avant, agit

        compter(users[:1])  # warms the caches of groups
        un, _agit = compter(users[:1])
        quarante, agit = compter(users)
        self.assertEqual(quarante, un)
        self.assertLessEqual(quarante, 5)
        self.assertEqual(
            [agit[u.id] for u in users], [*users[20:], *users[20:]],
        )

    # -- Checks ----------------------------------------------------------------

    def _refuse(self, texte, *args, **kwargs):
        with self.assertRaisesRegex(ValidationError, texte), self.env.cr.savepoint():
            self._absence(*args, **kwargs)
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_dates_et_soi_meme(self):
        for contrainte, *absence in (
            ("oilhi_absence_dates", self.agent, self.collegue, 3, 2),
            ("oilhi_absence_autre", self.agent, self.agent),
        ):
            with self.assertRaisesRegex(IntegrityError, contrainte), self.env.cr.savepoint():
                self._absence(*absence)

    def test_remplacant_sans_service_commun(self):
        self._refuse("aucun service en commun", self.agent, self.agent_autre)
        # a coordinator sees every case of the département
        self._absence(self.agent, self.coordinateur)
        self.assertEqual(self._agit(self.agent), self.coordinateur)
        # … an administrator too, who is one by his role
        self._absence(self.collegue, self.administrateur)
        self.assertEqual(self._agit(self.collegue), self.administrateur)

    def test_coordinateur_d_un_autre_departement(self):
        loin = self.env["res.company"].create({"name": "Département voisin"})
        self.coordinateur.write({
            "company_ids": [Command.set(loin.ids)], "company_id": loin.id,
        })
        self.assertFalse(self.env["oilhi.absence"]._paires_utiles(
            {(self.agent.id, self.coordinateur.id)}
        ))

    def test_remplacant_ferme_ou_simple_lecteur(self):
        self._refuse("ne peut que consulter", self.agent, self.lecteur)
        self._absence(self.lecteur, self.agent)
        self.collegue.active = False
        self._refuse("est fermé", self.agent, self.collegue)

    def test_chevauchement(self):
        self._absence(self.agent, self.collegue, 0, 5)
        self._refuse("est déjà notée", self.agent, self.tiers, 5, 8)
        self._absence(self.agent, self.tiers, 6, 8)
        # two rows of one call too
        self._refuse_ensemble([(self.tiers, self.agent, 20, 22), (self.tiers, self.agent, 22, 23)])

    def _refuse_ensemble(self, lignes):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.env["oilhi.absence"].create([
                {
                    "user_id": a.id, "remplacant_id": r.id,
                    "date_debut": self.jour + timedelta(days=d),
                    "date_fin": self.jour + timedelta(days=f),
                }
                for a, r, d, f in lignes
            ])

    def test_boucle(self):
        self._absence(self.agent, self.collegue, 0, 5)
        self._refuse("personne n’agirait", self.collegue, self.agent, 5, 8)
        self._absence(self.collegue, self.agent, 6, 8)  # one after the other: nothing to say

    def test_boucle_a_trois(self):
        self._absence(self.agent, self.collegue, 0, 5)
        self._absence(self.collegue, self.tiers, 3, 8)
        self._refuse("personne n’agirait", self.tiers, self.agent, 5, 6)
        # each pair meets, never the three together: somebody acts every day
        self._absence(self.tiers, self.agent, 6, 8)
        for n in range(9):
            for user in self.agent | self.collegue | self.tiers:
                agit = self._agit(user, n)
                self.assertEqual(self._agit(agit, n), agit, (n, user.login))

    def test_boucle_par_modification(self):
        self._absence(self.agent, self.collegue, 0, 2)
        autre = self._absence(self.collegue, self.agent, 5, 6)
        with self.assertRaisesRegex(ValidationError, "personne n’agirait"):
            autre.date_debut = self.jour + timedelta(days=2)

    def test_chaine_trop_longue(self):
        users = self.env["res.users"].create([
            {
                "name": f"Agent {n}", "login": f"oilhi_chaine_{n}",
                "group_ids": [Command.set(self.env.ref("oilhi_partenaires.group_agent").ids)],
            }
            for n in range(12)
        ])
        self.service_mairie_arras.user_ids |= users
        for n in range(10, 0, -1):  # from the end: each new row walks the whole chain
            self._absence(users[n], users[n + 1])
        self.assertEqual(self._agit(users[1]), users[11])
        self._refuse("Plus de 10 personnes", users[0], users[1])

    # -- Rights ----------------------------------------------------------------

    def test_chacun_les_siennes(self):
        mienne = self._absence(self.agent, self.collegue, user=self.agent)
        self.assertEqual(
            self.env["oilhi.absence"].with_user(self.agent).new({}).user_id, self.agent
        )
        with self.assertRaises(AccessError):
            self._absence(self.collegue, self.tiers, user=self.agent)
        with self.assertRaises(AccessError):
            mienne.with_user(self.agent).user_id = self.tiers
        mienne.with_user(self.agent).motif = "Congés"
        mienne.with_user(self.agent).unlink()

    def test_remplacant_lit_les_autres_non(self):
        absence = self._absence(self.agent, self.collegue, user=self.agent)
        voit = self.env["oilhi.absence"]
        self.assertIn(absence, voit.with_user(self.collegue).search([]))
        with self.assertRaises(AccessError):
            absence.with_user(self.collegue).date_fin = self.jour
        for user in (self.tiers, self.lecteur, self.agent_autre, self.juriste):
            self.assertNotIn(absence, voit.with_user(user).search([]), user.login)
            with self.assertRaises(AccessError):
                absence.with_user(user).read(["motif"])

    def test_responsable_de_ses_services(self):
        absence = self._absence(self.agent, self.collegue, user=self.responsable)
        absence.with_user(self.responsable).date_fin = self.jour
        with self.assertRaises(AccessError):
            self._absence(self.agent_autre, self.coordinateur, user=self.responsable)
        # withdrawn from the service: at once
        self.service_mairie_arras.user_ids = [Command.unlink(self.responsable.id)]
        self.assertNotIn(absence, self.env["oilhi.absence"].with_user(self.responsable).search([]))
        with self.assertRaises(AccessError):
            absence.with_user(self.responsable).date_fin = self.jour

    def test_formulaire(self):
        """As an agent: the person is himself; the substitutes proposed are those who may."""
        with Form(self.env["oilhi.absence"].with_user(self.agent)) as formulaire:
            self.assertEqual(formulaire.user_id, self.agent)
            formulaire.date_fin = self.jour + timedelta(days=3)
            formulaire.remplacant_id = self.collegue
        absence = formulaire.record
        self.assertEqual(absence.user_id, self.agent)
        self.assertEqual(absence.etat, "en_cours")
        self.assertIn(absence, self.env["oilhi.absence"].search([("etat", "=", "en_cours")]))
        self.assertFalse(absence.remarque)
        self._absence(self.collegue, self.tiers, 2, 9)
        absence.invalidate_recordset(["remarque"])
        self.assertIn("Oilhi tiers agira", absence.with_user(self.agent).remarque)

    def test_collegues_proposes(self):
        """The domain of the screen, as the client sends it, for a person without rights on groups."""
        arch = self.env["oilhi.absence"].with_user(self.agent).get_view(view_type="form")["arch"]
        champ = etree.fromstring(arch).xpath("//field[@name='remplacant_id']")[0]
        domaine = safe_eval(
            champ.get("domain"), {"user_id": self.agent.id, "company_id": self.company.id}
        )
        proposes = self.env["res.users"].with_user(self.agent).name_search("", domaine, limit=None)
        ids = {identifiant for identifiant, _nom in proposes}
        self.assertTrue({self.collegue.id, self.responsable.id, self.coordinateur.id} <= ids)
        self.assertFalse({self.agent.id, self.agent_autre.id, self.lecteur.id} & ids)
