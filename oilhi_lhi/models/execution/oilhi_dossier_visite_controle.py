from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...moteur.mesures import suite_controle
from ..oilhi_dossier_visite import SANS_ENTREE
from .oilhi_execution_pieces import avec_base


class OilhiDossierVisite(models.Model):
    """A control visit: each prescribed measure is looked at, and its finding written on it."""

    _inherit = "oilhi.dossier.visite"

    nature = fields.Selection(
        [("instruction", "Visite d’instruction"), ("controle", "Visite de contrôle")],
        string="Objet de la visite",
        required=True,
        default="instruction",
        index=True,
    )
    controle_ids = fields.One2many(
        "oilhi.dossier.visite.mesure", "visite_id", string="Mesures à contrôler"
    )
    controle_avancement = fields.Char("Contrôle", compute="_compute_controle_avancement")
    saisissable = fields.Boolean(
        "Je peux la remplir", compute="_compute_saisissable",
        help="Visite en cours, dans un dossier que cette personne peut modifier.",
    )  # fmt: skip
    suite_motif = fields.Text("Ce que ce contrôle permet", compute="_compute_suite_motif")

    @api.depends("controle_ids.resultat")
    def _compute_controle_avancement(self):
        for visite in self:
            faites = visite.controle_ids.filtered(lambda m: m.resultat != "non_verifiee")
            visite.controle_avancement = visite.controle_ids and self.env._(
                "Mesures vues : %(faites)s sur %(toutes)s",
                faites=len(faites), toutes=len(visite.controle_ids),
            )

    @api.depends("etat", "dossier_id.modifiable")
    @api.depends_context("uid")
    def _compute_saisissable(self):
        """A reader is shown no button that would answer him « no »."""
        droit = self.browse().has_access("write")
        for visite in self:
            visite.saisissable = (
                droit and visite.etat == "en_cours" and visite.dossier_id.modifiable
            )

    @api.depends("nature", "controle_ids.resultat", "etat", "date")
    def _compute_suite_motif(self):
        for visite in self:
            suite = visite._suite()
            visite.suite_motif = suite and avec_base(suite.motif, suite.base)

    @api.model
    def default_get(self, fields):
        valeurs = super().default_get(fields)
        if "nature" in fields and not self.env.context.get("default_nature"):
            dossier = self.env["oilhi.dossier"].browse(
                valeurs.get("dossier_id") or self.env.context.get("default_dossier_id")
            )
            valeurs["nature"] = self._nature_usuelle(dossier)
        return valeurs

    @api.model
    def _nature_usuelle(self, dossier):
        """Once the order is signed, one goes back to see whether it is obeyed."""
        signees = dossier.procedure_ids.filtered(
            lambda p: p.etat == "en_cours" and p._acte_en_vigueur()
        )
        return "controle" if signees.mesure_ids else "instruction"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("nature") and vals.get("dossier_id"):
                vals["nature"] = self._nature_usuelle(
                    self.env["oilhi.dossier"].browse(vals["dossier_id"])
                )
        visites = super().create(vals_list)
        for visite in visites.filtered(lambda v: v.nature == "controle" and not v.controle_ids):
            visite._preparer_controle()
        return visites

    # -- Actions -----------------------------------------------------------------

    def action_preparer_controle(self):
        """Add a line for each measure that still binds and is not in the list."""
        self.ensure_one()
        self.check_access("write")
        self._verifier_en_cours()
        if not self._preparer_controle() and not self.controle_ids:
            raise UserError(self.env._(
                "Aucune mesure n’est à contrôler : il faut un arrêté signé, et des mesures qui ne sont "
                "ni exécutées ni levées."
            ))
        return True

    def _preparer_controle(self):
        manquantes = self.dossier_id._mesures_a_controler() - self.controle_ids.mesure_id
        return self.env["oilhi.dossier.visite.mesure"].create([
            {"visite_id": self.id, "mesure_id": mesure.id, "sequence": rang}
            for rang, mesure in enumerate(manquantes.sorted(), start=len(self.controle_ids) + 1)
        ])

    def terminer(self):
        """Also write the finding of each measure, then let the clocks follow."""
        for visite in self:
            visite.check_access("write")
            visite.controle_ids._verifier()
        resultat = super().terminer()
        for visite in self.filtered("controle_ids"):
            # sudo: findings are written here alone (see the write guard); the right to write the
            # visit was just checked
            visite.sudo().controle_ids._constater()
            visite.dossier_id._message_log(body=Markup("%s<br/>%s") % (
                self.env._("%s : ce qui a été constaté", visite.display_name),
                Markup("<br/>").join(ligne._phrase() for ligne in visite.controle_ids),
            ))
            visite.dossier_id._actualiser_parcours()
        return resultat

    def action_terminer(self):
        """Close the control, then propose the step that its findings allow."""
        self.ensure_one()
        if not self.controle_ids:
            return super().action_terminer()
        self.terminer()
        etape = self._etape_suite()
        if not etape or self.acces in SANS_ENTREE:
            return True
        action = etape.action_realiser()
        action["context"].update({
            f"default_{champ}": valeur for champ, valeur in self._valeurs_de_la_suite(etape).items()
        })
        return action

    # -- What follows --------------------------------------------------------------

    def _procedure_controlee(self):
        return self.controle_ids.mesure_id.dossier_procedure_id.filtered(
            lambda p: p.etat == "en_cours"
        )[:1]

    def _suite(self):
        """What the findings open: those typed while the visit goes on, those recorded after."""
        self.ensure_one()
        procedure = self._procedure_controlee()
        if not procedure:
            return None
        etats = {}
        if self.etat == "en_cours":
            etats = {
                ligne.mesure_id.id: "a_faire" if ligne.resultat == "non_executee" else ligne.resultat
                for ligne in self.controle_ids
                if ligne.resultat != "non_verifiee"
            }
        return suite_controle(
            procedure._regles_mesures(self.date, etats), procedure.procedure_id.urgente
        )

    def _etape_suite(self):
        """Step of the nature that follows, still to be done; else the follow-up, which repeats."""
        suite = self._suite()
        if not suite:
            return self.env["oilhi.dossier.etape"]
        etapes = self._procedure_controlee().etape_ids
        for nature in (suite.nature, "suivi"):
            etape = etapes.filtered(
                lambda e, n=nature: e.etape_id.nature == n
                and (e.etat == "a_faire" or (e.etat == "faite" and e.etape_id.repetable))
            )[:1]
            if etape:
                return etape
        return etapes.browse()

    def _valeurs_de_la_suite(self, etape):
        """{field of the dialog: value} of the step that records this control; {} without a control."""
        if not self:
            return {}
        valeurs = {
            "visite_id": self.id, "date": fields.Date.to_string(self._date_de_la_suite(etape)),
        }
        if etape._demande("heure"):
            heures, minutes = divmod(round(self.heure_debut * 60), 60)
            valeurs["heure"] = f"{heures:02d}:{minutes:02d}"
        return valeurs

    def _date_de_la_suite(self, etape):
        """The finding of execution is dated by the completion (L. 511-14); the rest, by the visit."""
        if etape.etape_id.nature == "execution":
            fins = [m.date_realisation for m in self._procedure_controlee().mesure_ids if m.date_realisation]
            return max(fins, default=self.date)
        return self.date
