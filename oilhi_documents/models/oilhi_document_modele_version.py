import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..rendu import remplissage

CONTENU = {
    "modele_id", "service_id", "numero", "fichier", "fichier_nom", "depot", "date_debut", "base",
}  # fmt: skip
RESERVES = {
    "state", "sha256", "valide_par_id", "valide_le", "date_fin", "livree", "livree_id",
    "remplace_id", "a_revoir", "a_revoir_motif", "historique", "soumise", "soumise_par_id",
    "constats", "depot_refuse",
}  # fmt: skip
GABARITS = Path(__file__).resolve().parent.parent / "gabarits" / "docx"
# First day of the law that the shipped documents follow (ordonnance of 16 September 2020).
DEBUT_DU_DROIT = "2021-01-01"


class OilhiDocumentModeleVersion(models.Model):
    _name = "oilhi.document.modele.version"
    _inherit = "oilhi.donnee.gardee"
    _description = "Version d’un modèle de document"
    _order = "modele_id, numero desc"

    modele_id = fields.Many2one(
        "oilhi.document.modele", string="Modèle", required=True, index=True, ondelete="restrict"
    )
    # Empty: the text shared by all; else the adaptation of one service, used by it alone.
    service_id = fields.Many2one(
        "oilhi.service", string="Service", index="btree_not_null", ondelete="restrict", copy=False
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True, index="btree_not_null")
    numero = fields.Integer("Version", required=True, readonly=True, copy=False)
    fichier = fields.Binary("Fichier Word", required=True, attachment=True)
    fichier_nom = fields.Char(compute="_compute_fichier_nom")
    date_debut = fields.Date("Applicable depuis", required=True, default=fields.Date.context_today)
    date_fin = fields.Date("Applicable jusqu’au", readonly=True)
    base = fields.Char("Ce qui change")
    sha256 = fields.Char("Empreinte SHA-256", readonly=True, copy=False)
    livree = fields.Boolean("Livrée avec OILHI", readonly=True, copy=False)
    state = fields.Selection(
        [("brouillon", "Brouillon"), ("valide", "Validée"), ("retire", "Retirée")],
        string="État",
        required=True,
        default="brouillon",
        readonly=True,
        copy=False,
    )
    valide_par_id = fields.Many2one("res.users", "Validée par", readonly=True, copy=False)
    valide_le = fields.Datetime("Validée le", readonly=True, copy=False)

    _numero_uniq = models.Constraint(
        "UNIQUE(modele_id, numero)", "Ce numéro de version existe déjà pour ce modèle."
    )
    _jour_uniq = models.UniqueIndex(
        "(modele_id, COALESCE(service_id, 0), date_debut) WHERE state = 'valide'",
        "Une version de ce modèle commence déjà ce jour-là pour ce service.",
    )

    def _relire(self, noms):
        """Read as any other row: only which ones are in force is kept in memory (see _versions_du_jour)."""

    @api.depends("modele_id.code", "numero")
    def _compute_fichier_nom(self):
        for version in self:
            version.fichier_nom = f"{version.modele_id.code or 'modele'}-v{version.numero}.docx"

    @api.depends("modele_id.code", "numero", "service_id")
    def _compute_display_name(self):
        for version in self:
            nom = self.env._(
                "%(code)s, version %(numero)s", code=version.modele_id.code, numero=version.numero
            )
            version.display_name = (
                f"{nom} ({version.service_id.name})" if version.service_id else nom
            )

    @api.constrains("state", "date_debut", "date_fin", "modele_id", "service_id")
    def _check_une_seule_valide(self):
        for version in self.filtered(lambda v: v.state == "valide"):
            version.modele_id.lock_for_update()  # two validations at once must see each other
            autres = version._voisines().filtered(
                lambda v, a=version: v.state == "valide"
                and (not v.date_fin or v.date_fin >= a.date_debut)
                and (not a.date_fin or a.date_fin >= v.date_debut)
            )
            if autres:
                raise ValidationError(
                    self.env._(
                        "La version %(autre)s du modèle %(code)s est déjà valide aux mêmes dates "
                        ": une seule version peut s’appliquer un jour donné.",
                        autre=autres[0].numero,
                        code=version.modele_id.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Only installing the addon (superuser) ships versions that are already validated.
            if not self.env.su and RESERVES & vals.keys():
                raise UserError(
                    self.env._("Une version se crée en brouillon ; validez-la ensuite.")
                )
        self._completer(vals_list)
        for vals in vals_list:
            vals["sha256"] = sha256_en_base64(vals.get("fichier"))
        return super().create(vals_list)

    def _completer(self, vals_list):
        """Next number of the document, and the file in force as a starting point."""
        modeles = self.env["oilhi.document.modele"].browse(
            {vals["modele_id"] for vals in vals_list if vals.get("modele_id")}
        )
        # sudo: the numbers of the other services count too, and nothing else of them is read
        numeros = dict(self.sudo()._read_group(
            [("modele_id", "in", modeles.ids)], ["modele_id"], ["numero:max"]
        ))
        aujourdhui = fields.Date.context_today(self)
        for vals in vals_list:
            modele = modeles.browse(vals.get("modele_id"))
            if not vals.get("numero"):
                vals["numero"] = numeros.get(modele, 0) + 1
            numeros[modele] = max(numeros.get(modele, 0), vals["numero"])
            if modele and not vals.get("fichier"):
                service = self.env["oilhi.service"].browse(vals.get("service_id"))
                en_vigueur = modele._version_valide(aujourdhui, service)
                if en_vigueur:
                    vals["fichier"] = base64.b64encode(en_vigueur._contenu())

    def _voisines(self):
        """The other versions of the same document for the same service."""
        self.ensure_one()
        return self.search([
            ("modele_id", "=", self.modele_id.id),
            ("service_id", "=", self.service_id.id),
            ("id", "!=", self.id),
        ])

    def write(self, vals):
        if (RESERVES & vals.keys() and not self._ecriture_inutile(vals)) or (
            CONTENU & vals.keys() and any(v.state != "brouillon" for v in self)
        ):
            raise UserError(
                self.env._(
                    "Une version validée ne change plus : des actes ont pu être produits avec elle. "
                    "Créez une nouvelle version du modèle."
                )
            )
        if "fichier" in vals:
            vals = dict(vals, sha256=sha256_en_base64(vals["fichier"]))
        resultat = super().write(vals)
        if "service_id" in vals:
            # Rules are checked before a write only: not to a service that is not one's own.
            self.check_access("write")
        return resultat

    def _ecriture_inutile(self, vals):
        """Writing back the same reserved values (a form saved as is) harms nobody."""
        return all(
            version._fields[nom].convert_to_write(version[nom], version) == valeur
            for version in self
            for nom, valeur in vals.items()
            if nom in RESERVES
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_brouillon(self):
        if any(version.state != "brouillon" for version in self):
            raise UserError(
                self.env._(
                    "Une version validée ou retirée ne se supprime pas : "
                    "elle prouve avec quel texte un acte a été produit."
                )
            )

    def _ecrire(self, vals):
        """Write past our own guard; never reachable by RPC."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _livrer(self, dossier=GABARITS):
        """Give each document the template that ships with this release, as a version of its own.

        Nothing is done for a file already shipped. A document that the service adapted keeps its
        adaptation in force: the new text waits as a draft, to be compared.
        """
        modeles = {
            m.code: m for m in self.env["oilhi.document.modele"].with_context(active_test=False).search([])
        }
        for chemin in sorted(Path(dossier).glob("D-*.docx")):
            modele, contenu = modeles.get(chemin.stem), chemin.read_bytes()
            if modele:
                self._livrer_modele(modele, contenu)

    def _livrer_modele(self, modele, contenu):
        versions = modele.version_ids.sorted("numero")
        communes = versions.filtered(lambda v: not v.service_id)
        livrees = communes.filtered("livree")
        empreinte = hashlib.sha256(contenu).hexdigest()
        if livrees[-1:].sha256 == empreinte:
            return
        aujourdhui = fields.Date.context_today(self)
        en_vigueur = modele._version_valide(aujourdhui)
        adaptee = en_vigueur and not en_vigueur.livree
        if not adaptee:
            valides = livrees.filtered(
                lambda v: v.state == "valide" and (not v.date_fin or v.date_fin >= aujourdhui)
            )
            nees = valides.filtered(lambda v: v.date_debut >= aujourdhui)
            nees._retirer_du_jour()
            (valides - nees)._ecrire({"date_fin": fields.Date.subtract(aujourdhui, days=1)})
        numero = (versions[-1:].numero or 0) + 1
        version = self.create({
            "modele_id": modele.id,
            "numero": numero,
            "fichier": base64.b64encode(contenu),
            "date_debut": aujourdhui if communes else DEBUT_DU_DROIT,
            "base": self.env._("Version livrée avec OILHI, à comparer avec votre adaptation.")
            if adaptee else self.env._("Version livrée avec OILHI."),
            "livree": True,
            "state": "brouillon" if adaptee else "valide",
        })
        # Known as ours, so that an uninstallation takes it away before its document.
        nom = f"modele_{modele.code.lower().replace('-', '_')}_v{numero}"
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"oilhi_documents.{nom}", "record": version, "noupdate": True}
        ])
        if livrees:
            modele._signaler_adaptations(self.env._("OILHI livre un nouveau texte de ce document."))

    def action_valider(self):
        """Check the file as a stranger's, then freeze it and end the version before it."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("oilhi_partenaires.group_juriste"):
            raise AccessError(self.env._(
                "Une version est validée par le référent juridique : demandez-lui la validation."
            ))
        for version in self:
            if version.state != "brouillon":
                raise UserError(self.env._("Seule une version en brouillon se valide."))
            version._verifier_fichier()
            precedentes = version._voisines().filtered(
                lambda v, a=version: v.state == "valide"
                and v.date_debut <= a.date_debut
                and (not v.date_fin or v.date_fin >= a.date_debut)
            )
            du_jour = precedentes.filtered(lambda v, a=version: v.date_debut == a.date_debut)
            du_jour._retirer_du_jour()
            (precedentes - du_jour)._ecrire(
                {"date_fin": fields.Date.subtract(version.date_debut, days=1)}
            )
            version._ecrire(
                {
                    "state": "valide",
                    "valide_par_id": self.env.uid,
                    "valide_le": fields.Datetime.now(),
                    **version._valeurs_validation(),
                }
            )
            (precedentes | version)._clore_signalement()

    def _retirer_du_jour(self):
        """Replaced on the very day it came; written at once: one version only begins on a day."""
        self._ecrire({"state": "retire"})
        self.flush_recordset(["state"])

    def action_retirer(self):
        self.check_access("write")
        if any(version.state != "valide" for version in self):
            raise UserError(self.env._("Seule une version validée se retire."))
        self._ecrire({"state": "retire"})

    def _verifier_fichier(self):
        """Refuse a file that cannot be used, and keep it in the form the engine fills."""
        self.ensure_one()
        examen = self._examiner(self._contenu())
        if examen.contenu is None:
            raise UserError(
                self.env._(
                    "Le fichier Word ne peut pas servir de modèle :\n%s",
                    "\n".join(f"• {c.ou} : {c.quoi} {c.que_faire}" for c in examen.bloquants),
                )
            )
        if self.depot and self.depot_refuse:
            raise UserError(self.env._(
                "Le dernier fichier déposé est refusé : déposez un fichier corrigé, ou retirez-le."
            ))
        if examen.contenu != self._contenu():
            self.fichier = base64.b64encode(examen.contenu)

    def _cles(self):
        """Keys of the catalogue that the file uses; a version that is validated never changes."""
        self.ensure_one()
        return cles_de(self._contenu()) if self.fichier else ()

    def _contenu(self):
        """Bytes of the file, even when the client asked for sizes only (bin_size)."""
        self.ensure_one()
        # sudo: whoever may write a case uses the template of the service that holds the case; what
        # gives the file itself to somebody checks his access first
        return base64.b64decode(self.sudo().with_context(bin_size=False).fichier or b"")


@lru_cache(maxsize=256)
def cles_de(contenu):
    return frozenset(remplissage.champs_utilises(contenu))


def sha256_de(contenu):
    return hashlib.sha256(contenu).hexdigest()


def sha256_en_base64(fichier):
    return sha256_de(base64.b64decode(fichier)) if fichier else False
