import json

from odoo import Command, fields
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.oilhi_lhi.tests.common import OilhiLhiCommon

SECRET = "Canariculture"


@tagged("post_install", "-at_install", "oilhi_isolation", "oilhi_http")
class TestIsolationHttp(OilhiLhiCommon, HttpCase):
    """Open sessions, files and keys: a right withdrawn is lost at the next request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon(name=f"Pignon {SECRET}").with_env(cls.env)
        cls.piece = cls.env["ir.attachment"].create({
            "name": "rapport.txt", "raw": SECRET.encode(), "mimetype": "text/plain",
            "res_model": "oilhi.dossier", "res_id": cls.dossier.id,
        })
        cls.photo = cls.env["oilhi.dossier.photo"].create({
            "dossier_id": cls.dossier.id, "image": cls._image(), "name": "Photo",
        })
        cls.env.flush_all()

    def _appeler(self, methode, *args, modele="oilhi.dossier", **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{modele}/{methode}",
            {"model": modele, "method": methode, "args": list(args), "kwargs": kwargs},
        )

    def _voit(self):
        return bool(self._appeler("search_read", [("id", "=", self.dossier.id)], ["name"]))

    @mute_logger("odoo.http")
    def _lit(self):
        try:
            return SECRET in str(self._appeler("read", [self.dossier.id], ["name"]))
        except JsonRpcException:
            return False

    @mute_logger("odoo.http")
    def _fichiers(self, suffixe=""):
        """What the routes of files answer: none of them, or all."""
        adresses = (
            f"/web/content/{self.piece.id}{suffixe}",
            f"/web/content/oilhi.dossier.photo/{self.photo.id}/image{suffixe}",
        )
        return [self.url_open(adresse).status_code == 200 for adresse in adresses]

    def test_session_ouverte_membre_retire(self):
        self.authenticate(self.agent.login, self.agent.login)
        self.assertTrue(self._voit() and self._lit())
        self.assertEqual(self._fichiers(), [True, True])
        self.service_mairie_arras.user_ids = [Command.unlink(self.agent.id)]
        self.env.flush_all()
        self.assertFalse(self._voit())
        self.assertFalse(self._lit())
        self.assertEqual(self._fichiers(), [False, False])

    @mute_logger("odoo.http")
    def test_session_ouverte_role_retire(self):
        self.authenticate(self.agent.login, self.agent.login)
        self.assertTrue(self._voit())
        self.agent.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.env.flush_all()
        with self.assertRaises(JsonRpcException):
            self._voit()
        self.assertFalse(self._lit())

    @mute_logger("odoo.http")
    def test_session_ouverte_compte_ferme(self):
        self.authenticate(self.agent.login, self.agent.login)
        self.assertTrue(self._voit())
        self.agent.active = False
        self.env.flush_all()
        with self.assertRaises(JsonRpcException):
            self._voit()

    def test_partage_arrive_a_son_terme(self):
        """The first request of the day closes what ended the day before."""
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossier.id, "service_id": self.service_autre.id,
        })
        self.env.flush_all()
        self.authenticate(self.agent_autre.login, self.agent_autre.login)
        self.assertTrue(self._voit())
        partage.etat = "termine"
        self.env.flush_all()
        self.assertFalse(self._voit() or self._lit())

    def test_fichiers_d_un_etranger(self):
        self.authenticate(self.agent_autre.login, self.agent_autre.login)
        self.assertEqual(self._fichiers(), [False, False])
        self.authenticate(None, None)
        self.assertEqual(self._fichiers(), [False, False])

    def test_jeton_de_piece(self):
        """A link with a token made while a member opens nothing afterwards."""
        self.authenticate(self.agent.login, self.agent.login)
        [jeton] = self._appeler("generate_access_token", [self.piece.id], modele="ir.attachment")
        jetons = [jeton, self.piece._get_raw_access_token()]
        for jeton in jetons:
            reponse = self.url_open(f"/web/content/{self.piece.id}?access_token={jeton}")
            self.assertEqual(reponse.status_code, 200)
        self.service_mairie_arras.user_ids = [Command.unlink(self.agent.id)]
        self.env.flush_all()
        for jeton in jetons:
            reponse = self.url_open(f"/web/content/{self.piece.id}?access_token={jeton}")
            self.assertNotEqual(reponse.status_code, 200)
            self.assertNotIn(SECRET, reponse.text)

    @mute_logger("odoo.http")
    def test_fil_de_discussion(self):
        """The routes of the chatter, which are not model methods."""
        self.dossier.message_post(body=f"Note {SECRET}")
        self.env.flush_all()
        parametres = {"thread_model": "oilhi.dossier", "thread_id": self.dossier.id}
        for user, attendu in ((self.agent, True), (self.agent_autre, False)):
            self.authenticate(user.login, user.login)
            try:
                reponse = self.make_jsonrpc_request("/mail/thread/messages", parametres)
            except JsonRpcException:
                reponse = ""
            self.assertEqual(SECRET in json.dumps(reponse), attendu, user.login)

    @mute_logger("odoo.http")
    def test_json2(self):
        """The same refusals with an API key, which has no session."""
        for user, attendu in ((self.agent, True), (self.agent_autre, False)):
            # sudo: a user makes his own key, which the test cannot confirm with a password
            cle = self.env["res.users.apikeys"].with_user(user).sudo()._generate(
                "rpc", "Essai", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
            self.env.flush_all()
            for methode, corps in (
                ("read", {"ids": self.dossier.ids, "fields": ["name"]}),
                ("search_read", {"domain": [], "fields": ["name"]}),
                ("parcours", {"ids": self.dossier.ids}),
                ("etat_guide", {"ids": self.dossier.ids}),
                ("controler", {"ids": self.dossier.ids, "code_modele": "D-MSO-10"}),
            ):
                reponse = self.url_open(
                    f"/json/2/oilhi.dossier/{methode}", json=corps,
                    headers={"Authorization": f"Bearer {cle}"},
                )
                with self.subTest(user=user.login, methode=methode):
                    if methode in ("read", "search_read"):
                        self.assertEqual(SECRET in reponse.text, attendu, reponse.text[:300])
                    elif not attendu:
                        self.assertEqual(reponse.status_code, 403, reponse.text[:300])
