import json
import re

from odoo import fields, models

from odoo.addons.oilhi_lhi.moteur.francais import date_courte, date_lettres

from ..controles import actes

EMIS = ("signe", "transmis", "notifie", "executoire", "leve", "abroge")


class OilhiDossierCorrectionLigne(models.Model):
    _inherit = "oilhi.dossier.correction.ligne"

    document_id = fields.Many2one(
        "oilhi.document", string="Document", index="btree_not_null", ondelete="set null"
    )


class OilhiDossierCorrection(models.Model):
    """A date was corrected: the documents already signed that carry a touched act, or quote the date."""

    _inherit = "oilhi.dossier.correction"

    def _actes_affectes(self):
        lignes = super()._actes_affectes()
        touches = {
            ligne.dossier_etape_id.code: ligne
            for ligne in self.ligne_ids
            if ligne.grave and ligne.dossier_etape_id
        }
        procedure = self.dossier_etape_id.dossier_procedure_id
        for document in self.dossier_id.document_ids.sorted("id"):
            if document.state not in EMIS or document.dossier_procedure_id not in (
                procedure, procedure.browse()
            ):
                continue
            acte = touches.get(actes.decrire(document.modele_id).etape)
            citees = self._dates_citees(document)
            if acte:
                lignes.append(self._ligne_document(
                    document, acte.portee, acte.risque, acte.que_faire, acte.base
                ))
            elif citees:
                lignes.append(self._ligne_document(
                    document, "document",
                    self.env._("Ce document cite l’ancienne date : %s.", ", ".join(citees)),
                    self.env._(
                        "Relisez-le. Si la date y est écrite comme un fait, rectifiez-la par un écrit "
                        "adressé aux mêmes personnes (arrêté modificatif pour un arrêté)."
                    ),
                    "CRPA L. 243-1" if document.type == "arrete" else False,
                ))
        return lignes

    def _dates_citees(self, document):
        """Former dates written in the frozen values of that document, and no longer true."""
        texte = json.dumps(document.valeurs or {}, ensure_ascii=False)
        texte = texte.replace("\u00a0", " ").replace("\u202f", " ")
        return [
            date_courte(jour)
            for jour in sorted(self._dates_changees())
            # « 2 mars 2027 » is not in « 12 mars 2027 ».
            if any(
                re.search(rf"(?<!\d){re.escape(mots)}", texte)
                for mots in (date_lettres(jour), date_courte(jour))
            )
        ]

    def _ligne_document(self, document, portee, risque, que_faire, base):
        return {
            "sorte": "acte",
            "libelle": document.display_name,
            "portee": portee,
            "risque": risque,
            "que_faire": que_faire,
            "base": base,
            "niveau_preuve": "a_verifier",
            "document_id": document.id,
        }
