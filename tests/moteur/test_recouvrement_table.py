"""Recovery account: one row = facts, what is due, by whom, article. A jurist can read it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from moteur.recouvrement import (
    Depense,
    Ecart,
    Mutation,
    Paiement,
    Penalite,
    Subvention,
    Titre,
    etablir,
)
from moteur.recouvrement_droit import NATURES, articles, regime
from moteur.regles import Refus

JOUR = date(2027, 9, 1)


def dep(ttc, nature="travaux", parts=((("A",), 1),), procedure="MSO", code="d1", tva="0", **plus):
    ttc, tva = Decimal(ttc), Decimal(tva)
    parts = tuple((tuple(qui), Decimal(poids)) for qui, poids in parts)
    return Depense(code, nature, JOUR, ttc - tva, tva, ttc, "commune", parts, procedure, **plus)


# (cas, dépense, procédure) -> (récupérable, avec 8 %, article)
REGIMES = [
    ("travaux prescrits", "travaux", "MSO", "oui", "oui", "R. 511-9"),
    ("sécurité des mitoyens", "securite", "MSO", "oui", "oui", "R. 511-9"),
    ("travaux en urgence", "travaux", "MSU", "oui", "oui", "L. 511-16"),
    ("maîtrise d’ouvrage", "moe", "MSO", "oui", "oui", "R. 511-9"),
    ("expertise", "expertise", "MSU", "oui", "oui", "R. 511-9"),
    ("murer les accès", "acces", "MSO", "oui", "oui", "L. 511-11"),
    ("démolition sur jugement", "demolition", "MSO", "oui", "oui", "L. 511-16"),
    ("appels de fonds d’un défaillant", "substitution", "MSO", "oui", "a_verifier", "L. 511-17"),
    ("hébergement : 8 % à vérifier, non ajouté", "hebergement", "MSO", "oui", "a_verifier", "L. 521-3-2 VI"),
    ("publication : 8 % à vérifier, non ajouté", "publicite", "MSO", "oui", "a_verifier", "L. 541-2"),
    ("temps des services : déjà dans le forfait", "accompagnement", "MSO", "non", "non", "L. 543-2"),
    ("danger sanitaire ponctuel", "travaux", "DSP", "oui", "oui", "CSP L. 1311-4"),
    ("police générale : à la charge de la commune", "travaux", "PGI", "non", "non", "L. 2212-4"),
    ("règlement sanitaire : aucun recouvrement", "travaux", "RSHS", "non", "non", ""),
    ("terrain non entretenu : aux frais du propriétaire, sans 8 %", "travaux", "TNE", "oui", "non", "L. 2213-25"),
    ("ravalement : avancé par la commune, recouvré, sans 8 %", "travaux", "RAV", "oui", "non", "L. 126-3"),
    ("terrain non entretenu : expertise, rien ne la met à sa charge", "expertise", "TNE", "non", "non", ""),
    ("dépôt de déchets : recouvrement à vérifier", "travaux", "DEC", "a_verifier", "non", "L. 541-3"),
    ("autre dépense : à vérifier", "autre", "MSO", "a_verifier", "non", ""),
    ("procédure non dite : à vérifier", "travaux", None, "a_verifier", "non", "R. 511-9"),
    ("hébergement recevant du public : à vérifier", "travaux", "ERP-HEB", "a_verifier", "non", "L. 184-1"),
]  # fmt: skip


@pytest.mark.parametrize("cas, nature, procedure, recuperable, forfait, article", REGIMES)
def test_regime(cas, nature, procedure, recuperable, forfait, article):
    droit = regime(nature, procedure)
    assert (droit.recuperable, droit.forfait) == (recuperable, forfait), cas
    assert article in droit.base
    if recuperable != "oui":
        assert droit.motif, "un refus se justifie"


# (cas, événements, {débiteurs: dû}, total dû, reste, article)
COMPTES = [
    ("T32 : 12 500 € d’office, 8 %", {"depenses": [dep("12500")]}, {"A": "13500"}, "13500", "13500",
     "L. 543-2"),
    ("arrondi au centime", {"depenses": [dep("1234.56")]}, {"A": "1333.32"}, "1333.32", "1333.32",
     "L. 543-2"),
    ("8 % sur l’ensemble, pas facture par facture",
     {"depenses": [dep("0.06"), dep("0.06", code="d2")]}, {"A": "0.13"}, "0.13", "0.13", "L. 543-2"),
    ("hébergement sans 8 %", {"depenses": [dep("1000", "hebergement")]}, {"A": "1000"}, "1000", "1000",
     "L. 521-3-2 VI"),
    ("police générale : rien n’est dû", {"depenses": [dep("1000", procedure="PGI")]}, {}, "0", "0",
     "CGCT L. 2212-4"),
    ("dépense douteuse non admise", {"depenses": [dep("1000", "autre")]}, {}, "0", "0", "R. 511-9"),
    ("dépense douteuse admise par écrit, sans 8 %",
     {"depenses": [dep("1000", "autre", admise=True)]}, {"A": "1000"}, "1000", "1000", "à vérifier"),
    ("personne n’est désigné : rien n’est encore dû", {"depenses": [dep("1000", parts=())]}, {}, "0",
     "0", "L. 511-17"),
    ("indivision : une dette de deux personnes",
     {"depenses": [dep("10000", parts=((("A", "B"), 1),))]}, {"A+B": "10800"}, "10800", "10800",
     "L. 541-2-1"),
    ("copropriété : chacun sa fraction",
     {"depenses": [dep("10000", parts=((("A",), 600), (("B",), 400)))]},
     {"A": "6480", "B": "4320"}, "10800", "10800", "L. 511-17"),
    ("trois tiers : aucun centime perdu",
     {"depenses": [dep("100", parts=((("A",), 1), (("B",), 1), (("C",), 1)))]},
     {"A": "36.01", "B": "36.00", "C": "35.99"}, "108", "108", "L. 511-17, L. 543-2"),
    ("substitution : les seuls défaillants",
     {"depenses": [dep("3000", "substitution", parts=((("B",), 1),))]}, {"B": "3000"}, "3000", "3000",
     "L. 511-17 al. 2"),
    ("astreinte et travaux s’ajoutent",
     {"depenses": [dep("10000")], "penalites": [Penalite("l1", JOUR, ((("A",), Decimal(20000)),))]},
     {"A": "30800"}, "30800", "30800", "L. 511-15 III"),
    ("liquidation rectificative en moins",
     {"penalites": [Penalite("l1", JOUR, ((("A",), Decimal(10500)),)),
                    Penalite("l2", JOUR, ((("A",), Decimal(-2500)),))]},
     {"A": "8000"}, "8000", "8000", "L. 511-15 II"),
    ("paiement partiel",
     {"depenses": [dep("12500")], "titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(13500))],
      "paiements": [Paiement("T1", Decimal(3500), JOUR)]}, {"A": "13500"}, "13500", "10000", "L. 511-17"),
    ("remise gracieuse : elle éteint la dette",
     {"depenses": [dep("12500")], "titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(13500))],
      "ecarts": [Ecart("T1", "remise", Decimal(500), JOUR)]}, {"A": "13500"}, "13500", "13000", "pratique"),
    ("titre annulé pour la forme : la dette demeure",
     {"depenses": [dep("12500")], "titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(13500))],
      "ecarts": [Ecart("T1", "annulation", Decimal(13500), JOUR)]}, {"A": "13500"}, "13500", "13500",
     "L. 511-17"),
    ("non-valeur : la dette demeure",
     {"depenses": [dep("12500")], "titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(13500))],
      "ecarts": [Ecart("T1", "non_valeur", Decimal(13500), JOUR)]}, {"A": "13500"}, "13500", "13500",
     "pratique"),
    ("opposition : elle ne suspend rien",
     {"depenses": [dep("12500")],
      "titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(13500), opposition=JOUR)]},
     {"A": "13500"}, "13500", "13500", "L. 541-1"),
    ("subvention : elle ne réduit pas ce que doit le propriétaire",
     {"depenses": [dep("12500")], "subventions": [Subvention("s", "Anah", Decimal(5000), True)]},
     {"A": "13500"}, "13500", "13500", "à vérifier"),
]  # fmt: skip


@pytest.mark.parametrize("cas, evenements, du, total, reste, article", COMPTES)
def test_comptes(cas, evenements, du, total, reste, article):
    compte = etablir(**evenements)
    vus = {}
    for dette in compte.dettes:
        cle = "+".join(dette.debiteurs)
        vus[cle] = vus.get(cle, Decimal(0)) + dette.du
    assert vus == {qui: Decimal(m) for qui, m in du.items()}, cas
    assert compte.totaux["du"] == Decimal(total)
    assert compte.totaux["reste"] == Decimal(reste)
    assert article


PUBLIE = date(2027, 3, 1)
# (cas, vente, procédure, publication, nature, acquéreur tenu, article)
VENTES = [
    ("vente après publication d’un arrêté L. 511-11", date(2027, 6, 1), False, "MSO", PUBLIE, "travaux",
     True, "L. 541-2"),
    ("frais d’hébergement : tenu aussi", date(2027, 6, 1), False, "MSO", PUBLIE, "hebergement", True, "L. 541-2"),
    ("vente le jour de la publication : pas postérieure", PUBLIE, False, "MSO", PUBLIE, "travaux", False,
     "L. 541-2"),
    ("vente avant la publication", date(2027, 2, 1), False, "MSO", PUBLIE, "travaux", False, "L. 541-2"),
    ("arrêté jamais publié", date(2027, 6, 1), False, "MSO", None, "travaux", False, "L. 541-2"),
    ("arrêté urgent, même publié", date(2027, 6, 1), False, "MSU", PUBLIE, "travaux", False,
     "L. 541-2 ne cite pas L. 511-19"),
    ("vente judiciaire ou adjudication", date(2027, 6, 1), True, "MSO", PUBLIE, "travaux", False, "L. 541-5"),
    ("publicité : l’acquéreur ne la doit pas", date(2027, 6, 1), False, "MSO", PUBLIE, "publicite", False,
     "L. 541-2"),
]  # fmt: skip


@pytest.mark.parametrize("cas, le, judiciaire, procedure, publie, nature, tenu, article", VENTES)
def test_acquereur(cas, le, judiciaire, procedure, publie, nature, tenu, article):
    compte = etablir(
        depenses=[dep("10000", nature, procedure=procedure)],
        mutations=[Mutation("A", "Z", le, judiciaire)],
        publications={procedure: publie} if publie else {},
    )
    (dette,) = compte.dettes
    assert ("Z" in dette.tenus) is tenu, cas
    assert compte.totaux["du"] == dette.du, "une dette solidaire ne compte qu’une fois"
    assert article
    if nature != "publicite":
        assert dette.mentions, "qui est tenu, ou pourquoi il ne l’est pas, se dit"


def test_l_acquereur_ne_doit_pas_l_astreinte():
    compte = etablir(
        penalites=[Penalite("l1", JOUR, ((("A",), Decimal(1000)),))],
        mutations=[Mutation("A", "Z", date(2027, 6, 1))],
        publications={"MSO": PUBLIE},
    )
    (dette,) = compte.dettes
    assert dette.tenus == ("A",) and "L. 541-2" in " ".join(dette.mentions)


def test_ventes_en_chaine():
    compte = etablir(
        depenses=[dep("10000")],
        mutations=[Mutation("Y", "Z", date(2027, 8, 1)), Mutation("A", "Y", date(2027, 6, 1))],
        publications={"MSO": PUBLIE},
    )
    assert compte.dettes[0].tenus == ("A", "Y", "Z")
    parts = {p.code: (p.seul, p.solidaire) for p in compte.debiteurs}
    assert parts == dict.fromkeys("AYZ", (Decimal(0), Decimal(10800)))


REFUSES = [
    ("HT et TVA ne font pas le TTC", {"depenses": [
        Depense("d", "travaux", JOUR, Decimal(100), Decimal(20), Decimal(121), "commune", ())]}, "TVA"),
    ("nature inconnue", {"depenses": [dep("1", "cadeau")]}, "inconnue"),
    ("paiement d’un titre qui n’existe pas", {"paiements": [Paiement("T9", Decimal(1), JOUR)]}, "T9"),
    ("réduire plus que le titre",
     {"titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(10))],
      "ecarts": [Ecart("T1", "reduction", Decimal(11), JOUR)]}, "plus que"),
    ("un titre compté deux fois",
     {"titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(10))] * 2}, "deux fois"),
    ("titre sans débiteur", {"titres": [Titre("T1", JOUR, "frais", (), Decimal(10))]}, "débiteur"),
    ("paiement négatif", {"titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(10))],
                          "paiements": [Paiement("T1", Decimal(-1), JOUR)]}, "positif"),
    ("changement inconnu", {"titres": [Titre("T1", JOUR, "frais", ("A",), Decimal(10))],
                            "ecarts": [Ecart("T1", "oubli", Decimal(1), JOUR)]}, "oubli"),
    ("part négative", {"depenses": [dep("10", parts=((("A",), -1), (("B",), 2)))]}, "négative"),
    ("subvention négative", {"subventions": [Subvention("s", "Anah", Decimal(-1), True)]}, "négative"),
]  # fmt: skip


@pytest.mark.parametrize("cas, evenements, mot", REFUSES)
def test_refus(cas, evenements, mot):
    refus = etablir(**evenements)
    assert isinstance(refus, Refus) and mot in refus.message, cas


# (cas, événements) -> articles de la dette : chacun une fois, dans l’ordre du code
ARTICLES = [
    ("travaux : le forfait de 8 % est cité", {"depenses": [dep("12500")]},
     "CCH L. 511-16, L. 511-17, L. 543-2, R. 511-9"),
    ("trois factures, mêmes articles une seule fois",
     {"depenses": [dep("100"), dep("200", "expertise", code="d2"), dep("300", "acces", code="d3")]},
     "CCH L. 511-11, L. 511-16, L. 511-17, L. 543-2, R. 511-9"),
    ("deux codes : chacun sa liste",
     {"depenses": [dep("100", code="d1"), dep("100", code="d2", procedure="DSP")]},
     "CCH L. 511-16, L. 511-17, L. 543-2, R. 511-9 ; CSP L. 1311-4"),
    ("substitution : pas de forfait, L. 543-2 n’est pas citée",
     {"depenses": [dep("3000", "substitution")]}, "CCH L. 511-16, L. 511-17, R. 511-11"),
    ("hébergement", {"depenses": [dep("3000", "hebergement")]}, "CCH L. 521-3-2 VI"),
    ("dépense admise sans article", {"depenses": [dep("3000", "autre", admise=True)]}, ""),
    ("deux trimestres d’astreinte",
     {"penalites": [Penalite(c, JOUR, ((("A",), Decimal(10)),)) for c in ("l1", "l2")]}, "CCH L. 511-15"),
]  # fmt: skip


@pytest.mark.parametrize("cas, evenements, attendu", ARTICLES)
def test_articles_d_une_dette(cas, evenements, attendu):
    (dette,) = etablir(**evenements).dettes
    assert dette.base.replace("\u00a0", " ") == attendu, cas


def test_toute_base_livree_se_lit():
    for nature in NATURES:
        for procedure in ("MSO", "DSP", "ERP-HEB", "PGI", "RSHS", None):
            base = regime(nature, procedure).base
            assert articles([base, base]) == articles([base])
            assert set(re.split("[ ,;]+", articles([base]))) == set(re.split("[ ,;]+", base))


def test_ce_que_dit_le_compte():
    """Words: computation, articles, doubts, what is too much."""
    compte = etablir(
        depenses=[
            dep("12000", tva="2000", libelle="Étaiement"),
            dep("300", "publicite", code="d2"),
            dep("100", "accompagnement", code="d3"),
        ],
        titres=[Titre("T1", JOUR, "frais", ("A",), Decimal(13000), opposition=JOUR)],
        paiements=[Paiement("T1", Decimal(13500), JOUR)],
        subventions=[Subvention("s", "Anah", Decimal(5000), True)],
        noms={"A": "M. Exemple"},
    )
    frais, publicite = compte.dettes
    assert "Étaiement" in frais.calcul and "960" in frais.calcul and "L. 543-2" in frais.calcul
    assert "L. 541-1" in " ".join(frais.mentions)
    assert frais.a_titrer == Decimal(-40) and frais.reste == Decimal(-540)
    assert "8" in " ".join(publicite.mentions)
    mots = " ".join(compte.mentions)
    for mot in ("titrés de trop", "à rendre", "TVA", "subventions", "L. 541-2"):
        assert mot in mots, mot
    assert compte.totaux["non_recuperable"] == Decimal(100)
    assert compte.totaux["a_charge"] == Decimal("12400") - Decimal(13500) - Decimal(5000)
    assert compte.par == {"commune": Decimal(12400)}
    assert all(ligne.explication for ligne in compte.depenses)


def test_articles_dits_une_fois():
    """An article that a longer base names is not said again; two codes stay apart; L. 543-1 of a share."""
    compte = etablir(depenses=[dep("10120"), dep("960", "moe", code="d2")])
    assert compte.dettes[0].base == "CCH L. 511-16, L. 511-17, L. 543-2, R. 511-9"
    compte = etablir(depenses=[dep("100", procedure="DSP"), dep("50", code="d2")])
    assert compte.dettes[0].base == "CSP L. 1311-4 ; CCH L. 511-16, L. 511-17, L. 543-2, R. 511-9"
    part = Penalite("l1", JOUR, ((("A",), Decimal(3060)),), base="CCH L. 511-15 II, L. 543-1")
    assert etablir(penalites=[part]).dettes[0].base == "CCH L. 511-15 II, L. 543-1"


def test_chaque_nature_a_son_article():
    for nature in NATURES.values():
        assert nature.base or nature.motif
