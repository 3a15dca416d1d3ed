import base64
import gzip
import io
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models import dila_echange
from ..outils import dila

OCTETS_MAX = 120 * 1024 * 1024
FICHES_MAX = 10_000


class OilhiAnnuaireDila(models.TransientModel):
    """The State's open directory of local administrations: read once, previewed, then followed."""

    _name = "oilhi.annuaire.dila"
    _description = "Annuaire de l’administration (DILA)"
    _rec_name = "nom_fichier"

    etat = fields.Selection(
        [("fichier", "Fichier"), ("rapport", "Aperçu"), ("fait", "Résultat")],
        string="Étape", default="fichier", required=True, readonly=True,
    )
    fichier = fields.Binary(string="Fichier de la DILA", attachment=False)
    nom_fichier = fields.Char(string="Nom du fichier")
    date_fichier = fields.Date(
        string="Date du fichier",
        help="Lue dans le nom du fichier, sinon la modification la plus récente qu’il contient.",
    )
    departement_ids = fields.Many2many(
        "oilhi.departement", string="Départements", default=lambda self: self._installes()
    )
    dila_type_ids = fields.Many2many(
        "oilhi.dila.type", string="Types de services",
        default=lambda self: self.env["oilhi.dila.type"].search([], limit=500),
    )
    extrait = fields.Binary(attachment=False, readonly=True)
    ligne_ids = fields.One2many("oilhi.annuaire.dila.ligne", "dila_id", string="Aperçu par type")
    nb_creer = fields.Integer(string="À créer", readonly=True)
    nb_maj = fields.Integer(string="À rafraîchir", readonly=True)
    nb_identique = fields.Integer(string="Inchangées", readonly=True)
    nb_disparu = fields.Integer(string="Absentes du fichier", readonly=True)

    @api.model
    def _installes(self):
        """The départements whose communes are loaded."""
        return self.env["oilhi.departement"].search([("commune_ids", "!=", False)])

    def action_lire(self):
        """Read the file, keep what our kinds need of it, and preview."""
        self.ensure_one()
        self._verifier_droit()
        if not self.fichier:
            raise UserError(self.env._(
                "Choisissez d’abord le fichier « Annuaire de l’administration - base de données "
                "locales », téléchargé sur data.gouv.fr."
            ))
        octets = base64.b64decode(self.fichier)
        self.env["oilhi.depot"]._antivirus(self.nom_fichier, octets, False)
        if len(octets) > OCTETS_MAX:
            raise UserError(self.env._(
                "Le fichier pèse plus de %s Mo. Envoyez-le compressé (.zip ou .gz).",
                OCTETS_MAX // 1024 // 1024,
            ))
        self._extraire(io.BytesIO(octets))
        self.fichier = False
        return self.action_apercu()

    def _verifier_droit(self):
        self.check_access("write")
        self.env["res.partner"].check_access("create")

    def _extraire(self, flux):
        types = set(self.env["oilhi.dila.type"].search_fetch([], ["code"]).mapped("code"))
        try:
            services, comptes = dila.extraire(flux, types)
        except dila.FichierDilaRefuse as refus:
            raise UserError(str(refus)) from refus
        if not services:
            raise UserError(self.env._(
                "Le fichier ne contient aucun service des types connus : est-ce bien l’annuaire "
                "de l’administration, base de données locales ?"
            ))
        self.date_fichier = self.date_fichier or dila.lire_date_nom(
            self.nom_fichier
        ) or dila.date_fichier(services) or fields.Date.context_today(self)
        contenu = json.dumps({"services": services, "comptes": comptes}).encode()
        self.extrait = base64.b64encode(gzip.compress(contenu, 3))

    def _comparer(self):
        contenu = json.loads(gzip.decompress(base64.b64decode(self.extrait)))
        return dila_echange.comparer(
            self.env, contenu["services"], self.dila_type_ids,
            self.departement_ids.mapped("code"), contenu["comptes"], self.date_fichier,
        )

    def action_apercu(self):
        """Compare again with the kinds and départements chosen; writes nothing but the preview."""
        self.ensure_one()
        self._verifier_droit()
        if not self.extrait or not self.departement_ids or not self.dila_type_ids:
            raise UserError(self.env._(
                "Choisissez un fichier, au moins un département et au moins un type de services."
            ))
        ecart = self._comparer()
        self._rapporter(ecart)
        return self._rouvrir()

    def _rapporter(self, ecart):
        self.ligne_ids.unlink()
        totaux = dict.fromkeys(("creer", "maj", "identique", "disparu"), 0)
        lignes = []
        for sorte in self.dila_type_ids.sorted():
            nombres = {quoi: ecart.comptes[sorte.code, quoi] for quoi in totaux}
            if any(nombres.values()):
                lignes.append({"dila_id": self.id, "dila_type_id": sorte.id,
                               **{f"nb_{quoi}": nombre for quoi, nombre in nombres.items()}})
            for quoi, nombre in nombres.items():
                totaux[quoi] += nombre
        self.env["oilhi.annuaire.dila.ligne"].create(lignes)
        self.write({"etat": "rapport", **{f"nb_{q}": n for q, n in totaux.items()}})

    def action_importer(self):
        """Create and refresh the entries, flag those that disappeared."""
        self.ensure_one()
        self._verifier_droit()
        if self.etat != "rapport":
            raise UserError(self.env._("Lisez d’abord l’aperçu, puis importez."))
        ecart = self._comparer()
        if len(ecart.creations) + len(ecart.mises_a_jour) > FICHES_MAX:
            raise UserError(self.env._(
                "Plus de %s fiches d’un coup : choisissez moins de départements ou de types, "
                "et recommencez pour les autres. Le fichier reste lu.", FICHES_MAX,
            ))
        self._rapporter(ecart)
        dila_echange.appliquer(self.env, ecart, self.date_fichier)
        self.etat = "fait"
        return self._rouvrir()

    def action_disparus(self):
        """The entries that the State's directory no longer has."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "oilhi_partenaires.res_partner_action_annuaire"
            ),
            "domain": [("oilhi_source_absent_le", "!=", False)],
        }

    def _rouvrir(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Annuaire de l’administration"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "main",
        }
