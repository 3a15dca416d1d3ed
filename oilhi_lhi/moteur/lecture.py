"""Reads the tables of deadlines that the addon ships: the jurist's CSV is the single source."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .guide_lecture import DONNEES, ETAT_DU_DROIT
from .regles import RegleDelai, regle_en_vigueur

TABLE = DONNEES / "oilhi.delai.csv"
Versions = Mapping[str, tuple[tuple[date | None, date | None, RegleDelai], ...]]
_COLONNES = ("code", "name", "nombre", "unite", "nature", "depart", "proroge", "base", "niveau_preuve")


def tables(dossier: Path = DONNEES) -> tuple[Path, ...]:
    """Every file that Odoo loads into oilhi.delai: the model name, then a dash and a subject."""
    return (dossier / TABLE.name, *sorted(dossier.glob("oilhi.delai-*.csv")))


def etat_du_droit() -> date:
    """Last day of the month whose law the addon ships."""
    annee, mois = (int(morceau) for morceau in ETAT_DU_DROIT.split("-"))
    return date(annee, mois, monthrange(annee, mois)[1])


def _nombre(texte: str) -> int | float | None:
    if not texte:
        return None
    nombre = float(texte)
    return int(nombre) if nombre == int(nombre) else nombre


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None


def _lignes(chemin: Path) -> Iterator[tuple[str, date | None, date | None, RegleDelai]]:
    """(place, first day, last day, rule). Columns that the core does not know are Odoo's."""
    with open(chemin, encoding="utf-8", newline="") as fichier:
        lecteur = csv.DictReader(fichier)
        manquantes = [nom for nom in _COLONNES if nom not in (lecteur.fieldnames or ())]
        if manquantes:
            raise ValueError(f"{chemin.name}\u00a0: colonnes manquantes, {', '.join(manquantes)}.")
        for ligne in lecteur:
            lieu = f"{chemin.name}, ligne {lecteur.line_num}"
            try:
                debut, fin = _jour(ligne.get("date_debut")), _jour(ligne.get("date_fin"))
                regle = RegleDelai(
                    code=ligne["code"],
                    libelle=ligne["name"],
                    nombre=_nombre(ligne["nombre"]),
                    unite=ligne["unite"],
                    nature=ligne["nature"],
                    depart=ligne["depart"],
                    proroge=ligne["proroge"] == "1",
                    base=ligne["base"],
                    niveau_preuve=ligne["niveau_preuve"],
                )
            except ValueError as erreur:
                raise ValueError(f"{lieu} ({ligne['code']})\u00a0: {erreur}") from erreur
            yield lieu, debut, fin, regle


def lire_versions(*chemins: Path) -> Versions:
    """Every version of every rule, by code; the shipped files by default."""
    versions: dict[str, list[tuple[date | None, date | None, RegleDelai]]] = {}
    vues: dict[tuple[str, date | None], str] = {}
    for chemin in chemins or tables():
        for lieu, debut, fin, regle in _lignes(chemin):
            if autre := vues.get((regle.code, debut)):
                depuis = f" applicable depuis le {debut.isoformat()}" if debut else ""
                raise ValueError(
                    f"Délai {regle.code}{depuis} en double\u00a0: {autre} et {lieu}. Gardez une "
                    "ligne, ou donnez une autre date de début."
                )
            vues[regle.code, debut] = lieu
            versions.setdefault(regle.code, []).append((debut, fin, regle))
    return {code: tuple(lignes) for code, lignes in versions.items()}


def lire_regles(*chemins: Path, jour: date | None = None) -> dict[str, RegleDelai]:
    """Rules in force on a day (by default: the law that the addon ships), by code."""
    jour = jour or etat_du_droit()
    choix = {
        code: regle_en_vigueur(lignes, jour) for code, lignes in lire_versions(*chemins).items()
    }
    return {code: regle for code, regle in choix.items() if regle}


@lru_cache(maxsize=1)
def regles_livrees() -> Mapping[str, RegleDelai]:
    """The shipped table, read once; callers that hold corrected rules pass their own mapping."""
    return MappingProxyType(lire_regles())
