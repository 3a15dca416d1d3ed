from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon

# A Saturday: the wall leans, the order is served within the day (48 hours).
JUSQU_A_LA_NOTIFICATION = (
    ("2027-03-06", "agent", "MSU-01", {"heure": "09:15"}, {
        "phase": "instruction", "urgence": True, "maintenant": ["MSU-02"]}),
    ("2027-03-06", "agent", "MSU-02", {"heure": "05:30"}, {"refus": "L. 511-7"}),
    ("2027-03-06", "agent", "MSU-02", {"heure": "10:00"}, {
        "maintenant": ["MSU-03", "MSU-05"], "rappels": ["MSU-05"]}),
    ("2027-03-06", "responsable", "MSU-05", {"heure": "11:00"}, {
        "phase": "arrete", "maintenant": ["MSU-07"],
        "ecartees": ["MSU-04", "MSU-06", "MSU-10", "MSU-13"]}),
    ("2027-03-06", "responsable", "mesure", {
        "type": "securisation", "texte": "Étayer le mur pignon et interdire le trottoir.",
        "delai_nombre": 48, "delai_unite": "heures"}, {}),
    ("2027-03-06", "responsable", "MSU-12", {}, {"refus": "MSU-08"}),
    ("2027-03-06", "responsable", "MSU-07", {"heure": "15:00"}, {
        "maintenant": ["MSU-08", "MSU-09"],
        "echeances": {"DL-CL": "2027-03-21 a_venir", "DL-RETRAIT": "2027-07-06 a_venir"}}),
    ("2027-03-06", "agent", "MSU-08", {"mode": "main_propre", "heure": "16:30", "preuve": True}, {
        "echeances": {"DL-EXEC-MSU": "2027-03-08 proche", "DL-LOYER-FIN": "2027-04-01 a_venir",
                      "DL-RECOURS": "2027-05-07 a_venir"}}),
    ("2027-03-08", "agent", "MSU-09", {}, {
        "phase": "execution", "maintenant": ["MSU-11", "MSU-16"],
        "echeances": {"DL-CL": "2027-03-21 tenue", "DL-EXEC-MSU": "2027-03-08 aujourdhui"}}),
)  # fmt: skip


@tagged("at_install", "-post_install")
class TestScenarioUrgence(OilhiScenarioCommon):
    """The urgent procedure and the general police, to each of their ends."""

    def _communiquer(self, jour):
        return tuple(
            (jour, "agent", f"recu D-PART-{rang}", {"date": jour}, {}) for rang in ("01", "02", "06")
        )

    def test_danger_ecarte(self):
        dossier = self._maison(procedure="MSU")
        self._jouer(dossier, JUSQU_A_LA_NOTIFICATION + (
            ("2027-03-09", "agent", "MSU-11", {"heure": "09:00"}, {
                "echeances": {"DL-EXEC-MSU": "2027-03-08 depassee"},
                "maintenant": ["MSU-12", "MSU-14", "MSU-15", "MSU-16"]}),
            ("2027-03-20", "responsable", "MSU-14", {
                "mode": "lrar", "date_reception": "2027-03-23", "date_transmission": "2027-03-20"}, {
                "etat": {"MSU-12": "ecartee", "MSU-15": "ecartee"},
                "procedure": {"MSU": "en_cours"},
                "echeances": {"DL-LOYER-REP": "2027-04-01 a_venir",
                              "DL-EXEC-MSU": "2027-03-08 tenue"}}),
            *self._communiquer("2027-03-22"),
            ("2027-03-22", "agent", "rien", {}, {
                "procedure": {"MSU": "close"}, "phase": "clos", "urgence": False, "rappels": []}),
        ))  # fmt: skip

    def test_danger_ecarte_pour_un_temps(self):
        """L. 511-21: the ordinary procedure goes on, and nothing is done twice."""
        dossier = self._maison(procedure="MSU")
        self._jouer(dossier, JUSQU_A_LA_NOTIFICATION + (
            ("2027-03-09", "agent", "MSU-11", {"heure": "09:00"}, {}),
            ("2027-03-10", "agent", "ouvrir MSO", {"motif": "Étais provisoires."}, {"refus": "imminent"}),
            *self._communiquer("2027-03-10"),
            ("2027-03-10", "responsable", "MSU-15", {}, {"procedure": {"MSU": "close"}}),
            ("2027-03-10", "agent", "ouvrir MSO", {}, {
                "procedure": {"MSU": "close", "MSO": "en_cours"},
                "etat": {"MSO-01": "a_faire", "MSO-04": "faite", "MSO-05": "faite",
                         "MSO-02": "a_faire", "MSO-08": "a_faire"},
                "maintenant": ["MSO-01", "MSO-06"]}),
        ))  # fmt: skip
        rapport = dossier.etape_ids.filtered(lambda e: e.code == "MSO-05").fait_ids
        self.assertEqual(rapport.repris_de_id.code, "MSU-02")
        self.assertEqual(str(rapport.date), "2027-03-06")

    def test_carence(self):
        """Nothing done: execution d’office is an obligation, without any astreinte."""
        dossier = self._maison(procedure="MSU")
        self._jouer(dossier, JUSQU_A_LA_NOTIFICATION + (
            ("2027-03-09", "agent", "rien", {}, {
                "echeances": {"DL-EXEC-MSU": "2027-03-08 depassee"}}),
            ("2027-03-09", "agent", "MSU-11", {"heure": "09:00"}, {}),
            ("2027-03-09", "responsable", "MSU-12", {"mode": "signification"}, {
                "echeances": {"DL-EXEC-MSU": "2027-03-08 sans_objet"},
                "phase": "carence", "maintenant": ["MSU-14", "MSU-15", "MSU-16"]}),
            ("2027-03-10", "agent", "ecarter MSU-07", {"motif": "Par erreur"}, {
                "refus": "déjà faite"}),
            ("2027-03-12", "agent", "annuler MSU-12", {"motif": "Par erreur"}, {
                "refus": "responsable"}),
        ))  # fmt: skip
        self.assertNotIn("astreinte", dossier.etape_ids.mapped("etape_id.nature"))

    def test_ordinaire_puis_urgente(self):
        """The danger becomes imminent: another procedure takes over, the first stays readable."""
        dossier = self._maison()
        self._jouer(dossier, (
            ("2027-01-05", "agent", "MSO-01", {}, {}),
            ("2027-01-05", "agent", "MSO-02", {}, {}),
            ("2027-01-06", "agent", "MSO-04", {"heure": "10:00"}, {}),
            ("2027-01-06", "agent", "basculer MSU", {"motif": "Le mur s’ouvre."}, {
                "refus": "imminent"}),
            ("2027-01-06", "agent", "repondre", {"Q1": "oui"}, {}),
            ("2027-01-06", "agent", "basculer RSHS", {}, {"refus": "ne mène pas"}),
            ("2027-01-06", "agent", "basculer MSU", {"motif": "Le mur s’ouvre."}, {
                "procedure": {"MSO": "relayee", "MSU": "en_cours"},
                "etat": {"MSO-04": "faite", "MSO-05": "ecartee", "MSU-01": "a_faire"},
                "urgence": True, "maintenant": ["MSU-01"]}),
        ))  # fmt: skip
        suite = dossier.procedure_ids.filtered(lambda p: p.code == "MSU")
        self.assertEqual(suite.origine_id.code, "MSO")
        self.assertIn("Le mur s’ouvre", suite.origine_id.motif_cloture)

    def test_police_generale(self):
        """A rock fall: the mayor acts at once, tells the préfet, then lifts."""
        dossier = self._dossier_pignon(usage="habitation")
        dossier.qualifier({"Q1": "oui", "Q2": "externe"})
        self._jouer(dossier, (
            ("2027-01-05", "agent", "ouvrir MSU", {"motif": "Vite."}, {"refus": "PGI"}),
            ("2027-01-05", "agent", "ouvrir PGI", {}, {
                "phase": "signalement", "urgence": True, "maintenant": ["PGI-01"]}),
            # No hours for the general police: L. 511-7 is the CCH’s.
            ("2027-01-05", "agent", "PGI-01", {"heure": "22:45"}, {"maintenant": ["PGI-02"]}),
            ("2027-01-05", "responsable", "PGI-02", {"heure": "23:10"}, {
                "echeances": {"DL-CL": "2027-01-20 a_venir"},
                "maintenant": ["PGI-03", "PGI-04", "PGI-05"]}),
            ("2027-01-05", "agent", "PGI-03", {"heure": "23:20", "date_transmission": "2027-01-06"}, {
                "echeances": {"DL-CL": "2027-01-20 tenue"}}),
            ("2027-01-06", "agent", "PGI-04", {"heure": "08:00"}, {"phase": "execution"}),
            ("2027-02-01", "responsable", "PGI-06", {"date_transmission": "2027-02-01"}, {
                "procedure": {"PGI": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip
        self.assertFalse(self._echeance(dossier, "DL-LOYER-FIN"))
