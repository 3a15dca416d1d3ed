from odoo import models

from ..moteur.documents import NOMS
from .oilhi_codes_cites import codes
from .oilhi_dossier_parcours import LISTES_LECTURE
from .oilhi_dossier_phase import RANG

# Columns of a step that name what comes after it.
SUITES = ("succes_codes", "echec_codes", "bascule_codes")
# Natures of the steps that find something, whose report is written once they are done.
CONSTATS = ("visite", "execution", "carence")


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _rangs(self):
        """{step id: maintenant | ensuite | plus_tard | au_besoin | faite | ecartee}."""
        rangs = {}
        for procedure in self:
            par_code = {etape.code: etape for etape in procedure.etape_ids}
            ouvertes = procedure.etape_ids._ouvertes_par_controle()
            avancee = procedure.etape_ids._avancee()
            for etape in procedure.etape_ids:
                if etape.etat != "a_faire":
                    rangs[etape.id] = etape.etat
                elif etape.etape_id.issue == "divers" or etape._depassee(avancee):
                    rangs[etape.id] = "au_besoin"
                else:
                    attend = etape._attend(par_code, ouvertes)
                    rangs[etape.id] = "plus_tard" if attend else "maintenant"
            actuels = {e.code for e in procedure.etape_ids if rangs[e.id] == "maintenant"}
            for etape in procedure.etape_ids:
                if (
                    rangs[etape.id] == "plus_tard"
                    and etape.etape_id.issue == "tronc"
                    and etape._attend(par_code, ouvertes) <= actuels
                ):
                    rangs[etape.id] = "ensuite"
        return rangs

    def _etapes_maintenant(self):
        ouvertes = self.filtered(lambda p: p.etat == "en_cours")
        rangs = ouvertes._rangs()
        return ouvertes.etape_ids.filtered(lambda e: rangs[e.id] == "maintenant")

    # -- Plain values --------------------------------------------------------

    def _lecture(self, rangs, contexte):
        """One tab of the stepper."""
        etapes = [
            etape._lecture(rangs[etape.id], contexte)
            for etape in self.etape_ids.sorted(lambda e: (e.sequence, e.id))
        ]
        utiles = [e for e in etapes if e["etat"] != "ecartee" and e["rang"] != "au_besoin"]
        ouverte = self.etat == "en_cours"
        reference = self.procedure_id
        return {
            "id": self.id,
            "code": self.code,
            "nom": reference.name,
            "resume": reference.resume or "",
            "variante": reference.parcours_id.name or "",
            "autorite": self.dossier_id._autorite_signataire(reference),
            "base": reference.base or "",
            "effets": reference.effets or "",
            "etat": self.etat,
            "etat_libelle": contexte["etats"][self.etat],
            "date_ouverture": self.date_ouverture.strftime("%d/%m/%Y"),
            "date_cloture": self.date_cloture.strftime("%d/%m/%Y") if self.date_cloture else "",
            "motif_cloture": self.motif_cloture or "",
            "motif_desaccord": self.motif_desaccord or "",
            "origine": self.origine_id._lecture_lien(contexte) if self.origine_id else None,
            "suites": [suite._lecture_lien(contexte) for suite in self.suite_ids],
            # Procedures that may take over, in the order of the steps that lead there.
            "bascules": self._nommer_suites(
                self.etape_ids._tous_codes("bascule_codes") if ouverte else (), contexte
            ),
            "phases": self._lecture_phases(contexte) if ouverte else [],
            "faites": len([e for e in utiles if e["etat"] == "faite"]),
            "total": len(utiles),
            "terminable": bool(self._terme()) and ouverte,
            "dus": [
                {"quoi": quoi, "base": base}
                for quoi, base in (self._dus() if ouverte and self._terme() else ())
            ],
            "a_communiquer": [
                {"code": code, "qui": qui}
                for code, qui in (self._communications_manquantes() if ouverte else ())
            ],
            "etapes": etapes,
        }

    def _nommer_suites(self, voulus, contexte):
        """[{code, nom}] of the steps and procedures that are known, once each, itself left out."""
        if not voulus:
            return []
        noms, procedures = contexte["noms"], contexte["procedures"]
        propres = dict.fromkeys(
            self._meme_sorte(code, procedures) if code in procedures else code for code in voulus
        )
        return [
            {"code": code, "nom": noms[code]}
            for code in propres
            if code in noms and code != self.code
        ]

    def _lecture_lien(self, contexte):
        """Enough to name this procedure from the one it comes from, or leads to."""
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "nom": self.procedure_id.name,
            "etat_libelle": contexte["etats"][self.etat],
            "date": self.date_cloture.strftime("%d/%m/%Y") if self.date_cloture else "",
            "motif": self.motif_cloture or "",
        }

    def _lecture_phases(self, contexte):
        """Where we are: the phases that the steps of this procedure go through, in order."""
        courante = self.dossier_id._phase_procedure(self)
        vues = {
            etape.etape_id.phase
            for etape in self.etape_ids
            # A branch shows once it is taken: nobody is told of a failure that did not happen.
            if etape.etape_id.issue not in ("echec", "divers") or etape.etat == "faite"
        } | {courante, "clos"}
        phases = [code for code in RANG if code in vues]
        return [
            {
                "code": code,
                "nom": contexte["phases"][code],
                "etat": "courante"
                if code == courante
                else "passee"
                if RANG[code] < RANG[courante]
                else "a_venir",
            }
            for code in phases
        ]


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def parcours(self):
        """Everything the stepper shows, as plain data, in a number of queries that does not grow."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the rows of a case are read by whoever reads it, and it was just checked
        self.sudo()._lire_parcours(self._listes_lecture())
        contexte = self._contexte_lecture()
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
            "libres": [e._lecture() for e in contexte["echeances"].get(False, ())],
            "procedures": [
                procedure._lecture(rangs, contexte)
                for procedure in self.procedure_ids.sorted(lambda p: (p.etat != "en_cours", p.id))
            ],
        }

    def _listes_lecture(self):
        """What the stepper reads of the case; the addon that produces documents adds its own."""
        return LISTES_LECTURE

    def _contexte_lecture(self):
        """What the steps share: read once, whatever their number."""
        etapes = self.procedure_ids.etape_ids
        a_faire = etapes.filtered(
            lambda e: e.etat == "a_faire" and e.dossier_procedure_id.etat == "en_cours"
        )
        # What was found on the spot is written down afterwards.
        a_rediger = etapes.filtered(
            lambda e: e.etat == "faite" and e.etape_id.nature in CONSTATS
            and e.dossier_procedure_id.etat == "en_cours"
        )
        faits = self.with_context(active_test=False).fait_ids
        faits.sudo().user_id._oilhi_lire_noms()  # sudo: the name of who did it is part of the fact
        self.procedure_ids._noter_lignes("suite_ids", self.procedure_ids)
        procedures = self.env["oilhi.procedure"]._noms()

        def libelles(modele, champ):
            return dict(self.env[modele]._fields[champ]._description_selection(self.env))

        return {
            "niveaux": libelles("oilhi.etape", "niveau_preuve"),
            "obligations": libelles("oilhi.etape", "obligation"),
            "etats": libelles("oilhi.dossier.procedure", "etat"),
            "phases": libelles("oilhi.dossier", "phase"),
            "procedures": procedures,
            "noms": procedures | self._noms_suites(etapes, procedures),
            "echeances": self.echeance_ids.sorted(
                lambda e: (not e.date, e.date or e.create_date.date(), e.id)
            ).grouped(lambda e: e.dossier_etape_id.id),
            "faits": faits.grouped(lambda f: f.dossier_etape_id.id),
            "documents": (a_faire | a_rediger)._documents_possibles(),
            "contacts": self._contacts_par_etape(a_faire),
        }

    def _noms_suites(self, etapes, procedures):
        """{code: name} of the steps to which these lead, also those that another family has."""
        noms = {etape.code: etape.etape_id.name for etape in etapes}
        voulus = {
            code for etape in etapes for champ in SUITES for code in codes(etape.etape_id[champ])
        } - noms.keys() - procedures.keys()
        if voulus:
            etapes = self.env["oilhi.etape"]._par_code(voulus)
            noms |= {etape.code: etape.name for etape in etapes}
        return noms

    def _noms_documents(self):
        """Names by code; the addon that produces documents may know better ones."""
        return dict(NOMS)

    def _autorite_signataire(self, procedure):
        """Who signs in this case: the one authority when the facts tell it, else the rule."""
        if procedure.transferable_epci and self.autorite in ("maire", "president_epci"):
            noms = dict(self._fields["autorite"]._description_selection(self.env))
            return noms[self.autorite][:1].lower() + noms[self.autorite][1:]
        return procedure.autorite or ""
