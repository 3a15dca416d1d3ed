"""Columns of the directory's exchange file: what they mean, and how a header is recognised.

Pure functions, no Odoo.
"""

from dataclasses import dataclass

from .toponymes import cle_recherche

SEPARATEUR = "|"


@dataclass(frozen=True)
class Colonne:
    cle: str
    titre: str
    sens: str
    accepte: str
    exemple: str = ""
    longueur: int = 250
    alias: tuple = ()
    largeur: int = 22


COLONNES = (
    Colonne("identifiant", "Identifiant", "Repère de la fiche, donné par l’export ou par vous.",
            "Texte libre. Laissez-le tel quel pour mettre à jour une fiche exportée.",
            "EXEMPLE-1", 64, ("Id", "Référence")),
    Colonne("name", "Nom", "Nom de l’organisme ou de la personne. Obligatoire.",
            "Texte.", "ADIL de Ville-Exemple", 200, ("Organisme", "Raison sociale"), 36),
    Colonne("types", "Types", "Rôle dans l’habitat indigne. Obligatoire pour un nouvel organisme.",
            "Codes PA-… ou noms de la page « Types d’organismes », séparés par |.", "PA-ADIL", 1000,
            ("Type", "Rôle", "Rôles")),
    Colonne("matieres", "Matières", "Ce que l’organisme traite, si ce n’est pas tout son type.",
            "Noms ou codes de matières, séparés par |. Vide : celles de ses types.", "", 1000,
            ("Matière",)),
    Colonne("communes", "Communes", "Communes couvertes.",
            "Codes INSEE ou noms, séparés par |. En cas d’homonymes : « Nom (62) ».",
            "62041 | Béthune", 20_000, ("Commune", "Communes couvertes")),
    Colonne("epci", "EPCI", "Intercommunalités couvertes.", "Numéros SIREN ou noms, séparés par |.",
            "", 2000, ("Intercommunalité", "Intercommunalités")),
    Colonne("departements", "Départements", "Départements couverts.",
            "Codes ou noms, séparés par |.", "62", 1000, ("Département", "Départements couverts")),
    Colonne("regions", "Régions", "Régions couvertes.", "Codes INSEE ou noms, séparés par |.", "",
            500, ("Région", "Régions couvertes")),
    Colonne("phone", "Téléphone", "Numéro habituel.",
            "Numéro français, d’outre-mer compris, ou numéro court (115, 3919).", "03 53 01 00 01",
            60, ("Tél", "Tel", "Numéro de téléphone")),
    Colonne("telephone_urgence", "Téléphone d’urgence", "Numéro hors des heures d’ouverture.",
            "Comme le téléphone.", "", 60, ("Astreinte", "Urgence")),
    Colonne("email", "Courriel", "Adresse électronique.", "Une seule adresse.",
            "contact@adil.example", 254, ("E-mail", "Email", "Mail", "Adresse électronique"), 30),
    Colonne("website", "Site", "Site internet.", "Adresse commençant par https:// ou www.",
            "https://adil.example", 250, ("Site internet", "Site web"), 30),
    Colonne("street", "Adresse", "Numéro et voie.", "Texte.", "1 rue de l’Exemple", 250,
            ("Rue", "Voie"), 30),
    Colonne("street2", "Complément", "Complément d’adresse.", "Texte.", "Bâtiment B", 250,
            ("Complément d’adresse",)),
    Colonne("zip", "Code postal", "Code postal.", "Cinq chiffres.", "62000", 40, ("CP",), 12),
    Colonne("city", "Ville", "Ville de l’adresse.", "Texte.", "Arras", 100, ("Localité",)),
    Colonne("siret", "SIRET", "Numéro de l’établissement.",
            "Quatorze chiffres, vérifiés par leur clé.", "", 40, ("Numéro SIRET",)),
    Colonne("horaires", "Horaires", "Heures d’ouverture.", "Texte, plusieurs lignes permises.",
            "Du lundi au vendredi, 9 h-12 h", 2000, ("Heures d’ouverture",), 30),
    Colonne("notes", "Notes", "Notes internes.", "Texte, plusieurs lignes permises.",
            "Sur rendez-vous", 10_000, ("Note", "Commentaire", "Remarques"), 30),
    Colonne("verifie_le", "Vérifié le", "Jour où les coordonnées ont été vérifiées.",
            "Date : 31/12/2025. Jamais dans l’avenir.", "", 20, ("Vérifiées le",), 14),
    Colonne("rattachement", "Organisme de rattachement",
            "Pour une personne : l’organisme où elle travaille.",
            "Nom ou Identifiant d’un organisme de l’annuaire ou du même fichier.", "", 200,
            ("Rattachement",), 30),
    Colonne("fonction", "Fonction", "Pour une personne : sa fonction dans l’organisme.", "Texte.",
            "", 200, ("Qualité", "Poste")),
)
PAR_CLE = {colonne.cle: colonne for colonne in COLONNES}
TITRES = [colonne.titre for colonne in COLONNES]
MOTIF = "Motif"
_RECONNUS = {
    cle_recherche(nom): colonne.cle
    for colonne in COLONNES for nom in (colonne.titre, *colonne.alias)
}


def reconnaitre(entetes):
    """Which column stands where.

    Returns ``({rank: key}, [warnings], [errors])``; an error forbids reading the table.
    """
    rangs, avertissements, erreurs = {}, [], []
    for rang, entete in enumerate(entetes):
        cle_entete = cle_recherche(entete)
        if not cle_entete or cle_entete == cle_recherche(MOTIF):
            continue
        cle = _RECONNUS.get(cle_entete)
        if not cle:
            avertissements.append(
                f"La colonne « {entete[:60]} » n’existe pas dans le modèle : elle est ignorée."
            )
        elif cle in rangs.values():
            erreurs.append(
                f"La colonne « {PAR_CLE[cle].titre} » figure deux fois : gardez-en une seule."
            )
        else:
            rangs[rang] = cle
    if "name" not in rangs.values():
        lus = ", ".join(f"« {entete[:30]} »" for entete in entetes[:6] if entete)
        erreurs.append(
            f"La colonne « Nom » est absente ; la première ligne porte : {lus}. Partez du "
            "fichier modèle : ses noms de colonnes sont attendus en première ligne."
        )
    return rangs, avertissements, erreurs


def mode_emploi():
    """Rows of the sheet that explains the columns: header, meaning, accepted values, example."""
    return [[c.titre, c.sens, c.accepte, c.exemple] for c in COLONNES]


def exemple():
    """The example row of the template file."""
    return [c.exemple for c in COLONNES]
