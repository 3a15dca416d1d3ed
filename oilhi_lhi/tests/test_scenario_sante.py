from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon

RISQUE = {"Q6": "avec_risque"}
URGENCE = {"Q1": "oui", "Q6": "urgence"}


def signaler(procedure, signalement, visite, rapport, ecartees=("INS-06",)):
    """What the mairie does and follows until the report is in the hands of the préfet."""
    return (
        (signalement, "agent", f"ouvrir {procedure}", {}, {
            "phase": "signalement", "maintenant": ["INS-01"], "rappels": ["INS-01"],
            "ecartees": ecartees}),
        (signalement, "agent", "INS-01", {"mode": "autre"}, {
            "phase": "instruction", "maintenant": ["INS-02"]}),
        (visite, "agent", "INS-02", {"heure": "05:30"}, {"refus": "L. 511-7"}),
        (visite, "agent", "INS-02", {"heure": "10:00"}, {"maintenant": ["INS-03"]}),
        (rapport, "agent", "INS-03", {}, {"ecartees": ecartees}),
    )  # fmt: skip


@tagged("at_install", "-post_install")
class TestScenarioSante(OilhiScenarioCommon):
    """Insalubrité and one-off danger: the préfet decides, the mairie records and follows."""

    # -- INS-ORD -------------------------------------------------------------

    def test_insalubrite(self):
        """His acts are recorded as received; a month for observations, rents stop, all is lifted."""
        self._jouer(self._logement(RISQUE), (
            *signaler("INS-ORD", "2027-01-05", "2027-01-18", "2027-01-20"),
            ("2027-01-20", "agent", "rien", {}, {
                "phase": "contradictoire", "maintenant": ["INS-04", "INS-05", "INS-07"],
                "rappels": ["INS-04", "INS-05"], "motifs": {"INS-06": "R. 511-4"}}),
            ("2027-01-28", "agent", "INS-04", {
                "mode": "lrar", "delai_nombre": 15, "delai_unite": "jours"}, {"refus": "R. 511-3"}),
            # T2: a month from 29 January ends on Sunday 28 February.
            ("2027-02-01", "agent", "INS-04", {
                "date": "2027-01-28", "mode": "lrar", "date_reception": "2027-01-29"}, {
                "echeances": {"DL-CONTR-INSO": "2027-03-01 a_venir", "DL-CONTR-INS": None,
                              "DL-OCCUP": "2027-01-28 depassee"},
                "rappels": ["DL-CONTR-INSO", "DL-OCCUP", "INS-05"]}),
            ("2027-02-01", "agent", "INS-05", {"date": "2027-01-28", "mode": "lrar"}, {
                "echeances": {"DL-OCCUP": "2027-01-28 tenue"},
                "phase": "arrete", "maintenant": ["INS-07", "INS-08"],
                "rappels": ["DL-CONTR-INSO", "INS-08"]}),
            ("2027-03-01", "agent", "rien", {}, {
                "echeances": {"DL-CONTR-INSO": "2027-03-01 aujourdhui"}}),
            ("2027-03-10", "agent", "INS-09", {}, {"refus": "INS-08"}),
            ("2027-03-10", "agent", "INS-08", {"date": "2027-03-08"}, {
                "phase": "arrete", "maintenant": ["INS-09"], "rappels": ["INS-09"],
                "echeances": {"DL-CONTR-INSO": "2027-03-01 tenue", "DL-CL": None,
                              "DL-RETRAIT": None}}),
            ("2027-03-12", "agent", "mesure", {"delai_nombre": 20, "delai_unite": "jours"}, {
                "refus": "R. 511-6"}),
            ("2027-03-12", "agent", "mesure", {"delai_nombre": 3, "delai_unite": "mois"}, {}),
            # The recours: full months, then Pentecost and Whit Monday.
            ("2027-03-16", "agent", "INS-09", {
                "date": "2027-03-11", "mode": "lrar", "date_reception": "2027-03-15"}, {
                "phase": "execution", "maintenant": ["INS-10"], "rappels": ["DL-EXEC-INS", "INS-10"],
                "echeances": {"DL-EXEC-INS": "2027-06-15 a_venir", "DL-EXEC-MSU": None,
                              "DL-LOYER-FIN": "2027-04-01 a_venir",
                              "DL-RECOURS": "2027-05-18 a_venir"}}),
            ("2027-06-16", "agent", "rien", {}, {
                "echeances": {"DL-EXEC-INS": "2027-06-15 depassee", "DL-LOYER-FIN": "2027-04-01 echue"}}),
            ("2027-06-30", "agent", "INS-10", {
                "a": "Dominique", "date": "2027-06-25", "mode": "lrar"}, {
                "procedure": {"INS-ORD": "close"}, "phase": "clos", "rappels": [],
                "echeances": {"DL-LOYER-REP": "2027-07-01 proche",
                              "DL-EXEC-INS": "2027-06-15 tenue"},
                "motifs": {"INS-07": "Procédure close"}}),
        ))  # fmt: skip

    def test_parties_communes(self):
        """Two months for the syndic (R. 511-10), in the ordinary case as for unfit premises."""
        for procedure, reponses in (("INS-ORD", RISQUE), ("INS-IMP", {"Q7": "oui"})):
            with self.subTest(procedure=procedure):
                dossier = self._logement(
                    {**reponses, "Q10": "parties_communes"},
                    batiment_id=self._batiment(protection="non", copropriete="oui").id,
                )
                self._ajouter(dossier, "syndic", raison_sociale="Syndic d’essai")
                self._jouer(dossier, (
                    *signaler(procedure, "2027-01-05", "2027-01-18", "2027-01-20"),
                    ("2027-02-01", "agent", "INS-04", {
                        "a": "Syndic", "date": "2027-01-28", "mode": "lrar",
                        "date_reception": "2027-01-29"}, {
                        "echeances": {"DL-CONTR-COPRO": "2027-03-30 a_venir", "DL-CONTR-INSO": None,
                                      "DL-CONTR-INS": None}}),
                    ("2027-04-05", "agent", "INS-08", {"date": "2027-04-02"}, {
                        "echeances": {"DL-CONTR-COPRO": "2027-03-30 tenue"}}),
                    # Common parts only: the effect on the rents of the flats is not confirmed.
                    ("2027-04-12", "agent", "INS-09", {
                        "a": "Syndic", "date": "2027-04-06", "mode": "lrar",
                        "date_reception": "2027-04-09"}, {"echeances": {"DL-LOYER-FIN": None}}),
                ))  # fmt: skip

    def test_plomb(self):
        """Lead within reach of a child: the dwelling is unfit, and the rent stays due (C.2 rule 15)."""
        self._jouer(self._logement({**RISQUE, "Q8": "oui"}), (
            *signaler("INS-ORD", "2027-01-05", "2027-01-18", "2027-01-20"),
            ("2027-03-10", "agent", "INS-08", {"date": "2027-03-08"}, {}),
            ("2027-03-16", "agent", "INS-09", {
                "date": "2027-03-11", "mode": "lrar", "date_reception": "2027-03-15"}, {
                "echeances": {"DL-LOYER-FIN": None, "DL-RECOURS": "2027-05-18 a_venir"}}),
        ))  # fmt: skip

    def test_avis_de_l_architecte(self):
        """A protected building: the préfet asks for the opinion, the mairie only notes it."""
        dossier = self._logement(RISQUE, batiment_id=self._batiment(
            protection="inscrit_abords_spr_site", copropriete="non").id)
        self._jouer(dossier, (
            *signaler("INS-ORD", "2027-01-05", "2027-01-18", "2027-01-20", ecartees=[]),
            ("2027-04-15", "agent", "INS-06", {"date_reception": "2027-04-16"}, {
                "echeances": {"DL-ABF": "2027-05-03 a_venir"}}),
            # His order came before its end: it is a fact, the mairie does not refuse to record it.
            ("2027-04-29", "agent", "INS-08", {"date": "2027-04-28"}, {
                "echeances": {"DL-ABF": "2027-05-03 tenue"}, "maintenant": ["INS-04", "INS-05", "INS-09"]}),
        ))  # fmt: skip

    # -- INS-IMP -------------------------------------------------------------

    def test_local_impropre(self):
        """A cellar let as a dwelling: fifteen days, then its letting must stop (L. 1331-23)."""
        self._jouer(self._logement({"Q7": "oui"}), (
            *signaler("INS-IMP", "2027-06-01", "2027-06-03", "2027-06-07"),
            ("2027-06-10", "agent", "INS-04", {
                "mode": "lrar", "delai_nombre": 10, "delai_unite": "jours"}, {"refus": "R. 511-3"}),
            # T12
            ("2027-06-15", "agent", "INS-04", {
                "date": "2027-06-10", "mode": "lrar", "date_reception": "2027-06-14",
                "delai_nombre": 15, "delai_unite": "jours"}, {
                "echeances": {"DL-CONTR-INS": "2027-06-29 a_venir", "DL-CONTR-INSO": None}}),
            ("2027-06-15", "agent", "INS-05", {"date": "2027-06-10"}, {
                "phase": "arrete", "rappels": ["DL-CONTR-INS", "INS-08"]}),
            ("2027-07-01", "agent", "INS-08", {"date": "2027-06-30"}, {
                "echeances": {"DL-CONTR-INS": "2027-06-29 tenue"}}),
            # No least time for a letting that must stop (R. 511-6): only for works.
            ("2027-07-02", "agent", "mesure", {
                "type": "cessation", "texte": "Cesser de louer la cave.", "delai_nombre": 10,
                "delai_unite": "jours"}, {}),
            ("2027-07-06", "agent", "INS-09", {
                "date": "2027-07-02", "mode": "lrar", "date_reception": "2027-07-05"}, {
                "phase": "execution", "rappels": ["INS-10"],
                "echeances": {"DL-EXEC-INS": None, "DL-LOYER-FIN": "2027-08-01 a_venir",
                              "DL-RECOURS": "2027-09-06 a_venir"}}),
            ("2027-10-04", "agent", "INS-10", {"a": "Dominique", "mode": "lrar"}, {
                "procedure": {"INS-IMP": "close"}, "phase": "clos", "rappels": [],
                "echeances": {"DL-LOYER-REP": "2027-11-01 a_venir"}}),
        ))  # fmt: skip

    # -- INS-URG -------------------------------------------------------------

    def _urgence(self):
        """Neither letter nor opinion before the order: each step is set aside, and it is said why."""
        sans = ["INS-04", "INS-05", "INS-06", "INS-07"]
        return (
            *signaler("INS-URG", "2027-04-13", "2027-04-13", "2027-04-14", ecartees=sans),
            ("2027-04-14", "agent", "rien", {}, {
                "phase": "arrete", "urgence": True, "maintenant": ["INS-08"], "rappels": ["INS-08"],
                "motifs": {"INS-04": "L. 511-19", "INS-05": "notification de l’arrêté",
                           "INS-06": "R. 511-4", "INS-07": "à vérifier"}}),
            ("2027-04-15", "agent", "INS-08", {}, {"maintenant": ["INS-09"]}),
            ("2027-04-15", "agent", "mesure", {
                "texte": "Couper et refaire le gaz.", "delai_nombre": 48, "delai_unite": "heures"}, {}),
            # Hours from clock time to clock time, on a Saturday as on any day (R6).
            ("2027-04-15", "agent", "INS-09", {"mode": "main_propre", "heure": "14:00"}, {
                "phase": "execution", "maintenant": ["INS-10"],
                "echeances": {"DL-EXEC-MSU": "2027-04-17 proche", "DL-EXEC-INS": None,
                              "DL-CONTR-INSO": None, "DL-LOYER-FIN": "2027-05-01 a_venir"}}),
            ("2027-04-19", "agent", "rien", {}, {
                "echeances": {"DL-EXEC-MSU": "2027-04-17 depassee"},
                "rappels": ["DL-EXEC-MSU", "INS-10"]}),
        )  # fmt: skip

    def test_insalubrite_urgente(self):
        self._jouer(self._logement(URGENCE), self._urgence() + (
            ("2027-04-26", "agent", "INS-10", {"a": "Dominique", "mode": "lrar"}, {
                "procedure": {"INS-URG": "close"}, "phase": "clos", "urgence": False, "rappels": [],
                "echeances": {"DL-LOYER-REP": "2027-05-01 proche", "DL-EXEC-MSU": "2027-04-17 tenue"}}),
        ))  # fmt: skip

    def test_urgente_puis_ordinaire(self):
        """L. 511-21: not lastingly away, the ordinary procedure goes on; the urgent order stays."""
        dossier = self._logement(URGENCE)
        self._jouer(dossier, self._urgence() + (
            ("2027-04-20", "agent", "basculer INS-ORD", {"motif": "Gaz coupé, rien de refait."}, {
                "procedure": {"INS-URG": "en_cours", "INS-ORD": "en_cours"},
                "maintenant": ["INS-04", "INS-05", "INS-07", "INS-10"]}),
        ))  # fmt: skip
        ordinaire = dossier.procedure_ids[-1:]
        self.assertEqual(ordinaire.origine_id.code, "INS-URG")
        faites = ordinaire.etape_ids.filtered(lambda e: e.etat == "faite")
        self.assertEqual(faites.mapped("code"), ["INS-01", "INS-02", "INS-03"])
        self.assertEqual(faites.fait_ids.repris_de_id.dossier_etape_id.dossier_procedure_id,
                         dossier.procedure_ids[:1])

    # -- DSP -----------------------------------------------------------------

    DEMANDE = (
        ("2027-02-01", "agent", "ouvrir DSP", {}, {
            "phase": "instruction", "urgence": True, "maintenant": ["DSP-01", "DSP-02"],
            "rappels": ["DSP-02"]}),
        ("2027-02-01", "agent", "DSP-01", {"heure": "09:00"}, {"maintenant": ["DSP-02"]}),
        ("2027-02-01", "agent", "DSP-02", {"heure": "09:30", "mode": "autre"}, {
            "phase": "arrete", "maintenant": ["DSP-03"]}),
        # The préfet orders, the commune carries out: never before him.
        ("2027-02-01", "responsable", "DSP-04", {"montant": 900.0}, {"refus": "DSP-03.*L. 1311-4"}),
        ("2027-02-02", "agent", "DSP-03", {"heure": "16:00"}, {
            "phase": "execution", "maintenant": ["DSP-04"], "rappels": ["DSP-04"],
            "echeances": {"DL-CL": None, "DL-LOYER-FIN": None}}),
    )  # fmt: skip

    def test_danger_ponctuel_mesures_faites(self):
        self._jouer(self._logement(URGENCE), self.DEMANDE + (
            ("2027-02-03", "agent", "DSP-04", {"heure": "10:00"}, {
                "procedure": {"DSP": "close"}, "phase": "clos", "urgence": False, "rappels": [],
                "echeances": {"DL-LOYER-FIN": None}}),
        ))  # fmt: skip

    def test_danger_ponctuel_execution_d_office(self):
        """Nothing done: the commune does it, 900 € and the 8 % (L. 543-2); no rent stops."""
        dossier = self._logement(URGENCE)
        self._jouer(dossier, self.DEMANDE[:1] + (
            # He had ordered already: nothing to ask for.
            ("2027-02-01", "agent", "ecarter DSP-02", {"motif": "Ordre reçu par téléphone."}, {
                "ecartees": ["DSP-02"], "motifs": {"DSP-02": "par téléphone"},
                "maintenant": ["DSP-01", "DSP-03"]}),
            self.DEMANDE[4],
        ))  # fmt: skip
        self._jouer(dossier, (
            ("2027-02-05", "responsable", "DSP-04", {"heure": "15:00", "montant": 972.0}, {
                "procedure": {"DSP": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip
        self.assertNotIn("astreinte", dossier.etape_ids.mapped("etape_id.nature"))
