"""Fictitious services in the very format of the State's open directory, for tests and measures.

Pure functions, no Odoo. Names say that they are invented; telephones are of the ranges that are
never allocated; addresses are of domains that do not exist.
"""

import json


def service(identifiant, sorte, nom, codes, **plus):
    """One service. ``codes``: INSEE codes, the seat first; ``plus``: keys of the format to set."""
    numero = sum(map(ord, identifiant)) * 7919 + len(identifiant)
    return {
        "plage_ouverture": [{
            "nom_jour_debut": "Lundi", "nom_jour_fin": "Vendredi",
            "valeur_heure_debut_1": "09:00:00", "valeur_heure_fin_1": "12:00:00",
            "valeur_heure_debut_2": "13:30:00", "valeur_heure_fin_2": "17:00:00",
            "commentaire": "sur rendez-vous",
        }],
        "site_internet": [{"libelle": "", "valeur": f"https://{identifiant}.example"}],
        "copyright": "Direction de l'information légale et administrative (Premier ministre)",
        "siren": "",
        "ancien_code_pivot": f"{sorte}-{codes[0]}-01",
        "reseau_social": [],
        "texte_reference": [],
        "partenaire": "",
        "telecopie": [],
        "nom": nom,
        "siret": "",
        "itm_identifiant": "",
        "sigle": "",
        "affectation_personne": [],
        "date_modification": "23/11/2026 08:15:00",
        "adresse_courriel": [f"contact@{identifiant}.example"],
        "service_disponible": "",
        "organigramme": [],
        "pivot": [{"type_service_local": sorte, "code_insee_commune": list(codes)}],
        "partenaire_identifiant": "",
        "ancien_identifiant": [],
        "id": identifiant,
        "ancien_nom": "",
        "commentaire_plage_ouverture": "",
        "annuaire": [],
        "tchat": [],
        "hierarchie": [],
        "categorie": "SL",
        "sve": [],
        "telephone_accessible": [],
        "application_mobile": [],
        "version_type": "Publiable",
        "type_repertoire": "",
        "telephone": [{
            "valeur": f"03 53 01 {numero // 100 % 100:02d} {numero % 100:02d}", "description": "",
        }],
        "version_etat_modification": "",
        "date_creation": "18/01/2012 00:00:00",
        "partenaire_date_modification": "",
        "mission": "",
        "formulaire_contact": [],
        "version_source": "",
        "type_organisme": "",
        "code_insee_commune": codes[0],
        "statut_de_diffusion": "true",
        "adresse": [{
            "type_adresse": "Adresse",
            "complement1": "", "complement2": "",
            "numero_voie": "1 rue de l'Exemple",
            "service_distribution": "",
            "code_postal": "62000",
            "nom_commune": "Ville-Exemple",
            "pays": "France", "continent": "",
            "longitude": "2.777", "latitude": "50.291",
            "accessibilite": "ACC", "note_accessibilite": "",
        }],
        "information_complementaire": "",
        "date_diffusion": "",
        **plus,
    }


def fichier(services):
    """Bytes of the published file."""
    return json.dumps({"service": services}, ensure_ascii=False).encode()


def fichier_api(services):
    """Bytes of the export of the directory's API: a bare list, inner lists as JSON texts."""
    return json.dumps([
        {
            cle: json.dumps(valeur, ensure_ascii=False) if isinstance(valeur, list) else valeur
            for cle, valeur in un.items()
        } | {"adresse_courriel": un["adresse_courriel"][0] if un["adresse_courriel"] else None}
        for un in services
    ]).encode()
