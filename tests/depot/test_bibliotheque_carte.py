import pytest

from outils import bibliotheque_carte as carte
from outils.messages import Erreur


@pytest.fixture
def atelier(tmp_path, monkeypatch):
    """A machine without Leaflet, and an apt that gives what the test says."""
    monkeypatch.delenv(carte.VARIABLE, raising=False)
    monkeypatch.setattr(carte, "dossier_cache", lambda: tmp_path / "cache")
    (tmp_path / "cache").mkdir()
    monkeypatch.setattr(carte.shutil, "which", lambda nom: f"/usr/bin/{nom}")
    appels = []

    def executer(commande, cwd=None, **_options):
        appels.append(commande[:2])
        if commande[:2] == ["apt-get", "download"]:
            if executer.panne:
                return 100, "E: Unable to locate package"
            for nom in carte.PAQUETS:
                (cwd / f"{nom}_1_all.deb").write_text("")
        elif commande[0] == "dpkg-deb":
            dossier = commande[3] / carte.LIEU
            dossier.mkdir(parents=True, exist_ok=True)
            for nom in carte.TEMOINS[:executer.fichiers]:
                (dossier / nom).write_text("x")
        return 0, ""

    executer.panne, executer.fichiers, executer.appels = False, len(carte.TEMOINS), appels
    monkeypatch.setattr(carte, "executer", executer)
    return executer


def test_la_variable_puis_le_systeme(atelier, tmp_path, monkeypatch):
    dossier = tmp_path / carte.LIEU
    dossier.mkdir(parents=True)
    for nom in carte.TEMOINS:
        (dossier / nom).write_text("x")
    assert carte.preparer(racine=tmp_path) == dossier
    monkeypatch.setenv(carte.VARIABLE, "/ailleurs")
    assert str(carte.preparer(racine=tmp_path)) == "/ailleurs"
    assert not atelier.appels


def test_telechargee_une_fois(atelier, tmp_path, monkeypatch):
    premier = carte.preparer(racine=tmp_path)
    assert carte.complet(premier)
    assert carte.os.environ[carte.VARIABLE] == str(premier)
    assert not list(premier.parents[3].glob("*.deb"))
    monkeypatch.delenv(carte.VARIABLE)
    nombre = len(atelier.appels)
    assert carte.preparer(racine=tmp_path) == premier
    assert len(atelier.appels) == nombre


@pytest.mark.parametrize("defaut", [{"panne": True}, {"fichiers": 2}])
def test_sans_elle(atelier, tmp_path, capsys, defaut):
    """Running goes on with the list; the tests do not."""
    vars(atelier).update(defaut)
    assert carte.preparer(racine=tmp_path) is None
    with pytest.raises(Erreur, match="libjs-leaflet"):
        carte.preparer(exiger=True, racine=tmp_path)
    assert not list((tmp_path / "cache").glob("carte-*"))
