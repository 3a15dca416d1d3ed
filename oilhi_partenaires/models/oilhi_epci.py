from stdnum.fr import siren as stdnum_siren

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiEpci(models.Model):
    _name = "oilhi.epci"
    _inherit = "oilhi.donnee.gardee"
    _description = "EPCI à fiscalité propre"
    _order = "name"
    _rec_names_search = ["name", "siren"]

    active = fields.Boolean(default=True)
    siren = fields.Char(string="SIREN", required=True, size=9)
    name = fields.Char(string="Nom", required=True)
    type = fields.Selection(
        [
            ("cc", "Communauté de communes"),
            ("ca", "Communauté d’agglomération"),
            ("cu", "Communauté urbaine"),
            ("metro", "Métropole"),
            ("met69", "Métropole de Lyon"),
            ("ept", "Établissement public territorial"),
        ],
        required=True,
    )
    departement_id = fields.Many2one(
        "oilhi.departement", string="Département principal", required=True, index=True
    )
    population = fields.Integer()
    commune_ids = fields.One2many("oilhi.commune", "epci_id", string="Communes membres")
    # True by default: R. 511-7 makes the EPCI « compétent en matière d'habitat » a compulsory
    # addressee; to inform one too many does no harm, to forget one does.
    competence_habitat = fields.Boolean(
        string="Compétent en matière d’habitat",
        default=True,
        help="Destinataire des arrêtés et des mainlevées. À vérifier dans les statuts ; "
        "coché par prudence.",
    )
    election_president_le = fields.Date(
        string="Élection du président le",
        help="Date d’élection du président : elle ouvre le délai d’opposition des maires au "
        "transfert de la police.",
    )
    renonciation_le = fields.Date(
        string="Renonciation du président le",
        help="Date à laquelle le président a renoncé au transfert de la police.",
    )

    donnees_source = fields.Json(
        string="Dernières valeurs de la source", readonly=True, copy=False, prefetch=False
    )

    _siren_uniq = models.Constraint("UNIQUE(siren)", "Un EPCI porte déjà ce numéro SIREN.")
    _population_positive = models.Constraint(
        "CHECK(population >= 0)", "La population ne peut pas être négative."
    )

    @api.constrains("siren")
    def _check_siren(self):
        for epci in self:
            if not stdnum_siren.is_valid(epci.siren or ""):
                raise ValidationError(self.env._(
                    "Le SIREN « %(siren)s » de %(nom)s n’est pas valable : neuf chiffres, dont "
                    "une clé de contrôle, sont attendus.", siren=epci.siren, nom=epci.name,
                ))

    @api.constrains("election_president_le", "renonciation_le")
    def _check_dates(self):
        for epci in self:
            election, renonciation = epci.election_president_le, epci.renonciation_le
            if election and renonciation and renonciation < election:
                raise ValidationError(self.env._(
                    "%s : la renonciation du président ne peut pas précéder son élection.",
                    epci.name,
                ))
