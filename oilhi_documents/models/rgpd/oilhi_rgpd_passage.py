from odoo import api, fields, models


class OilhiRgpdPassage(models.Model):
    """The report of one application of one retention: figures, and the reasons of what stayed."""

    _name = "oilhi.rgpd.passage"
    _description = "Application d’une durée de conservation"
    _order = "id desc"
    _rec_name = "conservation_id"

    conservation_id = fields.Many2one(
        "oilhi.rgpd.conservation", string="Données", required=True, index=True, ondelete="cascade",
        readonly=True,
    )
    date = fields.Datetime("Le", required=True, readonly=True, default=fields.Datetime.now)
    mois = fields.Integer("Durée (mois)", readonly=True)
    echus = fields.Integer("Arrivés à leur terme", readonly=True)
    exclus = fields.Integer("Laissés", readonly=True)
    motifs = fields.Text("Pourquoi", readonly=True)
    lignes = fields.Integer("Lignes effacées ou anonymisées", readonly=True)

    @api.model
    def _ouvrir(self, conservation):
        """The report of the day; a task that comes back the same day goes on with it."""
        jour = fields.Datetime.to_datetime(fields.Date.context_today(self))
        examen = conservation._examiner()
        motifs = [motif for _numero, _nom, motif in examen if motif]
        comptes = {motif: motifs.count(motif) for motif in sorted(set(motifs))}
        valeurs = {
            "mois": conservation.mois, "exclus": len(motifs),
            "motifs": "\n".join(f"{motif} : {nombre}" for motif, nombre in comptes.items()),
        }
        passage = self.search([("conservation_id", "=", conservation.id), ("date", ">=", jour)], limit=1)
        if passage:
            passage.write(valeurs)
            return passage
        if not examen:
            return self
        return self.create({"conservation_id": conservation.id, "echus": len(examen), **valeurs})

    def _noter(self, lignes):
        for passage in self:
            passage.lignes += lignes
