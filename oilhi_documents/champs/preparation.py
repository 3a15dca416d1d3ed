"""What happens before the order: report of a stranger, search for the owners, visit, service of acts.

The functions of `saisie.` keys are proposals: the agent reads them and may write something else.
"""

from odoo.addons.oilhi_lhi.moteur.francais import typo

from . import redaction as r
from .acteurs import PERSONNES, _item_personne, affichage_lieu, personnes_visees
from .catalogue import champ
from .lieux import batiment_adresse
from .visite import decrire_photo

SIGNALEMENT = "dossier, page Signalement"
ACTE = "un arrêté doit être signé dans ce dossier"
# Visits of L. 511-7: those that assess the risks of L. 511-2.
POLICE_DES_IMMEUBLES = ("MSO", "MSU", "MS", "INS")
# Above that population, acts reach the préfet by electronic means (CGCT L. 2131-2 II).
TRANSMISSION_ELECTRONIQUE = 50_000


def phrase(texte):
    """A full sentence from words typed with or without their capital and full stop."""
    texte = r.majuscule(r.sans_point(texte))
    return texte and (texte if texte.endswith(("!", "?")) else f"{texte}.")


# ---- the report that somebody made -------------------------------------------------------------


@champ("signalement.date", ou=SIGNALEMENT)
def signalement_date(c):
    return r.jour(c.dossier.date_signalement)


@champ("signalement.origine")
def signalement_origine(c):
    origines = dict(c.dossier._fields["origine"]._description_selection(c.env))
    return (origines.get(c.dossier.origine) or "").lower()


@champ("signalement.faits", ou=f"{SIGNALEMENT}, « Faits signalés »")
def signalement_faits(c):
    """What was reported; a case opened without a description has its object."""
    return phrase(c.dossier.description) or phrase(c.dossier.name)


@champ("signalants")
def signalants(c):
    return [
        {"nom": r.nom_personne(p), "contact": r.insecable(p.telephone) or p.email or ""}
        for p in c.personnes
        if p.role == "signalant" and r.nom_personne(p)
    ]


@champ("habitants")
def habitants(c):
    """Names and dwellings only: nothing of health or of social life."""
    return [
        {"nom": r.nom_personne(p), "logement": r.propre(p.lot) or ""}
        for p in c.occupants
        if r.nom_personne(p)
    ]


@champ("cliches")
def cliches(c):
    fuseau = c.agent.tz or "Europe/Paris"
    gardees = c.dossier.photo_ids.filtered(lambda p: not p.ecartee_le).sorted(
        lambda p: (p.prise_le or p.create_date, p.id)
    )
    return [decrire_photo(photo, rang, fuseau) for rang, photo in enumerate(gardees, 1)]


# ---- persons, authority ------------------------------------------------------------------------


@champ("indivisaires", ou=f"{PERSONNES} : chaque indivisaire")
def indivisaires(c):
    return [
        {
            "nom": r.nom_personne(p) or "personne non identifiée",
            "adresse": r.adresse_personne(p) or "",
            "adresse_inconnue": bool(p.adresse_inconnue and not r.adresse_personne(p)),
        }
        for p in c.personnes
        if p.role == "indivisaire"
    ]


@champ("introuvables", ou=f"{PERSONNES} : case « Adresse inconnue »")
def introuvables(c):
    """Those whom posting may reach, nobody whose address is known: the persons held (R. 511-3), and
    the occupants too once there is an order (L. 511-12)."""
    personnes = personnes_visees(c)
    if c.modele.etape_notification != "MSO-08":
        personnes |= c.occupants
    return [
        {"nom": item["nom_complet"], "qualite": item["qualite"]}
        for item in (_item_personne(c, p) for p in personnes)
        if item["adresse_inconnue"]
    ]


@champ("destinataire.syndic")
def destinataire_syndic(c):
    return bool(c.destinataire and c.destinataire.role == "syndic")


@champ("saisie.motif_competence")
def motif_competence(c):
    """The sentence of the commune's sheet, when it says that the president is competent."""
    autorite, phrases = c.police
    return typo(phrases) if autorite == "president_epci" else None


@champ("visite.securite")
def visite_securite(c):
    familles = {(p.code or "").split("-")[0] for p in c.dossier.procedure_ids}
    return not familles or bool(familles & set(POLICE_DES_IMMEUBLES))


# ---- acts: transmission, service, posting --------------------------------------------------------


@champ("commune.transmission_electronique")
def transmission_electronique(c):
    return c.autorite == "maire" and c.commune.population > TRANSMISSION_ELECTRONIQUE


def _signes(c):
    return c.dossier.document_ids.filtered(
        lambda d: d.type == "arrete" and d.date_signature
    ).sorted(lambda d: (d.date_signature, d.id))


@champ("actes", ou=ACTE)
def actes(c):
    """The act chosen, else those that the préfet has not received, else the last one signed."""
    signes = _signes(c)
    choisis = c._acte or signes.filtered(lambda d: not d.date_transmission) or signes[-1:]
    return [
        {
            "intitule": r.majuscule(r.sans_point(d.name)),
            "numero": d.numero or None,
            "date": r.jour(d.date_signature),
        }
        for d in choisis
    ]


def _nom_acte(c):
    acte = c._acte or _signes(c)[-1:]
    if not acte:
        return None
    return f"l’{r.minuscule(r.sans_point(acte.name))} n° {acte.numero} du {r.jour(acte.date_signature)}"


@champ("saisie.affiche")
def affiche(c):
    return _nom_acte(c)


@champ("saisie.document_remis")
def document_remis(c):
    return _nom_acte(c)


@champ("saisie.affichage_debut")
def affichage_debut(c):
    """Day of the last posting recorded, in a step or in the notifications of an act."""
    jours = [f.date for f in c.dossier.fait_ids if f.active and f.mode == "affichage"]
    jours += [
        n.date_envoi for n in c.dossier.document_ids.notification_ids if n.mode == "affichage"
    ]
    return r.jour(max(jours, default=None))


@champ("saisie.lieux_affichages")
def lieux_affichages(c):
    lieux = [affichage_lieu(c), batiment_adresse(c)]
    if not all(lieux):
        return []
    return [{"texte": lieux[0]}, {"texte": f"sur la façade de l’immeuble situé {lieux[1]}"}]


@champ("saisie.identites")
def identites(c):
    """Name, quality and address as the case has them; birth or registration is added by the agent."""
    lignes = []
    for p in personnes_visees(c):
        item = _item_personne(c, p)
        morceaux = (item["nom_complet"], item["identification"], item["qualite"], item["adresse"])
        lignes.append({"texte": ", ".join(m for m in morceaux if m)})
    return lignes


# ---- observations ------------------------------------------------------------------------------


def _observations(c):
    recues = c.faits_de("MSO-10").filtered(
        lambda f: f.observations == "recues"
        or (not f.observations and (f.note or f.date_reception))
    )
    if c.destinataire:
        recues = recues.filtered(
            lambda f: not f.destinataire_id or f.destinataire_id == c.destinataire
        )
    return recues[-1:]


@champ("saisie.observations_date")
def observations_date(c):
    fait = _observations(c)
    return r.jour(fait.date_reception or fait.date)


@champ("saisie.observations_resume")
def observations_resume(c):
    return phrase(_observations(c).note)


@champ("saisie.observations_suite")
def observations_suite(c):
    return phrase(c.procedure.observations_reponse)
