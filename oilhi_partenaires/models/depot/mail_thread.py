from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        """A refused attachment must not lose the e-mail that brought it: it is left out, and said."""
        refus = []
        if attachments and message_values.get("message_type") == "email":
            gardees = []
            for piece in attachments:
                nom, contenu = piece[0], piece[1]
                octets = contenu.encode() if isinstance(contenu, str) else contenu
                try:
                    if isinstance(octets, bytes):
                        self.env["oilhi.depot"]._examiner(nom, octets, differer=True)
                except UserError as erreur:
                    refus.append(str(erreur))
                else:
                    gardees.append(piece)
            attachments = gardees
        rendues = super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        if refus:
            corps = Markup(rendues.get("body") or message_values.get("body") or "")
            rendues["body"] = corps + Markup("").join(
                Markup("<p><b>%s</b> %s</p>") % (self.env._("Pièce jointe retirée."), phrase) for phrase in refus)
        return rendues
