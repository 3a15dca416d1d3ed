from odoo.tests import BaseCase, tagged

from ..outils import toponymes

# name, after « de », after « à »
FORMES = [
    ("Arras", "d’Arras", "à Arras"),
    ("Béthune", "de Béthune", "à Béthune"),
    ("Le Touquet-Paris-Plage", "du Touquet-Paris-Plage", "au Touquet-Paris-Plage"),
    ("Les Attaques", "des Attaques", "aux Attaques"),
    ("La Couture", "de La Couture", "à La Couture"),
    ("L'Abergement", "de L’Abergement", "à L’Abergement"),
    ("L’Étoile", "de L’Étoile", "à L’Étoile"),
    ("Étaples", "d’Étaples", "à Étaples"),
    ("Œuf-en-Ternois", "d’Œuf-en-Ternois", "à Œuf-en-Ternois"),
    ("Hénin-Beaumont", "d’Hénin-Beaumont", "à Hénin-Beaumont"),
    ("Hersin-Coupigny", "d’Hersin-Coupigny", "à Hersin-Coupigny"),
    ("Harnes", "de Harnes", "à Harnes"),
    ("Hem", "de Hem", "à Hem"),
    ("Haute-Avesnes", "de Haute-Avesnes", "à Haute-Avesnes"),
    ("Haut-Loquin", "de Haut-Loquin", "à Haut-Loquin"),
    ("Hautmont", "d’Hautmont", "à Hautmont"),
    ("Ytres", "d’Ytres", "à Ytres"),
    ("Yerres", "de Yerres", "à Yerres"),
    ("Oye-Plage", "d’Oye-Plage", "à Oye-Plage"),
    ("Léchelle", "de Léchelle", "à Léchelle"),
    ("Lens", "de Lens", "à Lens"),
    ("Lestrem", "de Lestrem", "à Lestrem"),
    ("Le Wast", "du Wast", "au Wast"),
    ("", "", ""),
]


@tagged("at_install", "-post_install")
class TestToponymes(BaseCase):
    def test_formes(self):
        for nom, avec_de, avec_a in FORMES:
            with self.subTest(nom=nom):
                self.assertEqual(toponymes.avec_de(nom), avec_de)
                self.assertEqual(toponymes.avec_a(nom), avec_a)

    def test_forme_imposee(self):
        self.assertEqual(toponymes.avec_de("Houdain", "de"), "de Houdain")
        self.assertEqual(toponymes.avec_de("Harnes", "d"), "d’Harnes")
        self.assertEqual(toponymes.avec_de("Le Portel", "d"), "du Portel")

    def test_departements(self):
        for nom, article, attendu in [
            ("Pas-de-Calais", "le", "du Pas-de-Calais"),
            ("Aisne", "l’", "de l’Aisne"),
            ("Somme", "la", "de la Somme"),
            ("Landes", "les", "des Landes"),
            ("Seine-et-Marne", "", "de Seine-et-Marne"),
            ("Eure-et-Loir", False, "d’Eure-et-Loir"),
            ("La Réunion", "", "de La Réunion"),
            ("Paris", "", "de Paris"),
        ]:
            with self.subTest(nom=nom):
                self.assertEqual(toponymes.departement_avec_de(nom, article), attendu)

    def test_cle_recherche(self):
        for saisie in ("Saint-Étienne-au-Mont", "st etienne au mont", "ST-ETIENNE  AU MONT"):
            self.assertEqual(toponymes.cle_recherche(saisie), "saint etienne au mont")
        self.assertEqual(toponymes.cle_recherche("L’Étoile"), toponymes.cle_recherche("l'etoile"))
        self.assertEqual(toponymes.cle_recherche("Nœux-les-Mines"), "noeux les mines")
        for saisie in ("Paris 11e", "paris 11ème", "PARIS 11ieme"):
            self.assertEqual(toponymes.cle_recherche(saisie), "paris 11e")
        self.assertEqual(toponymes.cle_recherche("Lyon 1er"), "lyon 1e")
        self.assertEqual(toponymes.cle_recherche(None), "")
