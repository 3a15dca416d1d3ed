"""Ce que coûte « À faire cette semaine », la page d'accueil, selon le rôle et le périmètre."""
from outils.bancs.chrono import Appel
from outils.bancs.habilitations import _acteurs

CIBLE = 1000  # milliseconds, for the département of a coordinateur
LIGNES = 300  # lines of the page, at most


def mesurer(env, chrono, dire):
    """Table of medians by who looks at what; the plan of the reading is kept with the figures."""
    acteurs = _acteurs(env)
    env.cr.execute(
        "SELECT user_id FROM oilhi_dossier d JOIN res_users u ON u.id = d.user_id "
        "WHERE d.active AND u.login LIKE 'agent%%@charge.invalid' "
        "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    (charge,) = env.cr.fetchone() or (acteurs["agent"],)
    pages = {
        "agent, moi": (acteurs["agent"], "moi"),
        "agent qui suit le plus de dossiers, moi": (charge, "moi"),
        "agent, son service": (acteurs["agent"], "service"),
        "grand service": (acteurs["grand"], "service"),
        "coordinateur, moi": (acteurs["coordinateur"], "moi"),
        "coordinateur, département": (acteurs["coordinateur"], "departement"),
    }
    dire("la page, à tour de rôle")
    mesures = chrono.comparer({
        nom: Appel(uid, "oilhi.dossier", "a_faire", (perimetre,))
        for nom, (uid, perimetre) in pages.items()
    })
    dire("plans de lecture")
    lignes, valeurs, alertes = [], {}, []
    for nom, mesure in mesures.items():
        sections = mesure.resultat["sections"]
        affichees = sum(len(section["lignes"]) for section in sections)
        lignes.append([
            nom, f"{mesure.mediane:.0f}", "–".join(str(n) for n in mesure.requetes), affichees,
            ", ".join(f"{section['code']} {section['nombre']}{'+' if section['plus'] else ''}"
                      for section in sections if section["nombre"]) or "rien",
        ])
        valeurs[nom] = {**mesure.valeurs(), "plan": _plan(env, *pages[nom])}
        if affichees > LIGNES:
            alertes.append(f"« {nom} » : {affichees} lignes, la page n'est plus bornée.")
    if mesures["coordinateur, département"].mediane > CIBLE:
        alertes.append(f"la page du département dépasse {CIBLE} ms.")
    return {
        "tableaux": [{
            "titre": "À faire cette semaine (médianes en ms, requêtes, lignes affichées, vrais nombres)",
            "colonnes": ["Page", "ms", "requêtes", "lignes", "nombres"], "lignes": lignes,
        }],
        "valeurs": valeurs, "alertes": alertes,
    }


def _plan(env, uid, perimetre):
    """EXPLAIN ANALYZE of the one statement that reads the lines."""
    dossiers = env(user=uid, context={"tz": "Europe/Paris"})["oilhi.dossier"]
    service = dossiers.env.user.oilhi_service_ids.sorted("name")[:1] if perimetre == "service" else None
    lues, executer = [], type(dossiers.env).execute_query

    def espion(self, requete):
        if requete.code.startswith("(SELECT"):
            lues.append(requete)
        return executer(self, requete)

    type(dossiers.env).execute_query = espion
    try:
        dossiers._lire_a_faire(dossiers._domaine_a_faire(perimetre, service))
    finally:
        type(dossiers.env).execute_query = executer
    env.cr.execute("EXPLAIN (ANALYZE, BUFFERS) " + lues[0].code, lues[0].params)
    return [ligne for ligne, in env.cr.fetchall()]
