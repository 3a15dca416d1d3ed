from datetime import timedelta

from odoo import api, fields, models


class OilhiDemonstration(models.AbstractModel):
    """Households that an urgent order puts out, and the facts that are reported to the prosecutor."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _mesures_en_plus(self, dossier, ligne, arrete):
        faites = super()._mesures_en_plus(dossier, ligne, arrete)
        if ligne.get("apres") == "menage":
            self._interdire(dossier, arrete, arrete + timedelta(days=1))
        return faites

    @api.model
    def _suite_msu(self, dossier, ligne, debut, tenues):
        self._mesures_en_plus(dossier, ligne, debut)
        yield from super()._suite_msu(dossier, ligne, debut, tenues)

    # -- Urgent order: a household lodged by the commune from the first night ---------------
    @api.model
    def _apres_menage(self, dossier):
        arrete = dossier._etape("MSU-07").date
        if not arrete:
            return
        occupant = dossier.personne_ids.filtered(lambda p: p.role == "occupant")[:1]

        def loger(jour):
            menage = dossier.env["oilhi.dossier.occupant"].create(
                {
                    "dossier_id": dossier.id,
                    "personne_id": occupant.id,
                    "bailleur_id": dossier.personne_ids.filtered("tenue")[:1].id,
                    "lot": "logement du premier étage",
                    "nombre_personnes": 3,
                    "titre": "habitation",
                    "titre_depuis": arrete - timedelta(days=600),
                    "entree": arrete - timedelta(days=600),
                    "bonne_foi": "oui",
                    "loyer": 610,
                    "charges": 30,
                    "allocation": "caf",
                    "eviction": jour,
                }
            )
            dossier.env["oilhi.dossier.hebergement"].create(
                {
                    "occupant_id": menage.id,
                    "lieu": "Hôtel du Modèle",
                    "date_debut": jour,
                    "date_fin": fields.Date.today(),
                    "places": 1,
                    "prix_nuit": 62,
                    "supporte_par": "commune",
                }
            )

        yield arrete, loger
        yield (
            arrete + timedelta(days=1),
            self._signaler(
                dossier, "INF-PRESSION", ("droits", "acte"),
                "L’occupant déclare au service que le propriétaire l’a appelé pour lui demander de rendre "
                "les clés et de renoncer à son bail (exemple fictif).",
            ),
        )  # fmt: skip

    @api.model
    def _apres_occupants(self, dossier):
        yield from super()._apres_occupants(dossier)
        yield (
            fields.Date.today() - timedelta(days=1),
            self._signaler(
                dossier, "INF-RELOGEMENT", ("obligation", "refus"),
                "Le propriétaire n’a présenté aucune offre d’hébergement à la date fixée par l’arrêté et n’a pas "
                "répondu aux appels du service (exemple fictif).",
            ),
        )  # fmt: skip

    @api.model
    def _signaler(self, dossier, code, etablis, faits):
        """An action that opens a sheet, for a letter to be prepared: nothing is reported yet."""

        def action(jour):
            infraction = self.env["oilhi.infraction"].search([("code", "=", code)])
            dossier.env["oilhi.dossier.infraction"].create(
                {
                    "dossier_id": dossier.id,
                    "dossier_procedure_id": dossier.procedure_ids[-1:].id,
                    "infraction_id": infraction.id,
                    "faits": faits,
                    "date_faits": jour,
                    "personne_id": dossier.personne_ids.filtered("tenue")[:1].id,
                    "victime_ids": dossier.personne_ids.filtered(lambda p: p.role == "occupant").ids,
                    "element_ids": infraction.element_ids.filtered(lambda e: e.cle in etablis).ids,
                }
            )

        return action
