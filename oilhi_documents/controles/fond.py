"""Facts, persons, place, measures."""

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_execution
from odoo.addons.oilhi_lhi.moteur.francais import duree_lettres
from odoo.addons.oilhi_lhi.moteur.mesures import lieu

from ..champs import redaction as r
from ..champs.acteurs import personnes_visees
from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms

CCH = ("MSO", "MSU")
MESURES_DE = ("MSO", "MSU", "PGI", "RSHS", "PGS", "TNE", "ERP")


@controle("D7-03", "Faits datés, danger et cause propre à l’immeuble", "CCH L. 511-2 ; CRPA L. 211-2", ("arrete", "ouverture", "prealable"), MESURES_DE)  # fmt: skip
def considerants(c):
    if not c.desordres:
        yield bloquant(
            "Aucun désordre n’est constaté dans le dossier : l’acte doit dire ce qui a été vu, où et "
            "quand (page Désordres).",
            "CRPA L. 211-2",
            c.dossier,
            "desordre_ids",
        )
    for d in c.desordres.filtered(lambda d: not (d.constat or "").strip()):
        yield a_verifier(
            f"Désordre « {d.desordre_id.name} » : décrivez ce qui a été constaté sur place.",
            "CRPA L. 211-2",
            d,
            "constat",
        )
    if c.famille not in CCH:
        return
    if c.repond("Q2", "externe"):
        yield bloquant(
            "La cause du danger est extérieure à l’immeuble : la mise en sécurité n’est pas "
            "applicable, utilisez la police générale (PGI).",
            "CCH L. 511-2 ; CGCT L. 2212-2",
            c.dossier,
            "reponse_ids",
        )
    elif not c.repond("Q2", "interne"):
        yield a_verifier(
            "La cause propre à l’immeuble n’est pas établie dans le guide (question 2) : répondez-y "
            "d’après le rapport.",
            "CCH L. 511-2",
            c.dossier,
            "reponse_ids",
        )


@controle("D7-06", "Identité complète des personnes tenues", "CCH L. 511-10", ("arrete", "ouverture", "prealable", "courrier", "astreinte", "office", "sommation", "sanction"))  # fmt: skip
def identite(c):
    base = "CCH L. 511-10" if c.famille in CCH else "CRPA L. 221-8"
    lettre = c.acte_controle.sorte in ("ouverture", "prealable", "courrier")
    if c.acte_controle.sorte == "courrier" and not c.destinataire:
        return
    if c.famille == "PGI":
        # Addressed to the public, and to whoever holds the place if he is known.
        yield en_ordre("Acte de police générale : il s’adresse au public et aux exploitants des lieux.", "CGCT L. 2212-2")  # fmt: skip
        return
    cibles = c.destinataire if lettre and c.destinataire else personnes_visees(c)
    propre = {"syndic": "syndic", "indivisaire": "indivisaire"}.get(c.modele.destinataire)
    if propre and not c.destinataire:
        cibles = c.dossier._candidats_document(c.modele)
        if not cibles:
            yield bloquant(
                f"Cette lettre s’adresse à un {propre}, or le dossier n’en a aucun : ajoutez-le (page "
                "Personnes), ou prenez la lettre D-MSO-03.",
                base,
                c.dossier,
                "personne_ids",
            )
            return
    if not cibles:
        yield bloquant(
            "Aucune personne tenue d’exécuter les mesures n’est enregistrée : ajoutez-la (page "
            "Personnes) et cochez « Tenue d’exécuter les mesures ».",
            base,
            c.dossier,
            "personne_ids",
        )
        return
    fautes = False
    for p in cibles:
        nom = r.nom_personne(p)
        if not nom and not p.adresse_inconnue:
            fautes = True
            yield bloquant("Une personne tenue n’a ni nom ni raison sociale.", base, p, "nom")
        elif not r.adresse_personne(p) and not p.adresse_inconnue:
            fautes = True
            yield bloquant(
                f"L’adresse de {nom} est incomplète : complétez-la, ou cochez « Adresse inconnue » "
                "après recherches.",
                "CCH L. 511-12" if c.famille in CCH else base,
                p,
                "rue",
            )
    if not fautes:
        yield en_ordre(f"Personnes visées : {noms(lu.nom(p) for p in cibles)}.", base)


@controle("D7-07", "Désignation cadastrale et lots", "CCH L. 511-12", ("arrete",), CCH)
def cadastre(c):
    parcelles = c.dossier.batiment_id.parcelle_ids
    if not parcelles:
        yield bloquant(
            "La référence cadastrale manque dans la fiche du bâtiment : la publication au fichier "
            "immobilier la demande.",
            lien=c.dossier.batiment_id,
            champ="parcelle_ids",
        )
    else:
        yield en_ordre(f"Parcelles : {noms(parcelles.mapped('name'))}.")
    if c.copropriete and not c.parties_communes_seules and not any(p.lot for p in c.tenues):
        yield a_verifier(
            "Copropriété : indiquez les lots concernés, dans la fiche de chaque personne tenue.",
            lien=c.tenues[:1],
            champ="lot",
        )
    if c.repond("Q10", "les_deux") and c.travaux and all(m.partie for m in c.travaux):
        lots = {lieu("", m.lot) for m in c.travaux if m.partie == "privative"}
        for p in c.tenues - c.travaux.personne_id:
            if p.role != "syndic" and p.lot and lieu("", p.lot) not in lots:
                yield a_verifier(
                    f"{lu.nom(p)} : aucune mesure ne vise son lot ({p.lot}). Le syndicat répond des parties "
                    "communes : décochez « Tenue d’exécuter les mesures » dans sa fiche, ou précisez la mesure.",
                    "CCH L. 511-10",
                    p,
                    "tenue",
                )


@controle("D7-08", "Mesures déterminées et vérifiables", "CCH L. 511-11", ("arrete", "ouverture", "prealable"), MESURES_DE)  # fmt: skip
def mesures(c):
    base = {
        "PGI": "CGCT L. 2212-4", "RSHS": "CGCT L. 2212-2", "PGS": "CGCT L. 2212-2",
        "TNE": "CGCT L. 2213-25", "ERP": "CCH L. 184-1",
    }.get(c.famille)  # fmt: skip
    if c.urgent:
        base = "CCH L. 511-19"
    if not c.mesures:
        yield bloquant(
            "Aucune mesure n’est prescrite dans la procédure : ajoutez-les (page Mesures).",
            base,
            c.dossier,
            "mesure_ids",
        )
        return
    for m in c.mesures:
        if len((m.texte or "").split()) < 3:
            yield a_verifier(
                f"La mesure « {m.texte} » est trop brève pour être vérifiée à l’échéance.",
                base,
                m,
                "texte",
            )
        if (
            m.type not in ("interdiction_temporaire", "interdiction_definitive")
            and not m.delai_nombre
            and c.famille != "PGI"
        ):
            yield bloquant(f"La mesure « {m.texte} » n’a pas de délai.", base, m, "delai_nombre")
    nombre = len(c.mesures)
    yield en_ordre(
        f"{nombre} mesure{'s' if nombre > 1 else ''} : "
        + " ; ".join(f"« {r.sans_point(m.texte)} »{_delai(m)}" for m in c.mesures)
        + ".",
        base,
    )


def _delai(mesure):
    if not mesure.delai_nombre:
        return ""
    return f" ({duree_lettres(mesure.delai_nombre, mesure.delai_unite)})"


@controle("D7-09", "Délai d’exécution d’un mois au moins (réparation ou démolition)", "CCH R. 511-6", ("arrete", "ouverture"), CCH)  # fmt: skip
def delai_execution(c):
    if c.urgent:
        yield en_ordre(
            "Procédure urgente : le délai est celui que l’arrêté fixe, en proportion du danger ; aucun "
            "minimum d’un mois.",
            "CCH L. 511-19, R. 511-6",
        )
        return
    for m in c.travaux if c.procedure.procedure_id._minimum_execution() else ():
        if not m.delai_nombre:
            continue
        refus = verifier_delai_execution(
            m.type, m.delai_nombre, m.delai_unite, c.urgent, procedure=c.procedure.code or "MSO"
        )
        if refus:
            yield bloquant(f"{refus.message} Mesure : « {m.texte} ».", refus.base, m, "delai_nombre")


@controle("D7-10", "Interdiction datée, offre d’hébergement datée", "CCH L. 511-18", ("arrete",), CCH)
def interdictions(c):
    if not c.interdictions:
        yield en_ordre("Sans objet : aucune interdiction d’habiter, d’utiliser ou d’accéder.")
        return
    vacant = c.repond("Q9", "vacant") and not c.occupants
    for m in c.interdictions:
        if not m.date_effet:
            yield bloquant(f"Interdiction sans date d’effet : « {m.texte} ».", lien=m, champ="date_effet")
        if not m.date_offre and not vacant:
            yield bloquant(
                "Interdiction sans date à laquelle l’autorité doit être informée de l’offre "
                f"d’hébergement ou de relogement : « {m.texte} ».",
                lien=m,
                champ="date_offre",
            )
        if m.date_effet and m.date_offre and m.date_offre > m.date_effet:
            yield a_verifier(
                f"L’offre d’hébergement est attendue le {lu.courte(m.date_offre)}, après l’effet de "
                f"l’interdiction ({lu.courte(m.date_effet)}) : les occupants seraient sans toit entre "
                "les deux. Vérifiez ces dates.",
                lien=m,
                champ="date_offre",
            )


@controle("C2-13", "Démolition ou interdiction définitive justifiée", "CCH L. 511-11", ("arrete",), CCH)
def disproportion(c):
    if not c.mesures_de_type("demolition", "interdiction_definitive"):
        yield en_ordre("Sans objet : ni démolition ni interdiction définitive.")
    elif not c.urgent and not (c.procedure.redaction_motivation or "").strip():
        yield bloquant(
            "Démolition ou interdiction définitive : indiquez le constat technique (aucun "
            "autre moyen) ou le chiffrage comparatif dans « Motif particulier des mesures ».",
            lien=c.procedure,
            champ="redaction_motivation",
        )


@controle("MODELE", "Modèle adapté aux mesures", "CCH L. 511-11, L. 511-18", ("arrete",), CCH)
def modele_adapte(c):
    definitives = c.mesures_de_type("interdiction_definitive")
    if definitives and c.modele.code != "D-MSO-12":
        yield bloquant(
            "Une interdiction définitive demande l’arrêté D-MSO-12 (relogement, indemnité) : ce "
            "modèle ne porte que des interdictions temporaires.",
            lien=definitives[:1],
            champ="type",
        )
    if c.modele.code == "D-MSO-12" and not definitives:
        yield bloquant("Cet arrêté suppose une mesure d’interdiction définitive.", "CCH L. 511-11")
    if c.modele.code == "D-MSO-13" and not c.mesures_de_type("demolition"):
        yield bloquant("Cet arrêté suppose une mesure de démolition.", "CCH L. 511-11")
    if c.modele.code == "D-MSO-11" and not c.interdictions:
        yield bloquant("Cet arrêté suppose une mesure d’interdiction temporaire.", "CCH L. 511-11")
    if c.modele.code == "D-MSO-14" and not c.parties_communes:
        yield bloquant(
            "Cet arrêté suppose que les parties communes d’une copropriété sont en cause (question 10 du "
            "guide).",
            "CCH L. 543-1",
            c.dossier,
            "reponse_ids",
        )
    privees = c.travaux.filtered(lambda m: m.partie == "privative")
    if c.modele.code == "D-MSO-14" and privees:
        yield a_verifier(
            "Une mesure vise une partie privative : cet arrêté-ci met l’astreinte et les frais à la charge de "
            "tous les copropriétaires, ce qui ne vaut que pour les parties communes. Prenez plutôt l’arrêté "
            "D-MSO-10, ou D-MSO-11 avec une interdiction temporaire.",
            "CCH L. 543-1",
            privees[:1],
            "partie",
        )
    if c.mesures_de_type("demolition") and c.modele.code == "D-MSO-10":
        yield a_verifier(
            "Démolition : l’arrêté D-MSO-13 porte les mentions propres à la démolition.",
            "CCH L. 511-11",
        )


@controle("LETTRE", "Lettre adaptée à la propriété de l’immeuble", "CCH L. 511-10, R. 511-10", ("ouverture",), ("MSO",))  # fmt: skip
def lettre_adaptee(c):
    """Syndic for the common parts, each co-owner of an undivided property, the lot's owner."""
    code = c.modele.code
    if c.repond("Q10", "sans_syndic"):
        yield a_verifier(
            "Copropriété sans syndic : faites désigner un administrateur provisoire ou un mandataire par le "
            "tribunal judiciaire (à vérifier), avant d’écrire.",
            "",
        )
    elif code == "D-MSO-04" and not c.parties_communes:
        yield a_verifier(
            "Cette lettre au syndic suppose que les parties communes sont en cause (question 10 du guide).",
            lien=c.dossier,
            champ="reponse_ids",
        )
    elif code in ("D-MSO-03", "D-MSO-05") and c.parties_communes_seules:
        yield a_verifier(
            "Seules parties communes : la lettre au syndic (D-MSO-04) suffit, et lui laisse deux mois."
        )
    elif code == "D-MSO-04" and c.repond("Q10", "les_deux"):
        yield a_verifier(
            "Parties communes et privatives : écrivez au syndic et à chaque copropriétaire concerné ; le seul "
            "syndic ne suffit plus."
        )
    elif code == "D-MSO-03" and c.indivision:
        yield a_verifier(
            "Indivision : la lettre D-MSO-05 dit à chacun la solidarité des indivisaires.", "CCH L. 541-2-1"
        )


@controle("D7-16", "Pas de travaux à la charge de l’usager", "CCH R. 511-5", ("arrete", "ouverture"), CCH)
def usager(c):
    for m in c.travaux.filtered(lambda m: m.personne_id.role == "occupant"):
        yield bloquant(
            "Une mesure qui vise l’usage des lieux ne contient que des injonctions d’utilisation, "
            f"jamais de travaux : « {m.texte} ».",
            lien=m,
            champ="personne_id",
        )


@controle("D7-17", "Démolition d’un immeuble protégé : éléments à conserver", "CCH R. 511-4", ("arrete",), CCH)  # fmt: skip
def demolition_protegee(c):
    demolitions = c.mesures_de_type("demolition")
    if not demolitions or not c.protege:
        yield en_ordre("Sans objet : pas de démolition d’un immeuble protégé.")
    elif not any("conserv" in (m.texte or "").lower() for m in demolitions):
        yield a_verifier(
            "Immeuble protégé : précisez les éléments d’architecture ou de décoration à conserver.",
            lien=demolitions[:1],
            champ="texte",
        )
