"""Rights of the households, for who reads the letter: computed by the case, said in plain words.

Nothing here reads the restricted data of a household (health, children, social situation).
"""

from odoo.addons.oilhi_lhi.models.execution.oilhi_dossier_hebergement import PUBLICS
from odoo.addons.oilhi_lhi.models.execution.oilhi_dossier_occupant_droits import TYPES
from odoo.addons.oilhi_lhi.moteur.francais import euros, liste, nombre_lettres

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
# Where the words of the household page are those of a jurist.
EN_TETE = {
    "RESTITUTION": "Loyers déjà payés",
    "EXPULSION": "L’arrêté ne met pas fin à votre bail",
    "INDEMNITE": "Une somme pour vous réinstaller",
    "CONVENTION": "Fin de l’hébergement provisoire",
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


def periode(d):
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
            "titre": (d.etat != "exclu" and EN_TETE.get(d.code)) or r.majuscule(d.titre),
            "periode": periode(d),
            "explication": mots,
            "base": d.base,
        })
    return rendus


def _qui(autorite):
    """Without what only the service needs to know (« par convention ou à titre occasionnel »)."""
    return autorite.partition(" (")[0]


# ---- the order, the home, where the household sleeps -------------------------------------------

ADIL = "PA-ADIL"
ARRETE = "l’arrêté doit être signé dans ce dossier, et le ménage noté à la page Occupants"


def designer(document):
    """« arrêté de mise en sécurité (procédure urgente) n° 2027-014 du 22 février 2027 »."""
    urgence = " (procédure urgente)" if (document.code or "").startswith("D-MSU") else ""
    jour = r.jour(document.date_signature)
    return f"arrêté de mise en sécurité{urgence} n° {document.numero} du {jour}"


@champ("arrete.designation", ou=ARRETE)
def designation_arrete(c):
    """The order signed here; else the step that says when the authority took it.

    An occupant is told of it only when the case knows his household: what touches it is computed.
    """
    if c.destinataire and c.destinataire.role == "occupant" and not menage(c):
        return None
    if c.acte.numero:
        return r.propre(f"l’{designer(c.acte)}")
    pris = c.procedure._faites("arrete", "decision_tiers")[:1] if c.procedure else None
    return f"l’arrêté du {r.jour(pris.date)}" if pris and pris.date else None


def interdictions(c, menages):
    """Bans of the order that bear on the home of one of these households."""
    return c.interdictions.filtered(lambda m: any(menage._vise_par(m) for menage in menages))


@champ("menage.interdiction")
def menage_interdiction(c):
    """« une interdiction temporaire d’habiter, à compter du 1er avril 2027 », or nothing."""
    mots = []
    for mesure in interdictions(c, menage(c)):
        genre = {"temporaire": "temporaire", "definitive": "définitive"}.get(TYPES.get(mesure.type))
        if not genre:
            continue
        effet = f", à compter du {r.jour(mesure.date_effet)}" if mesure.date_effet else ""
        mots.append(f"une interdiction {genre} d’habiter{effet}")
    return liste(dict.fromkeys(mots))


@champ("destinataire.adresse_ligne", ou="dossier, page Personnes")
def destinataire_adresse_ligne(c):
    p = c.destinataire
    if p and p.adresse_inconnue:
        return "adresse actuelle inconnue"
    return r.adresse_personne(p) if p else None


@champ("menage.leve")
def menage_leve(c):
    """Day of the lifting, once nothing bears on this home any more."""
    trouve = menage(c)
    actes = [a for a in trouve._actes() if a.regime != "aucun"] if trouve else []
    jours = [a.levee_le for a in actes]
    return r.jour(max(jours)) if jours and all(jours) else ""


@champ("menage.effet")
def menage_effet(c):
    return r.jour(min((m.date_effet for m in interdictions(c, menage(c)) if m.date_effet), default=None)) or ""


def foyer(trouve):
    nombre = trouve.nombre_personnes
    if not nombre:
        return ""
    mots = nombre_lettres(nombre, feminin=True) if nombre <= 16 else str(nombre)
    return f"foyer de {mots} personne{'s' if nombre > 1 else ''}"


@champ("menage.foyer")
def menage_foyer(c):
    return foyer(menage(c))


def devoirs_certains(c, trouve, *codes):
    """Duties that the texts settle and that still run: what is uncertain is never demanded."""
    return [
        d for d in trouve._droits()
        if d.code in codes and d.etat == "ouvert" and d.niveau == "confirme"
        and (d.au is None or d.au >= c.jour)
    ]  # fmt: skip


@champ("menage.relogement")
def menage_relogement(c):
    trouve = menage(c)
    return bool(trouve and devoirs_certains(c, trouve, "RELOGEMENT"))


def _sejour(trouve):
    return trouve.hebergement_ids.sorted(lambda s: (s.date_debut, s.id))[-1:]


@champ("menage.loge")
def menage_loge(c):
    """Where the household sleeps meanwhile: the ledger, last stay, when it still goes on."""
    sejour = _sejour(menage(c)).filtered("en_cours")
    if not sejour:
        return ""
    lieu = f" ({r.propre(sejour.lieu)})" if sejour.lieu else ""
    return f"depuis le {r.jour(sejour.date_debut)}{lieu}"


def _a_proposer(c):
    """The household of the addressee; before he is chosen, the only one of the case."""
    tous = c.dossier.occupant_ids
    return menage(c) or (tous if len(tous) == 1 and not c.destinataire else tous.browse())


@champ("saisie.lieu_hebergement")
def lieu_hebergement(c):
    trouve = _a_proposer(c)
    acceptee = trouve.offre_ids.filtered(lambda o: o.reponse == "acceptee" and o.lieu)
    return r.sans_point(_sejour(trouve).lieu or acceptee[-1:].lieu) or ""


@champ("saisie.debut_hebergement")
def debut_hebergement(c):
    return r.jour(_sejour(_a_proposer(c)).date_debut) or menage_effet(c)


@champ("saisie.qui_paie")
def qui_paie(c):
    sejour = _sejour(_a_proposer(c))
    if not sejour:
        return ""
    if sejour.supporte_par in PUBLICS:
        return (
            "Une personne publique avance le prix de l’hébergement, à la place du propriétaire ou de "
            "l’exploitant. L’occupant ne paie rien."
        )
    if sejour.supporte_par == "proprietaire":
        return "Le propriétaire ou l’exploitant paie l’hébergement. L’occupant ne paie rien."
    return ""


# ---- who helps -----------------------------------------------------------------------------------


@champ("aide.adil")
def adil(c):
    """How to call the ADIL: the directory of the service, then the national line."""
    fiches = c.dossier._organismes([ADIL], c.modele).filtered("phone")[:1]
    numeros = fiches.mapped("phone")
    numeros += c.env["oilhi.type.organisme"].search([("code", "=", ADIL)]).mapped("telephone_national")
    numeros = [r.insecable(n) for n in dict.fromkeys(numeros) if n]
    return f"au {liste(numeros, 'ou')}" if numeros else ""


@champ("demandeurs", ou="dossier, page Personnes : les occupants")
def demandeurs(c):
    """Who asked for help, and how to reach them: given to who advises, with their consent."""
    return [
        {
            "nom": r.nom_personne(p),
            "joindre": liste(filter(None, [r.insecable(p.telephone), r.propre(p.email)]), "ou"),
        }
        for p in c.occupants
        if r.nom_personne(p)
    ] or None
