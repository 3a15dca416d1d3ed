import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..rendu.signal_logement import EXPORTE, ecrire, examiner


class OilhiSignalExport(models.TransientModel):
    """The arrêtés in the file that Signal Logement imports: what leaves, what does not, and why.

    A file and no call of its API: POST /arretes records any act as an « arrêté préfectoral » of
    unfitness and writes to the occupant, which is false of an act of the mayor.
    """

    _name = "oilhi.signal.export"
    _description = "Export des arrêtés pour Signal Logement"

    date_debut = fields.Date("Du", required=True, default=lambda self: self._jour().replace(month=1, day=1))
    date_fin = fields.Date("Au", required=True, default=lambda self: self._jour())
    service_id = fields.Many2one("oilhi.service", string="Service", help="Vide : tous ceux que vous voyez.")
    commune_ids = fields.Many2many("oilhi.commune", string="Communes", help="Vide : toutes.")
    document_ids = fields.Many2many(
        "oilhi.document", string="Arrêtés choisis", default=lambda self: self._choix(), readonly=True
    )
    choisis = fields.Boolean(compute="_compute_choisis")
    sans_numero = fields.Boolean(
        "Exporter aussi les adresses sans numéro",
        help="Pour un hameau ou un lieu-dit. Signal Logement vérifie l’adresse dans la Base Adresse "
        "Nationale et peut la refuser (à vérifier).",
    )
    ligne_ids = fields.One2many("oilhi.signal.export.ligne", "export_id", string="Arrêtés")
    bilan = fields.Char("Bilan", readonly=True)
    nombre = fields.Integer("Arrêtés exportés", readonly=True)
    fichier = fields.Binary(attachment=False, readonly=True)

    @api.model
    def _jour(self):
        return fields.Date.context_today(self)

    @api.model
    def _choix(self):
        """Rows ticked in a list of documents: no period then."""
        if self.env.context.get("active_model") != "oilhi.document":
            return False
        return [Command.set(self.env.context.get("active_ids") or [])]

    @api.depends("document_ids")
    def _compute_choisis(self):
        for export in self:
            export.choisis = bool(export.document_ids)

    def _compute_display_name(self):
        self.display_name = self.env._("Export pour Signal Logement")

    def _domaine(self):
        """Arrêtés signed, or lifted, in the period: a lifting sends its arrêté again, with its date."""
        domaine = Domain("type", "=", "arrete") & Domain("numero", "!=", False)
        if self.document_ids:
            return domaine & Domain("id", "in", self.document_ids.ids)
        domaine &= Domain.OR(
            Domain(champ, ">=", self.date_debut) & Domain(champ, "<=", self.date_fin)
            for champ in ("date_signature", "date_levee")
        )
        if self.service_id:
            domaine &= Domain("service_id", "=", self.service_id.id)
        if self.commune_ids:
            domaine &= Domain("commune_id", "in", self.commune_ids.ids)
        return domaine

    def action_verifier(self):
        """Look at each arrêté that this user may read, and keep the file of those that may leave."""
        self.ensure_one()
        self.check_access("write")
        if not self.document_ids and self.date_debut > self.date_fin:
            raise UserError(self.env._("Le début de la période vient après sa fin."))
        aujourdhui, lignes, cellules = self._jour(), [], []
        for document in self.env["oilhi.document"].search(self._domaine(), order="date_signature, id"):
            resultat = examiner(document._signal_arrete(), aujourdhui, self.sans_numero)
            cellules += [resultat.cellules] if resultat.etat == EXPORTE else []
            textes = [m.texte for m in resultat.manques] + list(resultat.remarques)
            lignes.append(Command.create({
                "document_id": document.id,
                "etat": resultat.etat,
                "classification": document.modele_id.signal_classification or False,
                "message": " ".join(textes) or False,
                "ou": next((m.ou for m in resultat.manques if m.ou), False),
            }))
        self.write({
            "ligne_ids": [Command.clear(), *lignes],
            "nombre": len(cellules),
            "bilan": self._bilan([ligne[2]["etat"] for ligne in lignes]),
            "fichier": base64.b64encode(ecrire(cellules, self._premiere_ligne())) if cellules else False,
        })
        return True

    def _premiere_ligne(self):
        return self.env._(
            "Arrêtés d’OILHI au %s : Signal Logement ignore cette première ligne.",
            self._jour().strftime("%d/%m/%Y"),
        )

    def _bilan(self, etats):
        if not etats:
            return self.env._("Aucun arrêté signé ni levé dans cette période.")
        return self.env._(
            "Arrêtés exportés : %(exportes)s. À corriger : %(corriger)s. Sans libellé dans Signal Logement : %(hors)s.",
            exportes=etats.count("exporte"), corriger=etats.count("a_corriger"), hors=etats.count("hors_champ"),
        )

    def action_telecharger(self):
        self.ensure_one()
        self.check_access("read")
        if not self.fichier:
            raise UserError(self.env._("Aucun arrêté à exporter : vérifiez d’abord ce qui manque."))
        nom = f"signal_logement_arretes_{self._jour().isoformat()}.csv"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier/{nom}?download=true",
            "target": "download",
        }
