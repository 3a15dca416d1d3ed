from odoo.tests import tagged

from .scenario_common import OilhiScenarioCommon

# The friendly stage: nothing of it is a legal period (the month is advice).
JUSQU_A_LA_CONTRE_VISITE = (
    ("2027-01-05", "agent", "ouvrir RSHS", {}, {
        "phase": "signalement", "maintenant": ["RSHS-01"], "rappels": ["RSHS-01"], "ecartees": []}),
    ("2027-01-05", "agent", "RSHS-01", {}, {"phase": "instruction", "maintenant": ["RSHS-02"]}),
    ("2027-01-07", "agent", "RSHS-02", {"heure": "14:00"}, {
        "maintenant": ["RSHS-03"], "rappels": ["RSHS-03"]}),
    ("2027-01-08", "agent", "RSHS-03", {}, {
        "phase": "contradictoire", "maintenant": ["RSHS-04", "RSHS-05", "RSHS-06", "RSHS-07"],
        "rappels": ["RSHS-07"]}),
    ("2027-01-11", "agent", "RSHS-04", {"a": "Dominique", "mode": "autre"}, {
        "maintenant": ["RSHS-05", "RSHS-06", "RSHS-07"], "rappels": ["DL-P-RSHS-AMI", "RSHS-07"],
        "echeances": {"DL-P-RSHS-AMI": "2027-02-11 a_venir"}}),
    ("2027-01-11", "agent", "RSHS-05", {"a": "Claude", "mode": "main_propre"}, {
        "maintenant": ["RSHS-06", "RSHS-07"]}),
    ("2027-02-08", "agent", "rien", {}, {"echeances": {"DL-P-RSHS-AMI": "2027-02-11 proche"}}),
    ("2027-02-12", "agent", "RSHS-06", {"heure": "10:00"}, {
        "echeances": {"DL-P-RSHS-AMI": "2027-02-11 tenue"},
        "maintenant": ["RSHS-07", "RSHS-13"], "rappels": ["RSHS-07", "RSHS-13"]}),
)  # fmt: skip
# Nothing is done: letter, order of the mayor (a month given), notified on 2 March.
MISE_EN_DEMEURE = (
    ("2027-02-12", "responsable", "RSHS-08", {}, {"refus": "RSHS-07.*CRPA L. 121-1"}),
    ("2027-02-15", "agent", "RSHS-07", {"mode": "lrar"}, {
        "phase": "arrete", "maintenant": ["RSHS-08"],
        "echeances": {"DL-P-RSHS-CONTR": "sans date a_venir"}}),
    ("2027-02-19", "agent", "RSHS-07", {"date": "2027-02-15", "date_reception": "2027-02-18"}, {
        "echeances": {"DL-P-RSHS-CONTR": "2027-03-05 a_venir"},
        "rappels": ["DL-P-RSHS-CONTR", "RSHS-08"]}),
    # Fifteen days are advised, no text gives them: the order may be signed before their end.
    ("2027-02-25", "responsable", "RSHS-08", {"delai_nombre": 1, "delai_unite": "mois"}, {
        "phase": "execution", "maintenant": ["RSHS-09"], "rappels": ["DL-CL", "RSHS-09"],
        "echeances": {"DL-P-RSHS-CONTR": "2027-03-05 tenue", "DL-CL": "2027-03-12 a_venir",
                      "DL-RETRAIT": "2027-06-25 a_venir", "DL-RSHS": "sans date a_venir"}}),
    ("2027-02-26", "agent", "RSHS-08", {
        "a": "Dominique", "mode": "lrar", "delai_nombre": 1, "delai_unite": "mois",
        "date_transmission": "2027-02-26"}, {
        "echeances": {"DL-CL": "2027-03-12 tenue", "DL-RSHS": "sans date a_venir"}}),
    # The month is the time to act; to go to court, two full months (R4), whatever the order gives.
    ("2027-03-05", "agent", "RSHS-08", {
        "a": "Dominique", "date": "2027-02-26", "date_reception": "2027-03-02", "preuve": True}, {
        "echeances": {"DL-RSHS": "2027-04-02 a_venir", "DL-RECOURS": "2027-05-03 a_venir",
                      "DL-LOYER-FIN": None},
        "rappels": ["DL-RSHS", "RSHS-09"]}),
)  # fmt: skip
SANS_RISQUE = {"Q6": "sans_risque"}


@tagged("at_install", "-post_install")
class TestScenarioHygiene(OilhiScenarioCommon):
    """Health rules of the mayor (RSHS) and decency of a let dwelling (NDEC)."""

    # -- RSHS ----------------------------------------------------------------

    def test_reglement_amiable(self):
        """A letter, a second visit, and nothing more: no order is taken."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, JUSQU_A_LA_CONTRE_VISITE + (
            ("2027-02-15", "agent", "RSHS-13", {}, {
                "procedure": {"RSHS": "close"}, "phase": "clos", "maintenant": [], "rappels": [],
                "ecartees": ["RSHS-07", "RSHS-08", "RSHS-09", "RSHS-10", "RSHS-11", "RSHS-12"],
                "motifs": {"RSHS-08": "Procédure close"}}),
        ))  # fmt: skip
        conseil = self._echeance(dossier, "DL-P-RSHS-AMI")
        self.assertEqual(conseil.niveau_preuve, "pratique")
        self.assertFalse(conseil.base, "no text fixes that month")

    def test_mise_en_demeure_suivie(self):
        self._jouer(self._logement(SANS_RISQUE), JUSQU_A_LA_CONTRE_VISITE + MISE_EN_DEMEURE + (
            ("2027-04-01", "agent", "rien", {}, {"echeances": {"DL-RSHS": "2027-04-02 proche"}}),
            ("2027-04-02", "agent", "RSHS-09", {"heure": "11:00"}, {
                "echeances": {"DL-RSHS": "2027-04-02 tenue"},
                "maintenant": ["RSHS-10", "RSHS-13"], "rappels": ["RSHS-10", "RSHS-13"]}),
            ("2027-04-06", "agent", "RSHS-13", {}, {
                "procedure": {"RSHS": "close"}, "phase": "clos", "rappels": [],
                "motifs": {"RSHS-10": "Procédure close"}}),
        ))  # fmt: skip

    def test_mise_en_demeure_ignoree(self):
        """Carence: a report of offence goes to the parquet; the commune carries out nothing."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, JUSQU_A_LA_CONTRE_VISITE + MISE_EN_DEMEURE + (
            ("2027-04-05", "agent", "rien", {}, {"echeances": {"DL-RSHS": "2027-04-02 depassee"}}),
            ("2027-04-05", "agent", "RSHS-09", {"heure": "11:00"}, {
                "maintenant": ["RSHS-10", "RSHS-13"]}),
            ("2027-04-06", "agent", "RSHS-10", {}, {
                "phase": "carence", "maintenant": ["RSHS-13"], "rappels": ["RSHS-13"],
                "echeances": {"DL-RSHS": "2027-04-02 sans_objet", "DL-LOYER-FIN": None}}),
            ("2027-05-10", "agent", "annuler RSHS-10", {"motif": "Erreur."}, {"refus": "responsable"}),
            ("2027-05-10", "agent", "RSHS-13", {}, {
                "procedure": {"RSHS": "close"}, "phase": "clos", "rappels": []}),
        ))  # fmt: skip
        natures = set(dossier.etape_ids.mapped("etape_id.nature"))
        self.assertFalse(natures & {"astreinte", "office", "recouvrement"}, "C.2 rules 9 and 10")

    def test_police_du_maire(self):
        """CGCT L. 2212-2 is never transferred: the EPCI may not sign the mise en demeure."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, JUSQU_A_LA_CONTRE_VISITE + MISE_EN_DEMEURE[1:3])
        self.service_mairie_arras.write({"type": "epci", "epci_id": self.epci.id})
        self._jouer(dossier, (
            ("2027-03-08", "responsable", "RSHS-08", {}, {"refus": "CGCT L. 5211-9-2 I"}),
        ))  # fmt: skip

    def test_un_risque_apparait(self):
        """R. 1331-16: the préfet’s insalubrité takes over, and what was sent is not typed again."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, JUSQU_A_LA_CONTRE_VISITE[:4] + (
            ("2027-01-20", "agent", "RSHS-12", {"heure": "11:00", "mode": "autre"}, {}),
            ("2027-01-20", "agent", "repondre", {"Q6": "avec_risque"}, {}),
            ("2027-01-20", "agent", "basculer MSO", {}, {"refus": "ne mène pas"}),
            ("2027-01-20", "agent", "basculer INS-ORD", {"motif": ""}, {"refus": "pourquoi"}),
            ("2027-01-20", "agent", "basculer INS-ORD", {"motif": "Moisissures toxiques."}, {
                "procedure": {"RSHS": "relayee", "INS-ORD": "en_cours"},
                "etat": {"INS-01": "faite", "RSHS-12": "faite"}, "phase": "instruction",
                "motifs": {"RSHS-07": "Moisissures toxiques", "RSHS-13": "relayée par INS-ORD"},
                "maintenant": ["INS-02"], "rappels": ["INS-02"]}),
        ))  # fmt: skip
        repris = dossier._etape("INS-01").fait_ids
        self.assertEqual((repris.repris_de_id.code, str(repris.date)), ("RSHS-12", "2027-01-20"))

    def test_un_risque_apparait_apres_la_mise_en_demeure(self):
        """An order is in force: the préfet acts, and the order of the mayor is still followed."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, JUSQU_A_LA_CONTRE_VISITE + MISE_EN_DEMEURE + (
            ("2027-03-10", "agent", "repondre", {"Q6": "avec_risque"}, {}),
            ("2027-03-10", "agent", "basculer INS-ORD", {}, {
                "procedure": {"RSHS": "en_cours", "INS-ORD": "en_cours"},
                "maintenant": ["INS-01", "RSHS-09"], "rappels": ["DL-RSHS", "INS-01", "RSHS-09"],
                "etat": {"RSHS-10": "a_faire"}}),
        ))  # fmt: skip

    # -- NDEC ----------------------------------------------------------------

    def test_bailleur_repond(self):
        """The landlord agrees and does the works: it ends there, and it is no giving up."""
        self._jouer(self._logement({}), (
            ("2027-01-05", "agent", "ouvrir NDEC", {}, {
                "phase": "signalement", "maintenant": ["NDEC-01"], "rappels": ["NDEC-01"]}),
            ("2027-01-11", "agent", "NDEC-01", {"a": "Dominique", "mode": "lrar"}, {
                "phase": "instruction", "maintenant": ["NDEC-02"],
                "echeances": {"DL-NDEC": "sans date a_venir"}}),
            # Two months from 14 January end on a Sunday.
            ("2027-01-15", "agent", "NDEC-01", {
                "a": "Dominique", "date": "2027-01-11", "date_reception": "2027-01-14"}, {
                "echeances": {"DL-NDEC": "2027-03-15 a_venir"}, "rappels": ["DL-NDEC", "NDEC-02"]}),
            # The commission is never a step before the judge (art. 20-1).
            ("2027-02-20", "agent", "NDEC-02", {"observations": "recues"}, {
                "maintenant": ["NDEC-03", "NDEC-04"], "rappels": [],
                "echeances": {"DL-NDEC": "2027-03-15 tenue"}}),
            ("2027-03-10", "agent", "clore", {"motif": " "}, {"refus": "pourquoi"}),
            ("2027-03-10", "agent", "clore", {"motif": "Travaux faits, vus le 9 mars."}, {
                "procedure": {"NDEC": "close"}, "phase": "clos", "rappels": [],
                "ecartees": ["NDEC-03", "NDEC-04", "NDEC-05"],
                "motifs": {"NDEC-04": "Travaux faits, vus le 9 mars"}}),
        ))  # fmt: skip

    def test_locataire_renonce(self):
        self._jouer(self._logement({}), (
            ("2027-01-05", "agent", "ouvrir NDEC", {}, {}),
            ("2027-01-08", "agent", "clore", {"motif": "La locataire ne veut pas écrire."}, {
                "procedure": {"NDEC": "abandonnee"}, "phase": "instruction", "rappels": []}),
        ))  # fmt: skip

    def test_bailleur_se_tait(self):
        """The CAF told the landlord: that is a demand. Two months of silence, then the judge."""
        self._jouer(self._logement({}), (
            ("2027-01-06", "agent", "ouvrir NDEC", {}, {}),
            ("2027-01-06", "agent", "ecarter NDEC-01", {"motif": "La CAF a informé le bailleur."}, {
                "ecartees": ["NDEC-01"], "motifs": {"NDEC-01": "La CAF"}, "maintenant": ["NDEC-02"]}),
            # Two months from 7 January end on a Sunday.
            ("2027-01-08", "agent", "NDEC-05", {
                "a": "Dominique", "date": "2027-01-04", "mode": "lrar",
                "date_reception": "2027-01-07"}, {
                "echeances": {"DL-NDEC": "2027-03-08 a_venir"}, "rappels": ["DL-NDEC", "NDEC-02"]}),
            ("2027-03-08", "agent", "rien", {}, {"echeances": {"DL-NDEC": "2027-03-08 aujourdhui"}}),
            ("2027-03-09", "agent", "rien", {}, {"echeances": {"DL-NDEC": "2027-03-08 echue"}}),
            ("2027-03-09", "agent", "NDEC-02", {"observations": "aucune"}, {
                "phase": "instruction", "maintenant": ["NDEC-03", "NDEC-04"], "rappels": [],
                "echeances": {"DL-NDEC": "2027-03-08 sans_objet"}}),
            ("2027-03-10", "agent", "NDEC-03", {}, {"phase": "carence", "maintenant": ["NDEC-04"]}),
            ("2027-06-10", "agent", "NDEC-04", {}, {
                "procedure": {"NDEC": "close"}, "phase": "clos", "rappels": [],
                "ecartees": ["NDEC-01"], "echeances": {"DL-LOYER-FIN": None}}),
        ))  # fmt: skip

    def test_decence_et_hygiene_ensemble(self):
        """C.3: NDEC goes along with the others; what ends one leaves the other open."""
        dossier = self._logement(SANS_RISQUE)
        self._jouer(dossier, (
            ("2027-01-05", "agent", "ouvrir RSHS", {}, {}),
            ("2027-01-05", "agent", "ouvrir NDEC", {}, {
                "procedure": {"RSHS": "en_cours", "NDEC": "en_cours"},
                "maintenant": ["NDEC-01", "RSHS-01"], "rappels": ["NDEC-01", "RSHS-01"]}),
            ("2027-01-05", "agent", "RSHS-01", {}, {}),
            ("2027-01-07", "agent", "RSHS-02", {}, {}),
            ("2027-01-08", "agent", "RSHS-03", {}, {}),
            ("2027-01-11", "agent", "NDEC-01", {
                "a": "Dominique", "mode": "lrar", "date_reception": "2027-01-14"}, {
                "maintenant": ["NDEC-02", "RSHS-04", "RSHS-05", "RSHS-06", "RSHS-07"]}),
            ("2027-02-12", "agent", "RSHS-06", {}, {}),
            ("2027-02-15", "agent", "RSHS-13", {}, {
                "procedure": {"RSHS": "close", "NDEC": "en_cours"}, "phase": "instruction",
                "maintenant": ["NDEC-02"], "rappels": ["DL-NDEC", "NDEC-02"]}),
            # Another breach is found: RSHS again, beside the demand that still runs.
            ("2027-03-01", "agent", "ouvrir RSHS", {}, {
                "procedure": {"RSHS": "en_cours", "NDEC": "en_cours"},
                "maintenant": ["NDEC-02", "RSHS-01"]}),
            ("2027-03-16", "agent", "NDEC-02", {"observations": "recues"}, {}),
            ("2027-03-17", "agent", "clore NDEC", {"motif": "Travaux faits."}, {
                "procedure": {"RSHS": "en_cours", "NDEC": "close"}, "maintenant": ["RSHS-01"]}),
        ))  # fmt: skip
        self.assertEqual(
            sorted(dossier.procedure_ids.mapped("etat")), ["close", "close", "en_cours"]
        )
