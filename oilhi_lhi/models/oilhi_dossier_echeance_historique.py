from odoo import SUPERUSER_ID, fields, models

# A deadline moved when one of these changed; the rest is wording.
DATES = ("depart", "depart_heure", "date", "heure", "au_plus_tot")


class OilhiDossierEcheanceHistorique(models.Model):
    """What a deadline was before it moved: former dates, former computation, who and why (R10)."""

    _name = "oilhi.dossier.echeance.historique"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Ancienne date d’une échéance"
    _order = "echeance_id, id desc"
    _rec_name = "calcul"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    echeance_id = fields.Many2one(
        "oilhi.dossier.echeance", string="Échéance", required=True, index=True, ondelete="cascade"
    )
    depart = fields.Date("Départ d’alors")
    date = fields.Date("Dernier jour d’alors")
    heure = fields.Char("Heure d’alors")
    au_plus_tot = fields.Date("Au plus tôt d’alors")
    calcul = fields.Text("Calcul d’alors")
    motif = fields.Char("Pourquoi")
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)

    def _message_reserve(self):
        return self.env._("L’historique des échéances s’écrit seul et ne se modifie pas.")

    def _lecture(self):
        self.ensure_one()

        def jour(valeur):
            return valeur.strftime("%d/%m/%Y") if valeur else ""

        return {
            "id": self.id,
            "le": jour(fields.Datetime.context_timestamp(self, self.create_date)),
            # Moved by a change of the law: nobody's name, and not that of Odoo's robot either.
            "par": "OILHI" if self.user_id.id == SUPERUSER_ID else self.user_id.name or "",
            "date": jour(self.date),
            "calcul": self.calcul or "",
            "motif": self.motif or "",
        }


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    historique_ids = fields.One2many(
        "oilhi.dossier.echeance.historique", "echeance_id", string="Anciennes dates"
    )

    def _mouvement(self, change):
        """[values of the history line] when `change` moves a date that was known."""
        self.ensure_one()
        if not self.depart or not any(champ in change for champ in DATES):
            return []
        return [{
            "dossier_id": self.dossier_id.id,
            "echeance_id": self.id,
            "depart": self.depart,
            "date": self.date,
            "heure": self.heure,
            "au_plus_tot": self.au_plus_tot,
            "calcul": self.calcul,
            # The change of a measure, of the place… says itself in the history of the case.
            "motif": self.env.context.get("oilhi_motif")
            or self.env._("Les faits du dossier ont changé"),
            "user_id": self.env.uid,
        }]
