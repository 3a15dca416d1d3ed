"""What must hold of the files, whatever they say."""
import ast
import re
import subprocess
import sys

from outils.dossiers import ADDONS

COEURS = ("oilhi_lhi/moteur", "oilhi_documents/rendu")
BINAIRES = {".docx", ".png"}
LIGNES_MAX = 400
# In pieces, so that this file does not hold what it forbids.
INTERDITS = re.compile(
    "|".join((
        r"\.debian\." + "org", r"pypi\." + "org", "pythonhosted" + r"\.org",
        "npmjs" + r"\.(org|com)", "/wo" + r"rk/[a-z.]", "/fa" + "rm/", "/ro" + "ot/",
        "/tmp/bash" + "_jobs",
    )),
    re.I,
)


def _manifeste(racine, addon):
    return ast.literal_eval((racine / addon / "__manifest__.py").read_text(encoding="utf-8"))


def test_manifestes(racine):
    for addon in ADDONS:
        manifeste = _manifeste(racine, addon)
        assert re.fullmatch(r"19\.0(\.\d+){3}", manifeste["version"]), addon
        assert manifeste["license"] == "AGPL-3", addon
        assert manifeste["author"] == "OILHI", addon


def test_dependances_dans_un_seul_sens(racine):
    """documents → lhi → partenaires → Odoo."""
    for rang, addon in enumerate(ADDONS):
        depends = set(_manifeste(racine, addon)["depends"]) & set(ADDONS)
        assert depends <= set(ADDONS[:rang]), f"{addon} dépend de {depends}"
        if rang:
            assert ADDONS[rang - 1] in depends, addon


def test_fichiers_des_manifestes(racine):
    absents = []
    for addon in ADDONS:
        manifeste = _manifeste(racine, addon)
        for cle in ("data", "demo"):
            noms = manifeste.get(cle, [])
            assert len(noms) == len(set(noms)), f"{addon} : {cle} en double"
            absents += [f"{addon}/{n}" for n in noms if not (racine / addon / n).is_file()]
        for entrees in manifeste.get("assets", {}).values():
            for entree in entrees:
                chemin = entree if isinstance(entree, str) else entree[-1]
                if chemin.split("/")[0] == addon and not list(racine.glob(chemin)):
                    absents.append(chemin)
    assert not absents, absents


def test_donnees_declarees(racine, suivis):
    """A data file that no manifest names is never loaded.

    Odoo's CSV are named after a model; the others are read by code.
    """
    oublies = []
    for addon in ADDONS:
        manifeste = _manifeste(racine, addon)
        connus = {f"{addon}/{n}" for cle in ("data", "demo") for n in manifeste.get(cle, [])}
        for nom in map(str, suivis):
            if re.fullmatch(rf"{addon}/(data|demo|security|views|wizards)/[^/]+(\.xml|\.[\w-]+\.csv)", nom):
                if nom not in connus:
                    oublies.append(nom)
    assert not oublies, oublies


def test_aucune_chaine_interdite(racine, suivis):
    fautes = []
    for nom in suivis:
        if nom.suffix in BINAIRES:
            continue
        texte = (racine / nom).read_text(encoding="utf-8", errors="replace")
        fautes += [f"{nom}:{texte[:m.start()].count(chr(10)) + 1}: {m[0]}"
                   for m in INTERDITS.finditer(texte)]
    assert not fautes, fautes


def test_aucun_binaire_inattendu(racine, suivis):
    binaires = [str(nom) for nom in suivis
                if nom.suffix not in BINAIRES and b"\0" in (racine / nom).read_bytes()[:8000]]
    assert not binaires, binaires


def test_longueur_des_modeles(racine, suivis):
    longs = {}
    for nom in suivis:
        if nom.suffix == ".py" and ("models" in nom.parts or nom.parts[0] == "outils"):
            lignes = (racine / nom).read_bytes().count(b"\n")
            if lignes > LIGNES_MAX:
                longs[str(nom)] = lignes
    assert not longs, longs


def test_essais_importes(racine):
    """Odoo runs only the tests that tests/__init__.py imports."""
    oublies = []
    for addon in ADDONS:
        dossier = racine / addon / "tests"
        arbre = ast.parse((dossier / "__init__.py").read_text(encoding="utf-8"))
        importes = {
            alias.name for noeud in ast.walk(arbre) if isinstance(noeud, ast.ImportFrom)
            for alias in noeud.names
        }
        oublies += [str(f.relative_to(racine)) for f in dossier.glob("test_*.py")
                    if f.stem not in importes]
        oublies += [f"{addon}/tests/{nom}.py (absent)" for nom in importes
                    if nom.startswith("test_") and not (dossier / f"{nom}.py").exists()]
    assert not oublies, oublies


def test_coeurs_sans_odoo(racine):
    """The reasoning and the filling of documents never import Odoo."""
    fautes, vus = [], 0
    for coeur in COEURS:
        for fichier in (racine / coeur).rglob("*.py"):
            vus += 1
            for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
                noms = []
                if isinstance(noeud, ast.Import):
                    noms = [alias.name for alias in noeud.names]
                elif isinstance(noeud, ast.ImportFrom) and not noeud.level:
                    noms = [noeud.module]
                fautes += [f"{fichier}: {n}" for n in noms if n.split(".")[0] == "odoo"]
    assert vus and not fautes, fautes


def test_exigences_figees(racine):
    """Exact versions, once each by Python version, and never Odoo."""
    for fichier in ("requirements.txt", "requirements-dev.txt"):
        vus = set()
        for ligne in (racine / fichier).read_text(encoding="utf-8").splitlines():
            ligne = ligne.partition("#")[0].strip()
            if not ligne or ligne == "-r requirements.txt":
                continue
            trouve = re.fullmatch(r"([\w.-]+)==([\w.]+)( ; python_(?:full_)?version \S+ \"3[\d.]+\")?", ligne)
            assert trouve, f"{fichier} : {ligne}"
            nom = re.sub(r"[-_.]+", "-", trouve[1]).lower()
            assert nom != "odoo"
            assert (nom, trouve[3]) not in vus, ligne
            vus.add((nom, trouve[3]))


def test_licence(racine):
    texte = (racine / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in texte
    assert "Version 3, 19 November 2007" in texte
    assert "END OF TERMS AND CONDITIONS" in texte


def test_commande_executable(racine):
    for nom in ("oilhi", ".ci/run"):
        assert (racine / nom).stat().st_mode & 0o111, nom


def test_une_echeance_se_compte_en_jours(racine):
    """Odoo's remaining_days says « le mois prochain » of a day after tomorrow in another month: ours is oilhi_jours."""
    for addon in ADDONS:
        for vue in (racine / addon).rglob("*.xml"):
            assert 'widget="remaining_days"' not in vue.read_text(encoding="utf-8"), vue


def test_integration_continue_de_partout(racine, tmp_path):
    """.ci/run works from any folder and asks nothing."""
    sortie = subprocess.run(
        [racine / ".ci/run", "partie-inconnue"], cwd=tmp_path, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=60, env={"PATH": _chemin(), "HOME": str(tmp_path)},
    )
    assert sortie.returncode == 1
    assert "partie-inconnue" in sortie.stderr
    assert "Traceback" not in sortie.stderr


def _chemin():
    import os

    return os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]


def test_pluriels_ecrits(suivis, racine):
    """« 3 fichier(s) manquant(s) » is not written: the sentence agrees with its number."""
    motif = re.compile(r"[a-zàâçéèêëîïôûù]\((?:s|es|x|nt)\)(?=[ .,;:»<\"'\u00a0]|$)")
    fautifs = [
        f"{nom}:{rang}" for nom in suivis
        if nom.suffix in (".py", ".xml", ".csv", ".js", "") and nom.parts[0] in (
            "outils", "deploiement", "oilhi_partenaires", "oilhi_lhi", "oilhi_documents", "oilhi_serveur")
        and not {"tests", "gabarits", "bancs"} & set(nom.parts)
        for rang, ligne in enumerate((racine / nom).read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if motif.search(re.sub(r"(?<= t-)[\w-]+=\"[^\"]*\"", "", ligne)) and ("\"" in ligne or "<" in ligne or nom.suffix == ".csv")
    ]
    assert not fautifs, fautifs
