from markupsafe import escape

from odoo import models


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def _noter_historique(self, textes):
        """One line of history a case: `{case id: text, escaped, or Markup}`.

        What `_message_log_batch` writes, without the address for answers, for which it reads the company
        and its mail domain: nobody answers a line of history.
        """
        auteur = self.env.user.partner_id
        # sudo: told by who was let to change the case
        return self.sudo()._message_create([{
            "author_id": auteur.id,
            "email_from": auteur.email_formatted,
            "reply_to": auteur.email_formatted,
            "model": self._name,
            "res_id": dossier,
            "record_alias_domain_id": False,
            "record_company_id": False,
            "message_type": "notification",
            "is_internal": True,
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "email_add_signature": False,
            "body": escape(texte),
        } for dossier, texte in textes.items()])
