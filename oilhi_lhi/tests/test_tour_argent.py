from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourArgent(OilhiTour):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        commune = cls.env.ref("oilhi_partenaires.commune_62041")
        # The mayor kept the police: he signs the order.
        commune.epci_id.election_president_le = "2020-07-10"
        commune.write({"predecesseur_exercait": "oui", "opposition_le": "2020-08-10"})
        cls.chef = new_test_user(
            cls.env, "chef_argent", groups="oilhi_partenaires.group_responsable", name="Chef du service"
        )
        service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat",
            "type": "mairie",
            "commune_id": commune.id,
            "user_ids": [(6, 0, cls.chef.ids)],
        })
        batiment = cls.env["oilhi.batiment"].create({
            "rue": "12 rue des Fours", "code_postal": "62000", "commune_id": commune.id,
            "copropriete": "non",
        })
        cls.dossier = cls.env["oilhi.dossier"].with_user(cls.chef).create({
            "name": "Mur pignon qui menace la rue",
            "batiment_id": batiment.id,
            "service_id": service.id,
            "personne_ids": [(0, 0, {
                "role": "proprietaire", "prenom": "Dominique", "nom": "Exemple",
                "rue": "4 rue du Test", "ville": "Arras",
            })],
        })
        procedure = cls.env["oilhi.dossier.procedure"].create({
            "dossier_id": cls.dossier.id,
            "procedure_id": cls.env.ref("oilhi_lhi.procedure_MSO").id,
        })
        # Past dates: the same days are due whatever the day of the test.
        for code, jour, faits in (
            ("MSO_12", "2024-10-01", {}),
            ("MSO_13", "2024-10-02", {"date_reception": "2024-10-04", "mode": "lrar"}),
            ("MSO_16", "2024-12-10", {}),
            ("MSO_17b", "2024-12-10", {}),
            ("MSO_18b", None, {}),
        ):
            etape = cls.env["oilhi.dossier.etape"].create({
                "dossier_id": cls.dossier.id,
                "dossier_procedure_id": procedure.id,
                "etape_id": cls.env.ref(f"oilhi_lhi.etape_{code}").id,
                "etat": "faite" if jour else "a_faire",
                "date": jour,
            })
            if jour:
                cls.env["oilhi.dossier.fait"].create({
                    "dossier_id": cls.dossier.id, "dossier_etape_id": etape.id, "code": etape.code,
                    "date": jour, "destinataire_id": cls.dossier.personne_ids.id, **faits,
                })
        cls.dossier._actualiser_parcours()

    def test_argent(self):
        """From the astreinte to the account: reasons, exemption, title, payment."""
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", "oilhi_argent_tour", login="chef_argent"
        )
        self.env.invalidate_all()
        liquidation = self.dossier.liquidation_ids.filtered(lambda li: li.etat == "decidee")
        self.assertEqual(
            (liquidation.etat, liquidation.jours, liquidation.net), ("decidee", 81, 36500)
        )
        self.assertEqual(self.dossier.titre_ids.numero, "2025-41")
        self.assertEqual(
            (self.dossier.argent_titre, self.dossier.argent_recouvre, self.dossier.argent_reste),
            (36500, 6000, 30500),
        )
