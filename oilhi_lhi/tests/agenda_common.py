from datetime import timedelta

from icalendar import Calendar

from odoo.tests import HttpCase

from .common import OilhiLhiCommon


class OilhiAgendaCommon(OilhiLhiCommon, HttpCase):
    """A case followed by the agent, with three deadlines to come; dates are relative to today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jour = cls.env["oilhi.habilitation"]._aujourdhui()
        cls.dossier = cls._dossier_pignon().with_env(cls.env)
        cls.procedure = cls._ouvrir(cls.dossier, "MSO", ("MSO-08",))
        cls.etape = cls.procedure.etape_ids
        cls.legale = cls._echeance("DL_CONTR_MS", 12, calcul="reçu le 12/01/2027, un mois", base="CCH R. 511-3")
        cls.a_l_heure = cls._echeance("DL_EXPERT", 3, heure="16:30")
        cls.conseillee = cls._echeance("DL_RSHS", 40, niveau_preuve="pratique")

    @classmethod
    def _echeance(cls, delai, jours, dossier=None, **valeurs):
        dossier = dossier or cls.dossier
        return cls.env["oilhi.dossier.echeance"].create({
            "dossier_id": dossier.id,
            "dossier_etape_id": cls.etape.id if dossier == cls.dossier else False,
            "delai_id": cls.env.ref(f"oilhi_lhi.delai_{delai}").id,
            "date": cls.jour + timedelta(days=jours),
            "niveau_preuve": "confirme",
            "retard_possible": True,
            **valeurs,
        })

    def _lien(self, user, portee="miens"):
        """Address made as the user does, by the dialog; without the server."""
        action = self.env["oilhi.agenda.lien"].with_user(user).create({
            "portee": portee,
        }).action_creer()
        self.env.flush_all()
        return action["params"]["chemin"]

    def _jeton(self, lien):
        return lien.split("/")[-1].removesuffix(".ics")

    def _lire(self, lien, **entetes):
        self.env.flush_all()
        return self.url_open(lien, headers=entetes or None)

    def _evenements(self, lien):
        reponse = self._lire(lien)
        self.assertEqual(reponse.status_code, 200)
        return {
            str(evenement["UID"]): evenement
            for evenement in Calendar.from_ical(reponse.content).walk("VEVENT")
        }

    def _vues(self, lien):
        """Deadlines that the file holds."""
        return self.env["oilhi.dossier.echeance"].browse(
            int(uid.split("@")[0].removeprefix("echeance-")) for uid in self._evenements(lien)
        )
