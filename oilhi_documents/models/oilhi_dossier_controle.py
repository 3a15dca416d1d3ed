import re

from odoo import fields, models
from odoo.exceptions import UserError

from ..champs import CATALOGUE, acte, acteurs, instruction, lieux, polices, reproduction
from ..champs.contexte import Contexte, lire_date
from ..controles import CLES, actes, trier
from .oilhi_document_generation import ManquantsError, _remplir

ETAPE = re.compile(r"étape ([A-Z]+-\w+)")


class OilhiDossier(models.Model):
    """Pre-flight: what must have been done before an act of the catalogue is signed."""

    _inherit = "oilhi.dossier"

    # ---- stable method ---------------------------------------------------------------------

    def controler(self, code_modele, destinataire_id=None, liens=False):
        """Check before signature: [{code, niveau, message, base}], the most serious first.

        Any document of the catalogue, even one that nobody has written a template for. With
        `liens`, each also says which record puts it right: {model, id, champ}, or None.
        """
        self.ensure_one()
        self.check_access("read")
        controles = self._controler(code_modele, destinataire_id)
        return controles if liens else sans_liens(controles)

    def _controler(self, code, destinataire_id=None, procedure=None, date=None):
        """Same, with links, for that procedure and that day of signature."""
        modele = self._modele_controle(code)
        procedure = procedure or self._procedure_controle(modele)
        cibles = self._destinataires_controle(modele, destinataire_id)
        signature = {"date": date} if date else None
        visites = self.visite_ids.filtered(lambda v: modele.visite and v.etat == "terminee")
        # A finding of failure is checked before the visit too: when it becomes possible is said.
        visite = visites[:1] if actes.controlable(code) else self._visite_document(modele)

        def contexte(destinataire):
            return Contexte(
                self, modele, procedure, destinataire, signature=signature, visite=visite
            )

        un_seul = contexte(cibles if len(cibles) == 1 else cibles.browse())
        # A letter is written to each: what is missing for one of them is said with his name.
        par_cible = [contexte(c) for c in cibles] if len(cibles) > 1 else [un_seul]
        manquants = [
            {**c, "message": f"{cible.destinataire.nom_complet}\u00a0: {c['message']}"}
            if len(par_cible) > 1 and c["code"] == "CHAMPS" else c
            for cible in par_cible
            for c in self._controles_manquants(modele, cible)
        ]
        points = un_seul.controler()
        # A field that a step would fill is the same thing to do as the step that already blocks; so
        # is a text of law.
        dits = {_deja_dit(c) for c in points if c["niveau"] == "bloquant"} - {None}
        uniques = {(c["code"], c["message"]): c for c in manquants if _deja_dit(c) not in dits}
        return trier([*uniques.values(), *points])

    # ---- pieces ----------------------------------------------------------------------------

    def _modele_controle(self, code):
        """The template; an act of the catalogue without one is described, never saved."""
        if code and actes.connu(code):
            modele = self.env["oilhi.document.modele"].search([("code", "=", code)], limit=1)
            return modele or modele.new(actes.valeurs_modele(code))
        return self._modele_document(code)

    def _procedure_controle(self, modele):
        """The procedure of the act; failing that, the one in progress: the control says so."""
        procedures = self.procedure_ids.sorted(lambda p: (p.etat == "en_cours", p.id))
        if modele._est_proces_verbal():
            return procedures.browse()
        return procedures.filtered(lambda p: modele._sert(p))[-1:] or procedures[-1:]

    def _destinataires_controle(self, modele, destinataire_id):
        if destinataire_id:
            return self._destinataire_document(modele, destinataire_id)
        if modele.destinataire in ("tous", "partenaire"):
            return self.personne_ids.browse()
        return self._candidats_document(modele)

    def _controles_manquants(self, modele, contexte):
        """What the Word document could not be filled with."""

        def point(code, niveau, message, lien=None):
            return {"code": code, "niveau": niveau, "message": message, "base": "", "lien": lien}

        if not modele.id:
            return [point("MODELE", "avertissement", self.env._(
                "Modèle à rédiger : aucun document Word n’est livré pour %(code)s (%(nom)s). Les "
                "contrôles de fond ci-dessous valent pour l’acte que vous écrirez.",
                code=modele.code, nom=modele.name,
            ))]
        version = (
            modele._version_valide(contexte.jour, contexte.service) or modele.version_courante_id
        )
        if not version:
            return [point(
                "MODELE", "bloquant", self.env._("Aucun modèle validé pour ce document.")
            )]
        if not contexte.procedure and not modele._est_proces_verbal():
            return []  # said by the control of the procedure: everything else would be missing
        if modele.destinataire not in ("tous", "partenaire") and not contexte.destinataire:
            return []  # said by the control of the persons held
        try:
            _remplir(version, contexte)
        except ManquantsError as erreur:
            return [
                point(
                    "CHAMPS", "bloquant",
                    self.env._("Information manquante : %s.", manquant),
                    self._lien_champ(cle, contexte),
                )
                for cle, manquant in zip(erreur.cles, erreur.manquants, strict=True)
            ]
        except UserError as erreur:
            return [point("CHAMPS", "bloquant", str(erreur))]
        return []

    def _lien_champ(self, cle, contexte):
        """Record where the agent enters a missing value, from what the catalogue of fields says."""
        champ = CATALOGUE.get(cle.partition("[")[0])
        ou = champ.ou if champ else ""
        fiche = {
            instruction.REDACTION: contexte.procedure,
            acteurs.SERVICE: contexte.service,
            acteurs.POLICE: contexte.commune,
            lieux.BATIMENT: self.batiment_id,
            acteurs.PERSONNES: self,
            acte.MESURES: self,
            instruction.DESORDRES: self,
            acte.REPRODUIRE_ANNEXES: reproduction.annexes(contexte).fiche
            if ou == acte.REPRODUIRE_ANNEXES else None,
            polices.REPRODUIRE: reproduction.abandon(contexte).fiche
            if ou == polices.REPRODUIRE else None,
        }.get(ou)
        if not fiche and (etape := ETAPE.search(ou)):
            fiche = contexte.etape(etape[1])
        if not fiche:
            return None
        return {"model": fiche._name, "id": fiche.id, "champ": None}

    def _date_controle(self, date):
        """Day on which the signature is thought of; a case may be played ahead of time."""
        if date:
            jour = lire_date(date)
            if not jour:
                raise UserError(self.env._("Date de signature illisible : %s.", date))
            return jour
        faits = self.fait_ids.filtered("active").mapped("date")
        return max([*faits, fields.Date.context_today(self)])


class OilhiDocumentModele(models.Model):
    _inherit = "oilhi.document.modele"

    def _sert(self, procedure):
        """Does a document of that template belong to that procedure?"""
        self.ensure_one()
        codes = self._codes("procedures")
        etapes = {self.etape_signature, self.etape_notification} - {False, ""}
        return (
            not codes
            or not self._familles(procedure).isdisjoint(codes)
            or bool(etapes & set(procedure.etape_ids.mapped("code")))
        )


def _deja_dit(controle):
    lien = controle["lien"]
    dits = ("oilhi.dossier.etape", "oilhi.texte")
    return (lien["model"], lien["id"]) if lien and lien["model"] in dits else None


def sans_liens(controles):
    """The documented shape of a control, and nothing else."""
    return [{cle: controle[cle] for cle in CLES} for controle in controles]
