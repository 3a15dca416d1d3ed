"""What is decided: measures, ban, rents, mainlevée, annexes."""

from odoo.addons.oilhi_lhi.moteur.francais import liste
from odoo.addons.oilhi_lhi.moteur.mesures import lieu as cle_lieu

from . import redaction as r
from . import reproduction
from .catalogue import champ
from .instruction import REDACTION, danger_description
from .redaction import service_de

MESURES = "dossier, page Mesures"
REPRODUIRE_ANNEXES = "référentiel juridique : articles L. 521-1 à L. 521-4 et L. 511-22"
CONSTAT = {"MSO": "MSO-17a", "MSU": "MSU-11"}


@champ("document.numero")
def document_numero(c):
    return c.signature.get("numero") or "(numéro attribué à la signature)"


@champ("fondement.solidite")
def fondement_solidite(c):
    return not fondement_equipements(c) and not fondement_matieres(c)


@champ("fondement.equipements")
def fondement_equipements(c):
    return (c.procedure.code or "").endswith("-EQ")


@champ("fondement.matieres")
def fondement_matieres(c):
    return (c.procedure.code or "").endswith("-MAT")


# ---- measures ----------------------------------------------------------------------------------


@champ("mesures", ou=MESURES)
def mesures(c):
    return [
        {
            "texte": r.majuscule(r.sans_point(m.texte)) + _qui_execute(c, m),
            "delai": r.duree(m.delai_nombre, m.delai_unite),
        }
        for m in c.mesures - c.interdictions
    ]


def _qui_execute(c, mesure):
    """Who is bound by that measure, when several persons are: an order binds nobody to all of it
    because he is named in it (CCH L. 511-10, L. 543-1)."""
    if len(c.tenues) < 2:
        return ""
    personnes, syndic = mesure.personne_id, c.tenues.filtered(lambda p: p.role == "syndic")
    if not personnes and c.copropriete and not c.parties_communes_seules:
        if mesure.partie == "communes":
            personnes = syndic
        elif mesure.partie == "privative" and mesure.lot:
            personnes = (c.tenues - syndic).filtered(lambda p: cle_lieu("", p.lot) == cle_lieu("", mesure.lot))
    noms = ["le syndicat des copropriétaires" if p in syndic else r.nom_personne(p) for p in personnes]
    if not noms:
        return ""
    tenues = "personne tenue" if len(noms) == 1 else "personnes tenues"
    return f" – {tenues}\u00a0: {liste(noms)}"


def _temporaires(c):
    return c.mesures_de_type("interdiction_temporaire")


def _definitives(c):
    return c.mesures_de_type("interdiction_definitive")


def _nature(c, mesures):
    if not mesures:
        return ""
    texte = r.minuscule(r.sans_point(c.procedure.interdiction_nature))
    return texte or ("d’habiter et d’utiliser" if c.habitation else "d’utiliser")


def _locaux(c, mesures):
    """The words of the agent, when they cannot be about the other kind of interdiction."""
    if not mesures:
        return ""
    texte = r.minuscule(r.sans_point(c.procedure.interdiction_locaux))
    if texte and mesures == c.interdictions:
        return texte
    lieu = r.minuscule(r.sans_point(mesures[:1].localisation))
    designation = r.sans_point(mesures[:1].lot or mesures[:1].texte)
    return lieu or f"les locaux désignés comme suit : {designation}"


def _premiere(mesures, champ_date):
    return r.jour(min((m[champ_date] for m in mesures if m[champ_date]), default=None))


@champ("interdiction.presente")
def interdiction_presente(c):
    return bool(_temporaires(c))


@champ("interdiction.nature", ou=REDACTION)
def interdiction_nature(c):
    return _nature(c, _temporaires(c))


@champ("interdiction.locaux", ou=REDACTION)
def interdiction_locaux(c):
    return _locaux(c, _temporaires(c))


@champ("interdiction.date_effet", ou=MESURES)
def interdiction_date_effet(c):
    return _premiere(_temporaires(c), "date_effet") if _temporaires(c) else ""


@champ("interdiction.motif", ou=REDACTION)
def interdiction_motif(c):
    if not _temporaires(c):
        return ""
    texte = r.minuscule(r.sans_point(c.procedure.interdiction_motif))
    if texte:
        return texte
    danger = danger_description(c)
    return f"les désordres constatés font craindre {danger}" if danger else None


@champ("hebergement.du")
def hebergement_du(c):
    """L. 511-18: occupied, and a temporary ban on living there."""
    return bool(c.occupe and _temporaires(c) and c.habitation)


@champ("hebergement.date_offre", ou=MESURES)
def hebergement_date_offre(c):
    return _premiere(_temporaires(c), "date_offre") if hebergement_du(c) else ""


@champ("definitive.presente")
def definitive_presente(c):
    return bool(_definitives(c))


@champ("definitive.nature", ou=REDACTION)
def definitive_nature(c):
    return _nature(c, _definitives(c))


@champ("definitive.locaux", ou=f"{MESURES} : interdiction définitive")
def definitive_locaux(c):
    return _locaux(c, _definitives(c))


@champ("definitive.date_effet", ou=f"{MESURES} : interdiction définitive, « Prend effet le »")
def definitive_date_effet(c):
    return _premiere(_definitives(c), "date_effet") if _definitives(c) else ""


@champ("relogement.du")
def relogement_du(c):
    """L. 511-18, L. 521-3-1 II: occupied, and a permanent ban on living there."""
    return bool(c.occupe and _definitives(c) and c.habitation)


@champ("relogement.date_offre", ou=f"{MESURES} : interdiction définitive, date de l’offre")
def relogement_date_offre(c):
    return _premiere(_definitives(c), "date_offre") if relogement_du(c) else ""


@champ("loyers.suspendus")
def loyers_suspendus(c):
    """L. 521-2 I: rented premises; not for common parts alone, nor for what the user did."""
    if c.effets_loyers:
        return any(effet.etat == "suspendu" for effet in c.effets_loyers.values())
    return bool(
        c.repond("Q9", "locataire")
        and c.dossier.usage in ("habitation", "mixte", "professionnel")
        and not c.parties_communes_seules
        and not c.repond("Q17", "oui")
    )


@champ("loyers.meuble_tourisme")
def loyers_meuble(c):
    """Once households are known: when every rent that stops follows the rule of tourist lets."""
    regles = {e.regle for e in c.effets_loyers.values() if e.etat == "suspendu"}
    return regles == {"DL-LOYER-MEUB"} if c.effets_loyers else bool(c.dossier.meuble_tourisme)


# ---- mainlevée ---------------------------------------------------------------------------------


@champ("arrete_initial.numero", ou="l’arrêté à lever doit être signé dans ce dossier")
def arrete_numero(c):
    return c.acte.numero or None


@champ("arrete_initial.date", ou="l’arrêté à lever doit être signé dans ce dossier")
def arrete_date(c):
    return r.jour(c.acte.date_signature)


@champ("arrete_initial.intitule")
def arrete_intitule(c):
    if not c.acte:
        return None
    if (c.acte.code or "").startswith("D-ERP"):
        return "arrêté prescrivant des mesures de sécurité"
    return "arrêté de mise en sécurité" + (", procédure urgente" if arrete_urgence(c) else "")


@champ("arrete_initial.urgence")
def arrete_urgence(c):
    return (c.acte.code or "").startswith("D-MSU") if c.acte else None


@champ("arrete_initial.date_notification", ou="notification de l’arrêté (étape MSO-13)")
def arrete_date_notification(c):
    dates = [n.date_reception for n in c.acte.notification_ids if n.personne_id and n.date_reception]
    faits = c.faits_de("MSU-08" if arrete_urgence(c) else "MSO-13")
    dates += [f.date_reception for f in faits if f.date_reception]
    return r.jour(max(dates, default=None))


@champ("arrete_initial.publie")
def arrete_publie(c):
    return bool(c.fait("MSO-14") or c.fait("MSU-16"))


@champ("arrete_initial.references_publication")
def arrete_references(c):
    return r.sans_point(c.procedure.publication_references) or ""


@champ("arrete_initial.interdiction")
def arrete_interdiction(c):
    return bool(c.interdictions)


def fait_constat(c):
    return c.fait(CONSTAT.get((c.procedure.code or "MSO")[:3], "MSO-17a"))


@champ("realisations", ou=MESURES)
def realisations(c):
    return [
        {"texte": r.majuscule(r.sans_point(m.texte)), "preuve": ""}
        for m in c.mesures - c.interdictions
    ]


@champ("constat.date", ou="étape MSO-17a, constat de réalisation")
def constat_date(c):
    return r.jour(fait_constat(c).date)


@champ("constat.auteur", ou=REDACTION)
def constat_auteur(c):
    texte = r.sans_point(c.procedure.constat_auteur)
    user = fait_constat(c).user_id
    return texte or (f"{user.name}, {service_de(c)}" if user else None)


@champ("achevement.date", ou=f"{MESURES} : date de réalisation, ou étape MSO-17a")
def achevement_date(c):
    """L. 511-14: the date entered; else the last measure done; else the finding itself."""
    dates = [m.date_realisation for m in c.mesures if m.date_realisation]
    return r.jour(c.procedure.date_achevement or max(dates, default=None) or fait_constat(c).date)


@champ(
    "annexes", ou=REPRODUIRE_ANNEXES, manque=lambda c: reproduction.annexes(c).phrase,
)  # fmt: skip
def annexes(c):
    """Reproduced by custom (not by law) when someone lives there; official text, unchanged."""
    return reproduction.annexes(c).valeur
