#!/usr/bin/env python3
"""Turn textes.csv (articles of law, DILA / Légifrance) into oilhi_lhi/data/oilhi.texte.csv.

Run it again after a correction of the source; the identifiers do not depend on the order.
completude.csv says what was read about each article whose text looks cut: an article that looks cut and
is not there, or whose doubt has changed, stops the build. No text is ever mended here.
"""

import csv
import re
import sys
import unicodedata
from pathlib import Path

ICI = Path(__file__).resolve().parent
sys.path.insert(0, str(ICI.parents[1] / "oilhi_lhi"))

from moteur.completude import doutes  # noqa: E402

SOURCE = ICI / "textes.csv"
EXAMENS = ICI / "completude.csv"
CIBLE = ICI.parents[1] / "oilhi_lhi" / "data" / "oilhi.texte.csv"
COLONNES = (
    "id", "code", "article", "libelle_code", "texte", "date_version", "date_debut",
    "identifiant_legiarti", "source_url", "licence", "citable", "niveau_preuve", "complet",
    "complet_motif", "remarque",
)  # fmt: skip
LICENCE = "DILA / Légifrance, base LEGI, Licence Ouverte 2.0 (Etalab)"
LU = "Article entier d’après la source\u00a0; le contrôle automatique n’y trouve aucune coupure."
# Annulled by the Conseil d'État (29/08/2024, no. 488640), still in the LEGI base.
ANNULES = {("CSP", f"R. 1331-{numero}") for numero in range(17, 24)}


def identifiant(code: str, article: str) -> str:
    brut = unicodedata.normalize("NFKD", f"texte_{code}_{article}").encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "_", brut.decode().lower()).strip("_")


def lire_examens(chemin: Path = EXAMENS) -> dict[tuple[str, str], dict[str, str]]:
    with chemin.open(encoding="utf-8", newline="") as flux:
        return {(li["code"], li["article"]): li for li in csv.DictReader(flux, delimiter=";")}


def completude(code: str, article: str, texte: str, examens: dict) -> tuple[str, str]:
    """(1 or 0, why): what was read in the source, else what the automatic check says."""
    trouves = " ; ".join(doutes(texte))
    examen = examens.pop((code, article), None)
    if not trouves and not examen:
        return "1", LU
    if not examen or examen["doute"] != trouves:
        raise SystemExit(f"{code} {article} : à examiner dans {EXAMENS.name} : {trouves or 'plus de doute'}")
    return ("1" if examen["complet"] == "oui" else "0"), examen["motif"]


def lire(source: Path = SOURCE, examens: Path = EXAMENS) -> list[dict[str, str]]:
    with source.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    a_examiner = lire_examens(examens)
    articles = []
    for ligne in lignes:
        # « R. 1331-17 (annulé…) »: the remark belongs to `remarque`, not to the number.
        article = re.sub(r"\s*\(annulé.*\)$", "", ligne["article"]).strip()
        complet, motif = completude(ligne["code"], article, ligne["texte"], a_examiner)
        articles.append({
            "id": identifiant(ligne["code"], article),
            "code": ligne["code"],
            "article": article,
            "libelle_code": ligne["libelle_code"].replace("'", "’"),
            "texte": ligne["texte"],
            "date_version": ligne["date_version"],
            "date_debut": ligne["date_debut_vigueur"],
            "identifiant_legiarti": ligne["identifiant_legiarti"],
            "source_url": ligne["source_url"],
            "licence": LICENCE,
            "citable": "0" if (ligne["code"], article) in ANNULES else "1",
            # One copy only, that nothing crosses.
            "niveau_preuve": "a_verifier" if "source unique" in ligne["remarque"] else "confirme",
            "complet": complet,
            "complet_motif": motif,
            "remarque": ligne["remarque"],
        })  # fmt: skip
    doubles = len(articles) - len({article["id"] for article in articles})
    if doubles or any(ligne["complet"] != "oui" for ligne in lignes):
        raise SystemExit(f"Source à corriger : {doubles} articles en double, ou article incomplet.")
    if a_examiner:
        raise SystemExit(f"{EXAMENS.name} : articles absents de la source : {sorted(a_examiner)}")
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
