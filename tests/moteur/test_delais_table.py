"""Facts -> outcome -> article: the cases that a jurist can read and correct (T1 to T32)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from moteur.delais import (
    calculer,
    calculer_astreinte,
    forfait_office,
    police_competente,
    regles_livrees,
)

REGLES = regles_livrees()


def jour(texte: str | None) -> date | None:
    """31/12/2026 -> date."""
    return texte and datetime.strptime(texte, "%d/%m/%Y").date()


# case, rule, start, theoretical last day, last day, first possible day (None: no meaning), article
DATES = """
T1  | DL-CONTR-MS    | 12/01/2027 | 12/02/2027 | 12/02/2027 | 13/02/2027 | CCH L. 511-10, R. 511-3
T2  | DL-CONTR-MS    | 29/01/2027 | 28/02/2027 | 01/03/2027 | 02/03/2027 | CCH L. 511-10, R. 511-3
T3  | DL-CONTR-COPRO | 29/01/2027 | 29/03/2027 | 30/03/2027 | 31/03/2027 | CCH R. 511-10
T4  | DL-CONTR-COPRO | 31/12/2026 | 28/02/2027 | 01/03/2027 | 02/03/2027 | CCH R. 511-10
T5  | DL-CONTR-MS    | 31/03/2027 | 30/04/2027 | 30/04/2027 | 01/05/2027 | CCH L. 511-10, R. 511-3
T6  | DL-CONTR-MS    | 01/04/2027 | 01/05/2027 | 03/05/2027 | 04/05/2027 | CCH L. 511-10, R. 511-3
T7  | DL-CONTR-MS    | 14/06/2027 | 14/07/2027 | 15/07/2027 | 16/07/2027 | CCH L. 511-10, R. 511-3
T8  | DL-CONTR-MS    | 15/07/2027 | 15/08/2027 | 16/08/2027 | 17/08/2027 | CCH L. 511-10, R. 511-3
T9  | DL-CONTR-MS    | 01/10/2027 | 01/11/2027 | 02/11/2027 | 03/11/2027 | CCH L. 511-10, R. 511-3
T10 | DL-CONTR-MS    | 25/11/2027 | 25/12/2027 | 27/12/2027 | 28/12/2027 | CCH L. 511-10, R. 511-3
T11 | DL-CONTR-COPRO | 06/03/2027 | 06/05/2027 | 07/05/2027 | 08/05/2027 | CCH R. 511-10
T12 | DL-CONTR-INS   | 14/06/2027 | 29/06/2027 | 29/06/2027 | 30/06/2027 | CCH R. 511-3
T13 | DL-ABF         | 16/04/2027 | 01/05/2027 | 03/05/2027 | 04/05/2027 | CCH R. 511-4
T14 | DL-CONTR-INS   | 02/05/2027 | 17/05/2027 | 18/05/2027 | 19/05/2027 | CCH R. 511-3
T15 | DL-RECOURS     | 23/02/2027 | 24/04/2027 | 26/04/2027 | -          | CJA R. 421-1, R. 421-5
T16 | DL-RECOURS     | 10/03/2027 | 11/05/2027 | 11/05/2027 | -          | CJA R. 421-1, R. 421-5
T17 | DL-RECOURS     | 30/12/2026 | 01/03/2027 | 01/03/2027 | -          | CJA R. 421-1, R. 421-5
T18 | DL-RECOURS     | 24/10/2027 | 25/12/2027 | 27/12/2027 | -          | CJA R. 421-1, R. 421-5
T19 | DL-LOYER-FIN   | 22/02/2027 | 01/03/2027 | 01/03/2027 | -          | CCH L. 521-2 I
T22 | DL-EPCI        | 15/04/2026 | 15/10/2026 | 15/10/2026 | 16/10/2026 | CGCT L. 5211-9-2 III
T23 | DL-CONTR-INSO  | 21/06/2027 | 21/07/2027 | 21/07/2027 | 22/07/2027 | CCH R. 511-3
T24a| DL-LOYER-MEUB  | 22/02/2027 | 23/02/2027 | 23/02/2027 | -          | CCH L. 521-2 I
T24b| DL-LOYER-MEUB  | 31/03/2027 | 01/04/2027 | 01/04/2027 | -          | CCH L. 521-2 I
T25 | DL-LOYER-ERP   | 19/03/2027 | 01/04/2027 | 01/04/2027 | -          | CCH L. 521-2 I
T29 | DL-DEC-OBS     | 09/03/2027 | 19/03/2027 | 19/03/2027 | 20/03/2027 | C. env. L. 541-3 I
T30 | DL-RETRAIT     | 22/02/2027 | 22/06/2027 | 22/06/2027 | -          | CRPA L. 243-3
T31 | DL-ABAN-AFF    | 15/03/2027 | 15/06/2027 | 15/06/2027 | 16/06/2027 | CGCT L. 2243-2, L. 2243-3
D1  | DL-LOYER-REP   | 31/12/2026 | 01/01/2027 | 01/01/2027 | -          | CCH L. 521-2 I
D2  | DL-COP-OCC     | 31/01/2028 | 29/02/2028 | 29/02/2028 | -          | CCH L. 521-3-4
D3  | DL-LIQ         | 14/02/2027 | 31/03/2027 | 31/03/2027 | 01/04/2027 | CCH L. 511-15 II
D4  | DL-LIQ         | 31/12/2027 | 31/12/2027 | 31/12/2027 | 01/01/2028 | CCH L. 511-15 II
D5  | DL-CL          | 13/02/2027 | 28/02/2027 | 28/02/2027 | -          | CGCT L. 2131-2 II
D6  | DL-SUBST       | 29/01/2027 | 28/02/2027 | 28/02/2027 | -          | CCH R. 511-11
D7  | DL-EPCI-RENON  | 20/10/2026 | 20/11/2026 | 20/11/2026 | 21/11/2026 | CGCT L. 5211-9-2 III
D8  | DL-OCCUP       | 08/01/2027 | 08/01/2027 | 08/01/2027 | -          | CCH L. 511-10
D9  | DL-HEBERG      | 29/02/2028 | 28/02/2031 | 28/02/2031 | -          | CCH L. 521-3-1 I
D10 | DL-CONTR-MS    | 31/01/2028 | 29/02/2028 | 29/02/2028 | 01/03/2028 | CCH L. 511-10, R. 511-3
D11 | DL-SOMM-COPRO  | 15/04/2027 | 30/04/2027 | 30/04/2027 | 01/05/2027 | CCH R. 511-11
D12 | DL-EPCI-VOL    | 01/03/2027 | 01/06/2027 | 01/06/2027 | 02/06/2027 | CGCT L. 5211-9-2 III bis
D13 | DL-ASTR-FIN    | 20/07/2027 | 20/07/2027 | 20/07/2027 | -          | CCH L. 511-15 II, III
"""
LIGNES = [[case.strip() for case in ligne.split("|")] for ligne in DATES.strip().splitlines()]


@pytest.mark.parametrize("ligne", LIGNES, ids=[ligne[0] for ligne in LIGNES])
def test_dates(ligne):
    _cas, code, depart, theorique, fin, au_plus_tot, base = ligne
    echeance = calculer(REGLES[code], jour(depart))
    assert (echeance.theorique, echeance.date) == (jour(theorique), jour(fin))
    assert echeance.au_plus_tot == (None if au_plus_tot == "-" else jour(au_plus_tot))
    assert echeance.prorogee is (theorique != fin)
    assert echeance.base == base


def test_t20_expert_24_heures():
    echeance = calculer(REGLES["DL-EXPERT"], datetime(2027, 3, 5, 16, 30))
    assert echeance.date == datetime(2027, 3, 6, 16, 30)
    assert not echeance.prorogee
    assert echeance.calcul.replace("\u00a0", " ") == (
        "désignation par le juge le 05/03/2027 à 16 h 30, vingt-quatre heures : "
        "samedi 6 mars 2027 à 16 h 30"
    )


# case, notified, executed, works by the authority notified, €/day -> days, gross, due, article
ASTREINTES = """
T21 | 10/06/2027 | 20/09/2027 | -          | 500  | 102 | 51000 | 50000 | CCH L. 511-15
T26 | 10/06/2027 | -          | 20/07/2027 | 500  | 40  | 20000 | 20000 | CCH L. 511-15
A1  | 10/06/2027 | 20/09/2027 | 20/07/2027 | 500  | 40  | 20000 | 20000 | CCH L. 511-15
A2  | 10/06/2027 | 11/06/2027 | -          | 1000 | 1   | 1000  | 1000  | CCH L. 511-15
A3  | 10/06/2027 | 10/06/2027 | -          | 1000 | 0   | 0     | 0     | CCH L. 511-15
A4  | 10/06/2027 | 01/06/2027 | -          | 1000 | 0   | 0     | 0     | CCH L. 511-15
"""
PEINES = [[case.strip() for case in ligne.split("|")] for ligne in ASTREINTES.strip().splitlines()]


@pytest.mark.parametrize("ligne", PEINES, ids=[ligne[0] for ligne in PEINES])
def test_astreinte(ligne):
    _cas, notifie, execution, office, taux, jours, brut, du, base = ligne
    resultat = calculer_astreinte(
        jour(notifie),
        taux,
        execution=None if execution == "-" else jour(execution),
        execution_office=None if office == "-" else jour(office),
    )
    assert (resultat.jours, resultat.brut, resultat.montant) == (
        int(jours),
        Decimal(brut),
        Decimal(du),
    )
    assert resultat.plafonnee is (brut != du)
    assert resultat.close is (office != "-")
    assert resultat.base == base


# case, day asked, election, predecessor held it, own opposition, another mayor, renunciation
# -> authority, opposition until, renunciation until (CGCT L. 5211-9-2 III)
POLICE = """
T22a| 15/10/2026 | 15/04/2026 | non | -          | non | -          | maire          | 15/10/2026 | 15/11/2026
T22b| 16/10/2026 | 15/04/2026 | non | -          | non | -          | president_epci | 15/10/2026 | 15/11/2026
T27a| 20/11/2026 | 20/04/2026 | non | -          | oui | -          | maire          | 20/10/2026 | 20/11/2026
T27b| 21/11/2026 | 20/04/2026 | non | -          | oui | -          | president_epci | 20/10/2026 | 20/11/2026
T28a| 20/04/2026 | 20/04/2026 | oui | 10/07/2026 | ?   | -          | president_epci | 20/10/2026 | 20/11/2026
T28b| 10/07/2026 | 20/04/2026 | oui | 10/07/2026 | ?   | -          | president_epci | 20/10/2026 | 20/11/2026
T28c| 11/07/2026 | 20/04/2026 | oui | 10/07/2026 | ?   | -          | maire          | 20/10/2026 | 20/11/2026
P1  | 05/01/2027 | 15/04/2026 | oui | -          | non | -          | president_epci | 15/10/2026 | 15/11/2026
P2  | 05/01/2027 | 15/04/2026 | non | 15/10/2026 | non | -          | maire          | 15/10/2026 | 15/11/2026
P3  | 05/01/2027 | 15/04/2026 | non | 16/10/2026 | non | -          | president_epci | 15/10/2026 | 15/11/2026
P4  | 05/01/2027 | 15/04/2026 | ?   | 10/07/2026 | ?   | -          | maire          | 15/10/2026 | 15/11/2026
P5  | 05/01/2027 | 15/04/2026 | ?   | -          | ?   | -          | president_epci | 15/10/2026 | 15/11/2026
P6  | 01/06/2026 | 15/04/2026 | ?   | -          | ?   | -          | inconnu        | 15/10/2026 | 15/11/2026
P7  | 01/11/2026 | 15/04/2026 | non | -          | ?   | -          | inconnu        | 15/10/2026 | 15/11/2026
P8  | 05/01/2027 | 15/04/2026 | non | -          | oui | 10/11/2026 | maire          | 15/10/2026 | 15/11/2026
P9  | 05/01/2027 | 15/04/2026 | oui | -          | oui | 10/11/2026 | maire          | 15/10/2026 | 15/11/2026
P10 | 10/11/2026 | 15/04/2026 | oui | -          | oui | 10/11/2026 | president_epci | 15/10/2026 | 15/11/2026
P11 | 05/01/2027 | 15/04/2026 | oui | -          | oui | 16/11/2026 | president_epci | 15/10/2026 | 15/11/2026
P12 | 05/01/2027 | 15/04/2026 | oui | -          | non | 10/11/2026 | president_epci | 15/10/2026 | 15/11/2026
P13 | 14/04/2026 | 15/04/2026 | oui | -          | non | -          | inconnu        | 15/10/2026 | 15/11/2026
"""  # noqa: E501
COMMUNES = [[case.strip() for case in ligne.split("|")] for ligne in POLICE.strip().splitlines()]
TROIS = {"oui": True, "non": False, "?": None}


@pytest.mark.parametrize("ligne", COMMUNES, ids=[ligne[0] for ligne in COMMUNES])
def test_police(ligne):
    _cas, le, election, exercait, opposition, autre, renonciation, autorite, fin, renon = ligne
    competence = police_competente(
        jour(le),
        jour(election),
        TROIS[exercait],
        None if opposition == "-" else jour(opposition),
        TROIS[autre],
        None if renonciation == "-" else jour(renonciation),
    )
    assert competence.autorite == autorite
    assert competence.opposition_jusqu_au == jour(fin)
    assert competence.renonciation_jusqu_au == jour(renon)
    assert bool(competence.a_preciser) is (autorite == "inconnu")


def test_t27_t28_periodes():
    t27 = police_competente(date(2027, 1, 5), date(2026, 4, 20), False, None, True)
    assert (t27.transfert_le, t27.fin_transfert_le) == (date(2026, 11, 21), None)
    t28 = police_competente(date(2027, 1, 5), date(2026, 4, 20), True, date(2026, 7, 10))
    assert (t28.transfert_le, t28.fin_transfert_le) == (date(2026, 4, 20), date(2026, 7, 10))


def test_t32_forfait():
    resultat = forfait_office(Decimal("12500"))
    assert (resultat.forfait, resultat.total) == (Decimal("1000.00"), Decimal("13500.00"))
    assert resultat.calcul.replace("\u00a0", " ") == "12 500 € + 8 % (1 000 €) = 13 500 €"


def test_tous_les_cas_de_la_note_sont_la():
    vus = {ligne[0].rstrip("abc") for ligne in (*LIGNES, *PEINES, *COMMUNES)} | {"T20", "T32"}
    assert {f"T{n}" for n in range(1, 33)} <= vus
