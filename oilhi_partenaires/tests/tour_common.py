from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.tests import HttpCase, common

FUSEAU = "Europe/Paris"
PROFIL = TemporaryDirectory(suffix="_chrome_oilhi", ignore_cleanup_errors=True)


class Navigateur(common.ChromeBrowser):
    """Chromium as an agent's: at the hour of France. The server's is UTC: between midnight in Paris
    and midnight UTC the two are not of the same day, and a date typed by a tour would be yesterday's."""

    def __init__(self, test_case, **options):
        super().__init__(test_case, **options)
        self._websocket_request("Emulation.setTimezoneOverride", params={"timezoneId": FUSEAU})
        # What a tour left to the next one, but the compiled scripts.
        self._websocket_request("Storage.clearDataForOrigin", params={
            "origin": test_case.base_url(),
            "storageTypes": "cookies,local_storage,indexeddb,service_workers,cache_storage",
        })

    def _chrome_start(self, user_data_dir, **options):
        """One profile for the tours of a process: a new one compiles the web client each time."""
        self.dossier_odoo, self.user_data_dir = user_data_dir, PROFIL.name
        Path(PROFIL.name).mkdir(exist_ok=True)
        Path(PROFIL.name, "DevToolsActivePort").unlink(missing_ok=True)
        return super()._chrome_start(PROFIL.name, **options)

    def stop(self):
        self.user_data_dir = self.dossier_odoo  # the one that Odoo's method removes
        try:
            return super().stop()
        finally:
            self.chrome.wait()  # the next one takes the profile


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
