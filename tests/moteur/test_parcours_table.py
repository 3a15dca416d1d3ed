"""The steps of RSHS, NDEC, INS and DSP as a jurist reads them, checked against the shipped files.

The tables copy the facts of the reference (droit_procedures.md §§ 6, 7, 8.2, 10): who acts, on which
articles, within which delay, compulsory or not, with which document. The reference gives no column
of obligation for INS, DSP and NDEC: it is read in the articles, and the reason is written beside.
"""

import csv
import re

import pytest
from moteur.guide_lecture import DONNEES
from moteur.guide_verification import articles_livres
from moteur.parcours_donnees import codes, lire

PRATIQUE = "pratique"
# What the table says → what the file holds.
OBLIGATIONS = {
    "oui": "oui",
    "oui hors urgence": "oui",
    "recommandé": "conseille",
    "–": "non",
    "facultative": "non",
    "oui pour poursuivre": "condition",
    "oui si carence": "condition",
    "oui si danger": "condition",
    "selon le cas": "condition",
}
# Delay of the table → codes of the file, and what the file must say of each.
DELAIS = {
    "un mois conseillé": [("DL-P-RSHS-AMI", "1", "mois", PRATIQUE)],
    "quinze jours conseillés": [("DL-P-RSHS-CONTR", "15", "jours", PRATIQUE)],
    "fixé, raisonnable ; préfet quinze jours": [
        ("DL-RSHS", "", "jours", PRATIQUE), ("DL-CL", "15", "jours", "confirme"),
    ],
    "préfet quinze jours": [("DL-CL", "15", "jours", "confirme")],
    "deux mois": [("DL-NDEC", "2", "mois", "confirme")],
    "un mois minimum ; deux mois si seules parties communes ; simultanée": [
        ("DL-CONTR-INSO", "1", "mois", "confirme"), ("DL-CONTR-COPRO", "2", "mois", "confirme"),
        ("DL-OCCUP", "", "aucun", "confirme"),
    ],
    "silence de quinze jours": [("DL-ABF", "15", "jours", "confirme")],
    "exécution : un mois minimum ; loyers suspendus": [
        ("DL-EXEC-INS", "1", "mois", "confirme"), ("DL-LOYER-FIN", "1", "mois_suivant", "confirme"),
        ("DL-LOYER-MEUB", "1", "jour_suivant", "confirme"),
    ],
    "loyers de nouveau dus": [
        ("DL-LOYER-REP", "1", "mois_suivant", "confirme"),
        ("DL-LOYER-MEUB", "1", "jour_suivant", "confirme"),
    ],
    "forfait de 8 %": [("DL-FORF-8", "8", "taux", "confirme")],
    "–": [],
}  # fmt: skip

RSHS = [
    # code, actor, articles, delay, compulsory, documents
    ("RSHS-01", "mairie", "CGCT L. 2212-2", "–", "oui", "D-COM-01, D-COM-07"),
    ("RSHS-02", "agent", "CSP L. 1421-4, R. 1331-14", "–", "oui", "D-RSHS-01"),
    ("RSHS-03", "maire", "CSP R. 1331-16", "–", "oui", ""),
    ("RSHS-04", "agent ou maire", PRATIQUE, "un mois conseillé", "recommandé", "D-RSHS-02"),
    ("RSHS-05", "agent", PRATIQUE, "–", "recommandé", "D-OCC-09"),
    ("RSHS-06", "agent", "CSP L. 1421-4", "–", "recommandé", "D-RSHS-03"),
    ("RSHS-07", "maire", "CRPA L. 121-1, L. 211-2, L. 122-1", "quinze jours conseillés",
     "oui hors urgence", "D-RSHS-04"),
    ("RSHS-08", "maire", "CGCT L. 2212-1, L. 2212-2 ; CSP R. 1331-14 ; CRPA L. 221-8",
     "fixé, raisonnable ; préfet quinze jours", "oui pour poursuivre", "D-RSHS-05"),
    ("RSHS-09", "agent", "CSP L. 1312-1", "–", "oui", "D-RSHS-06, D-RSHS-07"),
    ("RSHS-10", "agent habilité", "CSP L. 1312-1, R. 1312-14", "–", "oui si carence", "D-RSHS-08"),
    ("RSHS-11", "maire", "CGCT L. 2212-2", "préfet quinze jours", "–", "D-RSHS-09"),
    ("RSHS-12", "maire", "CSP R. 1331-16", "–", "oui si danger", "D-PART-08"),
    ("RSHS-13", "agent", PRATIQUE, "–", "oui", "D-RSHS-10"),
]  # fmt: skip
NDEC = [
    # L. 89-462 art. 20-1: « le locataire peut demander » ; the information by the CAF is worth it
    ("NDEC-01", "locataire", "L89-462 6, 20-1", "deux mois", "selon le cas", ""),
    ("NDEC-02", "locataire", "L89-462 20-1", "–", "selon le cas", ""),
    ("NDEC-03", "locataire ou bailleur", "L89-462 20-1", "–", "facultative", ""),
    ("NDEC-04", "juge", "L89-462 20-1 ; D2002-120 3 ter", "–", "facultative", ""),
    ("NDEC-05", "CAF ou MSA", "CCH L. 822-9, L. 843-1", "deux mois", "selon le cas", ""),
]
INS = [
    ("INS-01", "maire", "CCH L. 511-8 ; CSP L. 1331-22", "–", "oui", "D-INS-01"),
    # L. 511-7: the authority « peut faire procéder à toutes visites »
    ("INS-02", "ARS ou service communal d’hygiène", "CCH L. 511-7", "–", "selon le cas", ""),
    ("INS-03", "directeur général de l’ARS", "CCH L. 511-8", "–", "oui", ""),
    ("INS-04", "préfet", "CCH L. 511-10, R. 511-3, R. 511-10",
     "un mois minimum ; deux mois si seules parties communes ; simultanée", "oui", ""),
    # « simultanée » : the letter of INS-04 starts it
    ("INS-05", "préfet", "CCH L. 511-10", "–", "selon le cas", ""),
    ("INS-06", "préfet", "CCH R. 511-4", "silence de quinze jours", "selon le cas", ""),
    # No consultation in the articles read: kept for memory
    ("INS-07", "préfet", "à vérifier", "–", "facultative", ""),
    ("INS-08", "préfet", "CCH L. 511-4, L. 511-11, R. 511-6", "–", "oui", ""),
    ("INS-09", "préfet", "CCH L. 511-12, R. 511-7", "exécution : un mois minimum ; loyers suspendus",
     "oui", ""),
    ("INS-10", "préfet", "CCH L. 511-14, L. 511-15, L. 511-16, R. 511-7", "loyers de nouveau dus",
     "oui", ""),
]  # fmt: skip
DSP = [
    # L. 1311-4 speaks of the order and of the execution: the report and the request lead to them
    ("DSP-01", "médecin, ARS", "CSP L. 1311-4", "–", "recommandé", ""),
    ("DSP-02", "maire", "CSP L. 1311-4", "–", "selon le cas", "D-INS-02"),
    ("DSP-03", "préfet", "CSP L. 1311-4", "–", "oui", ""),
    ("DSP-04", "maire ou président de l’EPCI ; à défaut préfet", "CSP L. 1311-4 ; CCH L. 543-2",
     "forfait de 8 %", "oui", "D-INS-03, D-FIN-02"),
]  # fmt: skip
TABLE = [*RSHS, *NDEC, *INS, *DSP]
DONNEES_LUES = lire()
ETAPES = {e["code"]: e for e in DONNEES_LUES.etapes}
REGLES = {d["code"]: d for d in DONNEES_LUES.delais}
DIFFERENCES = {d["id"]: d for d in DONNEES_LUES.differences}
SIENNES = {
    famille: {c: e for c, e in ETAPES.items() if c.startswith(famille + "-")}
    for famille in ("RSHS", "NDEC", "INS", "DSP")
}
MIENNES = {c: e for etapes in SIENNES.values() for c, e in etapes.items()}


def articles(base):
    """« CSP L. 1421-4, R. 1331-14 et suivants ; CCH L. 543-2 » → {(CSP, L. 1421-4), …}."""
    base = re.sub(r"\[à vérifier\]|et suivants| [0-9]+°", "", base)
    base = re.sub(r"loi n° 89-462 art\. ", "L89-462 ", base, flags=re.I).replace(", art. ", ", ")
    base = re.sub(r"décret n° 2002-120 art\. ", "D2002-120 ", base).replace("\u00a0", " ")
    trouves = set()
    for morceau in base.split(";"):
        code, _espace, suite = morceau.strip().partition(" ")
        for numero in filter(None, (n.strip() for n in suite.split(","))):
            debut, _a, fin = numero.partition(" à ")
            bornes = range(int(debut), int(fin) + 1) if fin else (debut,)
            trouves |= {(code, str(n)) for n in bornes}
    return trouves


def sans_paragraphe(base):
    """« L. 521-3-1 II » → L. 521-3-1."""
    return {(code, re.sub(r" I+$", "", numero)) for code, numero in articles(base)}


@pytest.mark.parametrize(
    ("code", "acteur", "base", "delai", "obligation", "documents"), TABLE, ids=[t[0] for t in TABLE]
)
def test_etape(code, acteur, base, delai, obligation, documents):
    etape = ETAPES[code]
    assert acteur in etape["acteur"].replace("\u00a0", " ")
    if base == PRATIQUE:
        assert (etape["base"], etape["niveau_preuve"]) == ("", "pratique")
    elif base == "à vérifier":
        assert (etape["base"], etape["niveau_preuve"]) == ("", "a_verifier")
    else:
        assert articles(base) <= articles(etape["base"])
    portes = codes(etape, "delai_codes")
    for regle, nombre, unite, niveau in DELAIS[delai]:
        assert regle in portes
        lue = REGLES[regle]
        assert (lue["nombre"], lue["unite"], lue["niveau_preuve"]) == (nombre, unite, niveau)
    if not DELAIS[delai]:
        assert portes == ()
    assert etape["obligation"] == OBLIGATIONS[obligation]
    assert {d for d in documents.split(", ") if d} <= set(codes(etape, "document_codes"))


def test_les_etapes_sont_celles_de_la_reference_sans_une_de_plus():
    assert [t[0] for t in TABLE] == list(MIENNES)
    assert {c: len(e) for c, e in SIENNES.items()} == {"RSHS": 13, "NDEC": 5, "INS": 10, "DSP": 4}
    for code, etape in MIENNES.items():
        assert int(etape["sequence"]) == 10 * int(code[-2:]), code


def test_ce_qui_est_confirme_est_dans_les_textes_embarques():
    """An article that nobody read is shown as such: « [à vérifier] » beside it."""
    connus = {(a.code, a.numero) for a in articles_livres() if a.citable}
    non_lus = {("CRPA", "L. 122-1"), ("CCH", "L. 822-9"), ("CCH", "L. 843-1")}
    siennes = [d for d in DIFFERENCES.values() if d["id"].startswith("difference_INS_")]
    for ligne in (*MIENNES.values(), *siennes):
        inconnus = sans_paragraphe(ligne["base"]) - connus
        assert inconnus <= non_lus, ligne["id"]
        assert bool(inconnus) == ("[à vérifier]" in ligne["base"]), ligne["id"]
    assert articles("Loi n° 89-462 art. 6, art. 20-1 ; décret n° 2002-120 art. 1 à 3") == {
        ("L89-462", "6"), ("L89-462", "20-1"),
        ("D2002-120", "1"), ("D2002-120", "2"), ("D2002-120", "3"),
    }  # fmt: skip
    assert articles("CSP R. 1331-14 et suivants ; CCH L. 511-4 2°") == {
        ("CSP", "R. 1331-14"), ("CCH", "L. 511-4"),
    }  # fmt: skip


# -- What no advice may block, and what the law makes void --------------------------------------


def test_aucun_delai_n_interdit_un_acte():
    """The only minima of these procedures bind the préfet, whose acts are recorded as received."""
    assert {c for c, e in MIENNES.items() if e["garde_codes"]} == set()


def test_les_seules_exigences_sont_celles_de_la_loi():
    assert {c: e["exige_codes"] for c, e in MIENNES.items() if e["exige_codes"]} == {
        "RSHS-08": "RSHS-07",  # no act of police before the person was heard (CRPA L. 121-1)
        "RSHS-09": "RSHS-08",  # no end of a time that no act gave
        "INS-09": "INS-08",  # nothing to notify before the arrêté (CCH L. 511-12)
        "INS-10": "INS-08",  # nothing to lift (CCH L. 511-14)
        "DSP-04": "DSP-03",  # the préfet orders, the commune carries out (CSP L. 1311-4)
    }
    for code in ("RSHS-08", "DSP-04"):
        assert ETAPES[code]["base"] and ETAPES[code]["niveau_preuve"] == "confirme"


def test_les_conseils_restent_des_conseils():
    conseils = {c: d for c, d in REGLES.items() if c.startswith("DL-P-")}
    figures = {
        "DL-P-AR": ("48", "heures"), "DL-P-VISITE": ("48", "heures"),
        "DL-P-RSHS-AMI": ("1", "mois"), "DL-P-RSHS-CONTR": ("15", "jours"),
    }  # fmt: skip
    lues = {c: (d["nombre"], d["unite"]) for c, d in conseils.items()}
    assert lues.items() >= figures.items()
    for code, delai in conseils.items():
        assert delai["name"].startswith("Conseillé\u00a0: "), code
        assert delai["niveau_preuve"] == PRATIQUE, code
        assert code not in figures or delai["base"] == "", code  # no text fixes these figures
        assert delai["nature"] != "minimum", code
    # An advised delay is computed as the others are: it has all their columns.
    entetes = []
    for nom in ("oilhi.delai.csv", "oilhi.delai-conseils.csv"):
        with open(DONNEES / nom, encoding="utf-8", newline="") as fichier:
            entetes.append(csv.DictReader(fichier).fieldnames)
    assert set(entetes[0]) <= set(entetes[1])


@pytest.mark.parametrize("famille", ["RSHS", "NDEC", "DSP"])
def test_ni_astreinte_ni_loyer(famille):
    """C.2 rules 9 and 15: these procedures touch neither the rent nor a penalty per day."""
    for code, etape in SIENNES[famille].items():
        cites = f"{etape['delai_codes']},{etape['document_codes']}"
        assert not re.search(r"DL-ASTR|DL-LIQ|DL-LOYER|D-MSO-2[34]|D-MSO-31|D-OCC-0[2-7]|D-FIN-0[13]", cites), code
        assert etape["nature"] != "astreinte", code


def test_rshs_sans_travaux_d_office():
    """C.2 rule 10: at the title of the health rules alone, the commune carries out nothing."""
    for code, etape in SIENNES["RSHS"].items():
        assert etape["nature"] not in ("office", "mesure", "recouvrement", "creance"), code
        assert not re.search(r"D-FIN|D-MSO|D-INS-03|PA-ENT", etape["document_codes"] + etape["partenaire_codes"])
    assert set(codes(ETAPES["RSHS-11"], "bascule_codes")) == {"PGI", "DSP"}
    for code in ("RSHS-04", "RSHS-08", "RSHS-09", "RSHS-11"):
        consigne = ETAPES[code]["consigne"]
        assert re.search(r"\b(ni|jamais)\b", consigne) and "travaux" in consigne, code


def test_ce_que_le_maire_signe():
    """CGCT L. 2212-2 stays with the maire; nothing of the préfet is signed here."""
    assert {c for c, e in MIENNES.items() if e["police"]} == {"RSHS-08", "RSHS-11"}
    assert {ETAPES[c]["police"] for c in ("RSHS-08", "RSHS-11")} == {"generale"}
    assert {c for c, e in MIENNES.items() if e["nature"] == "arrete"} == {"RSHS-08", "RSHS-11"}
    assert {c for c, e in MIENNES.items() if e["nature"] == "decision_tiers"} == {
        "INS-08", "DSP-03", "NDEC-05",
    }  # fmt: skip
    for code in ("INS-04", "INS-06", "INS-08", "INS-09"):
        assert ETAPES[code]["acteur"].startswith("préfet")


def test_ce_qui_termine():
    assert {c for c, e in MIENNES.items() if e["terme"] == "1"} == {
        "RSHS-13", "NDEC-04", "INS-10", "DSP-04",
    }  # fmt: skip


def test_d_une_procedure_a_l_autre():
    """R. 1331-16: what the disorders turn out to be; nothing typed twice on the way."""
    assert set(codes(ETAPES["RSHS-12"], "bascule_codes")) == {
        "INS-ORD", "INS-URG", "INS-IMP", "DSP", "MSU", "PGI",
    }  # fmt: skip
    assert set(codes(ETAPES["INS-03"], "bascule_codes")) == {
        "INS-ORD", "INS-URG", "INS-IMP", "RSHS", "NDEC", "PLOMB",
    }  # fmt: skip
    # L. 511-21: the danger is not lastingly away, the ordinary procedure goes on.
    assert codes(ETAPES["INS-10"], "bascule_codes") == ("INS-ORD",)
    # C.3: non-decency, lead and incurie go along with the others, and relay none of them.
    assert codes(ETAPES["RSHS-05"], "bascule_codes") == ("NDEC",)
    assert codes(ETAPES["NDEC-02"], "bascule_codes") == ("RSHS", "INS-ORD")
    cumulables = {p["code"] for p in DONNEES_LUES.procedures if p["cumulable"] == "1"}
    assert {"NDEC", "PLOMB", "INC"} <= cumulables
    assert codes(ETAPES["RSHS-02"], "reprise_codes") == ("MSO-04", "MSU-02", "INS-02")
    assert codes(ETAPES["INS-01"], "reprise_codes") == ("RSHS-12",)
    assert codes(ETAPES["DSP-01"], "reprise_codes") == ("INS-03",)
    # The visit of the mairie is not the one that founds the report of the ARS.
    assert codes(ETAPES["INS-02"], "reprise_codes") == ()


# -- Variants of the insalubrité ------------------------------------------------------------------

VARIANTES = [
    # id, effect, articles, delays that replace those of the step
    ("INS_URG_INS_01", "consigne", "CCH L. 511-19", ""),
    ("INS_URG_INS_03", "consigne", "CCH L. 511-8, L. 511-19", ""),
    ("INS_URG_INS_04", "ecartee", "CCH L. 511-19", ""),
    ("INS_URG_INS_05", "ecartee", "CCH L. 511-10, L. 511-19", ""),
    ("INS_URG_INS_06", "ecartee", "CCH R. 511-4", ""),
    ("INS_URG_INS_07", "ecartee", "CCH L. 511-19", ""),
    ("INS_URG_INS_08", "consigne", "CCH L. 511-19, L. 511-20, R. 511-6", ""),
    ("INS_URG_INS_09", "consigne", "CCH L. 511-19, R. 511-6",
     "DL-EXEC-MSU,DL-LOYER-FIN,DL-LOYER-MEUB,DL-RECOURS"),
    ("INS_URG_INS_10", "consigne", "CCH L. 511-16, L. 511-20, L. 511-21",
     "DL-LOYER-REP,DL-LOYER-MEUB"),
    ("INS_IMP_INS_01", "consigne", "CSP L. 1331-23, R. 1331-37", ""),
    ("INS_IMP_INS_04", "consigne", "CCH L. 511-10, R. 511-3, R. 511-10",
     "DL-CONTR-INS,DL-CONTR-COPRO,DL-OCCUP"),
    ("INS_IMP_INS_06", "consigne", "CCH L. 511-11, R. 511-4", ""),
    ("INS_IMP_INS_08", "consigne", "CCH L. 511-11, L. 511-18, R. 511-6 ; CSP L. 1331-23", ""),
    ("INS_IMP_INS_09", "consigne", "CCH L. 511-18, L. 521-3-1",
     "DL-EXEC-INS,DL-LOYER-FIN,DL-LOYER-MEUB,DL-RECOURS,DL-INDEM"),
    ("INS_IMP_INS_10", "consigne", "CCH L. 511-18, L. 521-3-1, L. 521-3-2", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "effet", "base", "delais"), VARIANTES, ids=[v[0] for v in VARIANTES])
def test_variante(code, effet, base, delais):
    lue = DIFFERENCES["difference_" + code]
    procedure, etape = code[:7], code[8:]
    assert lue["procedure_id:id"] == "procedure_" + procedure
    assert lue["etape_id:id"] == "etape_" + etape
    assert (lue["effet"], lue["delai_codes"]) == (effet, delais)
    assert articles(base) <= sans_paragraphe(lue["base"])
    # Insalubrité is never dressed as the mayor's business: nothing of ours becomes compulsory.
    assert lue["motif"] and lue["effet"] != "obligatoire"


def test_les_variantes_sont_toutes_dans_la_table():
    siennes = {d for d in DIFFERENCES if d.startswith(("difference_INS_URG", "difference_INS_IMP"))}
    assert siennes == {"difference_" + v[0] for v in VARIANTES}


def test_quinze_jours_pour_les_seuls_locaux_impropres():
    """C.2 rule 11: three constants, not two (CCH R. 511-3, R. 511-10)."""
    assert "DL-CONTR-INS" not in codes(ETAPES["INS-04"], "delai_codes")
    porteurs = {d for d, ligne in DIFFERENCES.items() if "DL-CONTR-INS" in codes(ligne, "delai_codes")}
    assert porteurs == {"difference_INS_IMP_INS_04"}
    assert (REGLES["DL-CONTR-INS"]["nombre"], REGLES["DL-CONTR-INS"]["unite"]) == ("15", "jours")


# -- What a secretary reads -----------------------------------------------------------------------

# « L. 511-8 », « n° 12 » and the ends of numbers are no ends of sentences.
PHRASE = re.compile(r"(?<![LRD])[.!?…](?:\s|$)")


@pytest.mark.parametrize("code", list(MIENNES))
def test_une_consigne_tient_en_quelques_phrases(code):
    consigne = MIENNES[code]["consigne"]
    assert 2 <= len(PHRASE.findall(consigne)) <= 5
    assert len(consigne) <= 800


@pytest.mark.parametrize("code", list(MIENNES))
def test_une_consigne_dit_quelle_trace_garder(code):
    """The dossier is a legal file: every step says what is kept, noted or recorded."""
    assert re.search(
        r"\b(gard\w+|not[eé]\w*|enregistre\w*|joi[gn]\w+|constat\w*|avis de réception)\b",
        MIENNES[code]["consigne"],
        re.I,
    )
