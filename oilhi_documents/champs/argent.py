"""Failure, astreinte, liquidation: read in the records of the case, never computed again here."""

from decimal import Decimal

from odoo.addons.oilhi_lhi.moteur.astreinte import en_montant
from odoo.addons.oilhi_lhi.moteur.astreinte_cours import plafonds
from odoo.addons.oilhi_lhi.moteur.francais import euros, liste, trimestre_lettres

from . import redaction as r
from .catalogue import champ

ARGENT = "dossier, page « Astreinte et frais »"
LIQUIDATIONS = f"{ARGENT} : « Préparer les liquidations »"


def argent(valeur):
    montant = en_montant(valeur)
    return None if montant is None else euros(montant)


def derniere(lignes, a_faire):
    """The last one that is prepared and waits, else the last one."""
    return lignes.filtered(a_faire)[-1:] or lignes[-1:]


# ---- failure -----------------------------------------------------------------------------------


def fait_carence(c):
    """In urgence, the control at the end of the period is where the failure is seen."""
    faits = c.procedure._faits_de("carence") or c.faits_de("MSU-11")
    return faits.sorted(lambda f: (f.date, f.id))[-1:]


@champ("procedure.urgence")
def urgence(c):
    return bool(c.procedure.procedure_id.urgente)


@champ("carence.date", ou="étape du parcours : constat de carence")
def carence_date(c):
    return r.jour(fait_carence(c).date)


@champ("carence.auteur", ou="étape du parcours : constat de carence")
def carence_auteur(c):
    user = fait_carence(c).user_id
    return f"{user.name}, {r.service_de(c)}" if user else None


@champ("carence.echeance", ou="notification de l’arrêté : elle fait courir le délai des mesures")
def carence_echeance(c):
    return r.jour(c.procedure._fin_delai("date"))


@champ("inexecutees", ou="dossier, page Mesures")
def inexecutees(c):
    mesures = (c.mesures - c.interdictions).filtered(
        lambda m: m.execution != "executee" and not m.levee_le
    )
    return [
        {"texte": r.majuscule(r.sans_point(m.texte)), "reste": r.minuscule(r.sans_point(m.reste)) or ""}
        for m in mesures
    ]


# ---- astreinte ---------------------------------------------------------------------------------


def astreinte(c):
    if c.ligne._name == "oilhi.dossier.astreinte":
        return c.ligne
    if liquidation(c, de_la_piece=True):
        return liquidation(c).astreinte_id
    lignes = c.procedure.astreinte_ids.filtered(lambda a: not a.annulee and a.etat != "retiree")
    if c.modele.code not in ("D-MSO-23", "D-MSO-31"):
        return lignes.filtered(lambda a: a.etat in ("en_cours", "close"))[-1:] or lignes[-1:]
    return derniere(lignes, lambda a: a.etat == "preparee")


@champ("astreinte.montant_jour", ou=f"{ARGENT} : l’astreinte et son montant par jour")
def astreinte_montant(c):
    return argent(astreinte(c).montant_jour) if astreinte(c).montant_jour else None


def _plafonds(c):
    return plafonds(c.env["oilhi.delai"]._regles() or None)


@champ("astreinte.plafond_jour")
def plafond_jour(c):
    return euros(_plafonds(c)[0])


@champ("astreinte.plafond")
def plafond(c):
    return euros(_plafonds(c)[1])


@champ("astreinte.ampleur", ou=f"{ARGENT} : motifs de l’astreinte")
def ampleur(c):
    return r.minuscule(r.sans_point(astreinte(c).motif_ampleur))


@champ("astreinte.consequences", ou=f"{ARGENT} : motifs de l’astreinte")
def consequences(c):
    return r.minuscule(r.sans_point(astreinte(c).motif_consequences))


@champ("astreinte.indivision")
def astreinte_indivision(c):
    return astreinte(c).mode == "indivision"


@champ("astreinte.exploitant")
def astreinte_exploitant(c):
    return astreinte(c).mode == "erp"


@champ("astreinte.copropriete")
def astreinte_copropriete(c):
    return astreinte(c).mode == "copropriete"


@champ("astreinte.en_cours")
def astreinte_en_cours(c):
    return bool(astreinte(c).date and astreinte(c).etat == "en_cours")


@champ("astreinte.date", ou="étape MSO-18b : arrêté d’astreinte")
def astreinte_date(c):
    return r.jour(astreinte(c).date)


@champ("astreinte.numero")
def astreinte_numero(c):
    """Of the order made here, on the day that the facts give."""
    return c.dossier.document_ids.filtered(
        lambda d: d.code in ("D-MSO-23", "D-MSO-31") and d.numero
        and d.date_signature == astreinte(c).date
    )[-1:].numero or ""


def attestation(c):
    faits = c.faits_de("DL-SUBST") | c.faits_de("D-MSO-29")
    return max((f.date_reception or f.date for f in faits), default=None)


@champ("astreinte.defaillants")
def astreinte_defaillants(c):
    return bool(attestation(c))


@champ("astreinte.date_attestation", ou="étape de la substitution : attestation du syndic")
def astreinte_attestation(c):
    return r.jour(attestation(c)) or ""


@champ("redevables", ou=f"{ARGENT} : l’astreinte et ses redevables")
def redevables(c):
    copropriete = astreinte(c).mode == "copropriete"
    return [
        {
            "nom_complet": r.nom_personne(ligne.personne_id),
            "qualite": r.qualite_personne(ligne.personne_id),
            "adresse": r.adresse_personne(ligne.personne_id) or "",
            "montant": argent(ligne.montant if copropriete else astreinte(c).montant_jour),
            "notifie_le": r.jour(ligne.notifie_le) or "",
        }
        for ligne in astreinte(c).redevable_ids
    ]


# ---- liquidation -------------------------------------------------------------------------------


def liquidation(c, de_la_piece=False):
    if c.ligne._name == "oilhi.dossier.liquidation":
        return c.ligne
    lignes = c.procedure.astreinte_ids.liquidation_ids.filtered(lambda li: li.etat != "annulee")
    lignes = lignes.sorted(lambda li: (li.trimestre, li.id))
    return lignes.browse() if de_la_piece else derniere(lignes, lambda li: li.etat == "brouillon")


def periode(ligne):
    return trimestre_lettres(ligne.trimestre) if ligne else None


@champ("liquidation.periode", ou=LIQUIDATIONS)
def liquidation_periode(c):
    return periode(liquidation(c))


@champ("liquidation.trimestre", ou=LIQUIDATIONS)
def liquidation_trimestre(c):
    return r.jour(liquidation(c).trimestre)


@champ("liquidation.du", ou=LIQUIDATIONS)
def liquidation_du(c):
    return r.jour(liquidation(c).du)


@champ("liquidation.au", ou=LIQUIDATIONS)
def liquidation_au(c):
    return r.jour(liquidation(c).au)


@champ("liquidation.jours", ou=LIQUIDATIONS)
def liquidation_jours(c):
    jours = liquidation(c).jours
    return f"{jours}\u00a0jour{'s' if abs(jours) > 1 else ''}" if liquidation(c) else None


@champ("liquidation.calcul", ou=LIQUIDATIONS)
def liquidation_calcul(c):
    return r.sans_point(liquidation(c).calcul)


@champ("liquidation.exoneration")
def exoneration(c):
    return argent(liquidation(c).exoneration) if liquidation(c).exoneration > 0 else ""


@champ("liquidation.motif_exoneration", ou=LIQUIDATIONS)
def motif_exoneration(c):
    return r.minuscule(r.sans_point(liquidation(c).motif_exoneration)) or ""


@champ("liquidation.net", ou=LIQUIDATIONS)
def liquidation_net(c):
    return argent(liquidation(c).net) if liquidation(c) else None


@champ("liquidation.reduction")
def liquidation_reduction(c):
    return argent(-liquidation(c).net) if liquidation(c).net < 0 else ""


@champ("liquidation.rectificative")
def rectificative(c):
    return bool(liquidation(c).rectificative)


@champ("liquidation.cumul", ou=LIQUIDATIONS)
def cumul(c):
    """Decided so far in this procedure, this one included once."""
    ligne = liquidation(c)
    if not ligne:
        return None
    decidees = ligne.dossier_procedure_id._liquidations_decidees() | ligne
    return euros(sum((en_montant(li.net) for li in decidees), Decimal(0)))


@champ("parts", ou=LIQUIDATIONS)
def parts(c):
    noms = {str(p.id): r.nom_personne(p) for p in c.personnes}
    return [
        {
            "debiteurs": liste(noms.get(code) or "" for code in qui),
            "montant": euros(abs(montant)),
            "solidaire": len(qui) > 1,
        }
        for qui, montant in liquidation(c)._parts().items()
    ] if liquidation(c) else []
