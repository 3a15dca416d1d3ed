"""The State's open directory of local administrations (DILA, « base de données locales »).

Published on data.gouv.fr under the Licence Ouverte 2.0: one JSON object ``{"service": [...]}``, several
hundred megabytes once unpacked. The export of the directory's API, a bare list whose inner lists
are themselves JSON texts, is read too. Pure functions, no Odoo.
"""

import bz2
import gzip
import io
import json
import re
import tarfile
import zipfile
from datetime import date, datetime

import email_validator
from stdnum.fr import siret as stdnum_siret

from .annuaire_lignes import normaliser_site, normaliser_telephone
from .toponymes import cle_recherche

DEPLIE_MAX = 2 * 1024**3
OBJET_MAX = 8 * 1024**2
MORCEAU = 1024**2
CHAMPS = ("name", "phone", "email", "website", "street", "street2", "zip", "city",
          "company_registry", "oilhi_horaires")
GARDES = ("id", "nom", "pivot", "adresse", "telephone", "adresse_courriel", "site_internet",
          "plage_ouverture", "siret", "siren", "code_insee_commune", "date_modification")


class FichierDilaRefuse(Exception):
    """The file is not the open directory; the message says why and what to do, in French."""


class _Borne(io.RawIOBase):
    """A stream that stops a decompression bomb."""

    def __init__(self, flux):
        self.flux = flux
        self.lus = 0

    def readable(self):
        return True

    def readinto(self, tampon):
        octets = self.flux.read(len(tampon))
        self.lus += len(octets)
        if self.lus > DEPLIE_MAX:
            raise FichierDilaRefuse(
                "Le fichier dépasse deux gigaoctets une fois décompressé : il est refusé."
            )
        tampon[:len(octets)] = octets
        return len(octets)


def ouvrir(flux):
    """Binary stream of the JSON inside ``flux`` (.json, .gz, .bz2, .zip, .tar.gz, .tar.bz2)."""
    debut = flux.read(4)
    flux.seek(0)
    if debut.startswith(b"PK"):
        archive = zipfile.ZipFile(flux)
        noms = [n for n in archive.namelist() if n.lower().endswith(".json")]
        if not noms:
            raise FichierDilaRefuse("L’archive ne contient aucun fichier .json.")
        # The archive holds several lists; the biggest one is the directory.
        clair = archive.open(max(noms, key=lambda nom: archive.getinfo(nom).file_size))
    elif debut.startswith(b"\x1f\x8b"):
        clair = _tar_ou_flux(gzip.GzipFile(fileobj=flux))
    elif debut.startswith(b"BZh"):
        clair = _tar_ou_flux(bz2.BZ2File(flux))
    else:
        clair = flux
    return io.BufferedReader(_Borne(clair), MORCEAU)


def _tar_ou_flux(decompresse):
    entete = decompresse.read(512)
    decompresse.seek(0)
    if entete[257:262] != b"ustar":
        return decompresse
    archive = tarfile.open(fileobj=decompresse, mode="r|")
    for membre in archive:
        nom = membre.name.lower()
        if membre.isfile() and nom.endswith(".json") and "competence" not in nom:
            return archive.extractfile(membre)
    raise FichierDilaRefuse("L’archive ne contient aucun fichier .json.")


def services(flux):
    """Each service of the file, one at a time; raises FichierDilaRefuse."""
    try:
        yield from _objets(io.TextIOWrapper(ouvrir(flux), encoding="utf-8-sig"))
    except (UnicodeDecodeError, zipfile.BadZipFile, tarfile.TarError, OSError, EOFError,
            RecursionError) as erreur:
        raise FichierDilaRefuse(
            "Le fichier est abîmé ou incomplet : téléchargez-le de nouveau sur data.gouv.fr."
        ) from erreur


_INCONNU = (
    "Ce fichier n’est pas l’annuaire de l’administration : la liste « service » est introuvable. "
    "Sur data.gouv.fr, choisissez « Annuaire de l’administration - base de données locales », "
    "au format JSON."
)


def _objets(texte):
    tampon = texte.read(MORCEAU)
    debut = re.match(r'\s*(?:\{\s*"service"\s*:\s*)?\[', tampon)
    if not debut:
        raise FichierDilaRefuse(_INCONNU)
    decodeur, position = json.JSONDecoder(), debut.end()
    while True:
        separateur = re.compile(r"[\s,]*").match(tampon, position)
        position = separateur.end()
        if tampon[position:position + 1] == "]":
            return
        try:
            objet, position = decodeur.raw_decode(tampon, position)
        except json.JSONDecodeError as erreur:
            suite = texte.read(MORCEAU)
            reste = tampon[position:]
            if not suite or len(reste) > OBJET_MAX:
                raise FichierDilaRefuse(
                    "Le fichier s’interrompt ou n’est plus lisible en cours de route : "
                    "téléchargez-le de nouveau sur data.gouv.fr."
                ) from erreur
            tampon, position = reste + suite, 0
            continue
        if not isinstance(objet, dict):
            raise FichierDilaRefuse(_INCONNU)
        yield objet


def extraire(flux, types):
    """Plain services of these kinds, with only the keys used later.

    Returns ``([services], {kind: count in the file})``.
    """
    gardes, comptes = [], {}
    for brut in services(flux):
        pivots = [p for p in _liste(brut.get("pivot")) if isinstance(p, dict)]
        sortes = [str(p.get("type_service_local") or "") for p in pivots]
        for sorte in sortes:
            comptes[sorte] = comptes.get(sorte, 0) + 1
        sorte = next((s for s in sortes if s in types), None)
        if sorte and brut.get("id") and brut.get("nom"):
            service = {cle: brut[cle] for cle in GARDES if brut.get(cle)}
            service["sorte"] = sorte
            service["codes"] = _codes(pivots, sorte, brut.get("code_insee_commune"))
            service.pop("pivot", None)
            gardes.append(service)
    return gardes, comptes


def _liste(valeur):
    if isinstance(valeur, str) and valeur[:1] in ("[", "{"):
        try:
            valeur = json.loads(valeur)
        except json.JSONDecodeError:
            return []
    if isinstance(valeur, dict):
        return [valeur]
    if isinstance(valeur, str):
        return [valeur] if valeur else []
    return valeur if isinstance(valeur, list) else []


def _codes(pivots, sorte, siege):
    """INSEE codes: the seat first, then the communes that the service covers."""
    codes = [str(siege)] if siege and not isinstance(siege, list) else _liste(siege)
    for pivot in pivots:
        if pivot.get("type_service_local") == sorte:
            codes += _liste(pivot.get("code_insee_commune"))
    return list(dict.fromkeys(
        str(c).upper() for c in codes if re.fullmatch(r"(?i)(\d{2}|2[AB])\d{3}", str(c))
    ))


def departement(code_insee):
    """Code of the département of an INSEE code: 62041 → 62, 97411 → 974, 2A004 → 2A."""
    return code_insee[:3] if code_insee.startswith("97") else code_insee[:2]


def annexe(service):
    """A delegated or second town hall: its mayor is not the mayor of the commune."""
    nom = cle_recherche(service["nom"])
    return service["sorte"].endswith("mairie") and bool(re.match(
        r"mairie (deleguee|annexe|de quartier|associee)", nom
    ))


def valeurs(service):
    """Clean values under the names of res.partner's fields; what is not valid is left empty."""
    adresses = [a for a in _liste(service.get("adresse")) if isinstance(a, dict)]
    adresse = next((a for a in adresses if a.get("type_adresse") == "Adresse"),
                   adresses[0] if adresses else {})
    complements = [_texte(adresse.get(c)) for c in (
        "complement1", "complement2", "service_distribution")]
    rue = _texte(adresse.get("numero_voie"))
    if not rue and complements[0]:
        rue, complements[0] = complements[0], ""
    zip_ = re.sub(r"\D", "", _texte(adresse.get("code_postal")))
    return {
        "name": _texte(service["nom"], 200),
        "phone": _premier(service.get("telephone"), lambda t: normaliser_telephone(t, zip_)),
        "email": _premier(service.get("adresse_courriel"), _courriel),
        "website": _premier(service.get("site_internet"), normaliser_site),
        "street": rue,
        "street2": ", ".join(filter(None, complements))[:250],
        "zip": zip_ if len(zip_) == 5 else "",
        "city": _texte(adresse.get("nom_commune"), 100),
        "company_registry": _siret(service.get("siret")),
        "oilhi_horaires": horaires(service.get("plage_ouverture")),
    }


def _texte(valeur, longueur=250):
    return " ".join(str(valeur or "").replace("\x00", "").split())[:longueur]


def _premier(liste, nettoyer):
    for element in _liste(liste):
        texte = _texte(element.get("valeur") if isinstance(element, dict) else element)
        propre = nettoyer(texte) if texte else None
        if propre:
            return propre
    return ""


def _courriel(texte):
    try:
        return email_validator.validate_email(texte, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        return None


def _siret(texte):
    texte = re.sub(r"\D", "", str(texte or ""))
    return texte if stdnum_siret.is_valid(texte) else ""


def horaires(plages):
    """« Lundi au vendredi : 9 h-12 h, 13 h 30-17 h (sur rendez-vous) », one line a range."""
    lignes = []
    for plage in _liste(plages):
        if not isinstance(plage, dict):
            continue
        jours = [_texte(plage.get(c)) for c in ("nom_jour_debut", "nom_jour_fin")]
        jours = " au ".join(dict.fromkeys(filter(None, jours))).lower().capitalize()
        heures = []
        for rang in (1, 2):
            debut, fin = (_heure(plage.get(f"valeur_heure_{c}_{rang}")) for c in ("debut", "fin"))
            if debut and fin:
                heures.append(f"{debut}-{fin}")
        commentaire = _texte(plage.get("commentaire"))
        ligne = f"{jours} : {', '.join(heures)}" if heures else jours
        if ligne or commentaire:
            lignes.append(f"{ligne} ({commentaire})".strip() if commentaire else ligne)
    return "\n".join(lignes)[:2000]


def _heure(texte):
    trouve = re.match(r"(\d{1,2}):(\d{2})", str(texte or ""))
    if not trouve:
        return ""
    heure, minutes = int(trouve[1]), trouve[2]
    return f"{heure} h" if minutes == "00" else f"{heure} h {minutes}"


def date_fichier(liste):
    """The newest modification: the day the file speaks of; None when the file has no date."""
    jours = []
    for service in liste:
        try:
            jours.append(datetime.strptime(str(service.get("date_modification"))[:10], "%d/%m/%Y"))
        except ValueError:
            continue
    return max(jours).date() if jours else None


def rafraichir(actuelles, donnees, nouvelles):
    """What to write so that the entry follows the source without losing what people changed.

    ``actuelles``: values of the entry; ``donnees``: those of the source last time; ``nouvelles``:
    those of the source now. A set follows element by element.
    """
    ecrire = {}
    for champ, nouvelle in nouvelles.items():
        actuelle, donnee = actuelles.get(champ), donnees.get(champ)
        if isinstance(nouvelle, set):
            donnee = set(donnee or ())
            voulue = (actuelle - (donnee - nouvelle)) | (nouvelle - donnee)
        else:
            suivie = not actuelle or actuelle == (donnee or "")
            voulue = nouvelle if suivie else actuelle
        if voulue != actuelle:
            ecrire[champ] = voulue
    return ecrire


def lire_date_nom(nom):
    """The date that a file's name carries (20261123 or 2026-11-23), or None."""
    trouve = re.search(r"(20\d\d)-?(\d\d)-?(\d\d)", nom or "")
    try:
        return date(*map(int, trouve.groups())) if trouve else None
    except ValueError:
        return None
