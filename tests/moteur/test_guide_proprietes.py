"""Properties that hold for every set of facts, tried on random ones."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from moteur.guide import evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits, Regles

REGLES = regles_livrees()
CODES = {q.code: q.codes for q in REGLES.questions}
UTILES = ("Q1", "Q2", "Q3", "Q5", "Q9", "Q10", "Q11", "Q12", "Q13", "Q14")


def reponse(question):
    if question.multiple:
        return st.frozensets(st.sampled_from(question.codes), min_size=1)
    return st.sampled_from(question.codes).map(lambda c: frozenset({c}))


def tableau(**kwargs):
    return st.fixed_dictionaries({}, optional={q.code: reponse(q) for q in REGLES.questions})


desordres = st.lists(
    st.tuples(
        st.sampled_from(
            ["STR-01", "TOI-03", "FAC-02", "ESC-01", "HUM-02", "SIF-02", "SIF-04", "ZZZ"]
        ),
        st.integers(1, 4),
    ),
    max_size=4,
).map(tuple)
faits = st.builds(
    Faits,
    reponses=tableau(),
    dossier=tableau(),
    desordres=desordres,
    sans_reponse=st.frozensets(st.sampled_from(sorted(CODES))),
)


def vue(regles, donnees):
    """The part of the result that an answer may change."""
    r = evaluer(regles, donnees)
    return (
        [(p.code, p.autorite if p.blocages else "", p.blocages, p.documents, p.partenaires)
         for p in r.recommandees],
        [p.code for p in r.ecartees],
        sorted(a.code for a in r.alertes if not a.code.startswith("CONTRADICTION")),
    )  # fmt: skip


@given(faits)
def test_total_et_deterministe(donnees):
    resultat = evaluer(REGLES, donnees)
    assert resultat.en_clair() == evaluer(REGLES, donnees).en_clair()
    groupes = [
        {p.code for p in resultat.recommandees},
        {p.code for p in resultat.ecartees},
        {p.code for p in resultat.possibles},
    ]
    # Every procedure followed has one place, and one only.
    assert sorted(c for g in groupes for c in g) == sorted(p.code for p in REGLES.suivies)


@given(faits, st.randoms())
def test_l_ordre_ne_compte_pas(donnees, hasard):
    def melange(valeurs):
        valeurs = list(valeurs)
        hasard.shuffle(valeurs)
        return tuple(valeurs)

    autres = Regles(
        melange(REGLES.questions), melange(REGLES.procedures), melange(REGLES.regles), REGLES.etat
    )
    memes = Faits(
        dict(melange(donnees.reponses.items())),
        dict(melange(donnees.dossier.items())),
        melange(donnees.desordres),
        donnees.sans_reponse,
    )
    assert evaluer(autres, memes).en_clair() == evaluer(REGLES, donnees).en_clair()


@given(faits, st.data())
def test_savoir_plus_ne_rend_pas_ce_qui_est_ecarte(donnees, data):
    """An answer to what nobody knew never brings back what was set aside for certain."""
    avant = evaluer(REGLES, donnees)
    ouvertes = [q for q in REGLES.questions if q.code not in avant.savoirs]
    if not ouvertes:
        return
    question = data.draw(st.sampled_from(ouvertes))
    plus = {**donnees.reponses, question.code: data.draw(reponse(question))}
    apres = evaluer(REGLES, Faits(plus, donnees.dossier, donnees.desordres))
    ecartees = {p.code for p in avant.ecartees}
    assert ecartees <= {p.code for p in apres.ecartees}
    # The bound shown to the agent is honest: no new question appears.
    assert {u.question.code for u in apres.a_preciser} <= {
        u.question.code for u in avant.a_preciser
    }


@given(faits)
def test_jamais_mso_et_msu_ensemble_ni_sans_les_trois_conditions(donnees):
    resultat = evaluer(REGLES, donnees)
    recommandees = {p.code for p in resultat.recommandees}
    assert not {"MSO", "MSU"} <= recommandees
    for code, imminence in (("MSO", "non"), ("MSU", "oui")):
        if code in recommandees:
            connus = resultat.savoirs
            assert imminence in connus["Q1"].valeurs
            assert "interne" in connus["Q2"].valeurs
            assert "solidite" in connus["Q3"].valeurs


@given(faits)
def test_ce_qu_on_ne_sait_pas_ne_recommande_ni_n_ecarte_la_mise_en_securite(donnees):
    sans = {c: v for c, v in donnees.reponses.items() if c not in ("Q1", "Q2", "Q3")}
    resultat = evaluer(REGLES, Faits(sans))
    assert {p.code for p in resultat.possibles} >= {"MSO", "MSU"}


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries({q.code: reponse(q) for q in REGLES.questions}),
    st.lists(st.sampled_from(UTILES), min_size=1, max_size=3, unique=True),
    desordres.map(lambda d: tuple(x for x in d if x[1] < 2)),
)
def test_les_questions_posees_sont_exactement_celles_qui_comptent(tout, manquantes, constats):
    """Brute force over every way to answer what is missing: sound and complete."""
    connu = {c: v for c, v in tout.items() if c not in manquantes}
    annoncees = {u.question.code for u in evaluer(REGLES, Faits(connu, {}, constats)).a_preciser}

    def possibles(code):
        question = REGLES.question(code)
        yield None
        for c in question.codes:
            yield frozenset({c})
        if question.multiple:
            yield frozenset({"solidite", "sante"}) if code == "Q3" else frozenset(question.codes)

    utiles = set()
    for code in manquantes:
        autres = [c for c in manquantes if c != code]
        for combinaison in product(*(list(possibles(c)) for c in autres)):
            base = {**connu, **{c: v for c, v in zip(autres, combinaison, strict=True) if v}}
            vues = []
            for valeur in possibles(code):
                donnees = Faits({**base, code: valeur} if valeur else base, {}, constats)
                vues.append(vue(REGLES, donnees))
            if any(v != vues[0] for v in vues):
                utiles.add(code)
                break
    assert annoncees == utiles
