from odoo import models

from ..moteur.documents import NOMS
from .oilhi_etape import codes

ICONES = {
    "a_venir": "fa-calendar-o",
    "proche": "fa-clock-o",
    "aujourdhui": "fa-bell",
    "depassee": "fa-exclamation-triangle",
    "echue": "fa-calendar-check-o",
    "tenue": "fa-check",
    "sans_objet": "fa-minus",
}
ORDRE_MOTS = {
    "maintenant": "Maintenant",
    "ensuite": "Ensuite",
    "plus_tard": "Plus tard",
    "au_besoin": "Si besoin",
    "faite": "Fait",
    "ecartee": "Écarté",
}


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _rangs(self):
        """{step id: maintenant | ensuite | plus_tard | au_besoin | faite | ecartee}."""
        rangs = {}
        for procedure in self:
            par_code = {etape.code: etape for etape in procedure.etape_ids}
            for etape in procedure.etape_ids:
                if etape.etat != "a_faire":
                    rangs[etape.id] = etape.etat
                elif etape.etape_id.issue == "divers" or etape._depassee():
                    rangs[etape.id] = "au_besoin"
                else:
                    rangs[etape.id] = "plus_tard" if etape._attend(par_code) else "maintenant"
            actuels = {e.code for e in procedure.etape_ids if rangs[e.id] == "maintenant"}
            for etape in procedure.etape_ids:
                if (
                    rangs[etape.id] == "plus_tard"
                    and etape.etape_id.issue == "tronc"
                    and etape._attend(par_code) <= actuels
                ):
                    rangs[etape.id] = "ensuite"
        return rangs

    def _etapes_maintenant(self):
        ouvertes = self.filtered(lambda p: p.etat == "en_cours")
        rangs = ouvertes._rangs()
        return ouvertes.etape_ids.filtered(lambda e: rangs[e.id] == "maintenant")


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _depassee(self):
        """Facultative, and the procedure has gone further: proposed no more, still possible."""
        self.ensure_one()
        return (
            self.etape_id.obligation in ("non", "conseille")
            and self.etape_id.issue == "tronc"
            and any(
                e.etat == "faite"
                and e.etape_id.issue == "tronc"
                and e.etape_id.obligation == "oui"
                and e.sequence > self.sequence
                for e in self.dossier_procedure_id.etape_ids
            )
        )

    def _attend(self, par_code):
        """Codes of the steps that come before and are not settled.

        On the common trunk a facultative step, or one set aside, holds nothing back; a branch
        opens only when what leads to it has been done.
        """
        self.ensure_one()
        branche = self.etape_id.issue in ("succes", "echec")
        attendus = set()
        for code in self._codes("precedent_codes"):
            avant = par_code.get(code)
            retient = avant and (
                avant.etat != "faite"
                if branche
                else avant.etat == "a_faire" and avant.etape_id.obligation in ("oui", "condition")
            )
            if retient:
                attendus.add(code)
        return attendus

    def _obligation_libelle(self, libelles):
        """On a branch, compulsory means: if that is what was found on the spot."""
        reference = self.etape_id
        if reference.obligation == "oui" and reference.issue == "succes":
            return self.env._("Si les mesures sont exécutées")
        if reference.obligation == "oui" and reference.issue == "echec":
            return self.env._("Si les mesures ne sont pas exécutées")
        return libelles[reference.obligation]

    def _lecture(self, rang, contexte):
        """Plain values of one step for the stepper."""
        reference = self.etape_id
        actif = rang in ("maintenant", "ensuite", "au_besoin")
        blocages = self._blocages() if actif and contexte["ouvertes"].get(self.id) else []
        return {
            "id": self.id,
            "code": self.code,
            "nom": reference.name,
            "etat": self.etat,
            "rang": rang,
            "rang_libelle": ORDRE_MOTS[rang],
            "date": self.date.isoformat() if self.date else None,
            "date_texte": self.date.strftime("%d/%m/%Y") if self.date else "",
            "motif": self.motif or "",
            "auto": self.auto,
            "consigne": reference.consigne or "",
            "acteur": reference.acteur or "",
            "base": reference.base or "",
            "niveau_preuve": reference.niveau_preuve,
            "niveau_libelle": contexte["niveaux"][reference.niveau_preuve],
            "obligation": reference.obligation,
            "obligation_libelle": self._obligation_libelle(contexte["obligations"]),
            "condition": reference.condition or "",
            "issue": reference.issue,
            "repetable": reference.repetable,
            "ecartable": self.etat == "a_faire"
            and not (reference.obligation == "oui" and reference.niveau_preuve == "confirme"),
            "blocages": [
                {
                    "code": b.code,
                    "message": b.message,
                    "justifiable": b.justifiable,
                    "qui": b.qui,
                }
                for b in blocages
            ],
            "echeances": [e._lecture() for e in contexte["echeances"].get(self.id, ())],
            "faits": [f._lecture() for f in contexte["faits"].get(self.id, ())],
            "documents": [
                {"code": code, "nom": contexte["documents"].get(code, code)}
                for code in codes(reference.document_codes)
            ],
            "partenaires": contexte["contacts"].get(self.id, []),
        }


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    def _texte(self):
        """What the date means, in a few words that need no colour."""
        self.ensure_one()
        if not self.date:
            return self.env._("Preuve manquante") if self.preuve == "manquante" else ""
        quand = self.date.strftime("%d/%m/%Y") + (
            self.env._(" à %s", self.heure.replace(":", " h ")) if self.heure else ""
        )
        if self.etat == "tenue":
            return self.env._("Tenue le %s", self.tenue_le.strftime("%d/%m/%Y"))
        if self.etat == "depassee":
            return self.env._("Dépassée depuis le %s", quand)
        if self.etat == "echue":
            return self.env._("Terminée le %s", quand)
        if self.etat == "aujourdhui":
            return self.env._("Aujourd’hui, %s", quand)
        if self.nature == "date":
            return self.env._("À partir du %s", quand)
        return self.env._("Jusqu’au %s", quand)

    def _suite(self):
        """What the end of the period allows, where the law makes the authority wait for it."""
        self.ensure_one()
        if not self.au_plus_tot or self.tenue_le or self.sans_objet:
            return ""
        jour = self.au_plus_tot.strftime("%d/%m/%Y")
        gardees = {
            e.etape_id.nature
            for e in self.dossier_etape_id.dossier_procedure_id.etape_ids
            if self.code in e._codes("garde_codes")
        }
        if "arrete" in gardees:
            return self.env._("Arrêté possible à partir du %s.", jour)
        if "carence" in gardees:
            return self.env._("Carence constatable à partir du %s.", jour)
        if gardees:
            return self.env._("Suite possible à partir du %s.", jour)
        return ""

    def _lecture(self):
        self.ensure_one()
        return {
            **self._resultat(),
            "id": self.id,
            "nom": self.delai_id.name,
            "texte": self._texte(),
            "suite": self._suite(),
            "etat": self.etat,
            "icone": "fa-question-circle" if self.preuve == "manquante" else ICONES[self.etat],
            "base": self.base or "",
            "niveau_preuve": self.niveau_preuve,
            "avertissements": (self.avertissements or "").splitlines(),
            "recevable": self.code == "DL-ABF" and not self.tenue_le and not self.sans_objet,
        }


class OilhiDossierFait(models.Model):
    _inherit = "oilhi.dossier.fait"

    def _lecture(self):
        self.ensure_one()
        modes = dict(self._fields["mode"]._description_selection(self.env))
        return {
            "id": self.id,
            "date": self.date.strftime("%d/%m/%Y"),
            "heure": self.heure or "",
            "reception": self.date_reception.strftime("%d/%m/%Y") if self.date_reception else "",
            "destinataire": self.destinataire_id.nom_complet or "",
            "mode": modes.get(self.mode, ""),
            "note": self.note or "",
            "justification": self.justification or "",
            "auteur": self.user_id.name or "",
            "pieces": [{"id": piece.id, "nom": piece.name} for piece in self.piece_ids],
            "actif": self.active,
            "motif_annulation": self.motif_annulation or "",
        }


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def parcours(self):
        """Everything the stepper shows, as plain data, in a number of queries that does not grow."""
        self.ensure_one()
        self.check_access("read")
        etapes = self.procedure_ids.etape_ids
        reference = self.env["oilhi.etape"]
        faits = self.env["oilhi.dossier.fait"].with_context(active_test=False).search(
            [("dossier_id", "=", self.id)]
        )
        contexte = {
            "ouvertes": {
                e.id: e.dossier_procedure_id.etat == "en_cours" for e in etapes
            },
            "niveaux": dict(reference._fields["niveau_preuve"]._description_selection(self.env)),
            "obligations": dict(reference._fields["obligation"]._description_selection(self.env)),
            "echeances": self.echeance_ids.sorted(
                lambda e: (not e.date, e.date or e.create_date.date(), e.id)
            ).grouped(lambda e: e.dossier_etape_id.id),
            "faits": faits.grouped(lambda f: f.dossier_etape_id.id),
            "documents": self._noms_documents(),
            "contacts": self._contacts_par_etape(etapes.filtered(lambda e: e.etat == "a_faire")),
        }
        rangs = self.procedure_ids._rangs()
        return {
            "dossier_id": self.id,
            "modifiable": self.has_access("write"),
            "responsable": self.env.user.has_groups(
                "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"
            ),
            "documents_disponibles": hasattr(
                self.env["oilhi.dossier.etape"], "action_generer_document"
            ),
            "libres": [
                e._lecture() for e in contexte["echeances"].get(False, ())
            ],
            "procedures": [
                self._lecture_procedure(procedure, rangs, contexte)
                for procedure in self.procedure_ids.sorted(lambda p: (p.etat != "en_cours", p.id))
            ],
        }

    def _lecture_procedure(self, procedure, rangs, contexte):
        etats = dict(procedure._fields["etat"]._description_selection(self.env))
        etapes = [
            etape._lecture(rangs[etape.id], contexte)
            for etape in procedure.etape_ids.sorted(lambda e: (e.sequence, e.id))
        ]
        utiles = [e for e in etapes if e["etat"] != "ecartee" and e["rang"] != "au_besoin"]
        terme = bool(procedure._terme()) and procedure.etat == "en_cours"
        return {
            "id": procedure.id,
            "code": procedure.code,
            "nom": procedure.procedure_id.name,
            "resume": procedure.procedure_id.resume or "",
            "autorite": self._autorite_signataire(procedure.procedure_id),
            "base": procedure.procedure_id.base or "",
            "effets": procedure.procedure_id.effets or "",
            "etat": procedure.etat,
            "etat_libelle": etats[procedure.etat],
            "date_ouverture": procedure.date_ouverture.strftime("%d/%m/%Y"),
            "date_cloture": procedure.date_cloture.strftime("%d/%m/%Y")
            if procedure.date_cloture
            else "",
            "motif_cloture": procedure.motif_cloture or "",
            "motif_desaccord": procedure.motif_desaccord or "",
            "faites": len([e for e in utiles if e["etat"] == "faite"]),
            "total": len(utiles),
            "terminable": terme,
            "a_communiquer": [
                {"code": code, "qui": qui}
                for code, qui in (
                    procedure._communications_manquantes() if procedure.etat == "en_cours" else ()
                )
            ],
            "etapes": etapes,
        }

    def _noms_documents(self):
        """Names by code; the addon that produces documents may know better ones."""
        return dict(NOMS)

    def _autorite_signataire(self, procedure):
        """Who signs in this case: the one authority when the facts tell it, else the rule."""
        if procedure.transferable_epci and self.autorite in ("maire", "president_epci"):
            noms = dict(self._fields["autorite"]._description_selection(self.env))
            return noms[self.autorite][:1].lower() + noms[self.autorite][1:]
        return procedure.autorite or ""
