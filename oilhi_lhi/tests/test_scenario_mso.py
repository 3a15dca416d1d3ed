from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon, communiquer

# The instruction, day by day; the report is done when the letter can leave.
INSTRUCTION = (
    ("2027-01-05", "agent", "MSO-01", {}, {
        "phase": "instruction", "maintenant": ["MSO-02"], "rappels": ["MSO-02", "DL-P-AR"],
        "echeances": {"DL-P-AR": "2027-01-07 proche"}}),
    ("2027-01-05", "agent", "recu D-COM-01", {"date": "2027-01-05"}, {
        "rappels": ["MSO-02"], "echeances": {"DL-P-AR": "2027-01-07 tenue"}}),
    ("2027-01-05", "agent", "MSO-02", {}, {"maintenant": ["MSO-03", "MSO-04"]}),
    ("2027-01-05", "agent", "MSO-03", {}, {"maintenant": ["MSO-04"]}),
    ("2027-01-06", "agent", "MSO-04", {"heure": "22:15"}, {
        "refus": "entre 6\u00a0heures et 21\u00a0heures|entre 6 heures et 21 heures"}),
    ("2027-01-06", "agent", "MSO-04", {"heure": "10:00"}, {"maintenant": ["MSO-05"]}),
    ("2027-01-07", "agent", "MSO-05", {}, {"maintenant": ["MSO-06"]}),
    ("2027-01-07", "agent", "MSO-06", {}, {
        "phase": "contradictoire", "maintenant": ["MSO-08", "MSO-09"],
        "ecartees": ["MSO-07", "MSO-15", "MSO-20b", "MSO-24b"]}),
)  # fmt: skip
# Letter, a month, observations, order, notification, control (T1: received on 12/01/2027).
JUSQU_A_L_ECHEANCE = (
    ("2027-01-08", "agent", "MSO-08", {"mode": "lrar"}, {
        "echeances": {"DL-CONTR-MS": "sans date a_venir", "DL-OCCUP": "2027-01-08 aujourdhui"},
        "maintenant": ["MSO-09", "MSO-10"]}),
    ("2027-01-08", "agent", "MSO-09", {"mode": "main_propre"}, {
        "echeances": {"DL-OCCUP": "2027-01-08 tenue"}}),
    ("2027-01-15", "agent", "MSO-12", {}, {"refus": "Preuve manquante"}),
    ("2027-01-15", "agent", "MSO-08", {"date": "2027-01-08", "date_reception": "2027-01-12"}, {
        "echeances": {"DL-CONTR-MS": "2027-02-12 a_venir"},
        "rappels": ["DL-CONTR-MS", "MSO-10"]}),
    ("2027-02-01", "agent", "MSO-10", {"observations": "aucune"}, {
        "maintenant": ["MSO-12"], "rappels": ["DL-CONTR-MS", "MSO-12"]}),
    ("2027-02-02", "agent", "mesure", {"delai_nombre": 15, "delai_unite": "jours"}, {
        "refus": "R. 511-6"}),
    ("2027-02-02", "agent", "mesure", {"delai_nombre": 2, "delai_unite": "mois"}, {}),
    ("2027-02-12", "responsable", "MSO-12", {}, {
        "refus": "Trop tôt", "echeances": {"DL-CONTR-MS": "2027-02-12 aujourdhui"}}),
    ("2027-02-15", "responsable", "MSO-12", {}, {
        "phase": "arrete", "maintenant": ["MSO-13", "MSO-15"],
        "echeances": {"DL-CONTR-MS": "2027-02-12 tenue", "DL-CL": "2027-03-02 a_venir",
                      "DL-RETRAIT": "2027-06-15 a_venir"},
        "rappels": ["DL-CL", "MSO-13", "MSO-15"]}),
    ("2027-02-15", "agent", "MSO-13", {"date": "2027-02-16", "mode": "affichage"}, {
        "refus": "adresse de .* est connue"}),
    ("2027-02-16", "agent", "MSO-13", {"mode": "lrar", "date_transmission": "2027-02-16"}, {
        "echeances": {"DL-CL": "2027-03-02 tenue", "DL-EXEC-MS": "sans date a_venir",
                      "DL-LOYER-FIN": "2027-03-01 a_venir"}}),
    ("2027-02-20", "agent", "MSO-13", {
        "date": "2027-02-16", "date_reception": "2027-02-18", "preuve": True}, {
        "phase": "arrete", "maintenant": ["MSO-14", "MSO-16", "MSO-15"],
        "echeances": {"DL-EXEC-MS": "2027-04-19 a_venir", "DL-RECOURS": "2027-04-19 a_venir"}}),
    ("2027-02-20", "agent", "MSO-14", {}, {"phase": "execution"}),
    ("2027-04-15", "agent", "rien", {}, {
        "echeances": {"DL-EXEC-MS": "2027-04-19 proche", "DL-RECOURS": "2027-04-19 proche"}}),
)  # fmt: skip


@tagged("at_install", "-post_install")
class TestScenarioMso(OilhiScenarioCommon):
    """The ordinary procedure, from the report to its end: works done, works not done."""

    def test_travaux_faits(self):
        dossier = self._maison()
        self._jouer(dossier, INSTRUCTION + JUSQU_A_L_ECHEANCE + (
            ("2027-04-16", "agent", "MSO-16", {}, {
                "maintenant": ["MSO-17a", "MSO-17b", "MSO-15"]}),
            ("2027-04-16", "agent", "MSO-17b", {}, {"refus": "Trop tôt"}),
            ("2027-04-16", "agent", "MSO-18a", {}, {"refus": "MSO-17a"}),
            ("2027-04-16", "agent", "MSO-17a", {}, {
                "maintenant": ["MSO-18a", "MSO-15"],
                "etat": {"MSO-17b": "ecartee", "MSO-18b": "ecartee", "MSO-19b": "ecartee"},
                "echeances": {"DL-EXEC-MS": "2027-04-19 tenue"}}),
            ("2027-04-20", "responsable", "MSO-18a", {
                "mode": "lrar", "date_reception": "2027-04-22", "date_transmission": "2027-04-20"}, {
                "procedure": {"MSO": "en_cours"},
                "echeances": {"DL-LOYER-REP": "2027-05-01 a_venir",
                              "DL-CL": ["2027-03-02 tenue", "2027-05-05 tenue"]}}),
            # R. 511-7: the order, then its lifting, are communicated
            ("2027-04-21", "agent", "recu D-PART-01", {"date": "2027-04-21"}, {}),
            ("2027-04-21", "agent", "recu D-PART-02", {"date": "2027-04-21"}, {}),
            ("2027-04-21", "agent", "recu D-PART-06", {"date": "2027-04-21"}, {
                "procedure": {"MSO": "close"}, "phase": "clos", "maintenant": [], "rappels": [],
                "urgence": False}),
        ))  # fmt: skip

    def test_travaux_non_faits(self):
        """Failure, astreinte, execution d’office that ends it, money asked back."""
        dossier = self._maison()
        self._jouer(dossier, INSTRUCTION + JUSQU_A_L_ECHEANCE + (
            ("2027-04-20", "agent", "rien", {}, {
                "echeances": {"DL-EXEC-MS": "2027-04-19 depassee"}, "phase": "execution"}),
            ("2027-04-20", "agent", "MSO-16", {}, {"maintenant": ["MSO-17a", "MSO-17b", "MSO-15"]}),
            ("2027-04-20", "agent", "MSO-18b", {"montant": 100.0}, {"refus": "MSO-17b"}),
            ("2027-04-20", "agent", "MSO-17b", {}, {
                "phase": "carence", "echeances": {"DL-EXEC-MS": "2027-04-19 sans_objet"},
                "maintenant": ["MSO-18b", "MSO-19b", "MSO-17a", "MSO-15"]}),
            ("2027-05-03", "responsable", "MSO-18b", {"montant": 1200.0, "mode": "lrar"}, {
                "refus": "1\u00a0000"}),
            ("2027-05-03", "responsable", "MSO-18b", {
                "montant": 200.0, "mode": "lrar", "date_reception": "2027-05-05",
                "date_transmission": "2027-05-03"}, {"phase": "carence"}),
            ("2027-07-01", "responsable", "MSO-19b", {
                "mode": "signification"}, {"phase": "carence"}),
            ("2027-07-02", "responsable", "MSO-18b", {"montant": 300.0}, {
                "refus": "L. 511-15 III"}),
            ("2027-09-01", "agent", "MSO-17a", {}, {
                "maintenant": ["MSO-18a", "MSO-21b", "MSO-15"]}),
            # The order is lifted, the debt is not: the money cannot be forgotten with the case.
            ("2027-09-10", "responsable", "MSO-18a", {
                "mode": "lrar", "date_reception": "2027-09-14",
                "date_transmission": "2027-09-10"}, {}),
            *communiquer("2027-09-13"),
            ("2027-09-20", "agent", "rien", {}, {
                "procedure": {"MSO": "en_cours"}, "etat": {"MSO-21b": "a_faire"}}),
            ("2027-10-04", "agent", "MSO-21b", {"montant": 13500.0}, {
                "procedure": {"MSO": "close"}, "phase": "clos"}),
        ))  # fmt: skip

    def test_annuler_et_corriger(self):
        """A mistake of date: the former date stays, with who and why; undoing is the responsable’s."""
        dossier = self._maison()
        self._jouer(dossier, INSTRUCTION + JUSQU_A_L_ECHEANCE[:5] + (
            ("2027-01-20", "agent", "MSO-08", {
                "date": "2027-01-08", "date_reception": "2027-01-29",
                "motif": "Mauvaise lecture de l’avis."}, {
                "echeances": {"DL-CONTR-MS": "2027-03-01 a_venir"}}),
        ))  # fmt: skip
        (ancienne,) = self._echeance(dossier, "DL-CONTR-MS").historique_ids
        self.assertEqual(str(ancienne.date), "2027-02-12")
        self.assertEqual(ancienne.motif, "Mauvaise lecture de l’avis.")
        self.assertEqual(ancienne.user_id, self.agent)
        self._jouer(dossier, (
            ("2027-01-21", "responsable", "annuler MSO-08", {"motif": "Lettre jamais partie."}, {
                "echeances": {"DL-CONTR-MS": None}, "etat": {"MSO-08": "a_faire"}}),
        ))  # fmt: skip
