"""Minimum periods: which one applies (R12), is the chosen one long enough (C.2, 11 and 12).

A period that an act sets may also have a maximum (CCH L. 126-3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .calendrier import bornes_mois
from .francais import duree_lettres, typo
from .lecture import regles_livrees
from .regles import DUREES, Refus, RegleDelai

TYPES_SANS_MINIMUM = frozenset({"interdiction_temporaire", "interdiction_definitive", "cessation"})
# Procedures whose adversarial stage R. 511-3 governs -> the rule for their length.
_OBSERVATIONS = (
    ("INS-IMP", "DL-CONTR-INS"),
    ("INS-ORD", "DL-CONTR-INSO"),
    ("MSO", "DL-CONTR-MS"),
    ("MS-FUN", "DL-CONTR-MS"),
    ("DEC", "DL-DEC-OBS"),
)
_PAR_CCH = ("INS-IMP", "INS-ORD", "MSO")
# Procedures that end in the ordinary order of R. 511-6; it says nothing of the other ones.
_PAR_R_511_6 = ("MSO", "MS-FUN", "INS-ORD", "INS-IMP")
INVALIDE = typo("Indiquez un nombre entier positif et une unité : heures, jours ou mois.")


@dataclass(frozen=True, slots=True)
class ChoixRegle:
    """The observation rule that applies, and why; `code` None: no adversarial period is fixed."""

    code: str | None
    motif: str
    base: str = ""
    avertissements: tuple[str, ...] = ()


def _nombre(nombre: object) -> int | None:
    if isinstance(nombre, bool) or not isinstance(nombre, int | float):
        return None
    return int(nombre) if 0 < nombre < 1_000_000 and nombre == int(nombre) else None


def _jours_certains(nombre: int, unite: str) -> int:
    """Days that a period surely lasts: the shortest months, the whole days of hours."""
    if unite == "heures":  # the day of the event does not count (CPC 641)
        return max(0, nombre // 24 - 1)
    return nombre if unite == "jours" else bornes_mois(_mois(nombre, unite))[0]


def _jours_possibles(nombre: int, unite: str) -> int:
    """Days that a period may last at most: the longest months."""
    if unite == "heures":
        return -(-nombre // 24)
    return nombre if unite == "jours" else bornes_mois(_mois(nombre, unite))[1]


def _mois(nombre: int, unite: str) -> int:
    return min(nombre * (12 if unite == "ans" else 1), 1_200)


def _assez(nombre: int, unite: str, min_nombre: int, min_unite: str) -> bool:
    mois = ("mois", "ans")
    if unite in mois and min_unite in mois:
        return _mois(nombre, unite) >= _mois(min_nombre, min_unite)
    if unite == min_unite:
        return nombre >= min_nombre
    return _jours_certains(nombre, unite) >= _jours_possibles(min_nombre, min_unite)


def _refus(
    nombre: object, unite: str | None, regle: tuple[int, str], *, code: str, quoi: str, motif: str,
    base: str,
) -> Refus | None:  # fmt: skip
    """Refusal of a length against a minimum, in words an agent can act on."""
    entier = _nombre(nombre)
    if entier is None or unite not in DUREES:
        return Refus("DELAI-INVALIDE", typo(f"{quoi} illisible. {INVALIDE}"), base)
    if _assez(entier, unite, *regle):
        return None
    minimum = duree_lettres(*regle)
    ou_jours = ""
    if regle[1] in ("mois", "ans"):
        ou_jours = f" ou {duree_lettres(_jours_possibles(*regle), 'jours')}"
    message = (
        f"{quoi} trop court ({duree_lettres(entier, unite)}) : {motif} ({base}). "
        f"Accordez au moins {minimum}{ou_jours}."
    )
    return Refus(code, typo(message), base)


def respecte_minimum(
    nombre: int | float | None, unite: str | None, min_nombre: int, min_unite: str,
    base: str = "durée minimale",
) -> Refus | None:  # fmt: skip
    """None if a period is never shorter than a minimum, whatever its start date.

    Days satisfy « n months » only from the longest n consecutive months (31, 62, 92…);
    months satisfy « n days » only if the shortest such months do.
    """
    return _refus(
        nombre,
        unite,
        (min_nombre, min_unite),
        code="DELAI-TROP-COURT",
        quoi="Délai",
        motif=f"le minimum est {duree_lettres(min_nombre, min_unite)}",
        base=base,
    )


def respecte_maximum(
    nombre: int | float | None, unite: str | None, regle: RegleDelai, *, quoi: str = "Délai"
) -> Refus | None:  # fmt: skip
    """None if a period never exceeds that rule, whatever its start date: a year may have 365 days."""
    entier, maximum = _nombre(nombre), (int(regle.nombre or 0), regle.unite)
    if entier is None or unite not in DUREES:
        return Refus("DELAI-INVALIDE", typo(f"{quoi} illisible. {INVALIDE}"), regle.base)
    if _assez(*maximum, entier, unite):
        return None
    au_plus, ou_jours = duree_lettres(*maximum), ""
    if regle.unite in ("mois", "ans"):
        ou_jours = f" ou {duree_lettres(_jours_certains(*maximum), 'jours')}"
    return Refus("DELAI-TROP-LONG", typo(
        f"{quoi} trop long ({duree_lettres(entier, unite)}) : le texte laisse {au_plus} au plus "
        f"({regle.base}). Accordez au plus {au_plus}{ou_jours}."
    ), regle.base)


def regle_observations(
    procedure: str, copropriete: str | None = None, *, destinataire: str | None = None
) -> ChoixRegle:
    """Rule for the adversarial period: the longest that applies (R12; CCH R. 511-3, R. 511-10).

    `copropriete`: answer to Q10 (None or `inconnu`: not known). `destinataire`: `syndic` or
    `personne`, for a building where common and private parts are both concerned.
    """
    code = next((code for debut, code in _OBSERVATIONS if procedure.startswith(debut)), None)
    if code is None:
        return ChoixRegle(None, typo("Aucun délai d'observations n'est fixé par un texte lu."))
    copropriete = copropriete if procedure.startswith(_PAR_CCH) else "non"
    seules = copropriete in ("parties_communes", "sans_syndic")
    if seules or (copropriete == "les_deux" and destinataire != "personne"):
        motif, mentions = "seules parties communes d'une copropriété", ()
        if copropriete == "les_deux":
            motif = "copropriété, parties communes et privatives, par prudence"
            mentions = (
                typo("Calcul prudent : chaque copropriétaire concerné reçoit aussi sa lettre."),
            )
        elif copropriete == "sans_syndic":
            motif = "copropriété sans syndic, par prudence"
            mentions = (typo("À vérifier : désignation d'un représentant de la copropriété."),)
        return ChoixRegle("DL-CONTR-COPRO", typo(motif), "CCH R. 511-10", mentions)
    motif = {
        "DL-CONTR-INS": "local de l'article L. 1331-23 du code de la santé publique",
        "DL-CONTR-INSO": "traitement de l'insalubrité",
        "DL-CONTR-MS": "mise en sécurité",
        "DL-DEC-OBS": "dépôt de déchets",
    }[code]
    mentions = ()
    if copropriete in (None, "", "inconnu"):
        mentions = (
            typo(
                "Copropriété non renseignée : deux mois si les seules parties communes "
                "sont en cause."
            ),
        )
    base = "C. env. L. 541-3 I" if code == "DL-DEC-OBS" else "CCH R. 511-3"
    return ChoixRegle(code, typo(motif), base, mentions)


def verifier_delai_observations(
    nombre: int | float | None,
    unite: str | None,
    procedure: str,
    copropriete: str | None = None,
    *,
    destinataire: str | None = None,
    regles: Mapping[str, RegleDelai] | None = None,
) -> Refus | None:
    """Refuse too short a time for observations (C.2 rule 11; CCH R. 511-3, R. 511-10)."""
    choix = regle_observations(procedure, copropriete, destinataire=destinataire)
    if choix.code is None:
        return None
    regle = (regles or regles_livrees())[choix.code]
    minimum = (int(regle.nombre or 0), regle.unite)
    return _refus(
        nombre,
        unite,
        minimum,
        code="C2-11",
        quoi="Délai d'observations",
        motif=f"{duree_lettres(*minimum)} au moins à compter de la réception, {choix.motif}",
        base=choix.base,
    )


def verifier_delai_execution(
    type_mesure: str,
    nombre: int | float | None,
    unite: str | None,
    urgence: bool = False,
    *,
    procedure: str = "MSO",
    regles: Mapping[str, RegleDelai] | None = None,
) -> Refus | None:
    """Refuse too short a time to carry out repairs or demolition (C.2 rule 12; CCH R. 511-6).

    Nothing in urgent procedure, in another police (RSHS, PGI, ERP-HEB…), nor for an interdiction or
    a cessation. Any other type, `securisation` included, counts as repair: a refusal here is cheaper
    than a void order.
    """
    if urgence or type_mesure in TYPES_SANS_MINIMUM:
        return None
    if procedure and not procedure.startswith(_PAR_R_511_6):
        return None
    code = "DL-EXEC-INS" if (procedure or "").startswith("INS") else "DL-EXEC-MS"
    regle = (regles or regles_livrees())[code]
    minimum = (int(regle.nombre or 0), regle.unite)
    return _refus(
        nombre,
        unite,
        minimum,
        code="C2-12",
        quoi="Délai d'exécution",
        motif="les mesures de réparation ou de démolition laissent au moins "
        f"{duree_lettres(*minimum)} à compter de la notification de l'arrêté",
        base="CCH R. 511-6",
    )
