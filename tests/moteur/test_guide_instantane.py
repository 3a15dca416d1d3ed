"""A published version: read back, it says exactly what was frozen; what changes is said in words."""

from dataclasses import replace

import pytest
from moteur.guide import evaluer
from moteur.guide_instantane import comparer_resultats, defiger, differences, empreinte, figer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Question, Regles, Reponse
from moteur.guide_scenarios import attendu_ecrit, lire_scenario
from scenarios import lignes, lire_scenarios

REGLES = regles_livrees()
SCENARIOS = lire_scenarios()


def change(code, **vals):
    return Regles(
        REGLES.questions, REGLES.procedures,
        tuple(replace(r, **vals) if r.code == code else r for r in REGLES.regles), REGLES.etat,
    )  # fmt: skip


def test_figer_puis_lire_redonne_les_memes_regles():
    lues = defiger(figer(REGLES))
    assert lues == REGLES
    assert lues.version == REGLES.version
    for scenario in SCENARIOS[::20]:
        assert evaluer(lues, scenario.faits).en_clair() == scenario.resultat.en_clair()


def test_empreinte_ne_depend_pas_de_l_ordre():
    autre = figer(REGLES)
    for nom in ("questions", "procedures", "regles"):
        autre[nom].reverse()
    for regle in autre["regles"]:
        regle["aussi"].reverse()
        regle["clauses"].reverse()
    assert empreinte(autre) == empreinte(figer(REGLES))
    assert empreinte(figer(change("MSO-CAUSE", motif="Autre."))) != empreinte(figer(REGLES))
    assert empreinte(figer(REGLES, {"MSO-CAUSE": ("2028-01-01", "")})) != empreinte(figer(REGLES))


@pytest.mark.parametrize(
    ("jour", "presente"),
    [("2027-12-31", False), ("2028-01-01", True), ("2028-12-31", True), ("2029-01-01", False)],
)
def test_regle_datee(jour, presente):
    instantane = figer(REGLES, {"MSO-VACANT": ("2028-01-01", "2028-12-31")})
    assert ("MSO-VACANT" in {r.code for r in defiger(instantane, jour).regles}) is presente
    assert "MSO-VACANT" in {r.code for r in defiger(instantane).regles}


def test_format_inconnu_refuse():
    with pytest.raises(ValueError, match="format inconnu"):
        defiger(dict(figer(REGLES), format=99))


def test_differences_en_mots():
    avant = figer(REGLES)
    assert differences(avant, figer(REGLES)) == ()
    (difference,) = differences(avant, figer(change("MSO-CAUSE", motif="Autre motif.")))
    assert (difference.code, difference.nature) == ("MSO-CAUSE", "modification")
    ((champ, vieux, neuf),) = difference.champs
    assert (champ, neuf) == ("motif", "Autre motif.")
    assert vieux
    nouvelle = Question("Q99", "Essai ?", (Reponse("oui", "Oui"), Reponse("non", "Non")))
    reste = tuple(r for r in REGLES.regles if r.code != "MSO-VACANT")
    apres = Regles((*REGLES.questions, nouvelle), REGLES.procedures, reste, REGLES.etat)
    vues = {d.code: d for d in differences(avant, figer(apres))}
    assert {c: d.nature for c, d in vues.items()} == {"MSO-VACANT": "retrait", "Q99": "ajout"}
    assert ("réponses", "", "oui : Oui\nnon : Non") in vues["Q99"].champs
    assert "Q9 est parmi" in dict((c, a) for c, a, _n in vues["MSO-VACANT"].champs)["conditions"]
    assert vues["Q99"].en_clair()["champs"]


def test_resultats_compares_regle_par_regle():
    scenario = next(s for s in SCENARIOS if s.id == "S001")
    avant = scenario.resultat.en_clair()
    vide = {"procedures": [], "alertes": [], "regles": []}
    assert comparer_resultats(avant, avant) == vide
    sans = Regles(
        REGLES.questions, REGLES.procedures,
        tuple(r for r in REGLES.regles if r.code != "MSU-IMMINENCE"), REGLES.etat,
    )  # fmt: skip
    comparaison = comparer_resultats(avant, evaluer(sans, scenario.faits).en_clair())
    places = {p["code"]: (p["avant"]["place"], p["apres"]["place"]) for p in comparaison["procedures"]}
    assert places["MSU"][0] == "écartée"
    assert places["MSU"][1] != "écartée"
    assert ("MSU-IMMINENCE", "faux", "") in {
        (r["code"], r["avant"], r["apres"]) for r in comparaison["regles"]
    }
    # A procedure that the former rules did not know, and that nothing calls for: no difference.
    ancien = dict(avant, sans_objet=[p for p in avant["sans_objet"] if p["code"] != "BIO"])
    assert len(ancien["sans_objet"]) < len(avant["sans_objet"])
    assert comparer_resultats(ancien, avant) == comparer_resultats(avant, ancien) == vide
    autre = evaluer(change("MSO-LOCATAIRE", motif="Autre."), scenario.faits).en_clair()
    (alerte,) = comparer_resultats(avant, autre)["alertes"]
    assert (alerte["code"], alerte["apres"]) == ("MSO-LOCATAIRE", "Autre.")


def test_ce_que_disent_les_regles_s_ecrit_comme_on_l_attend():
    """« Attendre ce que disent les règles » makes any scenario green, and nothing but that."""
    for ligne, scenario in zip(lignes(), SCENARIOS, strict=True):
        ecrit = dict(ligne, **attendu_ecrit(scenario.resultat))
        assert lire_scenario(REGLES, ecrit).ecarts(scenario.resultat) == []


def test_scenario_partiel_ne_verifie_que_ce_qui_est_ecrit():
    ligne = {
        "code": "L1", "name": "Essai", "partiel": True, "recommandees": "MSO",
        "reponses": "Q1 = non\nQ2 = interne\nQ3 = solidite", "desordres": "STR-02 : 3",
    }  # fmt: skip
    def ecarts(**vals):
        scenario = lire_scenario(REGLES, {**ligne, **vals})
        return scenario.ecarts(evaluer(REGLES, scenario.faits))

    assert ecarts() == []
    assert ecarts(ecartees="MSU") == []
    assert "MSU est écartée par" in ecarts(ecartees="MSU(AUTRE)")[0]
    assert "devait l’être" in ecarts(ecartees="MSO")[0]
    assert "il manque" in ecarts(alertes="AUTRE")[0]
    assert "il manque" in ecarts(articles="CCH L. 1")[0]
    assert "attendu rien, trouvé MSO" in ecarts(recommandees="")[0]
    complet = ecarts(partiel=False)
    assert any("ne devait pas l’être" in e for e in complet)
    assert any("en trop" in e for e in complet)


@pytest.mark.parametrize(
    ("vals", "message"),
    [
        ({"reponses": "danger"}, "ne se lit pas"),
        ({"reponses": "Q1 = jamais"}, "Réponses admises"),
        ({"desordres": "mur"}, "un désordre et sa gravité"),
        ({"desordres": "STR-02 : 9"}, "un désordre et sa gravité"),
        ({"particularites": "hanté"}, "Particularité"),
        ({"recommandees": "XYZ"}, "XYZ"),
        ({"ecartees": "mso ?"}, "ne se lit pas"),
    ],
)
def test_scenario_illisible(vals, message):
    with pytest.raises(ValueError, match=message):
        lire_scenario(REGLES, {"code": "L1", "name": "Essai", **vals})
