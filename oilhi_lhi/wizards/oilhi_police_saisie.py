from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.oilhi_commune import AUTORITES
from ..moteur.delais import police_competente

TROIS = {"oui": True, "non": False}


class OilhiPoliceSaisie(models.TransientModel):
    """The facts of one EPCI and of all its communes on one screen, with what they lead to."""

    _name = "oilhi.police.saisie"
    _description = "Police de l’habitat dans un EPCI"

    epci_id = fields.Many2one("oilhi.epci", string="EPCI", required=True, readonly=True)
    competence_habitat = fields.Boolean(
        "Compétent en matière d’habitat", compute="_compute_epci", store=True, readonly=False
    )
    election_president_le = fields.Date(
        "Élection du président le", compute="_compute_epci", store=True, readonly=False
    )
    renonciation_le = fields.Date(
        "Renonciation du président le", compute="_compute_epci", store=True, readonly=False
    )
    predecesseur_exercait = fields.Selection(
        [("oui", "Oui, partout"), ("non", "Non, nulle part"), ("selon", "Selon la commune")],
        string="Le précédent président exerçait la police", default="selon",
    )
    complet = fields.Boolean(
        "Toutes les oppositions sont dans la liste",
        help="Coché : une commune sans date n’a pas fait opposition. Sinon, on ne le sait pas.",
    )
    justificatif = fields.Text("Justificatif", required=True)
    ligne_ids = fields.One2many(
        "oilhi.police.saisie.ligne", "saisie_id", string="Communes",
        compute="_compute_ligne_ids", store=True, readonly=False,
    )
    alerte_renonciation = fields.Char(compute="_compute_alerte_renonciation")

    @api.depends("epci_id")
    def _compute_epci(self):
        for saisie in self:
            saisie.competence_habitat = saisie.epci_id.competence_habitat
            saisie.election_president_le = saisie.epci_id.election_president_le
            saisie.renonciation_le = saisie.epci_id.renonciation_le

    @api.depends("epci_id")
    def _compute_ligne_ids(self):
        for saisie in self:
            saisie.ligne_ids = [Command.clear()] + [
                Command.create({
                    "commune_id": commune.id,
                    "predecesseur_exercait": commune.predecesseur_exercait,
                    "opposition_le": commune.opposition_le,
                })
                for commune in saisie.epci_id.commune_ids
            ]

    @api.onchange("predecesseur_exercait")
    def _onchange_predecesseur_exercait(self):
        if self.predecesseur_exercait in TROIS:
            for ligne in self.ligne_ids:
                ligne.predecesseur_exercait = self.predecesseur_exercait

    @api.depends("renonciation_le", "ligne_ids.opposition_le")
    def _compute_alerte_renonciation(self):
        """L. 5211-9-2 III: half of the mayors, or mayors of half of the population."""
        for saisie in self:
            opposees = saisie.ligne_ids.filtered("opposition_le")
            habitants = sum(saisie.ligne_ids.commune_id.mapped("population"))
            moitie = 2 * len(opposees) >= len(saisie.ligne_ids) or (
                habitants and 2 * sum(opposees.commune_id.mapped("population")) >= habitants
            )
            saisie.alerte_renonciation = saisie.renonciation_le and not moitie and self.env._(
                "Renonciation : communes opposées, %(opposees)s sur %(total)s. Elle ne vaut que "
                "si la moitié au moins des maires, ou des maires représentant la moitié au moins de "
                "la population, se sont opposés (CGCT L. 5211-9-2 III).",
                opposees=len(opposees), total=len(saisie.ligne_ids),
            )

    def action_enregistrer(self):
        """Write what changed, on the EPCI and on each commune, with the proof."""
        self.ensure_one()
        epci, justificatif = self.epci_id, self.justificatif.strip()
        if not justificatif:
            raise UserError(self.env._(
                "Indiquez le justificatif : délibération d’élection, courriers d’opposition…"
            ))
        self._ecrire(epci, {
            "competence_habitat": self.competence_habitat,
            "election_president_le": self.election_president_le,
            "renonciation_le": self.renonciation_le,
        }, justificatif)
        for ligne in self.ligne_ids:
            self._ecrire(ligne.commune_id, {
                "predecesseur_exercait": ligne.predecesseur_exercait,
                "opposition_le": ligne.opposition_le,
                "autre_maire_oppose": ligne._autre_maire_oppose(),
            }, justificatif)
        return {"type": "ir.actions.act_window_close"}

    def _ecrire(self, enregistrement, vals, justificatif):
        changes = {cle: valeur for cle, valeur in vals.items() if enregistrement[cle] != valeur}
        if changes:
            enregistrement.write({**changes, "justificatif_police": justificatif})


class OilhiPoliceSaisieLigne(models.TransientModel):
    _name = "oilhi.police.saisie.ligne"
    _description = "Police de l’habitat dans une commune"
    _order = "id"

    saisie_id = fields.Many2one("oilhi.police.saisie", required=True, ondelete="cascade")
    commune_id = fields.Many2one("oilhi.commune", string="Commune", required=True)
    predecesseur_exercait = fields.Selection(
        [("oui", "Oui"), ("non", "Non")], string="Exercée avant par le président"
    )
    opposition_le = fields.Date("Opposition reçue le")
    autorite = fields.Selection(AUTORITES, string="Compétent", compute="_compute_autorite")
    explication = fields.Text("Pourquoi", compute="_compute_autorite")

    def _autre_maire_oppose(self):
        """« oui », « non », or False when nothing says it."""
        self.ensure_one()
        autres = self.saisie_id.ligne_ids - self
        if any(autres.mapped("opposition_le")):
            return "oui"
        return "non" if self.saisie_id.complet else False

    @api.depends(
        "predecesseur_exercait", "opposition_le", "saisie_id.competence_habitat",
        "saisie_id.election_president_le", "saisie_id.renonciation_le", "saisie_id.complet",
        "saisie_id.ligne_ids.opposition_le",
    )
    def _compute_autorite(self):
        jour = fields.Date.context_today(self)
        oppositions = {
            saisie: sum(1 for ligne in saisie.ligne_ids if ligne.opposition_le)
            for saisie in self.saisie_id
        }
        for ligne in self:
            saisie = ligne.saisie_id
            # Same as _autre_maire_oppose(), without going through all the lines for each one.
            autres = oppositions[saisie] - bool(ligne.opposition_le)
            competence = police_competente(
                jour,
                saisie.election_president_le or None,
                TROIS.get(ligne.predecesseur_exercait),
                opposition=ligne.opposition_le or None,
                autre_maire_oppose=True if autres else False if saisie.complet else None,
                renonciation=saisie.renonciation_le or None,
                competence_habitat=saisie.competence_habitat,
            )
            ligne.autorite = competence.autorite
            ligne.explication = competence.explication
