from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_observations

from ..champs.contexte import Contexte, lire_date
from .oilhi_document_generation import _remplir

UNITES = ("heures", "jours", "mois")
MODES = ("lrar", "main_propre", "affichage", "signification", "autre")


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    document_ids = fields.One2many("oilhi.document", "dossier_id", string="Documents")
    document_count = fields.Integer("Nombre de documents", compute="_compute_document_count")

    @api.depends("document_ids")
    def _compute_document_count(self):
        comptes = dict(
            self.env["oilhi.document"]._read_group(
                [("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"]
            )
        )
        for dossier in self:
            dossier.document_count = comptes.get(dossier, 0)

    # ---- stable methods --------------------------------------------------------------------

    def generer_document(
        self, code, destinataire_id=None, acte_id=None, visite_id=None, **options
    ):
        """Produce a draft from the template in force; refuse, naming all that is missing.

        `visite_id`: the visit that a report tells (None: the last one over).
        `options`: date (thinking date of a letter), delai_nombre, delai_unite, mode.
        """
        self.ensure_one()
        self.check_access("write")
        modele = self._modele_document(code)
        options = self._options_document(options)
        acte = self._acte_document(acte_id)
        procedure = acte.dossier_procedure_id or self._procedure_document(modele)
        destinataire = self._destinataire_document(modele, destinataire_id)
        visite = self._visite_document(modele, visite_id)
        contexte = Contexte(
            self, modele, procedure, destinataire, options, acte=acte, visite=visite
        )
        if modele._est_mainlevee() and not acte:
            acte = contexte.acte
        self._verifier_options(modele, procedure, destinataire, options)
        version = modele._version_valide(contexte.jour) or modele._version_valide(
            fields.Date.context_today(self)
        )
        if not version:
            raise UserError(
                self.env._(
                    "Aucun modèle validé pour le document %(code)s (%(nom)s) : rédigez-le à la main, "
                    "ou demandez au référent juridique d’ajouter le modèle.",
                    code=modele.code,
                    nom=modele.name,
                )
            )
        _remplir(version, contexte)  # every missing value is named before anything is written
        self._remplacer_brouillon(modele, procedure, destinataire, visite)
        document = self.env["oilhi.document"]._creer(
            {
                "name": self._nom_document(modele, visite),
                "dossier_id": self.id,
                "dossier_procedure_id": procedure.id,
                "service_id": self.service_id.id,
                "modele_id": modele.id,
                "version_id": version.id,
                "destinataire_id": destinataire.id,
                "document_lie_id": acte.id,
                "visite_id": visite.id,
                "options": options,
            }
        )
        document._produire(contexte)
        return document

    # ---- pieces ----------------------------------------------------------------------------

    def _modele_document(self, code):
        modele = self.env["oilhi.document.modele"].search([("code", "=", code)], limit=1)
        if not modele:
            raise UserError(self.env._("Le document « %s » n’existe pas au catalogue.", code))
        return modele

    def _procedure_document(self, modele):
        """Last open procedure of the case that this template serves, else the last one."""
        if modele._est_proces_verbal():
            return self.env["oilhi.dossier.procedure"]
        codes = {c.strip() for c in (modele.procedures or "").split(",") if c.strip()}
        procedures = self.procedure_ids.filtered(
            lambda p: not codes or p.code in codes or p.code[:3] in codes
        ).sorted(lambda p: (p.etat == "en_cours", p.id))
        if not procedures:
            raise UserError(
                self.env._(
                    "Le document « %(nom)s » suppose une procédure %(codes)s ouverte dans le "
                    "dossier.",
                    nom=modele.name,
                    codes=self.env._(" ou ").join(sorted(codes)),
                )
            )
        return procedures[-1:]

    def _visite_document(self, modele, visite_id=None):
        """The visit that a report tells: that one, or the last one over."""
        visites = self.visite_ids
        if not modele._est_proces_verbal():
            return visites.browse()
        if visite_id:
            visites = visites.filtered(lambda v: v.id == int(visite_id))
            if not visites:
                raise UserError(self.env._("Cette visite n’appartient pas au dossier."))
        visite = visites.filtered(lambda v: v.etat == "terminee")[:1]
        if not visite:
            raise UserError(
                self.env._(
                    "Le procès-verbal s’établit une fois la visite terminée : ouvrez la visite "
                    "(dossier, bouton Visites), puis « Terminer la visite »."
                )
            )
        return visite

    def _nom_document(self, modele, visite):
        if not visite:
            return modele.name
        return self.env._(
            "%(nom)s du %(jour)s", nom=modele.name, jour=visite.date.strftime("%d/%m/%Y")
        )

    def _destinataire_document(self, modele, destinataire_id):
        personnes = self.personne_ids
        if destinataire_id:
            personne = personnes.filtered(lambda p: p.id == int(destinataire_id))
            if not personne:
                raise UserError(self.env._("Ce destinataire n’est pas une personne du dossier."))
            return personne
        if modele.destinataire == "tous":
            return personnes.browse()
        candidats = self._candidats_document(modele)
        if len(candidats) == 1:
            return candidats
        if not candidats:
            raise UserError(
                self.env._(
                    "Le document « %s » s’adresse à une personne tenue, or aucune n’est "
                    "enregistrée (dossier, page Personnes).",
                    modele.name,
                )
            )
        raise UserError(
            self.env._(
                "Choisissez le destinataire : %s.",
                ", ".join(p.display_name for p in candidats),
            )
        )

    def _candidats_document(self, modele):
        """Persons to whom a letter of that template may be addressed; the syndic has his own."""
        roles = {
            "syndic": ("syndic",), "indivisaire": ("indivisaire",), "occupant": ("occupant",),
        }.get(modele.destinataire)
        if roles:
            return self.personne_ids.filtered(lambda p: p.role in roles)
        tenues = self.personne_ids.filtered("tenue")
        return tenues.filtered(lambda p: p.role != "syndic") or tenues

    def _acte_document(self, acte_id):
        documents = self.env["oilhi.document"]
        if not acte_id:
            return documents
        acte = documents.browse(int(acte_id)).exists()
        if not acte or acte.dossier_id != self:
            raise UserError(self.env._("Cet acte n’appartient pas au dossier."))
        return acte

    def _options_document(self, options):
        inconnues = set(options) - {"date", "delai_nombre", "delai_unite", "mode"}
        if inconnues:
            raise UserError(
                self.env._("Options de document inconnues : %s.", ", ".join(sorted(inconnues)))
            )
        propres = {}
        if options.get("date"):
            jour = lire_date(options["date"])
            if not jour:
                raise UserError(self.env._("Date du document illisible : %s.", options["date"]))
            propres["date"] = str(jour)
        if options.get("delai_nombre"):
            if options.get("delai_unite") not in UNITES:
                raise UserError(self.env._("L’unité du délai est « heures », « jours » ou « mois »."))
            propres["delai_nombre"] = int(options["delai_nombre"])
            propres["delai_unite"] = options["delai_unite"]
        if options.get("mode"):
            if options["mode"] not in MODES:
                raise UserError(self.env._("Mode d’envoi inconnu : %s.", options["mode"]))
            propres["mode"] = options["mode"]
        return propres

    def _verifier_options(self, modele, procedure, destinataire, options):
        """C.2 rule 11: a letter that leaves too little time would void the whole procedure."""
        if modele.etape_notification != "MSO-08" or not options.get("delai_nombre"):
            return
        contexte = Contexte(self, modele, procedure, destinataire, options)
        refus = verifier_delai_observations(
            options["delai_nombre"],
            options["delai_unite"],
            procedure.code or "MSO",
            next(iter(contexte.reponses.get("Q10", ())), None),
            destinataire="syndic" if destinataire.role == "syndic" else "personne",
        )
        if refus:
            raise UserError(refus.message)

    def _remplacer_brouillon(self, modele, procedure, destinataire, visite):
        """A new draft takes the place of the former one; what was proposed or signed stays."""
        self.document_ids.filtered(
            lambda d: d.state == "brouillon"
            and d.modele_id == modele
            and d.dossier_procedure_id == procedure
            and d.destinataire_id == destinataire
            and d.visite_id == visite
        ).unlink()

    # ---- actions ---------------------------------------------------------------------------

    def action_preparer_document(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Préparer un document"),
            "res_model": "oilhi.document.preparation",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def action_rediger(self):
        """Words of the acts, on the procedure in progress."""
        self.ensure_one()
        self.check_access("write")
        procedures = self.procedure_ids.sorted(lambda p: (p.etat == "en_cours", p.id))
        if not procedures:
            raise UserError(self.env._("Ouvrez d’abord une procédure."))
        return procedures[-1].action_rediger()

    def action_voir_documents(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents"),
            "res_model": "oilhi.document",
            "view_mode": "list,kanban,form",
            "domain": [("dossier_id", "=", self.id)],
            "context": {"search_default_dossier": 0},
        }

    def _noms_documents(self):
        modeles = self.env["oilhi.document.modele"].search([("code", "!=", False)])
        return super()._noms_documents() | {modele.code: modele.name for modele in modeles}
