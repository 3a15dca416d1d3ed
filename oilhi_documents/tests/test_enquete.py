import base64
import io
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
@freeze_time("2028-02-01")
class TestEnquete(OilhiDocumentsCommon):
    """Each figure equals what its list holds, and an SQL count written apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrete = cls._arrete_signe()
        cls.urgent = cls._arrete_urgent_execute()
        cls.urgent.mainlever().with_user(cls.responsable).signer("2027-03-01")
        cls.env["oilhi.dossier.visite"].create({
            "dossier_id": cls.arrete.dossier_id.id, "date": "2027-01-05", "heure_debut": 10,
        }).terminer()
        cls.env["oilhi.dossier.astreinte"].create({
            "dossier_id": cls.arrete.dossier_id.id, "montant_jour": 10,
            "dossier_procedure_id": cls.arrete.dossier_procedure_id.id,
        })
        menages = cls.env["oilhi.dossier.occupant"].create([
            {"dossier_id": cls.arrete.dossier_id.id, "lot": lot} for lot in ("Rez-de-chaussée", "Étage")
        ])
        cls.env["oilhi.dossier.hebergement"].create([
            {"occupant_id": menages[rang].id, "date_debut": debut, "date_fin": fin, "en_cours": False,
             "nature": nature, "lieu": "Hôtel"}
            for rang, debut, fin, nature in (
                (0, "2026-12-20", "2027-01-01", "hebergement"),  # its last night is that of 31 December 2026
                (1, "2026-12-20", "2027-01-02", "hebergement"),
                (0, "2027-06-01", "2027-06-03", "hebergement"),
                (0, "2027-07-01", "2027-07-01", "relogement"),
            )
        ])

    def _compter(self, user=None, **valeurs):
        enquete = self.env["oilhi.enquete"].with_user(user or self.responsable).create(
            {"annee": 2027, "service_id": self.service.id, **valeurs}
        )
        enquete.action_compter()
        return enquete, {ligne.code: ligne.nombre for ligne in enquete.ligne_ids}

    def _sql(self, requete):
        self.env.flush_all()
        self.env.cr.execute(requete, {"service": self.service.id, "debut": date(2027, 1, 1), "fin": date(2027, 12, 31)})
        return self.env.cr.fetchone()[0]

    def test_chiffres(self):
        _enquete, chiffres = self._compter()
        self.assertEqual(chiffres["recus"], 2)
        self.assertEqual(chiffres["visites"], 1)
        self.assertEqual((chiffres["D-MSO-10"], chiffres["D-MSU-04"], chiffres["D-MSU-07"]), (1, 1, 1))
        self.assertEqual((chiffres["arretes"], chiffres["leves"]), (3, 1))
        self.assertEqual((chiffres["hebergements"], chiffres["relogements"]), (2, 1))
        # In preparation: not pronounced.
        self.assertEqual(chiffres["astreintes"], 0)
        self.assertEqual(chiffres["recus"], chiffres["en_cours"] + chiffres["clos"])
        self.assertEqual(self._compter(annee=2026)[1]["recus"], 0)

    def test_un_compte_ecrit_a_part(self):
        _enquete, chiffres = self._compter()
        joint = "JOIN oilhi_dossier d ON d.id = x.dossier_id AND d.active AND d.service_id = %(service)s"
        for code, requete in {
            "recus": "SELECT COUNT(*) FROM oilhi_dossier WHERE active AND service_id = %(service)s "
                     "AND EXTRACT(YEAR FROM date_signalement) = 2027",
            "visites": f"SELECT COUNT(*) FROM oilhi_dossier_visite x {joint} WHERE x.etat = 'terminee' "
                       "AND EXTRACT(YEAR FROM x.date) = 2027",
            "arretes": f"SELECT COUNT(*) FROM oilhi_document x {joint} WHERE x.type = 'arrete' "
                       "AND x.numero LIKE '2027-%%'",
            "leves": f"SELECT COUNT(*) FROM oilhi_document x {joint} WHERE x.state = 'leve'",
        }.items():
            with self.subTest(code=code):
                self.assertEqual(chiffres[code], self._sql(requete))

    def test_chaque_chiffre_ouvre_sa_liste(self):
        enquete, chiffres = self._compter()
        self.assertGreater(len(chiffres), 12)
        for ligne in enquete.ligne_ids:
            with self.subTest(code=ligne.code):
                self.assertTrue(ligne.definition)
                action = ligne.action_ouvrir()
                liste = self.env[action["res_model"]].with_user(self.responsable).search(action["domain"])
                self.assertEqual(len(liste), ligne.nombre)
        self.assertEqual(len(set(enquete.ligne_ids.mapped("code"))), len(enquete.ligne_ids))

    def test_classeur(self):
        enquete, chiffres = self._compter()
        feuille = openpyxl.load_workbook(io.BytesIO(base64.b64decode(enquete.fichier))).active
        lignes = list(feuille.iter_rows(values_only=True))
        self.assertIn("À vérifier", lignes[2][0])
        self.assertEqual(lignes[4], ("Rubrique", "Indicateur", "Nombre", "Comment il est compté"))
        self.assertEqual([ligne[2] for ligne in lignes[5:]], list(chiffres.values()))
        self.assertTrue(all(isinstance(ligne[2], int) for ligne in lignes[5:]))
        self.assertIn("_2027.xlsx", enquete.action_telecharger()["url"])

    def test_chacun_ses_dossiers(self):
        autre = self._dossier_pignon(
            batiment_id=self._batiment("1 rue d’Ailleurs", self.commune_bethune).id,
            service_id=self.service_autre.id, user=self.agent_autre,
        )
        self.assertTrue(autre)
        self.assertEqual(self._compter(service_id=False)[1]["recus"], 2)
        tout = self._compter(self.coordinateur, service_id=False)[1]["recus"]
        self.assertGreaterEqual(tout, 3)
        bethune = self._compter(
            self.coordinateur, service_id=False, commune_ids=[Command.set(self.commune_bethune.ids)]
        )[1]["recus"]
        self.assertEqual(bethune, self.env["oilhi.dossier"].search_count([
            ("commune_id", "=", self.commune_bethune.id), ("date_signalement", ">=", "2027-01-01"),
        ]))
        for user in (self.agent, self.lecteur, self.juriste):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._compter(user)
        with self.assertRaises(UserError):
            self._compter(annee=27)
        self.assertFalse(
            self.env["oilhi.enquete"].with_user(self.coordinateur).create({}).service_id
        )
        self.assertEqual(
            self.env["oilhi.enquete"].with_user(self.responsable).create({}).service_id, self.service
        )
