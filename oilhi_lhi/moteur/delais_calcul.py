"""Counts one period: from a rule, a start and a length to a date and its words (R1 to R6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import isfinite

from .calendrier import (
    ANNEE_MAX,
    ANNEE_MIN,
    FERIES_A_VERIFIER,
    UN_JOUR,
    ajouter_mois_jours,
    changement_heure,
    fin_du_mois_suivant,
    fin_du_trimestre,
    motif_non_ouvrable,
    premier_du_mois_suivant,
    proroger,
)
from .controles import respecte_minimum
from .delais_mots import (
    ASTREINTE_CLOSE,
    ATTENDRE,
    CHANGEMENT_HEURE,
    DEPART_INVALIDE,
    DUREE_INVALIDE,
    FERIE_LOCAL,
    FIN_INVALIDE,
    IGNOREE,
    LIBRE,
    MODIFIEE,
    PREUVE_MANQUANTE,
    PRUDENT,
    RECOURS_A_CONFIRMER,
    RECOURS_NON_OPPOSABLE,
    SANS_HEURE,
    SANS_REPORT,
    TRIMESTRE_CIVIL,
    TROP_COURT,
    TROP_LONG,
    duree,
    evenement,
    mentions_preuve,
    quand,
    quantite,
    suffixe,
)
from .francais import date_courte, duree_lettres, heure_lettres, jour_date, typo
from .preuve import DEPART_INCONNU
from .regles import DUREES, OUVRE_LA_SUITE, Echeance, RegleDelai

# Longest length accepted, per unit: a century. More is a typing error.
_PLAFONDS = {"heures": 876_600, "jours": 36_525, "mois": 1_200, "ans": 100}


@dataclass(frozen=True, slots=True)
class _Duree:
    """What is counted: the length of the text, or the one that an act sets."""

    nombre: int
    unite: str
    puis_jours: int = 0


@dataclass(frozen=True, slots=True)
class _Contexte:
    """What does not depend on the length."""

    territoire: str
    chomes: Collection[date]
    provisoire: bool
    evenement: str
    mentions: tuple[str, ...]


def _en_jour(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _entier(nombre: int | float | None) -> int | None:
    """Whole positive number (Odoo stores floats), 0 for « not set », None if unusable."""
    if nombre is None:
        return 0
    if isinstance(nombre, bool) or not isfinite(nombre) or nombre < 0:
        return None
    return int(nombre) if nombre == int(nombre) else None


def sans_date(regle: RegleDelai, depart: date | datetime | None, *motifs: str) -> Echeance:
    texte = regle.libelle
    if regle.nature == "montant" and regle.nombre:
        texte = f"{regle.libelle} : {quantite(regle)}"
    return Echeance(
        code=regle.code,
        depart=depart,
        date=None,
        au_plus_tot=None,
        theorique=None,
        prorogee=False,
        type=regle.nature,
        calcul=typo(f"{texte}{suffixe(regle)}"),
        avertissements=(*mentions_preuve(regle), *motifs),
        base=regle.base,
        niveau_preuve=regle.niveau_preuve,
    )


def datable(regle: RegleDelai) -> bool:
    return regle.nature not in ("montant", "information") and regle.unite not in ("taux", "euros")


def _duree(
    regle: RegleDelai,
    nombre: int | float | None,
    unite: str | None,
    puis_jours: int | float | None,
) -> _Duree | str:
    """Length to count, or why it cannot be used."""
    if regle.unite not in DUREES:
        return _Duree(0, regle.unite)
    choisi, jours = _entier(nombre), _entier(puis_jours)
    if choisi is None or jours is None:
        return DUREE_INVALIDE
    unite = unite if choisi and unite else regle.unite
    compte = choisi or _entier(regle.nombre)
    if compte == 0:
        return LIBRE
    en_mois = unite in ("mois", "ans")
    if compte is None or unite not in DUREES or compte > _PLAFONDS[unite]:
        return DUREE_INVALIDE
    if jours and (not en_mois or jours > _PLAFONDS["jours"]):
        return DUREE_INVALIDE
    return _Duree(compte, unite, jours)


def _fin(regle: RegleDelai, jour: date, compte: _Duree) -> tuple[date, str, list[str]]:
    """Theoretical last day, its words and the rules applied (R1, R2, R4)."""
    if compte.unite in DUREES:
        if compte.unite == "jours":
            fin, regles = jour + timedelta(days=compte.nombre), ["R1"]
        else:
            mois = compte.nombre * (12 if compte.unite == "ans" else 1)
            fin, regles = ajouter_mois_jours(jour, mois, compte.puis_jours), ["R2"]
        franc = regle.nature == "franc"
        if franc:
            fin, regles = fin + UN_JOUR, [*regles, "R4"]
        return fin, duree(compte.nombre, compte.unite, compte.puis_jours, franc=franc), regles
    if compte.unite == "mois_suivant":
        if regle.nature == "date":
            return premier_du_mois_suivant(jour), "premier jour du mois suivant", []
        return fin_du_mois_suivant(jour), "terme du mois suivant", []
    if compte.unite == "jour_suivant":
        return jour + UN_JOUR, "jour suivant", []
    if compte.unite == "trimestre":
        return fin_du_trimestre(jour), "fin du trimestre civil", []
    return jour, "le jour même", []


def calculer(
    regle: RegleDelai,
    depart: date | datetime | None,
    *,
    territoire: str = "metropole",
    nombre: int | float | None = None,
    unite: str | None = None,
    puis_jours: int | float | None = None,
    provisoire: bool = False,
    chomes: Collection[date] = (),
    evenement_depart: str = "",
    voies_et_delais: bool | None = True,
) -> Echeance:
    """Apply a rule to a start event (R1-R6), in local time.

    `nombre`, `unite`, `puis_jours`: the length that an act sets, « un mois et dix jours ».
    `provisoire`: the start is not proved yet. `chomes`: local non-working days, if any.
    `evenement_depart`: how the start is proved (« présenté le 12/01/2027, non réclamé »).
    `voies_et_delais`: the notification names the remedies; only matters for a recours.
    """
    if not datable(regle):
        return sans_date(regle, depart)
    recours = regle.code.startswith("DL-RECOURS")
    if recours and voies_et_delais is False:
        return sans_date(regle, depart, RECOURS_NON_OPPOSABLE)
    compte = _duree(regle, nombre, unite, puis_jours)
    if depart is None:
        return sans_date(regle, None, DEPART_INCONNU)
    if isinstance(compte, str):
        return sans_date(regle, depart, compte)
    if not ANNEE_MIN <= depart.year <= ANNEE_MAX:
        return sans_date(regle, depart, DEPART_INVALIDE)

    mentions = mentions_preuve(regle)
    if provisoire:
        mentions.append(PREUVE_MANQUANTE)
    if recours and voies_et_delais is None:
        mentions.append(RECOURS_A_CONFIRMER)
    if regle.code == "DL-ASTR-FIN":
        mentions.append(ASTREINTE_CLOSE)
    if regle.unite not in DUREES and nombre:
        mentions.append(IGNOREE)
    contexte = _Contexte(territoire, chomes, provisoire, evenement_depart, tuple(mentions))
    prevu = _entier(regle.nombre)
    if regle.unite not in DUREES or not prevu or compte == _Duree(prevu, regle.unite):
        return _dater(regle, depart, compte, contexte)
    return _bornee(regle, depart, compte, _Duree(prevu, regle.unite), contexte)


def _bornee(
    regle: RegleDelai, depart: date | datetime, choisie: _Duree, legale: _Duree, contexte: _Contexte
) -> Echeance:
    """An act may not end a minimum earlier, nor a maximum later, than the text does."""
    mots = quantite(regle)
    accordee, prevue = (_dater(regle, depart, compte, contexte) for compte in (choisie, legale))
    if regle.nature == "minimum":
        # Not by its length only: thirty days in February outlast a month, hours are not prorogated.
        echeance = max(accordee, prevue, key=ordre)
        if echeance is prevue or respecte_minimum(
            choisie.nombre, choisie.unite, legale.nombre, legale.unite
        ):
            return avec_avertissement(echeance, TROP_COURT.format(mots))
        return echeance
    if regle.nature in ("maximum", "butoir") and ordre(accordee) > ordre(prevue):
        return avec_avertissement(prevue, TROP_LONG.format(mots))
    return avec_avertissement(accordee, MODIFIEE.format(mots))


def _dater(
    regle: RegleDelai, depart: date | datetime, compte: _Duree, contexte: _Contexte
) -> Echeance:
    """The date, once nothing is missing."""
    if compte.unite == "heures":
        return _en_heures(regle, depart, compte.nombre, contexte)
    jour, territoire, chomes = _en_jour(depart), contexte.territoire, contexte.chomes
    theorique, mots, appliquees = _fin(regle, jour, compte)
    if theorique.year > ANNEE_MAX:
        return sans_date(regle, depart, FIN_INVALIDE)
    mentions = list(contexte.mentions)
    fin, motif, reporte = theorique, "", ""
    if compte.unite in DUREES and regle.proroge:
        fin, motif = proroger(theorique, territoire, chomes)
        if motif:
            appliquees.append("R3")
            reporte = f", reporté au {jour_date(fin)} car {motif}"
            if regle.niveau_prorogation != "confirme":
                reporte += " (calcul prudent)"
                mentions.append(PRUDENT)
            mentions += [FERIE_LOCAL.format(n) for n in sorted(FERIES_A_VERIFIER) if n in motif]
    elif compte.unite in DUREES and (ecarte := motif_non_ouvrable(theorique, territoire, chomes)):
        mentions.append(SANS_REPORT.format(f"le {date_courte(theorique)} {ecarte}"))
        if regle.nature in OUVRE_LA_SUITE:
            possible, _motif = proroger(theorique, territoire, chomes)
            mentions.append(ATTENDRE.format(jour_date(possible)))
    if compte.unite == "trimestre":
        mentions.append(TRIMESTRE_CIVIL)

    au_plus_tot, suite = None, ""
    if regle.nature in OUVRE_LA_SUITE:
        au_plus_tot = fin + UN_JOUR
        suite = f", premier jour possible : {jour_date(au_plus_tot)}"
        appliquees.append("R5")
    return _echeance(
        regle,
        depart,
        contexte,
        f"{contexte.evenement or evenement(regle, jour)}, {mots} : {jour_date(theorique)}"
        f"{reporte}{suite}",
        mentions,
        date=fin,
        au_plus_tot=au_plus_tot,
        theorique=theorique,
        prorogee=bool(motif),
        regles=tuple(appliquees),
    )


def _en_heures(
    regle: RegleDelai, depart: date | datetime, nombre: int, contexte: _Contexte
) -> Echeance:
    """Hours run from clock time to clock time, never prorogated (R6).

    Wall clock: on the two nights when the clocks change, 24 hours end at the same time of day.
    """
    mentions = list(contexte.mentions)
    if isinstance(depart, datetime):
        moment = depart
    else:  # CPC 642: a day ends at 24 h; the later start never shortens someone's time
        moment = datetime.combine(depart + UN_JOUR, time())
        mentions.append(SANS_HEURE)
    fin = moment + timedelta(hours=nombre)
    if fin.year > ANNEE_MAX:
        return sans_date(regle, depart, FIN_INVALIDE)
    if nuit := changement_heure(moment, fin, contexte.territoire):
        mentions.append(CHANGEMENT_HEURE.format(date_courte(nuit)))
    # An act the next day at the earliest would be late in an emergency: after the hour is enough.
    suite = regle.nature in OUVRE_LA_SUITE
    return _echeance(
        regle,
        depart,
        contexte,
        f"{_evenement_a_l_heure(regle, depart, contexte)}, {duree_lettres(nombre, 'heures')} : "
        f"{quand(fin)}{', possible passé cette heure' if suite else ''}",
        mentions,
        date=fin,
        au_plus_tot=fin.date() if suite else None,
        theorique=fin,
        prorogee=False,
        regles=("R6", "R5") if suite else ("R6",),
    )


def _evenement_a_l_heure(
    regle: RegleDelai, depart: date | datetime, contexte: _Contexte
) -> str:
    """The hour from which hours are counted is always said, even where the proof gives a day."""
    if not contexte.evenement:
        return evenement(regle, depart)
    if not isinstance(depart, datetime) or heure_lettres(depart) in contexte.evenement:
        return contexte.evenement
    liaison = " à" if contexte.evenement.endswith(date_courte(depart)) else ", compté depuis"
    return f"{contexte.evenement}{liaison} {heure_lettres(depart)}"


def _echeance(
    regle: RegleDelai,
    depart: date | datetime,
    contexte: _Contexte,
    calcul: str,
    mentions: list[str],
    **dates,
) -> Echeance:
    provisoire = " (provisoire)" if contexte.provisoire else ""
    return Echeance(
        code=regle.code,
        depart=depart,
        type=regle.nature,
        calcul=typo(f"{calcul}{suffixe(regle)}{provisoire}"),
        avertissements=tuple(mentions),
        base=regle.base,
        niveau_preuve=regle.niveau_preuve,
        **dates,
    )


def avec_avertissement(echeance: Echeance, *messages: str) -> Echeance:
    """Same deadline with more warnings."""
    return replace(echeance, avertissements=(*echeance.avertissements, *messages))


def ordre(echeance: Echeance) -> datetime:
    """Rank of a deadline in time; one without date comes last."""
    fin = echeance.date
    if fin is None:
        return datetime.max
    if isinstance(fin, datetime):
        return fin.replace(tzinfo=None)
    return datetime.combine(fin, time.max)  # a day ends at 24 h (CPC 642)
