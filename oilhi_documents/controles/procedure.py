"""Authority, adversarial stage, ABF, dates."""

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_observations
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, liste

from ..champs import redaction as r
from ..champs.acteurs import delai_observations, personnes_visees
from ..champs.instruction import abf_requis, date_rapport, fin_observations, lettres
from .registre import AVERTISSEMENT, BLOQUANT, controle

TOUS = ("arrete", "courrier", "mainlevee")


@controle("D7-01", "Autorité compétente établie", "CCH L. 511-4 ; CGCT L. 5211-9-2", TOUS)
def autorite(c):
    if c.autorite not in ("maire", "president_epci"):
        yield (
            BLOQUANT,
            "On ne sait pas qui, du maire ou du président de l’EPCI, exerce la police : "
            f"{c.commune._police(c.jour)[1]}",
            "CGCT L. 5211-9-2",
        )


@controle("C2-08", "Le service et le signataire relèvent de l’autorité compétente", "CGCT L. 5211-9-2", TOUS)  # fmt: skip
def signataire_competent(c):
    types = c.types_signataire
    if not types:
        return
    if c.autorite == "president_epci" and c.service.type != "epci":
        yield (
            BLOQUANT,
            "La police de mise en sécurité est exercée par le président de l’EPCI : le maire ne "
            "peut pas signer cet acte. Transmettez le dossier à l’EPCI (D-COM-06).",
            "CGCT L. 5211-9-2",
        )
    elif c.signataire and c.signataire.type not in (*types, "autre"):
        yield (
            BLOQUANT,
            f"{c.signataire.name} n’agit pas au nom de l’autorité compétente : choisissez un "
            "signataire "
            + ("de l’EPCI." if c.autorite == "president_epci" else "de la commune."),
            "CGCT L. 5211-9-2",
        )
    elif not c.signataire:
        yield (
            BLOQUANT,
            f"Aucun signataire du service « {c.service.name} » n’a le pouvoir de signer au "
            f"{date_lettres(c.jour)}. {c.service._pourquoi_personne(c.jour, types)} Complétez les "
            "signataires du service.".replace("  ", " "),
            "",
        )


@controle("D7-04", "Architecte des Bâtiments de France", "CCH R. 511-4")
def abf(c):
    if not abf_requis(c):
        return
    if c.urgent:
        if not c.fait("MSU-06"):
            yield (
                AVERTISSEMENT,
                "Immeuble protégé : informez immédiatement l’architecte des Bâtiments de France "
                "(étape MSU-06).",
                "CCH R. 511-4",
            )
        return
    fait = c.fait("MSO-07")
    if not fait:
        yield (
            BLOQUANT,
            "Immeuble protégé : l’avis de l’architecte des Bâtiments de France doit être demandé "
            "avant l’arrêté (étape MSO-07).",
            "CCH R. 511-4",
        )
    elif not fait.date_reception:
        yield BLOQUANT, "Indiquez la date de réception de la demande d’avis (étape MSO-07).", "CCH R. 511-4"  # fmt: skip
    elif not c.procedure.abf_date_avis:
        fin = max(c.echeances("DL-ABF").mapped("date"), default=None)
        if fin and c.signature.get("date") and c.signature["date"] <= fin:
            yield (
                BLOQUANT,
                "L’avis de l’architecte des Bâtiments de France n’est pas rendu, et le silence "
                f"vaut avis seulement après le {date_lettres(fin)}.",
                "CCH R. 511-4",
            )


@controle("D7-05", "Procédure contradictoire menée à son terme", "CCH L. 511-10, R. 511-3")
def contradictoire(c):
    if c.famille != "MSO":
        return
    faits = lettres(c)
    if not faits:
        yield (
            BLOQUANT,
            "Le contradictoire n’a pas été ouvert : envoyez la lettre d’ouverture (étape MSO-08).",
            "CCH L. 511-10",
        )
        return
    touches = {f.destinataire_id for f in faits}
    oublies = [p for p in personnes_visees(c) if p not in touches]
    if oublies and not (len(faits) == 1 and not faits[0].destinataire_id):
        noms = liste(r.nom_personne(p) or "personne non identifiée" for p in oublies)
        yield BLOQUANT, f"Aucune lettre d’ouverture enregistrée pour {noms} (étape MSO-08).", "CCH L. 511-10"  # fmt: skip
    for fait in faits:
        if not fait.date_reception and fait.mode != "affichage":
            yield (
                BLOQUANT,
                "Preuve manquante : la date de réception de la lettre d’ouverture du "
                f"{date_lettres(fait.date)} (étape MSO-08).",
                "CCH R. 511-8",
            )
    if not c.faits_de("MSO-10"):
        yield (
            AVERTISSEMENT,
            "Rien n’est enregistré à l’étape MSO-10 : l’acte dira qu’aucune observation n’a été "
            "reçue. Vérifiez le courrier et la messagerie, puis enregistrez-le.",
            "CCH L. 511-10, R. 511-3",
        )
    fin = max((f for f in (fin_observations(c, fait) for fait in faits) if f), default=None)
    au_plus_tot = c.au_plus_tot
    jour = c.signature.get("date")
    if au_plus_tot and jour and jour < au_plus_tot:
        calculs = "\n".join(
            filter(None, (c.echeances("DL-CONTR-MS") | c.echeances("DL-CONTR-COPRO")).mapped("calcul"))
        )
        suite = f"\nCalcul : {calculs}" if calculs else ""
        yield (
            BLOQUANT,
            f"L’arrêté ne peut pas être signé avant le {date_lettres(au_plus_tot)} : le délai "
            f"d’observations n’est pas expiré.{suite}",
            "CCH R. 511-3",
        )
    elif au_plus_tot and not jour:
        dernier = f" (dernier jour du délai : {date_lettres(fin)})" if fin else ""
        yield (
            AVERTISSEMENT,
            f"Signature possible à partir du {date_lettres(au_plus_tot)}{dernier}. Si une réponse "
            "arrive d’ici là, enregistrez-la (étape MSO-10) et préparez de nouveau l’arrêté.",
            "CCH R. 511-3",
        )


@controle("C2-11", "Délai d’observations suffisant", "CCH R. 511-3, R. 511-10", ("arrete", "courrier"))
def delai_observations_suffisant(c):
    if c.famille != "MSO" and c.modele.etape_notification != "MSO-08":
        return
    copropriete = next(iter(c.reponses.get("Q10", ())), None)
    cibles = [c.destinataire] if c.modele.type == "courrier" else [f.destinataire_id for f in lettres(c)]
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
            yield BLOQUANT, refus.message, refus.base


@controle("C2-23", "Pas d’affichage quand l’adresse est connue", "CCH L. 511-12, R. 511-8", TOUS)
def affichage(c):
    for code in ("MSO-08", "MSO-13", "MSU-08"):
        for fait in c.faits_de(code):
            p = fait.destinataire_id
            if fait.mode == "affichage" and p and r.adresse_personne(p) and not p.adresse_inconnue:
                yield (
                    BLOQUANT,
                    f"L’étape {code} a été faite par affichage, or l’adresse de {r.nom_personne(p)} "
                    "est connue : l’affichage ne vaut pas notification.",
                    "CCH L. 511-12, R. 511-8",
                )


@controle("RAPPORT", "Rapport de constat daté", "CCH L. 511-8", ("arrete", "courrier"))
def rapport(c):
    if not date_rapport(c):
        yield BLOQUANT, "Le rapport de constat n’est pas daté (étape MSO-05).", "CCH L. 511-8"
    elif not c.procedure.rapport_date and not any(
        c.fait(code) for code in ("MSO-05", "MSU-02", "MSU-04", "PGI-01")
    ):
        yield (
            AVERTISSEMENT,
            f"La date du rapport ({date_lettres(date_rapport(c))}) est celle du dernier constat "
            "saisi : enregistrez l’étape du rapport si elle est différente.",
            "CCH L. 511-8",
        )


@controle("MAINLEVEE", "Réalisation constatée", "CCH L. 511-14", ("mainlevee",))
def mainlevee(c):
    from ..champs.acte import fait_constat

    if not c.acte:
        yield BLOQUANT, "Aucun arrêté signé à lever dans cette procédure.", "CCH L. 511-14"
    constat = fait_constat(c)
    if not constat:
        yield (
            BLOQUANT,
            "La réalisation des mesures n’a pas été constatée (étape MSO-17a) : la mainlevée ne "
            "peut pas être prononcée.",
            "CCH L. 511-14",
        )
    elif c.signature.get("date") and c.signature["date"] < constat.date:
        yield (
            BLOQUANT,
            f"La mainlevée ne peut pas précéder le constat du {date_lettres(constat.date)}.",
            "CCH L. 511-14",
        )
