from odoo.http import content_disposition, request, route

from odoo.addons.web.controllers.vcard import Partner


class AnnuaireVcard(Partner):
    @route()
    def download_vcard(self, partner_ids=None, partner=None, **kwargs):
        """Several partners: one file of several cards, where Odoo announces the length of the last
        card for a whole archive, which browsers then cut short. Reading checks the access."""
        identifiants = [int(i) for i in (partner_ids or "").split(",") if i.isdigit()]
        partners = request.env["res.partner"].browse(identifiants)
        if len(partners) < 2:
            return super().download_vcard(partner_ids=partner_ids, partner=partner, **kwargs)
        contenu = b"".join(partner._get_vcard_file() or b"" for partner in partners)
        return request.make_response(contenu, [
            ("Content-Type", "text/vcard; charset=utf-8"),
            ("Content-Length", len(contenu)),
            ("Content-Disposition", content_disposition("Annuaire.vcf")),
        ])
