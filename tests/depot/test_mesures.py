"""./oilhi bench: what is said without any database; the rest runs with the tests of Odoo."""
import json
import subprocess
import sys

import pytest

from outils import commande, mesures
from outils.bancs import simultanes
from outils.messages import Erreur


def _oilhi(racine, *arguments):
    return subprocess.run(
        [sys.executable, racine / "oilhi", "bench", *arguments],
        capture_output=True, text=True, timeout=60,
    )


def test_liste(racine):
    """Every bench with its line; nothing is installed for that."""
    sortie = _oilhi(racine)
    assert sortie.returncode == 0 and "→" not in sortie.stdout
    lignes = sortie.stdout.splitlines()[1:]
    assert len(lignes) == len(mesures.bancs())
    for ligne, (nom, texte) in zip(lignes, mesures.bancs().items(), strict=True):
        assert ligne.split()[0] == nom and ligne.endswith(texte) and len(texte) > 20


def test_mesure_inconnue(racine):
    """Said at once, before any environment is built."""
    sortie = _oilhi(racine, "habilitation")
    assert sortie.returncode == 1 and "→" not in sortie.stdout
    assert "« habilitation » n'est pas une mesure connue" in sortie.stderr
    assert "habilitations" in sortie.stderr and "Traceback" not in sortie.stderr


@pytest.mark.parametrize("options", [
    ["--volume", "beaucoup"], ["--volume", "0"], ["--volume", "-1"], ["--volume", "50"],
    ["--tours", "1"], ["--tours", "x"], ["--agents", "0"], ["--duree", "longue"],
])
def test_option_refusee(options, capsys):
    with pytest.raises(SystemExit) as sortie:
        commande.analyseur().parse_args(["bench", "habilitations", *options])
    assert sortie.value.code == 2
    assert capsys.readouterr().out.startswith("Commande mal écrite")


def test_volume_a_la_francaise():
    choix = commande.analyseur().parse_args(["bench", "habilitations", "--volume", "0,1"])
    assert choix.volume == 0.1 and choix.tours == 15 and not choix.neuf


def test_erreur_d_un_appel():
    """What the server answered is told; a refusal has the status of a success."""
    refus = simultanes._refus
    assert refus(200, b'{"result": [1]}') is None
    assert refus(502, b"<html>") == "HTTP 502" and refus(429, b'{"result": 1}') == "HTTP 429"
    assert refus(200, json.dumps({"error": {"message": "Odoo Server Error", "data": {
        "name": "odoo.exceptions.AccessError", "message": "Interdit."}}})
    ) == "odoo.exceptions.AccessError: Interdit."


def test_agents_simultanes():
    """Durations of both phases together; what is done once is not done again."""
    phase = simultanes.Phase([("Fiche", None, 10.0), ("Liste", None, 30.0)], 2) + simultanes.Phase(
        [("Fiche", "HTTP 502", 20.0)], 1)
    assert phase.debit == 1 and phase.erreurs() == {"Fiche : HTTP 502": 1}
    assert phase.centiles("Fiche")["p50"] == 15 and phase.centiles("Guide") is None
    agent = simultanes.Agent(0, "base", 1, "", "agent", {
        "Étape": {"encore": False, "suites": [["faite"]]}, "Fiche": {"encore": True, "suites": [["a"], ["b"]]}})
    assert [next(agent.suites["Étape"], ()) for _fois in range(2)] == [["faite"], ()]
    assert [next(agent.suites["Fiche"]) for _fois in range(3)] == [["a"], ["b"], ["a"]]


def test_tout_fichier_est_une_mesure():
    """Adding a file is enough, but it must be whole."""
    for nom in mesures.bancs():
        mesures.exiger_banc(nom)
        entree = "jouer(atelier, base, dire" if mesures.hors_odoo(nom) else "mesurer(env, chrono, dire"
        assert f"\ndef {entree}" in (mesures.BANCS / f"{nom}.py").read_text()
    assert mesures.hors_odoo("pannes") and not mesures.hors_odoo("recalcul")
    assert mesures.modifie("simultanes") and not mesures.modifie("ecrans")
    # Only what compares asks for tasks: a million cases are long enough to make.
    assert [nom for nom in mesures.bancs() if mesures.avec_taches(nom)] == ["ecrans"]
    with pytest.raises(Erreur):
        mesures.exiger_banc("chrono")


def test_mesure_sans_base(monkeypatch, tmp_path, capsys):
    """A bench that reads no database starts none; its figures are kept and shown like the others."""
    from types import SimpleNamespace

    assert mesures.sans_base("documents") and not mesures.sans_base("semaine")
    monkeypatch.setattr(mesures, "RESULTATS", tmp_path)
    monkeypatch.setattr(mesures, "RACINE", tmp_path)
    faux = SimpleNamespace(mesurer=lambda env, chrono, dire: {
        "tableaux": [{"titre": "Essai", "colonnes": ["Quoi", "ms"], "lignes": [["a", chrono.tours]]}],
        "alertes": ["trop lent"],
    })
    monkeypatch.setattr(mesures.importlib, "import_module", lambda nom: faux)
    assert mesures.mesurer_sans_base(SimpleNamespace(nom="documents", tours=7)) == 0
    sortie = capsys.readouterr()
    assert "Essai" in sortie.out and "7" in sortie.out and (tmp_path / "documents.json").exists()
    assert "trop lent" in sortie.out + sortie.err and "trop lent" in (tmp_path / "documents.md").read_text()
    assert "| a | 7 |" in (tmp_path / "documents.md").read_text()


def test_base_temoin():
    """One bench measures two databases in the same rounds; the others, one."""
    assert mesures.temoin("croissance") == [0.1] and mesures.temoin("ecrans") == []
