import logging

from odoo import api, models

from ..moteur.guide_instantane import empreinte, figer
from ..moteur.guide_lecture import ETAT_DU_DROIT, lire_regles

_logger = logging.getLogger(__name__)
PARAMETRE = "oilhi_lhi.regles_livrees"
# Children first.
MODELES = ("oilhi.regle.clause", "oilhi.regle")


class OilhiRegleVersion(models.Model):
    """What an installation or an update of the addon does to the version in force."""

    _inherit = "oilhi.regle.version"

    @api.model
    def _livrer(self):
        """Called each time the data of the addon is loaded.

        First time: the working rows are what agents already follow, they become version 1.
        Shipped rules changed: published at once when nobody here corrected anything and every check
        is green; otherwise a draft waits for the jurist, and agents keep the version in force.
        """
        self._retirer_disparues()
        parametres = self.env["ir.config_parameter"]
        etat = parametres.get_param("oilhi_lhi.etat_du_droit", ETAT_DU_DROIT)
        livre = empreinte(figer(lire_regles(etat=etat)))
        avant = parametres.get_param(PARAMETRE)
        parametres.set_param(PARAMETRE, livre)
        travail = self._instantane_travail()
        if not self._id_publiee():
            version = self._numeroter(note=self.env._("Règles livrées avec OILHI."))
            version._publier(travail, automatique=True)
            self._rattacher(version)
            return
        publiee = self.browse(self._id_publiee())
        if livre == avant or empreinte(travail) == publiee.sha256:
            return
        brouillon = self.search([("etat", "=", "brouillon")], limit=1)
        note = self.env._("Règles livrées par une mise à jour d’OILHI.")
        if not brouillon and empreinte(travail) == livre:
            brouillon = self._numeroter(note=note)
            brouillon._verifier(travail)
            if not brouillon._refus():
                brouillon._publier(travail, automatique=True)
                return
        self._prevenir(brouillon or self._numeroter(note=note))

    @api.model
    def _rattacher(self, version):
        """Qualifications made before versions existed, by these very rules."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE oilhi_dossier_qualification SET version_id = %s
                WHERE version_id IS NULL AND version = %s""",
            (version.id, self.env["oilhi.regle"]._regles().version),
        )
        self.env["oilhi.dossier.qualification"].invalidate_model(["version_id"])

    @api.model
    def _retirer_disparues(self):
        """Rules that the addon ships no more: Odoo drops them only after all modules are loaded."""
        if self.env.registry.ready:
            return  # only a loading knows what it ships
        lignes = self.env["ir.model.data"].search([
            ("module", "=", "oilhi_lhi"), ("model", "in", MODELES), ("noupdate", "=", False),
        ])
        charges = self.env.registry.loaded_xmlids
        disparues = lignes.filtered(lambda ligne: ligne.complete_name not in charges)
        # Read before the first deletion, which drops identifiers too.
        ids = {m: disparues.filtered(lambda ligne, m=m: ligne.model == m).mapped("res_id") for m in MODELES}
        for modele in MODELES:
            self.env[modele].browse(ids[modele]).exists().unlink()

    def _prevenir(self, brouillon):
        """A to-do for each jurist: agents keep the version in force until somebody decides."""
        _logger.info("Shipped rules changed: %s waits for a jurist", brouillon.name)
        juristes = self.env.ref("oilhi_partenaires.group_juriste").all_user_ids
        for juriste in juristes.filtered(lambda u: u.active and not u.share):
            brouillon.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=juriste.id,
                summary=self.env._("Règles du guide : une mise à jour attend votre décision"),
                note=self.env._(
                    "OILHI livre de nouvelles règles, et des règles ont été corrigées ici ou une "
                    "vérification échoue. Les agents gardent la version en vigueur. Relisez les "
                    "changements, vérifiez, puis publiez."
                ),
            )
