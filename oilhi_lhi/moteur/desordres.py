"""Finding a disorder in everyday words: « plancher qui bouge », « ça sent le brulé ».

The catalogue is short: every sheet is compared, in memory. Words are forgiven their typing mistakes
as elsewhere (tools of the directory, handed over so that this core depends on nothing).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

# Words that say nothing here, or say who and not what; « pas » and « sans » do.
MOTS_VIDES = frozenset(
    "a au aux avec c ca ce cet cette chez d dans de des du elle en est et etre fait il ils j je l la "
    "le les leur lui m ma mais me mes mon n ne nous on ont ou par plus pour qu que qui s sa se ses son "
    "sont sur t tout tres un une va y "
    "cause dort dorment enfant enfants famille gens habite habitent loge logent malade malades "
    "personnes vit vivent voisin voisine voisins".split()
)
POIDS = {"nom": 3.0, "synonymes": 3.0, "criteres": 1.5, "categorie": 1.0}
EXPRESSION = 4.0  # the words typed stand together in one name or one synonym
MINIMUM = 0.34  # share of what is typed that must be found: « ils vivent dans une cave »


@dataclass(frozen=True, slots=True)
class Fiche:
    """One disorder, as it is searched."""

    code: str
    nom: str
    synonymes: tuple[str, ...] = ()
    criteres: tuple[str, ...] = ()
    categorie: str = ""


@dataclass(frozen=True)
class Catalogue:
    """``normaliser``, ``proches``: text in plain words, and the nearest words of a list."""

    fiches: tuple[Fiche, ...]
    normaliser: Callable[[str], str]
    proches: Callable[[str, Iterable[str]], list[str]]

    @cached_property
    def champs(self) -> tuple[Mapping[str, float], ...]:
        """For each sheet, its words and the best weight of each."""
        index = []
        for fiche in self.fiches:
            poids: dict[str, float] = {}
            for nom, textes in (
                ("nom", (fiche.nom,)),
                ("synonymes", fiche.synonymes),
                ("criteres", fiche.criteres),
                ("categorie", (fiche.categorie,)),
            ):
                for mot in self._mots(" ".join(textes)):
                    poids[mot] = max(poids.get(mot, 0.0), POIDS[nom])
            index.append(poids)
        return tuple(index)

    @cached_property
    def expressions(self) -> tuple[tuple[frozenset[str], ...], ...]:
        return tuple(
            tuple(frozenset(self._mots(t)) for t in (fiche.nom, *fiche.synonymes, *fiche.criteres))
            for fiche in self.fiches
        )

    @cached_property
    def frequences(self) -> Mapping[str, int]:
        nombres: dict[str, int] = {}
        for poids in self.champs:
            for mot in poids:
                nombres[mot] = nombres.get(mot, 0) + 1
        return nombres

    def _mots(self, texte: str) -> tuple[str, ...]:
        mots = tuple(dict.fromkeys(self.normaliser(texte).split()))
        return tuple(m for m in mots if m not in MOTS_VIDES) or mots

    def _cherches(self, mot: str) -> dict[str, float]:
        """Words of the catalogue that answer a word typed, and how well."""
        trouves = {connu: _ressemble(mot, connu) for connu in self.frequences}
        trouves = {connu: note for connu, note in trouves.items() if note}
        if not trouves:
            trouves = dict.fromkeys(self.proches(mot, self.frequences), 0.7)
        return trouves

    def chercher(self, saisie: str, maximum: int = 10) -> list[str]:
        """Codes of the disorders that answer best what is typed, best first."""
        brut = (saisie or "").strip()
        exacts = [f.code for f in self.fiches if brut and f.code.startswith(brut.upper())]
        if exacts:
            return exacts[:maximum]
        mots = [self._cherches(mot) for mot in self._mots(brut[:200])]
        mots = [m for m in mots if m] or []
        if not mots:
            return []
        valeurs = [max(self._rarete(connu) for connu in m) for m in mots]
        total = sum(valeurs)
        notes = []
        for rang, (fiche, poids, expressions) in enumerate(
            zip(self.fiches, self.champs, self.expressions, strict=True)
        ):
            note, part = 0.0, 0.0
            for cherches, valeur in zip(mots, valeurs, strict=True):
                meilleur = max(
                    (note_mot * poids[connu] for connu, note_mot in cherches.items() if connu in poids),
                    default=0.0,
                )
                note += meilleur * valeur
                part += valeur if meilleur else 0.0
            if part < MINIMUM * total:
                continue
            ensemble = max(self._ensemble(mots, valeurs, e) for e in expressions) / total
            notes.append((-(note / total + EXPRESSION * ensemble), rang, fiche.code))
        return [code for _note, _rang, code in sorted(notes)[:maximum]]

    def _rarete(self, connu: str) -> float:
        return math.log(1 + len(self.fiches) / self.frequences[connu])

    @staticmethod
    def _ensemble(
        mots: list[dict[str, float]], valeurs: list[float], expression: frozenset[str]
    ) -> float:
        """How much of what is typed stands in one expression, less what it says besides."""
        trouve = sum(v for m, v in zip(mots, valeurs, strict=True) if not expression.isdisjoint(m))
        autres = sum(all(mot not in m for m in mots) for mot in expression)
        return trouve / (1 + 0.15 * autres)


def _ressemble(mot: str, connu: str) -> float:
    """1 for the word itself or its plural, less for a word of the same family."""
    if mot == connu or mot.rstrip("sx") == connu.rstrip("sx"):
        return 1.0
    court, long_ = sorted((mot, connu), key=len)
    racine = court.rstrip("sxe") if len(court) > 4 else court
    if len(racine) >= 4 and long_.startswith(racine):
        return 0.9 if len(long_) - len(racine) <= 3 else 0.7
    return 0.0
