from markupsafe import Markup

from odoo.http import Controller, request, route

from .. import aide

PAGE = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


class OilhiAide(Controller):
    """The guides, served by the instance itself: it may have no way out to the Internet."""

    @route(["/oilhi/aide", "/oilhi/aide/"], **PAGE)
    def accueil(self, **_autres):
        return request.redirect(f"/oilhi/aide/{self._guide()}")

    @route("/oilhi/aide/ecran", **PAGE)
    def ecran(self, action="", tag="", modele="", onglet="", **_autres):
        """What the guides say of that screen."""
        cible = aide.choisir(action, tag, modele, onglet, self._guide())
        return request.redirect(f"/oilhi/aide/{cible}")

    @route("/oilhi/aide/images/<string:nom>", **PAGE)
    def image(self, nom, **_autres):
        chemin = aide.lire(nom)
        if not chemin:
            raise request.not_found()
        return request.make_response(chemin.read_bytes(), [
            ("Content-Type", "image/png"), ("Cache-Control", "private, max-age=3600"),
            ("X-Content-Type-Options", "nosniff"),
        ])

    @route("/oilhi/aide/<string:nom>", **PAGE)
    def page(self, nom, **_autres):
        lue = aide.page(nom)
        if not lue:
            raise request.not_found()
        return request.render("oilhi_documents.aide", {
            # Made by markdown-it from a file of the sources, raw HTML refused.
            "titre": lue.titre, "corps": Markup(lue.corps), "sommaire": lue.sommaire,
            "nom": nom, "menu": aide.MENU,
        })

    def _guide(self):
        """Where somebody starts who did not come from a screen that we know."""
        user = request.env.user
        # An administrator has the role of jurist too, not the agent's.
        for groupe, guide in (
            ("oilhi_partenaires.group_agent", "guide-agent"),
            ("oilhi_partenaires.group_administrateur", "guide-administrateur"),
            ("oilhi_partenaires.group_juriste", "guide-referent-juridique"),
        ):
            if user.has_group(groupe):
                return guide
        return "guide-agent"
