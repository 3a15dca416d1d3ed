from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..moteur.documents import NOMS
from ..moteur.urgence import gestes

GRAVITE_DANGER = 4
# What the agent does when the application has no steps for the procedure.
QUE_FAIRE = {
    "maire": (
        "L’application n’en décrit pas encore les étapes. L’acte est pris par l’autorité nommée "
        "ci-dessus\u00a0: faites constater les faits par un écrit daté, avec photos, rédigez la lettre ou "
        "l’arrêté à partir des articles cités, faites-le relire (service juridique, ADIL), puis "
        "gardez la preuve de son envoi dans les pièces du dossier."
    ),
    "prefet": (
        "La décision appartient au préfet\u00a0: la mairie ne signe pas l’arrêté. Envoyez-lui par écrit, "
        "ainsi qu’à l’agence régionale de santé ou au service communal d’hygiène, le constat daté, "
        "les photos et les coordonnées du propriétaire et des occupants, et gardez la preuve de "
        "l’envoi. Si le danger n’attend pas, téléphonez aussi."
    ),
    "autre": (
        "Aucun arrêté de la mairie ne règle seul cette situation\u00a0: informez les personnes concernées "
        "et réunissez les partenaires ci-dessous. Gardez au dossier ce qui est décidé, et par qui."
    ),
}


class OilhiDossier(models.Model):
    """What the screen of the guide adds to the evaluation: disorders seen, first gestures, contacts."""

    _inherit = "oilhi.dossier"

    # -- Disorders seen -------------------------------------------------------

    def noter_desordre(self, code, gravite, criteres=None, localisation=None, observation_id=None):
        """Record a disorder seen, or correct one already recorded; return the state of the guide.

        :param code: code of the disorder (``STR-02``)
        :param gravite: 1 to 4, within the range of this disorder; 4 as soon as a danger is ticked
        :param criteres: codes of what is ticked (``["STR-02-1"]``)
        :param localisation: where, in plain words
        :param observation_id: the observation to correct; None: a new one
        :raise UserError: unknown disorder, gravity or criterion
        """
        self.ensure_one()
        self.check_access("write")
        desordre = self.env["oilhi.desordre"].search([("code", "=", code)])
        if not desordre:
            raise UserError(self.env._(
                "Désordre inconnu\u00a0: %s. Consultez le référentiel des désordres.", code
            ))
        coches = desordre.critere_ids.filtered(lambda c: c.code in (criteres or ()))
        if inconnus := set(criteres or ()) - set(coches.mapped("code")):
            raise UserError(self.env._(
                "«\u00a0%(nom)s\u00a0»\u00a0: critère inconnu (%(codes)s).",
                nom=desordre.name, codes=", ".join(sorted(inconnus)),
            ))
        connue = self._observation(observation_id) if observation_id else None
        bas, haut = desordre.gravite_min, desordre.gravite_max
        if any(coches.mapped("danger")):
            # Even above the usual range: the sign, not the disorder, makes it urgent.
            gravite = GRAVITE_DANGER
        elif gravite not in range(bas, haut + 1) and not (
            # An unusual gravity explained elsewhere (a visit) is not lost by opening the guide.
            connue and connue.desordre_id == desordre and connue.gravite == str(gravite)
        ):
            raise UserError(self.env._(
                "«\u00a0%(nom)s\u00a0»\u00a0: la gravité va de %(bas)s à %(haut)s.",
                nom=desordre.name, bas=bas, haut=haut,
            ))
        valeurs = {
            "desordre_id": desordre.id,
            "gravite": str(gravite),
            "critere_ids": [Command.set(coches.ids)],
            "localisation": (localisation or "").strip() or False,
        }
        if connue:
            connue.write(valeurs)
        else:
            self.env["oilhi.dossier.desordre"].create(dict(valeurs, dossier_id=self.id))
        return self.etat_guide()

    def retirer_desordre(self, observation_id):
        """Forget a disorder recorded by mistake; return the state of the guide."""
        self.ensure_one()
        self.check_access("write")
        self._observation(observation_id).unlink()
        return self.etat_guide()

    def _observation(self, observation_id):
        observation = self.desordre_ids.filtered(lambda o: o.id == observation_id)
        if not observation:
            raise UserError(self.env._(
                "Ce désordre n’est plus au dossier\u00a0: quelqu’un l’a retiré. Rechargez la page."
            ))
        return observation

    def _observations_montrees(self):
        return [
            {
                "id": ligne.id,
                "code": ligne.desordre_id.code,
                "nom": ligne.desordre_id.name,
                "categorie": ligne.desordre_id.categorie_id.code,
                "gravite": int(ligne.gravite or 0),
                "localisation": ligne.localisation or "",
                "criteres": ligne.critere_ids.mapped("code"),
            }
            for ligne in self.desordre_ids
        ]

    # -- Emergency ------------------------------------------------------------

    def _urgence(self, clair):
        """What to do at once, as soon as danger is said, or seen and not denied; else False."""
        dites = [a for a in clair["alertes"] if a["niveau"] == "danger"]
        graves = self.desordre_ids.filtered(
            lambda o: int(o.gravite or 0) >= GRAVITE_DANGER or any(o.critere_ids.mapped("danger"))
        )
        nie = any(
            ligne.question_id.code == "Q1" and "non" in ligne.reponse_ids.mapped("code")
            for ligne in self.reponse_ids
        )
        if not dites and (nie or not graves):
            return False
        vus = graves or self.desordre_ids
        return {
            "gestes": gestes(vus.mapped("desordre_id.categorie_id.code")),
            "motifs": [o.display_name for o in graves],
        }

    # -- Result ---------------------------------------------------------------

    def _presentation(self, procedure):
        """In plain words: what it is, who decides, what to do when it has no steps here."""
        return {
            "resume": procedure.resume or "",
            "competence": procedure.autorite or "",
            "effets": procedure.effets or "",
            "que_faire": ""
            if procedure.etape_ids
            else QUE_FAIRE.get(procedure.titulaire, QUE_FAIRE["autre"]),
        }

    def _noms_fiche(self, clair):
        """Names of the documents and partners of a stored result."""
        return (
            self._noms_partenaires({"procedures": clair.get("procedures", [])})
            | NOMS
            | self._noms_documents()
        )

    def action_contacts_procedure(self, code):
        """« Qui contacter ? » for a procedure that the guide recommends, with its partners."""
        self.ensure_one()
        self.check_access("read")
        procedure = self.env["oilhi.procedure"].search([("code", "=", code)])
        if not procedure:
            raise UserError(self.env._("Procédure inconnue\u00a0: %s.", code))
        retenue = next(
            (p for p in self.etat_guide()["resultat"]["procedures"] if p["code"] == code), {}
        )
        recherche = self.env["oilhi.contact.recherche"].create({
            "commune_id": self.commune_id.id,
            "dossier_id": self.id,
            "type_ids": [Command.set(self.env["oilhi.type.organisme"].search(
                [("code", "in", retenue.get("partenaires", []))]
            ).ids)],
            # « MSO-EQ » follows the rules of « MSO ».
            "contexte": ",".join(dict.fromkeys((code, code.split("-")[0]))),
            "titre": self.env._("Qui contacter\u00a0: %s", procedure.name),
        })
        recherche._repondre()
        return recherche._action_montrer()
