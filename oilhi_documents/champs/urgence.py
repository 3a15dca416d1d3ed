"""Urgence, hosting establishments, order of the préfet: expert, delivery, what follows."""

from odoo import fields

from odoo.addons.oilhi_lhi.moteur.visite import texte_heure

from . import redaction as r
from .catalogue import champ
from .instruction import abf_protection, abf_requis

MODES = {
    "lrar": "lettre recommandée avec demande d’avis de réception",
    "main_propre": "remise en main propre contre signature",
    "signification": "signification par commissaire de justice",
    "affichage": "affichage à la mairie et sur la façade",
    "autre": "autre moyen conférant date certaine à la réception",
}


@champ("arrete_urgent.numero")
def urgent_numero(c):
    return c.acte.numero or ""


@champ("arrete_urgent.date")
def urgent_date(c):
    return r.jour(c.acte.date_signature) or ""


@champ("remises", ou="document de l’arrêté, bouton « Notifier »")
def remises(c):
    return [
        {
            "destinataire": r.nom_personne(n.personne_id) if n.personne_id else n.partner_id.name,
            "qualite": r.qualite_personne(n.personne_id) if n.personne_id else "",
            "mode": MODES.get(n.mode, MODES["autre"]),
            "date": r.jour(n.date_reception) or "",
            "heure": _heure(n.heure),
        }
        for n in c.acte.notification_ids.filtered("personne_id").sorted("id")
    ]


def _heure(heure):
    """« 16:30 » -> « 16 h 30 »."""
    if not heure:
        return ""
    heures, minutes = heure.split(":")
    return texte_heure(int(heures) + int(minutes) / 60)


@champ("commission.date", ou="étape ERP-01, constat de la commission de sécurité")
def commission_date(c):
    return r.jour(c.fait("ERP-01").date)


@champ("prefet.date", ou="étape DSP-03, arrêté du préfet")
def prefet_date(c):
    return r.jour(c.fait("DSP-03").date)


# ---- proposed in the dialog --------------------------------------------------------------------


@champ("saisie.date_ordonnance")
def date_ordonnance(c):
    return r.jour(c.procedure.rapport_ordonnance or c.fait("MSU-03").date) or None


@champ("saisie.protection")
def protection(c):
    return abf_protection(c) if abf_requis(c) else None


@champ("saisie.durable")
def durable(c):
    """The step that goes on in the ordinary procedure settles it; else the agent says it."""
    return False if c.fait("MSU-15") else None


@champ("saisie.calendrier")
def calendrier(c):
    """The dates of the works, once they are known."""
    offices = c.dossier.office_ids.filtered(
        lambda o: o.dossier_procedure_id == c.procedure and o.date_debut
    )[-1:]
    if not offices or offices.date_debut > fields.Date.context_today(c.dossier):
        return None
    debut = f"Les travaux commencent le {r.jour(offices.date_debut)}"
    return f"{debut} et s’achèvent le {r.jour(offices.date_fin)}." if offices.date_fin else f"{debut}."
