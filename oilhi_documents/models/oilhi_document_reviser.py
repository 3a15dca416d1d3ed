import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.annules import articles_annules

from ..champs import CATALOGUE
from ..champs.mentions import mentions
from ..rendu import RenduErreur, champs_utilises, comparer, perdus, remplir, verifier_docx
from ..rendu.comparaison import contenu as texte_entier
from ..rendu.marques import marque, marques, remplacer_marques
from .oilhi_document_generation import CLES_SIGNATURE

_logger = logging.getLogger(__name__)
# Shorter says nothing, longer is a text that an agent may well write otherwise.
VALEUR_MIN, VALEUR_MAX = 3, 80
PERDUES_MAX = 30


class OilhiDocument(models.Model):
    """A draft finished in Word and put back: kept, compared, filled by the signature."""

    _inherit = "oilhi.document"

    revision_ids = fields.One2many(
        "oilhi.document.revision", "document_id", string="Révisions", readonly=True
    )
    revision_id = fields.Many2one(
        "oilhi.document.revision", string="Révision retenue", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )  # fmt: skip
    # What the application had written, kept beside the file of the agent.
    genere_id = fields.Many2one(
        "ir.attachment", string="Document tel que produit", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )  # fmt: skip
    travail = fields.Binary("Fichier à finir dans Word", compute="_compute_travail")
    travail_nom = fields.Char(compute="_compute_travail_nom")
    differences_html = fields.Html(related="revision_id.differences_html")

    @api.depends("code", "dossier_id.reference")
    def _compute_travail_nom(self):
        for document in self:
            document.travail_nom = f"a-finir_{document._nom_fichier('docx')}"

    @api.depends("state", "valeurs", "revision_id")
    def _compute_travail(self):
        for document in self:
            document.travail = False
            if document._ouvert():
                try:
                    document.travail = base64.b64encode(document._fichier_travail())
                except RenduErreur as erreur:
                    _logger.info("File to finish of document %s not made: %s", document.id, erreur)

    def _ouvert(self):
        """May its text still change?"""
        self.ensure_one()
        return bool(self.docx_id and self.valeurs and self.state in ("brouillon", "a_signer"))

    def _fichier_travail(self):
        """The file that an agent may finish: what the signature writes stands there as marks."""
        self.ensure_one()
        return self.revision_id._contenu() if self.revision_id else self._fichier_produit()

    def _fichier_produit(self):
        """What the application had written, with the marks: the reference of the comparison."""
        return remplir(self.version_id._contenu(), {**self.valeurs, **self._valeurs_marquees()})

    def _valeurs_marquees(self):
        return {
            cle: marque(cle, CATALOGUE[cle].libelle)
            for cle in sorted(CLES_SIGNATURE)
            if (self.valeurs or {}).get(cle)
        }

    def action_finir_dans_word(self):
        self.ensure_one()
        self.check_access("write")
        self._exiger_ouvert()
        if self._perime():
            raise UserError(self._message_perime())
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/travail?download=true&filename_field=travail_nom",
            "target": "self",
        }

    def action_deposer_revision(self):
        self.ensure_one()
        self._exiger_ouvert()
        return self._dialogue(
            "oilhi.document.revision.depot", self.env._("Déposer le fichier terminé dans Word")
        )

    def _exiger_ouvert(self):
        if not self._ouvert():
            raise UserError(self.env._("Le texte de ce document ne change plus."))

    # ---- the file comes back -----------------------------------------------------------------

    def deposer_revision(self, fichier, nom=None):
        """Keep the file (base64) that the agent finished, say what changed; PDF made from it."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_ouvert()
        contenu = self._octets(fichier)
        self._verifier_fichier_revise(contenu)
        self._verrouiller()
        travail = self._fichier_produit()
        differences = comparer(travail, contenu)
        # sudo: a revision is written here alone (see oilhi.dossier.ligne.reservee); the right to
        # write the document was just checked.
        revisions = self.env["oilhi.document.revision"].sudo()
        self.revision_id.sudo().etat = "remplacee"  # sudo: same
        revision = revisions.create({
            "document_id": self.id,
            "numero": max(self.revision_ids.mapped("numero"), default=0) + 1,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "fichier": base64.b64encode(contenu),
            "fichier_nom": (nom or self.travail_nom)[:200],
            "sha256": self._empreinte(contenu),
            "differences": [
                {"genre": d.genre, "zone": d.zone, "morceaux": [[m.signe, m.texte] for m in d.morceaux]}
                for d in differences
            ],
            "alertes": self._alertes_revision(travail, contenu),
        })
        self._retenir_revision(revision.with_env(self.env), contenu)
        self._message_log(body=self.env._(
            "Révision %(numero)s déposée (%(nombre)s différences avec le document produit).",
            numero=revision.numero, nombre=len(differences),
        ))
        return {
            "revision": revision.id,
            "differences": revision.differences,
            "alertes": revision.alertes,
        }

    def _verifier_fichier_revise(self, contenu):
        """A stranger's file: macros, links, bombs; and nothing left to accept, refuse or fill."""
        problemes = [str(p.message) for p in verifier_docx(contenu)]
        if not problemes:
            problemes = [
                self.env._(
                    "Il contient encore des champs de modèle (%s) : écrivez la valeur à leur place.",
                    ", ".join(cles),
                )
            ] if (cles := sorted(champs_utilises(contenu))) else []
        if problemes:
            raise UserError(self.env._(
                "Ce fichier ne peut pas être déposé ; le document n’a pas changé.\n%s",
                "\n".join(f"• {p}" for p in dict.fromkeys(problemes)),
            ))

    def _retenir_revision(self, revision, contenu):
        produit = self.genere_id or self.docx_id
        anciens = (self.docx_id - produit) | self.pdf_id
        final = self._completer_revision(contenu, self.valeurs)
        base = self._nom_fichier("").rstrip(".")
        docx = self._joindre(f"{base}.docx", final, produit.mimetype)
        self._ecrire({
            "revision_id": revision.id,
            "genere_id": produit.id,
            "docx_id": docx.id,
            "sha256": self._empreinte(final),
            "state": "brouillon",
            **self._produire_pdf(base, final),
        })
        # sudo: files of the former revision, which is kept whole, may have been made by a colleague
        anciens.sudo().unlink()

    def _completer_revision(self, contenu, valeurs):
        """The marks of the file replaced by these values."""
        try:
            return remplacer_marques(contenu, valeurs)
        except RenduErreur as erreur:
            raise UserError(str(erreur)) from erreur

    def _ecarter_revision(self):
        """The template is filled again: the revision is set aside, and stays readable."""
        self.ensure_one()
        if not self.revision_id:
            return
        # sudo: see deposer_revision
        self.revision_id.sudo().etat = "ecartee"
        produit = self.genere_id
        self._message_log(body=self.env._(
            "Document préparé de nouveau : la révision %s est écartée, elle reste téléchargeable.",
            self.revision_id.numero,
        ))
        self._ecrire({"revision_id": False, "genere_id": False})
        # sudo: a file of code's own, see _produire
        produit.sudo().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_revisions(self):
        """A draft that is deleted leaves with its revisions, and their files."""
        # sudo: only code writes revisions; the right to delete the draft was checked
        documents = self.sudo()
        documents._ecrire({"revision_id": False})
        documents.revision_ids.unlink()

    # ---- what must still be there --------------------------------------------------------------

    def _alertes_revision(self, avant, apres):
        """What the file produced said and this one does not, the most serious first."""
        self.ensure_one()
        texte_avant, texte_apres = texte_entier(avant), texte_entier(apres)
        alertes = [
            *self._alertes_marques(marques(avant), marques(apres)),
            *self._alertes_mentions(texte_avant, texte_apres),
            *self._alertes_valeurs(texte_avant, texte_apres),
        ]
        for article in articles_annules(texte_apres):
            if article not in articles_annules(texte_avant):
                alertes.append(_alerte("bloquant", self.env._(
                    "Le fichier cite %s, annulé ou abrogé : retirez cette référence.", article
                )))
        return sorted(alertes, key=lambda a: a["niveau"] != "bloquant")

    def _alertes_marques(self, avant, apres):
        for cle in sorted(avant - apres):
            yield _alerte("bloquant", self.env._(
                "Le repère « %(libelle)s » a disparu : la signature ne pourrait plus l’écrire. "
                "Recopiez-le depuis le fichier produit, à sa place : %(marque)s.",
                libelle=CATALOGUE[cle].libelle, marque=marque(cle, CATALOGUE[cle].libelle),
            ))
        for cle in sorted(apres - avant):
            yield _alerte("bloquant", self.env._(
                "Le repère « %s » ne fait pas partie de ce document : écrivez la valeur à sa place.", cle
            ))

    def _alertes_mentions(self, avant, apres):
        connues = {mention.expression: mention for mention in mentions(self.code)}
        for expression in perdus(avant, apres, connues):
            mention = connues[expression]
            if mention.de_loi:
                yield _alerte("bloquant", self.env._(
                    "Mention imposée par les textes retirée : « %s ». Remettez-la dans le fichier, "
                    "puis déposez-le de nouveau.", mention.texte,
                ), mention.base)
            else:
                yield _alerte("avertissement", self.env._(
                    "Mention d’usage retirée : « %s ». Vérifiez que c’est voulu.", mention.texte
                ), mention.base)

    def _alertes_valeurs(self, avant, apres):
        libelles = {}
        for cle, valeur in (self.valeurs or {}).items():
            if cle not in CLES_SIGNATURE:
                for libelle, texte in _valeurs_courtes(cle, valeur):
                    libelles.setdefault(texte, libelle)
        perdues = perdus(avant, apres, libelles)
        for texte in perdues[:PERDUES_MAX]:
            yield _alerte("avertissement", self.env._(
                "%(libelle)s : « %(valeur)s », qui vient du dossier, n’est plus dans le texte. Si le "
                "dossier a tort, corrigez-le et préparez de nouveau le document.",
                libelle=libelles[texte], valeur=texte,
            ))
        if len(perdues) > PERDUES_MAX:
            yield _alerte("avertissement", self.env._(
                "%s autres valeurs du dossier ne sont plus dans le texte : est-ce le bon fichier ?",
                len(perdues) - PERDUES_MAX,
            ))

    def _controles_revision(self, signature=None):
        """The warnings of the revision kept, as controls before signature."""
        self.ensure_one()
        revision = self.revision_id
        controles = [
            {
                "code": "REVISION", "niveau": alerte["niveau"], "message": alerte["message"],
                "base": alerte["base"], "lien": None,
            }
            for alerte in revision.alertes or ()
        ]
        if revision and signature:
            contexte = self._contexte(signature)
            delegation = bool(CATALOGUE["signature.delegation"].calcul(contexte))
            if delegation != bool((self.valeurs or {}).get("signature.delegation")):
                controles.append({
                    "code": "REVISION", "niveau": "bloquant", "base": "CGCT L. 2122-18", "lien": None,
                    "message": self.env._(
                        "Le fichier terminé dans Word a été écrit pour %s : pour un signataire dont le "
                        "pouvoir est autre (délégation), préparez de nouveau le document.",
                        self.valeurs.get("signature.nom") or self.env._("un autre signataire"),
                    ),
                })
        return controles


def _valeurs_courtes(cle, valeur):
    """(label, text) of the values of that key that a reader could look for in the act."""
    if isinstance(valeur, str):
        texte = valeur.strip()
        if VALEUR_MIN <= len(texte) <= VALEUR_MAX and "\n" not in texte:
            champ = CATALOGUE.get(cle)
            yield (champ.libelle if champ else cle), texte
    elif isinstance(valeur, list):
        for item in valeur:
            for nom, sous_valeur in item.items():
                yield from _valeurs_courtes(f"{cle}[].{nom}", sous_valeur)


def _alerte(niveau, message, base=""):
    return {"niveau": niveau, "message": message, "base": base}
