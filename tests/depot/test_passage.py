"""./oilhi upgrade: what changed in the law, the cases it touches, and the way back; Odoo played by SQL."""
from argparse import Namespace

import instance_essai
import pytest

from outils.dossiers import ADDONS
from outils.messages import Erreur
from outils.sauvegarde import chiffre, releve
from outils.version import droit, passage

DROIT = """
CREATE TABLE oilhi_delai (id serial PRIMARY KEY, code text, nombre int, write_date timestamp);
CREATE TABLE oilhi_texte (id serial PRIMARY KEY, code text, article text, date_debut date, texte text);
CREATE TABLE oilhi_regle_version (id serial PRIMARY KEY, etat text, numero int);
CREATE TABLE oilhi_recalcul (id serial PRIMARY KEY, etat text);
CREATE TABLE oilhi_dossier_procedure (id serial PRIMARY KEY, dossier_id int, procedure_id int, etat text);
CREATE TABLE oilhi_dossier_echeance (id serial PRIMARY KEY, dossier_id int, delai_id int);
ALTER TABLE oilhi_dossier ADD reference text, ADD active bool DEFAULT true;
UPDATE oilhi_dossier SET reference = 'D-' || lpad(id::text, 3, '0');
UPDATE oilhi_dossier SET active = false WHERE id = 3;
INSERT INTO oilhi_delai (code, nombre) VALUES ('DL-A', 8), ('DL-B', 15), ('DL-C', 30);
INSERT INTO oilhi_texte (code, article, texte) VALUES ('CCH', 'L. 511-1', 'ancien'), ('CSP', 'L. 1', 'x');
CREATE TABLE ir_model_fields (id serial PRIMARY KEY, model text, name text, field_description jsonb);
INSERT INTO ir_model_fields (model, name, field_description) VALUES
  ('oilhi.delai', 'nombre', '{"en_US": "Number", "fr_FR": "Durée"}'), ('oilhi.texte', 'texte', '{"en_US": "Texte entier"}');
INSERT INTO oilhi_regle_version (etat, numero) VALUES ('publiee', 1);
INSERT INTO oilhi_dossier_procedure (dossier_id, etat) VALUES (1, 'en_cours'), (2, 'en_cours'), (3, 'close');
INSERT INTO oilhi_dossier_echeance (dossier_id, delai_id) VALUES (1, 1), (2, 2), (3, 1), (4, 1);
"""
# What an update of the addons does to a database.
NEUF = """
UPDATE oilhi_delai SET nombre = 10, write_date = now() WHERE code = 'DL-A';
UPDATE oilhi_delai SET write_date = now() WHERE code = 'DL-B';
DELETE FROM oilhi_delai WHERE code = 'DL-C';
INSERT INTO oilhi_delai (code, nombre) VALUES ('DL-D', 3);
UPDATE oilhi_texte SET texte = 'nouveau' WHERE id = 1;
ALTER TABLE oilhi_texte ADD remarque text DEFAULT 'rien';
UPDATE oilhi_regle_version SET etat = 'remplacee';
INSERT INTO oilhi_regle_version (etat, numero) VALUES ('publiee', 2), ('brouillon', 3);
INSERT INTO oilhi_recalcul (etat) VALUES ('en_attente');
UPDATE ir_module_module SET latest_version = '19.0.2.0.0' WHERE name = 'oilhi_lhi';
"""


@pytest.fixture(scope="module")
def serveur():
    serveur = instance_essai.serveur("pg-passage")
    serveur.demarrer()
    yield serveur
    instance_essai.effacer(serveur)


@pytest.fixture
def ouvrage(serveur, tmp_path, monkeypatch):
    ouvrage = instance_essai.atelier(serveur, tmp_path)
    instance_essai.creer(ouvrage)
    serveur.executer(DROIT, base=ouvrage.base)
    joues = []

    def odoo_stop(base, *arguments, **_options):
        joues.append(arguments)
        serveur.executer(NEUF, base=base)
        return 0, ""

    monkeypatch.setattr(ouvrage, "odoo_stop", odoo_stop)
    monkeypatch.setattr(ouvrage, "dans_odoo", lambda *_a, **_o: (0, ""))
    ouvrage.joues = joues
    yield ouvrage
    for nom, in serveur.executer("SELECT datname FROM pg_database WHERE datname LIKE 'essai%%'"):
        ouvrage.supprimer(nom)


def passer(ouvrage, tmp_path, **options):
    choix = Namespace(**{"phrase": None, "cle": None, "processus": 1, "verifier": False} | options)
    return passage.passer(ouvrage, tmp_path / "sauvegardes", chiffre.Chiffre(), choix)


def contenus(ouvrage):
    lien = ouvrage.serveur.connexion(ouvrage.base)
    lien.autocommit = False
    try:
        with lien.cursor() as curseur:
            return releve.comptes(curseur), releve.contenus(curseur)
    finally:
        lien.close()


def test_compte_rendu(ouvrage, tmp_path):
    avant = contenus(ouvrage)
    fichier, rapport = passer(ouvrage, tmp_path, verifier=True)
    texte = "\n".join(rapport)
    assert ouvrage.joues == [("-u", ",".join(ADDONS))]
    assert "oilhi_lhi : 19.0.1.0.0 → 19.0.2.0.0" in texte and "oilhi_documents : 19.0.1.0.0 → 19.0.1.0.0 (inchangé)" in texte
    assert "Droit, délais : 1 nouveau, 1 changé, 1 retiré" in texte
    assert "changé : DL-A (Durée)" in texte and "DL-B" not in texte
    # The case that is closed is not touched; a case that uses another rule is not either.
    assert "dossiers qui s'en servent : 2" in texte and "D-001" in texte and "D-004" in texte
    assert "D-002" not in texte and "D-003" not in texte
    # A column that the version adds is not a change of the law.
    assert "changé : CCH L. 511-1 (Texte entier)" in texte and "CSP" not in texte
    assert "version 2 en vigueur (avant : 1)" in texte and "version 3 attend le référent" in texte
    assert "2 dossiers en cours vont être revus" in texte
    assert ouvrage.serveur.note(ouvrage.base)["odoo"] == "essai"
    # The way back that the command prints.
    from outils.sauvegarde import reprise

    with reprise.ouverte(ouvrage, fichier) as (dossier, manifeste):
        reprise.poser(ouvrage, dossier, manifeste, "essai_retour")
        reprise.publier(ouvrage, "essai_retour", ouvrage.base, manifeste["note"], True)
    assert contenus(ouvrage) == avant


def test_sources_modifiees_pendant(ouvrage, tmp_path, monkeypatch):
    """The fingerprint noted is that of the sources that were read, not of what they have become since."""
    etat = ["avant"]
    monkeypatch.setattr(passage, "empreinte", lambda: etat[0])

    def odoo_stop(*_a, **_o):
        etat[0] = "modifiées pendant"
        return 0, ""

    monkeypatch.setattr(ouvrage, "odoo_stop", odoo_stop)
    passer(ouvrage, tmp_path)
    assert ouvrage.serveur.note(ouvrage.base)["sources"] == "avant"


def test_rien_n_a_change(ouvrage, tmp_path, monkeypatch):
    monkeypatch.setattr(ouvrage, "odoo_stop", lambda *_a, **_o: (0, ""))
    _fichier, rapport = passer(ouvrage, tmp_path)
    assert "Droit : rien n'a changé." in rapport and not any("revus" in ligne for ligne in rapport)


def test_echec_en_route(ouvrage, tmp_path, monkeypatch, capsys):
    """Odoo stopped after it had changed half of it: the database of before is there again."""
    avant = contenus(ouvrage)

    def rater(base, *_arguments, **_options):
        ouvrage.serveur.executer(NEUF, base=base)
        return 1, "ValueError: colonne inconnue\n"

    monkeypatch.setattr(ouvrage, "odoo_stop", rater)
    with pytest.raises(Erreur, match="La mise à jour a échoué"):
        passer(ouvrage, tmp_path)
    assert contenus(ouvrage) == avant
    assert "celle d'avant" in capsys.readouterr().out
    noms = [n for n, in ouvrage.serveur.executer("SELECT datname FROM pg_database")]
    assert not [n for n in noms if n.startswith("essai_")], noms


def test_odoo_tourne_encore(ouvrage, tmp_path):
    lien = ouvrage.serveur.connexion(ouvrage.base)
    try:
        with pytest.raises(Erreur, match="arrêtez OILHI"):
            passer(ouvrage, tmp_path)
    finally:
        lien.close()
    assert not ouvrage.joues and not (tmp_path / "sauvegardes").exists()


def test_autre_odoo(ouvrage, tmp_path):
    """Odoo itself changed: everything is read again."""
    ouvrage.serveur.noter(ouvrage.base, odoo="précédent")
    passer(ouvrage, tmp_path)
    assert ouvrage.joues == [("-u", "base")]


def test_toutes_les_tables_du_droit_existent(racine):
    """A model renamed would silently leave the account."""
    sources = "\n".join(f.read_text(encoding="utf-8") for addon in ADDONS
                        for f in (racine / addon / "models").rglob("*.py"))
    for table in (*droit.DROIT, "oilhi_regle_version", "oilhi_recalcul"):
        assert f'_name = "{table.replace("_", ".")}"' in sources, table
