from datetime import date as Jour
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..moteur.regles import NATURES, UNITES, RegleDelai, regle_en_vigueur
from .oilhi_codes_cites import DOCUMENT, codes
from .oilhi_referentiel import CHARGEMENT, NIVEAUX_PREUVE

VEILLE = timedelta(days=1)
# Of a version alone: the next one has its own dates, and another text was read.
PROPRES = ("date_debut", "date_fin", "preuve")


class VersionDelai(NamedTuple):
    """One version of a deadline rule, as the engine holds it in memory."""

    id: int
    regle: RegleDelai
    depart_type: str
    retard: bool
    filtre: str
    tenu_par: tuple[str, ...]
    plafond: bool
    debut: Jour | None
    fin: Jour | None


class OilhiDelai(models.Model):
    _name = "oilhi.delai"
    _inherit = ["oilhi.donnee.memoire", "oilhi.codes.cites", "oilhi.referentiel"]
    _description = "Règle de délai"
    _order = "code"
    _rec_names_search = ["code", "name"]
    _champs_codes = {"tenu_par_codes": (DOCUMENT,)}

    code = fields.Char(required=True)  # DL-CONTR-MS
    name = fields.Char("Délai", required=True)
    nombre = fields.Float("Durée")
    unite = fields.Char("Unité", default="aucun")
    nature = fields.Char(default="information")
    depart = fields.Char("Départ")
    proroge = fields.Boolean("Prorogé au jour ouvrable")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    preuve = fields.Char()
    observation = fields.Char()
    depart_type = fields.Selection(
        [
            ("reception", "Réception par chaque destinataire"),
            ("observations", "Réception de la lettre, selon la copropriété"),
            ("execution", "Notification, pour chaque mesure et chaque personne tenue"),
            ("envoi", "Envoi"),
            ("acte", "Date de l’acte"),
            ("moment", "Jour et heure du dernier fait"),
            ("fait", "Chaque fait"),
            ("levee", "Levée d’une mesure, pour chaque ménage de son lot"),
            ("libre", "Événement hors étape"),
            ("aucun", "Aucun"),
        ],
        string="Court depuis",
        required=True,
        default="aucun",
    )
    retard = fields.Boolean(
        "Met en retard", help="Passée la date, quelqu’un est en retard ; sinon un droit s’ouvre."
    )
    filtre = fields.Selection(
        [
            ("loyer", "Logement loué"),
            ("loyer_meuble", "Meublé de tourisme"),
            ("loyer_erp", "Hébergement recevant du public"),
            ("occupe", "Lieux occupés"),
        ],
        string="Seulement pour",
    )
    tenu_par_codes = fields.Char(
        "Tenu par l’envoi de", help="Codes de documents : leur envoi enregistré tient le délai."
    )
    plafond = fields.Boolean(
        "Durée maximale", help="L’acte peut fixer moins, jamais davantage : plus long, il est refusé."
    )
    date_debut = fields.Date(
        "Applicable depuis", help="La version du jour où le délai commence s’applique."
    )
    date_fin = fields.Date("Applicable jusqu’au")

    _version_uniq = models.UniqueIndex(
        "(code, COALESCE(date_debut, '0001-01-01'::date))",
        "Ce délai a déjà une version à cette date.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for delai in self:
            delai.display_name = f"{delai.code} – {delai.name}"

    @api.constrains("unite", "nature")
    def _check_vocabulaire(self):
        """The pure core knows a closed vocabulary: refuse a word that it could not compute."""
        for delai in self:
            if delai.unite not in UNITES:
                raise ValidationError(
                    self.env._(
                        "Délai %(code)s : l’unité « %(mot)s » est inconnue. Choisissez parmi : %(mots)s.",
                        code=delai.code,
                        mot=delai.unite or "",
                        mots=", ".join(UNITES),
                    )
                )
            if delai.nature not in NATURES:
                raise ValidationError(
                    self.env._(
                        "Délai %(code)s : la nature « %(mot)s » est inconnue. Choisissez parmi : %(mots)s.",
                        code=delai.code,
                        mot=delai.nature or "",
                        mots=", ".join(NATURES),
                    )
                )

    @api.constrains("date_debut", "date_fin")
    def _check_dates(self):
        for delai in self:
            if delai.date_debut and delai.date_fin and delai.date_fin < delai.date_debut:
                raise ValidationError(self.env._(
                    "Délai %s : la fin d’application précède le début.", delai.code
                ))

    # -- Versions that follow each other --------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        delais = super().create(vals_list)
        if not any(self.env.context.get(cle) for cle in CHARGEMENT):
            delais._fermer_precedente()
        return delais

    def write(self, vals):
        suivies = self.browse()
        if "date_debut" in vals:  # the one closed on the eve of this one is kept beside it
            suivies = self.filtered(lambda d: d.date_debut and d._precedente().date_fin == d.date_debut - VEILLE)
            suivies._precedente().date_fin = False
        resultat = super().write(vals)
        suivies._fermer_precedente()
        return resultat

    def _precedente(self):
        """The version, if any, that each of these follows."""
        return self.browse().union(*(
            self.search([
                ("code", "=", delai.code), ("id", "!=", delai.id),
                "|", ("date_debut", "=", False), ("date_debut", "<", delai.date_debut),
            ], order="date_debut desc nulls last", limit=1)
            for delai in self.filtered("date_debut")
        ))

    def _fermer_precedente(self):
        for delai in self.filtered("date_debut"):
            precedente = delai._precedente()
            if precedente and (not precedente.date_fin or precedente.date_fin >= delai.date_debut):
                precedente.date_fin = delai.date_debut - VEILLE

    def _valeurs_version(self):
        """All that a new version of this delay takes over, its settings included."""
        self.ensure_one()
        [valeurs] = self.copy_data()
        return {nom: valeur for nom, valeur in valeurs.items() if nom not in PROPRES}

    @api.onchange("code")
    def _onchange_code(self):
        """A known code in a new form: another version of that delay, with what it does not change."""
        if not self._origin and self.code and not self.name:
            if derniere := self.search([("code", "=", self.code)], order="date_debut desc nulls last", limit=1):
                self.update(derniere._valeurs_version())

    def action_nouvelle_version(self):
        """A form for the delay that replaces this one: it is closed on the eve of the new one."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nouvelle version : %s", self.code),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {f"default_{nom}": valeur for nom, valeur in self._valeurs_version().items()},
        }

    @api.model
    @tools.ormcache()
    def _versions(self):
        """{code: versions, the latest start first}: some fifty rows, read at every step."""
        versions = {}
        # sudo: reference data, the same for everyone; the cache must not depend on the first reader
        for delai in self.sudo().search([("code", "!=", False)], order="code, date_debut DESC NULLS LAST"):
            versions.setdefault(delai.code, []).append(VersionDelai(
                delai.id,
                RegleDelai(
                    code=delai.code,
                    libelle=delai.name,
                    nombre=delai.nombre or None,
                    unite=delai.unite,
                    nature=delai.nature,
                    depart=delai.depart or "",
                    proroge=delai.proroge,
                    base=delai.base or "",
                    niveau_preuve=delai.niveau_preuve,
                ),
                delai.depart_type,
                delai.retard,
                delai.filtre or "",
                codes(delai.tenu_par_codes),
                delai.plafond,
                delai.date_debut or None,
                delai.date_fin or None,
            ))
        return versions

    @api.model
    @tools.ormcache("delai_id")
    def _code(self, delai_id):
        return next(
            code for code, versions in self._versions().items()
            if any(v.id == delai_id for v in versions)
        )

    @api.model
    def _version(self, code, jour=None):
        """Version in force when the period starts; the newest one when nothing says otherwise."""
        versions = self._versions()[code]
        jour = jour or fields.Date.context_today(self)
        return regle_en_vigueur(((v.debut, v.fin, v) for v in versions), jour) or versions[0]

    @api.model
    def _regles(self):
        """{code: RegleDelai} in force today, for the pure core."""
        return {code: self._version(code).regle for code in self._versions()}
