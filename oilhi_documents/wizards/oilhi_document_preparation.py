from odoo import api, fields, models

from ..champs import saisies
from ..champs.contexte import Contexte
from ..models.oilhi_document_ligne import LIGNES


class OilhiDocumentPreparation(models.TransientModel):
    _name = "oilhi.document.preparation"
    _description = "Préparation d’un document"

    dossier_id = fields.Many2one("oilhi.dossier", required=True, readonly=True)
    modeles_possibles_ids = fields.Many2many(
        "oilhi.document.modele", compute="_compute_modeles_possibles_ids"
    )
    modele_id = fields.Many2one(
        "oilhi.document.modele",
        string="Document à préparer",
        required=True,
        domain="[('id', 'in', modeles_possibles_ids)]",
    )
    destinataire_possible_ids = fields.Many2many(
        "oilhi.dossier.personne", compute="_compute_destinataire_possible_ids"
    )
    par_personne = fields.Boolean(compute="_compute_destinataire_possible_ids")
    nombre_possible = fields.Integer(compute="_compute_destinataire_possible_ids")
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        compute="_compute_destinataire_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', destinataire_possible_ids)]",
    )
    par_partenaire = fields.Boolean(compute="_compute_destinataire_possible_ids")
    contact_possible_ids = fields.Many2many(
        "res.partner", compute="_compute_destinataire_possible_ids"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Partenaire",
        compute="_compute_destinataire_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', contact_possible_ids)]",
    )
    acte_id = fields.Many2one("oilhi.document", string="Acte concerné", readonly=True)
    # Chosen by the button of the row; its model follows from the template.
    ligne_id = fields.Integer("Ligne concernée", readonly=True)
    saisie_ids = fields.One2many(
        "oilhi.document.preparation.saisie",
        "preparation_id",
        string="À compléter",
        compute="_compute_saisie_ids",
        store=True,
        readonly=False,
    )
    ouvre_contradictoire = fields.Boolean(compute="_compute_ouvre_contradictoire")
    delai_nombre = fields.Integer(
        "Délai laissé pour les observations", help="Vide : le minimum légal."
    )
    delai_unite = fields.Selection([("jours", "jours"), ("mois", "mois")], default="mois")
    mode = fields.Selection(
        [
            ("lrar", "Lettre recommandée avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("signification", "Signification par commissaire de justice"),
        ],
        string="Mode d’envoi",
        default="lrar",
    )

    @api.depends("dossier_id")
    def _compute_modeles_possibles_ids(self):
        modeles = self.env["oilhi.document.modele"].search([("code", "!=", False)])
        for assistant in self:
            procedures = assistant.dossier_id.procedure_ids
            familles = set().union(*(modeles._familles(p) for p in procedures))
            assistant.modeles_possibles_ids = modeles.filtered(
                lambda m, familles=familles: m.version_courante_id
                and (not m.procedures or not familles.isdisjoint(m._codes("procedures")))
            )

    @api.depends("modele_id", "dossier_id")
    def _compute_destinataire_possible_ids(self):
        for assistant in self:
            modele = assistant.modele_id
            assistant.par_partenaire = modele.destinataire == "partenaire"
            assistant.par_personne = bool(
                modele and modele.destinataire not in ("tous", "partenaire")
            )
            assistant.contact_possible_ids = (
                assistant.dossier_id._contacts_document(modele)
                if assistant.par_partenaire
                else False
            )
            assistant.destinataire_possible_ids = (
                assistant.dossier_id._candidats_document(assistant.modele_id)
                if assistant.par_personne
                else False
            )
            assistant.nombre_possible = len(assistant.destinataire_possible_ids)

    @api.depends("modele_id")
    def _compute_destinataire_id(self):
        for assistant in self:
            possibles = assistant.destinataire_possible_ids
            if assistant.destinataire_id not in possibles:
                assistant.destinataire_id = possibles if len(possibles) == 1 else False
            contacts = assistant.contact_possible_ids
            if assistant.contact_id not in contacts:
                assistant.contact_id = contacts if len(contacts) == 1 else False

    @api.depends("modele_id", "dossier_id")
    def _compute_saisie_ids(self):
        """What the template asks for, as it was typed last time, else as the case proposes it."""
        for assistant in self:
            commandes = [fields.Command.clear()]
            for rang, (champ, propose) in enumerate(assistant._saisies()):
                booleen = champ.type == "booleen"
                commandes.append(fields.Command.create({
                    "sequence": rang,
                    "cle": champ.cle,
                    "libelle": champ.libelle,
                    "aide": assistant._exemple(champ) or champ.precision,
                    "type": champ.type,
                    "facultatif": champ.vide_permis == "oui",
                    "texte": False if booleen else propose,
                    "oui_non": propose if booleen else False,
                }))
            assistant.saisie_ids = commandes

    def _exemple(self, champ):
        if champ.type == "booleen":
            return False
        exemple = champ.exemple[0].get("texte") if champ.type == "liste" else champ.exemple
        return self.env._("Par exemple : %s", exemple) if exemple else False

    def _saisies(self):
        self.ensure_one()
        dossier, modele = self.dossier_id, self.modele_id
        cles = modele._cles_saisies(dossier.service_id) if modele and dossier else ()
        if not cles:
            return ()
        precedent = dossier.document_ids.filtered(lambda d: d.modele_id == modele)[:1]
        procedure = dossier.procedure_ids.filtered(modele._sert)[-1:]
        contexte = Contexte(
            dossier,
            modele,
            procedure,
            self.destinataire_id,
            options={"saisies": (precedent.options or {}).get("saisies") or {}},
            acte=self.acte_id,
            visite=dossier.visite_ids.filtered(lambda v: v.etat == "terminee")[:1],
            ligne=dossier._ligne_document(modele, self.ligne_id if modele.code in LIGNES else None),
        )
        return saisies(contexte, cles)

    @api.depends("modele_id")
    def _compute_ouvre_contradictoire(self):
        for assistant in self:
            assistant.ouvre_contradictoire = assistant.modele_id.etape_notification == "MSO-08"

    def action_preparer_pour_tous(self):
        """A copy for each of the persons of the case who may receive it, in the background."""
        self.ensure_one()
        self.check_access("write")
        lot = self.env["oilhi.document.lot"]._demander(
            self.dossier_id, self.modele_id, self.destinataire_possible_ids, **self._options()
        )
        return lot._action_fiche()

    def action_preparer(self):
        self.ensure_one()
        document = self.dossier_id.generer_document(
            self.modele_id.code,
            self.destinataire_id.id or None,
            acte_id=self.acte_id.id or None,
            contact_id=self.contact_id.id or None,
            # Another template may be chosen meanwhile: the row is then of no use to it.
            ligne_id=self.ligne_id if self.modele_id.code in LIGNES else None,
            **self._options(),
        )
        return document.action_ouvrir()

    def _options(self):
        """What the agent chose and typed, as `generer_document` takes it."""
        options = {}
        if self.ouvre_contradictoire and self.delai_nombre:
            options.update(delai_nombre=self.delai_nombre, delai_unite=self.delai_unite)
        if self.par_personne and self.mode:
            options["mode"] = self.mode
        reponses = {s.cle: s._reponse() for s in self.saisie_ids}
        if reponses:
            options["saisies"] = reponses
        return options
