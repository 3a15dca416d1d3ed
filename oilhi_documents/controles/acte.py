"""Mentions that the act must carry: read in the template itself, not taken for granted."""

import re

from odoo.addons.oilhi_lhi.moteur.annules import articles_annules
from odoo.addons.oilhi_lhi.moteur.francais import liste

from ..champs import reproduction
from . import lecture as lu
from .actes import SIGNES
from .registre import a_verifier, bloquant, controle, en_ordre

CCH = ("MSO", "MSU")
COMMUNIQUES = (
    "au président de l’EPCI compétent en matière d’habitat",
    "aux organismes payeurs (CAF, MSA)",
    "au gestionnaire du fonds de solidarité pour le logement",
)
PROCUREUR = re.compile(
    r"(?:communiqu|transm|notifi|adress|copie|ampliation|destinataire)[^.;]{0,160}procureur", re.I
)


@controle("D7-02", "Visas sans article annulé", "CSP R. 1331-17 à R. 1331-23", SIGNES | {"visite", "carence", "autre"})  # fmt: skip
def visas(c):
    # The template, what is about to be put in it, and the words of the document already made.
    textes = [
        c.texte_modele, c.texte_document, *c.mesures.mapped("texte"), *c.desordres.mapped("constat"),
        *c.visite.point_ids.mapped("constat"), c.visite.observations,
    ]  # fmt: skip
    if cites := articles_annules("\n".join(t or "" for t in textes)):
        yield bloquant(
            f"Le texte cite CSP {', '.join(cites)}\u00a0: les articles R. 1331-17 à R. 1331-23 ont "
            "été annulés le 29 août 2024. Retirez cette référence."
        )


def _sans(c, mention):
    return mention not in c.texte_modele


def _sans_modele(c, mentions):
    """The words of an act that the application does not write are read by the one who writes it."""
    if c.texte_modele:
        return None
    return a_verifier(f"À écrire dans l’acte : {mentions}.")


@controle("D7-11", "Astreinte et travaux d’office annoncés", "CCH L. 511-11, L. 511-20", ("arrete",), CCH)
def astreinte(c):
    if c.urgent:
        if c.texte_modele and not _sans(c, "L. 511-15"):
            yield bloquant(
                "Procédure urgente : pas d’astreinte, donc pas de visa de L. 511-15.", "CCH L. 511-20"
            )
        else:
            yield _sans_modele(c, "les travaux d’office, sans astreinte") or en_ordre(
                "Procédure urgente : exécution d’office annoncée, sans astreinte.", "CCH L. 511-20"
            )
        return
    if manque := _sans_modele(c, "l’astreinte par jour de retard et l’exécution d’office"):
        yield manque
    elif _sans(c, "L. 511-15") or _sans(c, "L. 511-16"):
        yield bloquant(
            "Le modèle n’annonce pas l’astreinte et l’exécution d’office : le référent juridique le "
            "complète.",
            "CCH L. 511-11",
            c.modele,
        )


@controle("D7-12", "Annexes L. 521-1 à L. 521-4 et L. 511-22 (usage)", "", ("arrete",), CCH)
def annexes(c):
    reproduits = reproduction.annexes(c)
    if not c.occupe:
        yield en_ordre("Sans objet : lieux sans occupant, rien à annexer (usage).")
    elif reproduits.refus and "annexes" in c.cles_modele:
        # Custom, not law, asks for them; but an act never carries a text that is cut.
        yield bloquant(
            f"Annexes à reproduire : {reproduits.phrase}", lien=reproduits.fiche, champ="texte"
        )
    elif "L. 521-" not in c.texte_modele:
        yield a_verifier("Lieux occupés : il est conseillé d’annexer L. 521-1 à L. 521-4 et L. 511-22.")
    else:
        yield en_ordre("Lieux occupés : articles L. 521-1 à L. 521-4 et L. 511-22 annexés (usage).")


@controle("D7-13", "Voies et délais de recours", "CJA R. 421-1, R. 421-5", ("arrete", "mainlevee", "astreinte", "liquidation", "office", "substitution", "modificatif", "sanction", "sommation", "hebergement"))  # fmt: skip
def recours(c):
    if c.modele.code == "D-FIN-01":
        # A title of receipt has its own remedies, typed for each: not those of the order.
        yield a_verifier("Titre de recette : relisez les voies et délais de recours que vous y avez écrits.")
        return
    tribunal = c.commune.departement_id.tribunal_administratif
    if c.texte_modele and _sans(c, "deux mois"):
        yield bloquant("Le modèle n’indique pas les voies et délais de recours.", "CJA R. 421-5", c.modele)
    if not tribunal:
        yield bloquant(
            "Le tribunal administratif du département n’est pas renseigné : le coordinateur le saisit "
            "dans la fiche du département.",
            "CJA R. 421-5",
            c.commune.departement_id,
            "tribunal_administratif",
        )
        return
    phrase = f"recours contentieux devant le {tribunal} dans les deux mois de la notification"
    yield _sans_modele(c, phrase) or en_ordre(f"Recours indiqués : {phrase}.")


@controle("D7-14", "Destinataires, transmission au préfet et publication", "CCH L. 511-12, R. 511-7 ; CGCT L. 2131-2", ("arrete",))  # fmt: skip
def execution(c):
    if c.texte_modele and _sans(c, "préfet") and _sans(c, "représentant de l’État"):
        yield bloquant("Le modèle ne prévoit pas la transmission au préfet.", "CGCT L. 2131-2", c.modele)
    elif c.famille not in CCH:
        yield a_verifier(
            "Après la signature : transmettez l’acte au préfet dans les quinze jours, puis notifiez-le. "
            "Il n’est exécutoire qu’après ces deux formalités.",
            "CGCT L. 2131-1, L. 2131-2",
        )
        return
    if not c.texte_modele:
        yield a_verifier(
            "À écrire dans l’acte : sa notification, sa transmission au préfet et sa publication au "
            "fichier immobilier."
        )
    if c.famille in CCH and c.habitation:
        yield a_verifier(f"Après la signature, communiquez l’acte {liste(COMMUNIQUES)}.", "CCH R. 511-7")


@controle("C2-17", "Communications de l’arrêté enregistrées", "CCH R. 511-7", ("mainlevee",), CCH)
def communications(c):
    manquants = [nom for _code, nom in c.procedure._communications_manquantes()]
    if manquants:
        yield a_verifier(
            f"Bâtiment à usage d’habitation : communication à enregistrer ({liste(manquants)}). "
            "La procédure ne se clôt pas sans elle, sauf motif écrit.",
            lien=lu.etape_notification(c),
        )
    elif not c.habitation:
        yield en_ordre("Sans objet : le bâtiment ne sert pas à l’habitation.")


@controle("C2-18", "L’acte ne désigne pas le procureur comme destinataire", "CCH R. 511-7", ("arrete", "mainlevee"), CCH)  # fmt: skip
def procureur(c):
    """C.2 rule 18: the prosecutor receives orders of insalubrity, not those of mise en sécurité."""
    ecrit = PROCUREUR.search(f"{c.texte_modele}\n{lu.textes(c)}")
    if ecrit:
        yield bloquant(
            "L’acte désigne le procureur comme destinataire : cette communication ne vise que les "
            "arrêtés d’insalubrité. Retirez-la ; si une infraction est supposée, signalez-la à part "
            "(D-PART-07)."
        )


@controle("D7-15", "Mentions de la copropriété et de l’indivision", "CCH L. 543-1, L. 541-2-1", ("arrete",), CCH)  # fmt: skip
def copropriete_indivision(c):
    if c.urgent:
        yield en_ordre("Sans objet en urgence : aucune astreinte n’est encourue.", "CCH L. 511-20")
        return
    if not (c.parties_communes or c.indivision):
        if "Q10" not in c.reponses and c.dossier.batiment_id.copropriete != "non":
            yield a_verifier(
                "La copropriété n’est pas renseignée (question 10 du guide) : l’acte en dépend, délai "
                "d’observations et mention des copropriétaires.",
                lien=c.dossier,
                champ="reponse_ids",
            )
        else:
            yield en_ordre("Sans objet : ni parties communes, ni indivision.")
        return
    for cas, article, qui in (
        (c.parties_communes, "L. 543-1", "Parties communes"),
        (c.indivision, "L. 541-2-1", "Indivision"),
    ):
        if not cas:
            continue
        if not c.texte_modele:
            yield a_verifier(f"{qui} : l’acte doit porter la mention de {article}.", f"CCH {article}")
        elif _sans(c, article):
            yield bloquant(
                f"{qui} : le modèle ne porte pas la mention de {article}.", f"CCH {article}", c.modele
            )
        else:
            yield en_ordre(f"{qui} : mention de {article} dans l’acte.", f"CCH {article}")
