from markupsafe import Markup

from odoo import models


class OilhiDocumentLot(models.Model):
    """A batch works when nobody looks: what it could not do is written to who asked for it."""

    _inherit = "oilhi.document.lot"

    def _dire_fin(self):
        """One message at the end of the batch, none when all is done; counts only, no name."""
        rates = self.ligne_ids.filtered(lambda li: li.etat in ("echec", "sans_pdf"))
        if not rates:
            return
        sans_pdf = len(rates.filtered(lambda li: li.etat == "sans_pdf"))
        demandeur = self.user_id
        if demandeur.email and demandeur.active:
            adresse = f"{self.get_base_url()}/odoo/oilhi.document.lot/{self.id}"
            corps = Markup(
                "<p>Le lot « {nom} » du dossier {reference} est terminé. Documents faits : {faits} sur {total} ; "
                "à reprendre : {rates}.</p><p><a href='{adresse}'>Ouvrez le lot</a> : chaque ligne dit ce qui "
                "manque. Corrigez, puis « Reprendre » ; ce qui est fait ne sera pas refait.</p>"
            ).format(nom=self.name, reference=self.dossier_id.reference, faits=len(self.ligne_ids) - len(rates),
                     total=len(self.ligne_ids), rates=len(rates), adresse=adresse)
            self.env["mail.mail"].create({
                "subject": self.env._("OILHI : un document à reprendre, dossier %s", self.dossier_id.reference)
                if len(rates) == 1 else self.env._(
                    "OILHI : %(nombre)s documents à reprendre, dossier %(reference)s",
                    nombre=len(rates), reference=self.dossier_id.reference),
                "email_to": demandeur.email, "body_html": corps,
            })
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        if sans_pdf:
            self.env["oilhi.alerte"]._signaler(
                "lot-pdf",
                self.env._("un lot de documents s’est terminé sans tous ses PDF (%s)", sans_pdf),
                self.env._("Les documents existent en Word ; leur PDF manque. « Reprendre », dans le lot, le refait."),
                self.env._("LibreOffice n’a pas répondu trois fois de suite"),
            )
        else:
            self.env["oilhi.alerte"]._lever("lot-pdf")
