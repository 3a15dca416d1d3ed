from odoo import fields, models
from odoo.fields import Command


class OilhiRegleVersion(models.Model):
    """Giving up a draft: the working rows say again what the version in force says."""

    _inherit = "oilhi.regle.version"

    def abandonner(self):
        """Drop the draft and put every rule, question and procedure back as published."""
        self._exiger_brouillon()
        # sudo: rows added by the draft are put away, which no right on the rows allows one by one
        brouillon = self.sudo()
        publiee = brouillon.browse(self._id_publiee()).instantane
        ecarts = brouillon.differences()
        for objet in ("question", "procedure", "regle"):
            voulues = {v["code"]: v for v in publiee[f"{objet}s"]}
            codes = [e["code"] for e in ecarts if e["objet"] == objet]
            lignes = self.env[f"oilhi.{objet}"].sudo().with_context(active_test=False).search(
                [("code", "in", codes)]
            )
            for ligne in lignes:
                if ligne.code in voulues:
                    getattr(brouillon, f"_restaurer_{objet}")(ligne, voulues[ligne.code])
            if objet == "regle":
                lignes.filtered(lambda r, v=voulues: r.code not in v).active = False
        # Last: a rule put away may have read them.
        voulues = {v["code"]: [r["code"] for r in v["reponses"]] for v in publiee["questions"]}
        questions = self.env["oilhi.question"].sudo().search([("active", "=", True)])
        questions.filtered(lambda q: q.code not in voulues).active = False
        questions.reponse_ids.filtered(
            lambda r: r.code not in voulues.get(r.question_id.code, [r.code])
        ).unlink()
        brouillon.unlink()
        return True

    def action_abandonner(self):
        self.abandonner()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._id_publiee(),
            "views": [(False, "form")],
            "target": "main",
        }

    def _restaurer_question(self, question, voulu):
        existantes = {r.code: r for r in question.reponse_ids}
        commandes = []
        # Their order is the only trace of their rank that the core keeps.
        for rang, reponse in enumerate(voulu["reponses"]):
            vals = {
                "code": reponse["code"], "name": reponse["libelle"], "aide": reponse["aide"],
                "sequence": 10 * (rang + 1),
            }
            ligne = existantes.get(reponse["code"])
            commandes.append(Command.update(ligne.id, vals) if ligne else Command.create(vals))
        question.write({
            "name": voulu["intitule"], "aide": voulu["aide"], "multiple": voulu["multiple"],
            "prioritaire": voulu["prioritaire"], "sequence": voulu["sequence"], "active": True,
            "reponse_ids": commandes,
        })

    def _restaurer_procedure(self, procedure, voulu):
        procedure.write({
            "name": voulu["nom"], "urgente": voulu["urgente"], "sequence": voulu["sequence"],
            "transferable_epci": voulu["transferable"], "titulaire": voulu["titulaire"],
            "active": True,
        })

    def _restaurer_regle(self, regle, voulu):
        env = self.env
        procedures = {p.code: p.id for p in env["oilhi.procedure"].search([])}
        questions = {q.code: q for q in env["oilhi.question"].search([])}

        def reponses(question, codes):
            return questions[question].reponse_ids.filtered(lambda r: r.code in codes).ids

        clauses = [
            {
                "question_id": questions[question].id, "operateur": operateur,
                "reponse_ids": [Command.set(reponses(question, codes))],
            }
            for question, operateur, codes in voulu["clauses"]
        ]
        # In place: a shipped condition keeps its identifier, that updates rely on.
        actuelles = regle.clause_ids.sorted("id")
        commandes = [
            Command.update(ligne.id, vals)
            for ligne, vals in zip(actuelles, clauses, strict=False)
        ]
        commandes += [Command.create(vals) for vals in clauses[len(actuelles):]]
        commandes += [Command.delete(ligne.id) for ligne in actuelles[len(clauses):]]
        regle.write({
            "effet": voulu["effet"],
            "name": voulu["motif"],
            "procedure_id": procedures.get(voulu["procedure"]),
            "procedure_ids": [Command.set([procedures[p] for p in voulu["aussi"]])],
            "base": " ; ".join(voulu["bases"]),
            "question_id": questions[voulu["question"]].id if voulu["question"] else False,
            "reponse_ids": [Command.set(
                reponses(voulu["question"], voulu["reponses"]) if voulu["question"] else []
            )],
            "date_debut": fields.Date.to_date(voulu["date_debut"] or False),
            "date_fin": fields.Date.to_date(voulu["date_fin"] or False),
            "active": True,
            "clause_ids": commandes,
            **{
                nom: ",".join(voulu[nom])
                for nom in ("documents", "partenaires", "desordres", "contexte")
            },
            **{
                nom: voulu[nom]
                for nom in (
                    "alternative", "motif_contraire", "niveau_alerte", "niveau_preuve",
                    "gravite_min", "gravite_max", "nombre_min", "nombre_max", "sequence",
                )
            },
        })
