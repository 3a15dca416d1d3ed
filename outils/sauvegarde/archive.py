"""The archive: an ordinary tar, so that it can be read without OILHI.

    base/…           pg_dump, directory format        SHA256SUMS       sha256sum -c
    fichiers/…       the filestore                    actes.csv        hash of each act
    configuration/…  odoo.conf and what was joined    manifeste.json   always the last
"""
import hashlib
import io
import json
import os
import re
import tarfile
import time
from pathlib import Path, PurePosixPath

from ..messages import NBSP, Erreur, accord

FORMAT = 1
NOM = re.compile(
    r"oilhi-(?P<base>[\w.-]+?)-(?P<date>\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2})\.tar(\.gpg|\.age)?"
)
PROVISOIRE = ".oilhi-en-cours-"
BLOC = 1 << 20
DATE = "%Y-%m-%dT%H-%M-%S"


def nom_archive(base, secondes, suffixe):
    return f"oilhi-{base}-{time.strftime(DATE, time.localtime(secondes))}.tar{suffixe}"


def archives(dossier, base=None):
    """``[(date, file)]`` of the whole archives of a folder, the newest first."""
    trouvees = []
    for fichier in Path(dossier).glob("oilhi-*"):
        lu = NOM.fullmatch(fichier.name)
        if lu and (base is None or lu["base"] == base):
            trouvees.append((time.strptime(lu["date"], DATE), fichier))
    return sorted(trouvees, reverse=True)


class Lecteur:
    """Reads a stream for tarfile and sums what passes."""

    def __init__(self, flux, *noms):
        self.flux, self.sommes, self.lus = flux, [hashlib.new(n) for n in noms], 0

    def read(self, nombre=-1):
        morceau = self.flux.read(nombre)
        for somme in self.sommes:
            somme.update(morceau)
        self.lus += len(morceau)
        return morceau


class Ecriture:
    """Fills a tar; remembers the SHA-256 of each piece."""

    def __init__(self, flux):
        self.tar = tarfile.open(fileobj=flux, mode="w|", format=tarfile.PAX_FORMAT)
        self.sommes, self.octets = {}, 0

    def __enter__(self):
        return self

    def __exit__(self, genre, _valeur, _trace):
        if genre is not None:
            # Python would write the end of the tar later, in a closed stream, and complain.
            self.tar.closed = self.tar.fileobj.closed = True

    def fichier(self, nom, chemin, *autres):
        """Add a file; returns its sums, SHA-256 first, then ``autres``."""
        with open(chemin, "rb") as flux:
            info = self._info(nom, os.fstat(flux.fileno()).st_size)
            lecteur = Lecteur(flux, "sha256", *autres)
            self.tar.addfile(info, lecteur)
        self.sommes[nom] = lecteur.sommes[0].hexdigest()
        self.octets += info.size
        return [s.hexdigest() for s in lecteur.sommes]

    def texte(self, nom, texte):
        contenu = texte.encode()
        self.tar.addfile(self._info(nom, len(contenu)), io.BytesIO(contenu))
        self.sommes[nom] = hashlib.sha256(contenu).hexdigest()
        self.octets += len(contenu)

    @staticmethod
    def _info(nom, longueur):
        info = tarfile.TarInfo(nom)
        info.size, info.mode, info.mtime = longueur, 0o600, int(time.time())
        return info

    def terminer(self, manifeste):
        self.texte("SHA256SUMS", "".join(f"{s}  {n}\n" for n, s in sorted(self.sommes.items())))
        manifeste = {"format": FORMAT} | manifeste | {
            "pieces": len(self.sommes) - 1, "octets": self.octets,
            "sha256sums": self.sommes["SHA256SUMS"],
        }
        self.texte("manifeste.json", json.dumps(manifeste, ensure_ascii=False, indent=1) + "\n")
        self.tar.close()
        return manifeste


def deballer(flux, destination, nom):
    """Unpack in an empty folder and check every piece; returns the manifest."""
    sommes = {}
    try:
        with tarfile.open(fileobj=flux, mode="r|") as tar:
            for info in tar:
                _exiger_piece(info, nom)
                cible = destination / info.name
                cible.parent.mkdir(parents=True, exist_ok=True)
                lecteur = Lecteur(tar.extractfile(info), "sha256")
                with open(cible, "xb") as sortie:
                    while morceau := lecteur.read(BLOC):
                        sortie.write(morceau)
                if lecteur.lus != info.size:
                    raise tarfile.ReadError("truncated")
                sommes[info.name] = lecteur.sommes[0].hexdigest()
    except (tarfile.TarError, EOFError):
        raise Erreur(
            f"L'archive {nom} est tronquée ou n'est pas une sauvegarde d'OILHI{NBSP}: prenez-en une "
            "autre, ou copiez-la de nouveau. Rien n'a été modifié."
        ) from None
    return controler(destination, sommes, nom)


def _exiger_piece(info, nom):
    """Only plain files, under the folder: an archive from elsewhere may be hostile."""
    chemin = PurePosixPath(info.name)
    if not info.isreg() or chemin.is_absolute() or ".." in chemin.parts or "\\" in info.name:
        raise Erreur(
            f"L'archive {nom} contient « {info.name[:80]} », qu'une sauvegarde d'OILHI ne contient "
            f"jamais{NBSP}: elle est refusée. Rien n'a été modifié."
        )


def controler(dossier, sommes, nom):
    """Compare what was read with what the archive says of itself."""
    try:
        manifeste = json.loads((dossier / "manifeste.json").read_text(encoding="utf-8"))
        annonces = dict(
            ligne.split("  ", 1)[::-1]
            for ligne in (dossier / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        raise Erreur(
            f"L'archive {nom} n'a pas de manifeste lisible{NBSP}: elle a été coupée, ou ce n'est pas "
            "une sauvegarde d'OILHI. Rien n'a été modifié."
        ) from None
    if manifeste.get("format") != FORMAT:
        raise Erreur(
            f"L'archive {nom} vient d'une autre version d'OILHI (format {manifeste.get('format')})"
            f"{NBSP}: restaurez-la avec les sources de cette version. Rien n'a été modifié."
        )
    lues = {n: s for n, s in sommes.items() if n not in ("manifeste.json", "SHA256SUMS")}
    fautes = sorted(n for n in annonces.keys() | lues.keys() if annonces.get(n) != lues.get(n))
    if sommes.get("SHA256SUMS") != manifeste.get("sha256sums"):
        fautes.insert(0, "SHA256SUMS")
    if fautes:
        raise Erreur(
            f"L'archive {nom} est abîmée{NBSP}: "
            f"{accord(len(fautes), 'pièce ne correspond pas à son', 'pièces ne correspondent pas à leur')} empreinte ("
            f"{', '.join(fautes[:3])}). Prenez-en une autre. Rien n'a été modifié."
        )
    return manifeste


def somme_de(fichier):
    somme = hashlib.sha256()
    with open(fichier, "rb") as flux:
        while morceau := flux.read(BLOC):
            somme.update(morceau)
    return somme.hexdigest()
