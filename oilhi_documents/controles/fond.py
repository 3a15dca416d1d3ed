"""Facts, persons, place, measures."""

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_execution

from ..champs import redaction as r
from ..champs.acteurs import personnes_visees
from .registre import AVERTISSEMENT, BLOQUANT, controle


@controle("D7-03", "Faits datés, danger et cause propre à l’immeuble", "CCH L. 511-2 ; CRPA L. 211-2", ("arrete", "courrier"))  # fmt: skip
def considerants(c):
    if not c.desordres:
        yield BLOQUANT, "Aucun désordre n’est constaté dans le dossier.", "CRPA L. 211-2"
    for d in c.desordres.filtered(lambda d: not (d.constat or "").strip()):
        yield (
            AVERTISSEMENT,
            f"Désordre « {d.desordre_id.name} » : décrivez ce qui a été constaté sur place.",
            "CRPA L. 211-2",
        )
    if c.famille in ("MSO", "MSU") and c.repond("Q2", "externe"):
        yield (
            BLOQUANT,
            "La cause du danger est extérieure à l’immeuble : la mise en sécurité n’est pas "
            "applicable, utilisez la police générale (PGI).",
            "CCH L. 511-2 ; CGCT L. 2212-2 5°",
        )
    elif c.famille in ("MSO", "MSU") and not c.repond("Q2", "interne"):
        yield (
            AVERTISSEMENT,
            "La cause propre à l’immeuble n’est pas établie dans le guide (question Q2).",
            "CCH L. 511-2",
        )


@controle("D7-06", "Identité complète des personnes tenues", "CCH L. 511-10", ("arrete", "courrier"))
def identite(c):
    cibles = c.destinataire if c.modele.type == "courrier" and c.destinataire else personnes_visees(c)
    if not cibles:
        yield BLOQUANT, "Aucune personne tenue d’exécuter les mesures n’est enregistrée.", "CCH L. 511-10"  # fmt: skip
    for p in cibles:
        nom = r.nom_personne(p)
        if not nom and not p.adresse_inconnue:
            yield BLOQUANT, "Une personne tenue n’a ni nom ni raison sociale.", "CCH L. 511-10"
        elif not r.adresse_personne(p) and not p.adresse_inconnue:
            yield (
                BLOQUANT,
                f"L’adresse de {nom} est incomplète : complétez-la, ou cochez « Adresse inconnue » "
                "après recherches.",
                "CCH L. 511-12",
            )


@controle("D7-07", "Désignation cadastrale et lots", "CCH L. 511-12")
def cadastre(c):
    if not c.dossier.batiment_id.parcelle_ids:
        yield BLOQUANT, "La référence cadastrale manque dans la fiche du bâtiment.", "CCH L. 511-12"
    if c.copropriete and not c.parties_communes_seules and not any(p.lot for p in c.tenues):
        yield AVERTISSEMENT, "Copropriété : indiquez les lots concernés.", "CCH L. 511-12"


@controle("D7-08", "Mesures déterminées et vérifiables", "CCH L. 511-11", ("arrete", "courrier"))
def mesures(c):
    if not c.mesures:
        yield BLOQUANT, "Aucune mesure n’est prescrite dans la procédure.", "CCH L. 511-11"
    for m in c.mesures:
        if len((m.texte or "").split()) < 3:
            yield (
                AVERTISSEMENT,
                f"La mesure « {m.texte} » est trop brève pour être vérifiée à l’échéance.",
                "CCH L. 511-11",
            )
        if m.type not in ("interdiction_temporaire", "interdiction_definitive") and not m.delai_nombre:
            yield BLOQUANT, f"La mesure « {m.texte} » n’a pas de délai.", "CCH L. 511-11"


@controle("D7-09", "Délai d’exécution d’un mois au moins (réparation ou démolition)", "CCH R. 511-6", ("arrete", "courrier"))  # fmt: skip
def delai_execution(c):
    if c.famille != "MSO" and not (c.procedure.code or "").startswith("MSO"):
        return
    for m in c.travaux:
        if not m.delai_nombre:
            continue
        refus = verifier_delai_execution(
            m.type, m.delai_nombre, m.delai_unite, c.urgent, procedure=c.procedure.code or "MSO"
        )
        if refus:
            yield BLOQUANT, f"{refus.message} Mesure : « {m.texte} ».", refus.base


@controle("D7-10", "Interdiction datée, offre d’hébergement datée", "CCH L. 511-18")
def interdictions(c):
    for m in c.interdictions:
        if not m.date_effet:
            yield BLOQUANT, f"Interdiction sans date d’effet : « {m.texte} ».", "CCH L. 511-18"
        if not m.date_offre and not (c.repond("Q9", "vacant") and not c.occupants):
            yield (
                BLOQUANT,
                "Interdiction sans date à laquelle l’autorité doit être informée de l’offre "
                f"d’hébergement ou de relogement : « {m.texte} ».",
                "CCH L. 511-18",
            )


@controle("C2-13", "Démolition ou interdiction définitive justifiée", "CCH L. 511-11")
def disproportion(c):
    if c.mesures_de_type("demolition", "interdiction_definitive") and not c.urgent:
        if not (c.procedure.redaction_motivation or "").strip():
            yield (
                BLOQUANT,
                "Démolition ou interdiction définitive : indiquez le constat technique (aucun "
                "autre moyen) ou le chiffrage comparatif dans « Motif particulier des mesures ».",
                "CCH L. 511-11",
            )


@controle("MODELE", "Modèle adapté aux mesures", "CCH L. 511-11, L. 511-18")
def modele_adapte(c):
    definitives = c.mesures_de_type("interdiction_definitive")
    if definitives and c.modele.code != "D-MSO-12":
        yield (
            BLOQUANT,
            "Une interdiction définitive demande l’arrêté D-MSO-12 (relogement, indemnité) : ce "
            "modèle ne porte que des interdictions temporaires.",
            "CCH L. 511-11, L. 511-18",
        )
    if c.modele.code == "D-MSO-11" and not c.interdictions:
        yield BLOQUANT, "Cet arrêté suppose une mesure d’interdiction temporaire.", "CCH L. 511-11"
    if c.mesures_de_type("demolition") and c.modele.code == "D-MSO-10":
        yield (
            AVERTISSEMENT,
            "Démolition : l’arrêté D-MSO-13 porte les mentions propres à la démolition.",
            "CCH L. 511-11",
        )


@controle("D7-16", "Pas de travaux à la charge de l’usager", "CCH R. 511-5")
def usager(c):
    for m in c.travaux.filtered(lambda m: m.personne_id.role == "occupant"):
        yield (
            BLOQUANT,
            "Une mesure qui vise l’usage des lieux ne contient que des injonctions d’utilisation, "
            f"jamais de travaux : « {m.texte} ».",
            "CCH R. 511-5",
        )


@controle("D7-17", "Démolition d’un immeuble protégé : éléments à conserver", "CCH R. 511-4")
def demolition_protegee(c):
    demolitions = c.mesures_de_type("demolition")
    if demolitions and c.protege and not any("conserv" in (m.texte or "").lower() for m in demolitions):
        yield (
            AVERTISSEMENT,
            "Immeuble protégé : précisez les éléments d’architecture ou de décoration à conserver.",
            "CCH R. 511-4",
        )
