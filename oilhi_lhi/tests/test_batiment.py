from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestBatiment(OilhiLhiCommon):
    def _creer_par_le_nom(self, nom, user=None, **contexte):
        Batiment = self.env["oilhi.batiment"].with_user(user or self.agent)
        return Batiment.browse(Batiment.with_context(**contexte).name_create(nom)[0])

    def test_nom(self):
        self.commune_arras.codes_postaux = "62000"
        batiment = self._batiment("3 rue X", complement="bâtiment B")
        self.assertEqual(batiment.name, "3 rue X, bâtiment B, 62000 Arras")
        with self.assertRaises(ValidationError):
            batiment.code_postal = "6200"

    def test_plusieurs_codes_postaux(self):
        """Never guess the postal code of a town that has several."""
        self.commune_arras.codes_postaux = "62000|62022"
        self.assertFalse(self._batiment("3 rue X").code_postal)
        self.assertEqual(self._batiment("4 rue X", code_postal="62022").code_postal, "62022")

    def test_creation_depuis_l_adresse(self):
        batiment = self._creer_par_le_nom("12, rue de l’Église, 62400 Béthune")
        self.assertEqual(batiment.commune_id, self.commune_bethune)
        self.assertEqual((batiment.rue, batiment.code_postal), ("12, rue de l’Église", "62400"))
        # The same address, typed otherwise, is the same building.
        meme = self._creer_par_le_nom(
            "12 rue de l'eglise", default_commune_id=self.commune_bethune.id
        )
        self.assertEqual(meme, batiment)
        # Without a town: the seat of the service.
        self.assertEqual(self._creer_par_le_nom("7 rue Y").commune_id, self.commune_arras)

    def test_sans_commune(self):
        with self.assertRaisesRegex(UserError, "quelle commune"):
            self._creer_par_le_nom("7 rue Y", user=self.coordinateur)

    def test_doublon(self):
        premier = self._batiment("5 rue Z")
        self.assertFalse(premier.doublon_ids)
        self.assertEqual(self._batiment("5, Rue Z").doublon_ids, premier)

    def test_parcelles(self):
        batiment = self._batiment(parcelle_ids=[(0, 0, {"name": "ab0123"})])
        self.assertEqual(batiment.parcelle_ids.name, "AB 123")
        for saisie, attendu in (("456 AC 7", "456 AC 7"), ("12 45", "12 45"), ("A-1", "A 1")):
            parcelle = self.env["oilhi.batiment.parcelle"].create({
                "batiment_id": batiment.id, "name": saisie,
            })
            self.assertEqual(parcelle.name, attendu)
        for mauvaise in ("", "parcelle", "AB", "AB 12345"):
            with self.subTest(mauvaise), self.assertRaises(ValidationError):
                self.env["oilhi.batiment.parcelle"].create({
                    "batiment_id": batiment.id, "name": mauvaise,
                })

    def test_memoire(self):
        """The building is shared; the number of cases is that of what the user may see."""
        batiment = self._batiment()
        self._dossier_pignon(batiment_id=batiment.id)
        self._dossier_pignon(batiment_id=batiment.id)
        self.assertEqual(batiment.with_user(self.agent).dossier_count, 2)
        self.env.invalidate_all()
        self.assertEqual(batiment.with_user(self.agent_autre).name, batiment.name)
        self.assertEqual(batiment.with_user(self.agent_autre).dossier_count, 0)
        self.assertFalse(batiment.with_user(self.agent_autre).dossier_ids)
