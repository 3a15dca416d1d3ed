from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

MAXIMUM = 500


class OilhiDossierLot(models.AbstractModel):
    """One gesture on several cases: one dialog, one report that says what was not done and why."""

    _name = "oilhi.dossier.lot"
    _description = "Geste sur plusieurs dossiers"

    dossier_ids = fields.Many2many(
        "oilhi.dossier",
        string="Dossiers choisis",
        readonly=True,
        default=lambda self: self._default_dossier_ids(),
    )
    nombre = fields.Integer("Nombre de dossiers", compute="_compute_nombre")
    compte_rendu = fields.Html("Compte rendu", readonly=True)

    @api.model
    def _default_dossier_ids(self):
        """Those ticked on the board or in the list, that the user sees."""
        if self.env.context.get("active_model") != "oilhi.dossier":
            return self.env["oilhi.dossier"]
        ids = self.env.context.get("active_ids") or []
        if len(ids) > MAXIMUM:
            raise UserError(self.env._(
                "%(choisis)s dossiers sont choisis : %(maximum)s au plus à la fois. Resserrez la "
                "sélection, par exemple avec un filtre.", choisis=len(ids), maximum=MAXIMUM,
            ))
        return self.env["oilhi.dossier"].with_context(active_test=False).search([("id", "in", ids)])

    @api.depends("dossier_ids")
    def _compute_nombre(self):
        for lot in self:
            lot.nombre = len(lot.dossier_ids)

    def _verifier_choix(self):
        self.ensure_one()
        if not self.dossier_ids:
            raise UserError(self.env._(
                "Choisissez d’abord des dossiers : cochez-les dans la liste, ou gardez la touche Alt "
                "enfoncée et cliquez sur les cartes du tableau."
            ))

    def _trier(self, regles):
        """(cases to treat, {reason: cases}); the first rule that holds for a case gives the reason."""
        restent, refus = self.dossier_ids, {}
        for motif, ecartes in regles:
            if trouves := restent & ecartes:
                refus[motif] = refus.get(motif, trouves.browse()) | trouves
                restent -= trouves
        return restent, refus

    def _rendre_compte(self, fait, refus):
        """The same dialog again, which now tells what was done."""
        lignes = [Markup("<p><strong>%s</strong></p>") % fait]
        if refus:
            nombre = sum(map(len, refus.values()))
            lignes.append(Markup("<p>%s</p>") % (
                self.env._("%s dossiers n’ont pas changé :", nombre) if nombre > 1
                else self.env._("1 dossier n’a pas changé :")
            ))
            lignes.append(Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s&#160;: %s.</li>") % (
                    ", ".join(d.reference or d.name for d in dossiers), motif
                )
                for motif, dossiers in refus.items()
            ))
        self.compte_rendu = Markup().join(lignes)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compte rendu"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
