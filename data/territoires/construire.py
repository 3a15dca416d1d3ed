#!/usr/bin/env python3
"""Turn the territory sources into the data files of oilhi_partenaires (standard library only).

construire.py                          source/ -> oilhi_partenaires/data/
construire.py --verifier               exit 1 if the data files are not what source/ gives
construire.py --sortie DIR             write the data files elsewhere
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


def sources(source):
    """Where the facts come from: shown in the application. Typed by us, in no national file."""
    colonnes = ["producteur", "version", "date", "licence", "url", "contenu", "limites"]
    return ecrire(
        ["id", "code", "name", *colonnes],
        [[f"source_donnees_{s['code'].lower()}", s["code"], s["nom"], *(s[c] for c in colonnes)]
         for s in lire(SOURCE / "sources.csv")],
    )


def millesime(source):
    """The version of the first source, which gives the communes."""
    return lire(SOURCE / "sources.csv")[0]["version"] + "\n"


def epci(source):
    """EPCI and, for Greater Paris, the établissements publics territoriaux."""
    return ecrire(
        ["siren", "name", "type", "departement", "population"],
        [[
            e["siren"],
            nom_epci(e["nom"], e["type"]),
            e["type"].lower(),
            e["code_departement_principal"],
            e["population"],
        ] for e in lire(source / "epci.csv") + lire(source / "ept.csv")],
    )


def communes(source):
    return ecrire(
        ["code_insee", "name", "departement", "epci", "ept", "codes_postaux", "population",
         "siren", "latitude", "longitude"],
        [[
            c["code_insee"],
            typographier(c["nom"]),
            c["code_departement"],
            c["code_epci"],
            c["code_ept"],
            c["codes_postaux"],
            c["population"],
            c["siren"],
            c["latitude"],
            c["longitude"],
        ] for c in lire(source / "communes.csv")],
    )


def anciennes(source):
    """Every code or name that is no commune's any more, with the commune that has it today.

    Where the list of déléguées and the list of former codes disagree, the first is right: it is
    today's, the other follows the history of the code.
    """
    lignes = {
        a["code_insee_ancien"]: ["", "disparue", a["code_insee_actuel"], ""]
        for a in lire(source / "anciens_codes_insee.csv")
    }
    for d in lire(source / "communes_deleguees_associees.csv"):
        lignes[d["code_insee_ancien"]] = [
            typographier(d["nom"]), d["type"].removeprefix("commune-"), d["code_insee_actuel"], "",
        ]
    for a in lire(source / "arrondissements_municipaux.csv"):
        lignes[a["code_insee"]] = [
            typographier(a["nom"]).replace(" Arrondissement", " arrondissement"),
            "arrondissement", a["code_commune"], a["codes_postaux"],
        ]
    return ecrire(
        ["code_insee", "name", "type", "commune", "codes_postaux"],
        [[code, *lignes[code]] for code in sorted(lignes)],
    )


def outremer(source):
    """Collectivités where this law is not the same: named, to say why they are not loaded."""
    noms = {
        c["code_collectivite"]: typographier(c["nom_collectivite"])
        for c in lire(source / "collectivites_outremer.csv")
    }
    return ecrire(["code", "name"], sorted(noms.items()))


FICHIERS = {
    "oilhi.region.csv": regions,
    "oilhi.departement.csv": departements,
    "oilhi.source.donnees.csv": sources,
    "territoires/millesime.txt": millesime,
    "territoires/communes.csv": communes,
    "territoires/epci.csv": epci,
    "territoires/anciennes.csv": anciennes,
    "territoires/outremer.csv": outremer,
}


def construire(source=SOURCE):
    return {nom: fabrique(source) for nom, fabrique in FICHIERS.items()}


def main(arguments=None):
    lecteur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    lecteur.add_argument("--source", type=Path, default=SOURCE)
    lecteur.add_argument("--sortie", type=Path, default=DONNEES)
    lecteur.add_argument("--verifier", action="store_true")
    options = lecteur.parse_args(arguments)
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
