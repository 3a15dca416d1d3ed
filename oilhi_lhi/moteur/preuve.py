"""What proves the start of a period (R7; CCH R. 511-3, R. 511-8, L. 511-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .francais import date_courte, heure_lettres, typo

# What became of a registered letter.
ISSUES_PLI = ("remis", "non_reclame", "refuse", "npai")
DEPART_INCONNU = typo("Preuve manquante : la date de départ est inconnue.")
NON_RECLAME = typo(
    "À vérifier : pli non réclamé, la première présentation ne vaut que si l'avis de passage est "
    "régulier."
)
REFUSE = typo(
    "À vérifier : pli refusé, la date de première présentation est retenue ; gardez l'enveloppe et "
    "la mention du refus."
)
INCONNU_A_L_ADRESSE = typo(
    "Inconnu à l'adresse : aucun délai ne court. Recherchez l'adresse actuelle et écrivez à nouveau ; "
    "l'affichage à la mairie et sur la façade n'est permis que si elle reste inconnue ou si la "
    "personne ne peut pas être identifiée (CCH L. 511-12, R. 511-3). Gardez la trace des recherches."
)
PRESENTATION_INCONNUE = typo(
    "Preuve manquante : indiquez la date de première présentation, portée sur l'enveloppe revenue."
)
ISSUE_INCONNUE = typo(
    "Preuve manquante : le pli a été présenté le {} ; dites s'il a été remis, non réclamé ou refusé."
)
CONTRADICTION = typo(
    "Contradiction : un pli {} n'a pas de date de remise. Corrigez l'un ou l'autre, rien ne court "
    "d'ici là."
)
REMISE_AVANT_PRESENTATION = typo(
    "Contradiction : la remise du {} précède la première présentation du {}. Corrigez l'une des "
    "deux dates."
)
REMISE_NON_FAITE = typo(
    "Remise non faite : aucun délai ne court. Recommencez par lettre recommandée avec avis de "
    "réception ou par commissaire de justice (CCH R. 511-8)."
)
AFFICHAGE_INCOMPLET = typo(
    "Preuve manquante : l'affichage vaut à la mairie et sur la façade, il manque la date {} "
    "(CCH L. 511-12, R. 511-3)."
)
AFFICHAGE_PERMIS = typo(
    "Affichage : il ne vaut que si l'adresse actuelle est inconnue ou la personne non identifiable "
    "(CCH L. 511-12, R. 511-3)."
)
AFFICHAGE_DEPART = typo(
    "À vérifier : le délai est compté du premier jour d'affichage complet, sauf durée d'affichage "
    "imposée."
)
_JUSTIFICATIFS = {
    "lrar": "avis de réception, date de remise",
    "main_propre": "procès-verbal de remise en main propre",
    "signification": "acte du commissaire de justice",
}
_REMISES = {"main_propre": "remis en main propre le", "signification": "signifié le"}
_ISSUES = {"non_reclame": "non réclamé", "refuse": "refusé", "npai": "revenu « inconnu à l'adresse »"}


@dataclass(frozen=True, slots=True)
class Depart:
    """Start of a period and how it is proved (R7); `date` None: the proof is missing."""

    date: date | datetime | None
    justificatif: str
    niveau_preuve: str = "confirme"
    avertissements: tuple[str, ...] = ()
    evenement: str = ""  # in words; empty: the words of the rule (reçu le, notifié le)


def _le(jour: date | datetime) -> str:
    heure = f" à {heure_lettres(jour)}" if isinstance(jour, datetime) else ""
    return f"{date_courte(jour)}{heure}"


def _jour(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def depart_retenu(
    mode: str,
    *,
    reception: date | datetime | None = None,
    premiere_presentation: date | None = None,
    issue_pli: str | None = None,
    pli_non_reclame: bool = False,
    affichage_mairie: date | None = None,
    affichage_facade: date | None = None,
) -> Depart:
    """Start date that the mode of delivery proves (R7; CCH R. 511-3, R. 511-8, L. 511-12).

    Fails closed: facts that contradict one another start nothing. `issue_pli`: what became of the
    letter (ISSUES_PLI); `pli_non_reclame` says the same as `non_reclame`.
    """
    issue = issue_pli or ("non_reclame" if pli_non_reclame else None)
    if issue is not None and issue not in ISSUES_PLI:
        raise ValueError(f"Issue du pli inconnue\u00a0: {issue}.")
    if mode == "affichage":
        return _affichage(affichage_mairie, affichage_facade)
    justificatif = _JUSTIFICATIFS.get(mode, "moyen donnant date certaine à la réception")
    if issue in _ISSUES:
        return _pli_revenu(mode, issue, justificatif, reception, premiere_presentation)
    if reception is None:
        motif = DEPART_INCONNU
        if issue is None and premiere_presentation:
            motif = ISSUE_INCONNUE.format(date_courte(premiere_presentation))
        return Depart(None, justificatif, avertissements=(motif,))
    if premiere_presentation and _jour(reception) < premiere_presentation:
        motif = REMISE_AVANT_PRESENTATION.format(
            date_courte(reception), date_courte(premiere_presentation)
        )
        return Depart(None, justificatif, avertissements=(motif,))
    remise = _REMISES.get(mode)
    return Depart(
        reception, justificatif, evenement=typo(f"{remise} {_le(reception)}") if remise else ""
    )


def _pli_revenu(
    mode: str,
    issue: str,
    justificatif: str,
    reception: date | datetime | None,
    premiere_presentation: date | None,
) -> Depart:
    """Unclaimed, refused, unknown at the address: only a registered letter has such an issue."""
    quoi = typo(_ISSUES[issue])
    if reception is not None:
        return Depart(None, justificatif, avertissements=(CONTRADICTION.format(quoi),))
    if issue == "npai":
        return Depart(None, justificatif, avertissements=(INCONNU_A_L_ADRESSE,))
    if mode != "lrar":
        return Depart(None, justificatif, avertissements=(REMISE_NON_FAITE,))
    if premiere_presentation is None:
        return Depart(None, justificatif, avertissements=(PRESENTATION_INCONNUE,))
    return Depart(
        premiere_presentation,
        f"pli {quoi}, date de première présentation",
        "a_verifier",
        (REFUSE if issue == "refuse" else NON_RECLAME,),
        typo(f"présenté le {date_courte(premiere_presentation)}, {quoi}"),
    )


def _affichage(mairie: date | None, facade: date | None) -> Depart:
    """Both places are required: « ainsi que par affichage sur la façade »."""
    certificat = typo("certificat d'affichage (mairie et façade)")
    if mairie is None and facade is None:
        return Depart(None, certificat, avertissements=(DEPART_INCONNU,))
    if mairie is None or facade is None:
        manque = "de la façade" if facade is None else "de la mairie"
        return Depart(None, certificat, avertissements=(AFFICHAGE_INCOMPLET.format(manque),))
    pose = max(mairie, facade)
    return Depart(
        pose,
        certificat,
        "a_verifier",
        (AFFICHAGE_PERMIS, AFFICHAGE_DEPART),
        typo(f"affiché le {date_courte(pose)} (mairie et façade)"),
    )
