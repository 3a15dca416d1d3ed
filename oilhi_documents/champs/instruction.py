"""What was seen and said before the act: report, disorders, danger, ABF, adversarial stage."""

from odoo.addons.oilhi_lhi.moteur.francais import liste

from . import redaction as r
from .acteurs import autorite_adresse, delai_observations, personnes_visees
from .catalogue import champ
from .redaction import service_de

REDACTION = "dossier, page Documents, bouton « Mots des actes »"
RAPPORT = {"MSO": "MSO-05", "MSU": "MSU-02", "PGI": "PGI-01", "RSH": "RSHS-02"}
VISITE = {"MSO": "MSO-04", "MSU": "MSU-02", "PGI": "PGI-01", "RSH": "RSHS-02"}
ABF = {"MSO": "MSO-07", "MSU": "MSU-06"}
DESORDRES = "dossier, page Désordres"


def _prefixe(c):
    return (c.procedure.code or c.famille)[:3]


def date_rapport(c):
    """Date of the report step; else the last finding recorded, which the controls point out."""
    if c.procedure.rapport_date:
        return c.procedure.rapport_date
    if rapport_expert(c):
        return c.fait("MSU-04").date or c.fait("MSO-05").date
    fait = c.fait(RAPPORT.get(_prefixe(c), "MSO-05"))
    return fait.date or max((d.date for d in c.desordres if d.date), default=None)


@champ("rapport.date", ou="étape MSO-05, rapport de constat")
def rapport_date(c):
    return r.jour(date_rapport(c))


@champ("rapport.auteur", ou=REDACTION)
def rapport_auteur(c):
    auteur = r.sans_point(c.procedure.rapport_auteur)
    if auteur:
        return auteur
    if rapport_expert(c):
        return None
    fait = c.fait(RAPPORT.get(_prefixe(c), "MSO-05"))
    user = fait.user_id or c.desordres[-1:].user_id or c.dossier.user_id
    return f"{user.name}, {service_de(c)}" if user else None


@champ("rapport.date_visite", ou="étape MSO-04, visite")
def rapport_date_visite(c):
    fait = c.fait(VISITE.get(_prefixe(c), "MSO-04"))
    return r.jour(fait.date or min((d.date for d in c.desordres if d.date), default=None))


@champ("rapport.expert")
def rapport_expert(c):
    return bool(c.procedure.rapport_expert or c.fait("MSU-04"))


@champ("rapport.date_ordonnance", ou="étape MSU-03, désignation de l’expert")
def rapport_date_ordonnance(c):
    if not rapport_expert(c):
        return ""
    return r.jour(c.procedure.rapport_ordonnance or c.fait("MSU-03").date)


@champ("rapport.joint")
def rapport_joint(c):
    return bool(c.procedure.rapport_joint)


@champ("rapport.consultation", ou=REDACTION)
def rapport_consultation(c):
    texte = r.sans_point(c.procedure.rapport_consultation)
    if texte:
        return texte
    adresse = autorite_adresse(c)
    return f"à l’adresse suivante : {adresse}, aux heures d’ouverture au public" if adresse else None


# ---- ABF ---------------------------------------------------------------------------------------


@champ("abf.requis")
def abf_requis(c):
    """R. 511-4: four kinds of protection; never for equipment or stored substances."""
    if not c.protege or (c.procedure.code or "").endswith(("-EQ", "-MAT")):
        return False
    return c.urgent or bool(c.mesures_de_type("travaux", "demolition", "securisation"))


@champ("abf.protection", ou=REDACTION)
def abf_protection(c):
    if not abf_requis(c):
        return ""
    return r.sans_point(c.procedure.abf_protection) or (
        "protégé au titre du patrimoine, au sens de l’article R. 511-4 du code de la construction "
        "et de l’habitation"
    )


@champ("abf.date_reception", ou="étape MSO-07, avis de l’architecte des Bâtiments de France")
def abf_date_reception(c):
    if not abf_requis(c):
        return ""
    fait = c.fait(ABF.get(_prefixe(c), "MSO-07"))
    return r.jour(fait.date_reception or (fait.date if c.urgent else None))


@champ("abf.avis_rendu")
def abf_avis_rendu(c):
    return bool(abf_requis(c) and c.procedure.abf_date_avis)


@champ("abf.date_avis", ou=REDACTION)
def abf_date_avis(c):
    return r.jour(c.procedure.abf_date_avis) if abf_avis_rendu(c) else ""


@champ("abf.sens", ou=REDACTION)
def abf_sens(c):
    return r.propre(c.procedure.abf_sens) if abf_avis_rendu(c) else ""


@champ("abf.prescriptions")
def abf_prescriptions(c):
    return r.propre(c.procedure.abf_prescriptions) or ""


# ---- disorders, danger, cause ------------------------------------------------------------------


@champ("desordres", ou=DESORDRES)
def desordres(c):
    return [
        {
            "nom": r.sans_point(d.desordre_id.name),
            "localisation": r.sans_point(d.localisation),
            "constat": r.minuscule(r.sans_point(d.constat)) or r.minuscule(r.sans_point(d.desordre_id.criteres)),
            "date": r.jour(d.date),
        }
        for d in c.desordres
    ]  # fmt: skip


def _lieux(c):
    lieux = dict.fromkeys(r.sans_point(d.localisation) for d in c.desordres if d.localisation)
    return f" ({liste(lieux)})" if lieux else ""


@champ("danger.description", ou=REDACTION)
def danger_description(c):
    texte = r.minuscule(r.sans_point(c.procedure.redaction_danger))
    if texte or not c.desordres:
        return texte
    if (c.procedure.code or "").endswith("-EQ"):
        return f"un accident dû au fonctionnement défectueux des équipements communs{_lieux(c)}"
    if (c.procedure.code or "").endswith("-MAT"):
        return f"un incendie ou une explosion{_lieux(c)}"
    return f"l’effondrement ou la chute d’éléments de construction{_lieux(c)}"


def _exposes(c):
    return c.procedure.danger_expose or ("tous" if c.occupe else "tiers")


@champ("danger.occupants")
def danger_occupants(c):
    return _exposes(c) in ("occupants", "tous")


@champ("danger.tiers")
def danger_tiers(c):
    return _exposes(c) in ("tiers", "tous")


@champ("danger.imminence", ou=REDACTION)
def danger_imminence(c):
    """What makes it imminent: the words of the agent, else the gravest finding as recorded."""
    texte = r.minuscule(r.sans_point(c.procedure.redaction_imminence))
    if texte:
        return texte
    graves = c.desordres.filtered(lambda d: d.gravite == "4" and d.constat)
    if not graves:
        return None
    return "les constats suivants ont été faits : " + liste(
        r.minuscule(r.sans_point(d.constat)) for d in graves
    )


@champ("danger.manifeste")
def danger_manifeste(c):
    return bool(c.procedure.danger_manifeste)


@champ("cause.description", ou=REDACTION)
def cause_description(c):
    texte = r.minuscule(r.sans_point(c.procedure.redaction_cause))
    if texte:
        return texte
    if not c.repond("Q2", "interne"):
        return None
    return f"la dégradation des ouvrages de l’immeuble{_lieux(c)}"


@champ("motivation.mesures")
def motivation_mesures(c):
    return r.propre(c.procedure.redaction_motivation) or ""


# ---- adversarial stage -------------------------------------------------------------------------


def lettres(c):
    """Facts MSO-08, the last one of each addressee."""
    dernieres = {}
    for fait in c.faits_de("MSO-08"):
        dernieres[fait.destinataire_id] = fait
    return list(dernieres.values())


def fin_observations(c, fait):
    """Last day to answer that letter, from the clock of the procedure."""
    echeances = (c.echeances("DL-CONTR-MS") | c.echeances("DL-CONTR-COPRO")).filtered(
        lambda e: e.fait_id == fait
        or (e.destinataire_id == fait.destinataire_id and e.depart == fait.date_reception)
    )
    return max(echeances.mapped("date"), default=None)


@champ("contradictoires", ou="étape MSO-08, lettre d’ouverture et sa réception")
def contradictoires(c):
    return [_lettre(c, fait) for fait in lettres(c)]


def _lettre(c, fait):
    personne = fait.destinataire_id or (
        personnes_visees(c) if len(personnes_visees(c)) == 1 else fait.destinataire_id
    )
    affiche = fait.mode == "affichage"
    reponse = observations(c, personne)
    return {
        "destinataire": r.nom_personne(personne) if personne else None,
        "date_courrier": r.jour(fait.date),
        "affiche": affiche,
        "date_reception": "" if affiche else r.jour(fait.date_reception),
        "date_affichage": r.jour(fait.date_reception or fait.date) if affiche else "",
        "delai": r.duree(*delai_observations(c, personne)),
        "date_fin": r.jour(fin_observations(c, fait)),
        **reponse,
    }


def observations(c, personne):
    """Observations recorded at MSO-10 for that person (or for all); a note is their summary."""
    faits = c.faits_de("MSO-10").filtered(
        lambda f: not f.destinataire_id or f.destinataire_id == personne
    )
    # Said by the agent; else (a case file) a summary or a date of receipt tells that there are.
    recues = faits.filtered(
        lambda f: f.observations == "recues"
        or (not f.observations and (f.note or f.date_reception))
    )[-1:]
    if not recues:
        return {"observations": False, "date_observations": "", "resume": "", "reponse": ""}
    return {
        "observations": True,
        "date_observations": r.jour(recues.date_reception or recues.date),
        "resume": r.minuscule(r.sans_point(recues.note)),
        "reponse": r.minuscule(r.sans_point(c.procedure.observations_reponse)),
    }
