"""Read a template that an agent brings back: everything that is wrong, where, and what to do."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from .cles import BLOCS, lire_etiquette, singulier
from .ecarts import controles
from .erreurs import FichierRefuse
from .ooxml import PARTIES, analyser, q
from .remplissage import canonique, etiquette_de
from .reperes import structurer
from .texte import texte_paragraphe
from .verification import ouvrir, verifier_docx

BLOQUANT, AVERTISSEMENT = "bloquant", "avertissement"
EXTRAIT_MAX = 90
_IMAGES = re.compile(r"\.(png|jpe?g)$", re.I)
_QUE_FAIRE = {
    "fichier": "Enregistrez le document au format Word (.docx), sans mot de passe, puis déposez-le de nouveau.",
    "macro": "Enregistrez-le au format Word ordinaire (.docx), sans macro.",
    "type": "Enregistrez-le au format Word ordinaire (.docx) : ni modèle (.dotx), ni ancien format (.doc).",
    "objet": "Supprimez cet objet, ou remplacez-le par une image ou par du texte.",
    "lien_externe": "Supprimez le lien en gardant le texte (clic droit, « Supprimer le lien hypertexte »).",
    "relation": "Supprimez cet élément et enregistrez de nouveau le document.",
    "contenu": "Supprimez cet élément, ou recopiez son texte à la main.",
    "champ_actif": "Remplacez ce champ automatique par son texte.",
    "revisions": "Dans Word ou LibreOffice : « Accepter toutes les modifications », puis enregistrez.",
    "champ": "Reprenez le fichier à modifier, ou un champ de la page « Champs disponibles ».",
}


@dataclass(frozen=True)
class Constat:
    """One thing to change: `niveau`, where, what, what to do, and the article if the law asks."""

    niveau: str
    ou: str
    quoi: str
    que_faire: str
    base: str = ""


@dataclass(frozen=True)
class Examen:
    """`contenu`: the template ready for use, None when something blocks."""

    constats: tuple
    contenu: bytes | None

    @property
    def bloquants(self):
        return [c for c in self.constats if c.niveau == BLOQUANT]


@dataclass(frozen=True)
class Attendu:
    """What the template must keep: a field or a passage, and the text that asks for it."""

    sorte: str
    valeur: str
    base: str
    niveau: str


def aplani(chaine):
    """Ordinary spaces and apostrophes, to compare words alone."""
    chaine = re.sub(r"[\s\u00a0\u202f]+", " ", chaine)
    return chaine.replace("’", "'").replace("\u2011", "-").replace("\u00ad", "")


def noms_des_champs(paires):
    """{key: label}, also under the name that a field has inside a repeated passage."""
    noms = {}
    for cle, libelle in paires:
        noms[cle] = libelle
        liste, separateur, reste = cle.partition("[].")
        if separateur:
            noms[f"{singulier(liste)}.{reste}"] = libelle
    return noms


def examiner(docx, *, catalogue, attendus=(), reference=None, annules=None):
    """Examen of the file; `catalogue`: {key: label}, `reference`: the shipped template.

    `annules`: function text -> articles it cites that were annulled.
    """
    try:
        parties = ouvrir(docx)
    except FichierRefuse as refus:
        return Examen((_du_fichier("fichier", str(refus)),), None)
    constats = [
        _du_fichier(p.code, p.message, p.niveau, p.partie)
        for p in verifier_docx(docx)
        if p.code != "champ"
    ]
    constats += _images(parties)
    noms = noms_des_champs(catalogue.items())
    structure, anomalies = structurer(docx, noms)
    constats += [_de_repere(a, noms) for a in anomalies]
    if reference is not None and _a_perdu(docx, structure, reference):
        constats.append(Constat(
            BLOQUANT, "Fichier", "Ce fichier a perdu ses champs : LibreOffice ne garde pas les contrôles d’un modèle.",
            "Repartez du « fichier à modifier » téléchargé ici : ses champs y sont écrits entre accolades.",
        ))
    else:
        cles, champs = _champs(structure, catalogue)
        constats += champs
        if not anomalies:
            constats += _manques(structure, cles, catalogue, attendus, reference)
    if annules:
        constats += _annules(structure, annules)
    constats = tuple(sorted(dict.fromkeys(constats), key=lambda c: c.niveau != BLOQUANT))
    bloque = any(c.niveau == BLOQUANT for c in constats)
    return Examen(constats, None if bloque else structure)


def nom_partie(partie):
    """Where a part is read, in plain words."""
    for debut, nom in (
        ("word/header", "en-tête de page"),
        ("word/footer", "pied de page"),
        ("word/footnotes", "notes de bas de page"),
        ("word/endnotes", "notes de fin"),
        ("word/document", "texte"),
    ):
        if partie.startswith(debut):
            return nom
    return "fichier"


def _extrait(partie, chaine):
    # A field is written between braces in the file of the agent.
    chaine = re.sub(r"\[([^\[\]]*)\]", r"{\1}", " ".join(chaine.split()))
    if len(chaine) > EXTRAIT_MAX:
        chaine = chaine[: EXTRAIT_MAX - 1].rstrip() + "…"
    lieu = nom_partie(partie)
    return f"{lieu[0].upper()}{lieu[1:]}, « {chaine} »" if chaine else f"{lieu[0].upper()}{lieu[1:]}"


def _du_fichier(code, message, niveau=BLOQUANT, partie=""):
    ou = _extrait(partie, "") if partie else "Fichier"
    return Constat(niveau, ou, message, _QUE_FAIRE[code])


def _images(parties):
    for nom in parties:
        if nom.startswith("word/media/") and not _IMAGES.search(nom):
            yield Constat(
                BLOQUANT, "Images", f"L’image « {nom.rsplit('/', 1)[-1]} » n’est ni en PNG ni en JPEG.",
                "Enregistrez-la en PNG ou en JPEG et insérez-la de nouveau.",
            )  # fmt: skip


def _de_repere(anomalie, noms):
    inconnu = re.match(r"« \{(.*)\} » n’est ni", anomalie.quoi)
    ou = _extrait(anomalie.partie, anomalie.extrait)
    if inconnu:
        return Constat(BLOQUANT, ou, anomalie.quoi + ".", _proposer(inconnu[1].rsplit("|", 1)[-1], noms))
    return Constat(
        BLOQUANT, ou, anomalie.quoi[0].upper() + anomalie.quoi[1:] + ".",
        "Remettez le repère manquant comme dans le fichier téléchargé, ou supprimez le passage entier : "
        "son début, son texte et son {Fin}.",
    )  # fmt: skip


def _proposer(cle, noms):
    """The nearest known field, by its key or by its label."""
    voulue = re.sub(r"\s", "", cle).lower().rsplit(":", 1)[-1]
    proches = get_close_matches(voulue, noms, 1, 0.6)
    if not proches:
        par_nom = {nom.lower(): connue for connue, nom in noms.items()}
        proches = [par_nom[p] for p in get_close_matches(cle.strip().lower(), par_nom, 1, 0.6)]
    if proches:
        return f"Vouliez-vous écrire {{{noms[proches[0]]} | {proches[0]}}} ?"
    return "Cherchez le bon champ dans la page « Champs disponibles », ou écrivez ces mots en texte simple."


def _champs(docx, catalogue):
    """(canonical keys used, [Constat] of those that nobody can fill)."""
    cles, constats = set(), []
    noms = noms_des_champs(catalogue.items())
    parties = ouvrir(docx)
    for nom in sorted(parties):
        if PARTIES.match(nom):
            _parcourir(analyser(parties[nom]), (), nom, catalogue, noms, cles, constats)
    return cles, constats


def _parcourir(parent, portees, partie, catalogue, noms, cles, constats):
    for enfant in parent:
        if enfant.tag != q("sdt"):
            _parcourir(enfant, portees, partie, catalogue, noms, cles, constats)
            continue
        brut = etiquette_de(enfant)
        etiquette = lire_etiquette(brut)
        suite = portees
        if brut and etiquette is None:
            constats.append(_inconnu(brut, enfant, partie, noms))
        elif etiquette and etiquette.cle.startswith("auto."):
            if not portees:
                constats.append(Constat(
                    BLOQUANT, _lieu(enfant, partie), "Un numéro d’ordre est hors d’un passage répété.",
                    "Placez-le entre {Répéter …} et son {Fin}, ou supprimez-le.",
                ))
        elif etiquette and etiquette.verbe in ("champ", *BLOCS):
            cle = canonique(etiquette.cle, portees)
            if cle in catalogue:
                cles.add(cle)
            else:
                constats.append(_inconnu(etiquette.cle, enfant, partie, noms))
            if etiquette.verbe == "pour":
                suite = (*portees, (singulier(etiquette.cle), f"{cle}[]"))
        _parcourir(enfant, suite, partie, catalogue, noms, cles, constats)


def _lieu(element, partie):
    while element is not None and element.tag != q("p"):
        interieur = next(element.iter(q("p")), None)
        element = interieur if interieur is not None else element.getparent()
    return _extrait(partie, texte_paragraphe(element) if element is not None else "")


def _inconnu(cle, element, partie, noms):
    if cle in noms:
        return Constat(
            BLOQUANT, _lieu(element, partie),
            f"Le champ « {noms[cle]} » est hors du passage répété auquel il appartient.",
            f"Placez-le entre {{Répéter … | pour:{cle.split('.')[0]}s}} et son {{Fin}}.",
        )  # fmt: skip
    return Constat(
        BLOQUANT, _lieu(element, partie), f"Le champ « {cle} » n’existe pas.", _proposer(cle, noms)
    )


def _manques(docx, cles, catalogue, attendus, reference):
    """What the law or the shipped template holds, and this one does not any more."""
    lu = aplani(" ".join(_textes(docx)))
    demandees = set()
    for attendu in attendus:
        if attendu.sorte == "champ":
            demandees.add(attendu.valeur)
            if attendu.valeur not in cles:
                yield _champ_absent(attendu.valeur, catalogue, attendu.niveau, attendu.base)
        elif aplani(attendu.valeur) not in lu:
            yield Constat(
                attendu.niveau, "Texte",
                f"La mention « {attendu.valeur} » manque.",
                "Remettez-la mot pour mot, à sa place d’origine.", attendu.base,
            )  # fmt: skip
    if reference is None:
        return
    livrees, _constats = _champs(reference, catalogue)
    for cle in sorted(livrees - cles - demandees):
        yield _champ_absent(cle, catalogue, AVERTISSEMENT, "")


def _a_perdu(docx, structure, reference):
    """A word processor took the controls away from the engine's own form: no mark, few passages.

    What was printed on a condition would be printed always.
    """
    if any("{" in chaine for chaine in _textes(docx)):
        return False
    gardes, livres = (
        {tag for tag in controles(fichier) if tag.split(":")[0] in BLOCS}
        for fichier in (structure, reference)
    )
    sans_champ = not controles(structure) and bool(controles(reference))
    return sans_champ or len(gardes & livres) * 2 < len(livres)


def _champ_absent(cle, catalogue, niveau, base):
    nom = catalogue.get(cle, cle)
    conseil = f"Remettez {{{nom} | {_local(cle)}}} à sa place."
    if niveau == AVERTISSEMENT:
        conseil = f"Vérifiez que ce document n’en a pas besoin ; sinon, remettez {{{nom} | {_local(cle)}}}."
    return Constat(niveau, "Champs", f"Le champ « {nom} » du modèle livré manque.", conseil, base)


def _local(cle):
    """The key as it is written inside its repeated passage."""
    liste, separateur, reste = cle.partition("[].")
    return f"{singulier(liste)}.{reste}" if separateur else cle


def _textes(docx):
    parties = ouvrir(docx)
    for nom in sorted(parties):
        if PARTIES.match(nom):
            for paragraphe in analyser(parties[nom]).iter(q("p")):
                yield texte_paragraphe(paragraphe)


def _annules(docx, annules):
    parties = ouvrir(docx)
    for nom in sorted(parties):
        if not PARTIES.match(nom):
            continue
        for paragraphe in analyser(parties[nom]).iter(q("p")):
            lu = texte_paragraphe(paragraphe)
            for article in annules(lu):
                yield Constat(
                    BLOQUANT, _extrait(nom, lu), f"L’article {article} du code de la santé publique est annulé.",
                    "Retirez cette citation : l’acte serait attaquable.",
                    "Conseil d’État, 29 août 2024",
                )  # fmt: skip
