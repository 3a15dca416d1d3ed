from werkzeug.exceptions import NotFound

from odoo import models
from odoo.http import request

from ..outils.pannes import dire_panne

# Without template nor database: it is answered to whoever asks, logged in or not.
ABSENTE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page introuvable</title>
<style>
body { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem; color: #1a1a1a; background: #fff;
font: 1rem/1.5 system-ui, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.5rem; }
a { color: #0b4f9e; }
</style>
</head>
<body><main>
<h1>Rien à cette adresse</h1>
<p>La page n’existe pas, n’existe plus, ou n’est pas pour vous. Vérifiez l’adresse, ou
<a href="/odoo">revenez à l’application</a>.</p>
</main></body>
</html>
"""


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        request.env["oilhi.habilitation"]._clore_si_jour_nouveau()
        return super()._authenticate(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        reponse = super()._handle_error(dire_panne(exception))
        if isinstance(reponse, NotFound) and reponse.response is None:
            # Left to itself, werkzeug says it in English.
            return request.make_response(ABSENTE, [("Content-Type", "text/html; charset=utf-8")], status=404)
        return reponse
