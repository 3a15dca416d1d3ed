"""After the order: what remains to be done, what a control found, what lifts it."""

from odoo.addons.oilhi_lhi.moteur.mesures import INTERDICTIONS

from . import redaction as r
from .acte import MESURES
from .catalogue import champ
from .preparation import phrase
from .visite import _constat

CONTROLE = "visite de contrôle terminée : dossier, bouton Visites"
MAINLEVEE = "la mainlevée doit être signée dans ce dossier"


# ---- permanent interdiction, what justifies it -------------------------------------------------


@champ("saisie.motif_critere")
def motif_critere(c):
    return phrase(c.procedure.redaction_motivation)


@champ("saisie.limite_occupation")
def limite_occupation(c):
    """L. 521-2 III: the day noted for the households, else that of the interdiction."""
    dates = [m.bail_limite for m in c.dossier.occupant_ids if m.bail_limite]
    dates = dates or [m.date_effet for m in c.mesures_de_type("interdiction_definitive") if m.date_effet]
    return r.jour(max(dates, default=None))


# ---- before the end of the period --------------------------------------------------------------


@champ("rappels", ou=f"{MESURES} : aucune mesure ne reste à exécuter")
def rappels(c):
    return [
        {
            "texte": r.majuscule(r.sans_point(m.texte)),
            "date": _echeance(m),
            "provisoire": bool(m.date_limite_provisoire),
        }
        for m in c.mesures
        if m.type not in INTERDICTIONS and m.execution != "executee" and not m.levee_le
    ]


def _echeance(mesure):
    """The day the period ends, with its hour when it is counted in hours; an interdiction's own day."""
    jour = r.jour(mesure.date_limite or mesure.date_effet)
    return f"{jour} à {mesure.heure_limite}" if jour and mesure.heure_limite else jour


# ---- control visit -----------------------------------------------------------------------------


def _lignes(c, *resultats):
    return c.visite.controle_ids.filtered(lambda li: li.resultat in resultats).sorted()


def _item(c, ligne):
    numeros = c.visite._photos()
    return {
        "mesure": r.majuscule(r.sans_point(ligne.mesure_id.texte)),
        "lieu": r.sans_point(ligne.lot or ligne.localisation) or "",
        "echeance": _echeance(ligne.mesure_id),
        "constat": _constat(ligne),
        "observation": phrase(ligne.observation) or "",
        "photos": ", ".join(str(n) for photo, n in numeros.items() if photo in ligne.photo_ids),
    }


@champ("realisees", ou=CONTROLE)
def realisees(c):
    return [_item(c, ligne) for ligne in _lignes(c, "executee")]


def _echue(ligne):
    """Was the period over when the visit began? A failure found too early opens nothing."""
    mesure, visite = ligne.mesure_id, ligne.visite_id
    fin = mesure.date_limite or mesure.date_effet
    if fin == visite.date and mesure.heure_limite:
        heures, minutes = divmod(round(visite.heure_debut * 60), 60)
        return mesure.heure_limite <= f"{heures:02d}:{minutes:02d}"
    return not fin or fin < visite.date


@champ("carences", ou=f"{CONTROLE}, après l’échéance des mesures")
def carences(c):
    lignes = _lignes(c, "non_executee", "partielle")
    if c.modele.code == "D-MSO-22":
        lignes = lignes.filtered(_echue)
    return [_item(c, ligne) for ligne in lignes]


def _travaux(c):
    return c.mesures.filtered(lambda m: m.type not in INTERDICTIONS and not m.levee_le)


@champ("execution.complete")
def execution_complete(c):
    """Every measure that still binds was found done, at this visit or before."""
    vues = _lignes(c, "executee").mesure_id
    travaux = _travaux(c)
    return bool(
        travaux
        and all(m.execution == "executee" or m in vues for m in travaux)
        and not _lignes(c, "non_executee", "partielle")
    )


@champ("execution.date", ou=CONTROLE)
def execution_date(c):
    """L. 511-14: the last completion found."""
    if not execution_complete(c):
        return ""
    dates = [
        ligne.date_achevement or ligne.visite_id.date
        for ligne in _lignes(c, "executee")
        if ligne.type not in INTERDICTIONS
    ]
    dates += [m.date_realisation for m in _travaux(c) if m.date_realisation]
    return r.jour(c.procedure.date_achevement or max(dates, default=None))


@champ("saisie.achevement")
def achevement(c):
    return r.jour(c.procedure.date_achevement or c.fait("MSO-11").date)


# ---- act that lifts the order ------------------------------------------------------------------


def _mainlevee(c):
    if c._acte and c._acte.modele_id._est_mainlevee():
        return c._acte
    return c.dossier.document_ids.filtered(
        lambda d: d.modele_id._est_mainlevee() and d.state not in ("brouillon", "a_signer")
    ).sorted(lambda d: (d.date_signature, d.id))[-1:]


@champ("mainlevee.numero", ou=MAINLEVEE)
def mainlevee_numero(c):
    return _mainlevee(c).numero or None


@champ("mainlevee.date", ou=MAINLEVEE)
def mainlevee_date(c):
    return r.jour(_mainlevee(c).date_signature)


@champ("mainlevee.numero_leve", ou=MAINLEVEE)
def numero_leve(c):
    return _mainlevee(c).document_lie_id.numero or None


@champ("mainlevee.date_leve", ou=MAINLEVEE)
def date_leve(c):
    return r.jour(_mainlevee(c).document_lie_id.date_signature)


@champ("mainlevee.intitule_leve", ou=MAINLEVEE)
def intitule_leve(c):
    leve = _mainlevee(c).document_lie_id
    if not leve:
        return None
    urgence = (leve.code or "").startswith("D-MSU")
    return "arrêté de mise en sécurité" + (", procédure urgente" if urgence else "")
