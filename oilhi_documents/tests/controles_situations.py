"""Situations of the table of controls: facts of a case, as a jurist would tell them.

`faits`: (step or event, day, {a: role of the addressee, recu: day of receipt, mode, preuve: a file is
joined, heure, observations, montant…}). `lignes`: (row, day on which it is typed, values), made after
the facts (controles_lignes.py). What is not said is that of an ordinary case: a house let in
Arras, its mayor competent, one owner, one tenant, one measure of three months, nothing protected.
"""

from .common import INDIVISAIRES, SECURISATION, TRAVAUX
from .controles_lignes import MOTIFS

PROPRIETAIRE = {
    "role": "proprietaire", "civilite": "monsieur", "prenom": "Dominique", "nom": "Exemple",
    "rue": "4 rue du Test", "code_postal": "62000", "ville": "Arras",
}  # fmt: skip
OCCUPANT = {
    "role": "occupant", "civilite": "madame", "prenom": "Claude", "nom": "Modèle",
    "rue": "12 rue des Fours", "code_postal": "62000", "ville": "Arras",
}  # fmt: skip
SYNDIC = {
    "role": "syndic", "raison_sociale": "Cabinet Exemple", "rue": "8 boulevard des Essais",
    "code_postal": "62000", "ville": "Arras",
}  # fmt: skip
EXPLOITANT = {**PROPRIETAIRE, "role": "exploitant", "prenom": "Sacha", "tenue": True}
INCONNU = {**PROPRIETAIRE, "rue": False, "code_postal": False, "ville": False, "adresse_inconnue": True}
DEMOLITION = {**TRAVAUX, "type": "demolition", "texte": "Démolir en totalité le bâtiment sur rue"}
INTERDICTION = {
    "type": "interdiction_temporaire", "texte": "Interdire d’habiter le logement du premier étage",
    "date_effet": "2027-03-15", "date_offre": "2027-03-08",
}  # fmt: skip
DEFINITIVE = {**INTERDICTION, "type": "interdiction_definitive"}

VISITE = ("MSO-04", "2027-01-05", {"heure": "10:30"})
RAPPORT = ("MSO-05", "2027-01-06", {"preuve": True})
LETTRE = ("MSO-08", "2027-01-08", {"a": "proprietaire", "recu": "2027-01-12", "mode": "lrar", "preuve": True})
OCCUPANTS = ("MSO-09", "2027-01-08", {"a": "occupant", "mode": "main_propre"})
RIEN_RECU = ("MSO-10", "2027-02-13", {"observations": "aucune"})
INSTRUIT = [("MSO-03", "2027-01-05", {}), VISITE, RAPPORT]
COMPLET = [*INSTRUIT, LETTRE, OCCUPANTS, RIEN_RECU]
ARRETE = [*COMPLET, ("MSO-12", "2027-02-15", {})]
NOTIFIE = [*ARRETE, ("MSO-13", "2027-02-17", {"a": "proprietaire", "recu": "2027-02-19", "mode": "lrar", "preuve": True})]  # fmt: skip
CARENCE = [*NOTIFIE, ("MSO-16", "2027-05-20", {}), ("MSO-17b", "2027-05-20", {"preuve": True})]
ASTREINTE = [*CARENCE, ("MSO-18b", "2027-06-08", {"a": "proprietaire", "recu": "2027-06-10", "mode": "lrar", "montant": 500.0})]  # fmt: skip
SOMMATION = ("DL-SOMM-COPRO", "2027-06-23", {"a": "proprietaire"})
ATTESTATION = ("DL-SUBST", "2027-07-10", {"recu": "2027-07-10"})
COPRO = {"Q10": "parties_communes"}
COPRO_LETTRE = ("MSO-08", "2027-01-08", {"a": "syndic", "recu": "2027-01-12", "mode": "lrar", "preuve": True})
COPRO_CARENCE = [
    *INSTRUIT, COPRO_LETTRE, ("MSO-12", "2027-03-16", {}),
    ("MSO-13", "2027-03-17", {"a": "syndic", "recu": "2027-03-19", "mode": "lrar", "preuve": True}),
    ("MSO-16", "2027-06-22", {}), ("MSO-17b", "2027-06-22", {"preuve": True}),
]  # fmt: skip
URGENCE = {"Q1": "oui"}
CONSTAT = ("MSU-02", "2027-01-05", {"heure": "10:00", "preuve": True})
URGENT = [CONSTAT, ("MSU-07", "2027-01-05", {}), ("MSU-08", "2027-01-05", {"a": "proprietaire", "mode": "main_propre", "heure": "16:00", "preuve": True})]  # fmt: skip


def modifie(faits, code, **plus):
    """The same facts, one of them told otherwise."""
    return [(c, j, {**v, **plus} if c == code else v) for c, j, v in faits]


def sans(faits, *codes):
    return [f for f in faits if f[0] not in codes]


SITUATIONS = {
    # -- mise en sécurité, ordinaire
    "rien n’est fait": {},
    "tout est fait et prouvé": {"faits": COMPLET},
    "avis de réception absent": {"faits": modifie(COMPLET, "MSO-08", preuve=False)},
    "réception non prouvée": {"faits": modifie(sans(COMPLET, "MSO-10"), "MSO-08", recu=None, preuve=False)},
    "pli revenu, inconnu à l’adresse": {"faits": modifie(sans(COMPLET, "MSO-10"), "MSO-08", recu=None, issue_pli="npai")},
    "pli non réclamé": {"faits": modifie(COMPLET, "MSO-08", recu=None, issue_pli="non_reclame", date_presentation="2027-01-12")},
    "remise en main propre": {"faits": modifie(COMPLET, "MSO-08", recu=None, mode="main_propre")},
    "adresse inconnue, affichage certifié": {
        "personnes": [INCONNU, OCCUPANT], "faits": modifie(COMPLET, "MSO-08", recu=None, mode="affichage"),
    },
    "adresse inconnue, sans certificat": {
        "personnes": [INCONNU, OCCUPANT],
        "faits": modifie(COMPLET, "MSO-08", recu=None, mode="affichage", preuve=False),
    },
    "affichage, puis l’adresse est retrouvée": {
        "personnes": [INCONNU, OCCUPANT], "faits": modifie(COMPLET, "MSO-08", recu=None, mode="affichage"),
        "apres": {"personne": {"rue": "4 rue du Test", "ville": "Arras", "adresse_inconnue": False}},
    },
    "indivision, une lettre manque": {
        "reponses": {"Q11": "indivision"}, "personnes": INDIVISAIRES,
        "faits": [*INSTRUIT, ("MSO-08", "2027-01-08", {"a": "indivisaire", "recu": "2027-01-12", "mode": "lrar"})],
    },
    "deux propriétaires, réceptions décalées": {
        "personnes": [PROPRIETAIRE, {**PROPRIETAIRE, "role": "usufruitier", "prenom": "Anne"}],
        "faits": [*INSTRUIT, LETTRE, ("MSO-08", "2027-01-08", {"a": "usufruitier", "recu": "2027-01-20", "mode": "lrar", "preuve": True})],
    },
    "occupants informés trois jours après": {
        "faits": [*INSTRUIT, LETTRE, ("MSO-09", "2027-01-11", {"a": "occupant", "mode": "main_propre"})],
    },
    "occupants jamais informés": {"faits": sans(COMPLET, "MSO-09")},
    "un occupant oublié": {
        "personnes": [PROPRIETAIRE, OCCUPANT, {**OCCUPANT, "prenom": "Lise"}], "faits": COMPLET,
    },
    "lieux vacants": {
        "personnes": [PROPRIETAIRE], "reponses": {"Q9": ["vacant"]}, "faits": sans(COMPLET, "MSO-09"),
    },
    "parties communes": {
        "reponses": COPRO, "personnes": [SYNDIC, OCCUPANT],
        "faits": [*INSTRUIT, COPRO_LETTRE, ("MSO-09", "2027-01-12", {})],
    },
    "parties communes, occupants non informés": {
        "reponses": COPRO, "personnes": [SYNDIC, OCCUPANT], "faits": [*INSTRUIT, COPRO_LETTRE],
    },
    "copropriété sans syndic": {"reponses": {"Q10": "sans_syndic"}, "faits": INSTRUIT},
    "observations reçues, sans réponse": {
        "faits": [*sans(COMPLET, "MSO-10"), ("MSO-10", "2027-02-01", {"observations": "recues"})],
    },
    "rapport consultable en mairie": {
        "faits": modifie(COMPLET, "MSO-05", preuve=False),
        "procedure": {"rapport_joint": False, "rapport_consultation": "au service habitat, le matin"},
    },
    "rapport annoncé joint, absent du dossier": {"faits": modifie(COMPLET, "MSO-05", preuve=False)},
    "désordre daté d’après le rapport": {"faits": COMPLET, "apres": {"constate_le": "2027-02-01"}},
    "rapport non enregistré": {"faits": sans(COMPLET, "MSO-05")},
    "visite sans heure": {"faits": modifie(COMPLET, "MSO-04", heure=None)},
    "immeuble protégé, avis non demandé": {"batiment": {"protection": "inscrit_abords_spr_site"}, "faits": COMPLET},
    "immeuble protégé, avis demandé": {
        "batiment": {"protection": "inscrit_abords_spr_site"},
        "faits": [*COMPLET, ("MSO-07", "2027-02-15", {"recu": "2027-02-16", "mode": "lrar", "preuve": True})],
    },
    "immeuble protégé, avis favorable": {
        "batiment": {"protection": "inscrit_abords_spr_site"},
        "faits": [*COMPLET, ("MSO-07", "2027-02-15", {"recu": "2027-02-16", "mode": "lrar", "preuve": True})],
        "procedure": {"abf_date_avis": "2027-02-20", "abf_sens": "favorable"},
    },
    "immeuble classé": {"batiment": {"protection": "classe"}, "faits": COMPLET},
    "protection inconnue": {"batiment": {"protection": False}, "reponses": {"Q12": "inconnu"}, "faits": COMPLET},
    "police transférée à l’EPCI": {"police": {"predecesseur_exercait": "oui", "opposition_le": False}, "faits": COMPLET},
    "autorité inconnue": {"police": {"election": False}, "faits": COMPLET},
    "délégation sans date exécutoire": {"signataire": {"delegation_date": "2026-04-03"}, "faits": COMPLET},
    "délégation complète": {
        "signataire": {"delegation_date": "2026-04-03", "delegation_executoire_le": "2026-04-10",
                       "delegation_matieres": "Habitat"},
        "faits": COMPLET,
    },  # fmt: skip
    "délégation finie avec le mandat": {
        "signataire": {"delegation_date": "2026-04-03", "delegation_executoire_le": "2026-04-10",
                       "fin_mandat_auteur": "2027-02-14"},
        "faits": COMPLET,
    },  # fmt: skip
    "cause extérieure": {"faits": COMPLET, "apres": {"reponses": {"Q2": "externe"}}},
    "danger devenu imminent": {"faits": COMPLET, "apres": {"reponses": {"Q1": "oui"}}},
    "désordre non décrit": {"faits": COMPLET, "apres": {"constat": False}},
    "sans parcelle": {"faits": COMPLET, "apres": {"sans_parcelle": True}},
    "mesure sans délai": {"mesures": [{**TRAVAUX, "delai_nombre": 0}], "faits": INSTRUIT},
    "interdiction sans date d’offre": {
        "mesures": [TRAVAUX, {**INTERDICTION, "date_offre": False}], "faits": COMPLET,
    },
    "interdiction datée": {"mesures": [TRAVAUX, INTERDICTION], "faits": COMPLET},
    "interdiction définitive": {"mesures": [DEFINITIVE], "faits": COMPLET},
    "démolition sans motif": {"mesures": [DEMOLITION], "faits": COMPLET},
    "démolition d’un immeuble protégé": {
        "mesures": [DEMOLITION], "batiment": {"protection": "inscrit_abords_spr_site"}, "faits": COMPLET,
    },
    "travaux à l’occupant": {"mesures": [{**TRAVAUX, "a": "occupant"}], "faits": INSTRUIT},
    "l’occupant est l’auteur du trouble": {"reponses": {"Q17": "oui"}, "faits": COMPLET},
    "motif qui invoque des offres refusées": {
        "faits": COMPLET,
        "procedure": {"redaction_motivation": "Le locataire ayant refusé trois offres, le bail est résilié."},
    },
    "motif qui désigne le procureur": {
        "faits": COMPLET,
        "procedure": {"redaction_motivation": "Copie en sera adressée au procureur de la République."},
    },
    "motif qui suspend un loyer dû": {
        "reponses": {"Q17": "oui"}, "faits": COMPLET,
        "procedure": {"redaction_motivation": "Le loyer cesse d’être dû jusqu’à la mainlevée."},
    },
    "article annulé dans une mesure": {
        "mesures": [{**TRAVAUX, "texte": "Cesser l’usage de la pièce (CSP R. 1331-20)"}], "faits": COMPLET,
    },
    "arrêté déjà pris": {"faits": ARRETE},
    # -- variantes
    "équipement privatif": {"procedure_code": "MSO-EQ", "reponses": {"Q3": ["equipement_commun"], "Q4": "non"},
                            "faits": COMPLET, "apres": {"reponses": {"Q4": "oui"}}},
    "équipement commun, immeuble protégé": {
        "procedure_code": "MSO-EQ", "reponses": {"Q3": ["equipement_commun"], "Q4": "non"},
        "batiment": {"protection": "inscrit_abords_spr_site"}, "faits": COMPLET,
    },
    "matières, sans l’exploitant": {
        "procedure_code": "MSO-MAT", "reponses": {"Q3": ["stockage"]}, "faits": COMPLET,
    },
    "matières, exploitant et propriétaire": {
        "procedure_code": "MSO-MAT", "reponses": {"Q3": ["stockage"]},
        "personnes": [PROPRIETAIRE, EXPLOITANT, OCCUPANT], "faits": COMPLET,
    },
    # -- suites de l’arrêté
    "arrêté notifié": {"faits": NOTIFIE},
    "arrêté notifié sans avis": {"faits": modifie(NOTIFIE, "MSO-13", recu=None, preuve=False)},
    "carence constatée": {"faits": CARENCE},
    "carence sans procès-verbal": {"faits": modifie(CARENCE, "MSO-17b", preuve=False)},
    "travaux faits ensuite": {"faits": [*CARENCE, ("MSO-17a", "2027-06-01", {})]},
    "exécution d’office notifiée": {
        "faits": [*CARENCE, ("MSO-19b", "2027-05-25", {"a": "proprietaire", "recu": "2027-05-27", "mode": "lrar"})],
    },
    "astreinte qui court": {"faits": ASTREINTE},
    "astreinte, puis exécution d’office": {
        "faits": [*ASTREINTE, ("MSO-19b", "2027-07-19", {"a": "proprietaire", "recu": "2027-07-20", "mode": "lrar"})],
    },
    "carence, démolition prescrite": {"mesures": [DEMOLITION], "faits": CARENCE},
    "carence, démolition jugée": {
        "mesures": [DEMOLITION], "faits": [*CARENCE, ("MSO-20b", "2027-06-01", {}), ("DL-DEMO", "2027-07-01", {})],
    },
    "carence en copropriété": {
        "reponses": COPRO, "personnes": [SYNDIC, PROPRIETAIRE, {**PROPRIETAIRE, "role": "usufruitier", "prenom": "Anne"}],
        "faits": COPRO_CARENCE,
    },
    "défaillance attestée": {
        "reponses": COPRO, "personnes": [SYNDIC, PROPRIETAIRE, {**PROPRIETAIRE, "role": "usufruitier", "prenom": "Anne"}],
        "faits": [*COPRO_CARENCE, SOMMATION, ATTESTATION],
    },
    "tous les copropriétaires défaillants": {
        "reponses": COPRO, "personnes": [SYNDIC, PROPRIETAIRE],
        "faits": [*COPRO_CARENCE, SOMMATION, ATTESTATION],
    },
    "travaux constatés": {"acte": "D-MSO-10", "faits": COMPLET, "suites": [("MSO-17a", "2027-05-03", {})]},
    "mesure sans date de réalisation": {"acte": "D-MSO-10", "faits": COMPLET},
    # -- urgence
    "urgence constatée": {"procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION], "faits": [CONSTAT]},
    "urgence non établie": {
        "procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION], "faits": [CONSTAT],
        "apres": {"reponses": {"Q1": "non"}},
    },
    "urgence sans constat": {"procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION], "faits": []},
    "urgence, immeuble protégé": {
        "procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION], "faits": [CONSTAT],
        "batiment": {"protection": "inscrit_abords_spr_site"},
    },
    "urgence, démolition totale": {
        "procedure_code": "MSU", "reponses": URGENCE,
        "mesures": [{**DEMOLITION, "texte": "Démolition totale du bâtiment sur rue"}], "faits": [CONSTAT],
    },
    "urgence, délai en cours": {"procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION], "faits": URGENT},
    "urgence, carence": {
        "procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION],
        "faits": [*URGENT, ("MSU-11", "2027-01-08", {"preuve": True})],
    },
    "urgence, carence le jour même": {
        "procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION],
        "faits": [*URGENT, ("MSU-11", "2027-01-07", {"preuve": True})],
    },
    "urgence, poursuite en ordinaire": {
        "procedure_code": "MSU", "reponses": URGENCE, "mesures": [SECURISATION],
        "faits": [*URGENT, ("MSU-11", "2027-01-08", {}), ("MSU-15", "2027-01-09", {})],
    },
    # -- règles sanitaires, police générale, préfet
    "RSHS, rien n’est fait": {"procedure_code": "RSHS", "reponses": {"Q3": ["sante"], "Q6": "sans_risque"}},
    "RSHS, lettre préalable reçue": {
        "procedure_code": "RSHS", "reponses": {"Q3": ["sante"], "Q6": "sans_risque"},
        "faits": [("RSHS-02", "2027-01-05", {"heure": "10:00"}),
                  ("RSHS-07", "2027-01-08", {"a": "proprietaire", "recu": "2027-01-12", "mode": "lrar", "preuve": True})],
    },
    "RSHS, risque pour la santé": {
        "procedure_code": "RSHS", "reponses": {"Q3": ["sante"], "Q6": "sans_risque"},
        "apres": {"reponses": {"Q6": "avec_risque"}},
    },
    "RSHS, mesure qui annonce une astreinte": {
        "procedure_code": "RSHS", "reponses": {"Q3": ["sante"], "Q6": "sans_risque"},
        "mesures": [{**TRAVAUX, "texte": "Nettoyer le logement sous astreinte journalière"}],
    },
    "PGI, cause extérieure": {
        "procedure_code": "PGI", "reponses": {"Q1": "oui", "Q2": "externe"},
        "faits": [("PGI-01", "2027-01-05", {"heure": "08:00"})],
    },
    "PGI, police de l’habitat transférée": {
        "procedure_code": "PGI", "reponses": {"Q1": "oui", "Q2": "externe"},
        "police": {"predecesseur_exercait": "oui", "opposition_le": False},
        "faits": [("PGI-01", "2027-01-05", {"heure": "08:00"})],
    },
    "DSP sans arrêté du préfet": {"procedure_code": "DSP", "reponses": {"Q1": "oui", "Q3": ["sante"], "Q6": "urgence"}},
    "DSP, arrêté du préfet reçu": {
        "procedure_code": "DSP", "reponses": {"Q1": "oui", "Q3": ["sante"], "Q6": "urgence"},
        "faits": [("DSP-03", "2027-01-10", {})],
    },
    "ERP d’hébergement, rien n’est fait": {
        "procedure_code": "ERP-HEB", "personnes": [PROPRIETAIRE, OCCUPANT],
    },
    "ERP d’hébergement, commission passée": {
        "procedure_code": "ERP-HEB", "personnes": [PROPRIETAIRE, EXPLOITANT, OCCUPANT],
        "faits": [("ERP-01", "2027-01-05", {})],
    },
    "déchets, sans avis": {"procedure_code": "DEC", "personnes": [PROPRIETAIRE]},
    "déchets, avis reçu": {
        "procedure_code": "DEC", "personnes": [PROPRIETAIRE],
        "faits": [("DEC-01", "2027-03-08", {"a": "proprietaire", "recu": "2027-03-09", "mode": "lrar", "preuve": True})],
    },
    "abandon, sans notification": {
        "procedure_code": "ABAN", "personnes": [PROPRIETAIRE],
        "faits": [("ABAN-02", "2027-03-01", {}), ("ABAN-03", "2027-03-05", {}), ("ABAN-04", "2027-03-10", {})],
    },
    "abandon, publié et notifié": {
        "procedure_code": "ABAN", "personnes": [PROPRIETAIRE],
        "faits": [("ABAN-02", "2027-03-01", {}), ("ABAN-03", "2027-03-05", {}), ("ABAN-04", "2027-03-10", {}),
                  ("ABAN-05", "2027-03-11", {"a": "proprietaire", "recu": "2027-03-15", "mode": "lrar", "preuve": True})],
    },
    "salubrité hors logement": {"procedure_code": "PGS", "personnes": [PROPRIETAIRE]},
    "insalubrité due au plomb": {
        "procedure_code": "INS-ORD", "reponses": {"Q3": ["sante"], "Q6": "avec_risque", "Q8": "oui"},
    },
}  # fmt: skip


# -- What follows the order: the rows that the agents fill in -------------------------------------

COPROS = [SYNDIC, PROPRIETAIRE, {**PROPRIETAIRE, "role": "usufruitier", "prenom": "Anne"}]
COPRO_CAS = {"reponses": COPRO, "personnes": COPROS}
SOMMATION_ANNE = ("DL-SOMM-COPRO", "2027-06-23", {"a": "usufruitier", "recu": "2027-06-23"})
TABLEAU = ("substitution", "2027-07-12", {"appels": {"proprietaire": (5000, 5000), "usufruitier": (5000, 1000)}})
PREPAREE = {"montant_jour": 300, **MOTIFS}
OFFICE_DECIDE = ("MSO-19b", "2027-05-25", {"a": "proprietaire", "recu": "2027-05-27", "mode": "lrar"})
PLANCHER = {**TRAVAUX, "texte": "Reprendre le plancher du deuxième étage"}
LOT_3 = {"lot": "Lot 3", "occupant": "occupant"}
LISE = {**OCCUPANT, "prenom": "Lise"}
INDIVIS_NOTIFIE = [
    *INSTRUIT,
    *[("MSO-08", "2027-01-08", {"a": "indivisaire", "recu": "2027-01-12", "mode": "lrar", "preuve": True})] * 2,
    ("MSO-12", "2027-02-15", {}),
    *[("MSO-13", "2027-02-17", {"a": "indivisaire", "recu": "2027-02-19", "mode": "lrar", "preuve": True})] * 2,
    ("MSO-16", "2027-05-20", {}), ("MSO-17b", "2027-05-20", {"preuve": True}),
]  # fmt: skip
JUILLET = "2027-07-05"

SITUATIONS |= {
    # -- astreinte et liquidation
    "astreinte préparée": {"faits": CARENCE, "lignes": [("astreinte", "2027-06-01", PREPAREE)]},
    "astreinte préparée sans motif": {
        "faits": CARENCE, "lignes": [("astreinte", "2027-06-01", {"montant_jour": 300})],
    },
    "trimestre décidé": {
        "faits": ASTREINTE, "lignes": [("motifs", JUILLET, {}), ("liquidation", JUILLET, {"decidee": True})],
    },
    "trimestre décidé, réception corrigée ensuite": {
        "faits": ASTREINTE,
        "lignes": [
            ("motifs", JUILLET, {}), ("liquidation", JUILLET, {"decidee": True}),
            ("correction", "2027-07-08", {"code": "MSO-18b", "date": "2027-06-08", "date_reception": "2027-06-15"}),
        ],
    },
    "exonération préparée": {
        "faits": ASTREINTE,
        "lignes": [
            ("motifs", JUILLET, {}),
            ("liquidation", JUILLET, {"exoneration": 4000, "motif_exoneration": "Artisan en liquidation judiciaire."}),
        ],
    },
    "exonération sans motif": {
        "faits": ASTREINTE, "lignes": [("motifs", JUILLET, {}), ("liquidation", JUILLET, {"exoneration": 4000})],
    },
    "astreinte au plafond": {
        "faits": [*ASTREINTE, ("MSO-17a", "2027-09-20", {})], "lignes": [("motifs", "2027-10-05", {})],
    },
    "indivision, notifiés à cinq jours d’écart": {
        "reponses": {"Q11": "indivision"}, "personnes": INDIVISAIRES,
        "faits": [
            *INDIVIS_NOTIFIE,
            ("MSO-18b", "2027-06-08", {"a": "indivisaire", "recu": "2027-06-10", "mode": "lrar", "montant": 500.0}),
            ("MSO-18b", "2027-06-08", {"a": "indivisaire", "recu": "2027-06-15", "mode": "lrar", "montant": 500.0}),
        ],
    },
    # -- copropriété : astreinte et substitution
    "copropriété, défaillance au tableau": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION_ANNE, ATTESTATION], "lignes": [TABLEAU],
    },
    "copropriété, astreinte préparée pour tous": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION_ANNE, ATTESTATION],
        "lignes": [TABLEAU, ("astreinte", "2027-07-12", {
            **MOTIFS, "mode": "copropriete", "redevables": {"proprietaire": 200, "usufruitier": 200},
        })],
    },
    "copropriété, astreinte préparée pour la défaillante": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION_ANNE, ATTESTATION],
        "lignes": [TABLEAU, ("astreinte", "2027-07-12", {
            **MOTIFS, "mode": "copropriete", "redevables": {"usufruitier": 200},
        })],
    },
    "copropriété, un montant oublié": {
        **COPRO_CAS, "faits": COPRO_CARENCE,
        "lignes": [("astreinte", "2027-07-12", {
            **MOTIFS, "mode": "copropriete", "redevables": {"usufruitier": 0},
        })],
    },
    "tableau, tous défaillants": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION, SOMMATION_ANNE, ATTESTATION],
        "lignes": [("substitution", "2027-07-12", {"appels": {"proprietaire": (5000, 0), "usufruitier": (5000, 1000)}})],
    },
    "tableau, payé après les quinze jours": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION_ANNE, ATTESTATION],
        "lignes": [("substitution", "2027-07-16", {
            "appels": {"proprietaire": (5000, 5000), "usufruitier": (5000, 5000, "2027-07-15")},
        })],
    },
    "tableau sans assemblée générale": {
        **COPRO_CAS, "faits": [*COPRO_CARENCE, SOMMATION_ANNE, ATTESTATION],
        "lignes": [("substitution", "2027-07-12", {**TABLEAU[2], "vote_le": False})],
    },
    # -- ménages : loyers, hébergement
    "deux ménages, un bail et un propriétaire occupant": {
        "faits": COMPLET,
        "lignes": [("menage", "2027-01-05", LOT_3), ("menage", "2027-01-05", {"lot": "Lot 4", "titre": "proprietaire"})],
    },
    "ménages qui diffèrent": {
        "faits": COMPLET,
        "lignes": [("menage", "2027-01-05", LOT_3), ("menage", "2027-01-05", {"lot": "Lot 4", "titre": "sans_titre"})],
    },
    "ménages qui diffèrent, lot inconnu": {
        "faits": COMPLET,
        "lignes": [
            ("menage", "2027-01-05", {"occupant": "occupant"}),
            ("menage", "2027-01-05", {"lot": "Lot 4", "titre": "sans_titre"}),
        ],
    },
    "une mesure vise l’un des deux ménages": {
        "personnes": [PROPRIETAIRE, OCCUPANT, LISE], "faits": INSTRUIT,
        "mesures": [TRAVAUX, {**TRAVAUX, "texte": "Retirer les matériaux entreposés", "a": "occupant"}],
        "lignes": [("menage", "2027-01-05", LOT_3), ("menage", "2027-01-05", {"lot": "Lot 4", "occupant": "occupant#2"})],
    },
    "travaux du seul lot 3": {
        "mesures": [{**TRAVAUX, "partie": "privative", "lot": "Lot 3"}], "faits": INSTRUIT,
        "lignes": [("menage", "2027-01-05", LOT_3), ("menage", "2027-01-05", {"lot": "Lot 4"})],
    },
    "meublé de tourisme et bail": {
        "faits": COMPLET,
        "lignes": [("menage", "2027-01-05", LOT_3), ("menage", "2027-01-05", {"lot": "Lot 5", "titre": "meuble_tourisme"})],
    },
    "propriétaire occupant, motif qui suspend un loyer": {
        "faits": COMPLET, "lignes": [("menage", "2027-01-05", {"lot": "Lot 3", "titre": "proprietaire"})],
        "procedure": {"redaction_motivation": "Le loyer cesse d’être dû jusqu’à la mainlevée."},
    },
    "arrêté envoyé, un ménage locataire": {"faits": NOTIFIE, "lignes": [("menage", "2027-02-20", LOT_3)]},
    "arrêté envoyé, propriétaire occupant": {
        "faits": NOTIFIE, "lignes": [("menage", "2027-02-20", {"lot": "Lot 3", "titre": "proprietaire"})],
    },
    "insalubrité, plomb seul motif pour ce ménage": {
        "procedure_code": "INS-ORD", "reponses": {"Q3": ["sante"], "Q6": "avec_risque", "Q8": "oui"},
        "faits": [("INS-08", "2027-02-01", {})], "lignes": [("menage", "2027-02-05", {**LOT_3, "plomb": "seul"})],
    },
    "interdiction, aucune offre": {
        "mesures": [TRAVAUX, INTERDICTION], "faits": NOTIFIE, "lignes": [("menage", "2027-02-20", LOT_3)],
    },
    "interdiction, offre adaptée": {
        "mesures": [TRAVAUX, INTERDICTION], "faits": NOTIFIE,
        "lignes": [("menage", "2027-03-06", {**LOT_3, "offres": [
            {"auteur": "proprietaire", "nature": "hebergement", "date": "2027-03-05", "adaptee": "oui"},
        ]})],
    },
    "résiliation invoquée, un seul refus d’offre publique": {
        "faits": COMPLET,
        "lignes": [("menage", "2027-02-20", {**LOT_3, "offres": [
            {"auteur": "maire", "nature": "relogement", "date": "2027-02-01", "adaptee": "oui", "reponse": "refusee"},
        ]})],
        "procedure": {"redaction_motivation": "Trois offres de l’autorité publique refusées, le bail est résilié."},
    },
    "interdiction, offre refusée car inadaptée": {
        "mesures": [TRAVAUX, INTERDICTION], "faits": NOTIFIE,
        "lignes": [("menage", "2027-03-06", {**LOT_3, "offres": [
            {"auteur": "proprietaire", "nature": "hebergement", "date": "2027-03-05", "adaptee": "non", "reponse": "refusee"},
        ]})],
    },
    "interdiction, nuits payées par la commune": {
        "mesures": [TRAVAUX, INTERDICTION], "faits": NOTIFIE,
        "lignes": [
            ("menage", "2027-02-20", LOT_3),
            ("nuits", "2027-04-01", {
                "date_debut": "2027-03-15", "date_fin": "2027-03-25", "en_cours": False, "prix_nuit": 60,
                "lieu": "Hôtel d’essai", "supporte_par": "commune",
            }),
        ],
    },
    # -- contrôles mesure par mesure
    "contrôle : une mesure faite, l’autre en partie": {
        "mesures": [TRAVAUX, PLANCHER], "faits": NOTIFIE,
        "lignes": [("controle", "2027-05-20", {"date": "2027-05-20", "mesures": ["executee", ("partielle", "les solives")]})],
    },
    "contrôle : tout est fait": {
        "mesures": [TRAVAUX, PLANCHER], "faits": NOTIFIE,
        "lignes": [("controle", "2027-05-20", {"date": "2027-05-20", "mesures": ["executee", "executee"]})],
    },
    "contrôle : une mesure non vérifiée": {
        "mesures": [TRAVAUX, PLANCHER], "faits": NOTIFIE,
        "lignes": [("controle", "2027-05-20", {"date": "2027-05-20", "mesures": ["non_executee", "non_verifiee"]})],
    },
    # -- travaux d’office, argent
    "travaux d’office préparés": {
        "faits": CARENCE,
        "lignes": [("office", "2027-05-21", {
            "mesures": ["travaux"], "motifs": "Pignon non repris, passants exposés.", "devis": 12000, "acces": "libre",
        })],
    },
    "travaux d’office sans motif ni accès": {
        "faits": CARENCE, "lignes": [("office", "2027-05-21", {"mesures": ["travaux"], "acces": "refuse"})],
    },
    "travaux d’office sans la démolition": {
        "mesures": [TRAVAUX, DEMOLITION], "faits": CARENCE,
        "lignes": [("office", "2027-05-21", {"mesures": ["travaux"], "motifs": "Pignon non repris."})],
    },
    "frais sans décision d’office": {
        "faits": CARENCE, "lignes": [("depense", JUILLET, {"ht": 10000})],
    },
    "frais après la décision d’office": {
        "faits": [*CARENCE, OFFICE_DECIDE],
        "lignes": [("depense", JUILLET, {"ht": 10000}), ("depense", JUILLET, {"ht": 500, "nature": "accompagnement", "libelle": "Temps des agents"})],
    },
    "frais déjà titrés": {
        "faits": [*CARENCE, OFFICE_DECIDE],
        "lignes": [("depense", JUILLET, {"ht": 10000}), ("titre", JUILLET, {"numero": "T"})],
    },
    "titre préparé, puis frais annulés": {
        "faits": [*CARENCE, OFFICE_DECIDE],
        "lignes": [
            ("depense", JUILLET, {"ht": 10000}), ("depense", JUILLET, {"ht": 2000, "libelle": "Clôture"}),
            ("titre", JUILLET, {}), ("annulation", JUILLET, {"depense": "Clôture"}),
        ],
    },
    # -- suites pénales
    "infraction établie": {
        "faits": CARENCE, "lignes": [("infraction", "2027-05-25", {"code": "INF_REFUS", "auteur": "proprietaire", "etabli": True})],
    },
    "infraction à établir": {
        "faits": CARENCE, "lignes": [("infraction", "2027-05-25", {"code": "INF_REFUS", "auteur": "proprietaire"})],
    },
    "RSHS, contravention sans procès-verbal": {
        "procedure_code": "RSHS", "reponses": {"Q3": ["sante"], "Q6": "sans_risque"},
        "lignes": [("infraction", "2027-05-25", {"code": "INF_RSHS", "auteur": "proprietaire", "etabli": True})],
    },
}  # fmt: skip
