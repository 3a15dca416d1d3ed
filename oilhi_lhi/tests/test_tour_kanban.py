from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourKanban(OilhiParcoursCommon, OilhiTour):
    def test_deplacer(self):
        """A drag refused with its reason, one that opens the dialog, the same from the keyboard."""
        jour = fields.Date.context_today(self.env.user)
        attend = self._maison()
        attend.name = "Mur en contradictoire"
        self._instruire(attend, date=str(jour - timedelta(days=30)))
        self._faire(attend, "MSO-08", str(jour - timedelta(days=6)), mode="lrar",
                    date_reception=str(jour - timedelta(days=5)))
        self._faire(attend, "MSO-09", str(jour - timedelta(days=6)))
        enquete = self._maison(batiment_id=self._batiment(
            rue="3 place du Théâtre", protection="non", copropriete="non"
        ).id)
        enquete.name = "Plafond à expertiser"
        self.start_tour("/odoo/dossiers", "oilhi_kanban_tour", login=self.agent.login)
        self.env.invalidate_all()
        self.assertEqual((attend.phase, enquete.phase), ("contradictoire", "instruction"))
        self.assertEqual(enquete._etape("MSO-01").etat, "faite")
