import logging

import requests
from jose import jwt
from jose.exceptions import JOSEError

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.http import request

_logger = logging.getLogger(__name__)
OIDC = ("id_token_code", "id_token")
DELAI = 10


class AuthOauthProvider(models.Model):
    _inherit = "auth.oauth.provider"

    issuer = fields.Char("Émetteur", help="Celui que les jetons doivent nommer (« iss »).")
    end_session_endpoint = fields.Char("Adresse de déconnexion")

    def _parse_id_token(self, id_token, access_token):
        """Also: made by whom we asked, for the question that this browser asked."""
        lu = super()._parse_id_token(id_token, access_token)
        if self.issuer and lu.get("iss") != self.issuer:
            _logger.warning("OIDC: issuer %r instead of %r", lu.get("iss"), self.issuer)
            raise AccessDenied()
        if request and self.flow in OIDC:
            demandes = request.session.pop("oilhi_oidc_nonces", [])
            if lu.get("nonce") not in demandes:
                _logger.warning("OIDC: an answer to a question that this browser did not ask")
                raise AccessDenied()
            request.oilhi_oidc = {"provider": self.id, "id_token": id_token}
        return lu

    def _lire_userinfo(self, access_token):
        """The claims of the userinfo endpoint: JSON, or a signed token (ProConnect)."""
        self.ensure_one()
        if not self.data_endpoint:
            return {}
        reponse = requests.get(
            self.data_endpoint, headers={"Authorization": f"Bearer {access_token}"}, timeout=DELAI)
        reponse.raise_for_status()
        if "jwt" not in reponse.headers.get("Content-Type", ""):
            return reponse.json()
        for cle in self._get_keys(jwt.get_unverified_header(reponse.text).get("kid")):
            try:
                return jwt.decode(reponse.text, cle, algorithms=["RS256"], audience=self.client_id)
            except JOSEError as erreur:
                _logger.info("OIDC: userinfo not read with this key (%s)", erreur)
        raise AccessDenied()

    @api.model
    def _regler(self, document, client, secret, nom):
        """Create or update our provider from the server's own description of itself."""
        valeurs = {
            "name": nom, "body": f"Se connecter avec {nom}", "enabled": True, "flow": "id_token_code",
            "client_id": client, "client_secret": secret, "scope": "openid email", "css_class": "fa fa-fw fa-sign-in",
            "issuer": document["issuer"], "auth_endpoint": document["authorization_endpoint"],
            "token_endpoint": document["token_endpoint"], "jwks_uri": document["jwks_uri"],
            "data_endpoint": document.get("userinfo_endpoint"),
            "end_session_endpoint": document.get("end_session_endpoint"),
        }
        fournisseur = self.search([("issuer", "=", document["issuer"])], limit=1)
        if fournisseur:
            fournisseur.write(valeurs)
        else:
            fournisseur = self.create(valeurs)
        # Odoo.com's button is shown by default: nobody here has an account there.
        (self.search([("enabled", "=", True)]) - fournisseur).filtered(lambda p: p.flow not in OIDC).enabled = False
        return fournisseur
