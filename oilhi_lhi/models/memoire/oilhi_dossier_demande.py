from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OilhiDossierDemande(models.Model):
    """Asking for the cases of a place, that the user only knows by their number.

    One request a case, named after the address: each service answers for its own. The reference of the
    case, its service and its name stay unknown until it says yes.
    """

    _inherit = "oilhi.dossier.demande"

    batiment_id = fields.Many2one(
        "oilhi.batiment", string="Lieu demandé", readonly=True, index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _transmettre_lieu(self, service, batiment, niveau, motif):
        """Requests handed to the owners of the cases of the place that the user does not see."""
        # sudo: nothing of these cases comes back to the asker
        Dossier = self.env["oilhi.dossier"].sudo().with_context(active_test=False)
        lieux = [lieu.id for lieu in batiment._au_meme_lieu()]
        domaine = Domain("batiment_id", "in", lieux) & Domain("company_id", "=", service.company_id.id)
        caches = Dossier.search(domaine, order="id").filtered(
            lambda dossier: service not in dossier.acces_ids
        ) - self.env["oilhi.dossier"].with_context(active_test=False).search(domaine).sudo()
        if not caches:
            raise UserError(self.env._("Vous voyez déjà tous les dossiers de ce lieu."))
        attente = caches.partage_ids.filtered(
            lambda p: p.service_id == service and p.etat == "demande"
        ).dossier_id
        demandes = self.browse()
        for rang, dossier in enumerate(caches, 1):
            if dossier not in attente:
                nom = batiment.name if len(caches) == 1 else self.env._(
                    "%(adresse)s (%(rang)s sur %(total)s)",
                    adresse=batiment.name, rang=rang, total=len(caches),
                )
                demandes |= self._transmettre(service, nom, niveau, motif, dossier)
        if not demandes:
            raise UserError(self.env._(
                "Votre service a déjà demandé l’accès à ce lieu : suivez la réponse dans « Mes "
                "demandes »."
            ))
        demandes.sudo().batiment_id = batiment
        return demandes

    def action_ouvrir_dossier(self):
        """A place was asked for: the cases there that the user now reads."""
        self.ensure_one()
        self.check_access("read")
        if not self.batiment_id:
            return super().action_ouvrir_dossier()
        lieux = [lieu.id for lieu in self.batiment_id._au_meme_lieu()]
        dossiers = self.env["oilhi.dossier"].with_context(active_test=False).search(
            [("batiment_id", "in", lieux)]
        )
        if not dossiers:
            raise UserError(self.env._("Vous n’avez pas accès à un dossier %s.", self.reference))
        if len(dossiers) == 1:
            return dossiers.action_ouvrir()
        action = self.env["ir.actions.act_window"]._for_xml_id("oilhi_lhi.action_oilhi_dossier")
        return dict(action, domain=[("id", "in", dossiers.ids)], context={"active_test": False})
