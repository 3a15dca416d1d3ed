"""The second table of cases, donnees/cas_delais.csv: a jurist reads it, corrects it, adds to it.

The expected values were worked out apart from the core. Each line is played by the core and by the
oracle (oracle_delais.py): a wrong line, a wrong core and a wrong oracle all show.
"""

import csv
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import oracle_delais
import pytest
from moteur import delais_mots
from moteur.calendrier import FERIES_A_VERIFIER, TERRITOIRES
from moteur.delais import calculer, plus_tardive, regle_observations
from moteur.francais import JOURS
from moteur.lecture import TABLE, lire_versions, regles_livrees

REGLES = regles_livrees()
FICHIER = Path(__file__).parent / "donnees" / "cas_delais.csv"
with open(FICHIER, encoding="utf-8", newline="") as fichier:
    CAS = list(csv.DictReader(fichier, delimiter=";"))
DATES = [cas for cas in CAS if cas["depart"] != "-"]
SANS_DATE = [cas for cas in CAS if cas["depart"] == "-"]
A_DATER = pytest.mark.parametrize("cas", DATES, ids=[cas["numero"] for cas in DATES])

MOMENT = re.compile(r"(\w+) (\d\d)/(\d\d)/(\d{4})(?: à (\d+) h(?: (\d\d))?)?")
DUREE = re.compile(r"(accordé : )?(\d+) (heure|jour|mois|an)s?(?: et (\d+) jours)?( francs?)?")
UNITES = {"heure": "heures", "jour": "jours", "mois": "mois", "an": "ans"}
# How a length that the text expresses without a number is written in the table.
SANS_NOMBRE = {
    "premier du mois suivant": ("mois_suivant", "date"),
    "fin du mois suivant": ("mois_suivant", "maximum"),
    "jour suivant": ("jour_suivant", "date"),
    "fin du trimestre": ("trimestre", "reponse"),
}


def lire(texte):
    """« vendredi 05/03/2027 à 16 h 30 »; the weekday is checked, so a typing error shows."""
    if texte in ("-", "inconnu"):
        return None
    nom, jour, mois, annee, heure, minute = MOMENT.fullmatch(texte).groups()
    lu = date(int(annee), int(mois), int(jour))
    assert JOURS[lu.weekday()] == nom, texte
    if heure is None:
        return lu
    return datetime(lu.year, lu.month, lu.day, int(heure), int(minute or 0))


def departs(cas):
    return [lire(texte) for texte in cas["depart"].split(" + ")]


def options(cas):
    """Length of an act, or nothing once the length of the text is found to be the one written."""
    regle, duree = REGLES[cas["code"]], cas["duree"]
    if duree == "le jour même":
        assert regle.unite == "aucun"
        return {}
    if duree in SANS_NOMBRE:
        assert (regle.unite, regle.nature) == SANS_NOMBRE[duree]
        return {}
    accorde, nombre, unite, jours, franc = DUREE.fullmatch(duree).groups()
    assert bool(franc) is (regle.nature == "franc")
    if not accorde:
        assert (int(nombre), UNITES[unite]) == (regle.nombre, regle.unite)
        return {}
    return {"nombre": int(nombre), "unite": UNITES[unite], "puis_jours": int(jours or 0)}


def clair(texte):
    return texte.replace("\u00a0", " ")


@A_DATER
def test_le_coeur_donne_la_date(cas):
    regle = REGLES[cas["code"]]
    echeance = plus_tardive(
        calculer(regle, depart, territoire=cas["territoire"], **options(cas))
        for depart in departs(cas)
    )
    assert echeance.theorique == lire(cas["echeance_theorique"])
    assert echeance.date == lire(cas["echeance"])
    assert echeance.au_plus_tot == lire(cas["au_plus_tot"])
    assert echeance.base == cas["base"]
    motif, dit = cas["motif"], clair(echeance.calcul)
    sans_report = motif.removeprefix("sans report : ")
    assert echeance.prorogee is bool(motif and sans_report == motif)
    if echeance.prorogee:
        assert f"car {motif} (calcul prudent)" in dit
        assert delais_mots.PRUDENT in echeance.avertissements
        locaux = [delais_mots.FERIE_LOCAL.format(nom) for nom in FERIES_A_VERIFIER if nom in motif]
        assert set(locaux) <= set(echeance.avertissements)
    elif motif:
        assert any(clair(m).startswith(f"Sans report : {sans_report} ;") for m in echeance.avertissements)


@A_DATER
def test_l_oracle_donne_la_meme_date(cas):
    regle, accorde = REGLES[cas["code"]], options(cas)
    if None in departs(cas):
        assert cas["echeance"] == "-"
        return

    def compter(depart, nombre, unite, jours=0):
        return oracle_delais.compter(
            depart, int(nombre or 0), unite, regle.nature, regle.proroge, cas["territoire"], jours
        )

    resultats = [
        compter(depart, accorde["nombre"], accorde["unite"], accorde["puis_jours"])
        if accorde
        else compter(depart, regle.nombre, regle.unite)
        for depart in departs(cas)
    ]
    resultat = max(resultats, key=lambda r: r.date)
    if accorde and regle.nombre:  # an act neither shortens a minimum nor lengthens a maximum
        legal = compter(departs(cas)[0], regle.nombre, regle.unite)
        borne = max if regle.nature == "minimum" else min
        resultat = borne(resultat, legal, key=lambda r: r.date)
    assert resultat == oracle_delais.Attendu(
        lire(cas["echeance_theorique"]),
        lire(cas["echeance"]),
        lire(cas["au_plus_tot"]),
        cas["echeance_theorique"] != cas["echeance"],
    )


@pytest.mark.parametrize("cas", SANS_DATE, ids=[cas["numero"] for cas in SANS_DATE])
def test_montants_et_informations(cas):
    """No date, but the figure: « 1000 € », « 8 % », « 3 mois »."""
    regle = REGLES[cas["code"]]
    echeance = calculer(regle, date(2027, 7, 20))
    assert echeance.date is echeance.au_plus_tot is echeance.theorique is None
    assert echeance.base == cas["base"]
    if cas["duree"] == "aucune":
        assert (regle.nature, regle.nombre) == ("information", None)
        return
    nombre, unite = cas["duree"].split()
    attendues = {"€": "euros", "%": "taux", "mois": "mois", "an": "ans"}
    assert (regle.nombre, regle.unite) == (int(nombre), attendues[unite])
    mots = {"3 mois": "trois mois", "1 an": "un an"}.get(
        cas["duree"], f"{int(nombre):,d} {unite}".replace(",", " ")
    )
    assert clair(echeance.calcul).endswith(f" : {mots}")


OBSERVATIONS = [cas for cas in CAS if cas["situation"]]


@pytest.mark.parametrize("cas", OBSERVATIONS, ids=[cas["numero"] for cas in OBSERVATIONS])
def test_la_regle_la_plus_longue_est_choisie(cas):
    """R12: procedure / copropriété / recipient -> rule."""
    procedure, copropriete, destinataire = (cas["situation"].split(" / ") + [None])[:3]
    choix = regle_observations(procedure, copropriete, destinataire=destinataire)
    assert choix.code == cas["code"]


# --- the table itself ---


def test_table_numerotee_et_sans_doublon():
    assert len(CAS) >= 150
    assert [cas["numero"] for cas in CAS] == [f"C{n:03d}" for n in range(1, len(CAS) + 1)]
    faits = Counter(
        tuple(cas[c] for c in ("code", "depart", "duree", "territoire", "situation")) for cas in CAS
    )
    assert [fait for fait, nombre in faits.items() if nombre > 1] == []


def test_chaque_regle_de_la_note_a_son_cas():
    assert set(lire_versions(TABLE)) <= {cas["code"] for cas in CAS}


def test_chaque_annee_et_chaque_territoire_sont_la():
    annees = {depart.year for cas in DATES for depart in departs(cas) if depart}
    assert annees == set(range(2025, 2031))
    assert {cas["territoire"] for cas in CAS} == set(TERRITOIRES)


def test_chaque_jour_ferie_est_rencontre():
    """Every holiday of every territory is met by a line that it moves."""
    rencontres = {
        (cas["territoire"], nom)
        for cas in DATES
        for groupe in re.findall(r"est férié \(([^)]*)\)", cas["motif"])
        for nom in groupe.replace("\u2019", "'").split(" et ")
    }
    for nom in (*oracle_delais.FIXES.values(), *oracle_delais.MOBILES.values()):
        assert ("metropole", nom) in rencontres, nom
    for locaux in (oracle_delais.FIXES_LOCAUX, oracle_delais.MOBILES_LOCAUX):
        for territoire, noms in locaux.items():
            for nom in noms.values():
                assert (territoire, nom) in rencontres, (territoire, nom)
