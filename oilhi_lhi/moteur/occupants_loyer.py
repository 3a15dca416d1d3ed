"""From when to when a rent is suspended (CCH L. 521-2 I), order by order, then together.

Dates are those of the clocks DL-LOYER-FIN, -REP, -MEUB, -ERP: nothing is counted here but days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .calendrier import UN_JOUR
from .delais_calcul import calculer
from .francais import date_courte, typo
from .occupants_donnees import (
    MEUBLE_DEPUIS,
    ORDONNANCE_2020,
    Acte,
    Envoi,
    Menage,
    plus_faible,
)
from .regles import RegleDelai

BASE = "CCH L. 521-2 I"


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days for which nothing is owed under one act: `reprise` is the first day owed again."""

    du: date
    reprise: date | None
    niveau: str
    calcul: str
    actes: tuple[str, ...]

    @property
    def au(self) -> date | None:
        """Last day suspended: the eve of the day on which the rent is owed again."""
        return self.reprise and self.reprise - UN_JOUR


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why an act suspends nothing, or nothing that may be counted."""

    motif: str
    niveau: str
    acte: Acte


@dataclass(frozen=True, slots=True)
class Effet:
    """What one order does to the rent of one household, in words that an act may rest on."""

    etat: str  # suspendu, du (the rent is owed), a_verifier, sans_objet (no rent to suspend)
    mots: str
    du: date | None = None
    regle: str = ""  # clock that counts the suspension
    reprise: str = ""  # clock that counts when the rent is owed again
    base: str = BASE


# -- Dates -------------------------------------------------------------------


def envoi_retenu(envois: Iterable[Envoi], *, premier: bool) -> tuple[Envoi | None, bool]:
    """(the sending that counts, whether another one would give another month).

    Several addressees: the first sending suspends, the last lifting resumes. The text does not
    say which one counts; the occupant is never told to pay what may not be owed.
    """
    dates = sorted(envois, key=lambda envoi: envoi.date)
    if not dates:
        return None, False
    mois = {(envoi.date.year, envoi.date.month) for envoi in dates}
    return dates[0 if premier else -1], len(mois) > 1


def _mots(envoi: Envoi, quoi: str) -> str:
    verbe = "affiché" if envoi.affichage else "envoyé"
    accord = "e" if quoi.startswith("mainlevée") else ""
    return f"{quoi} {verbe}{accord} le {date_courte(envoi.date)}"


def _regle(regles: Mapping[str, RegleDelai], menage: Menage, acte: Acte, reprise: bool) -> RegleDelai:
    if acte.regime == "erp":
        return regles["DL-LOYER-ERP" if reprise else "DL-LOYER-FIN"]
    if menage.titre == "meuble_tourisme" and _meuble_au_jour(acte):
        return regles["DL-LOYER-MEUB"]
    return regles["DL-LOYER-REP" if reprise else "DL-LOYER-FIN"]


def _meuble_au_jour(acte: Acte) -> bool:
    premier, _ = envoi_retenu(acte.envois, premier=True)
    return bool(premier and premier.date >= MEUBLE_DEPUIS)


def _exclusion(menage: Menage, acte: Acte) -> Exclusion | None:
    """The exceptions of L. 521-2 I, and what the text leaves open."""
    if acte.contre_occupant == "seul":
        return Exclusion(
            "mesure prise à l'encontre de la personne qui a l'usage des lieux : le loyer reste dû",
            "confirme", acte,
        )  # fmt: skip
    if acte.plomb == "seul" and acte.regime == "cch":
        return Exclusion(
            "insalubrité due au plomb (CSP L. 1331-22, deuxième alinéa) : le loyer reste dû",
            "confirme", acte,
        )  # fmt: skip
    douteux = [
        mots
        for vrai, mots in (
            (acte.parties_communes, "l'arrêté ne vise que les parties communes : son effet sur les "
             "loyers des lots n'est pas établi"),
            (acte.autres_lots, "les mesures de l'arrêté visent d'autres lots : le texte ne parle que des "
             "locaux visés par l'arrêté"),
            (acte.plomb == "partie", "le plomb n'est qu'un des motifs de l'arrêté"),
            (acte.contre_occupant == "partie", "une partie des mesures vise l'occupant lui-même"),
        )
        if vrai
    ]  # fmt: skip
    return Exclusion(" ; ".join(douteux), "a_verifier", acte) if douteux else None


def suspension(
    menage: Menage, acte: Acte, regles: Mapping[str, RegleDelai]
) -> Suspension | Exclusion | None:
    """What one act does to the rent; None: this act does not touch rents."""
    if acte.regime == "aucun" or menage.titre == "proprietaire":
        return None
    if exclue := _exclusion(menage, acte):
        return exclue
    debut, autre_mois = envoi_retenu(acte.envois, premier=True)
    if debut is None:
        return Exclusion(
            "la date d'envoi de la notification (ou d'affichage) n'est pas connue", "a_verifier", acte
        )
    if debut.date < ORDONNANCE_2020:
        return Exclusion("arrêté notifié avant le 1er janvier 2021 : d'autres textes s'appliquent",
                         "a_verifier", acte)  # fmt: skip
    regle = _regle(regles, menage, acte, reprise=False)
    fin = calculer(regle, debut.date, evenement_depart=_mots(debut, acte.libelle))
    niveau = fin.niveau_preuve
    doutes = [] if debut.prouve else ["envoi sans justificatif"]
    if autre_mois:
        doutes.append("plusieurs envois dans des mois différents, le premier est retenu")
        niveau = "a_verifier"
    if debut.affichage and acte.regime == "erp":
        doutes.append("pour un établissement (L. 184-1), le texte ne cite que l'envoi")
        niveau = "a_verifier"
    if menage.titre == "sans_titre":
        doutes.append("occupant sans titre : « toute autre somme versée en contrepartie »")
        niveau = "a_verifier"
    if menage.titre == "meuble_tourisme" and acte.regime == "cch" and not _meuble_au_jour(acte):
        doutes.append("la règle des meublés de tourisme date du 21 novembre 2024")
        niveau = "a_verifier"
    du, mots = fin.date, [fin.calcul]
    if menage.entree and menage.entree > du:
        du = menage.entree
        mots.append(f"entré dans les lieux le {date_courte(du)}")
        niveau = "a_verifier"
    reprise, mots_fin, niveau_fin = _reprise(menage, acte, regles)
    if reprise and reprise < fin.date:
        return Exclusion(
            f"dates contradictoires : le loyer serait dû de nouveau le {date_courte(reprise)}, "
            f"avant d'être suspendu le {date_courte(fin.date)}", "a_verifier", acte,
        )  # fmt: skip
    mots.append(mots_fin)
    if menage.fin and (reprise is None or menage.fin + UN_JOUR < reprise):
        reprise = max(menage.fin + UN_JOUR, du)
        mots.append(f"occupation finie le {date_courte(menage.fin)}")
    if doutes:
        mots.append(f"à vérifier : {', '.join(doutes)}" if niveau == "a_verifier" else doutes[0])
    if reprise and reprise <= du:
        return None  # lifted before anything was suspended, or gone before
    return Suspension(
        du, reprise, plus_faible(niveau, niveau_fin), typo(" ; ".join(filter(None, mots))),
        (acte.libelle,),
    )  # fmt: skip


def _reprise(
    menage: Menage, acte: Acte, regles: Mapping[str, RegleDelai]
) -> tuple[date | None, str, str]:
    """First day owed again, its words, its level: the lifting, or for L. 184-1 the finding."""
    regle = _regle(regles, menage, acte, reprise=True)
    if acte.regime == "erp":
        if not acte.constat:
            return None, "jusqu'au constat de la réalisation des mesures", "confirme"
        fin = calculer(
            regle, acte.constat, evenement_depart=f"réalisation constatée le {date_courte(acte.constat)}"
        )
        return fin.date, fin.calcul, fin.niveau_preuve
    levee, autre_mois = envoi_retenu(acte.levees, premier=False)
    if levee is None:
        return None, "jusqu'à la mainlevée", "confirme"
    fin = calculer(regle, levee.date, evenement_depart=_mots(levee, "mainlevée"))
    mots, niveau = fin.calcul, fin.niveau_preuve
    if autre_mois:
        mots += " (plusieurs envois dans des mois différents, le dernier est retenu : à vérifier)"
        niveau = "a_verifier"
    if not levee.prouve:
        mots += " (envoi sans justificatif)"
    return fin.date, mots, niveau


def effet(menage: Menage, acte: Acte, regles: Mapping[str, RegleDelai]) -> Effet:
    """The same computation, said of one order: sent already, or on the day that is supposed."""
    envoi, _autre = envoi_retenu(acte.envois, premier=True)
    if menage.titre == "proprietaire":
        return _effet("sans_objet", "propriétaire occupant ou usufruitier, aucun loyer à suspendre")
    if menage.vacant_depuis:
        return _effet("sans_objet", f"logement vide depuis le {date_courte(menage.vacant_depuis)}")
    if menage.fin and envoi and menage.fin < envoi.date:
        return _effet("sans_objet", f"occupation finie le {date_courte(menage.fin)}, avant l'envoi de l'arrêté")
    if acte.regime == "aucun":
        return _effet("du", "cette procédure ne suspend pas les loyers, le loyer reste dû")
    lue = suspension(menage, acte, regles)
    if lue is None:
        return _effet("sans_objet", "aucun jour de loyer suspendu")
    if isinstance(lue, Exclusion):
        return _effet("du" if lue.niveau == "confirme" else "a_verifier", lue.motif)
    codes = [_regle(regles, menage, acte, reprise).code for reprise in (False, True)]
    debut = f"loyer suspendu à compter du {date_courte(lue.du)}"
    if lue.niveau == "confirme":
        return _effet("suspendu", debut, lue.du, *codes)
    return _effet("a_verifier", f"{debut}, à vérifier ({lue.calcul})", lue.du, *codes)


def _effet(etat: str, mots: str, du: date | None = None, regle: str = "", reprise: str = "") -> Effet:
    return Effet(etat, typo(mots), du, regle, reprise)


def suspensions(
    menage: Menage, actes: Iterable[Acte], regles: Mapping[str, RegleDelai]
) -> tuple[Suspension, ...]:
    """Periods that never overlap: a day covered by two orders is suspended once.

    Where a sure order and a doubtful one cover a day, the day is sure.
    """
    brutes = [s for a in actes if isinstance(s := suspension(menage, a, regles), Suspension)]
    return fusionner(brutes)


def fusionner(brutes: Iterable[Suspension]) -> tuple[Suspension, ...]:
    brutes = list(brutes)
    bornes = sorted({b for s in brutes for b in (s.du, s.reprise or date.max)})
    morceaux: list[Suspension] = []
    for du, fin in zip(bornes, bornes[1:], strict=False):
        couvrent = [s for s in brutes if s.du <= du and (s.reprise or date.max) >= fin]
        if not couvrent:
            continue
        niveau = "confirme" if any(s.niveau == "confirme" for s in couvrent) else "a_verifier"
        retenus = [s for s in couvrent if niveau == "a_verifier" or s.niveau == "confirme"]
        nouveau = Suspension(
            du, None if fin == date.max else fin, niveau,
            "", tuple(dict.fromkeys(a for s in retenus for a in s.actes)),
        )  # fmt: skip
        sources = tuple(dict.fromkeys(s.calcul for s in retenus))
        precedent = morceaux[-1] if morceaux else None
        if precedent and precedent.reprise == du and precedent.niveau == niveau:
            sources = tuple(dict.fromkeys((*precedent.calcul.split("\n"), *sources)))
            actes = tuple(dict.fromkeys((*precedent.actes, *nouveau.actes)))
            morceaux[-1] = replace(
                precedent, reprise=nouveau.reprise, calcul="\n".join(sources), actes=actes
            )
        else:
            morceaux.append(replace(nouveau, calcul="\n".join(sources)))
    return tuple(morceaux)


def loyer_suspendu(periodes: Iterable[Suspension], jour: date) -> bool:
    return any(p.du <= jour and (p.reprise is None or jour < p.reprise) for p in periodes)


def jours_suspendus(periodes: Iterable[Suspension], jusqu_au: date) -> int:
    """Number of days suspended up to that day included; each counted once."""
    fin = jusqu_au + UN_JOUR
    return sum(max(0, (min(p.reprise or fin, fin) - p.du).days) for p in periodes)
