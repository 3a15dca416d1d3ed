import base64

from odoo import api, fields, models
from odoo.tools.mimetypes import guess_mimetype

from ..rendu.recueil import Piece


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    recueil_ids = fields.One2many("oilhi.dossier.recueil", "dossier_id", string="Recueils de pièces")

    def action_recueil(self):
        """The whole case for the judge or the préfet: its pieces, to keep or to leave out."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Réunir les pièces du dossier"),
            "res_model": "oilhi.dossier.recueil.preparation",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def _pieces_recueil(self):
        """[(key, date, title, sensitive)] of what this user may read of the case, oldest first."""
        self.ensure_one()
        actes = self.document_ids.filtered(
            lambda d: d.state not in ("brouillon", "a_signer") and (d.pdf_id or d.docx_id)
        )
        pieces = [
            (f"document,{d.id}", d.date_signature or d.create_date.date(), d.display_name, False)
            for d in actes
        ]
        for photo in self.env["oilhi.dossier.photo"].search(
            [("dossier_id", "=", self.id), ("ecartee_le", "=", False)]
        ):
            titre = self.env._("Photo : %s", photo.name or photo.visite_id.display_name or "")
            pieces.append((f"photo,{photo.id}", photo.date, titre, False))
        pieces += [
            (f"piece,{p.id}", date, titre, sensible) for p, date, titre, sensible in self._pieces_jointes(actes)
        ]
        return sorted(pieces, key=lambda p: (str(p[1]), p[0]))

    def _pieces_jointes(self, actes):
        """Files joined to the case or to one of its rows; those of the acts are the acts themselves."""
        cles = {("oilhi.dossier", self.id)}
        titres = {}
        for nom in self._modeles_de_lignes():
            if not self.env[nom].has_access("read"):
                continue
            for ligne in self.env[nom].with_context(active_test=False).search(
                [("dossier_id", "=", self.id)]
            ):
                cles.add((nom, ligne.id))
                titres[nom, ligne.id] = ligne.display_name
        par_modele = {}
        for nom, identifiant in cles:
            par_modele.setdefault(nom, []).append(identifiant)
        for nom, ids in sorted(par_modele.items()):
            pieces = self.env["ir.attachment"].search([
                ("res_model", "=", nom), ("res_id", "in", ids), ("res_field", "=", False),
            ], order="id")
            for piece in pieces:
                titre = titres.get((nom, piece.res_id))
                yield (
                    piece,
                    piece.create_date.date(),
                    f"{titre} – {piece.name}" if titre else piece.name,
                    nom.endswith(".reserve"),
                )

    @api.model
    def _modeles_de_lignes(self):
        """Models whose rows belong to a case, except what has its own place in the recueil."""
        exclus = {"oilhi.document", "oilhi.dossier.photo", "oilhi.dossier.recueil", "oilhi.document.lot",
                  "oilhi.document.lot.ligne"}  # fmt: skip
        return [
            nom
            for nom, modele in self.env.registry.items()
            if nom.startswith(("oilhi.dossier.", "oilhi.notification"))
            and not modele._abstract and not modele._transient and modele._auto
            and nom not in exclus and "dossier_id" in modele._fields and modele._fields["dossier_id"].store
        ]  # fmt: skip

    def _piece(self, cle, date, titre):
        """Content of one of `_pieces_recueil`, read with the rights of the user."""
        sorte, _virgule, identifiant = cle.partition(",")
        record = self.env[
            {"document": "oilhi.document", "photo": "oilhi.dossier.photo", "piece": "ir.attachment"}[sorte]
        ].browse(int(identifiant))
        record.check_access("read")
        if sorte == "document":
            fichier = record.pdf_id or record.docx_id
            autres = ((record.docx_id.name, record.docx_id.raw),) if record.pdf_id and record.docx_id else ()
            if exemplaire := record.exemplaire_id:
                # The signed copy is the act; what it was made from goes with it.
                autres = ((fichier.name, fichier.raw), *autres)
                return Piece(
                    str(date), titre, exemplaire.fichier_nom, exemplaire.mimetype,
                    exemplaire._lire("fichier"), autres,
                )
            return Piece(str(date), titre, fichier.name, fichier.mimetype, fichier.raw, autres)
        if sorte == "photo":
            image = base64.b64decode(record.with_context(bin_size=False).image)
            type_image = guess_mimetype(image)
            return Piece(str(date), titre, f"photo.{type_image.rpartition('/')[2]}", type_image, image)
        return Piece(str(date), titre, record.name, record.mimetype or "", record.raw or b"")
