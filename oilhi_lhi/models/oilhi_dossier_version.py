from odoo import api, fields, models
from odoo.exceptions import UserError

from ..moteur.guide import evaluer
from ..moteur.guide_instantane import comparer_resultats


class OilhiDossier(models.Model):
    """A case keeps the version of the rules that qualified it, until somebody evaluates it again."""

    _inherit = "oilhi.dossier"

    a_reevaluer = fields.Boolean(
        "Qualifié avec une version remplacée", compute="_compute_a_reevaluer",
        help="De nouvelles règles ont été publiées depuis la dernière qualification.",
    )

    @api.depends("qualification_ids.version_id")
    def _compute_a_reevaluer(self):
        publiee = self.env["oilhi.regle.version"]._id_publiee()
        for dossier in self:
            derniere = dossier.qualification_ids[:1]
            # None: qualified before versions were kept, by rules that are no longer these.
            dossier.a_reevaluer = bool(derniere) and derniere.version_id.id != publiee

    def _version_guide(self):
        """Version that this case is evaluated with."""
        self.ensure_one()
        gardee = self.qualification_ids[:1].version_id
        if gardee and not self.env.context.get("oilhi_version_en_vigueur"):
            return gardee
        versions = self.env["oilhi.regle.version"]
        return versions.browse(versions._id_publiee())

    def _regles_guide(self):
        version = self._version_guide()
        jour = fields.Date.to_string(fields.Date.context_today(self))
        if not version:
            return self.env["oilhi.regle"]._regles()
        return version._regles_figees(version.id, jour)

    def etat_guide(self):
        """The state of the guide, with the version of the rules that it follows."""
        etat = super().etat_guide()
        versions = self.env["oilhi.regle.version"]
        derniere = self.qualification_ids[:1]
        etat["regles"] = {
            # Nothing for a case qualified before versions were kept: the guide follows the last.
            "version": versions._nom_publiee(
                (derniere.version_id if derniere else self._version_guide()).id
            ),
            "en_vigueur": versions._nom_publiee(versions._id_publiee()),
            "a_reevaluer": self.a_reevaluer,
        }
        return etat

    def comparer_versions(self):
        """What the version in force would change to the last qualification; nothing is stored.

        Keys: `avant`, `apres` (names of the versions), `faits_changes` (the case itself has moved
        since), `procedures`, `alertes`, `regles` (see ``comparer_resultats``).
        """
        self.ensure_one()
        self.check_access("read")
        derniere = self.qualification_ids[:1]
        if not derniere:
            raise UserError(self.env._(
                "Ce dossier n’a pas encore été qualifié : répondez d’abord au guide."
            ))
        dossier = self.with_context(oilhi_version_en_vigueur=True)
        regles = dossier._regles_guide()
        faits = dossier._faits(regles)
        clair = dossier._figeable(regles, faits, evaluer(regles, faits))
        return {
            "avant": derniere.version_id.name or derniere.version,
            "apres": dossier._version_guide().name or "",
            "faits_changes": derniere.resultat.get("faits") != clair["faits"],
            **comparer_resultats(derniere.resultat, clair),
        }

    def reevaluer(self):
        """Qualify again with the version in force; the former qualification stays."""
        self.ensure_one()
        self.check_access("write")
        if not self.qualification_ids:
            raise UserError(self.env._(
                "Ce dossier n’a pas encore été qualifié : répondez d’abord au guide."
            ))
        qualification = self.with_context(oilhi_version_en_vigueur=True)._figer_qualification()
        return self._completer(qualification.resultat)

    def action_reevaluer(self):
        """Show the differences, then let the agent decide."""
        self.ensure_one()
        self.check_access("write")
        assistant = self.env["oilhi.dossier.reevaluer"].create({"dossier_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Réévaluer avec la version en vigueur"),
            "res_model": "oilhi.dossier.reevaluer",
            "res_id": assistant.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
