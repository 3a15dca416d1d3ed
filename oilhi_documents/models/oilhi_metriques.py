from odoo import models


class OilhiMetriques(models.AbstractModel):
    """The batches, the reviews after a change of the law, the age of the texts."""

    _inherit = "oilhi.metriques"

    def _mesures(self):
        lots = dict(self._lire("SELECT etat, count(*) FROM oilhi_document_lot GROUP BY etat"))
        lignes = dict(self._lire(
            "SELECT l.etat, count(*) FROM oilhi_document_lot_ligne l JOIN oilhi_document_lot b ON b.id = l.lot_id "
            "WHERE b.etat IN ('en_attente', 'en_cours') GROUP BY l.etat"))
        (rates,), = self._lire(
            "SELECT count(*) FROM oilhi_document_lot b WHERE b.etat = 'termine' AND EXISTS (SELECT FROM "
            "oilhi_document_lot_ligne l WHERE l.lot_id = b.id AND l.etat IN ('echec', 'sans_pdf'))")
        recalculs = dict(self._lire("SELECT etat, count(*) FROM oilhi_recalcul GROUP BY etat"))
        (age,), = self._lire("SELECT (current_date - max(date_version)) FROM oilhi_texte")
        ouverts = ("en_attente", "en_cours", "interrompu")
        return [
            *super()._mesures(),
            ("oilhi_lots", "Lots de documents non finis, par état.", "gauge",
             [({"etat": etat}, lots.get(etat, 0)) for etat in ouverts]),
            ("oilhi_lots_a_reprendre", "Lots finis dont des documents sont à reprendre.", "gauge", [({}, rates)]),
            ("oilhi_lot_documents", "Documents des lots en cours, par état.", "gauge",
             [({"etat": etat}, lignes.get(etat, 0)) for etat in ("a_faire", "a_convertir", "fait", "echec")]),
            ("oilhi_recalculs", "Revues de dossiers non finies, par état.", "gauge",
             [({"etat": etat}, recalculs.get(etat, 0)) for etat in ouverts]),
            ("oilhi_droit_age_jours", "Jours depuis la dernière lecture des textes de loi.", "gauge",
             [] if age is None else [({}, age)]),
        ]
