from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OilhiDossier(models.Model):
    """Works by the authority and substitutions of a case; the events that are no step."""

    _inherit = "oilhi.dossier"

    office_ids = fields.One2many("oilhi.dossier.office", "dossier_id", string="Exécutions d’office")
    substitution_ids = fields.One2many(
        "oilhi.dossier.substitution", "dossier_id", string="Substitutions"
    )
    office_possible = fields.Boolean(compute="_compute_office_possible")
    substitution_possible = fields.Boolean(compute="_compute_substitution_possible")

    @api.depends("procedure_ids.etape_ids", "procedure_ids.etat", "office_ids", "substitution_ids")
    def _compute_office_possible(self):
        """The page shows where a procedure of the case allows works by the authority.

        Asked in one query: the steps of the case are not read to open its page.
        """
        # any!: who reads the procedure reads its steps
        ouvertes = self.env["oilhi.dossier.procedure"].search_fetch(
            Domain("dossier_id", "in", self._origin.ids) & Domain("etat", "=", "en_cours") & Domain(
                "etape_ids", "any!", Domain("etape_id", "in", self.env["oilhi.etape"]._ids_de_nature("office"))
            ), ["dossier_id"],
        ) if self._origin else ()
        ids = {procedure.dossier_id.id for procedure in ouvertes}
        for dossier in self:
            dossier.office_possible = bool(
                dossier._origin.id in ids or dossier.office_ids or dossier.substitution_ids
            )

    @api.depends("procedure_ids.etape_ids", "procedure_ids.etat", "reponse_ids", "batiment_id")
    def _compute_substitution_possible(self):
        """R. 511-11: works prescribed by an order of L. 511-11, on common parts."""
        for dossier in self:
            dossier.substitution_possible = any(
                p._police_habitat() and not p.procedure_id.urgente for p in dossier._procedures_office()
            ) and dossier._copropriete() in ("parties_communes", "les_deux")

    def _procedures_office(self):
        """Open procedures with a step of works by the authority."""
        return self.procedure_ids.filtered(
            lambda p: p.etat == "en_cours" and "office" in p.etape_ids.etape_id.mapped("nature")
        )

    def action_preparer_office(self):
        return self._action_preparer("oilhi.dossier.office", self.env._("Exécution d’office"))

    def action_preparer_substitution(self):
        return self._action_preparer("oilhi.dossier.substitution", self.env._("Substitution"))

    def _action_preparer(self, modele, nom):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": nom,
            "res_model": modele,
            "views": [[False, "form"]],
            "context": {"default_dossier_id": self.id},
        }

    def _action_fait(self, code, personne=None, office=None, substitution=None, corrige=None):
        """Dialog that records an event which is no step."""
        self.ensure_one()
        contexte = {
            "default_dossier_id": self.id,
            "default_code": code,
            "default_personne_id": personne.id if personne else False,
            "default_corrige_id": corrige.id if corrige else False,
        }
        if office:
            contexte["oilhi_office_id"] = office.id
        if substitution:
            contexte["oilhi_substitution_id"] = substitution.id
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.execution.fait", self.env["oilhi.execution.fait"]._titre(code), contexte
        )

    def enregistrer_fait(self, code, date, **faits):
        """The decision of substitution is refused where R. 511-11 forbids it."""
        if code == "D-MSO-30":
            self.ensure_one()
            self.check_access("write")
            self._verifier_substitution(date, faits)
        return super().enregistrer_fait(code, date, **faits)

    def _verifier_substitution(self, date, faits):
        jour = self.env["oilhi.dossier.etape"]._lire_date(date, self.env._("Date"))
        ouvertes = self.substitution_ids.filtered(lambda s: not s.motif_abandon)
        voulue = self.env.context.get("oilhi_substitution_id")
        substitution = ouvertes.filtered(lambda s: s.id == voulue) or (
            ouvertes if len(ouvertes) == 1 else ouvertes[:0]
        )
        if substitution:
            if not substitution.date_decision:
                substitution._verifier_decision(jour)
            return
        recues = self.fait_ids.filtered(lambda f: f.code in ("DL-SUBST", "D-MSO-29"))
        if faits.get("justification") or not jour:
            return
        if not recues:
            raise UserError(self.env._(
                "L’information et l’attestation de défaillance du syndic ne sont pas enregistrées "
                "(DL-SUBST) : sans elles, pas de substitution (CCH R. 511-11). Si vous devez passer "
                "outre, écrivez pourquoi."
            ))
        limites = self.echeance_ids.filtered(lambda e: e.code == "DL-SUBST" and e.date).mapped("date")
        if limites and jour > max(limites):
            raise UserError(self.env._(
                "Le mois pour décider la substitution a expiré le %s (CCH R. 511-11). Demandez une "
                "nouvelle attestation au syndic, ou décidez l’exécution d’office. Si vous devez passer "
                "outre, écrivez pourquoi.",
                max(limites).strftime("%d/%m/%Y"),
            ))

    def corriger_fait(self, fait_id, date, motif, **faits):
        """Correct an event that is no step: the former one is archived, its clock moves and says why."""
        self.ensure_one()
        self.check_access("write")
        ancien = self.fait_ids.filtered(lambda f: f.id == fait_id and not f.dossier_etape_id)
        if not ancien:
            raise UserError(self.env._(
                "Ce fait n’est pas de ce dossier, ou il est d’une étape : corrigez-le depuis le parcours."
            ))
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._(
                "Vous changez ce qui était enregistré : écrivez pourquoi. L’ancienne valeur et votre motif "
                "resteront lisibles."
            ))
        vide = self.env["oilhi.dossier.etape"].new({"dossier_id": self.id})
        saisie = vide._lire_saisie(date, faits)
        # sudo: facts are written by the parcours alone; the right to write was checked above
        dossier = self.sudo()
        valeurs = {champ: valeur for champ, valeur in saisie.items() if valeur}
        pieces = {*saisie["piece_ids"], *ancien.piece_ids.ids}
        nouveau = dossier.env["oilhi.dossier.fait"].create({
            **valeurs,
            "piece_ids": list(pieces),
            "destinataire_id": saisie["destinataire_id"] or ancien.destinataire_id.id,
            "dossier_id": self.id,
            "code": ancien.code,
            "user_id": self.env.uid,
            "remplace_id": ancien.id,
            "motif_correction": motif,
        })
        ancien.sudo().active = False
        # Its clock goes with the corrected fact: it moves, and keeps its former date.
        dossier.echeance_ids.filtered(lambda e: e.fait_id == ancien.sudo()).write({"fait_id": nouveau.id})
        dossier._message_log(body=self.env._(
            "%(code)s : fait corrigé, le %(date)s au lieu du %(avant)s (%(motif)s)",
            code=nouveau.code, date=nouveau.date.strftime("%d/%m/%Y"),
            avant=ancien.date.strftime("%d/%m/%Y"), motif=motif,
        ))
        dossier.with_context(oilhi_motif=motif)._actualiser_parcours()
        return {"id": nouveau.id}
