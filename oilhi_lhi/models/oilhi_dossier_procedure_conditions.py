from markupsafe import Markup

from odoo import models

from .oilhi_dossier_etape import TRACE
from .oilhi_dossier_mesure import INTERDICTIONS, TRAVAUX


class OilhiDossierProcedure(models.Model):
    """Which steps apply to this case: three-valued tests on its facts, differences of variants."""

    _inherit = "oilhi.dossier.procedure"

    def _condition(self, code):
        """(True, '') it applies, (False, reason) it does not, (None, '') nobody knows yet."""
        self.ensure_one()
        test = getattr(self, f"_condition_{code}", None) if code else None
        return test() if test else (None, "")

    def _condition_protege(self):
        protection = self.dossier_id.batiment_id.protection
        if not protection:
            protection = next(iter(self.dossier_id._reponse_parcours("Q12")), None)
        if protection == "non":
            return False, self.env._("L’immeuble n’est pas protégé (CCH R. 511-4).")
        if protection == "classe":
            return False, self.env._(
                "Immeuble classé : l’article R. 511-4 ne vise pas ce cas. Saisissez la conservation "
                "régionale des monuments historiques et le préfet (à vérifier)."
            )
        types = set(self.mesure_ids.mapped("type"))
        if types and not types & set(TRAVAUX):
            return False, self.env._(
                "Aucune mesure de réparation ni de démolition n’est prévue (CCH R. 511-4)."
            )
        return (True, "") if protection else (None, "")

    def _condition_occupe(self):
        dossier = self.dossier_id
        if "occupant" in dossier.personne_ids.mapped("role"):
            return True, ""
        occupation = dossier._reponse_parcours("Q9") - {"inconnu"}
        if occupation == {"vacant"}:
            return False, self.env._("Les lieux sont vacants : personne à informer.")
        if occupation:
            return True, ""
        if dossier.usage == "aucun":
            return False, self.env._("Les lieux n’ont aucun usage et aucun occupant n’est connu.")
        return None, ""

    def _condition_interdiction(self):
        if set(self.mesure_ids.mapped("type")) & set(INTERDICTIONS):
            return True, ""
        travaux = set(self.mesure_ids.mapped("type")) & {"travaux", "demolition"}
        if travaux and self._condition_occupe()[0]:
            # Works may make the home unfit to live in (L. 511-18, L. 521-3-1): the agent says.
            return None, ""
        return False, self.env._("Aucune interdiction d’habiter ou d’utiliser n’est prévue à ce jour.")

    def _condition_demolition(self):
        if "demolition" in self.mesure_ids.mapped("type"):
            return True, ""
        return False, self.env._("Aucune démolition n’est prévue à ce jour.")

    def _condition_expert(self):
        if self._faites("expertise"):
            return True, ""
        return False, self.env._("Aucun expert n’est désigné à ce jour.")

    def _condition_substitution(self):
        # The attestation of the syndic (DL-SUBST) only opens the month in which to decide.
        if "D-MSO-30" in self.dossier_id.fait_ids.mapped("code"):
            return True, ""
        return False, self.env._(
            "La commune ne s’est pas substituée à des copropriétaires défaillants."
        )

    def _condition_protege_ins(self):
        """As for the mayor’s order, but the measures are the préfet’s: nothing says them here."""
        protection = self.dossier_id.batiment_id.protection
        if protection == "non":
            return False, self.env._("L’immeuble n’est pas protégé (CCH R. 511-4).")
        if protection == "classe":
            return self._condition_protege()
        return (True, "") if protection else (None, "")

    def _condition_loue(self):
        dossier = self.dossier_id
        occupation = dossier._reponse_parcours("Q9") - {"inconnu"}
        if "locataire" in occupation or "bailleur" in dossier.personne_ids.mapped("role"):
            return True, ""
        if occupation:
            return False, self.env._("Le logement n’est pas loué.")
        return None, ""

    def _appliquer_conditions(self, silencieux=False):
        """Set aside the steps that do not apply, bring back those that do again.

        Works on any number of procedures: the writes are grouped, the history gets one line a case.
        """
        changements, lignes = {}, {}
        if trace := self.env.context.get(TRACE):
            lignes = {dossier: [trace] for dossier in self.dossier_id}
        for procedure in self.filtered(lambda p: p.etat == "en_cours"):
            for etape, valeurs, texte in procedure._changements_conditions():
                changements.setdefault(tuple(sorted(valeurs.items())), []).append(etape.id)
                if texte:
                    lignes.setdefault(procedure.dossier_id, []).append(
                        f"{etape.etape_id.display_name} : {texte}"
                    )
        for valeurs, ids in changements.items():
            self.env["oilhi.dossier.etape"].browse(ids).write(dict(valeurs))
        if lignes and not silencieux:
            self.dossier_id._noter_historique({
                dossier.id: Markup("<br/>").join(textes) for dossier, textes in lignes.items()
            })

    def _changements_conditions(self):
        """(step, values, line of history) for each step whose condition now says otherwise."""
        self.ensure_one()
        faites = self.etape_ids.filtered(lambda e: e.etat == "faite")
        hors_branche = {
            code: pivot.code for pivot in faites for code in pivot._codes("ferme_codes")
        }
        tests = {}
        for etape in self.etape_ids - faites:
            test = etape.etape_id.condition_code
            if test not in tests:
                tests[test] = self._condition(test)
            applicable, motif = tests[test]
            ecart = etape._ecart()
            if ecart and ecart.effet == "ecartee":
                applicable, motif = False, etape._difference()._phrase()
            if pivot := hors_branche.get(etape.code):
                applicable = False
                motif = self.env._("Sans objet : l’étape %s est faite.", pivot)
            if changement := etape._changement_condition(applicable, motif):
                yield etape, *changement
