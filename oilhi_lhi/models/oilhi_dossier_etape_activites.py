from datetime import timedelta

from odoo import api, fields, models

A_FAIRE = "oilhi_lhi.mail_activity_type_etape"
LEGALE = "oilhi_lhi.mail_activity_type_echeance"
CONSEILLEE = "oilhi_lhi.mail_activity_type_conseille"
# A step without a date of its own is only proposed: a week is a reminder, not a deadline.
RAPPEL = timedelta(days=7)


def deplacer(activite, date):
    """New date of a reminder still open; one that the user closed stays closed."""
    if activite.active and date and activite.date_deadline != date:
        activite.date_deadline = date


class OilhiDossier(models.Model):
    """Reminders of the person who follows the case: one per current step, one per date to keep."""

    _inherit = "oilhi.dossier"

    def _actualiser_activites(self):
        """Create, move and close the reminders in one pass; never twice for the same thing."""
        a_creer = []  # [(record, values)]
        finies = self.env["mail.activity"]
        for dossier in self:
            etapes = dossier.procedure_ids._etapes_maintenant().filtered(
                lambda e: e.etape_id.obligation in ("oui", "condition")
            )
            for etape in dossier.etape_ids:
                if etape not in etapes:
                    finies |= etape.activity_id
                elif not etape.activity_id:
                    a_creer.append((etape, etape._valeurs_rappel()))
                else:
                    deplacer(etape.activity_id, etape._date_au_plus_tot())
            suivies = dossier._echeances_a_suivre()
            for echeance in dossier.echeance_ids:
                if echeance not in suivies:
                    finies |= echeance.activity_id
                elif not echeance.activity_id:
                    a_creer.append((echeance, echeance._valeurs_rappel()))
                else:
                    deplacer(echeance.activity_id, echeance.date)
        finies.filtered("active").write({
            "active": False, "feedback": self.env._("Clos par le parcours."),
        })
        self._creer_activites(a_creer)

    def _echeances_a_suivre(self):
        """Dates on which someone must act: one per rule and day, whatever the recipients."""
        self.ensure_one()
        ouvertes = self.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        vues, retenues = set(), self.env["oilhi.dossier.echeance"]
        for echeance in self.echeance_ids.sorted("id"):
            procedure = echeance.dossier_etape_id.dossier_procedure_id
            if (
                not echeance.date
                or echeance.tenue_le
                or echeance.sans_objet
                or (procedure and procedure not in ouvertes and not echeance.retard_possible)
                or not (echeance.retard_possible or echeance.nature in ("minimum", "reponse"))
                or (echeance.code, echeance.date) in vues
            ):
                continue
            vues.add((echeance.code, echeance.date))
            retenues |= echeance
        return retenues

    @api.model
    def _creer_activites(self, a_creer):
        if not a_creer:
            return
        modele = self.env["ir.model"]._get_id("oilhi.dossier")
        # quick_update: no mail for reminders that the parcours makes by itself
        activites = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create([dict(valeurs, res_model_id=modele, automated=True) for _r, valeurs in a_creer])
        )
        for (enregistrement, _valeurs), activite in zip(a_creer, activites, strict=True):
            enregistrement.activity_id = activite

    def _responsable_rappels(self):
        self.ensure_one()
        return self.user_id if self.user_id.active else self.env.user


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _date_au_plus_tot(self):
        self.ensure_one()
        return self.dossier_procedure_id._date_au_plus_tot(self.code)

    def _valeurs_rappel(self):
        self.ensure_one()
        rappel = fields.Date.context_today(self) + RAPPEL
        return {
            "activity_type_id": self.env.ref(A_FAIRE).id,
            "summary": self.etape_id.display_name,
            "date_deadline": self._date_au_plus_tot() or rappel,
            "user_id": self.dossier_id._responsable_rappels().id,
            "res_id": self.dossier_id.id,
        }


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    def _valeurs_rappel(self):
        self.ensure_one()
        resume = self.display_name
        if self.niveau_preuve == "a_verifier":
            resume = self.env._("%s (à vérifier)", resume)
        # `pratique` is advice: it never bears the name of a legal deadline.
        conseil = self.niveau_preuve == "pratique"
        return {
            "activity_type_id": self.env.ref(CONSEILLEE if conseil else LEGALE).id,
            "summary": resume,
            "date_deadline": self.date,
            "user_id": self.dossier_id._responsable_rappels().id,
            "res_id": self.dossier_id.id,
        }
