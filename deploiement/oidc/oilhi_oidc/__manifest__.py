{
    "name": "OILHI : connexion par OpenID Connect",
    "summary": "ProConnect, Keycloak : un compte qui existe déjà, jamais un compte créé",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tools",
    "author": "OILHI",
    "license": "AGPL-3",
    "depends": ["auth_oidc", "oilhi_partenaires"],
    "data": ["views/auth_oauth_provider_views.xml"],
}
