from urllib.parse import unquote

from odoo.tests import HttpCase, tagged

from odoo.addons.oilhi_partenaires.tests.common import OilhiCommon

from ..aide import MENU, lignes


@tagged("post_install", "-at_install", "oilhi_http")
class TestAide(OilhiCommon, HttpCase):
    def _ouvrir(self, chemin):
        return self.url_open(f"/oilhi/aide{chemin}", allow_redirects=False, timeout=120)

    def test_chaque_ecran_nomme_existe(self):
        """A key that no screen has any more would silently open the guide at its top."""
        onglets = self.env["oilhi.dossier"].get_view(view_type="form")["arch"]
        for cle in lignes():
            sorte, _deux, nom = cle.partition(":")
            with self.subTest(cle=cle):
                if sorte == "action":
                    self.assertTrue(self.env.ref(nom))
                elif sorte == "modele":
                    modele, _barre, onglet = nom.partition("/")
                    self.assertIn(modele, self.env)
                    if onglet:
                        self.assertEqual(modele, "oilhi.dossier")
                        self.assertIn(f'name="{onglet}"', onglets)

    def test_pages(self):
        self.assertIn("/web/login", self._ouvrir("/guide-agent").headers["Location"])
        self.authenticate(self.agent.login, self.agent.login)
        self.assertTrue(self._ouvrir("").headers["Location"].endswith("/oilhi/aide/guide-agent"))
        for nom in MENU:
            with self.subTest(page=nom):
                page = self._ouvrir(f"/{nom}")
                self.assertEqual(page.status_code, 200)
                self.assertIn('<html lang="fr">', page.text)
                self.assertIn(f'href="/oilhi/aide/{nom}" aria-current="page"', page.text)
        self.assertEqual(self._ouvrir("/images/semaine.png").headers["Content-Type"], "image/png")
        for absent in ("/inconnue", "/images/inconnue.png", "/..%2fREADME", "/images/..%2f..%2fREADME.md"):
            with self.subTest(absent=absent):
                reponse = self._ouvrir(absent)
                self.assertEqual(reponse.status_code, 404)
                self.assertIn("Rien à cette adresse", reponse.text)

    def test_adresse_inconnue(self):
        """In French, whether or not one is logged in."""
        for adresse in ("/oilhi", "/oilhi/inconnue", "/inconnue"):
            with self.subTest(adresse=adresse):
                reponse = self.url_open(adresse)
                self.assertEqual(reponse.status_code, 404)
                self.assertIn("Rien à cette adresse", reponse.text)
                self.assertIn("text/html", reponse.headers["Content-Type"])

    def test_un_ecran_mene_a_sa_section(self):
        self.authenticate(self.agent.login, self.agent.login)
        for demande, attendu in (
            ("modele=oilhi.dossier&onglet=documents&action=oilhi_lhi.action_oilhi_dossier", "ecrans#les-documents"),
            ("modele=oilhi.dossier&onglet=inconnu", "ecrans#le-tableau-des-dossiers"),
            ("modele=oilhi.delai", "guide-referent-juridique#un-délai-change"),
            ("tag=oilhi_guide", "ecrans#le-guide"),
            ("modele=res.country", "guide-agent"),
            ("", "guide-agent"),
        ):
            with self.subTest(demande=demande):
                adresse = unquote(self._ouvrir(f"/ecran?{demande}").headers["Location"])
                self.assertTrue(adresse.endswith(f"/oilhi/aide/{attendu}"), adresse)

    def test_chacun_son_guide(self):
        for user, guide in (
            (self.juriste, "guide-referent-juridique"), (self.lecteur, "guide-agent"),
            (self.responsable, "guide-agent"), (self.administrateur, "guide-administrateur"),
        ):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.assertTrue(self._ouvrir("").headers["Location"].endswith(f"/oilhi/aide/{guide}"))
