"""Health rules (CSP R. 1331-14 to R. 1331-65): what is not respected, article by article."""

import re

from odoo.addons.oilhi_lhi.moteur.francais import liste

from . import redaction as r
from .catalogue import champ
from .redaction import service_de
from .visite import VISITE, lieu_point

DESORDRES = "dossier, page Désordres : un désordre qui relève des règles sanitaires"
# Below -24, annulled (CE 29/08/2024); -37 (overcrowding) belongs to the préfet.
PREMIER, DERNIER, PREFET = 24, 65, 37
ARTICLE = re.compile(r"R\. 1331-(\d+)((?: \d+°)(?: et \d+°)*)?")
# « R. 1331-49 en cas de démolition », « R. 1331-54 (communs, abords, jardins) ».
SOUS_CONDITION = re.compile(r"en cas de|\bsi\b|à vérifier")
LOGEMENT, DEHORS = ("logement", "piece"), ("partie_commune", "batiment")
HEBERGEMENT = "64"  # the operator of a hostel, nobody else
RESPONSABLES = {"P": "propriétaire", "O": "occupant", "S": "syndicat des copropriétaires"}


def articles_de(constat, hebergement=False):
    """[(number, item)] of the health rules that a finding breaks, from the catalogue of disorders."""
    trouves = []
    for segment in re.split(r"\s;\s", constat.desordre_id.base or ""):
        if SOUS_CONDITION.search(segment):
            continue
        if "(logement)" in segment and constat.lieu in DEHORS:
            continue
        if "(communs" in segment and constat.lieu in (*LOGEMENT, False):
            continue
        trouves += [
            (numero, alineas.strip())
            for numero, alineas in ARTICLE.findall(segment)
            if PREMIER <= int(numero) <= DERNIER
            and int(numero) != PREFET
            and (numero != HEBERGEMENT or hebergement)
        ]
    return sorted(dict.fromkeys(trouves), key=lambda a: int(a[0]))


def citer(articles):
    """« R. 1331-25 et R. 1331-26 (2°) »."""
    return liste([
        f"R. 1331-{numero} ({alineas})" if alineas else f"R. 1331-{numero}"
        for numero, alineas in articles
    ])  # fmt: skip


def _nommer(articles):
    if not articles:
        return ""
    return f"{'articles' if len(articles) > 1 else 'article'} {citer(articles)}"


def _hebergement(c):
    return bool(c.dossier.erp_hebergement or c.dossier.meuble_tourisme)


def _manquements(c):
    return [(d, a) for d in c.desordres if (a := articles_de(d, _hebergement(c)))]


def _constat(constat):
    """In one sentence: each visit has added its own line to what was first seen."""
    lignes = [r.sans_point(li) for li in (constat.constat or "").splitlines() if r.sans_point(li)]
    texte = "\u00a0; ".join([lignes[0], *map(r.minuscule, lignes[1:])]) if lignes else ""
    return r.minuscule(texte) or r.minuscule(r.sans_point(constat.desordre_id.criteres))


@champ("fondement.salubrite")
def fondement_salubrite(c):
    return c.procedure.code == "RSHS"


@champ("manquements", ou=DESORDRES)
def manquements(c):
    return [
        {
            "nom": r.sans_point(d.desordre_id.name),
            "localisation": r.sans_point(d.localisation),
            "constat": _constat(d),
            "date": r.jour(d.date),
            "articles": _nommer(articles),
        }
        for d, articles in _manquements(c)
    ]


@champ("salubrite.articles", ou=DESORDRES)
def salubrite_articles(c):
    tous = dict.fromkeys(a for _d, articles in _manquements(c) for a in articles)
    return citer(sorted(tous, key=lambda a: int(a[0]))) or None


@champ("points", ou=VISITE)
def points(c):
    """The grid: what was seen, the article, who is presumed responsible (never more)."""
    numeros = c.visite._photos()
    return [
        {
            "nom": r.sans_point(point.desordre_id.name),
            "lieu": lieu_point(point),
            "constat": _constat(point) or "relevé sur place",
            "articles": _nommer(articles_de(point, _hebergement(c))),
            "responsable": _responsables(point.desordre_id.responsable_presume),
            "photos": liste([str(n) for photo, n in numeros.items() if photo in point.photo_ids]),
        }
        for point in c.visite._points("oui")
    ]


def _responsables(presume):
    noms = [RESPONSABLES[lettre] for lettre in (presume or "").split("/") if lettre in RESPONSABLES]
    return liste(noms, "ou") if noms else "à déterminer"


# ---- the report of a sworn agent ---------------------------------------------------------------


def _infraction(c):
    """Last sheet of this offence: read by those who may write the case, empty for the others."""
    fiches = c.env["oilhi.dossier.infraction"]
    if not fiches.has_access("read"):
        return fiches
    return fiches.search(
        [("dossier_id", "=", c.dossier.id), ("infraction_id.code", "=", "INF-RSHS")],
        order="id desc", limit=1,
    )  # fmt: skip


@champ("saisie.pv_agent", ou="dossier, suites pénales, ou en préparant le document")
def pv_agent(c):
    """The one of the sheet; else who made the visit: a report is signed by who saw."""
    visites = c.visite or c.dossier.visite_ids.filtered(lambda v: v.etat == "terminee")
    user = visites[:1].user_id or c.agent
    return r.sans_point(_infraction(c).pv_agent_nom) or f"{user.name}, {service_de(c)}"


@champ("saisie.pv_qualite", ou="dossier, suites pénales, ou en préparant le document")
def pv_qualite(c):
    """Which of the titles of L. 1312-1 he holds: never supposed."""
    return {
        "opj": "officier ou agent de police judiciaire",
        "l1421_1": "agent mentionné à l’article L. 1421-1 du code de la santé publique",
        "l1435_7": "agent mentionné à l’article L. 1435-7 du code de la santé publique",
        "territorial": "agent de collectivité territoriale habilité et assermenté",
    }.get(_infraction(c).pv_agent)


@champ("saisie.motif_cloture")
def motif_cloture(c):
    visites = c.dossier.visite_ids.filtered(lambda v: v.etat == "terminee")
    if not visites:
        return None
    jour = r.jour(max(visites.mapped("date")))
    return f"La visite du {jour} a montré que les manquements constatés avaient cessé."
