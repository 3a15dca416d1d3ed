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
