from odoo.tests import tagged

from .common import OilhiCommon

ENTREES = {
    # key: (name, types, territory, city)
    "ars": ("Agence régionale de santé", "PA-ARS", "region", "Lille"),
    "caf": ("Caisse d’allocations familiales", "PA-CAF", "departement", "Arras"),
    "ccas": ("Action sociale de Béthune", "PA-CCAS", "commune", "Béthune"),
    "abf": ("Unité de l’architecture", "PA-UDAP", "departement", "Arras"),
    "gaz": ("Gaz Exemple", "PA-RES", "departement", ""),
    "ta": ("Greffe des référés", "PA-TA", "departement", "Lille"),
    "huissier": ("Étude Modèle", "PA-HJ", "commune", "Hénin-Beaumont"),
}
# What is typed → the entry found first, and those that must not be found.
TABLE = [
    ("CAF", "caf", {"ars", "abf"}),
    ("caf.", "caf", {"ars"}),
    ("C.A.F.", "caf", {"ars"}),
    ("allocations familiale", "caf", {"ars"}),
    ("alocations", "caf", {"ars"}),
    ("agence regionale de sante", "ars", {"caf"}),
    ("AGENCE RÉGIONNALE", "ars", {"caf"}),
    ("monoxide", "gaz", {"caf", "ta"}),
    ("abf", "abf", {"caf"}),
    ("batimens de france", "abf", {"caf"}),
    ("monument hstorique", "abf", {"caf"}),
    ("huissier", "huissier", {"caf"}),
    ("comissaire de justice", "huissier", {"caf"}),
    ("hénin-beaumont étude", "huissier", {"ccas"}),
    ("henin baumont huisier", "huissier", {"ccas"}),
    ("ccas bethune", "ccas", {"caf", "ars"}),
    ("ccas bethunne", "ccas", {"caf", "ars"}),
    ("caf bethunne", "caf", {"ccas"}),
    ("gaz bethune", "gaz", {"ccas", "caf"}),
    ("referes", "ta", {"caf"}),
    ("tribunal administratif lile", "ta", {"caf", "ars"}),
    ("exper", "ta", {"caf"}),
]


@tagged("at_install", "-post_install")
class TestAnnuaireRecherche(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = {t.code: t for t in cls.env["oilhi.type.organisme"].search([])}
        communes = {
            "ccas": cls.commune_bethune, "huissier": cls.env.ref("oilhi_partenaires.commune_62427"),
        }
        cls.entrees = {
            cle: cls.env["res.partner"].create({
                "name": nom,
                "city": ville,
                "is_company": True,
                "oilhi_type_ids": [(6, 0, types[code].ids)],
                "oilhi_commune_ids": [(6, 0, communes[cle].ids)] if niveau == "commune" else False,
                "oilhi_departement_ids": [(6, 0, cls.departement.ids)]
                if niveau == "departement" else False,
                "oilhi_region_ids": [(6, 0, cls.departement.region_id.ids)]
                if niveau == "region" else False,
            })
            for cle, (nom, code, niveau, ville) in ENTREES.items()
        }
        cls.tous = cls.env["res.partner"].union(*cls.entrees.values())
        cls.env.flush_all()

    def _chercher(self, saisie, user=None):
        Partner = self.env["res.partner"].with_user(user or self.lecteur)
        return Partner.search([("oilhi_chercher", "ilike", saisie)]) & self.tous

    def test_table(self):
        Annuaire = self.env["res.partner"].with_user(self.lecteur).with_context(oilhi_annuaire=True)
        for saisie, attendu, exclus in TABLE:
            with self.subTest(saisie=saisie):
                trouves = self._chercher(saisie)
                self.assertIn(self.entrees[attendu], trouves)
                for cle in exclus:
                    self.assertNotIn(self.entrees[cle], trouves, cle)
                proposes = Annuaire.name_search(saisie, [("id", "in", self.tous.ids)])
                self.assertEqual(proposes[0][0], self.entrees[attendu].id, proposes)

    def test_commune_couverte(self):
        """A commune answers with who covers it, however wide their territory."""
        attendus = self.tous - self.entrees["huissier"]
        for saisie in ("Béthune", "bethune", "bethunne"):
            with self.subTest(saisie=saisie):
                self.assertEqual(self._chercher(saisie), attendus)
        Partner = self.env["res.partner"].with_user(self.lecteur)
        for valeur in (self.commune_bethune.id, "bethunne"):
            with self.subTest(valeur=valeur):
                operateur = "=" if isinstance(valeur, int) else "ilike"
                trouves = Partner.search([("oilhi_couvre_commune_id", operateur, valeur)])
                self.assertEqual(trouves & self.tous, attendus)

    def test_mes_communes(self):
        """The agent of Arras: all but what covers Béthune or Hénin-Beaumont alone."""
        Partner = self.env["res.partner"].with_user(self.agent)
        mes = Partner.search([("oilhi_couvre_mes_communes", "=", True)]) & self.tous
        self.assertEqual(mes, self.tous - self.entrees["ccas"] - self.entrees["huissier"])

    def test_rien(self):
        for saisie in ("zzzz", "xylophonnes", "'; drop table res_partner; --"):
            with self.subTest(saisie=saisie):
                self.assertFalse(self._chercher(saisie))
        for saisie in ("", "   ", "' | & ! : * ( ) \\", "’", "%", "_"):
            with self.subTest(saisie=saisie):
                self._chercher(saisie)
        self.assertEqual(self._chercher(""), self.tous)

    def test_negation(self):
        Partner = self.env["res.partner"].with_user(self.lecteur)
        autres = Partner.search([("oilhi_chercher", "not ilike", "caf")]) & self.tous
        self.assertEqual(autres, self.tous - self.entrees["caf"])

    def test_suit_les_changements(self):
        """Renamed, moved, given another role, or the matter renamed: found by the new words."""
        caf = self.entrees["caf"]
        caf.name = "Maison Zéphyrine"
        self.assertEqual(self._chercher("zephirine"), caf)
        self.assertEqual(self._chercher("allocations familiales"), caf)  # still the role's name
        caf.city = "Vaucresson"
        self.assertEqual(self._chercher("vaucreson"), caf)
        self.env.ref("oilhi_partenaires.matiere_constat").synonymes = "procès, verbaliste"
        self.assertEqual(self._chercher("verbaliste"), self.entrees["huissier"])
        caf.oilhi_type_ids = False
        self.assertFalse(caf.oilhi_recherche)
        self.assertFalse(self._chercher("zephyrine"))

    def test_personne_d_un_dossier(self):
        """Private persons are in no text of the directory, nor in its vocabulary."""
        personne = self._personne(self.service_mairie_arras, name="Zoé Confidentielle")
        self.env.flush_all()
        self.assertFalse(personne.oilhi_recherche)
        self.assertFalse(self.env["oilhi.mot"].search([("mot", "=", "confidentielle")]))
        Partner = self.env["res.partner"].with_user(self.agent)
        self.assertFalse(Partner.search([("oilhi_chercher", "ilike", "confidentielle")]) & personne)
        self.assertFalse(
            self.env["res.partner"].with_user(self.agent_autre).with_context(oilhi_annuaire=True)
            .name_search("confidentiele")
        )

    def test_memes_noms_pour_chacun(self):
        """Whoever looks for a name finds those that he may see, in their order, as many as asked."""
        sienne = self._personne(self.service_mairie_arras, name="Exemple Sienne")
        voisine = self._personne(self.service_autre, name="Exemple Voisine")
        for user in (self.lecteur, self.agent, self.agent_autre, self.coordinateur):
            Partner = self.env["res.partner"].with_user(user)
            with self.subTest(user=user.login):
                noms = Partner.name_search("exemple", [("is_company", "=", False)], limit=3)
                attendus = Partner.search(
                    [("display_name", "ilike", "exemple"), ("is_company", "=", False)], limit=3)
                self.assertEqual([numero for numero, _nom in noms], attendus.ids)
        numeros = dict(self.env["res.partner"].with_user(self.agent).name_search("exemple", limit=None))
        self.assertIn(sienne.id, numeros)
        self.assertNotIn(voisine.id, numeros)

    def test_hors_annuaire(self):
        """Outside the directory, a name is searched as Odoo does."""
        Partner = self.env["res.partner"].with_user(self.agent)
        self.assertFalse(Partner.name_search("batimens de france"))

    def test_vocabulaire(self):
        """What the texts no longer say is forgotten, what they say is learnt again."""
        Mot = self.env["oilhi.mot"]
        self.entrees["caf"].name = "Zéphyrine"
        self.env.flush_all()
        self.assertTrue(Mot.search([("modele", "=", "res.partner"), ("mot", "=", "zephyrine")]))
        self.entrees["caf"].name = "Caisse"
        Mot.search([("mot", "=", "familiales")]).unlink()
        Mot._actualiser()
        self.assertFalse(Mot.search([("mot", "=", "zephyrine")]))
        self.assertTrue(Mot.search([("mot", "=", "familiales")]))

    def test_communes(self):
        Commune = self.env["oilhi.commune"].with_user(self.lecteur)
        for saisie, attendue in (
            ("bethunne", "Béthune"), ("monreuil", "Montreuil-sur-Mer"), ("aras", "Arras"),
            ("henin baumont", "Hénin-Beaumont"), ("boulogne mer", "Boulogne-sur-Mer"),
            ("calai", "Calais"), ("lens", "Lens"), ("len", "Lens"), ("st omer", "Saint-Omer"),
        ):
            with self.subTest(saisie=saisie):
                trouvees = Commune.name_search(saisie, limit=8)
                self.assertEqual(Commune.browse(trouvees[0][0]).name, attendue)
                self.assertTrue(Commune.search([("display_name", "ilike", saisie)]))
        self.assertFalse(Commune.name_search("xyzxyzxyz"))
        self.assertFalse(Commune.search([("display_name", "=", "bethunne")]))

    def test_requetes(self):
        """A search costs a fixed number of queries, however many words are mistyped."""
        def requetes(saisie):
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            self._chercher(saisie)
            return self.env.cr.sql_log_count - avant

        for saisie in ("monumentt hstorique", "monumentt hstorique clasé abors"):
            requetes(saisie)
        self.assertEqual(
            requetes("monumentt hstorique clasé abors"), requetes("monumentt hstorique")
        )
        self.assertLessEqual(requetes("monumentt hstorique"), 8)
