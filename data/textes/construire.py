#!/usr/bin/env python3
"""Turn textes.csv (articles of law, DILA / Légifrance) into oilhi_lhi/data/oilhi.texte.csv.

Run it again after a correction of the source; the identifiers do not depend on the order.
"""

import csv
import re
import sys
import unicodedata
from pathlib import Path

ICI = Path(__file__).resolve().parent
SOURCE = ICI / "textes.csv"
CIBLE = ICI.parents[1] / "oilhi_lhi" / "data" / "oilhi.texte.csv"
COLONNES = (
    "id", "code", "article", "libelle_code", "texte", "date_version", "date_debut",
    "source_url", "citable", "remarque",
)  # fmt: skip
# Annulled by the Conseil d'État (29/08/2024, no. 488640), still in the LEGI base.
ANNULES = {("CSP", f"R. 1331-{numero}") for numero in range(17, 24)}


def identifiant(code: str, article: str) -> str:
    brut = unicodedata.normalize("NFKD", f"texte_{code}_{article}").encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "_", brut.decode().lower()).strip("_")


def lire(source: Path = SOURCE) -> list[dict[str, str]]:
    with source.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    articles = []
    for ligne in lignes:
        # « R. 1331-17 (annulé…) »: the remark belongs to `remarque`, not to the number.
        article = re.sub(r"\s*\(annulé.*\)$", "", ligne["article"]).strip()
        articles.append({
            "id": identifiant(ligne["code"], article),
            "code": ligne["code"],
            "article": article,
            "libelle_code": ligne["libelle_code"].replace("'", "’"),
            "texte": ligne["texte"],
            "date_version": ligne["date_version"],
            "date_debut": ligne["date_debut_vigueur"],
            "source_url": ligne["source_url"],
            "citable": "0" if (ligne["code"], article) in ANNULES else "1",
            "remarque": ligne["remarque"],
        })  # fmt: skip
    doubles = len(articles) - len({article["id"] for article in articles})
    if doubles or any(ligne["complet"] != "oui" for ligne in lignes):
        raise SystemExit(f"Source à corriger : {doubles} doublon(s), ou article incomplet.")
    return articles


def main() -> None:
    articles = lire()
    with CIBLE.open("w", encoding="utf-8", newline="") as flux:
        ecrivain = csv.DictWriter(flux, COLONNES, lineterminator="\n")
        ecrivain.writeheader()
        ecrivain.writerows(articles)
    sys.stdout.write(f"{len(articles)} articles -> {CIBLE.name}\n")


if __name__ == "__main__":
    main()
