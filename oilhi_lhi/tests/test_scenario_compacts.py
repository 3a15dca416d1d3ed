from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon

# What _verifier_interdits asks of the answers before a procedure may be opened.
IMMINENT = ("MSU", "MSU-EQ", "MSU-MAT", "INS-URG", "DSP")
# Lists of steps in the reference data, all of the same procedure.
VOISINES = ("precedent_codes", "exige_codes", "ferme_codes", "acte_codes")


@tagged("at_install", "-post_install")
class TestScenarioCompacts(OilhiScenarioCommon):
    """The procedures in a few steps, mostly to be checked by a jurist, and all of them opened."""

    def _ouvert(self, procedure, **valeurs):
        """A let flat, whose guide is contradicted in writing: it is the steps that are played."""
        dossier = self._logement({}, **valeurs)
        dossier.with_user(self.agent).ouvrir_procedure(procedure, motif="Essai.")
        return dossier

    def test_salubrite_hors_habitation(self):
        """PGS: neither astreinte nor works d’office; the time given is reasonable, never legal."""
        dossier = self._ouvert("PGS", usage="professionnel")
        self._jouer(dossier, (
            ("2027-02-01", "agent", "PGS-01", {}, {
                "phase": "contradictoire", "maintenant": ["PGS-02"], "rappels": ["PGS-02"]}),
            ("2027-02-02", "agent", "PGS-02", {"mode": "lrar", "date_reception": "2027-02-04"}, {
                "phase": "arrete", "maintenant": ["PGS-03"]}),
            ("2027-02-22", "responsable", "PGS-03", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 15, "delai_unite": "jours",
                "date_reception": "2027-02-26", "date_transmission": "2027-02-23"}, {
                "phase": "execution",
                "echeances": {"DL-P-PGS": "2027-03-15 a_venir", "DL-CL": "2027-03-09 tenue",
                              "DL-RECOURS": "2027-04-27 a_venir", "DL-LOYER-FIN": None},
                "maintenant": ["PGS-04"], "rappels": ["DL-P-PGS"]}),
            # Advised: its end puts nobody late.
            ("2027-03-16", "agent", "rien", {}, {"echeances": {"DL-P-PGS": "2027-03-15 echue"}}),
            ("2027-03-16", "agent", "PGS-04", {}, {"maintenant": ["PGS-05", "PGS-06"]}),
            ("2027-03-17", "agent", "PGS-05", {}, {
                "phase": "carence", "echeances": {"DL-P-PGS": "2027-03-15 sans_objet"}}),
            ("2027-04-02", "agent", "PGS-06", {}, {
                "procedure": {"PGS": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    def test_plomb(self):
        """The mayor reports, the préfet orders; ten days to contest (to be checked)."""
        dossier = self._ouvert("PLOMB")
        self._jouer(dossier, (
            ("2027-02-01", "agent", "PLOMB-01", {"mode": "autre"}, {
                "phase": "instruction", "maintenant": ["PLOMB-02", "PLOMB-03"],
                "rappels": ["PLOMB-02"]}),
            ("2027-02-15", "agent", "PLOMB-02", {}, {
                "phase": "arrete", "maintenant": ["PLOMB-03", "PLOMB-04", "PLOMB-06"]}),
            ("2027-03-10", "agent", "PLOMB-04", {
                "a": "Dominique", "date": "2027-03-05", "mode": "lrar",
                "date_reception": "2027-03-08"}, {
                "echeances": {"DL-PLOMB": "2027-03-18 a_venir", "DL-LOYER-FIN": None}}),
            ("2027-05-10", "agent", "PLOMB-05", {}, {
                "phase": "carence", "maintenant": ["PLOMB-03", "PLOMB-06"]}),
            ("2027-06-10", "agent", "PLOMB-06", {}, {
                "procedure": {"PLOMB": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip
        self.assertEqual(self._echeance(dossier, "DL-PLOMB").niveau_preuve, "a_verifier")

    def test_incurie(self):
        """Never by constraint first: help, then a point; RSHS may be opened beside it."""
        self._jouer(self._ouvert("INC"), (
            ("2027-02-01", "agent", "INC-01", {}, {
                "phase": "execution", "rappels": ["INC-06"],
                "maintenant": ["INC-02", "INC-03", "INC-04", "INC-05", "INC-06"]}),
            ("2027-02-15", "agent", "INC-02", {}, {"rappels": ["INC-06", "INC-07"]}),
            ("2027-02-16", "agent", "basculer RSHS", {"motif": "Accumulation."}, {
                "procedure": {"INC": "en_cours", "RSHS": "en_cours"}}),
            ("2027-09-01", "agent", "INC-07", {}, {"procedure": {"INC": "close", "RSHS": "en_cours"}}),
        ))  # fmt: skip

    def test_permis_de_louer(self):
        """A month to answer: it binds the authority, and silence is a permit (to be checked)."""
        self._jouer(self._ouvert("PLOUER"), (
            ("2027-02-01", "agent", "PLOUER-01", {}, {
                "maintenant": ["PLOUER-02", "PLOUER-04"], "rappels": ["PLOUER-02", "PLOUER-04"]}),
            ("2027-02-01", "agent", "PLOUER-02", {}, {
                "phase": "arrete", "echeances": {"DL-PLOUER": "2027-03-01 a_venir"},
                "maintenant": ["PLOUER-03", "PLOUER-04"],
                "rappels": ["DL-PLOUER", "PLOUER-03", "PLOUER-04"]}),
            ("2027-03-02", "agent", "rien", {}, {"echeances": {"DL-PLOUER": "2027-03-01 depassee"}}),
            ("2027-03-02", "responsable", "PLOUER-03", {
                "a": "Dominique", "date": "2027-02-26", "mode": "lrar",
                "date_reception": "2027-03-02"}, {
                "echeances": {"DL-PLOUER": "2027-03-01 tenue", "DL-RECOURS": "2027-05-03 a_venir"}}),
            ("2027-03-03", "agent", "PLOUER-06", {}, {
                "procedure": {"PLOUER": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    def test_location_malgre_un_refus(self):
        self._jouer(self._ouvert("PLOUER"), (
            ("2027-02-01", "agent", "PLOUER-01", {}, {}),
            ("2027-02-08", "agent", "PLOUER-04", {"mode": "lrar", "date_reception": "2027-02-10"}, {
                "phase": "carence"}),
            ("2027-03-15", "responsable", "PLOUER-05", {
                "a": "Dominique", "mode": "lrar", "montant": 5000.0, "date_reception": "2027-03-17"}, {
                "echeances": {"DL-RECOURS": "2027-05-18 a_venir"}}),
            ("2027-03-18", "agent", "PLOUER-06", {}, {"procedure": {"PLOUER": "close"}}),
        ))  # fmt: skip

    def test_division_puis_urbanisme(self):
        """What is found opens another procedure beside; neither closes the other."""
        self._jouer(self._ouvert("PDIV"), (
            ("2027-02-01", "agent", "PDIV-01", {}, {"maintenant": ["PDIV-02"]}),
            ("2027-02-02", "agent", "PDIV-02", {}, {"maintenant": ["PDIV-03", "PDIV-04"]}),
            ("2027-02-03", "agent", "basculer URB", {"motif": "Travaux sans permis."}, {
                "procedure": {"PDIV": "en_cours", "URB": "en_cours"}, "etat": {"URB-01": "faite"},
                "maintenant": ["PDIV-03", "PDIV-04", "URB-02"]}),
            ("2027-02-04", "agent", "PDIV-03", {}, {"phase": "carence"}),
            ("2027-02-05", "responsable", "URB-02", {}, {
                "maintenant": ["PDIV-04", "URB-03", "URB-04", "URB-05"]}),
            ("2027-02-05", "agent", "URB-03", {"mode": "lrar"}, {}),
            ("2027-02-08", "responsable", "URB-04", {
                "a": "Dominique", "mode": "main_propre"}, {
                "echeances": {"DL-RECOURS": "2027-04-09 a_venir"}}),
            ("2027-06-01", "agent", "URB-06", {}, {"procedure": {"PDIV": "en_cours", "URB": "close"}}),
            ("2027-06-02", "agent", "PDIV-04", {}, {
                "procedure": {"PDIV": "close", "URB": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    def test_termites(self):
        self._jouer(self._ouvert("BIO"), (
            ("2027-02-01", "agent", "BIO-01", {}, {"maintenant": ["BIO-02"], "rappels": ["BIO-02"]}),
            ("2027-02-02", "agent", "BIO-02", {}, {
                "phase": "execution", "maintenant": ["BIO-03", "BIO-04", "BIO-05"],
                "rappels": ["BIO-04", "BIO-05"]}),
            ("2027-02-15", "responsable", "BIO-03", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 3, "delai_unite": "mois",
                "date_reception": "2027-02-17"}, {
                "echeances": {"DL-RECOURS": "2027-04-19 a_venir"}}),
            ("2027-05-20", "agent", "BIO-04", {}, {"maintenant": ["BIO-05"]}),
            ("2027-06-01", "agent", "BIO-05", {}, {
                "procedure": {"BIO": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    def test_diagnostic_structurel(self):
        """The diagnosis shows no danger: it ends; shows one: MSO opens beside it."""
        self._jouer(self._ouvert("DSTR"), (
            ("2027-02-01", "agent", "DSTR-01", {}, {"maintenant": ["DSTR-02"]}),
            ("2027-02-08", "agent", "DSTR-02", {"mode": "lrar", "date_reception": "2027-02-10"}, {
                "maintenant": ["DSTR-03"], "rappels": ["DSTR-03"]}),
            ("2027-06-01", "agent", "DSTR-03", {}, {
                "phase": "execution", "maintenant": ["DSTR-04", "DSTR-05"]}),
            ("2027-06-01", "agent", "repondre", {"Q2": "interne", "Q3": ["solidite"]}, {}),
            ("2027-06-01", "agent", "basculer MSO", {"motif": "Plancher affaibli."}, {
                "procedure": {"DSTR": "en_cours", "MSO": "en_cours"},
                "maintenant": ["DSTR-04", "DSTR-05", "MSO-01"]}),
            ("2027-06-02", "agent", "DSTR-05", {}, {
                "procedure": {"DSTR": "close", "MSO": "en_cours"}, "maintenant": ["MSO-01"]}),
        ))  # fmt: skip

    # -- All of them ---------------------------------------------------------

    def _requetes(self, dossier):
        self.env.flush_all()
        self.env.invalidate_all()
        avant = self.cr.sql_log_count
        dossier.with_user(self.agent).parcours()
        return self.cr.sql_log_count - avant

    def test_chaque_procedure_s_ouvre(self):
        """On a fresh case, by an agent: steps that exist, one to do now, one price to read them."""
        reference = self.env["oilhi.etape"].with_user(self.agent).search([])
        connus = set(reference.mapped("code"))
        delais = set(self.env["oilhi.delai"]._versions())
        procedures = self.env["oilhi.procedure"].with_user(self.agent).search([])
        avec_parcours = procedures.filtered(lambda p: p._etapes())
        self.assertEqual(avec_parcours, procedures, "every procedure can be followed")
        ouverts = {}
        for rang, procedure in enumerate(avec_parcours):
            with self.subTest(procedure=procedure.code):
                dossier = self._dossier_pignon(
                    usage="habitation",
                    batiment_id=self._batiment(f"{rang} rue de Toutes", protection="non").id,
                )
                dossier.with_user(self.agent).qualifier({
                    "Q1": "oui" if procedure.code in IMMINENT else "non", "Q2": "interne",
                    "Q4": "non",
                })
                reponse = dossier.with_user(self.agent).ouvrir_procedure(
                    procedure.code, motif="Essai."
                )
                ouverts[procedure.code] = dossier
                etapes = dossier.etape_ids
                self.assertEqual(etapes.etape_id, procedure._etapes().with_user(self.env.user))
                self.assertEqual({e["code"] for e in reponse["etapes"]}, set(etapes.mapped("code")))
                self.assertTrue(etapes.filtered("courante"), "nothing to do now")
                self.assertFalse(etapes.filtered(lambda e: e.etat == "faite"))
                siens = set(etapes.mapped("code"))
                for etape in etapes:
                    for champ in VOISINES:
                        self.assertLessEqual(set(etape._codes(champ)), siens, etape.code)
                    self.assertLessEqual(set(etape._codes("reprise_codes")), connus, etape.code)
                    for champ in ("delai_codes", "garde_codes", "tient_codes", "manque_codes"):
                        self.assertLessEqual(set(etape._codes(champ)), delais, etape.code)
                (lu,) = dossier.with_user(self.agent).parcours()["procedures"]
                self.assertIn("maintenant", {e["rang"] for e in lu["etapes"]})
        self._requetes(ouverts["MSO"])  # caches of access rights and translations
        voulues = self._requetes(ouverts["MSO"])
        for code, dossier in ouverts.items():
            self._requetes(dossier)  # names of the types of partners of its steps
            with self.subTest(procedure=code, voulues=voulues):
                # Fewer where no step looks at the police of the commune or at the persons held.
                requetes = self._requetes(dossier)
                self.assertLessEqual(requetes, voulues + 2)
                self.assertGreaterEqual(requetes, voulues - 6)
