"""Ce que coûtent les droits d'accès : listes, fiches, comptes et recherches selon le rôle."""
from odoo import SUPERUSER_ID

from outils.bancs.chrono import Appel
from outils.bancs.vues import specification

CIBLE = 1.3
DOSSIERS_AGENT = 600
EN_COURS = [("phase", "!=", "clos")]
A_SUIVRE = [("dossier_id.active", "=", True), ("tenue_le", "=", False),
            ("sans_objet", "=", False), ("etat", "!=", "echue")]
LISTE = {"offset": 0, "order": "", "limit": 80, "count_limit": 10001,
         "contexte": {"bin_size": True}}
# Order of the columns; the reference of the ratio is the superuser with the same records.
VARIANTES = ("agent", "même résultat", "coordinateur", "grand service", "superutilisateur")


def mesurer(env, chrono, dire):
    """Tables of medians and ratios; alerts when the target is missed."""
    acteurs = _acteurs(env)
    ecrans = _ecrans(env, acteurs)
    valeurs, alertes = {}, []
    chaud = _tableau("Caches d'Odoo chauds", ecrans, chrono, dire, valeurs, alertes)
    froids = {nom: ecrans[nom] for nom in ("Liste des dossiers, première page", "Fiche d'un dossier")}
    froid = _tableau("Caches d'Odoo vidés avant chaque appel", froids, chrono, dire, valeurs, [],
                     froid=True)
    dire("nombre de requêtes selon la page")
    requetes = _requetes(env, acteurs, chrono)
    # One fewer when the page holds everything: nothing to count.
    if requetes[80] > requetes[20]:
        alertes.append(f"la liste fait {requetes[20]} requêtes pour 20 dossiers et "
                       f"{requetes[80]} pour 80 : elle en fait selon le nombre de lignes.")
    dire("débit d'un processus")
    agent = [ecrans[nom]["agent"] for nom in froids]
    debit = chrono.debit(agent, min(10, chrono.tours))
    return {
        "tableaux": [chaud, froid, {
            "titre": "Autres",
            "colonnes": ["Mesure", "Valeur"],
            "lignes": [
                ["Dossiers visibles de l'agent (3 services)", len(acteurs["ids"])],
                ["Dossiers visibles du grand service", acteurs["grand_nombre"]],
                ["Requêtes de la liste, agent, pages de 20 et de 80",
                 f"{requetes[20]} et {requetes[80]}"],
                ["Appels par seconde et par processus (liste et fiche, agent)",
                 _nombre(debit, 1)],
            ],
        }],
        "valeurs": valeurs, "debit": round(debit, 2), "requetes_par_page": requetes,
        "visibles": len(acteurs["ids"]), "alertes": alertes,
    }


def _acteurs(env):
    """Who looks: the same on every run, since the database is."""
    env.cr.execute("""
        SELECT user_id FROM (
            SELECT r.user_id, count(*) AS services FROM oilhi_service_users_rel r
              JOIN oilhi_service s ON s.id = r.service_id JOIN res_users u ON u.id = r.user_id
             WHERE u.login LIKE 'agent%%@charge.invalid'
             GROUP BY 1 HAVING bool_and(s.type = 'mairie')) u
          JOIN oilhi_service_users_rel r USING (user_id)
          JOIN oilhi_dossier_acces_rel a USING (service_id)
         GROUP BY user_id, services
         ORDER BY services = 3 DESC, abs(count(DISTINCT a.dossier_id) - %s), user_id LIMIT 1
    """, (DOSSIERS_AGENT,))
    (agent,) = env.cr.fetchone()
    env.cr.execute("""
        SELECT min(r.user_id) FROM oilhi_service_users_rel r JOIN oilhi_service s
            ON s.id = r.service_id WHERE s.type = 'ars'
           AND s.company_id = (SELECT company_id FROM res_users WHERE id = %s)
    """, (agent,))
    grand = env.cr.fetchone()[0] or agent
    coordinateur = env["res.users"].search([
        ("login", "=like", "agent%"), ("company_id", "=", env["res.users"].browse(agent).company_id.id),
        ("group_ids", "in", env.ref("oilhi_partenaires.group_coordinateur").ids),
    ], order="id", limit=1).id or env.ref("base.user_admin").id
    # He reads every département, which no role of a real instance does: see data/charge.
    national = env["res.users"].search([("login", "=", "modele.coordinateur@charge.invalid")]).id or coordinateur
    return {
        "agent": agent, "grand": grand, "coordinateur": coordinateur, "national": national,
        "ids": env(user=agent)["oilhi.dossier"].search([]).ids,
        "grand_nombre": env(user=grand)["oilhi.dossier"].search_count([]),
    }


def _ecrans(env, acteurs):
    """``{screen: {variant: call}}``; every variant asks for what an agent's client asks for."""
    agent = env(user=acteurs["agent"])
    liste = specification(agent, "oilhi.dossier", "list")
    fiche = specification(agent, "oilhi.dossier", "form")
    carte = specification(agent, "oilhi.dossier", "kanban")
    echeances = specification(agent, "oilhi.dossier.echeance", "list")
    documents = specification(agent, "oilhi.document", "list")
    contacts = specification(agent, "res.partner", "list")
    ids = acteurs["ids"]
    dossier = agent["oilhi.dossier"].search(EN_COURS, limit=1)
    prives = agent["res.partner"].search([("oilhi_prive", "=", True)]).ids
    nom = agent["oilhi.dossier.personne"].search([], order="id", limit=1).nom_complet or "a"
    meme, lignes = [("id", "in", ids)], [("dossier_id", "in", ids)]
    meme_contacts = ["|", ("oilhi_prive", "=", False), ("id", "in", prives)]

    def ecran(modele, methode, restriction, domaine=None, **options):
        def appel(uid, restreint=()):
            reste = dict(options)
            args = reste.pop("args", ())
            if domaine is not None:
                reste["domain"] = [*domaine, *restreint]
            return Appel(uid, modele, methode, args, reste.pop("contexte", None), **reste)

        return {
            "agent": appel(acteurs["agent"]),
            "même résultat": appel(SUPERUSER_ID, restriction),
            "coordinateur": appel(acteurs["coordinateur"]),
            # The record opened is not one of theirs.
            "grand service": None if domaine is None else appel(acteurs["grand"]),
            "superutilisateur": appel(SUPERUSER_ID),
        }

    return {
        "Liste des dossiers, première page": ecran(
            "oilhi.dossier", "web_search_read", meme, EN_COURS, specification=liste, **LISTE),
        "Compte des dossiers": ecran("oilhi.dossier", "search_count", meme, EN_COURS),
        "Tableau par phase": ecran(
            "oilhi.dossier", "web_read_group", meme, EN_COURS, groupby=["phase"], aggregates=[],
            offset=0, order="", auto_unfold=True, opening_info=[], unfold_read_specification=carte,
            unfold_read_default_limit=20, groupby_read_specification={},
            contexte={"read_group_expand": True}),
        "Barres du tableau": ecran(
            "oilhi.dossier", "read_progress_bar", meme, EN_COURS, group_by="phase",
            progress_bar={"field": "gravite", "colors": {
                "4": "danger", "3": "warning", "2": "info", "1": "success"}}),
        "Fiche d'un dossier": ecran(
            "oilhi.dossier", "web_read", (), None, args=(dossier.ids,), specification=fiche,
            contexte={"bin_size": True}),
        "Recherche d'une référence": ecran(
            "oilhi.dossier", "name_search", meme, (), name=dossier.reference[-6:], limit=8),
        "À faire, première page": ecran(
            "oilhi.dossier.echeance", "web_search_read", lignes, A_SUIVRE,
            specification=echeances, **LISTE),
        "Étapes à faire": ecran(
            "oilhi.dossier.etape", "web_search_read", lignes, [("etat", "=", "a_faire")],
            specification={"display_name": {}, "etat": {}, "date": {},
                           "dossier_id": {"fields": {"display_name": {}}}}, **LISTE),
        "Documents, première page": ecran(
            "oilhi.document", "web_search_read", lignes, (), specification=documents, **LISTE),
        "Contacts, première page": ecran(
            "res.partner", "web_search_read", meme_contacts, (), specification=contacts, **LISTE),
        "Recherche d'une personne": ecran(
            "res.partner", "name_search", meme_contacts, (), name=nom, limit=8),
    }


def _tableau(titre, ecrans, chrono, dire, valeurs, alertes, froid=False):
    lignes = []
    for nom, appels in ecrans.items():
        dire(f"{nom}{' (froid)' if froid else ''}")
        mesures = chrono.comparer({v: a for v, a in appels.items() if a}, froid)
        agent, reference = mesures["agent"], mesures["même résultat"]
        bas, rapport, haut = agent.rapport(reference)
        lignes.append([
            nom, *(_nombre(mesures[v].mediane, 1) if v in mesures else "–" for v in VARIANTES),
            f"{_nombre(rapport, 2)} [{_nombre(bas, 2)}–{_nombre(haut, 2)}]",
            f"{_bornes(agent.requetes)}/{_bornes(reference.requetes)}",
        ])
        valeurs[f"{nom}{' (froid)' if froid else ''}"] = {
            "rapport": rapport, "rapport_q1": bas, "rapport_q3": haut,
            **{v: m.valeurs() for v, m in mesures.items()},
        }
        if nom.startswith("Liste des dossiers") and rapport > CIBLE:
            alertes.append(
                f"la première page de la liste coûte {_nombre(rapport, 2)} fois celle d'un "
                f"superutilisateur qui voit les mêmes dossiers (cible : {_nombre(CIBLE, 1)}).")
    return {
        "titre": f"{titre} (médianes en ms ; rapport agent / même résultat [quartiles] ; requêtes)",
        "colonnes": ["Écran", *VARIANTES, "rapport", "requêtes"], "lignes": lignes,
    }


def _requetes(env, acteurs, chrono):
    """Number of queries of the list, for a short page and for a whole one."""
    spec = specification(env(user=acteurs["agent"]), "oilhi.dossier", "list")
    nombres = {}
    for limite in (20, 80):
        appel = Appel(acteurs["agent"], "oilhi.dossier", "web_search_read", specification=spec,
                      domain=[], **{**LISTE, "limit": limite})
        appel.jouer(chrono.registre)
        nombres[limite] = appel.jouer(chrono.registre)[1]
    return nombres


def _nombre(valeur, decimales):
    return f"{valeur:.{decimales}f}".replace(".", ",")


def _bornes(nombres):
    return "–".join(str(n) for n in dict.fromkeys((nombres[0], nombres[-1])))
