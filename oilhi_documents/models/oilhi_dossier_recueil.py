import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres
from odoo.addons.oilhi_partenaires.models.depot.oilhi_depot import fichier_produit

from ..rendu import RenduErreur
from ..rendu.recueil import assembler

BORDEREAU = "oilhi_documents/gabarits/sources/bordereau.txt"
PIECES_MAX = 300
POIDS_MAX = 200 * 1024 * 1024


class OilhiDossierRecueil(models.Model):
    """What was handed to a judge or to the préfet: the pieces of that day, kept as they were."""

    _name = "oilhi.dossier.recueil"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Recueil des pièces d’un dossier"
    _order = "id desc"

    name = fields.Char("Recueil", required=True)
    dossier_id = fields.Many2one("oilhi.dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Établi par", required=True)
    date = fields.Date("Établi le", required=True)
    destinataire = fields.Char("Communiqué à")
    nombre = fields.Integer("Pièces")
    pages = fields.Integer()
    remarques = fields.Text("À savoir")
    pdf_id = fields.Many2one("ir.attachment", "PDF", index="btree_not_null", ondelete="restrict")
    zip_id = fields.Many2one("ir.attachment", "Archive", index="btree_not_null", ondelete="restrict")
    sha256_pdf = fields.Char("Empreinte du PDF")
    sha256_zip = fields.Char("Empreinte de l’archive")

    def _message_reserve(self):
        return self.env._("Un recueil s’établit depuis le dossier, et ne change plus.")

    @api.model
    def _etablir(self, dossier, pieces, destinataire=None):
        """Bind these pieces (see `_pieces_recueil`); refuse in words what is too big or cannot be."""
        dossier.check_access("write")
        if not pieces:
            raise UserError(self.env._("Choisissez au moins une pièce."))
        poids = sum(len(piece.contenu) for piece in pieces)
        if len(pieces) > PIECES_MAX or poids > POIDS_MAX:
            raise UserError(
                self.env._(
                    "Ce recueil est trop grand (%(nombre)s pièces, %(poids)s Mo) : %(max)s pièces et "
                    "%(poids_max)s Mo au plus. Écartez des pièces, et établissez-en deux.",
                    nombre=len(pieces), poids=poids // 2**20, max=PIECES_MAX, poids_max=POIDS_MAX // 2**20,
                )
            )
        jour = fields.Date.context_today(self)
        with file_open(BORDEREAU) as source:
            bordereau = source.read()
        try:
            recueil = assembler(
                bordereau, self._valeurs_bordereau(dossier, destinataire, jour), pieces
            )
        except RenduErreur as erreur:
            raise UserError(str(erreur)) from erreur
        # sudo: the right to write the case was checked; what was handed over is written by code alone
        trace = self.sudo().create({
            "name": self.env._("Recueil du %s", jour.strftime("%d/%m/%Y")),
            "dossier_id": dossier.id,
            "user_id": self.env.uid,
            "date": jour,
            "destinataire": destinataire,
            "nombre": len(pieces),
            "pages": recueil.pages,
            "remarques": "\n".join(recueil.remarques) or False,
            "sha256_pdf": hashlib.sha256(recueil.pdf).hexdigest(),
            "sha256_zip": hashlib.sha256(recueil.zip).hexdigest(),
        })
        nom = f"{dossier.reference}_pieces_{jour}".replace("/", "-")
        trace.write({
            "pdf_id": trace._joindre(f"{nom}.pdf", recueil.pdf, "application/pdf"),
            "zip_id": trace._joindre(f"{nom}.zip", recueil.zip, "application/zip"),
        })
        return trace.sudo(False)

    def _joindre(self, nom, contenu, mimetype):
        with fichier_produit():
            return self.env["ir.attachment"].create({
                "name": nom, "raw": contenu, "mimetype": mimetype, "res_model": self._name, "res_id": self.id,
            }).id

    def _valeurs_bordereau(self, dossier, destinataire, jour):
        service = dossier.service_id
        faits = dossier.fait_ids.filtered("active").sorted(lambda f: (f.date, f.id))
        return {
            "collectivite": service.epci_id.name if service.type == "epci" and service.epci_id
            else self.env._("Commune %s", dossier.commune_id.nom_avec_de),
            "service": service.name,
            "reference": dossier.reference,
            "adresse": dossier.batiment_id.name or dossier.commune_id.name,
            "destinataire": (destinataire or "").strip(),
            "date": date_lettres(jour),
            "auteur": self.env.user.name,
            "faits": [
                {
                    "date": fait.date.strftime("%d/%m/%Y"),
                    "texte": fait.display_name or fait.code,
                }
                for fait in faits
            ],
        }

    def action_telecharger_pdf(self):
        return self._telecharger("pdf_id")

    def action_telecharger_zip(self):
        return self._telecharger("zip_id")

    def _telecharger(self, champ):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self[champ].id}?download=true",
            "target": "self",
        }
