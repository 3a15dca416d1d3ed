"""« Qui contacter ? »: properties on random directories, and the shipped rules read as a table."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilhi_partenaires.outils.contacts import (
    COMMUNE,
    CONDITIONS,
    DEPARTEMENT,
    EFFETS,
    EPCI,
    NATIONAL,
    REGION,
    STATUTS,
    Candidat,
    Lieu,
    Question,
    Regle,
    Type,
    repondre,
)

DONNEES = Path(__file__).resolve().parents[2] / "oilhi_partenaires" / "data"


def lire(nom):
    with (DONNEES / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def cles(texte):
    return frozenset(cle.strip() for cle in texte.split(",") if cle.strip())


LIGNES = lire("oilhi.type.organisme.csv")
CODES = {ligne["id"]: ligne["code"] for ligne in LIGNES}
MATIERES = {m["code"]: {CODES[t] for t in m["type_ids:id"].split(",")} for m in lire("oilhi.matiere.csv")}
TYPES = tuple(
    Type(
        ligne["code"], ligne["name"], ligne["statut"], ligne["role"], ligne["quand"],
        ligne["base"], ligne["niveau_preuve"], ligne["envoyer"], ligne["telephone_national"],
        frozenset(code for code, types in MATIERES.items() if ligne["code"] in types),
    )
    for ligne in LIGNES
)  # fmt: skip
REGLES = tuple(
    Regle(
        r["code"], r["condition"], r["effet"], CODES.get(r["type_id:id"], ""), cles(r["contexte"]),
        CODES.get(r["remplacant_id:id"], ""), r["nom"], r["raison"], r["base"],
        r["niveau_preuve"], int(r["sequence"]),
    )
    for r in lire("oilhi.type.organisme.regle.csv")
)  # fmt: skip
ETAPES = {
    ligne["code"]
    for chemin in (DONNEES.parents[1] / "oilhi_lhi/data").glob("oilhi.etape*.csv")
    for ligne in csv.DictReader(chemin.open(encoding="utf-8", newline=""))
}
ARRAS = Lieu("62041", "Arras", "d’Arras", "à Arras", "le Pas-de-Calais", "Hauts-de-France",
             "CU d’Arras", "cu", police="maire", schs="non")


def codes_par_statut(reponse, *statuts):
    return [ligne.code for ligne in reponse.lignes if ligne.statut in statuts]


def ligne(reponse, code):
    return next(ligne for ligne in reponse.lignes if ligne.code == code)


# -- Shipped data ------------------------------------------------------------------------------


def test_donnees_livrees():
    assert len({r.code for r in REGLES}) == len(REGLES)
    procedures = {code.split("-")[0] for code in ETAPES} | {"INS", "ERP"}
    for r in REGLES:
        assert r.condition in CONDITIONS and r.effet in EFFETS, r.code
        assert r.contexte <= set(MATIERES) | ETAPES | procedures, r.code
        assert r.type or r.effet == "precision", r.code
        assert (r.effet == "remplace") == bool(r.remplacant), r.code
        assert r.niveau_preuve != "confirme" or r.base, f"{r.code} : prouvé, mais par quoi ?"
        # A sentence of the law that nobody read is never shown without a doubt.
        assert r.effet not in ("obligatoire", "remplace", "sans_objet") or r.base, r.code


def test_chaque_obligation_dit_son_article():
    for matiere in MATIERES:
        for police in ("maire", "president_epci", ""):
            lieu = Lieu("1", "X", epci="E", police=police)
            for trouvee in repondre(Question(matiere), lieu, TYPES, REGLES).lignes:
                if trouvee.statut == "obligatoire":
                    assert trouvee.base and any(trouvee.base in r for r in trouvee.raisons), trouvee


# -- Properties --------------------------------------------------------------------------------

lieux = st.builds(
    Lieu,
    code=st.sampled_from(["75056", "69123", "13055", "62041", "97411", "67482"]),
    nom=st.text(max_size=4),
    epci=st.sampled_from(["", "E"]),
    epci_type=st.sampled_from(["", "cc", "metro", "met69"]),
    competence_habitat=st.booleans(),
    ept=st.sampled_from(["", "T"]),
    schs=st.sampled_from(["", "oui", "non", "autre"]),
    police=st.sampled_from(["", "maire", "president_epci", "inconnu", "x"]),
    livre_foncier=st.booleans(),
    outre_mer=st.booleans(),
    habitation=st.sampled_from([None, True, False]),
    copropriete=st.sampled_from([None, True, False]),
    protege=st.sampled_from([None, True, False]),
)
candidats = st.lists(
    st.builds(
        Candidat,
        id=st.integers(1, 10**6),
        nom=st.text(max_size=3),
        types=st.frozensets(st.sampled_from(sorted(CODES.values())), min_size=1, max_size=3),
        couverture=st.sampled_from([COMMUNE, EPCI, DEPARTEMENT, REGION, NATIONAL]),
        matieres=st.frozensets(st.sampled_from(sorted(MATIERES)), max_size=2),
        verifie_le=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    ),
    max_size=12,
    unique_by=lambda c: c.id,
)
questions = st.one_of(
    st.sampled_from(sorted(MATIERES)).map(lambda m: Question(m, m)),
    st.lists(st.sampled_from([*sorted(CODES.values()), "PA-ZZZ"]), max_size=5).map(
        lambda t: Question(types=tuple(t))
    ),
    st.builds(
        lambda t, e: Question(types=tuple(t), cles=frozenset({e, e.split("-")[0]})),
        st.lists(st.sampled_from(sorted(CODES.values())), max_size=5),
        st.sampled_from(sorted(ETAPES)),
    ),
)


@given(questions, lieux, candidats, st.randoms())
def test_total_deterministe_et_range(question, lieu, entrees, hasard):
    reponse = repondre(question, lieu, TYPES, REGLES, entrees)
    melanges = [list(TYPES), list(REGLES), list(entrees)]
    for liste in melanges:
        hasard.shuffle(liste)
    assert repondre(question, lieu, *melanges) == reponse
    rangs = [STATUTS.index(trouvee.statut) for trouvee in reponse.lignes]
    assert rangs == sorted(rangs)
    assert len({trouvee.code for trouvee in reponse.lignes}) == len(reponse.lignes)
    for trouvee in reponse.lignes:
        assert all(r.strip() for r in trouvee.raisons)
        if trouvee.statut == "sans_objet":
            assert not trouvee.contacts and not trouvee.message
        else:
            # somebody to call, or what to do: never neither, never both
            assert bool(trouvee.contacts) != bool(trouvee.message and trouvee.que_faire)
        assert all(contact.raisons for contact in trouvee.contacts)


@given(questions, lieux)
def test_rien_de_demande_ne_disparait(question, lieu):
    reponse = repondre(question, lieu, TYPES, REGLES)
    rendus = {trouvee.code for trouvee in reponse.lignes}
    assert {code for code in question.types if code in CODES.values()} <= rendus
    if question.matiere:
        assert MATIERES[question.matiere] <= rendus
    # a type replaced leaves its replacement in the answer
    for r in REGLES:
        if r.effet == "remplace" and r.vaut(lieu.conditions(), question.cles | {question.matiere}):
            assert r.type not in rendus or r.remplacant in rendus


@given(lieux, candidats)
def test_matiere_propre_exclut_les_autres(lieu, entrees):
    reponse = repondre(Question("plomb"), lieu, TYPES, REGLES, entrees)
    trouves = {contact.id for trouvee in reponse.lignes for contact in trouvee.contacts}
    for entree in entrees:
        if entree.matieres and "plomb" not in entree.matieres:
            assert entree.id not in trouves


@given(lieux)
def test_conditions_connues(lieu):
    vraies = lieu.conditions()
    assert vraies <= set(CONDITIONS)
    for famille in ("schs_", "police_"):
        assert sum(c.startswith(famille) for c in vraies) == 1
    assert ("avec_epci" in vraies) != ("sans_epci" in vraies)


# -- Ranking -----------------------------------------------------------------------------------


def test_ordre_des_contacts():
    """Closest coverage, then verified last, then name."""
    caf = frozenset({"PA-CAF"})
    entrees = [
        Candidat(1, "Nationale", caf, NATIONAL, verifie_le=date(2027, 1, 1)),
        Candidat(2, "Du département, ancienne", caf, DEPARTEMENT, verifie_le=date(2020, 1, 1)),
        Candidat(3, "Du département, récente", caf, DEPARTEMENT, verifie_le=date(2027, 1, 1)),
        Candidat(4, "De la commune, jamais vérifiée", caf, COMMUNE),
        Candidat(5, "B du département, jamais vérifiée", caf, DEPARTEMENT),
        Candidat(6, "A du département, jamais vérifiée", caf, DEPARTEMENT),
    ]
    caf = ligne(repondre(Question(types=("PA-CAF",)), ARRAS, TYPES, REGLES, entrees), "PA-CAF")
    assert [contact.id for contact in caf.contacts] == [4, 3, 2, 6, 5, 1]
    assert caf.contacts[0].raisons == ("couvre la commune d’Arras",)
    assert caf.contacts[1].raisons == ("couvre le Pas-de-Calais",)
    assert caf.contacts[-1].raisons == ("couvre toute la France",)


def test_matiere_propre_d_un_organisme():
    """An organisation may deal with what its type does not: shown after those of the matter."""
    entrees = [Candidat(1, "ADIL", frozenset({"PA-ADIL"}), matieres=frozenset({"plomb"}))]
    reponse = repondre(Question("plomb", "Plomb"), ARRAS, TYPES, REGLES, entrees)
    assert ligne(reponse, "PA-ADIL").contacts[0].raisons[1] == "compétent pour\u00a0: Plomb"
    assert codes_par_statut(reponse, "conseille")[-1] == "PA-ADIL"


@pytest.mark.parametrize(
    ("faits", "etape", "code", "statut", "article"),
    [
        ({"habitation": True}, "MSO-13", "PA-CAF", "obligatoire", "R. 511-7"),
        ({"habitation": False}, "MSO-13", "PA-CAF", "conditionnel", "R. 511-7"),
        ({}, "MSO-15", "PA-CAF", "conditionnel", ""),
        ({"habitation": False}, "MSU-09", "PA-FSL", "conditionnel", "R. 511-7"),
        ({}, "MSU-09", "PA-ARS", "conseille", ""),
        ({"schs": "oui"}, "MSU-09", "PA-ARS", "conseille", ""),
        ({"protege": False}, "MSO-07", "PA-UDAP", "sans_objet", "R. 511-4"),
        ({}, "MSO-07", "PA-UDAP", "obligatoire", "R. 511-4"),
        ({"copropriete": False}, "MSO-13", "PA-SYND", "sans_objet", "L. 511-12"),
        ({}, "MSO-13", "PA-PREF", "obligatoire", "L. 2131-2"),
        ({}, "PGI-03", "PA-PREF", "obligatoire", "L. 2212-4"),
        ({"police": "maire"}, "MSO-13", "PA-MAIRE", "sans_objet", "L. 5211-9-2"),
        ({"police": "president_epci"}, "MSO-13", "PA-MAIRE", "obligatoire", "R. 511-7"),
        ({"police": "president_epci"}, "MSO-13", "PA-EPCI", "sans_objet", "L. 5211-9-2"),
        ({"police": "president_epci"}, "MSO-02", "PA-EPCI", "obligatoire", "L. 5211-9-2"),
        ({"police": ""}, "MSO-13", "PA-MAIRE", "obligatoire", "R. 511-7"),
        ({"competence_habitat": False}, "MSO-13", "PA-EPCI", "sans_objet", "R. 511-7"),
        ({"epci": ""}, "MSO-13", "PA-EPCI", "sans_objet", "L. 5211-9-2"),
    ],
)
def test_etape(faits, etape, code, statut, article):
    question = Question(types=(code,), cles=frozenset({etape, etape.split("-")[0]}))
    trouvee = ligne(repondre(question, replace(ARRAS, **faits), TYPES, REGLES), code)
    assert trouvee.statut == statut
    assert article in trouvee.base
