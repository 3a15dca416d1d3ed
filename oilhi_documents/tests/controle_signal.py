"""Independent check of the CSV of arrêtés of Signal Logement, from its documented format alone.

Knows nothing of the exporter: headers, labels and rules are typed again from the description of the
format. Returns what the import would refuse, line by line.
"""

import csv
import io
import re
from datetime import datetime

COLONNES = [
    "date arrêté",
    "classification arrêté",
    "date arrêté main levée",
    "numéro de voie",
    "nom de la voie",
    "code postal",
    "commune",
    "dénomination syndic",
    "identifiant parcellaire",
]
LIBELLES = """Mise en sécurité procédure ordinaire; Mise en sécurité procédure urgente; Mise en sécurité modificatif;
Impropre; Ordinaire irrémédiable; Ordinaire remédiable; Suroccupation; Usage non approprié; Insalubrité;
Insalubrité & Saturnisme; Saturnisme; Arrêté L1331-26; Arrêté L.1311-4; Arrêté Letchimy : article 10"""


def lire(contenu):
    """(rows as dicts, errors on the shape of the file)."""
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], ["le fichier n’est pas en UTF-8"]
    _ignoree, _saut, reste = texte.partition("\n")
    lignes = list(csv.reader(io.StringIO(reste, newline=""), strict=True))
    if not lignes or lignes[0] != COLONNES:
        return [], [f"en-têtes inattendus : {lignes[:1]}"]
    erreurs = [
        f"ligne {rang} : {len(ligne)} colonnes" for rang, ligne in enumerate(lignes[1:], 3)
        if len(ligne) != len(COLONNES)
    ]
    entieres = [ligne for ligne in lignes[1:] if len(ligne) == len(COLONNES)]
    return [dict(zip(COLONNES, ligne, strict=True)) for ligne in entieres], erreurs


def _jour(texte):
    if not re.fullmatch("[0-9]{2}/[0-9]{2}/[0-9]{4}", texte):
        raise ValueError(texte)
    return datetime.strptime(texte, "%d/%m/%Y").date()


def _dates(ligne, aujourdhui):
    try:
        arrete = _jour(ligne["date arrêté"])
    except ValueError:
        yield "date d’arrêté illisible"
        return
    if arrete > aujourdhui:
        yield "arrêté futur"
    if not ligne["date arrêté main levée"]:
        return
    try:
        levee = _jour(ligne["date arrêté main levée"])
    except ValueError:
        yield "date de mainlevée illisible"
        return
    if levee <= arrete:
        yield "mainlevée pas après l’arrêté"
    if levee > aujourdhui:
        yield "mainlevée future"


def controler(contenu, aujourdhui):
    """[] when the import would take the whole file."""
    lignes, erreurs = lire(contenu)
    libelles = {libelle.strip() for libelle in LIBELLES.split(";")}
    for rang, ligne in enumerate(lignes, 3):
        fautes = list(_dates(ligne, aujourdhui))
        if ligne["classification arrêté"] not in libelles:
            fautes.append("classification inconnue")
        if not re.fullmatch("[0-9]{5}", ligne["code postal"]):
            fautes.append("code postal")
        # The form is inferred: commune (5), prefix (3), section (2), number (4).
        if not re.fullmatch("([0-9]{2}|2[AB])[0-9]{3}[0-9]{3}[0-9A-Z]{2}[0-9]{4}", ligne["identifiant parcellaire"]):
            fautes.append("identifiant parcellaire")
        if not ligne["nom de la voie"] or not ligne["commune"]:
            fautes.append("adresse incomplète")
        for colonne, valeur in ligne.items():
            if valeur[:1] in ("=", "+", "-", "@", "\t", "\r"):
                fautes.append(f"formule dans « {colonne} »")
            if any(ord(c) < 32 for c in valeur):
                fautes.append(f"caractère de commande dans « {colonne} »")
        erreurs += [f"ligne {rang} : {faute}" for faute in fautes]
    return erreurs
