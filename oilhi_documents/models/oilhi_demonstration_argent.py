from datetime import timedelta

from odoo import api, fields, models

MOTIFS = {
    "motif_ampleur": "Reprise d’une façade sur un étage, échafaudage compris.",
    "motif_consequences": "Des éléments peuvent tomber sur le trottoir.",
}


class OilhiDemonstration(models.AbstractModel):
    """Money and works, on other cases: what each document of the catalogue needs (column `apres`)."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _preparer_office(self, dossier, motifs):
        """Works by the authority, an estimate chosen, nothing decided yet."""
        office = (
            dossier.env["oilhi.dossier.office"]
            .with_context(default_dossier_id=dossier.id)
            .create({"motifs": motifs})
        )
        devis = dossier.env["oilhi.dossier.devis"].create(
            {
                "office_id": office.id,
                "entreprise_id": self._entreprise(
                    "demo_entreprise_1", "Maçonnerie EXEMPLE (fictive)"
                ).id,
                "date": fields.Date.today(),
                "montant_ht": 6400,
                "montant_tva": 640,
            }
        )
        devis.action_retenir()
        return office

    # -- Failure: an astreinte that runs, decided, titled; then works are prepared ----------
    @api.model
    def _apres_carence(self, dossier):
        carence = dossier._etape("MSO-17b").date
        if not carence:
            return
        tenue = dossier.personne_ids.filtered("tenue")[:1]

        def prononcer(jour):
            dossier._etape("MSO-18b").realiser(
                fields.Date.to_string(jour),
                mode="lrar",
                montant=120,
                date_reception=fields.Date.to_string(jour + timedelta(days=3)),
                destinataire_id=tenue.id,
            )
            dossier.astreinte_ids.write(MOTIFS)

        def liquider(jour):
            for pret in dossier.preparer_liquidations()[:1]:
                premiere = dossier.env["oilhi.dossier.liquidation"].browse(pret["id"])
                premiere.with_user(self._responsable_de(dossier)).decider(
                    fields.Date.to_string(premiere.exigible_le)
                )
            dossier.preparer_liquidations()
            dossier.preparer_titres()
            self._preparer_office(
                dossier,
                "L’ouvrage n’est pas consolidé et l’astreinte n’a pas suffi (exemple fictif).",
            )

        yield carence + timedelta(days=5), prononcer
        yield fields.Date.today(), liquider

    # -- Failure: an astreinte is being prepared, for one person or for each co-owner -------
    @api.model
    def _apres_astreinte_preparee(self, dossier):
        if not dossier._etape("MSO-17b").date:
            return

        def preparer(jour):
            communes = dossier._copropriete() == "parties_communes"
            tenus = dossier.personne_ids.filtered("tenue")
            if communes:
                tenus = self._coproprietaires(
                    dossier, [("MODÈLE", "Andrée", "madame", 600), ("FICTIF", "Omar", "monsieur", 400)]
                )
            dossier.env["oilhi.dossier.astreinte"].create(
                {
                    "dossier_id": dossier.id,
                    "dossier_procedure_id": dossier.procedure_ids[-1:].id,
                    "mode": "copropriete" if communes else "seule",
                    "montant_jour": 150,
                    "redevable_ids": [
                        (0, 0, {
                            "dossier_id": dossier.id,
                            "personne_id": personne.id,
                            "montant": personne.tantiemes * 0.15 if communes else 0,
                        })
                        for personne in tenus
                    ],
                    **MOTIFS,
                }
            )

        yield fields.Date.today(), preparer

    # -- Copropriété: the syndic attests, the authority has a month to decide ----------------
    @api.model
    def _apres_substitution_attestee(self, dossier):
        yield from self._apres_substitution(dossier)
        if dossier.substitution_ids:
            yield (
                fields.Date.today() - timedelta(days=10),
                lambda jour: self._valider(
                    dossier,
                    dossier.substitution_ids.action_attestation(),
                    date=fields.Date.to_string(jour),
                    date_reception=fields.Date.to_string(jour),
                ),
            )

    # -- Copropriété: the authority paid for two co-owners; one has paid back ---------------
    @api.model
    def _apres_substitution_decidee(self, dossier):
        yield from self._apres_substitution(dossier)
        substitution = dossier.substitution_ids
        if not substitution:
            return

        def il_y_a(nombre):
            return fields.Date.today() - timedelta(days=nombre)

        def attester(jour):
            self._valider(
                dossier,
                substitution.action_attestation(),
                date=fields.Date.to_string(jour),
                date_reception=fields.Date.to_string(jour),
            )

        def decider(jour):
            dossier.enregistrer_fait("D-MSO-30", fields.Date.to_string(jour))

        def notifier(jour):
            for ligne in substitution.ligne_ids.filtered("reprise"):
                self._valider(
                    dossier,
                    ligne.action_notifier(),
                    date=fields.Date.to_string(jour),
                    date_reception=fields.Date.to_string(jour),
                    mode="main_propre",
                )

        def titrer(jour):
            dossier.preparer_titres()
            titre = dossier.titre_ids.filtered(lambda t: t.etat == "brouillon")[:1]
            titre.with_user(self._responsable_de(dossier)).emettre(
                fields.Date.to_string(jour), f"FICTIF-{titre.id}"
            )
            dossier.env["oilhi.dossier.paiement"].create(
                {
                    "titre_id": titre.id,
                    "date": jour,
                    "montant": titre.montant,
                    "personne_id": titre.personne_ids[:1].id,
                    "reference": "Virement (exemple fictif)",
                }
            )

        yield il_y_a(8), attester
        yield il_y_a(6), decider
        yield il_y_a(4), notifier
        yield il_y_a(1), titrer

    # -- Nights paid by the commune, to be titled --------------------------------------------
    @api.model
    def _apres_hebergement(self, dossier):
        return self._apres_occupants(dossier)

    # -- Urgence: nothing was done in time ----------------------------------------------------
    @api.model
    def _apres_office_urgent(self, dossier):
        if dossier._etape("MSU-11").etat != "faite":
            return

        def preparer(jour):
            # Found afterwards: the architect is told at once (D-MSU-03).
            dossier.batiment_id.protection = "inscrit_abords_spr_site"
            self._preparer_office(
                dossier, "L’ouvrage n’est pas étayé à la fin du délai (exemple fictif)."
            )

        yield fields.Date.today(), preparer

    # -- Hosting establishment: order, then nothing done ---------------------------------------
    @api.model
    def _suite_erp_heb(self, dossier, ligne, debut, tenues):
        yield debut, "ERP-01", self._faire(dossier, "ERP-01")
        yield from self._suite_acte(
            dossier,
            debut + timedelta(days=20),
            "D-ERP-01",
            ("ERP-02", "ERP-02"),
            tenues,
            delai=3,
            options={
                "delai_nombre": 1,
                "delai_unite": "mois",
                "saisies": {
                    "saisie.contradictoire": "la lettre invitant l’exploitant et le propriétaire à "
                    "présenter leurs observations, restée sans réponse (exemple fictif)",
                    "saisie.constat_commission": "absence d’alarme sonore aux étages et issue de "
                    "secours condamnée (exemple fictif)",
                },
            },
        )

    # -- Order of the préfet, not carried out ---------------------------------------------------
    @api.model
    def _suite_dsp(self, dossier, ligne, debut, tenues):
        for rang, code in enumerate(("DSP-01", "DSP-02", "DSP-03")):
            yield debut + timedelta(days=rang), code, self._faire(dossier, code)
        yield (
            debut + timedelta(days=3),
            "office",
            lambda jour: self._preparer_office(
                dossier, "Le chauffe-eau dangereux n’a été ni coupé ni remplacé (exemple fictif)."
            ),
        )
