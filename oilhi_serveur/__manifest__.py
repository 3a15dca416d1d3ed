{
    "name": "OILHI : le serveur",
    "summary": "Chargé par server_wide_modules, sans base : journal en JSON, page d’attente quand PostgreSQL s’arrête",
    "version": "19.0.1.0.0",
    "category": "Services/OILHI",
    "author": "OILHI",
    "license": "AGPL-3",
    "depends": ["web"],
    "installable": True,
}
