import logging
import socket
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

_logger = logging.getLogger(__name__)
DESTINATAIRES = "oilhi.alerte_courriel"
SILENCE = timedelta(hours=24)  # between two messages about the same thing
RAFALE, FENETRE = 6, timedelta(hours=1)  # everything breaks at once: not a hundred messages
GARDE = timedelta(days=365)


class OilhiAlerte(models.Model):
    """What broke on the server, and whether somebody was told."""

    _name = "oilhi.alerte"
    _description = "Alerte d’exploitation"
    _order = "etat, derniere_le desc, id desc"

    cle = fields.Char(required=True, readonly=True)
    name = fields.Char("Quoi", required=True, readonly=True)
    consequence = fields.Text("Ce que cela change", readonly=True)
    raison = fields.Char("Raison", readonly=True)
    etat = fields.Selection(
        [("ouverte", "En cours"), ("levee", "Terminée")], "État", default="ouverte", required=True,
        readonly=True,
    )  # fmt: skip
    nombre = fields.Integer("Fois", default=1, readonly=True)
    premiere_le = fields.Datetime("Première fois", required=True, readonly=True)
    derniere_le = fields.Datetime("Dernière fois", required=True, readonly=True)
    envoyee_le = fields.Datetime("Courriel envoyé le", readonly=True)

    _cle_unique = models.Constraint("UNIQUE(cle)", "Une alerte par panne.")

    @api.model
    def _signaler(self, cle, quoi, consequence, raison=None, urgent=False):
        """Note it, and write to the administrator: once a day for the same thing.

        Whatever happens here, what was being done goes on. ``urgent``: the queue of the messages is
        what fails, so the message does not wait in it.
        """
        try:
            with self.env.cr.savepoint():
                return self._noter(cle, quoi, consequence, raison, urgent)
        except Exception:
            _logger.exception("L'alerte %s n'a pas pu être notée", cle)
            return self.browse()

    def _noter(self, cle, quoi, consequence, raison, urgent):
        maintenant = fields.Datetime.now()
        valeurs = {"name": quoi, "consequence": consequence, "raison": raison, "derniere_le": maintenant}
        alerte = self.search([("cle", "=", cle)])
        if alerte:
            nouvelle = alerte.etat == "levee"
            alerte.write({
                **valeurs, "etat": "ouverte", "nombre": 1 if nouvelle else alerte.nombre + 1,
                "premiere_le": maintenant if nouvelle else alerte.premiere_le,
            })
        else:
            alerte = self.create({**valeurs, "cle": cle, "premiere_le": maintenant})
        recentes = self.search_count([("envoyee_le", ">", maintenant - FENETRE)])
        if (not alerte.envoyee_le or alerte.envoyee_le <= maintenant - SILENCE) and recentes < RAFALE:
            alerte._ecrire_administrateur(urgent)
        return alerte

    @api.model
    def _lever(self, cle):
        """It works again."""
        self.search([("cle", "=", cle), ("etat", "=", "ouverte")]).etat = "levee"

    @api.model
    def _destinataires(self):
        """The addresses of the system parameter, else those of the administrators."""
        choisis = self.env["ir.config_parameter"].get_param(DESTINATAIRES)
        if choisis:
            return choisis
        administrateurs = self.env.ref("base.group_system").all_user_ids.filtered(
            lambda u: u.active and u.email and u.id != self.env.ref("base.user_root").id)
        return ", ".join(administrateurs.mapped("email"))

    def _ecrire_administrateur(self, urgent):
        destinataires = self._destinataires()
        if not destinataires:
            # The list and « oilhi doctor » show it: no fault of the task that tells it.
            _logger.info("Alerte sans destinataire (%s) : %s", DESTINATAIRES, self.cle)
            return
        heure = fields.Datetime.context_timestamp(self.with_context(tz="Europe/Paris"), self.derniere_le)
        corps = Markup(
            "<p>Le {jour} à {heure} (heure de Paris), sur {machine}, {quoi}.</p><p>{consequence}</p>"
            "<p>Raison : {raison}.</p><p>Que faire : lisez le journal d’OILHI à cette heure "
            "(<code>journalctl -u oilhi</code>, ou /var/log/oilhi/odoo.log), puis lancez <code>oilhi doctor</code>, "
            "qui explique ce qui ne va pas.</p><p>Ce message ne sera pas répété avant demain. La liste est dans "
            "OILHI : Configuration › Exploitation › Alertes.</p>"
        ).format(
            jour=heure.strftime("%d/%m/%Y"), heure=heure.strftime("%H h %M"), machine=socket.gethostname(),
            quoi=self.name, consequence=self.consequence or "", raison=self.raison or "voir le journal",
        )
        courriel = self.env["mail.mail"].create({
            "subject": f"OILHI : {self.name}", "email_to": destinataires, "body_html": corps,
            "auto_delete": False,
        })
        self.envoyee_le = self.derniere_le
        if urgent:
            self.env.cr.postcommit.add(lambda: self._envoyer(courriel.id))
        else:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _envoyer(self, courriel_id):
        with self.pool.cursor() as curseur:
            self.with_env(self.env(cr=curseur)).env["mail.mail"].browse(courriel_id).send()

    @api.autovacuum
    def _gc_alertes(self):
        self.search([("etat", "=", "levee"), ("derniere_le", "<", fields.Datetime.now() - GARDE)]).unlink()
