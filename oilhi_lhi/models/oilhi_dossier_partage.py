from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class OilhiDossierPartage(models.Model):
    _name = "oilhi.dossier.partage"
    _inherit = "oilhi.dossier.ligne"
    _mouvement = False  # to share a sleeping case does not wake it up
    _description = "Partage du dossier"
    _order = "dossier_id.id, id"
    _check_company_auto = True

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    service_id = fields.Many2one(
        "oilhi.service",
        string="Service",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    niveau = fields.Selection(
        [("lecture", "Lecture"), ("contribution", "Contribution")],
        required=True,
        default="lecture",
        help="Lecture : consulter et commenter. Contribution : modifier aussi le dossier.",
    )
    etat = fields.Selection(
        [
            ("demande", "Demandé"),
            ("accepte", "Accepté"),
            ("refuse", "Refusé"),
            ("termine", "Terminé"),
        ],
        string="État",
        required=True,
        default="accepte",
    )
    date_fin = fields.Date("Jusqu’au", help="Dernier jour d’accès. Vide : sans limite.")
    motif = fields.Char("Motif", help="Pourquoi ce service doit voir le dossier.")
    # The asker's side: it names no case, so that who asks learns nothing. Never the other way
    # round: a field of the request that led here would tell that the case exists.
    demande_id = fields.Many2one(
        "oilhi.dossier.demande", string="Demande", readonly=True, copy=False, index="btree_not_null"
    )
    demandeur_id = fields.Many2one("res.users", string="Demandé par", readonly=True, copy=False)
    reponse = fields.Char("Motif de la réponse", help="Envoyé au service demandeur.")
    activite_ids = fields.Many2many("mail.activity", string="Rappels", copy=False)
    valide = fields.Boolean("Accès ouvert", compute="_compute_valide")
    peut_repondre = fields.Boolean(compute="_compute_peut_repondre")

    _service_uniq = models.UniqueIndex(
        "(dossier_id, service_id) WHERE etat IN ('demande', 'accepte')",
        "Ce dossier est déjà partagé avec ce service : modifiez le partage existant.",
    )

    @api.depends("etat", "date_fin")
    def _compute_valide(self):
        jour = fields.Date.context_today(self)
        for partage in self:
            partage.valide = partage._est_valide(jour)

    @api.depends("etat")
    @api.depends_context("uid")
    def _compute_peut_repondre(self):
        autorises = self._filtered_access("write") if self.ids else self
        for partage in self:
            partage.peut_repondre = partage.etat == "demande" and partage in autorises

    @api.depends("service_id", "niveau")
    def _compute_display_name(self):
        niveaux = dict(self._fields["niveau"]._description_selection(self.env))
        for partage in self:
            partage.display_name = f"{partage.service_id.name} ({niveaux.get(partage.niveau)})"

    @api.constrains("service_id", "dossier_id")
    def _check_service(self):
        for partage in self:
            if partage.service_id == partage.dossier_id.service_id:
                raise ValidationError(self.env._(
                    "« %s » instruit déjà ce dossier : il n’y a rien à partager.",
                    partage.service_id.name,
                ))

    @api.constrains("etat", "reponse")
    def _check_reponse(self):
        for partage in self:
            if partage.etat == "refuse" and partage.demande_id and not (
                partage.reponse or ""
            ).strip():
                raise ValidationError(self.env._(
                    "Dites au service « %s » pourquoi l’accès lui est refusé : le motif lui est "
                    "envoyé.", partage.service_id.name,
                ))

    def _est_valide(self, jour):
        """Open on that day; the last day counts."""
        self.ensure_one()
        return self.etat == "accepte" and (not self.date_fin or self.date_fin >= jour)

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_champs_systeme(*vals_list)
        partages = super().create(vals_list)
        partages.dossier_id._maj_acces()
        demandes = partages.filtered(lambda p: p.etat == "demande")
        demandes._journaliser(self.env._("Accès demandé par"))
        (partages - demandes)._journaliser(self.env._("Dossier partagé avec"))
        return partages

    def write(self, vals):
        self._refuser_champs_systeme(vals)
        repondus = self.filtered(lambda p: p.etat == "demande") if "etat" in vals else self.browse()
        resultat = super().write(vals)
        self.dossier_id._maj_acces()
        if {"etat", "niveau", "date_fin", "service_id"} & vals.keys():
            self._journaliser(self.env._("Partage modifié :"))
        # sudo: the request belongs to the asking service, the reminders to their own users
        repondus.sudo().activite_ids.unlink()
        self.sudo().demande_id._suivre(repondus)
        return resultat

    def _refuser_champs_systeme(self, *vals_list):
        if not self.env.su and any(
            {"demande_id", "demandeur_id", "activite_ids"} & vals.keys() for vals in vals_list
        ):
            raise AccessError(self.env._("Ces informations sont tenues par l’application."))

    def unlink(self):
        dossiers = self.dossier_id
        self._journaliser(self.env._("Partage retiré :"))
        resultat = super().unlink()
        dossiers._maj_acces()
        return resultat

    def _journaliser(self, debut):
        """Who may see the case is part of its history: one line by case."""
        if not self:
            return
        etats = dict(self._fields["etat"]._description_selection(self.env))
        lignes = {}
        for partage in self:
            lignes.setdefault(partage.dossier_id.id, []).append(
                f"{debut} {partage.display_name}, {etats[partage.etat].lower()}{partage._precisions()}."
            )
        # sudo: only the line of history, which the author may no longer be allowed to write
        self.sudo().dossier_id._message_log_batch(
            {dossier: Markup("<br/>").join(textes) for dossier, textes in lignes.items()},
            author_id=self.env.user.partner_id.id,
        )

    def _precisions(self):
        self.ensure_one()
        fin = self.env._(", jusqu’au %s", self.date_fin.strftime("%d/%m/%Y")) if self.date_fin else ""
        motif = f" ({self.motif.strip().rstrip('.')})" if self.motif else ""
        if self.etat == "refuse" and self.reponse:
            motif = self.env._(". Motif : %s", self.reponse.strip().rstrip("."))
        return fin + motif

    def action_terminer(self):
        """Withdraw the access at once."""
        self.check_access("write")
        self.write({"etat": "termine", "date_fin": fields.Date.context_today(self)})
        return True

    def action_repondre(self):
        """Open the answer to a request: accept (level, end) or refuse (motive)."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "oilhi.dossier.partage.reponse",
            "views": [[False, "form"]],
            "target": "new",
            "name": self.env._("Répondre à la demande d’accès"),
            "context": {"default_partage_id": self.id},
        }

    def action_ouvrir_dossier(self):
        self.ensure_one()
        return self.dossier_id.action_ouvrir()

    def _prevenir(self):
        """The one who follows the case and the responsables of its service have it to do."""
        groupe = self.env.ref("oilhi_partenaires.group_responsable")
        for partage in self:
            dossier = partage.dossier_id
            membres = dossier.service_id.user_ids
            cibles = membres.filtered(
                lambda u, d=dossier: u == d.user_id or groupe in u.all_group_ids
            ) or membres.filtered(lambda u: u.has_group("oilhi_partenaires.group_agent"))
            for user in cibles:
                partage.activite_ids |= dossier.activity_schedule(
                    "oilhi_lhi.mail_activity_type_demande_acces",
                    user_id=user.id,
                    summary=self.env._("« %s » demande l’accès au dossier", partage.service_id.name),
                    note=partage.motif,
                )
