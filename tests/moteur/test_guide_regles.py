"""The decision data is checked when it is read: a wrong rule never reaches an agent."""

import csv
from dataclasses import replace

import pytest
from moteur.guide import evaluer, statut
from moteur.guide_lecture import DONNEES, articles, lire_regles, liste, regles_livrees
from moteur.guide_regles import Clause, Faits, Procedure, Question, Regle, Regles, Reponse

OUI_NON = (Reponse("oui", "Oui"), Reponse("non", "Non"))
Q1 = Question("Q1", "Danger ?", OUI_NON)
Q2 = Question("Q2", "Deux ?", OUI_NON)
P = Procedure("P", "Procédure")
EXIGE = Regle("R", "exige", "motif", "P", clauses=(Clause("Q1", "parmi", frozenset({"oui"})),))
INCONNU = Clause("Q1", "inconnu")


def regles(*donnees, questions=(Q1, Q2), procedures=(P,)):
    return Regles(questions, procedures, donnees)


@pytest.mark.parametrize(
    ("regle", "message"),
    [
        (replace(EXIGE, effet="permet"), "effet"),
        (replace(EXIGE, niveau_preuve="sûr"), "niveau de preuve"),
        (replace(EXIGE, procedure="X"), "procédure «.X.» inconnue"),
        (replace(EXIGE, procedure=""), "une procédure est nécessaire"),
        (replace(EXIGE, effet="alerte"), "niveau"),
        (replace(EXIGE, gravite_min=3), "désordres"),
        (replace(EXIGE, contexte=frozenset({"meuble_tourisme"})), "particularité"),
        (
            replace(EXIGE, effet="alerte", niveau_alerte="info", contexte=frozenset({"autre"})),
            "inconnue.*autre",
        ),
        (replace(EXIGE, effet="deduit", procedure=""), "rien d’autre"),
        (replace(EXIGE, effet="deduit", clauses=(), gravite_min=3, question="Q9"), "Q9"),
        (replace(EXIGE, clauses=(Clause("Q1", "vaut", frozenset({"oui"})),)), "opérateur"),
        (replace(EXIGE, clauses=(INCONNU,)), "n’est permis que"),
        (replace(EXIGE, clauses=(Clause("Q1", "parmi"),)), "incohérentes"),
        (replace(EXIGE, clauses=(Clause("Q9", "parmi", frozenset({"oui"})),)), "Q9"),
        (replace(EXIGE, clauses=(Clause("Q1", "hors", frozenset({"x", "oui"})),)), "x"),
    ],
)
def test_regle_refusee(regle, message):
    with pytest.raises(ValueError, match=message):
        regles(regle)


def test_codes_en_double():
    with pytest.raises(ValueError, match="en double"):
        regles(EXIGE, EXIGE)


def test_un_appui_suffit_quand_rien_n_est_exige():
    appui = replace(EXIGE, effet="appuie", motif_contraire="non")
    donnees = regles(appui, replace(appui, code="S", motif_contraire="", clauses=(
        Clause("Q2", "parmi", frozenset({"oui"})),)))  # fmt: skip

    def juge(**reponses):
        return evaluer(donnees, Faits({q: frozenset({r}) for q, r in reponses.items()}))

    assert [p.code for p in juge(Q1="oui").recommandees] == ["P"]
    assert [p.questions for p in juge(Q1="non").possibles] == [("Q2",)]
    # Set aside without a rule of its own: the reasons are those that failed.
    assert [m.texte for m in juge(Q1="non", Q2="non").ecartees[0].motifs] == ["non", "motif"]


def test_appui_sans_effet_quand_une_condition_est_exigee():
    appui = Regle("S", "appuie", "plus", "P", clauses=(Clause("Q2", "parmi", frozenset({"oui"})),))
    donnees = regles(EXIGE, appui)
    assert statut(donnees, "P", {}, ()) == "possible"
    assert [u.question.code for u in evaluer(donnees, Faits()).a_preciser] == ["Q1"]


def test_alerte_liee_a_un_desordre_absent_ne_fait_rien_demander():
    alerte = Regle("A", "alerte", "x", niveau_alerte="info", desordres=("STR",),
                   clauses=(Clause("Q2", "parmi", frozenset({"oui"})),))  # fmt: skip
    donnees = regles(EXIGE, alerte)
    assert [u.question.code for u in evaluer(donnees, Faits()).a_preciser] == ["Q1"]
    avec = evaluer(donnees, Faits(desordres=(("STR-01", 1),)))
    assert [u.question.code for u in avec.a_preciser] == ["Q1", "Q2"]


def test_version_change_avec_un_mot():
    livrees = regles_livrees()
    assert lire_regles().version == livrees.version
    premiere = livrees.regles[0]
    autre = Regles(livrees.questions, livrees.procedures,
                   (replace(premiere, motif="autre"), *livrees.regles[1:]), livrees.etat)  # fmt: skip
    assert autre.version != livrees.version
    assert "·" not in Regles(livrees.questions, livrees.procedures, livrees.regles).version


def test_l_ordre_des_lignes_ne_compte_pas():
    livrees = regles_livrees()
    inverse = Regles(
        livrees.questions[::-1], livrees.procedures[::-1], livrees.regles[::-1], "2026-11"
    )
    assert inverse.version == livrees.version
    assert inverse.regles == livrees.regles


def test_listes():
    assert liste("A, B,") == ("A", "B") and liste(None) == ()
    assert articles("CCH L. 1 ; CCH R. 2") == ("CCH L. 1", "CCH R. 2") and articles("") == ()


def test_codes_des_reponses_fixes():
    """The codes are an interface: cases and scripts rely on them."""
    attendus = {
        "Q1": "oui non", "Q2": "interne externe",
        "Q3": "solidite equipement_commun stockage sante funeraire aspect",
        "Q4": "oui non", "Q5": "oui non", "Q6": "sans_risque avec_risque urgence non",
        "Q7": "oui non", "Q8": "oui non",
        "Q9": "locataire proprietaire_occupant sans_titre vacant",
        "Q10": "non parties_communes parties_privatives les_deux sans_syndic",
        "Q11": "identifie indivision introuvable etranger protege",
        "Q12": "non inscrit_abords_spr_site classe",
        **{f"Q{n}": "oui non" for n in (13, 14, 15, 16, 17, 18)},
    }  # fmt: skip
    livrees = regles_livrees()
    assert {q.code: " ".join(q.codes) for q in livrees.questions} == attendus
    assert {q.code for q in livrees.questions if q.multiple} == {"Q3", "Q9"}


@pytest.mark.parametrize("nom", ["question", "reponse", "regle"])
def test_typographie_des_textes(nom):
    with open(DONNEES / f"oilhi.{nom}.csv", encoding="utf-8", newline="") as fichier:
        for ligne in csv.DictReader(fichier):
            for champ in ("name", "aide", "motif_contraire"):
                texte = ligne.get(champ) or ""
                for faute in ("'", "« ", " »", " :", " ;", " ?", " !", "  ", "..."):
                    assert faute not in texte, (ligne["id"], faute, texte)
