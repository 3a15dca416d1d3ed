from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("at_install", "-post_install")
class TestCommunes(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Commune = cls.env["oilhi.commune"]
        cls.arras = cls.env.ref("oilhi_partenaires.commune_62041")
        cls.departement = cls.env.ref("oilhi_partenaires.departement_62")

    def _noms(self, saisie, **kw):
        return [nom for _id, nom in self.Commune.name_search(saisie, **kw)]

    def test_donnees(self):
        communes = self.Commune.search([("departement_id", "=", self.departement.id)])
        self.assertEqual(len(communes), 887)
        self.assertFalse(communes.filtered(lambda c: not c.epci_id))
        self.assertEqual(self.env["oilhi.departement"].search_count([]), 101)
        self.assertEqual(self.env["oilhi.region"].search_count([]), 18)
        self.assertEqual(
            self.departement.tribunal_administratif, "tribunal administratif de Lille"
        )
        self.assertEqual(self.departement.nom_avec_de, "du Pas-de-Calais")
        self.assertEqual(
            sorted(self.env["oilhi.departement"].search([("livre_foncier", "=", True)])
                   .mapped("code")),
            ["57", "67", "68"],
        )
        # an EPCI whose seat is in the Nord has communes here
        flandre_lys = self.env.ref("oilhi_partenaires.epci_245900758")
        self.assertEqual(flandre_lys.departement_id.code, "59")
        self.assertTrue(flandre_lys.commune_ids)
        self.assertEqual(self.arras.epci_id.name, "Communauté urbaine d’Arras")

    def test_affichage(self):
        self.assertEqual(self.arras.display_name, "Arras (62)")
        self.assertEqual(self.arras.nom_avec_de, "d’Arras")
        self.assertEqual(self.arras.nom_avec_a, "à Arras")
        self.arras.article_de = "de"
        self.assertEqual(self.arras.nom_avec_de, "de Arras")

    def test_recherche(self):
        self.assertIn("Hénin-Beaumont (62)", self._noms("henin beaumont"))
        self.assertIn("Hénin-Beaumont (62)", self._noms("Hénin-Beau"))
        self.assertEqual(self._noms("62041"), ["Arras (62)"])
        self.assertIn("Arras (62)", self._noms("62000"))
        self.assertEqual(self._noms("Arras (62)"), ["Arras (62)"])
        self.assertEqual(self._noms("Arras (59)"), [])
        self.assertEqual(self._noms("zzzz"), [])
        self.assertEqual(self._noms("--"), [])
        # names that begin with it first, though « Annequin… » sorts before
        self.assertEqual(self._noms("lens")[0], "Lens (62)")
        self.assertIn("Loison-sous-Lens (62)", self._noms("lens"))
        self.assertEqual(len(self._noms("saint", limit=8)), 8)
        self.assertEqual(len(set(self._noms("saint", limit=80))), len(self._noms("saint", limit=80)))
        self.assertIn("Camblain-l’Abbé (62)", self._noms("camblain l'abbe"))

    def test_recherche_operateurs(self):
        chercher = self.Commune.search
        self.assertEqual(chercher([("display_name", "=", "Arras (62)")]), self.arras)
        self.assertEqual(chercher([("display_name", "in", ["Arras", "62041"])]), self.arras)
        self.assertNotIn(self.arras, chercher([("display_name", "not ilike", "arras")]))
        self.assertNotIn(self.arras, chercher([("display_name", "!=", "Arras")]))
        self.assertEqual(len(chercher([("display_name", "ilike", "")])), len(chercher([])))
        self.assertEqual(
            self.Commune.search([("display_name", "ilike", "62041")]).mapped("name"), ["Arras"]
        )

    def test_import_par_nom(self):
        resultat = self.env["oilhi.service"].load(
            ["name", "type", "commune_id"], [["Mairie importée", "mairie", "Arras (62)"]]
        )
        self.assertFalse(resultat["messages"])
        self.assertEqual(self.env["oilhi.service"].browse(resultat["ids"]).commune_id, self.arras)

    def test_code_insee(self):
        for code in ("6204", "62O41", "ABCDE", "2C004"):
            with self.subTest(code=code), self.assertRaisesRegex(ValidationError, "code INSEE"):
                self.Commune.create({
                    "code_insee": code, "name": "Essai", "departement_id": self.departement.id,
                })
        corse = self.env.ref("oilhi_partenaires.departement_2A")
        self.assertTrue(self.Commune.create({
            "code_insee": "2A004", "name": "Ajaccio", "departement_id": corse.id,
        }))
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as erreur:
            self.arras.copy({"departement_id": self.departement.id})
            self.env.flush_all()
        self.assertIn("oilhi_commune_code_insee_uniq", str(erreur.exception))

    def test_siren_et_codes_postaux(self):
        with self.assertRaisesRegex(ValidationError, "SIREN"):
            self.arras.siren = "216200411"
        with self.assertRaisesRegex(ValidationError, "SIREN"):
            self.arras.epci_id.siren = "200033570"
        with self.assertRaisesRegex(ValidationError, "codes postaux"):
            self.arras.codes_postaux = "62000, 62001"
        self.arras.write({"siren": False, "codes_postaux": "62000|62001"})

    def test_dates_epci(self):
        epci = self.arras.epci_id
        epci.write({"election_president_le": "2026-04-15", "renonciation_le": "2026-05-02"})
        with self.assertRaisesRegex(ValidationError, "renonciation"):
            epci.renonciation_le = "2026-04-01"

    def test_ordre(self):
        """The database may sort by bytes: « Étaples » is under E all the same."""
        noms = self.Commune.search([
            ("code_insee", "in", ["62318", "62041", "62331", "62907"]),
        ]).mapped("name")
        self.assertEqual(noms, ["Arras", "Étaples", "Feuchy", "Libercourt"])
