"""The scenarios of a jurist (oilhi.regle.scenario.csv), what they cover, and what they would miss."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from moteur.guide import etablir, evaluer, rejouer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits, Regles
from scenarios import lignes, lire_scenarios, vue

REGLES = regles_livrees()
SCENARIOS = lire_scenarios()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_scenario(scenario):
    assert not scenario.ecarts(scenario.resultat), scenario.titre


def test_chaque_procedure_reponse_et_ligne_de_la_reference():
    assert len(SCENARIOS) >= 160
    assert {p for s in SCENARIOS for p in s.recommandees} == {p.code for p in REGLES.procedures}
    donnees = {
        (code, valeur)
        for s in SCENARIOS
        for code, valeurs in s.faits.reponses.items()
        for valeur in valeurs
    }
    toutes = {(q.code, v) for q in REGLES.questions for v in q.codes}
    assert toutes - donnees == set()
    texte = " ; ".join(ligne["regle"] for ligne in lignes())
    # The part of C.2 that chooses a procedure; the rest is about acts (docs/juridique.md).
    for regle in (1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 21, 26):
        assert f"C.2-{regle}" in texte
    for question in range(1, 19):
        assert f"Q{question}" in texte
    assert texte.count("cas ") >= 10


def test_chaque_regle_qui_agit_est_attendue_quelque_part():
    agit = {t.regle for s in SCENARIOS for t in s.resultat.trace if t.valeur is True}
    ecartent = {m.regle for s in SCENARIOS for p in s.resultat.ecartees for m in p.motifs}
    hors = {m.regle for s in SCENARIOS for p in s.resultat.sans_objet for m in p.motifs}
    assert {r.code for r in REGLES.regles} - agit - ecartent - hors == set()


def ecarts(regles, scenarios):
    return any(s.ecarts(evaluer(regles, s.faits, questions=False)) for s in scenarios)


def apres(regles):
    """Rules changed: the procedure may no longer be judged at all, and that shows."""
    return Regles(REGLES.questions, REGLES.procedures, regles, REGLES.etat)


def utiles_d_abord(regle):
    """Scenarios where the rule speaks come first: one failure is enough."""
    questions = {c.question for c in regle.clauses}

    def touche(s):
        parle = any(t.regle == regle.code for t in s.resultat.trace)
        return (not parle, -len(questions & s.faits.reponses.keys()))

    return sorted(SCENARIOS, key=touche)


def test_chaque_regle_retiree_fait_echouer_un_scenario():
    """Mutation run: what no scenario would miss is a rule that nobody has checked."""
    inutiles = []
    for regle in REGLES.regles:
        reste = tuple(r for r in REGLES.regles if r is not regle)
        if not ecarts(apres(reste), utiles_d_abord(regle)):
            inutiles.append(regle.code)
    assert inutiles == []


def test_chaque_condition_retiree_fait_echouer_un_scenario():
    survivantes = []
    for regle in REGLES.regles:
        for condition in regle.clauses:
            autre = replace(regle, clauses=tuple(c for c in regle.clauses if c is not condition))
            if not ecarts(
                apres(tuple(autre if r is regle else r for r in REGLES.regles)),
                utiles_d_abord(regle),
            ):
                survivantes.append(f"{regle.code} : {condition.question}")
    assert survivantes == []


# --- what is asked ---------------------------------------------------------------------------


def poser(scenario):
    """Answer as the scenario does, in the order of the guide; « I don't know » else."""
    tacite = etablir(REGLES, Faits(desordres=scenario.faits.desordres))
    # What the disorders imply is not asked: the agent corrects it of its own accord.
    reponses = {
        code: valeurs
        for code, valeurs in scenario.faits.reponses.items()
        if code in tacite and tacite[code].complet and tacite[code].valeurs != valeurs
    }
    sans = set()
    posees = []
    while True:
        resultat = evaluer(
            REGLES,
            Faits(reponses, {}, scenario.faits.desordres, frozenset(sans), scenario.faits.contexte),
        )
        restent = [u for u in resultat.a_preciser if not u.deja_posee]
        if not restent:
            return posees, resultat
        code = restent[0].question.code
        posees.append(code)
        if valeurs := scenario.faits.reponses.get(code):
            reponses[code] = valeurs
        else:
            sans.add(code)


def test_le_guide_pose_peu_de_questions_sans_rien_perdre():
    nombres = []
    for scenario in SCENARIOS:
        posees, resultat = poser(scenario)
        assert len(set(posees)) == len(posees)
        nombres.append(len(posees))
        # What was not asked could only give one more reason for the same result.
        attendu, trouve = vue(scenario.resultat), vue(resultat)
        assert trouve["recommandees"] == attendu["recommandees"], scenario.id
        assert {c for c, _ in trouve["ecartees"]} == {c for c, _ in attendu["ecartees"]}
        # A contradiction with the disorders is only seen where the agent was asked.
        propres = {a for a in attendu["alertes"] if not a.startswith("CONTRADICTION")}
        assert {a for a in trouve["alertes"] if not a.startswith("CONTRADICTION")} == propres
    moyenne = sum(nombres) / len(nombres)
    assert moyenne < len(REGLES.questions) * 0.75, Counter(nombres)


# --- replay ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", SCENARIOS[::8], ids=[s.id for s in SCENARIOS[::8]])
def test_rejouer_un_resultat_garde(scenario):
    garde = json.loads(json.dumps(scenario.resultat.en_clair()))
    assert json.loads(json.dumps(rejouer(REGLES, garde).en_clair())) == garde


def test_rejouer_refuse_ce_qui_ne_se_compare_pas():
    garde = SCENARIOS[0].resultat.en_clair()
    with pytest.raises(ValueError, match="autre version"):
        rejouer(REGLES, {**garde, "version": "2020-01"})
    with pytest.raises(ValueError, match="ne garde pas les faits"):
        rejouer(REGLES, {"version": garde["version"]})
