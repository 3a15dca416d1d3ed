from odoo import api, fields, models

from ..moteur.delais import police_competente

AUTORITES = [
    ("maire", "Maire"),
    ("president_epci", "Président de l’EPCI"),
    ("inconnu", "À vérifier"),
]


class OilhiCommune(models.Model):
    """Who holds the « mise en sécurité » police here (R11, CGCT L. 5211-9-2)."""

    _inherit = "oilhi.commune"

    police_mise_en_securite = fields.Selection(
        AUTORITES,
        string="Police de la mise en sécurité",
        compute="_compute_police_mise_en_securite",
        help="À la date du jour, d’après les faits enregistrés ci-dessous.",
    )
    police_motif = fields.Text("Explication", compute="_compute_police_mise_en_securite")
    epci_election_le = fields.Date(related="epci_id.election_president_le")
    epci_renonciation_le = fields.Date(related="epci_id.renonciation_le")

    @api.depends(
        "epci_id.competence_habitat", "epci_id.election_president_le", "epci_id.renonciation_le",
        "predecesseur_exercait", "opposition_le", "autre_maire_oppose",
    )
    def _compute_police_mise_en_securite(self):
        jour = fields.Date.context_today(self)
        for commune in self:
            autorite, motif = commune._police(jour)
            commune.police_mise_en_securite = autorite
            commune.police_motif = motif

    def _police(self, jour):
        """(authority, sentence) on that day; what is not known is asked for, never supposed."""
        self.ensure_one()
        epci = self.epci_id
        if not epci:
            return "maire", self.env._(
                "%s n’appartient à aucun EPCI à fiscalité propre : le maire reste compétent "
                "(CGCT L. 5211-9-2).", self.name,
            )
        competence = police_competente(
            jour,
            epci.election_president_le or None,
            {"oui": True, "non": False}.get(self.predecesseur_exercait),
            opposition=self.opposition_le or None,
            autre_maire_oppose=self.autre_maire_oppose,
            renonciation=epci.renonciation_le or None,
            competence_habitat=epci.competence_habitat,
        )
        phrases = [competence.explication, *competence.avertissements]
        if competence.autorite == "inconnu":
            phrases.append(self.env._(
                "Le coordinateur le renseigne dans Configuration, Territoire : fiche de la commune "
                "%(commune)s, onglet « Police de l’habitat », et fiche de l’EPCI %(epci)s.",
                commune=self.name, epci=epci.name,
            ))
        else:
            phrases.append(f"({competence.base})")
        return competence.autorite, " ".join(phrases)

    def action_ouvrir_epci(self):
        """The dates of the president are entered once, on the EPCI."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "oilhi.epci",
            "res_id": self.epci_id.id,
            "views": [[False, "form"]],
            "name": self.epci_id.name,
        }
