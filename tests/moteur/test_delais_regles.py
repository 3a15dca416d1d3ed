"""What the agent reads: wording, warnings, choices and refusals."""

from dataclasses import FrozenInstanceError
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from moteur import delais_mots, francais, preuve
from moteur.calendrier import (
    ajouter_mois_jours,
    bornes_mois,
    feries,
    motif_non_ouvrable,
    proroger,
)
from moteur.delais import (
    Refus,
    RegleDelai,
    avec_avertissement,
    calculer,
    calculer_astreinte,
    forfait_office,
    liquidations,
    lire_versions,
    plus_tardive,
    police_competente,
    regle_observations,
    regles_livrees,
    respecte_maximum,
    respecte_minimum,
    territoire_du_departement,
    verifier_delai_execution,
    verifier_delai_observations,
)
from moteur.lecture import TABLE

REGLES = regles_livrees()


def clair(texte):
    return texte.replace("\u00a0", " ").replace("\u2019", "'")


# --- wording ---


def test_calcul_simple():
    echeance = calculer(REGLES["DL-CONTR-MS"], date(2027, 1, 12))
    assert clair(echeance.calcul) == (
        "reçu le 12/01/2027, un mois : vendredi 12 février 2027, "
        "premier jour possible : samedi 13 février 2027"
    )
    assert echeance.avertissements == ()
    assert echeance.regles == ("R2", "R5")


def test_calcul_proroge_dit_pourquoi():
    echeance = calculer(REGLES["DL-ABF"], date(2027, 4, 16))
    assert clair(echeance.calcul) == (
        "reçu le 16/04/2027, quinze jours : samedi 1er mai 2027, reporté au lundi 3 mai 2027 "
        "car le 01/05/2027 est férié (Fête du Travail) et le 02/05/2027 est un dimanche "
        "(calcul prudent), premier jour possible : mardi 4 mai 2027"
    )
    assert echeance.avertissements == (delais_mots.PRUDENT,)
    assert echeance.regles == ("R1", "R3", "R5")


def test_delai_de_la_commune_sans_report():
    echeance = calculer(REGLES["DL-CL"], date(2027, 2, 13))
    assert "le 28/02/2027 est un dimanche" in echeance.avertissements[0]
    assert "Sans report" in echeance.avertissements[0]


def test_niveaux_de_preuve():
    recours = calculer(REGLES["DL-RECOURS"], date(2027, 3, 10))
    assert "deux mois francs" in clair(recours.calcul)
    assert recours.calcul.endswith("(à vérifier)")
    assert recours.avertissements == (delais_mots.A_VERIFIER,)
    rshs = calculer(REGLES["DL-RSHS"], date(2027, 3, 10), nombre=30)
    assert rshs.calcul.endswith("(délai conseillé)")
    assert "légal" not in rshs.calcul
    assert rshs.avertissements == (delais_mots.CONSEILLE,)


def test_provisoire():
    echeance = calculer(REGLES["DL-CONTR-MS"], date(2027, 1, 12), provisoire=True)
    assert echeance.calcul.endswith("(provisoire)")
    assert delais_mots.PREUVE_MANQUANTE in echeance.avertissements
    heures = calculer(REGLES["DL-EXPERT"], datetime(2027, 3, 5, 9), provisoire=True)
    assert heures.calcul.endswith("(provisoire)")


def test_franc_un_mois_au_singulier():
    regle = RegleDelai("X", "x", 1, "mois", "franc")
    echeance = calculer(regle, date(2027, 3, 10))
    assert clair(echeance.calcul) == "départ le 10/03/2027, un mois franc : dimanche 11 avril 2027"


@pytest.mark.parametrize(
    ("code", "depart", "options", "calcul"),
    [
        ("DL-CONTR-COPRO", date(2027, 2, 1), {},
         "reçu le 01/02/2027, deux mois : jeudi 1er avril 2027, premier jour possible : vendredi 2 avril 2027"),
        ("DL-EXEC-MS", date(2027, 2, 1), {},
         "notifié le 01/02/2027, un mois : lundi 1er mars 2027, premier jour possible : mardi 2 mars 2027"),
        ("DL-EXEC-MS", date(2027, 1, 12), {"nombre": 1, "unite": "mois", "puis_jours": 10},
         "notifié le 12/01/2027, un mois et dix jours : lundi 22 février 2027, premier jour possible : mardi 23 février 2027"),
        ("DL-EXEC-MS", date(2027, 1, 12), {"nombre": 1, "unite": "ans"},
         "notifié le 12/01/2027, un an : mercredi 12 janvier 2028, premier jour possible : jeudi 13 janvier 2028"),
        ("DL-RECOURS", date(2027, 3, 10), {},
         "notifié le 10/03/2027, deux mois francs : mardi 11 mai 2027 (à vérifier)"),
        ("DL-EXEC-MSU", datetime(2027, 3, 5, 16, 30), {"nombre": 48, "unite": "heures"},
         "notifié le 05/03/2027 à 16 h 30, quarante-huit heures : dimanche 7 mars 2027 à 16 h 30, possible passé cette heure"),
        ("DL-EXEC-MSU", datetime(2027, 3, 5, 9), {"nombre": 1, "unite": "heures"},
         "notifié le 05/03/2027 à 9 h, une heure : vendredi 5 mars 2027 à 10 h, possible passé cette heure"),
        ("DL-EXEC-MSU", datetime(2027, 3, 5, 0, 5), {"nombre": 21, "unite": "heures"},
         "notifié le 05/03/2027 à 0 h 05, vingt et une heures : vendredi 5 mars 2027 à 21 h 05, possible passé cette heure"),
        ("DL-EXEC-MSU", datetime(2027, 3, 1, 9), {"nombre": 1, "unite": "jours"},
         "notifié le 01/03/2027, un jour : mardi 2 mars 2027, premier jour possible : mercredi 3 mars 2027"),
        ("DL-RSHS", date(2027, 3, 10), {"nombre": 80},
         "notifié le 10/03/2027, quatre-vingts jours : samedi 29 mai 2027, reporté au lundi 31 mai 2027 "
         "car le 29/05/2027 est un samedi et le 30/05/2027 est un dimanche (calcul prudent), "
         "premier jour possible : mardi 1er juin 2027 (délai conseillé)"),
        ("DL-LOYER-FIN", date(2027, 2, 22), {},
         "le 22/02/2027 (envoi de la notification, ou affichage), premier jour du mois suivant : lundi 1er mars 2027"),
        ("DL-LOYER-ERP", date(2027, 3, 19), {},
         "constat de la réalisation des mesures le 19/03/2027, premier jour du mois suivant : jeudi 1er avril 2027"),
        ("DL-LOYER-MEUB", date(2027, 2, 22), {},
         "le 22/02/2027 (envoi de la notification, ou affichage, de l'arrêté, puis de la mainlevée), "
         "jour suivant : mardi 23 février 2027"),
        ("DL-COP-OCC", date(2028, 1, 31), {},
         "le 31/01/2028 (notification de la mainlevée, ou constat de la réalisation), "
         "terme du mois suivant : mardi 29 février 2028"),
        ("DL-LIQ", date(2027, 2, 14), {},
         "le 14/02/2027 (jour dû, dans le trimestre), fin du trimestre civil : mercredi 31 mars 2027, "
         "premier jour possible : jeudi 1er avril 2027"),
        ("DL-OCCUP", date(2027, 1, 8), {}, "envoyé le 08/01/2027, le jour même : vendredi 8 janvier 2027"),
        ("DL-CL", date(2027, 3, 1), {}, "signé le 01/03/2027, quinze jours : mardi 16 mars 2027"),
        ("DL-HEBERG", date(2027, 3, 1), {}, "départ des lieux le 01/03/2027, trois ans : vendredi 1er mars 2030"),
        ("DL-RETRAIT", date(2027, 2, 22), {},
         "édiction de l'acte le 22/02/2027, quatre mois : mardi 22 juin 2027"),
        ("DL-EPCI-RENON", date(2026, 10, 20), {},
         "fin de la période d'opposition le 20/10/2026, un mois : vendredi 20 novembre 2026, "
         "premier jour possible : samedi 21 novembre 2026"),
        ("DL-ABAN-AFF", date(2027, 3, 15), {},
         "le 15/03/2027 (dernière mesure de publicité ou notification), trois mois : mardi 15 juin 2027, "
         "premier jour possible : mercredi 16 juin 2027"),
        ("DL-ASTR-FIN", date(2027, 7, 20), {},
         "le 20/07/2027 (exécution complète, ou notification de l'exécution d'office au propriétaire), "
         "le jour même : mardi 20 juillet 2027"),
    ],
)  # fmt: skip
def test_calcul_en_mots(code, depart, options, calcul):
    """Exact French for each unit and each nature; no start is asserted that may be another one."""
    assert clair(calculer(REGLES[code], depart, **options).calcul) == calcul


def test_calcul_avec_deux_feries_le_meme_jour():
    echeance = calculer(REGLES["DL-CONTR-MS"], date(2030, 5, 10), territoire="guyane")
    assert "est férié (Abolition de l'esclavage et Lundi de Pentecôte)" in clair(echeance.calcul)


def test_apostrophe_d_un_jour_ferie_dans_un_avertissement():
    echeance = calculer(REGLES["DL-CL"], date(2029, 12, 17))
    assert "(Jour de l\u2019an)" in echeance.avertissements[0]


def test_sans_report_mais_agir_le_lendemain_du_report():
    """The opposition ends on a Sunday: no prorogation is shown, and no risk is taken either."""
    echeance = calculer(REGLES["DL-EPCI"], date(2026, 8, 31))
    assert echeance.date == date(2027, 2, 28)
    assert delais_mots.ATTENDRE.format("lundi 1er mars 2027") in echeance.avertissements
    assert not any("attendez" in m for m in calculer(REGLES["DL-CL"], date(2027, 2, 13)).avertissements)


def test_prorogation_confirmee_par_un_texte():
    """A rule that a text prorogates needs no warning of prudence."""
    regle = RegleDelai("X", "x", 1, "mois", "reponse", "notification", True, niveau_prorogation="confirme")
    echeance = calculer(regle, date(2027, 4, 1))
    assert echeance.date == date(2027, 5, 3)
    assert "calcul prudent" not in echeance.calcul
    assert echeance.avertissements == ()


# --- recours ---


def test_recours_non_opposable():
    """CJA R. 421-5: no mention of the remedies, no clock; a date would make the order look final."""
    echeance = calculer(REGLES["DL-RECOURS"], date(2027, 3, 10), voies_et_delais=False)
    assert echeance.date is None
    assert delais_mots.RECOURS_NON_OPPOSABLE in echeance.avertissements
    assert echeance.avertissements[-1].startswith("Recours non opposable")
    inconnu = calculer(REGLES["DL-RECOURS"], date(2027, 3, 10), voies_et_delais=None)
    assert inconnu.date == date(2027, 5, 11)
    assert delais_mots.RECOURS_A_CONFIRMER in inconnu.avertissements
    assert calculer(REGLES["DL-CL"], date(2027, 3, 1), voies_et_delais=False).date


def test_astreinte_close():
    echeance = calculer(REGLES["DL-ASTR-FIN"], date(2027, 7, 20))
    assert delais_mots.ASTREINTE_CLOSE in echeance.avertissements


def test_trimestre_civil_est_un_usage():
    assert delais_mots.TRIMESTRE_CIVIL in calculer(REGLES["DL-LIQ"], date(2027, 7, 20)).avertissements


def test_montant_non_entier():
    """A jurist may enter 8,5 % or 1 500,50 €."""
    for nombre, unite, fin in ((8.5, "taux", "8,5 %"), (1500.5, "euros", "1 500,50 €"),
                               (1.5, "mois", "1,5 mois"), (float("nan"), "taux", "montant illisible")):  # fmt: skip
        echeance = calculer(RegleDelai("X", "Montant", nombre, unite, "montant"), None)
        assert clair(echeance.calcul) == f"Montant : {fin}"


def test_montants_sans_date():
    for code, fin in (("DL-ASTR-MAX", "1 000 €"), ("DL-FORF-8", "8 %"), ("DL-INDEM", "trois mois")):
        echeance = calculer(REGLES[code], date(2027, 7, 20))
        assert echeance.date is None
        assert clair(echeance.calcul).endswith(fin)
    assert calculer(REGLES["DL-DEMO"], None).date is None


# --- bad input: never an exception, never a date ---


@pytest.mark.parametrize(
    ("depart", "options", "message"),
    [
        (None, {}, preuve.DEPART_INCONNU),
        (date(27, 1, 1), {}, delais_mots.DEPART_INVALIDE),
        (date(9999, 12, 31), {}, delais_mots.DEPART_INVALIDE),
        (date(2027, 1, 1), {"nombre": -1}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": 1.5}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": True}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": float("nan")}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": float("inf")}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": 10**9}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": 2, "unite": "semaines"}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": 1, "unite": "jour_suivant"}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"puis_jours": -1}, delais_mots.DUREE_INVALIDE),
        (date(2027, 1, 1), {"nombre": 31, "unite": "jours", "puis_jours": 1}, delais_mots.DUREE_INVALIDE),
        (date(2100, 12, 1), {}, delais_mots.FIN_INVALIDE),
    ],
)
def test_entree_inutilisable(depart, options, message):
    echeance = calculer(REGLES["DL-CONTR-MS"], depart, **options)
    assert echeance.date is echeance.au_plus_tot is None
    assert echeance.avertissements == (message,)


def test_heures_apres_le_calendrier():
    echeance = calculer(REGLES["DL-EXPERT"], datetime(2100, 12, 31, 9))
    assert (echeance.date, echeance.avertissements) == (None, (delais_mots.FIN_INVALIDE,))


def test_duree_libre_non_fixee():
    echeance = calculer(REGLES["DL-EXEC-MSU"], date(2027, 1, 1))
    assert echeance.date is None
    assert delais_mots.LIBRE in echeance.avertissements


def test_regle_inconnue_refusee():
    with pytest.raises(ValueError, match="unite"):
        RegleDelai("X", "x", 1, "semaines", "minimum")
    with pytest.raises(FrozenInstanceError):
        REGLES["DL-CL"].nombre = 3


def test_territoire_inconnu_refuse():
    with pytest.raises(ValueError, match="Territoire inconnu"):
        calculer(REGLES["DL-CONTR-MS"], date(2027, 1, 12), territoire="lune")


# --- lengths fixed by the act ---


def test_delai_accorde_plus_long():
    echeance = calculer(REGLES["DL-EXEC-MS"], date(2027, 3, 1), nombre=3.0, unite="mois")
    assert echeance.date == date(2027, 6, 1)
    assert echeance.avertissements == ()


def test_delai_accorde_trop_court():
    """The legal minimum is counted: an act taken the day after twenty days would be void."""
    trop_court = delais_mots.TROP_COURT.format(francais.duree_lettres(1, "mois"))
    echeance = calculer(REGLES["DL-EXEC-MS"], date(2027, 3, 1), nombre=20, unite="jours")
    assert trop_court in echeance.avertissements
    assert (echeance.date, echeance.au_plus_tot) == (date(2027, 4, 1), date(2027, 4, 2))
    assert "un mois" in clair(echeance.calcul)
    # Thirty days outlast this February: what was granted is kept.
    fevrier = calculer(REGLES["DL-EXEC-MS"], date(2027, 2, 1), nombre=30, unite="jours")
    assert (fevrier.date, trop_court in fevrier.avertissements) == (date(2027, 3, 3), True)
    # Hours are not prorogated: the month, which ends on a Sunday, is.
    heures = calculer(
        REGLES["DL-EXEC-MS"], datetime(2027, 1, 28, 9), nombre=768, unite="heures"
    )
    assert (heures.date, heures.au_plus_tot) == (date(2027, 3, 1), date(2027, 3, 2))


def test_delai_accorde_trop_long():
    """An act does not lengthen what the law gives its author."""
    for code, nombre, unite in (("DL-SUBST", 2, "mois"), ("DL-CL", 30, "jours"), ("DL-HEBERG", 4, "ans")):
        regle = REGLES[code]
        legal = calculer(regle, date(2027, 1, 12))
        acte = calculer(regle, date(2027, 1, 12), nombre=nombre, unite=unite)
        assert acte.date == legal.date
        assert acte.avertissements[-1].startswith("Durée supérieure au maximum légal")


def test_duree_d_un_acte_la_ou_le_texte_fixe_la_date():
    echeance = calculer(REGLES["DL-LOYER-FIN"], date(2027, 2, 22), nombre=3, unite="mois")
    assert echeance.date == date(2027, 3, 1)
    assert delais_mots.IGNOREE in echeance.avertissements


def test_delai_legal_modifie():
    echeance = calculer(REGLES["DL-RECOURS"], date(2027, 3, 10), nombre=3, unite="mois")
    assert any("Durée modifiée" in mention for mention in echeance.avertissements)
    inchange = calculer(REGLES["DL-RECOURS"], date(2027, 3, 10), nombre=2)
    assert inchange.avertissements == (delais_mots.A_VERIFIER,)


def test_urgence_en_heures():
    regle = REGLES["DL-EXEC-MSU"]
    echeance = calculer(regle, datetime(2027, 3, 5, 18, 0), nombre=48, unite="heures")
    assert echeance.date == datetime(2027, 3, 7, 18, 0)  # a Sunday: hours are not prorogated (R6)
    assert echeance.au_plus_tot == date(2027, 3, 7)
    jours = calculer(regle, datetime(2027, 3, 5, 18, 0), nombre=2, unite="jours")
    assert (jours.theorique, jours.date) == (date(2027, 3, 7), date(2027, 3, 8))


def test_heure_inconnue():
    echeance = calculer(REGLES["DL-EXPERT"], date(2027, 3, 5))
    assert echeance.date == datetime(2027, 3, 7, 0, 0)
    assert delais_mots.SANS_HEURE in echeance.avertissements


def test_heures_au_changement_d_heure():
    """Wall clock: 24 hours end at the same time of day on the night when the clocks change."""
    paris = ZoneInfo("Europe/Paris")
    echeance = calculer(REGLES["DL-EXPERT"], datetime(2027, 3, 27, 16, 30, tzinfo=paris))
    assert echeance.date.replace(tzinfo=None) == datetime(2027, 3, 28, 16, 30)


@pytest.mark.parametrize(
    ("depart", "territoire", "dimanche"),
    [
        (datetime(2027, 3, 27, 16, 30), "metropole", "28/03/2027"),
        (datetime(2027, 3, 27, 16, 30), "alsace_moselle", "28/03/2027"),
        (datetime(2027, 3, 27, 16, 30), "reunion", None),
        (datetime(2027, 10, 30, 9), "metropole", "31/10/2027"),
        (datetime(2027, 3, 28, 3), "metropole", None),
        (datetime(2027, 3, 27, 2), "metropole", None),
        (datetime(2027, 3, 27, 2, 1), "metropole", "28/03/2027"),
        (datetime(2027, 12, 31, 9), "metropole", None),
    ],
)
def test_changement_d_heure_signale(depart, territoire, dimanche):
    avertissements = calculer(REGLES["DL-EXPERT"], depart, territoire=territoire).avertissements
    attendu = (delais_mots.CHANGEMENT_HEURE.format(dimanche),) if dimanche else ()
    assert avertissements == attendu


# --- calendar ---


def test_feries_2027():
    assert sorted(feries(2027)) == [
        date(2027, mois, jour)
        for mois, jour in (
            (1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17),
            (7, 14), (8, 15), (11, 1), (11, 11), (12, 25),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("territoire", "jour"),
    [
        ("alsace_moselle", date(2027, 3, 26)),
        ("alsace_moselle", date(2028, 12, 26)),
        ("mayotte", date(2027, 4, 27)),
        ("martinique", date(2028, 5, 22)),
        ("guadeloupe", date(2027, 5, 27)),
        ("guyane", date(2027, 6, 10)),
        ("reunion", date(2027, 12, 20)),
    ],
)
def test_feries_locaux(territoire, jour):
    assert motif_non_ouvrable(jour, territoire)
    assert motif_non_ouvrable(jour) is None


def test_ferie_local_a_verifier():
    regle = REGLES["DL-CONTR-MS"]
    local = calculer(regle, date(2027, 2, 26), territoire="alsace_moselle")
    assert (local.theorique, local.date) == (date(2027, 3, 26), date(2027, 3, 30))
    assert any("Vendredi saint" in mention for mention in local.avertissements)
    assert calculer(regle, date(2027, 2, 26)).date == date(2027, 3, 26)


def test_jour_chome_local():
    assert proroger(date(2027, 6, 3), chomes=[date(2027, 6, 3)]) == (
        date(2027, 6, 4),
        "le 03/06/2027 est un jour chômé",
    )


def test_territoires_des_departements():
    codes = {"62": "metropole", "2A": "metropole", "67": "alsace_moselle", "974": "reunion"}
    assert {code: territoire_du_departement(code) for code in codes} == codes


def test_mois_puis_jours():
    assert ajouter_mois_jours(date(2027, 1, 31), 1, 10) == date(2027, 3, 10)


def test_bornes_des_mois():
    assert [bornes_mois(n) for n in (1, 2, 3, 12)] == [(28, 31), (59, 62), (89, 92), (365, 366)]


# --- R8 ---


def test_plusieurs_destinataires():
    regle = REGLES["DL-CONTR-MS"]
    tot, tard = (calculer(regle, date(2027, 1, j)) for j in (12, 20))
    assert plus_tardive([tard, tot]) is tard
    inconnue = calculer(regle, None)
    assert plus_tardive([tot, inconnue, tard]) is inconnue
    assert plus_tardive([]) is None
    heure = calculer(REGLES["DL-EXPERT"], datetime(2027, 2, 19, 9))
    assert plus_tardive([heure, tard]) is tard  # both end on 20 February: a day ends at 24 h
    assert plus_tardive(e for e in (tot, tard)) is tard


def test_un_destinataire_sans_preuve_peut_encore_reculer():
    regle = REGLES["DL-CONTR-MS"]
    prouve = calculer(regle, date(2027, 1, 20))
    declare = calculer(regle, date(2027, 1, 12), provisoire=True)
    commune = plus_tardive([declare, prouve])
    assert (commune.date, commune.calcul) == (prouve.date, prouve.calcul)
    assert commune.avertissements == (*prouve.avertissements, delais_mots.PREUVE_AUTRE)
    # The latest says it already.
    assert plus_tardive([calculer(regle, date(2027, 1, 2)), declare]) is declare


def test_avertissement_ajoute():
    echeance = avec_avertissement(calculer(REGLES["DL-CL"], date(2027, 3, 1)), "Autre.")
    assert echeance.avertissements[-1] == "Autre."


# --- R12, C.2 rules 11 and 12 ---


@pytest.mark.parametrize(
    ("procedure", "copropriete", "destinataire", "code"),
    [
        ("MSO", "non", None, "DL-CONTR-MS"),
        ("MSO", None, None, "DL-CONTR-MS"),
        ("MSO", "parties_communes", None, "DL-CONTR-COPRO"),
        ("MSO", "parties_privatives", None, "DL-CONTR-MS"),
        ("MSO", "les_deux", None, "DL-CONTR-COPRO"),
        ("MSO", "les_deux", "syndic", "DL-CONTR-COPRO"),
        ("MSO", "les_deux", "personne", "DL-CONTR-MS"),
        ("MSO", "sans_syndic", None, "DL-CONTR-COPRO"),
        ("MSO-EQ", "parties_communes", None, "DL-CONTR-COPRO"),
        ("MS-FUN", "parties_communes", None, "DL-CONTR-MS"),
        ("INS-ORD", "non", None, "DL-CONTR-INSO"),
        ("INS-IMP", "non", None, "DL-CONTR-INS"),
        ("INS-IMP", "parties_communes", None, "DL-CONTR-COPRO"),
        ("DEC", None, None, "DL-DEC-OBS"),
        ("MSU", "parties_communes", None, None),
        ("INS-URG", "non", None, None),
    ],
)
def test_choix_de_la_regle_d_observations(procedure, copropriete, destinataire, code):
    choix = regle_observations(procedure, copropriete, destinataire=destinataire)
    assert choix.code == code
    assert choix.motif
    if copropriete is None and procedure == "MSO":
        assert "Copropriété non renseignée" in choix.avertissements[0]


@pytest.mark.parametrize(
    ("nombre", "unite", "minimum", "accepte"),
    [
        (1, "mois", (1, "mois"), True),
        (31, "jours", (1, "mois"), True),
        (30, "jours", (1, "mois"), False),
        (62, "jours", (2, "mois"), True),
        (61, "jours", (2, "mois"), False),
        (92, "jours", (3, "mois"), True),
        (1, "mois", (15, "jours"), True),
        (1, "mois", (28, "jours"), True),
        (1, "mois", (29, "jours"), False),
        (15, "jours", (15, "jours"), True),
        (14, "jours", (15, "jours"), False),
        (360, "heures", (15, "jours"), False),
        (384, "heures", (15, "jours"), True),
        (1, "jours", (24, "heures"), True),
        (1, "jours", (25, "heures"), False),
        (768, "heures", (1, "mois"), True),
        (767, "heures", (1, "mois"), False),
        (1, "ans", (12, "mois"), True),
        (11, "mois", (1, "ans"), False),
        (365, "jours", (1, "ans"), False),
    ],
)
def test_minimum(nombre, unite, minimum, accepte):
    refus = respecte_minimum(nombre, unite, *minimum)
    assert (refus is None) is accepte
    if refus:
        assert refus.code == "DELAI-TROP-COURT"


@pytest.mark.parametrize(
    ("nombre", "unite"),
    [(None, "jours"), (0, "jours"), (-3, "mois"), (1.5, "mois"), (True, "mois"), ("1", "mois"),
     (1, None), (1, "trimestre"), (10**7, "jours")],
)  # fmt: skip
def test_minimum_illisible(nombre, unite):
    assert respecte_minimum(nombre, unite, 1, "mois").code == "DELAI-INVALIDE"


def test_observations_trop_courtes():
    refus = verifier_delai_observations(15, "jours", "MSO", "non")
    assert (refus.code, refus.base) == ("C2-11", "CCH R. 511-3")
    assert clair(refus.message) == (
        "Délai d'observations trop court (quinze jours) : un mois au moins à compter de la "
        "réception, mise en sécurité (CCH R. 511-3). Accordez au moins un mois ou "
        "trente et un jours."
    )
    copro = verifier_delai_observations(1, "mois", "MSO", "parties_communes")
    assert (copro.code, copro.base) == ("C2-11", "CCH R. 511-10")
    assert verifier_delai_observations(15, "jours", "INS-IMP", "non") is None
    assert verifier_delai_observations(14, "jours", "INS-IMP", "non").code == "C2-11"
    assert verifier_delai_observations(2, "mois", "MSO", "parties_communes") is None
    assert verifier_delai_observations(None, None, "MSO").code == "DELAI-INVALIDE"
    assert verifier_delai_observations(1, "heures", "MSU") is None


def test_observations_selon_la_table_du_juriste():
    regle = RegleDelai("DL-CONTR-MS", "x", 3, "mois", "minimum")
    assert verifier_delai_observations(2, "mois", "MSO", "non", regles={"DL-CONTR-MS": regle})


RAVALEMENT = RegleDelai("DL-RAV-ARR", "Ravalement", 12, "mois", "reponse", base="CCH L. 126-3")


@pytest.mark.parametrize(("nombre", "unite"), [(12, "mois"), (1, "ans"), (365, "jours"), (6, "mois"), (8760, "heures")])
def test_un_an_au_plus_pour_ravaler(nombre, unite):
    assert respecte_maximum(nombre, unite, RAVALEMENT) is None


@pytest.mark.parametrize(("nombre", "unite"), [(13, "mois"), (2, "ans"), (366, "jours"), (8761, "heures")])
def test_plus_d_un_an_pour_ravaler_est_refuse(nombre, unite):
    refus = respecte_maximum(nombre, unite, RAVALEMENT)
    assert (refus.code, refus.base) == ("DELAI-TROP-LONG", "CCH L. 126-3")
    assert "douze mois au plus (CCH L. 126-3)" in clair(refus.message)
    assert "365" in refus.message or "trois cent soixante-cinq jours" in clair(refus.message)


def test_maximum_illisible():
    for nombre, unite in ((0, "mois"), (None, "mois"), (2, "semaines")):
        assert respecte_maximum(nombre, unite, RAVALEMENT).code == "DELAI-INVALIDE"


def test_execution_trop_courte():
    refus = verifier_delai_execution("travaux", 20, "jours", False)
    assert (refus.code, refus.base) == ("C2-12", "CCH R. 511-6")
    assert clair(refus.message) == (
        "Délai d'exécution trop court (vingt jours) : les mesures de réparation ou de démolition "
        "laissent au moins un mois à compter de la notification de l'arrêté (CCH R. 511-6). "
        "Accordez au moins un mois ou trente et un jours."
    )
    for mesure in ("demolition", "securisation"):
        assert verifier_delai_execution(mesure, 30, "jours").code == "C2-12"
        assert verifier_delai_execution(mesure, 1, "mois") is None
    for mesure in ("interdiction_temporaire", "interdiction_definitive", "cessation"):
        assert verifier_delai_execution(mesure, 1, "jours") is None
    assert verifier_delai_execution("travaux", 12, "heures", True) is None
    assert verifier_delai_execution("travaux", 20, "jours", procedure="INS-ORD").code == "C2-12"
    assert verifier_delai_execution("travaux", None, "mois").code == "DELAI-INVALIDE"


@pytest.mark.parametrize("procedure", ["RSHS", "PGI", "ERP-HEB", "DEC", "TNE", "MSU", "INS-URG", "DSP"])
def test_le_minimum_d_execution_est_celui_de_r_511_6_seulement(procedure):
    assert verifier_delai_execution("travaux", 15, "jours", procedure=procedure) is None


@pytest.mark.parametrize("procedure", ["MSO", "MSO-EQ", "MSO-MAT", "MS-FUN", "INS-ORD", "INS-IMP", ""])
def test_le_minimum_d_execution_vaut_pour_tout_arrete_ordinaire(procedure):
    refus = verifier_delai_execution("travaux", 15, "jours", procedure=procedure)
    assert (refus.code, refus.base) == ("C2-12", "CCH R. 511-6")


# --- amounts ---


def test_astreinte_refusee():
    debut, fin = date(2027, 6, 10), date(2027, 9, 20)
    trop = calculer_astreinte(debut, Decimal("1000.01"), execution=fin)
    assert isinstance(trop, Refus)
    assert clair(trop.message) == (
        "Astreinte de 1 000,01 € par jour : le plafond est de 1 000 € par jour de retard "
        "(CCH L. 511-15 I)."
    )
    for taux in (0, -5, "abc", None, float("nan"), float("inf"), "1e40", True):
        assert isinstance(calculer_astreinte(debut, taux, execution=fin), Refus)
    assert isinstance(calculer_astreinte(debut, 500), Refus)
    for hors in (date.max, date.min):
        assert isinstance(calculer_astreinte(debut, 500, arrete_au=hors), Refus)
        assert isinstance(calculer_astreinte(hors, 500, execution=fin), Refus)


def test_astreinte_en_cours_et_liquidations():
    astreinte = calculer_astreinte(date(2027, 6, 10), 500.0, arrete_au=date(2027, 6, 30))
    assert astreinte.jours == 21
    assert not astreinte.close
    t21 = calculer_astreinte(date(2027, 6, 10), 500, execution=date(2027, 9, 20))
    parts = liquidations(t21)
    assert [(p.jours, p.montant, p.exigible_le) for p in parts] == [
        (21, Decimal("10500.00"), date(2027, 7, 1)),
        (81, Decimal("39500.00"), date(2027, 10, 1)),
    ]
    assert parts[-1].cumul == t21.montant == Decimal(50000)
    assert clair(t21.calcul) == (
        "notifié le 10/06/2027 (inclus), jusqu'au 20/09/2027 (exclu) : "
        "102 jours × 500 € = 51 000 €, ramené au plafond de 50 000 €"
    )


def test_astreinte_fin_avant_notification():
    astreinte = calculer_astreinte(date(2027, 6, 10), 500, execution=date(2027, 6, 1))
    assert astreinte.montant == 0
    assert liquidations(astreinte) == ()
    assert any("Aucun jour dû" in mention for mention in astreinte.avertissements)


def test_forfait_au_centime():
    assert forfait_office("0.06").forfait == Decimal("0.00")
    assert forfait_office("0.07").forfait == Decimal("0.01")
    assert forfait_office("1234.56").total == Decimal("1333.32")
    for depense in (-1, "x", None):
        assert isinstance(forfait_office(depense), Refus)


# --- police: the facts that are seldom given ---


def test_police_sans_epci_competent():
    competence = police_competente(date(2027, 1, 5), None, None, competence_habitat=False)
    assert competence.autorite == "maire"


def test_police_competence_habitat_inconnue():
    competence = police_competente(
        date(2027, 1, 5), date(2026, 4, 15), True, competence_habitat=None
    )
    assert competence.a_preciser == ("si l'EPCI a la compétence habitat",)


def test_police_sans_date_d_election():
    assert police_competente(date(2027, 1, 5), None, True).autorite == "inconnu"
    assert police_competente(date(2027, 1, 5), date(202, 1, 1), True).autorite == "inconnu"


def test_police_nouvelle_competence():
    def apres(le, opposition=None):
        return police_competente(
            le, date(2026, 4, 15), False, opposition, transfert_competence=date(2026, 9, 1)
        ).autorite

    assert apres(date(2026, 9, 1)) == "president_epci"
    assert apres(date(2026, 8, 31)) == "inconnu"
    assert apres(date(2027, 1, 5), date(2026, 12, 1)) == "maire"


def test_police_renonciation_non_verifiee():
    def avec(valable):
        return police_competente(
            date(2027, 1, 5), date(2026, 4, 15), True, None, True, date(2026, 11, 10),
            renonciation_valable=valable,
        )  # fmt: skip

    assert avec(None).a_preciser == ("si la renonciation du président est valable",)
    assert avec(False).autorite == "president_epci"
    assert any("moitié" in mention for mention in avec(True).avertissements)


def test_police_jour_de_l_opposition():
    competence = police_competente(date(2026, 7, 10), date(2026, 4, 20), True, date(2026, 7, 10))
    assert any("À vérifier" in mention for mention in competence.avertissements)


# --- table and French ---


def test_table_complete_et_propre():
    assert len(lire_versions(TABLE)) == 42  # the deadline note; other files add to it
    for regle in REGLES.values():
        assert regle.code.startswith("DL-")
        assert regle.libelle
        assert regle.base or regle.niveau_preuve == "pratique"  # no text fixes an advised period
        # R3: nothing binding the authority is prorogated; hours and amounts have no working day.
        if regle.nature in ("butoir", "montant", "date", "information") or regle.unite == "heures":
            assert not regle.proroge, regle.code
    for code in ("DL-SUBST", "DL-CL", "DL-EPCI", "DL-EPCI-RENON", "DL-RETRAIT"):
        assert not REGLES[code].proroge


@pytest.mark.parametrize(
    ("nombre", "mots"),
    [(0, "zéro"), (1, "un"), (16, "seize"), (21, "vingt et un"), (24, "vingt-quatre"),
     (62, "soixante-deux"), (71, "soixante et onze"), (72, "soixante-douze"), (80, "quatre-vingts"),
     (81, "quatre-vingt-un"), (91, "quatre-vingt-onze"), (99, "quatre-vingt-dix-neuf"),
     (1500, "1 500")],
)  # fmt: skip
def test_nombres(nombre, mots):
    assert clair(francais.nombre_lettres(nombre)) == mots


def test_francais():
    assert clair(francais.duree_lettres(1, "heures")) == "une heure"
    assert clair(francais.duree_lettres(21, "heures")) == "vingt et une heures"
    assert francais.date_lettres(date(2027, 3, 1)) == "1er mars 2027"
    assert francais.jour_date(date(2027, 2, 12)) == "vendredi 12 février 2027"
    assert clair(francais.heure_lettres(datetime(2027, 3, 5, 9, 5))) == "9 h 05"
    assert clair(francais.heure_lettres(datetime(2027, 3, 5, 9))) == "9 h"
    assert francais.liste(["A", "B", "C"]) == "A, B et C"
    assert francais.liste(["A", "B"], "ou") == "A ou B"
    assert francais.liste(["A"]) == "A"
    assert francais.liste([]) == ""
    assert clair(francais.euros(Decimal("-13500.5"))) == "-13 500,50 €"
    assert francais.typo("l'acte : « oui » ?") == "l\u2019acte\u00a0: «\u00a0oui\u00a0»\u00a0?"


def test_police_renonciation_suppose_une_opposition():
    # It proves that another mayor opposed: the transfer waits for the end of the extra month.
    competence = police_competente(
        date(2026, 11, 1), date(2026, 4, 15), False, None, None, date(2026, 10, 20),
        renonciation_valable=False,
    )  # fmt: skip
    assert competence.autorite == "maire"
    # Before the first opposition it has no effect.
    trop_tot = police_competente(
        date(2026, 6, 15), date(2026, 4, 15), True, date(2026, 7, 10), False, date(2026, 6, 1)
    )
    assert trop_tot.autorite == "president_epci"
    assert any("sans effet" in mention for mention in trop_tot.avertissements)
