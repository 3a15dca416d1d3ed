from odoo import models

# In the stepper: more than this, and the agent opens « Qui contacter ? ».
CONTACTS_MAX = 3
CHAMPS = ("id", "organisme_id", "name", "function", "phone", "urgence", "email", "perime", "raisons")


class OilhiDossier(models.Model):
    """Who to contact for a case: its commune, its facts, the step it has reached."""

    _inherit = "oilhi.dossier"

    def _faits_contact(self):
        """Facts of the case on which the recipients depend; None: not known."""
        self.ensure_one()
        batiment = self.batiment_id
        return {
            "habitation": self.usage in ("habitation", "mixte") if self.usage else None,
            "copropriete": batiment.copropriete != "non" if batiment.copropriete else None,
            "protege": batiment.protection != "non" if batiment.protection else None,
        }

    def _contacts_par_etape(self, etapes):
        """{step id: partners to contact}, in a number of queries that does not grow."""
        self.ensure_one()
        etapes = etapes.filtered(lambda e: e._codes("partenaire_codes"))
        if not etapes:
            return {}
        demandes = [etape._demande_contact() for etape in etapes]
        reponses = self.commune_id._qui_contacter(demandes, **self._faits_contact())
        return {
            etape.id: [self._partenaire(ligne) for ligne in reponse["lignes"]]
            for etape, reponse in zip(etapes, reponses, strict=True)
        }

    def _partenaire(self, ligne):
        """What the stepper shows of one type."""
        return {
            **{cle: ligne[cle] for cle in (
                "code", "statut", "statut_libelle", "obligatoire", "raisons", "base",
                "niveau_preuve", "telephone_national", "absent",
            )},
            "nom": ligne["type"],
            "contacts": [
                {cle: contact[cle] for cle in CHAMPS}
                for contact in ligne["contacts"][:CONTACTS_MAX]
            ],
            "autres": max(0, len(ligne["contacts"]) - CONTACTS_MAX),
        }

    def action_qui_contacter(self):
        """« Qui contacter ? » for the commune and the facts of this case."""
        self.ensure_one()
        self.check_access("read")
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.contact.recherche",
            self.env._("Qui contacter ?"),
            {
                "default_commune_id": self.commune_id.id,
                "default_dossier_id": self.id,
                "oilhi_dialogue": True,
            },
        )


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _demande_contact(self):
        self.ensure_one()
        return {
            "types": self._codes("partenaire_codes"),
            # « MSO-EQ » uses the steps of « MSO », and its rules
            "cles": [self.code, self.code.split("-")[0]],
        }

    def action_qui_contacter(self):
        """The partners of this step, with what to send them."""
        self.ensure_one()
        self.check_access("read")
        dossier, demande = self.dossier_id, self._demande_contact()
        recherche = self.env["oilhi.contact.recherche"].create({
            "commune_id": dossier.commune_id.id,
            "dossier_id": dossier.id,
            "type_ids": [(6, 0, self.env["oilhi.type.organisme"].search(
                [("code", "in", demande["types"])]
            ).ids)],
            "contexte": ",".join(demande["cles"]),
            "titre": self.env._(
                "Qui contacter : %(etape)s", etape=self.etape_id.display_name
            ),
        })
        recherche._repondre()
        return recherche._action_montrer()
