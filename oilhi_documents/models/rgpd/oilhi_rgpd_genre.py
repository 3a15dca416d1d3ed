from odoo import api, fields, models

GENRES = [
    ("reserve", "Dossiers clos : données réservées des ménages"),
    ("personnes", "Dossiers clos : personnes"),
    ("textes", "Dossiers clos : titre et textes libres"),
    ("messages", "Dossiers clos : messages"),
    ("pieces", "Dossiers clos : photos et pièces, hors actes"),
    ("journal", "Journal des lectures de données réservées"),
    ("courriels", "Courriels envoyés, gardés par le serveur"),
    ("agenda", "Liens d’agenda qui ne servent plus"),
    ("comptes", "Comptes inactifs"),
    ("demandes", "Journal des demandes de personnes"),
]


class OilhiRgpdGenre(models.AbstractModel):
    """What is kept for a time of its own; a record of it is called by that."""

    _name = "oilhi.rgpd.genre"
    _description = "Genre de données gardées"
    _rec_name = "genre"

    genre = fields.Selection(GENRES, string="Données", required=True, readonly=True)

    @api.depends("genre")
    def _compute_display_name(self):
        noms = dict(GENRES)
        for ligne in self:
            ligne.display_name = noms.get(ligne.genre, "")
