"""Rents: what an act or a letter may say of them, household by household when they are known."""

import re

from odoo.addons.oilhi_lhi.moteur.francais import liste

from ..champs.acte import loyers_suspendus
from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms

CCH = ("MSO", "MSU")
LOYER_SUSPENDU = re.compile(r"(?:loyer|redevance|sommes? versées?)[^.;]{0,160}cess\w+ d[’']être d[uû]e?s?", re.I)
SANS_EFFET = ("RSHS", "PGI", "DSP", "ABAN", "TNE", "RAV", "PGS", "DEC")
MEUBLE = "DL-LOYER-MEUB"


@controle("C2-15", "Loyers : ce que l’acte a le droit d’en dire", "CCH L. 521-2", ("arrete",), (*CCH, "PGI", "RSHS"))  # fmt: skip
def loyers(c):
    """C.2 rule 15: nothing stops the rent for lead, for what the occupant did, or outside the CCH."""
    ecrit = LOYER_SUSPENDU.search(lu.textes(c))
    if c.famille not in CCH:
        refus = "Cette police est sans effet sur les loyers"
    elif contre_occupant(c):
        refus = "La mesure vise la personne qui a l’usage des lieux : le loyer reste dû"
    else:
        refus = ""
    if refus and ecrit:
        yield bloquant(f"{refus}, or le texte de l’acte le suspend : retirez cette mention.")
    elif refus:
        yield en_ordre(f"{refus} ; l’acte n’en dit rien.")
    elif c.effets_loyers:
        yield from _menages(c, ecrit)
    elif c.parties_communes_seules and c.occupe:
        yield a_verifier(
            "Seules parties communes : l’effet de l’arrêté sur les loyers des lots n’est pas confirmé (à "
            "vérifier). N’écrivez pas aux bailleurs sans l’avis du service juridique."
        )
    elif not loyers_suspendus(c):
        yield en_ordre("Aucun loyer à suspendre : lieux non loués.")
    elif c.dossier.meuble_tourisme:
        yield en_ordre("Meublé de tourisme : les sommes cessent d’être dues le jour qui suit l’envoi de la notification.")  # fmt: skip
    else:
        yield en_ordre("Loyers suspendus au premier jour du mois qui suit l’envoi de la notification.")


def contre_occupant(c):
    """Nobody's rent stops; once households are known, the measures say against which of them."""
    vises = c.mesures.personne_id.filtered(lambda p: p.role == "occupant")
    if c.effets_loyers and vises:
        return False
    return c.repond("Q17", "oui") or vise_usager(c)


def vise_usager(c):
    """Every measure is addressed to the person who uses the place (R. 511-5)."""
    personnes = c.mesures.personne_id
    return bool(personnes) and all(m.personne_id.role == "occupant" for m in c.mesures)


def _menages(c, ecrit):
    """One line a household; the act says which lots, as soon as they differ."""
    effets = c.effets_loyers
    suspendus = {m: e for m, e in effets.items() if e.etat == "suspendu"}
    if ecrit and not suspendus:
        yield bloquant(
            "Le texte de l’acte suspend un loyer, or aucun ménage du dossier n’a de loyer suspendu : retirez "
            "cette mention."
        )
    for menage, effet in effets.items():
        yield _ligne(menage, effet)
    # An owner who lives there, an empty home: nobody is misled by the general sentence of the act.
    autres = {m: e for m, e in effets.items() if e.etat in ("du", "a_verifier")}
    if suspendus and autres:
        lots = _lots(suspendus)
        if not lots:
            yield a_verifier(
                "Les loyers ne sont pas tous suspendus : indiquez le lot de chaque ménage, l’acte doit dire "
                "desquels il s’agit sans nommer d’occupant.",
                lien=next(m for m in suspendus if not m.lot),
                champ="lot",
            )
        elif not _dits(c, suspendus):
            yield a_verifier(
                f"Les loyers ne sont pas tous suspendus : écrivez dans l’acte que la suspension concerne {lots} "
                "(« Mots des actes », Motif particulier des mesures).",
                lien=c.procedure,
                champ="redaction_motivation",
            )
    regles = {e.regle for e in suspendus.values()}
    if MEUBLE in regles and len(regles) > 1:
        meubles = {m: e for m, e in suspendus.items() if e.regle == MEUBLE}
        yield a_verifier(
            f"Deux règles : pour {_lots(meubles) or 'le meublé de tourisme'}, les sommes cessent d’être dues le "
            "jour qui suit l’envoi ; pour les autres, le premier jour du mois qui suit. L’acte dit les deux.",
            lien=c.procedure,
            champ="redaction_motivation",
        )


def _ligne(menage, effet):
    phrase = f"{menage.display_name} : {effet.mots}."
    if effet.etat == "a_verifier":
        return a_verifier(f"{phrase} N’annoncez aucune date à ce ménage.", effet.base, menage)
    return en_ordre(phrase, effet.base, menage)


def _lots(effets):
    """« le lot 3 et le 2e étage » in the words of the case; "" as soon as one of them is unknown."""
    lots = [(m.lot or "").strip() for m in effets]
    return liste(f"« {lot} »" for lot in dict.fromkeys(lots)) if all(lots) else ""


def _dits(c, suspendus):
    ecrit = lu.textes(c).casefold()
    return all((m.lot or "").strip().casefold() in ecrit for m in suspendus)


# ---- letters about the rent --------------------------------------------------------------------


@controle("C2-15", "Loyers : ce que la lettre a le droit d’en dire", "CCH L. 521-2", ("loyers",))
def lettre_loyers(c):
    """C.2 rule 15: no letter says that a rent is suspended when no text suspends it."""
    famille = c.famille_procedure
    pris = lu.arrete_pris(c)[0] or lu.faits(c, "decision_tiers")
    if famille in SANS_EFFET:
        yield bloquant(
            f"La procédure {c.procedure.code} est sans effet sur les loyers : n’écrivez pas qu’ils sont "
            "suspendus.",
            "CCH L. 521-2, L. 521-3-2",
        )
    elif c.effets_loyers and pris and not contre_occupant(c):
        yield from _lettre_menages(c)
    elif famille == "PLOMB" or (famille == "INS" and c.repond("Q8", "oui")):
        yield bloquant(
            "Plomb : les loyers ne sont pas suspendus (L. 1331-22, alinéa 2). Vérifiez que l’arrêté a un "
            "autre motif avant d’écrire le contraire.",
            "CCH L. 521-2 ; CSP L. 1331-22",
        )
    elif contre_occupant(c):
        yield bloquant("La mesure vise la personne qui a l’usage des lieux : le loyer reste dû.")
    elif c.parties_communes_seules:
        yield a_verifier(
            "Seules parties communes : l’effet de l’arrêté sur les loyers des lots n’est pas confirmé (à "
            "vérifier). Demandez l’avis du service juridique avant d’écrire."
        )
    elif not loyers_suspendus(c) and not c.effets_loyers:
        yield a_verifier("Aucun locataire n’est connu : vérifiez que les lieux sont loués.", lien=c.dossier, champ="reponse_ids")
    elif not pris:
        yield bloquant(
            "Aucun arrêté n’est pris : les loyers ne sont suspendus qu’à partir de l’envoi de sa "
            "notification.",
            lien=lu.etape_arrete(c),
        )
    else:
        yield en_ordre("Loyers suspendus au premier jour du mois qui suit l’envoi de la notification.")


def _lettre_menages(c):
    """The households of that landlord, or that of the occupant to whom one writes."""
    siens = {
        m: e for m, e in c.effets_loyers.items()
        if not c.destinataire
        or m.personne_id == c.destinataire
        or (c.destinataire.role != "occupant" and m._recoit_loyer(c.destinataire))
    }
    if not siens:
        yield a_verifier(
            f"Aucun ménage du dossier ne paie son loyer à {lu.nom(c.destinataire)} : vérifiez à qui vous "
            "écrivez.",
            lien=c.dossier,
        )
        return
    restent = {m: e for m, e in siens.items() if e.etat in ("du", "sans_objet")}
    if len(restent) == len(siens):
        yield bloquant(
            f"Aucun loyer suspendu : {' ; '.join(f'{m.display_name}, {e.mots}' for m, e in siens.items())}. "
            "N’écrivez pas le contraire.",
            next(iter(siens.values())).base,
            next(iter(siens)),
        )
        return
    for menage, effet in siens.items():
        yield _ligne(menage, effet)
    if restent:
        yield a_verifier(
            f"La lettre ne parle pas de {noms(m.display_name for m in restent)} : son loyer n’est pas suspendu."
            if len(restent) == 1
            else f"La lettre ne parle pas de {noms(m.display_name for m in restent)} : ces loyers ne sont pas "
            "suspendus."
        )
