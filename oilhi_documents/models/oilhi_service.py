import base64
import logging

from odoo import api, models
from odoo.exceptions import ValidationError

from ..rendu import FichierRefuse, habiller, lignes_pied, preparer_logo
from ..rendu.papier import PIED_LIGNES, PIED_SIGNES

_logger = logging.getLogger(__name__)


class OilhiService(models.Model):
    """The letterhead of the service, put on every document when it is made."""

    _inherit = "oilhi.service"

    @api.constrains("pied_page")
    def _check_pied_page(self):
        for service in self:
            lignes = lignes_pied(service.pied_page)
            if len(lignes) > PIED_LIGNES or any(len(ligne) > PIED_SIGNES for ligne in lignes):
                raise ValidationError(self.env._(
                    "Le pied de page a %(lignes)s lignes au plus, de %(signes)s signes au plus : "
                    "raccourcissez-le.", lignes=PIED_LIGNES, signes=PIED_SIGNES,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._verifier_logo(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._verifier_logo(vals)
        return super().write(vals)

    def _verifier_logo(self, vals):
        """Said when it is chosen, not when a letter is wanted."""
        if not vals.get("logo"):
            return
        try:
            preparer_logo(base64.b64decode(vals["logo"]))
        except (FichierRefuse, ValueError) as refus:
            raise ValidationError(
                str(refus) if isinstance(refus, FichierRefuse)
                else self.env._("Le logo n’est pas une image lisible.")
            ) from refus

    def _papier(self):
        """Arguments of `habiller`: nothing at all when the service filled nothing in."""
        self.ensure_one()
        brut = self.with_context(bin_size=False).logo
        logo = base64.b64decode(brut) if brut else None
        if logo:
            try:
                preparer_logo(logo)
            except FichierRefuse as refus:
                # Chosen on the sheet of the contact, or before this check: the letter goes without.
                _logger.warning("Logo of service %s left out: %s", self.id, refus)
                logo = None
        return {
            "logo": logo,
            "texte_logo": self.logo_texte or self.env._("Logo : %s", self.name),
            "pied": lignes_pied(self.pied_page)[:PIED_LIGNES],
        }

    def _sur_papier(self, docx):
        """The filled document on the letterhead of the service."""
        return habiller(docx, **self._papier()) if self else docx

    def action_apercu_papier(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/service/{self.id}/papier.pdf",
            "target": "new",
        }
