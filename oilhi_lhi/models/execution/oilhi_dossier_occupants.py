from odoo import fields, models


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    occupant_ids = fields.One2many("oilhi.dossier.occupant", "dossier_id", string="Ménages")
    hebergement_ids = fields.One2many(
        "oilhi.dossier.hebergement", "dossier_id", string="Registre des hébergements"
    )
    offre_ids = fields.One2many("oilhi.dossier.offre", "dossier_id", string="Offres")

    def unlink(self):
        self.check_access("unlink")
        # Before the persons of the case, that they name.
        self.occupant_ids.unlink()
        return super().unlink()

    def action_ajouter_menage(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nouveau ménage"),
            "res_model": "oilhi.dossier.occupant",
            "views": [[False, "form"]],
            "context": {"default_dossier_id": self.id},
        }

    def action_hebergements(self):
        """The ledger of nights of the case."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("oilhi_lhi.action_oilhi_dossier_hebergement")
        action["domain"] = [("dossier_id", "=", self.id)]
        action["context"] = {"dossier_du_registre": self.id, "create": self.has_access("write")}
        action["display_name"] = self.env._("Hébergements : %s", self.reference)
        return action
