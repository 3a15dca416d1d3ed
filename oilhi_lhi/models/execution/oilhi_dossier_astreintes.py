from datetime import timedelta

from odoo import api, fields, models

from ...moteur.astreinte_cours import Fins, fin_de, suivre
from ...moteur.astreinte_liquidation import a_liquider
from ...moteur.calendrier import fin_du_trimestre
from ...moteur.regles import Refus
from ..oilhi_dossier_etape_activites import A_FAIRE, deplacer

COMMUNES = ("parties_communes", "les_deux", "sans_syndic")


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    astreinte_ids = fields.One2many(
        "oilhi.dossier.astreinte", "dossier_procedure_id", string="Astreintes"
    )

    def _faits_de(self, nature):
        return self.etape_ids.filtered(lambda e: e.etape_id.nature == nature).fait_ids.filtered("active")

    def _fins_astreinte(self):
        """What ends it: complete execution, notification of the works by the authority, lifting."""
        executions = self._faits_de("execution").mapped("date")
        levees = self._faits_de("mainlevee").mapped("date")
        return Fins(
            execution=max(executions, default=None),
            offices=tuple(f._debut() for f in self._faits_de("office") if f._debut()),
            mainlevee=min(levees, default=None),
        )

    def _cours_astreinte(self, jour):
        """Course of all the orders of this procedure; None when there is none, or a Refus."""
        self.ensure_one()
        prononcees = self.astreinte_ids.filtered(
            lambda a: a.date and a.etat in ("en_cours", "close") and not a.annulee
        )
        if not prononcees:
            return None
        return suivre(
            [a._pour_le_moteur() for a in prononcees],
            self._fins_astreinte(),
            jour,
            regles=self.env["oilhi.delai"]._regles() or None,
        )

    def _liquidations_decidees(self):
        return self.astreinte_ids.liquidation_ids.filtered(lambda li: li.etat == "decidee")

    def _propositions(self, jour, exonerations=None):
        cours = self._cours_astreinte(jour)
        if cours is None or isinstance(cours, Refus):
            return cours, ()
        decidees = [li._decidee() for li in self._liquidations_decidees()]
        return cours, a_liquider(cours, decidees, exonerations=exonerations)


class OilhiDossier(models.Model):
    """Astreintes follow the facts of the steps; the facts remain the only source."""

    _inherit = "oilhi.dossier"

    astreinte_ids = fields.One2many("oilhi.dossier.astreinte", "dossier_id", string="Astreintes")
    liquidation_ids = fields.One2many(
        "oilhi.dossier.liquidation", "dossier_id", string="Liquidations"
    )

    def _actualiser_parcours(self):
        resultat = super()._actualiser_parcours()
        # sudo: see _actualiser_parcours(): the caller's right to write the fact was checked
        self.sudo()._actualiser_astreintes()
        return resultat

    def _actualiser_astreintes(self):
        """Rows, debtors and states made equal to the facts in force. Idempotent."""
        astreintes = self.env["oilhi.dossier.astreinte"]
        for procedure in self.procedure_ids:
            faits = procedure._faits_de("astreinte")
            anciennes = procedure.astreinte_ids
            if not faits and not anciennes:
                continue
            vues = astreintes
            for date, groupe in sorted(faits.grouped("date").items()):
                # A fact without any amount records a liquidation, not an order.
                if any(groupe.mapped("montant")):
                    vues |= procedure._astreinte_des_faits(date, groupe, anciennes - vues)
            procedure._clore_astreintes(anciennes - vues)
            astreintes |= procedure.astreinte_ids
        astreintes.liquidation_ids.filtered(lambda li: li.etat == "brouillon")._suivre_faits()
        astreintes._rappeler_liquidation()

    def _mode_astreinte(self, personnes):
        """Who owes it, from what the case says; the agent may say otherwise."""
        roles = set(personnes.mapped("role"))
        if self._copropriete() in COMMUNES:
            return "copropriete"
        if "indivisaire" in roles:
            return "indivision"
        if self.erp_hebergement and "exploitant" in roles:
            return "erp"
        return "autre" if len(personnes) > 1 else "seule"

    # -- Liquidations --------------------------------------------------------

    def preparer_liquidations(self):
        """Drafts of what the quarters elapsed call for: [{id, trimestre, jours, net…}]."""
        self.ensure_one()
        self.check_access("write")
        self._verrouiller()
        jour = fields.Date.context_today(self)
        # sudo: a draft is written by code alone (see its guards); the right was checked above
        dossier = self.sudo()
        dossier.liquidation_ids.filtered(lambda li: li.etat == "brouillon" and not li.touchee).unlink()
        prets = dossier.liquidation_ids.filtered(lambda li: li.etat == "brouillon")
        deja = {(li.dossier_procedure_id, li.trimestre, li.groupe) for li in prets}
        valeurs = []
        for procedure in dossier.procedure_ids:
            _cours, propositions = procedure._propositions(jour)
            valeurs += [
                procedure._valeurs_liquidation(p) for p in propositions
                if (procedure, p.trimestre, p.groupe) not in deja
            ]
        prets |= self.env["oilhi.dossier.liquidation"].sudo().create(valeurs)
        return [li._resultat() for li in prets.sorted("trimestre")]

    def action_preparer_liquidations(self):
        self.ensure_one()
        prets = self.preparer_liquidations()
        if not prets:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._(
                        "Rien à liquider : aucun trimestre échu n’est encore dû, ou tout est décidé "
                        "(CCH L. 511-15 II)."
                    ),
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Liquidations à décider"),
            "res_model": "oilhi.dossier.liquidation",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("dossier_id", "=", self.id)],
        }


class OilhiDossierProcedureFaits(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _astreinte_des_faits(self, date, faits, libres):
        """The row of one order: found by its facts, even corrected, else by its date, else made."""
        lignee = faits | faits._lignee_remplacee()
        astreinte = libres.filtered(lambda a: a.redevable_ids.fait_id & lignee)[:1]
        astreinte = astreinte or libres.filtered(
            lambda a: a.date == date or (a.etat == "preparee" and not a.date)
        )[:1]
        personnes = faits.destinataire_id or self._tenue_seule()
        montants = [f.montant for f in faits if f.montant]
        if not astreinte:
            astreinte = libres.create({
                "dossier_id": self.dossier_id.id,
                "dossier_procedure_id": self.id,
                "mode": self.dossier_id._mode_astreinte(personnes),
                "date": date,
                "montant_jour": montants[-1],
            })
        elif astreinte.mode in ("seule", "autre"):
            # The others are a choice of the agent, or of a case that says more.
            mode = self.dossier_id._mode_astreinte(personnes)
            if astreinte.mode != mode:
                astreinte.mode = mode
        communs = astreinte.mode != "copropriete"
        somme = montants[-1] if communs else sum(montants)
        if astreinte.date != date or astreinte.montant_jour != somme:
            astreinte.write({"date": date, "montant_jour": somme})
        astreinte._suivre_redevables(faits, personnes, communs)
        fin, _cause = self._fin_astreinte()
        etat = "close" if fin else "en_cours"
        if astreinte.etat != etat:
            astreinte.etat = etat
        return astreinte

    def _tenue_seule(self):
        """An order recorded for nobody in particular is for the only person held."""
        tenues = self.dossier_id.personne_ids.filtered(lambda p: p.tenue and p.role != "syndic")
        return tenues if len(tenues) == 1 else tenues.browse()

    def _fin_astreinte(self):
        return fin_de(self._fins_astreinte())

    def _clore_astreintes(self, perdues):
        """No fact speaks of them any more: kept with their decisions, counting nothing."""
        for astreinte in perdues.filtered(lambda a: a.etat in ("en_cours", "close")):
            astreinte.redevable_ids.filtered("fait_id").write({"fait_id": False, "notifie_le": False})
            astreinte.etat = "retiree"

    def _valeurs_liquidation(self, proposition):
        self.ensure_one()
        astreintes = self.astreinte_ids.filtered(lambda a: a.etat in ("en_cours", "close"))
        return {
            "dossier_id": self.dossier_id.id,
            "astreinte_id": astreintes.sorted("date")[-1:].id,
            **self.env["oilhi.dossier.liquidation"]._valeurs(proposition),
        }


class OilhiDossierFaitLignee(models.Model):
    _inherit = "oilhi.dossier.fait"

    def _lignee_remplacee(self):
        """Facts that these corrected, whatever the number of corrections."""
        tous, courants = self.browse(), self.remplace_id
        while courants - tous:
            tous |= courants
            courants = courants.remplace_id
        return tous


class OilhiDossierAstreinteFaits(models.Model):
    _inherit = "oilhi.dossier.astreinte"

    def _suivre_redevables(self, faits, personnes, communs):
        """One line by person notified; who is named by no fact any more leaves."""
        self.ensure_one()
        lignes = {ligne.personne_id: ligne for ligne in self.redevable_ids}
        for personne in personnes:
            fait = faits.filtered(lambda f, p=personne: f.destinataire_id == p)[-1:] or faits[-1:]
            valeurs = {
                "fait_id": fait.id,
                "notifie_le": fait._debut() or False,
                "montant": 0 if communs else fait.montant,
            }
            ligne = lignes.get(personne)
            if not ligne:
                self.env["oilhi.dossier.astreinte.redevable"].create({
                    "astreinte_id": self.id, "dossier_id": self.dossier_id.id,
                    "personne_id": personne.id, **valeurs,
                })
                continue
            change = {
                nom: v for nom, v in valeurs.items()
                if ligne._fields[nom].convert_to_write(ligne[nom], ligne) != v
            }
            if change:
                ligne.write(change)
        (self.redevable_ids.filtered(
            lambda li: li.personne_id not in personnes and (li.fait_id or self.date)
        )).unlink()

    def _rappeler_liquidation(self):
        """One reminder by procedure, on the first day after the oldest quarter still to decide."""
        jour = fields.Date.context_today(self)
        responsables = self.dossier_id._responsables_rappels() if self else {}
        for procedure in self.dossier_procedure_id:
            astreintes = procedure.astreinte_ids.sorted("id")
            porteuse = astreintes.filtered("activity_id")[:1] or astreintes[:1]
            quand = procedure._prochaine_liquidation(jour)
            activite = porteuse.activity_id
            if not quand:
                if activite.active:
                    activite.write({"active": False, "feedback": self.env._("Clos par le parcours.")})
                if porteuse.activity_id:
                    porteuse.activity_id = False
                continue
            qui = responsables[procedure.dossier_id.id]
            if activite.active:
                deplacer(activite, quand, qui)
            elif activite.date_deadline != quand:
                # quick_update: no mail for reminders that the parcours makes by itself
                porteuse.activity_id = self.env["mail.activity"].with_context(
                    mail_activity_quick_update=True
                ).create({
                    "activity_type_id": self.env.ref(A_FAIRE).id,
                    "summary": self.env._("Liquider l’astreinte du trimestre échu"),
                    "date_deadline": quand,
                    "user_id": qui.id,
                    "res_id": procedure.dossier_id.id,
                    "res_name": procedure.dossier_id._nom_entier(),
                    "res_model_id": self.env["ir.model"]._get_id("oilhi.dossier"),
                    "automated": True,
                })


class OilhiDossierProcedureRappel(models.Model):
    _inherit = "oilhi.dossier.procedure"

    @api.model
    def _jour_exigible(self, jour):
        return fin_du_trimestre(jour) + timedelta(days=1)

    def _prochaine_liquidation(self, jour):
        """First day on which a quarter may be demanded and is not decided; False when none is."""
        self.ensure_one()
        cours, propositions = self._propositions(jour)
        if cours is None or isinstance(cours, Refus):
            return False
        if propositions:
            return min(p.exigible_le for p in propositions)
        if not cours.creances or cours.montant >= cours.plafond:
            return False
        dernier = max(c.au for c in cours.creances)
        # The quarter under way will be demanded once it is over, even if the astreinte has ended.
        exigible = self._jour_exigible(dernier)
        return exigible if exigible > jour else False
