"""A small database shaped like Odoo's, on a real PostgreSQL: what backup and doctor read of it."""
import hashlib
import shutil
from types import SimpleNamespace

from outils import postgres
from outils.bases import Atelier

BASE = "essai"
STRUCTURE = """
CREATE TABLE ir_module_module (id serial PRIMARY KEY, name text, state text, latest_version text, demo bool);
CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key text UNIQUE, value text);
CREATE TABLE ir_attachment (id serial PRIMARY KEY, name text, store_fname text, res_model text,
                            res_field text, res_id int);
CREATE TABLE oilhi_dossier (id serial PRIMARY KEY, name text, ouvert_le timestamp, montant float8);
CREATE TABLE oilhi_document (id serial PRIMARY KEY, dossier_id int REFERENCES oilhi_dossier, docx_id int,
                             sha256 text, date_signature date);
CREATE TABLE oilhi_document_exemplaire (id serial PRIMARY KEY, document_id int, sha256 text);
INSERT INTO ir_module_module (name, state, latest_version) VALUES
  ('base', 'installed', '19.0.1.3'), ('oilhi_partenaires', 'installed', '19.0.1.0.0'),
  ('oilhi_lhi', 'installed', '19.0.1.0.0'), ('oilhi_documents', 'installed', '19.0.1.0.0');
INSERT INTO ir_config_parameter (key, value) VALUES ('database.uuid', 'un'), ('database.secret', 's');
INSERT INTO oilhi_dossier (name, ouvert_le, montant)
  SELECT 'Dossier n° ' || i, timestamp '2026-03-01 08:00' + i * interval '1 hour', i / 3.0
  FROM generate_series(1, 50) i;
"""


def serveur(nom):
    return postgres.ServeurEmbarque(nom, durable=False)


def effacer(serveur):
    serveur.arreter()
    for reste in (serveur.donnees, serveur.prise):
        shutil.rmtree(reste, ignore_errors=True)


def atelier(serveur, dossier):
    odoo = SimpleNamespace(version="19.0", cle="essai", addons=(), racine=dossier)
    ouvrage = Atelier(serveur, odoo, dossier)
    ouvrage.dossier, ouvrage.conf, ouvrage.base = dossier / "donnees", dossier / "odoo.conf", BASE
    ouvrage.dossier.mkdir()
    ouvrage.conf.write_text("[options]\nadmin_passwd = tres-secret\nlist_db = False\n")
    return ouvrage


def ajouter_acte(ouvrage, contenu, signe=True):
    """An act and its file, as Odoo keeps them."""
    sha1 = hashlib.sha1(contenu).hexdigest()
    nom = f"{sha1[:2]}/{sha1}"
    fichier = ouvrage.fichiers(ouvrage.base) / nom
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(contenu)
    (piece,), = ouvrage.serveur.executer(
        "INSERT INTO ir_attachment (name, store_fname) VALUES ('acte.docx', %s) RETURNING id", (nom,),
        base=ouvrage.base)
    (numero,), = ouvrage.serveur.executer(
        "INSERT INTO oilhi_document (dossier_id, docx_id, sha256, date_signature) "
        "VALUES (1, %s, %s, CASE WHEN %s THEN date '2026-04-02' END) RETURNING id",
        (piece, hashlib.sha256(contenu).hexdigest(), signe), base=ouvrage.base)
    return numero, fichier


def creer(ouvrage, actes=4):
    ouvrage.supprimer(ouvrage.base)
    ouvrage.serveur.creer(ouvrage.base)
    ouvrage.serveur.executer(STRUCTURE, base=ouvrage.base)
    ouvrage.serveur.noter(ouvrage.base, demo=False)
    return [ajouter_acte(ouvrage, f"acte {rang}".encode() * 400, signe=rang % 2 == 0)
            for rang in range(actes)]
