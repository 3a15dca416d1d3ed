from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiLhiCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourFiche(OilhiLhiCommon, OilhiTour):
    def test_pages_lues_a_leur_ouverture(self):
        """The page of a case reads what it shows; the other pages come when they open, and are edited."""
        dossier = self._dossier_pignon().with_env(self.env)
        caf = self.env["oilhi.service"].create({"name": "CAF (essai)", "type": "caf"})
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": dossier.id, "service_id": caf.id, "etat": "accepte", "niveau": "lecture",
        })
        lues, lire = [], type(self.env["oilhi.dossier"]).web_read

        def noter(dossiers, specification):
            lues.append(dict(specification))
            return lire(dossiers, specification)

        self.patch(type(self.env["oilhi.dossier"]), "web_read", noter)
        self.start_tour(f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_fiche_tour", login=self.agent.login)
        self.assertEqual((dossier.name, partage.motif), ("Pignon fissuré sur la rue", "Enquête sociale"))

        ouverture, page = lues[0], next(lue for lue in lues if "partage_ids" in lue)
        self.assertLessEqual({"name", "desordre_ids", "photo_ids", "argent_visible", "modifiable"}, ouverture.keys())
        for nom in ("partage_ids", "personne_ids", "mesure_ids", "echeance_ids", "qualification_ids", "procedure_ids"):
            self.assertNotIn(nom, ouverture)
        self.assertNotIn("desordre_ids", page)
        self.assertNotIn("echeance_ids", page)

        self.env.flush_all()
        sien = dossier.with_user(self.agent)
        sien.web_read(ouverture)  # warms the caches of access rights
        for specification, maximum in ((ouverture, 18), (page, 17)):
            self.env.invalidate_all()
            with self.assertQueryCount(maximum):
                sien.web_read(specification)
