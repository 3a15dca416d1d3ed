from odoo import fields, models
from odoo.exceptions import UserError

from ..champs.argent import astreinte as lire_astreinte

# What a document of the money or of the works is about, when the case has several.
LIGNES = {
    "D-MSO-23": "oilhi.dossier.astreinte",
    "D-MSO-31": "oilhi.dossier.astreinte",
    "D-MSO-24": "oilhi.dossier.liquidation",
    "D-MSO-25": "oilhi.dossier.office",
    "D-MSO-26": "oilhi.dossier.office",
    "D-MSU-06": "oilhi.dossier.office",
    "D-INS-03": "oilhi.dossier.office",
    "D-MSO-29": "oilhi.dossier.substitution",
    "D-MSO-30": "oilhi.dossier.substitution",
    "D-FIN-05": "oilhi.dossier.substitution",
    "D-FIN-07": "oilhi.dossier.substitution",
    "D-FIN-01": "oilhi.dossier.titre",
    "D-FIN-02": "oilhi.dossier.titre",
    "D-FIN-03": "oilhi.dossier.titre",
}
OFFICE = {"MSO": "D-MSO-25", "MS": "D-MSO-25", "MSU": "D-MSU-06", "DSP": "D-INS-03"}


class OilhiDocument(models.Model):
    """The row that a document tells: chosen like the act or the visit, else the fields take the last."""

    _inherit = "oilhi.document"

    ligne_modele = fields.Char(readonly=True, copy=False)
    ligne_id = fields.Many2oneReference(
        "Ligne concernée", model_field="ligne_modele", readonly=True, copy=False
    )

    def _ligne(self):
        """None: no row was chosen. A row deleted since gives an empty one: its values are missing."""
        self.ensure_one()
        if self.ligne_modele not in LIGNES.values():
            return None
        return self.env[self.ligne_modele].browse(self.ligne_id).exists()

    def _faits_astreinte(self, personne):
        """An order of astreinte runs for each from his own notification, at the rate it fixes.

        The fact bears the day of the order: several deliveries are still one order.
        """
        self.ensure_one()
        if self.code not in ("D-MSO-23", "D-MSO-31"):
            return {}
        astreinte = self._ligne() or lire_astreinte(self._contexte())
        redevable = astreinte.redevable_ids.filtered(lambda r: r.personne_id == personne)
        if not redevable:
            return {}
        copropriete = astreinte.mode == "copropriete"
        return {"montant": redevable.montant if copropriete else astreinte.montant_jour}


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def _ligne_document(self, modele, ligne_id=None):
        if not ligne_id:
            return None
        if modele.code not in LIGNES:
            raise UserError(self.env._("Le document « %s » ne porte pas sur une ligne.", modele.name))
        ligne = self.env[LIGNES[modele.code]].browse(int(ligne_id)).exists()
        if not ligne or ligne.dossier_id != self:
            raise UserError(self.env._("Cette ligne n’appartient pas au dossier."))
        ligne.check_access("read")
        return ligne


class OilhiLigneDocument(models.AbstractModel):
    """A row of the case that has its document: open it, or prepare it."""

    _name = "oilhi.ligne.document"
    _description = "Ligne qui a son document"

    def _code_document(self):
        raise NotImplementedError

    def action_document(self):
        self.ensure_one()
        self.check_access("read")
        dossier, code = self.dossier_id, self._code_document()
        if not code:
            raise UserError(self.env._("Aucun document n’est prévu pour cette ligne."))
        existants = dossier.document_ids.filtered(
            lambda d: d.code == code and d.ligne_modele == self._name and d.ligne_id == self.id
        )
        if existants.filtered("verrouille"):
            return existants.filtered("verrouille")[-1:].action_ouvrir()
        dossier.check_access("write")
        modele = dossier._modele_document(code)
        if not dossier._a_completer(modele):
            return dossier.generer_document(code, ligne_id=self.id).action_ouvrir()
        action = dossier.action_preparer_document()
        action["context"] |= {"default_modele_id": modele.id, "default_ligne_id": self.id}
        return action


class OilhiDossierTitre(models.Model):
    _name = "oilhi.dossier.titre"
    _inherit = ["oilhi.dossier.titre", "oilhi.ligne.document"]

    def _code_document(self):
        return self.document_code


class OilhiDossierLiquidation(models.Model):
    _name = "oilhi.dossier.liquidation"
    _inherit = ["oilhi.dossier.liquidation", "oilhi.ligne.document"]

    def _code_document(self):
        return "D-MSO-24"


class OilhiDossierAstreinte(models.Model):
    _name = "oilhi.dossier.astreinte"
    _inherit = ["oilhi.dossier.astreinte", "oilhi.ligne.document"]

    def _code_document(self):
        return "D-MSO-31" if self.mode == "copropriete" else "D-MSO-23"


class OilhiDossierOffice(models.Model):
    _name = "oilhi.dossier.office"
    _inherit = ["oilhi.dossier.office", "oilhi.ligne.document"]

    def _code_document(self):
        return OFFICE.get((self.dossier_procedure_id.code or "").split("-")[0])


class OilhiDossierSubstitution(models.Model):
    _name = "oilhi.dossier.substitution"
    _inherit = ["oilhi.dossier.substitution", "oilhi.ligne.document"]

    def _code_document(self):
        return "D-MSO-30"
