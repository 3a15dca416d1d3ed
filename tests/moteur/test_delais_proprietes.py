"""Properties that hold for every date from 1990 to 2100 and every rule of the table."""

import time
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from moteur.calendrier import (
    TERRITOIRES,
    ajouter_mois,
    bornes_mois,
    feries,
    motif_non_ouvrable,
    proroger,
)
from moteur.delais import (
    RECEPTION_ATTENDUE,
    Astreinte,
    RegleDelai,
    calculer,
    calculer_astreinte,
    estimer,
    forfait_office,
    liquidations,
    plus_tardive,
    police_competente,
    regles_livrees,
    respecte_minimum,
)

REGLES = list(regles_livrees().values())
UN_JOUR = timedelta(days=1)

jours = st.dates(date(1990, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31))
# Nothing is computed that would end after 2100: starts from which every length tried here fits.
departs = st.dates(date(1990, 1, 1), date(2039, 12, 31))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2020, 12, 31))
regles = st.sampled_from(REGLES)
territoires = st.sampled_from(TERRITOIRES)
unites = st.sampled_from(["heures", "jours", "mois", "ans"])
trois = st.sampled_from([True, False, None])
peut_etre = st.none() | jours


@given(
    regles,
    jours | moments | st.none() | st.dates(),
    territoires,
    st.none() | st.integers(-5, 2000) | st.floats(),
    st.none() | unites | st.just("lustres"),
    st.booleans(),
)
@settings(max_examples=500)
def test_total_et_deterministe(regle, depart, territoire, nombre, unite, provisoire):
    options = {
        "territoire": territoire,
        "nombre": nombre,
        "unite": unite,
        "provisoire": provisoire,
    }
    echeance = calculer(regle, depart, **options)
    assert echeance == calculer(regle, depart, **options)
    assert echeance.calcul
    assert echeance.code == regle.code
    assert echeance.date is not None or echeance.au_plus_tot is None


@given(regles, departs, departs, territoires)
def test_un_depart_plus_tardif_ne_finit_jamais_plus_tot(regle, un, autre, territoire):
    tot, tard = (calculer(regle, jour, territoire=territoire) for jour in sorted((un, autre)))
    if tot.date is not None:
        assert tot.date <= tard.date
        assert tot.theorique <= tard.theorique
    if tot.au_plus_tot:
        assert tot.au_plus_tot <= tard.au_plus_tot


@given(regles, jours, territoires)
def test_ordre_des_dates(regle, depart, territoire):
    echeance = calculer(regle, depart, territoire=territoire)
    if not isinstance(echeance.date, date) or isinstance(echeance.date, datetime):
        return
    assert echeance.date >= echeance.theorique >= depart
    assert echeance.prorogee is (echeance.date != echeance.theorique)
    assert ("R3" in echeance.regles) is echeance.prorogee
    if echeance.au_plus_tot:
        assert echeance.au_plus_tot == echeance.date + UN_JOUR
    if regle.proroge and regle.unite in ("jours", "mois", "ans"):
        assert motif_non_ouvrable(echeance.date, territoire) is None
    else:
        assert not echeance.prorogee


@given(
    regles,
    departs,
    st.integers(0, 90),
    territoires,
    st.none() | st.integers(1, 60),
    st.none() | unites,
)
@settings(max_examples=400)
def test_estimation_jamais_tardive_ni_utilisable(
    regle, envoi, acheminement, territoire, nombre, unite
):
    """Whenever the letter arrives, the deadline is never earlier than the estimate."""
    options = {"territoire": territoire, "nombre": nombre, "unite": unite}
    estimation = estimer(regle, envoi, **options)
    assert estimation.date is estimation.au_plus_tot is estimation.theorique is None
    assert estimation.depart is None
    assert not estimation.prorogee
    reelle = calculer(regle, envoi + acheminement * UN_JOUR, **options)
    if estimation.estimee is not None:
        assert "(provisoire)" in estimation.calcul
        assert estimation.estimee <= reelle.date
        assert RECEPTION_ATTENDUE in estimation.avertissements
        assert plus_tardive([reelle, estimation]) is estimation


@given(
    st.sampled_from([r for r in REGLES if r.nature in ("minimum", "maximum", "butoir")]),
    departs,
    territoires,
    st.integers(1, 400),
    unites,
)
@settings(max_examples=400)
def test_un_acte_ne_passe_pas_la_borne_de_la_loi(regle, depart, territoire, nombre, unite):
    legale = calculer(regle, depart, territoire=territoire)
    acte = calculer(regle, depart, territoire=territoire, nombre=nombre, unite=unite)
    if acte.date is None or isinstance(acte.date, datetime) or isinstance(legale.date, datetime):
        return
    if regle.nature == "minimum":
        assert acte.date >= legale.date
        assert acte.au_plus_tot >= legale.au_plus_tot
    else:
        assert acte.date <= legale.date


@given(jours, territoires)
def test_prorogation(jour, territoire):
    reporte, motif = proroger(jour, territoire)
    assert reporte.weekday() < 5
    assert reporte not in feries(reporte.year, territoire)
    assert bool(motif) is (reporte != jour)
    while jour < reporte:  # nothing workable was skipped
        assert jour.weekday() >= 5 or jour in feries(jour.year, territoire)
        jour += UN_JOUR


@given(jours, st.integers(0, 1200))
def test_mois_comme_dateutil(jour, nombre):
    assert ajouter_mois(jour, nombre) == jour + relativedelta(months=nombre)


@given(jours, st.integers(1, 60))
def test_bornes_des_mois(jour, nombre):
    court, long = bornes_mois(nombre)
    assert court <= (ajouter_mois(jour, nombre) - jour).days <= long


@given(departs, st.integers(1, 60), st.sampled_from(["jours", "mois", "ans"]), territoires)
def test_franc_jamais_plus_court(jour, nombre, unite, territoire):
    franc, simple = (
        calculer(RegleDelai("X", "x", nombre, unite, nature, "", True), jour, territoire=territoire)
        for nature in ("franc", "maximum")
    )
    assert franc.date >= simple.date
    assert franc.theorique == simple.theorique + UN_JOUR


@given(instants, st.integers(1, 2000))
def test_heures_exactes(moment, nombre):
    regle = RegleDelai("X", "x", nombre, "heures", "maximum", "", True)
    echeance = calculer(regle, moment)
    assert echeance.date - moment == timedelta(hours=nombre)
    assert not echeance.prorogee


@given(st.integers(1, 60), unites, st.integers(1, 40), st.sampled_from(["jours", "mois"]), instants)
@settings(max_examples=300)
def test_duree_acceptee_jamais_trop_courte(nombre, unite, minimum, unite_min, moment):
    """What the check accepts ends, from any start, no earlier than the legal minimum."""
    if respecte_minimum(nombre, unite, minimum, unite_min):
        return
    fin_accordee, fin_legale = (
        calculer(RegleDelai("X", "x", n, u, "maximum"), moment).date
        for n, u in ((nombre, unite), (minimum, unite_min))
    )
    if isinstance(fin_accordee, datetime):  # a legal day ends at 24 h
        fin_accordee = fin_accordee.date() - UN_JOUR
    assert fin_accordee >= fin_legale


@given(
    jours,
    st.decimals("0.01", "1000", places=2),
    peut_etre,
    peut_etre,
    peut_etre,
)
def test_astreinte_plafonnee_et_liquidee_en_entier(debut, taux, execution, office, arrete):
    if arrete and (arrete - debut).days > 5000:
        arrete = debut + timedelta(days=5000)
    resultat = calculer_astreinte(
        debut, taux, execution=execution, execution_office=office, arrete_au=arrete
    )
    if not isinstance(resultat, Astreinte):
        assert execution is office is arrete is None
        return
    assert Decimal(0) <= resultat.montant <= min(resultat.brut, Decimal(50000))
    if resultat.fin.year - resultat.debut.year > 20:
        return
    parts = liquidations(resultat)
    assert sum(part.montant for part in parts) == resultat.montant
    assert sum(part.jours for part in parts) == resultat.jours
    assert all(part.montant >= 0 and part.du <= part.au < part.exigible_le for part in parts)
    if office:  # nothing is due from the notification of works by the authority
        assert all(part.au < office for part in parts)


@given(st.decimals("0", "1000000", places=2))
def test_forfait_huit_pour_cent(depense):
    resultat = forfait_office(depense)
    assert resultat.total == resultat.depense + resultat.forfait
    assert abs(resultat.forfait - depense * 8 / 100) <= Decimal("0.005")


@given(jours, peut_etre, trois, peut_etre, trois, peut_etre, trois, trois, peut_etre)
@settings(max_examples=500)
def test_police_totale_et_inconnu_jamais_non(
    jour, election, exercait, opposition, autre, renonciation, valable, habitat, transfert
):
    def demande(exercait, autre, valable, habitat):
        return police_competente(
            jour, election, exercait, opposition, autre, renonciation,
            renonciation_valable=valable, competence_habitat=habitat,
            transfert_competence=transfert,
        )  # fmt: skip

    reponse = demande(exercait, autre, valable, habitat)
    assert reponse.autorite in ("maire", "president_epci", "inconnu")
    assert bool(reponse.a_preciser) is (reponse.autorite == "inconnu")
    if reponse.autorite == "inconnu":
        return
    # A given answer stays the same whatever the unknown facts turn out to be.
    for choix in [True, False] if exercait is None else [exercait]:
        assert demande(choix, autre, valable, habitat).autorite == reponse.autorite
    for choix in [True, False] if habitat is None else [habitat]:
        assert demande(exercait, autre, valable, choix).autorite == reponse.autorite
    if renonciation is None:
        for choix in [True, False] if autre is None else [autre]:
            assert demande(exercait, choix, valable, habitat).autorite == reponse.autorite


def test_rapide():
    """Lists show thousands of deadlines; processor time, so that a busy machine passes."""
    regle, depart = regles_livrees()["DL-CONTR-MS"], date(2027, 1, 29)
    calculer(regle, depart)
    debut = time.process_time()
    for _ in range(2000):
        calculer(regle, depart)
    assert (time.process_time() - debut) / 2000 < 0.002
