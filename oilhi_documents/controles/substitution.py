"""The authority put in the place of the co-owners who do not pay (CCH R. 511-11)."""

from datetime import timedelta

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros

from . import lecture as lu
from .registre import (
    AVERTISSEMENT,
    BLOQUANT,
    Constat,
    a_verifier,
    bloquant,
    controle,
    en_ordre,
    noms,
)

UN_JOUR = timedelta(days=1)


@controle("SUBSTITUTION", "Défaillance attestée, quinze jours écoulés, un mois pour décider", "CCH R. 511-11, L. 511-16", ("substitution",), ("MSO",))  # fmt: skip
def substitution(c):
    if not c.parties_communes:
        yield bloquant(
            "La substitution suppose que les parties communes d’une copropriété sont en cause (question "
            "10 du guide).",
            lien=c.dossier,
            champ="reponse_ids",
        )
        return
    if tableau := lu.substitution(c):
        yield from _tableau(c, tableau)
        return
    sommations = c.faits_de("DL-SOMM-COPRO")
    if not sommations:
        yield bloquant(
            "Aucune sommation de payer n’est enregistrée : elle désigne chaque défaillant et fait courir "
            "quinze jours (DL-SOMM-COPRO)."
        )
    echeances = c.dossier.echeance_ids.filtered(lambda e: e.code == "DL-SOMM-COPRO" and e.date)
    for fait in sommations:
        fin = max(echeances.filtered(lambda e, f=fait: e.fait_id == f).mapped("date"), default=None)
        qui = lu.nom(fait.destinataire_id) if fait.destinataire_id else "copropriétaire non nommé"
        if not fin:
            continue
        niveau = lu.niveau_date(c, fin + UN_JOUR)
        etat = "échus" if niveau == "ok" else "en cours"
        yield Constat(
            niveau,
            f"{qui} : sommation du {lu.courte(fait.date)}, quinze jours {etat} (jusqu’au {lu.courte(fin)}).",
            None,
        )
    yield from _attestation(c)
    tenus = c.tenues.filtered(lambda p: p.role != "syndic")
    if tenus and sommations and tenus <= sommations.destinataire_id:
        yield bloquant(
            "Tous les copropriétaires tenus sont défaillants : la substitution est impossible, décidez "
            "l’exécution d’office (D-MSO-25)."
        )


def _attestation(c):
    recues = c.faits_de("DL-SUBST") | c.faits_de("D-MSO-29")
    if not recues:
        yield bloquant(
            "L’attestation de défaillance du syndic n’est pas enregistrée (D-MSO-29) : sans elle, pas de "
            "substitution."
        )
        return
    jour = min(f.date_reception or f.date for f in recues)
    limite = lu.horloge(c, "DL-SUBST", jour)[0]
    if c.jour > limite:
        yield bloquant(
            f"Attestation reçue le {date_lettres(jour)} : le mois pour décider la substitution a expiré le "
            f"{date_lettres(limite)}. Demandez une nouvelle attestation au syndic, ou décidez l’exécution "
            "d’office."
        )
    else:
        yield en_ordre(
            f"Attestation reçue le {date_lettres(jour)} : décision possible jusqu’au {date_lettres(limite)}."
        )


def _tableau(c, tableau):
    """What the table of co-owners says on that day: the row would refuse the same things."""
    jour = tableau.date_decision or c.jour
    examen = tableau._examiner(jour)
    if tableau.date_decision:
        yield en_ordre(f"Substitution décidée le {date_lettres(jour)}.", lien=tableau)
    for refus in (*tableau._refus_motifs(), *examen.blocages):
        # A period still running is announced, until somebody chooses a day that falls in it.
        court = refus.code == "SUBST-QUINZE" and not lu.date_ferme(c)
        yield Constat(AVERTISSEMENT if court else BLOQUANT, refus.message, refus.base, tableau)
    for situation in examen.situations:
        niveau = a_verifier if situation.niveau_preuve == "a_verifier" else en_ordre
        yield niveau(f"{situation.nom} : {situation.calcul}.", situation.base, tableau)
    if examen.limite and examen.limite.date and jour <= examen.limite.date:
        yield en_ordre(
            f"Attestation reçue le {date_lettres(tableau.date_attestation)} : décision possible jusqu’au "
            f"{date_lettres(examen.limite.date)}.",
            lien=tableau,
        )
    if examen.notifications:
        yield en_ordre(
            f"Sommes prises en charge : {euros(examen.total)}. À notifier au syndic et à "
            f"{noms(n.qui for n in examen.notifications if n.cle != 'syndic')}, avec la somme versée pour "
            "chacun.",
            lien=tableau,
        )
    for mention in examen.avertissements:
        yield a_verifier(mention, lien=tableau)
