"""What the controls read in a case: steps by what they are, proofs in words, levels by date."""

from datetime import timedelta

from odoo.addons.oilhi_lhi.moteur.delais import calculer
from odoo.addons.oilhi_lhi.moteur.francais import date_courte, date_lettres

from ..champs import redaction as r
from .registre import AVERTISSEMENT, BLOQUANT, NIVEAUX, OK

PREUVES = {
    "lrar": "avis joint",
    "main_propre": "procès-verbal de remise joint",
    "signification": "acte joint",
    "affichage": "certificat d’affichage joint",
}
RECUS = {"main_propre": "remise le", "signification": "signifiée le"}


def etapes(c, *natures):
    """Steps of the procedure that are of these natures; none of a procedure that is not the act's."""
    if not c.releve:
        return c.procedure.etape_ids.browse()
    return c.procedure.etape_ids.filtered(lambda e: e.etape_id.nature in natures)


def etape(c, *natures):
    """First of them, or an empty recordset."""
    return etapes(c, *natures)[:1]


def faits(c, *natures):
    """Facts in force of these steps, oldest first."""
    voulues = etapes(c, *natures)
    return c.faits.filtered(lambda f: f.dossier_etape_id in voulues)


def constats(c):
    """What the act rests on: the report; in urgency, or where none is asked for, what was seen."""
    trouves = faits(c, "rapport")
    if not trouves and (c.urgent or not etape(c, "rapport")):
        trouves = faits(c, "visite")
    return trouves


def etape_constat(c):
    return (not c.urgent and etape(c, "rapport")) or etape(c, "visite")


def etape_arrete(c):
    """Step of the order that this act carries on: lifts, sanctions, has carried out."""
    return etape(c, "arrete")


def etape_notification(c):
    """Step by which that order reaches the persons held: its own, where no other delivers it."""
    arrete = etape_arrete(c)
    if not arrete:
        return arrete
    return arrete._porteurs().filtered(lambda e: e.etape_id.nature == "notification")[:1] or arrete


def nom(personne):
    return r.nom_personne(personne) or "personne non identifiée"


def courte(jour):
    return date_courte(jour) if jour else ""


# ---- rows of what follows the order ------------------------------------------------------------


def astreintes(c):
    """Orders of penalty of that procedure, prepared or pronounced."""
    lignes = c.procedure.astreinte_ids
    return lignes.filtered(lambda a: not a.annulee) if c.releve else lignes.browse()


def substitution(c):
    """The table of co-owners that is being worked on, else the last one decided; maybe none."""
    lignes = c.dossier.substitution_ids.filtered(
        lambda s: not s.motif_abandon and s.dossier_procedure_id == c.procedure
    )
    return (lignes.filtered(lambda s: not s.date_decision) or lignes)[-1:]


def coproprietaires(c):
    return c.personnes.filtered(lambda p: p.role in ("proprietaire", "indivisaire", "usufruitier"))


def defaillants(c):
    """(does the syndic attest a default?, the defaulters): the table, else the facts alone."""
    tableau = substitution(c)
    if tableau:
        cles = tableau._examiner(tableau.date_decision or c.jour).defaillants
        trouves = tableau.ligne_ids.filtered(lambda li: li.reprise or li._cle() in cles)
        return bool(tableau.date_attestation), trouves.personne_id
    attestation = c.faits_de("D-MSO-29") | c.faits_de("DL-SUBST")
    return bool(attestation), c.faits_de("DL-SOMM-COPRO").destinataire_id


def offices(c):
    """Works by the authority of that procedure, given up ones left out."""
    return c.dossier.office_ids.filtered(
        lambda o: not o.motif_abandon and o.dossier_procedure_id == c.procedure
    )


def office(c):
    """The one being prepared, else the last one decided."""
    lignes = offices(c)
    return (lignes.filtered(lambda o: not o.date_decision) or lignes)[-1:]


# ---- dates -------------------------------------------------------------------------------------


def date_ferme(c):
    """Day of the signature, once somebody has said it."""
    return c.signature.get("date")


def niveau_date(c, au_plus_tot):
    """Too early an act is void: it blocks on a chosen day; before that, the day is announced."""
    if not au_plus_tot or c.jour >= au_plus_tot:
        return OK
    return BLOQUANT if date_ferme(c) else AVERTISSEMENT


def horloge(c, code, depart):
    """(last day, first possible day) of a rule of the law from that start: the core counts."""
    regle = c.env["oilhi.delai"]._version(code, depart).regle
    echeance = calculer(regle, depart, territoire=c.dossier._territoire_feries())
    return echeance.date, echeance.au_plus_tot or echeance.date + timedelta(days=1)


def pire(*niveaux):
    return min(niveaux, key=NIVEAUX.index)


def jours_apres(nombre):
    return f"{nombre} jour{'s' if nombre > 1 else ''} après"


# ---- proofs ------------------------------------------------------------------------------------


def preuve_jointe(c, fait):
    """A file with the fact, or with the notification of the document that made it."""
    if fait.piece_ids:
        return True
    return bool(
        c.dossier.document_ids.notification_ids.filtered(
            lambda n: n.preuve_id
            and n.personne_id == fait.destinataire_id
            and n.date_envoi == fait.date
        )
    )


def reception(c, fait):
    """(level, words): how one knows that the letter reached its addressee (R. 511-8, R7)."""
    jointe = preuve_jointe(c, fait)
    if fait.mode == "affichage":
        jour = courte(fait.date_reception or fait.date)
        if jointe:
            return OK, f"affichée le {jour} ({PREUVES['affichage']})"
        return AVERTISSEMENT, f"affichée le {jour} (sans certificat d’affichage : joignez-le)"
    pli = fait.issue_pli
    if pli == "npai":
        return BLOQUANT, (
            "revenue « destinataire inconnu à l’adresse » : cherchez l’adresse ; si les recherches "
            "restent vaines, cochez « Adresse inconnue » et affichez la lettre à la mairie et sur la "
            "façade (R. 511-3)"
        )
    if pli in ("non_reclame", "refuse") and not fait.date_reception:
        mot = "refusée" if pli == "refuse" else "non réclamée"
        presentee = fait.date_presentation
        if not presentee:
            return BLOQUANT, f"{mot} : saisissez la date de première présentation du pli"
        return AVERTISSEMENT, (
            f"{mot}, présentée le {courte(presentee)} : le délai est compté de la première "
            "présentation, sous réserve d’un avis de passage régulier (à vérifier)"
        )
    jour = fait._debut()
    if not jour:
        return BLOQUANT, "réception non prouvée. Preuve manquante : saisissez la date de réception"
    verbe = RECUS.get(fait.mode, "reçue le") if not fait.date_reception else "reçue le"
    if jointe:
        return OK, f"{verbe} {courte(jour)} ({PREUVES.get(fait.mode, 'justificatif joint')})"
    return AVERTISSEMENT, f"{verbe} {courte(jour)} (déclarée, sans justificatif : joignez l’avis)"


# ---- the order that is carried on --------------------------------------------------------------


def arrete_pris(c):
    """(date, words) of the order in force, made here or only recorded; (None, "") without one."""
    if c.acte:
        return c.acte.date_signature, f"arrêté n° {c.acte.numero} du {date_lettres(c.acte.date_signature)}"
    pris = etape_arrete(c)
    if pris.etat == "faite":
        return pris.date, f"arrêté du {date_lettres(pris.date)}"
    return None, ""


def remises(c):
    """{person: last fact by which the order reached him}; key empty: nobody named."""
    etape_remise = etape_notification(c)
    trouvees = {}
    for fait in c.faits.filtered(lambda f: f.dossier_etape_id == etape_remise):
        if fait.destinataire_id or fait.mode or fait.date_reception:
            trouvees[fait.destinataire_id] = fait
    return trouvees


def fin_execution(c):
    """Last day of the last period given to carry out the measures, None if nothing starts it.

    A period that a finding of failure has closed still counts: it is what the failure rests on.
    """
    return c.procedure._fin_delai("date")


def apres_execution(c):
    """First day after it: the same one when the order sets hours, which let act once over (R6)."""
    return c.procedure._fin_delai("au_plus_tot")


def heure_execution(c, fin):
    """« 16 h » when the period ends at an hour of that day, "" when it lasts the whole day."""
    heures = [
        e.heure for e in c.procedure.etape_ids.echeance_ids
        if e.heure and e.date == fin and e.au_plus_tot == fin
    ]
    if not heures:
        return ""
    heure, minutes = max(heures).split(":")
    return f"{int(heure)} h {minutes}" if minutes != "00" else f"{int(heure)} h"


def mots(c):
    """What the agents wrote for the act, whatever the template says besides."""
    procedure = c.procedure
    return "\n".join(
        t
        for t in (
            *c.mesures.mapped("texte"), procedure.redaction_motivation,
            procedure.observations_reponse, procedure.interdiction_motif,
        )
        if t
    )  # fmt: skip


def textes(c):
    """The same, and the words of the document as it was made."""
    return f"{mots(c)}\n{c.texte_document}"
