"""The recovery account of a case: what was spent, what is due by whom and why, what remains.

From events in any order. The invariant: what remains = recoverable expenses + 8 % + penalties
− paid − remitted. A joint debt is one debt, whatever the number of those who owe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .astreinte import CENTIME, ZERO
from .francais import date_courte, euros, liste, typo
from .lecture import regles_livrees
from .recouvrement_donnees import (
    ECARTS,
    Compte,
    Debiteurs,
    Depense,
    Dette,
    Ecart,
    LigneDepense,
    Paiement,
    PartDebiteur,
    Penalite,
    Subvention,
    Titre,
)
from .recouvrement_droit import (
    ASTREINTE,
    DOUTE,
    FRAIS,
    HEBERGEMENT,
    NATURES,
    OBJETS,
    OUI,
    PUBLICITE,
    TENUS_PAR_ACQUEREUR,
    Mutation,
    articles,
    regime,
    tient_acquereur,
)
from .regles import Refus, RegleDelai
from .repartition import repartir

_INDIVISION = "tenus pour le tout en indivision (CCH L. 541-2-1) ; à vérifier dans les autres cas"
SOLIDARITES = {
    FRAIS: _INDIVISION,
    HEBERGEMENT: _INDIVISION,
    PUBLICITE: "solidarité à vérifier, L. 541-2 vise ceux à qui l'acte a été notifié",
    ASTREINTE: (
        "tenus pour le tout en indivision (CCH L. 541-2-1) et pour un hébergement recevant du public "
        "(CCH L. 511-15 I) ; à vérifier dans les autres cas"
    ),
}
OPPOSITION = typo("opposition du {} : elle ne suspend pas le recouvrement (CCH L. 541-1)")


def _refus(depenses, penalites, titres, ecarts, paiements, subventions) -> Refus | None:
    connus = {}
    for depense in depenses:
        if depense.nature not in NATURES:
            return Refus("DEPENSE", typo(f"Nature de dépense inconnue : {depense.nature}."), "")
        if min(depense.ht, depense.tva, depense.ttc) < 0 or depense.ht + depense.tva != depense.ttc:
            message = (
                f"{depense.libelle or depense.code} : {euros(depense.ht)} hors taxes et "
                f"{euros(depense.tva)} de TVA ne font pas {euros(depense.ttc)}."
            )
            return Refus("DEPENSE", typo(message), "CCH R. 511-9")
        if any(poids < 0 for _d, poids in depense.parts):
            return Refus("DEPENSE", typo("Une part ne peut pas être négative."), "CCH L. 511-17")
    for titre in titres:
        if titre.montant <= 0 or not titre.debiteurs or titre.objet not in OBJETS:
            return Refus("TITRE", typo("Un titre a un débiteur et un montant positif."), "CCH L. 511-17")
        if titre.code in connus:
            return Refus("TITRE", typo(f"Le titre {titre.code} est compté deux fois."), "CCH L. 511-17")
        connus[titre.code] = titre
    restes = {code: titre.montant for code, titre in connus.items()}
    for mouvement in (*ecarts, *paiements):
        if mouvement.titre not in connus:
            return Refus("TITRE", typo(f"Le titre {mouvement.titre} n'existe pas."), "CCH L. 511-17")
        if mouvement.montant <= 0:
            return Refus("TITRE", typo("Le montant doit être positif."), "CCH L. 511-17")
    for ecart in ecarts:
        if ecart.nature not in ECARTS:
            return Refus("TITRE", typo(f"Changement de titre inconnu : {ecart.nature}."), "")
        restes[ecart.titre] -= ecart.montant
        if restes[ecart.titre] < 0:
            message = f"Titre {ecart.titre} : on ne peut pas en ôter plus que son montant."
            return Refus("TITRE", typo(message), "CCH L. 511-17")
    if any(s.montant < 0 for s in subventions):
        return Refus("SUBVENTION", typo("Une subvention ne peut pas être négative."), "")
    return None


def etablir(
    *,
    depenses: Iterable[Depense] = (),
    penalites: Iterable[Penalite] = (),
    titres: Iterable[Titre] = (),
    ecarts: Iterable[Ecart] = (),
    paiements: Iterable[Paiement] = (),
    mutations: Iterable[Mutation] = (),
    publications: Mapping[str, date] | None = None,
    subventions: Iterable[Subvention] = (),
    noms: Mapping[str, str] | None = None,
    regles: Mapping[str, RegleDelai] | None = None,
) -> Compte | Refus:
    """The account. `publications`: {procedure: day its order was published}."""
    # Sorted: the account does not depend on the order in which things were typed.
    depenses = sorted(depenses, key=lambda d: (d.le, d.code))
    penalites = sorted(penalites, key=lambda p: (p.le, p.code))
    titres, ecarts, paiements = tuple(titres), tuple(ecarts), tuple(paiements)
    mutations = sorted(mutations, key=lambda m: (m.le, m.acquereur))
    subventions, noms = tuple(subventions), noms or {}
    if refus := _refus(depenses, penalites, titres, ecarts, paiements, subventions):
        return refus
    lignes = tuple(_ligne(depense) for depense in depenses)
    montants = _montants(lignes, penalites, titres)
    taux = Decimal(str((regles or regles_livrees())["DL-FORF-8"].nombre))
    forfaits = _forfaits(montants, taux)
    dettes = tuple(
        _dette(cle, montants[cle], forfaits.get(cle, ZERO), taux, noms)
        for cle in sorted(montants, key=lambda c: (list(OBJETS).index(c[0]), c[1]))
    )
    dettes = tuple(
        _suivie(dette, montants[dette.objet, dette.debiteurs], titres, ecarts, paiements,
                mutations, publications or {}, noms)
        for dette in dettes
    )  # fmt: skip
    return Compte(
        depenses=lignes,
        dettes=dettes,
        debiteurs=_par_debiteur(dettes),
        totaux=_totaux(lignes, dettes, subventions),
        par=_par_payeur(depenses),
        mentions=_mentions(lignes, dettes, subventions),
    )


@dataclass(slots=True)
class _Montant:
    depenses: Decimal = ZERO
    assiette: Decimal = ZERO  # what bears the 8 %
    astreinte: Decimal = ZERO
    bases: list = field(default_factory=list)
    procedures: set = field(default_factory=set)
    mots: list = field(default_factory=list)
    doutes: list = field(default_factory=list)


def _ligne(depense: Depense) -> LigneDepense:
    droit = regime(depense.nature, depense.procedure)
    retenue = droit.recuperable == OUI or (droit.recuperable == DOUTE and depense.admise)
    if retenue and not depense.parts:
        retenue, motif = False, "désignez qui la doit : aucune personne tenue n'est connue"
    else:
        motif = droit.motif
    if droit.recuperable == OUI:
        mots = f"récupérable ({droit.base})"
    elif retenue:
        mots = "retenue sur décision écrite, à vérifier"
    else:
        mots = "non récupérable" + (f" ({droit.base})" if droit.base else "")
    if droit.recuperable == OUI and not retenue:
        mots = f"récupérable ({droit.base}), pas encore comptée"
    return LigneDepense(depense, droit, retenue, typo(f"{mots} : {motif}" if motif else mots))


def _cle(objet: str, debiteurs: Iterable[str]) -> tuple[str, Debiteurs]:
    return objet, tuple(sorted(set(debiteurs)))


def _montants(lignes, penalites, titres) -> dict[tuple[str, Debiteurs], _Montant]:
    montants: dict[tuple[str, Debiteurs], _Montant] = {}
    for ligne in lignes:
        if not ligne.retenue:
            continue
        depense = ligne.depense
        parts = repartir(depense.ttc, [poids for _d, poids in depense.parts])
        partagee = len(parts) > 1
        total = sum((poids for _d, poids in depense.parts), Decimal(0))
        for (debiteurs, poids), part in zip(depense.parts, parts, strict=True):
            montant = montants.setdefault(_cle(ligne.regime.objet, debiteurs), _Montant())
            montant.depenses += part
            if ligne.regime.forfait == OUI:
                montant.assiette += part
            elif ligne.regime.forfait == DOUTE:
                montant.doutes.append(ligne.regime.motif)
            montant.bases.append(ligne.regime.base)
            montant.procedures.add(depense.procedure)
            mots = f"{depense.libelle or NATURES[depense.nature].libelle} : {euros(part)}"
            if partagee:
                mots += f" ({poids.normalize():f}/{total.normalize():f} de {euros(depense.ttc)})"
            montant.mots.append(mots)
    for penalite in penalites:
        for debiteurs, part in penalite.parts:
            montant = montants.setdefault(_cle(ASTREINTE, debiteurs), _Montant())
            montant.astreinte += part
            montant.bases.append(penalite.base)
            montant.mots.append(f"{penalite.libelle or 'liquidation'} : {euros(part)}")
    for titre in titres:  # a title without its debt any more still shows: it must be reduced
        montants.setdefault(_cle(titre.objet, titre.debiteurs), _Montant())
    return montants


def _forfaits(montants, taux) -> dict[tuple[str, Debiteurs], Decimal]:
    """8 % of the whole, to the cent, then shared without losing one (L. 543-2)."""
    cles = sorted(cle for cle, montant in montants.items() if montant.assiette)
    if not cles:
        return {}
    assiettes = [montants[cle].assiette for cle in cles]
    total = (sum(assiettes) * taux / 100).quantize(CENTIME, rounding=ROUND_HALF_UP)
    return dict(zip(cles, repartir(total, assiettes), strict=True))


def _dette(cle, montant, forfait, taux, noms) -> Dette:
    objet, debiteurs = cle
    mots = " + ".join(montant.mots) or "plus rien n'est dû"
    if montant.assiette:
        mots += (
            f" + forfait de {taux.normalize():f} % de {euros(montant.assiette)} ({euros(forfait)}, "
            "CCH L. 543-2)"
        )
    total = montant.depenses + forfait + montant.astreinte
    if montant.assiette or len(montant.mots) > 1:
        mots += f" = {euros(total)}"
    mentions = list(dict.fromkeys(montant.doutes))
    if len(debiteurs) > 1:
        qui = liste(noms.get(d, d) for d in debiteurs)
        mentions.append(typo(f"une seule dette, commune à {qui} : {SOLIDARITES[objet]}"))
    bases = articles([*montant.bases, *(["CCH L. 543-2"] if montant.assiette else [])])
    return Dette(
        objet, debiteurs, (), montant.depenses, forfait, montant.astreinte, ZERO, ZERO, ZERO, ZERO,
        typo(mots), bases, "confirme", tuple(mentions),
    )  # fmt: skip


def _suivie(dette, montant, titres, ecarts, paiements, mutations, publications, noms) -> Dette:
    """The debt with its titles, payments, remissions and buyers."""
    siens = {t.code: t for t in titres if _cle(t.objet, t.debiteurs) == (dette.objet, dette.debiteurs)}
    otes = {nature: ZERO for nature in ECARTS}
    for ecart in ecarts:
        if ecart.titre in siens:
            otes[ecart.nature] += ecart.montant
    acquereurs, mentions = _acquereurs(dette, montant, mutations, publications, noms)
    for titre in sorted(siens.values(), key=lambda t: (t.le, t.code)):
        if titre.opposition:
            mentions.append(f"titre {titre.numero or titre.code}, " + OPPOSITION.format(date_courte(titre.opposition)))
    return replace(
        dette,
        acquereurs=acquereurs,
        titre=sum((t.montant for t in siens.values()), ZERO) - otes["reduction"] - otes["annulation"],
        paye=sum((p.montant for p in paiements if p.titre in siens), ZERO),
        remis=otes["remise"],
        non_valeur=otes["non_valeur"],
        mentions=dette.mentions + tuple(mentions),
    )


def _acquereurs(dette, montant, mutations, publications, noms):
    """Buyers jointly held, in a chain of sales, and why the others are not."""
    tenus, mentions, chaine = [], [], set(dette.debiteurs)
    for mutation in mutations:
        if mutation.cedant not in chaine:
            continue
        chaine.add(mutation.acquereur)
        qui = noms.get(mutation.acquereur, mutation.acquereur)
        if dette.objet not in TENUS_PAR_ACQUEREUR:
            if dette.objet == ASTREINTE:
                mentions.append(typo(
                    f"{qui} n'est pas tenu de l'astreinte : L. 541-2 ne vise que l'office et "
                    "l'hébergement ; l'effet de la vente sur l'astreinte est à vérifier"
                ))
            continue
        motifs = {
            tient_acquereur(mutation, publications.get(procedure), procedure)
            for procedure in montant.procedures
        }
        if "" in motifs:
            tenus.append(mutation.acquereur)
            mentions.append(typo(
                f"{qui}, acquéreur du {date_courte(mutation.le)}, est tenu solidairement (CCH L. 541-2)"
            ))
        mentions += sorted(f"{qui}\u00a0: {motif}" for motif in motifs if motif)
    return tuple(dict.fromkeys(tenus)), mentions


def _par_debiteur(dettes) -> tuple[PartDebiteur, ...]:
    codes = sorted({code for dette in dettes for code in dette.tenus})
    parts = []
    for code in codes:
        siennes = [dette for dette in dettes if code in dette.tenus]
        seul = sum((d.reste for d in siennes if d.tenus == (code,)), ZERO)
        tout = sum((d.reste for d in siennes), ZERO)
        parts.append(PartDebiteur(code, seul, tout - seul, tuple(d.cle for d in siennes)))
    return tuple(parts)


def _totaux(lignes, dettes, subventions) -> dict[str, Decimal]:
    def somme(valeurs):
        return sum(valeurs, ZERO)

    depense = somme(ligne.depense.ttc for ligne in lignes)
    recuperable = somme(ligne.depense.ttc for ligne in lignes if ligne.retenue)
    versees = somme(s.montant for s in subventions if s.versee)
    paye = somme(d.paye for d in dettes)
    paye_astreinte = somme(d.paye for d in dettes if d.objet == ASTREINTE)
    return {
        "depense": depense,
        "recuperable": recuperable,
        "non_recuperable": depense - recuperable,
        "forfait": somme(d.forfait for d in dettes),
        "astreinte": somme(d.astreinte for d in dettes),
        "du": somme(d.du for d in dettes),
        "titre": somme(d.titre for d in dettes),
        "paye": paye,
        "remis": somme(d.remis for d in dettes),
        "non_valeur": somme(d.non_valeur for d in dettes),
        "reste": somme(d.reste for d in dettes),
        "a_titrer": somme(max(d.a_titrer, ZERO) for d in dettes),
        "titre_en_trop": somme(max(-d.a_titrer, ZERO) for d in dettes),
        "subventions": versees,
        # The astreinte repays no expense: it is not counted here.
        "a_charge": depense - (paye - paye_astreinte) - versees,
    }


def _par_payeur(depenses) -> dict[str, Decimal]:
    par: dict[str, Decimal] = {}
    for depense in depenses:
        par[depense.par] = par.get(depense.par, ZERO) + depense.ttc
    return par


def _mentions(lignes, dettes, subventions) -> tuple[str, ...]:
    mentions = []
    for dette in dettes:
        if dette.a_titrer < 0:
            mentions.append(typo(
                f"{OBJETS[dette.objet]} : {euros(-dette.a_titrer)} titrés de trop, réduisez le titre"
            ))
        if dette.reste < 0:
            mentions.append(typo(
                f"{OBJETS[dette.objet]} : {euros(-dette.reste)} payés ou remis de trop, à rendre"
            ))
    if any(ligne.regime.objet == PUBLICITE and ligne.retenue for ligne in lignes):
        mentions.append(typo(
            "la publication est supportée par ceux à qui l'arrêté a été notifié (CCH L. 541-2)"
        ))
    if any(s.versee for s in subventions):
        mentions.append(typo(
            "à vérifier : les subventions ne sont pas déduites de ce que doit la personne tenue, aucun "
            "article lu ne le prévoit"
        ))
    if any(ligne.regime.objet == FRAIS and ligne.retenue and ligne.depense.tva for ligne in lignes):
        mentions.append(typo(
            "les frais sont comptés TVA comprise ; si la commune récupère la TVA, à vérifier avec le "
            "comptable"
        ))
    return tuple(dict.fromkeys(mentions))


__all__ = [
    "Compte",
    "Depense",
    "Dette",
    "Ecart",
    "Mutation",
    "Paiement",
    "Penalite",
    "Subvention",
    "Titre",
    "etablir",
]
