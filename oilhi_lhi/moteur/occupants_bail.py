"""What the suspension of a rent entails: refunds, term of the lease, no eviction (CCH L. 521-2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .astreinte import CENTIME
from .calendrier import UN_JOUR, ajouter_mois, premier_du_mois_suivant
from .francais import date_courte, euros, jour_date, liste
from .occupants_donnees import (
    AVEC_BAIL,
    BAILLEUR,
    DEFINITIVES,
    Acte,
    Droit,
    Menage,
    droit,
    plus_faible,
)
from .occupants_loyer import (
    BASE,
    Exclusion,
    Suspension,
    envoi_retenu,
    jours_suspendus,
    suspension,
    suspensions,
)
from .regles import RegleDelai

DELIT = (
    "Percevoir un loyer suspendu, même rétroactivement, est un délit (CCH L. 521-4 I) : "
    "écrivez au bailleur et à l'occupant."
)


# -- Money -------------------------------------------------------------------


def loyer_periode(du: date, au: date, mensuel: Decimal) -> tuple[Decimal, int, int]:
    """(amount, whole months, days of incomplete months), both days included."""
    total, mois, jours = Decimal(0), 0, 0
    while du <= au:
        dernier = du.replace(day=monthrange(du.year, du.month)[1])
        fin = min(dernier, au)
        if du.day == 1 and fin == dernier:
            mois += 1
        else:
            partiels = (fin - du).days + 1
            jours += partiels
            total += mensuel * partiels / dernier.day
        du = fin + UN_JOUR
    total += mensuel * mois
    return total.quantize(CENTIME, rounding=ROUND_HALF_UP), mois, jours


def _restitution(menage: Menage, periodes: tuple[Suspension, ...]) -> Droit | None:
    """Rent cashed for suspended days: given back, or deducted from rents owed again."""
    if not menage.verse_au:
        return None
    portees = [
        replace(p, reprise=min(p.reprise or date.max, menage.verse_au + UN_JOUR))
        for p in periodes
        if p.du <= menage.verse_au
    ]
    if not portees:
        return None
    commun = {
        "debiteur": BAILLEUR,
        "base": f"{BASE}, troisième alinéa",
        "du": portees[0].du,
        "au": portees[-1].au,
        "a_faire": "À restituer à l'occupant, ou à déduire des loyers de nouveau dus ; le texte ne "
        "fixe pas de date limite. " + DELIT,
    }
    titre = "Loyers perçus à tort, à rendre à l'occupant"
    if menage.titre == "meuble_tourisme":
        jours = jours_suspendus(portees, menage.verse_au)
        commun["base"] = f"{BASE}, quatrième alinéa"
        commun["a_faire"] = "À restituer au locataire. " + DELIT
        return droit(
            "RESTITUTION", titre, niveau=plus_faible(*(p.niveau for p in portees)),
            calcul=f"{jours} jour{'s' if jours > 1 else ''} suspendu{'s' if jours > 1 else ''} déjà "
            "payé : comptez les sommes versées pour ces jours", **commun,
        )  # fmt: skip
    surs = [p for p in portees if p.niveau == "confirme"]
    if not surs or not menage.loyer:
        manque = "indiquez le loyer mensuel" if surs else "la suspension elle-même est à vérifier"
        return droit(
            "RESTITUTION", titre, niveau="confirme" if surs else "a_verifier",
            calcul=f"aucun montant n'est calculé : {manque}", **commun,
        )  # fmt: skip
    total, mots, partiel = Decimal(0), [], False
    for p in surs:
        somme, mois, jours = loyer_periode(p.du, p.au, menage.loyer)
        total, partiel = total + somme, partiel or bool(jours)
        duree = liste(filter(None, [f"{mois} mois" if mois else "", f"{jours} jours" if jours else ""]))
        mots.append(
            f"du {date_courte(p.du)} au {date_courte(p.au)} : {duree} × {euros(menage.loyer)} par mois "
            f"= {euros(somme)}"
        )
    reste = max(Decimal(0), total - max(Decimal(0), menage.restitue))
    calcul = " ; ".join(mots)
    if menage.restitue > 0:
        calcul += f" ; déjà rendu ou déduit : {euros(menage.restitue)} ; reste {euros(reste)}"
    if partiel:
        calcul += " (mois incomplet : au prorata des jours, usage)"
    if menage.charges:
        calcul += f" ; hors charges ({euros(menage.charges)} par mois) : leur sort est à vérifier"
    commun |= {"du": surs[0].du, "au": surs[-1].au}
    return droit("RESTITUTION", titre, montant=reste, calcul=calcul,
                 niveau="pratique" if partiel else "confirme", **commun)  # fmt: skip


# -- The lease ---------------------------------------------------------------


def _mois_entre(du: date, au: date) -> int:
    return (au.year - du.year) * 12 + au.month - du.month


def _bail(menage: Menage, actes: Iterable[Acte], regles: Mapping[str, RegleDelai]) -> Droit | None:
    """What was left of the lease on the first day of the suspension is left on the day it ends."""
    if menage.titre not in (*AVEC_BAIL, "hotel", "meuble_tourisme"):
        return None
    # The second part of the text knows only the first day of the month, whatever the premises.
    locataire = replace(menage, titre="habitation", fin=None, entree=None)
    periodes = suspensions(locataire, actes, regles)
    if not periodes:
        return None
    titre = "Bail prolongé de la durée de suspension"
    niveau = plus_faible(
        *(p.niveau for p in periodes), "confirme" if menage.titre in AVEC_BAIL else "a_verifier"
    )
    base = "CCH L. 521-2 II"
    if any(p.reprise is None for p in periodes):
        return droit(
            "BAIL", titre, niveau=niveau, base=base,
            calcul="ce qui restait à courir le premier jour de la suspension restera à courir le jour où "
            "le loyer sera de nouveau dû",
            a_faire="À calculer à la mainlevée (ou au constat de réalisation).",
        )  # fmt: skip
    mois = sum(_mois_entre(p.du, p.reprise) for p in periodes)
    if not menage.bail_fin:
        return droit(
            "BAIL", titre, niveau=niveau, base=base, du=periodes[-1].reprise,
            calcul=f"{mois} mois de suspension s'ajoutent au bail",
            a_faire="Indiquez la fin du bail pour connaître son nouveau terme.",
        )  # fmt: skip
    if menage.bail_fin < periodes[0].du:
        return None
    terme = ajouter_mois(menage.bail_fin + UN_JOUR, mois) - UN_JOUR
    bornes = " ; ".join(
        f"durée restante au {date_courte(p.du)} reportée au {date_courte(p.reprise)}" for p in periodes
    )
    return droit(
        "BAIL", titre, du=menage.bail_fin + UN_JOUR, au=terme, niveau=niveau, base=base,
        calcul=f"{bornes} : {mois} mois de plus ; terme prévu le {date_courte(menage.bail_fin)}, nouveau "
        f"terme le {jour_date(terme)} (durée comptée en mois entiers)",
    )  # fmt: skip


def _bail_definitif(menage: Menage, acte: Acte) -> Droit | None:
    """Definitive interdiction: the lease goes on, without rent, until its end or the departure."""
    debut, _ = envoi_retenu(acte.envois, premier=True)
    if not any(i.type == "definitive" for i in acte.interdictions) or not debut:
        return None
    fins = {"terme du bail": menage.bail_fin, "départ": menage.fin,
            "date limite de l'arrêté": acte.limite}  # fmt: skip
    connues = {nom: jour for nom, jour in fins.items() if jour}
    nom, au = min(connues.items(), key=lambda fin: fin[1], default=("", None))
    return droit(
        "BAIL-DEFINITIF", "Le bail continue, sans loyer", du=premier_du_mois_suivant(debut.date), au=au,
        base="CCH L. 521-2 III", debiteur=BAILLEUR,
        calcul="interdiction définitive : le bail continue jusqu'à son terme ou au départ, et au plus tard "
        f"jusqu'à la date limite de l'arrêté{f' (retenu : {nom})' if nom else ''}",
        a_faire="" if acte.limite else "Indiquez la date limite fixée par l'arrêté.",
    )  # fmt: skip


def _redevient_du(menage: Menage, periodes: tuple[Suspension, ...], jour: date) -> bool:
    """Not where the occupant has left, nor where another period goes on."""
    return not (menage.fin and menage.fin < jour) and not any(p.du == jour for p in periodes)


def droits_loyer(
    menage: Menage, actes: tuple[Acte, ...], regles: Mapping[str, RegleDelai]
) -> list[Droit]:
    """Rent, refund, lease, no eviction."""
    resultat: list[Droit] = []
    periodes = suspensions(menage, actes, regles)
    for p in periodes:
        resultat.append(droit(
            "LOYER", "Loyer suspendu", du=p.du, au=p.au, niveau=p.niveau, base=BASE,
            debiteur=BAILLEUR, calcul=p.calcul, a_faire=DELIT if p.niveau == "confirme" else
            "À vérifier avec un juriste ou l'ADIL avant d'écrire au bailleur.",
        ))  # fmt: skip
        if p.reprise and _redevient_du(menage, periodes, p.reprise):
            resultat.append(droit(
                "REPRISE", "Loyer de nouveau dû", du=p.reprise, niveau=p.niveau, base=BASE,
                debiteur="l'occupant", calcul=p.calcul.split("\n")[-1], etat="surveiller",
            ))  # fmt: skip
    for acte in actes:
        exclue = suspension(menage, acte, regles)
        if isinstance(exclue, Exclusion):
            sure = exclue.niveau == "confirme"
            resultat.append(droit(
                "LOYER", "Loyer : pas de suspension" if sure else "Loyer : suspension à vérifier",
                niveau=exclue.niveau, base=BASE, calcul=f"{acte.libelle} : {exclue.motif}",
                etat="exclu" if sure else "surveiller",
                a_faire="" if sure else "N'annoncez aucune date au bailleur ni à l'occupant.",
            ))  # fmt: skip
    definitif = next(filter(None, (_bail_definitif(menage, a) for a in actes)), None) if (
        menage.titre in AVEC_BAIL or menage.titre == "hotel") else None  # fmt: skip
    suite = [_restitution(menage, periodes), definitif or _bail(menage, actes, regles)]
    resultat += filter(None, suite)
    concernes = [a for a in actes if a.regime != "aucun"]
    if concernes and menage.titre not in ("proprietaire", "sans_titre"):
        definitive = any(i.type in DEFINITIVES for a in concernes for i in a.interdictions)
        resultat.append(droit(
            "EXPULSION", "Ni résiliation ni expulsion du fait de l'arrêté", base="CCH L. 521-2 III",
            calcul="l'arrêté ne résilie pas le bail de plein droit"
            + (" ; l'occupant resté faute d'offre de relogement conforme est de bonne foi et ne peut être "
               "expulsé de ce fait" if definitive else ""),
        ))  # fmt: skip
    return resultat
