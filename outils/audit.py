"""Known vulnerabilities of what the project installs: asked of OSV (osv.dev), which needs the network.

Our own forty lines rather than pip-audit: one question for pip and npm together, and no tool to keep.
"""
import json
import re
import urllib.error
import urllib.request

from .dossiers import RACINE
from .essais_simples import Resultat
from .messages import NBSP, avertir

SERVICE = "https://api.osv.dev/v1/querybatch"
DELAI, LOT = 20, 500
EXIGENCES = ("requirements.txt", "requirements-dev.txt", "deploiement/oidc/requirements.txt")
VERROUS = ("outils/validateur/package-lock.json", "outils/oidc/serveur/package-lock.json")
# One a line: identifier, space, why it does not reach us.
ADMISES = RACINE / "outils" / "audit_admises.txt"
EPINGLE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)")


def inventaire(racine=RACINE):
    """Sorted ``(ecosystem, name, version)`` of every pin."""
    trouves = set()
    for nom in EXIGENCES:
        for ligne in (racine / nom).read_text(encoding="utf-8").splitlines():
            if lu := EPINGLE.match(ligne):
                trouves.add(("PyPI", lu[1].lower(), lu[2]))
    for nom in VERROUS:
        for chemin, paquet in json.loads((racine / nom).read_text(encoding="utf-8"))["packages"].items():
            if chemin:
                trouves.add(("npm", chemin.rpartition("node_modules/")[2], paquet["version"]))
    return sorted(trouves)


def interroger(paquets, service=SERVICE):
    """``{package: [identifiers]}`` of those that have some; OSError when nobody answers."""
    trouves = {}
    for debut in range(0, len(paquets), LOT):
        lot = paquets[debut:debut + LOT]
        corps = json.dumps({"queries": [
            {"package": {"ecosystem": ecosysteme, "name": nom}, "version": version}
            for ecosysteme, nom, version in lot]}).encode()
        demande = urllib.request.Request(service, data=corps, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(demande, timeout=DELAI) as reponse:
            resultats = json.loads(reponse.read())["results"]
        if len(resultats) != len(lot):
            raise ValueError(f"{len(resultats)} réponses pour {len(lot)} questions")
        for paquet, lu in zip(lot, resultats, strict=True):
            if numeros := [v["id"] for v in lu.get("vulns") or ()]:
                trouves[paquet] = numeros
    return trouves


def admises(fichier=ADMISES):
    if not fichier.is_file():
        return {}
    lignes = [li.split(None, 1) for li in fichier.read_text(encoding="utf-8").splitlines() if li[:1] not in ("", "#")]
    return {numero: raison for numero, raison in lignes}


def dependances(_python, service=SERVICE):
    """Vulnérabilités connues des dépendances (OSV)"""
    nom, paquets = dependances.__doc__, inventaire()
    try:
        trouves = interroger(paquets, service)
    except (urllib.error.URLError, OSError, ValueError, KeyError) as erreur:
        # Lint works without a network; what was not looked at is said, and counts for nothing.
        avertir(f"les dépendances n'ont pas été auditées{NBSP}: {service} ne répond pas ({str(erreur)[:120]}). "
                "Relancez « ./oilhi lint » avec le réseau.")
        return Resultat(f"{nom} — NON FAIT, sans réseau", 0, 0)
    connues = admises()
    details = [
        f"{ecosysteme} {paquet} {version} : {numero} (https://osv.dev/vulnerability/{numero})"
        for (ecosysteme, paquet, version), numeros in sorted(trouves.items())
        for numero in numeros if numero not in connues
    ]
    return Resultat(f"{nom} ({len(paquets)} versions)", int(not details), len(details), details)
