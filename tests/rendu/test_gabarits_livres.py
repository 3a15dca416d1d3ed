"""The shipped templates: reproducible, known fields only, and the mentions of the law."""

import io
import re

import construire as script
import docx
import pytest
from rendu import ValeursManquantes, champs_utilises, remplir, texte, verifier_docx
from valeurs_exemple import (
    COPROPRIETE,
    INDIVISION,
    INTROUVABLE,
    PRESIDENT_EPCI,
    PROPRIETAIRE_UNIQUE,
    URGENCE,
    VARIANTES,
    variante,
)

CODES = sorted(chemin.stem for chemin in script.SOURCES.glob("D-*.txt"))
# Orders of the police of « mise en sécurité », read line by line below.
ARRETES = ["D-MSO-10", "D-MSO-11", "D-MSO-14", "D-MSO-20", "D-MSU-04", "D-MSU-07"]
# « Péril » is the former law; « insalubre » belongs to the préfet, and to what is written to him.
MOTS_DU_PREFET = ("D-INS-", "D-PLB-", "D-PART-04", "D-PART-08")
CATALOGUE = {champ["cle"] for champ in script.lire_champs()}


def modele(code):
    return (script.SORTIE / f"{code}.docx").read_bytes()


def produire(code, valeurs):
    """Text with ordinary spaces and apostrophes, to be searched."""
    if code == "D-MSO-11":
        valeurs = {**valeurs, "interdiction.presente": True}
    brut = texte(remplir(modele(code), valeurs, catalogue=CATALOGUE))
    return brut.replace("\u00a0", " ").replace("’", "'")


def test_fichiers_livres_identiques_a_la_reconstruction():
    construits = script.construire_tous()
    assert {c.name for c in script.SORTIE.glob("*.docx")} == set(construits)
    for nom, octets in construits.items():
        assert (script.SORTIE / nom).read_bytes() == octets, nom


def test_catalogue_exact():
    utilises = set().union(*(champs_utilises(modele(code)) for code in CODES))
    assert utilises == CATALOGUE
    assert {c["type"] for c in script.lire_champs()} == {"texte", "booleen", "liste"}
    assert {cle for cle in CATALOGUE if "[]" not in cle} == set(PROPRIETAIRE_UNIQUE)


@pytest.mark.parametrize("code", [*CODES, "palette"])
def test_modele_verifie(code):
    assert verifier_docx(modele(code), CATALOGUE) == []
    assert docx.Document(io.BytesIO(modele(code))).core_properties.title


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("nom", VARIANTES)
def test_chaque_variante(code, nom):
    lu = produire(code, VARIANTES[nom])
    assert not re.search(r"\[|\]|\{|\}|à vérifier|None|False", lu)
    interdits = r"péril" if code.startswith(MOTS_DU_PREFET) else r"péril|insalubr"
    assert not re.search(interdits, lu.split("Annexe –")[0], re.I)
    assert not re.search(r" ,|  |\(\)|,,|\.\.|;\.", lu), re.findall(r".{20}(?: ,|  |,,).{20}", lu)
    assert not re.search(r"\b((de|à) le (maire|président|syndic)|de un|de une)\b", lu)
    assert not re.search(r"délai franc|hiérarchique", lu)


@pytest.mark.parametrize("code", CODES)
def test_chaque_valeur_obligatoire_est_exigee(code):
    """Fails closed: take away any value that is printed, the document is refused by name."""
    valeurs = VARIANTES["indivision"]
    utilises = champs_utilises(modele(code))
    reperes = {
        champ["cle"]: f"REPERE{rang}FIN"
        for rang, champ in enumerate(script.lire_champs())
        if champ["type"] == "texte" and champ["vide_permis"] == "non"
        and champ["cle"] in utilises and "[]" not in champ["cle"]
    }  # fmt: skip
    lu = produire(code, valeurs | reperes)
    imprimees = [cle for cle, repere in reperes.items() if repere in lu]
    with pytest.raises(ValeursManquantes) as erreur:
        produire(code, valeurs | dict.fromkeys(imprimees, ""))
    # All at once; what then hides behind an emptied condition is tried alone.
    assert set(erreur.value.cles) <= set(imprimees)
    for cle in set(imprimees) - set(erreur.value.cles):
        with pytest.raises(ValeursManquantes) as erreur:
            produire(code, {**valeurs, cle: ""})
        assert erreur.value.cles == [cle]
    assert len(imprimees) >= 4


VISAS_MSO = [
    "L. 511-1,", "L. 511-2 (1°)", "L. 511-4", "L. 511-8", "L. 511-10", "L. 511-11", "L. 511-12",
    "L. 511-15 à L. 511-18", "L. 511-22", "R. 511-3", "R. 511-6", "R. 511-7", "R. 511-8",
    "L. 2131-1", "L. 2131-2", "L. 211-2",
]  # fmt: skip


@pytest.mark.parametrize("code", ["D-MSO-10", "D-MSO-11"])
def test_arrete_ordinaire(code):
    lu = produire(code, PROPRIETAIRE_UNIQUE)
    visas = lu.split("Considérant")[0]
    positions = [visas.find(visa) for visa in VISAS_MSO]
    assert -1 not in positions and positions == sorted(positions)
    assert "R. 511-4" in visas and "L. 543-1" not in visas and "L. 541-2-1" not in visas
    for mention in (
        "astreinte par jour de retard, dans la limite de 1 000 € par jour",
        "pourront l'être d'office",
        "deux mois à compter de sa notification",
        "tribunal administratif de Lille",
        "Télérecours citoyens",
        "premier jour du mois qui suit l'envoi de la notification",
        "par affichage à la mairie d'Arras et sur la façade",
        "organismes payeurs des aides personnelles au logement",
        "aucune perception au profit du Trésor",
        "transmis au représentant de l'État",
        "réel et actuel",
        "cause propre à l'immeuble",
        "reçue le 14 janvier 2027",
        "l'avis étant réputé émis",
        "observations présentées le 2 février 2027",
        "cadastré section AB, numéro 123",
        "Article L. 521-1 du code",
    ):
        assert mention in lu, mention
    assert "L. 5211-9-2" not in lu


def test_interdiction_datee():
    lu = produire("D-MSO-11", INDIVISION)
    assert "Elle prend effet le 1er avril 2027" in lu
    assert "au plus tard le 20 mars 2027" in lu
    assert "l'interdiction prévue à l'article 3" in lu
    assert "expose solidairement les indivisaires" in lu and "L. 541-2-1" in lu
    assert "Mme Marie Exemple" in lu and "M. Jean Exemple" in lu
    for cle in ("interdiction.date_effet", "hebergement.date_offre"):
        with pytest.raises(ValeursManquantes) as erreur:
            produire("D-MSO-11", {**INDIVISION, cle: ""})
        assert erreur.value.cles == [cle]


def test_copropriete():
    lu = produire("D-MSO-10", COPROPRIETE)
    for mention in (
        "les copropriétaires sont redevables du paiement d'une astreinte exigible",
        "L. 543-1",
        "R. 511-10",
        "représenté par le syndic, qui en informe immédiatement les copropriétaires",
        "Pour le maire d'Arras et par délégation,",
        "Vu l'arrêté du 5 avril 2026 portant délégation",
    ):
        assert mention in lu, mention
    assert "Le loyer" not in lu
    lettre = produire("D-MSO-04", COPROPRIETE)
    assert "deux mois à compter de la date à laquelle vous aurez reçu" in lettre
    assert "informer immédiatement les copropriétaires et les occupants" in lettre


def test_president_d_epci():
    for code in ARRETES:
        lu = produire(code, PRESIDENT_EPCI)
        assert lu.count("L. 5211-9-2") == 2
        assert "au maire d'Arras" in lu and "Le président de la communauté urbaine d'Arras," in lu
        assert "au président de l'établissement public" not in lu


def test_proprietaire_introuvable():
    lu = produire("D-MSO-10", INTROUVABLE)
    assert "adresse actuelle inconnue" in lu
    assert "est effectuée par affichage à la mairie d'Arras et sur la façade" in lu
    assert "effectuée le 12 janvier 2027 par affichage" in lu
    assert "livre foncier" in lu and "fichier immobilier" not in lu
    assert "R. 511-7 du code" not in lu and "L. 521" not in lu and "Annexe" not in lu


def test_arrete_urgent():
    lu = produire("D-MSU-04", URGENCE)
    acte = lu.split("Annexe –")[0]
    assert "astreinte" not in acte and "L. 511-15" not in acte
    for mention in (
        "danger imminent",
        "sans procédure contradictoire préalable",
        "L. 511-16 à L. 511-22",
        "L. 511-19",
        "L. 511-20",
        "L. 511-21",
        "indispensables pour faire cesser le danger",
        "quarante-huit heures",
        "prend effet le 5 janvier 2027 à 18 heures",
    ):
        assert mention in acte, mention


def test_mainlevee():
    lu = produire("D-MSO-20", PROPRIETAIRE_UNIQUE)
    for mention in (
        "L. 511-14",
        "Leur date d'achèvement est le 12 mai 2027.",
        "Il est mis fin à l'interdiction",
        "à nouveau dû à compter du premier jour du mois qui suit l'envoi",
        "à la diligence du propriétaire",
    ):
        assert mention in lu, mention
    assert "L. 511-21" not in lu
    urgente = produire("D-MSO-20", variante(arrete_initial__urgence=True))
    assert "L. 511-21" in urgente


def test_lettre_d_ouverture():
    lu = produire("D-MSO-03", PROPRIETAIRE_UNIQUE)
    for mention in (
        "Motifs",
        "Mesures envisagées",
        "L. 511-10",
        "R. 511-3",
        "un mois à compter de la réception",
        "assister par un conseil",
        "Le rapport du 8 janvier 2027 est joint",
        "Les occupants sont informés, en même temps que vous",
        "1 000 € par jour",
        "exécutées d'office",
    ):
        assert mention in lu, mention


@pytest.mark.parametrize("fondement", ["equipements", "matieres"])
def test_autres_fondements(fondement):
    valeurs = variante(
        fondement__solidite=False, abf__requis=False, **{f"fondement__{fondement}": True}
    )
    numero = {"equipements": "2°", "matieres": "3°"}[fondement]
    for code in ("D-MSO-10", "D-MSU-04"):
        lu = produire(code, valeurs)
        assert f"L. 511-2 ({numero})" in lu and "garanties de solidité" not in lu
        assert ("R. 511-1," in lu) == (fondement == "equipements")


def test_meuble_de_tourisme():
    valeurs = variante(loyers__meuble_tourisme=True)
    assert "à compter du jour suivant l'envoi" in produire("D-MSO-10", valeurs)
    assert "à compter du jour suivant l'envoi" in produire("D-MSO-20", valeurs)


def test_proces_verbal_de_visite():
    lu = produire("D-COM-09", PROPRIETAIRE_UNIQUE)
    for mention in (
        "Visite faite le 5 janvier 2027, de 10 h à 11 h 30, par Dominique Constat",
        "L'occupant a donné son accord par écrit.",
        "M. Jean Exemple, occupant ;",
        "Alex Exemple, voisin.",
        "1. Fissures structurelles – pignon ouest",
        "bords décalés",
        "Photos : 1 et 3.",
        "2. Cheminée instable",
        "installation électrique vétuste.",
        "Photo 2 : écartée (floue).",
        "Photo 3 : pignon ouest vu de la rue, prise le 5 janvier 2027 à 10 h 42",
        "0f3a5c7e0f3a5c7e",
    ):
        assert mention in lu, mention


def test_proces_verbal_vide():
    """Nobody could enter: the report says so, and nothing else."""
    lu = produire("D-COM-09", variante(
        visite__acces="personne n’a pu être joint pour ouvrir",
        visite__accord_ecrit=False, presents=[], releves=[], photos=[],
        visite__sans_desordre="", visite__non_verifie="", visite__observations="",
    ))  # fmt: skip
    assert "personne n'a pu être joint pour ouvrir." in lu
    assert "Aucune autre personne présente n'a été notée." in lu
    assert "Aucun désordre n'a été relevé." in lu
    for absent in ("accord", "Photo", "Non vérifié", "Autres observations"):
        assert absent not in lu, absent


@pytest.mark.parametrize("nom", VARIANTES)
def test_proces_verbal_sans_conclusion_de_droit(nom):
    """What was seen: no article, no gravity, no name of a procedure."""
    lu = produire("D-COM-09", VARIANTES[nom])
    assert not re.search(
        r"\b[LRD]\. ?\d|article|imminent|gravité|mise en sécurité|péril|insalubr|indécen", lu, re.I
    )


def test_palette_complete():
    assert champs_utilises(modele("palette")) == CATALOGUE
