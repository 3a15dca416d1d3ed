import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..hooks import uninstall_hook
from ..models.tableau import chiffres, declencheurs
from .common import OilhiLhiCommon

JOUR = date(2027, 6, 15)
# The same figures, counted again from the rows that make them, without what the dashboard keeps.
COMPTES = {
    "ouvert": "SELECT d.id FROM oilhi_dossier d WHERE d.phase <> 'clos'",
    "urgent": "SELECT d.id FROM oilhi_dossier d WHERE d.urgence",
    "retard": """
        SELECT e.dossier_id AS id FROM oilhi_dossier_echeance e
         WHERE e.date < %(jour)s AND e.tenue_le IS NULL AND NOT COALESCE(e.sans_objet, FALSE)
           AND e.retard_possible AND e.niveau_preuve IN ('confirme', 'a_verifier')
        INTERSECT SELECT id FROM oilhi_dossier WHERE phase <> 'clos'""",
    "endormi": """
        SELECT id FROM oilhi_dossier WHERE %(jour)s - dernier_mouvement > 60
        EXCEPT SELECT id FROM oilhi_dossier WHERE phase = 'clos'""",
    "arrete": """
        SELECT p.dossier_id AS id FROM oilhi_dossier_procedure p
          JOIN oilhi_dossier_etape s ON s.dossier_procedure_id = p.id AND s.etat = 'faite'
          JOIN oilhi_etape r ON r.id = s.etape_id
         WHERE p.etat = 'en_cours' GROUP BY p.id
        HAVING bool_or(r.nature = 'arrete' AND r.police IS NOT NULL)
           AND NOT bool_or(r.nature = 'mainlevee')""",
    "mainlevee": """
        SELECT s.dossier_id AS id FROM oilhi_dossier_etape s JOIN oilhi_etape r ON r.id = s.etape_id
         WHERE r.nature = 'mainlevee' AND s.etat = 'faite'
           AND s.date > (%(jour)s::date - interval '1 year')::date""",
}


class OilhiTableauCommon(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.services = cls.service_mairie_arras | cls.service_autre
        cls.batiments = [
            cls._batiment("3 rue du Tableau"),
            cls._batiment("5 rue du Tableau", commune=cls.commune_bethune),
        ]
        cls.delai = cls.env["oilhi.delai"].search([], limit=1)

    @classmethod
    def _dossier(cls, service, **valeurs):
        return cls.env["oilhi.dossier"].create({
            "name": "Cas du tableau", "service_id": service.id, "date_signalement": "2027-01-05",
            "batiment_id": cls.batiments[service == cls.service_autre].id, **valeurs,
        })

    @classmethod
    def _echeance(cls, dossier, jour, **valeurs):
        return cls.env["oilhi.dossier.echeance"].create({
            "dossier_id": dossier.id, "delai_id": cls.delai.id, "date": jour, "nature": "maximum",
            "retard_possible": True, "niveau_preuve": "confirme", **valeurs,
        })

    @classmethod
    def _bouger(cls, dossiers, jour):
        """Below the ORM, as a correction made in SQL."""
        cls.env["oilhi.dossier"].flush_model()
        cls.env.cr.execute(
            "UPDATE oilhi_dossier SET dernier_mouvement = %s WHERE id = ANY(%s)", (jour, dossiers.ids)
        )
        dossiers.invalidate_recordset(["dernier_mouvement"])

    def _compter(self, jour, services=None):
        """{figure: number}, by the plain SQL above."""
        self.env.flush_all()
        portee = SQL("TRUE") if services is None else SQL("d.service_id IN %s", tuple(services.ids))
        return {
            code: self.env.execute_query(SQL(
                """SELECT count(*) FROM oilhi_dossier d
                    WHERE d.active AND d.company_id = %s AND %s AND d.id IN (SELECT id FROM (%s) c)""",
                self.company.id, portee, SQL(requete, jour=jour),
            ))[0][0]
            for code, requete in COMPTES.items()
        }

    def _verifier(self, jour=JOUR):
        chiffre = self.env["oilhi.tableau.chiffre"]
        self.assertEqual(chiffre._lire(jour, self.company.ids), self._compter(jour))
        for service in self.services:
            self.assertEqual(
                chiffre._lire(jour, self.company.ids, service.ids), self._compter(jour, service), service.name
            )
        par_service = dict(chiffre._lire_services("retard", jour, self.company.ids, limite=1000))
        self.assertEqual(
            {s.id: par_service.get(s.id, 0) for s in self.services},
            {s.id: self._compter(jour, s)["retard"] for s in self.services},
        )


@tagged("post_install", "-at_install")
class TestTableau(OilhiTableauCommon):
    def _evenements(self, hasard):
        """What happens to cases: {name: function of a case}."""
        def etape(dossier, code, etat):
            dossier.etape_ids.filtered(lambda e: e.code == code)[:1].write({
                "etat": etat, "date": JOUR - timedelta(days=hasard.randrange(500)),
            })

        def echeance(dossier, champ, valeur):
            dossier.echeance_ids[:1].write({champ: valeur})

        return {
            "created": lambda d: self._dossier(hasard.choice(self.services), description="x"),
            "moved": lambda d: d.write({"service_id": hasard.choice(self.services).id}),
            "archived": lambda d: d.write({"active": not d.active}),
            "filed": lambda d: d.write({"classe_le": "2027-05-01" if not d.classe_le else False}),
            "deleted": lambda d: d.procedure_ids or d.unlink(),
            "late": lambda d: self._echeance(d, JOUR - timedelta(days=hasard.randrange(-40, 90))),
            "advice": lambda d: self._echeance(d, JOUR - timedelta(days=9), niveau_preuve="pratique"),
            "to check": lambda d: self._echeance(d, JOUR - timedelta(days=3), niveau_preuve="a_verifier"),
            "right": lambda d: self._echeance(d, JOUR - timedelta(days=5), retard_possible=False),
            "kept": lambda d: echeance(d, "tenue_le", JOUR),
            "without object": lambda d: echeance(d, "sans_objet", hasard.random() < 0.5),
            "postponed": lambda d: echeance(d, "date", JOUR + timedelta(days=hasard.randrange(-9, 9))),
            "deadline gone": lambda d: d.echeance_ids[:1].unlink(),
            "opened": lambda d: d.procedure_ids or self._ouvrir(d, "MSO", ("MSO-12", "MSO-18a")),
            "order": lambda d: etape(d, "MSO-12", "faite"),
            "order undone": lambda d: etape(d, "MSO-12", "a_faire"),
            "lifted": lambda d: etape(d, "MSO-18a", "faite"),
            "lifting undone": lambda d: etape(d, "MSO-18a", "a_faire"),
            "given up": lambda d: d.procedure_ids[:1].write({"etat": hasard.choice(["abandonnee", "en_cours"])}),
            "danger": lambda d: d.write({"desordre_ids": [Command.clear(), Command.create({
                "desordre_id": self.desordre_mur.id, "gravite": hasard.choice("34"), "date": "2027-01-05",
            })]}),
            "slept": lambda d: self._bouger(d, JOUR - timedelta(days=hasard.randrange(50, 70))),
            "added up": lambda d: self.env["oilhi.tableau.chiffre"]._replier(JOUR),
            "counted again": lambda d: self.env["oilhi.tableau.chiffre"]._recompter(),
        }

    def test_toujours_egal(self):
        """Whatever happens, in whatever order, and from one day to the next: the plain count."""
        for graine in range(3):
            hasard = random.Random(graine)
            evenements = self._evenements(hasard)
            dossiers = self.env["oilhi.dossier"]
            for service in self.services:
                dossiers |= self._dossier(service) | self._dossier(service)
            for rang in range(45):
                nom = hasard.choice(list(evenements))
                dossier = hasard.choice(list(dossiers.exists()) or [self._dossier(self.services[0])])
                with self.subTest(graine=graine, rang=rang, nom=nom):
                    cree = evenements[nom](dossier)
                    if nom == "created":
                        dossiers |= cree
                    self._verifier(JOUR + timedelta(days=hasard.randrange(0, 120)) if rang % 3 else JOUR)

    def test_chaque_evenement(self):
        """None of them is a draw away: each of them once, on a case that has everything."""
        hasard = random.Random(0)
        for nom, evenement in self._evenements(hasard).items():
            dossier = self._dossier(self.service_mairie_arras)
            if nom != "deleted":
                self._ouvrir(dossier, "MSO", ("MSO-12", "MSO-18a"))
            self._echeance(dossier, JOUR - timedelta(days=4))
            with self.subTest(nom=nom):
                evenement(dossier)
                self._verifier()

    def test_recompte_de_la_nuit(self):
        """A figure that somebody damaged is put right, and it is said."""
        self._dossier(self.service_autre)
        chiffre = self.env["oilhi.tableau.chiffre"]
        chiffre._recompter()
        with self.assertNoLogs("odoo.addons.oilhi_lhi.models.tableau", "WARNING"):
            chiffre._cron_recompter()
        self.env.cr.execute("UPDATE oilhi_tableau_chiffre SET valeur = valeur + 7 WHERE code = 'ouvert'")
        with self.assertLogs("odoo.addons.oilhi_lhi.models.tableau", "WARNING") as journal:
            chiffre._cron_recompter()
        self.assertIn("ouvert", journal.output[0])
        self._verifier()

    def test_ecarts_reportes(self):
        """Adding up leaves nothing to add; what is past is one row, however many days."""
        for jours in range(5, 25):
            self._echeance(self._dossier(self.service_autre), JOUR - timedelta(days=jours))
        self.env["oilhi.tableau.chiffre"]._replier(JOUR)
        self.assertFalse(self.env["oilhi.tableau.ecart"].search_count([]))
        lignes = self.env["oilhi.tableau.chiffre"].search([
            ("service_id", "=", self.service_autre.id), ("code", "=", "retard"),
        ])
        self.assertEqual([(ligne.jour, ligne.valeur) for ligne in lignes], [(chiffres.DEBUT, 20)])
        self._verifier()

    def test_chacun_son_perimetre(self):
        """A coordinateur sees his département, a responsable his services, nobody else comes in; each
        figure is the length of the list that it opens."""
        for service in self.services:
            self._echeance(self._dossier(service), JOUR - timedelta(days=4))
            self._bouger(self._dossier(service), JOUR - timedelta(days=90))
        attendus = {
            (self.coordinateur, False): None,
            (self.coordinateur, self.service_autre.id): self.service_autre,
            (self.responsable, False): self.service_mairie_arras,
            (self.responsable, self.service_mairie_arras.id): self.service_mairie_arras,
        }
        with freeze_time(JOUR):
            for (user, choix), services in attendus.items():
                with self.subTest(user=user.login, choix=choix):
                    dossiers = self.env["oilhi.dossier"].with_user(user)
                    lu = dossiers.tableau(choix)
                    self.assertEqual(
                        {c["code"]: c["valeur"] for c in lu["chiffres"]}, self._compter(JOUR, services)
                    )
                    for chiffre in lu["chiffres"]:
                        self.assertEqual(
                            dossiers.search_count(chiffre["action"]["domain"]), chiffre["valeur"], chiffre["code"]
                        )
                    for ligne in lu["retards"]:
                        self.assertEqual(dossiers.search_count(ligne["action"]["domain"]), ligne["nombre"])
                    vus = dossiers.browse(ligne["dossier_id"] for ligne in lu["endormis"])
                    self.assertTrue(vus)
                    if services:
                        self.assertEqual(vus.service_id, services)
                        self.assertLessEqual({r["service_id"] for r in lu["retards"]}, set(services.ids))
            for user in (self.lecteur, self.agent, self.agent_autre, self.juriste):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.env["oilhi.dossier"].with_user(user).tableau()
            with self.assertRaises(AccessError):
                self.env["oilhi.dossier"].with_user(self.responsable).tableau(self.service_autre.id)

    def test_autre_departement(self):
        """The figures of a département are those of its coordinateurs."""
        societe = self.env["res.company"].create({"name": "Autre département"})
        self.coordinateur.write({"company_ids": [Command.set(societe.ids)], "company_id": societe.id})
        self._dossier(self.service_autre)
        dossiers = self.env["oilhi.dossier"].with_user(self.coordinateur).with_company(societe)
        self.assertEqual({c["valeur"] for c in dossiers.tableau()["chiffres"]}, {0})
        with self.assertRaises(AccessError):
            dossiers.tableau(self.service_autre.id)

    def test_requetes_constantes(self):
        """As many queries for one case as for twenty."""
        dossiers = self.env["oilhi.dossier"].with_user(self.coordinateur)

        def requetes():
            self.env.flush_all()
            self.env.invalidate_all()
            debut = self.env.cr.sql_log_count
            dossiers.tableau()
            return self.env.cr.sql_log_count - debut

        self._echeance(self._dossier(self.service_autre), "2020-01-01")
        self._bouger(self.env["oilhi.dossier"].search([]), "2020-01-01")
        requetes()
        peu = requetes()
        for service in self.services:
            for _n in range(10):
                self._echeance(self._dossier(service), "2020-01-01")
        self._bouger(self.env["oilhi.dossier"].search([]), "2020-01-01")
        self.assertLessEqual(requetes(), peu + 1)  # a table that was empty

    def test_tendance(self):
        """Read on the first days of a month; before the application, rebuilt from the dates."""
        mois = self.env["oilhi.tableau.mois"]
        self.env["oilhi.dossier"].search([]).write({"active": False})
        self.env.cr.execute("DELETE FROM oilhi_tableau_mois")
        retard = self._dossier(self.service_autre, date_signalement="2027-02-10")
        self._echeance(retard, "2027-03-31")
        clos = self._dossier(self.service_autre, date_signalement="2026-11-02")
        clos.classe_le = "2027-04-15"
        leve = self._dossier(self.service_mairie_arras, date_signalement="2027-01-05")
        self._ouvrir(leve, "MSO", ("MSO-12", "MSO-18a"))
        for code, jour in (("MSO-12", "2027-02-03"), ("MSO-18a", "2027-05-20")):
            leve.etape_ids.filtered(lambda e, code=code: e.code == code).write({"etat": "faite", "date": jour})
        mois._completer(JOUR)
        lus = {code: {fin: valeur for fin, valeur, _r in points}
               for code, points in mois._lire(JOUR, self.company.ids).items()}
        fin = {1: date(2027, 1, 31), 2: date(2027, 2, 28), 3: date(2027, 3, 31), 4: date(2027, 4, 30),
               5: date(2027, 5, 31), 12: date(2026, 12, 31)}
        self.assertEqual({m: lus["ouvert"][j] for m, j in fin.items()}, {12: 1, 1: 2, 2: 3, 3: 3, 4: 2, 5: 2})
        # Due on the last of March, late the morning after.
        self.assertEqual({m: lus["retard"][j] for m, j in fin.items()}, {12: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1})
        self.assertEqual({m: lus["arrete"][j] for m, j in fin.items()}, {12: 0, 1: 0, 2: 1, 3: 1, 4: 1, 5: 0})
        self.assertEqual({m: lus["mainlevee"][j] for m, j in fin.items()}, {12: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 1})
        self.assertEqual([lus["urgent"], lus["endormi"]], [{}, {}])
        self.assertEqual(len(lus["ouvert"]), 12)
        du_service = {f: v for f, v, _r in mois._lire(JOUR, self.company.ids, self.service_autre.ids)["ouvert"]}
        self.assertEqual([du_service[fin[m]] for m in (12, 1, 2, 4)], [1, 1, 2, 1])
        # Two weeks later the month is over: what the dashboard shows is kept as it is.
        mois._completer(date(2027, 7, 1))
        dernier = {code: points[-1] for code, points in mois._lire(date(2027, 7, 1), self.company.ids).items()}
        attendu = self.env["oilhi.tableau.chiffre"]._lire(date(2027, 7, 1), self.company.ids)
        self.assertEqual(dernier, {code: (date(2027, 6, 30), n, False) for code, n in attendu.items()})
        # Once is enough, and the words say the difference.
        mois._completer(date(2027, 7, 1))
        self._dossier(self.service_autre)
        with freeze_time("2027-07-02"):
            lu = self.env["oilhi.dossier"].with_user(self.coordinateur).tableau()
        ouverts = next(c for c in lu["chiffres"] if c["code"] == "ouvert")
        self.assertTrue(ouverts["ecart_texte"].startswith("+1 "), ouverts["ecart_texte"])
        self.assertEqual(
            [(p["valeur"], p["reconstitue"]) for p in ouverts["points"][-3:]], [(2, True), (2, False), (3, False)]
        )

    def test_champs_tenus(self):
        """What the figures are made of is not typed."""
        dossier = self._dossier_pignon()
        for champ, valeur in (("delai_legal_le", False), ("sous_arrete", True), ("mainlevee_le", "2027-01-01")):
            with self.subTest(champ=champ), self.assertRaises(AccessError):
                dossier.with_user(self.responsable).write({champ: valeur})

    def test_colonnes_comptees(self):
        """A change of any column that a figure reads is counted; of another one, nothing is written."""
        dossier, chiffre = self._dossier_pignon(), self.env["oilhi.tableau.chiffre"]
        autre = next(s for s in self.services if s != dossier.service_id)
        changements = {
            "commune_id": self.env["oilhi.commune"].search([("id", "!=", dossier.commune_id.id)], limit=1).id,
            "delai_legal_le": JOUR - timedelta(days=3), "dernier_mouvement": JOUR,
            "gravite": "4", "latitude": 48.5, "longitude": 2.25, "mainlevee_le": JOUR, "phase": "execution",
            "procedures_resume": "MSU", "service_id": autre.id, "sous_arrete": True, "urgence": True,
            "active": False,
        }
        lues = {c for i in dossier._sql_noter(SQL("SELECT FROM oilhi_dossier")) for c in declencheurs._lues(self.env, i)}
        self.assertEqual({*changements, "company_id"}, lues)
        self.env.flush_all()
        chiffre._recompter()

        def chiffres_du_jour():
            return chiffre._totaux(), chiffre._lire(JOUR, self.company.ids)

        for champ, valeur in changements.items():
            with self.subTest(champ=champ):
                avant = chiffres_du_jour()
                self.env.cr.execute(SQL(
                    "UPDATE oilhi_dossier SET %s = %s WHERE id = %s", SQL.identifier(champ), valeur, dossier.id
                ))
                apres = chiffres_du_jour()
                self.assertNotEqual(avant, apres)
                chiffre._recompter()
                self.assertEqual(apres, chiffres_du_jour())
        self.env.cr.execute("UPDATE oilhi_dossier SET name = name || ' bis', write_date = now() WHERE id = %s", [dossier.id])
        self.assertFalse(self.env["oilhi.tableau.ecart"].search_count([]))
        self.assertFalse(self.env["oilhi.carte.ecart"].search_count([]))
        self.assertFalse(self.env["oilhi.compte.dossier"].search_count([("ecart", "=", True)]))

    @mute_logger("odoo.sql_db")
    def test_desinstallation(self):
        """Nothing that counts stays behind."""
        uninstall_hook(self.env)
        self.assertFalse(self.env.execute_query(SQL(
            "SELECT 1 FROM pg_proc WHERE proname = 'oilhi_tableau_compter'"
            " UNION ALL SELECT 1 FROM pg_trigger WHERE tgname LIKE 'oilhi_tableau_%%'"
        )))
