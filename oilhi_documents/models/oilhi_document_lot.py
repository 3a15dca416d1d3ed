from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# One run of LibreOffice for so many letters: its start is paid once, and a crash loses no more.
TRANCHE = 50
OUVERTS = ("en_attente", "en_cours")


class OilhiDocumentLot(models.Model):
    """Many documents at once, made in the background, as the user who asked for them.

    Each document is kept with its line in one transaction: whatever is killed meanwhile, the next
    run goes on with the lines that are left, and makes nothing twice.
    """

    _name = "oilhi.document.lot"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Lot de documents"
    _order = "id desc"

    name = fields.Char("Lot", required=True, readonly=True)
    dossier_id = fields.Many2one(
        "oilhi.dossier", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    modele_id = fields.Many2one(
        "oilhi.document.modele", "Modèle", required=True, index=True, ondelete="restrict", readonly=True
    )
    user_id = fields.Many2one("res.users", "Demandé par", required=True, readonly=True, index=True)
    operation = fields.Selection(
        [("preparer", "Préparation"), ("signer", "Signature")], required=True, default="preparer",
        readonly=True, string="Opération",
    )  # fmt: skip
    options = fields.Json(readonly=True)
    etat = fields.Selection(
        [
            ("en_attente", "En attente"),
            ("en_cours", "En cours"),
            ("interrompu", "Interrompu"),
            ("termine", "Terminé"),
        ],
        string="État",
        required=True,
        default="en_attente",
        readonly=True,
        index=True,
    )
    ligne_ids = fields.One2many("oilhi.document.lot.ligne", "lot_id", string="Documents", readonly=True)
    total = fields.Integer("Nombre de documents", compute="_compute_comptes")
    faits = fields.Integer("Faits", compute="_compute_comptes")
    echecs = fields.Integer("À reprendre", compute="_compute_comptes")
    progression = fields.Integer("Avancement (%)", compute="_compute_comptes")
    a_signer = fields.Boolean(compute="_compute_a_signer")

    @api.depends("ligne_ids.etat")
    def _compute_comptes(self):
        groupes = self.env["oilhi.document.lot.ligne"]._read_group(
            [("lot_id", "in", self.ids)], ["lot_id", "etat"], ["__count"]
        )
        comptes = {}
        for lot, etat, nombre in groupes:
            comptes.setdefault(lot.id, {})[etat] = nombre
        for lot in self:
            compte = comptes.get(lot.id, {})
            lot.total = sum(compte.values())
            lot.faits = compte.get("fait", 0)
            lot.echecs = compte.get("echec", 0) + compte.get("sans_pdf", 0)
            lot.progression = 100 * (lot.faits + lot.echecs) // lot.total if lot.total else 0

    @api.depends("ligne_ids.document_id.state", "etat")
    def _compute_a_signer(self):
        for lot in self:
            documents = lot.ligne_ids.document_id
            lot.a_signer = lot.etat == "termine" and any(
                d.state in ("brouillon", "a_signer") and d.peut_signer for d in documents
            )

    # ---- asking ----------------------------------------------------------------------------

    @api.model
    def _demander(self, dossier, modele, personnes, **options):
        """A copy of that template for each of these persons of the case, in the background."""
        dossier.check_access("write")
        # sudo: the right to write the case was just checked; lots are written by code alone
        lot = self.sudo().create({
            "name": modele.name,
            "dossier_id": dossier.id,
            "modele_id": modele.id,
            "user_id": self.env.uid,
            "options": dossier._options_document(options),
            "ligne_ids": [
                fields.Command.create({"destinataire_id": personne.id}) for personne in personnes
            ],
        })
        lot._declencher()
        return lot.sudo(False)

    def _message_reserve(self):
        return self.env._("Un lot se prépare depuis le dossier, et se suit avec ses boutons.")

    def _pour_ecrire(self):
        """The same lots, for the code to write: whoever may write their case may drive them."""
        self.dossier_id.check_access("write")
        return self.sudo()  # sudo: just checked, see above

    def signer(self, date, signataire_id=None):
        """Sign every document of the lot, in the background; each is checked as if it were alone."""
        self.ensure_one()
        reserve = self._pour_ecrire()
        jour = fields.Date.to_date(date)
        lignes = self.ligne_ids.filtered(
            lambda li: li.document_id.state in ("brouillon", "a_signer")
        )
        if not lignes:
            raise UserError(self.env._("Aucun document de ce lot n’attend de signature."))
        refuses = lignes.document_id.filtered(lambda d: not d._droit_de_signer())
        if refuses:
            raise UserError(
                self.env._(
                    "Vous ne pouvez pas enregistrer la signature de ces documents : elle revient au "
                    "signataire ou au responsable du service."
                )
            )
        lignes[:1].document_id._choisir_signataire(jour, signataire_id)
        reserve.ligne_ids.filtered(lambda li: li.id in lignes.ids).write(
            {"etat": "a_faire", "message": False, "essais": 0}
        )
        reserve.write({
            "operation": "signer",
            "user_id": self.env.uid,
            "etat": "en_attente",
            "options": {"date": str(jour), "signataire_id": signataire_id or None},
        })
        self._declencher()
        return True

    def action_signer(self):
        self.ensure_one()
        self.dossier_id.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enregistrer la signature du lot"),
            "res_model": "oilhi.document.lot.signature",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lot_id": self.id},
        }

    def action_interrompre(self):
        """Stop after the document in progress; what is done stays done."""
        self._pour_ecrire().filtered(lambda lot: lot.etat in OUVERTS).write({"etat": "interrompu"})
        return True

    def action_reprendre(self):
        """Go on, and try again what failed."""
        for lot in self._pour_ecrire():
            en_echec = lot.ligne_ids.filtered(lambda li: li.etat in ("echec", "sans_pdf"))
            for ligne in en_echec:
                convertir = ligne.etat == "sans_pdf"
                ligne.write({
                    "etat": "a_convertir" if convertir else "a_faire", "message": False, "essais": 0,
                })
            if lot.ligne_ids.filtered("a_traiter"):
                lot.etat = "en_attente"
        self._declencher()
        return True

    def _declencher(self):
        # sudo: starting the scheduled task is not given to users, this run of it is
        self.env.ref("oilhi_documents.cron_lots").sudo()._trigger()

    def action_telecharger(self):
        """All the PDF of the lot in one file, in the order of its lines."""
        self.ensure_one()
        self.check_access("read")
        if not self.ligne_ids.document_id.pdf_id:
            raise UserError(self.env._("Aucun PDF n’est prêt dans ce lot."))
        return {"type": "ir.actions.act_url", "url": f"/oilhi/lot/{self.id}.pdf", "target": "self"}

    def action_etiquettes(self):
        self.ensure_one()
        self.check_access("read")
        return self.dossier_id._action_etiquettes(self.ligne_ids.destinataire_id)

    # ---- working ---------------------------------------------------------------------------

    @api.model
    def _cron_produire(self):
        """Work until the time of the task is over; what is left is done at its next run."""
        cron = self.env["ir.cron"]
        for lot in self.search([("etat", "in", OUVERTS)], order="id"):
            while lot.etat in OUVERTS:
                traites = lot._traiter()
                secondes = cron._commit_progress(traites or 1, remaining=lot._reste())
                self.env.invalidate_all()  # the interruption asked for by someone is seen here
                if not secondes:
                    self.env.ref("oilhi_documents.cron_lots")._trigger()
                    return
                if not traites and lot.etat in OUVERTS:
                    # Somebody holds the case: a little later.
                    self.env.ref("oilhi_documents.cron_lots")._trigger(
                        fields.Datetime.now() + timedelta(seconds=20)
                    )
                    break

    def _reste(self):
        return self.env["oilhi.document.lot.ligne"].search_count(
            [("lot_id.etat", "in", OUVERTS), ("a_traiter", "=", True)]
        ) or len(self.filtered(lambda lot: lot.etat in OUVERTS))

    def _traiter(self):
        """One slice: documents, then their PDF in one run of LibreOffice; returns how many moved."""
        self.ensure_one()
        if self.etat == "en_attente":
            self.etat = "en_cours"
        lignes = self.ligne_ids.filtered(lambda li: li.etat == "a_faire")[:TRANCHE]
        traites = sum(ligne._faire() for ligne in lignes)
        a_convertir = self.ligne_ids.filtered(lambda li: li.etat == "a_convertir")[:TRANCHE]
        if a_convertir and (len(a_convertir) == TRANCHE or len(lignes) < TRANCHE):
            a_convertir._convertir()
            traites += len(a_convertir)
        if not self.ligne_ids.filtered("a_traiter"):
            self.etat = "termine"
            self._dire_fin()
        return traites
