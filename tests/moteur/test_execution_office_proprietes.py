"""What must hold whatever the figures: nothing is lost in a split, nobody is charged for nothing."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from moteur.copropriete import Coproprietaire, TauxLegal, interets, repartir
from moteur.office import CARACTERES, REGIMES, VARIANTES, Affaire, examiner
from moteur.regles import Refus
from moteur.substitution import Appel, apprecier, examiner_substitution

centimes = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)
tantiemes = st.lists(st.integers(1, 100_000), min_size=1, max_size=30)
jours = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def personnes(parts):
    return [Coproprietaire(f"{i:03d}", f"Lot {i}", t) for i, t in enumerate(parts)]


@given(centimes, tantiemes)
def test_rien_ne_se_perd(montant, parts):
    rendu = repartir(montant, personnes(parts))
    assert sum(rendu.par_cle.values()) == montant
    assert all(p.montant >= 0 for p in rendu.parts)


@given(centimes, tantiemes)
def test_qui_a_plus_ne_paie_jamais_moins(montant, parts):
    rendu = sorted(repartir(montant, personnes(parts)).parts, key=lambda p: p.tantiemes)
    for moins, plus in zip(rendu, rendu[1:], strict=False):
        if moins.tantiemes < plus.tantiemes:
            assert moins.montant <= plus.montant
        else:
            assert abs(moins.montant - plus.montant) <= Decimal("0.01")


@given(centimes, tantiemes, st.randoms(use_true_random=False))
def test_l_ordre_ne_change_rien(montant, parts, hasard):
    gens = personnes(parts)
    melanges = gens[:]
    hasard.shuffle(melanges)
    assert repartir(montant, melanges).par_cle == repartir(montant, gens).par_cle


@given(centimes, tantiemes)
def test_chacun_a_moins_d_un_centime_de_sa_part_exacte(montant, parts):
    total = sum(parts)
    for part in repartir(montant, personnes(parts)).parts:
        assert abs(part.montant - montant * part.tantiemes / total) < Decimal("0.01")


@given(centimes, tantiemes, st.data())
def test_les_seuls_defaillants_paient_tout(montant, parts, data):
    gens = personnes(parts)
    seuls = data.draw(st.sets(st.sampled_from([g.cle for g in gens]), min_size=1))
    rendu = repartir(montant, gens, seuls=seuls)
    assert set(rendu.par_cle) == seuls
    assert sum(rendu.par_cle.values()) == montant


appels = st.builds(
    Appel,
    cle=st.just("x"),
    nom=st.just("X"),
    appele=centimes,
    verse=centimes,
    verse_le=st.none() | jours,
    sommation_recue=st.none() | jours,
    exigible_le=st.none() | jours,
)


@given(appels, jours)
def test_jamais_plus_que_ce_qui_reste(appel, jour):
    lue = apprecier(appel, jour)
    assert 0 <= lue.defaut <= max(Decimal(0), appel.appele - appel.verse)
    if lue.defaut:  # a sommation was received, its fifteen days are over, the sum was payable
        assert appel.sommation_recue + timedelta(days=15) < jour
        assert appel.exigible_le <= jour


@given(st.lists(appels, max_size=6), jours, st.none() | jours, st.none() | jours, st.randoms(use_true_random=False))
def test_substitution_totale(liste, jour, attestation, vote, hasard):
    """Never possible when all are defaulters; the order of the table does not matter."""
    table = [
        Appel(str(i), a.nom, a.appele, a.verse, a.verse_le, a.sommation_recue, a.exigible_le)
        for i, a in enumerate(liste)
    ]
    rendu = examiner_substitution(table, jour, attestation_recue=attestation, vote_le=vote)
    assert rendu.total == sum((s.defaut for s in rendu.situations), Decimal(0))
    if rendu.possible:
        assert 0 < len(rendu.defaillants) < len(table)
        assert attestation <= jour <= rendu.limite.date
    melanges = table[:]
    hasard.shuffle(melanges)
    autre = examiner_substitution(melanges, jour, attestation_recue=attestation, vote_le=vote)
    assert (autre.total, set(autre.defaillants), {b.code for b in autre.blocages}) == (
        rendu.total, set(rendu.defaillants), {b.code for b in rendu.blocages}
    )


TAUX = (
    TauxLegal(date(2020, 1, 1), date(2030, 6, 30), Decimal("3.15"), "essai 1"),
    TauxLegal(date(2030, 7, 1), date(2040, 12, 31), Decimal("0.87"), "essai 2"),
)


@given(centimes, jours, st.integers(0, 3000), st.integers(0, 3000))
def test_les_interets_ne_baissent_jamais(principal, debut, avant, apres):
    fins = sorted(debut + timedelta(days=n) for n in (avant, apres))
    rendus = [interets(principal, debut, fin, TAUX) for fin in fins]
    if not any(isinstance(r, Refus) for r in rendus):
        assert 0 <= rendus[0].montant <= rendus[1].montant
        assert rendus[1].jours == (fins[1] - debut).days + 1
    else:
        assert fins[1] > date(2040, 12, 31)


@given(
    st.sampled_from([*REGIMES, *VARIANTES, "NDEC", ""]), jours, st.tuples(*[st.none() | jours] * 9)
)
def test_office_ne_leve_jamais(procedure, jour, dates):
    affaire = Affaire(
        procedure, jour, *dates[:5], "motifs", "complete", *dates[5:9]
    )
    examen = examiner(affaire)
    assert examen.regime.caractere in CARACTERES
    if examen.permis and examen.regime.code in ("MSO", "MSU"):  # never a demolition without its judgment
        assert dates[5] and dates[5] <= jour
    assert all(b.message for b in examen.blocages)
