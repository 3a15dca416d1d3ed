from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...moteur.astreinte import ZERO, en_montant
from ...moteur.occupants import Sejour, chevauchements, cout, nuits
from ..pieces import Pieces

# Paid by a public body: what it may recover from the owner (CCH L. 521-3-2 VI).
PUBLICS = ("commune", "epci", "etat")
GENRES = [
    ("hotel", "Hôtel"),
    ("structure", "Structure d’hébergement"),
    ("transition", "Logement de transition, résidence sociale"),
    ("logement", "Logement"),
    ("proches", "Chez des proches"),
    ("autre", "Autre"),
]
PAYEURS = [
    ("proprietaire", "Le propriétaire ou l’exploitant"),
    ("commune", "La commune"),
    ("epci", "L’intercommunalité"),
    ("etat", "L’État"),
    ("autre", "Autre"),
]


class OilhiDossierHebergement(models.Model):
    """The ledger of nights: where a household slept, what it cost, who bears it."""

    _name = "oilhi.dossier.hebergement"
    _inherit = ["oilhi.compte.source", "oilhi.dossier.occupant.ligne"]
    _description = "Hébergement d’un ménage"
    _order = "dossier_id.id, date_debut, id"

    type = fields.Selection(GENRES, string="Genre", required=True, default="hotel")
    lieu = fields.Char("Où")
    date_debut = fields.Date(
        "Première nuit", required=True, default=fields.Date.context_today
    )
    date_fin = fields.Date(
        "Départ, ou compté jusqu’au", help="Le jour du départ n’est pas une nuit."
    )
    en_cours = fields.Boolean("Toujours hébergé", default=True)
    nuits = fields.Integer(compute="_compute_total", store=True)
    places = fields.Integer("Places ou chambres", default=1)
    prix_nuit = fields.Monetary("Prix par place et par nuit")
    montant_facture = fields.Monetary(
        "Montant facturé", help="S’il est indiqué, il remplace le calcul."
    )
    total = fields.Monetary(compute="_compute_total", store=True)
    calcul = fields.Char(compute="_compute_calcul")
    supporte_par = fields.Selection(PAYEURS, string="Payé par", required=True, default="commune")
    piece_ids = Pieces("ir.attachment", string="Factures")

    @api.depends("lieu", "date_debut", "type")
    def _compute_display_name(self):
        genres = dict(self._fields["type"]._description_selection(self.env))
        for sejour in self:
            sejour.display_name = ", ".join(filter(None, [
                sejour.lieu or genres.get(sejour.type),
                sejour.date_debut and sejour.date_debut.strftime("%d/%m/%Y"),
            ]))

    def _sejour(self):
        self.ensure_one()
        return Sejour(
            self.date_debut, self.date_fin or self.date_debut, self.places,
            en_montant(self.prix_nuit) or ZERO,
        )

    @api.depends("date_debut", "date_fin", "places", "prix_nuit", "montant_facture")
    def _compute_total(self):
        for sejour in self:
            compte = bool(sejour.date_debut and sejour.date_fin)
            sejour.nuits = nuits(sejour.date_debut, sejour.date_fin) if compte else 0
            calcule = float(cout(sejour._sejour())) if compte else 0.0
            sejour.total = sejour.montant_facture or calcule

    @api.depends("nuits", "places", "prix_nuit", "montant_facture", "total")
    def _compute_calcul(self):
        for sejour in self:
            if sejour.montant_facture:
                sejour.calcul = self.env._("%s nuits, montant de la facture", sejour.nuits)
            elif not sejour.date_fin:
                sejour.calcul = self.env._("Indiquez jusqu’à quand compter les nuits.")
            else:
                sejour.calcul = self.env._(
                    "%(nuits)s nuits × %(places)s × %(prix)s €", nuits=sejour.nuits,
                    places=sejour.places, prix=f"{sejour.prix_nuit:.2f}".replace(".", ","),
                )

    # -- Checks --------------------------------------------------------------

    @api.constrains("date_debut", "date_fin", "places", "prix_nuit", "montant_facture")
    def _check_coherence(self):
        for sejour in self:
            if sejour.date_fin and sejour.date_fin < sejour.date_debut:
                raise ValidationError(self.env._("Le départ ne peut pas précéder la première nuit."))
            if sejour.places < 1:
                raise ValidationError(self.env._("Indiquez au moins une place."))
            if sejour.prix_nuit < 0 or sejour.montant_facture < 0:
                raise ValidationError(self.env._("Un montant ne peut pas être négatif."))

    @api.constrains("occupant_id", "date_debut", "date_fin", "lieu", "nature")
    def _check_chevauchement(self):
        """The same nights in the same place, typed twice; elsewhere, a second room is possible."""
        for menage in self.occupant_id:
            lieux = menage.hebergement_ids.filtered("date_fin").grouped(
                lambda s: ((s.lieu or "").strip().lower(), s.type, s.nature)
            )
            for (lieu, *_reste), sejours in lieux.items():
                if lieu and chevauchements(s._sejour() for s in sejours):
                    raise ValidationError(self.env._(
                        "Des nuits à « %s » sont comptées deux fois pour ce ménage : corrigez les dates, "
                        "ou le nombre de places.", sejours[:1].lieu,
                    ))

    # -- For the recovery ----------------------------------------------------

    def _depenses_recouvrables(self):
        """Plain rows of what public bodies paid in the owner's place (CCH L. 521-3-2 VI).

        The flat charge of 8 % on these costs is not settled by the text: « a_verifier ».
        """
        return [
            {
                "hebergement_id": sejour.id,
                "occupant_id": sejour.occupant_id.id,
                "date": sejour.date_fin or sejour.date_debut,
                "libelle": self.env._(
                    "Hébergement (%(qui)s), %(nuits)s nuits, %(ou)s",
                    qui=sejour.occupant_id.display_name, nuits=sejour.nuits,
                    ou=sejour.lieu or sejour._fields["type"].convert_to_export(sejour.type, sejour),
                ),
                "nature": sejour.nature,
                "montant": en_montant(sejour.total),
                "supporte_par": sejour.supporte_par,
                "calcul": sejour.calcul,
                "base": "CCH L. 521-3-2 VI",
                "niveau": "confirme",
                "forfait": "a_verifier",
                "pieces": sejour.piece_ids.ids,
            }
            for sejour in self
            if sejour.supporte_par in PUBLICS and sejour.total
        ]
