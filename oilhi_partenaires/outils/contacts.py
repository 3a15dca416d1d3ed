"""Who to contact in a commune, in which order and why: pure, deterministic, total.

The particularities (SCHS, transferred police, livre foncier, overseas…) are rows of
``oilhi.type.organisme.regle``: a condition on the place, a type of organism, an effect, an
article. Nothing of the law is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

CONDITIONS = {
    "toujours": "Toujours",
    "schs_oui": "La commune a un SCHS",
    "schs_non": "La commune n’a pas de SCHS",
    "schs_inconnu": "On ignore si la commune a un SCHS",
    "police_maire": "Le maire exerce la police de la mise en sécurité",
    "police_president": "Le président de l’EPCI exerce la police de la mise en sécurité",
    "police_inconnue": "On ignore qui exerce la police de la mise en sécurité",
    "avec_epci": "La commune appartient à un EPCI",
    "sans_epci": "La commune n’appartient à aucun EPCI",
    "sans_habitat": "L’EPCI n’a pas la compétence habitat",
    "grand_paris": "La commune appartient à un établissement public territorial du Grand Paris",
    "metropole_lyon": "La commune est dans la métropole de Lyon",
    "arrondissements": "Paris, Lyon ou Marseille",
    "paris": "Paris",
    "livre_foncier": "Bas-Rhin, Haut-Rhin ou Moselle",
    "outre_mer": "Outre-mer",
    "sans_habitation": "Dossier : aucun usage d’habitation",
    "sans_copropriete": "Dossier : pas de copropriété",
    "non_protege": "Dossier : immeuble non protégé",
}
EFFETS = {
    "obligatoire": "Obligatoire",
    "conditionnel": "Selon le cas",
    "conseille": "Conseillé",
    "sans_objet": "Sans objet",
    "remplace": "Remplacé par un autre",
    "precision": "Précision",
    "trouver": "Où le trouver",
}
STATUTS = ("obligatoire", "conditionnel", "conseille", "sans_objet")
PARIS, LYON, MARSEILLE = "75056", "69123", "13055"
COMMUNE, EPCI, DEPARTEMENT, REGION, NATIONAL = range(5)


@dataclass(frozen=True, slots=True)
class Lieu:
    """Facts of the commune, and of the case if there is one; what is not known stays empty."""

    code: str
    nom: str
    nom_avec_de: str = ""  # « d’Arras »
    nom_avec_a: str = ""  # « à Arras »
    departement: str = ""  # « le Pas-de-Calais »
    region: str = ""
    epci: str = ""
    epci_type: str = ""
    competence_habitat: bool = True
    ept: str = ""
    schs: str = ""  # oui | non | empty
    police: str = ""  # maire | president_epci | empty or anything else: unknown
    livre_foncier: bool = False
    outre_mer: bool = False
    habitation: bool | None = None
    copropriete: bool | None = None
    protege: bool | None = None

    def conditions(self) -> frozenset[str]:
        """Codes of CONDITIONS that hold here."""
        police = self.police if self.epci else "maire"
        vrais = {
            "toujours",
            {"oui": "schs_oui", "non": "schs_non"}.get(self.schs, "schs_inconnu"),
            {"maire": "police_maire", "president_epci": "police_president"}.get(
                police, "police_inconnue"
            ),
            "avec_epci" if self.epci else "sans_epci",
        }
        vrais |= {
            code
            for code, vrai in {
                "sans_habitat": bool(self.epci) and not self.competence_habitat,
                "grand_paris": bool(self.ept),
                "metropole_lyon": self.epci_type == "met69",
                "arrondissements": self.code in (PARIS, LYON, MARSEILLE),
                "paris": self.code == PARIS,
                "livre_foncier": self.livre_foncier,
                "outre_mer": self.outre_mer,
                "sans_habitation": self.habitation is False,
                "sans_copropriete": self.copropriete is False,
                "non_protege": self.protege is False,
            }.items()
            if vrai
        }
        return frozenset(vrais)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of organism, as the law data describes it."""

    code: str
    nom: str
    statut: str = "conseille"
    role: str = ""
    quand: str = ""
    base: str = ""
    niveau_preuve: str = "a_verifier"
    envoyer: str = ""
    telephone_national: str = ""
    matieres: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Regle:
    """condition (and context, if any) → effect on a type, with its reason and its article."""

    code: str
    condition: str
    effet: str
    type: str = ""  # empty: said of the commune itself
    contexte: frozenset[str] = frozenset()  # matters, procedures or steps; empty: all
    remplacant: str = ""
    nom: str = ""  # the organism bears that name here
    raison: str = ""
    base: str = ""
    niveau_preuve: str = "a_verifier"
    sequence: int = 10

    def vaut(self, conditions: frozenset[str], cles: frozenset[str]) -> bool:
        return self.condition in conditions and (not self.contexte or bool(self.contexte & cles))


@dataclass(frozen=True, slots=True)
class Candidat:
    """A directory entry that covers the place; `couverture` is the closest territory."""

    id: int
    nom: str
    types: frozenset[str]
    couverture: int = NATIONAL
    matieres: frozenset[str] = frozenset()  # its own; empty: those of its types
    verifie_le: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A matter, or types, or both; `cles` are the codes that the context of a rule may name."""

    matiere: str = ""
    matiere_nom: str = ""
    types: tuple[str, ...] = ()
    cles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    couverture: int
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ligne:
    """One type of organism in the answer."""

    code: str
    nom: str
    statut: str
    raisons: tuple[str, ...]
    base: str
    niveau_preuve: str
    role: str
    quand: str
    envoyer: str
    telephone_national: str
    contacts: tuple[Contact, ...] = ()
    message: str = ""  # nobody in the directory
    que_faire: str = ""


@dataclass(frozen=True, slots=True)
class Reponse:
    lignes: tuple[Ligne, ...] = ()
    remarques: tuple[str, ...] = ()


@dataclass(slots=True)
class _Etat:
    """What the rules have said so far of one type."""

    statut: str = ""
    nom: str = ""
    raisons: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    preuves: list[str] = field(default_factory=list)
    trouver: str = ""
    remplace: str = ""


def repondre(
    question: Question,
    lieu: Lieu,
    types: Iterable[Type],
    regles: Iterable[Regle],
    candidats: Iterable[Candidat] = (),
) -> Reponse:
    """Ranked answer with reasons.

    Compulsory types first, then those that have the matter, then the closest coverage, then what
    was verified last, then the name. A type set aside stays in the answer, last, with its reason.
    """
    par_code = {t.code: t for t in types}
    conditions = lieu.conditions()
    cles = question.cles | ({question.matiere} if question.matiere else frozenset())
    utiles = [
        r for r in sorted(regles, key=lambda r: (r.sequence, r.code)) if r.vaut(conditions, cles)
    ]
    candidats = [
        c for c in candidats
        if not question.matiere or not c.matieres or question.matiere in c.matieres
    ]
    demandes = _demandes(question, par_code, candidats)
    etats: dict[str, _Etat] = {}
    file = list(demandes)
    for code in file:
        etat = etats[code] = _appliquer(par_code[code], [r for r in utiles if r.type == code])
        # what replaces a type is asked for too
        if etat.remplace in par_code and etat.remplace not in etats and etat.remplace not in file:
            file.append(etat.remplace)
    lignes = [_ligne(question, lieu, par_code[code], etats[code], candidats) for code in file]
    return Reponse(
        tuple(ligne for _cle, ligne in sorted(lignes, key=lambda paire: paire[0])),
        tuple(_avec_base(r.raison, r.base, r.niveau_preuve) for r in utiles if not r.type),
    )


def _demandes(question: Question, par_code: dict, candidats: Sequence[Candidat]) -> list[str]:
    if question.types:
        codes: Iterable[str] = question.types
    elif question.matiere:
        # an organism may have a matter that its type does not have
        propres = {
            code for c in candidats if question.matiere in c.matieres for code in c.types
            if not any(question.matiere in par_code[t].matieres for t in c.types if t in par_code)
        }
        codes = [
            code for code in sorted(par_code)
            if question.matiere in par_code[code].matieres or code in propres
        ]
    else:
        codes = sorted(par_code)
    return [code for code in dict.fromkeys(codes) if code in par_code]


def _appliquer(type_: Type, regles: Sequence[Regle]) -> _Etat:
    """The first rule that settles the status wins; precisions add up."""
    etat = _Etat()
    for regle in regles:
        if regle.effet == "trouver":
            etat.trouver = etat.trouver or regle.raison
            continue
        if regle.effet != "precision":
            if etat.statut:
                continue
            etat.statut = "sans_objet" if regle.effet == "remplace" else regle.effet
            etat.remplace = regle.remplacant if regle.effet == "remplace" else ""
        etat.nom = etat.nom or regle.nom
        if regle.raison:
            etat.raisons.append(_avec_base(regle.raison, regle.base, regle.niveau_preuve))
        if regle.effet != "precision":
            etat.bases.append(regle.base)
            etat.preuves.append(regle.niveau_preuve)
    if not etat.statut:
        etat.statut = type_.statut if type_.statut in STATUTS else "conseille"
        if etat.statut == "obligatoire":
            # first: the precisions only qualify it
            etat.raisons.insert(0, _avec_base("obligatoire", type_.base, type_.niveau_preuve, " : "))
    return etat


def _ligne(question, lieu, type_, etat, candidats) -> tuple[tuple, Ligne]:
    contacts: list[tuple[tuple, Contact]] = []
    if etat.statut != "sans_objet":
        contacts = sorted(
            (_contact(question, lieu, type_, c) for c in candidats if type_.code in c.types),
            key=lambda paire: paire[0],
        )
    base = next((b for b in etat.bases if b), type_.base if not etat.bases else "")
    message = que_faire = ""
    if not contacts and etat.statut != "sans_objet":
        message, que_faire = _absent(lieu, type_, etat)
    ligne = Ligne(
        code=type_.code,
        nom=etat.nom or type_.nom,
        statut=etat.statut,
        raisons=tuple(dict.fromkeys(etat.raisons)),
        base=base,
        niveau_preuve=etat.preuves[0] if etat.preuves else type_.niveau_preuve,
        role=type_.role,
        quand=type_.quand,
        envoyer=type_.envoyer,
        telephone_national=type_.telephone_national,
        contacts=tuple(contact for _cle, contact in contacts),
        message=message,
        que_faire=que_faire,
    )
    proche = contacts[0][0] if contacts else (1, NATIONAL + 1, 0, "", 0)
    rang = STATUTS.index(etat.statut)
    a_la_matiere = not question.matiere or question.matiere in type_.matieres
    return (rang, not a_la_matiere, proche[1:3], ligne.nom.casefold(), ligne.code), ligne


def _contact(question, lieu, type_, candidat) -> tuple[tuple, Contact]:
    raisons = [_couverture(lieu, candidat.couverture)]
    directe = bool(question.matiere) and question.matiere in candidat.matieres
    if question.matiere:
        if directe or question.matiere in type_.matieres:
            raisons.append(f"compétent pour : {question.matiere_nom or question.matiere}")
    anciennete = -candidat.verifie_le.toordinal() if candidat.verifie_le else 0
    cle = (not directe and question.matiere not in type_.matieres, candidat.couverture,
           anciennete, candidat.nom.casefold(), candidat.id)
    return cle, Contact(candidat.id, candidat.couverture, tuple(raisons))


def _couverture(lieu: Lieu, niveau: int) -> str:
    commune = f"la commune {lieu.nom_avec_de}" if lieu.nom_avec_de else f"la commune ({lieu.nom})"
    epci = " ou ".join(nom for nom in (lieu.ept, lieu.epci) if nom)
    return {
        COMMUNE: f"couvre {commune}",
        EPCI: f"couvre l’intercommunalité ({epci})" if epci else "couvre l’intercommunalité",
        DEPARTEMENT: f"couvre {lieu.departement or 'le département'}",
        REGION: f"couvre la région {lieu.region}".rstrip(),
    }.get(niveau, "couvre toute la France")


def _absent(lieu: Lieu, type_: Type, etat: _Etat) -> tuple[str, str]:
    ou = lieu.nom_avec_a or f"pour {lieu.nom}"
    message = f"L’annuaire ne connaît personne {ou} pour ce rôle."
    phrases = []
    if type_.telephone_national:
        phrases.append(f"Appelez le {type_.telephone_national} (numéro national).")
    phrases.append(
        etat.trouver
        or "Cherchez ses coordonnées sur lannuaire.service-public.fr, ou demandez-les à la "
        "préfecture ou à la direction départementale des territoires, puis ajoutez-le à l’annuaire."
    )
    return message, " ".join(phrases)


def _avec_base(texte: str, base: str, niveau_preuve: str, liaison: str = " ") -> str:
    """« Le SCHS fait le rapport (CCH, art. L. 511-8) [à vérifier] »."""
    if base:
        texte += f"{liaison}{base}" if liaison.strip() else f" ({base})"
    return f"{texte} [à vérifier]" if niveau_preuve == "a_verifier" else texte
