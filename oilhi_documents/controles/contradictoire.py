"""The adversarial stage: each person held written to, reached, and given the time of the law."""

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_observations
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, duree_lettres

from ..champs.acteurs import delai_observations, personnes_visees
from ..champs.instruction import fin_observations, lettres
from . import lecture as lu
from .registre import Constat, a_verifier, bloquant, controle, en_ordre, noms

LETTRES = ("arrete", "ouverture")


# ---- each person held --------------------------------------------------------------------------


@controle("DESTINATAIRE", "Chaque personne tenue est invitée à répondre", "CCH L. 511-10, R. 511-3, R. 511-8", LETTRES, ("MSO",))  # fmt: skip
def destinataires(c):
    """One line per person: when the letter reached him, how one knows, when his time is over."""
    envoyees = lettres(c)
    etape = lu.etape(c, "contradictoire")
    if c.acte_controle.sorte == "ouverture":
        yield from _a_ecrire(c, envoyees)
        return
    visees = personnes_visees(c)
    if not envoyees:  # D7-05 says that nothing was opened; here, to whom to write
        yield a_verifier(
            f"À qui écrire : {noms(lu.nom(p) for p in visees) or 'personne n’est encore désigné'}.",
            lien=etape,
        )
        return
    par_personne = {f.destinataire_id: f for f in envoyees}
    anonyme = par_personne.get(c.env["oilhi.dossier.personne"])
    for personne in visees:
        fait = par_personne.get(personne)
        if not fait and anonyme:
            if len(visees) > 1:
                yield a_verifier(
                    f"{lu.nom(personne)} : la lettre du {lu.courte(anonyme.date)} ne dit pas à qui elle a "
                    "été envoyée. Corrigez l’étape de la lettre en nommant chaque destinataire.",
                    lien=etape,
                )
                continue
            fait = anonyme
        if not fait:
            yield bloquant(
                f"{lu.nom(personne)} : aucune lettre d’ouverture enregistrée. Envoyez-la, puis "
                "enregistrez-la à l’étape de la lettre ; si cette personne n’a pas à exécuter les "
                "mesures, décochez « Tenue d’exécuter les mesures » dans sa fiche.",
                "CCH L. 511-10",
                etape,
            )
            continue
        yield _destinataire(c, personne, fait, etape)
    if not visees:
        for fait in envoyees:
            yield _destinataire(c, fait.destinataire_id, fait, etape)


def _a_ecrire(c, envoyees):
    """While the letters leave: whom not to forget."""
    restants = [
        p for p in personnes_visees(c)
        if p not in {f.destinataire_id for f in envoyees} and p != c.destinataire
    ]
    if restants and (c.destinataire or envoyees):
        yield a_verifier(
            f"Écrivez aussi à {noms(lu.nom(p) for p in restants)} : l’arrêté attend la fin du délai de chacun.",
            lien=lu.etape(c, "contradictoire"),
        )


def _destinataire(c, personne, fait, etape):
    niveau, recu = lu.reception(c, fait)
    phrase = f"{lu.nom(personne)} : lettre du {lu.courte(fait.date)}, {recu}"
    fin = fin_observations(c, fait)
    if not fin:
        return Constat(niveau, f"{phrase}.", None, etape)
    plus_tot = max(
        (e.au_plus_tot for e in _echeances(c, fait) if e.au_plus_tot), default=None
    )
    niveau = lu.pire(niveau, lu.niveau_date(c, plus_tot))
    suite = f" ; dernier jour pour répondre : {lu.courte(fin)}"
    if plus_tot:
        suite += f", arrêté possible à partir du {lu.courte(plus_tot)}"
    return Constat(niveau, f"{phrase}{suite}.", None, etape)


def _echeances(c, fait):
    return (c.echeances("DL-CONTR-MS") | c.echeances("DL-CONTR-COPRO")).filtered(
        lambda e: e.fait_id == fait
    )


@controle("D7-05", "Procédure contradictoire menée à son terme", "CCH L. 511-10, R. 511-3", ("arrete",), ("MSO", "MSU"))  # fmt: skip
def contradictoire(c):
    if c.urgent:
        yield en_ordre(
            "Procédure urgente : le danger imminent dispense de la procédure contradictoire préalable.",
            "CCH L. 511-19",
        )
        return
    etape = lu.etape(c, "contradictoire")
    if not lettres(c):
        yield bloquant(
            "Le contradictoire n’a pas été ouvert : envoyez la lettre d’ouverture (étape MSO-08).",
            "CCH L. 511-10",
            etape,
        )
        return
    reponses = lu.faits(c, "observations")
    if not reponses:
        yield a_verifier(
            "Rien n’est enregistré à l’étape MSO-10 : l’acte dira qu’aucune observation n’a été "
            "reçue. Vérifiez le courrier et la messagerie, puis enregistrez-le.",
            lien=lu.etape(c, "observations"),
        )
    elif reponses.filtered(lambda f: f.observations == "recues") and not (
        c.procedure.observations_reponse or ""
    ).strip():
        yield a_verifier(
            "Des observations ont été reçues : écrivez la réponse que l’acte leur fait (« Mots des "
            "actes », Réponse aux observations).",
            lien=c.procedure,
            champ="observations_reponse",
        )
    yield from _terme(c)


def _terme(c):
    fin = max((f for f in (fin_observations(c, fait) for fait in lettres(c)) if f), default=None)
    plus_tot = c.au_plus_tot
    if not plus_tot:
        return  # no proof of any receipt: said person by person
    niveau = lu.niveau_date(c, plus_tot)
    dernier = f" (dernier jour du délai : {date_lettres(fin)})" if fin else ""
    if niveau == "bloquant":
        echeances = c.echeances("DL-CONTR-MS") | c.echeances("DL-CONTR-COPRO")
        calculs = "\n".join(filter(None, echeances.mapped("calcul")))
        suite = f"\nCalcul : {calculs}" if calculs else ""
        yield bloquant(
            f"L’arrêté ne peut pas être signé avant le {date_lettres(plus_tot)} : le délai "
            f"d’observations n’est pas expiré.{suite}",
            "CCH R. 511-3",
        )
    elif niveau == "avertissement":
        yield a_verifier(
            f"Signature possible à partir du {date_lettres(plus_tot)}{dernier}. Si une réponse "
            "arrive d’ici là, enregistrez-la (étape MSO-10) et préparez de nouveau l’arrêté.",
            "CCH R. 511-3",
        )
    else:
        yield en_ordre(
            f"Délai d’observations terminé{dernier} : l’arrêté peut être signé depuis le "
            f"{date_lettres(plus_tot)}.",
            "CCH R. 511-3",
        )


@controle("C2-11", "Délai d’observations suffisant", "CCH R. 511-3, R. 511-10", LETTRES, ("MSO",))
def delai_observations_suffisant(c):
    copropriete = next(iter(c.reponses.get("Q10", ())), None)
    if c.acte_controle.sorte == "ouverture":
        cibles = list(c.destinataire or personnes_visees(c)) or [c.destinataire]
    else:
        cibles = [f.destinataire_id for f in lettres(c)]
    if not cibles:
        yield en_ordre("Sans objet tant qu’aucune lettre d’ouverture n’est envoyée.")
    for personne in cibles:
        nombre, unite = delai_observations(c, personne)
        if not nombre:
            continue
        sorte = None
        if personne:
            sorte = "syndic" if personne.role == "syndic" else "personne"
        refus = verifier_delai_observations(
            nombre, unite, c.procedure.code or "MSO", copropriete, destinataire=sorte
        )
        if refus:
            yield bloquant(refus.message, refus.base, lu.etape(c, "contradictoire"))
        else:
            qui = lu.nom(personne) if personne else "Personne tenue"
            yield en_ordre(f"{qui} : {duree_lettres(int(nombre), unite)} pour répondre.")


# ---- occupants ---------------------------------------------------------------------------------


@controle("OCCUPANTS", "Occupants informés en même temps que la lettre", "CCH L. 511-10", LETTRES, ("MSO",))  # fmt: skip
def occupants(c):
    applicable, motif = c.procedure._condition_occupe() if c.procedure else (None, "")
    etape = lu.etape(c, "info_occupants")
    if applicable is False:
        yield en_ordre(f"Sans objet. {motif}")
        return
    if applicable is None:
        yield a_verifier(
            "On ne sait pas si les lieux sont occupés : répondez à la question 9 du guide. Les "
            "occupants doivent être informés en même temps que la personne tenue.",
            lien=c.dossier,
            champ="reponse_ids",
        )
        return
    if c.parties_communes_seules and c.tenues.filtered(lambda p: p.role == "syndic"):
        yield from _par_le_syndic(c, etape)
        return
    informes = lu.faits(c, "info_occupants")
    debut = min((f.date for f in lettres(c)), default=None)
    if not informes:
        yield a_verifier(
            "Préparez l’information des occupants (D-OCC-01) pour l’envoyer le même jour que cette "
            "lettre, et enregistrez-la à l’étape des occupants."
            if c.acte_controle.sorte == "ouverture"
            else "L’information des occupants n’est pas enregistrée, or la loi l’impose au moment où la "
            "procédure s’engage : informez-les avant de signer (D-OCC-01), puis enregistrez-le.",
            lien=etape,
        )
        return
    nommes = informes.destinataire_id
    oublies = c.occupants - nommes
    if oublies and not informes.filtered(lambda f: not f.destinataire_id):
        yield a_verifier(
            f"Occupants non informés : {noms(lu.nom(p) for p in oublies)}. Informez-les (D-OCC-01), puis "
            "enregistrez-le.",
            lien=etape,
        )
    dernier = max(f.date for f in informes)
    premier = min(f.date for f in informes)
    if not debut:
        yield en_ordre(f"Occupants informés le {lu.courte(dernier)}.", lien=etape)
    elif dernier > debut:
        yield a_verifier(
            f"Occupants informés le {lu.courte(dernier)}, {lu.jours_apres((dernier - debut).days)} la "
            f"lettre d’ouverture ({lu.courte(debut)}) : la loi demande de le faire en même temps. "
            "Corrigez la date si elle est fausse ; sinon, gardez au dossier la raison de cet écart.",
            lien=etape,
        )
    elif premier < debut:
        yield a_verifier(
            f"Occupants informés le {lu.courte(premier)}, avant la lettre d’ouverture "
            f"({lu.courte(debut)}) : la loi demande de le faire en même temps. Vérifiez les dates.",
            lien=etape,
        )
    else:
        yield en_ordre(
            f"Occupants informés le {lu.courte(dernier)}, le jour de la lettre d’ouverture.", lien=etape
        )


def _par_le_syndic(c, etape):
    """Common parts only: the syndic informs, at once, co-owners and occupants."""
    informes = lu.faits(c, "info_occupants")
    if informes:
        yield en_ordre(
            f"Seules parties communes : information des occupants par le syndic, notée le "
            f"{lu.courte(informes[-1:].date)}.",
            lien=etape,
        )
    else:
        yield a_verifier(
            "Seules parties communes : c’est le syndic qui informe immédiatement les copropriétaires "
            "et les occupants. Demandez-lui de l’attester, puis enregistrez-le.",
            lien=etape,
        )


# ---- posting -----------------------------------------------------------------------------------

NOTIFICATIONS = ("contradictoire", "notification", "mainlevee", "astreinte", "office")


@controle("C2-23", "Pas d’affichage quand l’adresse est connue", "CCH L. 511-12, R. 511-8", ("arrete", "ouverture", "mainlevee", "astreinte", "office", "substitution"), ("MSO", "MSU"))  # fmt: skip
def affichage(c):
    """One address known is enough: posting delivers nothing to that person."""
    if c.modele.code == "D-MSO-06":
        connues = [p for p in personnes_visees(c) if not p.adresse_inconnue]
        if connues and len(connues) == len(personnes_visees(c)):
            yield bloquant(
                "L’affichage du contradictoire suppose une adresse inconnue ou une personne non "
                "identifiable, or l’adresse de chacun est connue : envoyez la lettre (D-MSO-03).",
                "CCH R. 511-3",
                connues[0],
                "adresse_inconnue",
            )
    for fait in lu.faits(c, *NOTIFICATIONS):
        p = fait.destinataire_id
        if fait.mode == "affichage" and p and p.rue and not p.adresse_inconnue:
            yield bloquant(
                f"L’étape {fait.code} a été faite par affichage, or l’adresse de {lu.nom(p)} est "
                "connue : l’affichage ne vaut pas notification. Envoyez un recommandé ou remettez "
                "l’acte contre signature.",
                lien=fait.dossier_etape_id,
            )

