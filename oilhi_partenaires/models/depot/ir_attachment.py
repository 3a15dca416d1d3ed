import base64
import binascii
import contextlib
import logging

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...outils import clamav
from . import oilhi_depot
from .oilhi_depot import ATTENTE, INFECTE

_logger = logging.getLogger(__name__)
NOMS = ("%s_nom", "nom_%s", "%s_name")  # how our models and Odoo's call the name of a binary field
BUNDLES = "/web/assets/"
A_NOUS = ("oilhi_analyse", "db_datas")  # db_datas: a way in that would be examined by nobody


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # Empty on what was examined and clean: the index holds only what must be looked at again.
    oilhi_analyse = fields.Selection(
        [(ATTENTE, "Non analysé"), (INFECTE, "Infecté")], "Analyse antivirus", readonly=True, copy=False,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{c: v for c, v in vals.items() if c not in A_NOUS} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        vals = {c: v for c, v in vals.items() if self.env.su or c not in A_NOUS}
        return super().write(vals)

    def _check_contents(self, values):
        """The one place that every content passes before it is stored, and before Odoo resizes it."""
        if ("raw" in values or "datas" in values) and not self._oilhi_livre(values):
            # In place: Odoo creates from the dictionary that it gave, not from the one that is returned.
            values["oilhi_analyse"] = self._oilhi_examiner(values)
        return super()._check_contents(values)

    def _oilhi_livre(self, values):
        """What Odoo and our own files bring: bundles of the web client, data of a module being loaded."""
        if not self.env.registry.ready and self.env.context.get("install_mode"):
            return True
        if "url" in values or not self:
            return self.env.su and str(values.get("url") or "").startswith(BUNDLES)
        # The map of a bundle (debug=assets) is created empty, then written without its address.
        return self.env.su and all(
            str(a.url or "").startswith(BUNDLES) and a.create_uid.id == SUPERUSER_ID for a in self
        )

    def _oilhi_examiner(self, values):
        contenus = [values.get("raw")]
        with contextlib.suppress(binascii.Error, ValueError):  # refused by Odoo with its own words
            contenus.append(base64.b64decode(values.get("datas") or b""))
        nom, porteur, champ = values.get("name"), values.get("res_model"), values.get("res_field")
        numero = values.get("res_id")
        if not nom and self:
            ici = self[:1].sudo()  # sudo: only to name the file in the sentence, to whoever writes it
            nom, porteur, champ, numero = ici.name, ici.res_model, ici.res_field, ici.res_id
        Modele = self.env.get(porteur) if porteur else None
        macros_lues = False
        if Modele is not None and champ:
            macros_lues = self.env.su and champ in getattr(Modele, "_oilhi_macros_lues", ())
            if nom == champ:
                nom = self._oilhi_nom_du_champ(Modele, champ, numero)
        # Both when both are given: Odoo writes one after the other.
        etats = [
            self.env["oilhi.depot"]._examiner(nom, c.encode() if isinstance(c, str) else c, macros_lues)
            for c in contenus if c
        ]
        return next(filter(None, etats), False)

    def _oilhi_nom_du_champ(self, Modele, champ, numero):
        """The name that the form holds beside the field, else the field's own label (no extension)."""
        for forme in NOMS:
            if (nom := forme % champ) in Modele._fields and numero:
                # sudo: the deposit itself checks who may write; this names the file in a sentence
                if trouve := Modele.sudo().browse(numero)[nom]:
                    return trouve
        return Modele._fields[champ]._description_string(self.env) if champ in Modele._fields else champ

    # ---------------------------------------------------------------- what could not be examined at once
    @api.depends("oilhi_analyse")
    def _compute_raw(self):
        infectes = self.filtered(lambda p: p.oilhi_analyse == INFECTE)
        infectes.raw = False
        return super(IrAttachment, self - infectes)._compute_raw()

    def _to_http_stream(self):
        if self.oilhi_analyse == INFECTE:
            raise UserError(self.env._(
                "Le fichier « %s » est infecté : il ne peut plus être ouvert. Prévenez le service informatique.",
                self.name))
        stream = super()._to_http_stream()
        if self.oilhi_analyse == ATTENTE:
            stream.mimetype = "application/octet-stream"  # saved by the browser, never shown by it
        return stream

    @api.model
    def _cron_oilhi_analyser(self):
        """Ask clamd again about what it could not examine when it was deposited."""
        regles = oilhi_depot.reglages()
        # sudo: every deposit, whoever made it; the condition on id lets the fields of forms in
        attente = self.sudo().search(
            [("oilhi_analyse", "=", ATTENTE), ("id", "!=", False)], order="id") if regles.clamav else self.browse()
        restant = len(attente)
        for piece in attente:
            try:
                trouve = clamav.examiner(regles.clamav, piece.raw or b"", regles.delai)
            except clamav.Injoignable as erreur:
                _logger.error("clamd does not answer, %s files wait: %s", restant, erreur)
                return
            except clamav.TropGrand:
                trouve = self.env._("trop volumineux pour être examiné")
            piece._oilhi_conclure(trouve)
            restant -= 1
            self.env["ir.cron"]._commit_progress(1, remaining=restant)

    def _oilhi_conclure(self, trouve):
        if not trouve:
            self.oilhi_analyse = False
            return
        _logger.warning("Infected file found after its deposit: attachment %s, %r (%s), user %s",
                        self.id, self.name, trouve, self.create_uid.id)
        self.oilhi_analyse = INFECTE
        porteur = self.env.get(self.res_model) if self.res_model else None
        if porteur is not None and hasattr(porteur, "message_post") and self.res_id:
            # sudo: said by OdooBot to those who follow, whoever deposited the file
            porteur = porteur.sudo().browse(self.res_id).exists()
            if porteur:
                porteur.message_post(body=Markup("<p>%s</p>") % self.env._(
                    "Le fichier « %(nom)s », déposé quand l’antivirus ne répondait pas, vient d’être examiné : "
                    "« %(trouve)s » y a été reconnu. Il ne peut plus être ouvert. Prévenez le service informatique "
                    "si vous l’avez ouvert.", nom=self.name, trouve=trouve))
