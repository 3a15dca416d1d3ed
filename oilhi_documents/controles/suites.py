"""What ends or changes an order: modification, withdrawal, lifting."""

from odoo.addons.oilhi_lhi.moteur.astreinte import ZERO
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros
from odoo.addons.oilhi_lhi.moteur.mesures import PARTIELLE_A_VERIFIER, refus_levee, refus_mainlevee
from odoo.addons.oilhi_lhi.moteur.regles import Refus

from ..champs.acte import fait_constat
from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms

CCH = ("MSO", "MSU")



@controle("DL-RETRAIT", "Modifier ou abroger à tout moment ; retirer dans les quatre mois", "CRPA L. 243-1, L. 243-3", ("modificatif",))  # fmt: skip
def retrait(c):
    jour, mots = lu.arrete_pris(c)
    if not jour:
        yield a_verifier("Le délai de retrait se compte de la date de l’arrêté, une fois pris.")
        return
    limite = max(c.echeances("DL-RETRAIT").mapped("date"), default=None) or lu.horloge(c, "DL-RETRAIT", jour)[0]
    if c.jour > limite:
        yield a_verifier(
            f"L’{mots} ne peut plus être retiré, même illégal, depuis le {date_lettres(limite)} (quatre "
            "mois) : modifiez-le ou abrogez-le pour l’avenir."
        )
    else:
        yield en_ordre(
            f"L’{mots} peut être modifié ou abrogé à tout moment ; s’il est illégal, retiré jusqu’au "
            f"{date_lettres(limite)}."
        )


@controle("MAINLEVEE", "Réalisation constatée et date d’achèvement", "CCH L. 511-14", ("mainlevee",), CCH)
def mainlevee(c):
    if not c.acte:
        yield bloquant("Aucun arrêté signé à lever dans cette procédure.", lien=lu.etape_arrete(c))
    constat = fait_constat(c)
    etape = lu.etape(c, "suivi" if c.urgent else "execution")
    if not constat:
        yield bloquant(
            f"La réalisation des mesures n’a pas été constatée (étape {etape.code or 'MSO-17a'}) : la "
            "mainlevée ne peut pas être prononcée.",
            lien=etape,
        )
        return
    if lu.date_ferme(c) and lu.date_ferme(c) < constat.date:
        yield bloquant(
            f"La mainlevée ne peut pas précéder le constat du {date_lettres(constat.date)}.", lien=etape
        )
    regles = c.procedure._regles_mesures(constats=True)
    restantes = [m for m in regles if m.lie]
    premiere = c.mesures.filtered(lambda m: m.id in [r.cle for r in restantes])[:1]
    if refus := refus_mainlevee(regles, prend_acte=c.urgent):
        yield bloquant(refus.message, refus.base, premiere, "execution")
        return
    if restantes:  # urgent order: the act itself takes note of the execution (L. 511-21)
        nombre = len(restantes)
        yield a_verifier(
            f"{nombre} mesure{'s' if nombre > 1 else ''} sans constat : cet acte prend acte de leur exécution et "
            f"de la date d’achèvement, vérifiez sur place ({noms(f'« {m.nom} »' for m in restantes)}).",
            "CCH L. 511-21",
            premiere,
            "execution",
        )
    yield en_ordre(f"Réalisation constatée le {date_lettres(constat.date)}.")


@controle("LEVEE-PARTIELLE", "Lever une partie des mesures : par un arrêté modificatif", "CRPA L. 243-1 ; CCH L. 511-14", ("modificatif",), CCH)  # fmt: skip
def levee_partielle(c):
    """L. 511-14 lifts the order, not one of its measures: what the modification may say, and on what."""
    regles = c.procedure._regles_mesures(constats=True)
    faites = [r for r in regles if r.a_constater and not r.lie and not r.levee]
    restantes = [r for r in regles if r.lie]
    if not faites or not restantes:
        yield en_ordre("Sans objet : aucune mesure exécutée n’est à lever avant les autres.")
        return
    yield a_verifier(
        f"Constatée exécutée : {noms(f'« {r.nom} »' for r in faites)} ; il reste "
        f"{noms(f'« {r.nom} »' for r in restantes)}. {PARTIELLE_A_VERIFIER}",
        lien=c.procedure.mesure_ids.filtered(lambda m: m.id == faites[0].cle),
    )
    for regle in regles:
        if not regle.a_constater and not regle.levee and (refus := refus_levee(regle, regles)):
            yield a_verifier(refus.message, refus.base, c.mesures.filtered(lambda m, r=regle: m.id == r.cle))


@controle("DURABLE", "Danger écarté durablement", "CCH L. 511-21", ("mainlevee",), ("MSU",))
def durable(c):
    poursuite = lu.faits(c, "poursuite")
    if c.saisies.get("saisie.durable") == "non":
        yield en_ordre(
            "L’acte ne lève rien : il prend acte des mesures et poursuit en procédure ordinaire."
        )
    elif poursuite:
        yield bloquant(
            f"La poursuite en procédure ordinaire est décidée depuis le {lu.courte(poursuite[-1:].date)} : "
            "le danger n’est écarté que pour un temps, il n’y a pas de mainlevée.",
            lien=poursuite[-1:].dossier_etape_id,
        )
    else:
        yield a_verifier(
            "Vérifiez que les mesures ont mis fin durablement au danger : sinon, poursuivez en procédure "
            "ordinaire (étape MSU-15)."
        )


@controle("DESTINATAIRES-LEVEE", "Mêmes destinataires que l’arrêté", "CCH L. 511-14, R. 511-7", ("mainlevee",), CCH)  # fmt: skip
def destinataires_levee(c):
    informes = (c.acte.notification_ids.personne_id | lu.faits(c, "notification").destinataire_id)
    suite = "sa publication au fichier immobilier revient au propriétaire"
    if informes:
        yield en_ordre(f"À notifier comme l’arrêté : {noms(lu.nom(p) for p in informes)} ; {suite}.")
    else:
        yield a_verifier(
            f"Aucune notification de l’arrêté n’est enregistrée : la mainlevée va aux mêmes personnes ; {suite}.",
            lien=lu.etape_notification(c),
        )


@controle("LEVEE-ASTREINTE", "Astreinte liquidée", "CCH L. 511-15", ("mainlevee",), ("MSO",))
def levee_astreinte(c):
    """The rows say which quarters are still to be decided, elapsed or under way."""
    if not lu.faits(c, "astreinte"):
        yield en_ordre("Sans objet : aucune astreinte.")
        return
    cours, propositions = c.procedure._propositions(c.jour)
    exigible = c.procedure._prochaine_liquidation(c.jour)
    if isinstance(cours, Refus):
        yield a_verifier(cours.message, cours.base, lu.etape(c, "astreinte"))
    elif propositions or exigible:
        somme = sum((p.net for p in propositions), ZERO)
        suite = f" ; trimestres échus à décider : {euros(somme)}" if propositions else ""
        quand = f" ; prochaine liquidation possible le {lu.courte(exigible)}" if exigible else ""
        yield a_verifier(
            "Une astreinte a été prononcée : liquidez ce qui est dû jusqu’à l’exécution complète "
            f"(D-MSO-24){suite}{quand}.",
            lien=lu.astreintes(c)[-1:] or lu.etape(c, "astreinte"),
        )
    else:
        yield en_ordre("Astreinte liquidée : aucun trimestre n’est plus à décider.")
