from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

ROLES_TENUS = ("proprietaire", "usufruitier", "nu_proprietaire", "indivisaire", "syndic")
# Fields that the private contact repeats.
CHAMPS_CONTACT = frozenset({
    "civilite", "prenom", "nom", "raison_sociale", "rue", "code_postal", "ville",
    "adresse_inconnue", "email", "telephone",
})  # fmt: skip


class OilhiDossierPersonne(models.Model):
    _name = "oilhi.dossier.personne"
    _inherit = "oilhi.dossier.ligne"
    _description = "Personne concernée"
    _order = "dossier_id.id, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    # Private contact, created and kept in step by code: it carries mails and notifications.
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index=True,
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    role = fields.Selection(
        [
            ("proprietaire", "Propriétaire"),
            ("usufruitier", "Usufruitier"),
            ("nu_proprietaire", "Nu-propriétaire"),
            ("indivisaire", "Indivisaire"),
            ("syndic", "Syndic"),
            ("occupant", "Occupant"),
            ("exploitant", "Exploitant"),
            ("bailleur", "Bailleur"),
            ("signalant", "Auteur du signalement"),
        ],
        string="Qualité",
        required=True,
    )
    civilite = fields.Selection(
        [
            ("madame", "Madame"),
            ("monsieur", "Monsieur"),
            ("madame_monsieur", "Madame, Monsieur"),
        ],
        string="Civilité",
    )
    prenom = fields.Char("Prénom")
    nom = fields.Char("Nom")
    raison_sociale = fields.Char("Raison sociale")
    nom_complet = fields.Char(
        "Nom complet", compute="_compute_nom_complet", store=True, index="trigram"
    )
    rue = fields.Char("Adresse")
    code_postal = fields.Char("Code postal")
    ville = fields.Char("Ville")
    adresse_complete = fields.Char("Adresse complète", compute="_compute_adresse_complete")
    adresse_inconnue = fields.Boolean(
        "Adresse inconnue",
        help="Les recherches n’ont rien donné : la notification se fera par affichage.",
    )
    email = fields.Char("Courriel")
    telephone = fields.Char("Téléphone")
    lot = fields.Char("Lot ou logement")
    tenue = fields.Boolean(
        "Tenue d’exécuter les mesures",
        compute="_compute_tenue",
        store=True,
        readonly=False,
        precompute=True,
    )

    # -- Computes ------------------------------------------------------------

    @api.depends("role")
    def _compute_tenue(self):
        for personne in self:
            personne.tenue = personne.role in ROLES_TENUS

    @api.depends("civilite", "prenom", "nom", "raison_sociale")
    def _compute_nom_complet(self):
        civilites = dict(self._fields["civilite"]._description_selection(self.env))
        for personne in self:
            # « Madame, Monsieur » opens a letter; it is no part of a name.
            civilite = personne.civilite in ("madame", "monsieur") and civilites[personne.civilite]
            personne.nom_complet = personne.raison_sociale or " ".join(
                filter(None, [civilite, personne.prenom, personne.nom])
            )

    @api.depends("rue", "code_postal", "ville", "adresse_inconnue")
    def _compute_adresse_complete(self):
        for personne in self:
            localite = " ".join(filter(None, [personne.code_postal, personne.ville]))
            personne.adresse_complete = (
                self.env._("Adresse inconnue")
                if personne.adresse_inconnue
                else ", ".join(filter(None, [personne.rue, localite]))
            )

    @api.depends("nom_complet", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for personne in self:
            role = roles.get(personne.role, "").lower()
            personne.display_name = (
                f"{personne.nom_complet} ({role})" if role else personne.nom_complet
            )

    # -- Checks --------------------------------------------------------------

    @api.constrains("prenom", "nom", "raison_sociale")
    def _check_nom(self):
        for personne in self:
            if not (personne.raison_sociale or (personne.prenom and personne.nom)):
                raise ValidationError(self.env._(
                    "Indiquez le prénom et le nom de la personne, ou sa raison sociale."
                ))

    @api.constrains("rue", "ville", "adresse_inconnue", "role")
    def _check_adresse(self):
        for personne in self:
            # Nothing is notified to the author of the report: an address is not required of him.
            if personne.role == "signalant" or personne.adresse_inconnue:
                continue
            if not (personne.rue and personne.ville):
                raise ValidationError(self.env._(
                    "Indiquez l’adresse et la ville de %s, ou cochez « Adresse inconnue ».",
                    personne.nom_complet or self.env._("cette personne"),
                ))

    @api.onchange("role")
    def _onchange_role(self):
        """An occupant lives in the building: do not have it typed twice."""
        batiment = self.dossier_id.batiment_id
        if self.role == "occupant" and batiment and not self.rue:
            self.rue = batiment.rue
            self.code_postal = batiment.code_postal
            self.ville = batiment.commune_id.name

    # -- CRUD: the private contact follows -----------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_partner(*vals_list)
        personnes = super().create(vals_list)
        sans_contact = personnes.filtered(lambda personne: not personne.partner_id)
        # sudo: the contact is kept by code, whatever the user may do in the directory
        contacts = (
            self.env["res.partner"]
            .sudo()
            .with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
            .create([personne._valeurs_contact() for personne in sans_contact])
        )
        for personne, contact in zip(sans_contact, contacts, strict=True):
            personne.sudo().partner_id = contact.id
        return personnes

    def write(self, vals):
        self._refuser_partner(vals)
        resultat = super().write(vals)
        if CHAMPS_CONTACT & vals.keys():
            for personne in self:
                valeurs = personne._valeurs_contact()
                valeurs.pop("oilhi_acces_ids")
                # sudo: see create()
                personne.sudo().partner_id.write(valeurs)
        return resultat

    def unlink(self):
        # sudo: see create(). The personal data leave with the case they were collected for.
        contacts = self.sudo().partner_id
        resultat = super().unlink()
        for contact in contacts.exists():
            try:
                with self.env.cr.savepoint():
                    contact.unlink()
            except Exception:  # noqa: BLE001  any reference may hold it: then it only leaves view
                contact.active = False
        return resultat

    def _refuser_partner(self, *vals_list):
        if not self.env.su and any("partner_id" in vals for vals in vals_list):
            raise AccessError(self.env._(
                "Le contact d’une personne est tenu par l’application : modifiez la personne."
            ))

    def _valeurs_contact(self):
        self.ensure_one()
        morale = bool(self.raison_sociale)
        connue = not self.adresse_inconnue
        return {
            "name": self.raison_sociale or " ".join(filter(None, [self.prenom, self.nom])),
            "is_company": morale,
            "civilite": self.civilite,
            "oilhi_prenom": self.prenom,
            "oilhi_nom": self.nom,
            "street": connue and self.rue,
            "zip": connue and self.code_postal,
            "city": connue and self.ville,
            "email": self.email,
            "phone": self.telephone,
            "company_id": self.dossier_id.company_id.id,
            "oilhi_prive": True,
            # sudo: the set of services with access is the system's
            "oilhi_acces_ids": [Command.set(self.dossier_id.sudo().acces_ids.ids)],
        }

    def _maj_acces_contacts(self):
        """Give the contacts the access of their case; one write per set of services."""
        # sudo: access is kept by the system
        for acces, personnes in self.sudo().grouped(lambda p: p.dossier_id.acces_ids).items():
            personnes.partner_id.write({"oilhi_acces_ids": [Command.set(acces.ids)]})
