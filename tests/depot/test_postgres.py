"""The embedded PostgreSQL, for real: what a copy of a database keeps when the server dies."""
import shutil

import pytest

from outils import postgres


@pytest.fixture
def serveur():
    serveur = postgres.ServeurEmbarque("pg-copie")  # durable, as the one that serves
    serveur.demarrer()
    yield serveur
    serveur.arreter()
    for reste in (serveur.donnees, serveur.prise):
        shutil.rmtree(reste, ignore_errors=True)


def test_une_copie_ne_redonne_pas_un_numero(serveur):
    """PostgreSQL stopped at once just after a copy: the sequences of the copy go on, never back."""
    def ajouter(base):
        serveur.executer("INSERT INTO acte DEFAULT VALUES", base=base)

    serveur.creer("modele")
    serveur.executer("CREATE TABLE acte (id serial PRIMARY KEY)", base="modele")
    for _rang in range(20):
        ajouter("modele")
    serveur.creer("copie", "modele")
    for _rang in range(5):
        ajouter("copie")
    serveur.couper()
    serveur.demarrer()
    for _rang in range(10):
        ajouter("copie")
    (nombre,), = serveur.executer("SELECT count(*) FROM acte", base="copie")
    assert nombre == 35


def test_panne_dite(serveur, capsys, monkeypatch):
    """PostgreSQL stops under any command: one sentence; a request that is at fault is not taken for a stop."""
    import psycopg2

    from outils import commande

    lien = serveur.connexion()
    with lien.cursor() as curseur:
        with pytest.raises(psycopg2.Error) as faute:
            curseur.execute("SELECT rien")
        assert postgres.coupure(faute.value) is None and postgres.coupure(ValueError("x")) is None
        serveur.couper()

        def continuer(*_a):
            curseur.execute("SELECT 1")

        monkeypatch.setattr(commande, "executer", continuer)
        assert commande.main(["update"]) == 1
    erreur = capsys.readouterr().err
    assert "PostgreSQL s'est arrêté" in erreur and "relancez la même commande" in erreur and "Traceback" not in erreur
