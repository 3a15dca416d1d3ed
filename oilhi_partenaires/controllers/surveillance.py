"""For a probe: is the site alive, and how is it; no name, no case, and nothing to who has no token."""
import hmac
import json
import os
import shutil

from odoo.http import Controller, request, route
from odoo.tools import config

from ..outils.prometheus import texte

JETON = "oilhi.metriques_jeton"
COURT = 24  # a token under this length is refused
PLACE = 200 * 10**6  # bytes under which an act may not be kept


class OilhiSurveillance(Controller):
    @route("/oilhi/sante", type="http", auth="none", methods=["GET"], readonly=True, save_session=False)
    def sante(self):
        """The database answered (else this page is a 503), files can be written, the modules are whole."""
        if not request.db:
            return _reponse({"etat": "arret", "base": False}, 503)
        request.env.cr.execute(
            "SELECT count(*) FROM ir_module_module WHERE state IN ('to install', 'to upgrade', 'to remove')")
        (inacheves,) = request.env.cr.fetchone()
        dossier = config.filestore(request.db)
        fichiers = os.access(dossier, os.W_OK | os.X_OK) and shutil.disk_usage(dossier).free > PLACE
        bien = fichiers and not inacheves
        return _reponse({
            "etat": "bon" if bien else "arret", "base": True, "fichiers": fichiers, "modules": not inacheves,
        }, 200 if bien else 503)

    @route("/oilhi/metriques", type="http", auth="none", methods=["GET"], readonly=True, save_session=False)
    def metriques(self):
        if not request.db or not self._admis():
            raise request.not_found()  # the same answer as where there is nothing
        # sudo: counts of the whole server, for who shows the token
        mesures = request.env(su=True)["oilhi.metriques"]._mesures()
        return request.make_response(texte(mesures), headers=[
            ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), ("Cache-Control", "no-store"),
        ])

    @staticmethod
    def _admis():
        # sudo: compared, never returned
        attendu = request.env(su=True)["ir.config_parameter"].get_param(JETON) or ""
        genre, _espace, recu = request.httprequest.headers.get("Authorization", "").partition(" ")
        return len(attendu) >= COURT and genre == "Bearer" and hmac.compare_digest(
            recu.strip().encode(), attendu.encode())


def _reponse(contenu, statut):
    return request.make_response(json.dumps(contenu), status=statut, headers=[
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"),
    ])
