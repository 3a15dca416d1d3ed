"""Rights of the household to which a letter is written: computed by the case, said in plain words."""

from odoo.addons.oilhi_lhi.moteur.francais import euros, liste

from . import redaction as r
from .catalogue import champ

MENAGE = "dossier, page Occupants : le ménage de cette personne"
TENU = "Le propriétaire ou l’exploitant"
# What each right means to the person who reads the letter. What is not here is for the service.
EN_CLAIR = {
    "LOYER": "Vous ne devez plus de loyer pour cette période.",
    "REPRISE": "À partir de cette date, vous devez de nouveau votre loyer.",
    "RESTITUTION": "Le loyer déjà versé pour cette période doit vous être rendu, ou déduit de vos "
    "prochains loyers.",
    "BAIL": "Le temps pendant lequel le loyer est suspendu s’ajoute à votre bail.",
    "BAIL-DEFINITIF": "Votre bail continue jusqu’à son terme, ou jusqu’à votre départ, sans loyer.",
    "EXPULSION": "Votre bail n’est pas résilié par l’arrêté, et personne ne peut vous expulser pour cette "
    "raison.",
    "HEBERGEMENT": f"{TENU} doit vous loger ailleurs, à ses frais, dans un logement décent qui correspond à "
    "vos besoins.",
    "RELOGEMENT": f"{TENU} doit vous proposer un autre logement, adapté à vos besoins et à vos moyens.",
    "INDEMNITE": f"{TENU} doit aussi vous verser trois mois de votre nouveau loyer pour votre "
    "réinstallation.",
    "CONVENTION": "Le logement où vous êtes hébergé doit être rendu à cette date au plus tard.",
}
SANS_FIN = " Le service vous préviendra quand il sera de nouveau dû."
# To be watched by the service: announcing them would worry without helping.
INTERNES = ("REPRISE", "TROIS-REFUS", "TROIS-ANS")
EXCLUS = {
    "LOYER": "Votre loyer reste dû : dans votre cas, l’arrêté ne le suspend pas.",
    "HEBERGEMENT": "Dans votre cas, la loi n’oblige pas à vous héberger ni à vous reloger ; appelez le service.",
}


def menage(c):
    return c.dossier.occupant_ids.filtered(
        lambda m: c.destinataire and m.personne_id == c.destinataire
    )[:1]


def _droits(c):
    trouve = menage(c)
    return trouve._droits() if trouve else ()


@champ("menage.logement", ou=MENAGE)
def logement(c):
    return r.propre(menage(c).lot) or ""


@champ("menage.arrete", ou=MENAGE)
def arrete(c):
    trouve = menage(c)
    actes = [a for a in trouve._actes() if a.regime != "aucun"] if trouve else []
    return liste(dict.fromkeys(a.libelle for a in actes)) or None


@champ("menage.levee")
def levee(c):
    """Lifted alone for this home: the fact is told, its effects are to be confirmed."""
    trouve = menage(c)
    actes = [a for a in trouve._actes() if not a.levee_le] if trouve else []
    return liste(
        f"«\u00a0{r.propre(r.sans_point(nom))}\u00a0» (le {r.jour(jour)})" for a in actes for nom, jour in a.leves_seuls
    )


@champ("menage.a_confirmer")
def a_confirmer(c):
    """Named, never announced: neither date nor amount."""
    titres = (
        r.minuscule(d.titre.partition("\u00a0:")[0])
        for d in _droits(c)
        if d.niveau == "a_verifier" and d.code not in INTERNES
    )
    return liste(dict.fromkeys(titres))


def _periode(d):
    dates = [
        f"du {r.jour(d.du)} au {r.jour(d.au)}" if d.du and d.au
        else f"à partir du {r.jour(d.du)}" if d.du
        else f"jusqu’au {r.jour(d.au)} au plus tard" if d.au else "",
        euros(d.montant) if d.montant is not None else "",
    ]  # fmt: skip
    return ", ".join(filter(None, dates))


@champ("droits", ou=MENAGE)
def droits(c):
    """What the texts settle; the default of the owner is said with who replaces him."""
    rendus = []
    for d in _droits(c):
        mots = (EXCLUS if d.etat == "exclu" else EN_CLAIR).get(d.code)
        if not mots or d.niveau == "a_verifier":
            continue
        if d.code == "LOYER" and d.etat == "ouvert" and not d.au:
            mots += SANS_FIN
        if d.a_defaut and d.etat == "ouvert":
            mots += f" S’il ne le fait pas, {_qui(d.a_defaut)} doit le faire."
        rendus.append({
            "titre": r.majuscule(d.titre),
            "periode": _periode(d),
            "explication": mots,
            "base": d.base,
        })
    return rendus


def _qui(autorite):
    """Without what only the service needs to know (« par convention ou à titre occasionnel »)."""
    return autorite.partition(" (")[0]
