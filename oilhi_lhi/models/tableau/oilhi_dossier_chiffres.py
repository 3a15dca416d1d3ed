from odoo import api, fields, models

from . import chiffres, declencheurs


class OilhiDossier(models.Model):
    """What the dashboard counts of a case, kept on it; the database itself notes what changes.

    A trigger and not write(): stored computations are flushed below write(), rows are deleted in
    cascade, corrections are made in SQL, and a figure must be right all the same.
    """

    _inherit = "oilhi.dossier"

    delai_legal_le = fields.Date(
        "Premier délai légal ouvert",
        compute="_compute_delai_legal_le",
        store=True,
        help="Le plus proche des derniers jours qu’un texte fixe et que rien ne dit tenus ; une fois passé, "
        "le dossier est en retard. Les délais conseillés n’en sont pas.",
    )
    sous_arrete = fields.Boolean(
        "Sous arrêté en vigueur",
        compute="_compute_sous_arrete",
        store=True,
        help="Un arrêté de police, ou la décision d’une autre autorité à lever ici, que rien n’a encore levé.",
    )
    mainlevee_le = fields.Date("Mainlevée du", compute="_compute_sous_arrete", store=True)

    _retard_idx = models.Index(
        "(company_id, delai_legal_le) WHERE active IS TRUE AND delai_legal_le IS NOT NULL"
    )
    _retard_service_idx = models.Index(
        "(service_id, delai_legal_le) WHERE active IS TRUE AND delai_legal_le IS NOT NULL"
    )
    _endormi_idx = models.Index(
        "(company_id, dernier_mouvement, id) WHERE active IS TRUE AND (phase != 'clos' OR phase IS NULL)"
    )
    _endormi_service_idx = models.Index(
        "(service_id, dernier_mouvement) WHERE active IS TRUE AND (phase != 'clos' OR phase IS NULL)"
    )
    _sous_arrete_idx = models.Index("(company_id) WHERE active IS TRUE AND sous_arrete IS TRUE")
    _mainlevee_idx = models.Index(
        "(company_id, mainlevee_le) WHERE active IS TRUE AND mainlevee_le IS NOT NULL"
    )

    @api.depends(
        "phase", "echeance_ids.date", "echeance_ids.tenue_le", "echeance_ids.sans_objet",
        "echeance_ids.retard_possible", "echeance_ids.niveau_preuve",
    )
    def _compute_delai_legal_le(self):
        for dossier in self:
            jours = [
                e.date for e in dossier.echeance_ids
                if e.date and e.retard_possible and e.niveau_preuve != "pratique"
                and not e.tenue_le and not e.sans_objet
            ]
            dossier.delai_legal_le = dossier.phase != "clos" and min(jours, default=False)

    # Not what the reference data say of a step: see _compute_urgence.
    @api.depends("procedure_ids.etat", "procedure_ids.etape_ids.etat", "procedure_ids.etape_ids.date")
    def _compute_sous_arrete(self):
        for dossier in self:
            levees = dossier.procedure_ids._faites("mainlevee")
            dossier.mainlevee_le = max(filter(None, levees.mapped("date")), default=False)
            dossier.sous_arrete = any(
                dossier._arrete_reste(procedure, bool(levees)) for procedure in dossier.procedure_ids
            )

    @api.model
    def _arrete_reste(self, procedure, levee_ailleurs):
        """The procedure keeps an order in force: under way, or handed over to one that has not
        lifted it yet."""
        actes = procedure._acte_en_vigueur().filtered(
            lambda e: e.etape_id.police or e.etape_id.nature == "decision_tiers"
        )
        if not actes or procedure._faites("mainlevee"):
            return False
        relayee = procedure.etat == "close" and procedure._faites("poursuite")
        return procedure.etat == "en_cours" or bool(relayee and not levee_ailleurs)

    # -- In the database -----------------------------------------------------

    def init(self):
        declencheurs.installer(self.env, self._sql_noter)
        return super().init()

    @api.model
    def _sql_noter(self, lignes):
        """What the trigger keeps of rows that changed: one statement a count."""
        return [chiffres.sql_noter(lignes)]
