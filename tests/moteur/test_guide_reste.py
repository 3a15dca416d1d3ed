"""What the screen announces: « encore 2 à 4 questions »."""

import pytest
from moteur.guide import etablir, evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits
from moteur.guide_reste import a_poser, reste
from moteur.urgence import gestes
from scenarios import lire_scenarios

REGLES = regles_livrees()
SCENARIOS = lire_scenarios()


@pytest.mark.exhaustif
@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_le_nombre_annonce_est_tenu(scenario):
    """Answer as the scenario does: what is really asked stays in the range announced each time."""
    desordres, contexte = scenario.faits.desordres, scenario.faits.contexte
    tacite = etablir(REGLES, Faits(desordres=desordres))
    reponses = {
        code: valeurs
        for code, valeurs in scenario.faits.reponses.items()
        if code in tacite and tacite[code].complet and tacite[code].valeurs != valeurs
    }
    sans, annonces = set(), []
    while True:
        faits = Faits(dict(reponses), {}, desordres, frozenset(sans), contexte)
        resultat = evaluer(REGLES, faits)
        moins, plus = reste(REGLES, faits, resultat)
        annonces.append((moins, plus))
        restent = a_poser(resultat)
        if not restent:
            break
        code = restent[0].question.code
        if valeurs := scenario.faits.reponses.get(code):
            reponses[code] = valeurs
        else:
            sans.add(code)
    posees = len(annonces) - 1
    for rang, (moins, plus) in enumerate(annonces):
        assert moins <= posees - rang <= plus, (rang, annonces)


def test_plus_rien_a_demander():
    repondu = Faits(sans_reponse=frozenset(q.code for q in REGLES.questions))
    assert reste(REGLES, repondu, evaluer(REGLES, repondu)) == (0, 0)
    moins, plus = reste(REGLES, Faits(), evaluer(REGLES, Faits()))
    assert 1 <= moins < plus <= len(REGLES.questions)


def test_les_gestes_du_danger():
    assert "112" in " ".join(gestes([]))
    assert any("passage" in g for g in gestes(["FAC"]))
    assert "interrupteur" in gestes(["GAZ"])[0]
    assert not any("barrières" in g for g in gestes(["GAZ"]))
    deux = gestes(["GAZ", "STR", "GAZ"])
    assert len(deux) == len(set(deux))
    assert any("barrières" in g for g in deux)
