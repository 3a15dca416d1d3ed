"""./oilhi backup and restore, for real: PostgreSQL, gpg, files; lost, restored, compared."""
import contextlib
import gc
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from argparse import Namespace
from pathlib import Path
from unittest import mock

import instance_essai
import pytest

from outils import commande, instance
from outils.messages import Erreur
from outils.processus import Interruption
from outils.sauvegarde import archive, chiffre, copie, provisoires, releve, reprise, retention

CLAIR = chiffre.Chiffre()


@pytest.fixture(scope="module")
def serveur():
    serveur = instance_essai.serveur("pg-sauvegarde")
    serveur.demarrer()
    yield serveur
    instance_essai.effacer(serveur)


@pytest.fixture
def ouvrage(serveur, tmp_path):
    ouvrage = instance_essai.atelier(serveur, tmp_path)
    instance_essai.creer(ouvrage)
    yield ouvrage
    retirer(ouvrage)


def retirer(ouvrage):
    for nom, in ouvrage.serveur.executer("SELECT datname FROM pg_database WHERE datname LIKE 'essai%%' "
                                 "OR datname LIKE 'oilhi_verification%%'"):
        ouvrage.supprimer(nom)


@pytest.fixture
def cible(tmp_path):
    return tmp_path / "sauvegardes"


@pytest.fixture(scope="module")
def temoin(serveur, tmp_path_factory):
    """One installation and its archive, for the tests that must leave both as they are."""
    ouvrage = instance_essai.atelier(serveur, tmp_path_factory.mktemp("temoin"))
    ouvrage.base = "temoin"
    instance_essai.creer(ouvrage)
    fichier, _manifeste = copie.sauvegarder(ouvrage, ouvrage.dossier.parent / "sauvegardes", CLAIR)
    yield ouvrage, fichier
    ouvrage.supprimer("temoin")


def restaurer(ouvrage, fichier, base=None, **options):
    """What the command does once the installation is open."""
    choix = Namespace(**{
        "archive": fichier, "base": base, "verifier": False, "remplacer": False, "copie": False,
        "configuration": None, "phrase": None, "cle": None, "processus": 2,
    } | options)
    with mock.patch.object(instance, "ouvrir", lambda *_a: contextlib.nullcontext(ouvrage)):
        return reprise.restore(choix, None, None, time.time())


def sauver(ouvrage, dossier, **options):
    """As the command does."""
    choix = Namespace(**{
        "dossier": dossier, "conf": None, "garder": None, "destinataire": [], "phrase": None, "cle": None,
        "joindre": [], "liste": False, "verifier": False, "processus": 2,
    } | options)
    with mock.patch.object(instance, "ouvrir", lambda *_a: contextlib.nullcontext(ouvrage)):
        return copie.backup(choix, None, None, time.time())


def etat(ouvrage, base=instance_essai.BASE):
    lien = ouvrage.serveur.connexion(base)
    lien.autocommit = False
    try:
        with lien.cursor() as curseur:
            return releve.comptes(curseur), releve.contenus(curseur), releve.actes(curseur)
    finally:
        lien.close()


def rien_d_inacheve(ouvrage, cible):
    """Nothing beside whole archives; no database nor folder of a restoration begun."""
    assert not [f for f in cible.iterdir() if f.name.startswith(archive.PROVISOIRE)]
    noms = [n for n, in ouvrage.serveur.executer("SELECT datname FROM pg_database")]
    assert not [n for n in noms if "_reprise_" in n or "_avant_" in n or "verification" in n], noms
    racine = ouvrage.dossier / "filestore"
    assert sorted(f.name for f in racine.iterdir()) == sorted(
        n for n in noms if (racine / n).exists())


def phrase_de(tmp_path, texte="une phrase secrète assez longue"):
    fichier = tmp_path / f"phrase-{hashlib.md5(texte.encode()).hexdigest()[:6]}"
    fichier.write_text(texte + "\n")
    return fichier


# ------------------------------------------------------------------- there and back
def test_perte_totale(ouvrage, cible, capsys):
    """Database and files gone: all of it comes back, on the same name and on another."""
    avant = etat(ouvrage)
    fichier, manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    assert manifeste["actes"] == {"nombre": 4, "signes": 2}
    assert fichier.stat().st_mode & 0o777 == 0o600
    ouvrage.supprimer(ouvrage.base)
    for base in (None, "essai_ailleurs"):
        assert restaurer(ouvrage, fichier, base) == 0
        assert etat(ouvrage, base or ouvrage.base) == avant
    for _table, _numero, sha256, nom in avant[2]:
        contenu = (ouvrage.fichiers("essai_ailleurs") / nom).read_bytes()
        assert hashlib.sha256(contenu).hexdigest() == sha256
    assert ouvrage.serveur.note(ouvrage.base) == {"demo": False}
    assert "restaurée en" in capsys.readouterr().out
    rien_d_inacheve(ouvrage, cible)


def test_lisible_sans_oilhi(ouvrage, cible, tmp_path):
    """tar, sha256sum and pg_restore are enough on the day when OILHI itself is lost."""
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    subprocess.run(["sha256sum", "--quiet", "-c", f"{fichier.name}.sha256"], cwd=cible, check=True)
    sortie = tmp_path / "a-la-main"
    sortie.mkdir()
    subprocess.run(["tar", "-xf", fichier], cwd=sortie, check=True)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=sortie, check=True)
    assert (sortie / "base/toc.dat").stat().st_size


def test_un_seul_instant(ouvrage, cible, monkeypatch):
    """What is written while the copy runs is in neither the copy nor its account."""
    vrai = releve.comptes

    def pendant(curseur):
        ouvrage.serveur.executer("INSERT INTO oilhi_dossier (name) VALUES ('tardif')",
                                 base=ouvrage.base)
        return vrai(curseur)

    with monkeypatch.context() as contexte:
        contexte.setattr(releve, "comptes", pendant)
        fichier, manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    assert manifeste["comptes"]["oilhi_dossier"] == 50
    assert reprise.verifier(ouvrage, fichier) == 0
    rien_d_inacheve(ouvrage, cible)


# ------------------------------------------------------------------- encryption
def test_phrase_secrete(ouvrage, cible, tmp_path):
    avant, phrase = etat(ouvrage), phrase_de(tmp_path)
    fichier, manifeste = copie.sauvegarder(ouvrage, cible, chiffre.Chiffre(phrase=phrase))
    contenu = fichier.read_bytes()
    assert fichier.name.endswith(".tar.gpg") and manifeste["secrets"]
    assert b"tres-secret" not in contenu and b"SHA256SUMS" not in contenu
    ouvrage.supprimer(ouvrage.base)
    autre = phrase_de(tmp_path, "une tout autre phrase secrète")
    with pytest.raises(Erreur, match="n'a pas pu déchiffrer"):
        restaurer(ouvrage, fichier, phrase=autre)
    assert restaurer(ouvrage, fichier, phrase=phrase, configuration=tmp_path / "conf") == 0
    assert etat(ouvrage) == avant
    assert "tres-secret" in (tmp_path / "conf/odoo.conf").read_text()
    rien_d_inacheve(ouvrage, cible)


@pytest.fixture
def cle_gpg(monkeypatch):
    maison = tempfile.mkdtemp(prefix="oilhi-gpg-")  # short: a socket lives there
    monkeypatch.setenv("GNUPGHOME", maison)
    subprocess.run(["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key",
                    "sauvegarde@exemple.fr", "default", "default", "never"],
                   check=True, capture_output=True)
    yield "sauvegarde@exemple.fr"
    subprocess.run(["gpgconf", "--kill", "all"], check=False)
    shutil.rmtree(maison, ignore_errors=True)


def test_destinataire_gpg(ouvrage, cible, cle_gpg):
    avant = etat(ouvrage)
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, chiffre.Chiffre([cle_gpg]))
    assert restaurer(ouvrage, fichier, "essai_gpg") == 0 and etat(ouvrage, "essai_gpg") == avant
    with pytest.raises(Erreur, match="n'a pas pu chiffrer"):
        copie.sauvegarder(ouvrage, cible, chiffre.Chiffre(["inconnu@exemple.fr"]))
    rien_d_inacheve(ouvrage, cible)


def test_sans_chiffrement_pas_de_secret(ouvrage, cible):
    fichier, manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    assert b"tres-secret" not in fichier.read_bytes() and not manifeste["secrets"]


@pytest.mark.parametrize(("arguments", "mot"), [
    ({"destinataires": ["age1abc", "a@b.fr"]}, "mêlent"),
    ({"phrase": "/nulle/part"}, "ne se lit pas"),
    ({"phrase": __file__, "destinataires": ["a@b.fr"]}, "pas les deux"),
])
def test_chiffrement_refuse(arguments, mot):
    with pytest.raises(Erreur, match=mot):
        chiffre.Chiffre(**arguments)


def test_phrase_trop_courte(tmp_path):
    with pytest.raises(Erreur, match="trop courte"):
        chiffre.Chiffre(phrase=phrase_de(tmp_path, "court"))


# ------------------------------------------------------------------- damaged archives
def _abimer(fichier, comment):
    contenu = bytearray(fichier.read_bytes())
    if comment == "octet":
        place = contenu.index(b"acte 0" * 3)
        contenu[place] ^= 1
    elif comment == "coupee":
        del contenu[len(contenu) // 2:]
    elif comment == "vide":
        contenu = bytearray()
    elif comment == "autre":
        contenu = bytearray(b"PK\x03\x04" + b"\0" * 4000)
    fichier.write_bytes(contenu)


@pytest.mark.parametrize("comment", ["octet", "coupee", "vide", "autre", "intruse", "hostile", "lien"])
def test_archive_abimee(temoin, cible, comment):
    """Refused before anything is touched, in one sentence."""
    ouvrage, bonne = temoin
    cible.mkdir()
    fichier = cible / bonne.name
    shutil.copyfile(bonne, fichier)
    if comment in ("intruse", "hostile", "lien"):
        with tarfile.open(fichier, "a") as tar:
            info = tarfile.TarInfo({"intruse": "fichiers/zz/intrus", "hostile": "../../dehors",
                                    "lien": "fichiers/lien"}[comment])
            info.size = 3 if comment != "lien" else 0
            if comment == "lien":
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(info, io.BytesIO(b"abc"))
    else:
        _abimer(fichier, comment)
    avant = etat(ouvrage, "temoin")
    with pytest.raises(Erreur) as erreur:
        restaurer(ouvrage, fichier, remplacer=True)
    assert "Rien n'a été modifié" in str(erreur.value) and "\n" not in str(erreur.value)
    assert etat(ouvrage, "temoin") == avant
    assert not (ouvrage.dossier / "dehors").exists()
    rien_d_inacheve(ouvrage, cible)


@pytest.mark.parametrize(("champ", "valeur", "mot"), [
    ("postgresql", 99, "PostgreSQL 99"), ("odoo", "20.0", "Odoo 20.0"), ("format", 9, "format 9"),
])
def test_autre_version(temoin, cible, champ, valeur, mot, monkeypatch):
    ouvrage, fichier = temoin
    vrai = archive.controler

    def controler(dossier, sommes, nom):
        manifeste = json.loads((dossier / "manifeste.json").read_text())
        (dossier / "manifeste.json").write_text(json.dumps(manifeste | {champ: valeur}))
        return vrai(dossier, sommes, nom)

    monkeypatch.setattr(archive, "controler", controler)
    cible.mkdir()
    with pytest.raises(Erreur, match=mot):
        restaurer(ouvrage, fichier, "essai_version")
    rien_d_inacheve(ouvrage, cible)


# ------------------------------------------------------------------- what verification sees
ALTERATIONS = {
    "ligne perdue": "DELETE FROM oilhi_dossier WHERE id = 50",
    "valeur changée": "UPDATE oilhi_dossier SET montant = 0 WHERE id = 7",
    "empreinte changée": "UPDATE oilhi_document SET sha256 = 'x' WHERE id = 1",
    "séquence en arrière": "SELECT setval('oilhi_dossier_id_seq', 3)",
    "table perdue": "DROP TABLE oilhi_document_exemplaire",
}


@pytest.mark.parametrize("alteration", [*ALTERATIONS, "fichier perdu", "fichier changé"])
def test_ecart_vu(temoin, alteration, monkeypatch):
    """A restored database that differs in anything is refused and removed."""
    ouvrage, fichier = temoin
    vrai = reprise.poser

    def poser(atelier, dossier, manifeste, base, taches):
        vrai(atelier, dossier, manifeste, base, taches)
        if requete := ALTERATIONS.get(alteration):
            atelier.serveur.executer(requete, base=base)
            return
        piece = next(f for f in atelier.fichiers(base).rglob("*") if f.is_file())
        piece.unlink() if alteration == "fichier perdu" else piece.write_bytes(b"autre")

    monkeypatch.setattr(reprise, "poser", poser)
    with pytest.raises(Erreur, match="n'est pas celle de l'archive"):
        reprise.verifier(ouvrage, fichier)
    rien_d_inacheve(ouvrage, fichier.parent)


def test_source_deja_abimee(ouvrage, cible, capsys):
    """Files lost or changed before the backup: it is made all the same, and says so."""
    noms = [n for n, in ouvrage.serveur.executer("SELECT store_fname FROM ir_attachment ORDER BY id",
                                                 base=ouvrage.base)]
    (ouvrage.fichiers(ouvrage.base) / noms[0]).unlink()
    (ouvrage.fichiers(ouvrage.base) / noms[1]).write_bytes(b"autre chose")
    fichier, manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    assert manifeste["absents"] == [noms[0]] and manifeste["abimes"] == [noms[1]]
    assert manifeste["discordants"] == ["oilhi_document/2"]
    copie._resumer(manifeste)
    assert "1 fichier que la base nomme manque déjà" in capsys.readouterr().err
    assert reprise.verifier(ouvrage, fichier) == 0


# ------------------------------------------------------------------- overwriting
def test_ne_remplace_pas_sans_le_dire(ouvrage, cible):
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    ouvrage.serveur.executer("DELETE FROM oilhi_document", base=ouvrage.base)
    with pytest.raises(Erreur, match="existe déjà"):
        restaurer(ouvrage, fichier)
    assert etat(ouvrage)[0]["oilhi_document"] == 0
    # Someone still works on it, as an Odoo that was not stopped.
    lien = ouvrage.serveur.connexion(ouvrage.base)
    assert restaurer(ouvrage, fichier, remplacer=True) == 0
    lien.close()
    assert etat(ouvrage)[0]["oilhi_document"] == 4
    rien_d_inacheve(ouvrage, cible)


def test_remplacement_manque(ouvrage, cible, monkeypatch):
    """The database that was there comes back if the other cannot take its place."""
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    ouvrage.serveur.executer("DELETE FROM oilhi_document WHERE id = 1", base=ouvrage.base)
    avant = etat(ouvrage)

    def refuser(*_a, **_v):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(provisoires, "echanger_fichiers", refuser)
    with pytest.raises(Erreur, match="Rien d'inachevé"):
        restaurer(ouvrage, fichier, remplacer=True)
    assert etat(ouvrage) == avant and ouvrage.fichiers(ouvrage.base).is_dir()
    rien_d_inacheve(ouvrage, cible)


# ------------------------------------------------------------------- interrupted, full
@pytest.mark.parametrize("panne", [OSError(28, "No space left on device"), Interruption(15),
                                   OSError(5, "Input/output error")])
def test_coupee_au_milieu(ouvrage, cible, monkeypatch, panne, capsys):
    copie.sauvegarder(ouvrage, cible, CLAIR)
    avant, vrai = sorted(cible.iterdir()), archive.Ecriture.fichier

    def tomber(self, nom, *autres):
        if nom.startswith("fichiers/"):
            raise panne
        return vrai(self, nom, *autres)

    monkeypatch.setattr(archive.Ecriture, "fichier", tomber)
    with pytest.raises((Erreur, Interruption)) as erreur:
        copie.sauvegarder(ouvrage, cible, CLAIR)
    if isinstance(panne, OSError):
        assert ("plein" in str(erreur.value)) == (panne.errno == 28)
        assert "Rien d'inachevé" in str(erreur.value)
    assert sorted(cible.iterdir()) == avant
    rien_d_inacheve(ouvrage, cible)
    gc.collect()
    assert "Traceback" not in capsys.readouterr().err


def test_tuee_net(ouvrage, cible):
    """What a backup killed outright has left goes with the next one."""
    reste = cible / f"{archive.PROVISOIRE}essai-abc/base"
    reste.mkdir(parents=True)
    (reste / "toc.dat").write_bytes(b"x" * 1000)
    copie.sauvegarder(ouvrage, cible, CLAIR)
    rien_d_inacheve(ouvrage, cible)


def _verifications(serveur):
    return {n for n, in serveur.executer("SELECT datname FROM pg_database WHERE datname LIKE 'oilhi_verification%%'")}


def test_verification_coupee(ouvrage, cible, monkeypatch, capsys):
    """PostgreSQL stops during a verification: one sentence, and the next one removes what was left, not what is held."""
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    with monkeypatch.context() as coupe:
        _couper_avant(coupe, reprise, "exiger_pareille")
        with pytest.raises(Erreur, match="s'est arrêté pendant la vérification") as erreur:
            reprise.verifier(ouvrage, fichier)
    assert "\n" not in str(erreur.value) and str(fichier) in str(erreur.value)
    ouvrage.serveur.demarrer()
    reste, = _verifications(ouvrage.serveur)
    assert ouvrage.fichiers(reste).is_dir()
    with provisoires.reservee(ouvrage, provisoires.VERIFICATION) as autre:
        ouvrage.serveur.creer(autre)
        capsys.readouterr()
        assert reprise.verifier(ouvrage, fichier) == 0
        assert reste in capsys.readouterr().out
        assert _verifications(ouvrage.serveur) == {autre}
    assert not _verifications(ouvrage.serveur)
    rien_d_inacheve(ouvrage, cible)


def _couper_avant(monkeypatch, ou, nom):
    """PostgreSQL stops just before this step."""
    vrai = getattr(ou, nom)

    def couper(atelier, *arguments):
        atelier.serveur.couper()
        return vrai(atelier, *arguments)

    monkeypatch.setattr(ou, nom, couper)


@pytest.mark.parametrize("ou, nom, reste", [
    (reprise, "exiger_pareille", "_reprise_"), (provisoires, "echanger_fichiers", "_reprise_"),
    (provisoires, "effacer", "_avant_"),
])
def test_restauration_coupee(ouvrage, cible, monkeypatch, capsys, ou, nom, reste):
    """PostgreSQL stops during a replacement: one sentence, one whole database, and the next backup removes the rest."""
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    sauve = etat(ouvrage)
    ouvrage.serveur.executer("DELETE FROM oilhi_document WHERE id = 1", base=ouvrage.base)
    avant = etat(ouvrage)
    with monkeypatch.context() as coupe:
        _couper_avant(coupe, ou, nom)
        if nom == "effacer":  # the other is in place: said, and not taken for a failure
            assert restaurer(ouvrage, fichier, remplacer=True) == 0
            assert "la prochaine sauvegarde" in capsys.readouterr().err
        else:
            with pytest.raises(Erreur, match="PostgreSQL s'est arrêté pendant la restauration") as erreur:
                restaurer(ouvrage, fichier, remplacer=True)
            assert "\n" not in str(erreur.value) and "relancez la même commande" in str(erreur.value)
    ouvrage.serveur.demarrer()
    restants = [n for n, in ouvrage.serveur.executer("SELECT datname FROM pg_database") if reste in n]
    assert len(restants) == 1
    sauver(ouvrage, cible)
    assert restants[0] in capsys.readouterr().out
    assert etat(ouvrage) == (sauve if nom == "effacer" else avant)
    for _table, _numero, sha256, chemin in etat(ouvrage)[2]:
        assert hashlib.sha256((ouvrage.fichiers(ouvrage.base) / chemin).read_bytes()).hexdigest() == sha256
    rien_d_inacheve(ouvrage, cible)


def test_sauvegarde_coupee(ouvrage, cible, monkeypatch):
    def couper(curseur):
        ouvrage.serveur.couper()
        return releve.contenus(curseur)

    with monkeypatch.context() as coupe:
        coupe.setattr(releve, "comptes", couper)
        with pytest.raises(Erreur, match="s'est arrêté pendant la sauvegarde.*aucune archive"):
            sauver(ouvrage, cible)
    ouvrage.serveur.demarrer()
    assert not archive.archives(cible)
    rien_d_inacheve(ouvrage, cible)


def test_reste_d_un_dossier(ouvrage, cible):
    """An archive unpacked by a command killed outright goes with the next one; one in use stays."""
    fichier, _manifeste = copie.sauvegarder(ouvrage, cible, CLAIR)
    racine = ouvrage.dossier / "filestore"
    (racine / ".reprise-tuee").mkdir()
    (racine / ".reprise-tuee" / "actes.csv").write_text("des noms")
    with provisoires.dossier(racine, ".reprise-") as tenu:
        with reprise.ouverte(ouvrage, fichier):
            assert tenu.is_dir() and not (racine / ".reprise-tuee").exists()
    rien_d_inacheve(ouvrage, cible)


def test_deux_a_la_fois(ouvrage, cible, monkeypatch):
    vrai = copie._ecrire

    def pendant(*arguments):
        with pytest.raises(Erreur, match="déjà en cours"):
            copie.sauvegarder(ouvrage, cible, CLAIR)
        return vrai(*arguments)

    monkeypatch.setattr(copie, "_ecrire", pendant)
    copie.sauvegarder(ouvrage, cible, CLAIR)


def test_pas_de_dossier_par_defaut_en_production(monkeypatch):
    monkeypatch.delenv(copie.DOSSIER, raising=False)
    with pytest.raises(Erreur, match="autre disque"):
        copie.dossier_de(Namespace(dossier=None, conf=Path("odoo.conf")))


# ------------------------------------------------------------------- retention
def _quotidiennes(nombre):
    debut = time.mktime((2026, 11, 29, 2, 0, 0, 0, 0, -1))
    return [(time.localtime(debut - 86400 * n), f"a{n}") for n in range(nombre)]


@pytest.mark.parametrize(("regle", "gardes"), [
    ("1", {0}),
    ("3", {0, 1, 2}),
    ("2j", {0, 1}),
    # 2026-11-29 is a Sunday: the week before ends on the 22nd.
    ("3s", {0, 7, 14}),
    ("2m", {0, 29}),
    ("2j,2s,2m", {0, 1, 7, 29}),
])
def test_retention(regle, gardes):
    assert retention.a_garder(_quotidiennes(60), retention.lire_regle(regle)) == {
        f"a{n}" for n in gardes}


def test_retention_plusieurs_par_jour():
    jour = [(time.strptime(f"2026-11-29 {h}", "%Y-%m-%d %H"), h) for h in (1, 5, 9)]
    assert retention.a_garder(jour, retention.lire_regle("7j")) == {9}
    assert retention.a_garder([], retention.lire_regle("7")) == set()


@pytest.mark.parametrize("texte", ["", "0", "-1", "toutes", "7 ans", "7j;4s"])
def test_retention_mal_ecrite(texte):
    with pytest.raises(Erreur):
        retention.lire_regle(texte)


def test_retention_appliquee(ouvrage, cible):
    """Only our own archives of that database; the sums go with them."""
    cible.mkdir()
    anciennes = [f"oilhi-essai-2026-0{m}-01T02-00-00.tar.gpg" for m in range(1, 7)]
    autres = ["oilhi-essai2-2026-01-01T02-00-00.tar", "notes.txt", "oilhi-essai-ancien.tar"]
    for nom in (*anciennes, *(f"{a}.sha256" for a in anciennes), *autres):
        (cible / nom).write_text("")
    fichier, _manifeste = copie.sauvegarder(
        ouvrage, cible, CLAIR, regle=retention.lire_regle("3"))
    restants = {f.name for f in cible.iterdir()} - {".verrou"}
    voulus = {fichier.name, *anciennes[-2:]}
    assert restants == voulus | {f"{n}.sha256" for n in voulus} | set(autres)


# ------------------------------------------------------------------- the command line
def test_conf_lue(tmp_path):
    fichier = tmp_path / "odoo.conf"
    fichier.write_text("[options]\ndb_host = bd\ndb_user = o%i\ndb_name = oilhi\ndb_password = False\n")
    options = instance.lire_conf(fichier)
    assert options == {"db_host": "bd", "db_user": "o%i", "db_name": "oilhi"}
    assert instance.base_de(options) == "oilhi" and instance.base_de({"db_name": "a,b"}) is None
    assert instance.serveur_de(options).parametres["host"] == "bd"
    fichier.write_text("n'importe quoi")
    with pytest.raises(Erreur, match="n'est pas un odoo.conf"):
        instance.lire_conf(fichier)
    with pytest.raises(Erreur, match="ne se lit pas"):
        instance.lire_conf(tmp_path / "absent")


@pytest.mark.parametrize("arguments", [
    ["restore"], ["backup", "--processus", "0"], ["backup", "--processus", "x"], ["backup", "reste"],
])
def test_options_refusees(arguments, capsys):
    with pytest.raises(SystemExit):
        commande.analyseur().parse_args(arguments)
    assert capsys.readouterr().out.startswith("Commande mal écrite")


def test_archive_absente(tmp_path):
    choix = Namespace(archive=tmp_path / "absente.tar", base=None)
    with pytest.raises(Erreur, match="ne se lit pas"):
        reprise.restore(choix, None, None, 0)


def test_outils_absents(ouvrage, monkeypatch, tmp_path):
    monkeypatch.setattr(type(ouvrage.serveur), "binaires", staticmethod(lambda: tmp_path))
    with pytest.raises(Erreur, match="postgresql-client"):
        instance.OutilsPostgres(ouvrage.serveur)


def test_outils_choisis(ouvrage, tmp_path, monkeypatch):
    """The server's own version first, never an older one, whoever packaged them."""
    textes = {"a": "pg_dump (PostgreSQL) 12.3", "b": "pg_dump (PostgreSQL) 20.1 (Debian 20.1-1.pgdg12+1)",
              "c": "pg_dump (PostgreSQL) 18.15 (Debian 18.15-0+deb12u1)"}
    for nom, texte in textes.items():
        (tmp_path / nom).mkdir()
        for outil in ("pg_dump", "pg_restore"):
            (tmp_path / nom / outil).write_text(f"#!/bin/sh\necho '{texte}'\n")
            (tmp_path / nom / outil).chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([*(str(tmp_path / n) for n in textes), os.environ["PATH"]]))
    externe = type(ouvrage.serveur).__mro__[1]()  # not the embedded one, whose tools are its own
    monkeypatch.setattr(externe, "executer", lambda *_a: [(180001,)], raising=False)
    outils = instance.OutilsPostgres(externe)
    assert (outils.majeure, outils.dossier) == (18, tmp_path / "c")


def test_archives_triees(tmp_path):
    for nom in ("oilhi-a-b-2026-01-02T00-00-00.tar", "oilhi-a-b-2026-01-03T00-00-00.tar.age",
                "oilhi-a-2026-01-04T00-00-00.tar"):
        (tmp_path / nom).touch()
    assert [f.name[10:20] for _d, f in archive.archives(tmp_path, "a-b")] == ["2026-01-03", "2026-01-02"]
    assert len(archive.archives(tmp_path)) == 3


def test_extension_d_un_superutilisateur():
    """pg_stat_statements, created by the administrator in the database, made every restoration fail."""
    sommaire = (";\n; Archive created\n5; 3079 16397 EXTENSION - pg_stat_statements \n2; 3079 16390 EXTENSION - pg_trgm \n"
                "4567; 0 0 COMMENT - EXTENSION pg_stat_statements \n219; 1259 16399 TABLE public essai oilhi\n")
    garde, retirees = reprise.sans_extensions(sommaire, {"pg_trgm", "unaccent"})
    assert retirees == ["pg_stat_statements"]
    assert garde.splitlines() == [li for li in sommaire.splitlines() if "pg_stat_statements" not in li]
