"""Works by the authority: when they are allowed, what the decision says, what may be recovered.

CCH L. 511-16, L. 511-19, L. 511-20, L. 511-11 last al., L. 511-17, R. 511-9, L. 184-1, L. 543-2;
CSP L. 1311-4, R. 1331-16. What another text governs, or no text read, is said and never assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .calendrier import UN_JOUR
from .francais import date_lettres, typo
from .regles import Refus

# What the authority may do: its duty, its choice, its choice once a judge has said so, nothing.
CARACTERES = {
    "faculte": "L'autorité peut faire exécuter",
    "obligation": "L'autorité doit faire exécuter",
    "autre": "Une autre autorité exécute",
    "jamais": "Aucune exécution d'office",
    "inconnu": "Non prévue par les textes lus",
}


@dataclass(frozen=True, slots=True)
class Regime:
    """How one police allows works by the authority. `exige`: keys of EXIGENCES."""

    code: str
    caractere: str  # key of CARACTERES
    texte: str
    base: str
    exige: tuple[str, ...] = ()
    astreinte: bool = False  # a penalty may run, that the notification ends
    forfait: bool = False  # 8 % of L. 543-2
    niveau_preuve: str = "confirme"


EXIGENCES = ("arrete", "delai", "carence", "motifs", "juge", "mise_en_demeure", "arrete_prefet", "convention")
_CCH = ("arrete", "delai", "carence", "motifs", "juge")

REGIMES = {
    r.code: r
    for r in (
        Regime("MSO", "faculte", "Faculté : mesures non exécutées dans le délai de l'arrêté, décision motivée, aux frais du propriétaire.", "CCH L. 511-16", _CCH, True, True),
        Regime("MSU", "obligation", "Obligation : mesures urgentes non exécutées dans le délai imparti ; décision motivée, sans astreinte.", "CCH L. 511-20, L. 511-16", _CCH, False, True),
        Regime("ERP-HEB", "faculte", "Faculté, après une mise en demeure restée infructueuse, pour mettre fin à l'insécurité manifeste.", "CCH L. 184-1", ("arrete", "delai", "mise_en_demeure"), False, True),
        Regime("DSP", "obligation", "Le préfet ordonne ; à défaut d'exécution, le maire ou le président de l'EPCI, à défaut le préfet, y procède d'office aux frais de la personne tenue.", "CSP L. 1311-4", ("arrete_prefet",), False, True),
        Regime("INS-ORD", "autre", "Le préfet exécute ; il peut confier au maire, par convention, l'exécution d'un arrêté non urgent.", "CCH L. 511-16", ("convention", "delai", "motifs", "juge"), True, True),
        Regime("INS-URG", "autre", "Le préfet exécute ; un arrêté urgent ne se confie pas au maire par convention.", "CCH L. 511-16, L. 511-20", (), False, True),
        Regime("RSHS", "jamais", "Ni travaux d'office ni astreinte : la sanction est une contravention. Danger : bascule vers MSU, DSP, INS ou PGI.", "CSP R. 1331-16, R. 1312-14"),
        Regime("PGS", "jamais", "L'article L. 2212-2 n'ouvre pas à lui seul l'exécution d'office ; exécution forcée en police générale à vérifier.", "CGCT L. 2212-2", niveau_preuve="a_verifier"),
        Regime("PGI", "faculte", "Le maire prescrit et fait exécuter les mesures de sûreté qu'exige le danger grave ou imminent ; frais en principe à la charge de la commune.", "CGCT L. 2212-4", niveau_preuve="a_verifier"),
        Regime("TNE", "faculte", "Faculté au jour fixé par l'arrêté, aux frais du propriétaire ou de ses ayants droit.", "CGCT L. 2213-25", ("arrete", "delai")),
        Regime("DEC", "faculte", "Faculté après mise en demeure non suivie, par décision motivée qui indique les voies et délais de recours.", "C. env. L. 541-3 I 2°", ("mise_en_demeure", "motifs")),
        Regime("RAV", "faculte", "Faculté, sur autorisation du président du tribunal judiciaire ; la commune avance les frais.", "CCH L. 126-3", ("arrete", "delai", "juge_autorisation")),
        Regime("PLOMB", "autre", "Le préfet fait exécuter les travaux d'office.", "CSP L. 1334-1 à L. 1334-5", niveau_preuve="a_verifier"),
    )
}
VARIANTES = {"MSO-EQ": "MSO", "MSO-MAT": "MSO", "MS-FUN": "MSO", "MSU-EQ": "MSU", "MSU-MAT": "MSU", "INS-IMP": "INS-ORD"}
INCONNU = Regime("", "inconnu", "Aucun des textes lus n'ouvre l'exécution d'office dans cette procédure.", "", niveau_preuve="a_verifier")

DEMOLITIONS = ("", "partielle", "complete")
ACCES = ("libre", "refuse", "injoignable", "autorise")


@dataclass(frozen=True, slots=True)
class Affaire:
    """What is known on the day of the decision, or of the works."""

    procedure: str
    jour: date
    arrete_le: date | None = None  # order of the mayor or of the president
    delai_fin: date | None = None  # last day given to the person held
    possible_le: date | None = None  # first day after it: the same one when it was set in hours
    carence_le: date | None = None
    executee_le: date | None = None
    motifs: str = ""
    demolition: str = ""  # one of DEMOLITIONS
    jugement_le: date | None = None
    mise_en_demeure_fin: date | None = None
    arrete_prefet_le: date | None = None
    convention_le: date | None = None
    astreinte: bool = False  # a penalty is running
    personne_connue: bool = True

    @property
    def au_plus_tot(self) -> date | None:
        return self.possible_le or (self.delai_fin + UN_JOUR if self.delai_fin else None)


@dataclass(frozen=True, slots=True)
class Examen:
    regime: Regime
    blocages: tuple[Refus, ...]  # what forbids the decision on that day
    avertissements: tuple[str, ...]
    contenu: tuple[tuple[str, str, str], ...]  # (what the decision says, article, level)
    effets: tuple[str, ...]

    @property
    def permis(self) -> bool:
        return not self.blocages


def regime(procedure: str) -> Regime:
    code = VARIANTES.get(procedure, procedure)
    trouve = REGIMES.get(code, INCONNU)
    return Regime(
        trouve.code, trouve.caractere, typo(trouve.texte), trouve.base, trouve.exige,
        trouve.astreinte, trouve.forfait, trouve.niveau_preuve,
    )


def examiner(affaire: Affaire) -> Examen:
    """What the text asks before the decision of works by the authority."""
    droit = regime(affaire.procedure)
    blocages = []
    if droit.caractere in ("jamais", "inconnu") or (
        droit.caractere == "autre" and "convention" not in droit.exige
    ):
        blocages.append(Refus("OFFICE-INTERDIT", droit.texte, droit.base))
    else:
        controles = {
            "arrete": _arrete, "delai": _delai, "carence": _carence, "motifs": _motifs, "juge": _juge,
            "mise_en_demeure": _mise_en_demeure, "arrete_prefet": _arrete_prefet,
            "convention": _convention, "juge_autorisation": _juge_autorisation,
        }
        blocages = [r for cle in droit.exige if (r := controles[cle](affaire, droit))]
    return Examen(
        droit, tuple(blocages), _avertissements(affaire, droit), contenu_decision(droit),
        _effets(affaire, droit),
    )


def _refus(code: str, message: str, base: str) -> Refus:
    return Refus(code, typo(message), base)


def _arrete(a: Affaire, droit: Regime) -> Refus | None:
    if a.arrete_le and a.arrete_le <= a.jour:
        return None
    return _refus("OFFICE-ARRETE", "Aucun arrêté n'est pris : il n'y a rien à faire exécuter.", droit.base)


def _delai(a: Affaire, droit: Regime) -> Refus | None:
    if a.delai_fin is None:
        return _refus("OFFICE-DELAI", "Le délai donné à la personne tenue n'a pas de fin certaine : "
                      "saisissez la réception de l'arrêté et le délai.", droit.base)
    if a.jour < a.au_plus_tot:
        return _refus("OFFICE-DELAI", f"Trop tôt : le délai court jusqu'au {date_lettres(a.delai_fin)} ; "
                      f"décision possible à partir du {date_lettres(a.au_plus_tot)}.", droit.base)
    return None


def _carence(a: Affaire, droit: Regime) -> Refus | None:
    if not a.carence_le or a.carence_le > a.jour:
        return _refus("OFFICE-CARENCE", "L'inexécution n'est pas constatée : dressez le procès-verbal de "
                      "carence (D-MSO-22) et enregistrez l'étape.", droit.base)
    if a.delai_fin and a.au_plus_tot and a.carence_le < a.au_plus_tot:
        return _refus("OFFICE-CARENCE", f"La carence du {date_lettres(a.carence_le)} a été constatée avant "
                      f"la fin du délai ({date_lettres(a.delai_fin)}) : refaites le constat.", droit.base)
    if a.executee_le and a.executee_le >= a.carence_le:
        return _refus("OFFICE-EXECUTE", f"L'exécution est constatée le {date_lettres(a.executee_le)} : il n'y "
                      "a plus rien à faire exécuter.", "CCH L. 511-14")
    return None


def _motifs(a: Affaire, droit: Regime) -> Refus | None:
    if a.motifs.strip():
        return None
    return _refus("OFFICE-MOTIFS", "La décision est motivée : écrivez les mesures non exécutées et pourquoi "
                  "la commune les fait faire.", droit.base)


def _juge(a: Affaire, droit: Regime) -> Refus | None:
    """L. 511-16: any demolition prescribed; L. 511-19: the complete one, in urgency."""
    if not a.demolition or (a.jugement_le and a.jugement_le <= a.jour):
        return None
    urgence = droit.code == "MSU"
    suite = (
        " À vérifier pour une démolition partielle en urgence : L. 511-19 ne cite que la démolition "
        "complète, L. 511-20 renvoie à L. 511-16."
        if urgence and a.demolition == "partielle"
        else ""
    )
    return _refus("OFFICE-JUGE", "Démolition d'office : il faut d'abord un jugement du président du tribunal "
                  f"judiciaire, rendu selon la procédure accélérée au fond (D-MSO-27).{suite}",
                  "CCH L. 511-19, L. 511-16" if urgence else "CCH L. 511-16")


def _juge_autorisation(a: Affaire, droit: Regime) -> Refus | None:
    if a.jugement_le and a.jugement_le <= a.jour:
        return None
    return _refus("OFFICE-JUGE", "Il faut d'abord l'autorisation du président du tribunal judiciaire.", droit.base)


def _mise_en_demeure(a: Affaire, droit: Regime) -> Refus | None:
    if a.mise_en_demeure_fin is None:
        return _refus("OFFICE-MED", "Il faut d'abord une mise en demeure, restée sans effet.", droit.base)
    if a.jour <= a.mise_en_demeure_fin:
        return _refus("OFFICE-MED", "Trop tôt : la mise en demeure laisse jusqu'au "
                      f"{date_lettres(a.mise_en_demeure_fin)}.", droit.base)
    return None


def _arrete_prefet(a: Affaire, droit: Regime) -> Refus | None:
    if a.arrete_prefet_le and a.arrete_prefet_le <= a.jour:
        return None
    return _refus("OFFICE-PREFET", "Le préfet seul ordonne ces mesures : avant son arrêté, la commune n'en "
                  "exécute aucune.", droit.base)


def _convention(a: Affaire, droit: Regime) -> Refus | None:
    if a.convention_le and a.convention_le <= a.jour:
        return None
    return _refus("OFFICE-CONVENTION", "Le préfet exécute cet arrêté : la commune ne le fait que si une "
                  "convention le lui confie.", droit.base)


def _avertissements(a: Affaire, droit: Regime) -> tuple[str, ...]:
    mots = []
    if droit.code == "MSO":
        mots.append("Aucune nouvelle mise en demeure n'est exigée par le texte ; un dernier rappel écrit est "
                    "conseillé (pratique).")
    if droit.code == "DSP" and not a.personne_connue:
        mots.append("La personne tenue ne peut être identifiée : les frais sont à la charge de l'État "
                    "(CSP L. 1311-4).")
    if droit.niveau_preuve != "confirme":
        mots.append("À vérifier avec un juriste avant de décider.")
    return tuple(typo(m) for m in mots)


def contenu_decision(droit: Regime) -> tuple[tuple[str, str, str], ...]:
    """What the decision says: what the text asks, then what usage adds."""
    if droit.caractere in ("jamais", "inconnu"):
        return ()
    lignes = []
    if "motifs" in droit.exige:
        lignes.append(("Les motifs : mesures prescrites et non exécutées, date du constat.", droit.base, "confirme"))
    if droit.code in ("MSO", "MSU", "INS-ORD"):
        lignes.append(("L'exécution aux frais du propriétaire, en son lieu et place et pour son compte.", "CCH L. 511-16", "confirme"))
    if droit.code == "DEC":
        lignes.append(("Les voies et délais de recours.", droit.base, "confirme"))
    lignes += [
        ("Les travaux, l'entreprise, le calendrier et le coût estimé.", "", "pratique"),
        ("Les conditions d'accès aux lieux.", "", "pratique"),
    ]
    if droit.forfait:
        lignes.append(("L'annonce du forfait de 8 % ajouté aux dépenses recouvrées.", "CCH L. 543-2", "pratique"))
    return tuple((typo(texte), base, niveau) for texte, base, niveau in lignes)


def _effets(a: Affaire, droit: Regime) -> tuple[str, ...]:
    if not droit.astreinte or not a.astreinte:
        return ()
    return (typo("La notification de cette décision au propriétaire met fin à l'astreinte ; ce qui est dû "
                 "jusque-là s'ajoute au coût des travaux (CCH L. 511-15 III)."),)


# ---- access ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entree:
    permise: bool
    message: str
    base: str
    niveau_preuve: str


def entree(acces: str, *, habitation: bool = True, procedure: str = "MSO", autorise_le: date | None = None,
           jour: date | None = None) -> Entree:
    """May the company go in? L. 511-7 speaks of visits: for works, the judge is a precaution."""
    if procedure == "ERP-HEB" and acces in ("refuse", "injoignable"):
        return Entree(False, typo("Litige sur l'entrée dans le bâtiment : le juge des référés statue."),
                      "CCH L. 184-1", "confirme")
    if acces == "libre":
        return Entree(True, typo("Accès accordé : gardez l'accord écrit et daté de l'occupant (pratique)."),
                      "", "pratique")
    if acces == "autorise" and autorise_le and (jour is None or autorise_le <= jour):
        return Entree(True, typo(f"Entrée autorisée par le juge le {date_lettres(autorise_le)}."),
                      "CCH L. 511-7, L. 511-16", "a_verifier")
    if not habitation:
        return Entree(False, typo("Accès refusé à un lieu sans habitation : faites dire par un juriste quel "
                                  "juge saisir (à vérifier)."), "CCH L. 511-16", "a_verifier")
    return Entree(False, typo(
        "Accès refusé ou personne pour ouvrir : n'entrez pas. Demandez l'autorisation du juge des libertés "
        "et de la détention. À vérifier : L. 511-7 l'exige pour les visites, L. 511-16 permet « toute mesure "
        "nécessaire » à l'exécution sans citer de juge."
    ), "CCH L. 511-7, L. 511-16", "a_verifier")


# ---- estimates ---------------------------------------------------------------------------------


def avertissements_devis(montants: Sequence[Decimal]) -> tuple[str, ...]:
    """Advice on the estimates received: no text read sets a number."""
    if not montants:
        return (typo("Aucun devis n'est enregistré : demandez-en avant de décider (pratique)."),)
    if len(montants) == 1:
        return (typo("Un seul devis est enregistré : en demander plusieurs est conseillé (pratique). En "
                     "urgence, écrivez pourquoi une seule entreprise a été consultée."),)
    return ()
