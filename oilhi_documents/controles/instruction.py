"""What is established before the act: visit, report, opinion of the architecte des Bâtiments de France."""

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, liste

from ..champs.instruction import abf_requis, date_rapport, rapport_consultation
from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre

LETTRES = ("arrete", "ouverture")


@controle("IDENTIFICATION", "Personnes tenues recherchées au fichier immobilier", "CCH L. 511-10", LETTRES, ("MSO", "MSU"))  # fmt: skip
def identification(c):
    """The person held is the owner or holder of a right as the land register names him."""
    recherche = lu.faits(c, "recherche")[-1:]
    etape = lu.etape(c, "recherche")
    if recherche:
        yield en_ordre(f"Recherche terminée le {lu.courte(recherche.date)}.")
    elif c.urgent and not etape:
        yield a_verifier(
            "Vérifiez, dès que possible, que la personne tenue est bien celle du fichier immobilier (livre "
            "foncier en Alsace-Moselle)."
        )
    else:
        yield a_verifier(
            "La recherche du propriétaire n’est pas enregistrée : la personne tenue est celle qui figure au "
            "fichier immobilier (livre foncier en Alsace-Moselle).",
            lien=etape,
        )


@controle("VISITE", "Visite faite entre 6 heures et 21 heures", "CCH L. 511-7", ("arrete",), ("MSO", "MSU"))
def visite(c):
    """C.2 rule 22: premises that serve as a home, even empty, are visited from 6 to 21 hours."""
    visites = lu.faits(c, "visite")
    etape = lu.etape(c, "visite")
    if not visites:
        yield a_verifier(
            "Aucune visite n’est enregistrée : si quelqu’un est allé sur place, notez le jour et l’heure.",
            lien=etape,
        )
        return
    if not c.habitation:
        yield en_ordre(
            f"Visite du {lu.courte(visites[-1:].date)} ; lieux sans usage d’habitation : aucune heure "
            "n’est imposée.",
            lien=etape,
        )
        return
    for fait in visites:
        if not fait.heure:
            yield a_verifier(
                f"L’heure de la visite du {lu.courte(fait.date)} n’est pas notée : dans un lieu qui sert "
                "à l’habitation, elle prouve que la visite a eu lieu entre 6 h et 21 h.",
                lien=etape,
            )
        elif not "06:00" <= fait.heure <= "21:00":
            yield bloquant(
                f"Visite du {lu.courte(fait.date)} à {fait.heure} : hors des heures permises, elle ne "
                "peut pas fonder l’acte. Refaites-la, ou corrigez l’heure.",
                lien=etape,
            )
        else:
            yield en_ordre(
                f"Visite du {lu.courte(fait.date)} à {fait.heure.replace(':', ' h ')}.", lien=etape
            )


@controle("RAPPORT", "Rapport de constat daté", "CCH L. 511-8", LETTRES, ("MSO", "MSU", "PGI"))
def rapport(c):
    etape = lu.etape_constat(c)
    base = "CGCT L. 2212-4" if c.famille == "PGI" else None
    jour = date_rapport(c)
    etabli = c.procedure.rapport_date or lu.constats(c)
    if not jour:
        yield bloquant(
            "Le rapport de constat n’est pas daté : enregistrez l’étape du rapport.", base, etape
        )
    elif _rapport_manque(c):
        yield bloquant(
            "Le rapport n’est pas enregistré : la situation est constatée par un rapport des services "
            "municipaux ou intercommunaux, ou de l’expert. Enregistrez l’étape du rapport avant de prendre "
            "l’arrêté.",
            base,
            etape,
        )
    elif not etabli:
        yield a_verifier(
            f"La date du rapport ({date_lettres(jour)}) est celle du dernier constat "
            "saisi : enregistrez l’étape du rapport si elle est différente.",
            base,
            etape,
        )
    elif lu.date_ferme(c) and lu.date_ferme(c) < jour:
        yield bloquant(
            f"Le rapport du {date_lettres(jour)} est postérieur à la signature : l’acte ne peut pas se "
            "fonder sur lui. Corrigez l’une des deux dates.",
            base,
            etape,
        )
    else:
        yield en_ordre(f"Rapport de constat du {date_lettres(jour)}.", base, etape)
    if jour and etabli and (tardifs := c.desordres.filtered(lambda d: d.date > jour)):
        # Typed after the visit, it bears the day it was typed: the act would rest on what it could not know.
        yield a_verifier(
            f"Inscrit comme constaté le {lu.courte(tardifs[0].date)}, après le rapport du {date_lettres(jour)} sur lequel "
            f"l’acte se fonde : {liste(tardifs.desordre_id.mapped('name'))}. Corrigez le jour du constat, ou enregistrez "
            "le rapport qui le constate.",
            base,
            tardifs[0],
            "date",
        )


def _rapport_manque(c):
    """The ordinary order rests on a report (L. 511-8): its step refuses to be done without it."""
    etape = lu.etape(c, "rapport")
    return bool(
        etape
        and etape.etat != "faite"
        and c.etape_acte
        and c.acte_controle.sorte == "arrete"
        and etape.code in c.etape_acte._codes("exige_codes")
    )


@controle("RAPPORT-JOINT", "Rapport joint à la lettre ou mis à disposition", "CCH L. 511-10, R. 511-3", LETTRES, ("MSO",))  # fmt: skip
def rapport_joint(c):
    """R. 511-3: the letter says why; the report and the rest are there to be read."""
    etape = lu.etape(c, "rapport")
    fichiers = len(lu.constats(c).piece_ids)
    consultation = (c.procedure.rapport_consultation or "").strip()
    if fichiers:
        nombre = f"{fichiers} fichiers" if fichiers > 1 else "1 fichier"
        ou = "joint à la lettre" if c.procedure.rapport_joint else f"consultable : {rapport_consultation(c)}"
        yield en_ordre(f"Rapport au dossier ({nombre}), {ou}.", lien=etape)
    elif consultation:
        yield en_ordre(f"Rapport mis à disposition : {consultation.rstrip('. ')}.", lien=c.procedure)
    elif c.procedure.rapport_joint:
        yield a_verifier(
            "La lettre annonce que le rapport est joint, or aucun fichier n’est au dossier : joignez-le "
            "à l’étape du rapport, ou écrivez où le consulter (« Mots des actes »).",
            lien=etape or c.procedure,
        )
    elif rapport_consultation(c):
        yield a_verifier(
            f"La lettre dira que le rapport se consulte {rapport_consultation(c)} : vérifiez, ou "
            "écrivez le lieu et les heures (« Mots des actes »).",
            lien=c.procedure,
            champ="rapport_consultation",
        )
    else:
        yield bloquant(
            "Le rapport n’est ni joint à la lettre ni mis à disposition : joignez-le, ou écrivez où le "
            "consulter (« Mots des actes »).",
            lien=c.procedure,
            champ="rapport_consultation",
        )


# ---- ABF ---------------------------------------------------------------------------------------


@controle("D7-04", "Architecte des Bâtiments de France", "CCH R. 511-4", ("arrete",), ("MSO", "MSU"))
def abf(c):
    if not abf_requis(c):
        yield _sans_avis(c)
        return
    if c.urgent:
        informe = lu.faits(c, "info_abf")[-1:]
        if informe:
            yield en_ordre(
                f"Architecte des Bâtiments de France informé le {date_lettres(informe.date)}.",
                lien=informe.dossier_etape_id,
            )
        else:
            yield a_verifier(
                "Immeuble protégé : informez immédiatement l’architecte des Bâtiments de France "
                "(étape MSU-06).",
                lien=lu.etape(c, "info_abf"),
            )
        return
    etape = lu.etape(c, "avis_abf")
    demande = lu.faits(c, "avis_abf")[-1:]
    if c.procedure.abf_date_avis:
        sens = (c.procedure.abf_sens or "").strip().rstrip(".")
        yield en_ordre(
            f"Avis rendu le {date_lettres(c.procedure.abf_date_avis)}{f' : {sens}' if sens else ''}.",
            lien=c.procedure,
            champ="abf_sens",
        )
    elif recus := [j for j in c.echeances("DL-ABF").mapped("tenue_saisie") if j]:
        yield a_verifier(
            f"L’avis est noté reçu le {date_lettres(max(recus))} : saisissez sa date et son sens (« Mots "
            "des actes »), sinon l’acte dira qu’il est réputé émis.",
            lien=c.procedure,
            champ="abf_date_avis",
        )
    elif not demande:
        yield bloquant(
            "Immeuble protégé : l’avis de l’architecte des Bâtiments de France doit être demandé "
            "avant l’arrêté (étape MSO-07).",
            lien=etape,
        )
    elif not demande.date_reception:
        yield bloquant(
            "Indiquez la date à laquelle l’UDAP a reçu la demande d’avis (étape MSO-07) : les quinze "
            "jours partent de là.",
            lien=etape,
        )
    else:
        yield _silence(c, demande, etape)


def _silence(c, demande, etape):
    """Fifteen days without an answer are an opinion (R. 511-4)."""
    fin = max(c.echeances("DL-ABF").mapped("date"), default=None)
    recu = f"Demande reçue le {date_lettres(demande.date_reception)}"
    if not fin or c.jour > fin:
        depuis = f" depuis le {date_lettres(fin)}" if fin else ""
        return en_ordre(f"{recu}, sans réponse : l’avis est réputé émis{depuis}.", lien=etape)
    phrase = (
        "L’avis de l’architecte des Bâtiments de France n’est pas rendu, et le silence vaut avis "
        f"seulement après le {date_lettres(fin)}. Attendez, ou saisissez l’avis reçu (« Mots des actes »)."
    )
    return (bloquant if lu.date_ferme(c) else a_verifier)(phrase, lien=c.procedure, champ="abf_date_avis")


def _sans_avis(c):
    """Why nothing is asked of him: it is written too."""
    if (c.procedure.code or "").endswith(("-EQ", "-MAT")):
        return en_ordre(
            "Sans objet : ni avis ni information pour des équipements communs ou un entreposage de "
            "matières."
        )
    protection = c.dossier.batiment_id.protection
    if protection == "classe" or c.repond("Q12", "classe"):
        return a_verifier(
            "Immeuble classé monument historique : l’article R. 511-4 ne vise pas ce cas. Saisissez la "
            "conservation régionale des monuments historiques et le préfet (régime propre, à vérifier).",
            lien=c.dossier.batiment_id,
            champ="protection",
        )
    if c.protege:
        return en_ordre(
            "Sans objet : immeuble protégé, mais l’acte ne prescrit ni réparation ni démolition."
        )
    if protection == "non" or c.repond("Q12", "non"):
        return en_ordre("Sans objet : l’immeuble n’est pas protégé.", lien=c.dossier.batiment_id)
    return a_verifier(
        "La protection de l’immeuble (monument inscrit, abords, site patrimonial remarquable classé, "
        "site) n’est pas renseignée : vérifiez-la, l’avis de l’architecte en dépend.",
        lien=c.dossier.batiment_id,
        champ="protection",
    )
