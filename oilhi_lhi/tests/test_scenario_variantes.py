from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon, communiquer

# Steps of the instruction, then what is asked of a variant once the case is understood.
AVANT = (
    ("2027-01-05", "agent", "MSO-01", {}, {"phase": "instruction", "maintenant": ["MSO-02"]}),
    ("2027-01-05", "agent", "MSO-02", {}, {"maintenant": ["MSO-03", "MSO-04"]}),
    ("2027-01-06", "agent", "MSO-03", {}, {"maintenant": ["MSO-04"]}),
    ("2027-01-07", "agent", "MSO-04", {"heure": "20:59"}, {"maintenant": ["MSO-05"]}),
    ("2027-01-08", "agent", "MSO-05", {}, {"maintenant": ["MSO-06"]}),
)  # fmt: skip
# A lift that falls: stopped within the day, in a copropriété whose building is protected.
ASCENSEUR = (
    ("2027-04-14", "agent", "MSU-02", {"heure": "21:30"}, {"refus": "L. 511-7"}),
    ("2027-04-14", "agent", "MSU-02", {"heure": "09:30"}, {
        "maintenant": ["MSU-03", "MSU-05"], "ecartees": ["MSU-04", "MSU-06", "MSU-10", "MSU-13"],
        "motifs": {"MSU-06": "Ni consultation ni information", "MSU-04": "Aucun expert"}}),
    ("2027-04-14", "responsable", "MSU-05", {"heure": "11:00"}, {"maintenant": ["MSU-07"]}),
    ("2027-04-14", "responsable", "mesure", {
        "type": "securisation", "texte": "Arrêter l’ascenseur et condamner les portes palières.",
        "delai_nombre": 24, "delai_unite": "heures"}, {}),
    ("2027-04-14", "responsable", "MSU-07", {"heure": "12:00"}, {
        "phase": "arrete", "maintenant": ["MSU-08", "MSU-09"],
        "echeances": {"DL-CL": "2027-04-29 a_venir", "DL-RETRAIT": "2027-08-14 a_venir"}}),
    ("2027-04-14", "agent", "MSU-08", {
        "a": "Syndic", "mode": "main_propre", "heure": "15:00", "preuve": True}, {
        "echeances": {"DL-EXEC-MSU": "2027-04-15 proche", "DL-RECOURS": "2027-06-15 a_venir",
                      "DL-LOYER-FIN": None}}),
    ("2027-04-14", "agent", "MSU-09", {}, {
        "phase": "execution", "maintenant": ["MSU-11", "MSU-16"],
        "rappels": ["DL-EXEC-MSU", "MSU-11"], "echeances": {"DL-CL": "2027-04-29 tenue"}}),
    ("2027-04-16", "agent", "rien", {}, {"echeances": {"DL-EXEC-MSU": "2027-04-15 depassee"}}),
    ("2027-04-16", "agent", "MSU-11", {"heure": "08:00"}, {
        "maintenant": ["MSU-12", "MSU-14", "MSU-15", "MSU-16"]}),
)  # fmt: skip


@tagged("at_install", "-post_install")
class TestScenarioVariantes(OilhiScenarioCommon):
    """Equipment, dangerous stores and tombs: the steps of MSO and MSU, with their own rules."""

    @classmethod
    def _equipement(cls, procedure, **reponses):
        """A common lift, in a protected building under copropriété."""
        batiment = cls._batiment(protection="inscrit_abords_spr_site", copropriete="oui")
        dossier = cls._maison({
            "Q3": ["equipement_commun"], "Q4": "non", "Q10": "parties_communes", **reponses,
        }, procedure=procedure, batiment_id=batiment.id)
        cls._ajouter(dossier, "syndic", raison_sociale="Syndic d’essai")
        return dossier

    @classmethod
    def _stockage(cls, procedure, **reponses):
        """Gas bottles in a cellar of a protected building; the operator is not written down yet."""
        batiment = cls._batiment(protection="inscrit_abords_spr_site", copropriete="non")
        return cls._maison(
            {"Q3": ["stockage"], **reponses}, procedure=procedure, batiment_id=batiment.id
        )

    @classmethod
    def _exploitant(cls, dossier):
        cls._ajouter(dossier, "exploitant", raison_sociale="Dépôt d’essai", tenue=True)

    # -- Common equipment ----------------------------------------------------

    def test_equipement_commun(self):
        """Two months to the syndic, and nothing asked of the architecte although it is protected."""
        self._jouer(self._equipement("MSO-EQ"), AVANT + (
            ("2027-01-08", "agent", "MSO-06", {}, {
                "phase": "contradictoire", "maintenant": ["MSO-08", "MSO-09"],
                "ecartees": ["MSO-07", "MSO-15", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-07": "Ni consultation ni information de l’architecte"}}),
            ("2027-01-11", "agent", "MSO-08", {
                "a": "Syndic", "mode": "lrar", "date_reception": "2027-01-13", "delai_nombre": 45,
                "delai_unite": "jours"}, {"refus": "R. 511-10"}),
            # Two months end on Saturday 13 March.
            ("2027-01-11", "agent", "MSO-08", {
                "a": "Syndic", "mode": "lrar", "date_reception": "2027-01-13"}, {
                "echeances": {"DL-CONTR-COPRO": "2027-03-15 a_venir", "DL-CONTR-MS": None}}),
            ("2027-01-11", "agent", "MSO-09", {}, {"rappels": ["DL-CONTR-COPRO", "MSO-10", "DL-P-AR"]}),
            ("2027-02-01", "agent", "MSO-10", {"a": "Syndic", "observations": "aucune"}, {
                "maintenant": ["MSO-12"]}),
            ("2027-02-02", "agent", "mesure", {
                "texte": "Remettre l’ascenseur en état.", "delai_nombre": 1}, {
                "ecartees": ["MSO-07", "MSO-20b", "MSO-24b"]}),
            ("2027-03-15", "responsable", "MSO-12", {}, {"refus": "16 mars 2027.*R. 511-10"}),
            ("2027-03-16", "responsable", "MSO-12", {}, {
                "phase": "arrete", "maintenant": ["MSO-13", "MSO-15"],
                "echeances": {"DL-CONTR-COPRO": "2027-03-15 tenue", "DL-ABF": None,
                              "DL-CL": "2027-03-31 a_venir", "DL-RETRAIT": "2027-07-16 a_venir"}}),
            # The recours would end on Whit Monday, 17 May.
            ("2027-03-16", "agent", "MSO-13", {
                "a": "Syndic", "mode": "main_propre", "date_transmission": "2027-03-17"}, {
                "echeances": {"DL-EXEC-MS": "2027-04-16 a_venir", "DL-RECOURS": "2027-05-18 a_venir",
                              "DL-CL": "2027-03-31 tenue", "DL-LOYER-FIN": None}}),
            ("2027-03-17", "agent", "ecarter MSO-15", {"motif": "On y habite encore."}, {}),
            ("2027-03-17", "agent", "MSO-14", {}, {"phase": "execution", "maintenant": ["MSO-16"]}),
            ("2027-04-16", "agent", "MSO-16", {}, {"maintenant": ["MSO-17a", "MSO-17b"]}),
            ("2027-04-16", "agent", "MSO-17a", {}, {
                "maintenant": ["MSO-18a"], "echeances": {"DL-EXEC-MS": "2027-04-16 tenue"}}),
            ("2027-04-19", "responsable", "MSO-18a", {
                "a": "Syndic", "mode": "lrar", "date_transmission": "2027-04-19"}, {
                "procedure": {"MSO-EQ": "en_cours"}}),
            *communiquer("2027-04-20"),
            ("2027-04-20", "agent", "rien", {}, {
                "procedure": {"MSO-EQ": "close"}, "phase": "clos", "maintenant": []}),
        ))  # fmt: skip

    def test_equipement_privatif(self):
        """The list of R. 511-1 is for common equipment: no written reason opens it (C.2 rule 4)."""
        dossier = self._dossier_pignon(usage="habitation")
        dossier.qualifier({"Q1": "non", "Q2": "interne", "Q3": ["equipement_commun"], "Q4": "oui"})
        self._jouer(dossier, (
            ("2027-01-05", "agent", "ouvrir MSO-EQ", {"motif": "Je préfère."}, {
                "refus": "privatif.*L. 511-2"}),
            ("2027-01-05", "agent", "repondre", {"Q1": "oui"}, {}),
            ("2027-01-05", "agent", "ouvrir MSU-EQ", {"motif": "Je préfère."}, {
                "refus": "privatif.*L. 511-2"}),
        ))  # fmt: skip

    def test_equipement_urgent(self):
        self._jouer(self._equipement("MSU-EQ", Q1="oui"), (
            ("2027-04-14", "agent", "MSU-01", {"heure": "08:30"}, {
                "phase": "instruction", "urgence": True, "maintenant": ["MSU-02"]}),
            *ASCENSEUR,
            ("2027-04-20", "responsable", "MSU-14", {
                "a": "Syndic", "mode": "main_propre", "date_transmission": "2027-04-20"}, {
                "ecartees": ["MSU-04", "MSU-06", "MSU-10", "MSU-12", "MSU-13", "MSU-15"],
                "echeances": {"DL-LOYER-REP": None, "DL-EXEC-MSU": "2027-04-15 tenue",
                              "DL-CL": ["2027-04-29 tenue", "2027-05-05 tenue"]}}),
            *communiquer("2027-04-20"),
            ("2027-04-20", "agent", "rien", {}, {
                "procedure": {"MSU-EQ": "close"}, "phase": "clos", "urgence": False, "rappels": []}),
        ))  # fmt: skip

    def test_ordinaire_puis_urgente_puis_ordinaire(self):
        """MSO-EQ leads to MSU-EQ, never to MSU; the danger once away for a time, MSO-EQ again."""
        dossier = self._equipement("MSO-EQ")
        self._jouer(dossier, AVANT[:4] + (
            ("2027-04-14", "agent", "basculer MSU-EQ", {"motif": "La cabine est tombée."}, {
                "refus": "imminent.*L. 511-19"}),
            ("2027-04-14", "agent", "repondre", {"Q1": "oui"}, {}),
            ("2027-04-14", "agent", "basculer MSU", {}, {"refus": "ne mène pas"}),
            ("2027-04-14", "agent", "basculer MSU-EQ", {"motif": "La cabine est tombée."}, {
                "procedure": {"MSO-EQ": "relayee", "MSU-EQ": "en_cours"},
                "urgence": True, "maintenant": ["MSU-01"], "rappels": ["MSU-01"],
                "etat": {"MSO-04": "faite", "MSO-05": "ecartee", "MSU-02": "a_faire"},
                "motifs": {"MSO-05": "La cabine est tombée"}}),
            ("2027-04-14", "agent", "MSU-01", {"heure": "08:30"}, {"maintenant": ["MSU-02"]}),
        ))  # fmt: skip
        suite = dossier.procedure_ids.filtered(lambda p: p.code == "MSU-EQ")
        self.assertEqual(suite.origine_id.code, "MSO-EQ")
        # What the first procedure had set aside stays with its own reasons.
        self._jouer(dossier, tuple(
            (*ligne[:4], {k: v for k, v in ligne[4].items() if k not in ("ecartees", "rappels")})
            for ligne in ASCENSEUR
        ) + (
            ("2027-04-16", "agent", "ouvrir MSO-EQ", {"motif": "Suite."}, {"refus": "imminent"}),
            *communiquer("2027-04-16"),
            ("2027-04-16", "responsable", "MSU-15", {}, {
                "procedure": {"MSO-EQ": "relayee", "MSU-EQ": "close"},
                "echeances": {"DL-EXEC-MSU": "2027-04-15 tenue"}}),
            ("2027-04-19", "agent", "ouvrir MSO-EQ", {}, {
                "procedure": {"MSO-EQ": "en_cours", "MSU-EQ": "close"}, "phase": "instruction",
                "etat": {"MSO-01": "faite", "MSO-02": "faite", "MSO-03": "faite",
                         "MSO-04": "faite", "MSO-05": "faite", "MSO-06": "a_faire",
                         "MSO-07": "ecartee"},
                "maintenant": ["MSO-06"]}),
        ))  # fmt: skip

    # -- Explosive or inflammable substances ---------------------------------

    def test_matieres(self):
        """The operator and the owner, both (C.2 rule 26): two letters, two clocks, no architecte."""
        dossier = self._stockage("MSO-MAT")
        self._jouer(dossier, AVANT + (
            ("2027-01-08", "agent", "MSO-06", {}, {
                "maintenant": ["MSO-08", "MSO-09"],
                "ecartees": ["MSO-07", "MSO-15", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-07": "matières explosives ou inflammables"}}),
            ("2027-01-11", "agent", "MSO-08", {"mode": "lrar", "date_reception": "2027-01-12"}, {
                "echeances": {"DL-CONTR-MS": "2027-02-12 a_venir"}}),
            ("2027-01-11", "agent", "MSO-09", {"a": "Claude", "mode": "main_propre"}, {}),
            ("2027-02-01", "agent", "MSO-10", {"a": "Dominique", "observations": "aucune"}, {}),
            ("2027-02-01", "agent", "mesure", {"texte": "Enlever les bouteilles.", "delai_nombre": 2}, {}),
            ("2027-02-15", "responsable", "MSO-12", {}, {"refus": "exploitant.*L. 511-10 1"}),
        ))  # fmt: skip
        self._exploitant(dossier)
        self._jouer(dossier, (
            ("2027-02-15", "responsable", "MSO-12", {}, {"refus": "Dépôt.*L. 511-10"}),
            ("2027-02-15", "agent", "MSO-08", {
                "a": "Dépôt", "mode": "lrar", "date_reception": "2027-02-18"}, {
                "echeances": {"DL-CONTR-MS": ["2027-02-12 echue", "2027-03-18 a_venir"]}}),
            ("2027-03-18", "responsable", "MSO-12", {}, {"refus": "19 mars 2027.*R. 511-3.*Dépôt"}),
            ("2027-03-19", "responsable", "MSO-12", {}, {
                "phase": "arrete",
                "echeances": {"DL-CONTR-MS": ["2027-02-12 tenue", "2027-03-18 tenue"]}}),
            # Two months from 22 March end on a Saturday; the operator lets nothing.
            ("2027-03-19", "agent", "MSO-13", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-03-22",
                "date_transmission": "2027-03-19"}, {
                "echeances": {"DL-EXEC-MS": "2027-05-24 a_venir", "DL-LOYER-FIN": "2027-04-01 a_venir"}}),
            ("2027-03-19", "agent", "MSO-13", {
                "a": "Dépôt", "mode": "lrar", "date_reception": "2027-04-01"}, {
                "echeances": {"DL-EXEC-MS": ["2027-05-24 a_venir", "2027-06-01 a_venir"],
                              "DL-LOYER-FIN": "2027-04-01 a_venir"}}),
            ("2027-03-22", "agent", "ecarter MSO-15", {"motif": "On y habite encore."}, {}),
            ("2027-03-22", "agent", "MSO-14", {}, {"phase": "execution"}),
            ("2027-05-25", "agent", "MSO-16", {}, {
                "echeances": {"DL-EXEC-MS": ["2027-05-24 depassee", "2027-06-01 proche"]}}),
            ("2027-06-01", "agent", "MSO-17b", {}, {"refus": "Trop tôt.*2 juin 2027.*L. 511-15"}),
            ("2027-06-02", "agent", "MSO-17b", {}, {
                "phase": "carence",
                "echeances": {"DL-EXEC-MS": ["2027-05-24 sans_objet", "2027-06-01 sans_objet"]}}),
            ("2027-07-05", "responsable", "MSO-19b", {"a": "Dominique", "mode": "signification"}, {
                "maintenant": ["MSO-17a", "MSO-18b", "MSO-21b"]}),
            ("2027-07-05", "responsable", "MSO-19b", {"a": "Dépôt", "mode": "signification"}, {}),
            ("2027-07-06", "responsable", "MSO-18b", {"a": "Dépôt", "montant": 100.0}, {
                "refus": "L. 511-15 III"}),
            ("2027-08-02", "agent", "MSO-17a", {}, {"maintenant": ["MSO-18a", "MSO-21b"]}),
            ("2027-08-03", "agent", "MSO-21b", {"montant": 2160.0}, {}),
            ("2027-08-16", "responsable", "MSO-18a", {
                "a": "Dominique", "mode": "lrar", "date_transmission": "2027-08-16"}, {}),
            ("2027-08-16", "agent", "MSO-18a", {"a": "Dépôt", "mode": "lrar"}, {
                "echeances": {"DL-LOYER-REP": "2027-09-01 a_venir"}}),
            *communiquer("2027-08-17"),
            ("2027-08-17", "agent", "rien", {}, {"procedure": {"MSO-MAT": "close"}, "phase": "clos"}),
        ))  # fmt: skip

    def test_matieres_en_urgence(self):
        """Each has his own hours; nothing is done: the commune does it, then MSO-MAT goes on."""
        dossier = self._stockage("MSU-MAT", Q1="oui")
        self._jouer(dossier, (
            ("2027-04-14", "agent", "MSU-01", {"heure": "08:30"}, {"urgence": True}),
            ("2027-04-14", "agent", "MSU-02", {"heure": "09:30"}, {
                "motifs": {"MSU-06": "matières explosives ou inflammables"}}),
            ("2027-04-14", "responsable", "MSU-05", {"heure": "11:00"}, {"maintenant": ["MSU-07"]}),
            ("2027-04-14", "responsable", "mesure", {
                "texte": "Enlever les bouteilles.", "delai_nombre": 48, "delai_unite": "heures"}, {}),
            ("2027-04-14", "responsable", "MSU-07", {"heure": "12:00"}, {
                "refus": "exploitant.*L. 511-10 1"}),
        ))  # fmt: skip
        self._exploitant(dossier)
        self._jouer(dossier, (
            ("2027-04-14", "responsable", "MSU-07", {"heure": "12:00"}, {"phase": "arrete"}),
            ("2027-04-14", "agent", "MSU-08", {
                "a": "Dominique", "mode": "main_propre", "heure": "16:30"}, {
                "echeances": {"DL-EXEC-MSU": "2027-04-16 proche", "DL-LOYER-FIN": "2027-05-01 a_venir"}}),
            # Hours are not put off: the end is on a Saturday.
            ("2027-04-15", "agent", "MSU-08", {
                "a": "Dépôt", "mode": "main_propre", "heure": "18:00"}, {
                "echeances": {"DL-EXEC-MSU": ["2027-04-16 proche", "2027-04-17 proche"],
                              "DL-LOYER-FIN": "2027-05-01 a_venir"}}),
            ("2027-04-15", "agent", "MSU-09", {}, {
                "phase": "execution",
                "rappels": ["DL-EXEC-MSU", "DL-EXEC-MSU", "MSU-10", "MSU-11"]}),
            ("2027-04-15", "agent", "ecarter MSU-10", {"motif": "On y habite encore."}, {}),
            ("2027-04-16", "agent", "MSU-11", {"heure": "17:00"}, {
                "maintenant": ["MSU-12", "MSU-14", "MSU-15", "MSU-16"]}),
            # The time of the operator runs until the next day.
            ("2027-04-16", "responsable", "MSU-12", {"a": "Dominique", "mode": "main_propre"}, {
                "refus": "Trop tôt.*17 avril 2027.*L. 511-20"}),
            ("2027-04-19", "responsable", "MSU-12", {"a": "Dominique", "mode": "main_propre"}, {
                "phase": "carence",
                "echeances": {"DL-EXEC-MSU": ["2027-04-16 sans_objet", "2027-04-17 sans_objet"]}}),
            ("2027-04-19", "agent", "MSU-12", {"a": "Dépôt", "mode": "main_propre"}, {}),
            *communiquer("2027-04-20"),
            ("2027-04-21", "responsable", "MSU-15", {}, {"procedure": {"MSU-MAT": "close"}}),
            ("2027-04-21", "agent", "ouvrir MSO-MAT", {}, {
                "procedure": {"MSU-MAT": "close", "MSO-MAT": "en_cours"},
                "etat": {"MSO-01": "a_faire", "MSO-04": "faite", "MSO-05": "faite",
                         "MSO-07": "ecartee"},
                "maintenant": ["MSO-01", "MSO-06"]}),
        ))  # fmt: skip
        self.assertNotIn(
            "astreinte", dossier.procedure_ids[:1].etape_ids.mapped("etape_id.nature")
        )

    # -- Tombs ---------------------------------------------------------------

    def test_monument_funeraire(self):
        """The holders of the concession; nobody lives there: no occupant, no rent, no hours."""
        dossier = self._dossier_pignon(
            usage="aucun", personne_ids=[],
            batiment_id=self._batiment("Cimetière, carré 4", protection="non", copropriete="non").id,
        )
        for prenom in ("Dominique", "Andrée"):
            self._ajouter(dossier, "proprietaire", prenom=prenom, nom="Exemple")
        dossier.qualifier({"Q1": "non", "Q2": "interne", "Q3": ["funeraire"]})
        self._jouer(dossier, (
            ("2027-01-04", "agent", "ouvrir MS-FUN", {}, {"maintenant": ["MSO-01"]}),
        ) + AVANT[:3] + (
            ("2027-01-07", "agent", "MSO-04", {"heure": "22:15"}, {"maintenant": ["MSO-05"]}),
            AVANT[4],
            ("2027-01-08", "agent", "MSO-06", {}, {
                "phase": "contradictoire", "maintenant": ["MSO-08"],
                "ecartees": ["MSO-07", "MSO-09", "MSO-15", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-07": "n’est pas protégé", "MSO-09": "pas d’occupant",
                           "MSO-15": "personne n’y habite", "MSO-24b": "pas de copropriété"}}),
            # T6: a month ends on 1 May, a Saturday and a holiday.
            ("2027-03-30", "agent", "MSO-08", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-04-01"}, {
                "echeances": {"DL-CONTR-MS": "2027-05-03 a_venir"}}),
            ("2027-03-30", "agent", "MSO-08", {
                "a": "Andrée", "mode": "lrar", "date_reception": "2027-04-05"}, {
                "echeances": {"DL-CONTR-MS": ["2027-05-03 a_venir", "2027-05-05 a_venir"]}}),
            ("2027-04-20", "agent", "MSO-10", {"a": "Andrée", "observations": "aucune"}, {}),
            ("2027-04-20", "agent", "mesure", {"texte": "Relever la stèle.", "delai_nombre": 1}, {}),
            ("2027-05-05", "responsable", "MSO-12", {}, {"refus": "6 mai 2027.*R. 511-3.*Andrée"}),
            # Ascension day: a minimum is a threshold, the order may be signed on a holiday.
            ("2027-05-06", "responsable", "MSO-12", {}, {
                "phase": "arrete", "echeances": {"DL-CL": "2027-05-21 a_venir"}}),
            ("2027-05-07", "agent", "MSO-13", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-05-10",
                "date_transmission": "2027-05-07"}, {
                "echeances": {"DL-EXEC-MS": "2027-06-10 a_venir", "DL-LOYER-FIN": None,
                              "DL-CL": "2027-05-21 tenue"}}),
            ("2027-05-07", "agent", "MSO-13", {
                "a": "Andrée", "mode": "lrar", "date_reception": "2027-05-14"}, {
                "echeances": {"DL-EXEC-MS": ["2027-06-10 a_venir", "2027-06-14 a_venir"]}}),
            ("2027-05-10", "agent", "MSO-14", {}, {"phase": "execution", "maintenant": ["MSO-16"]}),
            ("2027-06-14", "agent", "MSO-16", {}, {"maintenant": ["MSO-17a", "MSO-17b"]}),
            ("2027-06-14", "agent", "MSO-17b", {}, {"refus": "L. 511-15"}),
            ("2027-06-15", "agent", "MSO-17b", {}, {"phase": "carence"}),
            ("2027-06-16", "responsable", "MSO-18b", {
                "a": "Dominique", "mode": "lrar", "montant": 20.0, "date_transmission": "2027-06-16"}, {
                "maintenant": ["MSO-17a", "MSO-19b"]}),
            ("2027-08-02", "agent", "MSO-17a", {}, {
                "phase": "execution", "maintenant": ["MSO-18a"]}),
            # Not a dwelling: nothing is communicated to the CAF, the MSA or the FSL.
            ("2027-08-03", "responsable", "MSO-18a", {
                "a": "Dominique", "mode": "lrar", "date_transmission": "2027-08-03"}, {
                "procedure": {"MS-FUN": "close"}, "phase": "clos", "rappels": [],
                "echeances": {"DL-LOYER-REP": None}}),
        ))  # fmt: skip
