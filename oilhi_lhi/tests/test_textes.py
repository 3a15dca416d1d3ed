"""Articles of law: every one as its source gives it, versions that follow each other, citations."""

import csv
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_path

from .common import OilhiLhiCommon

FICHIER = "oilhi_lhi/data/oilhi.texte.csv"


@tagged("post_install", "-at_install")
class TestTextes(OilhiLhiCommon):
    def setUp(self):
        super().setUp()
        self.Texte = self.env["oilhi.texte"].with_user(self.juriste)
        self.ancien = self.env.ref("oilhi_lhi.texte_cch_l_511_11").with_user(self.juriste)

    def _version(self, **valeurs):
        return self.Texte.create({
            "code": "CCH", "article": "L. 511-11", "texte": "Un nouveau texte.", **valeurs,
        })

    def test_chaque_ligne_du_fichier(self):
        """157 articles, each word for word that of the file that the addon ships."""
        with open(file_path(FICHIER), encoding="utf-8", newline="") as fichier:
            lignes = list(csv.DictReader(fichier))
        self.assertEqual(len(lignes), 157)
        for ligne in lignes:
            texte = self.env.ref(f"oilhi_lhi.{ligne['id']}")
            for champ in ("code", "article", "texte", "remarque", "source_url", "licence",
                          "niveau_preuve", "identifiant_legiarti", "complet_motif"):  # fmt: skip
                self.assertEqual(texte[champ] or "", ligne[champ], (ligne["id"], champ))
            for champ in ("date_debut", "date_version"):
                self.assertEqual(str(texte[champ] or ""), ligne[champ], (ligne["id"], champ))
            self.assertEqual((texte.complet, texte.citable), (ligne["complet"] == "1", ligne["citable"] == "1"))
            self.assertTrue(texte.complet_motif and texte.licence and texte.source_url)

    def test_une_version_ferme_la_precedente(self):
        nouvelle = self._version(date_debut="2027-03-01")
        self.assertEqual(self.ancien.date_fin, date(2027, 2, 28))
        self.assertFalse(nouvelle.date_fin)
        self.assertTrue(self.ancien.personnalise)
        self.assertEqual(self.ancien.display_name, "CCH L. 511-11 (jusqu’au 28/02/2027)")
        self.assertEqual(nouvelle.version_ids, self.ancien)
        paire = ("CCH", "L. 511-11")
        for jour, attendue in (
            (date(2024, 4, 10), self.Texte),
            (date(2024, 4, 11), self.ancien),
            (date(2027, 2, 28), self.ancien),
            (date(2027, 3, 1), nouvelle),
        ):
            self.assertEqual(self.Texte._en_vigueur([paire], jour)[paire], attendue, jour)

    def test_une_date_corrigee(self):
        """A beginning typed wrong, then put right: no day is left without a text, nor with two."""
        nouvelle = self._version(date_debut="2027-03-01")
        for debut, fin in (("2027-05-01", date(2027, 4, 30)), ("2027-02-01", date(2027, 1, 31))):
            nouvelle.date_debut = debut
            self.assertEqual((self.ancien.date_fin, nouvelle.date_fin), (fin, False))

    def test_une_version_intercalee(self):
        """An older text added afterwards stops on the eve of the one that is there already."""
        plus_vieille = self._version(date_debut="2021-01-01")
        self.assertEqual(plus_vieille.date_fin, date(2024, 4, 10))
        milieu = self._version(date_debut="2023-01-01")
        self.assertEqual(plus_vieille.date_fin, date(2022, 12, 31))
        self.assertEqual(milieu.date_fin, date(2024, 4, 10))
        self.assertFalse(self.ancien.date_fin)

    def test_deux_versions_ne_se_chevauchent_pas(self):
        with self.assertRaisesRegex(ValidationError, "commence déjà ce jour-là|même jour"), self.cr.savepoint():
            self.Texte.create({"code": "D2002-120", "article": "1", "texte": "Un texte."})
        with self.assertRaisesRegex(ValidationError, "avant de commencer"), self.cr.savepoint():
            self._version(date_debut="2027-03-01", date_fin="2027-02-01")

    def test_date_inconnue(self):
        """Without a date of beginning, an article is known from the day it was checked."""
        article = self.env.ref("oilhi_lhi.texte_d2002_120_1")
        self.assertFalse(article.date_debut)
        self.assertEqual(article.niveau_preuve, "a_verifier")
        paire = ("D2002-120", "1")
        self.assertFalse(self.Texte._en_vigueur([paire], date(2026, 2, 7))[paire])
        self.assertEqual(self.Texte._en_vigueur([paire], date(2026, 2, 8))[paire], article)

    def test_un_texte_coupe_se_justifie(self):
        coupe = self._version(date_debut="2027-03-01", texte="Sont visés :\n\n1° Ceci ;")
        self.assertFalse(coupe.complet)
        self.assertIn("la dernière phrase n’est pas finie", coupe.doutes)
        with self.assertRaisesRegex(ValidationError, "paraît coupé"), self.cr.savepoint():
            coupe.complet = True
        coupe.write({"complet": True, "complet_motif": "Ainsi publié au Journal officiel."})
        self.assertTrue(coupe.complet)
        coupe.texte = "Un autre texte coupé"  # what was read of the former one says nothing of it
        self.assertEqual((coupe.complet, coupe.complet_motif), (False, False))
        coupe.texte = "Un texte entier."
        self.assertTrue(coupe.complet)

    def test_mise_a_jour_du_texte(self):
        """The text of the file changes, what was read about it does not: both are kept together."""
        article = self.env.ref("oilhi_lhi.texte_cch_l_521_1")
        motif = article.complet_motif
        self.assertTrue(article.doutes and article.complet and motif)
        article.with_context(install_module="oilhi_lhi")._load_records_write({
            "texte": article.texte + "\n\nEt la suite.", "complet": True, "complet_motif": motif,
        })
        self.assertEqual((article.complet, article.complet_motif), (True, motif))

    def test_qui_ajoute(self):
        for role in (self.lecteur, self.agent, self.responsable):
            with self.assertRaises(AccessError):
                self.env["oilhi.texte"].with_user(role).create({"code": "CCH", "article": "L. 1"})
            with self.assertRaises(AccessError):
                self.ancien.with_user(role).action_nouvelle_version()
        action = self.ancien.action_nouvelle_version()
        nouveau = self.Texte.with_context(**action["context"]).new({})
        self.assertEqual((nouveau.code, nouveau.article), ("CCH", "L. 511-11"))

    def test_mise_a_jour_garde_la_version_du_juriste(self):
        """The application ships later the version that a jurist has already typed: his words stay."""
        saisie = self._version(date_debut="2027-03-01", texte="Saisi par le juriste.")
        livree = {
            "code": "CCH", "article": "L. 511-11", "texte": "Livré.", "date_debut": "2027-03-01",
        }  # fmt: skip
        [chargee] = self.env["oilhi.texte"].with_context(install_module="oilhi_lhi")._load_records(
            [{"xml_id": "oilhi_lhi.texte_cch_l_511_11_2027", "values": livree, "noupdate": False}], update=True
        )
        self.assertEqual(chargee, saisie)
        self.assertEqual(saisie.texte, "Saisi par le juriste.")
        self.assertTrue(saisie.personnalise)

    # ---- citations -----------------------------------------------------------------------------

    def _citations(self, *textes, jour=False):
        return self.env["oilhi.texte"].with_user(self.lecteur).citations(
            [{"texte": t, "jour": jour} for t in textes]
        )

    def test_citations(self):
        [morceaux] = self._citations("CCH L. 541-1 à L. 541-3, L. 511-11 ; CCH L. 126-4.")
        self.assertEqual(
            [(m["texte"], m.get("titre"), len(m.get("ids", ()))) for m in morceaux],
            [
                ("CCH L. 541-1 à L. 541-3", "CCH L. 541-1 à L. 541-3", 4), (", ", None, 0),
                ("L. 511-11", "CCH L. 511-11", 1), (" ; ", None, 0), ("CCH L. 126-4", None, 0),
                (".", None, 0),
            ],
        )  # fmt: skip
        self.assertEqual(morceaux[2]["ids"], self.ancien.ids)
        self.assertEqual(morceaux[2]["etat"], "en_vigueur")

    def test_citation_du_jour(self):
        nouvelle = self._version(date_debut="2027-03-01")
        for jour, version, etat in (
            ("2027-02-28", self.ancien, "en_vigueur"), ("2027-03-01T10:00", nouvelle, "en_vigueur"),
            ("2020-01-01", self.ancien, "autre"),
        ):  # fmt: skip
            [[morceau]] = self._citations("CCH L. 511-11", jour=jour)
            self.assertEqual((morceau["ids"], morceau["etat"]), (version.ids, etat), jour)

    def test_citation_annulee_ou_sans_texte(self):
        annule = self.env["oilhi.texte"].search([("citable", "=", False)], limit=1)
        [[morceau]] = self._citations(annule.display_name)
        self.assertEqual(morceau["etat"], "annule")
        # Known, not loaded: Légifrance, since the reference data say where.
        self.Texte.create({
            "code": "CCH", "article": "L. 126-4", "identifiant_legiarti": "LEGIARTI000041563793",
        })
        [[morceau]] = self._citations("CCH L. 126-4")
        self.assertNotIn("ids", morceau)
        self.assertTrue(morceau["url"].endswith("/codes/article_lc/LEGIARTI000041563793"))

    def test_demandes_illisibles(self):
        for demandes in ("CCH", [1], [{"texte": 3}], [{}], [{"texte": "CCH", "jour": "demain"}]):
            with self.assertRaises(UserError):
                self.env["oilhi.texte"].with_user(self.lecteur).citations(demandes)

    def test_nombre_de_requetes(self):
        def compter(nombre):
            demandes = [{"texte": f"CCH L. 511-{n % 22}, L. 521-1 à L. 521-4 ; CSP R. 1331-{n}"} for n in range(nombre)]
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            self.env["oilhi.texte"].with_user(self.lecteur).citations(demandes)
            return self.env.cr.sql_log_count - avant

        compter(1)
        self.assertLessEqual(compter(300), compter(1))

    def test_lire(self):
        nouvelle = self._version(date_debut="2027-03-01", source_url="https://exemple.fr", licence="Libre")
        lu = (self.ancien + nouvelle).with_user(self.lecteur).lire("2027-03-02")
        ancien, neuf = lu["textes"]
        self.assertEqual(lu["jour"], "02/03/2027")
        self.assertEqual((ancien["en_vigueur"], neuf["en_vigueur"]), (False, True))
        self.assertEqual(ancien["version"], "Version du 11/04/2024 au 28/02/2027")
        self.assertEqual(neuf["version"], "Version en vigueur depuis le 01/03/2027")
        self.assertEqual(neuf["alineas"], ["Un nouveau texte."])
        self.assertEqual(neuf["autres"], [{"id": self.ancien.id, "version": ancien["version"]}])
        self.assertEqual((neuf["source"], neuf["licence"]), ("https://exemple.fr", "Libre"))
        lus = "".join(ancien["alineas"]).replace("\u00a0", " ")
        self.assertEqual(lus, self.ancien.texte.replace("\n", ""))
