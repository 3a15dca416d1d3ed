"""R7: what proves the start; what is said when nothing proves it yet."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur import delais_mots, preuve
from moteur.delais import (
    RegleDelai,
    calculer,
    calculer_depuis,
    depart_retenu,
    estimer,
    plus_tardive,
    regles_livrees,
)
from moteur.preuve import ISSUES_PLI

REGLES = regles_livrees()
LE_12, LE_20 = date(2027, 1, 12), date(2027, 1, 20)


def clair(texte):
    return texte.replace("\u00a0", " ").replace("\u2019", "'")


# --- the proof ---


@pytest.mark.parametrize("mode", ["lrar", "main_propre", "signification", "autre", ""])
def test_remise(mode):
    remis = depart_retenu(mode, reception=LE_12)
    assert (remis.date, remis.niveau_preuve, remis.avertissements) == (LE_12, "confirme", ())
    assert remis == depart_retenu(mode, reception=LE_12, issue_pli="remis")
    rien = depart_retenu(mode)
    assert (rien.date, rien.avertissements) == (None, (preuve.DEPART_INCONNU,))
    assert depart_retenu(mode, issue_pli="remis").date is None


def test_justificatifs():
    justificatifs = {
        mode: clair(depart_retenu(mode, reception=LE_12).justificatif)
        for mode in ("lrar", "main_propre", "signification", "autre")
    }
    assert justificatifs == {
        "lrar": "avis de réception, date de remise",
        "main_propre": "procès-verbal de remise en main propre",
        "signification": "acte du commissaire de justice",
        "autre": "moyen donnant date certaine à la réception",
    }


@pytest.mark.parametrize(
    ("issue", "mots", "message"),
    [
        ("non_reclame", "présenté le 12/01/2027, non réclamé", preuve.NON_RECLAME),
        ("refuse", "présenté le 12/01/2027, refusé", preuve.REFUSE),
    ],
)
def test_pli_presente(issue, mots, message):
    """Unclaimed or refused: first presentation, to be checked."""
    depart = depart_retenu("lrar", premiere_presentation=LE_12, issue_pli=issue)
    assert (depart.date, depart.niveau_preuve) == (LE_12, "a_verifier")
    assert clair(depart.evenement) == mots
    assert depart.avertissements == (message,)
    assert "première présentation" in depart.justificatif


def test_pli_non_reclame_ancien_nom():
    nouveau = depart_retenu("lrar", premiere_presentation=LE_12, issue_pli="non_reclame")
    assert depart_retenu("lrar", premiere_presentation=LE_12, pli_non_reclame=True) == nouveau
    refuse = depart_retenu(
        "lrar", premiere_presentation=LE_12, issue_pli="refuse", pli_non_reclame=True
    )
    assert "refusé" in refuse.evenement


def test_inconnu_a_l_adresse():
    """No start; what to do, and posting only if the address stays unknown."""
    depart = depart_retenu("lrar", premiere_presentation=LE_12, issue_pli="npai")
    assert depart.date is None
    assert depart.avertissements == (preuve.INCONNU_A_L_ADRESSE,)
    message = clair(depart.avertissements[0])
    assert "Recherchez l'adresse" in message
    assert "n'est permis que si" in message
    assert "CCH L. 511-12, R. 511-3" in message


def test_pli_presente_sans_suite_connue():
    depart = depart_retenu("lrar", premiere_presentation=LE_12)
    assert depart.date is None
    assert "remis, non réclamé ou refusé" in depart.avertissements[0]
    for issue in ("non_reclame", "refuse"):
        sans_date = depart_retenu("lrar", issue_pli=issue)
        assert sans_date.avertissements == (preuve.PRESENTATION_INCONNUE,)


@pytest.mark.parametrize("issue", ["non_reclame", "refuse", "npai"])
def test_faits_contradictoires(issue):
    depart = depart_retenu(
        "lrar", reception=LE_20, premiere_presentation=LE_12, issue_pli=issue
    )
    assert depart.date is None
    assert depart.avertissements[0].startswith("Contradiction")


def test_remis_avant_d_etre_presente():
    depart = depart_retenu("lrar", reception=LE_12, premiere_presentation=LE_20)
    assert depart.date is None
    assert "précède" in depart.avertissements[0]
    assert depart_retenu("lrar", reception=LE_12, premiere_presentation=LE_12).date == LE_12
    apres = depart_retenu("lrar", reception=LE_20, premiere_presentation=LE_12)
    assert apres.date == LE_20  # collected at the post office: the day it was handed over


@pytest.mark.parametrize("mode", ["main_propre", "signification", "autre"])
def test_remise_refusee_hors_recommande(mode):
    depart = depart_retenu(mode, premiere_presentation=LE_12, issue_pli="refuse")
    assert (depart.date, depart.avertissements) == (None, (preuve.REMISE_NON_FAITE,))


def test_issue_inconnue_refusee():
    with pytest.raises(ValueError, match="Issue du pli"):
        depart_retenu("lrar", reception=LE_12, issue_pli="perdu")


def test_affichage():
    """Town hall and façade: the day when both are posted."""
    mairie, facade = date(2027, 1, 12), date(2027, 1, 14)
    for deux in ((mairie, facade), (facade, mairie)):
        depart = depart_retenu("affichage", affichage_mairie=deux[0], affichage_facade=deux[1])
        assert (depart.date, depart.niveau_preuve) == (facade, "a_verifier")
        assert depart.avertissements == (preuve.AFFICHAGE_PERMIS, preuve.AFFICHAGE_DEPART)
        assert depart.evenement == "affiché le 14/01/2027 (mairie et façade)"
        assert "certificat" in depart.justificatif
    sans_facade = depart_retenu("affichage", affichage_mairie=mairie)
    assert sans_facade.date is None
    assert "de la façade" in sans_facade.avertissements[0]
    sans_mairie = depart_retenu("affichage", affichage_facade=facade)
    assert sans_mairie.date is None
    assert "de la mairie" in sans_mairie.avertissements[0]
    assert depart_retenu("affichage").avertissements == (preuve.DEPART_INCONNU,)


dates = st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(
    st.sampled_from(["lrar", "main_propre", "signification", "affichage", "autre", ""]),
    dates,
    dates,
    st.none() | st.sampled_from(ISSUES_PLI),
    st.booleans(),
    dates,
    dates,
)
def test_total_et_ferme(mode, reception, presentation, issue, non_reclame, mairie, facade):
    """Never an exception; a start is one of the dates given; no start is explained."""
    depart = depart_retenu(
        mode, reception=reception, premiere_presentation=presentation, issue_pli=issue,
        pli_non_reclame=non_reclame, affichage_mairie=mairie, affichage_facade=facade,
    )  # fmt: skip
    assert depart.justificatif
    if depart.date is None:
        assert len(depart.avertissements) == 1
        return
    assert depart.date in (reception, presentation, mairie, facade)
    assert issue != "npai" or mode == "affichage"
    if depart.date != reception or mode == "affichage":
        assert depart.niveau_preuve == "a_verifier"
    if mode == "affichage":
        assert depart.date == max(mairie, facade)


# --- the deadline that follows from it ---


def test_calcul_depuis_un_pli_non_reclame():
    depart = depart_retenu("lrar", premiere_presentation=LE_12, issue_pli="non_reclame")
    echeance = calculer_depuis(REGLES["DL-CONTR-MS"], depart)
    assert clair(echeance.calcul) == (
        "présenté le 12/01/2027, non réclamé, un mois : vendredi 12 février 2027, "
        "premier jour possible : samedi 13 février 2027 (départ à vérifier)"
    )
    assert echeance.niveau_preuve == "a_verifier"
    assert echeance.avertissements == (preuve.NON_RECLAME,)
    assert echeance.date == calculer(REGLES["DL-CONTR-MS"], LE_12).date


def test_calcul_depuis_une_remise():
    notifie = calculer_depuis(REGLES["DL-EXEC-MS"], depart_retenu("lrar", reception=LE_12))
    assert notifie == calculer(REGLES["DL-EXEC-MS"], LE_12)
    heure = datetime(2027, 3, 5, 16, 30)
    en_main = calculer_depuis(
        REGLES["DL-EXEC-MSU"],
        depart_retenu("main_propre", reception=heure),
        nombre=24,
        unite="heures",
    )
    assert clair(en_main.calcul).startswith(
        "remis en main propre le 05/03/2027 à 16 h 30, vingt-quatre heures : "
        "samedi 6 mars 2027 à 16 h 30"
    )
    # The day proved by one paper, the hour by another: both are said.
    for depart, debut in (
        (depart_retenu("main_propre", reception=heure.date()), "remis en main propre le 05/03/2027 à 16 h 30"),
        (depart_retenu("lrar", reception=heure.date()), "notifié le 05/03/2027 à 16 h 30"),
        (depart_retenu("lrar", premiere_presentation=heure.date(), issue_pli="refuse"),
         "présenté le 05/03/2027, refusé, compté depuis 16 h 30"),
    ):  # fmt: skip
        echeance = calculer_depuis(
            REGLES["DL-EXEC-MSU"], replace(depart, date=heure), nombre=24, unite="heures"
        )
        assert clair(echeance.calcul).startswith(f"{debut}, vingt-quatre heures : ")
    jour = calculer_depuis(
        REGLES["DL-EXEC-MSU"], depart_retenu("main_propre", reception=heure.date()),
        nombre=24, unite="heures",
    )  # fmt: skip
    assert jour.calcul.startswith("remis en main propre le 05/03/2027, ")
    signifie = calculer_depuis(REGLES["DL-EXEC-MS"], depart_retenu("signification", reception=LE_12))
    assert signifie.calcul.startswith("signifié le 12/01/2027, ")


def test_calcul_depuis_rien():
    """Only the reason why there is no start is given, not a second vaguer one."""
    depart = depart_retenu("lrar", issue_pli="npai")
    echeance = calculer_depuis(REGLES["DL-CONTR-MS"], depart)
    assert echeance.date is echeance.au_plus_tot is None
    assert echeance.avertissements == (preuve.INCONNU_A_L_ADRESSE,)
    assert calculer_depuis(REGLES["DL-ASTR-MAX"], depart).avertissements == ()


def test_un_delai_conseille_reste_conseille():
    depart = depart_retenu("lrar", premiere_presentation=LE_12, issue_pli="refuse")
    echeance = calculer_depuis(REGLES["DL-RSHS"], depart, nombre=30)
    assert echeance.niveau_preuve == "pratique"
    assert delais_mots.CONSEILLE in echeance.avertissements


# --- F.4: provisional, estimated ---


def test_provisoire():
    echeance = calculer(REGLES["DL-CONTR-MS"], LE_12, provisoire=True)
    assert echeance.calcul.endswith("(provisoire)")
    assert delais_mots.PREUVE_MANQUANTE in echeance.avertissements
    assert clair(delais_mots.PREUVE_MANQUANTE).startswith("Preuve manquante")
    heures = calculer(REGLES["DL-EXPERT"], datetime(2027, 3, 5, 9), provisoire=True)
    assert heures.calcul.endswith("(provisoire)")
    assert delais_mots.PREUVE_MANQUANTE in heures.avertissements


def test_estimation():
    """Sent, not yet known as received: an order of magnitude, nothing becomes possible."""
    echeance = estimer(REGLES["DL-CONTR-MS"], date(2027, 1, 8))
    assert clair(echeance.calcul) == (
        "réception attendue ; si la lettre envoyée le 08/01/2027 était reçue ce jour-là : "
        "lundi 8 février 2027 (provisoire)"
    )
    assert echeance.estimee == date(2027, 2, 8)
    assert echeance.date is echeance.au_plus_tot is echeance.theorique is echeance.depart is None
    assert echeance.avertissements == (delais_mots.RECEPTION_ATTENDUE,)
    assert "elle seule fera courir le délai" in delais_mots.RECEPTION_ATTENDUE
    assert "Preuve manquante" in delais_mots.RECEPTION_ATTENDUE


def test_estimation_avec_report_et_duree_accordee():
    echeance = estimer(REGLES["DL-EXEC-MS"], date(2027, 1, 29))
    assert echeance.estimee == date(2027, 3, 1)
    assert delais_mots.PRUDENT in echeance.avertissements
    accordee = estimer(REGLES["DL-EXEC-MS"], date(2027, 1, 29), nombre=3, unite="mois")
    assert accordee.estimee == date(2027, 4, 29)
    ailleurs = estimer(REGLES["DL-CONTR-MS"], date(2027, 2, 26), territoire="alsace_moselle")
    assert ailleurs.estimee == date(2027, 3, 30)
    conseillee = estimer(REGLES["DL-RSHS"], date(2027, 3, 10), nombre=30)
    assert conseillee.calcul.endswith("(délai conseillé) (provisoire)")
    heures = estimer(REGLES["DL-EXEC-MSU"], datetime(2027, 3, 5, 9), nombre=48, unite="heures")
    assert clair(heures.calcul).endswith("dimanche 7 mars 2027 à 9 h (provisoire)")


@pytest.mark.parametrize(
    ("code", "envoi", "message"),
    [
        ("DL-CONTR-MS", None, preuve.DEPART_INCONNU),
        ("DL-CONTR-MS", date(27, 1, 8), delais_mots.DEPART_INVALIDE),
        ("DL-EXEC-MSU", date(2027, 1, 8), delais_mots.LIBRE),
    ],
)
def test_estimation_impossible(code, envoi, message):
    echeance = estimer(REGLES[code], envoi)
    assert echeance.estimee is echeance.date is echeance.au_plus_tot is echeance.depart is None
    assert message in echeance.avertissements


def test_pas_d_estimation_sans_reception():
    """A signature, an election, a sending start these: there is nothing to wait for."""
    for code in ("DL-CL", "DL-EPCI", "DL-LOYER-FIN", "DL-EXPERT", "DL-HEBERG"):
        echeance = estimer(REGLES[code], LE_12)
        assert echeance.estimee is echeance.date is None
        assert any(m.startswith("Pas d\u2019estimation") for m in echeance.avertissements)
    assert estimer(RegleDelai("X", "x", 1, "mois", "minimum"), LE_12).estimee is None
    assert estimer(REGLES["DL-ASTR-MAX"], LE_12).avertissements == ()


def test_une_estimation_bloque_l_acte_commun():
    recue = calculer(REGLES["DL-CONTR-MS"], LE_20)
    attendue = estimer(REGLES["DL-CONTR-MS"], LE_12 - timedelta(days=30))
    assert plus_tardive([recue, attendue]) is attendue
