"""Ce que coûte chaque écran quand la base grandit : 20 000 dossiers et le volume choisi, à tour de rôle."""
from odoo.modules.registry import Registry

from outils.bancs.habilitations import _acteurs, _bornes, _nombre
from outils.bancs.paires import Paires

TEMOIN = 0.1  # the small database, measured in the same rounds
CIBLE = 2.0
# The third reads every département: what he waits for is told, nobody has that role.
QUI, TENUS = ("agent", "coordinateur", "national"), {"agent", "coordinateur"}


def mesurer(env, chrono, dire, temoin=None):
    """``temoin``: name of the small database; the database itself without it."""
    registre = Registry(temoin or env.cr.dbname)
    with registre.cursor() as cr:
        petit = env(cr=cr)
        grande, petite = Paires(env, _acteurs(env)), Paires(petit, _acteurs(petit), registre)
        dossiers = {nom: e["oilhi.dossier"].search_count([]) for nom, e in (("grande", env), ("petite", petit))}
        lignes, valeurs, alertes = _comparer(grande, petite, chrono, dire)
    return {
        "tableaux": [{
            "titre": f"De {dossiers['petite']} à {dossiers['grande']} dossiers : rapport des durées des mêmes tours, "
                     "médiane [quartiles], et nombre de requêtes (petite / grande)",
            "colonnes": ["Écran", *(c for qui in QUI for c in (qui, "requêtes"))], "lignes": lignes,
        }],
        "dossiers": dossiers, "valeurs": valeurs,
        "alertes": [*alertes, *(f"non mesuré : {texte}." for texte in grande.absents)],
    }


def _comparer(grande, petite, chrono, dire):
    communs = [nom for nom in grande.ecrans if nom in petite.ecrans]
    lignes, valeurs, alertes = [], {}, chrono.inconnus(communs)
    for nom in chrono.choisir(communs):
        dire(nom)
        ligne, valeurs[nom] = [nom], {}
        mesures = chrono.comparer({
            (qui, taille): appels
            for qui in QUI for taille, paires in (("grande", grande), ("petite", petite))
            if (appels := paires.siens(nom, qui, chrono.registre))})
        for qui in QUI:
            if not {(qui, "grande"), (qui, "petite")} <= mesures.keys():
                ligne += ["–", "–"]
                continue
            apres, avant = mesures[qui, "grande"], mesures[qui, "petite"]
            bas, rapport, haut = apres.rapport(avant)
            valeurs[nom][qui] = {"rapport": rapport, "rapport_q1": bas, "rapport_q3": haut,
                                 "grande": apres.valeurs(), "petite": avant.valeurs()}
            ligne += [f"{_nombre(rapport, 2)} [{_nombre(bas, 2)}–{_nombre(haut, 2)}]",
                      f"{_bornes(avant.requetes)} / {_bornes(apres.requetes)}"]
            if rapport > CIBLE and qui in TENUS:
                alertes.append(f"{nom} ({qui}) coûte {_nombre(rapport, 2)} fois ce qu'il coûte à "
                               "20 000 dossiers.")
        lignes.append(ligne)
    return lignes, valeurs, alertes
