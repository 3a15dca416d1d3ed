"""Who holds the housing police: the mayor or the president of the EPCI (R11, CGCT L. 5211-9-2).

Never guess: what is unknown is tried both ways, and only an answer that does not depend on it
is given. Windows that bind a mayor or a president are never prorogated (R3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from .calendrier import ANNEE_MAX, ANNEE_MIN, UN_JOUR, ajouter_mois
from .francais import jour_date, liste, typo
from .lecture import regles_livrees
from .regles import RegleDelai

BASE = "CGCT L. 5211-9-2 III"
MAIRE, PRESIDENT, INCONNU = "maire", "president_epci", "inconnu"


@dataclass(frozen=True, slots=True)
class Competence:
    """Answer with its reasons; `a_preciser` names the missing facts that would change it."""

    autorite: str  # maire | president_epci | inconnu
    explication: str
    opposition_jusqu_au: date | None = None
    renonciation_jusqu_au: date | None = None
    transfert_le: date | None = None  # first day of the president, as far as the facts say
    fin_transfert_le: date | None = None  # last day of the president
    a_preciser: tuple[str, ...] = ()
    avertissements: tuple[str, ...] = ()
    base: str = BASE


@dataclass(frozen=True, slots=True)
class _Fenetre:
    """Dates that do not depend on what is unknown."""

    debut: date  # election of the president, or transfer of the housing competence
    fin_opposition: date
    fin_renonciation: date
    opposition: date | None  # notified in time
    renonciation: date | None  # notified in time


@dataclass(frozen=True, slots=True)
class _Issue:
    """First and last day of the president (None: never / no end), with the reason."""

    du: date | None
    au: date | None
    motif: str

    def autorite(self, jour: date) -> str:
        if self.du and jour >= self.du and (self.au is None or jour <= self.au):
            return PRESIDENT
        return MAIRE


def _issue(f: _Fenetre, habitat: bool, exercait: bool, autre: bool, valable: bool) -> _Issue:
    """What the law says once nothing is unknown any more."""
    renonciation = f.renonciation if valable else None
    if not habitat:
        return _Issue(None, None, "l'EPCI n'a pas la compétence habitat : aucun transfert")
    if exercait:
        fin = min((j for j in (f.opposition, renonciation) if j), default=None)
        if fin is None:
            return _Issue(f.debut, None, "président compétent dès cette date, aucune opposition")
        cause = "l'opposition du maire" if fin == f.opposition else "la renonciation du président"
        motif = f"président compétent dès cette date, jusqu'à {cause} notifiée le {jour_date(fin)}"
        return _Issue(f.debut, fin, motif)
    if f.opposition:
        return _Issue(None, None, f"opposition du maire notifiée le {jour_date(f.opposition)}")
    if renonciation:
        return _Issue(None, None, f"renonciation du président le {jour_date(renonciation)}")
    fin = f.fin_renonciation if autre else f.fin_opposition
    delai = "délai de renonciation" if autre else "délai d'opposition"
    du = fin + UN_JOUR
    return _Issue(
        du,
        None,
        f"sans opposition du maire, le {delai} expire le {jour_date(fin)} : "
        f"président compétent à compter du {jour_date(du)}",
    )


def _renonciation_utile(
    fenetre: _Fenetre, renonciation: date | None, autre_maire_oppose: bool | None
) -> tuple[date | None, str]:
    """A renunciation counts only after a first opposition and within its own window."""
    if renonciation is None:
        return None, ""
    if not fenetre.opposition and autre_maire_oppose is False:
        return None, "Renonciation sans effet : aucun maire ne s'est opposé."
    premiere = fenetre.opposition if autre_maire_oppose is False else fenetre.debut
    if not (premiere or fenetre.debut) <= renonciation <= fenetre.fin_renonciation:
        return None, (
            f"Renonciation du {jour_date(renonciation)} sans effet : elle se notifie de la "
            f"première opposition au {jour_date(fenetre.fin_renonciation)}."
        )
    return renonciation, (
        "Renonciation : valable seulement si la moitié au moins des maires, ou des maires "
        "représentant la moitié au moins de la population, se sont opposés."
    )


def police_competente(
    jour: date,
    election: date | None,
    predecesseur_exercait: bool | None,
    opposition: date | None = None,
    autre_maire_oppose: bool | None = None,
    renonciation: date | None = None,
    *,
    renonciation_valable: bool | None = True,
    competence_habitat: bool | None = True,
    transfert_competence: date | None = None,
    regles: Mapping[str, RegleDelai] | None = None,
) -> Competence:
    """Authority on a given day. None always means « not known », never « no ».

    `renonciation_valable`: half of the mayors, or mayors of half of the population, opposed.
    `competence_habitat`: the EPCI (own tax) holds housing; False: no transfer at all.
    `transfert_competence`: the competence itself came to the EPCI that day (III, 1st paragraph);
    it then replaces the election as the start.
    """
    if competence_habitat is False:
        return Competence(MAIRE, _phrase("L'EPCI n'a pas la compétence habitat : aucun transfert"))
    debut = transfert_competence or election
    if debut is None:
        return _inconnu("la date d'élection du président de l'EPCI")
    if not ANNEE_MIN <= debut.year <= ANNEE_MAX:
        return _inconnu("une date d'élection plausible")
    regles = regles or regles_livrees()
    fin_opposition = ajouter_mois(debut, int(regles["DL-EPCI"].nombre or 0))
    fin_renonciation = ajouter_mois(fin_opposition, int(regles["DL-EPCI-RENON"].nombre or 0))
    dates = {"opposition_jusqu_au": fin_opposition, "renonciation_jusqu_au": fin_renonciation}
    if jour < debut:
        evenement = "le transfert de compétence" if transfert_competence else "l'élection"
        return _inconnu(f"la situation avant {evenement} du {jour_date(debut)}", **dates)

    mentions = []
    if opposition and not debut <= opposition <= fin_opposition:
        mentions.append(
            f"Opposition du {jour_date(opposition)} sans effet : elle se notifie du "
            f"{jour_date(debut)} au {jour_date(fin_opposition)}."
        )
        opposition = None
    elif opposition == jour:
        mentions.append(
            "À vérifier : l'opposition met fin au transfert à sa notification ; un acte signé "
            "le jour même demande une confirmation du service juridique."
        )
    fenetre = _Fenetre(debut, fin_opposition, fin_renonciation, opposition, None)
    utile, mention = _renonciation_utile(fenetre, renonciation, autre_maire_oppose)
    fenetre = replace(fenetre, renonciation=utile)
    mentions += [mention] if mention else []
    dates["avertissements"] = tuple(typo(mention) for mention in mentions)

    # A new competence is exercised by the president at once: as if a predecessor had exercised it.
    # A renunciation in time supposes that a mayor opposed.
    inconnus = {
        "si l'EPCI a la compétence habitat": competence_habitat,
        "si le prédécesseur du président exerçait cette police dans la commune": (
            True if transfert_competence else predecesseur_exercait
        ),
        "si un autre maire s'est opposé au transfert": True if utile else autre_maire_oppose,
        "si la renonciation du président est valable": renonciation_valable if utile else False,
    }
    choix = [(valeur,) if valeur is not None else (True, False) for valeur in inconnus.values()]
    issues = {hypothese: _issue(fenetre, *hypothese) for hypothese in product(*choix)}
    autorites = {hypothese: issue.autorite(jour) for hypothese, issue in issues.items()}
    if len(set(autorites.values())) > 1:
        manquants = [
            question
            for rang, (question, valeur) in enumerate(inconnus.items())
            if valeur is None
            and any(
                autorites[h] != autorites[(*h[:rang], not h[rang], *h[rang + 1 :])]
                for h in autorites
            )
        ]
        return _inconnu(*manquants, **dates)

    if PRESIDENT in autorites.values() and not opposition:
        mentions.append(
            "Compétence déduite de l'absence d'opposition enregistrée : vérifiez-la et conservez "
            "le justificatif."
        )
        dates["avertissements"] = tuple(typo(mention) for mention in mentions)
    bornes = {(issue.du, issue.au) for issue in issues.values()}
    du, au = bornes.pop() if len(bornes) == 1 else (None, None)
    motifs = dict.fromkeys(issue.motif for issue in issues.values())
    depart = "Transfert de la compétence" if transfert_competence else "Élection du président"
    return Competence(
        next(iter(autorites.values())),
        _phrase(f"{depart} le {jour_date(debut)} ; {' ; ou bien '.join(motifs)}"),
        transfert_le=du,
        fin_transfert_le=au,
        **dates,
    )


def _phrase(texte: str) -> str:
    return typo(f"{texte}.")


def _inconnu(*manquants: str, **champs) -> Competence:
    return Competence(
        INCONNU,
        _phrase(f"Autorité inconnue : précisez {liste(manquants)}"),
        a_preciser=tuple(manquants),
        **champs,
    )
