import base64

from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiDocumentsCommon
from .test_revision import modifier


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourVie(OilhiDocumentsCommon, OilhiTour):
    """Finished in Word, signed, transmitted, sent to all, returned, proved: through the screens."""

    def test_vie_d_un_acte(self):
        arrete = self._arrete().with_user(self.responsable)
        fini = modifier(
            base64.b64decode(arrete.travail), ("pignon ouest selon les règles de l’art", "pignon ouest et du solin")
        )
        self.env["ir.attachment"].create({
            "name": "fini.docx", "raw": fini, "public": True, "type": "binary",
            "url": "/oilhi_documents/tour/fini.docx",
        })
        self.start_tour(
            f"/odoo/oilhi.document/{arrete.id}", "oilhi_vie_tour", login=self.responsable.login
        )
        arrete.invalidate_recordset()
        self.assertEqual((arrete.state, str(arrete.date_executoire)), ("executoire", "2027-03-05"))
        self.assertEqual(arrete.revision_id.nombre_differences, 1)
        proprietaire = self._proprietaire(arrete.dossier_id)
        siennes = arrete.notification_ids.filtered(lambda n: n.personne_id == proprietaire)
        self.assertEqual(siennes.mapped("state"), ["revenu", "recu"])
        delai = arrete.dossier_id.echeance_ids.filtered(
            lambda e: e.code == "DL-EXEC-MS" and e.destinataire_id == proprietaire
        )
        self.assertEqual(str(delai.depart), "2027-03-05")
