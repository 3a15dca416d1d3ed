from odoo import api, models

from .oilhi_dossier_etape_activites import RECALCUL


class OilhiDossier(models.Model):
    """The stored deadlines of the cases, made equal to those that their facts start."""

    _inherit = "oilhi.dossier"

    def _actualiser_echeances(self):
        """Create, move and drop deadlines; what moves keeps its former date, who and why."""
        # Read at once for the whole batch: « filtered » forgets with whom a record is read.
        self.etape_ids.fait_ids.mapped("date")
        voulues = self.etape_ids._echeances_voulues() + self._echeances_libres()
        anciennes = {}
        for echeance in self.echeance_ids.sorted("id"):
            anciennes.setdefault(self._cle_echeance(echeance), []).append(echeance)
        a_creer, mouvements = [], []
        for valeurs in voulues:
            memes = anciennes.get(self._cle_echeance(valeurs))
            if not memes:
                a_creer.append(valeurs)
                continue
            echeance = memes.pop(0)
            # What the agent recorded wins only when nothing else proves it.
            valeurs["tenue_le"] = valeurs["tenue_le"] or echeance.tenue_saisie
            change = {
                champ: valeur
                for champ, valeur in valeurs.items()
                if echeance._fields[champ].convert_to_write(echeance[champ], echeance) != valeur
            }
            if change:
                mouvements += echeance._mouvement(change)
                echeance.write(change)
        self.env["oilhi.dossier.echeance"].create(a_creer)
        self.env["oilhi.dossier.echeance.historique"].create(mouvements)
        perdues = self.env["oilhi.dossier.echeance"].union(
            *(e for liste in anciennes.values() for e in liste)
        )
        # The law may give back what it takes away: nothing is erased before the case itself moves.
        gardees = (
            perdues if self.env.context.get(RECALCUL) else perdues.filtered(lambda e: e._a_garder())
        )
        gardees.filtered(lambda e: not e.sans_objet).write({"sans_objet": True})
        perdues -= gardees
        perdues.activity_id.filtered("active").unlink()
        perdues.unlink()

    @api.model
    def _cle_echeance(self, echeance):
        """What makes two computations the same deadline: a corrected fact moves it, no more.

        The code and not the row of the rule: a new version of the law moves the deadline too.
        """

        def numero(champ):
            valeur = echeance[champ]
            return (valeur.id if isinstance(valeur, models.BaseModel) else valeur) or 0

        code = (
            echeance.code if isinstance(echeance, models.BaseModel)
            else self.env["oilhi.delai"]._code(echeance["delai_id"])
        )
        cle = (numero("dossier_etape_id"), code, numero("destinataire_id"), numero("mesure_id"))
        return cle if cle[0] else (*cle, numero("fait_id"))

    def _echeances_libres(self):
        """Clocks started by events that are no step."""
        aucune = self.env["oilhi.dossier.etape"]
        connus = self.env["oilhi.delai"]._versions()
        return [
            aucune._valeurs_echeance(
                fait.code,
                fait,
                aucune._moment(fait.date_reception or fait.date, fait.heure),
                fait.delai_nombre or None,
                fait.delai_unite or None,
            )
            for fait in self.fait_ids
            if not fait.dossier_etape_id and fait.code in connus and fait.code != "DL-CL"
        ]


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    def _a_garder(self):
        """The rule no longer applies, but its fact stands, and something was typed or told of it, or
        its reminder closed: said « sans objet », and found again if the rule comes back."""
        self.ensure_one()
        etape = self.dossier_etape_id
        return bool(
            self.fait_id.active
            and (not etape or etape.etat == "faite")
            and (
                self.tenue_saisie
                or self.historique_ids
                or (self.activity_id and not self.activity_id.active)
            )
        )
