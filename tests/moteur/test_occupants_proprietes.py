"""Whatever the order of events: a day is owed or suspended, counted once, and no right is negative."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from moteur.delais import regles_livrees
from moteur.occupants import (
    TITRES,
    Acte,
    Envoi,
    Interdiction,
    Menage,
    Offre,
    Sejour,
    Suspension,
    chevauchements,
    cout,
    droits,
    jours_suspendus,
    loyer_suspendu,
    nuits,
    nuits_distinctes,
    suspension,
    suspensions,
)
from moteur.regles import NIVEAUX_PREUVE

REGLES = regles_livrees()
JOURS = st.dates(date(2023, 1, 1), date(2032, 12, 31))
PEUT_ETRE = st.none() | JOURS
SOMMES = st.none() | st.decimals(0, 3000, places=2)
ENVOIS = st.lists(st.builds(Envoi, date=JOURS, affichage=st.booleans(), prouve=st.booleans()), max_size=3)
INTERDICTIONS = st.lists(
    st.builds(
        Interdiction, type=st.sampled_from(["temporaire", "definitive", "cessation", "evacuation"]),
        effet=PEUT_ETRE, offre=PEUT_ETRE,
    ), max_size=2,
)  # fmt: skip
ACTES = st.builds(
    Acte,
    procedure=st.sampled_from(["MSO", "MSU", "MSO-EQ", "INS-ORD", "INS-IMP", "ERP-HEB", "RSHS", "PGI"]),
    libelle=st.sampled_from(["arrêté A", "arrêté B", "arrêté C"]),
    autorite=st.sampled_from(["maire", "epci", "prefet"]),
    envois=ENVOIS.map(tuple), levees=ENVOIS.map(tuple), levee_recue=PEUT_ETRE, levee_le=PEUT_ETRE,
    constat=PEUT_ETRE, interdictions=INTERDICTIONS.map(tuple),
    inhabitable=st.sampled_from(["oui", "non", "inconnu"]), inhabitable_du=PEUT_ETRE,
    parties_communes=st.booleans(), plomb=st.sampled_from(["non", "partie", "seul"]),
    contre_occupant=st.sampled_from(["non", "partie", "seul"]), suroccupation=st.booleans(),
    operation=st.booleans(), limite=PEUT_ETRE, notifie_le=PEUT_ETRE,
)  # fmt: skip
OFFRES = st.lists(
    st.builds(
        Offre, auteur=st.sampled_from(["proprietaire", "maire", "epci", "prefet", "operation"]),
        nature=st.sampled_from(["hebergement", "relogement"]), date=JOURS,
        adaptee=st.sampled_from(["oui", "non", "inconnu"]),
        reponse=st.sampled_from(["attente", "acceptee", "refusee"]),
    ), max_size=4,
)  # fmt: skip
MENAGES = st.builds(
    Menage,
    titre=st.sampled_from(sorted(TITRES)), bonne_foi=st.sampled_from(["oui", "non", "inconnu"]),
    principale=st.sampled_from(["oui", "non", "inconnu"]), loyer=SOMMES, charges=SOMMES,
    allocation=st.sampled_from(["aucune", "caf", "msa"]), entree=PEUT_ETRE, fin=PEUT_ETRE,
    bail_fin=PEUT_ETRE, vacant_depuis=PEUT_ETRE, eviction=PEUT_ETRE, retour=PEUT_ETRE,
    nouveau_loyer=SOMMES, relogeur=st.sampled_from(["", "hlm", "proprietaire", "personne_publique"]),
    loyer_previsionnel=SOMMES, convention=st.booleans(), verse_au=PEUT_ETRE,
    restitue=st.decimals(0, 9000, places=2), offres=OFFRES.map(tuple),
)  # fmt: skip
LISTES = st.lists(ACTES, max_size=4)
FIN = date(2034, 12, 31)


def _jours(periode: Suspension) -> set[date]:
    fin = periode.reprise or FIN + timedelta(days=1)
    return {periode.du + timedelta(days=i) for i in range((fin - periode.du).days)}


@given(MENAGES, LISTES)
def test_chaque_jour_suspendu_est_compte_une_fois(menage, actes):
    """The union of what each order suspends, neither more nor less, whatever their number."""
    periodes = suspensions(menage, actes, REGLES)
    seules = [s for a in actes if isinstance(s := suspension(menage, a, REGLES), Suspension)]
    union = set().union(*map(_jours, seules))
    assert set().union(*map(_jours, periodes)) == union
    assert sum(len(_jours(p)) for p in periodes) == len(union)
    assert jours_suspendus(periodes, FIN) == len(union)


@given(MENAGES, LISTES, JOURS)
def test_un_jour_est_du_ou_suspendu(menage, actes, jour):
    periodes = suspensions(menage, actes, REGLES)
    assert loyer_suspendu(periodes, jour) == any(jour in _jours(p) for p in periodes)
    for avant, apres in zip(periodes, periodes[1:], strict=False):
        assert avant.reprise is not None and avant.reprise <= apres.du
    # A day announced as owed again is not a suspended one.
    for d in droits(menage, actes, regles=REGLES):
        if d.code == "REPRISE":
            assert not loyer_suspendu(periodes, d.du)


@given(MENAGES, LISTES, st.randoms())
def test_l_ordre_des_actes_ne_change_rien(menage, actes, hasard):
    autres = list(actes)
    hasard.shuffle(autres)
    voulu = [(p.du, p.reprise, p.niveau) for p in suspensions(menage, actes, REGLES)]
    assert [(p.du, p.reprise, p.niveau) for p in suspensions(menage, autres, REGLES)] == voulu


@given(MENAGES, LISTES, PEUT_ETRE)
def test_un_droit_tient_toujours(menage, actes, jour):
    """Never negative, never ending before it starts, always an article, a level and its words."""
    for d in droits(menage, actes, jour=jour, regles=REGLES):
        assert d.montant is None or d.montant >= 0
        assert not (d.du and d.au) or d.du <= d.au, d
        assert d.base and d.titre and d.calcul
        assert d.niveau in NIVEAUX_PREUVE
        assert d.etat in ("ouvert", "exclu", "surveiller")


@given(MENAGES, ACTES)
def test_l_incertain_ne_donne_ni_date_ni_montant_de_loyer(menage, acte):
    """Common parts only, or a mixed ground: nothing that could be taken for sure."""
    if not acte.parties_communes or acte.regime == "aucun":
        return
    for d in droits(menage, [acte], regles=REGLES):
        if d.code in ("LOYER", "RESTITUTION", "BAIL", "REPRISE"):
            assert d.du is None and d.montant is None


@given(MENAGES, LISTES)
def test_les_autres_polices_ne_donnent_rien(menage, actes):
    autres = [a for a in actes if a.regime == "aucun"]
    assert suspensions(menage, autres, REGLES) == ()
    assert not [d for d in droits(menage, autres, regles=REGLES) if d.montant is not None]


SEJOURS = st.lists(
    st.builds(
        Sejour, du=JOURS, au=JOURS, places=st.integers(0, 9), prix=st.decimals(0, 400, places=2)
    ), max_size=6,
)  # fmt: skip


@given(SEJOURS)
def test_les_nuits(sejours):
    """Distinct nights: each once, never more than the sum, equal to it when nothing overlaps."""
    distinctes = nuits_distinctes(sejours)
    ensemble = {s.du + timedelta(days=i) for s in sejours for i in range(nuits(s.du, s.au))}
    assert distinctes == len(ensemble)
    total = sum(nuits(s.du, s.au) for s in sejours)
    assert distinctes <= total
    reels = [s for s in sejours if nuits(s.du, s.au)]
    assert (distinctes == total) == (not chevauchements(reels))
    assert all(cout(s) >= Decimal(0) for s in sejours)
