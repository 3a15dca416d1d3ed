"""What was seen on a visit: facts, never what they mean in law."""

from odoo import fields

from odoo.addons.oilhi_lhi.models.oilhi_constat import LIEUX
from odoo.addons.oilhi_lhi.moteur.francais import liste
from odoo.addons.oilhi_lhi.moteur.mesures import INTERDICTIONS
from odoo.addons.oilhi_lhi.moteur.visite import texte_heure

from . import redaction as r
from .catalogue import champ
from .redaction import service_de

VISITE = "dossier, bouton Visites"
SERVICE = "fiche du service, menu Configuration, Services"
ACCES = {
    "ouvert": "les lieux ont été ouverts et visités",
    "exterieur": "les lieux ont été vus de l’extérieur seulement",
    "refuse": "l’occupant a refusé l’entrée ; les lieux n’ont pas été vus de l’intérieur",
    "injoignable": "personne n’a pu être joint pour ouvrir ; les lieux n’ont pas été vus de "
    "l’intérieur",
}


@champ("service.collectivite", ou=SERVICE)
def service_collectivite(c):
    """Whose agent writes: that does not depend on who holds the police."""
    service = c.service
    if service.type == "epci" and service.epci_id:
        return service.epci_id.name
    if service.commune_id:
        return f"Commune {service.commune_id.nom_avec_de}"
    return service.name or None


@champ("visite.date", ou=VISITE)
def visite_date(c):
    return r.jour(c.visite.date)


@champ("visite.horaire", ou=VISITE)
def visite_horaire(c):
    return c.visite._horaire() if c.visite else None


@champ("visite.auteur", ou=VISITE)
def visite_auteur(c):
    return f"{c.visite.user_id.name}, {service_de(c)}" if c.visite else None


@champ("visite.acces", ou=VISITE)
def visite_acces(c):
    return r.propre(ACCES.get(c.visite.acces))


@champ("visite.accord_ecrit")
def visite_accord(c):
    return bool(c.visite.acces == "ouvert" and c.visite.accord_ecrit)


@champ("presents", ou=VISITE)
def presents(c):
    connus = [
        {"nom": r.nom_personne(p), "qualite": r.qualite_personne(p)}
        for p in c.visite.personne_ids.sorted()
        if r.nom_personne(p)
    ]
    autres = (c.visite.autres_presents or "").splitlines()
    return connus + [{"nom": r.sans_point(a), "qualite": ""} for a in autres if r.sans_point(a)]


def lieu_point(point):
    touche = r.minuscule(dict(LIEUX).get(point.lieu)) or ""
    precis = r.sans_point(point.localisation) or ""
    return f"{precis} ({touche})" if precis and touche else precis or touche


@champ("releves", ou=VISITE)
def releves(c):
    numeros = c.visite._photos()
    return _controles(c, numeros) + [
        {
            "nom": r.sans_point(point.desordre_id.name),
            "lieu": lieu_point(point),
            "criteres": "\n".join(r.sans_point(critere.name) for critere in point.critere_ids.sorted()),
            "constat": r.propre(point.constat) or "",
            "photos": liste([str(n) for photo, n in numeros.items() if photo in point.photo_ids]),
        }
        for point in c.visite._points("oui")
    ]


def _controles(c, numeros):
    """What a control visit found of each measure of the order; a fact, never what follows in law."""
    return [
        {
            "nom": r.majuscule(r.sans_point(ligne.mesure_id.texte)),
            "lieu": r.sans_point(ligne.lot or ligne.localisation) or "",
            "criteres": _constat(ligne),
            "constat": r.propre(ligne.observation) or "",
            "photos": liste([str(n) for photo, n in numeros.items() if photo in ligne.photo_ids]),
        }
        for ligne in c.visite.controle_ids.sorted()
        if ligne.resultat != "non_verifiee"
    ]


def _constat(ligne):
    if ligne.resultat == "partielle":
        return f"mesure exécutée en partie ; reste à faire : {r.sans_point(ligne.reste)}"
    if ligne.resultat == "non_executee":
        return "mesure non exécutée" if ligne.type not in INTERDICTIONS else "interdiction non respectée"
    if ligne.type in INTERDICTIONS:
        return "interdiction respectée"
    return f"mesure exécutée, achevée le {r.jour(ligne.date_achevement or ligne.visite_id.date)}"


def _noms(points):
    return ", ".join(r.minuscule(r.sans_point(p.display_name)) for p in points)


@champ("visite.sans_desordre")
def sans_desordre(c):
    return _noms(c.visite._points("non"))


@champ("visite.non_verifie")
def non_verifie(c):
    mesures = c.visite.controle_ids.filtered(lambda m: m.resultat == "non_verifiee").sorted()
    vues = [_noms(c.visite._points("non_verifie"))]
    vues += [f"« {r.sans_point(m.mesure_id._nom_court())} »" for m in mesures]
    return ", ".join(filter(None, vues))


@champ("visite.observations")
def visite_observations(c):
    return r.propre(c.visite.observations) or ""


def decrire_photo(photo, numero, fuseau):
    return {
        "numero": str(numero),
        "legende": r.sans_point(photo.name) or "sans légende",
        "date": _prise(photo, fuseau),
        "auteur": photo.user_id.name,
        "empreinte": photo.sha256,
    }


def _prise(photo, fuseau):
    if not photo.prise_le:
        return f"datée du {r.jour(photo.date)}" if photo.date else "sans date"
    locale = fields.Datetime.context_timestamp(photo.with_context(tz=fuseau), photo.prise_le)
    return f"prise le {r.jour(locale.date())} à {texte_heure(locale.hour + locale.minute / 60)}"


@champ("photos", ou=VISITE)
def photos(c):
    # The clock of who made the visit: the report does not change with its reader.
    fuseau = c.visite.user_id.tz or "Europe/Paris"
    return [
        {
            **decrire_photo(photo, numero, fuseau),
            "ecartee": bool(photo.ecartee_le),
            "motif": r.sans_point(photo.motif_ecart) or "",
        }
        for photo, numero in c.visite._photos().items()
    ]
