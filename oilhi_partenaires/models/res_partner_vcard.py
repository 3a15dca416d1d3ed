from odoo import models


class ResPartner(models.Model):
    """What the contact card (vCard 3.0, RFC 2426) of an organisation says besides Odoo's."""

    _inherit = "res.partner"

    def action_oilhi_vcard(self):
        """Download the cards of these partners; several make one file, which phones accept."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": "/web/partner/vcard?partner_ids=" + ",".join(map(str, self.ids)),
            "target": "download",
        }

    def _build_vcard(self):
        carte = super()._build_vcard()
        if not carte:
            return carte
        if not self.image_1920:
            # Odoo's drawing of the initials: no likeness of anyone, and heavy.
            if "photo" in carte.contents:
                del carte.contents["photo"]
        notes = []
        if self.oilhi_telephone_urgence:
            telephone = carte.add("tel")
            telephone.type_param = "voice"
            telephone.value = self.oilhi_telephone_urgence
            # A card has no type for it: the note says which of the numbers it is.
            notes.append(self.env._("Urgence : %s", self.oilhi_telephone_urgence))
        if self.oilhi_horaires:
            notes.append(self.env._("Horaires : %s", self.oilhi_horaires))
        if notes:
            carte.add("note").value = "\n".join(notes)
        if self.oilhi_type_ids:
            carte.add("categories").value = self.oilhi_type_ids.mapped("name")
        return carte
