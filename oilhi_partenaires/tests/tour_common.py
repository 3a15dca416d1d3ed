from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.tests import HttpCase, common

FUSEAU = "Europe/Paris"


class Navigateur(common.ChromeBrowser):
    """Chromium as an agent's: at the hour of France. The server's is UTC: between midnight in Paris
    and midnight UTC the two are not of the same day, and a date typed by a tour would be yesterday's."""

    def __init__(self, test_case, **options):
        super().__init__(test_case, **options)
        self._websocket_request("Emulation.setTimezoneOverride", params={"timezoneId": FUSEAU})


class OilhiTour(HttpCase):
    """A tour: on a busy machine it is long, and a step that does not come ends it long before."""

    def start_tour(self, url_path, tour_name, login=None, **options):
        # As Odoo's login page does with the browser's: `authenticate` in tests goes around it.
        self.env["res.users"].search([("login", "=", login), ("tz", "=", False)]).tz = FUSEAU
        with patch.object(common, "ChromeBrowser", Navigateur):
            return super().start_tour(
                url_path, tour_name, login=login, **{"timeout": 1800, **options})

    @staticmethod
    def aujourdhui():
        """Date of today where the users are: what their screens write."""
        return datetime.now(ZoneInfo(FUSEAU)).date()
