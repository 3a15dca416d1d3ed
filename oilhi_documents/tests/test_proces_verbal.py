from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rendu import texte
from .common import OilhiDocumentsCommon


@tagged("at_install", "-post_install")
@freeze_time("2027-01-12 10:45:00")
class TestProcesVerbal(OilhiDocumentsCommon):
    """The report of a visit (D-COM-09): a document of the case, of facts only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon(
            service_id=cls.service.id, usage="habitation",
            batiment_id=cls._batiment("3 rue des Exemples", code_postal="62000").id,
        )  # fmt: skip
        cls.fissure = cls.env.ref("oilhi_lhi.desordre_str_01")
        cls.danger = cls.env.ref("oilhi_lhi.critere_str_01_d1")

    def _visite(self, points=(), **valeurs):
        return self.env["oilhi.dossier.visite"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "date": "2027-01-12", "heure_debut": 10,
            "point_ids": [Command.create(point) for point in points], **valeurs,
        })

    def _terminee(self, **valeurs):
        visite = self._visite(**valeurs)
        visite.terminer()
        return visite

    def _lire(self, document):
        return texte(document.docx_id.raw).replace("\u00a0", " ").replace("\u202f", " ")

    def _etablir(self, visite):
        action = visite.action_proces_verbal()
        return self.env["oilhi.document"].with_user(self.agent).browse(action["res_id"])

    def test_faits(self):
        visite = self._visite(
            points=[
                {
                    "desordre_id": self.fissure.id, "vu": "oui", "localisation": "mur nord",
                    "lieu": "logement", "constat": "Décalage de 3 mm",
                    "critere_ids": [Command.set((self.danger | self.fissure.critere_ids).ids)],
                },
                {"desordre_id": self.desordre_cheminee.id, "vu": "non"},
                {"desordre_id": self.desordre_mur.id},
            ],
            heure_fin=11.5, accord_ecrit=True, observations="L’occupant chauffe au bois.",
            personne_ids=[Command.set(self._occupant(self.dossier).ids)],
            autres_presents="Alex Témoin-Exemple, voisin\n\nLou Exemple, pompier",
        )  # fmt: skip
        photos = self.env["oilhi.dossier.photo"].with_user(self.agent).create([
            {
                "dossier_id": self.dossier.id, "image": self._image(taille=(n, 30)),
                "visite_id": visite.id, "visite_point_id": visite.point_ids.filtered(
                    lambda p: p.vu == "oui"
                ).id, "name": f"Vue {n}",
            }
            for n in (30, 31)
        ])
        photos[0].ecarter("Floue")
        visite.action_terminer()
        document = self._etablir(visite)
        lu = self._lire(document)
        for attendu in (
            "Commune d’Arras",
            f"Visite faite le 12 janvier 2027, de 10 h à 11 h 30, par {self.agent.name}, agent de la",
            "3 rue des Exemples, 62000 Arras",
            "les lieux ont été ouverts et visités. L’occupant a donné son accord",
            "occupant",
            "Alex Témoin-Exemple, voisin",
            "Lou Exemple, pompier.",
            f"1. {self.fissure.name} – mur nord (un logement)",
            "décalées",
            "Décalage de 3 mm",
            "Photos : 1 et 2.",
            "Photo 1 : écartée (Floue).",
            "Photo 2 : Vue 31, datée du 12 janvier 2027, par",
            photos[1].sha256,
            "Non vérifié",
            "L’occupant chauffe au bois.",
            self.dossier.reference,
        ):
            with self.subTest(attendu):
                self.assertIn(attendu, lu)
        for absent in ("L. 5", "imminent", "gravité", "danger", photos[0].sha256, "None", "False"):
            with self.subTest(absent):
                self.assertNotIn(absent, lu)
        # Read again from the database, in whatever order it was typed: nothing has changed.
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(document._perime())
        self.assertEqual(document.name, "Procès-verbal de visite du 12/01/2027")
        self.assertFalse(document.dossier_procedure_id)

    def test_une_visite_un_proces_verbal(self):
        """One button: made the first time, opened afterwards; each visit has its own."""
        premiere, seconde = self._terminee(), self._terminee(heure_debut=14)
        document = self._etablir(premiere)
        self.assertEqual(self._etablir(premiere), document)
        autre = self._etablir(seconde)
        self.assertNotEqual(autre, document)
        self.assertTrue(document.exists(), "the draft of the other visit stays")
        document.action_regenerer()
        self.assertIn("à 10 h", self._lire(document))

    def test_entree_refusee(self):
        lu = self._lire(self._etablir(self._terminee(acces="refuse", accord_ecrit=True)))
        self.assertIn("l’occupant a refusé l’entrée", lu)
        self.assertNotIn("accord", lu)
        self.assertIn("Aucun désordre n’a été relevé.", lu)

    def test_visite_en_cours(self):
        visite = self._visite()
        for action in (
            visite.action_proces_verbal,
            lambda: self.dossier.generer_document("D-COM-09"),
            lambda: self.dossier.controler("D-COM-09"),
        ):
            with self.assertRaisesRegex(UserError, "Terminer la visite"):
                action()
        autre = self._dossier()
        with self.assertRaisesRegex(UserError, "n’appartient pas au dossier"):
            autre.generer_document("D-COM-09", visite_id=self._terminee().id)

    def test_etape(self):
        """The step of the visit knows the report, made before the procedure was open."""
        document = self._etablir(self._terminee())
        self.dossier.qualifier({"Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q5": "oui"})
        self.dossier.ouvrir_procedure("MSO")
        etape = self.dossier._etape("MSO-04")
        self.assertIn(document, etape.document_ids)
        [connu] = [d for d in etape.documents_possibles() if d["code"] == "D-COM-09"]
        self.assertTrue(connu["disponible"])
        self.assertEqual([d["id"] for d in connu["existants"]], document.ids)
        self.assertNotIn(document, self.dossier._etape("MSO-12").document_ids)
        action = etape.with_user(self.agent).action_generer_document("D-COM-09")
        self.assertEqual(action["res_model"], "oilhi.document")

    def test_signature(self):
        """The agent who made the visit signs, and nobody who was not there instead of him."""
        document = self._etablir(self._terminee())
        self.assertTrue(document.peut_signer)
        collegue = self._nouvel_utilisateur("agent", "agent_collegue_pv")
        self.service.user_ids += collegue
        self.assertFalse(document.with_user(collegue).peut_signer)
        with self.assertRaisesRegex(UserError, "ne pouvez pas enregistrer"):
            document.with_user(collegue).signer("2027-01-12")
        with self.assertRaisesRegex(UserError, "avant la visite"):
            document.signer("2027-01-11")
        document.signer("2027-01-13")
        self.assertEqual((document.state, document.numero), ("signe", False))
        self.assertFalse(document.signataire_id)
        self.assertIn("Établi le 13 janvier 2027", self._lire(document))
        with self.assertRaisesRegex(UserError, "arrêté"):
            document.transmettre("2027-01-14")

    def test_desordre_sans_rien(self):
        visite = self._terminee(points=[{"desordre_id": self.fissure.id, "vu": "oui"}])
        controles = self._etablir(visite).controler()
        self.assertEqual(
            [c["niveau"] for c in controles if c["code"] == "PV-02"], ["avertissement"]
        )

    def test_article_annule(self):
        visite = self._terminee(observations="Contraire à l’article R. 1331-17 du CSP.")
        controles = self._etablir(visite).controler()
        self.assertIn(("D7-02", "bloquant"), [(c["code"], c["niveau"]) for c in controles])

    def test_droits(self):
        visite = self._terminee()
        with self.assertRaises(AccessError):
            visite.with_user(self.agent_autre).action_proces_verbal()
        with self.assertRaises(AccessError):
            visite.with_user(self.lecteur).action_proces_verbal()
        document = self._etablir(visite)
        self.assertEqual(
            visite.with_user(self.lecteur).action_proces_verbal()["res_id"], document.id
        )
        with self.assertRaisesRegex(UserError, "boutons du document"):
            document.visite_id = self._terminee(heure_debut=15)
