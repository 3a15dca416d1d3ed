"""Who signs: the authority that holds the police, and a signatory whose power is valid that day."""

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres
from odoo.addons.oilhi_partenaires.outils.toponymes import de_personne

from ..champs import redaction as r
from .actes import SELON_SERVICE, SIGNES
from .registre import a_verifier, bloquant, controle, en_ordre

POLICE = SIGNES - {"courrier", "signalement"}  # a letter that decides nothing belongs to no police

CHEFS = ("maire", "president_epci")


@controle("D7-01", "Autorité compétente établie", "CCH L. 511-4 ; CGCT L. 5211-9-2", POLICE)
def autorite(c):
    if c.police_du_maire:
        if c.famille == "DEC":
            yield a_verifier(
                "Le maire est compétent, sauf si cette police a été transférée au président du groupement "
                "de collecte des déchets : vérifiez l’arrêté préfectoral.",
                "C. env. L. 541-3 ; CGCT L. 5211-9-2",
            )
            return
        yield en_ordre(
            "Autorité : le maire. Cette police n’est jamais transférée à l’intercommunalité.",
            "CGCT L. 2212-2, L. 5211-9-2",
        )
        return
    if c.famille in SELON_SERVICE:
        yield a_verifier(
            "La commune ou l’EPCI, selon la procédure et la zone : vérifiez la délibération ou "
            "l’arrêté qui dit qui est compétent ici.",
            c.procedure.procedure_id.base or "",
        )
        return
    qui, pourquoi = c.police
    if qui == "inconnu":
        if c.competence_justifiee:
            yield a_verifier(
                f"Autorité retenue d’après votre justification de l’étape MSO-02 : {_autorite(c)}. "
                f"« {r.sans_point(c.competence_justifiee)} ».",
                lien=c.etape("MSO-02"),
            )
            return
        yield bloquant(
            "On ne sait pas qui, du maire ou du président de l’EPCI, exerce la police : "
            f"{pourquoi}",
            "CGCT L. 5211-9-2",
            c.commune,
        )
        return
    phrase = f"Autorité : {_autorite(c)}. {pourquoi}"
    if qui == "president_epci" and not c.commune.opposition_le:
        yield a_verifier(phrase, "CGCT L. 5211-9-2", c.commune)
    else:
        yield en_ordre(phrase, "CGCT L. 5211-9-2")


def _autorite(c):
    if c.autorite == "president_epci":
        return f"le président {r.avec_de(c.commune.epci_id.name or 'l’EPCI')}"
    return "le maire"


@controle("C2-08", "Le service et le signataire relèvent de l’autorité compétente", "CGCT L. 5211-9-2", POLICE)  # fmt: skip
def signataire_competent(c):
    if c.modele.signataire == "agent":
        return
    if c.autorite == "inconnu":
        yield a_verifier("Le signataire se choisit une fois l’autorité établie (point précédent).")
        return
    if c.autorite == "president_epci" and c.service.type != "epci":
        yield bloquant(
            "La police de mise en sécurité est exercée par le président de l’EPCI : le maire ne "
            "peut pas signer cet acte. Transmettez le dossier à l’EPCI (D-COM-06).",
            lien=c.etape("MSO-02"),
        )
    elif c.autorite == "maire" and c.service.type == "epci":
        yield bloquant(
            "Cette police appartient au maire, or le dossier est instruit par l’intercommunalité : son "
            "président ne peut pas signer cet acte. Transmettez le dossier à la mairie.",
            "CGCT L. 2212-2, L. 5211-9-2" if c.police_du_maire else None,
            c.etape("MSO-02"),
        )
    elif not c.signataire:
        types = c.types_signataire
        yield bloquant(
            f"Aucun signataire du service « {c.service.name} » n’a le pouvoir de signer au "
            f"{date_lettres(c.jour)}. {c.service._pourquoi_personne(c.jour, types)} Complétez les "
            "signataires du service.".replace("  ", " "),
            "",
            c.service,
            "signataire_ids",
        )
    elif c.signataire.type not in (*c.types_signataire, "autre"):
        yield bloquant(
            f"{c.signataire.name} n’agit pas au nom de l’autorité compétente : choisissez un "
            "signataire "
            + ("de l’EPCI." if c.autorite == "president_epci" else "de la commune."),
            lien=c.service,
            champ="signataire_ids",
        )
    else:
        yield en_ordre(f"Signataire : {c.signataire.name}, {r.minuscule(c.signataire.qualite)}.")


@controle("DELEGATION", "Pouvoir de signer valable ce jour-là", "CGCT L. 2122-18, L. 2131-1", SIGNES)
def delegation(c):
    signataire = c.signataire
    if c.modele.signataire == "agent":
        return
    if not signataire:
        yield a_verifier(
            "Aucun signataire n’est désigné : son pouvoir (mandat ou délégation publiée) sera à "
            "vérifier.",
            lien=c.service,
            champ="signataire_ids",
        )
        return
    jour = date_lettres(c.jour)
    if not signataire._est_valide(c.jour):
        yield bloquant(signataire._pourquoi_pas(c.jour), lien=signataire)
        return
    if signataire.type in CHEFS:
        depuis = f", en fonctions depuis le {date_lettres(signataire.date_debut)}" if signataire.date_debut else ""  # fmt: skip
        yield en_ordre(
            f"{signataire.name} signe en son nom propre{depuis} : aucune délégation n’est nécessaire "
            f"au {jour}.",
            "CGCT L. 2122-18" if signataire.type == "maire" else "",
        )
        return
    # The articles read are those of the mayor; those of the president were not.
    base = None if signataire.type != "vice_president" else "CGCT L. 2131-1"
    if not signataire.delegation_executoire_le:
        yield a_verifier(
            f"{signataire.name} signe par délégation ({r.sans_point(signataire.delegation)}), mais "
            "rien ne dit depuis quand elle est exécutoire : une délégation ne joue qu’une fois "
            "publiée et transmise au préfet. Vérifiez, puis saisissez la date « Exécutoire le ».",
            base,
            signataire,
            "delegation_executoire_le",
        )
    elif not signataire.delegation_matieres:
        yield a_verifier(
            f"Délégation {de_personne(signataire.name)} exécutoire depuis le "
            f"{date_lettres(signataire.delegation_executoire_le)} : ses matières ne sont pas "
            "saisies. Vérifiez qu’elle couvre cet acte, puis saisissez-les.",
            base,
            signataire,
            "delegation_matieres",
        )
    else:
        yield en_ordre(
            f"Délégation {de_personne(signataire.name)} ({r.minuscule(signataire.delegation_matieres)}), "
            f"exécutoire depuis le {date_lettres(signataire.delegation_executoire_le)}, valable au {jour}.",
            base,
        )
