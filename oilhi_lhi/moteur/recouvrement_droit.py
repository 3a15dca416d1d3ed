"""What a recovery account knows of the law: which expense is recovered, from which article.

CCH L. 511-16, L. 511-17, R. 511-9 (works), L. 541-2 (publication, buyers), L. 521-3-2 VI
(lodging), L. 543-2 (8 %), CSP L. 1311-4. What the texts read leave open is `a_verifier`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .francais import typo

FRAIS, HEBERGEMENT, PUBLICITE, ASTREINTE = "frais", "hebergement", "publicite", "astreinte"
OBJETS = {
    FRAIS: typo("Frais d'exécution d'office"),
    HEBERGEMENT: "Hébergement et relogement",
    PUBLICITE: "Publicité de l’arrêté",
    ASTREINTE: "Astreinte",
}
# Buyers are jointly held for these, and for nothing else (L. 541-2).
TENUS_PAR_ACQUEREUR = (FRAIS, HEBERGEMENT)
OUI, NON, DOUTE = "oui", "non", "a_verifier"


# « CCH L. 511-16, R. 511-9 »: the code, then its articles.
_BASE = re.compile(r"(.*?)\s*([LRD]\..*)")


@dataclass(frozen=True, slots=True)
class Nature:
    code: str
    libelle: str
    recuperable: str  # oui, non, a_verifier
    objet: str
    forfait: str  # oui, non, a_verifier: shown, not added
    base: str
    niveau: str
    motif: str = ""  # why not, or what is to be checked


def _nature(code, libelle, recuperable, objet, forfait, base, niveau="confirme", motif=""):
    return Nature(code, typo(libelle), recuperable, objet, forfait, base, niveau, typo(motif))


NATURES = {nature.code: nature for nature in (
    _nature("travaux", "Travaux prescrits", OUI, FRAIS, OUI, "CCH L. 511-16, L. 511-17, R. 511-9"),
    _nature("securite", "Sécurité de l'ouvrage ou des mitoyens", OUI, FRAIS, OUI, "CCH R. 511-9"),
    _nature("demolition", "Démolition autorisée par le juge", OUI, FRAIS, OUI,
            "CCH L. 511-16, R. 511-9"),
    _nature("acces", "Empêcher l'accès ou l'usage des lieux", OUI, FRAIS, OUI,
            "CCH L. 511-11, L. 511-17"),
    _nature("moe", "Maîtrise d'œuvre et maîtrise d'ouvrage", OUI, FRAIS, OUI, "CCH R. 511-9"),
    _nature("expertise", "Expertise", OUI, FRAIS, OUI, "CCH R. 511-9, L. 511-17"),
    _nature("substitution", "Appels de fonds payés pour un copropriétaire défaillant", OUI, FRAIS,
            DOUTE, "CCH L. 511-16, L. 511-17, R. 511-11", "confirme",
            "forfait de 8 % sur une substitution : à vérifier, il n'est pas ajouté ; les intérêts au "
            "taux légal courent de la notification de la substitution, le comptable les calcule"),
    _nature("hebergement", "Hébergement ou relogement des occupants", OUI, HEBERGEMENT, DOUTE,
            "CCH L. 521-3-2 VI", "confirme",
            "forfait de 8 % sur l'hébergement : à vérifier, il n'est pas ajouté"),
    _nature("publicite", "Publication de l'arrêté", OUI, PUBLICITE, DOUTE, "CCH L. 541-2",
            "confirme", "forfait de 8 % sur la publication : à vérifier, il n'est pas ajouté"),
    _nature("accompagnement", "Temps des services, accompagnement social", NON, FRAIS, NON,
            "CCH L. 543-2", "confirme", "déjà couvert par le forfait de 8 %"),
    _nature("autre", "Autre dépense", DOUTE, FRAIS, NON, "", "a_verifier",
            "aucun article lu ne la met à la charge de la personne tenue"),
)}  # fmt: skip
# Expenses that only an order of the chapter L. 511 (or CSP L. 1311-4) makes recoverable.
CHAPITRE_511 = ("MSO", "MSU", "MSO-EQ", "MSU-EQ", "MSO-MAT", "MSU-MAT", "MS-FUN", "INS-ORD",
                "INS-URG", "INS-IMP")  # fmt: skip
# Polices whose own article puts the works on the owner, without the 8 % of L. 543-2.
PROPRES = {"TNE": "CGCT L. 2213-25", "RAV": "CCH L. 126-3"}
PUBLIEE_PAR_ACQUEREUR = ("MSO", "MSO-EQ", "MSO-MAT", "INS-ORD", "INS-IMP", "ERP-HEB")


@dataclass(frozen=True, slots=True)
class Regime:
    """What the law says of one expense in one procedure."""

    recuperable: str
    objet: str
    forfait: str
    base: str
    niveau: str
    motif: str


def regime(nature: str, procedure: str | None) -> Regime:
    """Recoverable or not, with its article, for an expense made in a procedure."""
    n = NATURES[nature]
    commun = {"objet": n.objet, "base": n.base, "niveau": n.niveau, "motif": n.motif}
    if n.recuperable != OUI:
        return Regime(n.recuperable, forfait=NON, **commun)
    if procedure in CHAPITRE_511:
        return Regime(OUI, forfait=n.forfait, **commun)
    if procedure == "DSP" and n.objet == FRAIS and nature != "substitution":
        commun["base"] = "CSP L. 1311-4"
        return Regime(OUI, forfait=n.forfait, **commun)
    if procedure in PROPRES and nature == "travaux":
        return Regime(OUI, n.objet, NON, PROPRES[procedure], "confirme", "")
    if procedure == "ERP-HEB":
        motif = "à vérifier : L. 184-1 se recouvre selon ses propres articles, que l'application ne lit pas"
        return Regime(DOUTE, n.objet, NON, "CCH L. 184-1", "a_verifier", typo(motif))
    if procedure == "DEC" and nature == "travaux":
        motif = "à vérifier : aux frais de qui l'enlèvement d'office est fait, l'application ne l'a pas lu"
        return Regime(DOUTE, n.objet, NON, "C. env. L. 541-3 I 2°", "a_verifier", typo(motif))
    if procedure in ("PGI", "PGS"):
        motif = "police générale : à la charge de la commune, un recours contre l'auteur du danger est à vérifier"
        return Regime(NON, n.objet, NON, "CGCT L. 2212-2, L. 2212-4", "a_verifier", typo(motif))
    if not procedure:
        motif = "dites dans quelle procédure la dépense a été faite"
        return Regime(DOUTE, n.objet, NON, n.base, "a_verifier", typo(motif))
    motif = f"aucun article lu ne met cette dépense à la charge de la personne tenue en procédure {procedure}"
    return Regime(NON, n.objet, NON, "", "a_verifier", typo(motif))


def articles(bases: Iterable[str]) -> str:
    """One list of what several bases cite: each article once, in the order of its code."""
    par_code: dict[str, set[str]] = {}
    for base in bases:
        for morceau in filter(None, (m.strip() for m in base.split(";"))):
            code, cites = _BASE.fullmatch(morceau).groups()
            par_code.setdefault(code, set()).update(a.strip() for a in cites.split(","))
    return " ; ".join(
        f"{code} {', '.join(sorted(cites, key=_rang))}".strip() for code, cites in par_code.items()
    )


def _rang(article: str) -> tuple[int, tuple[int, ...], str]:
    """Statutes before regulations, then by number: L. 511-9 comes before L. 511-17."""
    return "LRD".index(article[0]), tuple(int(n) for n in re.findall(r"\d+", article)), article


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sale after the order: the buyer is jointly held if the order had been published before."""

    cedant: str
    acquereur: str
    le: date
    judiciaire: bool = False  # judicial sale or auction


def tient_acquereur(mutation: Mutation, publie_le: date | None, procedure: str | None) -> str:
    """'' when the buyer is jointly held, else why he is not (L. 541-2, L. 541-5)."""
    jour = f"{mutation.le:%d/%m/%Y}"
    if mutation.judiciaire:
        return typo(f"vente judiciaire ou adjudication du {jour} : l'acquéreur n'est pas tenu (CCH L. 541-5)")
    if procedure not in PUBLIEE_PAR_ACQUEREUR:
        return typo(
            f"vente du {jour} : la solidarité des acquéreurs ne vise que les arrêtés de L. 511-11 et "
            "L. 184-1, pas celui-ci (CCH L. 541-2)"
        )
    if publie_le is None:
        return typo(f"vente du {jour} : l'arrêté n'est pas publié, l'acquéreur n'est pas tenu (CCH L. 541-2)")
    if mutation.le <= publie_le:
        return typo(
            f"vente du {jour} : elle n'est pas postérieure à la publication du {publie_le:%d/%m/%Y} "
            "(CCH L. 541-2)"
        )
    return ""
