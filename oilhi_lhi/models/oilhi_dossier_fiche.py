from odoo import api, fields, models
from odoo.tools import SQL

# What the first page works out of lists that it does not show.
LISTES_CALCUL = (
    "visite_ids", "correction_ids", "infraction_ids", "qualification_ids", "astreinte_ids", "depense_ids",
    "titre_ids", "surete_ids", "subvention_ids", "office_ids", "substitution_ids",
)
# What its fields go through, read together: {list or link: field of the page that asks for it}.
ENSEMBLE = {
    "procedure_ids": "urgence_motif", "qualification_ids": "urgence_motif", "desordre_ids": "desordre_ids",
    "batiment_id": "batiment_id", "commune_id": "commune_id", "service_id": "service_id",
}


class OilhiDossier(models.Model):
    """The page of a case holds some twenty lists, most of them empty: one query says which.

    Its buttons count rows: another one counts them all.
    """

    _inherit = "oilhi.dossier"

    visite_count = fields.Integer("Nombre de visites", compute="_compute_compteurs")
    infraction_count = fields.Integer(
        "Nombre de suites pénales", compute="_compute_compteurs",
        groups="oilhi_partenaires.group_agent,oilhi_partenaires.group_coordinateur",
    )

    batiment_dossier_count = fields.Integer("Nombre de dossiers", compute="_compute_compteurs")

    @api.readonly
    def web_read(self, specification):
        if len(self) == 1 and self.id:
            self._lire_fiche(specification)
        return super().web_read(specification)

    def _lire_fiche(self, specification):
        """What the fields of the page would read one by one, at once."""
        self.check_access("read")
        self._noter_listes_vides(specification)
        # sudo: the rows of a case are read by whoever reads it, which was just checked; names are those of links
        dossier = self.sudo()
        dossier._lire_ensemble([nom for nom, demande in ENSEMBLE.items() if demande in specification])
        if "user_id" in specification and "desordre_ids" in specification:
            (dossier.user_id | dossier.desordre_ids.user_id)._oilhi_lire_noms()

    # -- Empty lists ---------------------------------------------------------

    def _listes_calcul(self):
        return LISTES_CALCUL

    def _noter_listes_vides(self, noms):
        """Remember the lists that hold no row at all, whoever looks: the others are read as usual."""
        noms = dict.fromkeys((*noms, *self._listes_calcul()))
        vides, champs = [], [
            champ for nom in noms
            if (champ := self._fields.get(nom)) and champ.type == "one2many" and champ.store
            and not champ.compute
            and self.env[champ.comodel_name]._fields[champ.inverse_name].type == "many2one"
            and self.id not in champ._get_cache(self.env)
        ]
        en_attente = self._ecritures_en_attente()
        for champ in champs:
            lignes = self.env[champ.comodel_name]
            if en_attente:
                lignes.flush_model([champ.inverse_name])
            vides.append(SQL(
                "EXISTS (SELECT FROM %s WHERE %s = %s)", SQL.identifier(lignes._table),
                SQL.identifier(champ.inverse_name), self.id,
            ))
        if not champs:
            return
        pleins, = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(vides)))
        for champ, plein in zip(champs, pleins, strict=True):
            if not plein:
                champ._insert_cache(self, [()])

    # -- Counts of the buttons -----------------------------------------------

    @api.model
    def _compteurs(self):
        """{count: (link, list that it counts)}; no link: a list of the case itself."""
        return {
            "visite_count": (None, "visite_ids"), "infraction_count": (None, "infraction_ids"),
            "batiment_dossier_count": ("batiment_id", "dossier_ids"),
        }

    @api.depends("visite_ids", "infraction_ids", "batiment_id")
    @api.depends_context("uid")
    def _compute_compteurs(self):
        """Only the rows that the user may see; nothing is asked of the lists known to be empty."""
        comptes, requetes = {}, []
        for nom, (lien, liste) in self._compteurs().items():
            porteurs = (self[lien] if lien else self)._origin
            champ = porteurs._fields[liste]
            lignes = self.env[champ.comodel_name]
            connues = champ._get_cache(self.env)
            ids = [numero for numero in porteurs._ids if connues.get(numero) != ()]
            if not ids or not lignes.has_access("read"):
                continue
            lues = lignes._search([(champ.inverse_name, "in", ids)])
            groupe = lignes._field_to_sql(lues.table, champ.inverse_name, lues)
            lues.order, lues.groupby = None, groupe
            requetes.append(lues.select(SQL("%s", nom), groupe, SQL("COUNT(*)")))
        if requetes:
            for nom, numero, nombre in self.env.execute_query(SQL(" UNION ALL ").join(requetes)):
                comptes[nom, numero] = nombre
        for dossier in self:
            for nom, (lien, _liste) in self._compteurs().items():
                dossier[nom] = comptes.get((nom, (dossier[lien] if lien else dossier)._origin.id), 0)
