"""./oilhi bench: the benches, on a big generated database kept in .oilhi."""
import ast
import contextlib
import importlib
import json
import re
import time
from types import SimpleNamespace

from . import postgres
from .bases import ADDONS, SANS_EFFET, Atelier, empreinte, exiger_addons
from .dossiers import ETAT, JOURNAUX, RACINE, cle, verifier_espace, verrou
from .messages import NBSP, Erreur, Etape, avertir, dire, duree

BANCS = RACINE / "outils" / "bancs"
GENERATEUR = RACINE / "data" / "charge"
CAS = RACINE / "data" / "cas"
RESULTATS = ETAT / "mesures"
ESPACE = 7 * 10**9  # at full volume: the database, what building its indexes takes
ESPACE_TACHES = 2 * 10**9
JOURNAL = 3 * 10**9  # of PostgreSQL, whatever the volume, and the empty databases
# Odoo's own app that the screens are compared with: in the databases of the benches, nowhere else.
COMPARE = "project"
# What is not a bench in the folder of the benches.
OUTILS = {
    "__init__", "appels", "arrets_client", "arrets_dossiers", "chrono", "installation", "paires", "releve", "vues",
}
SANS_SCHEMA = SANS_EFFET | {"views", "wizards", "security"}


def bancs():
    """``{name: one line}`` of the benches present, from their docstring."""
    return {
        fichier.stem: (ast.get_docstring(ast.parse(fichier.read_text(encoding="utf-8"))) or "")
        .splitlines()[0]
        for fichier in sorted(BANCS.glob("*.py")) if fichier.stem not in OUTILS
    }


def modifie(nom):
    """Whether the bench says (``MODIFIE = True``) that it changes the database it measures."""
    return _dit(nom, "MODIFIE = True")


def sans_base(nom):
    """Whether the bench says (``SANS_BASE = True``) that it reads no database."""
    return _dit(nom, "SANS_BASE = True")


def hors_odoo(nom):
    """Whether the bench says (``HORS_ODOO = True``) that it runs Odoo itself, from outside."""
    return _dit(nom, "HORS_ODOO = True")


def demonstration(nom):
    """Whether the bench says (``DEMONSTRATION = True``) that the demonstration is enough for it."""
    return _dit(nom, "DEMONSTRATION = True")


def avec_taches(nom):
    """Whether the bench says (``TACHES = True``) that it compares with as many tasks of Odoo's own app."""
    return _dit(nom, "TACHES = True")


def temoin(nom):
    """Volume of the other database that this bench (``TEMOIN = 0.1``) measures in turn: one or none."""
    return [float(a.removeprefix("TEMOIN = ")) for a in _affectations(nom) if a.startswith("TEMOIN = ")]


def _dit(nom, affectation):
    return affectation in _affectations(nom)


def _affectations(nom):
    arbre = ast.parse((BANCS / f"{nom}.py").read_text(encoding="utf-8"))
    return [ast.unparse(noeud) for noeud in arbre.body if isinstance(noeud, ast.Assign)]


def exiger_banc(nom):
    connus = bancs()
    if nom not in connus:
        raise Erreur(
            f"« {nom} » n'est pas une mesure connue{NBSP}: choisissez parmi {', '.join(connus)} "
            "(« ./oilhi bench » les décrit)."
        )


def lister():
    connus = bancs()
    largeur = max(map(len, connus))
    dire("Mesures disponibles (« ./oilhi bench NOM »)" + NBSP + ":")
    for nom, texte in connus.items():
        dire(f"  {nom.ljust(largeur)}  {texte}")
    return 0


def bench(choix, odoo, venv, debut):
    exiger_addons()
    refus = f"Une mesure tourne déjà depuis ce dossier{NBSP}: attendez sa fin, ou arrêtez-la."
    with verrou(ETAT / "mesures.verrou", refus):
        if sans_base(choix.nom):
            return mesurer_sans_base(choix)
        serveur = postgres.choisir(choix.base_url, role="mesures")
        serveur.demarrer()
        try:
            atelier = Atelier(serveur, odoo, venv, role="mesures")
            atelier.ecrire_conf()
            if demonstration(choix.nom):
                return mesurer_demonstration(atelier, choix)
            base = preparer(atelier, choix.volume, choix.neuf, choix.garder)
            if avec_taches(choix.nom):
                _ajouter_taches(atelier, base, choix.volume)
            autres = [preparer(atelier, volume, garder=choix.garder) for volume in temoin(choix.nom)]
            return mesurer(atelier, base, choix, *autres)
        finally:
            serveur.arreter()


def preparer(atelier, volume, neuf=False, garder=False):
    """The generated database: made once; the next runs use it again, updated if they must.

    Made anew when what it was filled with or by changes: models, reference data, generator.
    Views, wizards, rules and rights only ask for an update. ``garder``: so does all the rest, for who
    knows that what changed fills nothing (a million cases take long).
    """
    base = "oilhi_mesures_" + f"{volume:g}".replace(".", "_").replace("-", "m")
    voulue = cle(atelier.cle_base, empreinte(sauf=SANS_SCHEMA), volume,
                 empreinte(d.relative_to(RACINE) for d in (GENERATEUR, CAS)))
    serveur, sources = atelier.serveur, empreinte()
    if serveur.existe(base):
        note = serveur.note(base)
        if not neuf and (garder or note.get("cle") == voulue):
            if note.get("sources") != sources:
                _mettre_a_jour(atelier, base, sources)
            # What former measures wrote and undid, which the autovacuum of a real server takes away.
            serveur.executer("VACUUM", base=base)
            return base
        with Etape("Base de mesure", "effacement de la précédente"):
            atelier.supprimer(base)
    verifier_espace(JOURNAL + int(ESPACE * volume))
    provisoire = f"{base}_tmp"
    atelier.copier(_vide(atelier, sources), provisoire)
    depart = time.monotonic()
    with Etape("Base de mesure", f"génération, volume {volume:g}") as etape:
        texte = _dans_odoo(atelier, provisoire, "charger", etape, volume)
        etape.suivre("statistiques (VACUUM ANALYZE)")
        serveur.executer("VACUUM ANALYZE", base=provisoire)
        atelier.publier(provisoire, base, cle=voulue, sources=sources, octets=_octets(serveur, provisoire),
                        secondes=round(time.monotonic() - depart, 1), volumes=_volumes(texte))
    return base


def _ajouter_taches(atelier, base, volume):
    """In one transaction, to a database of cases: only what compares has them, they take a quarter more."""
    serveur, note = atelier.serveur, atelier.serveur.note(base)
    if note.get("taches"):
        return
    verifier_espace(JOURNAL + int(ESPACE_TACHES * volume))
    depart = time.monotonic()
    with Etape("Base de mesure", f"tâches de {COMPARE}, volume {volume:g}") as etape:
        texte = _dans_odoo(atelier, base, "charger_taches", etape)
        etape.suivre("statistiques (VACUUM ANALYZE)")
        serveur.executer("VACUUM ANALYZE", base=base)
        serveur.noter(base, taches=True, octets=_octets(serveur, base),
                      secondes=round(note["secondes"] + time.monotonic() - depart, 1),
                      volumes=note["volumes"] | _volumes(texte))


def _octets(serveur, base):
    (octets,), = serveur.executer("SELECT pg_database_size(%s)", (base,))
    return octets


def _volumes(texte):
    return {quoi: nombre for ligne in re.findall(r"^VOLUMES (.*)$", texte, re.M)
            for quoi, nombre in json.loads(ligne).items()}


def _vide(atelier, sources):
    """What every volume is generated in: our addons, and the app they are compared with."""
    base = "oilhi_mesures_vide"
    voulue = cle(atelier.cle_base, COMPARE, sources)
    if atelier.serveur.existe(base):
        if atelier.serveur.note(base).get("cle") == voulue:
            return base
        atelier.supprimer(base)
    modele, provisoire = atelier.modele_base(), f"{base}_tmp"
    with Etape("Base de mesure", "installation d'OILHI") as etape:
        atelier.copier(modele, provisoire)
        journal = JOURNAUX / "mesures-installation.log"
        atelier.reussir("L'installation d'OILHI", atelier.odoo_stop(
            provisoire, "-i", ",".join((*ADDONS, COMPARE)), etape=etape, journal=journal), journal)
        atelier.publier(provisoire, base, cle=voulue)
    return base


def _mettre_a_jour(atelier, base, sources):
    with Etape("Base de mesure", "mise à jour (les écrans ont changé)") as etape:
        journal = JOURNAUX / "mesures-mise-a-jour.log"
        atelier.reussir("La mise à jour de la base de mesure", atelier.odoo_stop(
            base, "-u", ",".join(ADDONS), etape=etape, journal=journal), journal)
        atelier.serveur.noter(base, sources=sources)


def _dans_odoo(atelier, base, fonction, etape, *arguments):
    """Run a function of dans_odoo.py; its ``SUIVI`` lines are the progress."""
    journal = JOURNAUX / f"mesures-{fonction}.log"

    def suivre(ligne):
        if ligne.startswith("SUIVI "):
            etape.suivre(ligne[6:].strip())

    return atelier.reussir("La mesure", atelier.dans_odoo(
        base, fonction, *arguments, journal=journal, suivi=suivre), journal)


@contextlib.contextmanager
def _a_mesurer(atelier, base, nom):
    """The generated database, or a copy for a bench that changes it: the next ones find it whole."""
    if not modifie(nom):
        yield base
        return
    verifier_espace(10**9 + 2 * atelier.serveur.note(base)["octets"])
    copie = f"{base}_copie"
    with Etape("Base de mesure", "copie, que la mesure modifie"):
        atelier.copier(base, copie)
    try:
        yield copie
    finally:
        atelier.supprimer(copie)


def mesurer(atelier, base, choix, *autres):
    note = atelier.serveur.note(base)
    RESULTATS.mkdir(parents=True, exist_ok=True)
    fichier = RESULTATS / f"{choix.nom}.json"
    provisoire = fichier.with_suffix(".tmp")
    with _a_mesurer(atelier, base, choix.nom) as copie, Etape("Mesure", choix.nom) as etape:
        if hors_odoo(choix.nom):
            module = importlib.import_module(f"outils.bancs.{choix.nom}")
            provisoire.write_text(json.dumps(
                module.jouer(atelier, copie, etape.suivre, **{
                    nom: getattr(choix, nom) for nom in getattr(module, "REGLAGES", ())}),
                ensure_ascii=False), encoding="utf-8")
        else:
            _dans_odoo(atelier, copie, "mesurer", etape, choix.nom, provisoire, choix.tours,
                       json.dumps(choix.ecrans), json.dumps(choix.qui), *autres)
    resultat = {
        "banc": choix.nom, "date": time.strftime("%Y-%m-%d"), "volume": choix.volume,
        "tours": choix.tours, "ecrans": choix.ecrans, "qui": choix.qui, "generation": {c: note[c] for c in ("secondes", "octets", "volumes")},
        **json.loads(provisoire.read_text(encoding="utf-8")),
    }
    provisoire.unlink()
    return rendre(resultat, fichier)


def mesurer_demonstration(atelier, choix):
    """On the demonstration as it is delivered, made again when the sources change; the bench copies it."""
    base, voulue = "oilhi_mesures_demonstration", cle(atelier.cle_base, empreinte())
    if not atelier.serveur.existe(base) or atelier.serveur.note(base).get("cle") != voulue or choix.neuf:
        if atelier.serveur.existe(base):
            atelier.supprimer(base)
        atelier.creer_complete(base, True, {"cle": voulue})
    RESULTATS.mkdir(parents=True, exist_ok=True)
    module = importlib.import_module(f"outils.bancs.{choix.nom}")
    with Etape("Mesure", choix.nom) as etape:
        mesures = module.jouer(atelier, base, etape.suivre)
    return rendre({"banc": choix.nom, "date": time.strftime("%Y-%m-%d"), "tours": 1, **mesures},
                  RESULTATS / f"{choix.nom}.json")


def mesurer_sans_base(choix):
    """In this very process: it already runs in the environment of the application."""
    RESULTATS.mkdir(parents=True, exist_ok=True)
    banc = importlib.import_module(f"outils.bancs.{choix.nom}")
    with Etape("Mesure", choix.nom) as etape:
        mesures = banc.mesurer(None, SimpleNamespace(tours=choix.tours), etape.suivre)
    resultat = {
        "banc": choix.nom, "date": time.strftime("%Y-%m-%d"), "tours": choix.tours, **mesures,
    }
    return rendre(resultat, RESULTATS / f"{choix.nom}.json")


def rendre(resultat, fichier):
    fichier.write_text(json.dumps(resultat, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fichier.with_suffix(".md").write_text(markdown(resultat), encoding="utf-8")
    afficher(resultat)
    dire(f"\nRésultats complets{NBSP}: {fichier.relative_to(RACINE)}")
    for texte in resultat.get("alertes", ()):
        avertir(texte)
    return 0


def markdown(resultat):
    """The tables, to read or to keep in a document."""
    morceaux = [f"# {resultat['banc']}, {resultat['date']}"]
    if generation := resultat.get("generation"):
        morceaux.append(", ".join(f"{nombre} {quoi}" for quoi, nombre in generation["volumes"].items()) + ".")
    for tableau in resultat["tableaux"]:
        lignes = [tableau["colonnes"], ["---"] * len(tableau["colonnes"]), *tableau["lignes"]]
        morceaux += [tableau["titre"], "\n".join(
            "| " + " | ".join(str(c).replace("|", "\\|") for c in ligne) + " |" for ligne in lignes)]
    morceaux += [f"- {texte}" for texte in resultat.get("alertes", ())]
    return "\n\n".join(morceaux) + "\n"


def afficher(resultat):
    """The volumes, then each table of the bench; columns as wide as what they hold."""
    if generation := resultat.get("generation"):
        _afficher_base(resultat, generation)
    for tableau in resultat["tableaux"]:
        lignes = [tableau["colonnes"], *tableau["lignes"]]
        largeurs = [max(len(str(ligne[i])) for ligne in lignes) for i in range(len(lignes[0]))]
        dire(f"\n{tableau['titre']}")
        for ligne in lignes:
            cellules = [str(c).ljust(w) if not i else str(c).rjust(w)
                        for i, (c, w) in enumerate(zip(ligne, largeurs, strict=True))]
            dire("  " + "  ".join(cellules))


def _afficher_base(resultat, generation):
    dire()
    dire(f"Volume{NBSP}: " + ", ".join(
        f"{nombre:,}".replace(",", NBSP) + f" {quoi}"
        for quoi, nombre in generation["volumes"].items()))
    dire(f"Base{NBSP}: {generation['octets'] / 1e9:.1f}{NBSP}Go, générée en "
         f"{duree(generation['secondes'])}. {resultat['tours']} tours par mesure.".replace(".", ",", 1))
