from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OilhiLhiCommon

REFERENTIEL = (
    "oilhi.texte", "oilhi.desordre", "oilhi.desordre.categorie", "oilhi.desordre.critere", "oilhi.question",
    "oilhi.reponse", "oilhi.regle", "oilhi.regle.clause", "oilhi.procedure", "oilhi.etape",
    "oilhi.delai",
)  # fmt: skip


@tagged("at_install", "-post_install")
class TestReferentiel(OilhiLhiCommon):
    def test_droits(self):
        for modele in REFERENTIEL:
            for role in ("lecteur", "agent", "responsable", "coordinateur"):
                with self.subTest(modele=modele, role=role):
                    acces = self.env[modele].with_user(getattr(self, role))
                    self.assertTrue(acces.has_access("read"))
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(acces.has_access(operation), operation)
            juriste = self.env[modele].with_user(self.juriste)
            self.assertTrue(juriste.has_access("write") and juriste.has_access("create"))
            self.assertFalse(juriste.has_access("unlink"))

    def test_juriste_corrige(self):
        criteres = self.desordre_mur.critere_ids
        danger = criteres.filtered("danger")[0]
        danger.with_user(self.juriste).name = "Le mur a bougé cette nuit"
        self.assertTrue(self.desordre_mur.danger_si.startswith("Le mur a bougé cette nuit, ou "))
        self.assertNotIn("cette nuit", self.desordre_mur.criteres)
        with self.assertRaises(AccessError):
            danger.with_user(self.agent).name = "Rien"

    def test_niveau_de_preuve_se_corrige(self):
        """A badge shows a value and never asks for one: a doubt could not be written on the form."""
        for nom, modele in self.env.items():
            if modele._abstract or "niveau_preuve" not in modele._fields or not hasattr(modele, "personnalise"):
                continue
            arch = etree.fromstring(modele.with_user(self.juriste).get_view(view_type="form")["arch"])
            champs = arch.xpath("//field[@name='niveau_preuve'][not(ancestor::list or ancestor::kanban)]")
            self.assertTrue(champs, nom)
            self.assertNotIn("badge", [champ.get("widget") for champ in champs], nom)

    def test_un_code_inconnu_est_refuse(self):
        """One letter wrong would take a delay of the law out of every case, and nobody would know."""
        etape = self.env["oilhi.etape"].search([("code", "=", "MSO-08")]).with_user(self.juriste)
        for champ, code in (("delai_codes", "DL-CONTR-M"), ("exige_codes", "MSO-99"), ("bascule_codes", "MSO-08"),
                            ("document_codes", "D-MSO-99"), ("partenaire_codes", "PA-PERSONNE")):
            with self.subTest(champ=champ), self.assertRaisesRegex(ValidationError, code):
                with self.cr.savepoint():
                    etape[champ] = f"{etape[champ]},{code}" if etape[champ] else code
        etape.delai_codes = f"{etape.delai_codes}, DL-CL"
        # What is shipped passes: else nothing could be corrected any more.
        for modele in ("oilhi.etape", "oilhi.procedure.difference", "oilhi.delai"):
            self.env[modele].search([])._check_codes_cites()

    def test_textes(self):
        Texte = self.env["oilhi.texte"]
        livres = self.env["ir.model.data"].search([
            ("module", "=", "oilhi_lhi"), ("model", "=", "oilhi.texte"),
        ])
        self.assertEqual(len(livres), 157)
        textes = Texte.browse(livres.mapped("res_id"))
        annules = textes.filtered(lambda texte: not texte.citable)
        self.assertEqual(
            sorted(annules.mapped("article")), [f"R. 1331-{n}" for n in range(17, 24)]
        )
        self.assertFalse(textes.filtered(lambda t: not (t.texte and t.date_version)))
        article = self.env.ref("oilhi_lhi.texte_cch_l_511_11")
        self.assertEqual(article.display_name, "CCH L. 511-11")
        self.assertIn(article.id, dict(Texte.with_user(self.agent).name_search("L. 511-11")))

    @mute_logger("odoo.sql_db")
    def test_codes_uniques(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.desordre_mur.copy()

    def test_desordres(self):
        """Every disorder has what the agent needs to recognise it (the rest: tests/moteur)."""
        self.assertEqual(self.env["oilhi.desordre"].search_count([]), 85)
        categories = self.env["oilhi.desordre.categorie"].search([
            ("code", "in", ("STR", "TOI", "FAC", "ESC")),
        ])
        nombres = {c.code: len(c.desordre_ids) for c in categories}
        self.assertEqual(nombres, {"STR": 10, "TOI": 5, "FAC": 6, "ESC": 3})
        for desordre in self.env["oilhi.desordre"].search([]):
            self.assertTrue(desordre.criteres and desordre.base and desordre.synonymes)
            self.assertEqual(bool(desordre.danger_si), any(desordre.critere_ids.mapped("danger")))

    def test_mots_du_quotidien(self):
        Desordre = self.env["oilhi.desordre"].with_user(self.agent)
        for mot, code in (
            ("mur qui gonfle", "STR-02"), ("balcon", "FAC-02"), ("pignon", "STR-02"),
            ("tuiles qui tombent", "TOI-01"), ("rambarde", "FAC-03"), ("STR-09", "STR-09"),
            ("odeur de gaz", "GAZ-01"), ("moisi", "HUM-02"), ("plafont qui tonbe", "STR-06"),
        ):
            trouves = Desordre.browse([i for i, _nom in Desordre.name_search(mot)])
            self.assertIn(code, trouves.mapped("code"), mot)

    def test_recherche_suit_le_domaine_et_les_corrections(self):
        Desordre = self.env["oilhi.desordre"].with_user(self.agent)
        toiture = self.env.ref("oilhi_lhi.desordre_categorie_toi")
        trouves = Desordre.name_search("ça tombe", [("categorie_id", "=", toiture.id)])
        self.assertTrue(trouves)
        self.assertEqual(Desordre.browse(i for i, _nom in trouves).categorie_id, toiture)
        self.assertEqual(len(Desordre.name_search("mur", limit=2)), 2)
        self.assertFalse(Desordre.name_search("zigouigoui"))
        self.desordre_cheminee.with_user(self.juriste).synonymes = "zigouigoui"
        self.assertEqual(
            [i for i, _nom in Desordre.name_search("zigouigoui")], self.desordre_cheminee.ids
        )
        self.assertEqual(len(Desordre.name_search("", limit=5)), 5)

    def test_recherche_a_nombre_de_requetes_constant(self):
        Desordre = self.env["oilhi.desordre"].with_user(self.agent)
        Desordre.name_search("moisi")
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            Desordre.name_search("mur")

    def test_correction_gardee_a_la_mise_a_jour(self):
        """What a jurist corrected survives the next update of the addon; the rest follows it."""
        self.desordre_mur.with_user(self.juriste).name = "Mur qui pousse"
        self.assertTrue(self.desordre_mur.personnalise)
        self.assertFalse(self.desordre_cheminee.personnalise)
        self.env["oilhi.desordre"]._load_records([
            {"xml_id": "oilhi_lhi.desordre_str_02", "values": {"name": "Nom livré"}},
            {"xml_id": "oilhi_lhi.desordre_toi_03", "values": {"name": "Autre nom livré"}},
        ], update=True)
        self.assertEqual(self.desordre_mur.name, "Mur qui pousse")
        self.assertEqual(self.desordre_cheminee.name, "Autre nom livré")
        self.assertFalse(self.desordre_cheminee.personnalise)
        reponse = self.desordre_mur.with_user(self.juriste).action_reprendre_version_livree()
        self.assertFalse(self.desordre_mur.personnalise)
        # Followed again, but nothing comes back before the next update: it is said.
        self.assertEqual(self.desordre_mur.name, "Mur qui pousse")
        self.assertIn("jusqu’à la prochaine mise à jour", reponse["params"]["message"])
        self.env["oilhi.desordre"]._load_records([
            {"xml_id": "oilhi_lhi.desordre_str_02", "values": {"name": "Nom livré"}},
        ], update=True)
        self.assertEqual(self.desordre_mur.name, "Nom livré")
        with self.assertRaises(AccessError):
            self.desordre_mur.with_user(self.agent).action_reprendre_version_livree()
