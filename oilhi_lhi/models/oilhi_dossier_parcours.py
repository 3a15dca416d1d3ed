from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..moteur.calendrier import TERRITOIRES
from .oilhi_dossier_etape import TRACE

# C.2 rules 1 to 4: no written motive opens these (the act would be void).
ORDINAIRES, URGENTES = ("MSO",), ("MSU",)
# Who is owed a rent: neither the syndic nor the operator of a dangerous store (L. 521-2).
LOUEURS = ("proprietaire", "usufruitier", "nu_proprietaire", "indivisaire", "bailleur")


# The answers of the guide on which steps and deadlines depend: the others do not replay them.
QUESTIONS_PARCOURS = frozenset({"Q8", "Q9", "Q10", "Q12"})
# What the stepper goes through, and what the rules of the parcours do.
_COMMUNES = (
    "procedure_ids", "etape_ids", "fait_ids", "echeance_ids", "personne_ids", "reponse_ids",
    "batiment_id", "commune_id", "service_id",
)
LISTES_LECTURE = (*_COMMUNES, "echeance_ids.historique_ids")
LISTES_PARCOURS = (
    *_COMMUNES, "mesure_ids", "mesure_ids.constat_ids", "occupant_ids", "astreinte_ids", "qualification_ids",
)


class OilhiDossier(models.Model):
    """From the guide to the steps: opens procedures, records facts, keeps clocks and reminders."""

    _inherit = "oilhi.dossier"

    # -- Public methods ------------------------------------------------------

    def ouvrir_procedure(self, code, motif=None):
        """Open a procedure with its steps; the guide may be contradicted in writing, not the law."""
        self.ensure_one()
        self.check_access("write")
        motif = (motif or "").strip() or None
        procedure = self.env["oilhi.procedure"].search([("code", "=", code)], limit=1)
        if not procedure:
            raise UserError(self.env._("La procédure « %s » n’existe pas.", code))
        if not procedure._etapes():
            raise UserError(self.env._(
                "« %(nom)s » n’a pas de parcours dans l’application : adressez-vous à l’autorité "
                "compétente (%(autorite)s ; %(base)s).",
                nom=procedure.name,
                autorite=procedure.autorite or "",
                base=procedure.base or "",
            ))
        deja = self.procedure_ids.filtered(lambda p: p.code == code and p.etat == "en_cours")
        if deja:
            raise UserError(self.env._(
                "La procédure « %s » est déjà ouverte sur ce dossier.", procedure.name
            ))
        self._verifier_interdits(procedure)
        self._verifier_guide(procedure, motif)
        # sudo: procedures and steps are written by the parcours alone (see their write guards);
        # the right to write the case was checked above
        ouverte = self.sudo()._creer_procedure(procedure, motif)
        return {
            "id": ouverte.id,
            "code": ouverte.code,
            "etapes": [
                {
                    "code": etape.code,
                    "nom": etape.etape_id.name,
                    "etat": etape.etat,
                    "motif": etape.motif or None,
                }
                for etape in ouverte.etape_ids
            ],
        }

    def enregistrer_fait(self, code, date, **faits):
        """Record a fact by its code: a step, or an event that is no step but starts a clock
        (sommation of the syndic: DL-SOMM-COPRO) or proves a sending (D-PART-01)."""
        self.ensure_one()
        self.check_access("write")
        etape = self._etape(code)
        if etape:
            return etape.realiser(date, **faits)
        if not code or not code.startswith(("DL-", "D-")) or (
            code.startswith("DL-") and code not in self.env["oilhi.delai"]._versions()
        ):
            raise UserError(self.env._(
                "« %s » n’est ni une étape d’une procédure ouverte, ni un délai, ni un document.", code
            ))
        vide = self.env["oilhi.dossier.etape"].new({"dossier_id": self.id})
        saisie = vide._lire_saisie(date, faits)
        if (personne := saisie["destinataire_id"]) and personne not in self.personne_ids.ids:
            raise UserError(self.env._("Le destinataire doit être une personne du dossier."))
        # sudo: facts are written by the parcours alone; the right to write was checked above
        dossier = self.sudo()
        fait = self.env["oilhi.dossier.fait"].sudo().create({
            **{champ: valeur for champ, valeur in saisie.items() if valeur},
            "dossier_id": self.id,
            "code": code,
            "user_id": self.env.uid,
        })
        dossier._message_log(body=self.env._(
            "%(code)s : fait enregistré, le %(date)s",
            code=code,
            date=fait.date.strftime("%d/%m/%Y"),
        ))
        dossier._actualiser_parcours()
        return {
            "id": fait.id,
            "echeances": [
                e._resultat() for e in dossier.echeance_ids.filtered(lambda e: e.fait_id == fait)
            ],
        }

    def action_ouvrir_procedure(self):
        """Dialog to open a procedure without the guide, or against it."""
        self.ensure_one()
        self.check_access("write")
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.procedure.ouvrir",
            self.env._("Ouvrir une procédure"),
            {"default_dossier_id": self.id},
        )

    def action_communiquer(self, code, qui):
        """Dialog to record a communication of R. 511-7."""
        self.ensure_one()
        self.check_access("write")
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.communication.enregistrer",
            self.env._("Enregistrer une communication"),
            {"default_dossier_id": self.id, "default_code": code, "default_qui": qui},
        )

    # -- May it be opened? ---------------------------------------------------

    def _verifier_interdits(self, procedure):
        reponses = self._reponses_guide()
        imminent = "oui" in reponses.get("Q1", ())
        famille = (procedure.parcours_id or procedure).code
        if procedure.code.endswith("-EQ") and "oui" in reponses.get("Q4", ()):
            raise UserError(self.env._(
                "L’équipement en cause est privatif (question 4 du guide) : la mise en sécurité des "
                "équipements communs n’est pas possible (CCH L. 511-2 2°). Pensez à la non-décence "
                "(NDEC), et au danger sanitaire ponctuel (DSP) s’il y a urgence."
            ))
        if famille in ORDINAIRES + URGENTES and "externe" in reponses.get("Q2", ()):
            raise UserError(self.env._(
                "La cause du danger est extérieure à l’immeuble (question 2 du guide) : la mise en "
                "sécurité n’est pas possible (CCH L. 511-2). Ouvrez la police générale du maire (PGI)."
            ))
        if famille in ORDINAIRES and imminent and not self._urgence_traitee():
            raise UserError(self.env._(
                "Le danger est imminent (question 1 du guide) : le délai d’un mois de la procédure "
                "ordinaire serait dangereux. Ouvrez la procédure urgente (MSU ; CCH L. 511-19), puis "
                "revenez à la procédure ordinaire si le danger n’est écarté que pour un temps "
                "(CCH L. 511-21)."
            ))
        if famille in URGENTES and not imminent:
            raise UserError(self.env._(
                "Le danger imminent n’est pas établi (question 1 du guide) : la procédure urgente prive "
                "la personne de ses observations, elle serait illégale (CCH L. 511-19). Répondez au "
                "guide après le constat, ou ouvrez la procédure ordinaire (MSO)."
            ))

    def _urgence_traitee(self):
        """An urgent procedure has removed the danger for a time: the ordinary one follows."""
        return bool(self.procedure_ids._faites("poursuite"))

    def _verifier_guide(self, procedure, motif):
        resultat = self.qualification_ids.sorted("id")[-1:].resultat or {}
        ecartee = next(
            (
                e
                for e in (*resultat.get("ecartees", ()), *resultat.get("sans_objet", ()))
                if e.get("code") == procedure.code
            ),
            None,
        )
        if (procedure.parcours_id or procedure).code in ORDINAIRES and self._urgence_traitee():
            return  # CCH L. 511-21: what the guide said before the urgent measures no longer holds
        if ecartee and not motif:
            raise UserError(self.env._(
                "Le guide écarte « %(nom)s » : %(motifs)s. Corrigez les réponses du guide ou, si vous "
                "n’êtes pas d’accord, ouvrez la procédure en écrivant pourquoi : votre motif sera gardé "
                "au dossier.",
                nom=procedure.name,
                motifs=" ; ".join(
                    m.rstrip(". ") for m in ecartee.get("motifs") or [self.env._("voir la qualification")]
                ),
            ))

    def _creer_procedure(self, procedure, motif):
        self.ensure_one()
        ouverte = self.env["oilhi.dossier.procedure"].create({
            "dossier_id": self.id,
            "procedure_id": procedure.id,
            "qualification_id": self.qualification_ids.sorted("id")[-1:].id,
            "motif_desaccord": motif,
        })
        etapes = self.env["oilhi.dossier.etape"].create([
            {
                "dossier_id": self.id,
                "dossier_procedure_id": ouverte.id,
                "etape_id": etape.id,
            }
            for etape in procedure._etapes()
        ])
        etapes._reprendre_faits()
        ouverte._appliquer_conditions(silencieux=True)
        texte = self.env._("Procédure ouverte : %s", procedure.display_name)
        if motif:
            texte = self.env._("%(texte)s. Motif de l’agent : %(motif)s", texte=texte, motif=motif)
        self._message_log(body=texte)
        self._actualiser_parcours()
        return ouverte

    # -- Facts that the rules need -------------------------------------------

    def _reponses_guide(self):
        """{question: {answers}}; « Je ne sais pas » is no answer."""
        self.ensure_one()
        return {
            reponse.question_id.code: set(reponse.reponse_ids.mapped("code"))
            for reponse in self.reponse_ids
            if not reponse.inconnu and reponse.reponse_ids
        }

    def _reponse_parcours(self, code):
        """The answers to a question that the rules of the parcours know, empty if there is none."""
        if code not in QUESTIONS_PARCOURS:
            raise KeyError(code)  # a change of it would not replay the steps
        self.ensure_one()
        return {
            choix.code
            for reponse in self.reponse_ids if reponse.question_id.code == code and not reponse.inconnu
            for choix in reponse.reponse_ids
        }

    def _copropriete(self):
        """Answer to Q10, else what the building says, None if nobody knows."""
        self.ensure_one()
        reponse = self._reponse_parcours("Q10")
        if reponse:
            return next(iter(reponse))
        copropriete = self.batiment_id.copropriete
        return copropriete if copropriete in ("non", "sans_syndic") else None

    def _loue(self):
        """A tenant pays rent here: what L. 521-2 suspends. Common parts only: not confirmed."""
        self.ensure_one()
        if self.usage == "aucun" or self._copropriete() == "parties_communes":
            return False
        occupation = self._reponse_parcours("Q9")
        if occupation:
            return "locataire" in occupation
        roles = set(self.personne_ids.mapped("role"))
        return self.meuble_tourisme or self.erp_hebergement or bool(roles & {"occupant", "bailleur"})

    def _roles_loueurs(self):
        """Who is owed a rent here (CCH L. 521-2)."""
        return (*LOUEURS, "exploitant") if self.erp_hebergement else LOUEURS

    def _territoire_feries(self):
        zone = self.commune_id.departement_id.zone_feries
        return zone if zone in TERRITOIRES else "metropole"

    # -- Keeping everything in step ------------------------------------------

    def _actualiser_parcours(self):
        """Steps, clocks, closing and reminders follow the facts. Idempotent.

        Works on one case as on a batch: the number of queries does not depend on how many.
        """
        # sudo: the parcours writes what no user may write; called after a check of the caller's
        # right to write the fact that changed
        dossiers = self.sudo().filtered("procedure_ids")
        if not dossiers:
            return
        # Read at once, and not by the small sets of steps that the rules go through.
        dossiers._lire_parcours()
        dossiers.etape_ids.etape_id.mapped("code")
        dossiers.procedure_ids.procedure_id.mapped("code")
        dossiers.procedure_ids._appliquer_conditions()
        if self.env.context.get(TRACE):  # told
            dossiers = dossiers.with_context(**{TRACE: None})
        dossiers._actualiser_echeances()
        dossiers.procedure_ids._clore_si_terminee()
        dossiers._actualiser_activites()
        # Two computations of a same case never pass each other unseen: PostgreSQL refuses the
        # second one, which is played again. Last, so as not to hold the case. What is still to be written of
        # a case does as well.
        ecrits = set().union(*(
            ids for champ, ids in self.env._field_dirty.items() if champ.model_name == self._name and champ.store
        ))
        if restants := [numero for numero in dossiers.ids if numero not in ecrits]:
            self.env.cr.execute(SQL(
                "UPDATE oilhi_dossier SET write_date = write_date WHERE id IN %s", tuple(restants)
            ))

    def _lire_parcours(self, listes=LISTES_PARCOURS):
        """Every list that the rules go through, at once (see _lire_ensemble), then those of their rows."""
        self._lire_ensemble(listes)
        entiers = self.with_context(active_test=False)
        etapes, procedures = self.etape_ids, self.procedure_ids
        procedures._noter_lignes("etape_ids", etapes)
        etapes._noter_lignes("fait_ids", entiers.fait_ids)
        etapes._noter_lignes("echeance_ids", self.echeance_ids)
        if "mesure_ids" in listes:
            procedures._noter_lignes("mesure_ids", self.mesure_ids)
            self.mesure_ids._noter_lignes("echeance_ids", self.echeance_ids)
            entiers.fait_ids._noter_lignes("constat_ids", self.mesure_ids.constat_ids)
        if "astreinte_ids" in listes:
            procedures._noter_lignes("astreinte_ids", entiers.astreinte_ids)
