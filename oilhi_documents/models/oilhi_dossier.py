from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.controles import verifier_delai_observations

from ..champs import CATALOGUE, SAISIE
from ..champs.contexte import Contexte, lire_date
from .oilhi_document_generation import _remplir

UNITES = ("heures", "jours", "mois")
# What nearly every document tells of the case.
LISTES_DOCUMENT = (
    "procedure_ids", "etape_ids", "fait_ids", "echeance_ids", "personne_ids", "reponse_ids", "mesure_ids",
    "mesure_ids.constat_ids", "desordre_ids", "document_ids", "batiment_id", "commune_id", "service_id",
)
MODES = ("lrar", "main_propre", "affichage", "signification", "autre")


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    document_ids = fields.One2many("oilhi.document", "dossier_id", string="Documents")
    document_count = fields.Integer("Nombre de documents", compute="_compute_compteurs")

    def _listes_calcul(self):
        return (*super()._listes_calcul(), "document_ids")

    def _listes_lecture(self):
        return (*super()._listes_lecture(), "document_ids")

    @api.model
    def _compteurs(self):
        return {**super()._compteurs(), "document_count": (None, "document_ids")}

    @api.depends("document_ids", "visite_ids", "infraction_ids", "batiment_id")
    @api.depends_context("uid")
    def _compute_compteurs(self):
        return super()._compute_compteurs()

    # ---- stable methods --------------------------------------------------------------------

    def generer_document(
        self,
        code,
        destinataire_id=None,
        acte_id=None,
        visite_id=None,
        contact_id=None,
        ligne_id=None,
        **options,
    ):
        """Produce a draft from the template in force; refuse, naming all that is missing.

        `visite_id`: the visit that a report tells (None: the last one over).
        `contact_id`: the entry of the directory that a letter to a partner is for.
        `ligne_id`: the title, liquidation, astreinte… that it is about (None: the last one prepared
        and not issued, else the last one).
        `options`: date (thinking date of a letter), delai_nombre, delai_unite, mode, saisies
        ({key of the catalogue: text}: what no record of the case holds).
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: the rows of a case are read by whoever reads it, and it was just checked
        self.sudo()._lire_parcours(LISTES_DOCUMENT)
        self._documents_lisibles()
        modele = self._modele_document(code)
        options = self._options_document(options)
        acte = self._acte_document(acte_id)
        procedure = acte.dossier_procedure_id or self._procedure_document(modele)
        destinataire = self._destinataire_document(modele, destinataire_id)
        contact = self._contact_document(modele, contact_id)
        visite = self._visite_document(modele, visite_id)
        ligne = self._ligne_document(modele, ligne_id)
        contexte = Contexte(
            self,
            modele,
            procedure,
            destinataire,
            options,
            acte=acte,
            visite=visite,
            contact=contact,
            ligne=ligne,
        )
        if modele._nomme_un_acte() and not acte:
            acte = contexte.acte
        self._verifier_options(modele, procedure, destinataire, options)
        version = modele._version_valide(contexte.jour, self.service_id) or modele._version_valide(
            fields.Date.context_today(self), self.service_id
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
        rempli = _remplir(version, contexte)  # every missing value is named before anything is written
        if self._remplacer_brouillon(modele, procedure, destinataire, visite, contact, ligne):
            rempli = None  # filled while the former draft was there: once more
        document = self.env["oilhi.document"]._creer(
            {
                "name": self._nom_document(modele, visite),
                "dossier_id": self.id,
                "dossier_procedure_id": procedure.id,
                "service_id": self.service_id.id,
                "modele_id": modele.id,
                "version_id": version.id,
                "destinataire_id": destinataire.id,
                "contact_id": contact.id,
                "document_lie_id": acte.id,
                "visite_id": visite.id,
                "ligne_modele": ligne._name if ligne else False,
                "ligne_id": ligne.id if ligne else False,
                "options": options,
            }
        )
        document._produire(contexte, rempli=rempli)
        return document

    # ---- pieces ----------------------------------------------------------------------------

    def _documents_lisibles(self):
        """The documents of the cases that the user may read, read with the case; asked by who checked the access
        to it."""
        # sudo: the access to the case was checked; each document then answers to its own rule
        entiers = self.sudo().with_context(active_test=False)
        entiers._lire_ensemble(("document_ids",))
        lisibles = entiers.document_ids.with_env(self.env)._filtered_access("read")
        siens = lisibles.grouped("dossier_id")
        for dossier in self:
            documents = siens.get(dossier, lisibles.browse())
            dossier._fields["document_ids"]._update_cache(dossier, documents._ids)
        return lisibles

    def _acte_document(self, acte_id):
        documents = self.env["oilhi.document"]
        if not acte_id:
            return documents
        acte = documents.browse(int(acte_id)).exists()
        if not acte or acte.dossier_id != self:
            raise UserError(self.env._("Cet acte n’appartient pas au dossier."))
        return acte

    def _options_document(self, options):
        inconnues = set(options) - {"date", "delai_nombre", "delai_unite", "mode", "saisies"}
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
        if options.get("saisies"):
            propres["saisies"] = self._saisies_document(options["saisies"])
        return propres

    def _saisies_document(self, saisies):
        """Texts typed for this document, by key of the catalogue; an unknown key is a mistake."""
        inconnues = sorted(
            cle for cle in saisies if not str(cle).startswith(SAISIE) or cle not in CATALOGUE
        )
        if inconnues:
            raise UserError(
                self.env._("Informations inconnues au catalogue : %s.", ", ".join(inconnues))
            )
        if any(not isinstance(valeur, str) for valeur in saisies.values()):
            raise UserError(self.env._("Chaque information à saisir est un texte."))
        return {
            cle: valeur
            for cle, valeur in saisies.items()
            if valeur.strip() or CATALOGUE[cle].vide_permis == "oui"
        }

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

    def _remplacer_brouillon(self, modele, procedure, destinataire, visite, contact, ligne):
        """A new draft takes the place of the former one, if any; what was proposed or signed stays."""
        anciens = self.document_ids.filtered(
            lambda d: d.state == "brouillon"
            and d.modele_id == modele
            and d.dossier_procedure_id == procedure
            and d.destinataire_id == destinataire
            and d.visite_id == visite
            and d.contact_id == contact
            and d._ligne() == ligne
            # A file finished in Word, or a number of the register, is not thrown away.
            and not d.revision_ids
            and not d.numero_reserve
        )
        return bool(anciens) and anciens.unlink()

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
        return super()._noms_documents() | self.env["oilhi.document.modele"]._noms()
