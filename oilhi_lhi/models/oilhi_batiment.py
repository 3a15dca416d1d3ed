import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oilhi_partenaires.outils.adresse import cle_adresse

# « 12 rue des Fours, 62000 Arras »: street, postal code, town.
ADRESSE = re.compile(r"(?P<rue>.+?)[\s,]+(?P<code>\d{5})\s+(?P<ville>\D.*)")


def cle_commune(nom):
    """Same key for « St-Omer » and « Saint-Omer »."""
    longs = {"st": "saint", "ste": "sainte"}
    return " ".join(longs.get(mot, mot) for mot in cle_adresse(nom).split())


class OilhiBatiment(models.Model):
    """The memory of a place, shared by the services of the département: no personal data here."""

    _name = "oilhi.batiment"
    _description = "Bâtiment"
    _order = "commune_id, rue"

    name = fields.Char("Adresse", compute="_compute_name", store=True, index="trigram")
    rue = fields.Char("Numéro et voie", required=True)
    complement = fields.Char("Complément", help="Bâtiment, escalier, résidence, lieu-dit.")
    code_postal = fields.Char(
        "Code postal", compute="_compute_code_postal", store=True, readonly=False, precompute=True
    )
    commune_id = fields.Many2one(
        "oilhi.commune",
        string="Commune",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_commune_id(),
    )
    company_id = fields.Many2one(
        "res.company",
        string="Département hôte",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    cle_adresse = fields.Char(compute="_compute_cle_adresse", store=True, exportable=False)
    ban_cle = fields.Char(
        "Clé BAN", index="btree_not_null", help="Identifiant dans la Base Adresse Nationale."
    )
    rnb_id = fields.Char(
        "Identifiant RNB",
        index="btree_not_null",
        help="Identifiant au Référentiel national des bâtiments.",
    )
    parcelle_ids = fields.One2many(
        "oilhi.batiment.parcelle", "batiment_id", string="Parcelles cadastrales"
    )
    copropriete = fields.Selection(
        [("non", "Non"), ("oui", "Oui"), ("sans_syndic", "Oui, sans syndic")],
        string="Copropriété",
    )
    protection = fields.Selection(
        [
            ("non", "Aucune"),
            ("inscrit_abords_spr_site", "Inscrit, abords, SPR classé ou site"),
            ("classe", "Classé monument historique"),
        ],
        string="Protection patrimoniale",
        help="Inscrit, abords, site patrimonial remarquable classé ou site : avis de "
        "l’architecte des Bâtiments de France avant des travaux ou une démolition "
        "(CCH R. 511-4).",
    )
    dossier_ids = fields.One2many("oilhi.dossier", "batiment_id", string="Dossiers")
    dossier_count = fields.Integer("Nombre de dossiers", compute="_compute_dossier_count")
    doublon_ids = fields.Many2many(
        "oilhi.batiment", compute="_compute_doublon_ids", string="Même adresse"
    )

    _adresse_idx = models.Index("(commune_id, cle_adresse)")

    # -- Computes ------------------------------------------------------------

    @api.model
    def _default_commune_id(self):
        return self.env.user.oilhi_service_ids[:1].commune_id.id

    @api.depends("rue", "complement", "code_postal", "commune_id.name")
    def _compute_name(self):
        for batiment in self:
            localite = " ".join(filter(None, [batiment.code_postal, batiment.commune_id.name]))
            batiment.name = ", ".join(
                filter(None, [batiment.rue, batiment.complement, localite])
            )

    @api.depends("commune_id")
    def _compute_code_postal(self):
        """Filled in when the commune has one code only; never guessed among several."""
        for batiment in self:
            codes = (batiment.commune_id.codes_postaux or "").split("|")
            if batiment.code_postal not in codes:
                batiment.code_postal = codes[0] if len(codes) == 1 else False

    @api.depends("rue")
    def _compute_cle_adresse(self):
        for batiment in self:
            batiment.cle_adresse = cle_adresse(batiment.rue)

    def _compute_dossier_count(self):
        """Only the cases that the user may see."""
        nombres = dict(
            self.env["oilhi.dossier"]._read_group(
                [("batiment_id", "in", self.ids)], ["batiment_id"], ["__count"]
            )
        )
        for batiment in self:
            batiment.dossier_count = nombres.get(batiment._origin, 0)

    @api.depends("rue", "commune_id")
    def _compute_doublon_ids(self):
        """Form only: other buildings typed at the same address."""
        for batiment in self:
            batiment.doublon_ids = (
                self.search([
                    ("commune_id", "=", batiment.commune_id.id),
                    ("cle_adresse", "=", cle_adresse(batiment.rue)),
                    ("id", "!=", batiment._origin.id),
                ], limit=5)
                if batiment.rue and batiment.commune_id
                else False
            )

    # -- Checks --------------------------------------------------------------

    @api.constrains("code_postal")
    def _check_code_postal(self):
        for batiment in self:
            if batiment.code_postal and not re.fullmatch(r"\d{5}", batiment.code_postal):
                raise ValidationError(self.env._(
                    "Le code postal « %s » n’est pas valable : cinq chiffres sont attendus.",
                    batiment.code_postal,
                ))

    @api.constrains("commune_id")
    def _check_commune(self):
        """A case keeps its commune: moving the building would change who holds the police."""
        # sudo: also the cases of services that the user does not see
        if self.sudo().with_context(active_test=False).dossier_ids.filtered(
            lambda dossier: dossier.commune_id != dossier.batiment_id.commune_id
        ):
            raise ValidationError(self.env._(
                "Des dossiers portent sur ce bâtiment : sa commune ne peut plus changer. "
                "Créez un autre bâtiment."
            ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        resultat = super().write(vals)
        if "company_id" in vals:
            # Rules are checked before a write only: not into a département that is not one's own.
            self.check_access("write")
        return resultat

    # -- Creation from what was typed ----------------------------------------

    @api.model
    def name_create(self, name):
        """Type an address in a case: find the building again, or create it."""
        valeurs = self._lire_adresse(name)
        if not valeurs.get("commune_id"):
            raise UserError(self.env._(
                "Dans quelle commune se trouve « %s » ? Choisissez d’abord la commune, ou tapez "
                "l’adresse entière : « 12 rue des Fours, 62000 Arras ».", name,
            ))
        batiment = self.search([
            ("commune_id", "=", valeurs["commune_id"]),
            ("cle_adresse", "=", cle_adresse(valeurs["rue"])),
        ], limit=1) or self.create(valeurs)
        return batiment.id, batiment.display_name

    @api.model
    def _lire_adresse(self, adresse):
        """Values of a building read in a one-line address."""
        adresse = " ".join((adresse or "").split())
        commune = (
            self.env.context.get("default_commune_id") or self._default_commune_id() or False
        )
        trouve = ADRESSE.fullmatch(adresse)
        if not trouve:
            return {"rue": adresse, "commune_id": commune}
        lieu = self._lire_commune(trouve["code"], trouve["ville"].strip(" ,"), commune)
        return {
            "rue": trouve["rue"].strip(" ,"),
            "code_postal": trouve["code"],
            "commune_id": lieu,
        }

    @api.model
    def _lire_commune(self, code_postal, ville, defaut):
        """The town as people write it (capitals, accents, « St »); a doubt is asked, not settled."""
        communes = self.env["oilhi.commune"].search([("codes_postaux", "ilike", code_postal)])
        memes = communes.filtered(lambda c: cle_commune(c.name) == cle_commune(ville))
        if len(memes) == 1 or len(communes) == 1:
            return (memes or communes)[:1].id
        if communes and defaut not in communes.ids:
            raise UserError(self.env._(
                "Le code postal %(code)s est celui de %(communes)s : « %(ville)s » n’en fait pas "
                "partie. Corrigez la commune dans l’adresse.",
                code=code_postal, communes=", ".join(communes.mapped("name")), ville=ville,
            ))
        return defaut

    def action_voir_dossiers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("oilhi_lhi.action_oilhi_dossier")
        return dict(
            action,
            domain=[("batiment_id", "=", self.id)],
            context={
                "default_batiment_id": self.id,
                "default_commune_id": self.commune_id.id,
                "active_test": False,
            },
        )
