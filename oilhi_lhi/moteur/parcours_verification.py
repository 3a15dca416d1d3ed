"""What is wrong in the steps of the procedures: what their jurist must see before they are shipped.

Rows are plain dicts, as read from the CSV files (a missing column counts as empty). Nothing is
computed here but faults, in French: none when all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .documents import NOMS
from .francais import typo
from .parcours_donnees import Donnees, Index, Ligne, codes, indexer, lire, reference, texte
from .parcours_redaction import fautes_de_forme, fautes_de_preuve

__all__ = ["Donnees", "Faute", "lire", "verifier"]

NATURES = frozenset((
    "signalement", "competence", "recherche", "visite", "rapport", "expertise", "qualification",
    "avis_abf", "info_abf", "contradictoire", "info_occupants", "observations", "amiable",
    "information", "arrete", "decision_tiers", "saisine", "notification", "transmission",
    "publication", "affichage", "protection", "suivi", "execution", "carence", "mainlevee",
    "poursuite", "astreinte", "office", "juge", "recouvrement", "penal", "modification", "creance",
    "mesure", "bascule", "cloture", "social", "deliberation",
))  # fmt: skip
NIVEAUX = frozenset(("confirme", "a_verifier", "pratique"))
CHOIX = {
    "nature": NATURES,
    "police": frozenset(("", "securite", "generale")),
    "niveau_preuve": NIVEAUX,
    "obligation": frozenset(("oui", "condition", "conseille", "non")),
    "issue": frozenset(("tronc", "succes", "echec", "divers")),
    "phase": frozenset(
        ("", "signalement", "instruction", "contradictoire", "arrete", "execution", "carence")
    ),
    "terme": frozenset(("", "0", "1")),
    "repetable": frozenset(("", "0", "1")),
}
FAITS = frozenset((
    "heure", "reception", "destinataire", "mode", "delai", "montant", "transmission", "observations",
))  # fmt: skip
EFFETS = frozenset(("ecartee", "obligatoire", "consigne"))
VOISINES = ("precedent_codes", "exige_codes", "ferme_codes", "acte_codes")
BRANCHES = ("succes_codes", "echec_codes")
DELAIS = ("delai_codes", "garde_codes", "tient_codes", "manque_codes")
TEXTES = ("name", "acteur", "base", "condition", "libelle_date")


@dataclass(frozen=True, slots=True, order=True)
class Faute:
    objet: str  # code of the step, of the procedure, or id of the difference
    champ: str
    code: str  # inconnu, cycle, inatteignable, sans_terme, garde_pratique, sans_base…
    message: str


def verifier(donnees: Donnees, documents: Iterable[str] | None = None) -> tuple[Faute, ...]:
    """All the faults, in the order of the codes. `documents`: codes known, those of NOMS if None."""
    index = indexer(donnees)
    partenaires = {texte(p, "code") for p in donnees.partenaires}
    connus = frozenset(NOMS if documents is None else documents)
    fautes = [*_doubles(donnees)]
    for etape in donnees.etapes:
        fautes += _codes_inconnus(etape, index, connus, partenaires)
        fautes += _vocabulaire(etape)
        fautes += _regles_dures(etape, index)
        fautes += _redaction(etape)
    for difference in donnees.differences:
        fautes += _difference(difference, index, connus, partenaires)
    for delai in donnees.delais:
        fautes += _delai(delai, connus)
    for code, siennes in index.siennes.items():
        if code:
            fautes += _cycles(siennes)
            fautes += _branches(siennes, index)
            fautes += _sans_depart(code, siennes, index)
    for code, procedure in index.noms.items():
        fautes += _procedure(code, procedure, index)
    return tuple(sorted(set(fautes)))


def _faute(objet: str, champ: str, code: str, message: str) -> Faute:
    return Faute(objet, champ, code, typo(f"{objet or 'Ligne sans code'} : {message}"))


def _doubles(donnees: Donnees) -> Iterator[Faute]:
    for lignes in (donnees.etapes, donnees.procedures, donnees.differences, donnees.delais):
        for champ in ("id", "code"):
            vus: set[tuple[str, str]] = set()
            for ligne in lignes:
                # A delay has one row for each version of the law.
                valeur = texte(ligne, champ)
                cle = (valeur, texte(ligne, "date_debut"))
                if valeur and cle in vus:
                    yield _faute(valeur, champ, "double", "écrit deux fois.")
                vus.add(cle)


# -- Codes and words -------------------------------------------------------------------------------


def _codes_inconnus(
    etape: Ligne, index: Index, documents: Iterable[str], partenaires: Iterable[str]
) -> Iterator[Faute]:
    objet = texte(etape, "code")
    sienne = index.procedure_de(etape)
    if not sienne:
        yield _faute(objet, "procedure_id:id", "inconnu", "procédure inconnue.")
    soeurs = index.siennes[sienne]
    autres = index.noms.keys() - {sienne}
    # A variant may come back to the procedure whose steps it uses: the step then names its own.
    suites = index.noms.keys() if index.a_des_variantes(sienne) else autres
    permis = {
        **dict.fromkeys(DELAIS, (index.delais.keys(), "délai inconnu")),
        **dict.fromkeys(VOISINES, (soeurs.keys(), "étape inconnue de cette procédure")),
        **dict.fromkeys(
            BRANCHES, (soeurs.keys() | autres, "ni une étape de cette procédure ni une procédure")
        ),
        "document_codes": (documents, "document inconnu"),
        "partenaire_codes": (partenaires, "type de partenaire inconnu"),
        "bascule_codes": (suites, "autre procédure inconnue"),
        "reprise_codes": (index.etapes.keys(), "étape inconnue"),
        "faits_demandes": (FAITS, "fait inconnu"),
    }
    for champ, (connus, quoi) in permis.items():
        for code in codes(etape, champ):
            if code not in connus:
                yield _faute(objet, champ, "inconnu", f"{quoi} : {code}.")
    for code in codes(etape, "reprise_codes"):
        if code in soeurs:
            yield _faute(
                objet, "reprise_codes", "reprise_interne",
                f"{code} est de la même procédure : rien à reprendre.",
            )  # fmt: skip


def _vocabulaire(etape: Ligne) -> Iterator[Faute]:
    objet = texte(etape, "code")
    for champ, permis in CHOIX.items():
        if (mot := texte(etape, champ)) not in permis:
            yield _faute(
                objet, champ, "vocabulaire",
                f"{champ} « {mot} » inconnu." if mot else f"{champ} n’est pas rempli.",
            )  # fmt: skip


def _redaction(etape: Ligne) -> Iterator[Faute]:
    objet, consigne = texte(etape, "code"), texte(etape, "consigne")
    if not consigne.strip():
        yield _faute(objet, "consigne", "consigne_vide", "la consigne est vide.")
    for champ in (*TEXTES, "consigne"):
        for code, message in fautes_de_forme(texte(etape, champ), champ == "consigne"):
            yield _faute(objet, champ, code, message)
    for code, message in fautes_de_preuve(consigne, texte(etape, "niveau_preuve")):
        yield _faute(objet, "consigne", code, message)


def _regles_dures(etape: Ligne, index: Index) -> Iterator[Faute]:
    """What refuses an act is the law: it names its article, and is never a mere advice."""
    objet = texte(etape, "code")
    if not texte(etape, "base").strip():
        for champ in ("exige_codes", "garde_codes"):
            if codes(etape, champ):
                yield _faute(objet, champ, "sans_base", "règle qui bloque sans base légale.")
        if texte(etape, "niveau_preuve") == "confirme":
            yield _faute(objet, "base", "sans_base", "confirmé, mais par quel article ?")
    for code in codes(etape, "garde_codes"):
        if texte(index.delais.get(code, {}), "niveau_preuve") == "pratique":
            yield _faute(
                objet, "garde_codes", "garde_pratique",
                f"{code} n’est que conseillé : il n’interdit jamais un acte.",
            )  # fmt: skip
    for code in codes(etape, "exige_codes"):
        if texte(index.etapes.get(code, {}), "condition_code"):
            yield _faute(
                objet, "exige_codes", "exige_conditionnelle",
                f"{code} est écartée quand sa condition n’est pas remplie : elle bloquerait pour "
                "toujours.",
            )  # fmt: skip


def _delai(delai: Ligne, documents: frozenset[str]) -> Iterator[Faute]:
    """An advice is said to be one, and never stands for a minimum of the law."""
    objet, nom = texte(delai, "code"), texte(delai, "name")
    pratique = texte(delai, "niveau_preuve") == "pratique"
    if pratique and texte(delai, "nature") == "minimum":
        yield _faute(objet, "nature", "garde_pratique", "un conseil n’est pas un minimum légal.")
    if objet.startswith("DL-P-") and not (pratique and nom.startswith("Conseillé")):
        yield _faute(
            objet, "name", "preuve", "délai conseillé : le nom et le niveau de preuve le disent."
        )
    for code in codes(delai, "tenu_par_codes"):
        if code not in documents:
            yield _faute(objet, "tenu_par_codes", "inconnu", f"document inconnu : {code}.")
    for champ in ("name", "depart", "base", "observation"):
        for code, message in fautes_de_forme(texte(delai, champ)):
            yield _faute(objet, champ, code, message)


# -- Differences of the variants -------------------------------------------------------------------


def _difference(
    difference: Ligne, index: Index, documents: Iterable[str], partenaires: Iterable[str]
) -> Iterator[Faute]:
    objet, effet = texte(difference, "id"), texte(difference, "effet")
    procedure = texte(index.procedures.get(reference(difference, "procedure_id:id"), {}), "code")
    etape = index.par_id.get(reference(difference, "etape_id:id"))
    if not procedure:
        yield _faute(objet, "procedure_id:id", "inconnu", "procédure inconnue.")
    if etape is None:
        yield _faute(objet, "etape_id:id", "inconnu", "étape inconnue.")
    elif procedure and index.procedure_de(etape) != index.parcours(procedure):
        yield _faute(
            objet, "etape_id:id", "inconnu",
            f"{texte(etape, 'code')} n’est pas une étape que suit la procédure {procedure}.",
        )  # fmt: skip
    for champ, permis, quoi in (
        ("delai_codes", index.delais.keys(), "délai inconnu"),
        ("document_codes", documents, "document inconnu"),
        ("partenaire_codes", partenaires, "type de partenaire inconnu"),
    ):
        for code in codes(difference, champ):
            if code not in permis:
                yield _faute(objet, champ, "inconnu", f"{quoi} : {code}.")
    if effet not in EFFETS:
        yield _faute(objet, "effet", "vocabulaire", f"effet « {effet} » inconnu.")
    niveau = texte(difference, "niveau_preuve")
    if niveau not in NIVEAUX:
        yield _faute(objet, "niveau_preuve", "vocabulaire", f"niveau de preuve « {niveau} » inconnu.")
    if not texte(difference, "base").strip() and niveau == "confirme":
        yield _faute(objet, "base", "sans_base", "confirmé, mais par quel article ?")
    for champ, requis in (("motif", True), ("consigne", effet == "consigne")):
        if requis and not texte(difference, champ).strip():
            yield _faute(objet, champ, "consigne_vide", f"{champ} vide.")
        # The reason is completed with its article when it is shown: no stop is asked of it.
        for code, message in fautes_de_forme(texte(difference, champ), champ == "consigne"):
            yield _faute(objet, champ, code, message)
        for code, message in fautes_de_preuve(texte(difference, champ), niveau):
            yield _faute(objet, champ, code, message)
    for code, message in fautes_de_forme(texte(difference, "base")):
        yield _faute(objet, "base", code, message)


# -- Ways through a procedure ----------------------------------------------------------------------


def _joignables(depart: Iterable[str], suites: Mapping[str, Iterable[str]]) -> set[str]:
    """Every code reached from these, themselves included."""
    atteints: set[str] = set()
    pile = list(depart)
    while pile:
        if (code := pile.pop()) not in atteints:
            atteints.add(code)
            pile += suites.get(code, ())
    return atteints


def _cycles(siennes: Mapping[str, Ligne]) -> Iterator[Faute]:
    """Steps that wait for one another: on a hard rule, and on a mere order of the stepper."""
    deja: set[str] = set()
    for champs in (("exige_codes",), ("exige_codes", "precedent_codes")):
        avant = {
            code: [c for champ in champs for c in codes(etape, champ) if c in siennes]
            for code, etape in siennes.items()
        }
        apres = {code: _joignables(avant[code], avant) for code in siennes}
        for code in sorted(siennes):
            boucle = {c for c in apres[code] if code in apres[c]}
            if code in apres[code] and not boucle & deja:
                deja |= boucle
                yield _faute(
                    code, champs[-1], "cycle",
                    f"étapes qui s’attendent les unes les autres : {', '.join(sorted(boucle))}.",
                )  # fmt: skip


def _branches(siennes: Mapping[str, Ligne], index: Index) -> Iterator[Faute]:
    """A success or a failure after which nothing ends the procedure nor opens another."""
    suites: dict[str, list[str]] = {code: [] for code in siennes}
    for code, etape in siennes.items():
        suites[code] += [c for champ in BRANCHES for c in codes(etape, champ)]
        for champ in ("precedent_codes", "exige_codes"):
            for avant in codes(etape, champ):
                suites.get(avant, []).append(code)
    issues = {
        code
        for code, etape in siennes.items()
        if texte(etape, "terme") == "1" or codes(etape, "bascule_codes")
    } | (index.noms.keys() - siennes.keys())
    for code, etape in siennes.items():
        for champ in BRANCHES:
            cibles = [c for c in codes(etape, champ) if c in siennes or c in index.noms]
            if cibles and not _joignables(cibles, suites) & issues:
                yield _faute(
                    code, champ, "branche_sans_issue",
                    f"après {', '.join(cibles)}, rien ne termine la procédure ni n’en ouvre une "
                    "autre.",
                )  # fmt: skip


def _sans_depart(procedure: str, siennes: Mapping[str, Ligne], index: Index) -> Iterator[Faute]:
    """A delay that is waited for, kept or missed, and that no step nor event starts."""
    variantes = [c for c in index.noms if index.parcours(c) == procedure]
    partis = {c for etape in siennes.values() for c in codes(etape, "delai_codes")}
    for variante in variantes:
        for difference in index.differences.get(variante, ()):
            partis |= set(codes(difference, "delai_codes"))
    for objet, etape in siennes.items():
        for champ in DELAIS[1:]:
            for code in codes(etape, champ):
                libre = texte(index.delais.get(code, {}), "depart_type") == "libre"
                if code in index.delais and code not in partis and not libre:
                    yield _faute(
                        objet, champ, "sans_depart", f"aucune étape ne fait partir le délai {code}."
                    )


def _procedure(code: str, procedure: Ligne, index: Index) -> Iterator[Faute]:
    """A procedure, or a variant with the steps that it keeps: can it be walked to its end?"""
    suivie = reference(procedure, "parcours_id:id")
    if suivie and suivie not in index.procedures:
        yield _faute(code, "parcours_id:id", "inconnu", "procédure suivie inconnue.")
        return
    siennes = index.siennes.get(index.parcours(code), {})
    if not siennes:
        yield _faute(code, "etapes", "sans_etape", "aucune étape.")
        return
    ecartees = index.ecartees(code)
    gardees = {c: e for c, e in siennes.items() if c not in ecartees}
    perdues = gardees.keys() - _atteintes(gardees, siennes)
    fin = any(texte(e, "terme") == "1" for e in gardees.values())
    if suivie:  # what is wrong in the procedure that it follows is said there, once
        perdues -= siennes.keys() - _atteintes(siennes, siennes)
        fin = fin or not any(texte(e, "terme") == "1" for e in siennes.values())
    if not fin:
        yield _faute(code, "terme", "sans_terme", "aucune étape ne termine la procédure.")
    for perdue in sorted(perdues):
        yield _faute(
            perdue, "exige_codes", "inatteignable", f"étape impossible dans la procédure {code}."
        )


def _atteintes(gardees: Mapping[str, Ligne], siennes: Mapping[str, Ligne]) -> set[str]:
    """Steps that can be done: what they require can be, and something leads to them."""
    menent = {c for e in gardees.values() for champ in BRANCHES for c in codes(e, champ)}

    def possible(code: str, etape: Ligne) -> bool:
        exige = codes(etape, "exige_codes")
        # An order is an advice: a step set aside, or unknown, holds nobody back.
        avant = [c for c in codes(etape, "precedent_codes") if c in gardees]
        if any(c not in faites or code in codes(siennes[c], "ferme_codes") for c in exige):
            return False
        if avant or exige:
            return not avant or any(c in faites for c in avant)
        return texte(etape, "issue") not in ("succes", "echec") or code in menent

    faites: set[str] = set()
    while nouvelles := {c for c, e in gardees.items() if c not in faites and possible(c, e)}:
        faites |= nouvelles
    return faites
