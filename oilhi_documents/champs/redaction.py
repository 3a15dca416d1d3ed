"""Small pieces of French shared by the fields."""

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, duree_lettres, typo

VOYELLES = "aeiouyàâäéèêëîïôöùûüœh"
# role -> (masculine or company, feminine)
QUALITES = {
    "proprietaire": ("propriétaire", "propriétaire"),
    "usufruitier": ("usufruitier", "usufruitière"),
    "nu_proprietaire": ("nu-propriétaire", "nue-propriétaire"),
    "indivisaire": ("propriétaire indivis", "propriétaire indivise"),
    "syndic": ("syndic", "syndic"),
    "occupant": ("occupant", "occupante"),
    "exploitant": ("exploitant", "exploitante"),
    "bailleur": ("bailleur", "bailleresse"),
    "signalant": ("auteur du signalement", "auteure du signalement"),
}
CIVILITES = {"madame": "Mme", "monsieur": "M.", "madame_monsieur": "Mme, M."}


def jour(valeur):
    """« 1er mars 2027 », or None when the date is not known."""
    return date_lettres(valeur) if valeur else None


def duree(nombre, unite):
    return duree_lettres(int(nombre), unite) if nombre and unite else None


def propre(texte):
    """Text typed by an agent, with French non-breaking spaces; None when empty."""
    texte = (texte or "").strip()
    return typo(texte) if texte else None


def insecable(texte):
    """A number that must stay on one line (telephone)."""
    return (texte or "").strip().replace(" ", "\u00a0")


def sans_point(texte):
    texte = propre(texte)
    return texte.rstrip(" .;") if texte else None


def majuscule(texte):
    return texte[:1].upper() + texte[1:] if texte else texte


def minuscule(texte):
    """Lower the first letter of a sentence, but not of an acronym or a one-letter word."""
    if texte and len(texte) > 1 and not texte[1].isupper():
        return texte[:1].lower() + texte[1:]
    return texte


def adresse_ligne(*morceaux):
    """« 12 rue des Exemples, 62000 Arras »; None when the street or the town is missing."""
    rue, code_postal, ville = ((m or "").strip() for m in morceaux)
    if not (rue and ville):
        return None
    return f"{rue}, {' '.join(filter(None, (code_postal, ville)))}"


def nom_personne(personne):
    if personne.raison_sociale:
        return personne.raison_sociale.strip()
    if not personne.nom:
        return None
    morceaux = (CIVILITES.get(personne.civilite), personne.prenom, personne.nom)
    return " ".join(m.strip() for m in morceaux if m)


def qualite_personne(personne):
    masculin, feminin = QUALITES.get(personne.role, ("", ""))
    return feminin if personne.civilite == "madame" else masculin


def lignes_postales(partenaire):
    """Street then town of an entry of the directory; nothing without its town."""
    ville = " ".join(filter(None, (partenaire.zip, partenaire.city)))
    lignes = (partenaire.street, partenaire.street2, ville)
    return [ligne.strip() for ligne in lignes if ligne and ligne.strip()] if ville else []


def adresse_personne(personne):
    return adresse_ligne(personne.rue, personne.code_postal, personne.ville)


def avec_article(qualite, civilite):
    """« Maire d’Arras » -> « Le maire d’Arras », « La maire » or « L’adjointe »."""
    qualite = (qualite or "").strip()
    if not qualite or qualite.lower().startswith(("le ", "la ", "l’", "l'")):
        return majuscule(qualite) or None
    minuscules = minuscule(qualite)
    if minuscules[0] in VOYELLES:
        return f"L’{minuscules}"
    return f"{'La' if civilite == 'madame' else 'Le'} {minuscules}"


def avec_de(nom):
    """« communauté urbaine d’Arras » -> « de la communauté urbaine d’Arras »."""
    bas = minuscule(nom)
    if bas.startswith(("communauté", "commune", "métropole")):
        return f"de la {bas}"
    return f"d’{bas}" if bas[0] in VOYELLES else f"de {nom}"


def service_de(c):
    """« agent de la mairie d’Arras », « agent du service habitat »: who signs the report."""
    nom = (c.service.name or "").strip()
    premier = nom.split(" ")[0].lower()
    if premier in ("mairie", "commune", "communauté", "métropole", "ville", "direction"):
        return f"agent de la {minuscule(nom)}"
    return f"agent du {minuscule(nom)}" if premier == "service" else f"agent ({nom})"
