import json
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oilhi_lhi.models import oilhi_dossier_a_faire_lecture as lecture

from .parcours_common import OilhiParcoursCommon

JOUR = "2027-01-12"  # a Tuesday


class OilhiSemaineCommon(OilhiParcoursCommon):
    """A case whose order is signed and not transmitted: a legal deadline runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.delai = cls.env["oilhi.delai"].search([("code", "=", "DL-CL")])
        cls.dossier = cls._maison().with_env(cls.env)

    @classmethod
    def _dater(cls, date, dossier=None, **valeurs):
        """A deadline of the case, as the parcours would store it."""
        dossier = dossier or cls.dossier
        return cls.env["oilhi.dossier.echeance"].create({
            "dossier_id": dossier.id, "delai_id": cls.delai.id, "date": date, "nature": "butoir",
            "retard_possible": True, "niveau_preuve": "confirme", **valeurs,
        })

    @classmethod
    def _sans_rappel(cls, dossiers=None):
        """Their steps are for later: only the deadlines of the test count."""
        dossiers = dossiers or cls.dossier
        dossiers.etape_ids.filtered("courante").date_rappel = "2030-01-01"
        return dossiers

    @classmethod
    def _lire(cls, user=None, perimetre="moi", service=None):
        dossiers = cls.env["oilhi.dossier"].with_user(user or cls.agent)
        cls.env.flush_all()
        cls.env.invalidate_all()
        return dossiers.a_faire(perimetre, service and service.id)

    @classmethod
    def _section(cls, lu, code):
        return next(section for section in lu["sections"] if section["code"] == code)

    @classmethod
    def _echeances_de(cls, lu, code):
        return [
            ligne for ligne in cls._section(lu, code)["lignes"] if ligne["source"] == "echeance"
        ]


@freeze_time(f"{JOUR} 09:00:00")
@tagged("at_install", "-post_install")
class TestAFaire(OilhiSemaineCommon):
    def test_chaque_chose_a_sa_place(self):
        """By the day: late, today, until Sunday, next week, afterwards."""
        jours = {
            "retard": "2027-01-11", "aujourdhui": "2027-01-12", "semaine": "2027-01-17",
            "prochaine": "2027-01-24",
        }
        for jour in (*jours.values(), "2027-01-25"):
            self._dater(jour)
        lu = self._lire()
        self.assertEqual(
            [section["code"] for section in lu["sections"]],
            ["retard", "aujourdhui", "semaine", "prochaine", "bloques", "preuves", "inactifs"],
        )
        for code, jour in jours.items():
            self.assertEqual([e["date"] for e in self._echeances_de(lu, code)], [jour], code)
        self.assertEqual([e["date"] for e in lu["ensuite"]], ["2027-01-25"])
        ligne = self._echeances_de(lu, "retard")[0]
        self.assertEqual(ligne["reference"], self.dossier.reference)
        self.assertEqual(ligne["commune"], "Arras")
        self.assertEqual(ligne["quoi"], self.delai.name)
        self.assertEqual(ligne["quand"], "Dépassée depuis le 11/01/2027 (hier)")
        self.assertEqual(ligne["qui"], "Vous")
        self.assertEqual((ligne["ton"], ligne["icone"]), ("danger", "fa-exclamation-triangle"))
        self.assertEqual(self._echeances_de(lu, "semaine")[0]["quand"], "Au plus tard dimanche 17/01/2027")
        json.dumps(lu)

    def test_ce_qui_n_est_plus_a_faire(self):
        """Kept, without object, archived, or a right that has simply ended: silence."""
        self._dater("2027-01-11", tenue_le="2027-01-10")
        self._dater("2027-01-11", sans_objet=True)
        self._dater("2027-01-11", retard_possible=False, nature="minimum")
        self._dater("2027-01-14", retard_possible=False, nature="date")
        lu = self._lire()
        self.assertFalse(self._echeances_de(lu, "retard") + self._echeances_de(lu, "semaine"))
        en_cours = self._dater("2027-01-14", retard_possible=False, nature="minimum",
                               dossier_etape_id=self.dossier._etape("MSO-08").id)
        lignes = self._echeances_de(self._lire(), "semaine")
        self.assertEqual([ligne["quand"] for ligne in lignes], ["Se termine jeudi 14/01/2027"])
        en_cours.dossier_etape_id.dossier_procedure_id.etat = "abandonnee"
        self.assertFalse(self._echeances_de(self._lire(), "semaine"))
        self._dater("2027-01-11")
        self.assertTrue(self._echeances_de(self._lire(), "retard"))
        self.dossier.active = False
        self.assertFalse(self._echeances_de(self._lire(), "retard"))

    def test_etapes_courantes(self):
        """The steps to do now, in the words of the law data, at the date of their reminder."""
        etape = self.dossier._etape("MSO-01")
        self.assertTrue(etape.courante)
        for jour, code, quand in (
            ("2027-01-08", "retard", "À faire depuis le 08/01/2027 (il y a 4 jours)"),
            ("2027-01-12", "aujourdhui", "À faire aujourd’hui"),
            ("2027-01-19", "prochaine", "À faire d’ici mardi 19/01/2027"),
        ):
            etape.date_rappel = jour
            [ligne] = self._section(self._lire(), code)["lignes"]
            self.assertEqual((ligne["quoi"], ligne["quand"]), (etape.etape_id.name, quand))
        self._faire(self.dossier, "MSO-01", "2027-01-12")
        quoi = [
            ligne["quoi"] for section in self._lire()["sections"] for ligne in section["lignes"]
        ]
        self.assertNotIn(etape.etape_id.name, quoi)
        self.assertIn(self.dossier._etape("MSO-02").etape_id.name, quoi)

    def test_la_loi_d_abord(self):
        """Among what is late, a legal deadline comes before older advice and older reminders."""
        self.dossier._etape("MSO-01").date_rappel = "2026-12-01"
        self._dater("2026-12-02", niveau_preuve="pratique")
        self._dater("2027-01-11")
        lignes = self._section(self._lire(), "retard")["lignes"]
        self.assertEqual(
            [(ligne["source"], ligne["date"]) for ligne in lignes],
            [("echeance", "2027-01-11"), ("etape", "2026-12-01"), ("echeance", "2026-12-02")],
        )

    def test_conseil_et_a_verifier(self):
        """Advice is never called a deadline; what must be checked says so."""
        self._dater("2027-01-13", niveau_preuve="pratique")
        self._dater("2027-01-14", niveau_preuve="a_verifier")
        conseil, douteux = self._echeances_de(self._lire(), "semaine")
        self.assertEqual(
            (conseil["genre"], conseil["niveau_texte"]),
            ("Délai conseillé", "Conseillé, aucun texte ne l’impose"),
        )
        self.assertEqual((douteux["genre"], douteux["niveau_texte"]), ("Échéance", "À vérifier"))

    def test_une_ligne_pour_plusieurs_destinataires(self):
        for personne in self.dossier.personne_ids:
            self._dater("2027-01-13", destinataire_id=personne.id)
        section = self._section(self._lire(), "semaine")
        self.assertEqual((section["nombre"], len(section["lignes"])), (1, 1))
        self.assertEqual(section["lignes"][0]["precision"], "2 destinataires ou mesures")

    def test_preuves_attendues(self):
        """A registered letter waits for its receipt, until it is noted."""
        self._instruire(self.dossier)
        self._lettre(self.dossier, reception=None)
        [ligne] = self._section(self._lire(), "preuves")["lignes"]
        self.assertIn(self.dossier._etape("MSO-08").etape_id.name, ligne["quoi"])
        self.assertEqual(ligne["quand"], "Envoyée le 08/01/2027 (il y a 4 jours)")
        self.assertEqual(ligne["precision"], "Monsieur Dominique Exemple")
        self._lettre(self.dossier, reception="2027-01-11")
        self.assertFalse(self._section(self._lire(), "preuves")["lignes"])

    def test_sans_activite(self):
        """An open case without a procedure would be recalled by nothing else."""
        with freeze_time("2026-11-01 09:00:00"):
            oublie = self._dossier_pignon().with_env(self.env)
            annote = self._dossier_pignon().with_env(self.env)
            self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oilhi_dossier SET write_date = '2026-11-01' WHERE id = ANY(%s)",
            ((oublie | annote | self.dossier).ids,),
        )
        self.env.cr.execute(
            "UPDATE mail_message SET date = '2026-11-01' WHERE model = 'oilhi.dossier' "
            "AND res_id = ANY(%s)", ((oublie | annote).ids,),
        )
        with freeze_time("2026-12-20 09:00:00"):
            annote.message_post(body="Le propriétaire a téléphoné.")
        lignes = self._section(self._lire(), "inactifs")["lignes"]
        self.assertEqual([ligne["dossier_id"] for ligne in lignes], oublie.ids)
        self.assertEqual(lignes[0]["quand"], "Rien depuis le 01/11/2026 (il y a 72 jours)")

    # -- Whose ---------------------------------------------------------------

    def test_perimetres(self):
        """Mine, my service, the département: each sees what he is allowed to, no more."""
        self._dater("2027-01-11")
        autre = self._maison(user=self.agent_autre).with_env(self.env)
        self._dater("2027-01-11", autre)

        def dossiers(user, perimetre="moi", service=None):
            lu = self._lire(user, perimetre, service)
            return {ligne["dossier_id"] for ligne in self._echeances_de(lu, "retard")}

        mien, sien = {self.dossier.id}, {autre.id}
        self.assertEqual(dossiers(self.agent), mien)
        self.assertEqual(dossiers(self.agent_autre), sien)
        self.assertEqual(dossiers(self.responsable), set())
        self.assertEqual(dossiers(self.lecteur), set())
        for user in (self.agent, self.responsable, self.lecteur):
            self.assertEqual(dossiers(user, "service"), mien)
            with self.assertRaises(AccessError):
                dossiers(user, "service", self.service_autre)
            with self.assertRaises(AccessError):
                dossiers(user, "departement")
        self.assertEqual(dossiers(self.coordinateur, "departement"), mien | sien)
        self.assertEqual(dossiers(self.coordinateur, "service", self.service_autre), sien)
        with self.assertRaises(UserError):
            dossiers(self.coordinateur, "service")
        with self.assertRaises(UserError):
            dossiers(self.agent, "region")
        with self.assertRaises(AccessError):
            dossiers(self.juriste)

    def test_service_dont_je_suis_parti(self):
        """The right withdrawn, the page forgets the case at once, even followed by me."""
        self._dater("2027-01-11")
        self.service_mairie_arras.user_ids -= self.agent
        self.assertFalse(self._echeances_de(self._lire(), "retard"))
        self.assertTrue(self._echeances_de(self._lire(self.responsable), "retard"))

    def test_je_remplace(self):
        """The substitute reads the cases of the absent as his own, and whose they are."""
        self._dater("2027-01-11")
        self.env["oilhi.absence"].create({
            "user_id": self.agent.id, "remplacant_id": self.responsable.id,
            "date_debut": JOUR, "date_fin": JOUR,
        })
        [ligne] = self._echeances_de(self._lire(self.responsable), "retard")
        self.assertEqual(ligne["qui"], f"Vous, pour {self.agent.name}")
        [ligne] = self._echeances_de(self._lire(self.agent), "retard")
        self.assertEqual(ligne["qui"], f"{self.responsable.name}, pour {self.agent.name}")

    def test_rien_a_faire(self):
        """Nothing: how many cases are followed, and what comes next."""
        dossier = self._dossier_pignon(user=self.agent_autre).with_env(self.env)
        self._dater("2027-03-01", dossier)
        lu = self._lire(self.agent_autre)
        self.assertFalse(any(section["nombre"] for section in lu["sections"]))
        self.assertEqual(lu["dossiers"], 1)
        self.assertEqual([ligne["quand"] for ligne in lu["ensuite"]], ["Au plus tard lundi 01/03/2027"])
        self.assertIsNone(self._lire()["dossiers"])

    # -- Volume --------------------------------------------------------------

    def test_borne_et_compte(self):
        """Never more than the limit, and how many there are in truth."""
        for n in range(7):
            self._dater(f"2027-01-0{n + 1}")
        with patch.object(lecture, "LIGNES", 3), patch.object(lecture, "PLAFOND", 5):
            section = self._section(self._lire(), "retard")
        self.assertEqual([ligne["date"] for ligne in section["lignes"]],
                         ["2027-01-01", "2027-01-02", "2027-01-03"])
        self.assertEqual((section["nombre"], section["plus"]), (5, True))
        with patch.object(lecture, "LIGNES", 3):
            section = self._section(self._lire(), "retard")
        self.assertEqual((section["nombre"], section["plus"]), (7, False))

    def test_listes_completes(self):
        """Each button opens the list of what the section counts, with the rights of the user."""
        for n in range(4):
            self._dater(f"2027-01-0{n + 1}")
        self.dossier._etape("MSO-01").date_rappel = "2027-01-08"
        for user, perimetre in (
            (self.agent, "moi"), (self.agent, "service"), (self.coordinateur, "departement"),
        ):
            section = self._section(self._lire(user, perimetre), "retard")
            nombres = {}
            for suite in section["suites"]:
                action = json.loads(json.dumps(suite["action"]))
                nombres[suite["source"]] = (
                    self.env[action["res_model"]].with_user(user).search_count(action["domain"])
                )
            self.assertEqual(nombres, {"echeance": 4, "etape": 1})

    def test_autant_de_requetes(self):
        """As many queries for twenty-five cases late, awaiting, followed by two people, as for five."""
        self._dater("2027-01-11")
        self._instruire(self.dossier)
        self._lettre(self.dossier, reception=None)

        def requetes(perimetre):
            self._lire(perimetre=perimetre)
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            lu = self.env["oilhi.dossier"].with_user(self.agent).a_faire(perimetre)
            return self.env.cr.sql_log_count - avant, sum(
                len(section["lignes"]) for section in lu["sections"]
            )

        users = [self.agent, self.responsable]

        def multiplier(fois):
            for n in range(fois):
                dossier = self._dossier_pignon(user=users[n % 2]).with_env(self.env)
                self._ouvrir(dossier, "MSO", ("MSO-08",))
                etape = dossier.etape_ids
                etape.write({"courante": True, "date_rappel": "2027-01-10"})
                self._dater("2027-01-11", dossier, dossier_etape_id=etape.id)
                self.env["oilhi.dossier.fait"].create({
                    "dossier_id": dossier.id, "dossier_etape_id": etape.id, "code": "MSO-08",
                    "date": "2027-01-04", "mode": "lrar",
                    "destinataire_id": dossier.personne_ids[0].id,
                })

        multiplier(4)
        avant = {perimetre: requetes(perimetre) for perimetre in ("moi", "service")}
        multiplier(20)
        for perimetre, (nombre, lignes) in avant.items():
            apres = requetes(perimetre)
            self.assertGreater(apres[1], lignes + 20)
            self.assertLessEqual(apres[0], nombre, perimetre)
        self.assertLessEqual(max(nombre for nombre, _lignes in avant.values()), 26)
