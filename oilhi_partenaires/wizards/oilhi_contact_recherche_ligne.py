from odoo import api, fields, models

STATUTS = [
    ("obligatoire", "Obligatoire"),
    ("conditionnel", "Selon le cas"),
    ("conseille", "Conseillé"),
    ("sans_objet", "Sans objet ici"),
]
# Types that belong to one commune or one EPCI: the others cover a département as a rule.
COMMUNAUX = ("PA-MAIRE", "PA-CCAS", "PA-SCHS", "PA-CM", "PA-ECOLE")
INTERCOMMUNAUX = ("PA-EPCI", "PA-OPER", "PA-SPANC")


class OilhiContactRechercheLigne(models.TransientModel):
    """One card of the answer: an organisation, someone in it, or nobody and what to do."""

    _name = "oilhi.contact.recherche.ligne"
    _description = "Réponse à « Qui contacter ? »"
    _order = "sequence, id"

    recherche_id = fields.Many2one(
        "oilhi.contact.recherche", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    genre = fields.Selection(
        [
            ("organisme", "Organisme"),
            ("personne", "Personne d’un organisme"),
            ("absent", "Absent de l’annuaire"),
            ("ecarte", "Sans objet ici"),
        ],
        required=True,
    )
    type_id = fields.Many2one("oilhi.type.organisme", string="Type", ondelete="cascade")
    type_nom = fields.Char(string="Rôle")
    statut = fields.Selection(STATUTS)
    partner_id = fields.Many2one("res.partner", string="Contact", ondelete="cascade")
    nom = fields.Char()
    fonction = fields.Char()
    telephone = fields.Char(string="Téléphone")
    urgence = fields.Char(string="Urgence")
    national = fields.Char(string="Numéro national")
    email = fields.Char(string="Courriel")
    adresse = fields.Char()
    horaires = fields.Text()
    verification = fields.Char(string="Vérification")
    perime = fields.Boolean(string="À vérifier")
    raisons = fields.Text(string="Pourquoi")
    quand = fields.Char()
    envoyer = fields.Text(string="Que lui envoyer")
    message = fields.Text()
    que_faire = fields.Text(string="Que faire")
    peut_ajouter = fields.Boolean(compute="_compute_peut_ajouter")

    @api.depends_context("uid")
    def _compute_peut_ajouter(self):
        droit = self.env["res.partner"].has_access("create")
        for ligne in self:
            ligne.peut_ajouter = droit and ligne.genre == "absent"

    @api.model
    def _valeurs(self, ligne, type_id):
        """Rows for one type of the answer of ``oilhi.commune._qui_contacter``."""
        commun = {
            "type_id": type_id,
            "type_nom": ligne["type"],
            "statut": ligne["statut"],
            "national": ligne["telephone_national"],
        }
        if not ligne["contacts"]:
            absent = ligne["absent"] or {}
            return [{
                **commun,
                "genre": "absent" if ligne["absent"] else "ecarte",
                "nom": ligne["type"],
                "raisons": self._phrases(ligne["raisons"]),
                "quand": ligne["quand"],
                "envoyer": ligne["envoyer"],
                "message": absent.get("message"),
                "que_faire": absent.get("que_faire"),
            }]
        return [
            {
                **commun,
                "genre": "personne" if contact["organisme_id"] else "organisme",
                "partner_id": contact["id"],
                "nom": contact["name"],
                "fonction": contact["function"],
                "telephone": contact["phone"],
                "urgence": contact["urgence"],
                "email": contact["email"],
                "adresse": contact["adresse"],
                "horaires": contact["horaires"],
                "perime": contact["perime"],
                "verification": "" if contact["organisme_id"] else self._verification(contact),
                **({} if contact["organisme_id"] else {
                    "raisons": self._phrases([*ligne["raisons"], *contact["raisons"]]),
                    "quand": ligne["quand"],
                    "envoyer": ligne["envoyer"],
                }),
            }
            for contact in ligne["contacts"]
        ]

    def _phrases(self, raisons):
        return "\n".join(raison[:1].upper() + raison[1:] for raison in raisons)

    def _verification(self, contact):
        if not contact["verifie_le"]:
            return self.env._("Coordonnées jamais vérifiées")
        jour = fields.Date.to_date(contact["verifie_le"]).strftime("%d/%m/%Y")
        if contact["perime"]:
            return self.env._("Coordonnées vérifiées le %s : à revoir", jour)
        return self.env._("Coordonnées vérifiées le %s", jour)

    def action_ouvrir(self):
        """The entry of the directory."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id.action_oilhi_fiche()

    def action_ajouter(self):
        """A new entry of the directory, of the right type and for the right territory."""
        self.ensure_one()
        self.check_access("read")
        self.env["res.partner"].check_access("create")
        commune = self.recherche_id.commune_id
        return self._action_nouveau(self.type_id, commune)

    @api.model
    def _action_nouveau(self, type_, commune):
        formulaire = self.env.ref("oilhi_partenaires.res_partner_view_form_annuaire")
        contexte = {
            "oilhi_annuaire": True,
            "default_is_company": True,
            "default_oilhi_source": "saisie",
            "default_oilhi_type_ids": type_.ids,
        }
        if type_.code in COMMUNAUX:
            contexte["default_oilhi_commune_ids"] = commune.ids
        elif type_.code in INTERCOMMUNAUX and commune.epci_id:
            contexte["default_oilhi_epci_ids"] = commune.epci_id.ids
        else:
            contexte["default_oilhi_departement_ids"] = commune.departement_id.ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ajouter à l’annuaire : %s", type_.name),
            "res_model": "res.partner",
            "views": [[formulaire.id, "form"]],
            "target": "current",
            "context": contexte,
        }
