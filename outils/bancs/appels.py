"""What fifty agents send: the calls of the web client, each in his own name and on cases of his own."""
import itertools
import json
import secrets
from datetime import date

from odoo.exceptions import UserError

from outils.bancs.habilitations import EN_COURS, _acteurs
from outils.bancs.paires import Paires

DOSSIERS = 3  # cases that each opens in turn
ETAPES = 2  # steps that each will do: once done, a step is not done again
PARCOURUS = 6
LUS = ("À faire cette semaine", "Tableau par phase", "Barres du tableau", "Liste, première page",
       "Recherche : un mot", "Documents, première page", "Échéances à suivre")


class Lus(Paires):
    """Screens that are read: what is written is found agent by agent, see below."""

    def _gestes(self):
        pass


def preparer(env, nombre):
    """Run inside Odoo: agents with a password of this run, and what each sends, screen by screen."""
    nombre, mot = int(nombre), secrets.token_urlsafe(16)
    env["oilhi.habilitation"]._clore_echues()  # what the night does: see data/charge, which leaves it some
    env.cr.execute("""
        SELECT u.id FROM res_users u
          JOIN oilhi_service_users_rel r ON r.user_id = u.id JOIN oilhi_service s ON s.id = r.service_id
         WHERE u.login LIKE 'agent%%@charge.invalid' AND s.type = 'mairie'
           AND EXISTS (SELECT FROM oilhi_dossier d
                        WHERE d.service_id = s.id AND d.active AND d.phase <> 'clos')
         GROUP BY u.id ORDER BY u.id LIMIT %s
    """, (nombre,))
    agents = env["res.users"].browse(i for i, in env.cr.fetchall())
    env.cr.execute("UPDATE res_users SET password = %s WHERE id = ANY(%s)",
                   (env["res.users"]._crypt_context().hash(mot), agents.ids))
    acteurs = _acteurs(env)
    paires = Lus(env, acteurs)
    lus = {nom: paires.ecrans[nom][0](acteurs["agent"])[0] for nom in LUS}
    plans = [{"login": agent.login, "ecrans": _ecrans(env(user=agent.id), lus, paires.fiche["oilhi.dossier"])}
             for agent in agents]
    print("SIMULTANES", json.dumps({"mot": mot, "agents": plans}, default=str))


def _ecrans(env, lus, fiche):
    """``{screen: {"fois": whether it is done again, "suites": [[[name, route, parameters]…]…]}}``"""
    dossiers = env["oilhi.dossier"].with_context(lang="fr_FR").search(
        [*EN_COURS, ("modifiable", "=", True)], limit=PARCOURUS)
    ouverts = dossiers[:DOSSIERS]

    def lire(nom):
        appel = lus[nom]
        return _appel(env, nom, appel.modele, appel.methode, appel.args, appel.options, appel.contexte)

    def ouvrir(dossier):
        fil = {"thread_model": dossier._name, "thread_id": dossier.id}
        return [
            _appel(env, "Fiche", dossier._name, "web_read", [dossier.ids], {"specification": fiche},
                   {"bin_size": True}),
            ["Fil de discussion", "/mail/thread/messages", {**fil, "fetch_params": {"limit": 30}}],
            ["Abonnés, pièces et activités", "/mail/data", {
                "fetch_params": [["mail.thread", {**fil, "request_list": [
                    "activities", "attachments", "contact_fields", "followers", "scheduledMessages",
                    "suggestedRecipients"]}]],
                "context": _contexte(env)}],
        ]

    ecrans = {
        "À faire cette semaine": [[lire("À faire cette semaine")]],
        "Tableau": [[lire("Tableau par phase"), lire("Barres du tableau")]],
        "Liste": [[lire("Liste, première page")]],
        "Recherche": [[lire("Recherche : un mot")]],
        "Documents": [[lire("Documents, première page")]],
        "Échéances": [[lire("Échéances à suivre")]],
        "Fiche": [ouvrir(d) for d in ouverts],
        "Parcours": [[_appel(env, "Parcours d'un dossier", d._name, "parcours", [d.ids])] for d in ouverts],
        "Guide": [_guide(env, d) for d in ouverts],
        "Note": [[["Écrire une note", "/mail/message/post", {
            "thread_model": d._name, "thread_id": d.id, "context": _contexte(env), "post_data": {
                "body": "Le propriétaire a été appelé.", "message_type": "comment",
                "subtype_xmlid": "mail.mt_note"}}]] for d in ouverts],
        "Enregistrer": [[_appel(
            env, "Enregistrer la fiche", d._name, "web_save",
            [d.ids, {"description": "Humidité dans les deux chambres."}], {"specification": fiche})]
            for d in ouverts],
    }
    resultat = {nom: {"encore": True, "suites": [s for s in suites if s]} for nom, suites in ecrans.items()}
    etapes = itertools.islice(filter(None, (_etape(d) for d in dossiers)), ETAPES)
    # What the client does next: it reads the steps again.
    resultat["Étape"] = {"encore": False, "suites": [[
        _appel(env, "Étape faite", e._name, "realiser", [e.ids, str(date.today())]),
        _appel(env, "Parcours d'un dossier", "oilhi.dossier", "parcours", [e.dossier_id.ids]),
    ] for e in etapes]}
    return {nom: ecran for nom, ecran in resultat.items() if ecran["suites"]}


def _guide(env, dossier):
    """Its state, then an answer to its first question, if one is open."""
    suite = [_appel(env, "Guide : l'état", dossier._name, "etat_guide", [dossier.ids])]
    for question in dossier.etat_guide()["questions"]:
        if question["reponses"]:
            code, reponse = question["code"], [question["reponses"][0]["code"]]
            if _possible(env, dossier.repondre, code, reponse):
                suite.append(_appel(env, "Guide : répondre", dossier._name, "repondre",
                                    [dossier.ids, code, reponse]))
            break
    return suite


def _etape(dossier):
    """A step that is done without typing anything else, if the case has one."""
    for etape in dossier.etape_ids.filtered(lambda e: e.etat == "a_faire")[:2]:
        if _possible(etape.env, etape.realiser, str(date.today())):
            return etape
    return None


class _Defaire(Exception):
    """What was tried is undone."""


def _possible(env, geste, *arguments):
    try:
        with env.cr.savepoint():
            geste(*arguments)
            env.flush_all()
            raise _Defaire
    except _Defaire:
        return True
    except UserError:
        return False
    finally:
        env.invalidate_all()


def _contexte(env):
    return {"lang": "fr_FR", "tz": "Europe/Paris", "uid": env.uid, "allowed_company_ids": env.user.company_ids.ids}


def _appel(env, nom, modele, methode, args, options=None, contexte=None):
    return [nom, f"/web/dataset/call_kw/{modele}/{methode}", {
        "model": modele, "method": methode, "args": list(args),
        "kwargs": {**(options or {}), "context": {**_contexte(env), **(contexte or {})}},
    }]
