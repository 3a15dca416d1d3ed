"""Rules that forbid an act in a procedure (decision tree, C.2), and acts that would be doubles."""

from odoo.addons.oilhi_lhi.models.oilhi_codes_cites import codes
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..champs.instruction import rapport_expert
from . import lecture as lu
from .actes import DECISIONS, decrire
from .registre import a_verifier, bloquant, controle, en_ordre

CCH = ("MSO", "MSU")
SANS_ASTREINTE = {
    "MSU": ("la procédure urgente", "CCH L. 511-20"),
    "RSHS": ("le règlement sanitaire (RSHS)", "CSP R. 1331-16 ; CCH L. 511-15"),
    "PGI": ("la police générale", "CCH L. 511-15"),
    "PGS": ("la police générale", "CCH L. 511-15"),
    "ERP": ("la police des établissements d’hébergement", "CCH L. 184-1"),
    "DSP": ("le danger sanitaire ponctuel", "CSP L. 1311-4"),
}


@controle("PROCEDURE", "Procédure ouverte, dont cet acte relève", "", DECISIONS | {"ouverture", "prealable", "carence"})  # fmt: skip
def procedure(c):
    if not c.procedure:
        yield bloquant(
            "Aucune procédure n’est ouverte dans le dossier : ouvrez celle dont cet acte relève "
            f"({_attendues(c)}).",
            "",
            c.dossier,
            "procedure_ids",
        )
    elif not c.releve:
        yield bloquant(
            f"Cet acte relève de la procédure {_attendues(c)}, or le dossier n’a que la procédure "
            f"{c.procedure.code} : ouvrez la bonne procédure.",
            "",
            c.dossier,
            "procedure_ids",
        )
    elif c.procedure.etat != "en_cours":
        yield a_verifier(f"La procédure {c.procedure.code} est close : vérifiez que cet acte a encore un objet.")
    else:
        yield en_ordre(f"Procédure {c.procedure.code} ouverte le {lu.courte(c.procedure.date_ouverture)}.")


def _attendues(c):
    return " ou ".join(c.acte_controle.procedures) or c.acte_controle.famille or "voulue"


@controle("C2-01", "Danger non imminent : la procédure ordinaire convient", "CCH L. 511-19", ("arrete", "ouverture"), ("MSO",))  # fmt: skip
def ordinaire_sans_urgence(c):
    if c.repond("Q1", "non"):
        return
    if not c.repond("Q1", "oui"):
        yield a_verifier(
            "Rien ne dit si le danger est imminent (question 1 du guide) : répondez-y d’après le rapport.",
            lien=c.dossier,
            champ="reponse_ids",
        )
        return
    if c.dossier._urgence_traitee():
        yield en_ordre(
            "Danger imminent déjà traité en urgence : la procédure ordinaire se poursuit.",
            "CCH L. 511-21",
        )
        return
    yield bloquant(
        "Le danger est imminent (question 1 du guide) : la procédure ordinaire ferait attendre un mois. "
        "Ouvrez la procédure urgente (MSU), ou corrigez la réponse d’après le rapport.",
        lien=c.dossier,
        champ="reponse_ids",
    )


@controle("C2-02", "Danger imminent, manifeste ou constaté", "CCH L. 511-19", ("arrete",), ("MSU",))
def urgence_etablie(c):
    if not c.repond("Q1", "oui"):
        yield bloquant(
            "Le danger imminent n’est pas établi (question 1 du guide) : sans lui, l’arrêté urgent prive "
            "la personne de ses observations et serait illégal. Prenez la procédure ordinaire (MSO).",
            lien=c.dossier,
            champ="reponse_ids",
        )
        return
    constats = lu.constats(c)
    if constats:
        qui = "l’expert" if rapport_expert(c) else "les services"
        yield en_ordre(f"Danger imminent constaté par {qui} le {date_lettres(constats[-1:].date)}.")
    elif c.procedure.danger_manifeste:
        yield a_verifier(
            "Danger imminent dit manifeste, sans constat enregistré : un rapport des services le "
            "prouvera mieux (étape MSU-02).",
            lien=lu.etape_constat(c),
        )
    else:
        yield bloquant(
            "Le danger imminent n’est ni manifeste, ni constaté par un rapport ou par l’expert : "
            "enregistrez le constat (étape MSU-02).",
            lien=lu.etape_constat(c),
        )


@controle("C2-04", "Équipement commun, et non privatif", "CCH L. 511-2, R. 511-1", ("arrete", "ouverture"), CCH)
def equipement_commun(c):
    if not (c.procedure.code or "").endswith("-EQ"):
        yield en_ordre("Sans objet : l’acte ne vise pas un équipement.")
    elif c.repond("Q4", "oui"):
        yield bloquant(
            "L’équipement en cause est privatif (question 4 du guide) : cette police est réservée aux "
            "équipements communs de la liste. Voyez la décence, les règles sanitaires ou le danger "
            "sanitaire ponctuel.",
            lien=c.dossier,
            champ="reponse_ids",
        )
    elif not c.repond("Q4", "non"):
        yield a_verifier(
            "Rien ne dit que l’équipement est commun (question 4 du guide) : vérifiez-le d’après la "
            "liste de R. 511-1.",
            lien=c.dossier,
            champ="reponse_ids",
        )


@controle("C2-26", "Exploitant et propriétaire, tous deux destinataires", "CCH L. 511-10", ("arrete", "ouverture", "sommation"), (*CCH, "ERP"))  # fmt: skip
def exploitant_et_proprietaire(c):
    """C.2 rule 26, and L. 184-1: to one of them alone, the act is not addressed to those held."""
    base = "CCH L. 184-1, L. 511-10" if c.famille == "ERP" else None
    dus = codes(c.procedure.procedure_id.roles_tenus)
    if not dus:
        yield en_ordre("Sans objet : ni matières dangereuses, ni établissement d’hébergement.")
        return
    noms_roles = dict(c.tenues._fields["role"]._description_selection(c.env))
    manquants = [noms_roles[role].lower() for role in dus if role not in c.tenues.mapped("role")]
    if manquants:
        yield bloquant(
            "L’acte s’adresse à la fois au propriétaire et à l’exploitant : il manque "
            f"{' et '.join(manquants)}. Ajoutez la personne (page Personnes) et cochez « Tenue d’exécuter "
            "les mesures ».",
            base,
            c.dossier,
            "personne_ids",
        )


@controle("C2-05", "Règles sanitaires : ni danger, ni risque pour la santé", "CSP R. 1331-16", ("arrete", "prealable"), ("RSHS",))  # fmt: skip
def rshs_sans_danger(c):
    if c.repond("Q6", "avec_risque", "urgence") or c.repond("Q1", "oui"):
        yield a_verifier(
            "Un risque pour la santé ou un danger est établi dans le guide : l’insalubrité ou l’urgence "
            "relève du préfet. Signalez-le (D-PART-08) ; cette mise en demeure ne peut être qu’un "
            "complément.",
            lien=c.dossier,
            champ="reponse_ids",
        )
    elif not c.repond("Q6", "sans_risque"):
        yield a_verifier(
            "Le tri de R. 1331-16 n’est pas fait (question 6 du guide) : simple manquement, risque ou "
            "urgence ?",
            lien=c.dossier,
            champ="reponse_ids",
        )


@controle("C2-09", "Astreinte possible dans cette procédure", "CCH L. 511-15", ("astreinte", "liquidation"))
def astreinte_possible(c):
    code = c.procedure.code or ""
    famille = "MSU" if code in ("INS-URG",) else c.famille_procedure
    if famille in SANS_ASTREINTE:
        nom, base = SANS_ASTREINTE[famille]
        yield bloquant(
            f"Pas d’astreinte avec {nom} : les textes n’en prévoient pas."
            + (" L’exécution d’office, elle, est obligatoire." if famille == "MSU" else ""),
            base,
        )
    elif famille == "INS":
        yield bloquant(
            "L’astreinte d’un arrêté d’insalubrité est prononcée par le préfet, non par le maire.",
            "CCH L. 511-4, L. 511-15",
        )
    elif code:
        yield en_ordre(f"L’astreinte est ouverte dans la procédure {code}.")


@controle("C2-10", "Exécution d’office possible dans cette procédure", "CCH L. 511-16", ("office", "substitution"))  # fmt: skip
def office_possible(c):
    famille = c.famille_procedure
    if famille == "RSHS":
        yield bloquant(
            "Le règlement sanitaire (RSHS) seul n’ouvre pas les travaux d’office : demandez au préfet des "
            "mesures d’urgence (DSP) ou, s’il y a danger grave ou imminent, prenez un arrêté de police "
            "générale (PGI).",
            "CSP R. 1331-16, L. 1311-4 ; CGCT L. 2212-4",
        )
    elif famille == "INS":
        yield a_verifier(
            "Arrêté d’insalubrité : le préfet fait exécuter, sauf convention qui confie l’exécution d’un "
            "arrêté non urgent au maire.",
        )


@controle("C2-24", "Aucun refus d’offre du seul propriétaire n’est invoqué", "CCH L. 521-3-2", ("arrete", "mainlevee", "office"), CCH)  # fmt: skip
def offres_refusees(c):
    """C.2 rule 24: three offers refused count only when the public authority made them."""
    texte = lu.mots(c).lower()
    resilie = "résili" in texte and ("offre" in texte or "refus" in texte)
    if resilie and "autorité publique" not in texte:
        yield bloquant(
            "Le texte lie la résiliation à des offres refusées : seules comptent trois offres faites par "
            "l’autorité publique, jamais celles du seul propriétaire, et c’est le juge qui résilie. "
            "Retirez cette mention, ou précisez qui a fait les offres.",
            lien=c.procedure,
            champ="redaction_motivation",
        )
    elif resilie and (offres := c.dossier.occupant_ids.offre_ids):
        refus = [d for m in offres.occupant_id for d in m._droits() if d.code == "TROIS-REFUS"]
        if not any(d.du for d in refus):  # the day of the third one that counts
            compte = " ; ".join(d.calcul for d in refus) or "aucune offre de relogement refusée"
            yield bloquant(
                "Le texte lie la résiliation à des offres refusées, or aucun ménage du dossier n’a refusé trois "
                f"offres de relogement de l’autorité publique ({compte}). Retirez cette mention.",
                "CCH L. 521-3-2 VII",
                c.procedure,
                "redaction_motivation",
            )


@controle("DOUBLON", "Aucun autre arrêté en vigueur pour les mêmes faits", "CRPA L. 243-1", ("arrete",), (*CCH, "PGI", "PGS", "RSHS"))  # fmt: skip
def doublon(c):
    """Q16: an order in force is changed or lifted, never doubled."""
    meme = decrire(c.acte.modele_id).etape == c.etape_acte.code if c.acte else False
    if meme and c.acte != c.document:
        yield bloquant(
            f"Un arrêté est déjà en vigueur dans cette procédure (n° {c.acte.numero}) : prenez un arrêté "
            "modificatif (D-MSO-28), ou levez-le d’abord.",
            lien=c.acte,
        )
        return
    etape = etape_faite(c)
    if etape:
        yield a_verifier(
            f"L’étape {etape.code} est déjà faite, le {lu.courte(etape.date)} : ne signez pas deux fois "
            "le même arrêté. S’il change, prenez un arrêté modificatif.",
            lien=etape,
        )
    elif c.repond("Q16", "oui") or c.dossier._arrete_en_vigueur():
        yield a_verifier(
            "Un arrêté est peut-être en vigueur sur ce bâtiment (question 16 du guide, ou autre "
            "dossier) : s’il vise les mêmes faits, modifiez-le plutôt que d’en prendre un second.",
            lien=c.dossier.batiment_id,
        )


def etape_faite(c):
    etape = c.etape_acte
    return etape if etape.etat == "faite" and not etape.etape_id.repetable else None
