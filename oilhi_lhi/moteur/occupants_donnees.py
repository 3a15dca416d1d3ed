"""What the rights of occupants are computed from, and what comes out (CCH L. 521-1 to L. 521-4).

Nothing here knows Odoo: a household, the acts that concern its home, the offers it received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .francais import typo

# Why a person lives there. « protege » of L. 521-1: yes, no, or depends on good faith.
TITRES = {
    "habitation": "bail d’habitation",
    "professionnel": "bail professionnel ou commercial",
    "sous_location": "sous-location",
    "proprietaire": "propriétaire occupant ou usufruitier",
    "hotel": "chambre d’hôtel meublé, foyer ou résidence",
    "meuble_tourisme": "meublé de tourisme",
    "precaire": "convention d’occupation précaire",
    "sans_titre": "occupant sans titre",
}
AVEC_BAIL = ("habitation", "professionnel", "sous_location")
TROIS_ETATS = ("oui", "non", "inconnu")
# What an act says of one ground or of one addressee among several.
PARTS = ("non", "partie", "seul")

# Which block of law the order opens. Monuments have no occupant; the other polices have neither
# rent suspension nor lodging by the authority (L. 521-2 and L. 521-3-2 name three bases only).
REGIMES = {"cch": ("MSO", "MSU", "INS"), "erp": ("ERP-HEB",)}
TEMPORAIRE = "temporaire"
DEFINITIVES = {
    "definitive": "interdiction définitive d’habiter",
    "cessation": "cessation de la mise à disposition du logement",
    "evacuation": "évacuation à caractère définitif",
}
AUTORITES = {"maire": "le maire", "epci": "le président de l’intercommunalité", "prefet": "le préfet"}
PUBLIQUES = (*AUTORITES, "operation")
# The body that rehouses is owed a year of rent only if it is one of these (L. 521-3-2 IV).
RELOGEURS = {
    "personne_publique": "la personne publique qui a relogé",
    "hlm": "l’organisme d’habitations à loyer modéré qui a relogé",
    "sem": "la société d’économie mixte qui a relogé",
    "non_lucratif": "l’organisme à but non lucratif qui a relogé",
}
# Orders notified before are under other texts; the rule of tourist lets is younger (L. 521-2 I).
ORDONNANCE_2020 = date(2021, 1, 1)
MEUBLE_DEPUIS = date(2024, 11, 21)

PROPRIETAIRE = "le propriétaire ou l’exploitant"
BAILLEUR = "le propriétaire, l’exploitant ou la personne qui a mis le logement à disposition"


@dataclass(frozen=True, slots=True)
class Envoi:
    """An order or its lifting leaves for the landlord, or is posted at both places."""

    date: date
    affichage: bool = False
    prouve: bool = True


@dataclass(frozen=True, slots=True)
class Interdiction:
    type: str  # temporaire, or a key of DEFINITIVES
    effet: date | None = None
    offre: date | None = None  # the owner must have told of his offer by then (L. 511-18)
    levee: date | None = None  # lifted alone, the rest of the order remaining


@dataclass(frozen=True, slots=True)
class Acte:
    """One order, seen from the home of one household."""

    procedure: str
    libelle: str = "l’arrêté"
    autorite: str = "maire"
    envois: tuple[Envoi, ...] = ()
    notifie_le: date | None = None  # first reception
    levees: tuple[Envoi, ...] = ()  # sendings of the lifting
    levee_recue: date | None = None  # notification of the lifting, when it is received
    levee_le: date | None = None  # signature of the lifting
    constat: date | None = None  # the authority records that everything is done
    interdictions: tuple[Interdiction, ...] = ()
    leves_seuls: tuple[tuple[str, date], ...] = ()  # (measure of this home lifted alone, that day)
    inhabitable: str = "non"  # the works make the home uninhabitable: oui, non, inconnu
    inhabitable_du: date | None = None
    parties_communes: bool = False  # the order bears on common parts only
    autres_lots: bool = False  # every measure is written for another lot
    plomb: str = "non"  # lead (CSP L. 1331-22 al. 2): non, partie, seul
    contre_occupant: str = "non"  # measures against the person who has the use: non, partie, seul
    suroccupation: bool = False
    operation: bool = False  # OPAH or development operation (L. 521-3-2 III)
    limite: date | None = None  # last day set by an order of definitive interdiction

    @property
    def regime(self) -> str:
        for nom, codes in REGIMES.items():
            if self.procedure.startswith(codes):
                return nom
        return "aucun"


@dataclass(frozen=True, slots=True)
class Offre:
    auteur: str  # proprietaire, exploitant, maire, epci, prefet, operation, autre
    nature: str  # hebergement, relogement
    date: date
    adaptee: str = "inconnu"
    reponse: str = "attente"  # attente, acceptee, refusee


@dataclass(frozen=True, slots=True)
class Menage:
    """A household: facts only, no sensitive data."""

    titre: str
    bonne_foi: str = "inconnu"
    principale: str = "oui"  # main residence (L. 521-1)
    loyer: Decimal | None = None  # per month, without charges
    charges: Decimal | None = None
    allocation: str = "aucune"  # aucune, caf, msa, inconnu
    entree: date | None = None
    fin: date | None = None  # left for good, or rehoused for good
    bail_fin: date | None = None
    vacant_depuis: date | None = None
    eviction: date | None = None  # left because of the act
    retour: date | None = None
    nouveau_loyer: Decimal | None = None
    relogeur: str = ""  # proprietaire, a key of RELOGEURS, autre
    loyer_previsionnel: Decimal | None = None
    convention: bool = False  # lodged under L. 521-3-4
    verse_au: date | None = None  # last day for which the landlord has cashed the rent
    restitue: Decimal = Decimal(0)  # given back or deducted already
    offres: tuple[Offre, ...] = ()


@dataclass(frozen=True, slots=True)
class Droit:
    """One right: from when to when, how much, from whom, under which article, how sure."""

    code: str
    titre: str
    du: date | None = None  # first day
    au: date | None = None  # last day; None: no end known
    montant: Decimal | None = None
    debiteur: str = ""
    a_defaut: str = ""
    base: str = ""
    niveau: str = "confirme"
    calcul: str = ""
    a_faire: str = ""
    etat: str = "ouvert"  # ouvert, exclu (the law says no), surveiller


def droit(code: str, titre: str, **valeurs) -> Droit:
    """A Droit whose words are in French typography."""
    mots = {cle: typo(v) for cle, v in valeurs.items() if isinstance(v, str) and cle not in _CODES}
    return Droit(code, typo(titre), **{**valeurs, **mots})


_CODES = frozenset({"niveau", "etat"})
_RANGS = ("confirme", "pratique", "a_verifier")


def plus_faible(*niveaux: str) -> str:
    """The chain is worth its weakest link."""
    return max(niveaux, key=_RANGS.index)


def protection(menage: Menage) -> tuple[str, str]:
    """(level, why) of the protection of L. 521-1; level « exclu » when the text leaves it out."""
    titre, foi = menage.titre, menage.bonne_foi
    if titre == "professionnel":
        return "exclu", "local professionnel ou commercial : ce n’est pas une habitation"
    if menage.principale == "non":
        return "exclu", "ce logement n’est pas l’habitation principale du ménage"
    niveau, motif = "confirme", f"{TITRES[titre]}, habitation principale"
    if menage.principale == "inconnu":
        niveau, motif = "a_verifier", f"{TITRES[titre]} ; habitation principale à vérifier"
    if titre == "meuble_tourisme":
        return "a_verifier", "meublé de tourisme : habitation principale à vérifier"
    if titre in ("sans_titre", "precaire"):
        if foi == "non":
            return "exclu", f"{TITRES[titre]}, de mauvaise foi"
        if foi == "inconnu":
            return "a_verifier", f"{TITRES[titre]} : bonne foi à vérifier"
        return niveau, f"{motif}, de bonne foi"
    if titre == "proprietaire":
        return "a_verifier", (
            "titulaire d’un droit réel, donc occupant protégé, mais aussi propriétaire tenu "
            "d’héberger : situation à vérifier"
        )
    return niveau, motif
