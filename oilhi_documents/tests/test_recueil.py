"""The whole case for a judge: what the user may read, in order, kept as it was handed over."""

import io
import zipfile

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
class TestRecueil(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrete = cls._notifier_tous(cls._arrete_signe())
        cls.dossier = cls.arrete.dossier_id
        cls.dossier.env["oilhi.dossier.photo"].create({
            "dossier_id": cls.dossier.id, "image": cls._image(), "name": "Pignon", "date": "2027-01-05",
        })
        cls.env["ir.attachment"].create({
            "name": "rapport.txt", "raw": b"Rapport", "mimetype": "text/plain",
            "res_model": "oilhi.dossier", "res_id": cls.dossier.id,
        })

    def _etablir(self, **valeurs):
        assistants = self.env["oilhi.dossier.recueil.preparation"].with_user(self.agent)
        with Form(assistants.with_context(default_dossier_id=self.dossier.id)) as formulaire:
            formulaire.destinataire = "tribunal administratif de Lille"
        assistant = formulaire.record
        assistant.ligne_ids.filtered(lambda li: li.titre in valeurs.get("sans", ())).inclure = False
        action = assistant.action_etablir()
        return self.env["oilhi.dossier.recueil"].browse(action["res_id"])

    def test_un_clic(self):
        recueil = self._etablir()
        self.assertEqual(recueil.user_id, self.agent)
        textes = [
            page.extract_text().replace("\u00a0", " ")
            for page in PdfReader(io.BytesIO(recueil.pdf_id.raw)).pages
        ]
        self.assertEqual(recueil.pages, len(textes))
        entier = "\n".join(textes)
        for mention in (self.dossier.reference, "tribunal administratif de Lille", self.arrete.numero,
                        "Pièce n° 1", f"Pièce n° {recueil.nombre}", "05/01/2027"):
            self.assertIn(mention, entier)
        self.assertIn("rapport.txt", recueil.remarques)
        archive = zipfile.ZipFile(io.BytesIO(recueil.zip_id.raw))
        # The act is there as it was signed: its hash is the one of the register.
        self.assertIn(self.arrete.sha256, archive.read("SHA256SUMS").decode())
        with self.assertRaises(UserError):
            recueil.pdf_id.write({"raw": b"autre"})
        with self.assertRaises(AccessError):
            recueil.with_user(self.agent).write({"destinataire": "autre"})

    def test_pieces_ecartees(self):
        tout = self._etablir().nombre
        self.assertEqual(self._etablir(sans=["rapport.txt"]).nombre, tout - 1)

    def test_rien_ou_trop(self):
        recueils = self.env["oilhi.dossier.recueil"].with_user(self.agent)
        with self.assertRaisesRegex(UserError, "au moins une pièce"):
            recueils._etablir(self.dossier, [])
        piece = self.dossier._piece(*self.dossier._pieces_recueil()[0][:3])
        with self.assertRaisesRegex(UserError, "trop grand"):
            recueils._etablir(self.dossier, [piece] * 301)

    def test_droits(self):
        """A reader of another service sees no piece; a reader of the case binds nothing."""
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre).action_recueil()
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.lecteur).action_recueil()
        cle = self.dossier._pieces_recueil()[0][0]
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre)._piece(cle, "2027-01-05", "x")

    def test_donnee_sensible_non_cochee(self):
        """What is joined to the restricted part of a household is left out unless asked for."""
        menage = self.dossier.env["oilhi.dossier.occupant"].create({
            "dossier_id": self.dossier.id, "personne_id": self._occupant(self.dossier).id,
        })
        reserve = self.env["oilhi.dossier.occupant.reserve"].create({"occupant_id": menage.id})
        self.env["ir.attachment"].create({
            "name": "certificat.pdf", "raw": b"%PDF", "mimetype": "application/pdf",
            "res_model": reserve._name, "res_id": reserve.id,
        })
        titres = [titre for _cle, _date, titre, _s in self.dossier.with_user(self.agent)._pieces_recueil()]
        self.assertFalse([t for t in titres if "certificat" in t])
        sensibles = [p for p in self.dossier.sudo()._pieces_recueil() if "certificat" in p[2]]
        self.assertEqual([p[3] for p in sensibles], [True])
