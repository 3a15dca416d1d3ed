from odoo import api, models


class OilhiParcoursDroit(models.AbstractModel):
    """Reference data that the open cases follow: a correction asks for their recalculation."""

    _name = "oilhi.parcours.droit"
    _description = "Donnée de droit dont dépend le parcours"

    _recalcul_champs = frozenset()

    def _nommer_recalcul(self):
        return ", ".join(dict.fromkeys(ligne.code for ligne in self))

    def _demander_recalcul(self, nom=None):
        nom = nom or (self and self._nommer_recalcul())
        # Nothing to do while the addon is being installed: there is no case yet.
        if not nom or not self.env["oilhi.dossier.procedure"].sudo().search_count(
            [("etat", "=", "en_cours")], limit=1
        ):  # sudo: whether a case is open, of whatever service
            return
        if self.env.context.get("install_module"):  # hundreds of rows may change at once
            self.env["oilhi.recalcul"]._demander_mise_a_jour()
        else:
            self.env["oilhi.recalcul"]._demander(self.env._("Changement du droit : %s", nom))

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        lignes._demander_recalcul()
        return lignes

    def write(self, vals):
        avant = {
            ligne: [ligne[champ] for champ in self._recalcul_champs & vals.keys()] for ligne in self
        }
        resultat = super().write(vals)
        self.filtered(
            lambda ligne: avant[ligne]
            != [ligne[champ] for champ in self._recalcul_champs & vals.keys()]
        )._demander_recalcul()
        return resultat

    def unlink(self):
        nom = self and self._nommer_recalcul()
        resultat = super().unlink()
        self._demander_recalcul(nom)
        return resultat


class OilhiDelai(models.Model):
    _name = "oilhi.delai"
    _inherit = ["oilhi.delai", "oilhi.parcours.droit"]

    _recalcul_champs = frozenset({
        "code", "name", "nombre", "unite", "nature", "depart", "proroge", "base", "niveau_preuve",
        "depart_type", "retard", "filtre", "tenu_par_codes", "plafond", "date_debut", "date_fin",
    })  # fmt: skip


class OilhiEtape(models.Model):
    _name = "oilhi.etape"
    _inherit = ["oilhi.etape", "oilhi.parcours.droit"]

    _recalcul_champs = frozenset({
        "sequence", "obligation", "condition_code", "issue", "phase", "delai_codes",
        "precedent_codes", "exige_codes", "nature", "terme", "garde_codes", "tient_codes",
        "manque_codes", "ferme_codes", "acte_codes", "document_codes",
        "faits_demandes",
    })  # fmt: skip


class OilhiProcedure(models.Model):
    _name = "oilhi.procedure"
    _inherit = ["oilhi.procedure", "oilhi.parcours.droit"]

    _recalcul_champs = frozenset({"urgente", "transferable_epci"})


class OilhiProcedureDifference(models.Model):
    _name = "oilhi.procedure.difference"
    _inherit = ["oilhi.procedure.difference", "oilhi.parcours.droit"]

    _recalcul_champs = frozenset({
        "procedure_id", "etape_id", "effet", "motif", "base", "delai_codes", "document_codes",
        "niveau_preuve",
    })  # fmt: skip

    def _nommer_recalcul(self):
        return self.procedure_id._nommer_recalcul()
