from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

A_FAIRE = "oilhi_lhi.mail_activity_type_etape"
LEGALE = "oilhi_lhi.mail_activity_type_echeance"
CONSEILLEE = "oilhi_lhi.mail_activity_type_conseille"
# A step without a date of its own is only proposed: a week is a reminder, not a deadline.
RAPPEL = timedelta(days=7)
# Key of the context: the law changed, not the case. What it takes away, it may give back.
RECALCUL = "oilhi_recalcul"


LUS = ("active", "oilhi_suspendue", "date_deadline", "automated", "user_id")


def deplacer(activite, date, qui, valeurs=None):
    """New date, new person of a reminder still open; one that the user closed stays closed.

    `valeurs`: what it would say if it were made today, given when the law no longer says the same.
    """
    change = {}
    if not activite.active:
        if not activite.oilhi_suspendue:
            return
        # The law took it away and brought it back: the same reminder again, not another one.
        change.update(active=True, feedback=False, oilhi_suspendue=False)
    if date and activite.date_deadline != date:
        change["date_deadline"] = date
    if activite.automated:
        if activite.user_id != qui:
            change["user_id"] = qui.id
        for champ in ("summary", "activity_type_id", "res_name") if valeurs else ():
            actuel = activite._fields[champ].convert_to_write(activite[champ], activite)
            if actuel != valeurs[champ]:
                change[champ] = valeurs[champ]
    if change:
        # quick_update: no mail for reminders that the parcours makes by itself
        activite.with_context(mail_activity_quick_update=True).write(change)


class OilhiDossier(models.Model):
    """Reminders of the person who follows the case: one per current step, one per date to keep."""

    _inherit = "oilhi.dossier"

    def _actualiser_activites(self):
        """Create, move and close the reminders in one pass; never twice for the same thing."""
        a_creer = []  # [(record, values)]
        finies = []  # records
        responsables = self._responsables_rappels()
        maintenant = self.procedure_ids._etapes_maintenant()
        maintenant._marquer_courantes(self.etape_ids)
        # Sets of ids: « in » on a recordset goes through it.
        rappelees = {
            e.id for e in maintenant if e._obligation() in ("oui", "condition")
        }
        droit_change = self.env.context.get(RECALCUL)
        (self.etape_ids.activity_id | self.echeance_ids.activity_id)._lire_rappels()
        for dossier in self:
            qui = responsables[dossier.id]
            suivies = set(dossier._echeances_a_suivre()._ids)
            rappels = [(e, e.date_rappel, e.id in rappelees) for e in dossier.etape_ids]
            rappels += [(e, e.date, e.id in suivies) for e in dossier.echeance_ids]
            for ligne, date, suivie in rappels:
                if not suivie:
                    if ligne.activity_id:
                        finies.append(ligne)
                elif not ligne.activity_id:
                    a_creer.append((ligne, ligne._valeurs_rappel(qui)))
                else:
                    perime = droit_change and ligne._rappel_perime()
                    deplacer(
                        ligne.activity_id, date, qui, ligne._valeurs_rappel(qui) if perime else None
                    )
        self._clore_activites(finies)
        self._creer_activites(a_creer)

    @api.model
    def _clore_activites(self, lignes):
        """Close their reminders, and let go of them: what is to be done again is recalled again.

        When the law takes them away they are only suspended: put back, it finds them as they were,
        and one that the user had closed is not recalled.
        """
        suspendre = bool(self.env.context.get(RECALCUL))
        for modele in ("oilhi.dossier.etape", "oilhi.dossier.echeance"):
            siennes = self.env[modele].union(*(e for e in lignes if e._name == modele))
            siennes.activity_id.filtered("active").write({
                "active": False, "feedback": self.env._("Clos par le parcours."),
                "oilhi_suspendue": suspendre,
            })
            if not suspendre:
                siennes.write({"activity_id": False})

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
                or (procedure and procedure not in ouvertes and not echeance._survit())
                or not (echeance.retard_possible or echeance.nature in ("minimum", "reponse"))
                or (echeance.code, echeance.date) in vues
            ):
                continue
            vues.add((echeance.code, echeance.date))
            retenues |= echeance
        return retenues

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Who follows the case was subscribed when it was given to him: its reminders do not do it again."""
        if self.env.context.get("mail_activity_quick_update") and all(
            dossier.user_id.partner_id.ids == partner_ids for dossier in self
        ):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    @api.model
    def _creer_activites(self, a_creer):
        if not a_creer:
            return
        modele = self.env["ir.model"]._get("oilhi.dossier")
        modele._fields["model"]._insert_cache(modele, ["oilhi.dossier"])  # else read for each batch of reminders
        communs = {"res_model_id": modele.id, "automated": True}
        # quick_update: no mail for reminders that the parcours makes by itself. Their name is given:
        # worked out with the rights of who moved the case, it could be kept as « not accessible ».
        activites = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create([{
                **valeurs, **communs, "user_tz": self.env["res.users"].browse(valeurs["user_id"]).tz,
            } for _r, valeurs in a_creer])
        )
        for (enregistrement, _valeurs), activite in zip(a_creer, activites, strict=True):
            enregistrement.activity_id = activite


class OilhiDossierLigne(models.AbstractModel):
    _inherit = "oilhi.dossier.ligne"

    @api.model
    def _type_rappel(self, nom):
        """Number of a type of activity, without asking the database each time that it is there."""
        # sudo: names of records are not for users; only a number comes out of it
        return self.env["ir.model.data"].sudo()._xmlid_to_res_id(nom, raise_if_not_found=True)


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _marquer_courantes(self, toutes):
        """Keep which steps are to be done now, and from which day: lists read it, not the rules.

        Taken away by the law and given back, a step finds again the day on which it was proposed.
        """
        jour, courantes = fields.Date.context_today(self), set(self._ids)
        recalcul = self.env.context.get(RECALCUL)
        for etape in toutes:
            deja = etape.proposee_le if etape.courante or recalcul else False
            if etape.courante and not deja and etape.date_rappel:
                deja = etape.date_rappel - RAPPEL  # proposed before that day was kept
            if etape.id in courantes:
                proposee = deja or jour
                rappel = etape._date_au_plus_tot() or proposee + RAPPEL
                valeurs = {"courante": True, "date_rappel": rappel, "proposee_le": proposee}
            else:
                valeurs = {
                    "courante": False, "date_rappel": False,
                    "proposee_le": recalcul and deja or False,
                }
            if any((etape[champ] or False) != valeur for champ, valeur in valeurs.items()):
                etape.write(valeurs)

    def _date_au_plus_tot(self):
        self.ensure_one()
        return self.dossier_procedure_id._date_au_plus_tot(self.code)

    def _rappel_perime(self):
        """The reference no longer names this step as its reminder does."""
        self.ensure_one()
        return self.activity_id.summary != self.etape_id.display_name

    def _valeurs_rappel(self, qui):
        self.ensure_one()
        return {
            "activity_type_id": self._type_rappel(A_FAIRE),
            "summary": self.etape_id.display_name,
            "date_deadline": self.date_rappel,
            "user_id": qui.id,
            "res_id": self.dossier_id.id,
            "res_name": self.dossier_id._nom_entier(),
        }


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    def _survit(self):
        """Still to be kept once the procedure is over: the law’s, never what was only advised."""
        self.ensure_one()
        return self.retard_possible and self.niveau_preuve != "pratique"

    def _rappel_perime(self):
        """The rule has another name, or another level of proof, than its reminder says."""
        self.ensure_one()
        dit, douteuse = self.activity_id.summary or "", self.niveau_preuve == "a_verifier"
        return (
            not dit.startswith(self.delai_id.name)
            or dit.endswith(self.env._("%s (à vérifier)", "")) != douteuse
            or self.activity_id.activity_type_id.id != self._type_echeance()
        )

    def _type_echeance(self):
        # `pratique` is advice: it never bears the name of a legal deadline.
        return self._type_rappel(CONSEILLEE if self.niveau_preuve == "pratique" else LEGALE)

    def _valeurs_rappel(self, qui):
        self.ensure_one()
        resume = self._nom_entier()
        if self.niveau_preuve == "a_verifier":
            resume = self.env._("%s (à vérifier)", resume)
        return {
            "activity_type_id": self._type_echeance(),
            "summary": resume,
            "date_deadline": self.date,
            "user_id": qui.id,
            "res_id": self.dossier_id.id,
            "res_name": self.dossier_id._nom_entier(),
        }


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _lire_rappels(self):
        """Put in memory what `deplacer` looks at, in one query; their rights are those of the case."""
        if not self:
            return
        self.flush_recordset(LUS)
        lues = self.env.execute_query(SQL(
            "SELECT id, %s FROM mail_activity WHERE id = ANY(%s)", SQL(", ").join(map(SQL.identifier, LUS)), self.ids,
        ))
        rappels = self.browse(ligne[0] for ligne in lues)
        for rang, nom in enumerate(LUS, 1):
            self._fields[nom]._insert_cache(rappels, [ligne[rang] for ligne in lues])

    oilhi_suspendue = fields.Boolean(
        "Suspendu par un changement du droit", copy=False, groups="base.group_system",
    )
