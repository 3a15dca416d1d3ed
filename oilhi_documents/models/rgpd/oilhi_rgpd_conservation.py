from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .oilhi_rgpd_genre import GENRES

ADMINISTRATEUR = "oilhi_partenaires.group_administrateur"
# What of a closed case each kind takes away: method of anonymisation.dossiers.Modification.
PARTIES = {
    "reserve": "reserve", "personnes": "personnes", "textes": "textes", "messages": "messages",
    "pieces": "pieces",
}
PREUVES = [("confirme", "Texte lu"), ("a_verifier", "À vérifier"), ("pratique", "Pratique conseillée")]
LOT = 50


class OilhiRgpdConservation(models.Model):
    """How long each kind of data is kept, and what happens then. Nothing is erased before it is put to work."""

    _name = "oilhi.rgpd.conservation"
    _inherit = "oilhi.rgpd.genre"
    _description = "Durée de conservation"
    _order = "sequence, id"

    sequence = fields.Integer("Rang", default=10)
    mois = fields.Integer("Durée (mois)", required=True, help="Au-delà, l’effet indiqué s’applique.")
    depart = fields.Char("À compter de", required=True)
    effet = fields.Selection(
        [
            ("efface", "Effacées"), ("anonymise", "Anonymisées"),
            ("blanc", "Remplacées par un fichier vide"), ("archive", "Archivées"),
        ],
        string="Ce qui se passe", required=True, readonly=True,
    )
    base = fields.Char("D’où vient cette durée")
    preuve = fields.Selection(PREUVES, string="Niveau de preuve", required=True, default="a_verifier")
    note = fields.Text("Précisions")
    en_service = fields.Boolean(
        "Appliquée chaque nuit", readonly=True, copy=False,
        help="Tant qu’elle ne l’est pas, rien n’est effacé.",
    )
    en_service_le = fields.Date("Depuis le", readonly=True, copy=False)
    en_service_par_id = fields.Many2one("res.users", string="Décidé par", readonly=True, copy=False)

    _genre_uniq = models.UniqueIndex("(genre)", "Cette durée existe déjà.")
    _mois_positif = models.Constraint("CHECK(mois >= 1)", "La durée est d’un mois au moins.")

    def write(self, vals):
        """Shorter than what was decided: somebody decides again."""
        if "mois" in vals and not self.env.su:
            for duree in self.filtered("en_service"):
                if vals["mois"] < duree.mois:
                    raise UserError(self.env._(
                        "« %s » est appliquée chaque nuit : arrêtez-la avant de raccourcir la durée, examinez "
                        "ce qui partirait, puis remettez-la en service.",
                        dict(GENRES)[duree.genre],
                    ))
        return super().write(vals)

    # -- Decisions -----------------------------------------------------------

    def _exiger_administrateur(self):
        if not self.env.user.has_group(ADMINISTRATEUR):
            raise AccessError(self.env._("Seul un administrateur décide des durées de conservation."))

    def action_mettre_en_service(self):
        self._exiger_administrateur()
        self.write({
            "en_service": True, "en_service_le": fields.Date.context_today(self),
            "en_service_par_id": self.env.uid,
        })

    def action_arreter(self):
        self._exiger_administrateur()
        self.write({"en_service": False, "en_service_le": False, "en_service_par_id": False})

    def action_examiner(self):
        """What would go today, what would stay and why; nothing is touched."""
        self.ensure_one()
        self._exiger_administrateur()
        examen = self.env["oilhi.rgpd.examen"].create({"conservation_id": self.id})
        examen._remplir()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ce qui partirait aujourd’hui"),
            "res_model": "oilhi.rgpd.examen",
            "res_id": examen.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # -- What goes -----------------------------------------------------------

    def _limite(self):
        self.ensure_one()
        return fields.Date.context_today(self) - relativedelta(months=self.mois)

    def _examiner(self):
        """``[(record or reference, why it stays or "")]`` of what has reached its term."""
        self.ensure_one()
        if self.genre in PARTIES:
            return self._examiner_dossiers()
        return self._examiner_comptes() if self.genre == "comptes" else self._examiner_lignes()

    def _appliquer_lot(self):
        """One batch: ``(rows changed, what is left to do)``."""
        self.ensure_one()
        if self.genre in PARTIES:
            return self._appliquer_dossiers()
        return self._appliquer_comptes() if self.genre == "comptes" else self._effacer_lignes()

    @api.model
    def _cron_conserver(self):
        """Each night, batch after batch, each batch kept; the rest comes back the next time."""
        crons = self.env["ir.cron"]
        durees = self.search([("en_service", "=", True)])
        crons._commit_progress(0, remaining=len(durees))
        for duree in durees:
            passage = self.env["oilhi.rgpd.passage"]._ouvrir(duree)
            reste = 1
            while reste:
                lignes, reste = duree._appliquer_lot()
                passage._noter(lignes)
                if crons._commit_progress(0) <= 0 and reste:
                    # Out of time: the task starts again at once, on what is left.
                    crons._commit_progress(0, remaining=reste)
                    return
            crons._commit_progress(1)
