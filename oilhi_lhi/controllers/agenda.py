import logging
import re
import threading
from datetime import datetime, timezone

from odoo.http import Controller, request, route

from ..moteur.agenda import agenda, empreinte

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
    def _lecture_seule(self, rule, args):
        """A replica will do, unless the reading is to be noted (once an hour)."""
        return not request.env["oilhi.agenda.abonnement"]._par_jeton(
            args["jeton"]
        )._lecture_a_noter()

    @route(
        f"{CHEMIN}<string:jeton>.ics",
        type="http", auth="public", methods=["GET"], readonly=_lecture_seule, save_session=False,
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
        nom, evenements = abonnement._contenu()
        abonnement._noter_lecture()
        maintenant = datetime.now(timezone.utc).replace(microsecond=0)
        reponse = request.make_response("", [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Disposition", 'inline; filename="oilhi.ics"'),
            ("Cache-Control", "private, no-cache"),
            ("X-Robots-Tag", "noindex, nofollow"),
        ])
        # Weak: the same events, written at another moment. What disappeared (kept, right withdrawn)
        # has no date of its own: true as of now, so that a reader who only knows dates reads again.
        reponse.set_etag(empreinte(nom, evenements), weak=True)
        reponse.last_modified = maintenant
        reponse.make_conditional(request.httprequest)
        if reponse.status_code == 200:
            reponse.set_data(agenda(nom, evenements, maintenant))
        return reponse
