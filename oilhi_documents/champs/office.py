"""Works by the authority, and the authority put in the place of co-owners who do not pay."""

from odoo.addons.oilhi_lhi.moteur.recouvrement_droit import FRAIS

from . import redaction as r
from .acteurs import nom_syndicat
from .argent import ARGENT, argent
from .catalogue import champ

OFFICE = "dossier, page « Exécution d’office »"
DEVIS = f"{OFFICE} : le devis retenu"
SUBSTITUTION = "dossier, page « Exécution d’office » : substitution"
ACCES = {
    "libre": "L’accès aux lieux est accordé. Convenez avec le service du jour et de l’heure du début "
    "des travaux.",
    "autorise": "L’accès aux lieux est autorisé par le juge. Convenez avec le service du jour et de "
    "l’heure du début des travaux.",
}
ACCES_ATTENTE = (
    "N’entrez pas dans les lieux avant que le service vous confirme par écrit que l’accès en est accordé "
    "ou autorisé."
)


def office(c):
    if c.ligne._name == "oilhi.dossier.office":
        return c.ligne
    lignes = c.dossier.office_ids.filtered(
        lambda o: o.dossier_procedure_id == c.procedure and not o.motif_abandon
    )
    return lignes.filtered(lambda o: not o.date_decision)[-1:] or lignes[-1:]


def _devis(c):
    return office(c).devis_ids.filtered("retenu")[:1]


@champ("office.motifs", ou=f"{OFFICE} : motifs de la décision")
def motifs(c):
    return r.minuscule(r.sans_point(office(c).motifs))


@champ("office.entreprise", ou=DEVIS)
def entreprise(c):
    return r.propre(_devis(c).entreprise_id.name)


@champ("office.adresse")
def entreprise_adresse(c):
    return "\n".join(r.lignes_postales(_devis(c).entreprise_id))


@champ("office.date_devis", ou=DEVIS)
def date_devis(c):
    return r.jour(_devis(c).date)


@champ("office.cout_ht", ou=DEVIS)
def cout_ht(c):
    return argent(_devis(c).montant_ht) if _devis(c) else None


@champ("office.cout", ou=DEVIS)
def cout(c):
    return argent(_devis(c).montant_ttc) if _devis(c) else None


@champ("office.date_decision")
def date_decision(c):
    return r.jour(office(c).date_decision) or ""


@champ("office.demolition")
def demolition(c):
    return bool(office(c).demolition)


@champ("office.date_jugement", ou=f"{OFFICE} : enregistrez le jugement qui autorise la démolition")
def date_jugement(c):
    return r.jour(office(c).jugement_le) if office(c).demolition else ""


@champ("office.acces")
def acces(c):
    return ACCES.get(office(c).acces, ACCES_ATTENTE)


def _mesures(mesures):
    return [{"texte": r.majuscule(r.sans_point(m.texte))} for m in mesures]


@champ("ouvrages", ou=f"{OFFICE} : mesures à exécuter")
def ouvrages(c):
    return _mesures(office(c).mesure_ids.sorted(lambda m: (m.sequence, m.id)))


@champ("demolitions", ou="dossier, page Mesures : la démolition que l’arrêté prescrit")
def demolitions(c):
    return _mesures(c.mesures_de_type("demolition"))


# ---- substitution ------------------------------------------------------------------------------


def substitution(c):
    if c.ligne._name == "oilhi.dossier.substitution":
        return c.ligne
    lignes = c.dossier.substitution_ids.filtered(lambda s: not s.motif_abandon)
    if c.modele.code in ("D-FIN-05", "D-FIN-07"):  # they tell a decision that was taken
        return lignes.filtered("date_decision")[-1:]
    return lignes.filtered(lambda s: not s.date_decision)[-1:] or lignes[-1:]


@champ("substitution.vote_le", ou=SUBSTITUTION)
def vote_le(c):
    return r.jour(substitution(c).vote_le) or ("" if c.modele.code == "D-MSO-29" else None)


@champ("substitution.exigible_le", ou=SUBSTITUTION)
def exigible_le(c):
    return r.jour(substitution(c).exigible_le) or ("" if c.modele.code == "D-MSO-29" else None)


@champ("substitution.montant_vote")
def montant_vote(c):
    return argent(substitution(c).montant_vote) if substitution(c).montant_vote else ""


@champ("substitution.date_attestation", ou=f"{SUBSTITUTION}, attestation du syndic")
def date_attestation(c):
    return r.jour(substitution(c).date_attestation)


@champ("substitution.date_limite", ou=f"{SUBSTITUTION}, attestation du syndic")
def date_limite(c):
    return r.jour(substitution(c).date_limite)


@champ("substitution.date_decision", ou=f"{SUBSTITUTION}, décision")
def substitution_decision(c):
    return r.jour(substitution(c).date_decision)


@champ("substitution.motifs", ou=f"{SUBSTITUTION}, motifs de la décision")
def substitution_motifs(c):
    return r.minuscule(r.sans_point(substitution(c).motifs))


@champ("substitution.total", ou=SUBSTITUTION)
def substitution_total(c):
    return argent(substitution(c).total) if substitution(c).total else None


def _prise_en_charge(ligne):
    """What the decision froze; before it, what it would take over today."""
    return ligne.reprise if ligne.substitution_id.date_decision else ligne.defaut


@champ("defaillants", ou=f"{SUBSTITUTION}, tableau des copropriétaires")
def defaillants(c):
    return [
        {
            "nom_complet": r.nom_personne(ligne.personne_id),
            "adresse": r.adresse_personne(ligne.personne_id) or "",
            "appele": argent(ligne.appele),
            "verse": argent(ligne.verse),
            "somme": argent(_prise_en_charge(ligne)),
            "sommation": r.jour(ligne.sommation_recue),
            "notifie_le": r.jour(ligne.notifie_le) or "",
        }
        for ligne in substitution(c).ligne_ids
        if _prise_en_charge(ligne)
    ]


@champ("appels")
def appels(c):
    """Co-owners who have not paid all: the syndic checks and completes the table."""
    return [
        {
            "nom": ", ".join(filter(None, (
                r.nom_personne(ligne.personne_id),
                f"lot {ligne.personne_id.lot}" if ligne.personne_id.lot else "",
            ))),
            "appele": argent(ligne.appele),
            "verse": argent(ligne.verse),
            "sommation": r.jour(ligne.sommation_le) or "",
        }
        for ligne in substitution(c).ligne_ids
        if ligne.verse < ligne.appele
    ]  # fmt: skip


@champ("syndic.nom")
def syndic_nom(c):
    return r.nom_personne(c.personnes.filtered(lambda p: p.role == "syndic")[:1]) or ""


@champ("syndic.syndicat", ou="dossier, page Documents, bouton « Mots des actes » : le syndicat")
def syndic_syndicat(c):
    return r.minuscule(nom_syndicat(c)) or None


@champ("creances", ou=f"{ARGENT} : paiements reçus sur les titres des défaillants")
def creances(c):
    """Debts of substitution wholly paid (R. 511-12)."""
    reprises = {str(li.personne_id.id): li for li in substitution(c).ligne_ids.filtered("reprise")}
    soldees = []
    for dette in c.compte.dettes:
        ligne = reprises.get(dette.debiteurs[0]) if len(dette.debiteurs) == 1 else None
        if not ligne or dette.objet != FRAIS or dette.reste > 0 or dette.paye <= 0:
            continue
        paiements = c.dossier.paiement_ids.filtered(
            lambda p, cle=dette.cle: not p.annulee and p.titre_id.dette == cle
        )
        soldees.append({
            "nom_complet": r.nom_personne(ligne.personne_id),
            "somme": argent(dette.paye),
            "date": r.jour(max(paiements.mapped("date"), default=None)),
        })
    return soldees
