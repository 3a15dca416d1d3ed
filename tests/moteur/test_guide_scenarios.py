"""The scenarios of a jurist (oilhi.regle.scenario.csv), what they cover, and what they would miss."""

import json
from collections import Counter

import pytest
from moteur.guide import etablir, evaluer, rejouer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits
from mutations import FAMILLES, survivantes
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


def test_chaque_issue_est_atteinte():
    """Every procedure is recommended, set aside where a rule may do it, and without object."""
    ecartees = {p.code for s in SCENARIOS for p in s.resultat.ecartees}
    peuvent = {
        code for code, juge in REGLES.juges.items()
        if juge.ecarte or any(r.clauses for groupe in juge.exige for r in groupe)
    }  # fmt: skip
    assert peuvent - ecartees == set()
    sans_objet = {p.code for s in SCENARIOS for p in s.resultat.sans_objet}
    appelees = {code for code, juge in REGLES.juges.items() if juge.objet or juge.hors_objet}
    assert appelees - sans_objet == set()
    possibles = {p.code for s in SCENARIOS for p in s.resultat.possibles}
    incertaines = {c for c, juge in REGLES.juges.items() if any(r.clauses for r in juge.decisives)}
    # What calls for BSM (nobody is found) also answers the one question that it depends on.
    assert incertaines - possibles == {"BSM"}


MS = {"MSO", "MSU", "MSO-EQ", "MSU-EQ", "MSO-MAT", "MSU-MAT"}
INS = {"INS-ORD", "INS-URG", "INS-IMP"}
# C.3: what is said, and what a scenario that shows it recommends and says.
CUMULS = [
    ("les personnes d’abord, puis la cause", {"MSU", "INS-ORD"}, set()),
    ("police générale et mise en sécurité", {"PGI", "MSU"}, {"MSU-TRANSFERT"}),
    ("solidité et santé : maire et préfet", {"MSO", "INS-ORD"}, {"OR-SOLIDITE-SANTE"}),
    ("solidité et hygiène", {"MSO", "RSHS"}, {"OR-SOLIDITE-SANTE"}),
    *(("la décence se cumule", {"NDEC", code}, {"NDEC-CUMUL"})
      for code in ("RSHS", "DSP", "PLOMB", "PLOUER", "ERP-HEB", *sorted(INS))),
    ("abandon manifeste et péril", {"ABAN", "MSO"}, {"VACANT-ABANDON"}),
    ("bien sans maître et péril", {"BSM", "MSU"}, {"VACANT-SANS-MAITRE"}),
    *(("l’incurie ouvre un parcours", {"INC", code}, {"INC-CONTRAINTE"})
      for code in ("RSHS", "DSP", "INS-ORD", "INS-URG")),
    ("plomb et insalubrité", {"PLOMB", "INS-ORD"}, {"PLOMB-LOYERS", "INS-ROLE"}),
    ("plomb et insalubrité urgente", {"PLOMB", "INS-URG"}, {"PLOMB-LOYERS", "INS-ROLE"}),
    ("l’urgence, puis la procédure ordinaire", {"MSU"}, {"MSU-OFFICE"}),
]  # fmt: skip


@pytest.mark.parametrize(("regle", "procedures", "alertes"), CUMULS)
def test_chaque_cumul_de_c3(regle, procedures, alertes):
    assert any(
        procedures <= set(s.recommandees) and alertes <= s.alertes for s in SCENARIOS
    ), regle


def test_les_personnes_d_abord():
    """C.3: what protects at once is always listed before what treats the cause."""
    urgentes = {p.code for p in REGLES.procedures if p.urgente}
    assert {"PGI", "MSU", "MSU-EQ", "MSU-MAT", "INS-URG", "DSP"} <= urgentes
    for s in SCENARIOS:
        rangs = [p.code not in urgentes for p in s.resultat.recommandees]
        assert rangs == sorted(rangs), s.id


def test_le_maire_ne_signe_rien_pour_le_plomb_ni_l_insalubrite():
    for s in SCENARIOS:
        for p in s.resultat.recommandees:
            if p.code in INS | {"PLOMB", "DSP"}:
                assert p.autorite == "prefet", s.id


@pytest.mark.exhaustif
@pytest.mark.parametrize("famille", FAMILLES)
def test_rien_ne_se_retire_sans_qu_un_scenario_le_voie(famille):
    """Mutation run: each rule, each condition, each answer of a condition."""
    nombre, restent = survivantes(famille)
    assert nombre > 60
    assert restent == []


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


@pytest.mark.exhaustif
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
