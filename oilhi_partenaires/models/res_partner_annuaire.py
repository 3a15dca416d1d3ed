from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

TERRITOIRES = ("oilhi_commune_ids", "oilhi_epci_ids", "oilhi_departement_ids", "oilhi_region_ids")
# Beyond this age the details of an organisation are no longer relied upon.
VALIDITE = relativedelta(years=1)
RAPPEL = "oilhi_partenaires.mail_activity_type_verifier"
RAPPELS_MAX = 200


class ResPartner(models.Model):
    """The directory: a partner with a type is an organisation that agents may call on."""

    _inherit = "res.partner"

    oilhi_type_ids = fields.Many2many(
        "oilhi.type.organisme",
        "oilhi_type_organisme_res_partner_rel",
        "partner_id",
        "type_id",
        string="Rôles dans l’habitat indigne",
    )
    oilhi_matiere_ids = fields.Many2many(
        "oilhi.matiere",
        "oilhi_matiere_res_partner_rel",
        "partner_id",
        "matiere_id",
        string="Matières propres",
        help="Vide : les matières de ses rôles.",
    )
    oilhi_competence_ids = fields.Many2many(
        "oilhi.matiere",
        string="Matières",
        compute="_compute_oilhi_competence_ids",
        search="_search_oilhi_competence_ids",
        help="Ses matières propres ou, à défaut, celles de ses rôles.",
    )
    oilhi_commune_ids = fields.Many2many(
        "oilhi.commune",
        "oilhi_commune_res_partner_rel",
        "partner_id",
        "commune_id",
        string="Communes couvertes",
    )
    oilhi_epci_ids = fields.Many2many(
        "oilhi.epci",
        "oilhi_epci_res_partner_rel",
        "partner_id",
        "epci_id",
        string="EPCI couverts",
    )
    oilhi_departement_ids = fields.Many2many(
        "oilhi.departement",
        "oilhi_departement_res_partner_rel",
        "partner_id",
        "departement_id",
        string="Départements couverts",
    )
    oilhi_region_ids = fields.Many2many(
        "oilhi.region",
        "oilhi_region_res_partner_rel",
        "partner_id",
        "region_id",
        string="Régions couvertes",
    )
    oilhi_telephone_urgence = fields.Char(
        string="Téléphone d’urgence", help="La nuit, les week-ends et les jours fériés."
    )
    oilhi_horaires = fields.Text(string="Horaires")
    oilhi_verifie_le = fields.Date(string="Coordonnées vérifiées le", copy=False)
    oilhi_verifie_par_id = fields.Many2one(
        "res.users", string="Vérifiées par", copy=False, index="btree_not_null", readonly=True
    )
    oilhi_perime = fields.Boolean(
        string="À vérifier",
        compute="_compute_oilhi_perime",
        search="_search_oilhi_perime",
        help="Coordonnées jamais vérifiées, ou vérifiées il y a plus d’un an.",
    )
    oilhi_source = fields.Selection(
        [
            ("saisie", "Saisie"),
            ("import", "Import d’un fichier"),
            ("dila", "Annuaire de l’administration (DILA)"),
        ],
        string="Origine",
        copy=False,
    )
    oilhi_identifiant_source = fields.Char(
        string="Identifiant d’origine",
        copy=False,
        index="btree_not_null",
    )

    @api.depends("oilhi_matiere_ids", "oilhi_type_ids.matiere_ids")
    def _compute_oilhi_competence_ids(self):
        for partner in self:
            partner.oilhi_competence_ids = (
                partner.oilhi_matiere_ids or partner.oilhi_type_ids.matiere_ids
            )

    @api.model
    def _search_oilhi_competence_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "in" and False in value:
            aucune = Domain("oilhi_matiere_ids", "=", False) & Domain(
                "oilhi_type_ids.matiere_ids", "=", False
            )
            autres = [v for v in value if v is not False]
            return aucune | self._search_oilhi_competence_ids("in", autres) if autres else aucune
        return Domain("oilhi_matiere_ids", operator, value) | (
            Domain("oilhi_matiere_ids", "=", False)
            & Domain("oilhi_type_ids", "any", [("matiere_ids", operator, value)])
        )

    @api.depends("oilhi_verifie_le")
    def _compute_oilhi_perime(self):
        limite = self._oilhi_limite()
        for partner in self:
            partner.oilhi_perime = (
                not partner.oilhi_verifie_le or partner.oilhi_verifie_le < limite
            )

    @api.model
    def _search_oilhi_perime(self, operator, value):
        if operator != "in":
            return NotImplemented
        perime = Domain("oilhi_verifie_le", "=", False) | Domain(
            "oilhi_verifie_le", "<", self._oilhi_limite()
        )
        voulus = {bool(v) for v in value}
        if voulus == {True}:
            return perime
        return ~perime if voulus == {False} else Domain(bool(voulus))

    @api.model
    def _oilhi_limite(self):
        """Details checked before this day are stale."""
        return fields.Date.context_today(self) - VALIDITE

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._oilhi_signer(vals) for vals in vals_list])

    def write(self, vals):
        resultat = super().write(self._oilhi_signer(vals))
        if vals.get("oilhi_verifie_le"):
            self.activity_feedback([RAPPEL])
        return resultat

    def _oilhi_signer(self, vals):
        """Whoever enters a date of verification answers for it, and is reminded a year later."""
        if "oilhi_verifie_le" not in vals or "oilhi_verifie_par_id" in vals:
            return vals
        return {**vals, "oilhi_verifie_par_id": vals["oilhi_verifie_le"] and self.env.uid}

    @api.model
    def _domaine_organismes(self, codes=None, commune=None):
        """Directory entries of these types that cover the commune (no territory: everywhere)."""
        domaine = Domain("oilhi_prive", "=", False) & (
            Domain("oilhi_type_ids.code", "in", codes) if codes
            else Domain("oilhi_type_ids", "!=", False)
        )
        return domaine & self._domaine_territoire(commune) if commune else domaine

    @api.model
    def _domaine_territoire(self, communes):
        """Partners that cover one of these communes, by any level, or have no territory at all.

        In SQL: relation by relation, working the domain out took longer than its query.
        """
        territoires = (
            communes, communes.epci_id | communes.ept_id, communes.departement_id,
            communes.departement_id.region_id,
        )

        def condition(modele, alias, _requete):
            couvre, partout = [], []
            for champ, lieux in zip(TERRITOIRES, territoires, strict=True):
                lien = modele._fields[champ]
                lies = SQL(
                    "SELECT FROM %s r WHERE r.%s = %s", SQL.identifier(lien.relation),
                    SQL.identifier(lien.column1), SQL.identifier(alias, "id"),
                )
                couvre.append(SQL("EXISTS (%s AND r.%s = ANY(%s))", lies, SQL.identifier(lien.column2), lieux.ids))
                partout.append(SQL("NOT EXISTS (%s)", lies))
            return SQL("(%s OR (%s))", SQL(" OR ").join(couvre), SQL(" AND ").join(partout))

        return Domain.custom(to_sql=condition)

    def action_oilhi_verifier(self):
        """Record that someone checked the details of these organisations today."""
        self.check_access("write")
        self.write({"oilhi_verifie_le": fields.Date.context_today(self)})
        return True

    def action_oilhi_fiche(self):
        """Open the entry of the directory on the form made for it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oilhi_partenaires.res_partner_action_annuaire"
        )
        formulaire = self.env.ref("oilhi_partenaires.res_partner_view_form_annuaire")
        return action | {
            "res_id": self.id, "view_mode": "form", "views": [(formulaire.id, "form")],
        }

    @api.model
    def _cron_annuaire_verification(self):
        """Remind whoever last verified an entry, once a year; a bounded number each day.

        The oldest first. Never two reminders open on one entry; none for an entry archived, or
        verified by someone who left: the filter « À vérifier » shows these.
        """
        type_rappel = self.env.ref(RAPPEL)
        partners = self.search(
            self._domaine_organismes()
            & Domain("oilhi_verifie_le", "<", self._oilhi_limite())
            & Domain("oilhi_verifie_par_id.active", "=", True)
            & ~Domain("activity_ids", "any", [("activity_type_id", "=", type_rappel.id)]),
            order="oilhi_verifie_le, id",
            limit=RAPPELS_MAX,
        )
        modele = self.env["ir.model"]._get_id("res.partner")
        echeance = fields.Date.context_today(self) + relativedelta(days=type_rappel.delay_count)
        # No mail for each: two hundred at once would be noise, the list of activities is enough.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create([
            {
                "activity_type_id": type_rappel.id,
                "automated": True,
                "res_model_id": modele,
                "res_id": partner.id,
                "user_id": partner.oilhi_verifie_par_id.id,
                "date_deadline": echeance,
                "summary": self.env._("Vérifier les coordonnées de %s", partner.name),
            }
            for partner in partners
        ])
        return partners
