from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .oilhi_referentiel import NIVEAUX_PREUVE

PROCHE = 7  # days
# What ends a right or takes effect by itself asks nothing of the agent: no « next deadline ».
NATURES_SUIVIES = ("minimum", "maximum", "butoir", "reponse")


class OilhiDossierEcheance(models.Model):
    """A deadline computed by the pure core and stored with its computation (R10)."""

    _name = "oilhi.dossier.echeance"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Échéance"
    _order = "date, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, precompute=True, index=True)
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", index="btree_not_null", ondelete="cascade"
    )
    fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Fait de départ", index="btree_not_null", ondelete="cascade"
    )
    mesure_id = fields.Many2one(
        "oilhi.dossier.mesure", string="Mesure", index="btree_not_null", ondelete="cascade"
    )
    delai_id = fields.Many2one(
        "oilhi.delai", string="Délai", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="delai_id.code", store=True, precompute=True, index=True)
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        index="btree_not_null",
        ondelete="cascade",
    )
    user_id = fields.Many2one(related="dossier_id.user_id", store=True, precompute=True, index=True)
    commune_id = fields.Many2one(related="dossier_id.commune_id", store=True, precompute=True, index=True)
    depart = fields.Date("Départ")
    depart_heure = fields.Char("Heure de départ")
    date = fields.Date("Dernier jour", index=True)
    heure = fields.Char("Heure limite")
    au_plus_tot = fields.Date("Au plus tôt")
    nature = fields.Char()
    calcul = fields.Text("Calcul")
    avertissements = fields.Text("Avertissements")
    preuve = fields.Selection(
        [
            ("manquante", "Preuve manquante"),
            ("declaree", "Déclarée"),
            ("jointe", "Jointe"),
        ],
        default="declaree",
    )
    date_estimee = fields.Date(
        "Au mieux le", help="Si la lettre était arrivée le jour de son envoi : jamais une échéance."
    )
    provisoire = fields.Boolean(help="Aucun document ne prouve encore le départ du délai.")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
    )
    tenue_saisie = fields.Date("Tenue le (saisie)")
    tenue_le = fields.Date("Tenue le")
    sans_objet = fields.Boolean("Sans objet")
    retard_possible = fields.Boolean(
        help="Passée cette date, quelqu’un est en retard ; sinon la date ouvre ou ferme un droit."
    )
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null")
    etat = fields.Selection(
        [
            ("a_venir", "À venir"),
            ("proche", "Proche"),
            ("aujourdhui", "Aujourd’hui"),
            ("depassee", "Dépassée"),
            ("echue", "Échue"),
            ("tenue", "Tenue"),
            ("sans_objet", "Sans objet"),
        ],
        string="État",
        compute="_compute_etat",
        search="_search_etat",
    )

    # In the département of who reads them, in their order; with what the list filters on, so that its number is
    # counted in the index alone.
    _a_tenir_idx = models.Index(
        "(company_id, date, id) INCLUDE (dossier_id, retard_possible, sans_objet, tenue_le) WHERE tenue_le IS NULL"
    )
    _sans_preuve_idx = models.Index(
        "(dossier_id) WHERE preuve = 'manquante' AND tenue_le IS NULL"
    )
    # What is awaited from somebody: a few of the deadlines to come.
    _reponse_idx = models.Index(
        "(company_id, date, dossier_id) WHERE tenue_le IS NULL AND nature = 'reponse'"
    )
    _court_idx = models.Index("(company_id, au_plus_tot, dossier_id) WHERE tenue_le IS NULL")

    # -- Computes ------------------------------------------------------------

    @api.depends("delai_id", "destinataire_id")
    def _compute_display_name(self):
        for echeance in self:
            echeance.display_name = echeance._nom_entier()

    def _nom_entier(self):
        """For those who see the case: `display_name` is masked from who does not."""
        return " – ".join(filter(None, [self.delai_id.name, self.destinataire_id.nom_complet]))

    @api.depends("date", "tenue_le", "sans_objet", "retard_possible")
    def _compute_etat(self):
        jour = fields.Date.context_today(self)
        for echeance in self:
            if echeance.sans_objet:
                echeance.etat = "sans_objet"
            elif echeance.tenue_le:
                echeance.etat = "tenue"
            elif not echeance.date or echeance.date > jour + timedelta(days=PROCHE):
                echeance.etat = "a_venir"
            elif echeance.date > jour:
                echeance.etat = "proche"
            elif echeance.date == jour:
                echeance.etat = "aujourdhui"
            else:
                echeance.etat = "depassee" if echeance.retard_possible else "echue"

    def _search_etat(self, operator, value):
        """The state depends on today: it is searched by dates, never stored."""
        if operator != "in":
            return NotImplemented
        jour = fields.Date.context_today(self)
        proche = jour + timedelta(days=PROCHE)
        ouverte = Domain("sans_objet", "=", False) & Domain("tenue_le", "=", False)
        passee = ouverte & Domain("date", "<", jour)
        domaines = {
            "sans_objet": Domain("sans_objet", "=", True),
            "tenue": Domain("sans_objet", "=", False) & Domain("tenue_le", "!=", False),
            "a_venir": ouverte & (Domain("date", "=", False) | Domain("date", ">", proche)),
            "proche": ouverte & Domain("date", ">", jour) & Domain("date", "<=", proche),
            "aujourdhui": ouverte & Domain("date", "=", jour),
            "depassee": passee & Domain("retard_possible", "=", True),
            "echue": passee & Domain("retard_possible", "=", False),
        }
        return Domain.OR([domaines[etat] for etat in value if etat in domaines])

    # -- CRUD: computed, never typed -----------------------------------------

    def _message_reserve(self):
        return self.env._(
            "Les échéances sont calculées à partir des faits : corrigez le fait de départ."
        )

    # -- Public methods ------------------------------------------------------

    def tenir(self, date):
        """What was awaited has arrived (opinion received, transmission made…)."""
        self.ensure_one()
        self.check_access("read")
        self.dossier_id.check_access("write")
        jour = self.env["oilhi.dossier.etape"]._lire_date(date, self.env._("Date"))
        if not jour or (self.depart and jour < self.depart):
            raise UserError(self.env._(
                "Indiquez à quelle date cette échéance a été tenue ; elle ne peut pas précéder son "
                "départ."
            ))
        # sudo: deadlines are the parcours' to write; the right to write the case was just checked
        self.sudo().tenue_saisie = jour
        self.sudo().dossier_id._actualiser_parcours()
        return {"etat": self.etat}

    def action_ouvrir_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "oilhi.dossier",
            "res_id": self.dossier_id.id,
            "views": [[False, "form"]],
        }

    def action_recevoir(self):
        """Dialog of the stepper: on which day the answer arrived, today unless it is typed."""
        self.ensure_one()
        self.check_access("read")
        self.dossier_id.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Réponse reçue : %s", self.display_name),
            "res_model": "oilhi.echeance.recevoir",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_echeance_id": self.id},
        }

    def action_tenir_aujourdhui(self):
        for echeance in self:
            echeance.tenir(fields.Date.context_today(self))

    def _court_encore(self, jour):
        """A period in hours ends later that very day: the day alone would say that it is over.

        True only while it is not that hour yet; of another day, the hour at which something was done is not known.
        """
        self.ensure_one()
        maintenant = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return bool(
            self.heure and self.date == jour == maintenant.date() and f"{maintenant:%H:%M}" < self.heure
        )

    def _suivie(self):
        """Somebody waits for that date, or must keep it."""
        self.ensure_one()
        return bool(
            self.date
            and not (self.tenue_le or self.sans_objet)
            and self.nature in NATURES_SUIVIES
            and (self.retard_possible or self.nature != "butoir")
        )

    def _resultat(self):
        """Plain values, as in the result file of a case."""
        self.ensure_one()

        def iso(jour, heure=None):
            return (jour.isoformat() + (f"T{heure}" if heure else "")) if jour else None

        return {
            "code": self.code,
            "etape": self.dossier_etape_id.code or self.fait_id.code,
            "destinataire": self.destinataire_id.nom_complet or None,
            "destinataire_id": self.destinataire_id.id or None,
            "depart": iso(self.depart, self.depart_heure),
            "date": iso(self.date, self.heure),
            "au_plus_tot": iso(self.au_plus_tot),
            "type": self.nature,
            "preuve": self.preuve,
            "provisoire": self.provisoire,
            "calcul": self.calcul,
        }
