"""What an import of the directory would do, row by row: create, update, nothing, or refuse.

Pure functions, no Odoo: the entries already there come as ``Fiche``; nothing is written here, so
that the dry run and the import share every line.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .annuaire_lignes import Probleme, cle_telephone
from .toponymes import cle_recherche

MOTS_VIDES = frozenset("a au aux d de des du en et l la le les".split())
ADRESSE = ("street", "street2", "zip", "city", "siret")


@dataclass(frozen=True)
class Fiche:
    """An entry of the directory, as far as recognising it goes."""

    id: int
    nom: str
    ville: str = ""
    telephone: str = ""
    courriel: str = ""
    siret: str = ""
    identifiant: str = ""
    parent_id: int = 0
    active: bool = True


@dataclass
class Ligne:
    """A row of the file. ``action``: creer, maj (identique once compared) or erreur."""

    numero: int
    nom: str
    valeurs: dict
    cellules: list
    action: str = "creer"
    fiche: Fiche | None = None
    parent: "Ligne | Fiche | None" = None
    erreurs: list = field(default_factory=list)
    avertissements: list = field(default_factory=list)
    doublons: list = field(default_factory=list)
    changements: dict = field(default_factory=dict)

    @property
    def personne(self):
        return bool(self.valeurs.get("rattachement"))

    def refuser(self, colonne, valeur, motif, conseil):
        self.erreurs.append(Probleme(colonne, str(valeur or "")[:200], motif, conseil))
        self.action = "erreur"


def cle_mots(nom):
    """« ADIL du Pas-de-Calais » and « Adil Pas de Calais » share one key."""
    return " ".join(sorted(set(cle_recherche(nom).split()) - MOTS_VIDES))


class Repertoire:
    """Lookups among the entries already there."""

    def __init__(self, fiches):
        self.par_id = {}
        self.index = {cle: defaultdict(list) for cle in (
            "identifiant", "siret", "nom", "mots", "telephone", "courriel",
        )}
        for fiche in fiches:
            self.par_id[fiche.id] = fiche
            for cle, valeur in (
                ("identifiant", fiche.identifiant.strip()),
                ("siret", re.sub(r"\s", "", fiche.siret)),
                ("nom", cle_recherche(fiche.nom)),
                ("mots", cle_mots(fiche.nom)),
                ("telephone", cle_telephone(fiche.telephone)),
                ("courriel", fiche.courriel.strip().lower()),
            ):
                if valeur:
                    self.index[cle][valeur].append(fiche)

    def chercher(self, cle, valeur):
        return self.index[cle].get(valeur, []) if valeur else []


def planifier(lignes, repertoire, prefixe=""):
    """Settle the action, the entry and the parent of each row, in place.

    ``prefixe``: what the identifiers made by our own export begin with, before the entry's id.
    """
    valables = [ligne for ligne in lignes if not ligne.erreurs]
    for ligne in lignes:
        if ligne.erreurs:
            ligne.action = "erreur"
    organismes = [ligne for ligne in valables if not ligne.personne]
    personnes = [ligne for ligne in valables if ligne.personne]
    sirets = Counter(ligne.valeurs.get("siret") for ligne in organismes)
    for ligne in organismes:
        _reconnaitre(ligne, repertoire, prefixe, sirets)
    _refuser_repetitions(organismes)
    dans_fichier = defaultdict(list)
    for ligne in organismes:
        for cle in {cle_recherche(ligne.nom), ligne.valeurs.get("identifiant", "").strip()} - {""}:
            dans_fichier[cle].append(ligne)
    for ligne in personnes:
        _rattacher(ligne, repertoire, prefixe, dans_fichier)
        if ligne.action != "erreur":
            _reconnaitre(ligne, repertoire, prefixe, sirets)
    _refuser_repetitions(personnes)
    for ligne in organismes:
        if ligne.action == "creer" and not ligne.valeurs.get("types"):
            ligne.refuser("Types", "", "Le type manque : l’organisme n’entrerait pas dans l’annuaire.",
                          "Indiquez au moins un type (PA-…), ou son organisme de rattachement "
                          "s’il s’agit d’une personne.")
    for ligne in personnes:
        if isinstance(ligne.parent, Ligne) and ligne.parent.action == "erreur":
            ligne.refuser("Organisme de rattachement", ligne.valeurs["rattachement"],
                          f"L’organisme de la ligne {ligne.parent.numero} est en erreur.",
                          "Corrigez d’abord cette ligne.")
    _signaler_doublons([ligne for ligne in lignes if ligne.action == "creer"], repertoire)


def _par_identifiant(identifiant, repertoire, prefixe):
    suite = identifiant[len(prefixe):] if prefixe and identifiant.startswith(prefixe) else ""
    if suite.isdecimal() and int(suite) in repertoire.par_id:
        return [repertoire.par_id[int(suite)]]
    return repertoire.chercher("identifiant", identifiant)


def _compatible(fiche, ligne):
    if ligne.personne:
        return isinstance(ligne.parent, Fiche) and fiche.parent_id == ligne.parent.id
    villes = {cle_recherche(fiche.ville), cle_recherche(ligne.valeurs.get("city", ""))} - {""}
    return not fiche.parent_id and len(villes) < 2


def _reconnaitre(ligne, repertoire, prefixe, sirets):
    """The entry that the row is about: by identifier, SIRET, else name and town."""
    valeurs = ligne.valeurs
    cle_nom = cle_recherche(ligne.nom)
    trouvees = _par_identifiant(valeurs.get("identifiant", ""), repertoire, prefixe)
    colonne = "Identifiant"
    if not trouvees and not ligne.personne:
        colonne = "SIRET"
        memes = repertoire.chercher("siret", valeurs.get("siret"))
        memes = [f for f in memes if not f.parent_id]
        # Several services share the SIRET of their town hall: then the name decides.
        homonymes = [f for f in memes if cle_recherche(f.nom) == cle_nom]
        seule = len(memes) == 1 and sirets[valeurs.get("siret")] == 1
        trouvees = homonymes or (memes if seule else [])
    if not trouvees:
        colonne = "Nom"
        trouvees = [
            f for f in repertoire.chercher("nom", cle_nom)
            if _compatible(f, ligne) and not _siret_contraire(f, valeurs)
        ]
        exactes = [f for f in trouvees
                   if cle_recherche(f.ville) == cle_recherche(valeurs.get("city", ""))]
        trouvees = exactes or trouvees
    if len(trouvees) > 1:
        ligne.refuser(colonne, valeurs.get("identifiant") or ligne.nom,
                      f"{len(trouvees)} fiches de l’annuaire correspondent à cette ligne.",
                      "Indiquez l’identifiant donné par l’export, ou fusionnez d’abord ces fiches.")
    elif trouvees and not trouvees[0].active:
        ligne.refuser(colonne, valeurs.get("identifiant") or ligne.nom,
                      "La fiche correspondante est archivée.",
                      "Désarchivez-la dans l’annuaire, ou retirez cette ligne.")
    elif trouvees:
        ligne.fiche = trouvees[0]
        ligne.action = "maj"


def _siret_contraire(fiche, valeurs):
    return bool(fiche.siret and valeurs.get("siret") and fiche.siret != valeurs["siret"])


def _rattacher(ligne, repertoire, prefixe, dans_fichier):
    """Find the organisation of a person, in the file first, then in the directory."""
    for cle in ADRESSE:
        if ligne.valeurs.pop(cle, None) and not any(
            "adresse" in p.motif for p in ligne.avertissements
        ):
            ligne.avertissements.append(Probleme(
                "Adresse", "", "L’adresse et le SIRET d’une personne sont ceux de son organisme : "
                "ces cellules sont ignorées.", ""))
    cherche = ligne.valeurs["rattachement"]
    cle = cle_recherche(cherche)
    trouves = dans_fichier.get(cherche) or dans_fichier.get(cle) or []
    if not trouves:
        trouves = _par_identifiant(cherche, repertoire, prefixe) or [
            f for f in repertoire.chercher("nom", cle) if not f.parent_id and f.active
        ]
    if len(trouves) == 1:
        trouve = trouves[0]
        reconnue = getattr(trouve, "fiche", None)
        ligne.parent = reconnue or trouve
        if isinstance(trouve, Ligne) and trouve.action == "erreur":
            ligne.parent = trouve
    elif trouves:
        ligne.refuser("Organisme de rattachement", cherche,
                      f"{len(trouves)} organismes portent ce nom.",
                      "Indiquez l’identifiant de l’organisme au lieu de son nom.")
    else:
        ligne.refuser("Organisme de rattachement", cherche,
                      "Cet organisme n’est ni dans le fichier ni dans l’annuaire.",
                      "Ajoutez une ligne pour l’organisme, ou corrigez son nom.")


def _refuser_repetitions(lignes):
    vues = {}
    for ligne in lignes:
        if ligne.action == "erreur":
            continue
        parent = ligne.parent
        reperes = [("nom", cle_recherche(ligne.nom), cle_recherche(ligne.valeurs.get("city", "")),
                    ligne.valeurs.get("siret"),
                    (type(parent).__name__, getattr(parent, "id", getattr(parent, "numero", 0))))]
        if ligne.valeurs.get("identifiant"):
            reperes = [("identifiant", ligne.valeurs["identifiant"])]
        if ligne.fiche:
            reperes.append(("fiche", ligne.fiche.id))
        premiere = next((vues[r] for r in reperes if r in vues), None)
        if premiere:
            ligne.refuser("Identifiant" if ligne.valeurs.get("identifiant") else "Nom", ligne.nom,
                          f"Cette ligne répète la ligne {premiere}.",
                          "Gardez une seule ligne, ou distinguez-les par la ville ou l’identifiant.")
            continue
        for repere in reperes:
            vues[repere] = ligne.numero


def _signaler_doublons(creees, repertoire):
    """Entries and rows that look like the same organisation without being surely so."""
    vues = {}
    for ligne in creees:
        valeurs = ligne.valeurs
        proches = {}
        for cle, valeur, raison in (
            ("mots", cle_mots(ligne.nom), "Même nom, à quelques mots près"),
            ("telephone", cle_telephone(valeurs.get("phone")), "Même téléphone"),
            ("courriel", valeurs.get("email", "").lower(), "Même courriel"),
        ):
            if not valeur:
                continue
            for fiche in repertoire.chercher(cle, valeur):
                proche = bool(fiche.parent_id) == ligne.personne and fiche.active
                if proche and (cle != "mots" or _compatible(fiche, ligne)):
                    proches.setdefault(fiche.id, (raison, fiche))
            repere = (cle, valeur, ligne.personne)
            if cle == "mots":
                repere += (cle_recherche(valeurs.get("city", "")), valeurs.get("rattachement"))
            jumelle = vues.setdefault(repere, ligne)
            if jumelle is not ligne:
                proches.setdefault(("ligne", jumelle.numero), (raison, jumelle))
        ligne.doublons = list(proches.values())
