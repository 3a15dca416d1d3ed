import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oilhi_lhi.moteur.blocage import QUI
from odoo.addons.oilhi_lhi.moteur.documents import NOMS

from ..controles import CLES, CONTROLES, NIVEAUX, verdict
from ..controles.polices import abandon_reproduction
from .common import TRAVAUX, OilhiDocumentsCommon

DOCS = Path(__file__).resolve().parents[2] / "docs" / "juridique.md"


@tagged("post_install", "-at_install")
class TestControles(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._contradictoire(cls._dossier())

    def test_tout_document_du_catalogue(self):
        """Any document has its controls, even if nobody wrote its template; the shape is fixed."""
        dossier = self.dossier.with_user(self.agent)
        livres = self.env["oilhi.document.modele"].search([])
        modeles, visites = set(livres.mapped("code")), set(livres.filtered("visite").mapped("code"))
        for code in NOMS:
            if code in visites:
                continue  # the report of a visit: no visit in this case
            with self.subTest(code=code):
                controles = dossier.controler(code)
                self.assertTrue(controles)
                for controle in controles:
                    self.assertEqual(tuple(controle), CLES)
                    self.assertIn(controle["niveau"], NIVEAUX)
                    self.assertTrue(controle["message"].strip())
                redige = [c for c in controles if "Modèle à rédiger" in c["message"]]
                self.assertEqual(bool(redige), code not in modeles)
                self.assertEqual([c["niveau"] for c in redige], ["avertissement"] * len(redige))
        with self.assertRaisesRegex(UserError, "n’existe pas au catalogue"):
            dossier.controler("D-XXX-99")

    def test_chaque_base_est_un_texte_lu(self):
        """An article named by a control is one of those that the application holds."""
        connus = {t.article.replace(" ", "") for t in self.env["oilhi.texte"].search([])}
        for controle in CONTROLES:
            for article in re.findall(r"[LR]\. ?\d[\d-]*", controle.base):
                self.assertIn(article.replace(" ", ""), connus, controle.code)
        self.assertEqual(len({c.fonction for c in CONTROLES}), len(CONTROLES))

    def test_liens(self):
        """Asked for, each point that is not in order says where it is put right."""
        controles = self.dossier.with_user(self.agent).controler("D-MSO-10", liens=True)
        liens = {c["code"]: c["lien"] for c in controles if c["niveau"] != "ok"}
        etape = self.dossier._etape("MSO-09")
        self.assertEqual(
            liens["OCCUPANTS"], {"model": "oilhi.dossier.etape", "id": etape.id, "champ": None}
        )
        for lien in filter(None, liens.values()):
            self.assertTrue(self.env[lien["model"]].browse(lien["id"]).exists())
            self.assertIn(lien["champ"] or "id", self.env[lien["model"]]._fields)

    def test_plus_grave_d_abord(self):
        controles = self.dossier._controler("D-MSO-10", date=date(2027, 2, 1))
        rangs = [NIVEAUX.index(c["niveau"]) for c in controles]
        self.assertEqual(rangs, sorted(rangs))
        self.assertEqual(rangs[0], 0)

    def test_verdict(self):
        def points(**nombres):
            return [{"niveau": n} for n, combien in nombres.items() for _i in range(combien)]

        for nombres, phrase in (
            ({"bloquant": 2, "avertissement": 1, "ok": 14}, "2 points bloquent, 1 à vérifier, 14 en ordre."),
            ({"bloquant": 1, "ok": 3}, "1 point bloque, 3 en ordre."),
            ({"avertissement": 2, "ok": 9}, "Rien ne bloque, 2 à vérifier, 9 en ordre."),
            ({"ok": 5}, "Rien ne bloque, 5 en ordre."),
            ({}, "Rien ne bloque."),
        ):
            self.assertEqual(verdict(points(**nombres)), phrase)

    def test_requetes(self):
        """As many queries for twelve persons and ten measures as for two and one."""

        def requetes(dossier):
            dossier = dossier.with_user(self.agent)
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            dossier.controler("D-MSO-10")
            return self.env.cr.sql_log_count - avant

        grand = self._contradictoire(self._dossier(
            personnes=[
                {"role": "proprietaire", "prenom": f"P{n}", "nom": "Exemple", "rue": f"{n} rue du Test",
                 "code_postal": "62000", "ville": "Arras"}
                for n in range(10)
            ],
            mesures=[TRAVAUX] * 10, rue="40 rue du Volume",
        ))  # fmt: skip
        requetes(self.dossier)  # warms the caches
        peu, beaucoup = requetes(self.dossier), requetes(grand)
        self.assertLessEqual(beaucoup, peu)
        self.assertLessEqual(beaucoup, 110)

    def test_abandon_reproduit(self):
        """C.2 rule 25: the four articles, whole; typography does not matter."""
        textes = self.env["oilhi.texte"].search([
            ("code", "=", "CGCT"), ("article", "in", ["L. 2243-1", "L. 2243-2", "L. 2243-3", "L. 2243-4"]),
        ])
        self.assertEqual(len(textes), 4)
        complet = "\n".join(textes.mapped("texte")).replace("'", "’").replace(" :", "\u00a0:")

        def controle(document):
            contexte = SimpleNamespace(
                texte_document=document, texte_modele="", env=self.env, cles_modele=(),
                modele=self.env["oilhi.document.modele"], jour=date(2027, 1, 5),
            )
            return [(c.niveau, c.message) for c in abandon_reproduction(contexte)]

        self.assertEqual(controle(complet), [])
        [(niveau, message)] = controle(complet.replace(textes[2].texte[:60].replace("'", "’"), ""))
        self.assertEqual(niveau, "bloquant")
        self.assertIn(textes[2].article, message)
        self.assertEqual(controle("")[0][0], "avertissement")

    # ---- the screen ------------------------------------------------------------------------

    def test_ecran_d_une_etape(self):
        etape = self.dossier._etape("MSO-12").with_user(self.agent)
        action = etape.action_controler()
        self.assertEqual((action["type"], action["tag"]), ("ir.actions.client", "oilhi_controle"))
        page = etape.controle_avant_signature(None, "2027-02-01")
        self.assertEqual((page["code"], page["date"]), ("D-MSO-10", "2027-02-01"))
        self.assertEqual(
            [c["code"] for c in page["choix"]], [f"D-MSO-{n}" for n in range(10, 15)]
        )
        self.assertRegex(page["verdict"], r"^\d+ points bloquent, \d+ à vérifier, \d+ en ordre\.$")
        self.assertTrue(page["preparer"])
        premier = page["points"][0]
        self.assertEqual((premier["mot"], premier["niveau"]), ("Bloquant", "bloquant"))
        occupants = next(p for p in page["points"] if p["code"] == "OCCUPANTS")
        self.assertEqual(occupants["geste"], "Corriger\u00a0: l’étape MSO-09")
        # Nothing is shown twice: the article is in the sentence, or beside it.
        for point in page["points"]:
            self.assertFalse(point["base"] and point["base"] in point["message"])
        autre = etape.controle_avant_signature("D-MSO-12", "2027-02-01")
        self.assertEqual((autre["code"], autre["preparer"]), ("D-MSO-12", True))

    def test_acte_conseille(self):
        """The act that the measures call for is the one that is checked first."""
        etape = self.dossier._etape("MSO-12")
        mesure = self.dossier.mesure_ids
        for type_mesure, code in (
            ("interdiction_definitive", "D-MSO-12"), ("demolition", "D-MSO-13"),
            ("interdiction_temporaire", "D-MSO-11"), ("travaux", "D-MSO-10"),
        ):
            mesure.type = type_mesure
            self.assertEqual(etape.controle_avant_signature(None, "2027-02-01")["code"], code)

    def test_etape_sans_acte(self):
        etape = self.dossier._etape("MSO-01").with_user(self.agent)
        with self.assertRaisesRegex(UserError, "aucun acte à contrôler"):
            etape.action_controler()
        with self.assertRaisesRegex(UserError, "aucun acte à contrôler"):
            etape.controle_avant_signature()
        with self.assertRaisesRegex(UserError, "Date de signature illisible"):
            self.dossier._etape("MSO-12").controle_avant_signature(None, "hier")

    def test_parcours_dit_ou_controler(self):
        """The stepper knows on which steps to offer the control."""
        etapes = {
            e["code"]: e["controlable"]
            for p in self.dossier.with_user(self.agent).parcours()["procedures"]
            for e in p["etapes"]
        }
        voulues = {"MSO-12", "MSO-17b", "MSO-18a", "MSO-18b", "MSO-19b", "MSO-23"}
        self.assertLessEqual(voulues, {c for c, oui in etapes.items() if oui})
        # Nothing to sign there, or signed for everybody.
        self.assertFalse(etapes["MSO-01"] or etapes["MSO-04"] or etapes["MSO-08"])
        possibles = self.dossier._etape("MSO-12").with_user(self.agent).documents_possibles()
        self.assertTrue(all(d["controlable"] for d in possibles))

    def test_ecran_d_un_document(self):
        lettre = self._instruire(self._dossier(rue="50 rue du Document")).generer_document("D-MSO-03")
        document = lettre.with_user(self.agent)
        self.assertEqual(document.action_controler()["params"]["modele"], "oilhi.document")
        page = document.controle_avant_signature(None, "2027-01-08")
        self.assertEqual((page["choix"], page["preparer"]), ([], False))
        self.assertEqual(document.controles["verdict"].split(",")[0], "Rien ne bloque")
        lettre.with_user(self.responsable).signer("2027-01-08")
        for appel in (document.action_controler, document.controle_avant_signature, document.controler):
            with self.assertRaisesRegex(UserError, "ne se contrôle plus"):
                appel()
        self.assertFalse(document.controles)

    def test_corriger(self):
        """Each link opens the dialog or the record that puts the point right, nothing else."""
        dossier = self.dossier.with_user(self.agent)
        etape = self.dossier._etape("MSO-09")
        personne = self._occupant(self.dossier)
        for model, fiche, champ, attendu in (
            ("oilhi.dossier.etape", etape, None, "oilhi.etape.realiser"),
            ("oilhi.dossier.procedure", self.dossier.procedure_ids, None, "oilhi.dossier.procedure"),
            ("oilhi.dossier.personne", personne, "rue", "oilhi.dossier.personne"),
            ("oilhi.dossier", self.dossier, "procedure_ids", "oilhi.procedure.ouvrir"),
        ):
            action = dossier.action_corriger({"model": model, "id": fiche.id, "champ": champ})
            self.assertEqual((action["res_model"], action["target"]), (attendu, "new"))
        guide = dossier.action_corriger(
            {"model": "oilhi.dossier", "id": dossier.id, "champ": "reponse_ids"}
        )
        self.assertEqual(guide["tag"], "oilhi_guide")
        for lien in ({"model": "res.users", "id": 2}, {"model": "oilhi.service"}, {}, None, "x"):
            with self.assertRaisesRegex(UserError, "aucune fiche"):
                dossier.action_corriger(lien)
        with self.assertRaisesRegex(UserError, "n’existe plus"):
            dossier.action_corriger({"model": "oilhi.dossier.mesure", "id": 10**8})

    def test_lecteur(self):
        """A reader sees the verdict, and no button that he could not press."""
        page = self.dossier._etape("MSO-12").with_user(self.lecteur).controle_avant_signature(
            None, "2027-02-01"
        )
        self.assertFalse(page["preparer"])
        gestes = {p["geste"].split("\u00a0")[0] for p in page["points"] if p["geste"]}
        self.assertLessEqual(gestes, {"Voir"})
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.lecteur).action_corriger(
                {"model": "oilhi.dossier.etape", "id": self.dossier._etape("MSO-09").id}
            )

    def test_autre_service(self):
        etranger = self.dossier.with_user(self.agent_autre)
        for appel in (
            lambda: etranger.controler("D-MSO-10"),
            lambda: etranger.action_corriger({"model": "oilhi.dossier", "id": etranger.id}),
            lambda: self.dossier._etape("MSO-12").with_user(self.agent_autre).controle_avant_signature(),
        ):
            with self.assertRaises(AccessError):
                appel()
        sien = self._dossier_pignon(
            user=self.agent_autre, service_id=self.service_autre.id,
            batiment_id=self._batiment("1 rue d’Ailleurs", self.commune_bethune).id,
        )
        with self.assertRaises(AccessError):  # a link of his own case, towards ours
            sien.action_corriger({
                "model": "oilhi.dossier.personne", "id": self._occupant(self.dossier).id,
            })

    @freeze_time("2027-02-20 09:00:00")
    def test_sans_date_on_dit_si_c_est_possible_aujourd_hui(self):
        """Without a day of signature, what may be signed today is in order."""
        niveaux = [
            c["niveau"] for c in self.dossier.controler("D-MSO-10")
            if c["code"] == "D7-05" and "13 février" in c["message"]
        ]
        self.assertEqual(niveaux, ["ok"])


@tagged("post_install", "-at_install")
class TestExclusionsDocumentees(OilhiDocumentsCommon):
    """docs/juridique.md says where each rule of C.2 is enforced: what it names exists."""

    def test_table_de_la_documentation(self):
        if not DOCS.exists():
            self.skipTest("docs/ n’est pas livré avec l’addon seul")
        lignes = re.findall(r"^\| (\d+) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", DOCS.read_text(), re.M)
        self.assertEqual([int(n) for n, *_ in lignes], list(range(1, 27)))
        controles = {c.code for c in CONTROLES} | QUI.keys()
        regles = set(self.env["oilhi.regle"].search([]).mapped("code"))
        racine = DOCS.parents[1]
        for numero, _regle, guide, actes, essai in lignes:
            with self.subTest(regle=numero):
                self.assertTrue(re.findall(r"`([^`]+)`", actes), "an act is checked somewhere")
                for nom in re.findall(r"`([^`]+)`", guide):
                    self.assertTrue(nom in regles or nom == "guide_verification", nom)
                for nom in re.findall(r"`([^`]+)`", actes):
                    connu = (
                        nom in controles
                        or nom.startswith("_") and hasattr(self.env["oilhi.dossier"], nom)
                        or nom.startswith("_") and hasattr(self.env["oilhi.dossier.etape"], nom)
                        or (racine / "oilhi_lhi" / nom).exists()
                    )
                    self.assertTrue(connu, nom)
                for nom in re.findall(r"`(\w+\.py)`", essai):
                    self.assertTrue(list(racine.glob(f"**/tests/**/{nom}")), nom)
