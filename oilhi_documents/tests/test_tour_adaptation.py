import base64

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from ..champs.modeles import NOMS
from ..rendu import mettre_a_plat
from ..rendu.ooxml import empaqueter
from ..rendu.verification import ouvrir


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAdaptation(OilhiTour):
    """A document adapted by a service: refused, corrected, compared, validated, used."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.responsable, cls.juriste = (
            new_test_user(
                cls.env, f"{role}_adaptation", name=f"{role.capitalize()} des modèles",
                groups=f"oilhi_partenaires.group_{role}", lang="fr_FR", tz="Europe/Paris",
            )
            for role in ("responsable", "juriste")
        )  # fmt: skip
        cls.service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat", "type": "mairie",
            "commune_id": cls.env.ref("oilhi_partenaires.commune_62041").id,
            "user_ids": [Command.set(cls.responsable.ids)],
        })
        cls.modele = cls.env.ref("oilhi_documents.modele_d_mso_10")
        cls._fichier("essai_tour_refuse", ("dossier.reference}", "dossier.referance}"))
        cls._fichier("essai_tour_corrige", ("Mesures prescrites", "Mesures à exécuter"))

    @classmethod
    def _fichier(cls, nom, changement):
        """A file given back, where the browser of the test finds it."""
        parties = ouvrir(mettre_a_plat(cls.modele.version_courante_id._contenu(), NOMS))
        for partie in parties:
            if partie.startswith("word/"):
                parties[partie] = parties[partie].replace(*(c.encode() for c in changement))
        piece = cls.env["ir.attachment"].create({
            "name": f"{nom}.docx", "datas": base64.b64encode(empaqueter(parties)), "public": True,
        })
        cls.env["ir.model.data"].create({
            "module": "oilhi_documents", "name": nom, "model": "ir.attachment", "res_id": piece.id,
        })

    def test_adapter_valider(self):
        self.start_tour(
            f"/odoo/action-oilhi_documents.oilhi_document_modele_action/{self.modele.id}",
            "oilhi_adaptation_tour", login="responsable_adaptation",
        )
        version = self.env["oilhi.document.modele.version"].search([
            ("service_id", "=", self.service.id)
        ])
        self.assertTrue(version.soumise)
        self.start_tour(
            f"/odoo/action-oilhi_documents.oilhi_document_modele_version_action/{version.id}",
            "oilhi_adaptation_validation_tour", login="juriste_adaptation",
        )
        self.assertEqual((version.state, version.valide_par_id), ("valide", self.juriste))
        self.assertEqual(self.modele._version_valide(version.date_debut, self.service), version)

    def test_champs(self):
        self.start_tour("/odoo/oilhi-champs", "oilhi_champs_tour", login="responsable_adaptation")
