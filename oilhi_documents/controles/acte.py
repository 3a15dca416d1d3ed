"""Mentions that the act must carry: read in the template itself, not taken for granted."""

from odoo.addons.oilhi_lhi.moteur.annules import articles_annules
from odoo.addons.oilhi_lhi.moteur.francais import liste

from .registre import AVERTISSEMENT, BLOQUANT, controle

COMMUNIQUES = (
    "au président de l’EPCI compétent en matière d’habitat",
    "aux organismes payeurs (CAF, MSA)",
    "au gestionnaire du fonds de solidarité pour le logement",
)


@controle("D7-02", "Visas sans article annulé", "CSP R. 1331-17 à R. 1331-23", ("arrete", "courrier", "mainlevee", "visite"))  # fmt: skip
def visas(c):
    # The template, what is about to be put in it, and the words of the document already made.
    textes = [
        c.texte_modele, c.texte_document, *c.mesures.mapped("texte"), *c.desordres.mapped("constat"),
        *c.visite.point_ids.mapped("constat"), c.visite.observations,
    ]  # fmt: skip
    if cites := articles_annules("\n".join(t or "" for t in textes)):
        yield (
            BLOQUANT,
            f"Le texte cite CSP {', '.join(cites)}\u00a0: les articles R. 1331-17 à R. 1331-23 ont "
            "été annulés le 29 août 2024. Retirez cette référence.",
            "CSP R. 1331-17 à R. 1331-23",
        )


def _sans(c, mention):
    return mention not in c.texte_modele


@controle("D7-11", "Astreinte et travaux d’office annoncés", "CCH L. 511-11, L. 511-20")
def astreinte(c):
    if c.urgent and not _sans(c, "L. 511-15"):
        yield BLOQUANT, "Procédure urgente : pas d’astreinte, donc pas de visa de L. 511-15.", "CCH L. 511-20"  # fmt: skip
    elif c.famille == "MSO" and (_sans(c, "L. 511-15") or _sans(c, "L. 511-16")):
        yield BLOQUANT, "Le modèle n’annonce pas l’astreinte et l’exécution d’office.", "CCH L. 511-11"


@controle("D7-12", "Annexes L. 521-1 à L. 521-4 et L. 511-22 (usage)")
def annexes(c):
    if c.occupe and "L. 521-" not in c.texte_modele:
        yield AVERTISSEMENT, "Lieux occupés : il est conseillé d’annexer L. 521-1 à L. 521-4 et L. 511-22.", ""  # fmt: skip


@controle("D7-13", "Voies et délais de recours", "CJA R. 421-1, R. 421-5", ("arrete", "mainlevee"))
def recours(c):
    if _sans(c, "deux mois"):
        yield BLOQUANT, "Le modèle n’indique pas les voies et délais de recours.", "CJA R. 421-5"
    if not c.commune.departement_id.tribunal_administratif:
        yield BLOQUANT, "Le tribunal administratif du département n’est pas renseigné.", "CJA R. 421-5"


@controle("D7-14", "Destinataires, transmission au préfet et publication", "CCH L. 511-12, R. 511-7 ; CGCT L. 2131-2")  # fmt: skip
def execution(c):
    if _sans(c, "préfet") and _sans(c, "représentant de l’État"):
        yield BLOQUANT, "Le modèle ne prévoit pas la transmission au préfet.", "CGCT L. 2131-2"
    if c.habitation:
        yield (
            AVERTISSEMENT,
            f"Après la signature, communiquez l’acte {liste(COMMUNIQUES)}.",
            "CCH R. 511-7",
        )


@controle("C2-17", "Communications de l’arrêté enregistrées", "CCH R. 511-7", ("mainlevee",))
def communications(c):
    manquants = [nom for _code, nom in c.procedure._communications_manquantes()]
    if manquants:
        yield (
            AVERTISSEMENT,
            f"Bâtiment à usage d’habitation : communication à enregistrer ({liste(manquants)}). "
            "La procédure ne se clôt pas sans elle, sauf motif écrit.",
            "CCH R. 511-7",
        )


@controle("D7-15", "Mentions de la copropriété et de l’indivision", "CCH L. 543-1, L. 541-2-1")
def copropriete_indivision(c):
    if c.famille != "MSO":
        return
    if c.parties_communes and _sans(c, "L. 543-1"):
        yield BLOQUANT, "Parties communes : le modèle ne porte pas la mention de L. 543-1.", "CCH L. 543-1"
    if c.indivision and _sans(c, "L. 541-2-1"):
        yield BLOQUANT, "Indivision : le modèle ne porte pas la mention de L. 541-2-1.", "CCH L. 541-2-1"
