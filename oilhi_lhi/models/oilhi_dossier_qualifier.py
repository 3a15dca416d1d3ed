from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..moteur.documents import NOMS
from ..moteur.guide import evaluer
from ..moteur.guide_regles import CONTEXTES, INCONNU, Faits, verifier_reponses
from ..moteur.guide_reste import a_poser, reste

AUTORITES = {
    "maire": "Maire",
    "president_epci": "Président de l’EPCI",
    "prefet": "Préfet",
    "inconnu": "Maire ou président de l’EPCI : à vérifier",
}
# What the file already says, in the codes of the questions.
USAGES = {"habitation": "oui", "mixte": "oui", "professionnel": "non", "aucun": "non"}
COPROPRIETES = {"non": "non", "sans_syndic": "sans_syndic"}
POLICES = {"president_epci": "oui", "maire": "non"}
TITULAIRES = ("proprietaire", "usufruitier", "nu_proprietaire", "indivisaire")

LISTES_GUIDE = (
    "procedure_ids", "etape_ids", "reponse_ids", "desordre_ids", "personne_ids", "qualification_ids",
    "batiment_id", "commune_id",
)


class OilhiDossier(models.Model):
    """The guide applied to a case: stable methods for the screen, the API and the scripts."""

    _inherit = "oilhi.dossier"

    # -- Public methods ------------------------------------------------------

    def qualifier(self, reponses=None, desordres=None):
        """Add these answers and disorders to the case, and freeze the evaluation."""
        self.ensure_one()
        self.check_access("write")
        # sudo: the rows of a case are read by whoever reads it, and it was just checked
        self.sudo()._lire_guide("echeance_ids")
        self.sudo().env.user._oilhi_lire_noms()  # the author of the message
        self._noter_reponses(reponses or {})
        self._noter_desordres(desordres or [])
        qualification = self._figer_qualification()
        return self._completer(qualification.resultat)

    def etat_guide(self):
        """All that the screen of the guide shows; nothing is stored."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the rows of a case are read by whoever reads it, and it was just checked
        self.sudo()._lire_guide()
        regles = self._regles_guide()
        faits = self._faits(regles)
        resultat = evaluer(regles, faits)
        clair = self._figeable(regles, faits, resultat)
        derniere = self.qualification_ids[:1]
        moins, plus = reste(regles, faits, resultat)
        return {
            "dossier": {"id": self.id, "nom": self.display_name, "adresse": self.batiment_id.name},
            "peut_modifier": self.phase != "clos" and self.has_access("write"),
            "questions": [
                dict(
                    self._question(u.question),
                    procedures=list(u.procedures),
                    propose=sorted(resultat.savoirs[u.question.code].valeurs)
                    if u.question.code in resultat.savoirs
                    else [],
                )
                for u in a_poser(resultat)
            ],
            "reste": {"moins": moins, "plus": plus},
            "observations": self._observations_montrees(),
            "urgence": self._urgence(clair),
            "reponses": self._reponses_montrees(regles, faits, resultat),
            "resultat": self._completer(clair),
            "noms": self._noms_partenaires(clair) | NOMS | self._noms_documents(),
            "ouvertes": self.procedure_ids.filtered(lambda p: p.etat == "en_cours").mapped("code"),
            "deroulees": self.env["oilhi.procedure"]._deroulees(),
            "confirmee": bool(derniere) and derniere.empreinte == self._empreinte(regles, faits, clair),
            "qualification": {
                "id": derniere.id,
                "date": derniere.date.isoformat(),
                "par": derniere.user_id.name,
            } if derniere else False,
        }

    def _lire_guide(self, *autres):
        """Every list that the guide goes through, at once (see _lire_ensemble)."""
        self._lire_ensemble((*LISTES_GUIDE, *autres))
        self.procedure_ids._noter_lignes("etape_ids", self.etape_ids)
        self.qualification_ids[:1].user_id._oilhi_lire_noms()

    def repondre(self, code, reponses=None):
        """Store one answer (None: « I don't know ») and return the new state of the guide."""
        self.ensure_one()
        self.check_access("write")
        # sudo: the rows of a case are read by whoever reads it, and it was just checked
        self.sudo()._lire_guide()
        self._noter_reponses({code: reponses})
        return self.etat_guide()

    def effacer_reponse(self, code):
        """Forget one answer of the agent: the question is asked again if it still matters."""
        self.ensure_one()
        self.check_access("write")
        self.reponse_ids.filtered(lambda ligne: ligne.question_id.code == code).unlink()
        return self.etat_guide()

    def confirmer_guide(self):
        """Freeze what the guide says now, and return its state."""
        self.qualifier()
        return self.etat_guide()

    # -- Facts ---------------------------------------------------------------

    def _faits(self, regles):
        self.ensure_one()
        donnees, sans_reponse = {}, set()
        for ligne in self.reponse_ids:
            code = ligne.question_id.code
            if ligne.inconnu:
                sans_reponse.add(code)
            else:
                donnees[code] = frozenset(ligne.reponse_ids.mapped("code"))
        return Faits(
            reponses=donnees,
            dossier={
                code: frozenset({valeur})
                for code, valeur in self._reponses_du_dossier().items()
                if code in regles.codes_questions and valeur in regles.question(code).codes
            },
            desordres=tuple(
                (ligne.desordre_id.code, int(ligne.gravite or 0)) for ligne in self.desordre_ids
            ),
            sans_reponse=frozenset(sans_reponse),
            contexte=self._contexte_guide(),
        )

    def _contexte_guide(self):
        """Particulars of the file or of its commune that no question asks."""
        return frozenset(
            code
            for code in CONTEXTES
            if (self if code in self._fields else self.commune_id)[code]
        )

    def _reponses_du_dossier(self):
        """Answers that the file gives without any doubt; a doubt is a question to ask."""
        self.ensure_one()
        valeurs = {
            "Q5": USAGES.get(self.usage),
            "Q10": COPROPRIETES.get(self.batiment_id.copropriete),
            "Q11": self._proprietaire_connu(),
            "Q12": self.batiment_id.protection,
            "Q14": POLICES.get(self.autorite),
            "Q15": self._schs_connu(),
            "Q16": self._arrete_en_vigueur(),
        }
        if {"occupant", "bailleur"} <= set(self.personne_ids.mapped("role")):
            valeurs["Q9"] = "locataire"
        return {code: valeur for code, valeur in valeurs.items() if valeur}

    def _schs_connu(self):
        """oui, non, or nothing when nobody has said it."""
        return "schs" in self.commune_id._fields and self.commune_id.schs

    def _proprietaire_connu(self):
        titulaires = self.personne_ids.filtered(lambda p: p.role in TITULAIRES)
        if not titulaires:
            return False
        if "indivisaire" in titulaires.mapped("role"):
            return "indivision"
        if all(p.adresse_inconnue for p in titulaires):
            return "introuvable"
        # An owner without an address is not yet « reachable »: ask.
        joignables = all(p.rue and not p.adresse_inconnue for p in titulaires)
        return "identifie" if joignables else False

    # -- Answers -------------------------------------------------------------

    def _noter_reponses(self, reponses):
        if not isinstance(reponses, dict):
            raise UserError(self.env._(
                "Les réponses s’écrivent sous la forme {question: réponse}, "
                "par exemple {\"Q1\": \"non\", \"Q3\": [\"solidite\"]}."
            ))
        lues, erreurs = verifier_reponses(self._regles_guide(), reponses)
        if erreurs:
            raise UserError("\n".join(erreurs))
        # A draft may archive a question that the version of this case still asks.
        questions = {
            question.code: question
            for question in self.env["oilhi.question"].with_context(active_test=False)._par_code(lues)
        }
        existantes = {ligne.question_id.code: ligne for ligne in self.reponse_ids}
        nouvelles = []
        for code, valeurs in lues.items():
            choix = questions[code].reponse_ids.filtered(lambda r, v=valeurs: r.code in v)
            vals = {"reponse_ids": [Command.set(choix.ids)], "inconnu": not valeurs}
            ligne = existantes.get(code)
            if not ligne:
                nouvelles.append(dict(vals, dossier_id=self.id, question_id=questions[code].id))
            elif ligne.reponse_ids != choix or ligne.inconnu != vals["inconnu"]:
                vals.update(date=fields.Datetime.now(), user_id=self.env.uid)
                ligne.write(vals)
        self.env["oilhi.dossier.reponse"].create(nouvelles)

    def _noter_desordres(self, codes):
        if isinstance(codes, str) or not all(isinstance(code, str) for code in codes):
            raise UserError(self.env._(
                "Les désordres sont une liste de codes, par exemple [\"STR-02\"]."
            ))
        trouves = {
            desordre.code: desordre
            for desordre in self.env["oilhi.desordre"]._par_code(codes)
        }
        if inconnus := [code for code in codes if code not in trouves]:
            raise UserError(self.env._(
                "Désordre inconnu : %s. Consultez le référentiel des désordres.",
                ", ".join(dict.fromkeys(inconnus)),
            ))
        notes = set(self.desordre_ids.mapped("desordre_id.code"))
        self.env["oilhi.dossier.desordre"].create([
            {"dossier_id": self.id, "desordre_id": trouves[code].id}
            for code in dict.fromkeys(codes)
            if code not in notes
        ])

    # -- Frozen evaluation ---------------------------------------------------

    def _figer_qualification(self):
        """The last qualification if nothing has changed, else a new one."""
        self.ensure_one()
        regles = self._regles_guide()
        faits = self._faits(regles)
        resultat = evaluer(regles, faits)
        clair = self._figeable(regles, faits, resultat)
        derniere = self.qualification_ids[:1]
        version = self._version_guide()
        empreinte = self._empreinte(regles, faits, clair)
        if derniere.empreinte == empreinte and derniere.version_id == version:
            return derniere
        # sudo: only this code may write a qualification; write access was checked above
        qualification = self.env["oilhi.dossier.qualification"].sudo().create({
            "dossier_id": self.id,
            "user_id": self.env.uid,
            "version": clair["version"],
            "version_id": version.id,
            "reponses": self._reponses_figees(regles, faits),
            "desordres": self._desordres_figes(faits),
            "resultat": clair,
        })
        # The list in memory got it last: the newest must come first in this very request.
        toutes = qualification | self.sudo().qualification_ids
        self.invalidate_recordset(["qualification_ids"])
        self._noter_lignes("qualification_ids", toutes)
        self._annoncer_qualification(clair)
        return qualification.sudo(False)

    def _figeable(self, regles, faits, resultat):
        """The result with the names of the authority and the answers in words: self-contained."""
        clair = resultat.en_clair()
        autres = [p["code"] for p in clair["procedures"] if p["autorite"] not in AUTORITES]
        autorites = {
            p.code: p.autorite
            for p in self.env["oilhi.procedure"]._par_code(autres)
        } if autres else {}
        for procedure in clair["procedures"]:
            procedure["autorite_nom"] = AUTORITES.get(procedure["autorite"]) or autorites.get(
                procedure["code"], ""
            )
        clair["reponses"] = [
            {
                "code": question.code,
                "question": question.intitule,
                "valeurs": sorted(savoir.valeurs) if savoir else [],
                "texte": question.libelles(savoir.valeurs) if savoir else "Je ne sais pas",
                "source": savoir.source if savoir else "agent",
                "complet": bool(savoir and savoir.complet),
            }
            for question in regles.questions
            for savoir in [resultat.savoirs.get(question.code)]
            if savoir or question.code in faits.sans_reponse
        ]
        return clair

    def _reponses_figees(self, regles, faits):
        figees = dict.fromkeys(sorted(faits.sans_reponse), INCONNU)
        for code, valeurs in sorted({**faits.dossier, **faits.reponses}.items()):
            figees[code] = (
                sorted(valeurs) if regles.question(code).multiple else next(iter(valeurs))
            )
        return figees

    def _desordres_figes(self, faits):
        return [{"code": code, "gravite": gravite} for code, gravite in sorted(faits.desordres)]

    def _empreinte(self, regles, faits, clair):
        return self.env["oilhi.dossier.qualification"]._calculer_empreinte(
            clair["version"], self._reponses_figees(regles, faits), self._desordres_figes(faits), clair
        )

    def _annoncer_qualification(self, clair):
        lignes = [
            Markup("<li><strong>%s</strong> – %s</li>") % (p["nom"], " ".join(p["motifs"]))
            for p in clair["procedures"]
        ] or [Markup("<li>%s</li>") % self.env._("Aucune procédure à ce stade.")]
        ecartees = ", ".join(p["code"] for p in clair["ecartees"])
        corps = Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Guide (version des règles %s). Procédure recommandée :", clair["version"]),
            Markup("").join(lignes),
        )
        if ecartees:
            corps += Markup("<p>%s</p>") % self.env._("Écartées : %s.", ecartees)
        self._message_log(body=corps)

    # -- For the screen ------------------------------------------------------

    def _question(self, question):
        return {
            "code": question.code,
            "question": question.intitule,
            "aide": question.aide,
            "multiple": question.multiple,
            "reponses": [
                {"code": r.code, "nom": r.libelle, "aide": r.aide} for r in question.reponses
            ],
        }

    def _reponses_montrees(self, regles, faits, resultat):
        """Answers so far, latest given by the agent last, and where each comes from."""
        dates = {ligne.question_id.code: ligne.date for ligne in self.reponse_ids}
        montrees = []
        for question in regles.questions:
            savoir = resultat.savoirs.get(question.code)
            donnee = question.code in faits.reponses or question.code in faits.sans_reponse
            if not savoir and not donnee:
                continue
            montrees.append(dict(
                self._question(question),
                codes=sorted(savoir.valeurs) if savoir else [],
                texte=question.libelles(savoir.valeurs) if savoir else "Je ne sais pas",
                source=savoir.source if savoir else "agent",
                complet=bool(savoir and savoir.complet),
                donnee=donnee,
                date=dates[question.code].isoformat() if question.code in dates else False,
            ))
        return sorted(montrees, key=lambda m: m["date"] or "")

    def _noms_partenaires(self, clair):
        codes = {code for p in clair["procedures"] for code in p["partenaires"]}
        types = self.env["oilhi.type.organisme"]._par_code(codes)
        return {organisme.code: organisme.name for organisme in types}

    def _completer(self, clair):
        """Add what is not frozen: the next step of each procedure, and how it is presented."""
        procedures = {
            procedure.code: procedure
            for procedure in self.env["oilhi.procedure"]._par_code([p["code"] for p in clair["procedures"]])
        }
        return dict(clair, procedures=[
            dict(
                p,
                prochaine_etape=self._prochaine_etape(procedures[p["code"]]),
                **self._presentation(procedures[p["code"]]),
            )
            for p in clair["procedures"]
        ])

    def _prochaine_etape(self, procedure):
        ouverte = self.procedure_ids.filtered(
            lambda p: p.procedure_id == procedure and p.etat == "en_cours"
        )[-1:]
        a_faire = ouverte.etape_ids.filtered(lambda e: e.etat == "a_faire").etape_id
        etape = (a_faire or procedure.etape_ids).sorted(lambda e: (e.sequence, e.code))[:1]
        if not etape:
            return {}
        return {"code": etape.code, "nom": etape.name, "consigne": etape.consigne or ""}
