import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.oilhi_partenaires.models.oilhi_habilitation import FUSEAU

from ..moteur.francais import date_lettres
from .oilhi_service_rappels import COORDINATEUR, RESPONSABLE

_logger = logging.getLogger(__name__)

LECTEUR = "oilhi_partenaires.group_lecteur"
HEURE = 7  # in Paris, on Monday
RATTRAPAGE = 2  # days: a Monday without a server is made up for until Wednesday
LOT = 50  # users between two commits
MIENNES = ("retard", "aujourdhui", "semaine", "preuves")


class ResUsers(models.Model):
    """The weekly mail: what each one has to do, said once a week, and only to whom it concerns."""

    _inherit = "res.users"

    oilhi_recapitulatif = fields.Selection(
        [("hebdomadaire", "Chaque lundi matin"), ("aucun", "Jamais")],
        string="Récapitulatif par courriel",
        default="hebdomadaire",
        required=True,
        help="Ce qui est en retard, à faire cette semaine, et les preuves attendues.",
    )
    oilhi_recapitulatif_le = fields.Date(
        "Récapitulatif de la semaine du", readonly=True, copy=False,
        help="Lundi de la dernière semaine traitée, qu’il y ait eu quelque chose à dire ou non.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "oilhi_recapitulatif"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "oilhi_recapitulatif"]

    @api.model
    def _cron_recapitulatif(self):
        """Hourly: from Monday 07:00 in Paris, whatever the season, each user of the week once.

        The mail and the mark go in the same transaction: after a crash, nobody receives it twice.
        """
        self = self.with_context(tz=FUSEAU, lang="fr_FR")
        maintenant = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        jour = maintenant.date()
        lundi = jour - timedelta(days=jour.weekday())
        if jour > lundi + timedelta(days=RATTRAPAGE) or (jour == lundi and maintenant.hour < HEURE):
            return
        restent = self.search(self._domaine_recapitulatif(lundi), order="id").ids
        while restent:
            lot, restent = self.browse(restent[:LOT]), restent[LOT:]
            lot._envoyer_recapitulatifs(jour, lundi)
            if not self.env["ir.cron"]._commit_progress(len(lot), remaining=len(restent)):
                return

    @api.model
    def _domaine_recapitulatif(self, lundi):
        groupes = [self.env.ref(LECTEUR).id, self.env.ref(COORDINATEUR).id]
        return (
            Domain("share", "=", False)
            & Domain("all_group_ids", "in", groupes)
            & Domain("oilhi_recapitulatif", "!=", "aucun")
            & (
                Domain("oilhi_recapitulatif_le", "=", False)
                | Domain("oilhi_recapitulatif_le", "<", lundi)
            )
        )

    def _envoyer_recapitulatifs(self, jour, lundi):
        """One queued mail for each user here who is present, has an address and something to do."""
        agissants = self._oilhi_remplacants(jour)
        courriels, faits = [], self.browse()
        for user in self:
            try:
                with self.env.cr.savepoint():
                    # Away: the substitute has these cases in his own.
                    if user.email and agissants.get(user.id) == user:
                        courriels += filter(None, [user._recapitulatif(jour)])
            except Exception:
                # One account that fails must not deprive the others; it is tried again in an hour.
                _logger.exception("Weekly mail of user %s", user.id)
                continue
            faits |= user
        self.env["mail.mail"].create(courriels)
        faits.write({"oilhi_recapitulatif_le": lundi})

    def _recapitulatif(self, jour):
        """Values of the mail, read with the rights of its recipient; None: nothing to say."""
        self.ensure_one()
        dossiers = self.env["oilhi.dossier"].with_user(self).with_context(
            lang=self.lang or "fr_FR", tz=self.tz or FUSEAU,
            allowed_company_ids=self.company_ids.ids,
        )
        sections = self._sections_recapitulatif(dossiers)
        if not sections:
            return None
        racine = self.get_base_url()
        return {
            "subject": self._sujet_recapitulatif(sections),
            "body_html": self.env["ir.qweb"]._render("oilhi_lhi.recapitulatif_courriel", {
                "nom": self.name,
                "semaine": date_lettres(jour - timedelta(days=jour.weekday())),
                "sections": sections,
                "racine": racine,
                "accueil": f"{racine}/odoo/a-faire-cette-semaine",
            }),
            "email_to": self.email_formatted,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "author_id": self.company_id.partner_id.id,
            "auto_delete": True,
            # The answering machine of someone away has nobody to answer to.
            "headers": repr({
                "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All",
            }),
        }

    def _sections_recapitulatif(self, dossiers):
        """Mine; and for a responsable, what the others are late with in his services."""
        lu = dossiers._lire_a_faire(dossiers._domaine_a_faire("moi", None), MIENNES)
        sections = [dossiers._resumer(lu, code) for code in MIENNES if lu.sections[code].total]
        services = self.oilhi_service_ids.filtered("active")
        if services and self.env.ref(RESPONSABLE) in self.all_group_ids:
            des_autres = dossiers._lire_a_faire(
                Domain("active", "=", True)
                & Domain("service_id", "in", services.ids)
                & ~dossiers._domaine_suivi_par_moi(),
                ("retard",),
            )
            if des_autres.sections["retard"].total:
                sections.append({
                    **dossiers._resumer(des_autres, "retard"),
                    "code": "service",
                    "titre": self.env._("En retard dans votre service")
                    if len(services) == 1 else self.env._("En retard dans vos services"),
                })
        return sections

    def _sujet_recapitulatif(self, sections):
        """Numbers only: a subject is read over a shoulder."""
        nombres = {section["code"]: section["nombre"] for section in sections}
        semaine = nombres.get("aujourdhui", 0) + nombres.get("semaine", 0)
        preuves = nombres.get("preuves", 0)
        morceaux = [
            self.env._("%s en retard", nombres["retard"]) if nombres.get("retard") else "",
            self.env._("%s à faire", semaine) if semaine else "",
            self.env._("%s preuves attendues", preuves) if preuves > 1
            else self.env._("1 preuve attendue") if preuves else "",
            self.env._("%s en retard dans le service", nombres["service"])
            if nombres.get("service") else "",
        ]
        return self.env._("À faire cette semaine : %s", ", ".join(filter(None, morceaux)))
