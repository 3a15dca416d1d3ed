from odoo import models

from ..champs import calculer, ou_saisir
from ..champs.contexte import Contexte
from ..champs.modeles import NOMS
from ..rendu import apercu
from .oilhi_document_generation import _sur_papier
from .oilhi_document_modele_version import cles_de


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def _apercu_modele(self, version):
        """(DOCX, what is missing in words) of that version on this case; nothing is recorded."""
        self.ensure_one()
        modele = version.modele_id
        procedures = self.procedure_ids.sorted(lambda p: (p.etat == "en_cours", p.id))
        contexte = Contexte(
            self,
            modele,
            procedures.filtered(lambda p: modele._sert(p))[-1:] or procedures[-1:],
            self._destinataires_controle(modele, None)[:1],
            visite=self.visite_ids.filtered(lambda v: v.etat == "terminee")[:1],
            contact=self._contacts_document(modele)[:1],
        )
        contenu = version._contenu()
        rempli, manquants = apercu(
            contenu, calculer(contexte, cles_de(contenu)), lambda cle: NOMS.get(cle, cle)
        )
        return _sur_papier(rempli, contexte), [ou_saisir(cle) for cle in manquants]
