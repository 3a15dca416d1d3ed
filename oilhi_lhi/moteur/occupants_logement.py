"""A roof for the occupants: lodging, rehousing, offers, indemnities (CCH L. 521-3-1 to L. 521-3-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .calendrier import UN_JOUR
from .delais_calcul import calculer
from .francais import date_courte, euros, liste, typo
from .occupants_donnees import (
    AUTORITES,
    BAILLEUR,
    DEFINITIVES,
    PROPRIETAIRE,
    PUBLIQUES,
    RELOGEURS,
    TEMPORAIRE,
    Acte,
    Droit,
    Menage,
    droit,
    plus_faible,
    protection,
)
from .regles import RegleDelai

I_TEMPORAIRE = "CCH L. 511-18, L. 521-3-1 I"
II_DEFINITIF = "CCH L. 511-18, L. 521-3-1 II"
PGI_INCERTAIN = (
    "l'article L. 521-3-1 I parle d'une « interdiction temporaire d'habiter » sans nommer son "
    "fondement : l'obligation du bailleur sous une police générale est à vérifier"
)
REFUS_COMPTES = 3


def _autorite(acte: Acte) -> tuple[str, str, str]:
    """(who lodges when the owner does not, article, level): L. 521-3-2 I and III, L. 521-3-2 V."""
    if acte.operation and acte.procedure.startswith("INS"):
        qui = "la personne publique qui a pris l'initiative de l'opération d'amélioration ou d'aménagement"
        return qui, "CCH L. 521-3-2 III", "confirme"
    if acte.procedure.startswith("INS"):
        qui = "le préfet (la commune ou l'intercommunalité par convention ou à titre occasionnel)"
        return qui, "CCH L. 521-3-2 I, V", "confirme"
    if acte.regime == "erp" and not acte.interdictions:
        # The first paragraph wants an interdiction: works alone are not in it.
        return AUTORITES[acte.autorite], "CCH L. 521-3-2 I", "a_verifier"
    return AUTORITES[acte.autorite], "CCH L. 521-3-2 I", "confirme"


def _definitive_le(menage: Menage, regles: Mapping[str, RegleDelai]) -> tuple[date | None, str]:
    """First day on which an eviction still going on is a definitive one (DL-HEBERG)."""
    if not menage.eviction:
        return None, ""
    fin = calculer(
        regles["DL-HEBERG"], menage.eviction,
        evenement_depart=f"départ des lieux le {date_courte(menage.eviction)}",
    )  # fmt: skip
    bascule = fin.date and fin.date + UN_JOUR
    if not bascule or (menage.retour and menage.retour <= bascule):
        return None, ""
    return bascule, fin.calcul


@dataclass(frozen=True, slots=True)
class Defaillance:
    """Has the owner failed to lodge that household, on that day? (L. 511-18, L. 521-3-2 I)"""

    etat: str  # exclu, sans_date, attente, offre, a_dire, defaillant
    mots: str
    nature: str = ""  # hebergement, relogement
    limite: date | None = None  # day by which the order wants to know of the offer
    base: str = I_TEMPORAIRE


def _defaut(acte: Acte, menage: Menage, nature: str, jour: date | None) -> str:
    """What the authority has to do, from the offers of the owner and the date set by the order."""
    return _defaillance(acte, menage, nature, jour).mots


def _defaillance(acte: Acte, menage: Menage, nature: str, jour: date | None) -> Defaillance:
    limite = min((i.offre for i in acte.interdictions if i.offre), default=None)

    def rendre(etat, mots):
        base = f"{I_TEMPORAIRE if nature == 'hebergement' else II_DEFINITIF} ; {_autorite(acte)[1]}"
        return Defaillance(etat, typo(mots), nature, limite, typo(base))

    siennes = [o for o in menage.offres if o.auteur in ("proprietaire", "exploitant")]
    if any(o.nature == nature and o.adaptee == "oui" for o in siennes):
        return rendre("offre", "Le propriétaire a fait une offre adaptée : gardez-en la preuve et suivez son effet.")
    if not limite:
        return rendre("sans_date", "Indiquez la date à laquelle l'arrêté veut connaître l'offre (CCH L. 511-18).")
    if jour is None or jour <= limite:
        return rendre(
            "attente",
            f"Vérifiez l'offre du propriétaire au {date_courte(limite)} (date fixée par l'arrêté).",
        )
    if any(o.nature == nature and o.adaptee == "inconnu" for o in siennes):
        return rendre("a_dire", "Une offre a été faite : dites si elle est adaptée aux besoins du ménage.")
    mots = "héberger" if nature == "hebergement" else "reloger"
    return rendre(
        "defaillant",
        f"Aucune offre adaptée connue au {date_courte(limite)} : constatez la défaillance du "
        f"propriétaire ; l'autorité doit {mots}, puis recouvre la dépense (CCH L. 521-3-2 VI).",
    )


def _levee(acte: Acte) -> date | None:
    """Day on which the last interdiction of this home was lifted alone, None while one remains."""
    if not acte.interdictions or acte.inhabitable == "oui":
        return None
    jours = [i.levee for i in acte.interdictions]
    return max(jours) if all(jours) else None


def _levees_seules(acte: Acte) -> Droit | None:
    """Measures of this home taken out of the order: said to the household, the effects to be checked."""
    if not acte.leves_seuls or acte.levee_le:
        return None
    mesures = liste(f"« {nom} » le {date_courte(jour)}" for nom, jour in acte.leves_seuls)
    return droit(
        "LEVEE-LOT", "Effets de la levée propre à ce logement",
        du=min(jour for _nom, jour in acte.leves_seuls), niveau="a_verifier", etat="surveiller",
        base="CRPA L. 243-1 ; CCH L. 511-14, L. 521-2 I",
        calcul=f"{acte.libelle} : levée, par un arrêté modificatif, de {mesures} ; le reste de l'arrêté "
        "demeure ; à vérifier : les articles lus règlent la mainlevée, non une levée pour un seul lot",
        a_faire="Dites-le au ménage par écrit. N'annoncez ni la fin de l'hébergement ni la reprise du loyer "
        "avant l'avis d'un juriste.",
    )  # fmt: skip


def defaillances(menage: Menage, actes: tuple[Acte, ...], jour: date) -> tuple[Defaillance, ...]:
    """One by order that forbids the home or makes it uninhabitable; empty when none does."""
    niveau, motif = protection(menage)
    rendues = []
    for acte in actes:
        definitif = any(i.type in DEFINITIVES for i in acte.interdictions)
        if acte.regime == "aucun" or not (definitif or _temporaire(acte)):
            continue
        if niveau == "exclu":
            rendues.append(Defaillance("exclu", typo(motif), base="CCH L. 521-1"))
        else:
            nature = "relogement" if definitif else "hebergement"
            rendues.append(_defaillance(acte, menage, nature, jour))
    return tuple(rendues)


def _temporaire(acte: Acte) -> bool:
    return acte.inhabitable == "oui" or any(i.type == TEMPORAIRE for i in acte.interdictions)


def _effet(acte: Acte, *types: str) -> date | None:
    dates = [i.effet for i in acte.interdictions if i.type in types and i.effet]
    if TEMPORAIRE in types and acte.inhabitable == "oui" and acte.inhabitable_du:
        dates.append(acte.inhabitable_du)
    return min(dates, default=None)


def _premier(*jours: date | None) -> date | None:
    return min(filter(None, jours), default=None)


def _hebergement(
    menage: Menage, acte: Acte, niveau: str, motif: str, jour: date | None,
    regles: Mapping[str, RegleDelai],
) -> list[Droit]:  # fmt: skip
    qui, article, niveau_defaut = _autorite(acte)
    bascule, calcul_bascule = _definitive_le(menage, regles)
    effet = _effet(acte, TEMPORAIRE)
    cause = (
        "interdiction temporaire d'habiter"
        if any(i.type == TEMPORAIRE for i in acte.interdictions)
        else "travaux prescrits qui rendent le logement temporairement inhabitable"
    )
    # Not the third year: what is uncertain ends nothing that is shown as sure.
    fin = _premier(menage.retour and menage.retour - UN_JOUR, acte.levee_le, acte.constat
                   if acte.regime == "erp" else None, menage.fin)  # fmt: skip
    calcul = f"{acte.libelle} : {cause}, {f'effet le {date_courte(effet)}' if effet else 'date d’effet inconnue'}"
    if acte.suroccupation:
        calcul += (" ; logement suroccupé : hébergement jusqu'au terme des travaux, puis relogement par "
                   "le préfet (L. 521-3-1 I, troisième alinéa)")  # fmt: skip
    if fin and effet and fin < effet:
        fin = None
    rendus = [droit(
        "HEBERGEMENT", "Hébergement décent, aux frais du propriétaire", du=effet, au=fin,
        debiteur=PROPRIETAIRE, a_defaut=qui, base=f"{I_TEMPORAIRE} ; {article}",
        niveau=plus_faible(niveau, niveau_defaut), calcul=f"{calcul} ; {motif}",
        a_faire=("" if effet else "Indiquez la date d'effet de l'interdiction (CCH L. 511-18). ")
        + _defaut(acte, menage, "hebergement", jour),
    ), droit(
        "DEMENAGEMENT", "Frais de déménagement : à vérifier", niveau="a_verifier", etat="surveiller",
        base="CCH L. 521-3-1 I", calcul="le texte met le coût de l'hébergement à la charge du propriétaire ; "
        "il ne nomme pas le déménagement ni le garde-meuble",
        a_faire="Gardez les factures : leur prise en charge est à confirmer par un juriste.",
    )]  # fmt: skip
    if acte.suroccupation:
        rendus.append(droit(
            "RELOGEMENT", "Relogement à la fin des travaux (logement suroccupé)", du=acte.constat,
            debiteur="le préfet", base="CCH L. 521-3-1 I, troisième alinéa", niveau=niveau,
            calcul="après le terme des travaux prescrits, le relogement incombe au représentant de l'État",
        ))  # fmt: skip
    if bascule:
        passe = jour is not None and jour >= bascule
        rendus.append(droit(
            "TROIS-ANS", "Au-delà de trois ans, l'éviction est définitive", du=bascule, niveau="a_verifier",
            etat="ouvert" if passe else "surveiller", base="CCH L. 521-3-1 I",
            calcul=f"{calcul_bascule} ; à vérifier : le texte ne dit pas d'où partent les trois ans, et "
            "place cette règle à l'alinéa de la suroccupation",
            a_faire="L'hébergement devient un relogement, avec indemnité de réinstallation."
            if passe else "Prévoyez le relogement avant cette date.",
        ))  # fmt: skip
        if passe:
            rendus += _relogement(
                menage, acte, plus_faible(niveau, "a_verifier"), motif, jour, regles,
                du=bascule, cause="éviction de plus de trois ans",
            )  # fmt: skip
    return rendus


def _relogement(
    menage: Menage, acte: Acte, niveau: str, motif: str, jour: date | None,
    regles: Mapping[str, RegleDelai], *, du: date | None = None, cause: str = "",
) -> list[Droit]:  # fmt: skip
    qui, article, niveau_defaut = _autorite(acte)
    types = [i.type for i in acte.interdictions if i.type in DEFINITIVES]
    cause = cause or liste(dict.fromkeys(DEFINITIVES[t] for t in types))
    du = du or _effet(acte, *DEFINITIVES)
    debiteur = BAILLEUR if "cessation" in types else PROPRIETAIRE
    calcul = f"{acte.libelle} : {cause}{f', effet le {date_courte(du)}' if du else ''} ; {motif}"
    mention = ""
    envoi = min((e.date for e in acte.envois), default=None)
    if menage.bail_fin and envoi and du and envoi <= menage.bail_fin < du:
        mention = " ; le bail expire avant la date d'effet : les obligations demeurent"
    rendus = [droit(
        "RELOGEMENT", "Relogement, par une offre adaptée aux besoins et aux possibilités", du=du,
        au=menage.fin if menage.fin and (not du or menage.fin >= du) else None,
        debiteur=debiteur, a_defaut=qui, base=f"{II_DEFINITIF} ; {article}",
        niveau=plus_faible(niveau, niveau_defaut), calcul=calcul + mention,
        a_faire=_defaut(acte, menage, "relogement", jour),
    )]  # fmt: skip
    if menage.titre == "proprietaire":
        return rendus  # he cannot owe himself an indemnity
    mois = int(regles["DL-INDEM"].nombre or 0)
    loyer = menage.nouveau_loyer
    rendus.append(droit(
        "INDEMNITE", "Indemnité de réinstallation : trois mois du nouveau loyer", du=du, niveau=niveau,
        montant=loyer * mois if loyer else None, debiteur=debiteur, base="CCH L. 521-3-1 II",
        calcul=f"{mois} × {euros(loyer)} de nouveau loyer = {euros(loyer * mois)}" if loyer
        else f"{mois} mois du nouveau loyer, pas encore connu",
        a_faire="Elle couvre les frais de réinstallation, déménagement compris. "
        + ("" if loyer else "Indiquez le nouveau loyer, hors charges."),
    ))  # fmt: skip
    if menage.relogeur in RELOGEURS:
        rendus.append(_indemnite_organisme(menage, niveau, debiteur, regles))
    return rendus


def _indemnite_organisme(
    menage: Menage, niveau: str, debiteur: str, regles: Mapping[str, RegleDelai]
) -> Droit:
    loyer = menage.loyer_previsionnel
    annees = int(regles["DL-INDEM-AN"].nombre or 0)
    montant = loyer * 12 * annees if loyer else None
    return droit(
        "INDEMNITE-AN", f"Indemnité d'un an de loyer à {RELOGEURS[menage.relogeur]}", montant=montant,
        debiteur=debiteur, base="CCH L. 521-3-2 IV", niveau=niveau,
        calcul=f"{12 * annees} × {euros(loyer)} de loyer prévisionnel = {euros(montant)}"
        if loyer and montant is not None else "un an du loyer prévisionnel, pas encore connu",
        a_faire="Due à l'organisme, non à l'occupant. "
        + ("" if loyer else "Indiquez le loyer prévisionnel."),
    )  # fmt: skip


def _offres(menage: Menage) -> Droit | None:
    """Only the offers of rehousing of a public authority are counted (L. 521-3-2 VII)."""
    refusees = [o for o in menage.offres if o.reponse == "refusee" and o.nature == "relogement"]
    publiques = [o for o in refusees if o.auteur in PUBLIQUES and o.adaptee != "non"]
    if not refusees:
        return None
    ecartees = len(refusees) - len(publiques)
    nombre = len(publiques)
    calcul = f"{nombre} offre{'s' if nombre > 1 else ''} de l'autorité publique refusée{'s' if nombre > 1 else ''}"
    if nombre:
        calcul += f" ({liste(date_courte(o.date) for o in sorted(publiques, key=lambda o: o.date))})"
    if ecartees:
        calcul += (f" ; {ecartees} autre{'s' if ecartees > 1 else ''} non comptée{'s' if ecartees > 1 else ''}"
                   " (offre du propriétaire, ou inadaptée)")  # fmt: skip
    atteint = nombre >= REFUS_COMPTES
    doute = any(o.adaptee == "inconnu" for o in publiques)
    return droit(
        "TROIS-REFUS", "Trois offres refusées : le juge peut être saisi" if atteint
        else "Offres de relogement refusées",
        base="CCH L. 521-3-2 VII", niveau="a_verifier" if doute else "confirme", etat="surveiller",
        du=sorted(o.date for o in publiques)[REFUS_COMPTES - 1] if atteint else None, calcul=calcul,
        a_faire="Le juge peut résilier le bail et autoriser l'expulsion ; lui seul décide."
        + (" Dites pour chaque offre si elle était adaptée." if doute else "") if atteint
        else "Le juge ne peut être saisi qu'après trois refus d'offres de l'autorité publique.",
    )  # fmt: skip


def _convention(menage: Menage, acte: Acte, regles: Mapping[str, RegleDelai]) -> Droit | None:
    """End of the precarious agreement: the month after the lifting is notified, or the finding."""
    if not menage.convention:
        return None
    par_levee = acte.regime == "cch" and acte.levee_recue
    depart = acte.levee_recue if par_levee else acte.constat
    titre, base = "Fin de la convention d'occupation précaire, au plus tard", "CCH L. 521-3-4"
    if not depart:
        return droit(
            "CONVENTION", titre, base=base, etat="surveiller",
            calcul="terme du mois suivant celui de la notification de la mainlevée (ou du constat de "
            "réalisation)", a_faire="Sera calculée alors : ni maintien dans les lieux, ni reconduction.",
        )  # fmt: skip
    quoi = "mainlevée notifiée" if par_levee else "réalisation constatée"
    fin = calculer(regles["DL-COP-OCC"], depart, evenement_depart=f"{quoi} le {date_courte(depart)}")
    # An order of the CCH is lifted: the finding alone may not be what ends the agreement.
    doute = acte.regime == "cch" and not par_levee
    return droit(
        "CONVENTION", titre, au=fin.date, base=base, etat="surveiller",
        niveau=plus_faible(fin.niveau_preuve, "a_verifier" if doute else "confirme"), calcul=fin.calcul,
        a_faire="Ni maintien dans les lieux, ni reconduction ; si l'occupant refuse de partir, l'autorité "
        "peut agir en expulsion aux frais du propriétaire.",
    )  # fmt: skip


def droits_logement(
    menage: Menage, actes: tuple[Acte, ...], regles: Mapping[str, RegleDelai], jour: date | None
) -> list[Droit]:
    niveau, motif = protection(menage)
    rendus: list[Droit] = list(filter(None, map(_levees_seules, actes)))
    for acte in actes:
        definitif = any(i.type in DEFINITIVES for i in acte.interdictions)
        if not (definitif or _temporaire(acte)):
            if acte.inhabitable == "inconnu" and acte.regime != "aucun" and niveau != "exclu":
                rendus.append(droit(
                    "HEBERGEMENT", "Hébergement : à vérifier", niveau="a_verifier", etat="surveiller",
                    base=I_TEMPORAIRE, calcul=f"{acte.libelle} : les travaux peuvent rendre le logement "
                    "temporairement inhabitable", a_faire="Dites si les travaux rendent le logement inhabitable.",
                ))  # fmt: skip
            continue
        if acte.regime == "aucun":
            if acte.procedure == "PGI" and _temporaire(acte) and niveau != "exclu":
                rendus.append(droit(
                    "HEBERGEMENT", "Hébergement : à vérifier", niveau="a_verifier", etat="surveiller",
                    base="CCH L. 521-3-1 I", calcul=PGI_INCERTAIN,
                    a_faire="Mettez les personnes à l'abri : la commune en garde la charge en principe.",
                ))  # fmt: skip
            continue
        if niveau == "exclu":
            rendus.append(droit(
                "HEBERGEMENT", "Ni hébergement ni relogement dus", base="CCH L. 521-1", etat="exclu",
                calcul=f"{acte.libelle} : {motif}",
                a_faire="Mettez tout de même les personnes à l'abri si elles sont en danger.",
            ))  # fmt: skip
            continue
        envoi = min((e.date for e in acte.envois), default=None)
        sien, raison = niveau, motif
        if leve := _levee(acte):
            # What may have ended is no longer shown as sure, nor announced in the letter.
            sien = "a_verifier"
            raison = f"{motif} ; interdiction levée pour ce logement le {date_courte(leve)} : fin à vérifier"
        if menage.entree and envoi and menage.entree > envoi:
            sien, raison = "a_verifier", f"{raison} ; entré dans les lieux après l'arrêté"
        if definitif:
            rendus += _relogement(menage, acte, sien, raison, jour, regles)
        else:
            rendus += _hebergement(menage, acte, sien, raison, jour, regles)
        rendus += filter(None, [_convention(menage, acte, regles)])
    return rendus + list(filter(None, [_offres(menage)]))


