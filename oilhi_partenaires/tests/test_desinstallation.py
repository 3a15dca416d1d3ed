from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestDesinstallation(OilhiCommon):
    def test_personnes_archivees(self):
        """Without the rule they would turn up in everyone's contacts."""
        prive = self._personne(self.service_mairie_arras)
        public = self.service_mairie_arras.partner_id
        sequence = self.service_mairie_arras.sequence_arrete_id
        uninstall_hook(self.env)
        self.assertFalse(prive.active)
        self.assertTrue(public.active)
        self.assertFalse(sequence.exists())
