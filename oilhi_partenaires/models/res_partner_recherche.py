from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..outils import recherche

# What an agent types to find an organisation.
SOURCES = (
    "name",
    "city",
    "zip",
    "oilhi_type_ids.name",
    "oilhi_type_ids.code",
    "oilhi_matiere_ids.name",
    "oilhi_matiere_ids.synonymes",
    "oilhi_type_ids.matiere_ids.name",
    "oilhi_type_ids.matiere_ids.synonymes",
    "oilhi_commune_ids.name",
    "oilhi_epci_ids.name",
    "oilhi_departement_ids.name",
    "oilhi_departement_ids.code",
    "oilhi_region_ids.name",
)
MOTS_COMMUNE_MAX = 6


class ResPartner(models.Model):
    """Search in the directory: one box for a name, a commune, a matter or a role."""

    _name = "res.partner"
    _inherit = ["res.partner", "oilhi.recherche.mixin"]
    _champ_recherche = "oilhi_recherche"
    _vocabulaires = ("oilhi.commune",)

    oilhi_recherche = fields.Text(
        string="Texte de recherche",
        compute="_compute_oilhi_recherche",
        store=True,
        prefetch=False,
        exportable=False,
    )
    oilhi_chercher = fields.Char(
        string="Nom, commune, matière ou rôle",
        compute="_compute_oilhi_chercher",
        search="_search_oilhi_chercher",
        exportable=False,
    )
    oilhi_couvre_commune_id = fields.Many2one(
        "oilhi.commune",
        string="Couvre la commune",
        compute="_compute_oilhi_chercher",
        search="_search_oilhi_couvre_commune_id",
        exportable=False,
    )
    oilhi_couvre_mes_communes = fields.Boolean(
        string="Couvre mes communes",
        compute="_compute_oilhi_chercher",
        search="_search_oilhi_couvre_mes_communes",
        exportable=False,
    )

    _oilhi_recherche_index = models.Index(
        "USING gin (array_to_tsvector(string_to_array(oilhi_recherche, ' ')))"
    )

    @api.depends("oilhi_prive", *SOURCES)
    def _compute_oilhi_recherche(self):
        annuaire = self.filtered(lambda p: p.oilhi_type_ids and not p.oilhi_prive)
        (self - annuaire).oilhi_recherche = False
        for partner in annuaire:
            matieres = partner.oilhi_matiere_ids or partner.oilhi_type_ids.matiere_ids
            partner.oilhi_recherche = recherche.texte_recherche(
                partner.name,
                partner.city,
                partner.zip,
                *partner.oilhi_type_ids.mapped("name"),
                *partner.oilhi_type_ids.mapped("code"),
                *matieres.mapped("name"),
                *matieres.filtered("synonymes").mapped("synonymes"),
                *partner.oilhi_commune_ids.mapped("name"),
                *partner.oilhi_epci_ids.mapped("name"),
                *partner.oilhi_departement_ids.mapped("name"),
                *partner.oilhi_departement_ids.mapped("code"),
                *partner.oilhi_region_ids.mapped("name"),
            )
        annuaire._apprendre()

    def _compute_oilhi_chercher(self):
        """These fields are searched, never read."""
        self.oilhi_chercher = False
        self.oilhi_couvre_commune_id = False
        self.oilhi_couvre_mes_communes = False

    @api.model
    def _search_oilhi_chercher(self, operator, value):
        if operator in ("ilike", "like", "=ilike", "=like"):
            return self._domaine_recherche(value)
        if operator == "in":
            return Domain.OR(self._domaine_recherche(v) for v in value if v)
        return NotImplemented

    @api.model
    def _search_oilhi_couvre_commune_id(self, operator, value):
        Commune = self.env["oilhi.commune"]
        if operator == "in":
            communes = Commune.browse(v for v in value if v)
        elif operator in ("ilike", "like"):
            communes = Commune.search([("display_name", "ilike", value)], limit=50)
        elif operator == "any":
            communes = Commune.search(value)
        else:
            return NotImplemented
        return self._domaine_organismes(commune=communes) if communes else Domain.FALSE

    @api.model
    def _search_oilhi_couvre_mes_communes(self, operator, value):
        if operator != "in":
            return NotImplemented
        domaine = self._domaine_territoire(self.env.user.oilhi_service_ids.commune_ids) & Domain(
            "oilhi_type_ids", "!=", False
        )
        voulus = {bool(v) for v in value}
        if voulus == {True}:
            return domaine
        return ~domaine if voulus == {False} else Domain(bool(voulus))

    @api.model
    def _domaine_recherche(self, saisie):
        """Every word typed is in the text of the entry; the name of a commune is also answered by
        who covers it through its EPCI, département or région."""
        utiles = recherche.mots_saisis(saisie)
        if not utiles:
            return super()._domaine_recherche(saisie)
        corriges = self._corriger(utiles)
        mots = recherche.normaliser(saisie[:recherche.LONGUEUR_MAX]).split()[:recherche.MOTS_MAX]
        communes = self._communes_citees(mots, corriges)
        domaines, i = [], 0
        while i < len(mots):
            # The longest name first: « hénin beaumont » is one commune, not two words.
            fin = next((fin for fin in range(len(mots), i, -1) if (i, fin) in communes), i + 1)
            groupes = [corriges[mot] for mot in mots[i:fin] if mot in corriges]
            citees = communes.get((i, fin))
            if citees:
                domaines.append(
                    self._domaine_groupes(groupes, isole=True)
                    | self._domaine_organismes(commune=citees)
                )
            elif groupes:
                domaines.append(self._domaine_groupes(groupes))
            i = fin
        return Domain.AND(domaines)

    @api.model
    def _communes_citees(self, mots, corriges):
        """Dict: place of consecutive words in ``mots`` → the communes whose name they are.

        The words of the trade are none: whoever types « police » does not mean a commune.
        """
        metier = self._mots_metier()
        premiers = {mot: choix[0].removesuffix(recherche.ENTIER) for mot, choix in corriges.items()}
        candidats = {}
        for i in range(len(mots)):
            for fin in range(i + 1, min(len(mots), i + MOTS_COMMUNE_MAX) + 1):
                suite = [premiers.get(mot, mot) for mot in mots[i:fin]]
                if any(mot in premiers for mot in mots[i:fin]) and (
                    len(suite) > 1 or suite[0] not in metier
                ):
                    candidats.setdefault(" ".join(suite), []).append((i, fin))
        trouvees = {}
        Commune = self.env["oilhi.commune"]
        for commune in Commune.search([("cle_recherche", "in", list(candidats))], limit=50):
            for place in candidats[commune.cle_recherche]:
                trouvees[place] = trouvees.get(place, Commune) | commune
        return trouvees

    @api.model
    def _mots_metier(self):
        types = self.env["oilhi.type.organisme"].search_fetch([], ["name"])
        matieres = self.env["oilhi.matiere"].search_fetch([], ["name", "synonymes"])
        return set(recherche.texte_recherche(
            *types.mapped("name"), *matieres.mapped("name"), *matieres.mapped("synonymes")
        ).split())

    @api.model
    def _domaine_nommes(self, nom, domaine, operateur):
        """That domain, and first the list of those so named among the contacts that the user may see.

        Asked with its order and its limit, PostgreSQL goes through every contact by name until it has found
        enough: for who sees some hundreds of them among millions, all of them. A coordinateur sees them all.
        """
        domaine = Domain(domaine or Domain.TRUE)
        if not nom or self.env.su or self.env.user.has_group("oilhi_partenaires.group_coordinateur"):
            return domaine
        trouves = self._search(domaine & Domain("display_name", operateur, nom))

        def condition(_modele, alias, _requete):
            return SQL("%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), trouves.select())

        return domaine & Domain.custom(to_sql=condition, predicate=lambda _contact: True)  # said by the rest

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """In the directory, what Odoo finds by name comes first, then what our search finds."""
        resultats = super().name_search(name, self._domaine_nommes(name, domain, operator), operator, limit)
        mots = recherche.mots_saisis(name)
        if (
            not self.env.context.get("oilhi_annuaire")
            or operator != "ilike"
            or not mots
            or (limit and len(resultats) >= limit)
        ):
            return resultats
        deja = [identifiant for identifiant, _nom in resultats]
        trouves = self.search(
            Domain(domain or Domain.TRUE)
            & Domain("id", "not in", deja)
            & self._domaine_recherche(name),
            limit=max(limit or 0, 100),
        )
        attendus = [corriges[0] for corriges in self._corriger(mots).values()]
        trouves = trouves.sorted(lambda partner: recherche.rang(partner.name, attendus))
        trouves = trouves[:limit - len(resultats)] if limit else trouves
        return resultats + [(partner.id, partner.display_name) for partner in trouves]
