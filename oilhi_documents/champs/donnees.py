"""What a letter tells of the data that it uses (RGPD, articles 13 and 14)."""

from odoo.addons.oilhi_lhi.moteur.francais import duree_lettres

from . import redaction as r
from .acteurs import SERVICE, autorite_adresse
from .catalogue import champ

SOCIETE = "fiche du département, onglet Données personnelles"


@champ("donnees.responsable", ou=SOCIETE)
def donnees_responsable(c):
    return r.propre(c.service.company_id.oilhi_responsable_traitement or c.service.name or "") or None


@champ("donnees.conservation")
def donnees_conservation(c):
    """The duration when somebody has put it to work; else what it depends on: a letter promises nothing that is
    not done (RGPD, article 13, 2, a)."""
    regle = c.env.ref("oilhi_documents.conservation_personnes")
    if not regle.en_service:
        return "tant que la procédure, son exécution ou un recours peuvent les demander"
    mois = regle.mois
    duree = duree_lettres(*((mois // 12, "ans") if mois % 12 == 0 else (mois, "mois")))
    return f"{duree} après la clôture du dossier"


@champ("donnees.contact", ou=SERVICE)
def donnees_contact(c):
    """The DPO when the département has written who he is, else the service that writes."""
    societe = c.service.company_id
    qui = ", ".join(filter(None, (
        r.propre(societe.oilhi_dpo_nom or ""), r.propre(societe.oilhi_dpo_contact or ""),
    )))
    if qui:
        return f"au délégué à la protection des données ({qui})"
    adresse = autorite_adresse(c)
    return f"au service ({adresse})" if adresse else None
