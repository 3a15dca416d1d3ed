"""A date corrected months later, as a jurist reads it: acts already done → what they become → article."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur.correction import (
    GRAVES,
    SORTES,
    Acte,
    Tenue,
    compte_astreinte,
    consequences,
    suite_echeance,
    tenues_en_retard,
)

AUJOURDHUI = date(2027, 10, 20)
FIN = date(2027, 4, 20)  # first day after the time to carry out, by the former date
TARD = date(2027, 5, 21)  # the same, once the date of receipt is corrected


def acte(nature="carence", jour=FIN, avant=FIN, apres=TARD, **plus):
    return Acte("x", "Constater la carence", nature, jour, avant=avant, apres=apres, **plus)


# facts, act → kind, article, words of the risk, words of what to do
CAS = (
    ("carence constatée trop tôt, la date corrigée le montre", acte(),
     "premature", "CCH L. 511-15, L. 511-16", "premier jour possible vendredi 21 mai 2027", "Refaites une visite"),
    ("carence constatée assez tard : rien", acte(jour=TARD), None, "", "", ""),
    ("carence le premier jour possible : rien", acte(jour=date(2027, 5, 21)), None, "", "", ""),
    ("carence déjà trop tôt avant", acte(jour=date(2027, 4, 1)),
     "premature", "CCH L. 511-15, L. 511-16", "il l’était déjà", "Refaites"),
    ("arrêté signé avant la fin des observations, quatre mois non passés",
     acte("arrete", retrait=date(2027, 11, 1), garde_base="CCH L. 511-10, R. 511-3"),
     "premature", "CCH L. 511-10, R. 511-3", "observations", "retiré jusqu’au 01/11/2027 (CRPA L. 243-3)"),
    ("arrêté signé avant la fin des observations, quatre mois passés",
     acte("arrete", retrait=date(2027, 8, 20)),
     "premature", "CCH L. 511-10, R. 511-3", "observations", "CRPA L. 243-1, L. 243-2"),
    ("copropriété : deux mois au lieu d’un", acte("arrete", garde_base="CCH R. 511-10"),
     "premature", "CCH R. 511-10", "observations", "Reprenez un arrêté"),
    ("exécution d’office en urgence, délai non échu", acte("office", garde_base="CCH L. 511-19, R. 511-6"),
     "premature", "CCH L. 511-19, R. 511-6", "charge de la commune", "comptable"),
    ("la réception n’est plus prouvée", acte(apres=None, perdu=True),
     "depart_perdu", "CCH L. 511-15, L. 511-16", "plus rien ne prouve", "preuve de réception"),
    ("la date corrigée est plus ancienne : l’acte prématuré ne l’est plus",
     acte(jour=date(2027, 4, 10), apres=date(2027, 4, 5)),
     "regularise", "CCH L. 511-15, L. 511-16", "possible dès le 05/04/2027", "Rien à faire"),
    ("la notification est datée avant l’arrêté", acte("notification", avant=None, apres=None, desordre_apres=True),
     "ordre", "", "avant une étape qu’il suppose", "Vérifiez les deux dates"),
    ("elle l’était déjà : la correction n’y change rien",
     acte("notification", avant=None, apres=None, desordre_avant=True, desordre_apres=True), None, "", "", ""),
    ("un acte sans délai à attendre : rien", acte("publication", avant=None, apres=None), None, "", "", ""),
    ("un acte d’une autre sorte, trop tôt", acte("decision_tiers", garde_base="CGCT L. 2243-4"),
     "premature", "CGCT L. 2243-4", "repose sur une date corrigée", "Relisez"),
)  # fmt: skip


@pytest.mark.parametrize(("faits", "fait", "sorte", "base", "risque", "faire"), CAS, ids=[c[0] for c in CAS])
def test_cas(faits, fait, sorte, base, risque, faire):
    trouvees = consequences([fait], AUJOURDHUI)
    if sorte is None:
        assert trouvees == []
        return
    (c,) = trouvees
    assert (c.sorte, c.base) == (sorte, base)
    assert risque in c.risque.replace("\u00a0", " ")
    assert faire in c.que_faire.replace("\u00a0", " ")
    # The rule broken is read; what a judge would draw from it is not.
    assert c.niveau_preuve == ("confirme" if sorte == "regularise" else "a_verifier")


SUITES = (
    ("astreinte", "CCH L. 511-15", "Suspendez la liquidation"),
    ("office", "CCH L. 511-16", "refaites le constat"),
    ("recouvrement", "CCH L. 511-17", "comptable"),
    ("penal", "Code de procédure pénale, art. 40", "procureur"),
    ("juge", "CCH L. 511-16", "rectifiée"),
    ("mainlevee", "CCH L. 511-14", "date d’achèvement"),
    ("notification", "CCH L. 511-12", "mêmes personnes"),
)


@pytest.mark.parametrize(("nature", "base", "faire"), SUITES)
def test_ce_qui_repose_sur_une_carence_fragile(nature, base, faire):
    chaine = [
        Acte("suite", "Suite", nature, date(2027, 6, 1), repose_sur=("carence",), retrait=date(2027, 10, 1)),
        Acte("carence", "Carence", "carence", FIN, avant=FIN, apres=TARD),
    ]
    suite, carence = consequences(chaine, AUJOURDHUI)
    assert carence.sorte == "premature"
    assert (suite.sorte, suite.base) == ("par_suite", base)
    assert "«\u00a0Carence\u00a0»" in suite.risque
    assert faire in suite.que_faire


def test_de_proche_en_proche():
    """The money asked back rests on the works, the works on the finding."""
    chaine = [
        Acte("frais", "Frais", "recouvrement", date(2027, 9, 1), repose_sur=("office",)),
        Acte("office", "Office", "office", date(2027, 6, 1), repose_sur=("carence",)),
        Acte("carence", "Carence", "carence", FIN, avant=FIN, apres=TARD),
        Acte("autre", "Publication", "publication", date(2027, 3, 1), repose_sur=("arrete",)),
    ]
    assert [(c.cle, c.sorte) for c in consequences(chaine, AUJOURDHUI)] == [
        ("frais", "par_suite"), ("office", "par_suite"), ("carence", "premature"),
    ]  # fmt: skip


def test_tenues():
    """The transmission was in time by the former date of signature: it no longer is."""
    cas = [
        Tenue("Transmission", date(2027, 3, 10), date(2027, 3, 12), date(2027, 3, 2), "CGCT L. 2131-2"),
        Tenue("À temps", date(2027, 3, 1), date(2027, 3, 12), date(2027, 3, 2)),
        Tenue("Déjà tard", date(2027, 3, 20), date(2027, 3, 12), date(2027, 3, 2)),
        Tenue("Sans date", date(2027, 3, 20), None, date(2027, 3, 2)),
    ]
    (tard,) = tenues_en_retard(cas)
    assert (tard.nom, tard.sorte, tard.base) == ("Transmission", "tardif", "CGCT L. 2131-2")
    assert "12/03/2027" in tard.risque
    assert "02/03/2027" in tard.risque


@pytest.mark.parametrize(("code", "mots", "base"), (
    ("DL-LOYER-FIN", "n’est plus dû", "CCH L. 521-2"),
    ("DL-LOYER-MEUB", "n’est plus dû", "CCH L. 521-2"),
    ("DL-LOYER-REP", "de nouveau dû", "CCH L. 521-2"),
    ("DL-RECOURS", "tribunal administratif", "CJA R. 421-1"),
    ("DL-RETRAIT", "retirer", "CRPA L. 243-3"),
    ("DL-OCCUP", None, None),
))  # fmt: skip
def test_echeances_dont_d_autres_vivent(code, mots, base):
    suite = suite_echeance(code)
    if mots is None:
        assert suite is None
    else:
        assert mots in suite[0]
        assert suite[2] == base


@pytest.mark.parametrize(("nature", "astreinte", "mots"), (
    ("astreinte", True, "commence"), ("office", True, "prend fin"), ("execution", True, "prend fin"),
    ("execution", False, None), ("visite", True, None),
))  # fmt: skip
def test_compte_de_l_astreinte(nature, astreinte, mots):
    compte = compte_astreinte(nature, astreinte)
    assert (compte is None) == (mots is None)
    if compte:
        assert mots in compte.risque
        assert (compte.base, compte.niveau_preuve) == ("CCH L. 511-15", "confirme")


jours = st.dates(date(2027, 1, 1), date(2028, 1, 1))


@given(
    st.lists(st.builds(
        Acte, st.integers(0, 5), st.just("Acte"), st.sampled_from(["arrete", "carence", "astreinte", "visite"]),
        jours, avant=st.none() | jours, apres=st.none() | jours,
        repose_sur=st.lists(st.integers(0, 5), max_size=2).map(tuple), retrait=st.none() | jours,
    ), max_size=6, unique_by=lambda a: a.cle),
    jours,
)  # fmt: skip
def test_proprietes(actes, aujourdhui):
    """Nothing is said of an act that no date and no other act touches; what moves nothing says nothing new."""
    trouvees = {c.cle: c for c in consequences(actes, aujourdhui)}
    for a in actes:
        c = trouvees.get(a.cle)
        if c is None:
            assert not (a.apres and a.date < a.apres)
            continue
        assert c.sorte in SORTES
        assert c.risque and c.que_faire
        if c.sorte == "par_suite":
            assert any(trouvees.get(cle) and trouvees[cle].sorte in GRAVES for cle in a.repose_sur)
