from dateutil.relativedelta import relativedelta

from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourPilotage(OilhiTour):
    browser_size = "1920x1080"  # narrower, the menu hides behind its « + »

    def test_pilotage(self):
        """A manager goes from the stock to the outcomes, compares two years, opens a case."""
        chef = new_test_user(
            self.env, "chef_pilotage", groups="oilhi_partenaires.group_responsable", name="Chef du service"
        )
        commune = self.env.ref("oilhi_partenaires.commune_62041")
        service = self.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat", "type": "mairie", "commune_id": commune.id,
            "user_ids": [(6, 0, chef.ids)],
        })
        jour = self.aujourdhui()
        for recul, etapes in ((1, ("MSO_11", "MSO_12")), (0, ())):
            signale = jour - relativedelta(years=recul)
            dossier = self.env["oilhi.dossier"].create({
                "name": "Mur compté", "service_id": service.id, "date_signalement": signale,
                "batiment_id": self.env["oilhi.batiment"].create({
                    "rue": f"{recul + 1} rue Comptée", "commune_id": commune.id,
                }).id,
            })
            if etapes:
                procedure = self.env["oilhi.dossier.procedure"].create({
                    "dossier_id": dossier.id, "date_ouverture": signale,
                    "procedure_id": self.env.ref("oilhi_lhi.procedure_MSO").id,
                })
                for code in etapes:
                    self.env["oilhi.dossier.etape"].create({
                        "dossier_id": dossier.id, "dossier_procedure_id": procedure.id,
                        "etape_id": self.env.ref(f"oilhi_lhi.etape_{code}").id,
                        "etat": "faite" if code == "MSO_11" else "ecartee",
                        "date": signale if code == "MSO_11" else False,
                    })
                procedure.write({"etat": "close", "date_cloture": signale})
        self.start_tour(
            "/odoo/action-oilhi_lhi.action_oilhi_pilotage_dossier", "oilhi_pilotage_tour", login="chef_pilotage"
        )
