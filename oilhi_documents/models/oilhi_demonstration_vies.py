from datetime import timedelta

from odoo import api, fields, models


class OilhiDemonstration(models.AbstractModel):
    """What follows the order, continued: an urgent shoring by the authority, sureties, offences."""

    _inherit = "oilhi.demonstration"

    # -- Urgent order: shored up by the authority the day the time limit ends --------------
    @api.model
    def _office_urgent(self, dossier, debut):
        """Forty-eight hours given, nothing done: no astreinte in an emergency (CCH L. 511-20)."""

        def jour(nombre):
            return debut + timedelta(days=nombre)

        def controler(resultat, heure):
            def action(le):
                dossier._etape("MSU-11").realiser(
                    fields.Date.to_string(le),
                    heure=heure,
                    mesures=[{"id": m.id, "resultat": resultat} for m in dossier.mesure_ids],
                )

            return action

        def decider(le):
            office = (
                dossier.env["oilhi.dossier.office"]
                .with_context(default_dossier_id=dossier.id)
                .create(
                    {
                        "motifs": "Aucune mesure n’est faite quarante-huit heures après la remise de "
                        "l’arrêté et le danger demeure au-dessus du trottoir (exemple fictif).",
                    }
                )
            )
            self._valider(
                dossier,
                office.action_decider(),
                date=fields.Date.to_string(le),
                mode="main_propre",
                date_reception=fields.Date.to_string(le),
            )
            office.write({"acces": "libre", "date_debut": le, "date_fin": jour(3)})

        def receptionner(le):
            dossier.office_ids.write({"date_reception": le})
            dossier.env["oilhi.dossier.depense"].create(
                {
                    "dossier_id": dossier.id,
                    "dossier_procedure_id": dossier.procedure_ids[-1:].id,
                    "nature": "travaux",
                    "libelle": "Purge et étaiement",
                    "date": jour(3),
                    "ht": 2500,
                    "tva": 500,
                }
            )

        yield jour(2), "MSU-11", controler("non_executee", "16:00")
        yield jour(2), "MSU-12", decider
        yield jour(4), "MSU-11", receptionner
        yield jour(4), "MSU-11", controler("executee", "10:00")

    @api.model
    def _apres_etaiement(self, dossier):
        """The order is lifted, its costs are still owed: a title not paid yet."""
        levee = max(dossier.fait_ids.filtered(lambda f: f.code == "MSU-14").mapped("date"), default=None)
        if not levee:
            return

        def titrer(jour):
            dossier.preparer_titres()
            for titre in dossier.titre_ids.filtered(lambda t: t.etat == "brouillon"):
                titre.with_user(self._responsable_de(dossier)).emettre(
                    fields.Date.to_string(jour), f"FICTIF-{titre.id}"
                )

        yield levee + timedelta(days=10), titrer

    # -- What guarantees and helps the account ----------------------------------------------
    @api.model
    def _garantir(self, dossier):
        """The special lien is asked for, a subsidy too: both with what must be checked."""

        def action(jour):
            dossier.env["oilhi.dossier.surete"].create(
                {
                    "dossier_id": dossier.id,
                    "nature": "privilege",
                    "etat": "demandee",
                    "montant": sum(dossier.titre_ids.mapped("montant")),
                    "demandee_le": jour,
                    "personne_id": dossier.personne_ids.filtered("tenue")[:1].id,
                }
            )
            dossier.env["oilhi.dossier.subvention"].create(
                {
                    "dossier_id": dossier.id,
                    "subvention_id": self.env.ref("oilhi_lhi.subvention_ANAH_OFFICE").id,
                    "etat": "demandee",
                    "demandee_le": jour,
                    "montant_demande": 5000,
                    "note": "Demande fictive ; taux et dépenses admises à confirmer par la délégation.",
                }
            )

        return action

    # -- Offences: one reported to the prosecutor, one only noted ---------------------------
    @api.model
    def _ouvrir_infraction(self, dossier, code, etablis, **valeurs):
        """The sheet, with what is established (keys of its elements)."""
        infraction = self.env.ref(f"oilhi_lhi.infraction_{code}")
        return dossier.env["oilhi.dossier.infraction"].create(
            {
                "dossier_id": dossier.id,
                "dossier_procedure_id": dossier.procedure_ids[-1:].id,
                "infraction_id": infraction.id,
                "personne_id": dossier.personne_ids.filtered("tenue")[:1].id,
                "element_ids": [
                    (6, 0, infraction.element_ids.filtered(lambda e: e.cle in etablis).ids)
                ],
                **valeurs,
            }
        )

    @api.model
    def _signaler_refus(self, dossier):
        def action(jour):
            fiche = self._ouvrir_infraction(
                dossier,
                "INF_REFUS",
                {"arrete", "delai", "carence", "refus"},
                date_faits=jour - timedelta(days=5),
                faits="Lettre du propriétaire : « Je ne ferai aucun travail et je ne laisserai entrer "
                "personne. » Procès-verbal de carence joint (exemple fictif).",
            )
            self._valider(
                dossier,
                fiche.action_signaler(),
                date=fields.Date.to_string(jour),
            )

        return action

    @api.model
    def _noter_loyer(self, dossier):
        def action(jour):
            self._ouvrir_infraction(
                dossier,
                "INF_LOYER",
                {"suspension"},
                date_faits=jour,
                victime_ids=[
                    (6, 0, dossier.personne_ids.filtered(lambda p: p.role == "occupant").ids)
                ],
                faits="L’occupante dit avoir payé un loyer après la notification de l’arrêté ; elle doit "
                "apporter la quittance (exemple fictif).",
            )

        return action
