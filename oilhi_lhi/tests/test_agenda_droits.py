from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .agenda_common import OilhiAgendaCommon


@tagged("post_install", "-at_install", "oilhi_http")
class TestAgendaDroits(OilhiAgendaCommon):
    """What the file holds: what its owner follows and may read, at the very moment of the reading."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trois = cls.legale | cls.a_l_heure | cls.conseillee

    def test_miens_ou_services(self):
        self.assertEqual(self._vues(self._lien(self.agent)), self.a_l_heure | self.legale | self.conseillee)
        self.assertFalse(self._vues(self._lien(self.lecteur)))
        self.assertEqual(len(self._vues(self._lien(self.lecteur, "services"))), 3)
        self.assertEqual(len(self._vues(self._lien(self.responsable, "services"))), 3)
        for portee in ("miens", "services"):
            self.assertFalse(self._vues(self._lien(self.agent_autre, portee)))
            self.assertFalse(self._vues(self._lien(self.coordinateur, portee)))

    def test_suivi_par_un_autre(self):
        self.dossier.user_id = self.responsable
        self.assertFalse(self._vues(self._lien(self.agent)))
        self.assertEqual(len(self._vues(self._lien(self.agent, "services"))), 3)

    def test_suivi_sans_le_voir(self):
        """To be named in a case opens nothing."""
        self.dossier.user_id = self.agent_autre
        self.assertFalse(self._vues(self._lien(self.agent_autre)))

    def test_habilitation_retiree(self):
        """Next reading: an empty calendar, without restarting anything."""
        lien, services = self._lien(self.agent), self._lien(self.lecteur, "services")
        self.assertEqual(len(self._vues(lien)), 3)
        self.assertEqual(len(self._vues(services)), 3)
        habilitations = self.service_mairie_arras.habilitation_ids.filtered(
            lambda h: h.user_id in self.agent | self.lecteur
        )
        habilitations.with_user(self.responsable).action_retirer()
        self.assertFalse(self._vues(lien))
        self.assertFalse(self._vues(services))

    def test_role_retire(self):
        lien = self._lien(self.agent)
        self.agent.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.assertFalse(self._vues(lien))

    def test_partage_puis_fin(self):
        """A share lets the follower of another service read; its end closes."""
        self.dossier.user_id = self.agent_autre
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossier.id, "service_id": self.service_autre.id, "niveau": "lecture",
        })
        lien = self._lien(self.agent_autre)
        self.assertEqual(len(self._vues(lien)), 3)
        partage.action_terminer()
        self.assertFalse(self._vues(lien))

    def test_departement_retire(self):
        voisin = self.env["res.company"].create({"name": "Département voisin"})
        lien = self._lien(self.agent)
        self.agent.company_ids |= voisin
        self.assertEqual(len(self._vues(lien)), 3)
        self.agent.write({"company_id": voisin.id, "company_ids": [Command.set(voisin.ids)]})
        self.assertFalse(self._vues(lien))

    def test_ce_qui_disparait(self):
        lien = self._lien(self.agent)
        self.legale.tenue_le = self.jour
        self.assertEqual(self._vues(lien), self.a_l_heure | self.conseillee)
        self.a_l_heure.sans_objet = True
        self.assertEqual(self._vues(lien), self.conseillee)
        self.procedure.etat = "close"
        self.assertFalse(self._vues(lien))
        libre = self._echeance("DL_SOMM_COPRO", 9, dossier_etape_id=False)
        self.assertEqual(self._vues(lien), libre)
        self.dossier.active = False
        self.assertFalse(self._vues(lien))

    def test_fenetre(self):
        """Thirty days behind, eighteen months ahead, bounds included."""
        self.trois.unlink()
        loin = (self.jour.replace(day=1) + timedelta(days=1)) - self.jour  # any day of this month
        gardees = self._echeance("DL_CL", -30) | self._echeance("DL_ABF", 0) | self._echeance("DL_RECOURS", 540)
        self._echeance("DL_RETRAIT", -31)
        self._echeance("DL_DEMO", 552 + abs(loin.days))
        self._echeance("DL_HEBERG", 3, date=False)
        self.assertEqual(self._vues(self._lien(self.agent)), gardees)

    def test_remplacement(self):
        """The substitute receives what he stands in for, from the first day to the last."""
        lien = self._lien(self.responsable)
        self.assertFalse(self._vues(lien))
        absence = self.env["oilhi.absence"].create({
            "user_id": self.agent.id, "remplacant_id": self.responsable.id,
            "date_debut": self.jour, "date_fin": self.jour + timedelta(days=9),
        })
        self.assertEqual(len(self._vues(lien)), 3)
        self.assertEqual(len(self._vues(self._lien(self.agent))), 3)  # who is away keeps his own
        absence.date_debut += timedelta(days=1)
        self.assertFalse(self._vues(lien))
