"""One row of the directory's exchange file: texts in, clean values or named faults out.

Pure functions, no Odoo: the territories, types and matters come as dictionaries of normalised
keys to sets of identifiers. Nothing here raises on what people type.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

import email_validator
import phonenumbers
from phonenumbers import shortnumberinfo
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as stdnum_siret

from .annuaire_colonnes import PAR_CLE, SEPARATEUR
from .toponymes import cle_recherche

REGIONS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
TEXTES = ("identifiant", "name", "street", "street2", "city", "horaires", "notes", "rattachement",
          "fonction")
# None of these belongs in a text, and PostgreSQL refuses the first.
COMMANDES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass
class Probleme:
    """A fault (or a warning) of one cell, in words for the person who typed it."""

    colonne: str
    valeur: str
    motif: str
    conseil: str


@dataclass
class References:
    """Normalised key → set of identifiers; for communes, a second dictionary keyed by name and
    département: « arras (62) »."""

    types: dict = field(default_factory=dict)
    matieres: dict = field(default_factory=dict)
    communes: dict = field(default_factory=dict)
    epci: dict = field(default_factory=dict)
    departements: dict = field(default_factory=dict)
    regions: dict = field(default_factory=dict)


@dataclass
class Lu:
    """Values by column key (only the columns filled in), faults, warnings."""

    valeurs: dict = field(default_factory=dict)
    erreurs: list = field(default_factory=list)
    avertissements: list = field(default_factory=list)

    def refuser(self, cle, valeur, motif, conseil):
        self.erreurs.append(Probleme(PAR_CLE[cle].titre, valeur[:200], motif, conseil))

    def avertir(self, cle, valeur, motif, conseil=""):
        self.avertissements.append(Probleme(PAR_CLE[cle].titre, valeur[:200], motif, conseil))


LISTES = {
    "types": ("n’est pas un type d’organisme connu",
              "Indiquez un code PA-… ou un nom de la page « Types d’organismes »."),
    "matieres": ("n’est pas une matière connue", "Indiquez un nom de la page « Matières »."),
    "communes": ("n’est pas une commune installée",
                 "Indiquez le code INSEE ou le nom exact, ou installez d’abord ce territoire."),
    "epci": ("n’est pas une intercommunalité installée",
             "Indiquez le SIREN ou le nom exact, ou installez d’abord ce territoire."),
    "departements": ("n’est pas un département", "Indiquez son code (62) ou son nom."),
    "regions": ("n’est pas une région", "Indiquez son code INSEE (32) ou son nom."),
}


def valider(cellules, references, aujourd_hui):
    """``cellules``: {column key: text}. Returns Lu; never raises."""
    lu = Lu()
    for cle, brut in cellules.items():
        texte = (brut or "").strip()
        if not texte:
            continue
        colonne = PAR_CLE[cle]
        if COMMANDES.search(texte):
            lu.refuser(cle, COMMANDES.sub("�", texte), "La cellule contient des caractères illisibles.",
                       "Retapez-la.")
        elif len(texte) > colonne.longueur:
            lu.refuser(cle, texte, f"La cellule dépasse {colonne.longueur} caractères.",
                       "Raccourcissez-la, ou mettez le détail dans « Notes ».")
        elif re.fullmatch(r"#(N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NULL!)", texte):
            lu.refuser(cle, texte, "La cellule est le résultat d’une formule en erreur.",
                       "Remplacez la formule par sa valeur.")
        elif cle in TEXTES:
            lu.valeurs[cle] = texte if cle in ("horaires", "notes") else " ".join(texte.split())
        elif cle in LISTES:
            _liste(lu, cle, texte, references)
        else:
            LECTEURS[cle](lu, cle, texte, cellules, aujourd_hui)
    if not lu.valeurs.get("name") and not any(e.colonne == "Nom" for e in lu.erreurs):
        lu.refuser("name", "", "Le nom manque.", "Indiquez le nom de l’organisme ou de la personne.")
    elif lu.valeurs.get("name") and not cle_recherche(lu.valeurs["name"]):
        lu.refuser("name", lu.valeurs["name"], "Le nom n’a ni lettre ni chiffre.",
                   "Indiquez le nom de l’organisme ou de la personne.")
    if lu.valeurs.get("fonction") and not cellules.get("rattachement", "").strip():
        lu.avertir("fonction", lu.valeurs["fonction"],
                   "La fonction n’a de sens que pour une personne rattachée à un organisme.")
    return lu


def _liste(lu, cle, texte, references):
    connus = getattr(references, cle)
    trouves = set()
    motif, conseil = LISTES[cle]
    # « ; » and line breaks are what people type; a comma belongs to some names.
    for element in re.split(rf"[{re.escape(SEPARATEUR)};\n]", texte):
        element = element.strip()
        if not element:
            continue
        ids = connus.get(cle_recherche(_completer_code(cle, element)), ())
        if len(ids) == 1:
            trouves |= set(ids)
        elif ids:
            lu.refuser(cle, element, f"« {element[:80]} » désigne {len(ids)} entrées différentes.",
                       "Indiquez le code, ou « Nom (département) » pour une commune.")
        else:
            lu.refuser(cle, element, f"« {element[:80]} » {motif}.", conseil)
    if trouves:
        lu.valeurs[cle] = trouves


def _completer_code(cle, element):
    """Spreadsheets eat the first zero of « 01001 » and « 01 »."""
    if cle == "communes" and re.fullmatch(r"\d{4}", element):
        return f"0{element}"
    if cle in ("departements", "regions") and re.fullmatch(r"\d", element):
        return f"0{element}"
    if cle == "epci":
        return re.sub(r"(?<=\d)\s(?=\d)", "", element)
    return element


def normaliser_telephone(texte, code_postal=""):
    """« 03 21 00 00 00 », « 0262 12 34 56 », « 115 », « +32 2 … », or None if it is no number."""
    chiffres = re.sub(r"[\s.\-/()\xa0\u202f]", "", texte).replace("+33(0)", "+33")
    if re.fullmatch(r"0033\d+|00262\d+|0059[046]\d+", chiffres):
        chiffres = f"+{chiffres[2:]}"
    if re.fullmatch(r"\d{2,6}", chiffres):
        court = phonenumbers.PhoneNumber(country_code=33, national_number=int(chiffres))
        connu = not chiffres.startswith("0") and shortnumberinfo.is_valid_short_number_for_region(
            court, "FR"
        )
        return chiffres if connu else None
    if re.fullmatch(r"[1-9]\d{8}", chiffres):
        chiffres = f"0{chiffres}"
    if not re.fullmatch(r"\+?\d{7,15}", chiffres):
        return None
    locale = REGIONS.get(code_postal[:3])
    for region in dict.fromkeys(filter(None, (locale, "FR", *REGIONS.values()))):
        try:
            numero = phonenumbers.parse(chiffres, region)
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.is_valid_number_for_region(numero, region):
            return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.NATIONAL)
    if chiffres.startswith("+") and phonenumbers.is_valid_number(numero):
        return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return None


def cle_telephone(texte):
    """Same key for « 03 21… », « +33 3 21… » and « 0321… »; empty for no number."""
    chiffres = re.sub(r"\D", "", texte or "")
    return re.sub(r"^(0033|33|0)(?=\d{9}$)", "", chiffres)


def _telephone(lu, cle, texte, cellules, _aujourd_hui):
    numero = normaliser_telephone(texte, (cellules.get("zip") or "").strip())
    if numero:
        lu.valeurs[cle] = numero
    elif re.search(r"\d[Ee]\+?\d", texte):
        lu.refuser(cle, texte, "Le tableur a transformé le numéro en nombre abrégé.",
                   "Mettez la colonne au format Texte et retapez le numéro.")
    elif len(re.findall(r"\d", texte)) > 15:
        lu.refuser(cle, texte, "La cellule contient plusieurs numéros.",
                   "Gardez-en un ; mettez les autres dans « Notes ».")
    else:
        lu.refuser(cle, texte, "Ce n’est pas un numéro de téléphone attribuable en France.",
                   "Vérifiez le nombre de chiffres : dix en général, ou un numéro court connu.")


def _courriel(lu, cle, texte, *_reste):
    try:
        adresse = email_validator.validate_email(texte, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        if texte.count("@") > 1:
            motif, conseil = "La cellule contient plusieurs adresses.", (
                "Gardez-en une ; créez une ligne par personne pour les autres.")
        else:
            motif, conseil = "Ce n’est pas une adresse électronique valable.", (
                "Attendu : nom@domaine.fr, sans espace.")
        lu.refuser(cle, texte, motif, conseil)
    else:
        lu.valeurs[cle] = adresse


def normaliser_site(texte):
    """« https://ville.fr », or None when it cannot be a web address."""
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*:", texte) or re.match(r"(?i)[\w.-]+:\d+", texte):
        texte = f"https://{texte}"
    if re.fullmatch(r"(?i)https?://([\w-]+\.)+[a-z][\w-]+(:\d{1,5})?([/?#][^\s<>\"]*)?", texte):
        return texte
    return None


def _site(lu, cle, texte, *_reste):
    site = normaliser_site(texte)
    if site:
        lu.valeurs[cle] = site
    else:
        lu.refuser(cle, texte, "Ce n’est pas l’adresse d’un site internet.",
                   "Attendu : https://www.exemple.fr.")


def _code_postal(lu, cle, texte, *_reste):
    chiffres = texte.replace(" ", "").replace("\xa0", "")
    if re.fullmatch(r"\d{4}", chiffres):
        chiffres = f"0{chiffres}"
    if re.fullmatch(r"(0[1-9]|[1-8]\d|9[0-8])\d{3}", chiffres):
        lu.valeurs[cle] = chiffres
    else:
        lu.refuser(cle, texte, "Ce n’est pas un code postal français.",
                   "Cinq chiffres sont attendus, sans « CEDEX ».")


def _siret(lu, cle, texte, *_reste):
    try:
        lu.valeurs[cle] = stdnum_siret.validate(texte)
    except ValidationError:
        chiffres = re.sub(r"\D", "", texte)
        if re.search(r"\d[Ee]\+?\d", texte):
            motif = "Le tableur a transformé le SIRET en nombre abrégé."
            conseil = "Mettez la colonne au format Texte et retapez le numéro."
        elif len(chiffres) == 9:
            motif = "C’est un SIREN (neuf chiffres), pas un SIRET."
            conseil = "Ajoutez les cinq chiffres de l’établissement, ou videz la cellule."
        elif len(chiffres) != 14:
            motif = f"Un SIRET a quatorze chiffres ; {len(chiffres)} lus."
            conseil = "Recopiez le numéro en entier."
        else:
            motif = "La clé de contrôle du SIRET est fausse : un chiffre est mal recopié."
            conseil = "Vérifiez le numéro sur l’annuaire des entreprises."
        lu.refuser(cle, texte, motif, conseil)


def lire_date(texte):
    """A date as people type it, or None."""
    for forme in DATES:
        try:
            return datetime.strptime(texte[:10], forme).date()
        except ValueError:
            continue
    return None


def _date(lu, cle, texte, _cellules, aujourd_hui):
    jour = lire_date(texte)
    if not jour:
        lu.refuser(cle, texte, "Ce n’est pas une date.", "Attendu : jour/mois/année, 31/12/2025.")
    elif jour > aujourd_hui:
        lu.refuser(cle, texte, "La date est dans l’avenir.",
                   "Indiquez le jour où les coordonnées ont été vérifiées.")
    elif jour < date(2000, 1, 1):
        lu.refuser(cle, texte, "La date est trop ancienne.", "Vérifiez l’année.")
    else:
        lu.valeurs[cle] = jour


LECTEURS = {
    "phone": _telephone,
    "telephone_urgence": _telephone,
    "email": _courriel,
    "website": _site,
    "zip": _code_postal,
    "siret": _siret,
    "verifie_le": _date,
}
