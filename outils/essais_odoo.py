"""Parts of the tests that run in Odoo, each on its own copy of a template database."""
import re
import threading

from . import environnement, mesures, processus
from .bases import ADDONS, MODELE, SANS_EFFET, cle, empreinte, exiger_addons, raison_odoo
from .dossiers import JOURNAUX, RACINE
from .essai_antivirus import antivirus
from .essai_demarrage import demarrage
from .essai_exploitation import anonymisation, passage, sauvegarde
from .essai_facade import facade
from .essai_oidc import connexion
from .essais_simples import Resultat, pytest
from .messages import Erreur
from .service import port_libre

MODELE_OILHI = "oilhi_modele_complet"
TOUR = "oilhi_tour"
# Tests of pages: Odoo builds the bundles of the web client before the first one of a run.
PAGES = "oilhi_http"
# Tests that read the demonstration: on the database where it was just installed.
DEMONSTRATION = "oilhi_demonstration"
LIGNE = re.compile(r"^[\d-]+ [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) (\S+) (\S+): (.*)$", re.M)
# Upstream's own, seen with Odoo alone on a bare machine; nothing of ours may be added here.
ADMIS = (
    # the embedded PostgreSQL ships without these extensions
    re.compile(r"(pg_trgm|unaccent)", re.I),
    # wkhtmltopdf is not used: documents go through LibreOffice
    re.compile(r"wkhtmltopdf", re.I),
    # py.warnings raised inside libraries at import
    re.compile(r"(DeprecationWarning|SyntaxWarning|PendingDeprecationWarning): .*(?!oilhi)"),
)
BILAN = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")


class Banc:
    """The workshop, plus the template with our addons, made once for all the parts."""

    def __init__(self, atelier):
        self.atelier = atelier
        self._garde = threading.Lock()

    def copie(self, base, modele=MODELE):
        # PostgreSQL refuses two copies of one template at the same instant.
        exiger_addons()
        with self._garde:
            self.atelier.copier(modele, base)
        return base

    def modele_complet(self):
        """Rebuilt when the sources of the addons change; tests do not count."""
        exiger_addons()
        atelier = self.atelier
        with self._garde:
            voulue = cle(atelier.cle_base, empreinte(sauf=SANS_EFFET))
            if atelier.serveur.existe(MODELE_OILHI):
                if atelier.serveur.note(MODELE_OILHI).get("cle") == voulue:
                    return MODELE_OILHI
                atelier.supprimer(MODELE_OILHI)
            provisoire = f"{MODELE_OILHI}_tmp"
            atelier.copier(MODELE, provisoire)
            journal = JOURNAUX / "modele-complet.log"
            texte = atelier.reussir("L'installation des modules", atelier.odoo_stop(
                provisoire, "-i", ",".join(ADDONS), journal=journal), journal)
            if soucis := problemes(texte):
                raise Erreur("L'installation des modules se plaint : " + "\n".join(soucis))
            # A third of the time of the tests that follow: nothing else gathers statistics here.
            atelier.serveur.executer("ANALYZE", base=provisoire)
            atelier.publier(provisoire, MODELE_OILHI, cle=voulue)
        return MODELE_OILHI

    def copie_complete(self, base):
        return self.copie(base, self.modele_complet())


def problemes(texte):
    """WARNING and ERROR lines of a log that are ours to mend."""
    return [
        f"{niveau} {source}: {message}"
        for niveau, _base, source, message in LIGNE.findall(texte)
        if not any(motif.search(message) for motif in ADMIS)
    ]


def juger(nom, resultat, epreuves=False):
    """Count what a run of Odoo did: its tests if any, else the run itself."""
    code, texte = resultat
    soucis = problemes(texte)
    bilans = BILAN.findall(texte)
    if not epreuves:
        details = soucis or ([raison_odoo(texte)] if code else [])
        return Resultat(nom, int(not details), int(bool(details)), details)
    if not bilans:
        return Resultat(nom, 0, 1, [*soucis, "aucun essai n'a tourné", raison_odoo(texte)])
    rates, erreurs, total = map(int, bilans[-1])
    sautes = re.findall(r"^[\d-]+ [\d:,]+ \d+ INFO \S+ \S+: (skipped .*)$", texte, re.M)
    echecs = rates + erreurs + len(sautes)
    details = [*sautes, *_echecs_detailles(texte)]
    if not total:
        echecs, details = 1, [*details, "aucun essai n'a tourné"]
    # The runner logs each failure as an ERROR: the others are problems of their own.
    autres = [s for s in soucis if not re.search(r"(FAIL|ERROR): |failed, \d+ error|Module \S+: "
                                                 r"\d+ failures?", s)]
    if autres or (code and not echecs):
        echecs += 1
        details += autres or [raison_odoo(texte)]
    return Resultat(nom, max(0, total - rates - erreurs - len(sautes)), echecs, details)


def _echecs_detailles(texte):
    """Each failure with its traceback, as the log has it."""
    lignes, dedans = [], False
    for ligne in texte.splitlines():
        entete = re.match(r"^[\d-]+ [\d:,]+ \d+ (\w+) ", ligne)
        if entete:
            dedans = entete[1] in ("ERROR", "CRITICAL")
        if dedans:
            lignes.append(ligne)
    return lignes


# ------------------------------------------------------------------- the parts
def _officiel(banc, nom, base, addons):
    """The tests of some addons, by Odoo's own runner, while all of them are there.

    From the template, whose tables have statistics: they are updated, not installed again.
    """
    etiquettes = ",".join(f"/{a}" for a in addons) + f",-{TOUR},-{PAGES}"
    banc.copie_complete(base)
    return juger(nom, banc.atelier.odoo_stop(
        base, "-u", addons[0], f"--test-tags={etiquettes}",
        f"--http-port={port_libre()}", journal=JOURNAUX / f"{base}.log"), epreuves=True)


# In two halves of about the same length, so that both cores work to the end.
def officiel(banc):
    """Essais des modules partenaires et lhi (lanceur d'Odoo)"""
    return _officiel(banc, officiel.__doc__, "oilhi_essai_officiel", ADDONS[:2])


def officiel_documents(banc):
    """Essais du module documents (lanceur d'Odoo)"""
    return _officiel(banc, officiel_documents.__doc__, "oilhi_essai_documents", ADDONS[2:])


def tours(banc):
    """Pages, et parcours dans le navigateur"""
    base = banc.copie_complete("oilhi_essai_tours")
    return juger(tours.__doc__, banc.atelier.odoo_stop(
        base, f"--test-tags={TOUR},{PAGES}", f"--http-port={port_libre()}",
        journal=JOURNAUX / "tours.log"), epreuves=True)


def demonstration(banc):
    """Installation avec la démonstration, chaque document du catalogue sur deux dossiers"""
    base = banc.copie("oilhi_essai_demo")
    banc.atelier.autoriser_demo(base)
    pose = juger(demonstration.__doc__, banc.atelier.odoo_stop(
        base, "-i", ",".join(ADDONS), journal=JOURNAUX / "demonstration.log"))
    if pose.echecs:
        return pose
    documents = juger(demonstration.__doc__, banc.atelier.odoo_stop(
        base, f"--test-tags={DEMONSTRATION}", f"--http-port={port_libre()}",
        journal=JOURNAUX / "demonstration-documents.log"), epreuves=True)
    documents.reussis += pose.reussis
    return documents


def mise_a_jour(banc):
    """Mise à jour des trois modules"""
    base = banc.copie_complete("oilhi_essai_maj")
    return juger(mise_a_jour.__doc__, banc.atelier.odoo_stop(
        base, "-u", ",".join(ADDONS), journal=JOURNAUX / "mise-a-jour-essai.log"))


def desinstallation(banc):
    """Désinstallation puis réinstallation, module par module"""
    atelier = banc.atelier
    base = banc.copie_complete("oilhi_essai_desinstallation")
    reussis, details = 0, []
    for addon in reversed(ADDONS):
        journal = JOURNAUX / f"desinstallation-{addon}.log"
        resultat = juger(addon, atelier.dans_odoo(base, "desinstaller", addon, journal=journal))
        reussis += resultat.reussis
        details += [f"désinstallation de {addon} : {d}" for d in resultat.details]
    if not details:
        code, texte = atelier.dans_odoo(base, "verifier_vide", *ADDONS)
        reussis += int(not code)
        details += [ligne for ligne in texte.splitlines() if code and "RESTE" in ligne] or (
            [raison_odoo(texte)] if code else [])
    for addon in ADDONS if not details else ():
        journal = JOURNAUX / f"reinstallation-{addon}.log"
        resultat = juger(addon, atelier.odoo_stop(base, "-i", addon, journal=journal))
        reussis += resultat.reussis
        details += [f"réinstallation de {addon} : {d}" for d in resultat.details]
    return Resultat(desinstallation.__doc__, reussis, int(bool(details)), details)


def pytest_odoo(banc):
    """pytest-odoo sur un module"""
    atelier = banc.atelier
    base = banc.copie_complete("oilhi_essai_pytest")
    # HttpCase is skipped without --odoo-http; the official runner plays them.
    return pytest(
        pytest_odoo.__doc__, environnement.python_de(atelier.venv),
        ["-m", "pytest", f"--odoo-database={base}", f"--odoo-config={atelier.conf}",
         "--odoo-log-level=error", f"{ADDONS[0]}/tests"],
        "pytest-odoo.log", sautes_admis=True, env=atelier.milieu(),
    )


def lint_odoo(banc):
    """Règles d'Odoo (test_lint)"""
    atelier = banc.atelier
    base = banc.copie_complete("oilhi_essai_lint")
    code, texte = processus.executer(
        [environnement.python_de(atelier.venv), RACINE / "outils" / "lint_odoo.py",
         atelier.conf, base],
        journal=JOURNAUX / "lint-odoo.log", env=atelier.milieu(), cwd=RACINE,
    )
    bilan = re.search(r"^LINT (\d+) (\d+) (\d+)$", texte, re.M)
    if not bilan:
        raise Erreur(f"Les règles d'Odoo n'ont pas pu être vérifiées ({raison_odoo(texte)}).")
    total, echecs, sautes = map(int, bilan.groups())
    soucis = problemes(texte)
    echecs += sautes or int(bool((code or soucis) and not echecs))
    return Resultat(lint_odoo.__doc__, total - min(total, echecs), echecs,
                    [ligne for ligne in texte.splitlines() if not ligne.endswith("... ok")] + soucis)


def performances(banc):
    """Mesure des performances, petit volume"""
    # How fast does not matter here: that it runs, and that it makes the same data twice.
    atelier, empreintes, details = banc.atelier, [], []
    for numero in (1, 2):
        base = banc.copie_complete(f"oilhi_essai_charge_{numero}")
        journal = JOURNAUX / f"charge-{numero}.log"
        code, texte = atelier.dans_odoo(base, "charger", "0.001", journal=journal)
        details += problemes(texte) or ([raison_odoo(texte)] if code else [])
        empreintes.append(re.findall(r"^EMPREINTES (.*)$", texte, re.M))
    reussis = int(not details)
    if not details and empreintes[0] == empreintes[1] != []:
        reussis += 1
    elif not details:
        details.append(f"deux générations diffèrent : {empreintes[0]} et {empreintes[1]}")
    if not details:
        # Once the two generations are compared: the second one, with the app the screens are compared to.
        journal = JOURNAUX / "charge-taches.log"
        for code, texte in (
            atelier.odoo_stop(base, "-i", mesures.COMPARE, journal=journal),
            atelier.dans_odoo(base, "charger_taches", journal=journal),
        ):
            details += problemes(texte) or ([raison_odoo(texte)] if code else [])
    # One that runs Odoo from outside stops PostgreSQL, which the other parts are using.
    joues = [nom for nom in mesures.bancs() if not mesures.hors_odoo(nom)]
    for nom in joues if not details else ():
        journal = JOURNAUX / f"mesure-{nom}.log"
        code, texte = atelier.dans_odoo(
            base, "mesurer", nom, JOURNAUX / f"mesure-{nom}.json", "2", journal=journal)
        soucis = problemes(texte) or ([raison_odoo(texte)] if code else [])
        reussis += int(not soucis)
        details += [f"{nom} : {souci}" for souci in soucis]
    return Resultat(performances.__doc__, reussis, int(bool(details)), details)


TACHES = {
    "odoo": (officiel, officiel_documents, demonstration, mise_a_jour, desinstallation,
             pytest_odoo, performances, demarrage),
    "tours": (tours,),
    "lint": (lint_odoo,),
    "exploitation": (passage, sauvegarde, anonymisation, connexion, facade, antivirus),
}
# Two by two, the longest first.
ORDRE = (passage, sauvegarde, anonymisation, connexion, facade, antivirus, officiel_documents, officiel, tours,
         demarrage, demonstration, desinstallation, mise_a_jour, performances, pytest_odoo, lint_odoo)


def ordonner(taches):
    return [t for t in ORDRE if t in taches]
