"""An order that was not carried out: it exists, is known, its time is over, and works may follow."""

from datetime import timedelta

from odoo.addons.oilhi_lhi.moteur.astreinte import ZERO, en_montant
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros
from odoo.addons.oilhi_lhi.moteur.mesures import refus_carence

from ..champs.acteurs import personnes_visees
from . import lecture as lu
from .registre import Constat, a_verifier, bloquant, controle, en_ordre, noms

CCH = ("MSO", "MSU")
AVEC_RSHS = (*CCH, "RSHS")  # a mise en demeure under the health rules has its failure too
BASES = {"MSU": "CCH L. 511-20", "RSHS": "CGCT L. 2212-2"}
SUR_INEXECUTION = ("astreinte", "office", "substitution", "liquidation")
UN_JOUR = timedelta(days=1)


# ---- the order exists, is known, and its time is over ------------------------------------------


@controle("ARRETE", "Arrêté en vigueur", "CCH L. 511-11", (*SUR_INEXECUTION, "modificatif", "carence"), AVEC_RSHS)
def arrete(c):
    jour, mots = lu.arrete_pris(c)
    etape = lu.etape_arrete(c)
    base = {"MSU": "CCH L. 511-19", "RSHS": "CGCT L. 2212-2"}.get(c.famille)
    if not jour:
        yield bloquant(
            "Aucun arrêté n’est pris dans cette procédure : il n’y a rien à sanctionner, à exécuter ni à "
            "modifier.",
            base,
            etape,
        )
    elif lu.date_ferme(c) and lu.date_ferme(c) < jour:
        yield bloquant(f"L’acte ne peut pas précéder l’{mots}.", base, etape)
    else:
        yield en_ordre(f"{mots[:1].upper()}{mots[1:]} en vigueur.", base)


@controle("NOTIFIE", "Arrêté notifié à chaque personne tenue, preuve à l’appui", "CCH L. 511-12, R. 511-8", (*SUR_INEXECUTION, "carence"), AVEC_RSHS)  # fmt: skip
def notifie(c):
    """One line per person: without a certain date, no period runs, nothing follows."""
    base = "CRPA L. 221-8" if c.famille == "RSHS" else None
    if not lu.arrete_pris(c)[0]:
        yield a_verifier("La notification se contrôle une fois l’arrêté pris.", base)
        return
    etape = lu.etape_notification(c)
    remises = lu.remises(c)
    anonyme = remises.get(c.env["oilhi.dossier.personne"])
    visees = personnes_visees(c)
    for personne in visees:
        fait = remises.get(personne) or (anonyme if len(visees) == 1 else None)
        if not fait:
            yield bloquant(
                f"{lu.nom(personne)} : aucune notification de l’arrêté n’est enregistrée. Notifiez-le-lui, "
                "puis saisissez la réception.",
                base,
                etape,
            )
            continue
        niveau, recu = lu.reception(c, fait)
        yield Constat(
            niveau, f"{lu.nom(personne)} : notification du {lu.courte(fait.date)}, {recu}.", base, etape
        )


@controle("DELAI-ECHU", "Délai d’exécution expiré", "CCH L. 511-15, L. 511-16", (*SUR_INEXECUTION, "carence"), AVEC_RSHS)  # fmt: skip
def delai_echu(c):
    base = BASES.get(c.famille)
    if not lu.arrete_pris(c)[0]:
        yield a_verifier("Le délai d’exécution se contrôle une fois l’arrêté notifié.", base)
        return
    fin = lu.fin_execution(c)
    etape = lu.etape_notification(c)
    if not fin:
        yield bloquant(
            "Le délai d’exécution n’a pas de départ certain : saisissez la réception de l’arrêté.",
            base,
            etape,
        )
        return
    heure = lu.heure_execution(c, fin)
    if heure and c.jour == fin:
        yield a_verifier(
            f"Le délai d’exécution finit le {date_lettres(fin)} à {heure} : cet acte n’est possible que passé "
            "cette heure.",
            base,
            etape,
        )
        return
    plus_tot = lu.apres_execution(c) or fin + UN_JOUR
    niveau = lu.niveau_date(c, plus_tot)
    phrase = {
        "ok": f"Délai d’exécution expiré le {date_lettres(fin)}.",
        "avertissement": f"Le délai d’exécution court jusqu’au {date_lettres(fin)} : cet acte est possible "
        f"à partir du {date_lettres(plus_tot)}.",
        "bloquant": f"Trop tôt : le délai d’exécution court jusqu’au {date_lettres(fin)}. Cet acte est "
        f"possible à partir du {date_lettres(plus_tot)}.",
    }[niveau]
    yield Constat(niveau, phrase, base, etape)


@controle("CARENCE", "Inexécution constatée", "CCH L. 511-15, L. 511-16", ("astreinte", "office", "substitution"), CCH)  # fmt: skip
def carence(c):
    """Seen on the spot, after the time given: MSO-17b, or the control of MSU-11."""
    # In urgency the control at the end of the period is one step, whatever it finds.
    nature = "suivi" if c.urgent else "carence"
    constats = lu.faits(c, nature)
    etape = lu.etape(c, nature)
    base = "CCH L. 511-20" if c.urgent else None
    if not constats:
        yield bloquant(
            "L’inexécution n’est pas constatée : retournez sur place, dressez le procès-verbal de carence "
            "(D-MSO-22) et enregistrez l’étape.",
            base,
            etape,
        )
        return
    jour = constats[-1:].date
    fin = lu.fin_execution(c)
    fait = lu.faits(c, "execution")[-1:]
    if fin and jour < (lu.apres_execution(c) or fin + UN_JOUR):
        yield bloquant(
            f"La carence constatée le {date_lettres(jour)} l’a été avant la fin du délai "
            f"({date_lettres(fin)}) : refaites le constat.",
            base,
            etape,
        )
    elif fait and fait.date >= jour:
        yield bloquant(
            f"L’exécution des mesures est constatée depuis ({date_lettres(fait.date)}) : il n’y a plus "
            "d’inexécution.",
            "CCH L. 511-14",
            fait.dossier_etape_id,
        )
    elif lu.preuve_jointe(c, constats[-1:]):
        yield en_ordre(f"Carence constatée le {date_lettres(jour)} (procès-verbal joint).", base)
    else:
        yield a_verifier(
            f"Carence constatée le {date_lettres(jour)}, sans procès-verbal au dossier : joignez-le à "
            "l’étape.",
            base,
            etape,
        )


@controle("CONSTATS", "Inexécution constatée mesure par mesure", "CCH L. 511-14, L. 511-15", ("carence", "astreinte", "office", "substitution"), CCH)  # fmt: skip
def constats(c):
    """What the control visits and the steps found of each measure: nothing is missed once all is done."""
    if not lu.arrete_pris(c)[0]:
        yield a_verifier("Les mesures se contrôlent une fois l’arrêté pris.")
        return
    base = "CCH L. 511-20, L. 511-21" if c.urgent else None
    regles = {regle.cle: regle for regle in c.procedure._regles_mesures(constats=True)}
    if refus := refus_carence(regles.values()):
        yield bloquant(refus.message, refus.base, c.mesures[:1])
        return
    vues = c.mesures.filtered(lambda m: m._en_vigueur())
    if not vues:
        yield en_ordre("Aucun constat mesure par mesure n’est enregistré : voyez l’étape.", base)
        return
    for mesure in c.mesures:
        regle = regles[mesure.id]
        mots = mesure.execution_mots or mesure.etat_texte
        phrase = f"« {regle.nom} » : {mots[:1].lower()}{mots[1:]}"
        if not regle.a_constater or regle.levee or not regle.lie:
            yield en_ordre(phrase, base, mesure)
        elif not regle.constatee:
            yield a_verifier(
                f"« {regle.nom} » : aucun constat. Contrôlez-la sur place, le procès-verbal dit ce qui n’est "
                "pas fait.",
                base,
                mesure,
            )
        elif mesure.a_controler:
            yield a_verifier(phrase, base, mesure)
        else:
            yield en_ordre(phrase, base, mesure)


@controle("ANNONCE", "L’arrêté annonçait la mesure", "CCH L. 511-11", ("astreinte", "office"), ("MSO",))
def annonce(c):
    """L. 511-11: the order says that the penalty and the works will follow."""
    article = "L. 511-15" if c.acte_controle.sorte == "astreinte" else "L. 511-16"
    mesure = "l’astreinte" if c.acte_controle.sorte == "astreinte" else "l’exécution d’office"
    ecrit = c.texte_acte
    if not ecrit:
        yield a_verifier(
            f"L’arrêté n’a pas été rédigé ici : relisez-le, il doit annoncer {mesure} ({article})."
        )
    elif article not in ecrit:
        yield bloquant(
            f"L’arrêté signé n’annonce pas {mesure} ({article}) : prenez d’abord un arrêté modificatif.",
            lien=c.acte,
        )
    else:
        yield en_ordre(f"L’arrêté annonçait {mesure}.")


# ---- works by the authority --------------------------------------------------------------------


@controle("DEMOLITION", "Démolition d’office : jugement obtenu", "CCH L. 511-16, L. 511-19", ("arrete", "office"), CCH)  # fmt: skip
def demolition(c):
    demolitions = c.mesures_de_type("demolition")
    office = c.acte_controle.sorte == "office"
    prepare = lu.office(c) if office else None
    if prepare and prepare.mesure_ids:
        # The decision may leave the demolition out: it then has the other measures done.
        demolitions &= prepare.mesure_ids
    if not demolitions or not (office or c.urgent):
        yield en_ordre("Sans objet : cet acte ne fait pas démolir d’office.")
        return
    jugement = c.faits_de("DL-DEMO")
    saisine = lu.faits(c, "juge")
    etape = lu.etape(c, "juge")
    if jugement:
        yield en_ordre(f"Jugement enregistré le {date_lettres(jugement[-1:].date)}.")
        return
    suite = (
        f" Le juge est saisi depuis le {lu.courte(saisine[-1:].date)} : enregistrez le jugement (DL-DEMO)."
        if saisine
        else " Saisissez-le (D-MSO-27)."
    )
    complete = any(
        mot in (m.texte or "").lower() for m in demolitions for mot in ("complète", "totale", "entière")
    )
    if office or complete:
        yield bloquant(
            "La démolition d’office suppose un jugement du président du tribunal judiciaire, rendu selon "
            f"la procédure accélérée au fond.{suite}",
            "CCH L. 511-19" if c.urgent else "CCH L. 511-16",
            etape,
        )
    else:
        yield a_verifier(
            "Démolition en urgence : si elle est complète, il faut d’abord un jugement du président du "
            f"tribunal judiciaire.{suite}",
            "CCH L. 511-19",
            etape,
        )


@controle("OFFICE", "Décision motivée, à notifier au propriétaire", "CCH L. 511-16, L. 511-15", ("office",), CCH)
def office(c):
    base = "CCH L. 511-20, L. 511-16" if c.urgent else "CCH L. 511-16"
    prepare = lu.office(c)
    if prepare:
        yield from _office_prepare(c, prepare, base)
    elif c.urgent:
        yield a_verifier(
            "Motivez la décision (mesures non exécutées, danger). En urgence, l’exécution d’office est une "
            "obligation ; sans astreinte.",
            base,
        )
    else:
        yield a_verifier(
            "Motivez la décision : mesures non exécutées, travaux, calendrier, coût estimé. Aucune nouvelle "
            "mise en demeure n’est exigée par le texte ; un dernier rappel écrit est conseillé."
        )
    if not c.urgent and lu.faits(c, "astreinte"):
        yield a_verifier(
            "Une astreinte court : la notification de cette décision au propriétaire y met fin. Notez-en la "
            "date, et liquidez ce qui est dû jusque-là.",
            "CCH L. 511-15",
            lu.etape(c, "office"),
        )


def _office_prepare(c, prepare, base):
    """The row refuses a decision without reasons, or without measures; the rest is advice."""
    motifs = (prepare.motifs or "").strip()
    if motifs:
        yield en_ordre("Motifs de la décision écrits.", base, prepare)
    else:
        yield bloquant(
            "La décision est motivée : écrivez les mesures non exécutées et pourquoi la commune les fait faire.",
            base,
            prepare,
            "motifs",
        )
    faites = prepare.mesure_ids.filtered(lambda m: m.execution == "executee" or m.levee_le)
    restantes = prepare.mesure_ids - faites
    if c.mesures and not prepare.mesure_ids:
        yield bloquant(
            "Aucune mesure de l’arrêté n’est choisie : dites lesquelles la commune fait exécuter.",
            base,
            prepare,
            "mesure_ids",
        )
    elif faites and not prepare.date_decision:
        niveau = a_verifier if restantes else bloquant
        yield niveau(
            f"{noms(f'« {m._nom_court()} »' for m in faites)} : déjà constatée exécutée ou levée. Retirez-la "
            "de la décision.",
            "CCH L. 511-14",
            prepare,
            "mesure_ids",
        )
    elif prepare.mesure_ids:
        yield en_ordre(
            f"Mesures à exécuter : {noms(f'« {m._nom_court()} »' for m in prepare.mesure_ids)}.", base, prepare
        )
    if prepare.entreprise_id:
        yield en_ordre(
            f"Entreprise retenue : {prepare.entreprise_id.name}, {euros(en_montant(prepare.cout_estime) or ZERO)} "
            "toutes taxes comprises (pratique).",
            "",
            prepare,
        )
    elif prepare.devis_conseil:
        yield a_verifier(prepare.devis_conseil, "", prepare, "devis_ids")
    entree = prepare._entree(c.jour)
    if not prepare.acces:
        yield a_verifier(
            "Dites comment l’entreprise entrera dans les lieux : accord écrit de l’occupant (pratique), ou "
            "autorisation du juge.",
            "",
            prepare,
            "acces",
        )
    else:
        niveau = en_ordre if entree.permise else a_verifier
        yield niveau(entree.message, entree.base, prepare, "acces")
