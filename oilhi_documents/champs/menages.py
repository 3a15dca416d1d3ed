"""Households as their landlord is told of them: rents suspended, roof owed, failure to provide it."""

from odoo.addons.oilhi_lhi.moteur.astreinte import en_montant
from odoo.addons.oilhi_lhi.moteur.francais import euros, liste

from . import redaction as r
from .catalogue import champ
from .occupants import devoirs_certains, foyer, interdictions, periode

OBLIGATIONS = {
    "HEBERGEMENT": "un hébergement décent correspondant à ses besoins",
    "RELOGEMENT": "un logement correspondant à ses besoins et à ses possibilités",
}
DU_PROPRIETAIRE = ("proprietaire", "exploitant")


# ---- what the landlord is told -----------------------------------------------------------------


def nom_menage(trouve):
    """Who lives where, without anything else."""
    nom = r.nom_personne(trouve.personne_id) if trouve.personne_id else ""
    lot = r.propre(trouve.lot)
    if nom:
        return f"{nom} ({lot})" if lot else nom
    return f"l’occupant ({lot})" if lot else "un ménage de l’immeuble"


def menages(c):
    """Households of the case; those of one landlord when the letter is written to him."""
    if not c.destinataire:
        return c.dossier.occupant_ids
    return c.dossier.occupant_ids.filtered(
        lambda m: not m.bailleur_id or m.bailleur_id == c.destinataire
    )


@champ("suspensions", ou="dossier, page Occupants : un loyer dont la suspension est certaine")
def suspensions(c):
    """Rents that the order suspends for sure; no date is announced to a landlord otherwise."""
    lignes = []
    for trouve in menages(c):
        calcules = trouve._droits()
        loyers = [
            d for d in calcules
            if d.code == "LOYER" and d.etat == "ouvert" and d.niveau == "confirme"
        ]  # fmt: skip
        if not loyers:
            continue
        rendre = [
            d for d in calcules
            if d.code == "RESTITUTION" and d.niveau != "a_verifier" and d.montant
        ]  # fmt: skip
        lignes.append({
            "menage": nom_menage(trouve),
            "loyer": euros(en_montant(trouve.loyer)) if trouve.loyer else "",
            "periode": liste(periode(d) for d in loyers),
            "rendre": liste(_rendre(d) for d in rendre),
        })
    return lignes or None


def _rendre(d):
    du, au = r.jour(d.du), r.jour(d.au)
    return f"{euros(d.montant)} (période du {du} au {au})" if du and au else euros(d.montant)


def a_loger_de(c):
    """[(household, duty)] that the owner has not met: no offer of his that suits it."""
    return [
        (trouve, devoirs[0])
        for trouve in menages(c)
        if (devoirs := devoirs_certains(c, trouve, "RELOGEMENT", "HEBERGEMENT"))
        and not any(
            o.auteur in DU_PROPRIETAIRE and (o.adaptee == "oui" or o.reponse == "acceptee")
            for o in trouve.offre_ids
        )
    ]


@champ("foyers", ou="dossier, page Occupants : un ménage à héberger ou à reloger, sans offre adaptée")
def foyers(c):
    return [
        {
            "menage": nom_menage(trouve),
            "taille": foyer(trouve),
            "obligation": OBLIGATIONS[devoir.code],
            "effet": r.jour(devoir.du) or "",
        }
        for trouve, devoir in a_loger_de(c)
    ] or None


@champ("menages.relogement_du")
def relogement_du(c):
    return any(devoir.code == "RELOGEMENT" for _menage, devoir in a_loger_de(c))


def _carence(c, trouve, devoir):
    """Why the owner has failed, in words; None while that is not established."""
    mesures = interdictions(c, trouve)
    limite = min((m.date_offre for m in mesures if m.date_offre), default=devoir.du)
    siennes = trouve.offre_ids.filtered(lambda o: o.auteur in DU_PROPRIETAIRE)
    if not limite or c.jour <= limite or any(o.adaptee != "non" for o in siennes):
        return None
    if not siennes:
        return f"aucune offre du propriétaire ou de l’exploitant n’était connue le {r.jour(limite)}"
    return f"l’offre faite le {r.jour(siennes[-1:].date)} ne correspond pas aux besoins du ménage"


@champ(
    "defaillances",
    ou="dossier, page Occupants : date de l’offre passée, aucune offre adaptée du propriétaire",
)
def carences(c):
    """Households lodged in the place of the owner: why, since when, at what cost so far."""
    lignes = []
    for trouve, devoir in a_loger_de(c):
        motif = _carence(c, trouve, devoir)
        if not motif:
            continue
        avances = trouve.hebergement_ids._depenses_recouvrables()
        total = sum(a["montant"] for a in avances)
        lignes.append({
            "menage": nom_menage(trouve),
            "obligation": OBLIGATIONS[devoir.code],
            "motif": motif,
            "du": r.jour(min(trouve.hebergement_ids.mapped("date_debut"), default=devoir.du)),
            "cout": euros(total) if total else "",
        })
    return lignes or None


@champ("injonction.date")
def injonction_date(c):
    """The letter that asked this owner for his offer and his observations, once sent."""
    lettres = c.dossier.document_ids.filtered(
        lambda d: d.code == "D-OCC-04"
        and d.destinataire_id == c.destinataire
        and d.date_signature
        and d.notification_ids
    )
    return r.jour(max(lettres.mapped("date_signature"), default=None)) or ""
