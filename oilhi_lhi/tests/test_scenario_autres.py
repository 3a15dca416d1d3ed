from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon


@tagged("at_install", "-post_install")
class TestScenarioAutres(OilhiScenarioCommon):
    """The shorter procedures that a clock governs, each to its end: a day too early, the day after."""

    def _vacant(self):
        """An empty house that nobody keeps up."""
        dossier = self._dossier_pignon(usage="habitation", batiment_id=self._batiment(
            "3 impasse Vide", protection="non", copropriete="non").id)
        self._personnes(dossier, "occupant").with_user(self.agent).unlink()
        dossier.qualifier({"Q1": "non", "Q9": ["vacant"]})
        return dossier

    # -- ABAN: CGCT L. 2243-1 to L. 2243-4 -----------------------------------

    PUBLICITE = (
        ("2027-01-11", "agent", "ouvrir ABAN", {"motif": "Délaissé depuis dix ans."}, {
            "phase": "instruction", "maintenant": ["ABAN-01"], "rappels": ["ABAN-01"]}),
        ("2027-01-11", "responsable", "ABAN-01", {}, {"maintenant": ["ABAN-02"]}),
        ("2027-01-18", "responsable", "ABAN-03", {}, {"refus": "ABAN-02.*L. 2243-2"}),
        ("2027-01-18", "agent", "ABAN-02", {}, {"maintenant": ["ABAN-03"]}),
        ("2027-02-01", "responsable", "ABAN-03", {}, {
            "phase": "contradictoire", "maintenant": ["ABAN-04", "ABAN-05", "ABAN-11"],
            "rappels": ["ABAN-04", "ABAN-05"]}),
        # Posted on the 8th (three months end on a holiday Saturday), printed on the 15th (a Saturday,
        # then Whit Monday).
        ("2027-02-08", "agent", "ABAN-04", {}, {
            "echeances": {"DL-ABAN-AFF": "2027-05-10 a_venir"}}),
        ("2027-02-15", "agent", "ABAN-04", {}, {
            "echeances": {"DL-ABAN-AFF": ["2027-05-10 a_venir", "2027-05-18 a_venir"]}}),
        ("2027-02-15", "agent", "ABAN-05", {"mode": "lrar"}, {
            "echeances": {"DL-ABAN-NOT": "sans date a_venir"}}),
        ("2027-02-24", "agent", "ABAN-05", {"date": "2027-02-15", "date_reception": "2027-02-22"}, {
            "phase": "arrete", "maintenant": ["ABAN-06", "ABAN-11"],
            "echeances": {"DL-ABAN-NOT": "2027-05-24 a_venir"},
            "rappels": ["ABAN-06", "DL-ABAN-AFF", "DL-ABAN-AFF", "DL-ABAN-NOT"]}),
    )  # fmt: skip

    def test_abandon_jusqu_a_la_possession(self):
        self._jouer(self._vacant(), self.PUBLICITE + (
            ("2027-05-24", "responsable", "ABAN-06", {}, {
                "refus": "Trop tôt.*25 mai 2027.*L. 2243-3",
                "echeances": {"DL-ABAN-AFF": ["2027-05-10 echue", "2027-05-18 echue"],
                              "DL-ABAN-NOT": "2027-05-24 aujourdhui"}}),
            ("2027-05-25", "responsable", "ABAN-06", {}, {
                "maintenant": ["ABAN-07"], "rappels": ["ABAN-07"],
                "motifs": {"ABAN-10": "ABAN-06", "ABAN-11": "ABAN-06"},
                "echeances": {"DL-ABAN-AFF": ["2027-05-10 tenue", "2027-05-18 tenue"],
                              "DL-ABAN-NOT": "2027-05-24 tenue"}}),
            ("2027-06-14", "agent", "ABAN-07", {"date_transmission": "2027-06-16"}, {
                "phase": "execution", "echeances": {"DL-ABAN-EPCI": "2027-12-14 a_venir"},
                "rappels": ["ABAN-08", "DL-ABAN-EPCI"]}),
            # A month from 1 July ends on a Sunday.
            ("2027-07-01", "agent", "ABAN-08", {}, {
                "maintenant": ["ABAN-09"],
                "echeances": {"DL-ABAN-EPCI": "2027-12-14 tenue", "DL-ABAN-DOS": "2027-08-02 a_venir"}}),
            ("2027-08-02", "agent", "ABAN-09", {}, {"refus": "3 août 2027.*L. 2243-4"}),
            ("2027-09-16", "agent", "ABAN-09", {"date": "2027-09-15"}, {
                "maintenant": ["ABAN-12"],
                "echeances": {"DL-ABAN-DOS": "2027-08-02 tenue", "DL-ABAN-POSS": "2027-11-15 a_venir"},
                "rappels": ["ABAN-12", "DL-ABAN-POSS"]}),
            ("2027-11-15", "agent", "ABAN-12", {}, {"refus": "16 novembre 2027.*L. 2243-4"}),
            # It ends there, but a month is left to go on with the expropriation: it is recalled.
            ("2027-11-16", "agent", "ABAN-12", {}, {
                "procedure": {"ABAN": "close"}, "phase": "clos", "maintenant": [],
                "echeances": {"DL-ABAN-POSS": "2027-11-15 tenue", "DL-ABAN-EXPR": "2027-12-16 a_venir"},
                "rappels": ["DL-ABAN-EXPR"], "ecartees": ["ABAN-10", "ABAN-11"]}),
        ))  # fmt: skip

    def test_arrete_du_prefet_avant_la_fin_du_mois(self):
        """What the préfet signed is a fact: the date is asked twice, then it is recorded."""
        self._jouer(self._vacant(), self.PUBLICITE + (
            ("2027-05-25", "responsable", "ABAN-06", {}, {}),
            ("2027-06-14", "agent", "ABAN-07", {}, {}),
            ("2027-07-01", "agent", "ABAN-08", {}, {}),
            ("2027-07-26", "agent", "ABAN-09", {}, {"refus": "L. 2243-4.*\\s*.*Pourquoi passer outre"}),
            ("2027-07-26", "agent", "ABAN-09", {"justification": "Date vérifiée à la préfecture."}, {
                "echeances": {"DL-ABAN-POSS": "2027-09-27 a_venir"}}),
        ))  # fmt: skip

    def test_abandon_convention_tenue(self):
        """Works promised by convention: nothing goes on while it runs, and they are done."""
        self._jouer(self._vacant(), self.PUBLICITE + (
            ("2027-04-01", "agent", "ABAN-10", {
                "a": "Dominique", "delai_nombre": 6, "delai_unite": "mois"}, {
                "echeances": {"DL-ABAN-CONV": "2027-10-01 a_venir"},
                "rappels": ["ABAN-06", "DL-ABAN-AFF", "DL-ABAN-AFF", "DL-ABAN-CONV", "DL-ABAN-NOT"]}),
            ("2027-10-01", "responsable", "ABAN-06", {}, {"refus": "2 octobre 2027.*L. 2243-3"}),
            ("2027-10-01", "agent", "ABAN-11", {}, {
                "procedure": {"ABAN": "close"}, "phase": "clos", "rappels": [],
                "echeances": {"DL-ABAN-CONV": "2027-10-01 tenue"},
                "motifs": {"ABAN-06": "ABAN-11"}}),
        ))  # fmt: skip

    # -- BSM: CG3P L. 1123-1 (to be checked) ---------------------------------

    def test_bien_sans_maitre(self):
        dossier = self._vacant()
        self._jouer(dossier, (
            ("2027-01-11", "agent", "ouvrir BSM", {"motif": "Succession ancienne."}, {
                "maintenant": ["BSM-01"], "rappels": ["BSM-01"]}),
            ("2027-01-18", "agent", "BSM-01", {}, {"phase": "arrete", "maintenant": ["BSM-02"]}),
            ("2027-02-01", "responsable", "BSM-02", {"date_transmission": "2027-02-02"}, {
                "phase": "contradictoire", "maintenant": ["BSM-03"]}),
            ("2027-02-02", "agent", "BSM-04", {}, {"refus": "BSM-03.*L. 1123-1"}),
            # 15 August is a Sunday and a holiday; the last measure decides.
            ("2027-02-15", "agent", "BSM-03", {}, {
                "echeances": {"DL-BSM-PUB": "2027-08-16 a_venir"}}),
            ("2027-03-01", "agent", "BSM-03", {}, {
                "maintenant": ["BSM-04"],
                "echeances": {"DL-BSM-PUB": ["2027-08-16 a_venir", "2027-09-01 a_venir"]},
                "rappels": ["BSM-04", "DL-BSM-PUB", "DL-BSM-PUB"]}),
            ("2027-09-01", "agent", "BSM-04", {}, {"refus": "2 septembre 2027.*L. 1123-1"}),
            ("2027-09-02", "agent", "BSM-04", {"date_transmission": "2027-09-03"}, {
                "procedure": {"BSM": "close"}, "phase": "clos", "rappels": [], "ecartees": ["BSM-05"],
                "echeances": {"DL-BSM-PUB": ["2027-08-16 tenue", "2027-09-01 tenue"]}}),
        ))  # fmt: skip
        self.assertEqual(
            set(self._echeance(dossier, "DL-BSM-PUB").mapped("niveau_preuve")), {"a_verifier"}
        )

    # -- TNE: CGCT L. 2213-25 ------------------------------------------------

    def test_terrain(self):
        self._jouer(self._vacant(), (
            ("2027-01-11", "agent", "ouvrir TNE", {"motif": "Ronces."}, {"maintenant": ["TNE-01"]}),
            ("2027-01-11", "agent", "TNE-01", {}, {"maintenant": ["TNE-02"]}),
            ("2027-01-12", "agent", "TNE-02", {}, {
                "phase": "contradictoire", "maintenant": ["TNE-03"]}),
            ("2027-01-13", "agent", "TNE-03", {"mode": "lrar", "date_reception": "2027-01-15"}, {
                "phase": "arrete", "maintenant": ["TNE-04"], "rappels": ["TNE-04"]}),
            ("2027-02-08", "responsable", "TNE-04", {"delai_nombre": 30, "delai_unite": "jours"}, {
                "phase": "execution", "maintenant": ["TNE-05"],
                "echeances": {"DL-CL": "2027-02-23 a_venir", "DL-RETRAIT": "2027-06-08 a_venir",
                              "DL-TNE": "sans date a_venir"}}),
            ("2027-02-09", "responsable", "TNE-06", {}, {"refus": "Preuve manquante"}),
            # Thirty days end on a Sunday; to go to court, two full months.
            ("2027-02-09", "agent", "TNE-04", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 30, "delai_unite": "jours",
                "date_reception": "2027-02-12", "date_transmission": "2027-02-09"}, {
                "echeances": {"DL-TNE": "2027-03-15 a_venir", "DL-CL": "2027-02-23 tenue",
                              "DL-RECOURS": "2027-04-13 a_venir"},
                "rappels": ["DL-TNE", "TNE-05"]}),
            ("2027-03-15", "responsable", "TNE-06", {}, {"refus": "16 mars 2027.*L. 2213-25"}),
            ("2027-03-16", "agent", "TNE-05", {}, {
                "maintenant": ["TNE-06", "TNE-07"], "rappels": ["DL-TNE", "TNE-07"],
                "echeances": {"DL-TNE": "2027-03-15 depassee"}}),
            ("2027-03-16", "responsable", "TNE-06", {"a": "Dominique", "mode": "lrar"}, {
                "phase": "carence", "maintenant": ["TNE-07"],
                "echeances": {"DL-TNE": "2027-03-15 sans_objet"}}),
            ("2027-04-20", "agent", "TNE-07", {}, {
                "procedure": {"TNE": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    # -- DEC: code de l’environnement L. 541-3 -------------------------------

    def test_dechets(self):
        self._jouer(self._vacant(), (
            ("2027-02-01", "agent", "ouvrir DEC", {"motif": "Gravats."}, {"maintenant": ["DEC-00"]}),
            ("2027-02-01", "agent", "DEC-00", {}, {
                "phase": "contradictoire", "maintenant": ["DEC-01"], "rappels": ["DEC-01"],
                "echeances": {"DL-DEC-AMENDE": "2028-02-01 a_venir"}}),
            ("2027-03-08", "responsable", "DEC-02", {}, {"refus": "DEC-01.*L. 541-3 I"}),
            ("2027-03-08", "agent", "DEC-01", {
                "mode": "lrar", "delai_nombre": 5, "delai_unite": "jours"}, {
                "refus": "C. env. L. 541-3 I"}),
            # T29
            ("2027-03-10", "agent", "DEC-01", {
                "date": "2027-03-08", "mode": "lrar", "date_reception": "2027-03-09"}, {
                "phase": "arrete", "maintenant": ["DEC-02"], "rappels": ["DEC-02", "DL-DEC-OBS"],
                "echeances": {"DL-DEC-OBS": "2027-03-19 a_venir"}}),
            ("2027-03-19", "responsable", "DEC-02", {"montant": 3000.0}, {
                "refus": "20 mars 2027.*L. 541-3 I"}),
            # The transmission is due on Sunday 4 April: no putting off for the authority (R3).
            ("2027-03-20", "responsable", "DEC-02", {
                "montant": 3000.0, "delai_nombre": 30, "delai_unite": "jours"}, {
                "echeances": {"DL-DEC-OBS": "2027-03-19 tenue", "DL-CL": "2027-04-04 a_venir",
                              "DL-RETRAIT": "2027-07-20 a_venir", "DL-DEC-MED": "sans date a_venir"}}),
            ("2027-03-22", "agent", "DEC-02", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 30, "delai_unite": "jours",
                "date_reception": "2027-03-25", "date_transmission": "2027-03-22"}, {
                "phase": "execution",
                "echeances": {"DL-DEC-MED": "2027-04-26 a_venir", "DL-CL": "2027-04-04 tenue",
                              "DL-RECOURS": "2027-05-26 a_venir"},
                "maintenant": ["DEC-03", "DEC-04"], "rappels": ["DEC-04", "DL-DEC-MED"]}),
            ("2027-04-26", "responsable", "DEC-03", {}, {"refus": "27 avril 2027.*L. 541-3 I"}),
            ("2027-04-27", "responsable", "DEC-03", {
                "a": "Dominique", "mode": "lrar", "montant": 100.0, "date_reception": "2027-04-29",
                "date_transmission": "2027-04-27"}, {
                "phase": "carence", "echeances": {"DL-DEC-MED": "2027-04-26 sans_objet"}}),
            ("2027-06-01", "agent", "DEC-04", {}, {
                "procedure": {"DEC": "close"}, "phase": "clos", "rappels": [], "ecartees": ["DEC-05"]}),
        ))  # fmt: skip

    def test_dechets_dangereux(self):
        """A grave and imminent danger: nothing is waited for (L. 541-3 II)."""
        self._jouer(self._vacant(), (
            ("2027-02-01", "agent", "ouvrir DEC", {"motif": "Bidons d’acide."}, {}),
            ("2027-02-01", "agent", "DEC-00", {}, {}),
            ("2027-02-01", "responsable", "DEC-05", {
                "heure": "11:00", "a": "Dominique", "mode": "main_propre",
                "date_transmission": "2027-02-01"}, {
                "echeances": {"DL-CL": "2027-02-16 tenue", "DL-RECOURS": "2027-04-02 a_venir"}}),
        ))  # fmt: skip

    # -- RAV: CCH L. 126-2 and L. 126-3 --------------------------------------

    def test_ravalement(self):
        self._jouer(self._vacant(), (
            ("2027-01-11", "agent", "ouvrir RAV", {"motif": "Commune inscrite sur la liste."}, {
                "maintenant": ["RAV-01"]}),
            ("2027-01-11", "agent", "mesure", {"delai_nombre": 366, "delai_unite": "jours"}, {
                "refus": "trop long.*L. 126-3"}),
            ("2027-01-11", "responsable", "RAV-01", {
                "a": "Dominique", "mode": "lrar", "date_transmission": "2027-01-12"}, {
                "echeances": {"DL-RAV": "sans date a_venir", "DL-CL": "2027-01-26 tenue"}}),
            ("2027-01-18", "agent", "RAV-01", {
                "a": "Dominique", "date": "2027-01-11", "date_reception": "2027-01-15"}, {
                "phase": "execution", "maintenant": ["RAV-02", "RAV-04"],
                "echeances": {"DL-RAV": "2027-07-15 a_venir", "DL-RAV-FIN": "2028-01-17 a_venir",
                              "DL-RETRAIT": "2027-05-11 a_venir", "DL-RECOURS": "2027-03-16 a_venir"},
                "rappels": ["DL-RAV", "DL-RAV-FIN", "RAV-04"]}),
            ("2027-07-15", "responsable", "RAV-02", {}, {"refus": "16 juillet 2027.*L. 126-3"}),
            ("2027-07-16", "responsable", "RAV-02", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 13, "delai_unite": "mois",
                "date_transmission": "2027-07-16"}, {"refus": "trop long.*douze.mois au plus.*L. 126-3"}),
            ("2027-07-16", "responsable", "RAV-02", {
                "a": "Dominique", "mode": "lrar", "delai_nombre": 12, "delai_unite": "mois",
                "date_transmission": "2027-07-16"}, {
                "phase": "carence",
                "echeances": {"DL-RAV": "2027-07-15 sans_objet", "DL-RAV-FIN": "2028-01-17 sans_objet"}}),
            ("2027-07-21", "agent", "RAV-02", {
                "a": "Dominique", "date": "2027-07-16", "date_reception": "2027-07-20"}, {
                "maintenant": ["RAV-03", "RAV-04"], "echeances": {"DL-RAV-ARR": "2028-07-20 a_venir"}}),
            ("2028-07-20", "responsable", "RAV-03", {}, {"refus": "21 juillet 2028.*L. 126-3"}),
            ("2028-07-21", "responsable", "RAV-03", {"montant": 18000.0}, {
                "echeances": {"DL-RAV-ARR": "2028-07-20 sans_objet"}}),
            ("2028-10-02", "agent", "RAV-04", {}, {
                "procedure": {"RAV": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    # -- ERP-HEB: CCH L. 184-1 -----------------------------------------------

    def test_hotel(self):
        """Operator and owner, both; no astreinte; rents due again from the finding (L. 521-2)."""
        dossier = self._dossier_pignon(
            usage="habitation", erp_hebergement=True,
            batiment_id=self._batiment("Hôtel du Test", protection="non", copropriete="non").id,
        )
        dossier.qualifier({"Q1": "non", "Q9": ["locataire"]})
        self._jouer(dossier, (
            ("2027-01-11", "agent", "ouvrir ERP-HEB", {"motif": "Avis de la commission."}, {
                "phase": "instruction", "maintenant": ["ERP-01"], "ecartees": ["ERP-06"]}),
            ("2027-01-11", "responsable", "ERP-02", {}, {"refus": "ERP-01.*L. 184-1"}),
            ("2027-01-11", "agent", "ERP-01", {}, {"maintenant": ["ERP-02"]}),
            ("2027-01-18", "responsable", "ERP-02", {}, {"refus": "exploitant.*L. 184-1"}),
        ))  # fmt: skip
        self._ajouter(dossier, "exploitant", raison_sociale="Hôtel d’essai", tenue=True)
        deux = {"mode": "lrar", "delai_nombre": 2, "delai_unite": "mois"}
        quinze = {"mode": "lrar", "delai_nombre": 15, "delai_unite": "jours"}
        self._jouer(dossier, (
            ("2027-01-18", "responsable", "ERP-02", {
                "a": "Hôtel", **deux, "date_reception": "2027-01-20",
                "date_transmission": "2027-01-19"}, {
                "phase": "execution",
                "echeances": {"DL-ERP-EXEC": "2027-03-22 a_venir", "DL-CL": "2027-02-02 tenue",
                              "DL-LOYER-FIN": "2027-02-01 a_venir"}}),
            ("2027-01-18", "agent", "ERP-02", {
                "a": "Dominique", **deux, "date_reception": "2027-01-25"}, {
                "echeances": {"DL-ERP-EXEC": ["2027-03-22 a_venir", "2027-03-25 a_venir"],
                              "DL-LOYER-FIN": ["2027-02-01 a_venir", "2027-02-01 a_venir"],
                              "DL-RECOURS": ["2027-03-22 a_venir", "2027-03-26 a_venir"]}}),
            ("2027-01-19", "agent", "mesure", {
                "type": "interdiction_temporaire", "texte": "Fermer le deuxième étage.",
                "delai_nombre": False, "date_effet": "2027-01-25"}, {"refus": "signé"}),
            ("2027-03-25", "responsable", "ERP-04", {"a": "Hôtel", **quinze}, {
                "refus": "26 mars 2027.*L. 184-1"}),
            ("2027-03-26", "responsable", "ERP-05", {}, {"refus": "ERP-04.*L. 184-1"}),
            ("2027-03-26", "responsable", "ERP-04", {
                "a": "Hôtel", **quinze, "date_reception": "2027-03-30",
                "date_transmission": "2027-03-26"}, {
                "phase": "carence",
                "echeances": {"DL-ERP-EXEC": ["2027-03-22 sans_objet", "2027-03-25 sans_objet"],
                              "DL-ERP-MED": "2027-04-14 a_venir"}}),
            ("2027-03-26", "agent", "ERP-04", {
                "a": "Dominique", **quinze, "date_reception": "2027-04-01"}, {
                "echeances": {"DL-ERP-MED": ["2027-04-14 a_venir", "2027-04-16 a_venir"]}}),
            ("2027-04-16", "responsable", "ERP-05", {}, {"refus": "17 avril 2027.*L. 184-1"}),
            ("2027-04-17", "responsable", "ERP-05", {"a": "Dominique", "montant": 5400.0}, {
                "echeances": {"DL-ERP-MED": ["2027-04-14 sans_objet", "2027-04-16 sans_objet"]},
                "maintenant": ["ERP-03", "ERP-07"], "rappels": ["ERP-07"]}),
            ("2027-06-10", "agent", "ERP-07", {}, {
                "procedure": {"ERP-HEB": "close"}, "phase": "clos", "rappels": [],
                "echeances": {"DL-LOYER-ERP": "2027-07-01 a_venir", "DL-LOYER-REP": None}}),
        ))  # fmt: skip
        self.assertNotIn("astreinte", dossier.etape_ids.mapped("etape_id.nature"))
