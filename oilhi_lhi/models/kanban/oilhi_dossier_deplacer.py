from odoo import api, models
from odoo.exceptions import UserError

from ..oilhi_dossier_phase import RANG

# What already holds the next phase, and not only the step that opens it: a period that runs, a proof
# that is missing, the wrong authority. The content of an order is typed once one is there.
A_L_ENTREE = ("C2-11", "ECHEANCE", "PREUVE", "CONTRADICTOIRE", "ABF", "C2-8")


class OilhiDossier(models.Model):
    """The gesture of the board: a phase is never written, it follows the steps. A card dropped on a
    column asks what leads there: the dialog of one step, or why it cannot be. Nothing is written here.
    """

    _inherit = "oilhi.dossier"

    def deplacer(self, phase):
        """{issue: ouvrir | confirmer | refus | rien, …}, in plain values and words of the screen."""
        self.ensure_one()
        self.check_access("read")
        if not isinstance(phase, str) or phase not in RANG:
            raise UserError(self.env._("La phase « %s » n’existe pas.", phase))
        if phase == self.phase:
            return {"issue": "rien"}
        if not self.has_access("write"):
            return self._refus_phase(phase, self.env._(
                "Vous consultez ce dossier sans pouvoir le modifier : demandez la contribution au "
                "service « %s », qui l’instruit.", self.service_id.name,
            ))
        if self.classe_le:
            return self._vers_reprise(phase)
        if phase == "clos":
            return self._vers_clos()
        if self.phase == "clos":
            return self._hors_de_clos(phase)
        if RANG[phase] < RANG[self.phase]:
            return self._en_arriere(phase)
        return self._en_avant(phase)

    def action_faire_avancer(self):
        """The same gesture without a mouse: the phases in a list, from the menu of the card."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "oilhi_faire_avancer",
            "params": {
                "dossier_id": self.id,
                "nom": self.display_name,
                "phase": self.phase,
                "phases": [{"code": code, "nom": nom} for code, nom in self._phases()],
            },
        }

    @api.model
    def _phases(self):
        return self._fields["phase"]._description_selection(self.env)

    @api.model
    def _nom_phase(self, phase):
        return dict(self._phases())[phase]

    # -- Answers -------------------------------------------------------------

    def _ouverture(self, action, note=""):
        """A dialog, where the agent confirms, and an advice that stays beside it."""
        return {"issue": "ouvrir", "action": action, "note": note}

    def _refus_phase(self, phase, message, **details):
        """Why not, and what to do: steps with their article, what blocks and who can lift it."""
        return {
            "issue": "refus",
            "titre": self.env._("Pas encore en « %s »", self._nom_phase(phase))
            if RANG[phase] > RANG[self.phase]
            else self.env._("Pas de retour en « %s »", self._nom_phase(phase)),
            "message": message,
            "base": "",
            "qui": "",
            "etapes": [],
            "blocages": [],
            "suite": None,
            "suite_nom": "",
            "dossier_id": self.id,
            "parcours": bool(self.procedure_ids),
            **details,
        }

    # -- Closed cases --------------------------------------------------------

    def _vers_reprise(self, phase):
        retour = self._phase_actuelle(classe=False)
        return {
            "issue": "confirmer",
            "titre": self.env._("Reprendre le dossier"),
            "message": self.env._(
                "Ce dossier a été classé sans suite le %(jour)s (%(motif)s). Repris, il revient là où il "
                "en était : « %(phase)s ».",
                jour=self.classe_le.strftime("%d/%m/%Y"),
                motif=self.motif_classement or self.env._("sans motif"),
                phase=self._nom_phase(retour),
            ),
            "bouton": self.env._("Reprendre le dossier"),
            "methode": "action_reprendre",
            "dossier_id": self.id,
        }

    def _hors_de_clos(self, phase):
        """Ended by its procedure: what ended it is undone where it was done."""
        procedure = self.procedure_ids.filtered(lambda p: p.etat == "close")[-1:]
        terme = procedure._terme()[-1:]
        message = self.env._(
            "La procédure « %(nom)s » est close depuis le %(jour)s (%(motif)s).",
            nom=procedure.procedure_id.name,
            jour=procedure.date_cloture.strftime("%d/%m/%Y") if procedure.date_cloture else "?",
            motif=procedure.motif_cloture or "",
        )
        if terme:
            message += " " + self.env._(
                "Si c’est une erreur, annulez dans le parcours l’étape « %s » ; si un fait nouveau est "
                "signalé, ouvrez une nouvelle procédure.", terme.display_name,
            )
        else:
            message += " " + self.env._(
                "Si un fait nouveau est signalé, ouvrez une nouvelle procédure depuis le guide."
            )
        return self._refus_phase(
            phase, message, base=terme.etape_id.base or "",
            qui=self.env._("un responsable, qui seul annule une étape") if terme else "",
            suite=self.action_ouvrir_guide(), suite_nom=self.env._("Voir le guide"),
        )

    def _vers_clos(self):
        ouvertes = self.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        if not ouvertes:
            return self._ouverture(self.action_classer())
        if len(ouvertes) > 1:
            return self._refus_phase("clos", self.env._(
                "%(nombre)s procédures sont en cours : %(noms)s. Terminez chacune depuis le parcours.",
                nombre=len(ouvertes),
                noms=", ".join(p.procedure_id.name for p in ouvertes),
            ))
        trajet, refus = ouvertes._trajet("clos"), ouvertes._refus_cloture()
        if trajet and (refus or len(trajet.etapes) == 1):
            return self._par_trajet("clos", trajet, refus)
        if refus:
            return self._refus_phase("clos", refus[0], base=refus[1])
        return self._ouverture(ouvertes.action_clore(), self._note_cloture(ouvertes))

    def _note_cloture(self, procedure):
        if procedure._terme():
            restes = [quoi for quoi, _base in procedure._dus()]
            restes += [qui for _code, qui in procedure._communications_manquantes()]
            return self.env._("Il reste : %s.", " ; ".join(restes)) if restes else ""
        if procedure._accomplie():
            return ""
        return self.env._(
            "Aucune étape ne termine cette procédure aujourd’hui : elle sera abandonnée, et le dossier "
            "reviendra en « %s ». Classez-le ensuite s’il n’y a plus rien à faire.",
            self._nom_phase("instruction"),
        )

    # -- Backwards, forwards -------------------------------------------------

    def _en_arriere(self, phase):
        """What was done is undone by name, with a reason: never by a movement of the hand."""
        ouvertes = self.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        procedure = max(ouvertes, key=lambda p: RANG[self._phase_procedure(p)], default=ouvertes)
        faite = procedure.etape_ids.filtered(lambda e: e.etat == "faite").sorted("sequence")[-1:]
        if faite:
            return self._refus_phase(
                phase,
                self.env._(
                    "Un dossier ne recule pas en le déplaçant : sa phase suit les étapes faites. Pour "
                    "revenir, annulez dans le parcours l’étape « %(etape)s », faite le %(jour)s, en "
                    "écrivant pourquoi.",
                    etape=faite.display_name,
                    jour=faite.date.strftime("%d/%m/%Y"),
                ),
                base=faite.etape_id.base or "",
                qui=self.env._("un responsable, qui seul annule une étape"),
            )
        if procedure:
            return self._refus_phase(phase, self.env._(
                "La procédure « %s » est ouverte : le dossier ne redevient pas un signalement. Si elle "
                "n’a pas lieu d’être, terminez-la depuis le parcours.", procedure.procedure_id.name,
            ))
        return self._refus_phase(phase, self.env._(
            "Le dossier a déjà été qualifié : il ne redevient pas un signalement. S’il n’y a rien à "
            "faire, classez-le sans suite en le déplaçant vers « %s ».", self._nom_phase("clos"),
        ))

    def _en_avant(self, phase):
        ouvertes = self.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        if not ouvertes:
            if phase == "instruction":
                return self._ouverture(self.action_ouvrir_guide())
            return self._refus_phase(
                phase,
                self.env._(
                    "Aucune procédure n’est ouverte : le guide dit laquelle suivre, puis ses étapes font "
                    "avancer le dossier."
                ),
                suite=self.action_ouvrir_guide(), suite_nom=self.env._("Répondre au guide"),
            )
        # The one that is ahead gives the phase of the case.
        for procedure in ouvertes.sorted(lambda p: -RANG[self._phase_procedure(p)]):
            if trajet := procedure._trajet(phase):
                return self._par_trajet(phase, trajet)
        return self._refus_phase(
            phase,
            self.env._(
                "« %(nom)s » ne passe pas par « %(phase)s » à partir d’ici : suivez les étapes du "
                "parcours.",
                nom=", ".join(p.procedure_id.name for p in ouvertes),
                phase=self._nom_phase(phase),
            ),
            base=" ; ".join(dict.fromkeys(filter(None, ouvertes.mapped("procedure_id.base")))),
        )

    def _par_trajet(self, phase, trajet, refus=None):
        """The dialog of the only step left, else what is left and what blocks it."""
        etapes = trajet.etapes
        propres = etapes._blocages_du_trajet(etapes)
        a_l_entree = [b for b in trajet.entree._blocages_du_trajet(etapes) if b.code in A_L_ENTREE]
        blocages = list({b.message: b for b in propres + a_l_entree}.values())
        premiere, seule = etapes[:1], len(etapes) == 1
        certaine = premiere._obligation() != "condition" or premiere._condition_dite()
        if seule and not blocages and certaine:
            return self._ouverture(premiere.action_realiser())
        nom = self._nom_phase(phase)
        if blocages and seule:
            message = self.env._("Avant « %s », quelque chose bloque :", nom)
        elif not seule:
            message = self.env._(
                "Avant « %(phase)s », il reste %(nombre)s étapes à faire, dans l’ordre du parcours :",
                phase=nom, nombre=len(etapes),
            )
        else:
            message = self.env._(
                "Avant « %s », il reste une étape, à faire selon le cas : enregistrez-la, ou écartez-la "
                "depuis le parcours en écrivant pourquoi.", nom,
            )
        faisable = not premiere._blocages_du_trajet(premiere)
        return self._refus_phase(
            phase,
            f"{refus[0]} {message}" if refus else message,
            base=refus[1] if refus else "",
            etapes=[etape._lecture_trajet() for etape in etapes],
            blocages=[
                {"message": b.message, "qui": b.qui} for b in blocages
            ],
            suite=premiere.action_realiser() if faisable else None,
            suite_nom=self.env._("Enregistrer « %s »", premiere.display_name) if faisable else "",
        )


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _blocages_du_trajet(self, trajet):
        """What forbids these steps, the order apart when the step asked for is on the way."""
        connus = set(trajet.mapped("code"))
        blocages = []
        for etape in self:
            exiges = {c for c in etape._codes("exige_codes") if etape._voisine(c).etat != "faite"}
            blocages += [
                b for b in etape._blocages()
                if not b.justifiable and (b.code != "ORDRE" or exiges - connus)
            ]
        return blocages

    def _condition_dite(self):
        """The facts of the case say that this conditional step applies."""
        return bool(self.dossier_procedure_id._condition(self.etape_id.condition_code)[0])

    def _lecture_trajet(self):
        """One line of what is left: name, article, level of proof, condition, who acts."""
        self.ensure_one()
        reference = self.etape_id
        niveaux = dict(reference._fields["niveau_preuve"]._description_selection(self.env))
        conditionnelle = self._obligation() == "condition"
        return {
            "id": self.id,
            "code": self.code,
            "nom": reference.name,
            "base": reference.base or "",
            "niveau": niveaux.get(reference.niveau_preuve, "")
            if reference.niveau_preuve != "confirme"
            else "",
            "condition": (reference.condition or "") if conditionnelle else "",
            "acteur": reference.acteur or "",
        }
