"""Penal side: what an offence is, its penalty, the facts it needs, who may draw up a report.

CCH L. 511-22, L. 521-4; CSP L. 1312-1, R. 1312-14. The table is `data/oilhi.infraction.csv`: a
jurist corrects it there. Nothing is decided here: the prosecutor and the judge decide.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .annules import articles_annules
from .calendrier import ajouter_mois_jours
from .francais import date_lettres, duree_lettres, liste, nombre_groupe, typo
from .guide_lecture import DONNEES
from .regles import NIVEAUX_PREUVE, Refus

TABLE, ELEMENTS = DONNEES / "oilhi.infraction.csv", DONNEES / "oilhi.infraction.element.csv"
ANS_ACHAT, ANS_ACTIVITE = 10, 5  # L. 511-22 IV 2° and 3°, L. 521-4 II: « au plus »

COMPLEMENTAIRES = {
    "confiscation": "confiscation de l'immeuble, du fonds de commerce ou des locaux qui ont servi à "
    "l'infraction (obligatoire, sauf décision spécialement motivée)",
    "activite": "interdiction d'exercer une activité professionnelle ou sociale, cinq ans au plus",
    "achat": "interdiction d'acheter un bien d'habitation ou un fonds d'hébergement, ou d'en être "
    "usufruitier, dix ans au plus, sauf pour l'occuper soi-même (obligatoire, sauf décision "
    "spécialement motivée)",
}
# A legal person has no « activité » under V or III: 131-39 of the Code pénal, not read here.
COMPLEMENTAIRES_MORALE = {
    "confiscation": COMPLEMENTAIRES["confiscation"],
    "achat": "interdiction d'acheter un bien d'habitation ou un fonds d'hébergement, ou d'en être "
    "usufruitière, dix ans au plus (obligatoire, sauf décision spécialement motivée)",
}
AMENDE_MORALE = typo(
    "À vérifier : l'amende d'une personne morale suit l'article 131-38 du code pénal, et d'autres peines "
    "l'article 131-39 ; ces articles n'ont pas été lus ici."
)
PRESCRIPTION = typo(
    "À vérifier : le délai de prescription est dans le code de procédure pénale, non lu ici. Signalez sans "
    "tarder (pratique)."
)
# L. 1312-1: who may search for and establish an offence to the health rules.
AGENTS = {
    "opj": ("Officier ou agent de police judiciaire", False),
    "l1421_1": ("Agent de l'article L. 1421-1 du code de la santé publique", True),
    "l1435_7": ("Agent de l'article L. 1435-7 du code de la santé publique (ARS)", True),
    "territorial": ("Agent de la collectivité, habilité et assermenté", True),
}
FOI = typo("Ce procès-verbal fait foi jusqu'à preuve contraire (CSP L. 1312-1).")
FOI_OPJ = typo("À vérifier : la force de ce procès-verbal est réglée par le code de procédure pénale.")


@dataclass(frozen=True, slots=True)
class Element:
    """One fact that the offence needs, for the authority to say how it is established."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Infraction:
    code: str
    libelle: str
    fait: str
    base: str
    emprisonnement: int | None  # years
    amende: int | None  # euros
    contravention: int | None  # class
    circonstance: str
    emprisonnement_aggrave: int | None
    amende_aggravee: int | None
    elements: tuple[Element, ...]
    complementaires: tuple[str, ...]
    base_complementaires: str
    procedures: tuple[str, ...]
    niveau_preuve: str
    remarque: str = ""


def _entier(valeur: str | int | None) -> int | None:
    return int(valeur) if valeur else None


def _codes(texte: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (texte or "").split(",") if code.strip())


def complementaires_en_mots(texte: str | None) -> tuple[str, ...]:
    """What the codes of the column mean, for who reads the table."""
    return tuple(typo(COMPLEMENTAIRES[c]) for c in _codes(texte) if c in COMPLEMENTAIRES)


def construire(ligne: Mapping[str, object], elements: Iterable[Element]) -> Infraction:
    """One row of the table, of the file or of the base; ValueError on what cannot be read."""
    niveau = ligne["niveau_preuve"]
    complementaires = _codes(ligne["peines_complementaires"])
    inconnus = set(complementaires) - COMPLEMENTAIRES.keys()
    if niveau not in NIVEAUX_PREUVE or inconnus:
        raise ValueError(f"{ligne['code']}\u00a0: {', '.join(inconnus) or niveau} inconnu.")
    return Infraction(
        code=ligne["code"],
        libelle=ligne["name"],
        fait=ligne["fait"],
        base=ligne["base"],
        emprisonnement=_entier(ligne["emprisonnement"]),
        amende=_entier(ligne["amende"]),
        contravention=_entier(ligne["contravention"]),
        circonstance=ligne["circonstance"] or "",
        emprisonnement_aggrave=_entier(ligne["emprisonnement_aggrave"]),
        amende_aggravee=_entier(ligne["amende_aggravee"]),
        elements=tuple(elements),
        complementaires=complementaires,
        base_complementaires=ligne["base_complementaires"] or "",
        procedures=_codes(ligne["procedures"]),
        niveau_preuve=niveau,
        remarque=ligne["remarque"] or "",
    )


def lire_infractions(table: Path = TABLE, elements: Path = ELEMENTS) -> dict[str, Infraction]:
    with open(elements, encoding="utf-8", newline="") as fichier:
        par_infraction = defaultdict(list)
        for ligne in csv.DictReader(fichier):
            par_infraction[ligne["infraction_id:id"]].append(Element(ligne["cle"], ligne["name"]))
    with open(table, encoding="utf-8", newline="") as fichier:
        lues = [construire(r, par_infraction[r["id"]]) for r in csv.DictReader(fichier)]
    return {infraction.code: infraction for infraction in lues}


@lru_cache(maxsize=1)
def infractions_livrees() -> Mapping[str, Infraction]:
    return MappingProxyType(lire_infractions())


# ---- what is incurred --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Peine:
    principale: str
    complementaires: tuple[str, ...]
    base: str
    niveau_preuve: str
    avertissements: tuple[str, ...]


def visee(infraction: Infraction, procedures: Collection[str]) -> bool:
    """The offence may be seen in one of these procedures; one that names none may be seen in any."""
    return not (infraction.procedures and procedures) or bool({*infraction.procedures} & {*procedures})


def peine(
    infraction: Infraction, *, vulnerable: bool | None = False, personne_morale: bool = False
) -> Peine:
    """Penalty incurred, in words. `vulnerable`: an occupant is, as far as the text says; None for a
    reader who may not know it: the base penalty, said to be so."""
    mentions = [typo(infraction.remarque)] if infraction.remarque else []
    if infraction.contravention:
        principale = typo(f"amende des contraventions de la {_ordinal(infraction.contravention)} classe")
        return Peine(principale, (), infraction.base, infraction.niveau_preuve, tuple(mentions))
    aggravee = vulnerable and infraction.amende_aggravee
    ans = infraction.emprisonnement_aggrave if aggravee else infraction.emprisonnement
    amende = infraction.amende_aggravee if aggravee else infraction.amende
    if not amende:
        return Peine(typo("à vérifier"), (), infraction.base, "a_verifier", tuple(mentions))
    noms = COMPLEMENTAIRES_MORALE if personne_morale else COMPLEMENTAIRES
    if personne_morale:
        mentions.append(AMENDE_MORALE)
        principale = typo("amende (montant à vérifier)")
    else:
        principale = typo(f"{duree_lettres(ans, 'ans')} d'emprisonnement et {nombre_groupe(amende)} € d'amende")
    if aggravee:
        principale += typo(" (occupant vulnérable)")
    elif vulnerable is None and infraction.amende_aggravee:
        principale += typo(" (hors circonstance aggravante)")
    return Peine(
        principale,
        tuple(typo(noms[c]) for c in infraction.complementaires if c in noms),
        " ; ".join(filter(None, (infraction.base, infraction.base_complementaires))),
        "a_verifier" if personne_morale else infraction.niveau_preuve,
        tuple(mentions),
    )


def _ordinal(classe: int) -> str:
    return {1: "première", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième"}[classe]


def elements_manquants(infraction: Infraction, etablis: Collection[str]) -> tuple[Element, ...]:
    """Facts that nothing establishes yet: told to the prosecutor as such, never presumed."""
    return tuple(e for e in infraction.elements if e.code not in etablis)


# ---- report of an offence to the health rules (CSP L. 1312-1) ----------------------------------


@dataclass(frozen=True, slots=True)
class ProcesVerbal:
    qualite: str
    foi: str
    base: str = "CSP L. 1312-1, R. 1312-14"


def proces_verbal(
    agent: str, *, constate_le: date | None, article: str, jour: date, assermente: bool = True
) -> ProcesVerbal | Refus:
    """Who draws it up, what it cites: refused when the agent may not, or the article was annulled."""
    if agent not in AGENTS or (agent == "territorial" and not assermente):
        return Refus("PV-AGENT", typo(
            "Ce procès-verbal n'est dressé que par un officier ou agent de police judiciaire, un agent des "
            "articles L. 1421-1 ou L. 1435-7, ou un agent de la collectivité habilité et assermenté : "
            "demandez à la gendarmerie, à la police ou à l'ARS."
        ), "CSP L. 1312-1")
    if constate_le is None or constate_le > jour:
        return Refus("PV-DATE", typo("Indiquez le jour où le manquement a été constaté."), "CSP L. 1312-1")
    if not article.strip():
        return Refus("PV-ARTICLE", typo("Indiquez l'article violé : le procès-verbal le cite."), "CSP R. 1312-14")
    if annules := articles_annules(article):
        return Refus("PV-ANNULE", typo(
            f"{liste(annules)} : article annulé par le Conseil d'État (29 août 2024), il ne fonde plus aucune "
            "poursuite. Citez un article en vigueur."
        ), "CSP R. 1331-16")
    qualite, foi = AGENTS[agent]
    return ProcesVerbal(typo(qualite), FOI if foi else FOI_OPJ)


# ---- prohibition to buy (L. 511-22 IV 3°, V; L. 521-4 II 3°, III) -------------------------------


@dataclass(frozen=True, slots=True)
class InterdictionAchat:
    depart: date
    fin: date
    calcul: str
    avertissements: tuple[str, ...]
    base: str
    niveau_preuve: str = "a_verifier"  # no text read says from which day it runs


DEPART_INTERDICTION = typo(
    "À vérifier sur la décision : le jour où l'interdiction commence (condamnation définitive) et son terme."
)


def interdiction_achat(
    depart: date, mois: int, *, base: str = "CCH L. 511-22 IV 3°"
) -> InterdictionAchat | Refus:
    """End of the prohibition that a court pronounced; ten years at most."""
    if isinstance(mois, bool) or not isinstance(mois, int) or mois <= 0:
        return Refus("ACHAT-DUREE", typo("Indiquez la durée prononcée par le tribunal, en mois."), base)
    if mois > ANS_ACHAT * 12:
        return Refus("ACHAT-DUREE", typo(
            f"L'interdiction d'acheter dure dix ans au plus : {mois} mois dépassent ce maximum, relisez la "
            "décision."
        ), base)
    fin = ajouter_mois_jours(depart, mois, 0)
    duree = duree_lettres(mois // 12, "ans") if mois % 12 == 0 else duree_lettres(mois, "mois")
    return InterdictionAchat(depart, fin, typo(
        f"à partir du {date_lettres(depart)}, {duree} : jusqu'au {date_lettres(fin)}"
    ), (DEPART_INTERDICTION,), base)


@dataclass(frozen=True, slots=True)
class Verification:
    qui: str
    quoi: str
    base: str
    niveau_preuve: str


VERIFICATIONS = tuple(
    Verification(qui, typo(quoi), base, niveau)
    for qui, quoi, base, niveau in (
        ("Le tribunal", "prononce l'interdiction, sauf décision spécialement motivée, et en fixe la durée.",
         "CCH L. 511-22 IV", "confirme"),
        ("Le notaire", "vérifie avant l'acte que l'acquéreur, ou l'associé de la société qui achète, n'est pas "
         "frappé de l'interdiction.", "CCH L. 551-1", "a_verifier"),
        ("La commune", "garde la décision au dossier et signale au procureur un achat fait malgré "
         "l'interdiction.", "", "pratique"),
    )
)
