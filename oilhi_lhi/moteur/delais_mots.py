"""Words of the legal clocks: the computation and the warnings, in exact French (F.4)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from .calendrier import ANNEE_MAX, ANNEE_MIN
from .francais import date_courte, duree_lettres, euros, heure_lettres, jour_date, typo
from .regles import DUREES, RegleDelai

CONSEILLE = typo("Délai conseillé : pratique recommandée, aucun texte ne le fixe.")
A_VERIFIER = typo("À vérifier : la règle n'est pas confirmée par le texte.")
PRUDENT = typo(
    "Calcul prudent : report au premier jour ouvrable (CPC, art. 642), appliqué par analogie ; "
    "à confirmer par le service juridique."
)
SANS_REPORT = typo("Sans report : {} ; par prudence, la date théorique est conservée.")
ATTENDRE = typo(
    "À vérifier : si le report était admis, le délai finirait le {} ; attendez le lendemain de cette "
    "date pour agir."
)
FERIE_LOCAL = typo("Jour férié à vérifier dans la commune : {}.")
PREUVE_MANQUANTE = typo(
    "Preuve manquante : la date de départ n'est pas justifiée, le calcul est provisoire."
)
PREUVE_AUTRE = typo(
    "Preuve manquante : la date de départ d'un autre destinataire n'est pas justifiée, la date "
    "retenue peut encore reculer."
)
RECEPTION_ATTENDUE = typo(
    "Preuve manquante : la date de réception n'est pas connue ; elle seule fera courir le délai. "
    "N'agissez pas d'après cette estimation."
)
AUTRE_DEPART = typo("Pas d'estimation : ce délai ne court pas d'un envoi reçu, mais ainsi : {}.")
SANS_HEURE = typo("Heure de départ inconnue : le délai est compté à partir de 24 h ce jour-là.")
CHANGEMENT_HEURE = typo(
    "Changement d'heure le {} : le délai finit à l'heure affichée par l'horloge, la durée réelle "
    "diffère d'une heure ; gardez cette marge."
)
LIBRE = typo("Aucune durée dans le texte : elle est fixée par l'acte, indiquez-la.")
DUREE_INVALIDE = typo("Durée inutilisable : indiquez un nombre entier, positif et raisonnable.")
DEPART_INVALIDE = typo(
    f"Date de départ hors du calendrier ({ANNEE_MIN} à {ANNEE_MAX}) : corrigez l'année."
)
FIN_INVALIDE = typo(f"Le délai finirait après {ANNEE_MAX} : corrigez la date ou la durée.")
TROP_COURT = typo("Durée inférieure au minimum légal ({}) : le calcul ne finit jamais avant lui.")
TROP_LONG = typo("Durée supérieure au maximum légal ({}) : le calcul ne finit jamais après lui.")
MODIFIEE = typo("Durée modifiée : le texte prévoit {}.")
IGNOREE = typo("Durée ignorée : le texte fixe lui-même la date.")
TRIMESTRE_CIVIL = typo(
    "Trimestre civil : usage conseillé, le texte dit seulement « par trimestre échu »."
)
ASTREINTE_CLOSE = typo("Astreinte close : aucun jour n'est dû à partir de cette date.")
RECOURS_NON_OPPOSABLE = typo(
    "Recours non opposable : la notification n'indique pas les voies et délais de recours, ce délai "
    "ne court donc pas (CJA R. 421-5). Notifiez à nouveau en les indiquant."
)
RECOURS_A_CONFIRMER = typo(
    "Recours non opposable si la notification n'indique pas les voies et délais de recours "
    "(CJA R. 421-5) : vérifiez la lettre envoyée."
)
# First word of the start event -> how an agent says it.
_EVENEMENTS = {
    "réception": "reçu le",
    "notification": "notifié le",
    "envoi": "envoyé le",
    "signature": "signé le",
}
# Starts that a letter or an act causes when it arrives: an estimate has a meaning.
_RECEPTIONS = ("réception", "notification", "information", "sommation", "mise en demeure",
               "injonction", "demande")  # fmt: skip


def evenement(regle: RegleDelai, depart: date | datetime) -> str:
    """reçu le 12/01/2027; désignation par le juge le 05/03/2027 à 16 h 30.

    Where the text knows several starts, none is asserted: le 12/01/2027 (exécution, ou…).
    """
    quand = date_courte(depart)
    if isinstance(depart, datetime):
        quand += f" à {heure_lettres(depart)}"
    nom = regle.depart.strip() or "départ"
    if " ou " in nom or "," in nom:
        return f"le {quand} ({nom})"
    return f"{_EVENEMENTS.get(nom.split(' ', 1)[0].lower()) or f'{nom} le'} {quand}"


def part_d_une_reception(regle: RegleDelai) -> bool:
    return regle.depart.strip().lower().startswith(_RECEPTIONS)


def quand(fin: date | datetime) -> str:
    """vendredi 12 février 2027; samedi 6 mars 2027 à 16 h 30."""
    if isinstance(fin, datetime):
        return f"{jour_date(fin)} à {heure_lettres(fin)}"
    return jour_date(fin)


def quantite(regle: RegleDelai) -> str:
    """un mois, 1 000 €, 8,5 %."""
    nombre = regle.nombre or 0
    if not isfinite(nombre):
        return "montant illisible"
    if regle.unite == "euros":
        return euros(Decimal(str(nombre)))
    if nombre == int(nombre) and regle.unite in DUREES:
        return duree_lettres(int(nombre), regle.unite)
    texte = f"{Decimal(str(nombre)).normalize():f}".replace(".", ",")
    return f"{texte} {'%' if regle.unite == 'taux' else regle.unite}"


def duree(nombre: int, unite: str, puis_jours: int, *, franc: bool) -> str:
    """un mois, deux mois francs, un mois et dix jours."""
    mots = duree_lettres(nombre, unite)
    if puis_jours:
        mots += f" et {duree_lettres(puis_jours, 'jours')}"
    if franc:
        mots += " franc" if nombre < 2 and not puis_jours else " francs"
    return mots


def suffixe(regle: RegleDelai) -> str:
    """A conseillé period is never called a legal one; an unverified one is shown as such (F.4)."""
    return {"pratique": " (délai conseillé)", "a_verifier": " (à vérifier)"}.get(
        regle.niveau_preuve, ""
    )


def mentions_preuve(regle: RegleDelai) -> list[str]:
    if regle.niveau_preuve == "pratique":
        return [CONSEILLE]
    return [A_VERIFIER] if regle.niveau_preuve == "a_verifier" else []
