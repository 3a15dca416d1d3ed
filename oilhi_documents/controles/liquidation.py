"""What a quarter of penalty calls for: read in the rows of the case, never counted a second time."""

from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.astreinte import ZERO, en_montant
from odoo.addons.oilhi_lhi.moteur.astreinte_liquidation import exoneration_refusee
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros, trimestre_lettres
from odoo.addons.oilhi_lhi.moteur.regles import Refus

from . import lecture as lu
from .recouvrement import titre_astreinte
from .registre import a_verifier, bloquant, controle, en_ordre


@controle("LIQUIDATION", "Jours dus, trimestre échu et plafond", "CCH L. 511-15, L. 511-22", ("liquidation",), ("MSO",))  # fmt: skip
def liquidation(c):
    """C.2 rule 19 too: the count stops at the notification of the works by the authority."""
    etape = lu.etape(c, "astreinte")
    cours, propositions = c.procedure._propositions(c.jour) if c.releve else (None, ())
    if isinstance(cours, Refus):
        yield bloquant(cours.message, cours.base, etape)
        return
    if cours is None or not cours.debut:
        yield bloquant(
            "L’arrêté d’astreinte, son montant et la date de sa notification ne sont pas enregistrés : rien "
            "ne court avant cette notification.",
            lien=etape,
        )
        return
    decidees = c.procedure._liquidations_decidees().sorted(lambda li: (li.trimestre, li.id))
    exigibles = [p for p in propositions if p.exigible_le <= c.jour]
    if not decidees and not exigibles:
        suite = "" if cours.creances else f" {cours.calcul[:1].upper()}{cours.calcul[1:]}."
        yield bloquant(
            f"Aucun trimestre n’est échu depuis le {date_lettres(cours.debut)} : le recouvrement s’engage "
            f"par trimestre échu.{suite}",
            "CCH L. 511-15 II",
            etape,
        )
        return
    yield en_ordre(
        f"Astreinte : {cours.jours} jour{'s' if cours.jours > 1 else ''}, {euros(cours.montant)} sur un "
        f"plafond de {euros(cours.plafond)}. Calcul : {cours.calcul}.",
        cours.base,
    )
    for li in decidees:
        yield en_ordre(
            f"{li.display_name}, décidée le {lu.courte(li.decidee_le)} : {li.calcul}.", li.base, li
        )
    demande = sum((en_montant(li.net) for li in decidees), ZERO)
    brouillons = {
        (li.trimestre, li.groupe): li
        for li in lu.astreintes(c).liquidation_ids.filtered(lambda li: li.etat == "brouillon")
    }
    for proposition in exigibles:
        brouillon = brouillons.get((proposition.trimestre, proposition.groupe))
        constats, net = _a_decider(c, proposition, brouillon)
        demande += net
        yield from constats
    yield en_ordre(f"Somme demandée en tout : {euros(demande)}.", "CCH L. 511-15 II, L. 511-22")
    if exigibles:
        yield from _motifs(c)
    if c.modele.code == "D-FIN-01":
        yield from titre_astreinte(c, decidees, exigibles)
    mentions = (*cours.avertissements, *(m for p in exigibles for m in p.avertissements))
    for mention in dict.fromkeys(mentions):
        yield a_verifier(mention)
    if not any(brouillon.exoneration for brouillon in brouillons.values()):
        yield a_verifier(
            "Exonération totale ou partielle : seulement si le redevable établit que l’inexécution vient de "
            "circonstances qui ne sont pas de son fait. Vérifiez ce qu’il a écrit.",
            "CCH L. 511-15 II",
        )


def _a_decider(c, proposition, brouillon):
    """([findings], sum to demand) of one quarter, as the row of the case would decide it."""
    if brouillon:
        try:
            proposition = brouillon._proposition(c.jour) or proposition
        except UserError as refus:
            return [bloquant(str(refus), "CCH L. 511-15 II", brouillon, "exoneration")], ZERO
    quoi = trimestre_lettres(proposition.trimestre)
    constats = []
    if proposition.rectificative:
        constats.append(a_verifier(
            f"{quoi}, liquidation rectificative à décider, ce qui a été décidé ne correspond plus aux "
            f"faits : {proposition.calcul}.",
            proposition.base,
            brouillon or lu.etape(c, "astreinte"),
        ))
    else:
        constats.append(en_ordre(
            f"{quoi}, à décider : {proposition.calcul}.", proposition.base,
            brouillon or lu.etape(c, "astreinte"),
        ))
    if brouillon and proposition.exoneration > 0:
        motif = brouillon.motif_exoneration or ""
        if refus := exoneration_refusee(proposition.exoneration, proposition.brut, motif):
            constats.append(bloquant(refus.message, refus.base, brouillon, "motif_exoneration"))
        else:
            constats.append(a_verifier(
                f"{quoi}, exonération de {euros(proposition.exoneration)} : « {motif.strip().rstrip('.')} ». Vérifiez "
                "que le redevable l’a établi, et que ce n’est pas de son fait.",
                "CCH L. 511-15 II",
                brouillon,
            ))
    return constats, proposition.net


def _motifs(c):
    """The case does not decide a quarter whose order says no reason (L. 511-15 I)."""
    for astreinte in lu.astreintes(c).filtered(lambda a: a.etat in ("en_cours", "close")):
        if not astreinte._motivee():
            yield a_verifier(
                f"{astreinte.display_name} : ses motifs, l’ampleur des mesures et les conséquences de leur "
                "inexécution, ne sont pas écrits. Sans eux, l’arrêté d’astreinte est contestable et le "
                "trimestre ne se décide pas.",
                "CCH L. 511-15 I",
                astreinte,
                "motif_ampleur",
            )
