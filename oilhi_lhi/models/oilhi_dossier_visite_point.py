from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDossierVisitePoint(models.Model):
    """One line of the list of a visit: a disorder of the catalogue, looked for or seen."""

    _name = "oilhi.dossier.visite.point"
    _inherit = ["oilhi.dossier.visite.ligne", "oilhi.constat"]
    _description = "Point d’une visite"
    _order = "visite_id, categorie_sequence, desordre_id, id"

    _champ_photo = "visite_point_id"

    visite_etat = fields.Selection(related="visite_id.etat")
    categorie_id = fields.Many2one(related="desordre_id.categorie_id", store=True)
    categorie_sequence = fields.Integer(related="desordre_id.categorie_id.sequence", store=True)
    vu = fields.Selection(
        [("oui", "Vu"), ("non", "Pas de désordre"), ("non_verifie", "Non vérifié")],
        string="Constaté ?",
        required=True,
        default="non_verifie",
    )
    photo_ids = fields.One2many("oilhi.dossier.photo", "visite_point_id", string="Photos")
    dossier_desordre_id = fields.Many2one(
        "oilhi.dossier.desordre",
        string="Désordre du dossier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("desordre_id.name", "localisation")
    def _compute_display_name(self):
        for point in self:
            point.display_name = ", ".join(
                filter(None, [point.desordre_id.name, point.localisation])
            )

    @api.onchange("critere_ids", "lieu", "localisation", "constat")
    def _onchange_details(self):
        if self.critere_ids or self.localisation or self.constat:
            self.vu = "oui"

    def write(self, vals):
        if "dossier_desordre_id" in vals and not self.env.su:
            raise UserError(self.env._(
                "Le désordre du dossier est relié par « Terminer la visite »."
            ))
        return super().write(vals)

    # -- Actions: one tap each -----------------------------------------------

    def action_ouvrir(self):
        """The sheet of the point: criteria, gravity, place, photos."""
        return self._action_fiche(self.desordre_id.name, dialogue=True)

    def action_vu(self):
        """« Vu » : and at once what is seen."""
        self.ensure_one()
        self.vu = "oui"
        return self.action_ouvrir()

    def action_non(self):
        self.vu = "non"
        return True

    def action_non_verifie(self):
        self.vu = "non_verifie"
        return True

    # -- From the visit to the case ------------------------------------------

    def _reporter(self):
        """Create or update the disorders of the case; return (created, what changed in others)."""
        lignes, nouveaux = {}, {}
        for point in self.filtered(lambda p: p.vu == "oui"):
            lignes[point] = point._ligne_existante()
            if not lignes[point]:
                # The same disorder noted twice at the same place is one disorder.
                nouveaux.setdefault((point.desordre_id, point._endroit()), point)
        crees = self.env["oilhi.dossier.desordre"].create([
            point._valeurs_du_desordre() for point in nouveaux.values()
        ])
        par_endroit = dict(zip(nouveaux, crees, strict=True))
        revus = []
        for point, connue in lignes.items():
            cle = (point.desordre_id, point._endroit())
            ligne = connue or par_endroit[cle]
            if nouveaux.get(cle) != point:
                revus.append(point._mettre_a_jour(ligne))
            # sudo: this link is written here alone (see the write guard)
            point.sudo().dossier_desordre_id = ligne
            point.photo_ids.dossier_desordre_id = ligne
        return crees, revus

    def _endroit(self):
        return (self.localisation or "").strip().lower()

    def _ligne_existante(self):
        """The same disorder at the same place; a place left out is that of the only line."""
        lignes = self.dossier_id.desordre_ids.filtered(lambda d: d.desordre_id == self.desordre_id)
        ici = self._endroit()
        memes = lignes.filtered(lambda d: (d.localisation or "").strip().lower() == ici)
        if not memes and not ici and len(lignes) == 1:
            memes = lignes
        return memes[:1]

    def _valeurs_du_desordre(self):
        return {
            "dossier_id": self.dossier_id.id,
            "desordre_id": self.desordre_id.id,
            "gravite": self.gravite,
            "critere_ids": [(6, 0, self.critere_ids.ids)],
            "lieu": self.lieu,
            "localisation": self.localisation,
            "constat": self.constat,
            "date": self.visite_id.date,
            "user_id": self.visite_id.user_id.id,
        }

    def _mettre_a_jour(self, ligne):
        """What was known stays; the visit adds to it. Return the change in words."""
        avant = ligne.gravite
        valeurs = {
            "critere_ids": [(4, critere.id) for critere in self.critere_ids - ligne.critere_ids],
            "gravite": self.gravite,
            "lieu": self.lieu or ligne.lieu,
        }
        if self.constat:
            valeurs["constat"] = "\n".join(filter(None, [ligne.constat, self.env._(
                "Visite du %(jour)s : %(constat)s",
                jour=self.visite_id.date.strftime("%d/%m/%Y"), constat=self.constat,
            )]))
        ligne.write(valeurs)
        if avant == ligne.gravite:
            return ligne.display_name
        return self.env._(
            "%(nom)s (gravité %(avant)s → %(apres)s)",
            nom=ligne.display_name, avant=avant, apres=ligne.gravite,
        )
