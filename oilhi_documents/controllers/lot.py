from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route
from odoo.tools.pdf import merge_pdf


def trouver(modele, identifiant):
    """The record, or « not found »: the same answer for another's and for none."""
    try:
        # A search, so that the rules answer alike for another's case and for none.
        record = request.env[modele].with_context(active_test=False).search(
            [("id", "=", identifiant)]
        )
    except AccessError:
        record = None
    if not record:
        raise request.not_found()
    return record


def fichier(contenu, nom, mimetype):
    return request.make_response(contenu, headers=[
        ("Content-Type", mimetype),
        ("Content-Disposition", content_disposition(nom)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ])


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
