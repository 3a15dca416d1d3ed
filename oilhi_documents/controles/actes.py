"""What each document of the catalogue is, whether or not a template is shipped for it.

An arrêté, a letter, an order to pay are not checked alike: the kind of act says which controls
apply, and the step which clocks it must wait for.
"""

from typing import NamedTuple

from odoo.addons.oilhi_lhi.moteur.documents import NOMS


class Acte(NamedTuple):
    code: str
    sorte: str
    etape: str = ""  # step that its signature (or its sending) accomplishes
    signataire: str = "autorite"  # autorite, maire (never transferred), agent, tiers
    destinataire: str = "tous"
    # Code of a procedure, or its family; empty: whatever procedure is open.
    procedures: tuple[str, ...] = ()

    @property
    def famille(self):
        return self.etape.rpartition("-")[0]


# Acts that decide something, and that a mayor or a president signs.
DECISIONS = frozenset({
    "arrete", "mainlevee", "astreinte", "liquidation", "office", "substitution", "modificatif",
    "sanction", "sommation",
})  # fmt: skip
# Letters without which the decision that follows is void.
PREALABLES = frozenset({"ouverture", "prealable", "abandon", "abandon_pv"})
# What « Contrôler avant de signer » is offered for.
CONTROLABLES = DECISIONS | PREALABLES | {"loyers", "juge", "titre", "carence", "hebergement", "signalement"}
SIGNES = DECISIONS | PREALABLES | {
    "courrier", "loyers", "juge", "titre", "information", "hebergement", "signalement",
}  # fmt: skip

# Polices that no text transfers to the EPCI (CGCT L. 5211-9-2 I): the mayor alone.
DU_MAIRE = ("PGI", "PGS", "RSHS", "ABAN", "BSM", "TNE", "RAV", "DEC")
# Zones or texts say who is competent there: the service that instructs, to be checked.
SELON_SERVICE = ("PLOUER", "PDIV", "URB", "BIO", "DSTR")

_ACTES = (
    # -- mise en sécurité
    Acte("D-MSO-03", "ouverture", "MSO-08", destinataire="personne", procedures=("MSO",)),
    Acte("D-MSO-04", "ouverture", "MSO-08", destinataire="syndic", procedures=("MSO",)),
    Acte("D-MSO-05", "ouverture", "MSO-08", destinataire="indivisaire", procedures=("MSO",)),
    Acte("D-MSO-06", "ouverture", "MSO-08", procedures=("MSO",)),
    *(Acte(f"D-MSO-{n}", "arrete", "MSO-12", procedures=("MSO",)) for n in range(10, 15)),
    Acte("D-MSO-20", "mainlevee", "MSO-18a", procedures=("MSO",)),
    Acte("D-MSO-23", "astreinte", "MSO-18b", procedures=("MSO",)),
    Acte("D-MSO-31", "astreinte", "MSO-18b", procedures=("MSO",)),
    Acte("D-MSO-24", "liquidation", "MSO-18b", procedures=("MSO",)),
    Acte("D-MSO-25", "office", "MSO-19b", procedures=("MSO",)),
    Acte("D-MSO-30", "substitution", "MSO-19b", procedures=("MSO",)),
    Acte("D-MSO-28", "modificatif", "MSO-23", procedures=("MSO",)),
    Acte("D-MSO-27", "juge", procedures=("MSO", "MSU")),
    Acte("D-MSU-04", "arrete", "MSU-07", procedures=("MSU",)),
    Acte("D-MSU-06", "office", "MSU-12", procedures=("MSU",)),
    Acte("D-MSU-07", "mainlevee", "MSU-14", procedures=("MSU",)),
    Acte("D-MSU-01", "courrier", "MSU-03", procedures=("MSU",)),
    Acte("D-MSU-03", "courrier", "MSU-06", procedures=("MSU",)),
    # -- general police, health rules: the mayor alone
    Acte("D-PGI-01", "arrete", "PGI-02", "maire", procedures=("PGI",)),
    Acte("D-PGI-02", "courrier", "PGI-03", "maire", procedures=("PGI",)),
    Acte("D-PGI-03", "mainlevee", "PGI-06", "maire", procedures=("PGI",)),
    # Two of these serve other polices too: the step is then the one that produces them there.
    Acte("D-RSHS-04", "prealable", "RSHS-07", "maire", "personne", ("RSHS", "PGS", "TNE")),
    Acte("D-RSHS-05", "arrete", "RSHS-08", "maire", procedures=("RSHS",)),
    Acte("D-RSHS-09", "arrete", "RSHS-11", "maire", procedures=("RSHS", "PGS")),
    # -- other polices
    Acte("D-ERP-01", "arrete", "ERP-02", procedures=("ERP-HEB",)),
    Acte("D-ERP-02", "sommation", "ERP-04", procedures=("ERP-HEB",)),
    Acte("D-INS-03", "office", "DSP-04", procedures=("DSP",)),
    Acte("D-ABA-01", "abandon_pv", "ABAN-03", "maire", procedures=("ABAN",)),
    Acte("D-ABA-03", "abandon", "ABAN-05", "maire", "interesse", ("ABAN",)),
    Acte("D-ABA-04", "abandon_pv", "ABAN-06", "maire", procedures=("ABAN",)),
    Acte("D-DEC-01", "prealable", "DEC-01", "maire", "personne", ("DEC",)),
    Acte("D-DEC-02", "sanction", "DEC-02", "maire", procedures=("DEC",)),
    Acte("D-DEC-03", "sanction", "DEC-03", "maire", procedures=("DEC",)),
    Acte("D-RAV-01", "sommation", "RAV-01", "maire", procedures=("RAV",)),
    Acte("D-RAV-02", "sommation", "RAV-02", "maire", procedures=("RAV",)),
    Acte("D-TNE-01", "arrete", "TNE-04", "maire", procedures=("TNE",)),
    Acte("D-LOU-01", "sanction", "PLOUER-03", procedures=("PLOUER",)),
    Acte("D-LOU-02", "sanction", "PLOUER-05", procedures=("PLOUER",)),
    # -- money, occupants
    Acte("D-FIN-01", "liquidation", "MSO-18b", procedures=("MSO",)),
    Acte("D-FIN-02", "titre"),
    Acte("D-FIN-03", "titre"),
    Acte("D-FIN-07", "courrier", "MSO-24b", destinataire="syndic", procedures=("MSO",)),
    Acte("D-OCC-01", "information", "MSO-09"),
    Acte("D-OCC-02", "information", destinataire="occupant"),
    # A decision, but no order of police: nothing lifts it and it opens no right by itself.
    Acte("D-OCC-06", "hebergement", destinataire="bailleur", procedures=("MSO", "MSU", "ERP")),
    Acte("D-OCC-07", "loyers", destinataire="bailleur"),
    Acte("D-PART-07", "signalement"),
    Acte("D-COM-09", "visite", signataire="agent"),
    # Too early a finding of failure opens nothing (L. 511-15, L. 511-20).
    Acte("D-MSO-22", "carence", "MSO-17b", "agent"),
    Acte("D-RSHS-07", "carence", "RSHS-09", "agent", procedures=("RSHS",)),
    # -- made by somebody else, or by an agent who decides nothing
    *(
        Acte(code, "autre", signataire="tiers")
        for code in ("D-MSO-21", "D-MSO-29", "D-OCC-03", "D-FIN-06", "D-ABA-05")
    ),
    *(
        Acte(code, "autre", signataire="agent")
        for code in (
            "D-COM-01", "D-COM-02", "D-COM-07", "D-COM-11", "D-MSO-01", "D-MSO-08", "D-MSO-09",
            "D-MSO-15", "D-MSO-18", "D-MSO-19", "D-MSU-05", "D-RSHS-01", "D-RSHS-02",
            "D-RSHS-03", "D-RSHS-06", "D-RSHS-08", "D-RSHS-10", "D-OCC-09",
            "D-PART-12",
        )
    ),
)  # fmt: skip
ACTES = {acte.code: acte for acte in _ACTES}


def connu(code):
    return code in NOMS


def controlable(code):
    """Is there something to check before that document is signed?"""
    return code in ACTES and ACTES[code].sorte in CONTROLABLES


def decrire(modele):
    """The act of a template: what the catalogue says, and the steps that the template names."""
    acte = ACTES.get(modele.code)
    if acte is None:
        sortes = {"arrete": "arrete", "courrier": "courrier"}
        acte = Acte(modele.code or "", sortes.get(modele.type, "courrier"))
    etape = modele.etape_signature or modele.etape_notification
    return acte._replace(etape=etape) if etape else acte


def valeurs_modele(code):
    """Values of a template that nobody has written yet, for the controls of substance."""
    acte = ACTES.get(code) or Acte(code, "courrier")
    lettre = acte.sorte in (
        "ouverture", "prealable", "courrier", "information", "loyers", "abandon", "signalement",
    )  # fmt: skip
    return {
        "code": code,
        "name": NOMS[code],
        "type": "courrier" if lettre else "arrete" if acte.sorte in DECISIONS else "autre",
        "procedures": ",".join(acte.procedures),
        ("etape_notification" if lettre else "etape_signature"): acte.etape,
        "signataire": "agent" if acte.signataire == "tiers" else acte.signataire,
        "destinataire": acte.destinataire,
    }
