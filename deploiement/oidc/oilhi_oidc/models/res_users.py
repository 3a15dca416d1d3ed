import logging

from odoo import api, models
from odoo.exceptions import AccessDenied

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _auth_oauth_signin(self, provider, validation, params):
        """Only an account that is there already: known by its identifier, or found once by its address."""
        fournisseur = self.env["auth.oauth.provider"].browse(provider)
        if fournisseur.flow not in ("id_token_code", "id_token"):
            return super()._auth_oauth_signin(provider, validation, params)
        identifiant = validation["user_id"]
        connu = self.search([("oauth_uid", "=", identifiant), ("oauth_provider_id", "=", provider)])
        if not connu:
            self._relier_oidc(fournisseur, identifiant, validation, params["access_token"])
        return super(ResUsers, self.with_context(no_user_creation=True))._auth_oauth_signin(
            provider, validation, params)

    @api.model
    def _relier_oidc(self, fournisseur, identifiant, validation, access_token):
        lu = validation if validation.get("email") else fournisseur._lire_userinfo(access_token)
        adresse = (lu.get("email") or "").strip().lower()
        if lu.get("sub", identifiant) != identifiant or not adresse or lu.get("email_verified") is False:
            _logger.warning("OIDC: no verified address for subject %s", identifiant)
            raise AccessDenied()
        trouves = self.search([("login", "=ilike", adresse.replace("\\", "\\\\").replace("_", r"\_").replace("%", r"\%"))])
        if len(trouves) != 1 or trouves.share or trouves.oauth_uid:
            _logger.warning("OIDC: no account, or one already linked, for %s", adresse)
            raise AccessDenied()
        trouves.write({"oauth_provider_id": fournisseur.id, "oauth_uid": identifiant})
        _logger.info("OIDC: account %s linked to subject %s of %s", trouves.id, identifiant, fournisseur.issuer)
