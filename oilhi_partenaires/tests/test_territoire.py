from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_territoire import CC_DEUX, CC_UN, TerritoireCommon


@tagged("at_install", "-post_install")
class TestTerritoire(TerritoireCommon):
    def test_premier_chargement(self):
        changements = self._charger()
        self.assertEqual((changements.communes, changements.nouvelles), (4, 4))
        self.assertEqual((changements.epci, changements.epci_modifies), (2, 2))
        saint = self._code("01901")
        self.assertEqual(saint.display_name, "Saint-Exemple (01)")
        self.assertEqual(saint.epci_id.siren, CC_UN)
        self.assertFalse(self._code("01904").epci_id)
        self.assertFalse(self._code("02901"), "un département non choisi n’est pas chargé")
        self.assertEqual(saint, self.env.ref("oilhi_partenaires.commune_01901"))
        departement = saint.departement_id
        self.assertEqual(departement.millesime, "essai 1")
        self.assertTrue(departement.charge_le)
        # or an update of the addon would delete it
        donnee = self.env["ir.model.data"].search([
            ("module", "=", "oilhi_partenaires"), ("name", "=", "commune_01901"),
        ])
        self.assertTrue(donnee.noupdate)

    def test_second_chargement_n_ecrit_rien(self):
        self._charger()
        avant = self._lignes_physiques()
        changements = self._charger()
        self.assertEqual(changements.total, 0)
        self.assertEqual(self._lignes_physiques(), avant)
        # and what sees the rows move does see it
        self._code("01901").write({"population": 101})
        self.assertNotEqual(self._lignes_physiques(), avant)

    def test_renommee(self):
        self._charger()
        self._modifier("01902", name="Essai-sur-Ain")
        changements = self._charger()
        self.assertEqual((changements.renommees, changements.total), (1, 1))
        self.assertIn("devient", changements.details[0])
        commune = self._code("01902")
        self.assertEqual(commune.name, "Essai-sur-Ain")
        for saisie in ("essai sur ain", "Essai-les-Bains"):
            self.assertEqual(
                [i for i, _nom in self.Commune.name_search(saisie)], commune.ids, saisie
            )
        self.assertEqual(self._charger().total, 0)

    def test_reunie(self):
        """A merged commune stays for those who point to it, and says what replaced it."""
        self._charger()
        ancienne, nouvelle = self._code("01902"), self._code("01901")
        service = self.env["oilhi.service"].create({
            "name": "Mairie d’Essai", "type": "mairie", "commune_id": ancienne.id,
        })
        self._retirer("01902")
        self._modifier("01901", name="Saint-Exemple-les-Bains")
        self.fichiers["anciennes.csv"].append(self._ancienne("01902", "", "disparue", "01901"))
        changements = self._charger()
        self.assertEqual((changements.reunies, changements.renommees), (1, 1))
        self.assertFalse(ancienne.active)
        self.assertEqual(ancienne.remplacee_par_id, nouvelle)
        self.assertEqual(
            ancienne.display_name, "Essai-les-Bains (01), aujourd’hui Saint-Exemple-les-Bains"
        )
        self.assertEqual(service.commune_id, ancienne)
        # its name is kept, though the source gives only its code
        self.assertEqual(
            [i for i, _nom in self.Commune.name_search("essai les bains")], nouvelle.ids
        )
        self.assertEqual(self.Commune._par_codes(["01902"]), {"01902": nouvelle})
        self.assertEqual(self._charger().total, 0)

    def test_retablie(self):
        self.test_reunie()
        ligne = self._commune("01902", "Essai-les-Bains", CC_UN)
        self.fichiers["communes.csv"].append(ligne)
        self.fichiers["anciennes.csv"].pop()
        self._charger()
        commune = self._code("01902")
        self.assertTrue(commune.active)
        self.assertFalse(commune.remplacee_par_id)
        self.assertEqual(self.Commune._par_codes(["01902"]), {"01902": commune})
        self.assertEqual(self._charger().total, 0)

    def test_reunie_ailleurs(self):
        """Merged into a commune of another département: said, and done once this one is loaded."""
        self._charger()
        self._retirer("01902")
        self.fichiers["anciennes.csv"].append(self._ancienne("01902", "", "disparue", "02901"))
        changements = self._charger()
        self.assertIn("chargez aussi", changements.details[0])
        self.assertTrue(self._code("01902").active)
        changements = self._charger("02")
        self.assertEqual(changements.reunies, 1)
        self.assertEqual(self._code("01902").remplacee_par_id, self._code("02901"))
        self.assertEqual([c.total for c in self._charger("01", "02")], [0, 0])

    def test_sortie_sans_successeur(self):
        self._charger()
        self._retirer("01902")
        changements = self._charger()
        self.assertIn("n’est plus dans la source", changements.details[0])
        self.assertTrue(self._code("01902").active)

    def test_epci_change(self):
        self._charger()
        commune = self._code("01902")
        commune.write({"opposition_le": "2026-06-01", "justificatif_police": "Arrêté du maire"})
        self._modifier("01902", epci=CC_DEUX)
        changements = self._charger()
        self.assertEqual((changements.epci_changes, changements.total), (1, 1))
        self.assertIn("à revoir", changements.details[0])
        self.assertEqual(commune.epci_id.siren, CC_DEUX)
        self.assertEqual(str(commune.opposition_le), "2026-06-01")

    def test_epci_disparu(self):
        self._charger()
        self._modifier("01903", epci=CC_UN)
        self.fichiers["epci.csv"] = [
            e for e in self.fichiers["epci.csv"] if e["siren"] != CC_DEUX
        ]
        self._charger()
        disparu = self.env.ref(f"oilhi_partenaires.epci_{CC_DEUX}")
        self.assertFalse(disparu.active)
        self.assertTrue(self.env.ref(f"oilhi_partenaires.epci_{CC_UN}").active)
        self.assertEqual(self._charger().total, 0)

    def test_faits_locaux_gardes(self):
        """What the département typed stays; what the source changes is rewritten, and only that."""
        self._charger()
        commune, epci = self._code("01901"), self._code("01901").epci_id
        commune.write({
            "article_de": "de", "predecesseur_exercait": "oui", "schs": "oui",
            "schs_justificatif": "Décret", "codes_postaux": "01000|01009", "epci_id": False,
        })
        epci.write({"competence_habitat": False, "election_president_le": "2026-04-15",
                    "name": "Premier Essai Agglo"})
        self._modifier("01901", population="250")
        changements = self._charger()
        self.assertEqual((changements.autres, changements.total), (1, 1))
        self.assertEqual(changements.corrections, 3)
        self.assertIn("corrigé sur place", changements.details[0])
        self.assertEqual(commune.population, 250)
        self.assertEqual(commune.codes_postaux, "01000|01009")
        self.assertFalse(commune.epci_id)
        self.assertEqual(
            (commune.article_de, commune.predecesseur_exercait, commune.schs),
            ("de", "oui", "oui"),
        )
        self.assertEqual(epci.name, "Premier Essai Agglo")
        self.assertFalse(epci.competence_habitat)
        # the day the source changes that column too, the source is right again
        self._modifier("01901", codes_postaux="01010")
        self._charger()
        self.assertEqual(commune.codes_postaux, "01010")

    def test_saisie_avant_chargement(self):
        """A commune typed by hand is met, completed, never doubled."""
        departement = self.env.ref("oilhi_partenaires.departement_01")
        saisie = self.Commune.create({
            "code_insee": "01903", "name": "MODÈLE", "departement_id": departement.id,
        })
        self._charger()
        self.assertEqual(self._code("01903"), saisie)
        self.assertEqual((saisie.name, saisie.population), ("MODÈLE", 100))
        self.assertEqual(saisie.epci_id.siren, CC_DEUX)
        self.assertEqual(saisie, self.env.ref("oilhi_partenaires.commune_01903"))

    def test_interrompu(self):
        """A load that fails leaves nothing of its département; run again, it finishes."""
        self._charger("02")
        self._modifier("01904", siren="123456789")
        with self.assertRaisesRegex(UserError, "SIREN"), self.env.cr.savepoint():
            self._charger("01")
        self.assertFalse(self._code("01901"))
        self.assertTrue(self._code("02901"))
        self._modifier("01904", siren="")
        self.assertEqual([c.nouvelles for c in self._charger("01", "02")], [4, 0])

    def test_apercu(self):
        source = self._ecrire_source()
        avant = self._lignes_physiques()
        apercu = self.Commune._apercevoir(["01", "02"], source)
        self.assertEqual([c.nouvelles for c in apercu], [4, 1])
        self.assertEqual(self._lignes_physiques(), avant)
        self.assertEqual(self.Commune._importer(["01", "02"], source), apercu)

    def test_codes_refuses(self):
        for codes, attendu in (
            (["ZZ"], "Aucun département ne porte le code"),
            (["62", "96"], "96"),
            (["975"], "Saint-Pierre-et-Miquelon"),
            (["03"], "Aucune commune dans les fichiers"),
        ):
            with self.subTest(codes=codes), self.assertRaisesRegex(UserError, attendu):
                self.Commune._importer(codes, self._ecrire_source())
        self.assertFalse(self._code("01901"))
        # as people write it
        self.assertEqual(self.Commune._importer(["1"], self.source)[0].nouvelles, 4)

    def test_par_codes(self):
        self._charger()
        saint, modele = self._code("01901"), self._code("01903")
        with self.assertQueryCount(2):
            communes = self.Commune._par_codes(["01901", "01905", "01906", "99999", None])
        self.assertEqual(communes, {"01901": saint, "01905": saint, "01906": modele})

    def test_recherche_ancien_nom(self):
        self._charger()
        saint = self._code("01901")
        for saisie in ("hameau delegue", "Hameau-Délégué (01)", "01905"):
            self.assertEqual(
                [i for i, _nom in self.Commune.name_search(saisie)], saint.ids, saisie
            )
        # an import by exact name: the commune of today wins over the old name of another
        self.assertEqual(self.Commune.search([("display_name", "=", "Hameau Délégué")]), saint)
        departement = self.env.ref("oilhi_partenaires.departement_01")
        homonyme = self.Commune.create({
            "code_insee": "01999", "name": "Hameau-Délégué", "departement_id": departement.id,
        })
        self.assertEqual(self.Commune.search([("display_name", "=", "Hameau Délégué")]), homonyme)

    def test_departement_sans_accent(self):
        """« herault » typed in the wizard finds Hérault."""
        trouves = self.env["oilhi.departement"].name_search("herault")
        self.assertEqual([nom for _id, nom in trouves], ["Hérault"])
