"""Legal clocks: a rule and a start give a deadline, its computation in French and its warnings.

Rules R1 to R6, R8 and R10 of the deadline note (CPC 641 and 642, CCH R. 511-3, R. 511-6, L. 521-2…).
Total: an unusable start or length gives an Echeance without date and a warning, never an exception.
R7 is in `preuve`, R11 in `police`, R12 and the minimum checks in `controles`, amounts in `astreinte`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import isfinite

from .astreinte import (
    Astreinte,
    Forfait,
    Liquidation,
    calculer_astreinte,
    forfait_office,
    liquidations,
)
from .calendrier import (
    ANNEE_MAX,
    ANNEE_MIN,
    FERIES_A_VERIFIER,
    TERRITOIRES,
    UN_JOUR,
    ajouter_mois,
    fin_du_mois_suivant,
    fin_du_trimestre,
    motif_non_ouvrable,
    premier_du_mois_suivant,
    proroger,
    territoire_du_departement,
)
from .controles import (
    ChoixRegle,
    regle_observations,
    respecte_minimum,
    verifier_delai_execution,
    verifier_delai_observations,
)
from .francais import date_courte, duree_lettres, heure_lettres, jour_date, nombre_groupe, typo
from .lecture import lire_regles, regles_livrees
from .police import Competence, police_competente
from .preuve import DEPART_INCONNU, Depart, depart_retenu
from .regles import DUREES, NATURES, OUVRE_LA_SUITE, UNITES, Echeance, Refus, RegleDelai

__all__ = [
    "NATURES",
    "TERRITOIRES",
    "UNITES",
    "Astreinte",
    "ChoixRegle",
    "Competence",
    "Depart",
    "Echeance",
    "Forfait",
    "Liquidation",
    "Refus",
    "RegleDelai",
    "calculer",
    "calculer_astreinte",
    "depart_retenu",
    "forfait_office",
    "liquidations",
    "lire_regles",
    "plus_tardive",
    "police_competente",
    "regle_observations",
    "regles_livrees",
    "respecte_minimum",
    "territoire_du_departement",
    "verifier_delai_execution",
    "verifier_delai_observations",
]

CONSEILLE = typo("Délai conseillé : pratique recommandée, aucun texte ne le fixe.")
A_VERIFIER = typo("À vérifier : la règle n'est pas confirmée par le texte.")
PRUDENT = typo(
    "Calcul prudent : report au premier jour ouvrable (CPC, art. 642), appliqué par analogie ; "
    "à confirmer par le service juridique."
)
SANS_REPORT = typo("Sans report : {} ; par prudence, la date théorique est conservée.")
FERIE_LOCAL = typo("Jour férié à vérifier dans la commune : {}.")
PREUVE_MANQUANTE = typo(
    "Preuve manquante : la date de départ n'est pas justifiée, le calcul est provisoire."
)
SANS_HEURE = typo("Heure de départ inconnue : le délai est compté à partir de 24 h ce jour-là.")
LIBRE = typo("Aucune durée dans le texte : elle est fixée par l'acte, indiquez-la.")
DUREE_INVALIDE = typo("Durée inutilisable : indiquez un nombre entier, positif et raisonnable.")
DEPART_INVALIDE = typo(
    f"Date de départ hors du calendrier ({ANNEE_MIN} à {ANNEE_MAX}) : corrigez l'année."
)
TROP_COURT = typo("Durée inférieure au minimum légal ({}).")
MODIFIEE = typo("Durée modifiée : le texte prévoit {}.")
TRIMESTRE_CIVIL = typo(
    "Trimestre civil : usage conseillé, le texte dit seulement « par trimestre échu »."
)
ASTREINTE_CLOSE = typo("Astreinte close : aucun jour n'est dû à partir de cette date.")
# Longest length accepted, per unit: a century. More is a typing error.
_PLAFONDS = {"heures": 876_600, "jours": 36_525, "mois": 1_200, "ans": 100}
# First word of the start event -> how an agent says it.
_EVENEMENTS = {
    "réception": "reçu le",
    "notification": "notifié le",
    "envoi": "envoyé le",
    "signature": "signé le",
}


def _evenement(regle: RegleDelai, depart: date | datetime) -> str:
    mot = regle.depart.split(" ", 1)[0].rstrip(",").lower()
    texte = f"{_EVENEMENTS.get(mot) or (mot or 'départ') + ' du'} {date_courte(depart)}"
    if isinstance(depart, datetime):
        texte += f" à {heure_lettres(depart)}"
    return texte


def _en_jour(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _entier(nombre: int | float | None) -> int | None:
    """Whole positive number (Odoo stores floats), 0 for « not set », None if unusable."""
    if nombre is None:
        return 0
    if isinstance(nombre, bool) or not isfinite(nombre) or nombre < 0:
        return None
    return int(nombre) if nombre == int(nombre) else None


def _mentions_preuve(regle: RegleDelai) -> list[str]:
    if regle.niveau_preuve == "pratique":
        return [CONSEILLE]
    return [A_VERIFIER] if regle.niveau_preuve == "a_verifier" else []


def _sans_date(regle: RegleDelai, depart: date | datetime | None, *motifs: str) -> Echeance:
    texte = regle.libelle
    if regle.nature == "montant" and regle.nombre:
        texte = f"{regle.libelle} : {_quantite(regle)}"
    return Echeance(
        code=regle.code,
        depart=depart,
        date=None,
        au_plus_tot=None,
        theorique=None,
        prorogee=False,
        type=regle.nature,
        calcul=typo(f"{texte}{_suffixe(regle)}"),
        avertissements=(*_mentions_preuve(regle), *motifs),
        base=regle.base,
        niveau_preuve=regle.niveau_preuve,
    )


def _quantite(regle: RegleDelai) -> str:
    nombre = _entier(regle.nombre) or 0
    if regle.unite in DUREES:
        return duree_lettres(nombre, regle.unite)
    return nombre_groupe(nombre) + {"euros": " €", "taux": " %"}.get(regle.unite, "")


def _suffixe(regle: RegleDelai) -> str:
    """A conseillé period is never called a legal one; an unverified one is shown as such (F.4)."""
    return {"pratique": " (délai conseillé)", "a_verifier": " (à vérifier)"}.get(
        regle.niveau_preuve, ""
    )


def _obstacle(depart: date | datetime, nombre: int, unite: str) -> str:
    """Why no date can be computed, or ''."""
    if not ANNEE_MIN <= depart.year <= ANNEE_MAX:
        return DEPART_INVALIDE
    if unite in DUREES and not nombre:
        return LIBRE
    if unite not in UNITES or nombre > _PLAFONDS.get(unite, nombre):
        return DUREE_INVALIDE
    return ""


def _mentions_duree(regle: RegleDelai, choisi: int | None, unite: str) -> list[str]:
    """Warn when an act changes a length that the law fixes, or goes under a minimum (R5)."""
    prevu = _entier(regle.nombre)
    if not choisi or not prevu or regle.unite not in DUREES:
        return []
    if regle.nature == "minimum":
        court = respecte_minimum(choisi, unite, prevu, regle.unite)
        return [TROP_COURT.format(_quantite(regle))] if court else []
    change = (choisi, unite) != (prevu, regle.unite)
    return [MODIFIEE.format(_quantite(regle))] if change else []


def _theorique(
    regle: RegleDelai, jour: date, nombre: int, unite: str
) -> tuple[date, str, list[str]]:
    """Theoretical last day, its words and the rules applied (R1, R2, R4)."""
    if unite in DUREES:
        mots, regles = duree_lettres(nombre, unite), ["R2"]
        if unite == "jours":
            fin, regles = jour + timedelta(days=nombre), ["R1"]
        else:
            fin = ajouter_mois(jour, nombre * (12 if unite == "ans" else 1))
        if regle.nature == "franc":
            francs = "franc" if nombre < 2 else "francs"
            fin, mots, regles = fin + UN_JOUR, f"{mots} {francs}", [*regles, "R4"]
        return fin, mots, regles
    if unite == "mois_suivant":
        if regle.nature == "date":
            return premier_du_mois_suivant(jour), "premier jour du mois suivant", []
        return fin_du_mois_suivant(jour), "terme du mois suivant", []
    if unite == "jour_suivant":
        return jour + UN_JOUR, "jour suivant", []
    if unite == "trimestre":
        return fin_du_trimestre(jour), "fin du trimestre civil", []
    return jour, "le jour même", []


def calculer(
    regle: RegleDelai,
    depart: date | datetime | None,
    *,
    territoire: str = "metropole",
    nombre: int | float | None = None,
    unite: str | None = None,
    provisoire: bool = False,
    chomes: Collection[date] = (),
) -> Echeance:
    """Apply a rule to a start event (R1-R6). `nombre`/`unite` : the length that an act sets.

    `provisoire`: the start is not proved yet. `chomes`: local non-working days, if any.
    """
    choisi = _entier(nombre)
    compte = choisi or _entier(regle.nombre)
    unite = unite if choisi and unite else regle.unite
    if regle.nature in ("montant", "information") or unite in ("taux", "euros"):
        return _sans_date(regle, depart)
    if choisi is None:
        compte = None
    if depart is None or compte is None or (obstacle := _obstacle(depart, compte, unite)):
        motif = DEPART_INCONNU if depart is None else DUREE_INVALIDE if compte is None else obstacle
        return _sans_date(regle, depart, motif)

    mentions = _mentions_preuve(regle)
    if provisoire:
        mentions.append(PREUVE_MANQUANTE)
    mentions += _mentions_duree(regle, choisi, unite)
    if regle.code == "DL-ASTR-FIN":
        mentions.append(ASTREINTE_CLOSE)
    if unite == "heures":
        return _en_heures(regle, depart, compte, mentions, " (provisoire)" if provisoire else "")

    jour = _en_jour(depart)
    theorique, mots, appliquees = _theorique(regle, jour, compte, unite)
    fin, motif, reporte = theorique, "", ""
    if unite in DUREES and regle.proroge:
        fin, motif = proroger(theorique, territoire, chomes)
        if motif:
            appliquees.append("R3")
            reporte = f", reporté au {jour_date(fin)} car {motif} (calcul prudent)"
            mentions.append(PRUDENT)
            mentions += [
                FERIE_LOCAL.format(nom) for nom in FERIES_A_VERIFIER if f"({nom})" in motif
            ]
    elif unite in DUREES and (ecarte := motif_non_ouvrable(theorique, territoire, chomes)):
        mentions.append(SANS_REPORT.format(f"le {date_courte(theorique)} {ecarte}"))
    if unite == "trimestre":
        mentions.append(TRIMESTRE_CIVIL)

    au_plus_tot = suite = None
    if regle.nature in OUVRE_LA_SUITE:
        au_plus_tot = fin + UN_JOUR
        suite = f", premier jour possible : {jour_date(au_plus_tot)}"
        appliquees.append("R5")
    return Echeance(
        code=regle.code,
        depart=depart,
        date=fin,
        au_plus_tot=au_plus_tot,
        theorique=theorique,
        prorogee=bool(motif),
        type=regle.nature,
        calcul=typo(
            f"{_evenement(regle, jour)}, {mots} : {jour_date(theorique)}"
            f"{reporte}{suite or ''}{_suffixe(regle)}"
            f"{' (provisoire)' if provisoire else ''}"
        ),
        avertissements=tuple(mentions),
        base=regle.base,
        niveau_preuve=regle.niveau_preuve,
        regles=tuple(appliquees),
    )


def _en_heures(
    regle: RegleDelai, depart: date | datetime, nombre: int, mentions: list[str], suffixe: str
) -> Echeance:
    """Hours run from clock time to clock time, never prorogated (R6).

    Wall clock: on the two nights when the clocks change, 24 hours end at the same time of day.
    """
    if isinstance(depart, datetime):
        moment = depart
    else:  # CPC 642: a day ends at 24 h; the later start never shortens someone's time
        moment = datetime.combine(depart + UN_JOUR, time())
        mentions.append(SANS_HEURE)
    fin = moment + timedelta(hours=nombre)
    # An act the next day at the earliest would be late in an emergency: after the hour is enough.
    return Echeance(
        code=regle.code,
        depart=depart,
        date=fin,
        au_plus_tot=fin.date() if regle.nature in OUVRE_LA_SUITE else None,
        theorique=fin,
        prorogee=False,
        type=regle.nature,
        calcul=typo(
            f"{_evenement(regle, depart)}, {duree_lettres(nombre, 'heures')} : "
            f"{jour_date(fin)} à {heure_lettres(fin)}{_suffixe(regle)}{suffixe}"
        ),
        avertissements=tuple(mentions),
        base=regle.base,
        niveau_preuve=regle.niveau_preuve,
        regles=("R6",),
    )


def plus_tardive(echeances: Iterable[Echeance]) -> Echeance | None:
    """Several recipients: the joint act waits for the latest (R8).

    A recipient whose date is unknown blocks: that Echeance, without date, is returned.
    """

    def rang(echeance: Echeance) -> tuple[bool, datetime]:
        fin = echeance.date
        if fin is None:
            return True, datetime.min
        if isinstance(fin, datetime):
            return False, fin.replace(tzinfo=None)
        return False, datetime.combine(fin, time.max)  # a day ends at 24 h (CPC 642)

    return max(echeances, key=rang, default=None)


def avec_avertissement(echeance: Echeance, *messages: str) -> Echeance:
    """Same deadline with more warnings (« Recours non opposable »…)."""
    return replace(echeance, avertissements=(*echeance.avertissements, *messages))
