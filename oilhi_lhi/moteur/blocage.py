"""What stops a step: why, and who can lift it (conception § 6; decision tree C.2)."""

from __future__ import annotations

from typing import NamedTuple

from .francais import typo

# Who can lift a block, by its code, in the words of the screen.
QUI = {
    "ORDRE": "vous, en enregistrant d'abord l'étape indiquée",
    "C2-8": "l'autorité compétente, à qui transmettre le dossier",
    "POLICE": "le coordinateur du département, qui tient la police de la commune ; ou vous, par écrit",
    "PREUVE": "vous, avec l'avis de réception ou le procès-verbal de remise",
    "CONTRADICTOIRE": "vous, en écrivant à cette personne",
    "C2-11": "personne : il faut attendre la fin du délai",
    "ECHEANCE": "personne : il faut attendre la fin du délai",
    "TIERS": "vous, par écrit, après avoir vérifié la date auprès de l'autorité qui a pris l'acte",
    "ABF": "vous, en saisissant l'architecte des Bâtiments de France",
    "C2-12": "vous, en complétant la mesure",
    "C2-14": "vous, en complétant la mesure",
    "DELAI": "vous, en complétant la mesure",
    "C2-19": "un responsable, s'il s'agit de liquider ce qui était dû avant",
    "C2-22": "vous, en refaisant la visite aux heures permises",
    "C2-23": "vous, par un envoi recommandé ou une remise contre signature",
    "C2-26": "vous, en inscrivant la personne qui manque",
    "DATES": "vous, en corrigeant la date",
    "ASTREINTE": "vous, en corrigeant le montant",
    "EXECUTION": "vous, en enregistrant ce qui est fait et ce qui reste",
    "CARENCE": "vous, en enregistrant le constat d'exécution",
    "MAINLEVEE": "vous, par une visite de contrôle qui constate l'exécution",
    "LEVEE": "vous, par écrit, si la mesure n'est plus nécessaire",
    "JUGE": "le président du tribunal judiciaire ; ou vous, par écrit, si la décision ne vise pas la démolition",
}


class Blocage(NamedTuple):
    """`justifiable`: a written reason is enough to go on, and is kept with the fact."""

    code: str
    message: str
    justifiable: bool = False

    @property
    def qui(self) -> str:
        """Who can lift it, in French; '' when nothing general can be said."""
        return typo(QUI.get(self.code, ""))
