"""Penalty by day, its liquidation, and the authority put in the place of co-owners who do not pay."""

from datetime import timedelta
from decimal import Decimal

from odoo.addons.oilhi_lhi.moteur.astreinte import calculer_astreinte, liquidations
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros
from odoo.addons.oilhi_lhi.moteur.lecture import regles_livrees
from odoo.addons.oilhi_lhi.moteur.regles import Refus

from . import lecture as lu
from .registre import Constat, a_verifier, bloquant, controle, en_ordre, noms

UN_JOUR = timedelta(days=1)



def fin_par_office(c):
    """Day on which the works by the authority were notified to the owner: the penalty ends."""
    jours = [f._debut() for f in lu.faits(c, "office") if f._debut()]
    return min(jours, default=None)


@controle("C2-19", "Aucun jour d’astreinte après l’exécution d’office", "CCH L. 511-15", ("astreinte",), ("MSO",))  # fmt: skip
def astreinte_close(c):
    decisions = lu.faits(c, "office")
    fin = fin_par_office(c)
    if fin:
        yield bloquant(
            f"L’exécution d’office a été notifiée le {date_lettres(fin)} : l’astreinte est close, aucune ne "
            "peut plus être prononcée.",
            lien=decisions[:1].dossier_etape_id,
        )
    elif decisions:
        yield a_verifier(
            f"L’exécution d’office est décidée depuis le {lu.courte(decisions[0].date)} : sa notification "
            "au propriétaire mettra fin à l’astreinte. Saisissez cette notification.",
            lien=decisions[:1].dossier_etape_id,
        )


@controle("ASTREINTE-MONTANT", "Montant de l’astreinte, plafonds et motivation", "CCH L. 511-15, L. 511-22", ("astreinte",), ("MSO",))  # fmt: skip
def montant(c):
    saisis = [f.montant for f in lu.faits(c, "astreinte") if f.montant]
    par_jour, total = _plafonds()
    if saisis and saisis[-1] > par_jour:
        yield bloquant(
            f"Astreinte de {euros(Decimal(str(saisis[-1])))} par jour : le plafond est de "
            f"{euros(par_jour)} par jour de retard.",
            lien=lu.etape(c, "astreinte"),
        )
        return
    yield a_verifier(
        f"Fixez le montant : {euros(par_jour)} au plus par jour de retard, {euros(total)} au total. L’arrêté "
        "le motive par l’ampleur des mesures et par les conséquences de leur inexécution, et dit que "
        "l’astreinte court de sa notification."
    )


def _plafonds():
    regles = regles_livrees()
    return Decimal(str(regles["DL-ASTR-MAX"].nombre)), Decimal(str(regles["DL-ASTR-TOT"].nombre))


@controle("C2-20", "Astreinte de copropriété : qui la doit", "CCH L. 543-1", ("astreinte",), ("MSO",))
def astreinte_copropriete(c):
    """Each co-owner when the syndicat decided nothing; those who did not pay, when it is attested."""
    copropriete = c.modele.code == "D-MSO-31"
    if not c.parties_communes:
        if copropriete:
            yield bloquant(
                "Cet arrêté suppose que les parties communes d’une copropriété sont en cause (question 10 "
                "du guide) : prenez l’arrêté d’astreinte D-MSO-23.",
                lien=c.dossier,
                champ="reponse_ids",
            )
        elif c.indivision:
            yield from _indivision(c)
        else:
            yield en_ordre("Sans objet : ni parties communes, ni indivision.")
        return
    if not copropriete:
        yield bloquant(
            "Parties communes : l’astreinte vise chaque copropriétaire, ou les seuls défaillants, avec le "
            "montant dû par chacun. Prenez l’arrêté D-MSO-31."
        )
        return
    attestation = c.faits_de("D-MSO-29") | c.faits_de("DL-SUBST")
    defaillants = c.faits_de("DL-SOMM-COPRO").destinataire_id
    if not attestation:
        yield a_verifier(
            "Aucune attestation du syndic : l’astreinte vise chaque copropriétaire, si l’inexécution vient "
            "de l’absence de décision du syndicat. Vérifiez-le auprès du syndic."
        )
    elif not defaillants:
        yield bloquant(
            "Le syndic atteste la défaillance de certains copropriétaires : eux seuls doivent l’astreinte. "
            "Enregistrez la sommation de chacun (DL-SOMM-COPRO) pour les désigner.",
            lien=c.dossier,
        )
    elif c.destinataire and c.destinataire not in defaillants:
        yield bloquant(
            f"{lu.nom(c.destinataire)} n’est pas parmi les défaillants que le syndic atteste : l’astreinte "
            f"ne vise que {noms(lu.nom(p) for p in defaillants)}."
        )
    else:
        yield en_ordre(
            f"Astreinte limitée aux défaillants attestés : {noms(lu.nom(p) for p in defaillants)}."
        )


def _indivision(c):
    """Solidarity runs from the notification to each; unknown co-owner: from the publication."""
    inconnus = [p for p in c.tenues if p.adresse_inconnue]
    publiee = lu.faits(c, "publication")
    if inconnus and not publiee:
        yield a_verifier(
            f"Indivision : {noms(lu.nom(p) for p in inconnus)} n’a pu être joint. La solidarité des autres "
            "court de la publication de l’arrêté au fichier immobilier : demandez-la.",
            "CCH L. 541-2-1",
            lu.etape(c, "publication"),
        )
    else:
        yield en_ordre("Indivision : les indivisaires sont tenus solidairement.", "CCH L. 541-2-1")


@controle("LIQUIDATION", "Jours dus, trimestre échu et plafond", "CCH L. 511-15, L. 511-22", ("liquidation",), ("MSO",))  # fmt: skip
def liquidation(c):
    """C.2 rule 19 too: the count stops at the notification of the works by the authority."""
    etape = lu.etape(c, "astreinte")
    prononces = lu.faits(c, "astreinte").filtered("montant")
    notifies = [f for f in prononces if f._debut()]
    if not notifies:
        yield bloquant(
            "L’arrêté d’astreinte, son montant et la date de sa notification ne sont pas enregistrés : rien "
            "ne court avant cette notification.",
            lien=etape,
        )
        return
    executions = [f.date for f in lu.faits(c, "execution")]
    calcul = calculer_astreinte(
        min(f._debut() for f in notifies),
        notifies[-1].montant,
        execution=max(executions, default=None),
        execution_office=fin_par_office(c),
        arrete_au=c.jour - UN_JOUR,
    )
    if isinstance(calcul, Refus):
        yield bloquant(calcul.message, calcul.base, etape)
        return
    echues = [q for q in liquidations(calcul) if q.exigible_le <= c.jour]
    if not echues:
        yield bloquant(
            f"Aucun trimestre n’est échu depuis le {date_lettres(calcul.debut)} : le recouvrement s’engage "
            "par trimestre échu.",
            lien=etape,
        )
        return
    yield en_ordre(
        f"Astreinte : {calcul.calcul}. Trimestres échus : "
        + " ; ".join(
            f"du {lu.courte(q.du)} au {lu.courte(q.au)}, {euros(q.montant)}" for q in echues
        )
        + f". Cumul : {euros(echues[-1].cumul)}."
    )
    for mention in calcul.avertissements:
        yield a_verifier(mention)
    yield a_verifier(
        "Exonération totale ou partielle : seulement si le redevable établit que l’inexécution vient de "
        "circonstances qui ne sont pas de son fait. Vérifiez ce qu’il a écrit."
    )


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
