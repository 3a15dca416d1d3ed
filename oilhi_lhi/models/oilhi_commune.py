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
        search="_search_police_mise_en_securite",
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

    @api.model
    def _search_police_mise_en_securite(self, operator, value):
        """Communes of the same EPCI with the same facts have the same answer: a few thousand
        computations for the whole country, at most."""
        if operator != "in":
            return NotImplemented
        jour = fields.Date.context_today(self)
        groupes = [communes for *_faits, communes in self.with_context(
            active_test=False
        )._read_group(
            [], ["epci_id", "predecesseur_exercait", "opposition_le:day", "autre_maire_oppose",
                 "departement_id"],
            ["id:recordset"],
        )]
        # One commune of each group, read together.
        premieres = self.browse(communes.ids[0] for communes in groupes)
        ids = [
            identifiant
            for premiere, communes in zip(premieres, groupes, strict=True)
            if premiere._police(jour)[0] in value
            for identifiant in communes._ids
        ]
        return [("id", "in", ids)]

    def _police(self, jour):
        """(authority, sentence) on that day; what is not known is asked for, never supposed."""
        self.ensure_one()
        epci = self.epci_id
        if self.departement_id.code == "75":
            return "maire", self.env._(
                "À Paris, le maire est compétent pour les bâtiments à usage principal d’habitation, "
                "l’hébergement et les monuments funéraires ; le préfet de police, pour les autres "
                "immeubles (CCH L. 511-5)."
            )
        if epci.type == "met69":
            return "inconnu", self.env._(
                "La métropole de Lyon a ses propres règles de transfert de la police : vérifiez-les "
                "auprès de son service juridique et notez la justification à l’étape MSO-02."
            )
        if not epci:
            return "maire", self.env._(
                "%s n’appartient à aucun EPCI à fiscalité propre : le maire reste compétent "
                "(CGCT L. 5211-9-2).", self.name,
            )
        trois = {"oui": True, "non": False}
        competence = police_competente(
            jour,
            epci.election_president_le or None,
            trois.get(self.predecesseur_exercait),
            opposition=self.opposition_le or None,
            autre_maire_oppose=trois.get(self.autre_maire_oppose),
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

    def action_saisir_police(self):
        """The facts of the whole EPCI at once."""
        self.ensure_one()
        return self.epci_id.action_saisir_police()


class OilhiEpci(models.Model):
    _inherit = "oilhi.epci"

    def action_saisir_police(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "oilhi.police.saisie",
            "views": [[False, "form"]],
            "target": "new",
            "name": self.env._("Police de l’habitat : %s", self.name),
            "context": {"default_epci_id": self.id},
        }
