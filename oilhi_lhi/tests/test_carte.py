import random
import tempfile
from collections import Counter
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..models.carte import cases, oilhi_dossier_carte
from .common import OilhiLhiCommon

ARRAS = (50.29116, 2.77721)
FRANCE = [41.0, -6.0, 52.0, 10.0]


class OilhiCarteCommon(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["oilhi.dossier"].search([]).write({"active": False})
        cls.services = {
            cls.commune_arras: cls.service_mairie_arras, cls.commune_bethune: cls.service_autre,
        }

    @classmethod
    def _cas(cls, lat=0, lon=0, commune=None, **valeurs):
        commune = commune or cls.commune_arras
        batiment = cls._batiment(
            f"{cls.env['oilhi.batiment'].search_count([]) + 1} rue de la Carte", commune=commune,
            latitude=lat, longitude=lon,
        )
        return cls.env["oilhi.dossier"].create({
            "name": "Cas de la carte", "batiment_id": batiment.id, "service_id": cls.services[commune].id,
            "date_signalement": "2027-01-05", **valeurs,
        })

    @classmethod
    def _urgent(cls, dossier):
        dossier.write({"desordre_ids": [Command.create({
            "desordre_id": cls.desordre_mur.id, "gravite": "4", "date": "2027-01-05",
        })]})

    def _carte(self, user=None, **demande):
        return self.env["oilhi.dossier"].with_user(user or self.coordinateur).carte(**demande)


@tagged("post_install", "-at_install")
class TestCarte(OilhiCarteCommon):
    def test_position(self):
        """The building when it is placed; else the centre of the commune, and it is said."""
        place, ailleurs = self._cas(*ARRAS), self._cas()
        self.assertEqual((place.latitude, place.longitude, place.position_exacte), (*ARRAS, True))
        self.assertEqual(
            (ailleurs.latitude, ailleurs.longitude, ailleurs.position_exacte),
            (self.commune_arras.latitude, self.commune_arras.longitude, False),
        )
        lu = self._carte()
        self.assertEqual({p["id"]: p["exacte"] for p in lu["points"]}, {place.id: True, ailleurs.id: False})
        ailleurs.batiment_id.write({"latitude": 50.3, "longitude": -0.2})
        self.assertEqual((ailleurs.latitude, ailleurs.longitude, ailleurs.position_exacte), (50.3, -0.2, True))
        for faux in ({"latitude": 91}, {"longitude": 200}, {"latitude": 0, "longitude": 2}):
            with self.subTest(faux=faux), self.assertRaises(ValidationError):
                place.batiment_id.write(faux)

    def test_sans_position(self):
        """What cannot be drawn is not lost: it is said, and the list has it."""
        self.commune_bethune.write({"latitude": 0, "longitude": 0})
        cas = self._cas(commune=self.commune_bethune)
        lu = self._carte()
        self.assertEqual((lu["total"], lu["emprise"]), (0, None))
        self.assertIn("Un dossier n’a pas de position", lu["sans_position"])
        self.assertIn(cas, self.env["oilhi.dossier"].search(lu["action"]["domain"]))
        self._cas(commune=self.commune_bethune)
        self.assertIn("2 dossiers n’ont pas", self._carte()["sans_position"])
        self.patch(oilhi_dossier_carte, "SANS_POSITION", 1)
        self.assertIn("Plus de 1 dossiers n’ont pas", self._carte()["sans_position"])

    def test_ce_que_chacun_peut_lire(self):
        """Never a case more than the list of the same user, whatever the window and the filter."""
        arras, bethune = self._cas(*ARRAS), self._cas(50.53, 2.64, commune=self.commune_bethune)
        archive = self._cas(50.29, 2.78, active=False)
        attendus = {
            self.coordinateur: arras | bethune,
            self.agent: arras,
            self.lecteur: arras,
            self.agent_autre: bethune,
        }
        for user, dossiers in attendus.items():
            for bornes in (None, FRANCE):
                with self.subTest(user=user.login, bornes=bornes):
                    lu = self._carte(user, bornes=bornes, zoom=6)
                    self.assertEqual({p["id"] for p in lu["points"]}, set(dossiers.ids))
                    self.assertEqual([d["id"] for d in lu["liste"]], self.env["oilhi.dossier"].with_user(user).search(
                        lu["action"]["domain"]
                    ).ids)
                    self.assertEqual(lu["total"], len(dossiers))
        self.assertNotIn(archive.id, {p["id"] for p in self._carte()["points"]})
        seul = self._carte(service_id=self.service_autre.id)
        self.assertEqual([p["id"] for p in seul["points"]], bethune.ids)
        self.assertFalse(self._carte(self.agent, service_id=self.service_autre.id)["points"])
        with self.assertRaises(AccessError):
            self._carte(self.juriste)
        societe = self.env["res.company"].create({"name": "Autre département"})
        self.coordinateur.write({"company_ids": [Command.set(societe.ids)], "company_id": societe.id})
        lu = self.env["oilhi.dossier"].with_user(self.coordinateur).with_company(societe).carte()
        self.assertEqual((lu["total"], lu["points"], lu["groupes"]), (0, [], []))

    def test_filtres(self):
        """State and procedure: the squares, the points and the list say the same."""
        ouvert, urgent, clos, arrete = (self._cas(50.29 + n / 1000, 2.77) for n in range(4))
        self._urgent(urgent)
        clos.classe_le = "2027-02-01"
        self._ouvrir(arrete, "MSO", ("MSO-12",)).etape_ids.write({"etat": "faite", "date": "2027-02-01"})
        self._ouvrir(urgent, "PGI")
        attendus = {
            ("ouvert", False): ouvert | urgent | arrete, ("urgent", False): urgent, ("clos", False): clos,
            ("arrete", False): arrete, ("tous", False): ouvert | urgent | clos | arrete,
            ("ouvert", "MSO"): arrete, ("ouvert", "PGI"): urgent, ("urgent", "MSO"): ouvert.browse(),
        }
        for (etat, procedure), dossiers in attendus.items():
            with self.subTest(etat=etat, procedure=procedure):
                lu = self._carte(etat=etat, procedure=procedure)
                self.assertEqual({p["id"] for p in lu["points"]}, set(dossiers.ids))
                carres = self.env["oilhi.carte.case"]._sql_carres(
                    cases.PETITE, self.company.ids, cases.sql_filtre(etat, procedure), None
                )
                self.assertEqual(sum(r[2] for r in self.env.execute_query(carres)), len(dossiers))
                self.assertEqual(set(self.env["oilhi.dossier"].search(lu["action"]["domain"]).ids), set(dossiers.ids))
        for faux in ({"etat": "autre"}, {"bornes": [1, 2]}, {"bornes": [50, 2, 49, 3]}, {"bornes": "abcd"},
                     {"procedure": ["MSO"]}, {"zoom": [3]}, {"service_id": "1"}):
            with self.subTest(faux=faux), self.assertRaises(UserError):
                self._carte(**faux)

    def test_carres_egaux_au_compte(self):
        """Drawn at random, moved, closed, archived, deleted: the squares are those of a count by hand."""
        hasard = random.Random(5)
        dossiers = self.env["oilhi.dossier"]
        for _n in range(12):
            dossiers |= self._cas(round(hasard.uniform(50, 50.4), 5), round(hasard.uniform(-0.3, 0.3), 5))
        gestes = (
            lambda d: d.batiment_id.write({"latitude": round(hasard.uniform(50, 50.4), 5), "longitude": -0.1}),
            lambda d: d.write({"classe_le": False if d.classe_le else "2027-02-01"}),
            lambda d: d.write({"active": not d.active}),
            self._urgent,
            lambda d: d.unlink(),
            lambda d: self.env["oilhi.carte.case"]._replier(),
            lambda d: self.env["oilhi.tableau.chiffre"]._recompter(),
        )
        case = self.env["oilhi.carte.case"]
        for rang in range(30):
            gestes[rang % len(gestes)](hasard.choice(dossiers.exists()))
            for maille in cases.COTES:
                cote = float(cases.cote(maille))
                attendu, urgents, places = Counter(), Counter(), {}
                for d in dossiers.exists().filtered(lambda d: d.active and d.phase != "clos"):
                    cle = tuple(int((c + 1280) / cote + 1e-9) - round(1280 / cote) for c in (d.longitude, d.latitude))
                    attendu[cle] += 1
                    urgents[cle] += d.urgence
                    places.setdefault(cle, []).append(d.latitude)
                lus = self.env.execute_query(
                    case._sql_carres(maille, self.company.ids, cases.sql_filtre("ouvert", False), None)
                )
                with self.subTest(rang=rang, maille=maille):
                    self.assertEqual({(x, y): n for x, y, n, *_r in lus}, dict(attendu))
                    self.assertEqual({(x, y): u for x, y, _n, u, *_r in lus}, dict(urgents))
                    for x, y, _n, _u, lat, _lon in lus:
                        self.assertAlmostEqual(float(lat), sum(places[x, y]) / len(places[x, y]), 4)

    def test_beaucoup(self):
        """Beyond what a browser draws: numbers, for a coordinateur as for an agent, that add up."""
        for n in range(9):
            self._cas(50.2 + n / 50, 2.7)
        self.patch(oilhi_dossier_carte, "POINTS", 4)
        for user in (self.coordinateur, self.agent):
            for zoom in (8, 12, 15):
                with self.subTest(user=user.login, zoom=zoom):
                    lu = self._carte(user, bornes=FRANCE, zoom=zoom)
                    self.assertFalse(lu["points"])
                    self.assertEqual(sum(g["nombre"] for g in lu["groupes"]), 9)
                    self.assertEqual(lu["total"], 9)
                    self.assertEqual(len(lu["liste"]), 9)
            proche = self._carte(user, bornes=[50.199, 2.6, 50.221, 2.8], zoom=15)
            self.assertEqual((len(proche["points"]), proche["groupes"]), (2, []))

    def test_de_loin(self):
        """What is near on the screen is one number: nine squares, a hundred pixels high at that zoom."""
        for n in range(9):
            self._cas(46 + n * 0.3, 2.7)
        self.patch(oilhi_dossier_carte, "POINTS", 4)
        for user in (self.coordinateur, self.agent):
            with self.subTest(user=user.login):
                groupes = self._carte(user, bornes=FRANCE, zoom=6)["groupes"]
                self.assertLessEqual(len(groupes), 3)
                self.assertEqual(sum(g["nombre"] for g in groupes), 9)

    def test_requetes_constantes(self):
        for user in (self.coordinateur, self.agent):
            nombres = []
            for tour in range(3):
                for n in range(tour * 6 + 1):
                    self._cas(50.2 + n / 50, 2.7)
                self.env.flush_all()
                self.env.invalidate_all()
                debut = self.env.cr.sql_log_count
                self._carte(user, bornes=FRANCE, zoom=7)
                nombres.append(self.env.cr.sql_log_count - debut)
            with self.subTest(user=user.login):
                self.assertEqual(nombres[1], nombres[2])

    def test_rien_du_dehors(self):
        """No server is asked for anything unless a host chose one, and only an address of tiles."""
        parametre = self.env["ir.config_parameter"].sudo()
        for valeur, attendu in (
            (False, ""), ("javascript:alert(1)", ""), ("https://tuiles.exemple.fr/carte", ""),
            ("https://tuiles.exemple.fr/{z}/{x}/{y}.png", "https://tuiles.exemple.fr/{z}/{x}/{y}.png"),
        ):
            parametre.set_param("oilhi.carte_tuiles", valeur)
            with self.subTest(valeur=valeur):
                self.assertEqual(self._carte()["options"]["tuiles"], attendu)


@tagged("post_install", "-at_install", "oilhi_http")
class TestCarteFichiers(OilhiCarteCommon, HttpCase):
    def test_fichiers(self):
        """Four files by name, for who is signed in; without the package, the page says so."""
        parametre = self.env["ir.config_parameter"].sudo()
        with tempfile.TemporaryDirectory() as dossier:
            parametre.set_param("oilhi.carte_bibliotheque", dossier)
            self.assertFalse(self._carte()["options"]["bibliotheque"])
            for fichier, _genre in oilhi_dossier_carte.FICHIERS.values():
                Path(dossier, fichier).write_text("/* carte */")
            Path(dossier, "secret.js").write_text("non")
            self.assertTrue(self._carte()["options"]["bibliotheque"])
            self.assertIn("/web/login", self.url_open("/oilhi/carte/leaflet.js").url)
            self.authenticate(self.lecteur.login, self.lecteur.login)
            for nom, (_fichier, genre) in oilhi_dossier_carte.FICHIERS.items():
                reponse = self.url_open(f"/oilhi/carte/{nom}")
                self.assertEqual((reponse.status_code, reponse.text), (200, "/* carte */"))
                self.assertTrue(reponse.headers["Content-Type"].startswith(genre))
                self.assertIn("max-age", reponse.headers["Cache-Control"])
            for nom in ("secret.js", "..%2Fsecret.js", "leaflet.min.js"):
                self.assertEqual(self.url_open(f"/oilhi/carte/{nom}").status_code, 404, nom)
