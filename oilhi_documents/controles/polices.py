"""Acts outside « mise en sécurité »: health rules, general police, hostels, waste, abandon, rents."""

import re
from datetime import timedelta
from decimal import Decimal

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, euros

from ..champs import reproduction
from ..champs.acteurs import personnes_visees
from . import lecture as lu
from .registre import Constat, a_verifier, bloquant, controle, en_ordre

# Polices whose acts are guarded by their own clocks; those of the CCH have their controls.
HORS_CCH = ("RSHS", "PGS", "ERP", "DEC", "ABAN", "RAV", "TNE", "BSM")
# No text of their own says how the person is heard: CRPA L. 121-1.
CRPA = ("RSHS", "PGS", "TNE")
CONSEIL_RSHS = 15  # days, advised: no text gives them
CONTRAINTE = re.compile(r"astreinte|d[’']office", re.I)


@controle("GARDE", "Aucun délai à attendre avant cet acte", "", ("arrete", "sommation", "sanction", "abandon_pv", "carence"), HORS_CCH)  # fmt: skip
def garde(c):
    """Whatever the procedure, a step that a clock guards waits for its end."""
    etape = c.etape_acte
    attendus = etape._codes("garde_codes") if etape else ()
    if not attendus:
        return
    gardes = c.procedure._gardes(etape.code)
    if not gardes:
        libelle = c.env["oilhi.delai"]._version(attendus[0]).regle.libelle
        yield a_verifier(f"{libelle} : ce délai n’a pas commencé.", etape.etape_id.base or "", etape)
        return
    for attendue in gardes.filtered(lambda g: not g.au_plus_tot):
        yield bloquant(
            f"{attendue.delai_id.name} : ce délai n’a pas de départ certain. Saisissez la preuve de la "
            "réception, et la durée que l’acte a fixée.",
            attendue.base or "",
            attendue.dossier_etape_id,
        )
    plus_tot = c.procedure._date_au_plus_tot(etape.code)
    if not plus_tot:
        return
    dernier = gardes.filtered(lambda g: g.au_plus_tot == plus_tot)[:1]
    niveau = lu.niveau_date(c, plus_tot)
    yield Constat(
        niveau,
        f"{dernier.delai_id.name} : délai terminé, acte possible depuis le {date_lettres(plus_tot)}."
        if niveau == "ok"
        else f"{dernier.delai_id.name} : acte possible à partir du {date_lettres(plus_tot)}.",
        dernier.base or "",
        dernier.dossier_etape_id,
    )


# ---- health rules ------------------------------------------------------------------------------


@controle("RSHS-VISITE", "Manquements constatés article par article", "CSP L. 1421-4, R. 1331-14", ("arrete", "prealable"), ("RSHS",))  # fmt: skip
def rshs_visite(c):
    visites = lu.faits(c, "visite")
    if visites:
        yield en_ordre(f"Constat du {lu.courte(visites[-1:].date)}.")
    else:
        yield a_verifier(
            "Aucune visite n’est enregistrée : la mise en demeure s’appuie sur un constat daté, article "
            "par article (D-RSHS-01).",
            lien=lu.etape(c, "visite"),
        )


@controle("RSHS-CONTRADICTOIRE", "Personne responsable invitée à s’expliquer", "CRPA L. 121-1, L. 211-2", ("arrete",), CRPA)  # fmt: skip
def rshs_contradictoire(c):
    """A prior adversarial stage, except in urgency; its fifteen days are advice, not law."""
    lettres = {f.destinataire_id: f for f in lu.faits(c, "contradictoire")}
    etape = lu.etape(c, "contradictoire")
    if not lettres:
        yield bloquant(
            "La lettre préalable (D-RSHS-04) n’est pas enregistrée : une mise en demeure est une mesure de "
            "police, la personne doit d’abord pouvoir présenter ses observations.",
            "CRPA L. 121-1",
            etape,
        )
        return
    anonyme = lettres.get(c.env["oilhi.dossier.personne"])
    for personne in personnes_visees(c) or [c.env["oilhi.dossier.personne"]]:
        fait = lettres.get(personne) or anonyme
        if not fait:
            yield bloquant(
                f"{lu.nom(personne)} : aucune lettre préalable enregistrée.", "CRPA L. 121-1", etape
            )
            continue
        yield _prealable(c, personne, fait, etape)


def _prealable(c, personne, fait, etape):
    niveau, recu = lu.reception(c, fait)
    qui = lu.nom(personne) if personne else "Destinataire non nommé"
    jour = fait._debut()
    if not jour:
        return Constat(niveau, f"{qui} : lettre préalable du {lu.courte(fait.date)}, {recu}.", None, etape)
    conseil = max(
        c.echeances("DL-P-RSHS-CONTR").filtered(lambda e: e.fait_id == fait).mapped("date"),
        default=jour + timedelta(days=CONSEIL_RSHS),
    )
    suite = ""
    if c.famille == "RSHS" and c.jour <= conseil:
        niveau = lu.pire(niveau, "avertissement")
        suite = f" ; délai conseillé (non légal) de quinze jours, jusqu’au {lu.courte(conseil)}"
    return Constat(
        niveau, f"{qui} : lettre préalable du {lu.courte(fait.date)}, {recu}{suite}.", None, etape
    )


@controle("RSHS-DELAI", "Délai raisonnable fixé", "CGCT L. 2212-2", ("arrete",), ("RSHS",))
def rshs_delai(c):
    if c.mesures and all(m.delai_nombre for m in c.mesures):
        yield a_verifier(
            "Aucun texte ne fixe ce délai : vérifiez qu’il est raisonnable au regard de ce qui est demandé."
        )


@controle("RSHS-CONTRAINTE", "Ni astreinte, ni travaux d’office, ni effet sur les loyers", "CSP R. 1331-16, R. 1312-14", ("arrete",), ("RSHS",))  # fmt: skip
def rshs_contrainte(c):
    """C.2 rules 9, 10 and 15: what sanctions these rules is a fine of the fourth class."""
    if CONTRAINTE.search(lu.textes(c)):
        yield bloquant(
            "Le texte annonce une astreinte ou des travaux d’office : le règlement sanitaire n’ouvre que la "
            "contravention. Retirez cette mention.",
            lien=c.dossier,
            champ="mesure_ids",
        )


# ---- general police ----------------------------------------------------------------------------


@controle("PGI-DANGER", "Danger grave ou imminent, cause connue ou en recherche", "CGCT L. 2212-2, L. 2212-4", ("arrete",), ("PGI",))  # fmt: skip
def pgi_danger(c):
    if c.repond("Q2", "interne"):
        yield a_verifier(
            "La cause est propre à l’immeuble (question 2 du guide) : hors extrême urgence, c’est la mise en "
            "sécurité qui s’applique (MSU ou MSO), et cet arrêté ne fait que parer au plus pressé.",
            "CCH L. 511-2 ; CGCT L. 2212-4",
            c.dossier,
            "reponse_ids",
        )
    elif not c.repond("Q1", "oui"):
        yield a_verifier(
            "Le danger grave ou imminent n’est pas établi dans le guide (question 1) : dites dans l’acte ce "
            "qui le montre.",
            lien=c.dossier,
            champ="reponse_ids",
        )


@controle("PGI-PREFET", "Préfet informé d’urgence", "CGCT L. 2212-4", ("arrete",), ("PGI",))
def pgi_prefet(c):
    informe = lu.faits(c, "transmission")
    if informe:
        yield en_ordre(f"Préfet informé le {lu.courte(informe[-1:].date)}.")
    else:
        yield a_verifier(
            "Dès la signature, informez d’urgence le préfet et faites-lui connaître les mesures (D-PGI-02).",
            lien=lu.etape(c, "transmission"),
        )


@controle("PGI-PERIMETRE", "Périmètre, durée et mesures proportionnés", "CGCT L. 2212-2, L. 2212-4", ("arrete",), ("PGI",))  # fmt: skip
def pgi_perimetre(c):
    yield a_verifier(
        "Écrivez le périmètre, la durée et les mesures de sûreté exigées par les circonstances. Les frais "
        "sont en principe à la charge de la commune (recours contre l’auteur : à vérifier)."
    )


@controle("PGI-LEVEE", "Disparition du danger constatée", "CGCT L. 2212-4", ("mainlevee",), ("PGI",))
def pgi_levee(c):
    etape = lu.etape_arrete(c)
    if etape.etat != "faite":
        yield bloquant("Aucun arrêté de police générale à lever dans cette procédure.", lien=etape)
    constats = lu.faits(c, "execution", "mesure", "bascule")
    if constats:
        yield a_verifier(
            f"Dernier fait enregistré le {lu.courte(max(constats.mapped('date')))} : vérifiez que le danger a "
            "disparu, ou qu’une autre procédure a pris le relais."
        )
    else:
        yield a_verifier(
            "Rien n’est enregistré depuis l’arrêté : constatez sur place que le danger a disparu.",
            lien=lu.etape(c, "mesure"),
        )


# ---- hostels, ordered by the prefect, waste ----------------------------------------------------


@controle("ERP-COMMISSION", "Insécurité constatée par la commission de sécurité", "CCH L. 184-1", ("arrete", "sommation"), ("ERP",))  # fmt: skip
def erp_commission(c):
    if not lu.faits(c, "rapport"):
        yield bloquant(
            "Le constat de la commission de sécurité n’est pas enregistré : sans lui, cet arrêté n’a pas de "
            "fondement.",
            lien=lu.etape(c, "rapport"),
        )
    if c.acte_controle.sorte == "sommation" and not lu.faits(c, "arrete"):
        yield bloquant(
            "L’arrêté de prescriptions (étape ERP-02) n’est pas enregistré : la mise en demeure le suit.",
            lien=lu.etape(c, "arrete"),
        )


@controle("DSP-ORDRE", "Ordre du préfet, non exécuté", "CSP L. 1311-4", ("office",), ("DSP",))
def dsp_ordre(c):
    ordre = lu.faits(c, "decision_tiers")
    if ordre:
        yield en_ordre(f"Arrêté du préfet du {lu.courte(ordre[-1:].date)}.")
        yield a_verifier(
            "Vérifiez que la personne tenue n’a pas exécuté les mesures ordonnées ; les frais sont à sa "
            "charge, à celle de l’État si elle ne peut pas être identifiée."
        )
    else:
        yield bloquant(
            "L’arrêté du préfet n’est pas enregistré : la commune n’exécute d’office que sur son ordre.",
            lien=lu.etape(c, "decision_tiers"),
        )


@controle("DEC-OBSERVATIONS", "Avis préalable et dix jours d’observations", "C. env. L. 541-3", ("sanction",), ("DEC",))  # fmt: skip
def dec_observations(c):
    etape = lu.etape(c, "contradictoire")
    avis = lu.faits(c, "contradictoire")
    if not avis:
        yield bloquant(
            "L’avis préalable (D-DEC-01) n’est pas enregistré : faits, sanctions encourues et dix jours pour "
            "répondre.",
            lien=etape,
        )
        return
    for fait in avis:
        niveau, recu = lu.reception(c, fait)
        qui = lu.nom(fait.destinataire_id) if fait.destinataire_id else "Destinataire non nommé"
        yield Constat(niveau, f"{qui} : lettre d’avis du {lu.courte(fait.date)}, {recu}.", None, etape)


# Ceilings of C. env. L. 541-3 I, by what the agent types for the act.
PLAFONDS = {
    "D-DEC-02": {"saisie.amende": 15_000},
    "D-DEC-03": {"saisie.amende": 150_000, "saisie.astreinte": 1_500},
}
SANCTIONS = ("consignation", "travaux_office", "suspension", "astreinte", "amende")
MONTANT = re.compile(r"\d[\d\s.]*")


@controle("DEC-PLAFOND", "Montants dans les limites de la loi", "C. env. L. 541-3", ("sanction",), ("DEC",))  # fmt: skip
def dec_plafond(c):
    """Known once the document is prepared: before that, nobody has typed anything."""
    for cle, plafond in PLAFONDS.get(c.modele.code, {}).items():
        trouve = MONTANT.search(c.saisies.get(cle) or "")
        if trouve and int(re.sub(r"\D", "", trouve[0])) > plafond:
            yield bloquant(f"{c.saisies[cle]} : le texte permet {euros(Decimal(plafond))} au plus.")
    if c.modele.code == "D-DEC-03" and c.saisies and not any(
        (c.saisies.get(f"saisie.{nom}") or "").strip() for nom in SANCTIONS
    ):
        yield bloquant("Aucune sanction n’est écrite : cet acte ne déciderait rien.")


@controle("RAV-DELAI", "Sommation d’un an au plus", "CCH L. 126-3", ("sommation",), ("RAV",))
def ravalement_delai(c):
    if c.modele.code != "D-RAV-02":
        return
    longues = c.mesures.filtered(
        lambda m: m.delai_nombre > {"mois": 12, "jours": 365, "heures": 8760}[m.delai_unite or "mois"]
    )
    for mesure in longues:
        yield bloquant(
            f"« {mesure.texte} » : le délai dépasse un an.", lien=mesure, champ="delai_nombre"
        )


# ---- manifest abandon --------------------------------------------------------------------------

PRUDENCE = "L. 2243-1-1"  # joined out of caution: L. 2243-2 does not name it

@controle("C2-25", "Articles L. 2243-1 à L. 2243-4 reproduits en entier", "CGCT L. 2243-2", ("abandon",))
def abandon_reproduction(c):
    """C.2 rule 25: void otherwise. Compared with the text of the articles, word for word."""
    reproduits = reproduction.abandon(c)
    if reproduits.refus:
        yield bloquant(
            f"Articles à reproduire à peine de nullité : {reproduits.phrase}",
            lien=reproduits.fiche, champ="texte",
        )  # fmt: skip
        return
    if not c.texte_document and "reproductions" in c.cles_modele:
        yield en_ordre("Articles tirés du référentiel des textes : reproduits en entier, ou rien n’est produit.")
        return
    ecrit = _plat(f"{c.texte_document}\n{c.texte_modele}")
    if not ecrit:
        yield a_verifier(
            "À peine de nullité, la notification reproduit en entier les articles L. 2243-1 à L. 2243-4 "
            "(joignez L. 2243-1-1, par prudence)."
        )
        return
    absents = [
        numero
        for numero, article in zip(reproduction.ABANDON, reproduits.articles, strict=True)
        if numero != PRUDENCE and _plat(article["texte"]) not in ecrit
    ]
    if absents:
        yield bloquant(
            f"La notification ne reproduit pas en entier {', '.join(absents)} : elle serait nulle.",
            lien=c.modele,
        )


def _plat(texte):
    """Words alone: typography, spaces and line breaks set aside."""
    return " ".join(re.findall(r"\w+", (texte or "").lower()))


@controle("ABAN-PUBLICITE", "Publicité et notifications faites", "CGCT L. 2243-2, L. 2243-3", ("abandon_pv",), ("ABAN",))  # fmt: skip
def abandon_publicite(c):
    """The three months themselves are counted by the clocks: see GARDE."""
    if c.modele.code != "D-ABA-04":
        yield en_ordre("Procès-verbal provisoire : la publicité et les notifications le suivent.")
        return
    for nature, quoi in (
        ("affichage", "l’affichage et les deux journaux"), ("notification", "les notifications"),
    ):  # fmt: skip
        etape = lu.etape(c, nature)
        if not lu.faits(c, nature):
            yield bloquant(
                f"Étape {etape.code} : {quoi} ne sont pas enregistrés, les trois mois ne courent pas.",
                lien=etape,
            )
