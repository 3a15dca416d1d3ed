"""Other polices of the mayor: what was written before, what was ordered, abandon, waste, rents."""

from dateutil.relativedelta import relativedelta

from odoo.addons.oilhi_lhi.moteur.francais import duree_lettres, liste

from ..controles import actes
from . import redaction as r
from . import reproduction
from .acte import MESURES
from .acteurs import PERSONNES
from .catalogue import champ

# Step in which the person is invited to speak first (CRPA L. 121-1, C. env. L. 541-3 I).
PREALABLES = {
    "RSHS": "RSHS-07", "PGS": "PGS-02", "TNE": "TNE-03", "DEC": "DEC-01", "PLOUER": "PLOUER-04",
}  # fmt: skip
# Time that a letter leaves when the agent has not said otherwise: a floor of the law for waste,
# advice everywhere else.
DELAIS = {"D-RSHS-02": (1, "mois"), "D-RSHS-04": (15, "jours"), "D-DEC-01": (10, "jours")}
ETAPES_LETTRE = {"D-RSHS-02": "RSHS-04"}
# Act that a document follows: (step, how long the act gave).
PRECEDENTS = {
    "RSHS": ("RSHS-08", ("DL-RSHS",)),
    "PGS": ("PGS-03", ("DL-P-PGS",)),
    "PGI": ("PGI-02", ()),
    "ABAN": ("ABAN-03", ()),
    "DEC": ("DEC-02", ("DL-DEC-MED",)),
    "RAV": ("RAV-01", ("DL-RAV",)),
}
# These follow the final report, not the first one.
APRES_DEFINITIF = ("D-ABA-05", "D-ABA-06")
REPRODUIRE = "référentiel juridique : articles L. 2243-1 à L. 2243-4 du CGCT, en entier"


@champ("fondement.terrain")
def fondement_terrain(c):
    return c.procedure.code == "TNE"


# ---- what the person was told first ------------------------------------------------------------


def etape_prealable(c):
    return PREALABLES.get(c.famille_procedure)


def _lettres(c):
    """Last letter of each addressee."""
    code = etape_prealable(c)
    return list({f.destinataire_id: f for f in c.faits_de(code)}.values()) if code else []


@champ("prealables", ou="étape de la lettre préalable, et sa réception")
def prealables(c):
    return [_prealable(c, fait) for fait in _lettres(c)]


def _prealable(c, fait):
    personne = fait.destinataire_id or (c.tenues if len(c.tenues) == 1 else fait.destinataire_id)
    affiche = fait.mode == "affichage"
    recues = fait.observations == "recues"
    return {
        "destinataire": r.nom_personne(personne) if personne else None,
        "affiche": affiche,
        "date_courrier": r.jour(fait.date),
        "date_reception": "" if affiche else r.jour(fait._debut()),
        "date_affichage": r.jour(fait.date_reception or fait.date) if affiche else "",
        "delai": r.duree(*_delai(c, fait)),
        "observations": recues,
        "resume": r.minuscule(r.sans_point(fait.note)) if recues else "",
        "reponse": r.minuscule(r.sans_point(c.procedure.observations_reponse)) if recues else "",
    }


def _delai(c, fait):
    if fait.delai_nombre:
        return fait.delai_nombre, fait.delai_unite
    return DELAIS["D-DEC-01"] if c.famille_procedure == "DEC" else DELAIS["D-RSHS-04"]


@champ("lettre.delai", ou="délai de l’étape, ou en préparant la lettre")
def lettre_delai(c):
    """What the agent grants; waste: never less than the ten days of C. env. L. 541-3."""
    code = c.modele.code
    nombre, unite = DELAIS.get(code, DELAIS["D-RSHS-04"])
    if c.options.get("delai_nombre"):
        nombre, unite = c.options["delai_nombre"], c.options["delai_unite"]
    else:
        fait = c.fait(ETAPES_LETTRE.get(code) or etape_prealable(c) or "", c.destinataire or None)
        if fait.delai_nombre:
            nombre, unite = fait.delai_nombre, fait.delai_unite
    if code == "D-DEC-01" and (unite == "heures" or (unite == "jours" and nombre < DELAIS[code][0])):
        return None
    return duree_lettres(nombre, unite)


# ---- the act before this one -------------------------------------------------------------------


def _precedent(c):
    """(fact of its step, signed document of the application, codes of its clocks)."""
    code, delais = PRECEDENTS.get(c.famille_procedure, ("", ()))
    if c.modele.code in APRES_DEFINITIF:
        code = "ABAN-06"
    document = c.dossier.document_ids.filtered(
        lambda d: d.dossier_procedure_id == c.procedure
        and d.state not in ("brouillon", "a_signer")
        and code
        and actes.decrire(d.modele_id).etape == code
    ).sorted(lambda d: (d.date_signature, d.id))[-1:]
    return c.fait(code) if code else c.faits[:0], document, delais


@champ("precedent.existe")
def precedent_existe(c):
    fait, document, _delais = _precedent(c)
    return bool(fait or document)


@champ("precedent.reference", ou="l’acte précédent doit être signé, ou son étape enregistrée")
def precedent_reference(c):
    """« n° 2027-014 du 22 février 2027 »; without a number when it was made elsewhere."""
    fait, document, _delais = _precedent(c)
    jour = r.jour(document.date_signature or fait.date)
    if not jour:
        return None
    return f"n° {document.numero} du {jour}" if document.numero else f"du {jour}"


@champ("precedent.date_notification", ou="notification de l’acte précédent, dans son étape")
def precedent_notification(c):
    fait, document, _delais = _precedent(c)
    dates = [n.date_certaine for n in document.notification_ids if n.personne_id and n.date_certaine]
    dates += [f._debut() for f in c.faits_de(fait.code) if f._debut()] if fait else []
    return r.jour(max(dates, default=None))


@champ("precedent.echeance", ou="délai et réception de l’acte précédent, dans son étape")
def precedent_echeance(c):
    return r.jour(_echeance(c))


def _echeance(c):
    """The last of the clocks that the act started, one for each person held."""
    _fait, _document, delais = _precedent(c)
    return max((e.date for code in delais for e in c.echeances(code) if e.date), default=None)


def reste_a_faire(visite):
    """Measures that a control visit found not done, or done in part."""
    return visite.controle_ids.filtered(lambda m: m.resultat in ("partielle", "non_executee"))


@champ("constat_carence.etabli")
def carence_etabli(c):
    return bool(reste_a_faire(c.visite) and carence_date(c))


@champ("constat_carence.date", ou="la visite de contrôle doit être postérieure à l’échéance")
def carence_date(c):
    """Too early a finding of failure proves nothing."""
    echeance = _echeance(c)
    return r.jour(c.visite.date) if echeance and c.visite.date and c.visite.date > echeance else None


# ---- what is ordered ---------------------------------------------------------------------------


@champ("prescriptions", ou=MESURES)
def prescriptions(c):
    return [
        {
            "texte": r.majuscule(r.sans_point(m.texte)),
            "delai": r.duree(m.delai_nombre, m.delai_unite) or "",
        }
        for m in c.mesures
    ]


@champ("saisie.prescriptions")
def prescriptions_proposees(c):
    """Outside health rules, the measures of the procedure; there, those its first order has not."""
    mesures = c.mesures
    if c.procedure.code == "RSHS":
        mesures = c.mesures_de_type("interdiction_temporaire", "interdiction_definitive", "cessation")
    if not mesures:
        return None
    return [{"texte": r.majuscule(r.sans_point(m.texte))} for m in mesures]


@champ("saisie.duree")
def duree(c):
    return "jusqu’à l’arrêté qui y met fin"


@champ("saisie.date_constat")
def date_constat(c):
    """Last thing recorded on the place; the agent corrects it."""
    faits = {"PGI": ("PGI-04", "PGI-05"), "PLOUER": ("PLOUER-04",)}.get(c.famille_procedure, ())
    return r.jour(max((f.date for code in faits for f in c.faits_de(code)), default=None))


@champ("saisie.occupants")
def occupants(c):
    """Who lives there, as the case knows it; nothing about their health."""
    noms = [
        f"{nom} ({lot})" if (lot := r.sans_point(p.lot)) else nom
        for p in c.occupants
        if (nom := r.nom_personne(p))
    ]
    return liste(noms) or None


# ---- manifest abandon (CGCT L. 2243-1 s.) ------------------------------------------------------


@champ("interesses", ou=PERSONNES)
def interesses(c):
    """Owners, holders of rights and others: all but the one who complained."""
    return [
        {
            "nom_complet": r.nom_personne(p) or "personne non identifiée",
            "qualite": r.qualite_personne(p),
            "adresse": r.adresse_personne(p) or "",
            "adresse_inconnue": bool(p.adresse_inconnue and not r.adresse_personne(p)),
        }
        for p in c.personnes
        if p.role != "signalant"
    ]


@champ("reproductions", ou=REPRODUIRE, manque=lambda c: reproduction.abandon(c).phrase)
def reproductions(c):
    """L. 2243-2: void without them; one article missing or cut, and nothing is produced."""
    return reproduction.abandon(c).valeur


@champ("saisie.recherches")
def recherches(c):
    fait = c.fait("ABAN-02")
    return f"recherche achevée le {r.jour(fait.date)}." if fait else None


def _dernier(c, code):
    return max((f.date_reception or f.date for f in c.faits_de(code)), default=None)


@champ("abandon.provisoire", ou="étape ABAN-03, procès-verbal provisoire")
def abandon_provisoire(c):
    return r.jour(c.fait("ABAN-03").date)


@champ("abandon.publicite", ou="étape ABAN-04, affichage et parutions")
def abandon_publicite(c):
    return r.jour(max((f.date for f in c.faits_de("ABAN-04")), default=None))


@champ("abandon.notification", ou="étape ABAN-05, notifications reçues")
def abandon_notification(c):
    return r.jour(_dernier(c, "ABAN-05"))


@champ("abandon.fin_delai", ou="étapes ABAN-04 et ABAN-05 : le délai de trois mois n’est pas calculé")
def abandon_fin_delai(c):
    """From the clocks of the procedure; None as long as one of them has no certain start."""
    echeances = c.echeances("DL-ABAN-AFF") | c.echeances("DL-ABAN-NOT")
    if {e.code for e in echeances} != {"DL-ABAN-AFF", "DL-ABAN-NOT"}:
        return None
    return r.jour(max(e.au_plus_tot or e.date for e in echeances))


@champ("abandon.convention")
def abandon_convention(c):
    return r.jour(c.fait("ABAN-10").date) or ""


@champ("abandon.definitif", ou="étape ABAN-06, procès-verbal définitif")
def abandon_definitif(c):
    return r.jour(c.fait("ABAN-06").date)


@champ("abandon.deliberation", ou="étape ABAN-07, délibération du conseil municipal")
def abandon_deliberation(c):
    return r.jour(c.fait("ABAN-07").date)


@champ("saisie.publicite_debut")
def affichage_debut(c):
    return r.jour(min((f.date for f in c.faits_de("ABAN-04")), default=None))


@champ("saisie.beneficiaire")
def beneficiaire(c):
    return f"de la commune {c.commune.nom_avec_de}" if c.commune.nom_avec_de else None


# ---- waste, rents ------------------------------------------------------------------------------


@champ("dechets.date_constat", ou="étape DEC-00 ; un an après, cette amende ne se prononce plus")
def dechets_date_constat(c):
    """C. env. L. 541-3 I 5°: the fine comes within the year of the finding, or not at all."""
    constat = c.fait("DEC-00").date or min((d.date for d in c.desordres if d.date), default=None)
    if not constat or c.jour > constat + relativedelta(years=1):
        return None
    return r.jour(constat)


@champ("louer.date_demande", ou="étape PLOUER-02, demande reçue")
def louer_date_demande(c):
    return r.jour(c.fait("PLOUER-02").date)
