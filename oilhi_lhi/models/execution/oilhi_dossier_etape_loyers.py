from odoo import models

from ...moteur.francais import liste


class OilhiDossierEtape(models.Model):
    """Clocks of the rents, once the households of the case are known (CCH L. 521-2 I)."""

    _inherit = "oilhi.dossier.etape"

    def _echeances_menages(self, code, remis):
        """One clock per sending that stops, or gives back, the rent of a household, and of which."""
        self.ensure_one()
        procedure = self.dossier_procedure_id
        suspend = self in procedure._suspend_loyers()
        voulues = []
        for fait in remis:
            siens = self.dossier_id.occupant_ids.filtered(
                lambda m, f=fait: m._recoit_loyer(f.destinataire_id)
            )
            effets = {
                m: m._effet_loyer(procedure, (m._envoi(fait),)) if suspend
                else m._effet_loyer_au(procedure, fait.date)
                for m in siens
            }
            vises = {
                m: e for m, e in effets.items()
                if e.du and code == (e.regle if suspend else e.reprise)
            }
            if not vises:
                continue
            valeurs = self._valeurs_echeance(
                code, fait, fait.date, mentions=self._mentions_menages(vises, effets)
            )
            if all(e.etat == "a_verifier" for e in vises.values()):
                valeurs["niveau_preuve"] = "a_verifier"
            voulues.append(valeurs)
        return voulues

    def _mentions_menages(self, vises, effets):
        """Households may differ: whose rent this date is, whose it is not, and why."""
        if len(vises) == len(effets) and all(e.etat == "suspendu" for e in vises.values()):
            return []
        mentions = [self.env._(
            "Ménages concernés : %s.",
            liste(
                self.env._("%s (à vérifier)", m.display_name) if e.etat == "a_verifier" else m.display_name
                for m, e in vises.items()
            ),
        )]
        mentions += [
            self.env._("%(menage)s : %(motif)s.", menage=m.display_name, motif=e.mots)
            for m, e in effets.items() if m not in vises
        ]
        return mentions
