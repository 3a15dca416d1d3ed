import json
import tempfile
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..cas.jeu import jouer

CAS = Path(__file__).resolve().parents[2] / "data" / "cas"


@tagged("post_install", "-at_install")
class TestCas(TransactionCase):
    """The cases shipped, played as an agent: the system only prepares service and users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, oilhi_sans_pdf=True))

    def _jouer(self, nom):
        chemin = CAS / f"{nom}.json"
        if not chemin.exists():
            self.skipTest("data/cas n’est pas livré avec l’addon seul")
        dossier_sortie = tempfile.TemporaryDirectory()
        self.addCleanup(dossier_sortie.cleanup)
        sortie = Path(dossier_sortie.name)
        self.assertEqual(jouer(self.env, chemin, sortie), 0)
        resultat = json.loads((sortie / "resultat.json").read_text(encoding="utf-8"))
        for document in resultat["documents"]:
            self.assertEqual(document["manquants"], [], document["code"])
            self.assertTrue((sortie / document["docx"]).read_bytes().startswith(b"PK"))
        dossier = self.env["oilhi.dossier"].search([("reference", "=", resultat["dossier"])])
        self.assertNotEqual(dossier.create_uid, self.env.user)  # never the superuser
        self.assertTrue(dossier.create_uid.has_group("oilhi_partenaires.group_agent"))
        return resultat

    def _codes(self, liste):
        return [element["code"] for element in liste]

    def _etapes(self, resultat, code):
        procedure = next(p for p in resultat["procedures"] if p["code"] == code)
        return {e["code"]: (e["etat"], e["date"]) for e in procedure["etapes"]}

    def test_chaque_cas_a_un_test(self):
        self.assertEqual(
            {c.stem for c in CAS.glob("*.json")},
            {n.removeprefix("test_cas_") for n in dir(self) if n.startswith("test_cas_")},
        )

    def test_cas_pignon_arras(self):
        resultat = self._jouer("pignon_arras")
        qualification = resultat["qualification"]
        self.assertEqual(self._codes(qualification["procedures"])[0], "MSO")
        self.assertLessEqual({"MSU", "PGI"}, set(self._codes(qualification["ecartees"])))
        for ecartee in qualification["ecartees"]:
            self.assertTrue(ecartee["motifs"])
        (observations,) = [e for e in resultat["echeances"] if e["code"] == "DL-CONTR-MS"]
        self.assertEqual(observations["depart"], "2027-01-12")
        self.assertEqual(observations["date"], "2027-02-12")
        self.assertEqual(observations["au_plus_tot"], "2027-02-13")
        (refus,) = resultat["refus"]
        self.assertIn("R. 511-6", refus["base"] + refus["message"])
        self.assertIn("rive du toit", refus["quoi"])
        self.assertEqual(self._codes(resultat["documents"]), ["D-MSO-03", "D-MSO-10"])

    def test_cas_mur_indivision(self):
        resultat = self._jouer("mur_indivision")
        (refus,) = resultat["refus"]  # posting refused while the address is known
        self.assertIn("L. 511-12", refus["message"])
        self.assertEqual(
            sorted(self._codes(resultat["documents"])), ["D-MSO-05", "D-MSO-05", "D-MSO-10"]
        )
        self.assertEqual(self._etapes(resultat, "MSO")["MSO-12"], ("faite", "2027-04-12"))

    def test_cas_mainlevee_complete(self):
        resultat = self._jouer("mainlevee_complete")
        self.assertEqual(resultat["refus"], [])
        etapes = self._etapes(resultat, "MSO")
        self.assertEqual(etapes["MSO-12"], ("faite", "2027-02-15"))
        self.assertEqual(etapes["MSO-18a"], ("faite", "2027-05-06"))
        loyers = [e for e in resultat["echeances"] if e["code"] == "DL-LOYER-REP"]
        self.assertTrue(loyers)
        dossier = self.env["oilhi.dossier"].search([("reference", "=", resultat["dossier"])])
        arrete = dossier.document_ids.filtered(lambda d: d.code == "D-MSO-10")
        self.assertEqual(arrete.state, "leve")

    def test_cas_interdiction_temporaire(self):
        """A visit at 22:30 and a signature during the period are refused, then corrected."""
        resultat = self._jouer("interdiction_temporaire")
        visite, signature = resultat["refus"]
        self.assertIn("MSO-04", visite["quoi"])
        self.assertIn("MSO-12", signature["quoi"])
        self.assertIn("23 février 2027", signature["message"])
        etapes = self._etapes(resultat, "MSO")
        self.assertEqual(etapes["MSO-12"], ("faite", "2027-02-23"))
        # L. 521-2: the rent stops on the first day of the month after the sending.
        (loyer,) = {
            (e["code"], e["date"]) for e in resultat["echeances"] if e["code"] == "DL-LOYER-FIN"
        }
        self.assertEqual(loyer[1], "2027-03-01")

    def test_cas_escalier_copropriete(self):
        """One month to the syndic is refused; the act waits for the end of two months."""
        resultat = self._jouer("escalier_copropriete")
        self.assertEqual(len(resultat["refus"]), 2)
        self.assertIn("R. 511-10", resultat["refus"][0]["message"])
        self.assertIn("MSO-12 du 2027-03-30", resultat["refus"][1]["quoi"])
        (observations,) = [e for e in resultat["echeances"] if e["code"] == "DL-CONTR-COPRO"]
        self.assertEqual(observations["au_plus_tot"], "2027-03-31")
        self.assertEqual(self._etapes(resultat, "MSO")["MSO-12"], ("faite", "2027-03-31"))

    def test_cas_balcon_epci(self):
        """The president of the EPCI signs, in the register of the EPCI."""
        resultat = self._jouer("balcon_epci")
        self.assertEqual(resultat["refus"], [])
        dossier = self.env["oilhi.dossier"].search([("reference", "=", resultat["dossier"])])
        arrete = dossier.document_ids.filtered(lambda d: d.code == "D-MSO-10")
        self.assertEqual(arrete.signataire_id.type, "president_epci")
        self.assertEqual(arrete.service_id.type, "epci")

    def test_cas_cheminee_urgente(self):
        """Without adversarial stage, and hours counted from the delivery."""
        resultat = self._jouer("cheminee_urgente")
        self.assertEqual(resultat["refus"], [])
        self.assertEqual(self._codes(resultat["documents"]), ["D-MSU-04"])
        self.assertEqual(self._codes(resultat["qualification"]["procedures"])[0], "MSU")
        self.assertIn("DL-EXEC-MSU", self._codes(resultat["echeances"]))

    def test_cas_eboulement_exterieur(self):
        """The cause lies outside the building: general police, the urgent procedure refused."""
        resultat = self._jouer("eboulement_exterieur")
        self.assertEqual(self._codes(resultat["procedures"]), ["PGI"])
        (refus,) = resultat["refus"]
        self.assertIn("MSU", refus["quoi"])
        self.assertEqual(self._etapes(resultat, "PGI")["PGI-03"], ("faite", "2027-01-15"))

    def test_refuse_sans_rien_creer(self):
        nombre = self.env["oilhi.dossier"].search_count([])
        with tempfile.TemporaryDirectory() as sortie:
            chemin = Path(sortie) / "faux.json"
            chemin.write_text('{"commune": "62041",\n"date": "hier", "adresse": "1 rue"}')
            self.assertEqual(jouer(self.env, chemin, sortie), 1)
            chemin.write_text('{"commune": "99999", "date": "2027-01-05", "adresse": "1 rue"}')
            self.assertEqual(jouer(self.env, chemin, sortie), 1)
            self.assertFalse((Path(sortie) / "resultat.json").exists())
        self.assertEqual(self.env["oilhi.dossier"].search_count([]), nombre)
