"""What proves the start of a period (R7; CCH R. 511-3, R. 511-8, L. 511-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .francais import typo

DEPART_INCONNU = typo("Preuve manquante : la date de départ est inconnue.")


@dataclass(frozen=True, slots=True)
class Depart:
    """Start of a period and how it is proved (R7); `date` None: the proof is missing."""

    date: date | None
    justificatif: str
    niveau_preuve: str = "confirme"
    avertissements: tuple[str, ...] = ()


def depart_retenu(
    mode: str,
    *,
    reception: date | None = None,
    premiere_presentation: date | None = None,
    pli_non_reclame: bool = False,
    affichage_mairie: date | None = None,
    affichage_facade: date | None = None,
) -> Depart:
    """Start date that the mode of delivery proves (R7; CCH R. 511-3, R. 511-8, L. 511-12)."""
    if mode == "affichage":
        poses = [jour for jour in (affichage_mairie, affichage_facade) if jour]
        if not poses:
            return Depart(None, "certificat d'affichage", avertissements=(DEPART_INCONNU,))
        mentions = () if len(poses) == 2 else (
            typo("Affichage : à la mairie et sur la façade, deux dates sont attendues."),
        )  # fmt: skip
        return Depart(
            max(poses),
            "certificat d'affichage, premier jour de l'affichage complet",
            "a_verifier",
            mentions,
        )
    justificatif = {
        "lrar": "avis de réception, date de remise",
        "main_propre": "procès-verbal de remise en main propre",
        "signification": "acte du commissaire de justice",
    }.get(mode, "moyen donnant date certaine à la réception")
    if reception:
        return Depart(reception, justificatif)
    if mode == "lrar" and pli_non_reclame and premiere_presentation:
        return Depart(
            premiere_presentation,
            "pli non réclamé, date de première présentation",
            "a_verifier",
            (
                typo(
                    "À vérifier : pli non réclamé, la première présentation ne vaut que si "
                    "l'avis de passage est régulier."
                ),
            ),
        )
    return Depart(None, justificatif, avertissements=(DEPART_INCONNU,))
