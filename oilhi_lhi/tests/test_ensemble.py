from odoo.tests import tagged

from ..models.oilhi_dossier_parcours import LISTES_PARCOURS
from ..models.oilhi_dossier_qualifier import LISTES_GUIDE
from .parcours_common import OilhiParcoursCommon

LISTES = dict.fromkeys((*LISTES_PARCOURS, *LISTES_GUIDE, "echeance_ids.historique_ids"))


@tagged("post_install", "-at_install")
class TestEnsemble(OilhiParcoursCommon):

    def test_comme_l_orm(self):
        """One query reads of a case what Odoo reads list by list: same rows, same order, same types."""
        dossier = self._maison(batiment_id=self._batiment(
            "4 rue de l’Ensemble", protection="non", copropriete="non").id)
        self._instruire(dossier)
        self._lettre(dossier)
        for nombre in (1, 2):
            self._mesure(dossier, texte=f"Mesure {nombre}")
        self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(dossier, "MSO-13", "2027-02-16", mode="main_propre")
        self._faire(dossier, "MSO-13", "2027-02-17", mode="main_propre", motif="Date lue sur le récépissé.")
        dossier.repondre("Q3", ["solidite"])
        dossier.qualifier()
        dossier = dossier.sudo()
        self.env.flush_all()

        def lire():
            """Rows of each list; ``repr``: an integer is not a decimal."""
            lignes = {nom: dossier.mapped(nom) for nom in LISTES}
            return {nom: repr(les.read([c.name for c in dossier._champs_ensemble(les._name)], load=None))
                    for nom, les in lignes.items()}

        self.env.invalidate_all()
        attendues = lire()
        self.assertFalse([nom for nom in ("etape_ids", "echeance_ids.historique_ids", "reponse_ids")
                          if attendues[nom] == "[]"])
        for nom in ("oilhi.question", "oilhi.reponse"):
            self.env[nom]._rangs_gardes()  # each worker knows the order of the reference data
        dossier.mapped("name")
        with self.assertQueryCount(1):
            dossier._lire_ensemble(LISTES)
        with self.assertQueryCount(0):
            lues = lire()
        for nom in LISTES:
            with self.subTest(liste=nom):
                self.assertEqual(lues[nom], attendues[nom])

    def test_ce_qui_s_ecrit_reste(self):
        """A value not written yet is not lost, nor read over."""
        dossier = self._maison().sudo()
        self.env.flush_all()
        self.env.invalidate_all()
        dossier.batiment_id.complement = "Bâtiment B"
        dossier._lire_ensemble(LISTES)
        self.assertEqual(dossier.batiment_id.complement, "Bâtiment B")
        self.env.invalidate_all()
        self.assertEqual(dossier.batiment_id.complement, "Bâtiment B")

    def test_pieces(self):
        """Rows without documents are known to have none; the others are asked for, with the rights of who reads."""
        dossier = self._maison()
        self._instruire(dossier)
        ailleurs = self._dossier_pignon(
            user=self.agent_autre, batiment_id=self._batiment(commune=self.service_autre.commune_id).id)
        fait = dossier.fait_ids[0]
        pieces = self.env["ir.attachment"].create([
            {"name": "avis.pdf", "raw": b"x", "res_model": fait._name, "res_id": fait.id},
            {"name": "autre.pdf", "raw": b"x", "res_model": ailleurs._name, "res_id": ailleurs.id},
        ])
        fait.sudo().piece_ids = pieces
        piece, autre = pieces
        self.env.flush_all()
        self.env.invalidate_all()
        dossier = dossier.with_user(self.agent)
        dossier.check_access("read")
        dossier.sudo()._lire_ensemble(("fait_ids",))
        sans = dossier.fait_ids.filtered(lambda f: f.id != fait.id)
        self.assertTrue(sans)
        with self.assertQueryCount(0):
            self.assertFalse(sans.piece_ids)
        self.assertEqual(dossier.fait_ids.piece_ids, piece.with_user(self.agent))
        self.assertNotIn(autre.id, dossier.fait_ids.piece_ids.ids)
