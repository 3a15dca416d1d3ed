"""Files of a template: the one to adapt, and how it looks once filled; nothing is recorded."""

from odoo.http import Controller, content_disposition, request, route

from odoo.addons.oilhi_lhi.controllers.reponse import fichier, trouver

from ..champs import CATALOGUE, exemples
from ..champs.modeles import NOMS
from ..rendu import DOCX, RenduErreur, apercu, mettre_a_plat
from ..rendu.pdf import convertir


class OilhiModeles(Controller):
    @route(
        "/oilhi/modele/version/<int:version_id>/a-modifier.docx",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def a_modifier(self, version_id, **_autres):
        version = trouver("oilhi.document.modele.version", version_id)
        nom = f"{version.modele_id.code}-a-modifier.docx"
        return fichier(mettre_a_plat(version._contenu(), NOMS), nom, DOCX)

    @route(
        "/oilhi/modele/version/<int:version_id>/apercu.pdf",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def apercu(self, version_id, dossier=None, **_autres):
        """On a case that the user may read; with example values otherwise."""
        version = trouver("oilhi.document.modele.version", version_id)
        try:
            if dossier:
                cas = trouver("oilhi.dossier", int(dossier) if dossier.isdigit() else 0)
                docx, _manquants = cas._apercu_modele(version)
            else:
                docx, _manquants = apercu(version._contenu(), exemples(), lambda c: NOMS.get(c, c))
                docx = version.service_id._sur_papier(docx)
        except RenduErreur as erreur:
            return request.make_response(
                str(erreur), headers=[("Content-Type", "text/plain; charset=utf-8")], status=422
            )
        return _pdf(docx, f"apercu-{version.modele_id.code}")

    @route(
        "/oilhi/service/<int:service_id>/papier.pdf",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def papier(self, service_id, **_autres):
        """A letter with example values on the letterhead of that service."""
        service = trouver("oilhi.service", service_id)
        modele = request.env.ref("oilhi_documents.modele_d_com_01")
        adresse = [service.street, service.street2, " ".join(filter(None, [service.zip, service.city]))]
        valeurs = exemples() | {
            "service.nom": service.en_tete or service.name,
            "service.coordonnees": "\n".join(filter(None, [*adresse, service.phone, service.email])),
        }
        valeurs = {cle: valeur for cle, valeur in valeurs.items() if cle in CATALOGUE}
        docx, _manquants = apercu(modele.version_courante_id._contenu(), valeurs, lambda c: NOMS.get(c, c))
        return _pdf(service._sur_papier(docx), "papier-a-en-tete")

    @route("/oilhi/modele/palette.docx", type="http", auth="user", methods=["GET"], readonly=True)
    def palette(self, modele="", **_autres):
        """Every field, or those of one document, ready to be copied into a template."""
        documents = request.env["oilhi.document.modele"]
        choisi = documents.search([("code", "=", modele)], limit=1) if modele else documents
        nom = f"champs-{choisi.code}.docx" if choisi else "champs.docx"
        return fichier(documents._palette(choisi), nom, DOCX)


def _pdf(docx, nom):
    """Shown in the browser; the Word file when LibreOffice cannot make the PDF."""
    try:
        contenu = convertir(docx)
    except RenduErreur:
        return fichier(docx, f"{nom}.docx", DOCX)
    return request.make_response(contenu, headers=[
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", content_disposition(f"{nom}.pdf", "inline")),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ])
