from odoo.http import Controller, request, route

from odoo.addons.oilhi_lhi.controllers.reponse import fichier, trouver

from ..rendu import DOCX, FORMATS, etiquettes


class OilhiEtiquettes(Controller):
    @route(
        "/oilhi/dossier/<int:dossier_id>/etiquettes.docx",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def etiquettes(self, dossier_id, modele="2x7", personnes="", **_autres):
        """Labels of these persons of the case; of all those whose address is known, by default."""
        dossier = trouver("oilhi.dossier", dossier_id)
        voulues = {int(n) for n in personnes.split(",") if n.isdigit()}
        retenues = dossier.personne_ids.filtered(lambda p: not voulues or p.id in voulues)
        adresses = [a for a in map(dossier._adresse_etiquette, retenues) if a]
        if modele not in FORMATS or not adresses:
            raise request.not_found()
        nom = f"etiquettes_{dossier.reference}.docx".replace("/", "-")
        return fichier(etiquettes(adresses, modele), nom, DOCX)
