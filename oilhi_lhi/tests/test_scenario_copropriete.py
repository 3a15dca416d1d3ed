from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon, communiquer
from .test_scenario_mso import INSTRUCTION

# Common parts: the syndic has two months. T3: received on 29/01/2027, Easter Monday puts off the end.
LETTRE_AU_SYNDIC = (
    ("2027-01-28", "agent", "MSO-08", {
        "a": "Syndic", "mode": "lrar", "delai_nombre": 1, "delai_unite": "mois"}, {
        "refus": "R. 511-10"}),
    ("2027-01-28", "agent", "MSO-08", {"a": "Syndic", "mode": "lrar"}, {
        "maintenant": ["MSO-09", "MSO-10"], "rappels": ["DL-OCCUP", "MSO-09", "MSO-10"],
        "echeances": {"DL-CONTR-COPRO": "sans date a_venir", "DL-CONTR-MS": None,
                      "DL-OCCUP": "2027-01-28 aujourdhui"}}),
    ("2027-01-28", "agent", "MSO-09", {"a": "Syndic", "mode": "lrar"}, {
        "maintenant": ["MSO-10"], "echeances": {"DL-OCCUP": "2027-01-28 tenue"}}),
    ("2027-02-02", "agent", "MSO-08", {
        "a": "Syndic", "date": "2027-01-28", "date_reception": "2027-01-29"}, {
        "phase": "contradictoire", "rappels": ["DL-CONTR-COPRO", "MSO-10"],
        "echeances": {"DL-CONTR-COPRO": "2027-03-30 a_venir", "DL-CONTR-MS": None}}),
    ("2027-03-01", "agent", "MSO-10", {"a": "Syndic", "observations": "recues"}, {
        "maintenant": ["MSO-12"], "rappels": ["DL-CONTR-COPRO", "MSO-12"]}),
    ("2027-03-02", "agent", "mesure", {"delai_nombre": 3, "delai_unite": "mois"}, {}),
    # What protects an owner (a month) would be a month too short here.
    ("2027-03-02", "responsable", "MSO-12", {}, {"refus": "R. 511-10"}),
    ("2027-03-30", "responsable", "MSO-12", {}, {
        "refus": "mercredi 31 mars 2027|31 mars 2027",
        "echeances": {"DL-CONTR-COPRO": "2027-03-30 aujourdhui"}}),
)  # fmt: skip
# The order, notified to the syndic alone (L. 511-12); nothing is written on rents (not confirmed).
ARRETE_AU_SYNDIC = (
    ("2027-03-31", "responsable", "MSO-12", {}, {
        "phase": "arrete",
        "echeances": {"DL-CONTR-COPRO": "2027-03-30 tenue", "DL-CL": "2027-04-15 a_venir",
                      "DL-RETRAIT": "2027-07-31 a_venir"}}),
    ("2027-04-01", "agent", "MSO-13", {
        "a": "Syndic", "mode": "lrar", "date_transmission": "2027-04-02"}, {
        "echeances": {"DL-CL": "2027-04-15 tenue", "DL-EXEC-MS": "sans date a_venir",
                      "DL-LOYER-FIN": None}}),
    ("2027-04-08", "agent", "MSO-13", {
        "a": "Syndic", "date": "2027-04-01", "date_reception": "2027-04-05", "preuve": True}, {
        "phase": "arrete",
        "echeances": {"DL-EXEC-MS": "2027-07-05 a_venir", "DL-RECOURS": "2027-06-07 a_venir"}}),
    ("2027-04-09", "agent", "MSO-14", {}, {"phase": "execution"}),
)  # fmt: skip
CARENCE = (
    ("2027-04-12", "agent", "ecarter MSO-15", {"motif": "Travaux sur la cour : on y habite encore."}, {
        "maintenant": ["MSO-16"], "ecartees": ["MSO-07", "MSO-15", "MSO-20b", "MSO-24b"]}),
    ("2027-07-05", "agent", "MSO-16", {}, {
        "maintenant": ["MSO-17a", "MSO-17b"],
        "echeances": {"DL-EXEC-MS": "2027-07-05 aujourdhui"}}),
    ("2027-07-05", "agent", "MSO-17b", {}, {"refus": "L. 511-15"}),
    ("2027-07-06", "agent", "MSO-17b", {}, {
        "phase": "carence", "echeances": {"DL-EXEC-MS": "2027-07-05 sans_objet"},
        "maintenant": ["MSO-17a", "MSO-18b", "MSO-19b"], "rappels": ["MSO-17a"]}),
)  # fmt: skip


def sans(lignes, *cles):
    """The same lines, where these expectations do not hold."""
    return tuple(
        (*ligne[:4], {cle: voulu for cle, voulu in ligne[4].items() if cle not in cles})
        for ligne in lignes
    )


@tagged("at_install", "-post_install")
class TestScenarioCopropriete(OilhiScenarioCommon):
    """The ordinary procedure in a copropriété: common parts, both kinds of parts, protected building."""

    @classmethod
    def _immeuble(cls, parties, protection="non"):
        batiment = cls._batiment(protection=protection, copropriete="oui")
        dossier = cls._maison({"Q10": parties}, batiment_id=batiment.id)
        cls._ajouter(dossier, "syndic", raison_sociale="Syndic d’essai")
        return dossier

    def test_parties_communes(self):
        """Works and a ban on living there: rehousing is followed, then everything is lifted."""
        dossier = self._immeuble("parties_communes")
        self._jouer(dossier, INSTRUCTION + LETTRE_AU_SYNDIC + (
            ("2027-03-30", "agent", "mesure", {
                "type": "interdiction_temporaire", "texte": "Interdire d’habiter le lot 3.",
                "delai_nombre": False}, {
                "ecartees": ["MSO-07", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-07": "R. 511-4", "MSO-20b": "Aucune démolition"}}),
            ("2027-03-31", "responsable", "MSO-12", {}, {"refus": "L. 511-18"}),
        ))  # fmt: skip
        interdiction = dossier.procedure_ids.mesure_ids.filtered(lambda m: m.type != "travaux")
        interdiction.with_user(self.agent).write(
            {"date_effet": "2027-04-30", "date_offre": "2027-04-16"}
        )
        self._jouer(dossier, ARRETE_AU_SYNDIC + (
            ("2027-04-09", "agent", "rien", {}, {
                "maintenant": ["MSO-15", "MSO-16"], "rappels": ["MSO-15", "MSO-16", "DL-EXEC-MS"]}),
            ("2027-04-20", "agent", "MSO-15", {}, {"maintenant": ["MSO-16"]}),
            ("2027-07-01", "agent", "rien", {}, {
                "echeances": {"DL-EXEC-MS": "2027-07-05 proche", "DL-RECOURS": "2027-06-07 echue"}}),
            ("2027-07-05", "agent", "MSO-16", {}, {"maintenant": ["MSO-17a", "MSO-17b"]}),
            ("2027-07-05", "agent", "MSO-17a", {}, {
                "maintenant": ["MSO-18a"], "rappels": ["MSO-18a"],
                "echeances": {"DL-EXEC-MS": "2027-07-05 tenue"},
                "ecartees": ["MSO-07", "MSO-17b", "MSO-18b", "MSO-19b", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-18b": "MSO-17a"}}),
            ("2027-07-12", "responsable", "MSO-18a", {
                "a": "Syndic", "mode": "lrar", "date_reception": "2027-07-15",
                "date_transmission": "2027-07-12"}, {
                "procedure": {"MSO": "en_cours"},
                "echeances": {"DL-LOYER-REP": None, "DL-CL": ["2027-04-15 tenue", "2027-07-27 tenue"],
                              "DL-RECOURS": ["2027-06-07 echue", "2027-09-16 a_venir"]}}),
            *communiquer("2027-07-13"),
            ("2027-07-13", "agent", "rien", {}, {
                "procedure": {"MSO": "close"}, "phase": "clos", "maintenant": [], "rappels": []}),
        ))  # fmt: skip

    def test_carence_astreinte_office(self):
        """Each co-owner pays the astreinte (L. 543-1) until the execution d’office is notified."""
        dossier = self._immeuble("parties_communes")
        self._ajouter(dossier, "proprietaire", prenom="Andrée", nom="Modèle")
        self._jouer(dossier, INSTRUCTION + LETTRE_AU_SYNDIC + ARRETE_AU_SYNDIC + CARENCE + (
            ("2027-07-12", "responsable", "MSO-18b", {"a": "Dominique", "montant": 1000.5}, {
                "refus": "L. 511-15 I"}),
            ("2027-07-12", "responsable", "MSO-18b", {
                "a": "Dominique", "mode": "lrar", "montant": 1000.0, "date_reception": "2027-07-16",
                "date_transmission": "2027-07-13"}, {"phase": "carence"}),
            ("2027-07-12", "responsable", "MSO-18b", {
                "a": "Andrée", "mode": "lrar", "montant": 60.0, "date_reception": "2027-07-19",
                "date_transmission": "2027-07-13"}, {
                "maintenant": ["MSO-17a", "MSO-19b"]}),
            ("2027-07-20", "agent", "MSO-22b", {}, {"phase": "carence"}),
            ("2027-09-06", "responsable", "MSO-19b", {"a": "Syndic", "mode": "signification"}, {
                "phase": "carence", "maintenant": ["MSO-17a", "MSO-21b"]}),
            ("2027-09-07", "responsable", "MSO-18b", {"a": "Andrée", "montant": 60.0}, {
                "refus": "L. 511-15 III"}),
            ("2027-10-04", "responsable", "MSO-18b", {
                "a": "Andrée", "montant": 60.0, "justification": "Liquidation, jusqu’au 5 septembre."},
                {}),
            # The commune had the works done: the time given stays missed.
            ("2027-10-20", "agent", "MSO-17a", {}, {
                "phase": "execution", "maintenant": ["MSO-18a", "MSO-21b"],
                "echeances": {"DL-EXEC-MS": "2027-07-05 sans_objet"}}),
            ("2027-11-08", "agent", "MSO-21b", {"montant": 13500.0}, {"maintenant": ["MSO-18a"]}),
            ("2027-11-15", "responsable", "MSO-18a", {
                "a": "Syndic", "mode": "main_propre", "date_transmission": "2027-11-15"}, {}),
            *communiquer("2027-11-16"),
            ("2027-11-16", "agent", "rien", {}, {
                "procedure": {"MSO": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip

    def test_substitution(self):
        """Some co-owners do not pay: the commune decides within a month to pay in their place."""
        dossier = self._immeuble("parties_communes")
        self._ajouter(dossier, "proprietaire", prenom="Andrée", nom="Modèle")
        self._jouer(dossier, INSTRUCTION + LETTRE_AU_SYNDIC + ARRETE_AU_SYNDIC + CARENCE + (
            # Fifteen days end on Saturday 24 July.
            ("2027-07-09", "agent", "recu DL-SOMM-COPRO", {"date": "2027-07-09", "a": "Andrée"}, {
                "echeances": {"DL-SOMM-COPRO": "2027-07-26 a_venir"},
                "rappels": ["DL-SOMM-COPRO", "MSO-17a"]}),
            # A month that binds the commune is not put off: Saturday 28 August (R3).
            ("2027-07-28", "agent", "recu DL-SUBST", {"date": "2027-07-28"}, {
                "echeances": {"DL-SOMM-COPRO": "2027-07-26 echue", "DL-SUBST": "2027-08-28 a_venir"},
                "rappels": ["DL-SOMM-COPRO", "DL-SUBST", "MSO-17a"],
                "motifs": {"MSO-24b": "ne s’est pas substituée"}}),
            ("2027-08-30", "agent", "rien", {}, {"echeances": {"DL-SUBST": "2027-08-28 depassee"}}),
            ("2027-08-30", "responsable", "recu D-MSO-30", {"date": "2027-08-27"}, {
                "phase": "carence",
                "echeances": {"DL-SUBST": "2027-08-28 tenue", "DL-SOMM-COPRO": "2027-07-26 echue"},
                "maintenant": ["MSO-17a", "MSO-18b", "MSO-19b", "MSO-24b"],
                "ecartees": ["MSO-07", "MSO-15", "MSO-20b"]}),
            ("2027-11-02", "agent", "MSO-17a", {}, {
                "maintenant": ["MSO-18a", "MSO-24b"],
                "ecartees": ["MSO-07", "MSO-15", "MSO-18b", "MSO-19b", "MSO-20b"]}),
            ("2027-12-01", "agent", "MSO-24b", {"montant": 4200.0}, {
                "maintenant": ["MSO-18a"]}),
        ))  # fmt: skip

    def test_parties_communes_et_privatives(self):
        """Two persons held: two clocks, the latest decides, for the order as for the failure (R8)."""
        dossier = self._immeuble("les_deux")
        dominique = self._personnes(dossier, "proprietaire")
        self._jouer(dossier, INSTRUCTION + (
            ("2027-01-08", "agent", "MSO-08", {
                "a": "Syndic", "mode": "lrar", "date_reception": "2027-01-12"}, {
                "echeances": {"DL-CONTR-COPRO": "2027-03-12 a_venir", "DL-CONTR-MS": None}}),
            ("2027-01-08", "agent", "MSO-09", {"mode": "affichage"}, {}),
            ("2027-02-10", "agent", "MSO-10", {"a": "Syndic", "observations": "aucune"}, {}),
            ("2027-02-10", "agent", "mesure", {"delai_nombre": 2, "delai_unite": "mois"}, {}),
            ("2027-02-10", "agent", "mesure", {
                "texte": "Reprendre le plancher du lot 3.", "personne_id": dominique.id,
                "delai_nombre": 1, "delai_unite": "mois"}, {}),
            ("2027-02-11", "responsable", "MSO-12", {}, {"refus": "Dominique.*L. 511-10"}),
            ("2027-02-12", "agent", "MSO-08", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-02-15"}, {
                "echeances": {"DL-CONTR-COPRO": "2027-03-12 a_venir",
                              "DL-CONTR-MS": "2027-03-15 a_venir"},
                "rappels": ["DL-CONTR-COPRO", "DL-CONTR-MS", "MSO-12"]}),
            ("2027-03-13", "responsable", "MSO-12", {}, {
                "refus": "Trop tôt.*16 mars 2027.*R. 511-3.*Dominique",
                "echeances": {"DL-CONTR-COPRO": "2027-03-12 echue",
                              "DL-CONTR-MS": "2027-03-15 proche"}}),
            ("2027-03-16", "responsable", "MSO-12", {}, {
                "echeances": {"DL-CONTR-COPRO": "2027-03-12 tenue",
                              "DL-CONTR-MS": "2027-03-15 tenue", "DL-CL": "2027-03-31 a_venir"}}),
            ("2027-03-16", "agent", "MSO-13", {
                "a": "Syndic", "mode": "lrar", "date_reception": "2027-03-18",
                "date_transmission": "2027-03-16"}, {
                "echeances": {"DL-EXEC-MS": "2027-05-18 a_venir", "DL-LOYER-FIN": None}}),
            # His measure alone ends on Sunday 25 April; the syndic has nothing to pay in rents.
            ("2027-03-16", "agent", "MSO-13", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-03-25"}, {
                "echeances": {
                    "DL-EXEC-MS": ["2027-04-26 a_venir", "2027-05-18 a_venir", "2027-05-25 a_venir"],
                    "DL-RECOURS": ["2027-05-19 a_venir", "2027-05-26 a_venir"],
                    "DL-LOYER-FIN": "2027-04-01 a_venir", "DL-CL": "2027-03-31 tenue"}}),
            ("2027-03-20", "agent", "ecarter MSO-15", {"motif": "On y habite encore."}, {}),
            ("2027-03-20", "agent", "MSO-14", {}, {"phase": "execution", "maintenant": ["MSO-16"]}),
            ("2027-05-19", "agent", "MSO-16", {}, {
                "echeances": {
                    "DL-EXEC-MS": ["2027-04-26 depassee", "2027-05-18 depassee", "2027-05-25 proche"],
                }}),
            ("2027-05-25", "agent", "MSO-17b", {}, {"refus": "Trop tôt.*L. 511-15"}),
            ("2027-05-26", "agent", "MSO-17b", {}, {
                "phase": "carence",
                "echeances": {"DL-EXEC-MS": [
                    "2027-04-26 sans_objet", "2027-05-18 sans_objet", "2027-05-25 sans_objet"]}}),
            ("2027-06-30", "agent", "MSO-17a", {}, {"maintenant": ["MSO-18a"]}),
            ("2027-07-05", "responsable", "MSO-18a", {
                "a": "Dominique", "mode": "lrar", "date_transmission": "2027-07-06"}, {
                "echeances": {"DL-LOYER-REP": "2027-08-01 a_venir"}}),
            ("2027-07-05", "agent", "MSO-18a", {"a": "Syndic", "mode": "lrar"}, {
                "echeances": {"DL-LOYER-REP": "2027-08-01 a_venir"}}),
            *communiquer("2027-07-06"),
            ("2027-07-06", "agent", "rien", {}, {"procedure": {"MSO": "close"}, "phase": "clos"}),
        ))  # fmt: skip

    def _jusqu_a_l_avis(self):
        dossier = self._immeuble("parties_communes", protection="inscrit_abords_spr_site")
        self._jouer(dossier, INSTRUCTION[:-1] + (
            ("2027-01-07", "agent", "MSO-06", {}, {
                "maintenant": ["MSO-07", "MSO-08", "MSO-09"],
                "rappels": ["MSO-07", "MSO-08", "MSO-09"],
                "ecartees": ["MSO-15", "MSO-20b", "MSO-24b"]}),
        ) + sans(LETTRE_AU_SYNDIC[1:5], "maintenant", "rappels") + (
            ("2027-03-02", "agent", "mesure", {"delai_nombre": 3, "delai_unite": "mois"}, {
                "maintenant": ["MSO-07"]}),
            ("2027-03-31", "responsable", "MSO-12", {}, {"refus": "R. 511-4"}),
            ("2027-04-15", "agent", "MSO-07", {"mode": "lrar"}, {
                "maintenant": ["MSO-12"], "echeances": {"DL-ABF": "sans date a_venir"}}),
            ("2027-04-15", "responsable", "MSO-12", {}, {"refus": "UDAP.*R. 511-4"}),
            # T13: fifteen days from 16 April end on a Saturday, 1 May.
            ("2027-04-19", "agent", "MSO-07", {"date": "2027-04-15", "date_reception": "2027-04-16"}, {
                "echeances": {"DL-ABF": "2027-05-03 a_venir", "DL-CONTR-COPRO": "2027-03-30 echue"},
                "rappels": ["DL-ABF", "DL-CONTR-COPRO", "MSO-12"]}),
        ))  # fmt: skip
        return dossier

    def test_avis_repute_emis(self):
        """The architecte says nothing: fifteen days, then the order."""
        self._jouer(self._jusqu_a_l_avis(), (
            ("2027-05-03", "responsable", "MSO-12", {}, {
                "refus": "4 mai 2027.*R. 511-4", "echeances": {"DL-ABF": "2027-05-03 aujourdhui"}}),
            ("2027-05-04", "responsable", "MSO-12", {}, {
                "phase": "arrete", "maintenant": ["MSO-13", "MSO-15"],
                "rappels": ["DL-CL", "MSO-13", "MSO-15"],
                "echeances": {"DL-ABF": "2027-05-03 tenue", "DL-CONTR-COPRO": "2027-03-30 tenue",
                              "DL-CL": "2027-05-19 a_venir"}}),
        ))  # fmt: skip

    def test_avis_recu_plus_tot(self):
        """The opinion frees the order; the time of the syndic is never shortened that way."""
        dossier = self._jusqu_a_l_avis()
        self._jouer(dossier, (
            ("2027-04-26", "agent", "tenir DL-ABF", {"date": "2027-04-15"}, {"refus": "départ"}),
            ("2027-04-26", "agent", "tenir DL-ABF", {"date": "2027-04-26"}, {
                "echeances": {"DL-ABF": "2027-05-03 tenue"},
                "rappels": ["DL-CONTR-COPRO", "MSO-12"]}),
            ("2027-04-26", "responsable", "MSO-12", {}, {
                "phase": "arrete", "echeances": {"DL-CL": "2027-05-11 a_venir"}}),
        ))  # fmt: skip

    def test_interdiction_seule_en_secteur_protege(self):
        """Nothing is repaired nor demolished: no opinion is asked, and it is said why."""
        dossier = self._immeuble("parties_communes", protection="inscrit_abords_spr_site")
        self._jouer(dossier, INSTRUCTION[:-1] + (
            ("2027-01-07", "agent", "MSO-06", {}, {"maintenant": ["MSO-07", "MSO-08", "MSO-09"]}),
            ("2027-01-08", "agent", "mesure", {
                "type": "interdiction_temporaire", "texte": "Interdire l’escalier B.",
                "delai_nombre": False, "date_effet": "2027-04-30", "date_offre": "2027-04-16"}, {
                "maintenant": ["MSO-08", "MSO-09"], "ecartees": ["MSO-07", "MSO-20b", "MSO-24b"],
                "motifs": {"MSO-07": "réparation ni de démolition"}}),
        ) + LETTRE_AU_SYNDIC[1:5] + (
            ("2027-03-31", "responsable", "MSO-12", {}, {"maintenant": ["MSO-13", "MSO-15"]}),
        ))  # fmt: skip

    def test_plis_revenus(self):
        """R7: not claimed counts from the first presentation; unknown at the address, never."""
        dossier = self._immeuble("les_deux")
        self._jouer(dossier, INSTRUCTION + (
            ("2027-01-08", "agent", "MSO-08", {"a": "Syndic", "mode": "lrar"}, {}),
            ("2027-01-08", "agent", "MSO-09", {"mode": "affichage"}, {}),
            ("2027-01-14", "agent", "MSO-08", {
                "a": "Syndic", "date": "2027-01-08", "date_presentation": "2027-01-12"}, {
                "echeances": {"DL-CONTR-COPRO": "sans date a_venir"}}),
            ("2027-01-29", "agent", "MSO-08", {
                "a": "Syndic", "date": "2027-01-08", "issue_pli": "non_reclame"}, {
                "echeances": {"DL-CONTR-COPRO": "2027-03-12 a_venir"}}),
            ("2027-01-29", "agent", "MSO-08", {
                "a": "Dominique", "date": "2027-01-08", "mode": "lrar", "issue_pli": "npai"}, {
                "echeances": {"DL-CONTR-MS": "sans date a_venir"},
                "rappels": ["DL-CONTR-COPRO", "MSO-10"]}),
            ("2027-01-29", "agent", "mesure", {"delai_nombre": 2, "delai_unite": "mois"}, {}),
            ("2027-02-05", "responsable", "MSO-12", {}, {"refus": "Preuve manquante.*Dominique"}),
            ("2027-02-05", "agent", "MSO-08", {
                "a": "Dominique", "mode": "affichage"}, {"refus": "R. 511-8"}),
            # Written again at the address that was found: another letter, another clock.
            ("2027-02-10", "agent", "MSO-08", {
                "a": "Dominique", "date": "2027-02-05", "mode": "lrar",
                "date_reception": "2027-02-09"}, {
                "echeances": {"DL-CONTR-MS": "2027-03-09 a_venir"}}),
            ("2027-03-12", "responsable", "MSO-12", {}, {"refus": "13 mars 2027.*R. 511-10.*Syndic"}),
            ("2027-03-13", "responsable", "MSO-12", {}, {"phase": "arrete"}),
        ))  # fmt: skip
        syndic = self._echeance(dossier, "DL-CONTR-COPRO")
        self.assertEqual(str(syndic.depart), "2027-01-12")
        self.assertEqual(syndic.niveau_preuve, "a_verifier")
        self.assertIn("première présentation", syndic.avertissements)

    def test_introuvable(self):
        """Nobody knows where a co-owner lives: the letter is posted, his clock starts there (R. 511-3)."""
        dossier = self._immeuble("les_deux")
        self._personnes(dossier, "proprietaire").with_user(self.agent).adresse_inconnue = True
        self._jouer(dossier, INSTRUCTION + (
            ("2027-01-11", "agent", "MSO-08", {"a": "Dominique", "mode": "affichage"}, {
                "echeances": {"DL-CONTR-MS": "2027-02-11 a_venir"}}),
            ("2027-01-11", "agent", "MSO-08", {"a": "Syndic", "mode": "affichage"}, {
                "refus": "R. 511-8"}),
        ))  # fmt: skip
        self.assertEqual(self._echeance(dossier, "DL-CONTR-MS").niveau_preuve, "a_verifier")
