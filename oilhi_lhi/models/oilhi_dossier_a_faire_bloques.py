from odoo import api, models

from .oilhi_dossier_a_faire_lecture import DATEES, Section

# What the passing of time lifts by itself is told by the date of the line.
PASSENT = ("ECHEANCE", "C2-11")


class OilhiDossier(models.Model):
    """« Bloqué » : the steps proposed this week that something stops, what is missing, and who can
    do something about it. Worked out for the lines shown alone: what stops a step depends on facts
    of the commune, of the persons, of the measures, and no list could keep it up to date."""

    _inherit = "oilhi.dossier"

    @api.model
    def _ecarter_bloquees(self, lu):
        """(the same reading, its blocked steps moved to their section; {line: [{message, qui}]})."""
        if "bloques" not in lu.sections:
            return lu, {}
        candidates = [
            ligne for code in DATEES for ligne in lu.sections[code].lignes if ligne.source == "etape"
        ]
        # Read together: as many queries for a hundred lines as for two.
        etapes = self.env["oilhi.dossier.etape"].browse(ligne.id for ligne in candidates)
        for champ in ("fait_ids", "echeance_ids"):
            etapes.dossier_procedure_id.etape_ids.mapped(champ)
        blocages = {}
        for ligne, etape in zip(candidates, etapes, strict=True):
            fermes = [
                {"message": b.message, "qui": b.qui}
                for b in etape._blocages() if not b.justifiable and b.code not in PASSENT
            ]
            if fermes:
                blocages[ligne] = fermes
        if not blocages:
            return lu, {}
        sections = dict(lu.sections)
        for code in DATEES:
            section = sections[code]
            restent = [ligne for ligne in section.lignes if ligne not in blocages]
            moins = len(section.lignes) - len(restent)
            sections[code] = Section(
                restent, {**section.nombres, "etape": section.nombres["etape"] - moins},
                section.total - moins, section.plus,
            )
        deplacees = {ligne._replace(section="bloques"): b for ligne, b in blocages.items()}
        section = sections["bloques"]
        sections["bloques"] = Section(
            [*deplacees, *section.lignes], section.nombres, section.total + len(deplacees), section.plus
        )
        return lu._replace(sections=sections), deplacees
