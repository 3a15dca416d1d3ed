"""Articles that an act reproduces: in the version of its day, whole, or no act at all."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..champs.reproduction import ANNEXES, QUE_FAIRE, reproduire
from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
class TestReproduction(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls.env.ref("oilhi_lhi.texte_cch_l_521_2")

    def _occupe(self):
        return self._dossier({"Q9": ["locataire"]})

    def _controle(self, dossier, code, modele="D-MSO-10"):
        return [c for c in dossier.controler(modele, liens=True) if c["code"] == code]

    def test_table(self):
        """text of L. 521-2 -> what is said; the day of the act is 5 January 2027."""
        jour = date(2027, 1, 5)
        for valeurs, attendu in (
            ({}, ""),
            ({"texte": False}, "CCH L. 521-2\u00a0: le texte est vide."),
            ({"complet": False, "complet_motif": "le III manque."},
             "CCH L. 521-2\u00a0: le texte chargé est incomplet (le III manque)."),
            ({"citable": False}, "CCH L. 521-2\u00a0: article annulé ou abrogé, il ne se reproduit plus."),
            ({"date_debut": "2027-01-06"},
             "CCH L. 521-2\u00a0: la version en vigueur le 5 janvier 2027 n’est pas chargée "
             "(versions chargées : depuis le 6 janvier 2027)."),
            ({"date_debut": "2027-01-05"}, ""),
            ({"date_fin": "2027-01-04"},
             "CCH L. 521-2\u00a0: la version en vigueur le 5 janvier 2027 n’est pas chargée "
             "(versions chargées : depuis le 21 novembre 2024)."),
            ({"article": "L. 521-20"}, "CCH L. 521-2\u00a0: aucun texte n’est chargé."),
        ):  # fmt: skip
            with self.subTest(valeurs=valeurs), self.cr.savepoint() as point:
                self.article.write(valeurs)
                lu = reproduire(self.env, "CCH", ANNEXES, jour)
                self.assertEqual(lu.refus, [attendu] if attendu else [])
                self.assertEqual(lu.valeur is None, bool(attendu))
                if attendu:
                    self.assertTrue(lu.phrase.endswith(QUE_FAIRE))
                else:
                    self.assertEqual(len(lu.valeur), len(ANNEXES))
                point.rollback()
                self.env.invalidate_all()

    def test_version_du_jour_de_l_acte(self):
        """A new version enters into force: drafts and acts of before keep the former words."""
        dossier = self._occupe()
        self.env["oilhi.texte"].with_user(self.juriste).create({
            "code": "CCH", "article": "L. 521-2", "texte": "Texte nouveau de mars.",
            "date_debut": "2027-03-01", "source_url": "https://www.legifrance.gouv.fr/",
        })
        self._contradictoire(dossier)
        document = dossier.generer_document("D-MSO-10")
        ancien = self.article.texte.splitlines()[0]
        [annexe] = [a for a in document.valeurs["annexes"] if "L. 521-2 " in a["titre"]]
        self.assertTrue(annexe["texte"].startswith(ancien))
        contexte = document._contexte({"date": date(2027, 3, 1)})
        lues = reproduire(self.env, "CCH", ["L. 521-2"], contexte.jour).valeur
        self.assertEqual(lues[0]["texte"], "Texte nouveau de mars.")
        self.assertIn("L. 521-2 du code de la construction", document.articles_reproduits)

    def test_un_texte_incomplet_bloque(self):
        """Pre-flight and generation name the article and say what to do; nothing is truncated."""
        dossier = self._occupe()
        self._contradictoire(dossier)
        self.assertEqual([c["niveau"] for c in self._controle(dossier, "D7-12")], ["ok"])
        self.article.write({"complet": False, "complet_motif": "Le III manque."})
        [point] = self._controle(dossier.with_user(self.agent), "D7-12")
        self.assertEqual(point["niveau"], "bloquant")
        self.assertIn("CCH L. 521-2\u00a0: le texte chargé est incomplet (Le III manque)", point["message"])
        self.assertIn("Référentiel > Textes", point["message"])
        self.assertEqual(point["lien"], {"model": "oilhi.texte", "id": self.article.id, "champ": "texte"})
        self.assertFalse(self._controle(dossier, "CHAMPS"))  # said once
        action = dossier.with_user(self.agent).action_corriger(point["lien"])
        self.assertEqual((action["res_model"], action["res_id"]), ("oilhi.texte", self.article.id))
        with self.assertRaises(UserError) as refus:
            dossier.with_user(self.agent).generer_document("D-MSO-10")
        self.assertIn("CCH L. 521-2\u00a0: le texte chargé est incomplet (Le III manque)", str(refus.exception))
        self.assertIn(QUE_FAIRE.rstrip("."), str(refus.exception))
        self.assertFalse(dossier.document_ids)

    def test_lieux_sans_occupant(self):
        """Nobody lives there: nothing is annexed, and no text holds the act back."""
        dossier = self._dossier({"Q9": ["vacant"]})
        dossier.personne_ids.filtered(lambda p: p.role == "occupant").unlink()
        self._contradictoire(dossier)
        self.article.complet = False
        document = dossier.generer_document("D-MSO-10")
        self.assertEqual(document.valeurs["annexes"], [])
        self.assertFalse(document.articles_reproduits)
