import csv
import io
import json

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import OilhiDocumentsCommon

CSV, JSON, SCHEMA, STATISTIQUES = (
    "/oilhi/donnees/arretes.csv", "/oilhi/donnees/arretes.json", "/oilhi/donnees", "/oilhi/statistiques",
)
SECRETS = ("Zyzomys", "Quelea")


@tagged("post_install", "-at_install", "oilhi_http")
class TestPublication(OilhiDocumentsCommon, HttpCase):
    """What the public reads: nothing by default, then no person and no small count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["oilhi.publication"].search([]).unlink()
        cls.arrete = cls._notifier_tous(cls._arrete_signe())
        cls.dossier = cls.arrete.dossier_id
        # A name in each place where one may be typed.
        cls.dossier.write({"name": "Pignon de Mme Quelea", "description": "Chez Quelea"})
        cls.dossier.personne_ids.write({"prenom": "Zyzomys", "nom": "Zyzomys"})
        cls.dossier.batiment_id.complement = "Chez Mme Quelea"
        cls.reglages = cls.env["oilhi.publication"].with_user(cls.coordinateur).create(
            {"company_id": cls.company.id}
        )

    def _lignes(self):
        self.env.flush_all()
        return list(csv.DictReader(io.StringIO(self.url_open(CSV).text)))

    @mute_logger("odoo.http")
    def _statuts(self):
        self.env.flush_all()
        return [self.url_open(adresse).status_code for adresse in (CSV, JSON, SCHEMA, STATISTIQUES)]

    def test_rien_par_defaut(self):
        self.assertEqual(self._statuts(), [404] * 4)
        with mute_logger("odoo.http"):
            self.assertIn("Rien n’est publié", self.url_open(STATISTIQUES).content.decode())
        self.env["oilhi.publication"]._cron_publier()
        self.assertEqual(self._statuts(), [404] * 4)
        self.reglages.arretes = True
        self.assertEqual(self._statuts(), [200, 200, 200, 404])
        self.reglages.write({"arretes": False, "statistiques": True})
        self.assertEqual(self._statuts(), [404, 404, 404, 200])
        self.reglages.statistiques = False
        self.assertEqual(self._statuts(), [404] * 4)
        self.assertFalse(self.env["oilhi.publication.contenu"].search([]))

    def test_qui_regle(self):
        for user in (self.lecteur, self.agent, self.responsable, self.juriste):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.reglages.with_user(user).write({"arretes": True})
        for user in (self.coordinateur, self.administrateur):
            action = self.env["oilhi.publication"].with_user(user)._action_reglages()
            self.assertEqual(action["res_id"], self.reglages.id)
        autre = self.env["res.company"].create({"name": "Autre département"})
        ailleurs = self.env["oilhi.publication"].create({"company_id": autre.id})
        with self.assertRaises(AccessError):
            ailleurs.with_user(self.coordinateur).arretes = True
        with self.assertRaises(AccessError):
            self.reglages.company_id = self.env["res.company"].create({"name": "Troisième département"})
        self.assertFalse(self.env["oilhi.publication.contenu"].search([]))
        with self.assertRaises(AccessError):
            self.env["oilhi.publication.contenu"].with_user(self.administrateur).create(
                {"genre": "statistiques"}
            )

    def test_commune_par_defaut(self):
        self.reglages.arretes = True
        attendu = {
            "departement": "62", "code_insee": "62041", "commune": "Arras", "procedure": "ordinaire",
            "date": "2027-02", "numero": "", "voie": "", "code_postal": "",
        }
        self.assertEqual(self._lignes(), [attendu])
        self.assertEqual(self.url_open(JSON).json(), {"arretes": [attendu]})

    def test_adresse_sur_choix(self):
        self.reglages.write({"arretes": True, "precision": "adresse"})
        (ligne,) = self._lignes()
        self.assertEqual(
            [ligne[c] for c in ("date", "numero", "voie", "code_postal")],
            ["2027-02-15", "12", "rue des Trois Exemples", "62000"],
        )
        for quoi, changer in (
            ("nom dans la rue", lambda: self.dossier.batiment_id.write({"rue": "12 rue Zyzomys"})),
            ("texte libre", lambda: self.dossier.batiment_id.write({"rue": "12 rue des Fours chez Quelea"})),
            ("propriétaire occupant", lambda: self._occupation("proprietaire_occupant")),
            ("occupation inconnue", lambda: self._occupation(None)),
        ):
            with self.subTest(quoi):
                changer()
                self.env["oilhi.publication"]._cron_publier()
                (ligne,) = self._lignes()
                self.assertEqual((ligne["date"], ligne["voie"], ligne["numero"]), ("2027-02", "", ""))
                self.dossier.batiment_id.rue = "12 rue des Trois Exemples"
                self._occupation("locataire")
                self.env["oilhi.publication"]._cron_publier()
                self.assertTrue(self._lignes()[0]["voie"])

    def _occupation(self, code):
        reponse = self.dossier.reponse_ids.filtered(lambda r: r.question_id.code == "Q9")
        choix = reponse.question_id.reponse_ids.filtered(lambda r: r.code == code)
        reponse.write({"reponse_ids": [Command.set(choix.ids)], "inconnu": not choix})

    def test_aucun_nom_nulle_part(self):
        for precision in ("commune", "adresse"):
            self.reglages.write({"arretes": True, "precision": precision, "statistiques": True})
            self.env.flush_all()
            for adresse in (CSV, JSON, SCHEMA, STATISTIQUES):
                reponse = self.url_open(adresse)
                vu = reponse.text + str(reponse.headers)
                for secret in (*SECRETS, self.arrete.numero, self.dossier.reference):
                    self.assertNotIn(secret, vu, (adresse, precision))

    def test_seulement_en_vigueur(self):
        self.reglages.arretes = True
        self.assertEqual(len(self._lignes()), 1)
        brouillon = self._arrete(self._dossier(rue="14 rue des Trois Exemples"))
        self.env["oilhi.publication"]._cron_publier()
        self.assertEqual(len(self._lignes()), 1, brouillon)
        self.arrete._ecrire({"state": "leve", "date_levee": "2027-05-01"})
        self.env["oilhi.publication"]._cron_publier()
        self.assertEqual(self._lignes(), [])

    def test_rien_a_renvoyer(self):
        """The same content keeps its tag, whatever the night; a visitor who has it is told so."""
        self.reglages.write({"arretes": True, "statistiques": True})
        self.env.flush_all()
        for adresse in (CSV, JSON, SCHEMA, STATISTIQUES):
            with self.subTest(adresse=adresse):
                etag = self.url_open(adresse).headers["ETag"]
                self.env["oilhi.publication"]._cron_publier()
                self.env.flush_all()
                reponse = self.url_open(adresse, headers={"If-None-Match": etag})
                self.assertEqual((reponse.status_code, reponse.content), (304, b""))
                self.assertIn("public", reponse.headers["Cache-Control"])

    # -- statistics ----------------------------------------------------------

    def _statistiques(self):
        with freeze_time("2027-07-10"):
            self.env["oilhi.publication"]._cron_publier()
        octets, *_reste = self.env["oilhi.publication.contenu"]._lire("statistiques")
        donnees = json.loads(octets)
        self.assertEqual(donnees["au"], "2027-06-30")
        return donnees["departements"][0]

    def _dossiers(self, nombre, commune, jour):
        for rang in range(nombre):
            self._dossier_pignon(
                batiment_id=self._batiment(f"{rang + 1} rue {jour}", commune).id,
                service_id=self.service.id, date_signalement=jour,
            )

    def test_chiffres_et_masques(self):
        """A fresh département, so that the figures are known: 13 cases, 3 of them in a small commune."""
        self.reglages.statistiques = True
        self._dossiers(6, self.commune_arras, "2026-03-01")
        self._dossiers(3, self.commune_bethune, "2027-03-01")
        self._dossiers(1, self.commune_bethune, "2027-07-01")  # after the end of the period
        reference = self.env["oilhi.dossier"].search([
            ("company_id", "=", self.company.id), ("date_signalement", "<=", "2027-06-30"),
        ])
        chiffres = self._statistiques()
        annees = {ligne["annee"]: ligne["dossiers"] for ligne in chiffres["annees"]["lignes"]}
        par_annee = reference.grouped(lambda d: d.date_signalement.year)
        for annee, cellule in annees.items():
            nombre = len(par_annee.get(annee, [])) if annee else 0
            self.assertIn(cellule, (nombre, "tu") if nombre >= 5 or not nombre else ("petit",), annee)
        texte = json.dumps(chiffres)
        self.assertNotIn("Zyzomys", texte)
        self.assertNotIn(self.commune_bethune.name, [li[0] for li in (chiffres["communes"] or {}).get("lignes", [])])
        self.assertEqual(chiffres["delais"]["execution"], "petit")
        for cellule in [*annees.values(), *[c for _nom, c in chiffres["procedures"]["lignes"]]]:
            self.assertFalse(isinstance(cellule, int) and 0 < cellule < 5, chiffres)
        self.env.flush_all()
        self.assertIn("moins de 5", self.url_open(STATISTIQUES).text)

    def test_medianes(self):
        """From 5 cases on: 41 days each, from 5 January to 15 February."""
        self.reglages.statistiques = True
        autres = [self._arrete_signe(self._dossier(rue=f"{n} rue de la Médiane")) for n in range(1, 5)]
        chiffres = self._statistiques()
        self.assertEqual(chiffres["delais"], {"instruction": 41, "execution": "petit"})
        for rang, arrete in enumerate([self.arrete, *autres]):
            arrete._ecrire({"state": "leve", "date_levee": f"2027-04-{10 + rang}"})
        chiffres = self._statistiques()
        self.assertEqual(chiffres["delais"]["execution"], 56)  # to 12 April, the third of the five
