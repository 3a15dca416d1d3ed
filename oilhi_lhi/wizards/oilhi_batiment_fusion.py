from odoo import api, fields, models


class OilhiBatimentFusion(models.TransientModel):
    """Shows what a merge will do, or why it cannot be done, before it is done."""

    _name = "oilhi.batiment.fusion"
    _description = "Fusionner deux fiches du même bâtiment"

    garde_id = fields.Many2one("oilhi.batiment", string="Fiche gardée", required=True, ondelete="cascade")
    commune_id = fields.Many2one(related="garde_id.commune_id", string="Commune")
    absorbe_id = fields.Many2one(
        "oilhi.batiment", string="Fiche en double", ondelete="cascade",
        domain="[('commune_id', '=', commune_id), ('id', '!=', garde_id)]",
    )
    bilan = fields.Text("Ce qui va changer", compute="_compute_bilan")
    refus = fields.Text("Ce qui l’empêche", compute="_compute_bilan")

    @api.depends("garde_id", "absorbe_id")
    def _compute_bilan(self):
        for fusion in self:
            fusion.bilan, fusion.refus = False, False
            garde, absorbe = fusion.garde_id, fusion.absorbe_id
            if not (garde and absorbe):
                continue
            fusion.refus = garde._refus_fusion(absorbe)
            if fusion.refus:
                continue
            dossiers = absorbe._dossiers_tous()
            memes = absorbe in garde._au_meme_lieu()
            parcelles = set(absorbe.parcelle_ids.mapped("name")) - set(garde.parcelle_ids.mapped("name"))
            fusion.bilan = "\n".join(filter(None, [
                not memes and self.env._(
                    "Ni la même adresse ni la même parcelle : vérifiez qu’il s’agit bien du même bâtiment."
                ),
                self.env._("Dossiers rattachés à la fiche gardée : %s.", ", ".join(
                    dossiers.mapped("reference")) or self.env._("aucun")),
                parcelles and self.env._("Parcelles ajoutées : %s.", ", ".join(sorted(parcelles))),
                self.env._("La fiche « %s » disparaît ; l’historique des dossiers le dit.", absorbe.name),
            ]))

    def action_confirmer(self):
        self.ensure_one()
        garde = self.garde_id
        garde._fusionner(self.absorbe_id)
        return {
            "type": "ir.actions.act_window",
            "name": garde.display_name,
            "res_model": "oilhi.batiment",
            "res_id": garde.id,
            "views": [[False, "form"]],
        }
