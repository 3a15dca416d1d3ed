"""Odoo 19: Debian's package through the machine's own apt mirror, or ODOO_SOURCE."""
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .dossiers import cle, construire, dossier_cache
from .messages import NBSP, Erreur, Etape, avertir, taille
from .processus import executer

SERIE = "19.0"
SUITE = "sid"
# Debian ships fonts and JavaScript libraries apart; Odoo links to them.
PAQUETS = (
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# sid's Font Awesome is 7.x, which breaks every icon of the web client.
ICONES, ICONES_VERSION = "fonts-font-awesome", "5.0.10+really4.7.0"
ICONES_SUITES = ("bookworm", "trixie", "bullseye")
TROUSSEAU = "/usr/share/keyrings/debian-archive-keyring.gpg"
# Left out of the Debian package as non-free; an empty stub is enough (it blurs video calls).
BOUCHON = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
RECETTE = "1"
AUTREMENT = (
    "indiquez un Odoo 19 déjà présent avec « ODOO_SOURCE=/chemin ./oilhi … » "
    "(un dépôt contenant odoo-bin, ou le dossier d'un paquet odoo installé)"
)


@dataclass(frozen=True)
class Odoo:
    racine: Path  # folder that makes « import odoo » work
    addons: tuple  # folders for --addons-path
    version: str
    cle: str


def obtenir():
    source = os.environ.get("ODOO_SOURCE")
    if source:
        return depuis_source(Path(source).expanduser())
    return depuis_debian()


def lire_version(paquet):
    """``19.0`` read in release.py, without running it."""
    texte = (paquet / "release.py").read_text(encoding="utf-8")
    trouve = re.search(r"^version_info\s*=\s*\(\s*'?([\w~]+)'?\s*,\s*(\d+)", texte, re.M)
    return f"{trouve[1]}.{trouve[2]}" if trouve else "inconnue"


def depuis_source(chemin):
    """Accept a checkout, an installed ``odoo`` package, or the folder that contains it."""
    chemin = chemin.absolute()
    for paquet in (chemin / "odoo", chemin):
        if (paquet / "release.py").is_file():
            break
    else:
        raise Erreur(
            f"ODOO_SOURCE={chemin} ne contient pas Odoo{NBSP}: donnez le dossier d'un dépôt Odoo "
            f"{SERIE} (celui de odoo-bin) ou celui d'un paquet « odoo » installé."
        )
    version = lire_version(paquet)
    if version != SERIE:
        raise Erreur(
            f"ODOO_SOURCE={chemin} contient Odoo {version}, or OILHI demande Odoo {SERIE}{NBSP}: "
            f"changez de branche, ou retirez ODOO_SOURCE pour qu'Odoo {SERIE} soit téléchargé."
        )
    addons = [d for d in (paquet.parent / "addons", paquet / "addons") if (d / "base").is_dir()
              or (d / "web").is_dir()]
    return Odoo(paquet.parent, tuple(addons), version, cle(paquet.resolve(), version))


def depuis_debian():
    identifiant = cle(RECETTE, SERIE, SUITE, *PAQUETS, ICONES, ICONES_VERSION)
    destination = dossier_cache() / f"odoo-{SERIE}-{identifiant}"
    if not destination.exists():
        _exiger("apt-get", "dpkg-deb", "tar")
        depot = dossier_cache() / "telechargements"
        construire(destination, lambda dossier: _deballer(_telecharger(depot), dossier))
    racine = destination / "usr/lib/python3/dist-packages"
    return Odoo(racine, (racine / "odoo/addons",), lire_version(racine / "odoo"), identifiant)


def _exiger(*outils):
    for outil in outils:
        if not shutil.which(outil):
            raise Erreur(
                f"La commande {outil} est absente, or Odoo {SERIE} est pris dans les paquets de "
                f"Debian{NBSP}: {AUTREMENT}."
            )


class AptPrive:
    """apt with its own sources and folders: no root needed, the system's apt is untouched."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.conf = dossier / "apt.conf"
        for sous in ("listes/partial", "cache/archives/partial", "vide"):
            (dossier / sous).mkdir(parents=True, exist_ok=True)

    def configurer(self, miroir, suites):
        signature = f"[signed-by={TROUSSEAU}]"
        if not os.path.exists(TROUSSEAU):
            avertir(
                "le trousseau de clés de Debian est absent de cette machine, les paquets "
                "téléchargés ne pourront pas être vérifiés (paquet debian-archive-keyring)."
            )
            signature = "[trusted=yes]"
        (self.dossier / "sources.list").write_text(
            "".join(f"deb {signature} {miroir} {suite} main\n" for suite in suites)
        )
        self.conf.write_text(
            f'Dir::Etc::SourceList "{self.dossier}/sources.list";\n'
            f'Dir::Etc::SourceParts "{self.dossier}/vide";\n'
            'Dir::Etc::Preferences "/dev/null";\n'
            f'Dir::Etc::PreferencesParts "{self.dossier}/vide";\n'
            f'Dir::State::Lists "{self.dossier}/listes";\n'
            f'Dir::Cache "{self.dossier}/cache";\n'
            'Acquire::Languages "none";\n'
            'Acquire::Retries "3";\n'
            'Acquire::http::Timeout "30";\n'
            'Acquire::https::Timeout "30";\n'
            'APT::Sandbox::User "root";\n'
            # Hooks of the system (cache cleaning, desktop notification) are not for us.
            "#clear APT::Update::Pre-Invoke;\n"
            "#clear APT::Update::Post-Invoke;\n"
            "#clear APT::Update::Post-Invoke-Success;\n"
        )

    def appeler(self, *arguments, **options):
        """« -c » comes after every system file, unlike APT_CONFIG: ours wins."""
        milieu = dict(os.environ, LC_ALL="C", DEBIAN_FRONTEND="noninteractive")
        commande = [arguments[0], "-c", self.conf, *arguments[1:]]
        return executer(commande, env=milieu, **options)

    def version(self, paquet, debut=""):
        """Newest version in our lists that starts with ``debut`` (an epoch is ignored)."""
        _code, texte = self.appeler("apt-cache", "madison", paquet)
        for ligne in texte.splitlines():
            colonnes = [c.strip() for c in ligne.split("|")]
            if len(colonnes) == 3 and colonnes[1].split(":")[-1].startswith(debut):
                return colonnes[1]
        return None


def _miroirs():
    """Mirrors this machine already uses; those that look like Debian's main archive first."""
    sortie = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    ).stdout
    uris = dict.fromkeys(u.strip() for u in sortie.splitlines() if u.strip())
    uris = [u for u in uris if "security" not in u]
    return sorted(uris, key=lambda u: not u.rstrip("/").endswith("/debian"))


def _telecharger(depot):
    """Download the packages; return their files. apt checks signatures and sums."""
    apt = AptPrive(depot / "apt")
    miroirs = _miroirs()
    if not miroirs:
        raise Erreur(
            f"apt n'a aucun miroir configuré sur cette machine{NBSP}: ajoutez une source Debian "
            f"dans /etc/apt, ou {AUTREMENT}."
        )
    with Etape(f"Odoo {SERIE}", "recherche dans les paquets de Debian"):
        version, icones, dernier = None, None, ""
        for miroir in miroirs:
            for suite in ICONES_SUITES:
                apt.configurer(miroir, (SUITE, suite))
                _code, dernier = apt.appeler("apt-get", "update")
                version = apt.version("odoo-19", SERIE)
                icones = apt.version(ICONES, ICONES_VERSION)
                if not version or icones:
                    break
            if version:
                break
    if not version:
        raise Erreur(_pourquoi(dernier))
    if not icones:
        raise Erreur(
            f"Le paquet {ICONES} {ICONES_VERSION} (les icônes d'Odoo) n'est plus sur le miroir "
            f"{miroir}{NBSP}: {AUTREMENT}."
        )
    voulus = [f"odoo-19={version}", *PAQUETS, f"{ICONES}={icones}"]
    _code, liste = apt.appeler("apt-get", "download", "--print-uris", *voulus, cwd=depot)
    # 'uri' file size SHA256:…
    fichiers = re.findall(r"^'[^']+' (\S+\.deb) (\d+)", liste, re.M)
    total = sum(int(t) for _nom, t in fichiers)
    with Etape(f"Odoo {version}", f"téléchargement ({taille(total)})"):
        code, texte = apt.appeler("apt-get", "download", *voulus, cwd=depot)
    chemins = [depot / nom for nom, _t in fichiers]
    if code or not chemins or not all(c.is_file() for c in chemins):
        raise Erreur(_pourquoi(texte))
    return chemins


def _pourquoi(texte):
    """One sentence from what apt printed."""
    lignes = [ligne for ligne in texte.splitlines() if ligne.startswith(("E:", "W:", "Err:"))]
    if re.search(r"resolv|connect|timed? ?out|unreachable|network", texte, re.I):
        return (
            f"Odoo {SERIE} ne peut pas être téléchargé, le miroir de paquets ne répond pas{NBSP}: "
            f"vérifiez la connexion (et le proxy éventuel d'apt), puis relancez, ou {AUTREMENT}."
        )
    detail = f" ({lignes[-1][3:].strip()[:150]})" if lignes else ""
    return (
        f"Les miroirs apt de cette machine n'ont pas le paquet odoo-19 en version {SERIE}{detail}"
        f"{NBSP}: {AUTREMENT}."
    )


def _deballer(paquets, destination):
    with Etape(f"Odoo {SERIE}", "déballage") as etape:
        for numero, paquet in enumerate(paquets, 1):
            etape.suivre(f"{numero}/{len(paquets)}")
            # dist-packages/addons is a partial copy of odoo/addons: 600 MB of nothing.
            flux = subprocess.Popen(
                ["dpkg-deb", "--fsys-tarfile", paquet], stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
            )
            code, texte = executer(
                ["tar", "-x", "--no-same-owner", "-C", destination,
                 "--exclude=./usr/lib/python3/dist-packages/addons",
                 "--exclude=./usr/lib/python3/dist-packages/doc",
                 "--exclude=./usr/lib/python3/dist-packages/setup",
                 "--exclude=./usr/share/doc"],
                stdin=flux.stdout,
            )
            flux.stdout.close()
            if flux.wait() or code:
                paquet.unlink(missing_ok=True)  # the next run downloads it again
                raise Erreur(
                    f"Le paquet {paquet.name} ne se déballe pas ({texte.strip()[-150:]}){NBSP}: "
                    "il a été retiré du cache, relancez la commande."
                )
        bouchon = destination / "usr/lib/python3/dist-packages" / BOUCHON
        bouchon.parent.mkdir(parents=True, exist_ok=True)
        if not bouchon.exists():
            bouchon.write_text("/* absent */\n")
        _rendre_relatifs(destination)


def _rendre_relatifs(racine):
    """An absolute link of a package would point into this machine, not into our folder."""
    for dossier, _sous, noms in os.walk(racine):
        for nom in noms:
            lien = Path(dossier, nom)
            if lien.is_symlink() and (cible := os.readlink(lien)).startswith("/"):
                lien.unlink()
                lien.symlink_to(os.path.relpath(racine / cible.lstrip("/"), dossier))
