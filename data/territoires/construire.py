#!/usr/bin/env python3
"""Turn the territory sources into the data files of oilhi_partenaires (standard library only).

construire.py                          source/ -> oilhi_partenaires/data/
construire.py --verifier               exit 1 if the data files are not what source/ gives
construire.py --sortie DIR             write the data files elsewhere
construire.py --extraire DIR --departements 62 59
                                       rebuild source/ from the whole national files first
"""

import argparse
import csv
import io
import sys
from pathlib import Path

ICI = Path(__file__).resolve().parent
SOURCE = ICI / "source"
DONNEES = ICI.parents[1] / "oilhi_partenaires" / "data"

ZONES = {
    "57": "alsace_moselle",
    "67": "alsace_moselle",
    "68": "alsace_moselle",
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "reunion",
    "976": "mayotte",
}
TYPES_EPCI = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}


def lire(chemin):
    with chemin.open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux))


def ecrire(colonnes, lignes):
    flux = io.StringIO()
    sortie = csv.writer(flux, lineterminator="\n")
    sortie.writerow(colonnes)
    sortie.writerows(lignes)
    return flux.getvalue()


def typographier(nom):
    """Administrative files use the straight apostrophe; screens and acts do not."""
    return nom.replace("'", "’")


def nom_epci(nom, type_epci):
    """The files abbreviate (« CU d'Arras »): an act names the EPCI in full."""
    abrege = f"{type_epci} "
    if type_epci in TYPES_EPCI and nom.startswith(abrege):
        nom = f"{TYPES_EPCI[type_epci]} {nom[len(abrege):]}"
    return typographier(nom)


def nom_tribunal(nom):
    return typographier(nom[:1].lower() + nom[1:])


def regions(source):
    return ecrire(
        ["id", "code", "name"],
        [[f"region_{r['code']}", r["code"], typographier(r["nom"])]
         for r in lire(source / "regions.csv")],
    )


def departements(source):
    tribunaux = {t["code"]: t["nom"] for t in lire(source / "tribunaux_administratifs.csv")}
    # Typed by us, in no national file.
    articles = {a["code"]: a["article"] for a in lire(SOURCE / "articles_departements.csv")}
    return ecrire(
        ["id", "code", "name", "article", "region_id/id", "zone_feries",
         "tribunal_administratif", "livre_foncier"],
        [[
            f"departement_{d['code']}",
            d["code"],
            typographier(d["nom"]),
            articles[d["code"]],
            f"region_{d['code_region']}",
            ZONES.get(d["code"], "metropole"),
            nom_tribunal(tribunaux[d["code_tribunal_administratif"]]),
            d["droit_local_alsace_moselle"],
        ] for d in lire(source / "departements.csv")],
    )


def epci(source):
    return ecrire(
        ["id", "siren", "name", "type", "departement_id/id", "population"],
        [[
            f"epci_{e['siren']}",
            e["siren"],
            nom_epci(e["nom"], e["type"]),
            e["type"].lower(),
            f"departement_{e['code_departement_principal']}",
            e["population"],
        ] for e in lire(source / "epci.csv")],
    )


def communes(source):
    return ecrire(
        ["id", "code_insee", "name", "departement_id/id", "epci_id/id", "codes_postaux",
         "population", "siren", "latitude", "longitude"],
        [[
            f"commune_{c['code_insee']}",
            c["code_insee"],
            typographier(c["nom"]),
            f"departement_{c['code_departement']}",
            f"epci_{c['code_epci']}" if c["code_epci"] else "",
            c["codes_postaux"],
            c["population"],
            c["siren"],
            c["latitude"],
            c["longitude"],
        ] for c in lire(source / "communes.csv")],
    )


FICHIERS = {
    "oilhi.region.csv": regions,
    "oilhi.departement.csv": departements,
    "oilhi.epci.csv": epci,
    "oilhi.commune.csv": communes,
}


def construire(source=SOURCE):
    return {nom: fabrique(source) for nom, fabrique in FICHIERS.items()}


def extraire(national, codes, source=SOURCE):
    """Keep of the national files what the départements need; headers stay as they are."""
    def garder(nom, condition):
        lignes = lire(national / nom)
        colonnes = list(lignes[0])
        gardees = [ligne for ligne in lignes if condition(ligne)]
        texte = ecrire(colonnes, [[ligne[c] for c in colonnes] for ligne in gardees])
        (source / nom).write_text(texte, encoding="utf-8")
        return gardees

    source.mkdir(parents=True, exist_ok=True)
    for nom in ("regions.csv", "departements.csv", "tribunaux_administratifs.csv"):
        garder(nom, lambda ligne: True)
    retenues = garder("communes.csv", lambda c: c["code_departement"] in codes)
    sirens = {c["code_epci"] for c in retenues}
    garder("epci.csv", lambda e: e["siren"] in sirens)


def main(arguments=None):
    lecteur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    lecteur.add_argument("--source", type=Path, default=SOURCE)
    lecteur.add_argument("--sortie", type=Path, default=DONNEES)
    lecteur.add_argument("--verifier", action="store_true")
    lecteur.add_argument("--extraire", type=Path, metavar="DIR")
    lecteur.add_argument("--departements", nargs="+", default=["62"], metavar="CODE")
    options = lecteur.parse_args(arguments)
    if options.extraire:
        extraire(options.extraire, set(options.departements), options.source)
    ecarts = []
    for nom, texte in construire(options.source).items():
        chemin = options.sortie / nom
        if options.verifier:
            if not chemin.exists() or chemin.read_text(encoding="utf-8") != texte:
                ecarts.append(nom)
        else:
            chemin.parent.mkdir(parents=True, exist_ok=True)
            chemin.write_text(texte, encoding="utf-8")
    if ecarts:
        print("À reconstruire :", ", ".join(ecarts), file=sys.stderr)
    return 1 if ecarts else 0


if __name__ == "__main__":
    sys.exit(main())
