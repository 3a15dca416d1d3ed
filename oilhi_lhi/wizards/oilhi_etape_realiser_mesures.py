from odoo import api, fields, models

from ..models.execution.oilhi_dossier_visite_mesure import RESULTATS
from ..moteur.mesures import INTERDICTIONS
from .oilhi_etape_realiser import SAISIE

# Blocks that the findings of the measures make.
CONSTATS = frozenset({"EXECUTION", "CARENCE", "MAINLEVEE", "LEVEE"})


class OilhiEtapeRealiserMesure(models.TransientModel):
    """One measure in the dialog: what is found of it, or that it is lifted."""

    _name = "oilhi.etape.realiser.mesure"
    _description = "Mesure constatée par une étape"
    _order = "realiser_id, sequence, id"

    realiser_id = fields.Many2one("oilhi.etape.realiser", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    mesure_id = fields.Many2one(
        "oilhi.dossier.mesure", string="Mesure", required=True, ondelete="cascade"
    )
    texte = fields.Text(related="mesure_id.texte", string="Ce qui est prescrit")
    localisation = fields.Char(related="mesure_id.localisation")
    etabli = fields.Text(related="mesure_id.execution_mots", string="Déjà constaté")
    resultat = fields.Selection(RESULTATS, string="Constat", default="non_verifiee")
    date_achevement = fields.Date("Achevée le", help="Vide : la date de l’étape.")
    reste = fields.Char("Ce qui reste à faire")
    lever = fields.Boolean("Levée", help="L’arrêté que vous enregistrez lève cette mesure.")


class OilhiEtapeRealiser(models.TransientModel):
    """The steps that find something of the measures ask it measure by measure."""

    _inherit = "oilhi.etape.realiser"

    visite_id = fields.Many2one("oilhi.dossier.visite", string="Visite", ondelete="cascade")
    visite_nom = fields.Char(related="visite_id.display_name", string="Nom de la visite")
    mesure_ids = fields.One2many("oilhi.etape.realiser.mesure", "realiser_id", string="Mesures")
    demande_mesures = fields.Boolean(compute="_compute_demande_mesures")
    demande_levees = fields.Boolean(compute="_compute_demande_mesures")
    levee_a_verifier = fields.Boolean(compute="_compute_demande_mesures")

    @api.depends("dossier_etape_id", "mesure_ids.lever")
    def _compute_demande_mesures(self):
        for saisie in self:
            permis = saisie.dossier_etape_id and saisie.dossier_etape_id._resultats_permis()
            saisie.demande_levees = bool(permis and "levee" in permis and saisie.mesure_ids)
            saisie.demande_mesures = bool(permis and "levee" not in permis and saisie.mesure_ids)
            saisie.levee_a_verifier = saisie.demande_levees and any(saisie.mesure_ids.mapped("lever"))

    @api.depends("dossier_etape_id", "date", "mesure_ids.resultat", "mesure_ids.lever")
    def _compute_blocages(self):
        return super()._compute_blocages()

    def _blocages(self):
        """What is typed of the measures decides, and no longer what was recorded of them."""
        blocages = super()._blocages()
        if not (self.demande_mesures or self.demande_levees):
            return blocages
        dites = {dite["id"]: dite for dite in self._mesures_dites()}
        return [b for b in blocages if b.code not in CONSTATS] + (
            self.dossier_etape_id._blocages_constat({
                "mesures": dites, "remplace_id": self.fait_id.id,
            })
        )

    # -- Opening -----------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        valeurs = super().default_get(fields)
        if "mesure_ids" in fields and not valeurs.get("mesure_ids"):
            etape = self.env["oilhi.dossier.etape"].browse(
                valeurs.get("dossier_etape_id") or self.env.context.get("default_dossier_etape_id")
            )
            fait = etape.fait_ids.filtered(lambda f: f.id == valeurs.get("fait_id"))
            visite = self.env["oilhi.dossier.visite"].browse(
                self.env.context.get("default_visite_id")
            ).exists()
            if not visite and not fait and etape:
                visite = etape._visite_a_reprendre()
                valeurs.update({
                    champ: valeur
                    for champ, valeur in visite._valeurs_de_la_suite(etape).items()
                    if champ in fields and f"default_{champ}" not in self.env.context
                })
            valeurs["mesure_ids"] = [
                (0, 0, {**self._valeurs_mesure(etape, mesure, fait, visite), "sequence": rang})
                for rang, mesure in enumerate(self._mesures_a_dire(etape, fait), start=1)
            ]
        return valeurs

    @api.model
    def _mesures_a_dire(self, etape, fait):
        """A ban is not carried out: it is looked at on the spot, or lifted."""
        permis = etape._resultats_permis() if etape else ()
        if not permis:
            return self.env["oilhi.dossier.mesure"]
        mesures = etape.dossier_procedure_id.mesure_ids.sorted()
        if "levee" not in permis and etape.etape_id.nature != "suivi":
            mesures = mesures.filtered(lambda m: m.type not in INTERDICTIONS)
        return mesures.filtered(lambda m: not m.levee_le or m in fait.constat_ids.mesure_id)

    @api.model
    def _valeurs_mesure(self, etape, mesure, fait, visite):
        """What was recorded, else what the control just found, else what such a step says."""
        constat = fait.constat_ids.filtered(lambda c: c.mesure_id == mesure)[-1:]
        if constat:
            return {
                "mesure_id": mesure.id,
                "lever": constat.resultat == "levee",
                "resultat": constat.resultat if constat.resultat != "levee" else "non_verifiee",
                "date_achevement": constat.date_achevement,
                "reste": constat.reste,
            }
        ligne = visite.controle_ids.filtered(lambda c: c.mesure_id == mesure)
        if fait:
            resultat, achevee, reste = "non_verifiee", False, False
        elif ligne and ligne.resultat != "non_verifiee":
            resultat, achevee, reste = ligne.resultat, ligne.date_achevement, ligne.reste
        elif mesure.execution in ("executee", "partielle"):
            resultat, achevee, reste = mesure.execution, mesure.date_realisation, mesure.reste
        else:
            resultat = self._resultat_usuel(etape, mesure)
            achevee, reste = False, False
        return {
            "mesure_id": mesure.id,
            "resultat": resultat,
            "date_achevement": achevee if resultat == "executee" else False,
            "reste": reste if resultat == "partielle" else False,
        }

    @api.model
    def _resultat_usuel(self, etape, mesure):
        """What the step itself says, never against a control that found it not done."""
        vue = mesure._en_vigueur().filtered(lambda c: c.resultat != "levee")
        return {
            "execution": "non_executee" if vue else "executee",
            "carence": "non_executee",
            "mainlevee": "non_executee" if vue else "executee",
        }.get(etape.etape_id.nature, "non_verifiee")

    # -- Saving --------------------------------------------------------------------

    @api.depends(
        "corrige_id", "date", "destinataire_id", "demande_avis", "demande_presentation", *SAISIE,
        "mesure_ids.resultat", "mesure_ids.date_achevement", "mesure_ids.reste", "mesure_ids.lever",
    )
    def _compute_modifie(self):
        return super()._compute_modifie()

    def _change(self, fait):
        return super()._change(fait) or self._constats_changes(fait)

    def _constats_changes(self, fait):
        """What this fact found of a measure is no longer the same."""
        connus = {c.mesure_id.id: c for c in fait.constat_ids}
        for dite in self._mesures_dites():
            constat = connus.pop(dite["id"], None)
            if not constat:
                return bool(fait.constat_ids)
            if (dite["resultat"], dite["reste"] or "") != (constat.resultat, constat.reste or ""):
                return True
            if (dite["achevement"] or self.date) != (constat.date_achevement or self.date):
                return True
        return bool(connus)

    def _mesures_dites(self):
        """What is typed, as `realiser` expects it."""
        if self.demande_levees:
            return [
                {"id": ligne.mesure_id.id, "resultat": "levee", "achevement": None, "reste": None}
                for ligne in self.mesure_ids
                if ligne.lever
            ]
        if not self.demande_mesures:
            return []
        return [
            {
                "id": ligne.mesure_id.id,
                "resultat": ligne.resultat,
                "achevement": ligne.date_achevement or None if ligne.resultat == "executee" else None,
                "reste": ligne.reste or None if ligne.resultat == "partielle" else None,
            }
            for ligne in self.mesure_ids
            if ligne.resultat and ligne.resultat != "non_verifiee"
        ]

    def _faits_mesures(self):
        """Nothing when the step asks for none: `realiser` then says what such a step says."""
        if self.demande_mesures or self.demande_levees:
            return {"mesures": self._mesures_dites()}
        return {}
