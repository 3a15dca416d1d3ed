from lxml import html

from odoo.tests import HttpCase, tagged

from .common import OilhiCommon
from .tour_common import OilhiTour


@tagged("post_install", "-at_install")
class TestConnexion(HttpCase):
    def _logo(self):
        page = html.fromstring(self.url_open("/web/login").content)
        return page.xpath("//img[contains(@src, 'company_logo')]"), page.xpath("//span[text()='OILHI']")

    def test_logo(self):
        """The drawing « Your logo » of Odoo is not shown; one's own logo is."""
        societe = self.env.ref("base.user_root").company_id
        societe.logo = False
        image, nom = self._logo()
        self.assertFalse(image)
        self.assertTrue(nom)
        societe.logo = self.env.ref("base.user_admin").avatar_128
        image, nom = self._logo()
        self.assertTrue(image)
        self.assertFalse(nom)


    def test_langue(self):
        """The page says its language, signed in or not: a screen reader pronounces it (RGAA 8.3)."""
        for page in ("/web/login", "/odoo"):
            with self.subTest(page):
                self.assertEqual(html.fromstring(self.url_open(page).content).get("lang"), "fr-FR")
            self.authenticate("admin", "admin")


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourEcrans(OilhiCommon, OilhiTour):
    def test_ecrans(self):
        """What OILHI changes in the screens of Odoo: the menu of the person, the title of a window, what is missing."""
        self.start_tour(
            f"/odoo/action-oilhi_partenaires.oilhi_service_action/{self.service_mairie_arras.id}", "oilhi_ecrans_tour",
            login=self.coordinateur.login)
