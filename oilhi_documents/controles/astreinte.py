"""Penalty by day: may it be pronounced, for how much, and who owes it."""

from odoo.addons.oilhi_lhi.moteur.astreinte import ZERO, en_montant
from odoo.addons.oilhi_lhi.moteur.astreinte_cours import COPRO_JOUR, plafonds
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros

from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms


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
    """What the case prepared says; else what the order has to say."""
    par_jour, total = plafonds(c.env["oilhi.delai"]._regles() or None)
    lignes = lu.astreintes(c)
    preparee = lignes.filtered(lambda a: a.etat == "preparee")[-1:]
    courante = lignes.filtered(lambda a: a.etat == "en_cours")[-1:]
    if courante:
        yield a_verifier(
            f"Une astreinte court déjà ({courante.display_name}, {euros(en_montant(courante.montant_jour))} "
            "par jour) : un nouvel arrêté ne vaut que de sa notification, et le plafond total est le même.",
            lien=courante,
        )
    if preparee:
        yield from _montant_prepare(preparee, par_jour, total)
        return
    yield a_verifier(
        f"Fixez le montant : {euros(par_jour)} au plus par jour de retard, {euros(total)} au total. L’arrêté "
        "le motive par l’ampleur des mesures et par les conséquences de leur inexécution, et dit que "
        "l’astreinte court de sa notification."
    )


def _montant_prepare(astreinte, par_jour, total):
    bornes = f"{euros(par_jour)} au plus par jour de retard, {euros(total)} au total"
    if astreinte.mode == "copropriete":
        yield from _montants_copropriete(astreinte, par_jour, bornes)
    else:
        prevu = en_montant(astreinte.montant_jour)
        if not prevu:
            yield a_verifier(f"Fixez le montant : {bornes}.", lien=astreinte, champ="montant_jour")
        elif prevu > par_jour:
            yield bloquant(
                f"Astreinte de {euros(prevu)} par jour : {bornes}.", lien=astreinte, champ="montant_jour"
            )
        else:
            yield en_ordre(f"Astreinte préparée : {euros(prevu)} par jour ({bornes}).", lien=astreinte)
    if not astreinte._motivee():
        yield a_verifier(
            "Écrivez les motifs du montant, l’ampleur des mesures et les conséquences de leur inexécution : "
            "sans eux, l’arrêté d’astreinte est contestable.",
            "CCH L. 511-15 I",
            astreinte,
            "motif_consequences" if (astreinte.motif_ampleur or "").strip() else "motif_ampleur",
        )


def _montants_copropriete(astreinte, par_jour, bornes):
    """L. 543-1: the order tells each of them his own amount."""
    lignes = astreinte.redevable_ids
    for ligne in lignes:
        prevu = en_montant(ligne.montant)
        if not prevu:
            yield bloquant(
                f"{lu.nom(ligne.personne_id)} : l’arrêté lui notifie le montant qu’il doit, et aucun n’est "
                "fixé.",
                "CCH L. 543-1",
                astreinte,
                "redevable_ids",
            )
        elif prevu > par_jour:
            yield bloquant(
                f"{lu.nom(ligne.personne_id)} : {euros(prevu)} par jour, {bornes}.", lien=astreinte,
                champ="redevable_ids",
            )
        else:
            yield en_ordre(
                f"{lu.nom(ligne.personne_id)} : {euros(prevu)} par jour.", "CCH L. 543-1", astreinte
            )
    somme = sum((en_montant(ligne.montant) or ZERO for ligne in lignes), ZERO)
    if somme > par_jour:
        yield a_verifier(COPRO_JOUR.format(euros(somme), euros(par_jour)), "CCH L. 543-1, L. 511-15")


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
    atteste, defaillants = lu.defaillants(c)
    preparee = lu.astreintes(c).filtered(lambda a: a.etat == "preparee" and a.mode == "copropriete")[-1:]
    redevables = preparee.redevable_ids.personne_id
    if not atteste:
        yield a_verifier(
            "Aucune attestation du syndic : l’astreinte vise chaque copropriétaire, si l’inexécution vient "
            "de l’absence de décision du syndicat. Vérifiez-le auprès du syndic."
        )
        if oublies := lu.coproprietaires(c) - redevables if redevables else None:
            yield a_verifier(
                f"Absents de l’astreinte préparée : {noms(lu.nom(p) for p in oublies)}. Sans attestation, "
                "chaque copropriétaire la doit.",
                lien=preparee,
                champ="redevable_ids",
            )
    elif not defaillants:
        yield bloquant(
            "Le syndic atteste la défaillance de certains copropriétaires : eux seuls doivent l’astreinte. "
            "Enregistrez la sommation de chacun (DL-SOMM-COPRO) pour les désigner.",
            lien=lu.substitution(c) or c.dossier,
        )
    elif autres := (redevables | (c.destinataire or redevables)) - defaillants:
        yield bloquant(
            f"{noms(lu.nom(p) for p in autres)} : absents des défaillants que le syndic atteste. L’astreinte "
            f"ne vise que {noms(lu.nom(p) for p in defaillants)}.",
            lien=preparee,
            champ="redevable_ids",
        )
    else:
        yield en_ordre(
            f"Astreinte limitée aux défaillants attestés : {noms(lu.nom(p) for p in defaillants)}."
        )
        if redevables and (oublies := defaillants - redevables):
            yield a_verifier(
                f"Défaillants absents de l’astreinte préparée : {noms(lu.nom(p) for p in oublies)}.",
                lien=preparee,
                champ="redevable_ids",
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
