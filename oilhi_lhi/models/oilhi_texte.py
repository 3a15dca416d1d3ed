from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..moteur.citations import cle
from ..moteur.completude import doutes
from ..moteur.francais import date_courte
from .oilhi_referentiel import NIVEAUX_PREUVE

LEGIFRANCE = "https://www.legifrance.gouv.fr/{}/article_lc/{}"
LOIS = ("L89-462", "D2002-120")  # not codes: Légifrance reads them at another address
CLES_VERSION = {"code", "article", "date_debut", "date_fin"}


class OilhiTexte(models.Model):
    """One version of an article: several may follow each other, never overlap.

    What an act reproduces or cites is read in the version in force on its day.
    """

    _name = "oilhi.texte"
    _inherit = "oilhi.referentiel"
    _description = "Article de loi ou de règlement"
    _order = "code, rang, date_debut desc nulls last, id desc"
    _rec_names_search = ["article", "code", "libelle_code"]

    code = fields.Char("Code", required=True)  # CCH, CSP…
    article = fields.Char("Article", required=True)  # « L. 511-11 »
    rang = fields.Char(compute="_compute_rang", store=True)
    libelle_code = fields.Char("Texte")
    texte = fields.Text("Contenu")
    date_version = fields.Date("Vérifié en vigueur au")
    date_debut = fields.Date("En vigueur depuis")
    date_fin = fields.Date("En vigueur jusqu’au", help="Dernier jour d’application de cette version.")
    identifiant_legiarti = fields.Char("Identifiant Légifrance")
    legifrance_url = fields.Char("Sur Légifrance", compute="_compute_legifrance_url")
    source_url = fields.Char("Source")
    licence = fields.Char("Licence de la source")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE, "Niveau de preuve", default="confirme", required=True
    )
    citable = fields.Boolean(
        "Peut être cité",
        default=True,
        help="Décoché : article annulé ou abrogé, à ne reproduire dans aucun acte.",
    )
    complet = fields.Boolean(
        "Texte entier",
        compute="_compute_complet",
        store=True,
        readonly=False,
        help="Un texte incomplet n’est reproduit dans aucun acte.",
    )
    complet_motif = fields.Text("Comment on le sait")
    doutes = fields.Text("Ce qui paraît coupé", compute="_compute_doutes")
    remarque = fields.Text("Remarque")
    version_ids = fields.Many2many(
        "oilhi.texte", compute="_compute_version_ids", string="Autres versions"
    )

    _article_uniq = models.Constraint(
        "UNIQUE(code, article, date_debut)",
        "Une version de cet article commence déjà ce jour-là.",
    )

    @api.depends("code", "article", "date_fin")
    def _compute_display_name(self):
        for texte in self:
            nom = f"{texte.code} {texte.article}"
            texte.display_name = (
                self.env._("%(nom)s (jusqu’au %(fin)s)", nom=nom, fin=date_courte(texte.date_fin))
                if texte.date_fin
                else nom
            )

    @api.depends("article")
    def _compute_rang(self):
        for texte in self:
            lettre, numeros = cle(texte.article or "")
            texte.rang = f"{lettre}." + ".".join(f"{numero:07.1f}" for numero in numeros)

    @api.depends("identifiant_legiarti", "code")
    def _compute_legifrance_url(self):
        for texte in self:
            identifiant = texte.identifiant_legiarti
            texte.legifrance_url = identifiant and LEGIFRANCE.format(
                "loda" if texte.code in LOIS else "codes", identifiant
            )

    @api.depends("texte")
    def _compute_complet(self):
        for texte in self:
            texte.complet = not doutes(texte.texte)

    @api.depends("texte")
    def _compute_doutes(self):
        for texte in self:
            texte.doutes = "\n".join(f"• {doute}" for doute in doutes(texte.texte)) or False

    @api.depends("code", "article")
    def _compute_version_ids(self):
        toutes = self._par_article([(t.code, t.article) for t in self])
        for texte in self:
            texte.version_ids = toutes.get((texte.code, texte.article), self.browse()) - texte._origin

    @api.constrains("complet", "texte", "complet_motif")
    def _check_complet(self):
        for texte in self:
            if texte.complet and not texte.complet_motif and texte.doutes:
                raise ValidationError(
                    self.env._(
                        "%(article)s paraît coupé :\n%(doutes)s\nCollez le texte entier, ou écrivez sous "
                        "« Comment on le sait » ce que vous avez lu sur Légifrance.",
                        article=texte.display_name,
                        doutes=texte.doutes,
                    )
                )

    # ---- versions that follow each other ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        textes = super().create(vals_list)
        textes._ranger()
        return textes

    def write(self, vals):
        if "complet_motif" not in vals and ("texte" in vals or vals.get("complet") is False):
            # What was read of the former text says nothing of this one.
            vals = {**vals, "complet_motif": False}
        ranger = CLES_VERSION & vals.keys() and not self.env.context.get("oilhi_versions_rangees")
        suivies = self._closes_la_veille() if ranger and "date_debut" in vals else self.browse()
        resultat = super().write(vals)
        if ranger:
            # A date put right: the version before follows it, no day is left without a text.
            suivies.with_context(oilhi_versions_rangees=True).date_fin = False
            (self | suivies)._ranger()
        return resultat

    def _closes_la_veille(self):
        """Versions that the beginning of these has closed."""
        toutes = self._par_article([(t.code, t.article) for t in self])
        return self.union(*(
            toutes.get((texte.code, texte.article), self.browse()).filtered(
                lambda t, veille=texte.date_debut - timedelta(days=1): t.date_fin == veille
            )
            for texte in self.filtered("date_debut")
        )) - self

    def _ranger(self):
        """A new version closes the one before it, and ends where the next one begins."""
        rangees = self.with_context(oilhi_versions_rangees=True)
        toutes = rangees._par_article([(t.code, t.article) for t in self])
        for versions in toutes.values():
            suivante = None
            for version in versions:  # from the last to the first
                if suivante and suivante.date_debut:
                    veille = suivante.date_debut - timedelta(days=1)
                    ouverte = not version.date_fin or version.date_fin > veille
                    if ouverte and (version in self or suivante in self):
                        if version.date_debut and version.date_debut > veille:
                            version._refuser_chevauchement()
                        version.date_fin = veille
                suivante = version
                if version.date_debut and version.date_fin and version.date_fin < version.date_debut:
                    raise ValidationError(
                        self.env._("%s : la version finit avant de commencer.", version.display_name)
                    )
            if len(versions.filtered(lambda v: not v.date_debut)) > 1:
                versions[-1]._refuser_chevauchement()

    def _refuser_chevauchement(self):
        raise ValidationError(
            self.env._(
                "%(code)s %(article)s : deux versions seraient en vigueur le même jour. Donnez à chacune "
                "la date de son entrée en vigueur (Légifrance la dit en tête de l’article).",
                code=self.code,
                article=self.article,
            )
        )

    def action_nouvelle_version(self):
        """A form for the text that replaces this one: it is closed on the eve of the new one."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nouvelle version : %s", f"{self.code} {self.article}"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_code": self.code,
                "default_article": self.article,
                "default_libelle_code": self.libelle_code,
                "default_date_version": fields.Date.context_today(self),
            },
        }

    def _load_records_write(self, values):
        """What was read about a text goes with it, whether or not that changed too."""
        resultat = super()._load_records_write(values)
        lus = {cle: values[cle] for cle in ("complet", "complet_motif") if cle in values}
        if lus:
            super()._load_records_write(lus)
        return resultat

    def _load_records(self, data_list, update=False):
        """A version that a jurist typed before the update ships it stays as it was typed."""
        # sudo: identifiers of the data files are not for users; nothing else is read
        xmlids = self.env["ir.model.data"].sudo()
        demandes = [ligne["xml_id"] for ligne in data_list if ligne.get("xml_id")]
        connus = {f"{ligne[1]}.{ligne[2]}" for ligne in xmlids._lookup_xmlids(demandes, self)}
        nouveaux = [
            (ligne["xml_id"], ligne["values"]) for ligne in data_list
            if ligne.get("xml_id") and ligne["xml_id"] not in connus
        ]
        saisies = self._par_article([(v.get("code"), v.get("article")) for _id, v in nouveaux])
        adoptees = []
        for xmlid, valeurs in nouveaux:
            debut = fields.Date.to_date(valeurs.get("date_debut") or None) or False
            memes = saisies.get((valeurs.get("code"), valeurs.get("article")), self.browse())
            if saisie := memes.filtered(lambda t, debut=debut: t.date_debut == debut)[:1]:
                adoptees.append({"xml_id": xmlid, "record": saisie, "noupdate": True})
        xmlids._update_xmlids(adoptees)
        return super()._load_records(data_list, update)

    # ---- reading, one query whatever their number --------------------------------------------------

    def _par_article(self, paires):
        """{(code, article): its versions, the last one first}."""
        codes = {code for code, _article in paires if code}
        articles = {article for _code, article in paires if article}
        if not codes or not articles:
            return {}
        textes = self.search([("code", "in", sorted(codes)), ("article", "in", sorted(articles))])
        return dict(textes.grouped(lambda t: (t.code, t.article)))

    def _valable(self, jour):
        """The version of these, of one article, that applies that day; maybe none.

        Without a date of beginning, it is known to apply on the day it was checked, and after.
        """
        return self.filtered(
            lambda t: (not t.date_fin or t.date_fin >= jour)
            and (t.date_debut or t.date_version or jour) <= jour
        )[:1]

    @api.model
    def _en_vigueur(self, paires, jour=None):
        """{(code, article): version in force that day, or an empty recordset}; one query."""
        jour = jour or fields.Date.context_today(self)
        paires = list(dict.fromkeys(paires))
        versions = self._par_article(paires)
        return {paire: versions.get(paire, self.browse())._valable(jour) for paire in paires}

    @api.model
    def _tous_en_vigueur(self):
        """One version of each article: that of today, else the last one known."""
        jour = fields.Date.context_today(self)
        versions = self.search([("article", "!=", False)]).grouped(lambda t: (t.code, t.article)).values()
        return self.union(*((textes._valable(jour) or textes[:1]) for textes in versions))
