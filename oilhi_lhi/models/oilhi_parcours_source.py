from odoo import api, models

from .oilhi_dossier_parcours import QUESTIONS_PARCOURS


class OilhiParcoursSource(models.AbstractModel):
    """Facts on which the steps depend: a change of one of them replays the conditions."""

    _name = "oilhi.parcours.source"
    _description = "Fait dont dépend le parcours"

    _parcours_champs = frozenset()  # fields that matter; every one if empty

    @api.model_create_multi
    def create(self, vals_list):
        enregistrements = super().create(vals_list)
        enregistrements._du_parcours().dossier_id._actualiser_parcours()
        return enregistrements

    def write(self, vals):
        resultat = super().write(vals)
        if not self._parcours_champs or self._parcours_champs & vals.keys():
            self._du_parcours().dossier_id._actualiser_parcours()
        return resultat

    def unlink(self):
        dossiers = self._du_parcours().dossier_id
        resultat = super().unlink()
        dossiers.exists()._actualiser_parcours()
        return resultat

    def _du_parcours(self):
        """Those of these facts that the steps depend on."""
        return self


class OilhiDossierPersonne(models.Model):
    _name = "oilhi.dossier.personne"
    _inherit = ["oilhi.dossier.personne", "oilhi.parcours.source"]

    _parcours_champs = frozenset({"role", "tenue"})


class OilhiDossierReponse(models.Model):
    _name = "oilhi.dossier.reponse"
    _inherit = ["oilhi.dossier.reponse", "oilhi.parcours.source"]

    def _du_parcours(self):
        return self.filtered(lambda reponse: reponse.question_id.code in QUESTIONS_PARCOURS)


class OilhiBatiment(models.Model):
    _inherit = "oilhi.batiment"

    def write(self, vals):
        resultat = super().write(vals)
        if {"protection", "copropriete"} & vals.keys():
            # sudo: every case on this building follows, also those the user does not see
            self.sudo().dossier_ids._actualiser_parcours()
        return resultat


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def write(self, vals):
        resultat = super().write(vals)
        if {"usage", "meuble_tourisme", "erp_hebergement", "commune_id"} & vals.keys():
            self._actualiser_parcours()
        return resultat
