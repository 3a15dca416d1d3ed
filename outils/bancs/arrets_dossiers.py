"""Run inside Odoo, by the trial of the faults: cases of the demonstration's mairie, to the day of their acts."""
import json
import secrets
from datetime import timedelta

from odoo import fields

REPONSES = {
    "Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q5": "oui", "Q9": ["locataire"], "Q10": "non",
    "Q11": "identifie", "Q12": "non", "Q13": "non",
}
MESURE = {
    "type": "travaux", "texte": "Reprendre la maçonnerie du pignon ouest selon les règles de l’art",
    "delai_nombre": 3, "delai_unite": "mois",
}
RESPONSABLE, AGENT = "responsable.arras@demo.oilhi.fr", "agent.arras@demo.oilhi.fr"
LETTRE, ARRETE = "D-MSO-05", "D-MSO-10"


def preparer(env, essais, lettres):
    jour = fields.Date.today()
    mot = secrets.token_urlsafe(16)
    users = env["res.users"]
    responsable = users.search([("login", "=", RESPONSABLE)])
    agent = users.search([("login", "=", AGENT)])
    administrateur = env.ref("base.user_admin")
    (responsable + administrateur).password = mot
    env["ir.cron"].search([]).active = False
    tache = env.ref("oilhi_documents.cron_lots")
    tache.active = True
    env["ir.cron.trigger"].search([]).unlink()
    agent = env(user=agent.id, context={"oilhi_sans_pdf": True, "lang": "fr_FR", "tz": "Europe/Paris"})
    documents = []
    for numero in range(essais):
        dossier = _dossier(agent, jour, f"{numero + 1} rue de l’Essai", [_personne("proprietaire", "EXEMPLE")])
        for personne in dossier.personne_ids.filtered("tenue"):
            dossier._etape("MSO-08").realiser(
                str(jour - timedelta(days=58)), date_reception=str(jour - timedelta(days=55)),
                destinataire_id=personne.id, mode="lrar")
        documents.append(dossier.generer_document(ARRETE).id)
    modele = env["oilhi.document.modele"].search([("code", "=", LETTRE)])
    lots = env["oilhi.document.lot"]
    for essai in range(essais):
        # A case for each: the same letter to the same person takes the place of the draft before.
        dossier = _dossier(agent, jour, f"{80 + essai} rue de l’Essai", [
            _personne("indivisaire", f"EXEMPLE-{n}") for n in range(lettres)], {"Q11": "indivision"})
        lots += agent["oilhi.document.lot"]._demander(
            dossier, modele.with_env(agent), dossier.personne_ids).with_env(env)
    lots.sudo().etat = "interrompu"
    lots.ligne_ids.sudo().etat = "echec"  # « take up again » is what starts them
    env["ir.cron.trigger"].search([]).unlink()
    print("ARRETS", json.dumps({
        "responsable": {"login": responsable.login, "mot": mot},
        "administrateur": {"login": administrateur.login, "mot": mot},
        "documents": documents, "lots": lots.ids, "tache": tache.id, "jour": str(jour),
        "dossiers_lots": lots.dossier_id.ids, "modele_lots": modele.id,
        "type": env["oilhi.type.organisme"].with_context(lang="fr_FR").search([], limit=1).name,
    }, ensure_ascii=False))


def _personne(role, nom):
    return (0, 0, {"role": role, "civilite": "madame", "prenom": "Anne", "nom": nom, "rue": "2 rue du Test",
                   "code_postal": "62300", "ville": "Lens"})


def _dossier(agent, jour, rue, personnes, reponses=None):
    """A building that leans, its persons bound, its procedure to the eve of the letters."""
    commune = agent["oilhi.commune"].search([("name", "=", "Arras")], limit=1)
    batiment = agent["oilhi.batiment"].create({
        "rue": rue, "commune_id": commune.id, "code_postal": "62000", "protection": "non", "copropriete": "non",
        "parcelle_ids": [(0, 0, {"name": "AB 123"})]})
    desordre = agent.ref("oilhi_lhi.desordre_str_02")
    dossier = agent["oilhi.dossier"].create({
        "name": "Mur pignon qui menace la rue", "batiment_id": batiment.id, "usage": "habitation",
        "date_signalement": str(jour - timedelta(days=62)), "personne_ids": personnes,
        "desordre_ids": [(0, 0, {
            "desordre_id": desordre.id, "gravite": "3", "localisation": "pignon ouest",
            "constat": "Ventre de 12 cm à mi-hauteur.", "date": str(jour - timedelta(days=62))})]})
    dossier.qualifier({**REPONSES, **(reponses or {})})
    dossier.ouvrir_procedure("MSO")
    agent["oilhi.dossier.mesure"].create({
        **MESURE, "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids[-1:].id})
    dossier._etape("MSO-04").realiser(str(jour - timedelta(days=61)), heure="10:30")
    dossier._etape("MSO-05").realiser(str(jour - timedelta(days=60)))
    return dossier
