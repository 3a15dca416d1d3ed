"""Letters to partners: the act communicated, who reads it, the offence reported."""

from odoo.addons.oilhi_lhi.moteur import penal
from odoo.addons.oilhi_lhi.moteur.francais import liste, typo

from ..controles import actes
from . import redaction as r
from .acteurs import autorite_qualite, est_president_epci
from .catalogue import champ
from .menages import a_loger_de
from .occupants import designation_arrete, designer, foyer

ARRETE = "l’arrêté, ou sa mainlevée, doit être signé dans ce dossier"
SUITES_PENALES = "dossier, bouton Suites pénales : une fiche qui n’est pas encore signalée"


# ---- act communicated (R. 511-7) ---------------------------------------------------------------


def communique(c):
    """The act chosen, else the last order or lifting signed in the procedure."""
    if c._acte:
        return c._acte
    return c.dossier.document_ids.filtered(
        lambda d: d.state not in ("brouillon", "a_signer", "abroge")
        and d.dossier_procedure_id == c.procedure
        and actes.decrire(d.modele_id).sorte in ("arrete", "mainlevee", "modificatif")
    ).sorted(lambda d: (d.date_signature, d.id))[-1:]


def _sorte(c):
    document = communique(c)
    return actes.decrire(document.modele_id).sorte if document else ""


@champ("communique.mainlevee", ou=ARRETE)
def communique_mainlevee(c):
    return _sorte(c) == "mainlevee" if communique(c) else None


@champ("communique.designation", ou=ARRETE)
def communique_designation(c):
    """« arrêté de mainlevée n° 2027-031 du 12 juin 2027 »: follows « l’ », « cet »…"""
    document = communique(c)
    if not document.numero:
        return None
    noms = {"mainlevee": "arrêté de mainlevée", "modificatif": "arrêté modificatif"}
    nom = noms.get(_sorte(c))
    if not nom:
        return r.propre(designer(document))
    return r.propre(f"{nom} n° {document.numero} du {r.jour(document.date_signature)}")


@champ("communique.leve", ou=ARRETE)
def communique_leve(c):
    """The order that the lifting ends."""
    if _sorte(c) != "mainlevee":
        return ""
    leve = communique(c).document_lie_id
    return r.propre(designer(leve)) if leve.numero else None


@champ("communique.envoi")
def communique_envoi(c):
    """First sending to a person of the case: what the months of rent are counted from."""
    envois = communique(c).notification_ids.filtered("personne_id").mapped("date_envoi")
    return r.jour(min(envois, default=None)) or ""


@champ("communique.president", ou="lettre du président de l’intercommunalité, quand il a pris l’arrêté")
def communique_president(c):
    """« présidente de la communauté urbaine d’Arras »; a mayor does not write this letter."""
    if not est_president_epci(c):
        return None
    return (autorite_qualite(c) or "").partition(" ")[2] or None


# ---- who reads it ------------------------------------------------------------------------------


def _types(c):
    return set((c.contact | c.contact.commercial_partner_id).oilhi_type_ids.mapped("code"))


@champ("partenaire.epci")
def partenaire_epci(c):
    return "PA-EPCI" in _types(c)


@champ("partenaire.prefet")
def partenaire_prefet(c):
    return "PA-PREF" in _types(c)


@champ("partenaire.bailleur")
def partenaire_bailleur(c):
    return "PA-BAIL" in _types(c)


@champ("saisie.composition_foyer")
def composition_foyer(c):
    return liste(dict.fromkeys(filter(None, (foyer(m) for m, _devoir in a_loger_de(c)))))


# ---- offence -----------------------------------------------------------------------------------


@champ("signalement.arrete")
def signalement_arrete(c):
    """The order that the facts may have broken, when there is one."""
    return designation_arrete(c) or ""


@champ("infractions", ou=SUITES_PENALES)
def infractions(c):
    """Sheets not reported yet: supposed facts and what proves them; who decides is the court."""
    fiches = c.dossier.infraction_ids.filtered(
        lambda f: not f.fait_id
        and (not f.dossier_procedure_id or not c.procedure or f.dossier_procedure_id == c.procedure)
    ).sorted(lambda f: (f.date_faits, f.id))
    return [_infraction(fiche) for fiche in fiches] or None


def _infraction(fiche):
    noyau = fiche.infraction_id._noyau()
    etablis = set(fiche.element_ids.mapped("cle"))
    manquants = penal.elements_manquants(noyau, etablis)
    return {
        "nom": r.minuscule(r.sans_point(fiche.infraction_id.name)),
        "texte": r.minuscule(r.sans_point(fiche.infraction_id.fait)),
        "base": r.propre(noyau.base) if noyau.niveau_preuve == "confirme" else "",
        "date": r.jour(fiche.date_faits),
        "faits": r.propre(fiche.faits),
        "auteur": r.nom_personne(fiche.personne_id) or "" if fiche.personne_id else "",
        "victimes": liste(filter(None, (r.nom_personne(p) for p in fiche.victime_ids))),
        "etablis": _points(e for e in noyau.elements if e.code in etablis),
        "manquants": _points(manquants),
        "peine": _peine(fiche, noyau),
        "pv": _proces_verbal(fiche),
    }


def _points(elements):
    """What must be established, without what only tells the agent how (« : ce qui le montre »)."""
    return " ; ".join(r.minuscule(typo(e.libelle.partition(" : ")[0].partition("\u00a0:")[0])) for e in elements)


def _peine(fiche, noyau):
    """What the text provides, when it is sure; else nothing is said of it."""
    # A document is read by whoever may write the case, vulnerability is not: the penalty is the one
    # without that circumstance, and says so.
    encourue = penal.peine(
        noyau, vulnerable=None, personne_morale=bool(fiche.personne_id.raison_sociale)
    )
    return encourue.principale if encourue.niveau_preuve == "confirme" else ""


def _proces_verbal(fiche):
    if not fiche.pv_agent or not fiche.pv_date:
        return ""
    par = f" par {r.sans_point(fiche.pv_agent_nom)}" if fiche.pv_agent_nom else ""
    article = f" ({r.sans_point(fiche.pv_article)})" if fiche.pv_article else ""
    return f"procès-verbal dressé le {r.jour(fiche.pv_date)}{par}{article}"
