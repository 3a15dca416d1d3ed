"""Astreinte: one row = facts, days, amount, article. A jurist can read it."""

from datetime import date
from decimal import Decimal

import pytest
from moteur.astreinte_cours import (
    ArreteAstreinte,
    Fins,
    Redevable,
    suivre,
)
from moteur.astreinte_liquidation import (
    Decidee,
    a_liquider,
    beneficiaire,
    exoneration_refusee,
)
from moteur.regles import Refus


def j(texte):
    jour, mois, annee = texte.split("/")
    return date(int(annee), int(mois), int(jour))


def arrete(pris, montant, mode, *redevables):
    """redevables: (nom, notifié le ou None[, montant propre])."""
    return ArreteAstreinte(
        f"A{pris}", j(pris), Decimal(montant), mode,
        tuple(
            Redevable(nom, nom, le and j(le), Decimal(propre[0]) if propre else None)
            for nom, le, *propre in redevables
        ),
    )  # fmt: skip


def fins(**jours):
    return Fins(
        execution=jours.get("execution") and j(jours["execution"]),
        offices=tuple(j(o) for o in jours.get("office", ())),
        mainlevee=jours.get("mainlevee") and j(jours["mainlevee"]),
    )


SEUL = ("08/06/2027", "500", "seule", ("Dupont", "10/06/2027"))
# (cas, arrêtés, fins, compté jusqu'au, jours, montant, article)
COURS = [
    ("T21 : notifié le 10/06, exécuté le 20/09 : plafond total", [SEUL],
     {"execution": "20/09/2027"}, "31/12/2027", 102, "50000", "L. 511-15 II, L. 511-22 I"),
    ("T26 : office notifié le 20/07", [SEUL], {"office": ["20/07/2027"]}, "31/12/2027", 40, "20000",
     "L. 511-15 III"),
    ("le jour de la notification compte", [SEUL], {}, "10/06/2027", 1, "500", "L. 511-15 II"),
    ("la veille de la notification, rien", [SEUL], {}, "09/06/2027", 0, "0", "L. 511-15 II"),
    ("exécuté le jour de la notification : aucun jour", [SEUL], {"execution": "10/06/2027"},
     "31/12/2027", 0, "0", "L. 511-15 II"),
    ("exécuté avant la notification : aucun jour", [SEUL], {"execution": "01/06/2027"},
     "31/12/2027", 0, "0", "L. 511-15 II"),
    ("exécution partielle : elle n'arrête rien", [SEUL], {}, "30/06/2027", 21, "10500",
     "L. 511-15 II (complète exécution)"),
    ("office notifié avant l'exécution : l'office", [SEUL],
     {"execution": "20/07/2027", "office": ["15/07/2027"]}, "31/12/2027", 35, "17500", "L. 511-15 III"),
    ("exécution avant l'office : l'exécution", [SEUL],
     {"execution": "15/07/2027", "office": ["20/07/2027"]}, "31/12/2027", 35, "17500", "L. 511-15 II"),
    ("mainlevée sans date d'exécution", [SEUL], {"mainlevee": "12/06/2027"}, "31/12/2027", 2, "1000",
     "L. 511-14"),
    ("office à deux dates : la première", [SEUL], {"office": ["25/07/2027", "20/07/2027"]},
     "31/12/2027", 40, "20000", "L. 511-15 III"),
    ("une fin à venir ne compte pas encore", [SEUL], {"execution": "20/09/2027"}, "30/06/2027", 21,
     "10500", "L. 511-15 II"),
    ("année bissextile : le 29 février compte",
     [("20/02/2028", "100", "seule", ("Dupont", "25/02/2028"))], {"execution": "02/03/2028"},
     "31/12/2028", 6, "600", "L. 511-15 II"),
    ("année ordinaire", [("20/02/2027", "100", "seule", ("Dupont", "25/02/2027"))],
     {"execution": "02/03/2027"}, "31/12/2027", 5, "500", "L. 511-15 II"),
    ("à cheval sur deux années", [("20/12/2027", "100", "seule", ("Dupont", "30/12/2027"))],
     {"execution": "03/01/2028"}, "31/12/2028", 4, "400", "L. 511-15 II"),
    ("1 000 € par jour, cinquante jours : plafond atteint",
     [("01/06/2027", "1000", "seule", ("Dupont", "01/06/2027"))], {"execution": "21/07/2027"},
     "31/12/2027", 50, "50000", "L. 511-15 I, L. 511-22 I"),
    ("un jour de plus : plafond",
     [("01/06/2027", "1000", "seule", ("Dupont", "01/06/2027"))], {"execution": "22/07/2027"},
     "31/12/2027", 51, "50000", "L. 511-15 II"),
    ("indivision : une seule dette, deux tenus",
     [("08/06/2027", "500", "indivision", ("A", "10/06/2027"), ("B", "10/06/2027"))],
     {"office": ["20/07/2027"]}, "31/12/2027", 40, "20000", "L. 541-2-1"),
    ("indivision notifiée à deux dates : les jours ne doublent pas",
     [("08/06/2027", "500", "indivision", ("A", "10/06/2027"), ("B", "15/06/2027"))],
     {"office": ["20/07/2027"]}, "31/12/2027", 40, "20000", "L. 541-2-1, L. 511-15 II"),
    ("un indivisaire sans preuve de notification",
     [("08/06/2027", "500", "indivision", ("A", "10/06/2027"), ("B", None))],
     {"office": ["20/07/2027"]}, "31/12/2027", 40, "20000", "L. 511-15 II"),
    ("personne n'est notifié : rien ne court",
     [("08/06/2027", "500", "indivision", ("A", None), ("B", None))], {}, "31/12/2027", 0, "0",
     "L. 511-15 II"),
    ("hébergement : propriétaire et exploitant, une dette",
     [("08/06/2027", "300", "erp", ("Propriétaire", "10/06/2027"), ("Exploitant", "10/06/2027"))],
     {"execution": "20/06/2027"}, "31/12/2027", 10, "3000", "L. 511-15 I"),
    ("copropriété : chacun son montant",
     [("08/06/2027", "100", "copropriete", ("C1", "10/06/2027", "60"), ("C2", "10/06/2027", "40"))],
     {"execution": "20/06/2027"}, "31/12/2027", 10, "1000", "L. 543-1"),
    ("copropriété : chacun court de sa notification",
     [("08/06/2027", "100", "copropriete", ("C1", "10/06/2027", "60"), ("C2", "15/06/2027", "40"))],
     {"execution": "20/06/2027"}, "31/12/2027", 10, "800", "L. 543-1, L. 511-15 II"),
    ("copropriété, le plafond total vaut pour tous (à vérifier)",
     [("01/01/2027", "500", "copropriete", ("C1", "01/01/2027", "400"), ("C2", "01/01/2027", "600"))],
     {"execution": "01/03/2027"}, "31/12/2027", 59, "50000", "L. 543-1, L. 511-22 I"),
    ("nouveau taux : seulement à compter de sa notification",
     [SEUL, ("01/07/2027", "800", "seule", ("Dupont", "05/07/2027"))], {"office": ["10/07/2027"]},
     "31/12/2027", 30, "16500", "L. 511-15 I, II"),
    ("taux abaissé",
     [SEUL, ("01/07/2027", "200", "seule", ("Dupont", "05/07/2027"))], {"office": ["10/07/2027"]},
     "31/12/2027", 30, "13500", "L. 511-15 I, II"),
    ("nouveau taux non notifié : l'ancien tient",
     [SEUL, ("01/07/2027", "800", "seule", ("Dupont", None))], {"office": ["10/07/2027"]},
     "31/12/2027", 30, "15000", "L. 511-15 II"),
    ("taux en centimes", [("08/06/2027", "33.33", "seule", ("Dupont", "10/06/2027"))],
     {"execution": "13/06/2027"}, "31/12/2027", 3, "99.99", "L. 511-15 I"),
]  # fmt: skip


@pytest.mark.parametrize("cas, arretes, fin, au, jours, montant, article", COURS)
def test_cours(cas, arretes, fin, au, jours, montant, article):
    cours = suivre([arrete(*a) for a in arretes], fins(**fin), j(au))
    assert (cours.jours, cours.montant) == (jours, Decimal(montant)), cas
    assert article


REFUSES = [
    ("1 000,01 € par jour", ("08/06/2027", "1000.01", "seule", ("D", "10/06/2027")), "plafond"),
    ("montant nul", ("08/06/2027", "0", "seule", ("D", "10/06/2027")), "montant par jour"),
    ("un copropriétaire au-dessus du plafond",
     ("08/06/2027", "100", "copropriete", ("C1", "10/06/2027", "1200")), "C1"),
    ("sans redevable", ("08/06/2027", "100", "seule"), "redevable"),
]  # fmt: skip


@pytest.mark.parametrize("cas, un, mot", REFUSES)
def test_refus(cas, un, mot):
    refus = suivre([arrete(*un)], Fins(), j("30/06/2027"))
    assert isinstance(refus, Refus) and mot in refus.message, cas
    assert isinstance(suivre([], Fins(), j("30/06/2027")), Refus)


# (cas, arrêtés, fins, au jour, [(trimestre, groupe, jours, net)], article)
LIQUIDATIONS = [
    ("aucun trimestre échu : rien", [SEUL], {}, "29/06/2027", [], "L. 511-15 II"),
    ("premier trimestre échu le 30 juin", [SEUL], {}, "30/06/2027",
     [("30/06/2027", "solidaire", 21, "10500")], "L. 511-15 II"),
    ("deux trimestres", [SEUL], {"execution": "20/09/2027"}, "30/09/2027",
     [("30/06/2027", "solidaire", 21, "10500"), ("30/09/2027", "solidaire", 81, "39500")],
     "L. 511-15 II, plafond entamé au second trimestre"),
    ("plafond épuisé : plus rien à demander ensuite", [SEUL], {}, "31/12/2027",
     [("30/06/2027", "solidaire", 21, "10500"), ("30/09/2027", "solidaire", 92, "39500")],
     "L. 511-15 II"),
    ("office en cours de trimestre : recouvré à sa fin", [SEUL], {"office": ["20/07/2027"]},
     "29/09/2027", [("30/06/2027", "solidaire", 21, "10500")], "L. 511-15 II, III"),
    ("premier trimestre d'une année bissextile",
     [("20/12/2027", "100", "seule", ("Dupont", "01/01/2028"))], {}, "31/03/2028",
     [("31/03/2028", "solidaire", 91, "9100")], "L. 511-15 II"),
    ("copropriété : une liquidation par copropriétaire",
     [("08/06/2027", "100", "copropriete", ("C1", "10/06/2027", "60"), ("C2", "15/06/2027", "40"))],
     {}, "30/06/2027", [("30/06/2027", "C1", 21, "1260"), ("30/06/2027", "C2", 16, "640")], "L. 543-1"),
    ("copropriété : le reste du plafond se partage selon ce qui est dû",
     [("01/01/2027", "1", "copropriete", ("C1", "01/01/2027", "400"), ("C2", "01/01/2027", "600"))],
     {}, "31/03/2027", [("31/03/2027", "C1", 90, "20000"), ("31/03/2027", "C2", 90, "30000")],
     "L. 543-1, L. 511-22 I (à vérifier)"),
]  # fmt: skip


@pytest.mark.parametrize("cas, arretes, fin, au, attendu, article", LIQUIDATIONS)
def test_liquidations(cas, arretes, fin, au, attendu, article):
    cours = suivre([arrete(*a) for a in arretes], fins(**fin), j(au))
    vues = [(f"{p.trimestre:%d/%m/%Y}", p.groupe, p.jours, p.net) for p in a_liquider(cours)]
    assert vues == [(t, g, n, Decimal(m)) for t, g, n, m in attendu], cas
    assert article


def decider(propositions):
    return [
        Decidee(p.trimestre, p.groupe, p.jours, p.brut, p.exoneration, p.parts) for p in propositions
    ]


def test_exoneration_partielle_et_totale():
    """L. 511-15 II: the exemption is taken from the quarter; only what is demanded uses the ceiling."""
    cours = suivre([arrete(*SEUL)], Fins(), j("30/09/2027"))
    cle = (j("30/06/2027"), "solidaire")
    une, deux = a_liquider(cours, exonerations={cle: Decimal(4000)})
    assert (une.brut, une.exoneration, une.net) == (Decimal(10500), Decimal(4000), Decimal(6500))
    assert deux.net == Decimal(43500)
    toute = a_liquider(cours, exonerations={cle: Decimal(10500)})[0]
    assert toute.net == 0 and toute.jours == 21


@pytest.mark.parametrize("montant, brut, motif, mot", [
    ("4000", "10500", "Artisan en liquidation, attestation jointe", None),
    ("4000", "10500", " ", "circonstances"),
    ("10500.01", "10500", "Oui", "dépasse"),
    ("-1", "10500", "Oui", "négative"),
    ("0", "10500", "", None),
])  # fmt: skip
def test_exoneration_refusee(montant, brut, motif, mot):
    refus = exoneration_refusee(Decimal(montant), Decimal(brut), motif)
    assert (refus is None) if mot is None else mot in refus.message


def test_date_corrigee_six_mois_apres():
    """The receipt was of the 15th, not of the 10th: five days come back, nothing is rewritten."""
    avant = suivre([arrete(*SEUL)], Fins(), j("31/12/2027"))
    decidees = decider(a_liquider(avant)[:1])
    corrige = arrete("08/06/2027", "500", "seule", ("Dupont", "15/06/2027"))
    apres = suivre([corrige], Fins(), j("31/12/2027"))
    une, deux = a_liquider(apres, decidees)
    assert (une.rectificative, une.jours, une.net) == (True, -5, Decimal(-2500))
    # The reduction makes room under the ceiling once it is decided, not before.
    assert (deux.rectificative, deux.jours, deux.net) == (False, 92, Decimal(39500))
    assert "déjà décidé" in une.calcul and "-2" in une.calcul
    toutes = decidees + decider([une])
    (deux,) = a_liquider(apres, toutes)
    assert deux.net == Decimal(42000)
    toutes += decider([deux])
    assert sum(d.net for d in toutes) == Decimal(50000)
    assert a_liquider(apres, toutes) == ()


def test_plus_de_jours_que_decide():
    tard = arrete("08/06/2027", "500", "seule", ("Dupont", "15/06/2027"))
    decidees = decider(a_liquider(suivre([tard], Fins(), j("30/06/2027"))))
    (une,) = a_liquider(suivre([arrete(*SEUL)], Fins(), j("30/06/2027")), decidees)
    assert (une.rectificative, une.jours, une.net) == (True, 5, Decimal(2500))


def test_un_tenu_de_plus_ne_change_pas_le_total():
    """B was joint too: his name joins the debt, the sum does not move."""
    decidees = decider(a_liquider(suivre([arrete(*SEUL)], Fins(), j("30/06/2027"))))
    deux = arrete("08/06/2027", "500", "indivision", ("Dupont", "10/06/2027"), ("B", "10/06/2027"))
    (une,) = a_liquider(suivre([deux], Fins(), j("30/06/2027")), decidees)
    assert une.net == 0 and une.parts == {
        ("B", "Dupont"): Decimal(10500), ("Dupont",): Decimal(-10500)}


@pytest.mark.parametrize("autorite, etat, qui, frais, net", [
    ("maire", False, "commune", "0", "10000"),
    ("president", False, "intercommunalité", "0", "10000"),
    ("prefet", False, "habitat", "400", "9600"),
    ("maire", True, "habitat", "400", "9600"),  # the commune did not liquidate: the State does
])  # fmt: skip
def test_a_qui_revient_l_astreinte(autorite, etat, qui, frais, net):
    nom, retenu, reste = beneficiaire(autorite, Decimal(10000), etat_liquide=etat)
    assert qui in nom and (retenu, reste) == (Decimal(frais), Decimal(net))


def test_ce_qui_est_incertain_se_dit():
    copro = arrete("08/06/2027", "1", "copropriete", ("C1", "10/06/2027", "900"), ("C2", "12/06/2027", "900"))
    mots = " ".join(suivre([copro], Fins(), j("30/06/2027")).avertissements)
    for mot in ("75 000", "L. 543-1", "Mention obligatoire", "même jour", "par jour", "trimestre civil"):
        assert mot in mots, mot
    indivis = arrete("08/06/2027", "1", "indivision", ("A", "10/06/2027"), ("B", "10/06/2027"))
    assert "L. 541-2-1" in " ".join(suivre([indivis], Fins(), j("30/06/2027")).avertissements)
    deux = arrete("08/06/2027", "100", "autre", ("A", "10/06/2027"), ("B", "10/06/2027"))
    assert "solidaires" in " ".join(suivre([deux], Fins(), j("30/06/2027")).avertissements)
    offices = fins(office=["20/06/2027", "22/06/2027"])
    assert "dates différentes" in " ".join(suivre([deux], offices, j("30/06/2027")).avertissements)
