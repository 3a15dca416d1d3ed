from urllib.parse import parse_qs, urlencode, urlsplit

from odoo import http
from odoo.http import request

from odoo.addons.auth_oauth.controllers.main import OAuthController
from odoo.addons.auth_oidc.controllers.main import OpenIDLogin
from odoo.addons.web.controllers.session import Session

NONCES = 5  # pages of login that one browser may have open


class ConnexionOidc(OpenIDLogin):
    def list_providers(self):
        """Remember what this browser asked: the answer must be to that question."""
        fournisseurs = super().list_providers()
        nonces = [
            parse_qs(urlsplit(f["auth_link"]).query)["nonce"][0]
            for f in fournisseurs if f.get("flow") in ("id_token_code", "id_token")
        ]
        if nonces:
            deja = request.session.get("oilhi_oidc_nonces", [])
            request.session["oilhi_oidc_nonces"] = (deja + nonces)[-NONCES * len(nonces):]
        return fournisseurs


class RetourOidc(OAuthController):
    @http.route()
    def signin(self, **kw):
        reponse = super().signin(**kw)
        if request.session.uid and (preuve := getattr(request, "oilhi_oidc", None)):
            request.session["oilhi_oidc"] = preuve
        return reponse


class DeconnexionOidc(Session):
    @http.route()
    def logout(self, redirect="/odoo"):
        """Close the session here, then the one of the identity provider."""
        preuve = request.session.get("oilhi_oidc")
        if preuve:
            # sudo: the address where the provider wants to be told; the user is leaving
            fournisseur = request.env["auth.oauth.provider"].sudo().browse(preuve["provider"]).exists()
            if fournisseur.end_session_endpoint:
                request.session.logout(keep_db=True)
                retour = urlencode({
                    "id_token_hint": preuve["id_token"], "client_id": fournisseur.client_id,
                    "post_logout_redirect_uri": request.httprequest.url_root + "web/login",
                })
                return request.redirect(f"{fournisseur.end_session_endpoint}?{retour}", 303, local=False)
        return super().logout(redirect=redirect)
