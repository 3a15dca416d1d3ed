from odoo.tests import HttpCase


class OilhiTour(HttpCase):
    """A tour: on a busy machine it is long, and a step that does not come ends it long before."""

    def start_tour(self, url_path, tour_name, **options):
        return super().start_tour(url_path, tour_name, **{"timeout": 1800, **options})
