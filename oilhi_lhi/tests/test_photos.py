import base64
import hashlib
from datetime import datetime
from io import BytesIO

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OilhiLhiCommon

GPS, PRISE = 0x8825, 0x8769


def photo_de_telephone(taille=(2400, 1800)):
    """As a telephone makes it: lying, dated, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone-Exemple"
    exif[0x0112] = 6
    exif[GPS] = {1: "N", 2: (50.0, 17.0, 23.0), 3: "E", 4: (2.0, 46.0, 51.0)}
    exif[PRISE] = {0x9003: "2027:01:04 10:42:07", 0x9011: "+01:00"}
    flux = BytesIO()
    Image.new("RGB", taille, "#b5654a").save(flux, "JPEG", exif=exif)
    return flux.getvalue()


@tagged("at_install", "-post_install")
class TestPhotos(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon()

    def _photo(self, contenu=None, user=None, **valeurs):
        return self.env["oilhi.dossier.photo"].with_user(user or self.agent).create({
            "dossier_id": self.dossier.id,
            "image": base64.b64encode(contenu or photo_de_telephone()),
            **valeurs,
        })

    def _garde(self, photo):
        photo.invalidate_recordset()
        return base64.b64decode(photo.with_context(bin_size=False).image)

    def _envoyer(self, *contenus, user=None, **valeurs):
        """Files as the browser uploads them, then the dialog."""
        env = self.env(user=user or self.agent)
        pieces = env["ir.attachment"].create([
            {"name": f"IMG_{n}.jpg", "raw": contenu, "res_model": "oilhi.dossier.photo.ajout", "res_id": 0}
            for n, contenu in enumerate(contenus)
        ])
        ajout = env["oilhi.dossier.photo.ajout"].create({
            "dossier_id": self.dossier.id, "piece_ids": [(6, 0, pieces.ids)], **valeurs,
        })
        return ajout, pieces

    def test_ce_qui_est_garde(self):
        photo = self._photo()
        garde = self._garde(photo)
        image = Image.open(BytesIO(garde))
        self.assertEqual((image.format, image.size), ("JPEG", (1440, 1920)))
        self.assertFalse(image.getexif())
        self.assertNotIn(b"Telephone-Exemple", garde)
        self.assertEqual(photo.sha256, hashlib.sha256(garde).hexdigest())
        self.assertEqual(photo.prise_le, datetime(2027, 1, 4, 9, 42, 7))
        self.assertEqual(str(photo.date), "2027-01-04")
        self.assertEqual(photo.user_id, self.agent)
        vignette = Image.open(BytesIO(base64.b64decode(photo.image_512)))
        self.assertLessEqual(max(vignette.size), 512)
        self.assertFalse(vignette.getexif())

    def test_sans_date_aujourd_hui(self):
        photo = self._photo(base64.b64decode(self._image()))
        self.assertFalse(photo.prise_le)
        self.assertEqual(photo.date, fields.Date.context_today(photo))

    def test_auteur_et_preuve_ne_s_inventent_pas(self):
        photo = self._photo(user_id=self.responsable.id, sha256="0" * 64, prise_le="2020-01-01")
        self.assertEqual(photo.user_id, self.agent)
        self.assertEqual(photo.sha256, hashlib.sha256(self._garde(photo)).hexdigest())
        self.assertEqual(photo.prise_le, datetime(2027, 1, 4, 9, 42, 7))
        for champ, valeur in (
            ("image", self._image()), ("sha256", "0" * 64), ("prise_le", "2020-01-01"),
            ("user_id", self.responsable.id), ("ecartee_le", "2027-01-01"),
        ):
            with self.subTest(champ=champ), self.assertRaisesRegex(UserError, "ne se modifie pas"):
                photo[champ] = valeur

    def test_ecarter(self):
        photo = self._photo()
        with self.assertRaises(AccessError):
            photo.unlink()
        with self.assertRaisesRegex(UserError, "pourquoi"):
            photo.action_ecarter()
        photo.motif_ecart = "Autre immeuble"
        photo.action_ecarter()
        self.assertTrue(photo.ecartee_le)
        self.assertEqual(photo.ecartee_par_id, self.agent)
        self.assertTrue(self._garde(photo))
        self.assertIn("Autre immeuble", str(self.dossier.sudo().message_ids[0].body))
        with self.assertRaisesRegex(UserError, "déjà écartée"):
            photo.motif_ecart = "Autre motif"
        with self.assertRaisesRegex(UserError, "déjà écartée"):
            photo.ecarter("Encore")
        with self.assertRaises(AccessError):
            self._photo().with_user(self.lecteur).ecarter("Je n’en veux pas")

    def test_administrateur_supprime_avec_le_dossier(self):
        photo = self._photo()
        self.dossier.with_user(self.administrateur).unlink()
        self.assertFalse(photo.exists())

    def test_autre_dossier(self):
        autre = self._dossier_pignon(name="Autre")
        with self.assertRaisesRegex(ValidationError, "même dossier"):
            self._photo(dossier_desordre_id=autre.desordre_ids.id)

    def test_plusieurs_a_la_fois(self):
        ligne = self.dossier.desordre_ids
        ajout, pieces = self._envoyer(
            photo_de_telephone(), photo_de_telephone((300, 200)), dossier_desordre_id=ligne.id
        )
        ajout.action_ajouter()
        photos = ligne.photo_ids
        self.assertEqual(len(photos), 2)
        self.assertEqual(set(photos.mapped("name")), {"IMG_0", "IMG_1"})
        # Odoo's own shrinking of uploads would have lost the date before us.
        self.assertEqual(set(photos.mapped("prise_le")), {datetime(2027, 1, 4, 9, 42, 7)})
        self.assertFalse(pieces.exists(), "the file as received holds the place")

    def test_une_refusee_aucune_ajoutee(self):
        ajout, pieces = self._envoyer(photo_de_telephone(), b"une note, pas une photo")
        with self.assertRaisesRegex(UserError, "IMG_1.*format accepté"), self.env.cr.savepoint():
            ajout.action_ajouter()
        self.assertFalse(self.dossier.photo_ids)
        self.assertEqual(len(pieces.exists()), 2)

    def test_piece_d_un_autre_dossier(self):
        """The dialog deletes what it was sent: never another file of the case."""
        piece = self.env["ir.attachment"].with_user(self.agent).create({
            "name": "rapport.jpg", "raw": photo_de_telephone((10, 10)),
            "res_model": "oilhi.dossier", "res_id": self.dossier.id,
        })
        ajout = self._envoyer()[0]
        ajout.piece_ids = piece
        with self.assertRaisesRegex(UserError, "cette fenêtre"):
            ajout.action_ajouter()
        self.assertTrue(piece.exists())

    def test_envoi_abandonne(self):
        pieces = self._envoyer(photo_de_telephone(), photo_de_telephone())[1].sudo()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = create_date - interval '2 days' WHERE id = %s",
            [pieces[0].id],
        )
        self.env["oilhi.dossier.photo.ajout"]._gc_envois_abandonnes()
        self.assertEqual(pieces.exists(), pieces[1])

    def test_service_voisin(self):
        with self.assertRaises(AccessError):
            self._photo(user=self.agent_autre)
        ajout, _pieces = self._envoyer(photo_de_telephone(), user=self.agent_autre)
        with self.assertRaises(AccessError):
            ajout.action_ajouter()
