import logging
import re
import threading

from odoo.http import Controller, request, route

CHEMIN = "/oilhi/agenda/"
_SECRET = re.compile(r"(/oilhi/agenda/)[^\s/?#\"']+?(?=\.ics|[\s/?#\"']|$)")
ABSENT = (
    "Ce lien d’agenda n’existe pas, ou ne fonctionne plus. Ouvrez OILHI, menu Accès, « Mon agenda », "
    "pour en créer un autre.\n"
)


def masquer(texte):
    return _SECRET.sub(r"\1***", texte)


class SecretMasque(logging.Filter):
    """The address holds the secret, and servers write the addresses that they serve in their logs."""

    def filter(self, record):
        if CHEMIN in str(record.msg):
            record.msg = masquer(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                masquer(a) if isinstance(a, str) and CHEMIN in a else a for a in record.args
            )
        return True


for nom in ("werkzeug", "longpolling"):
    journal = logging.getLogger(nom)
    if not any(isinstance(filtre, SecretMasque) for filtre in journal.filters):
        journal.addFilter(SecretMasque())


class OilhiAgenda(Controller):
    @route(
        f"{CHEMIN}<string:jeton>.ics",
        type="http", auth="public", methods=["GET"], readonly=True, save_session=False,
    )
    def agenda(self, jeton):
        """The deadlines of the owner of the secret, as his rights are now."""
        # Odoo keeps the address there, for its dumps of stuck threads.
        threading.current_thread().url = masquer(request.httprequest.url)
        abonnement = request.env["oilhi.agenda.abonnement"]._par_jeton(jeton)
        if not abonnement:
            return request.make_response(ABSENT, [
                ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"),
            ], status=404)
        ecrire, empreinte, moment = abonnement._publier()
        reponse = request.make_response("", [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Disposition", 'inline; filename="oilhi.ics"'),
            ("Cache-Control", "private, no-cache"),
            ("X-Robots-Tag", "noindex, nofollow"),
        ])
        reponse.set_etag(empreinte)
        reponse.last_modified = moment
        reponse.make_conditional(request.httprequest)
        if reponse.status_code == 200:
            reponse.set_data(ecrire())
        return reponse
