"""The CSV of arrêtés that Signal Logement imports: which act gives which row, and what it lacks.

Pure functions, no Odoo. The format comes from the public code of Signal Logement (docs/api.md): first line
ignored, then the headers, commas, dates dd/mm/yyyy. What that code does not say is inferred, and shown
« à vérifier »: UTF-8, the parcel as a cadastral identifier of 14 characters.
"""

import csv
import io
import re
from typing import NamedTuple

ENTETES = (
    "date arrêté", "classification arrêté", "date arrêté main levée", "numéro de voie", "nom de la voie",
    "code postal", "commune", "dénomination syndic", "identifiant parcellaire",
)  # fmt: skip
CLASSIFICATIONS = (
    "Mise en sécurité procédure ordinaire",
    "Mise en sécurité procédure urgente",
    "Mise en sécurité modificatif",
    "Impropre",
    "Ordinaire irrémédiable",
    "Ordinaire remédiable",
    "Suroccupation",
    "Usage non approprié",
    "Insalubrité",
    "Insalubrité & Saturnisme",
    "Saturnisme",
    "Arrêté L1331-26",
    "Arrêté L.1311-4",
    "Arrêté Letchimy : article 10",
)
# The police is the same, the object is no dwelling: the history of an address has no use for it.
HORS_LOGEMENT = {"MS-FUN": "Il vise un monument funéraire, pas un logement."}
EXPORTE, A_CORRIGER, HORS_CHAMP = "exporte", "a_corriger", "hors_champ"

_SUFFIXE = r"(?:\s*(?:bis|ter|quater|quinquies)\b|\s*[A-Za-z](?![\w’'.]))"
_UN = rf"\d{{1,5}}{_SUFFIXE}?"
_NUMERO = re.compile(
    rf"({_UN}(?:\s*(?:[-–/,]|\bà\b|\bet\b)\s*{_UN})*)[\s,]+(\S.*)", re.IGNORECASE
)
_MOIS = re.compile(
    r"(janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|"
    r"décembre|decembre)\b", re.IGNORECASE,
)
_ETAGE = re.compile(r"(étage|etage)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+e\b")
_PARCELLE = re.compile(r"(?:(\d{3}) )?([A-Z]{1,2}|\d{1,2}|\d[A-Z]) (\d{1,4})")
# A spreadsheet would run a cell that begins so; no street and no syndic is called that.
_FORMULE = re.compile(r"[=+\-@]")
# The land register names their districts, not the commune: (first district, postal code of the first).
_ARRONDISSEMENTS = {
    "75056": (75101, 75001, 20),
    "69123": (69381, 69001, 9),
    "13055": (13201, 13001, 16),
}


class Arrete(NamedTuple):
    """What an act and its case say, as they are in the application."""

    classification: str
    motif: str  # why its template has no label
    procedure: str
    effet: str  # what an amending act does: modifie, abroge, retire
    etat: str
    date: object
    levee: object
    rue: str
    code_postal: str
    commune: str
    code_insee: str
    syndic: str
    parcelles: tuple


class Manque(NamedTuple):
    texte: str
    ou: str = ""  # where it is put right: batiment, document, dossier; empty: nowhere


class Resultat(NamedTuple):
    etat: str
    cellules: tuple = ()
    manques: tuple = ()
    remarques: tuple = ()


def propre(texte):
    """One line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in texte or "").split())


def voie(rue):
    """(number, street) of « 12 bis, rue des Fours »; no number: an empty text."""
    rue = propre(rue)
    trouve = _NUMERO.fullmatch(rue)
    if (
        not trouve or _ORDINAL.match(rue) or _ETAGE.match(trouve[2])
        # « 8 mai 1945 » is the name of a street.
        or (trouve[1].isdigit() and _MOIS.match(trouve[2]))
    ):
        return "", rue.strip(" ,")
    return _numero(trouve[1]), trouve[2].strip(" ,")


def _numero(texte):
    texte = re.sub(r"\s*(?:–|\bà\b)\s*", "-", texte)
    texte = re.sub(r"\s*(?:,|\bet\b)\s*", "/", texte, flags=re.IGNORECASE)
    texte = re.sub(r"\s*([-/])\s*", r"\1", texte)
    texte = re.sub(r"(\d)\s*(bis|ter|quater|quinquies)\b", lambda m: f"{m[1]} {m[2].lower()}", texte,
                   flags=re.IGNORECASE)
    return re.sub(r"(\d)\s*([A-Za-z])(?!\w)", lambda m: f"{m[1]} {m[2].upper()}", texte)


def identifiant_parcelle(code_insee, code_postal, reference):
    """« 62041 », « AB 123 » -> « 62041000AB0123 »; None when it cannot be built."""
    trouve = _PARCELLE.fullmatch(reference or "")
    commune = _commune_cadastrale(code_insee or "", code_postal or "")
    if not trouve or not re.fullmatch(r"(\d{2}|2[AB])\d{3}", commune or ""):
        return None
    prefixe, section, numero = trouve.groups()
    return f"{commune}{prefixe or '000'}{section.zfill(2)}{int(numero):04d}"


def _commune_cadastrale(code_insee, code_postal):
    if code_insee not in _ARRONDISSEMENTS:
        return code_insee
    premier, postal, nombre = _ARRONDISSEMENTS[code_insee]
    if code_postal == "75116":
        return "75116"
    rang = int(code_postal) - postal if code_postal.isdigit() else -1
    return str(premier + rang) if 0 <= rang < nombre else None


def examiner(arrete, aujourdhui, sans_numero=False):
    """The row of that act, or all that it lacks."""
    if hors := _hors_champ(arrete):
        return Resultat(HORS_CHAMP, manques=(Manque(hors),))
    manques, remarques = _dates(arrete, aujourdhui), []
    numero, nom = voie(arrete.rue)
    manques += _adresse(arrete, numero, nom, sans_numero)
    parcelles = [
        identifiant_parcelle(arrete.code_insee, arrete.code_postal, p) for p in arrete.parcelles
    ]
    if not parcelles:
        manques.append(Manque("Aucune parcelle n’est indiquée pour ce bâtiment.", "batiment"))
    elif parcelles[0] is None:
        manques.append(Manque(
            f"L’identifiant de la parcelle « {arrete.parcelles[0]} » ne se déduit pas de la commune et "
            "du code postal.", "batiment",
        ))
    syndic = propre(arrete.syndic)
    if _FORMULE.match(syndic):
        manques.append(Manque("Le nom du syndic ne peut pas commencer par =, +, - ou @.", "dossier"))
    if manques:
        return Resultat(A_CORRIGER, manques=tuple(manques))
    if not numero:
        remarques.append("Adresse sans numéro : Signal Logement peut la refuser (à vérifier).")
    if re.search(r"[-/]", numero):
        remarques.append("Plusieurs numéros : Signal Logement peut refuser l’adresse (à vérifier).")
    if len(parcelles) > 1:
        remarques.append(
            f"Une seule parcelle tient sur la ligne : {arrete.parcelles[0]} ; pas "
            f"{', '.join(arrete.parcelles[1:])}."
        )
    return Resultat(EXPORTE, (
        _jour(arrete.date), arrete.classification, _jour(arrete.levee), numero, nom, arrete.code_postal,
        propre(arrete.commune), syndic, parcelles[0],
    ), (), tuple(remarques))


def _hors_champ(arrete):
    if arrete.classification not in CLASSIFICATIONS:
        return arrete.motif or "Signal Logement n’a pas de libellé pour cet acte."
    if arrete.procedure in HORS_LOGEMENT:
        return HORS_LOGEMENT[arrete.procedure]
    if arrete.effet in ("abroge", "retire"):
        return "Il met fin à un autre arrêté sans le lever : le format ne sait dire que la mainlevée."
    if arrete.etat == "abroge":
        return "Abrogé ou retiré : le format ne sait dire que la mainlevée, il paraîtrait en vigueur."
    return ""


def _dates(arrete, aujourdhui):
    manques = []
    if not arrete.date:
        manques.append(Manque("Sa date de signature manque.", "document"))
    elif arrete.date > aujourdhui:
        manques.append(Manque("Sa date est dans l’avenir : à exporter ce jour-là.", "document"))
    if arrete.levee and arrete.date and arrete.levee <= arrete.date:
        manques.append(Manque(
            "Sa mainlevée est du même jour ou d’avant : Signal Logement la veut plus tardive.", "document"
        ))
    if arrete.levee and arrete.levee > aujourdhui:
        manques.append(Manque("La date de sa mainlevée est dans l’avenir.", "document"))
    return manques


def _adresse(arrete, numero, nom, sans_numero):
    manques = []
    if not nom:
        manques.append(Manque("Le nom de la voie manque.", "batiment"))
    elif _FORMULE.match(nom):
        manques.append(Manque("Le nom de la voie ne peut pas commencer par =, +, - ou @.", "batiment"))
    elif not numero and not sans_numero:
        manques.append(Manque("L’adresse ne commence pas par un numéro de voie.", "batiment"))
    if not re.fullmatch(r"\d{5}", arrete.code_postal or "", re.ASCII):
        manques.append(Manque("Le code postal manque.", "batiment"))
    return manques


def _jour(date):
    return date.strftime("%d/%m/%Y") if date else ""


def ecrire(lignes, edition):
    """Bytes of the file. The mark of UTF-8 lies on the line that is ignored: spreadsheets read accents."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, lineterminator="\r\n")
    ecrivain.writerow([propre(edition)])
    ecrivain.writerow(ENTETES)
    ecrivain.writerows(lignes)
    return b"\xef\xbb\xbf" + sortie.getvalue().encode()
