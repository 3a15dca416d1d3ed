from odoo import models


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _find_record(
        self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None
    ):
        """A link with a token opens a file for ever, whoever holds it: not the file of a case."""
        record = super()._find_record(
            xmlid=xmlid, res_model=res_model, res_id=res_id, access_token=access_token, field=field
        )
        if access_token:
            # sudo: only to know what the file hangs on
            porteur = record.sudo().res_model if record._name == "ir.attachment" else record._name
            if porteur in self.env["mail.message"]._modeles_proteges() or (
                porteur in self.env and hasattr(self.env[porteur], "_compute_nom_protege")
            ):
                record.with_env(self.env).sudo(False).check_access("read")
        return record
