"""What a measure becomes, as a jurist reads it: facts → state, date, what is allowed → article."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur.mesures import (
    EXECUTIONS,
    INTERDICTIONS,
    RESULTATS,
    TRAVAUX,
    Constat,
    Mesure,
    Personne,
    etat_mesure,
    lieu,
    limite_mesure,
    minimum_legal,
    refus_carence,
    refus_execution,
    refus_levee,
    refus_mainlevee,
    suite_controle,
)


def jour(texte):
    j, m, a = texte.split("/")
    return date(int(a), int(m), int(j))


def vu(le, resultat, achevement=None, reste="", rang=0):
    return Constat(jour(le), resultat, achevement and jour(achevement), reste, rang)


# ---- state: (facts, findings, options) → state, completion date, words -----------------------------

ETATS = (
    ("rien n’est su", "travaux", (), {}, "a_faire", None, "Aucun constat"),
    ("le propriétaire dit avoir commencé", "travaux", (), {"commencee_le": "01/03/2027"},
     "en_cours", None, "Commencée le 01/03/2027"),
    ("le propriétaire envoie une facture", "travaux", (), {"preuve_le": "10/03/2027"},
     "en_cours", None, "il ne suffit pas"),
    ("un contrôle constate l’exécution, achevée avant", "travaux",
     (vu("20/04/2027", "executee", "16/04/2027"),), {},
     "executee", "16/04/2027", "constatée le 20/04/2027"),
    ("l’achèvement n’est pas dit : le jour du constat", "demolition",
     (vu("20/04/2027", "executee"),), {}, "executee", "20/04/2027", "achevée le 20/04/2027"),
    ("exécution partielle : ce qui reste est gardé", "travaux",
     (vu("20/04/2027", "partielle", reste="la souche de cheminée"),), {},
     "partielle", None, "Reste : la souche de cheminée."),
    ("partielle, puis tout est fait", "travaux",
     (vu("20/04/2027", "partielle"), vu("10/05/2027", "executee", "08/05/2027")), {},
     "executee", "08/05/2027", "achevée le 08/05/2027"),
    ("rien n’est fait", "travaux", (vu("20/04/2027", "non_executee"),), {},
     "a_faire", None, "Non exécutée"),
    ("rien n’est fait, puis une facture arrive", "travaux",
     (vu("20/04/2027", "non_executee"),), {"preuve_le": "25/04/2027"},
     "en_cours", None, "contrôlez sur place"),
    ("une facture, puis un contrôle qui dit non", "travaux",
     (vu("20/04/2027", "non_executee"),), {"preuve_le": "10/04/2027"},
     "a_faire", None, "Non exécutée"),
    ("non vérifiée : la visite ne dit rien", "travaux", (vu("20/04/2027", "non_verifiee"),), {},
     "a_faire", None, "Aucun constat"),
    ("non vérifiée après une exécution constatée : rien ne change", "travaux",
     (vu("20/04/2027", "executee"), vu("01/06/2027", "non_verifiee")), {},
     "executee", "20/04/2027", "achevée"),
    ("l’étai est retiré après coup : le dernier constat décide", "securisation",
     (vu("20/04/2027", "executee"), vu("01/06/2027", "non_executee")), {},
     "a_faire", None, "Non exécutée"),
    ("deux constats le même jour : le dernier saisi", "travaux",
     (vu("20/04/2027", "partielle", rang=1), vu("20/04/2027", "executee", rang=2)), {},
     "executee", "20/04/2027", "achevée"),
    ("interdiction respectée : elle ne s’achève pas", "interdiction_temporaire",
     (vu("20/04/2027", "executee"),), {}, "executee", "20/04/2027", "Respectée"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("faits", "type_mesure", "constats", "options", "execution", "achevee", "mots"), ETATS,
    ids=[e[0] for e in ETATS],
)  # fmt: skip
def test_etats(faits, type_mesure, constats, options, execution, achevee, mots):
    etat = etat_mesure(type_mesure, constats, **{k: jour(v) for k, v in options.items()})
    assert etat.execution == execution
    assert etat.achevee_le == (achevee and jour(achevee))
    assert mots in etat.mots.replace("\u00a0", " ")
    assert etat.base == "CCH L. 511-14"


def test_levee():
    etat = etat_mesure("interdiction_temporaire", (
        vu("20/04/2027", "executee"), Constat(jour("03/05/2027"), "levee", origine="arrêté modificatif"),
    ))  # fmt: skip
    assert etat.levee_le == jour("03/05/2027")
    assert "Levée le 03/05/2027 (arrêté modificatif)" in etat.mots
    assert etat.execution == "executee"


# ---- minimum: (measure, procedure) → words, article -------------------------------------------------

MINIMUMS = (
    ("travaux", False, "MSO", "Un mois au moins", "CCH R. 511-6"),
    ("demolition", False, "MSO", "Un mois au moins", "CCH R. 511-6"),
    ("securisation", False, "MSO-EQ", "Un mois au moins", "CCH R. 511-6"),
    ("travaux", False, "INS-ORD", "Un mois au moins", "CCH R. 511-6"),
    ("interdiction_temporaire", False, "MSO", "Aucun délai minimum", "CCH L. 511-18"),
    ("cessation", False, "INS-IMP", "Aucun délai minimum", "CCH L. 511-18"),
    ("travaux", True, "MSU", "heures ou des jours", "CCH R. 511-6, L. 511-19"),
    ("interdiction_temporaire", True, "MSU", "date d’effet", "CCH L. 511-18"),
    ("travaux", False, "RSHS", "Aucun délai minimum n’est écrit", ""),
)


@pytest.mark.parametrize(("type_mesure", "urgence", "procedure", "mots", "article"), MINIMUMS)
def test_minimum(type_mesure, urgence, procedure, mots, article):
    phrase, base = minimum_legal(type_mesure, urgence, procedure)
    assert mots in phrase.replace("\u00a0", " ")
    assert base == article


# ---- due date -----------------------------------------------------------------------------------------


def test_limite():
    """R8: each person has a clock; the measure waits for the last one, and says what is missing."""
    rien = limite_mesure(())
    assert (rien.date, rien.provisoire) == (None, False)
    assert "n’est pas notifié" in rien.calcul
    seule = limite_mesure([Personne("M. A", jour("19/04/2027"), calcul="reçu le 18/02/2027, deux mois")])
    assert (seule.date, seule.provisoire) == (jour("19/04/2027"), False)
    assert seule.calcul == "reçu le 18/02/2027, deux mois"
    deux = limite_mesure([
        Personne("M. A", jour("19/04/2027"), calcul="a"), Personne("Mme B", jour("26/04/2027"), calcul="b"),
    ])  # fmt: skip
    assert deux.date == jour("26/04/2027")
    assert deux.calcul.replace("\u00a0", " ") == "M. A : a\nMme B : b"
    sans = limite_mesure([
        Personne("M. A", jour("19/04/2027"), calcul="a"), Personne("Mme B", None, calcul="réception attendue"),
    ])  # fmt: skip
    assert sans.date == jour("19/04/2027")
    assert sans.provisoire
    assert "peut reculer" in sans.calcul
    assert limite_mesure([Personne("M. A", jour("19/04/2027"), provisoire=True)]).provisoire
    heures = limite_mesure([
        Personne("M. A", jour("08/03/2027"), "16:30"), Personne("M. B", jour("08/03/2027"), "09:00"),
    ])  # fmt: skip
    assert heures.heure == "16:30"


# ---- what a control opens, what is refused -------------------------------------------------------------


def mesure(nom="Mur", type_mesure="travaux", execution="a_faire", **plus):
    return Mesure(nom, nom, type_mesure, execution, **plus)


FAIT = mesure("Mur", execution="executee", constatee=True)
PARTIEL = mesure("Toit", execution="partielle", constatee=True)
TARD = mesure("Toit", delai_passe=True)
NON = mesure("Toit", constatee=True, delai_passe=True)
LEVEE = mesure("Toit", levee=True)
BAN = mesure("Lot 2", "interdiction_temporaire", lieu="lot 2")
SUITES = (
    ("tout est exécuté", (FAIT,), False, "execution", "CCH L. 511-14"),
    ("exécuté, et une interdiction court : elle finit avec la mainlevée", (FAIT, BAN), False,
     "execution", "CCH L. 511-14"),
    ("il reste une mesure, délai en cours", (FAIT, PARTIEL), False, "suivi", "CCH L. 511-14, L. 511-15"),
    ("il reste une mesure, délai passé", (FAIT, TARD), False, "carence", "CCH L. 511-15"),
    ("deux restent, une seule en retard", (mesure("Mur"), TARD), False, "suivi", "CCH L. 511-14, L. 511-15"),
    ("la seule qui reste est levée", (FAIT, LEVEE), False, "execution", "CCH L. 511-14"),
    ("urgence, tout est fait : une seule étape le constate", (FAIT,), True, "suivi", "CCH L. 511-21"),
    ("urgence, délai passé : exécution d’office obligatoire", (TARD,), True, "suivi", "CCH L. 511-20"),
)  # fmt: skip


@pytest.mark.parametrize(("faits", "mesures", "urgence", "nature", "base"), SUITES, ids=[s[0] for s in SUITES])
def test_suite(faits, mesures, urgence, nature, base):
    suite = suite_controle(mesures, urgence)
    assert (suite.nature, suite.base) == (nature, base)


def test_noms_de_ce_qui_reste():
    assert "Toit" in suite_controle((FAIT, TARD)).motif
    assert "Mur" not in suite_controle((FAIT, TARD)).motif


REFUS = (
    ("mainlevée : tout est constaté", refus_mainlevee, ((FAIT,),), None, ""),
    ("mainlevée : aucun constat", refus_mainlevee, ((mesure(),),), "MAINLEVEE", "CCH L. 511-14"),
    ("mainlevée : exécution partielle", refus_mainlevee, ((FAIT, PARTIEL),), "MAINLEVEE", "CCH L. 511-14"),
    ("mainlevée : la mesure qui reste est levée", refus_mainlevee, ((FAIT, LEVEE),), None, ""),
    ("mainlevée : une interdiction ne s’exécute pas", refus_mainlevee, ((FAIT, BAN),), None, ""),
    ("urgence : l’acte prend acte de l’exécution", refus_mainlevee, ((mesure(),), True), None, ""),
    ("urgence : un constat dit le contraire", refus_mainlevee, ((NON,), True), "MAINLEVEE", "CCH L. 511-21"),
    ("constat d’exécution qui nomme tout", refus_execution, ((mesure("Mur"),), ["Mur"]), None, ""),
    ("constat d’exécution qui en oublie une", refus_execution, ((mesure("Mur"), TARD), ["Mur"]),
     "EXECUTION", "CCH L. 511-14"),
    ("carence : tout est exécuté", refus_carence, ((FAIT,),), "CARENCE", "CCH L. 511-15"),
    ("carence : il reste une mesure", refus_carence, ((FAIT, TARD),), None, ""),
    ("carence : aucune mesure saisie, l’arrêté papier décide", refus_carence, ((),), None, ""),
    ("levée de l’interdiction du lot 2, ses travaux sont faits", refus_levee,
     (BAN, (mesure("Plancher", execution="executee", lieu="lot 2"), mesure("Toit", lieu="lot 3"))), None, ""),
    ("levée de l’interdiction du lot 2, travaux du lot en cours", refus_levee,
     (BAN, (mesure("Plancher", lieu="lot 2"),)), "LEVEE", "CRPA L. 243-1"),
    ("levée de l’interdiction du lot 2, travaux de tout l’immeuble en cours", refus_levee,
     (BAN, (mesure("Toit"),)), "LEVEE", "CRPA L. 243-1"),
    ("levée de travaux non faits", refus_levee, (TARD, ()), "LEVEE", "CRPA L. 243-1"),
    ("levée de ce qui est déjà levé", refus_levee, (LEVEE, ()), "LEVEE", "CRPA L. 243-1"),
)  # fmt: skip


@pytest.mark.parametrize(("faits", "regle", "arguments", "code", "base"), REFUS, ids=[r[0] for r in REFUS])
def test_refus(faits, regle, arguments, code, base):
    refus = regle(*arguments)
    assert (refus and refus.code) == code
    if refus:
        assert refus.base == base
        assert base.split()[-1] in refus.message


def test_lieu():
    assert lieu("communes", "12") == "parties communes"
    assert lieu("privative", "  Lot  2 ") == "lot 2"
    assert lieu("tout", None) == ""


# ---- properties -------------------------------------------------------------------------------------------

constats = st.builds(
    Constat,
    st.dates(date(2027, 1, 1), date(2028, 1, 1)),
    st.sampled_from(RESULTATS),
    st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1)),
    rang=st.integers(0, 9),
)


@given(
    st.sampled_from(TRAVAUX + INTERDICTIONS),
    st.lists(constats),
    st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1)),
    st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1)),
)
def test_jamais_execute_sans_constat(type_mesure, liste, commencee, preuve):
    """The owner's word alone never makes a measure executed; an unverified line changes nothing."""
    etat = etat_mesure(type_mesure, liste, commencee_le=commencee, preuve_le=preuve)
    assert etat.execution in EXECUTIONS
    if etat.execution == "executee":
        assert any(c.resultat == "executee" for c in liste)
        assert etat.achevee_le
    else:
        assert etat.achevee_le is None
    assert (etat.levee_le is not None) == any(c.resultat == "levee" for c in liste)
    muets = [c for c in liste if c.resultat != "non_verifiee"]
    assert etat_mesure(type_mesure, muets, commencee_le=commencee, preuve_le=preuve) == etat


@given(st.lists(st.tuples(st.sampled_from(TRAVAUX), st.sampled_from(EXECUTIONS), st.booleans(), st.booleans())))
def test_suites_coherentes(faits):
    """A control that opens the finding of execution is exactly what allows the mainlevée."""
    mesures = [
        Mesure(i, str(i), t, e, levee=levee, delai_passe=passe, constatee=True)
        for i, (t, e, levee, passe) in enumerate(faits)
    ]
    suite = suite_controle(mesures)
    assert (suite.nature == "execution") == (refus_mainlevee(mesures) is None)
    if suite.nature == "carence":
        assert refus_carence(mesures) is None
