import io
import json
from datetime import date, datetime

import openpyxl

from odoo import Command, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import OilhiDocumentsCommon

# What an agent exports: the templates that are shipped, and lists without a template.
MODELES = ("ir_exports_dossiers", "ir_exports_echeances", "ir_exports_arretes")
AUTRES = {
    "oilhi.dossier.personne": ("nom_complet", "role", "adresse_complete"),
    "oilhi.dossier.visite": ("dossier_id", "date", "etat"),
    "oilhi.batiment": ("name", "commune_id", "parcelle_ids"),
    "oilhi.notification": ("document_id", "partner_id", "date_envoi", "date_reception"),
    "oilhi.dossier.mesure": ("dossier_id", "type", "texte", "date_limite"),
}
TECHNIQUES = {
    "oilhi.dossier": {"lisible", "modifiable"},
    "oilhi.document": {"valeurs", "options", "verrouille", "peut_signer", "pdf_apercu"},
    "oilhi.batiment": {"cle_adresse"},
}


@tagged("post_install", "-at_install", "oilhi_http")
class TestExportListes(OilhiDocumentsCommon, HttpCase):
    """Odoo's own export, through its route, as each role: what leaves is what the role may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrete = cls._notifier_tous(cls._arrete_signe())
        cls.dossier = cls.arrete.dossier_id
        cls.env["oilhi.dossier.visite"].create({
            "dossier_id": cls.dossier.id, "date": "2027-01-05", "heure_debut": 10,
        })
        cls.menage = cls.env["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": "Rez-de-chaussée",
            "reserve_ids": [Command.create({"sante": "Zyzomys"})],
        })
        cls.droit = cls.env.ref("base.group_allow_export")
        cls.roles = cls.lecteur | cls.agent | cls.responsable | cls.coordinateur
        for user in cls.roles | cls.agent_autre:
            user.group_ids += cls.droit
        cls.env.flush_all()

    def _rpc(self, route, **params):
        return self.make_jsonrpc_request(route, params)

    def _demander(self, modele, champs, domaine=(), **plus):
        return self.url_open("/web/export/xlsx", data={
            "csrf_token": http.Request.csrf_token(self),
            "data": json.dumps({
                "model": modele, "fields": champs, "ids": False, "domain": list(domaine),
                "import_compat": False, "groupby": [], "context": {}, **plus,
            }),
        })

    def _exporter(self, modele, champs, domaine=()):
        """Rows of the workbook, its headers first."""
        reponse = self._demander(modele, champs, domaine)
        self.assertEqual(reponse.status_code, 200, reponse.text[:300])
        feuille = openpyxl.load_workbook(io.BytesIO(reponse.content)).active
        return list(feuille.iter_rows(values_only=True))

    def _colonnes(self, xmlid):
        """The columns of a saved template, as the dialog asks for them."""
        modele = self.env.ref(f"oilhi_documents.{xmlid}")
        champs = self._rpc("/web/export/namelist", model=modele.resource, export_id=modele.id)
        return modele.resource, [
            {"name": c["id"], "label": c["string"], "type": c["field_type"]} for c in champs
        ]

    def test_modeles_livres(self):
        for user in self.roles:
            self.authenticate(user.login, user.login)
            for xmlid in MODELES:
                modele, champs = self._colonnes(xmlid)
                with self.subTest(user=user.login, modele=modele):
                    self.assertEqual(len(champs), len(self.env.ref(f"oilhi_documents.{xmlid}").export_fields))
                    domaine = [
                        ("id" if modele == "oilhi.dossier" else "dossier_id", "=", self.dossier.id)
                    ]
                    entetes, *lignes = self._exporter(modele, champs, domaine)
                    self.assertEqual(entetes, tuple(c["label"] for c in champs))
                    self.assertEqual(len(lignes), self.env[modele].with_user(user).search_count(domaine))
                    self.assertTrue(lignes)
                    self._verifier_types(champs, lignes)

    def _verifier_types(self, champs, lignes):
        """A date is a date for the spreadsheet, not a text; nothing shows a number of the database."""
        for rang, champ in enumerate(champs):
            valeurs = [ligne[rang] for ligne in lignes if ligne[rang] not in (None, "", False)]
            if champ["type"] == "date":
                self.assertTrue(all(isinstance(v, (date, datetime)) for v in valeurs), champ)
            elif champ["type"] in ("char", "selection", "many2one"):
                self.assertTrue(all(isinstance(v, str) for v in valeurs), champ)

    def test_libelles_et_dates_en_francais(self):
        self.authenticate(self.agent.login, self.agent.login)
        modele, champs = self._colonnes("ir_exports_arretes")
        entetes, ligne = self._exporter(modele, champs, [("id", "=", self.arrete.id)])
        valeurs = dict(zip(entetes, ligne, strict=True))
        self.assertEqual(valeurs["Numéro"], self.arrete.numero)
        self.assertEqual(valeurs["Signé le"], datetime(2027, 2, 15))
        self.assertEqual(valeurs["État"], "Exécutoire")
        self.assertEqual(valeurs["Commune"], "Arras (62)")

    def test_autres_listes(self):
        for user in self.roles:
            self.authenticate(user.login, user.login)
            for modele, noms in AUTRES.items():
                with self.subTest(user=user.login, modele=modele):
                    champs = [{"name": nom, "label": nom, "type": "char"} for nom in noms]
                    lignes = self._exporter(modele, champs)[1:]
                    self.assertTrue(lignes)

    def test_rien_des_autres_services(self):
        self.authenticate(self.agent_autre.login, self.agent_autre.login)
        for xmlid in MODELES:
            modele, champs = self._colonnes(xmlid)
            entetes, *lignes = self._exporter(modele, champs)
            self.assertTrue(entetes)
            self.assertEqual(lignes, [], modele)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_sans_le_droit(self):
        self.agent.group_ids -= self.droit
        self.env.flush_all()
        self.authenticate(self.agent.login, self.agent.login)
        reponse = self._demander("oilhi.dossier", [{"name": "reference", "label": "R", "type": "char"}])
        self.assertNotEqual(reponse.status_code, 200)
        self.assertNotIn(self.dossier.reference, reponse.text)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_donnees_reservees(self):
        """The right to export opens nothing that the role does not read."""
        demandes = (
            ("oilhi.dossier.occupant.reserve", "sante"), ("oilhi.dossier.occupant", "reserve_ids/sante"),
        )
        self.authenticate(self.responsable.login, self.responsable.login)
        for modele, champ in demandes:
            with self.subTest(modele=modele):
                reponse = self._demander(modele, [{"name": champ, "label": "x", "type": "text"}])
                if reponse.status_code == 200:
                    lu = openpyxl.load_workbook(io.BytesIO(reponse.content)).active
                    self.assertNotIn("Zyzomys", str(list(lu.iter_rows(values_only=True))))
        self.responsable.group_ids += self.env.ref("oilhi_partenaires.group_donnees_sensibles")
        self.env.flush_all()
        self.authenticate(self.responsable.login, self.responsable.login)
        lignes = self._exporter(
            "oilhi.dossier.occupant.reserve", [{"name": "sante", "label": "x", "type": "text"}]
        )
        self.assertIn(("Zyzomys",), lignes)

    def test_colonnes_techniques_pas_proposees(self):
        self.authenticate(self.coordinateur.login, self.coordinateur.login)
        for modele, techniques in TECHNIQUES.items():
            offertes = {
                c["id"] for c in self._rpc(
                    "/web/export/get_fields", model=modele, domain=[], import_compat=False
                )
            }
            self.assertFalse(offertes & techniques, modele)
            self.assertGreater(len(offertes), 10)
