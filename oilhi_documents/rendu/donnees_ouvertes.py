"""What may be published of an arrêté in force: no person, no free text.

Pure functions, no Odoo. By default the commune and the month: an address with the kind of act may point
at the household of an owner who lives there. An address leaves only when it is a number and a street and
nothing else, and when no owner is known to live at it.
"""

import csv
import io
import json
import re
import unicodedata

from .signal_logement import voie

COLONNES = {
    "departement": "Code du département",
    "code_insee": "Code INSEE de la commune",
    "commune": "Nom de la commune",
    "procedure": "« ordinaire » ou « urgente » : procédure de mise en sécurité (CCH L. 511-1 et suivants)",
    "date": "Signature de l’arrêté : AAAA-MM, ou AAAA-MM-JJ quand l’adresse est publiée",
    "numero": "Numéro dans la voie ; vide quand l’adresse n’est pas publiée",
    "voie": "Nom de la voie ; vide quand l’adresse n’est pas publiée",
    "code_postal": "Code postal ; vide quand l’adresse n’est pas publiée",
}
# What names a person or a flat; a street that is called so keeps to its commune.
_AUTRE = re.compile(
    r"\b(chez|m|mr|mme|mlle|monsieur|madame|famille|appt?|appartement|lot|etage|porte|bat|batiment|logement)\b"
)
_VOIE = re.compile(r"[^\W\d_](?:[^\W_]|[ ’'.-])*")


def _mots(texte):
    texte = unicodedata.normalize("NFKD", texte or "").encode("ascii", "ignore").decode().lower()
    return set(re.findall(r"[a-z]{3,}", texte))


def adresse_publiable(rue, noms):
    """(number, street), or None; `noms`: the names of the persons of the case, in none of it."""
    numero, nom = voie(rue)
    sans_accents = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    if not numero or not _VOIE.fullmatch(nom) or _AUTRE.search(sans_accents):
        return None
    if _mots(nom) & {mot for personne in noms for mot in _mots(personne)}:
        return None
    return numero, nom


def en_csv(lignes):
    sortie = io.StringIO(newline="")
    ecrivain = csv.DictWriter(sortie, COLONNES, lineterminator="\r\n")
    ecrivain.writeheader()
    ecrivain.writerows(lignes)
    return sortie.getvalue().encode()


def en_json(lignes):
    return json.dumps({"arretes": lignes}, ensure_ascii=False, separators=(",", ":")).encode()
