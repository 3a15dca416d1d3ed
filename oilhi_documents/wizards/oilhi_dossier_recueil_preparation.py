from odoo import api, fields, models


class OilhiDossierRecueilPreparation(models.TransientModel):
    _name = "oilhi.dossier.recueil.preparation"
    _description = "Préparation d’un recueil de pièces"

    dossier_id = fields.Many2one("oilhi.dossier", required=True, readonly=True)
    destinataire = fields.Char("Communiqué à", help="Par exemple : tribunal administratif de Lille.")
    ligne_ids = fields.One2many(
        "oilhi.dossier.recueil.preparation.ligne",
        "preparation_id",
        string="Pièces",
        compute="_compute_ligne_ids",
        store=True,
        readonly=False,
    )

    @api.depends("dossier_id")
    def _compute_ligne_ids(self):
        for assistant in self:
            pieces = assistant.dossier_id._pieces_recueil() if assistant.dossier_id else ()
            assistant.ligne_ids = [fields.Command.clear(), *(
                fields.Command.create({
                    "cle": cle, "date": date, "titre": titre, "sensible": sensible, "inclure": not sensible,
                })
                for cle, date, titre, sensible in pieces
            )]

    def action_etablir(self):
        self.ensure_one()
        dossier = self.dossier_id
        # Read again: what may be bound is what the case holds, not what the browser sends back.
        connues = {cle for cle, *_reste in dossier._pieces_recueil()}
        pieces = [
            dossier._piece(ligne.cle, ligne.date, ligne.titre)
            for ligne in self.ligne_ids
            if ligne.inclure and ligne.cle in connues
        ]
        recueil = self.env["oilhi.dossier.recueil"]._etablir(dossier, pieces, self.destinataire)
        return recueil._action_fiche()
