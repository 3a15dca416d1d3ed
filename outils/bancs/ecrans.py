"""Chaque écran, à côté de l'écran le plus proche de project.task : agent, coordinateur, superutilisateur."""
from outils.bancs.habilitations import _acteurs, _bornes, _nombre
from outils.bancs.paires import QUI, Paires

TACHES = True
CIBLE = 1.0  # of the ratio of the 95th percentiles, as an agent


def mesurer(env, chrono, dire):
    """One table: the ratios first; alerts where an agent waits longer than in Odoo's own app."""
    paires, joueurs = Paires(env, _acteurs(env)), chrono.qui or QUI
    nombres = [[qui, *(env(user=paires.de(qui))[modele].search_count([])
                       for modele in ("oilhi.dossier", "project.task"))] for qui in joueurs]
    lignes, valeurs, alertes = [], {}, chrono.inconnus(paires.ecrans)
    for nom in chrono.choisir(paires.ecrans):
        dire(nom)
        variantes = paires.variantes(nom, chrono.registre, joueurs)
        if not variantes:
            continue
        mesures = chrono.comparer(variantes)
        ligne, valeurs[nom] = [nom, paires.ecrans[nom][2]], {}
        for qui in QUI:
            if (qui, "oilhi") not in mesures:
                ligne += ["–"] * (5 if qui == "agent" else 2)
                continue
            nous, eux = mesures[qui, "oilhi"], mesures[qui, "project"]
            bas, rapport, haut = nous.rapport(eux)
            au_95 = nous.p95 / eux.p95
            valeurs[nom][qui] = {
                "rapport": rapport, "rapport_q1": bas, "rapport_q3": haut, "rapport_p95": round(au_95, 2),
                "oilhi": nous.valeurs(), "project": eux.valeurs(),
            }
            ligne.append(f"{_nombre(rapport, 2)} [{_nombre(bas, 2)}–{_nombre(haut, 2)}]")
            ligne.append(_nombre(au_95, 2))
            if qui == "agent":
                ligne.append(f"{nous.mediane:.0f} / {eux.mediane:.0f}")
                ligne.append(f"{nous.p95:.0f} / {eux.p95:.0f}")
                ligne.append(f"{_bornes(nous.requetes)} / {_bornes(eux.requetes)}")
                if au_95 > CIBLE:
                    alertes.append(f"{nom} : {_nombre(au_95, 2)} fois project.task au 95e centile (agent).")
        lignes.append(ligne)
        dire(f"{nom} : " + ", ".join(f"{qui} {v['rapport']}" for qui, v in valeurs[nom].items()))
    return {
        "tableaux": [{
            "titre": "Rapports OILHI / project.task d'une même exécution, médiane [quartiles] et 95e centile (p95) ; "
                     "durées en ms, OILHI / project.task",
            "colonnes": ["Écran", "à côté", "agent", "p95", "p50 (ms)", "p95 (ms)", "requêtes",
                         "coordinateur", "p95", "superutilisateur", "p95"],
            "lignes": lignes,
        }, {
            "titre": "Ce que chacun voit",
            "colonnes": ["qui", "dossiers", "tâches"], "lignes": nombres,
        }],
        "valeurs": valeurs, "absents": paires.absents,
        "alertes": [*alertes, *(f"non mesuré : {texte}." for texte in paires.absents)],
    }
