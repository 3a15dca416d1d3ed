"""Before the authority lodges the occupants in the owner's place: has the owner failed? (L. 521-3-2)"""

from odoo.addons.oilhi_lhi.moteur.astreinte import en_montant
from odoo.addons.oilhi_lhi.moteur.francais import euros, liste

from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre


@controle("HEBERGEMENT", "Propriétaire défaillant : offres et date fixée par l’arrêté", "CCH L. 521-3-2, L. 511-18", ("hebergement",))  # fmt: skip
def hebergement(c):
    """One line a household: the order, the date it sets, the offers received."""
    if not (lu.arrete_pris(c)[0] or lu.faits(c, "decision_tiers")):
        yield bloquant(
            "Aucun arrêté n’est pris : le propriétaire ne doit encore ni hébergement ni relogement.",
            lien=lu.etape_arrete(c),
        )
        return
    # Written to one landlord: his households, not those of the others.
    menages = c.dossier.occupant_ids.filtered(
        lambda m: not m.vacant_depuis and m._recoit_loyer(c.destinataire)
    )
    if not menages:
        yield a_verifier(
            "Aucun ménage n’est décrit : dites qui est à héberger, et quelles offres ont été faites (page "
            "Occupants).",
            lien=c.dossier,
        )
        return
    dues = False
    for menage in menages:
        for defaillance in menage._defaillances(c.jour):
            dues = True
            yield _constat(c, menage, defaillance)
    if not dues:
        yield bloquant(
            "L’arrêté n’interdit pas d’habiter, et rien ne dit que les travaux rendent les logements "
            "inhabitables : l’autorité n’a ni à héberger ni à reloger à la place du propriétaire.",
            lien=menages[:1],
            champ="inhabitable",
        )
    # What the account of the case recovers from the owner, night by night.
    avance = en_montant(sum(n["montant"] for n in menages.hebergement_ids._depenses_recouvrables()))
    if avance:
        yield en_ordre(
            f"Dépense publique inscrite au registre des nuits : {euros(avance)}, à recouvrer.",
            "CCH L. 521-3-2",
        )


def _constat(c, menage, defaillance):
    phrase = f"{menage.display_name} : {defaillance.mots}"
    if defaillance.etat == "attente":
        niveau = bloquant if lu.date_ferme(c) else a_verifier
        return niveau(
            f"{menage.display_name} : trop tôt. L’arrêté laisse jusqu’au {lu.courte(defaillance.limite)} pour "
            "faire connaître l’offre.",
            defaillance.base,
            menage,
        )
    if defaillance.etat == "defaillant":
        refusees = menage.offre_ids.filtered(lambda o: o.auteur in ("proprietaire", "exploitant"))
        suite = ""
        if refusees:
            suite = f" Offres écartées : {liste(lu.courte(o.date) for o in refusees)}, non adaptées."
        return en_ordre(f"{phrase}{suite}", defaillance.base, menage)
    if defaillance.etat == "offre":
        return a_verifier(
            f"{menage.display_name} : une offre adaptée a été faite. Le propriétaire n’est défaillant que s’il "
            "n’assure pas l’hébergement qu’il propose : vérifiez-le avant de vous substituer à lui.",
            defaillance.base,
            menage,
        )
    if defaillance.etat == "exclu":
        return a_verifier(
            f"{phrase}. Ni hébergement ni relogement ne lui sont dus à ce titre.", defaillance.base, menage
        )
    return a_verifier(phrase, defaillance.base, menage)
