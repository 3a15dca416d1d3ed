"""An order that was not carried out: it exists, is known, its time is over, and works may follow."""

from datetime import timedelta

from odoo.addons.oilhi_lhi.moteur.astreinte import forfait_office
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres
from odoo.addons.oilhi_lhi.moteur.regles import Refus

from ..champs.acteurs import personnes_visees
from . import lecture as lu
from .registre import Constat, a_verifier, bloquant, controle, en_ordre

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
    if c.urgent:
        yield a_verifier(
            "Motivez la décision (mesures non exécutées, danger). En urgence, l’exécution d’office est une "
            "obligation ; sans astreinte.",
            "CCH L. 511-20, L. 511-16",
        )
        return
    yield a_verifier(
        "Motivez la décision : mesures non exécutées, travaux, calendrier, coût estimé. Aucune nouvelle "
        "mise en demeure n’est exigée par le texte ; un dernier rappel écrit est conseillé."
    )
    if lu.faits(c, "astreinte"):
        yield a_verifier(
            "Une astreinte court : la notification de cette décision au propriétaire y met fin. Notez-en la "
            "date, et liquidez ce qui est dû jusque-là.",
            "CCH L. 511-15",
            lu.etape(c, "office"),
        )


@controle("FORFAIT", "Forfait de 8 % ajouté aux frais", "CCH L. 543-2, R. 511-9", ("titre",), (*CCH, "ERP", "DSP"))  # fmt: skip
def forfait(c):
    if c.modele.code == "D-FIN-03":
        yield a_verifier(
            "Frais d’hébergement ou de relogement : l’application du forfait de 8 % n’est pas confirmée (à "
            "vérifier).",
            "CCH L. 521-3-2, L. 543-2",
        )
        return
    frais = sum(f.montant for f in lu.faits(c, "recouvrement", "mesure") if f.montant)
    calcul = forfait_office(frais) if frais else None
    if calcul and not isinstance(calcul, Refus):
        yield en_ordre(f"Frais enregistrés : {calcul.calcul}.")
    else:
        yield a_verifier(
            "Aucun frais n’est enregistré : additionnez les dépenses, puis ajoutez le forfait de 8 %.",
            lien=lu.etape(c, "recouvrement"),
        )
