import vobject

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import OilhiCommon


@tagged("post_install", "-at_install", "oilhi_http")
class TestAnnuaireVcard(OilhiCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ars = cls.env.ref("oilhi_partenaires.type_organisme_ars")
        cls.agence, cls.agence_bis = cls.env["res.partner"].create([
            {
                "name": nom, "is_company": True, "phone": "03 53 01 00 01",
                "email": "habitat@ars.exemple.fr", "website": "https://ars.exemple.fr",
                "oilhi_telephone_urgence": "03 53 01 00 99",
                "oilhi_horaires": "Le matin ; sauf le lundi\nÉté : fermé",
                "oilhi_type_ids": [(6, 0, ars.ids)],
            }
            for nom in ("Agence é;è, exemple", "Agence bis")
        ])
        cls.personne = cls.env["res.partner"].create({
            "name": "Camille Exemple", "function": "Ingénieure", "parent_id": cls.agence.id,
            "phone": "03 53 01 00 02",
        })
        cls.privee = cls._personne(cls.service_autre, name="Zoé Confidentielle")

    def _telecharger(self, partners):
        self.authenticate(self.agent.login, self.agent.login)
        action = partners.with_user(self.agent).action_oilhi_vcard()
        return self.url_open(action["url"])

    def test_une_carte(self):
        reponse = self._telecharger(self.agence)
        self.assertEqual(reponse.headers["Content-Type"].split(";")[0], "text/vcard")
        carte = vobject.readOne(reponse.content.decode())
        self.assertEqual(carte.fn.value, "Agence é;è, exemple")
        self.assertEqual(
            [tel.value for tel in carte.tel_list], ["03 53 01 00 01", "03 53 01 00 99"]
        )
        self.assertEqual(
            carte.note.value,
            "Urgence : 03 53 01 00 99\nHoraires : Le matin ; sauf le lundi\nÉté : fermé",
        )
        self.assertEqual(carte.categories.value, ["Agence régionale de santé (ARS)"])
        self.assertFalse(hasattr(carte, "photo"))

    def test_personne(self):
        carte = vobject.readOne(self._telecharger(self.personne).content.decode())
        self.assertEqual(carte.title.value, "Ingénieure")
        self.assertEqual(carte.org.value, ["Agence é;è, exemple"])
        self.assertFalse(hasattr(carte, "note"))

    def test_plusieurs(self):
        """One file that a telephone imports whole, and whole it comes."""
        reponse = self._telecharger(self.agence | self.agence_bis | self.personne)
        self.assertEqual(len(reponse.content), int(reponse.headers["Content-Length"]))
        cartes = list(vobject.readComponents(reponse.content.decode()))
        self.assertEqual(
            [carte.fn.value for carte in cartes],
            ["Agence é;è, exemple", "Agence bis", "Camille Exemple"],
        )

    def test_personne_d_un_dossier(self):
        """Neither alone nor among others."""
        self.authenticate(self.agent.login, self.agent.login)
        for identifiants in (self.privee.ids, (self.agence | self.privee).ids):
            with self.subTest(identifiants=identifiants), mute_logger("odoo.http"):
                reponse = self.url_open(
                    "/web/partner/vcard?partner_ids=" + ",".join(map(str, identifiants))
                )
                self.assertGreaterEqual(reponse.status_code, 400)
                self.assertNotIn("Confidentielle", reponse.text)
