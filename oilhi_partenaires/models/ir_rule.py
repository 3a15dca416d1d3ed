from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Odoo jokes with who opens what is not his: said here in the words of an administration. In debug
        mode its text stays, with the rules that refused."""
        erreur = super()._make_access_error(operation, records)
        if self.env.user.has_group("base.group_no_one"):
            return erreur
        quoi = self.env["ir.model"]._get(records._name).name or records._name
        phrases = {
            "read": self.env._("Vous ne pouvez pas consulter cet élément (%s).", quoi),
            "write": self.env._("Vous ne pouvez pas modifier cet élément (%s).", quoi),
            "create": self.env._("Vous ne pouvez pas créer cet élément (%s).", quoi),
            "unlink": self.env._("Vous ne pouvez pas supprimer cet élément (%s).", quoi),
        }
        suite = self.env._(
            "Il relève d’un autre service, ou de droits que votre compte n’a pas. Si vous en avez besoin, "
            "adressez-vous au responsable de votre service."
        )
        message = "\n\n".join((phrases[operation], suite)) + self._conseil_acces(erreur, records)
        dite = AccessError(message)
        if hasattr(erreur, "context"):
            dite.context = erreur.context
        return dite

    def _conseil_acces(self, erreur, _records):
        """What else may be done, as a sentence that follows."""
        ailleurs = (getattr(erreur, "context", None) or {}).get("suggested_company")
        if not ailleurs:
            return ""
        return "\n\n" + self.env._(
            "Il est dans le département « %s » : choisissez-le en haut de l’écran.", ailleurs["display_name"]
        )
