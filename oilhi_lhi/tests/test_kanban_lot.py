from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestKanbanLot(OilhiLhiCommon):
    """Several cases at once: confided, shared; the report says what was not done and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls.env["oilhi.dossier"].with_user(cls.agent).create([
            {"name": f"Dossier {n}", "batiment_id": cls._batiment(rue=f"{n} rue du Lot").id}
            for n in range(3)
        ]).with_env(cls.env)
        cls.ailleurs = cls._dossier_pignon(user=cls.agent_autre).with_env(cls.env)
        cls.env["oilhi.dossier.partage"].create({
            "dossier_id": cls.ailleurs.id, "service_id": cls.service_mairie_arras.id,
            "niveau": "lecture",
        })
        cls.caf = cls.env["oilhi.service"].create({"name": "CAF (essai)", "type": "caf"})

    def _lot(self, modele, dossiers, user=None, **valeurs):
        return self.env[modele].with_user(user or self.agent).with_context(
            active_model="oilhi.dossier", active_ids=dossiers.ids
        ).create(valeurs)

    def _mots(self, lot):
        return str(lot.compte_rendu).replace("\u00a0", " ").replace("&nbsp;", " ")

    def test_confier(self):
        self.dossiers[0].user_id = self.responsable
        lot = self._lot(
            "oilhi.dossier.confier", self.dossiers | self.ailleurs, user_id=self.responsable.id
        )
        self.assertEqual(lot.nombre, 4)
        messages = self.env["mail.message"].search([])
        action = lot.action_confier()
        self.assertEqual((action["res_id"], action["target"]), (lot.id, "new"))
        self.assertEqual(self.dossiers.user_id, self.responsable)
        self.assertEqual(self.ailleurs.user_id, self.agent_autre)
        mots = self._mots(lot)
        self.assertIn("2 dossiers sont maintenant suivis par Oilhi responsable", mots)
        self.assertIn(f"{self.dossiers[0].reference} : déjà suivi par", mots)
        self.assertIn(f"{self.ailleurs.reference} : vous ne pouvez pas le modifier", mots)
        prevenus = (self.env["mail.message"].search([]) - messages).filtered(
            lambda m: m.message_type == "user_notification"
        )
        self.assertEqual(len(prevenus), 1, "one message for all of them")
        self.assertEqual(prevenus.partner_ids, self.responsable.partner_id)

    def test_confier_a_un_membre_du_service(self):
        lot = self._lot("oilhi.dossier.confier", self.dossiers, user_id=self.agent_autre.id)
        lot.action_confier()
        self.assertEqual(self.dossiers.user_id, self.agent)
        self.assertIn("n’est pas membre du service", self._mots(lot))
        self.assertIn("Aucun dossier", self._mots(lot))

    def test_partager(self):
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossiers[0].id, "service_id": self.caf.id,
        })
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossiers[1].id, "service_id": self.caf.id, "etat": "demande",
        })
        fin = fields.Date.context_today(self.env.user) + timedelta(days=30)
        lot = self._lot(
            "oilhi.dossier.partager", self.dossiers | self.ailleurs, service_id=self.caf.id,
            niveau="contribution", date_fin=fin, motif="Allocation à conserver",
        )
        lot.action_partager()
        partage = self.dossiers[2].partage_ids
        self.assertEqual(
            (partage.service_id, partage.niveau, partage.date_fin, partage.etat),
            (self.caf, "contribution", fin, "accepte"),
        )
        self.assertIn(self.caf, self.dossiers[2].acces_ecriture_ids)
        self.assertIn("partagé avec CAF (essai)", str(self.dossiers[2].message_ids[0].body))
        self.assertNotIn(self.caf, self.ailleurs.acces_ids)
        mots = self._mots(lot)
        self.assertIn("1 dossier est maintenant partagé avec « CAF (essai) »", mots)
        self.assertIn(f"{self.dossiers[0].reference} : déjà partagé", mots)
        self.assertIn(f"{self.dossiers[1].reference} : « CAF (essai) » a demandé l’accès", mots)
        self.assertIn(f"{self.ailleurs.reference} : seuls son service instructeur", mots)

    def test_partager_avec_soi(self):
        lot = self._lot(
            "oilhi.dossier.partager", self.dossiers, service_id=self.service_mairie_arras.id
        )
        lot.action_partager()
        self.assertIn("l’instruit déjà", self._mots(lot))

    def test_coordinateur_partage_tout(self):
        lot = self._lot(
            "oilhi.dossier.partager", self.dossiers | self.ailleurs, self.coordinateur,
            service_id=self.caf.id,
        )
        lot.action_partager()
        for dossier in self.dossiers | self.ailleurs:
            self.assertIn(self.caf, dossier.acces_ids)

    def test_cout_du_partage(self):
        """Forty cases shared cost no more queries than ten: nothing is written case by case."""
        batiments = self.env["oilhi.batiment"].create([
            {"rue": f"{n} rue du Partage", "commune_id": self.commune_arras.id} for n in range(60)
        ])
        dossiers = self.env["oilhi.dossier"].with_user(self.agent).create([
            {"name": "Dossier", "batiment_id": batiment.id} for batiment in batiments
        ])
        comptes = []
        for choisis in (dossiers[:10], dossiers[10:20], dossiers[20:]):
            lot = self._lot("oilhi.dossier.partager", choisis, service_id=self.caf.id)
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            lot.action_partager()
            self.env.flush_all()
            comptes.append(self.env.cr.sql_log_count - avant)
        self.assertLessEqual(comptes[2], comptes[1] + 3, comptes)

    def test_refus(self):
        with self.assertRaisesRegex(UserError, "Choisissez d’abord"):
            self._lot("oilhi.dossier.confier", self.env["oilhi.dossier"]).action_confier()
        with self.assertRaisesRegex(UserError, "Choisissez le collègue"):
            self._lot("oilhi.dossier.confier", self.dossiers).action_confier()
        hier = fields.Date.context_today(self.env.user) - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "déjà passé"):
            self._lot(
                "oilhi.dossier.partager", self.dossiers, service_id=self.caf.id, date_fin=hier
            ).action_partager()
        for modele in ("oilhi.dossier.confier", "oilhi.dossier.partager"):
            with self.subTest(modele=modele), self.assertRaises(AccessError):
                self._lot(modele, self.dossiers, self.lecteur)

    def test_dossiers_vus_seulement(self):
        """A number typed by hand brings nothing of a case that the user does not see."""
        secret = self._dossier_pignon(user=self.agent_autre)
        lot = self._lot("oilhi.dossier.confier", self.dossiers | secret.with_env(self.env))
        self.assertEqual(set(lot.dossier_ids.ids), set(self.dossiers.ids))
