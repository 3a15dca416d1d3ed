from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..moteur.visite import heures_refusees, texte_heure

ACCES = [
    ("ouvert", "Nous sommes entrés"),
    ("exterieur", "Vu de l’extérieur seulement"),
    ("refuse", "L’occupant a refusé l’entrée"),
    ("injoignable", "Personne pour ouvrir"),
]
SANS_ENTREE = ("refuse", "injoignable")
# Moved by « Terminer la visite » alone.
SYSTEME = frozenset({"etat", "terminee_le", "terminee_par_id"})
# Once the visit is over, its report does not change any more.
LIBRES = frozenset({"message_follower_ids"})


class OilhiDossierVisite(models.Model):
    """A visit of the place: who, when, what was looked at, what was seen."""

    _name = "oilhi.dossier.visite"
    _inherit = "oilhi.dossier.ligne"
    _description = "Visite des lieux"
    _order = "date desc, heure_debut desc, id desc"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    adresse = fields.Char("Adresse", related="dossier_id.batiment_id.name")
    date = fields.Date("Date de la visite", required=True, default=fields.Date.context_today)
    heure_debut = fields.Float("Arrivée à", default=lambda self: self._maintenant())
    heure_fin = fields.Float("Départ à")
    user_id = fields.Many2one(
        "res.users",
        string="Visite faite par",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    personne_ids = fields.Many2many(
        "oilhi.dossier.personne",
        string="Personnes du dossier présentes",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    autres_presents = fields.Text("Autres personnes présentes")
    acces = fields.Selection(ACCES, string="Entrée dans les lieux", required=True, default="ouvert")
    accord_ecrit = fields.Boolean("L’occupant a signé son accord")
    suite_acces = fields.Text("Que faire", compute="_compute_suite_acces")
    categorie_ids = fields.Many2many(
        "oilhi.desordre.categorie", string="Ce que vous allez regarder"
    )
    point_ids = fields.One2many("oilhi.dossier.visite.point", "visite_id", string="Points à voir")
    photo_ids = fields.One2many("oilhi.dossier.photo", "visite_id", string="Photos")
    observations = fields.Text("Autres observations")
    avancement = fields.Char("Avancement", compute="_compute_avancement")
    etat = fields.Selection(
        [("en_cours", "En cours"), ("terminee", "Terminée")],
        string="État",
        required=True,
        default="en_cours",
        readonly=True,
        copy=False,
        index=True,
    )
    terminee_le = fields.Datetime("Terminée le", readonly=True, copy=False)
    terminee_par_id = fields.Many2one(
        "res.users", string="Terminée par", readonly=True, copy=False
    )

    @api.model
    def _maintenant(self):
        """The present hour, in five minutes."""
        maintenant = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return maintenant.hour + maintenant.minute // 5 * 5 / 60

    @api.depends("date", "dossier_id.batiment_id.name")
    def _compute_display_name(self):
        for visite in self:
            visite.display_name = self.env._(
                "Visite du %(jour)s, %(adresse)s",
                jour=visite.date.strftime("%d/%m/%Y") if visite.date else "…",
                adresse=visite.dossier_id.batiment_id.name or "…",
            )

    @api.depends("acces")
    def _compute_suite_acces(self):
        motifs = {
            "refuse": self.env._("L’occupant refuse l’entrée : ne forcez pas."),
            "injoignable": self.env._("Personne n’a pu être joint pour ouvrir : n’entrez pas."),
        }
        for visite in self:
            visite.suite_acces = visite.acces in motifs and self.env._(
                "%s Notez ce qui se voit du dehors, terminez cette visite, puis demandez "
                "l’autorisation de visiter au juge des libertés et de la détention du tribunal "
                "judiciaire du lieu (CCH L. 511-7 ; demande D-COM-08, étape MSO-04). S’il y a un "
                "danger imminent, appelez le 18 ou le 112.",
                motifs[visite.acces],
            )

    @api.depends("point_ids.vu")
    def _compute_avancement(self):
        for visite in self:
            points = visite.point_ids
            faits = len(points.filtered(lambda p: p.vu != "non_verifie"))
            visite.avancement = points and self.env._(
                "Points vus : %(faits)s sur %(tous)s", faits=faits, tous=len(points)
            )

    # -- Checks --------------------------------------------------------------

    @api.constrains("date", "heure_debut", "heure_fin")
    def _check_heures(self):
        for visite in self:
            debut, fin = visite.heure_debut, visite.heure_fin
            if not (0 <= debut < 24 and 0 <= fin < 24):
                raise ValidationError(self.env._(
                    "L’heure de la visite va de 0 h à 23 h 59 : corrigez-la."
                ))
            if fin and fin < debut:
                raise ValidationError(self.env._(
                    "Le départ (%(fin)s) est avant l’arrivée (%(debut)s) : corrigez l’heure.",
                    fin=texte_heure(fin), debut=texte_heure(debut),
                ))
            if visite.date.year < 1990:
                raise ValidationError(self.env._("La date de la visite n’est pas plausible."))
            visite._verifier_horaire()

    def _verifier_horaire(self):
        """CCH L. 511-7: a dwelling, even vacant, is visited between 6 h and 21 h."""
        debut, fin = self.heure_debut, self.heure_fin
        if heures_refusees(self.dossier_id.usage, debut, fin or None):
            raise ValidationError(self.env._(
                "Visite de %(debut)s%(fin)s : dans un lieu qui sert à l’habitation, même vide, "
                "les visites ont lieu entre 6 heures et 21 heures (CCH L. 511-7). Corrigez "
                "l’heure, ou refaites la visite : un constat fait à une autre heure ne peut pas "
                "fonder l’arrêté.",
                debut=texte_heure(debut),
                fin=self.env._(" à %s", texte_heure(fin)) if fin else "",
            ))

    @api.constrains("personne_ids", "dossier_id")
    def _check_personnes(self):
        for visite in self:
            if visite.personne_ids.dossier_id - visite.dossier_id:
                raise ValidationError(self.env._(
                    "Les personnes présentes doivent être des personnes de ce dossier ; écrivez "
                    "les autres dans « Autres personnes présentes »."
                ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuser_systeme(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuser_systeme(vals)
        if vals.keys() - LIBRES:
            self._verifier_en_cours()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_terminee(self):
        self._verifier_en_cours()
        if self.photo_ids:
            raise UserError(self.env._(
                "Cette visite a des photos, qui servent de preuve : elle ne se supprime pas."
            ))

    def _refuser_systeme(self, vals):
        if not self.env.su and SYSTEME & vals.keys():
            raise UserError(self.env._(
                "L’état d’une visite change par le bouton « Terminer la visite »."
            ))

    def _verifier_en_cours(self):
        if any(visite.etat == "terminee" for visite in self):
            raise UserError(self.env._(
                "Cette visite est terminée : son procès-verbal ne change plus. Pour compléter, "
                "faites une autre visite."
            ))

    # -- Actions -------------------------------------------------------------

    def action_preparer_liste(self):
        """Add the disorders of the chosen categories that the list does not have yet."""
        self.ensure_one()
        self.check_access("write")
        if not self.categorie_ids:
            raise UserError(self.env._(
                "Choisissez d’abord ce que vous allez regarder : structure, électricité, humidité…"
            ))
        presents = self.point_ids.desordre_id
        manquants = self.env["oilhi.desordre"].search([
            ("categorie_id", "in", self.categorie_ids.ids), ("id", "not in", presents.ids),
        ])
        self.env["oilhi.dossier.visite.point"].create([
            {"visite_id": self.id, "desordre_id": desordre.id} for desordre in manquants
        ])
        return True

    def action_ajouter_photos(self):
        self.ensure_one()
        self._verifier_en_cours()
        return self.env["oilhi.dossier.photo.ajout"]._action_ouvrir(
            self.dossier_id, visite_id=self.id
        )

    def action_planche(self):
        """The photos, numbered as in the report, to print or keep as PDF from the browser."""
        self.check_access("read")
        return self.env.ref("oilhi_lhi.report_oilhi_dossier_visite").report_action(self)

    def action_terminer(self):
        """Close the visit, then propose to record the step of the procedure that asked for it."""
        self.ensure_one()
        self.terminer()
        etape = self.dossier_id.etape_ids.filtered(
            lambda e: e.etape_id.nature == "visite"
            and e.etat == "a_faire"
            and e.dossier_procedure_id.etat == "en_cours"
        )[:1]
        if not etape or self.acces in SANS_ENTREE:
            return True
        action = etape.action_realiser()
        heures, minutes = divmod(round(self.heure_debut * 60), 60)
        action["context"].update(
            default_date=fields.Date.to_string(self.date),
            default_heure=f"{heures:02d}:{minutes:02d}",
        )
        return action

    def terminer(self):
        """Write what was seen on the case, once, and freeze the visit."""
        for visite in self:
            visite.check_access("write")
            visite._verrouiller()
            visite.invalidate_recordset(["etat"])
            visite._verifier_en_cours()
            if visite.date > fields.Date.context_today(visite):
                raise UserError(self.env._(
                    "La visite est datée du %s : elle se termine le jour venu.",
                    visite.date.strftime("%d/%m/%Y"),
                ))
            visite._verifier_horaire()
            crees, revus = visite.point_ids._reporter()
            # sudo: the state is moved here alone (see the write guard); the right to write the
            # visit was just checked.
            visite.sudo().write({
                "etat": "terminee",
                "terminee_le": fields.Datetime.now(),
                "terminee_par_id": self.env.uid,
            })
            visite._tracer(crees, revus)
        return True

    def _tracer(self, crees, revus):
        """What the visit changed on the case, in its history."""
        lignes = [self.env._(
            "%(visite)s : terminée par %(qui)s.", visite=self.display_name, qui=self.env.user.name
        )]
        if self.acces in SANS_ENTREE:
            lignes.append(self.env._("Entrée : %s.", dict(ACCES)[self.acces]))
        if crees:
            lignes.append(self.env._(
                "Désordres ajoutés : %s.", ", ".join(crees.mapped("display_name"))
            ))
        if revus:
            lignes.append(self.env._("Désordres revus : %s.", " ; ".join(revus)))
        self.dossier_id._message_log(body=" ".join(lignes))

    # -- For the report ------------------------------------------------------

    def _horaire(self):
        """« de 9 h à 10 h 30 »."""
        self.ensure_one()
        if not self.heure_fin:
            return self.env._("à %s", texte_heure(self.heure_debut))
        return self.env._(
            "de %(debut)s à %(fin)s",
            debut=texte_heure(self.heure_debut), fin=texte_heure(self.heure_fin),
        )

    def _points(self, vu):
        # Sorted: lines just typed are cached in the order of typing.
        return self.point_ids.filtered(lambda point: point.vu == vu).sorted()

    def _photos(self):
        """{photo: its number in the report}, for good: a photo set aside keeps its own."""
        photos = self.photo_ids.sorted(lambda p: (p.prise_le or p.create_date, p.id))
        return {photo: rang for rang, photo in enumerate(photos, 1)}
