from odoo import models
from odoo.exceptions import AccessError, UserError

# What the merged record must keep: empty on one side, taken from the other; two answers stop the merge.
CHAMPS_GARDES = ("code_postal", "complement", "copropriete", "protection", "rnb_id", "ban_cle")


class OilhiBatiment(models.Model):
    """One building typed twice becomes one, with the cases of both."""

    _inherit = "oilhi.batiment"

    def action_fusionner(self):
        self.ensure_one()
        self._verifier_peut_fusionner()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fusionner deux fiches du même bâtiment"),
            "res_model": "oilhi.batiment.fusion",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_garde_id": self.id,
                "default_absorbe_id": self.doublon_ids[:1].id,
            },
        }

    def _verifier_peut_fusionner(self):
        if not self.env.user.has_groups(
            "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"
        ):
            raise AccessError(self.env._(
                "Seul un responsable ou un coordinateur fusionne deux bâtiments."
            ))
        self.check_access("write")

    def _dossiers_tous(self):
        """Every case of these buildings, archived ones too."""
        # sudo: also those of other services; the callers count them, or check the rights on each
        return self.env["oilhi.dossier"].sudo().with_context(active_test=False).search(
            [("batiment_id", "in", self.ids)]
        )

    def _refus_fusion(self, absorbe):
        """Why these two are not one building, or cannot be merged by this user; empty: they can."""
        self.ensure_one()
        if absorbe == self:
            return self.env._("Choisissez une autre fiche que celle que vous gardez.")
        if absorbe.commune_id != self.commune_id or absorbe.company_id != self.company_id:
            return self.env._("Les deux fiches ne sont pas dans la même commune.")
        if differents := [
            self._fields[champ]._description_string(self.env) for champ in CHAMPS_GARDES
            if self[champ] and absorbe[champ] and self[champ] != absorbe[champ]
        ]:
            return self.env._(
                "Les deux fiches ne disent pas la même chose (%s) : s’il s’agit bien du même bâtiment, "
                "corrigez d’abord celle qui se trompe.", ", ".join(differents),
            )
        dossiers = absorbe._dossiers_tous()
        etrangers = dossiers - dossiers.with_env(self.env)._filtered_access("write").sudo()
        if len(etrangers) > 1:
            return self.env._(
                "%s dossiers du bâtiment à fusionner sont instruits par un autre service : demandez "
                "au coordinateur du département.", len(etrangers),
            )
        if etrangers:
            return self.env._(
                "Un dossier du bâtiment à fusionner est instruit par un autre service : demandez "
                "au coordinateur du département.")
        return ""

    def _fusionner(self, absorbe):
        """Everything of the other record comes here, then it goes. One transaction: all or nothing."""
        self.ensure_one()
        self._verifier_peut_fusionner()
        if refus := self._refus_fusion(absorbe):
            raise UserError(refus)
        absorbe.check_access("write")
        # sudo: rights were checked on both buildings and on each case; code alone moves a case
        garde, absorbe = self.sudo(), absorbe.sudo()
        (garde | absorbe).lock_for_update()
        dossiers = absorbe._dossiers_tous()
        valeurs = {
            champ: absorbe[champ] for champ in CHAMPS_GARDES if absorbe[champ] and not garde[champ]
        }
        if valeurs:
            garde.write(valeurs)
        changent = (garde.copropriete, garde.protection) != (absorbe.copropriete, absorbe.protection)
        connues = set(garde.parcelle_ids.mapped("name"))
        absorbe.parcelle_ids.filtered(lambda p: p.name not in connues).write({"batiment_id": garde.id})
        self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "=", absorbe.id), ("res_field", "=", False),
        ]).write({"res_id": garde.id})
        self.env["oilhi.dossier.demande"].sudo().search(
            [("batiment_id", "=", absorbe.id)]
        ).write({"batiment_id": garde.id})
        note = self.env._(
            "Le bâtiment « %(absorbe)s » était saisi deux fois : il est fusionné avec « %(garde)s ».",
            absorbe=absorbe.name, garde=garde.name,
        )
        concernes = dossiers | garde._dossiers_tous()
        dossiers.write({"batiment_id": garde.id})
        concernes._message_log_batch(bodies=dict.fromkeys(concernes.ids, note))
        if changent:
            dossiers._actualiser_parcours()
        absorbe.invalidate_recordset()
        absorbe.unlink()
        return dossiers
