"""Money is never created nor lost; a day of astreinte is never counted twice.

The course of the astreinte is compared with a second computation, day by day, that shares nothing
with the core but the dates.
"""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from moteur.astreinte_cours import ArreteAstreinte, Fins, Redevable, suivre
from moteur.astreinte_liquidation import Decidee, a_liquider
from moteur.recouvrement import (
    Depense,
    Ecart,
    Mutation,
    Paiement,
    Penalite,
    Subvention,
    Titre,
    etablir,
)
from moteur.recouvrement_droit import NATURES, regime
from moteur.repartition import repartir

UN = timedelta(days=1)
PLAFOND = Decimal(50000)
jour = st.dates(date(2027, 11, 1), date(2028, 7, 31))
peut_etre = st.none() | jour
taux = st.decimals("0.01", "1000", places=2)
PERSONNES = "ABC"


@st.composite
def arretes(dessin):
    """One to three orders of a same procedure, in any mode, some of them not notified to all."""
    pris = sorted(dessin(st.lists(jour, min_size=1, max_size=3, unique=True)))
    faits = []
    for rang, le in enumerate(pris):
        qui = dessin(st.lists(st.sampled_from(PERSONNES), min_size=1, max_size=3, unique=True))
        mode = dessin(st.sampled_from(("seule", "indivision", "copropriete")))
        faits.append(ArreteAstreinte(
            f"a{rang}", le, dessin(taux), mode,
            tuple(Redevable(
                p, p, dessin(st.none() | st.integers(0, 60).map(lambda n, le=le: le + n * UN)),
                dessin(st.none() | taux) if mode == "copropriete" else None,
            ) for p in qui),
        ))  # fmt: skip
    return faits


fins = st.builds(Fins, execution=peut_etre, offices=st.lists(jour, max_size=2).map(tuple), mainlevee=peut_etre)


def jour_par_jour(tous, fin, au):
    """Independent: for every day, who owes what; joint debts are worth the highest of their rates."""
    arrets = [d for d in (fin.execution, fin.mainlevee, *fin.offices) if d]
    total, jours, exposition, par_trimestre = Decimal(0), 0, Counter(), Counter()
    le = date(2027, 11, 1)
    while le <= au and (not arrets or le < min(arrets)):
        taux_de = {}
        for arrete in sorted(tous, key=lambda a: a.date):
            for r in arrete.redevables:
                if r.notifie_le and r.notifie_le <= le:
                    taux_de[r.code] = (arrete.mode, r.montant or arrete.montant)
        communs = [t for mode, t in taux_de.values() if mode != "copropriete"]
        propres = [t for mode, t in taux_de.values() if mode == "copropriete"]
        somme = max(communs, default=Decimal(0)) + sum(propres)
        total += somme
        jours += bool(somme)
        par_trimestre[le.year, (le.month - 1) // 3] += somme
        for code, (_mode, t) in taux_de.items():
            exposition[code] += t
        le += UN
    return total, jours, exposition, par_trimestre


@given(arretes(), fins, jour)
@settings(max_examples=200)
def test_cours_egal_au_calcul_jour_par_jour(tous, fin, au):
    cours = suivre(tous, fin, au)
    total, jours, exposition, par_trimestre = jour_par_jour(tous, fin, au)
    assert (cours.brut, cours.jours) == (total, jours)
    assert cours.montant == min(total, PLAFOND)
    vue = Counter()
    for creance in cours.creances:
        for code in creance.debiteurs:
            vue[code] += creance.brut
    assert +vue == +exposition  # what each may be asked for: his own rate, his own days
    trimestres = Counter()
    for c in cours.creances:
        assert c.du <= c.au
        trimestres[c.du.year, (c.du.month - 1) // 3] += c.brut
    assert +trimestres == +par_trimestre


def decidees_de(propositions):
    return [Decidee(p.trimestre, p.groupe, p.jours, p.brut, p.exoneration, p.parts) for p in propositions]


@given(arretes(), fins, jour, arretes(), fins, jour, st.randoms(), st.decimals("0", "1", places=2))
@settings(max_examples=200)
def test_aucun_jour_liquide_deux_fois(avant, fin, au, apres, fin2, au2, hasard, part):
    """Facts change between two liquidations, some are decided in disorder, with exemptions: in the
    end what is decided is what the last facts give, and the ceiling was never passed."""
    decidees = []
    for tous, f, a in ((avant, fin, au), (apres, fin2, max(au, au2))):
        cours = suivre(tous, f, a)
        for _tour in range(40):
            propositions = a_liquider(cours, decidees)
            if not propositions:
                break
            choix = hasard.choice(propositions)
            if not choix.rectificative and hasard.random() < 0.4:
                exonerations = {(choix.trimestre, choix.groupe): (choix.brut * part).quantize(Decimal("0.01"))}
                memes = [
                    p for p in a_liquider(cours, decidees, exonerations=exonerations)
                    if (p.trimestre, p.groupe) == (choix.trimestre, choix.groupe)
                ]
                choix = memes[0] if memes else choix
            assert sum(choix.parts.values(), Decimal(0)) == choix.net
            decidees += decidees_de([choix])
            total = sum(d.net for d in decidees)
            assert Decimal(0) <= total <= PLAFOND
        else:
            raise AssertionError("les liquidations ne finissent pas")
    jours, bruts = Counter(), Counter()
    for d in decidees:
        jours[d.trimestre, d.groupe] += d.jours
        bruts[d.trimestre, d.groupe] += d.brut
    dus, dettes = Counter(), Counter()
    for c in cours.creances:
        fin_t = date(c.du.year, 3 * ((c.du.month - 1) // 3) + 3, 1)
        fin_t = (fin_t + 31 * UN).replace(day=1) - UN
        if fin_t <= cours.arrete_au:
            dettes[fin_t, c.groupe] += c.brut
            for n in range(c.jours):
                dus[fin_t, c.groupe, c.du + n * UN] = 1
    par_groupe = Counter()
    for (fin_t, groupe, _jour) in dus:
        par_groupe[fin_t, groupe] += 1
    for cle, nombre in jours.items():
        assert nombre == par_groupe[cle] and bruts[cle] == dettes[cle]
    net_par_tenus = Counter()
    for d in decidees:
        for qui, somme in d.parts.items():
            net_par_tenus[qui] += somme
    assert all(somme >= 0 for somme in net_par_tenus.values())


@given(st.decimals("-100000", "100000", places=2), st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_repartir_ne_perd_pas_un_centime(montant, poids):
    parts = repartir(montant, poids)
    assert sum(parts) == montant and len(parts) == len(poids)
    total = sum(poids)
    if total:
        for part, un in zip(parts, poids, strict=True):
            assert abs(part - montant * un / total) < Decimal("0.01")
            assert un or not part  # who owes nothing is asked nothing


def test_repartir_refuse_ce_qui_n_a_pas_de_sens():
    for poids in ((), (1, -1)):
        try:
            repartir(Decimal(10), poids)
        except ValueError:
            continue
        raise AssertionError(poids)
    assert repartir(Decimal("0.01"), (0, 0)) == (Decimal("0.01"), Decimal(0))


euro = st.decimals("0.01", "20000", places=2)
groupes = st.lists(st.sampled_from(PERSONNES), min_size=1, max_size=3, unique=True).map(
    lambda qui: tuple(sorted(qui))
)
partage = st.lists(st.tuples(groupes, st.integers(0, 500).map(Decimal)), max_size=3).map(tuple)


@st.composite
def evenements(dessin):
    depenses = []
    for rang in range(dessin(st.integers(0, 4))):
        ht, tva = dessin(euro), dessin(st.decimals("0", "4000", places=2))
        depenses.append(Depense(
            f"d{rang}", dessin(st.sampled_from(sorted(NATURES))), dessin(jour), ht, tva, ht + tva,
            dessin(st.sampled_from(("commune", "EPCI"))), dessin(partage),
            dessin(st.sampled_from(("MSO", "MSU", "PGI", "DSP", None))), dessin(st.booleans()),
        ))  # fmt: skip
    penalites = [
        Penalite(f"l{rang}", dessin(jour), dessin(st.lists(st.tuples(groupes, euro), max_size=2).map(tuple)))
        for rang in range(dessin(st.integers(0, 3)))
    ]
    titres = [
        Titre(f"T{rang}", dessin(jour), dessin(st.sampled_from(("frais", "astreinte", "hebergement"))),
              dessin(groupes), dessin(euro))
        for rang in range(dessin(st.integers(0, 3)))
    ]  # fmt: skip
    ecarts, paiements = [], []
    for titre in titres:
        reste = titre.montant
        for _n in range(dessin(st.integers(0, 2))):
            montant = min(dessin(euro), reste)
            if montant > 0:
                reste -= montant
                nature = dessin(st.sampled_from(("reduction", "annulation", "remise", "non_valeur")))
                ecarts.append(Ecart(titre.code, nature, montant, dessin(jour)))
        paiements += [Paiement(titre.code, dessin(euro), dessin(jour)) for _n in range(dessin(st.integers(0, 2)))]
    return {
        "depenses": depenses, "penalites": penalites, "titres": titres, "ecarts": ecarts,
        "paiements": paiements,
        "mutations": dessin(st.lists(st.builds(
            Mutation, st.sampled_from(PERSONNES), st.sampled_from("XYZ"), jour, st.booleans()), max_size=2)),
        "subventions": [Subvention("s", "Anah", dessin(euro), dessin(st.booleans()))],
    }  # fmt: skip


@given(evenements(), st.integers(0, 2**32), st.none() | jour)
@settings(max_examples=200)
def test_rien_ne_se_cree_rien_ne_se_perd(faits, graine, publie):
    """What remains = recoverable expenses + 8 % + penalties − paid − remitted, in any order."""
    publications = {"MSO": publie} if publie else {}
    compte = etablir(**faits, publications=publications)
    melange = random.Random(graine)
    autres = {nom: melange.sample(list(v), len(v)) for nom, v in faits.items()}
    # Same day, same name: ties do not reorder sales of one buyer.
    ordre = lambda m: (m.le, m.acquereur, m.cedant, m.judiciaire)  # noqa: E731
    for lot in (faits, autres):
        lot["mutations"] = sorted(lot["mutations"], key=ordre)
    assert etablir(**autres, publications=publications).totaux == compte.totaux
    assert [d.du for d in etablir(**autres, publications=publications).dettes] == [d.du for d in compte.dettes]

    depense = assiette = Decimal(0)
    for d in faits["depenses"]:
        droit = regime(d.nature, d.procedure)
        if d.parts and (droit.recuperable == "oui" or (droit.recuperable == "a_verifier" and d.admise)):
            depense += d.ttc
            assiette += d.ttc if droit.forfait == "oui" else 0
    forfait = (assiette * 8 / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    penalites = sum((m for p in faits["penalites"] for _q, m in p.parts), Decimal(0))
    paye = sum((p.montant for p in faits["paiements"]), Decimal(0))
    remis = sum((e.montant for e in faits["ecarts"] if e.nature == "remise"), Decimal(0))
    totaux = compte.totaux
    assert totaux["forfait"] == forfait
    assert totaux["du"] == depense + forfait + penalites
    assert totaux["reste"] == depense + forfait + penalites - paye - remis
    assert sum((d.reste for d in compte.dettes), Decimal(0)) == totaux["reste"]
    assert totaux["du"] - totaux["titre"] == totaux["a_titrer"] - totaux["titre_en_trop"]
    # Joint debts: each debtor sees them, the total counts them once.
    seuls = sum((p.seul for p in compte.debiteurs), Decimal(0))
    communes = sum((d.reste for d in compte.dettes if len(d.tenus) > 1), Decimal(0))
    assert seuls + communes == totaux["reste"]
    assert len({d.cle for d in compte.dettes}) == len(compte.dettes)
