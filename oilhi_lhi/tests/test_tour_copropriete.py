from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourCopropriete(OilhiParcoursCommon, OilhiTour):
    """Twelve months of a copropriété in the browser, then what the database holds of them."""

    @classmethod
    def _police_maire(cls):
        """The mayor has kept the police since before the case began."""
        cls.commune_arras.epci_id.election_president_le = "2020-07-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": "2020-08-10"})

    def test_douze_mois(self):
        batiment = self._batiment(
            rue="8 rue de la Copropriété", protection="inscrit_abords_spr_site"
        )
        dossier = self._maison(
            reponses={"Q10": "les_deux"}, batiment_id=batiment.id, date_signalement="2025-09-01"
        )
        self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": "syndic", "raison_sociale": "Syndic Exemple",
            "rue": "2 place du Test", "code_postal": "62000", "ville": "Arras", "tenue": True,
        })
        self._mesure(dossier, delai_nombre=3)
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_copropriete_tour",
            login=self.agent.login,
        )
        dossier.invalidate_recordset()
        self.assertEqual((dossier.procedure_ids.etat, dossier.phase), ("close", "clos"))
        self.assertEqual(str(dossier.procedure_ids.date_cloture), "2026-09-01")
        dates = {
            code: sorted(str(e.date) for e in self._echeance(dossier, code))
            for code in ("DL-CONTR-COPRO", "DL-CONTR-MS", "DL-ABF", "DL-EXEC-MS")
        }
        self.assertEqual(dates, {
            "DL-CONTR-COPRO": ["2025-11-17"],  # Saturday 15 November, CPC 642
            "DL-CONTR-MS": ["2025-10-16"],
            "DL-ABF": ["2025-09-29"],  # Saturday 27 September
            "DL-EXEC-MS": ["2026-02-25", "2026-02-26"],
        })
        # Common parts are concerned: what happens to the rents is not confirmed, nothing is said.
        # Only the quarters of astreinte, that nobody liquidated, are still reminded.
        rappels = dossier.activity_ids.filtered("automated").mapped("summary")
        self.assertFalse([rappel for rappel in rappels if "liquid" not in (rappel or "").lower()])
