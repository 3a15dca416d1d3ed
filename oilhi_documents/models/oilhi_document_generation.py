import logging

from odoo import fields, models
from odoo.exceptions import UserError

from ..champs import CATALOGUE, calculer, ou_saisir
from ..champs.contexte import Contexte
from ..rendu import DOCX, RenduErreur, ValeursManquantes, remplir
from ..rendu.pdf import convertir
from .oilhi_document_modele_version import cles_de

_logger = logging.getLogger(__name__)
PDF_DELAI = 60
# Given by the signature itself: their change does not make a draft out of date.
CLES_SIGNATURE = {
    "document.numero",
    "signature.date",
    "signature.nom",
    "signature.qualite",
    "signature.delegation",
}


class OilhiDocumentModele(models.Model):
    _inherit = "oilhi.document.modele"

    def _est_mainlevee(self):
        return self.code in ("D-MSO-20", "D-MSU-07")

    def _est_proces_verbal(self):
        """The report of a visit: of the case, whatever procedure follows."""
        return self.code == "D-COM-09"


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    def _contexte(self, signature=None):
        self.ensure_one()
        contexte = Contexte(
            self.dossier_id,
            self.modele_id,
            self.dossier_procedure_id,
            self.destinataire_id,
            self.options,
            signature,
            self.document_lie_id,
            self.visite_id,
            self.contact_id,
            self._ligne(),
        )
        contexte.document = self
        return contexte

    def _leve(self):
        """L. 511-21: when the danger has not ended for good, the act goes on instead of lifting."""
        self.ensure_one()
        durable = (self.valeurs or {}).get("saisie.durable", True)
        return self.modele_id._est_mainlevee() and durable is not False

    def _etape_signature(self):
        self.ensure_one()
        if self.modele_id._est_mainlevee() and not self._leve():
            return "MSU-15"
        return self.modele_id.etape_signature

    def _etape_notification(self):
        self.ensure_one()
        code = self.modele_id.etape_notification
        return "MSU-15" if code and self.modele_id._est_mainlevee() and not self._leve() else code

    def _calculer(self, contexte, rempli=None):
        """(filled DOCX, frozen values), or a UserError that names everything that is missing.

        `rempli`: the same, without the letterhead, when it was just made.
        """
        contenu, valeurs = rempli or _remplir(self.version_id, contexte)
        contenu = _sur_papier(contenu, contexte)
        if self.revision_id:
            # The agent's own file: the template gave the values, that file is what was read.
            contenu = self._completer_revision(self.revision_id._contenu(), valeurs)
        return contenu, valeurs

    def _produire(self, contexte, vals=None, rempli=None):
        """Render, attach DOCX then PDF, freeze the values and the hash."""
        self.ensure_one()
        contenu, valeurs = self._calculer(contexte, rempli)
        vals = dict(vals or {})
        anciennes = self.docx_id | self.pdf_id
        nom = "_".join(
            m for m in (self.code, vals.get("numero"), self.dossier_id.reference) if m
        ).replace("/", "-")
        vals["docx_id"] = self._joindre(f"{nom}.docx", contenu, DOCX).id
        vals.update(
            valeurs=valeurs,
            sha256=self._empreinte(contenu),
            **self._produire_pdf(nom, contenu),
        )
        self._ecrire(vals)
        # sudo: the previous draft files, replaced here, may have been made by a colleague
        anciennes.sudo().unlink()

    def _produire_pdf(self, nom, contenu):
        """The PDF if LibreOffice can; without it the Word file is enough, and the state says so.

        Context `oilhi_sans_pdf`: not now (loading many acts); the button makes it later.
        """
        if self.env.context.get("oilhi_sans_pdf"):
            return {"pdf_id": False, "pdf_etat": self.env._("PDF à produire.")}
        try:
            pdf = convertir(contenu, delai=PDF_DELAI)
        except RenduErreur as erreur:
            _logger.info("PDF of document %s not produced: %s", self.id, erreur)
            return {
                "pdf_id": False,
                "pdf_etat": self.env._(
                    "PDF non produit (%s). Le document Word est disponible.", str(erreur).rstrip(".")
                ),
            }
        return {
            "pdf_id": self._joindre(f"{nom}.pdf", pdf, "application/pdf").id,
            "pdf_etat": False,
        }

    def _garder_pdf(self, contenu):
        """Attach a PDF made apart from the document (batches)."""
        self.ensure_one()
        nom = self.docx_id.name.rsplit(".", 1)[0]
        anciens = self.pdf_id
        self._ecrire({
            "pdf_id": self._joindre(f"{nom}.pdf", contenu, "application/pdf").id, "pdf_etat": False,
        })
        # sudo: the former file, replaced here, may have been made by a colleague
        anciens.sudo().unlink()

    def action_produire_pdf(self):
        """Try the conversion again, for instance once LibreOffice is installed."""
        self.ensure_one()
        self.check_access("write")
        if self.pdf_id:
            raise UserError(self.env._("Le PDF existe déjà."))
        nom = self.docx_id.name.rsplit(".", 1)[0]
        self._ecrire(self._produire_pdf(nom, self.docx_id.raw))
        if self.pdf_id:
            return True
        # The banner may say what it said before: whoever pressed the button must see that it was tried.
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("Toujours pas de PDF"),
                "message": self.env._(
                    "%s Imprimez-le, ou prévenez l’administrateur si cela se reproduit.", self.pdf_etat
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _perime(self):
        """Keys whose value changed in the case since the draft was made and read."""
        self.ensure_one()
        valeurs = self.valeurs or {}
        actuelles = calculer(self._contexte(), [c for c in valeurs if c in CATALOGUE])
        return sorted(
            cle
            for cle, valeur in actuelles.items()
            if cle not in CLES_SIGNATURE and valeur != valeurs.get(cle)
        )

    def _message_perime(self):
        return self.env._(
            "Le dossier a changé depuis la préparation de ce document : préparez-le de nouveau "
            "avant la signature. Ce qui a changé :\n%s",
            "\n".join(f"• {ou_saisir(cle)}" for cle in self._perime()),
        )

    def action_regenerer(self):
        """Prepare a draft again with today's facts."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("brouillon", "a_signer"):
            raise UserError(self.env._("Un acte signé ne change plus."))
        self._exiger_hors_parapheur()
        self._ecarter_revision()
        self._produire(
            self._contexte(),
            {
                "version_id": self.modele_id._version_valide(
                    fields.Date.context_today(self), self.service_id
                ).id or self.version_id.id,
                "state": "brouillon",
            },
        )


def _remplir(version, contexte):
    """(filled DOCX without letterhead, values)"""
    contenu = version._contenu()
    valeurs = calculer(contexte, cles_de(contenu))
    try:
        rempli = remplir(contenu, valeurs)
    except ValeursManquantes as erreur:
        raise ManquantsError(version.modele_id, erreur.cles, contexte) from erreur
    except RenduErreur as erreur:
        raise UserError(str(erreur)) from erreur
    return rempli, valeurs


def _sur_papier(contenu, contexte):
    """On the letterhead of the service that holds the case; what a third party will sign is not."""
    return contenu if contexte.modele.signataire == "tiers" else contexte.service._sur_papier(contenu)


class ManquantsError(UserError):
    """Names each missing value and where to enter it; nothing is produced."""

    def __init__(self, modele, cles, contexte=None):
        self.cles = cles
        self.manquants = [ou_saisir(cle, contexte) for cle in cles]
        super().__init__(
            modele.env._(
                "Le document « %(nom)s » ne peut pas être produit, il manque :\n%(liste)s",
                nom=modele.name,
                liste="\n".join(f"• {m}" for m in self.manquants),
            )
        )


# The web client shows the message of Odoo's own exceptions only, known by their names: any other is « Oups ! ».
ManquantsError.__name__, ManquantsError.__module__ = UserError.__name__, UserError.__module__
