from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import REPONSES, TRAVAUX


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourDocuments(OilhiTour):
    """From the report to the mainlevée, through the screens of the agent and of the responsable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        commune = cls.env.ref("oilhi_partenaires.commune_62041")
        commune.epci_id.write({"election_president_le": "2026-04-15", "renonciation_le": False})
        commune.write({"predecesseur_exercait": "non", "opposition_le": "2026-06-10"})
        cls.agent, cls.responsable = (
            new_test_user(
                cls.env, f"{role}_documents", name=f"{role.capitalize()} des documents",
                groups=f"oilhi_partenaires.group_{role}", lang="fr_FR", tz="Europe/Paris",
            )
            for role in ("agent", "responsable")
        )  # fmt: skip
        cls.service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat",
            "type": "mairie",
            "commune_id": commune.id,
            "partner_id": cls.env["res.partner"].create({
                "name": "Mairie d’Arras", "is_company": True, "street": "1 place de l’Exemple",
                "zip": "62000", "city": "Arras", "phone": "03 00 00 00 00",
                "email": "habitat@exemple.fr",
            }).id,
            "user_ids": [(6, 0, (cls.agent | cls.responsable).ids)],
            "signataire_ids": [(0, 0, {
                "civilite": "madame", "name": "Camille Exemple", "qualite": "Maire d’Arras",
                "type": "maire", "date_debut": "2020-07-01",
            })],
        })

    def test_du_signalement_a_la_mainlevee(self):
        self.start_tour(
            "/odoo/action-oilhi_lhi.action_oilhi_dossier", "oilhi_signalement_tour",
            login="agent_documents",
        )
        dossier = self.env["oilhi.dossier"].search([("service_id", "=", self.service.id)])
        self.assertEqual(dossier.procedure_ids.code, "MSO")
        self.assertEqual(dossier.create_uid, self.agent)
        self.assertEqual(dossier._etape("MSO-01").etat, "faite")
        self._instruire(dossier.with_user(self.agent))

        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_arrete_tour", login="agent_documents"
        )
        arrete = dossier.document_ids.filtered(lambda d: d.type == "arrete")
        self.assertEqual((arrete.code, arrete.state), ("D-MSO-10", "a_signer"))

        url = f"/odoo/oilhi.document/{arrete.id}"
        self.start_tour(url, "oilhi_signature_tour", login="responsable_documents")
        arrete.invalidate_recordset()
        self.assertEqual(arrete.state, "executoire")
        self.assertEqual(arrete.signe_par_id, self.responsable)
        self.assertEqual(dossier._etape("MSO-13").etat, "faite")
        self.assertTrue(dossier.echeance_ids.filtered(lambda e: e.code == "DL-EXEC-MS").date)

        dossier.with_user(self.agent)._etape("MSO-17a").realiser(
            fields.Date.to_string(self.aujourdhui()), note="Travaux faits."
        )
        self.start_tour(url, "oilhi_mainlevee_tour", login="responsable_documents")
        dossier.invalidate_recordset()
        self.assertEqual(arrete.state, "leve")
        mainlevee = dossier.document_ids.filtered(lambda d: d.type == "arrete") - arrete
        self.assertEqual((mainlevee.code, mainlevee.state), ("D-MSO-20", "executoire"))
        self.assertEqual(dossier._etape("MSO-18a").etat, "faite")

    def _instruire(self, dossier):
        """Three months of work, so that the period of observations is over today."""
        aujourdhui = self.aujourdhui()

        def jour(avant):
            return fields.Date.to_string(aujourdhui - timedelta(days=avant))

        dossier.batiment_id.write({"protection": "non", "copropriete": "non"})
        dossier.env["oilhi.batiment.parcelle"].create({
            "batiment_id": dossier.batiment_id.id, "name": "AB 123",
        })
        dossier.usage = "habitation"
        dossier.date_signalement = jour(90)
        dossier.desordre_ids.write({
            "date": jour(89), "localisation": "pignon ouest", "constat": "Ventre de 12 cm.",
        })
        dossier.qualifier(REPONSES)
        dossier.env["oilhi.dossier.mesure"].create({
            **TRAVAUX, "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids.id,
        })
        dossier._etape("MSO-04").realiser(jour(89), heure="10:30")
        dossier._etape("MSO-05").realiser(jour(88))
        lettre = dossier.generer_document("D-MSO-03", date=jour(85))
        lettre.with_user(self.responsable).signer(jour(85))
        lettre.notifier(
            None, "lrar", jour(85), jour(80), personne_id=dossier.personne_ids.id
        )
        lettre.invalidate_recordset()
        self.assertEqual(lettre.state, "notifie")
