from odoo.http import Controller, request, route
from odoo.tools.pdf import merge_pdf

from odoo.addons.oilhi_lhi.controllers.reponse import fichier, trouver


class OilhiLot(Controller):
    @route("/oilhi/lot/<int:lot_id>.pdf", type="http", auth="user", methods=["GET"], readonly=True)
    def lot(self, lot_id):
        """Every PDF of a lot in one file, in the order of its lines."""
        lot = trouver("oilhi.document.lot", lot_id)
        pdfs = [document.pdf_id.raw for document in lot.ligne_ids.document_id if document.pdf_id]
        if not pdfs:
            raise request.not_found()
        nom = f"{lot.modele_id.code}_{lot.dossier_id.reference}_lot{lot.id}.pdf".replace("/", "-")
        return fichier(merge_pdf(pdfs), nom, "application/pdf")
