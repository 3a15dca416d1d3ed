from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL


class OilhiEscaladable(models.AbstractModel):
    """What is told to the responsable when nobody has done it, then to the coordinateurs."""

    _name = "oilhi.escaladable"
    _description = "Chose à faire dont le retard se signale"

    # The level of the alert in course; the date stays when it is over.
    niveau_escalade = fields.Integer(
        "Niveau d’alerte", copy=False, help="1 : responsable prévenu. 2 : coordinateurs prévenus."
    )
    escaladee_le = fields.Date("Retard signalé le", copy=False)

    _lien_escalade = None  # field of mail.activity that quotes these rows
    _fins_escalade = frozenset()  # fields whose change may end the alert

    def write(self, vals):
        resultat = super().write(vals)
        if self._fins_escalade & vals.keys():
            # sudo: alerts belong to those who received them, whoever does what was late
            if alertes := self.sudo().filtered("niveau_escalade"):
                alertes._clore_alertes(Domain("id", "in", alertes.ids))
        return resultat

    def unlink(self):
        # sudo: see write()
        activites = self.sudo()._activites_escalade()
        resultat = super().unlink()
        activites._clore_escalade()
        return resultat

    def _activites_escalade(self):
        if not self:
            return self.env["mail.activity"]
        return self.env["mail.activity"].search([(self._lien_escalade, "in", self.ids)])

    @api.model
    def _domaine_en_retard(self, jour):
        """What is late enough to be told."""
        raise NotImplementedError

    @api.model
    def _domaine_plus_en_retard(self, jour):
        """What is done, or has all its time again."""
        raise NotImplementedError

    def _valeurs_escalade(self):
        """(since when, what) for the words of the alert."""
        raise NotImplementedError

    @api.model
    def _clore_alertes(self, domaine):
        """End the alerts in course of these rows that are late no more."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        finies = self.search(
            domaine & Domain("niveau_escalade", ">", 0) & self._domaine_plus_en_retard(jour)
        )
        if finies:
            activites = finies._activites_escalade()
            finies.write({"niveau_escalade": 0})
            activites.write({self._lien_escalade: [Command.unlink(i) for i in finies.ids]})
            activites._clore_escalade()

    @api.model
    def _jours_parametre(self, cle, defaut):
        # sudo: parameters of the application, read by the scheduled task
        valeur = self.env["ir.config_parameter"].sudo().get_param(cle)
        return int(valeur) if valeur and valeur.isdecimal() else defaut


class OilhiDossierEcheance(models.Model):
    _name = "oilhi.dossier.echeance"
    _inherit = ["oilhi.dossier.echeance", "oilhi.escaladable"]

    _lien_escalade = "oilhi_echeance_ids"
    _fins_escalade = frozenset({"tenue_le", "sans_objet", "date", "retard_possible"})

    _escalade_idx = models.Index("(niveau_escalade) WHERE niveau_escalade > 0")

    @api.model
    def _domaine_en_retard(self, jour):
        """Legal deadlines only: nobody is denounced for advice."""
        limite = fields.Date.subtract(jour, days=self._jours_parametre("oilhi.escalade_jours", 2))
        return (
            Domain("tenue_le", "=", False)
            & Domain("sans_objet", "=", False)
            & Domain("retard_possible", "=", True)
            & Domain("niveau_preuve", "!=", "pratique")
            & Domain("date", "<=", limite)
        )

    @api.model
    def _domaine_plus_en_retard(self, jour):
        return (
            Domain("tenue_le", "!=", False)
            | Domain("sans_objet", "=", True)
            | Domain("retard_possible", "=", False)
            | Domain("date", "=", False)
            | Domain("date", ">=", jour)
        )

    def _valeurs_escalade(self):
        return self.date, self.delai_id.name


class OilhiDossierEtape(models.Model):
    _name = "oilhi.dossier.etape"
    _inherit = ["oilhi.dossier.etape", "oilhi.escaladable"]

    _lien_escalade = "oilhi_etape_ids"
    _fins_escalade = frozenset({"courante", "etat", "date_rappel"})

    _escalade_idx = models.Index("(niveau_escalade) WHERE niveau_escalade > 0")

    @api.model
    def _domaine_en_retard(self, jour):
        """Steps of the common trunk that hold back the rest; their date is only a reminder, so
        they wait longer than a legal deadline."""
        jours = self._jours_parametre("oilhi.escalade_jours_etape", 15)
        return (
            Domain("courante", "=", True)
            & Domain("etape_id", "any", [
                ("obligation", "in", ("oui", "condition")),
                ("issue", "=", "tronc"),
                ("niveau_preuve", "!=", "pratique"),
            ])
            & Domain("date_rappel", "<=", fields.Date.subtract(jour, days=jours))
        )

    @api.model
    def _domaine_plus_en_retard(self, jour):
        return (
            Domain("courante", "=", False)
            | Domain("date_rappel", "=", False)
            | Domain("date_rappel", ">=", jour)
        )

    def _valeurs_escalade(self):
        return self.date_rappel, self.etape_id.name


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # What an alert is about: it closes when all of it is done.
    oilhi_echeance_ids = fields.Many2many(
        "oilhi.dossier.echeance", "oilhi_echeance_escalade_rel", "activity_id", "echeance_id",
        string="Échéances signalées", copy=False, groups="base.group_system",
    )
    oilhi_etape_ids = fields.Many2many(
        "oilhi.dossier.etape", "oilhi_etape_escalade_rel", "activity_id", "etape_id",
        string="Étapes signalées", copy=False, groups="base.group_system",
    )

    def _clore_escalade(self):
        """Close the alerts that quote nothing late any more."""
        if not self:
            return
        self.env.flush_all()
        restent = {activite for activite, in self.env.execute_query(SQL(
            "SELECT activity_id FROM oilhi_echeance_escalade_rel WHERE activity_id = ANY(%(ids)s) "
            "UNION SELECT activity_id FROM oilhi_etape_escalade_rel WHERE activity_id = ANY(%(ids)s)",
            ids=self.ids,
        ))}
        self.filtered(lambda a: a.active and a.id not in restent).write({
            "active": False, "feedback": self.env._("Clos : ce n’est plus en retard."),
        })
