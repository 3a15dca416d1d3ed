import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rendu.signal_logement import CLASSIFICATIONS
from . import controle_signal
from .common import OilhiDocumentsCommon

AUJOURDHUI = date(2027, 6, 1)


@tagged("post_install", "-at_install")
@freeze_time(AUJOURDHUI)
class TestExportSignal(OilhiDocumentsCommon):
    """The register of arrêtés in the file that Signal Logement imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrete = cls._arrete_signe()
        cls.urgent = cls._arrete_urgent_execute()

    def _export(self, user=None, **valeurs):
        export = self.env["oilhi.signal.export"].with_user(user or self.agent).create(valeurs)
        export.action_verifier()
        return export

    def _contenu(self, export):
        return base64.b64decode(export.fichier)

    def _lignes(self, export):
        contenu = self._contenu(export)
        self.assertEqual(controle_signal.controler(contenu, AUJOURDHUI), [])
        return controle_signal.lire(contenu)[0]

    def test_chaque_arrete_a_un_libelle_ou_une_raison(self):
        for modele in self.env["oilhi.document.modele"].search([("type", "=", "arrete")]):
            self.assertTrue(modele.signal_motif, modele.code)
            self.assertIn(modele.signal_classification, (False, *CLASSIFICATIONS))
        self.assertFalse(self.env["oilhi.document.modele"].search([
            ("type", "!=", "arrete"), ("signal_classification", "!=", False),
        ]))

    def test_fichier_accepte(self):
        lignes = self._lignes(self._export())
        self.assertEqual([ligne["classification arrêté"] for ligne in lignes], [
            "Mise en sécurité procédure urgente", "Mise en sécurité procédure ordinaire",
        ])
        self.assertEqual(list(lignes[1].values()), [
            "15/02/2027", "Mise en sécurité procédure ordinaire", "", "12", "rue des Trois Exemples",
            "62000", "Arras", "", "62041000AB0123",
        ])

    def test_mainlevee_renvoie_l_arrete(self):
        """Lifted in the period: its arrêté leaves again, with the date; the lifting has no row."""
        levee = self.urgent.mainlever()
        levee.with_user(self.responsable).signer("2027-03-01")
        self.assertEqual(self.urgent.state, "leve")
        export = self._export(date_debut="2027-02-20", date_fin="2027-05-01")
        (ligne,) = self._lignes(export)
        self.assertEqual((ligne["date arrêté"], ligne["date arrêté main levée"]), ("05/01/2027", "01/03/2027"))
        self.assertIn("date est portée", export.ligne_ids.filtered(lambda li: li.document_id == levee).message)

    def test_ce_qui_manque_se_corrige(self):
        batiment = self.arrete.dossier_id.batiment_id
        batiment.parcelle_ids.unlink()
        export = self._export()
        ligne = export.ligne_ids.filtered(lambda li: li.document_id == self.arrete)
        self.assertEqual((ligne.etat, ligne.ou), ("a_corriger", "batiment"))
        self.assertIn("parcelle", ligne.message)
        action = ligne.action_ouvrir()
        self.assertEqual((action["res_model"], action["res_id"]), ("oilhi.batiment", batiment.id))
        self.assertEqual(len(self._lignes(export)), 1)
        batiment.parcelle_ids = [Command.create({"name": "AB 124"})]
        export.action_verifier()
        self.assertEqual(len(self._lignes(export)), 2)
        self.assertEqual(len(export.ligne_ids), 2)

    def test_adresses_hostiles(self):
        batiment = self.arrete.dossier_id.batiment_id
        for rue, etat in (
            ('12 rue "des, Fours"', "exporte"), ("=HYPERLINK(1)", "a_corriger"), ("12 +33", "a_corriger"),
            ("12 rue\ndes Fours", "exporte"), ("@SUM(1)", "a_corriger"), ("Hameau des Fours", "a_corriger"),
        ):
            with self.subTest(rue=rue):
                batiment.rue = rue
                export = self._export()
                ligne = export.ligne_ids.filtered(lambda li: li.document_id == self.arrete)
                self.assertEqual(ligne.etat, etat)
                self._lignes(export)
        self.assertEqual(self._export(sans_numero=True).nombre, 2)

    def test_syndic_societe_seule(self):
        """The name of a private syndic does not leave."""
        dossier = self.arrete.dossier_id
        adresse = {"role": "syndic", "rue": "1 rue du Test", "code_postal": "62000", "ville": "Arras"}
        dossier.personne_ids = [Command.create({**adresse, "prenom": "Odile", "nom": "PRIVÉE"})]
        self.assertNotIn("PRIVÉE", self._contenu(self._export()).decode())
        dossier.personne_ids = [Command.create({**adresse, "raison_sociale": "Cabinet d’Essai"})]
        self.assertEqual(self._lignes(self._export())[1]["dénomination syndic"], "Cabinet d’Essai")

    def test_personne_n_y_est_nommee(self):
        personnes = (self.arrete | self.urgent).dossier_id.personne_ids
        personnes.write({"prenom": "Zyzomys", "nom": "Zyzomys"})
        self.assertTrue(personnes)
        self.assertNotIn("Zyzomys", self._contenu(self._export()).decode())

    def test_selection_et_filtres(self):
        Export = self.env["oilhi.signal.export"].with_user(self.agent)
        choisi = Export.with_context(
            active_model="oilhi.document", active_ids=self.arrete.ids
        ).create({"date_debut": "2020-01-01", "date_fin": "2020-12-31"})
        choisi.action_verifier()
        self.assertEqual(choisi.ligne_ids.document_id, self.arrete)
        self.assertEqual(self._export(date_debut="2027-02-01").ligne_ids.document_id, self.arrete)
        autre = self.env["oilhi.commune"].search([("id", "!=", self.commune_arras.id)], limit=1)
        vide = self._export(commune_ids=[Command.set(autre.ids)])
        self.assertIn("Aucun arrêté", vide.bilan)
        with self.assertRaises(UserError):
            vide.action_telecharger()
        with self.assertRaises(UserError):
            self._export(date_debut="2027-05-01", date_fin="2027-04-01")

    def test_chacun_ses_arretes(self):
        self.assertFalse(self._export(self.agent_autre).ligne_ids)
        with self.assertRaises(AccessError):
            self._export(self.lecteur)
        export = self._export()
        with self.assertRaises(AccessError):
            export.with_user(self.responsable).action_telecharger()
