"""Checks of a rule set: silent on what is shipped, and each fault injected is found."""

from dataclasses import replace

import pytest
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Clause, Procedure, Question, Regle, Regles, Reponse
from moteur.guide_verification import AVERTISSEMENT, articles_livres, lire_base, verifier

LIVREES = regles_livrees()
ARTICLES = articles_livres()
OUI_NON = (Reponse("oui", "Oui"), Reponse("non", "Non"))


def clause(question, *codes, operateur="parmi"):
    return Clause(question, operateur, frozenset(codes))


def avec(*regles, procedures=(), questions=()):
    return Regles(
        (*LIVREES.questions, *questions), (*LIVREES.procedures, *procedures),
        (*LIVREES.regles, *regles), LIVREES.etat,
    )  # fmt: skip


def change(code, **vals):
    return Regles(
        LIVREES.questions, LIVREES.procedures,
        tuple(replace(r, **vals) if r.code == code else r for r in LIVREES.regles), LIVREES.etat,
    )  # fmt: skip


def trouvees(regles, articles=ARTICLES):
    return {(a.code, a.objet) for a in verifier(regles, articles)}


def test_ce_qui_est_livre_est_sain():
    assert verifier(LIVREES, ARTICLES) == ()


NEUVE = Procedure("NEUVE", "Procédure neuve")
BASE = ("CCH L. 511-10",)


def regle(code, effet, *clauses, **vals):
    return Regle(code, effet, "motif", "NEUVE", clauses=clauses, bases=BASE, **vals)


@pytest.mark.parametrize(
    ("regles", "attendue"),
    [
        (avec(procedures=(NEUVE,)), ("inatteignable", "NEUVE")),
        (
            avec(regle("N1", "exige", clause("Q1", "oui")),
                 regle("N2", "ecarte", clause("Q1", "oui")), procedures=(NEUVE,)),
            ("inatteignable", "NEUVE"),
        ),
        (
            avec(regle("N1", "exige", clause("Q1", "oui")),
                 regle("N2", "ecarte", clause("Q1", "oui")), procedures=(NEUVE,)),
            ("contradiction", "N1"),
        ),
        (
            avec(regle("N1", "exige", clause("Q1", "oui")),
                 regle("N2", "exige", clause("Q1", "non")), procedures=(NEUVE,)),
            ("contradiction", "N1"),
        ),
        (
            avec(Regle("DED-X", "deduit", "motif", desordres=("GAZ",), gravite_min=3, question="Q4",
                       reponses=frozenset({"non"}), niveau_preuve="pratique")),
            ("contradiction", "DED-X"),
        ),
        (
            avec(Regle("A1", "alerte", "motif", niveau_alerte="info", bases=BASE,
                       clauses=(clause("Q1", "oui"), clause("Q1", "non")))),
            ("sans_effet", "A1"),
        ),
        (
            avec(Regle("A1", "alerte", "motif", niveau_alerte="info", bases=BASE,
                       desordres=("STR",), gravite_min=4, gravite_max=2)),
            ("sans_effet", "A1"),
        ),
        (avec(questions=(Question("Q99", "Et puis ?", OUI_NON),)), ("sans_effet", "Q99")),
        (change("MSO-SOLIDITE", bases=("CCH L. 999-1",)), ("article_inconnu", "MSO-SOLIDITE")),
        (change("MSO-SOLIDITE", bases=()), ("article_inconnu", "MSO-SOLIDITE")),
        (change("IMP-OBJET", bases=("CSP R. 1331-17",)), ("article_annule", "IMP-OBJET")),
        (change("IMP-OBJET", motif="Voir R. 1331-20."), ("article_annule", "IMP-OBJET")),
    ],
)  # fmt: skip
def test_defaut_trouve(regles, attendue):
    assert attendue in trouvees(regles)
    assert all(a.message.strip() and a.message[-1] in ".!?" for a in verifier(regles, ARTICLES))


def test_reponses_de_meme_effet_signalees_sans_bloquer():
    question = Question("Q99", "Et puis ?", (*OUI_NON, Reponse("autre", "Autre")))
    regles = avec(
        Regle("A1", "alerte", "motif", niveau_alerte="info", bases=BASE,
              clauses=(clause("Q99", "oui"),)),
        questions=(question,),
    )  # fmt: skip
    (anomalie,) = verifier(regles, ARTICLES)
    assert (anomalie.niveau, anomalie.objet) == (AVERTISSEMENT, "Q99")


def test_article_non_lu_admis_seulement_a_verifier():
    assert ("article_inconnu", "PLOUER-OBJET") not in trouvees(LIVREES)
    assert ("article_inconnu", "PLOUER-OBJET") in trouvees(
        change("PLOUER-OBJET", niveau_preuve="confirme")
    )


@pytest.mark.parametrize(
    ("base", "lue"),
    [
        ("CCH L. 511-2 1°", ("CCH", "L. 511-2")),
        ("CGCT L. 5211-9-2 III", ("CGCT", "L. 5211-9-2")),
        ("C. civ. 713", ("CC", "713")),
        ("C. env. L. 541-3", ("CENV", "L. 541-3")),
        ("loi n° 89-462 art. 20-1", ("L89-462", "20-1")),
        ("décret n° 2002-120 art. 3 bis", ("D2002-120", "3 bis")),
        ("CE, 10 octobre 2005, Badinières, n° 259205", None),
        ("code de l’urbanisme L. 480-1", None),
    ],
)
def test_lecture_d_une_base(base, lue):
    assert lire_base(base) == lue
