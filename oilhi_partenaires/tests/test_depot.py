"""Deposits: the antivirus and the nature of files, from every way in."""
import base64
import json
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.base.models.ir_cron import IrCron

from ..models.depot import oilhi_depot
from ..models.depot.oilhi_depot import Reglages, fichier_produit
from .faux_clamd import EICAR, clamd

JOURNAL = "odoo.addons.oilhi_partenaires.models.depot"
PORTE_FERMEE = "127.0.0.1:1"


class DepotCommun:
    def regler(self, adresse, absent="differer", delai=10.0):
        regles = Reglages(adresse, absent, delai)
        self.startPatcher(patch.object(oilhi_depot, "reglages", lambda: regles))

    def serveur(self, **options):
        serveur = self.enterContext(clamd(**options)) if hasattr(self, "enterContext") else None
        if serveur is None:  # Python 3.10
            contexte = clamd(**options)
            serveur = contexte.__enter__()
            self.addCleanup(contexte.__exit__, None, None, None)
        self.regler(serveur.adresse)
        return serveur


@tagged("post_install", "-at_install")
class TestDepot(DepotCommun, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, "agent_depot", "base.group_user,base.group_partner_manager")
        cls.fiche = cls.env["res.partner"].create({"name": "Fiche"})
        cls.Piece = cls.env(user=cls.agent)["ir.attachment"]

    def _deposer(self, nom="preuve.pdf", contenu=b"%PDF-1.4", **autres):
        return self.Piece.create({
            "name": nom, "raw": contenu, "res_model": "res.partner", "res_id": self.fiche.id, **autres})

    def test_infecte_refuse_partout(self):
        """Each way that a content has of reaching an attachment; and nothing is kept."""
        serveur = self.serveur()
        piece, binaire = self._deposer(), base64.b64encode(EICAR)
        self.assertEqual(serveur.recus, [b"%PDF-1.4"])
        self.assertFalse(piece.oilhi_analyse)
        avant = self.env["ir.attachment"].search_count([("id", "!=", False)])
        fiche = self.fiche.with_user(self.agent)
        for entree in (
            lambda: self._deposer("virus.txt", EICAR),
            lambda: self.Piece.create({"name": "virus.txt", "datas": binaire}),
            lambda: piece.write({"raw": EICAR}),
            lambda: piece.write({"datas": binaire}),
            lambda: piece.write({"raw": b"sain", "datas": binaire}),
            lambda: fiche.message_post(body="voici", attachments=[("virus.txt", EICAR)]),
            lambda: self.Piece.sudo().create({"name": "virus.txt", "raw": EICAR}),
            lambda: self.Piece.with_context(install_mode=True).create({"name": "virus.txt", "raw": EICAR}),
        ):
            with self.assertLogs(JOURNAL, "WARNING") as journal, self.assertRaises(UserError) as refus:
                with self.env.cr.savepoint():
                    entree()
            phrase = str(refus.exception)
            self.assertIn("« Eicar-Test-Signature »", phrase)
            self.assertIn("Rien n’a été enregistré", phrase)
            self.assertIn("Infected deposit refused", journal.output[0])
        self.assertEqual(self.env["ir.attachment"].search_count([("id", "!=", False)]), avant)
        self.assertEqual(piece.raw, b"%PDF-1.4")

    def test_chemins_detournes(self):
        """What a caller by RPC might try to get round the examination."""
        self.serveur()
        piece = self._deposer("a.txt", b"a", db_datas=base64.b64encode(EICAR), oilhi_analyse="infecte")
        self.assertEqual((piece.raw, piece.oilhi_analyse), (b"a", False))
        piece.write({"db_datas": base64.b64encode(EICAR)})
        piece.invalidate_recordset()
        self.assertFalse(piece.db_datas)
        piece.sudo().oilhi_analyse = "infecte"
        piece.write({"oilhi_analyse": False})
        self.assertEqual(piece.oilhi_analyse, "infecte")

    def test_carte_des_ressources(self):
        """debug=assets: the map of a bundle is written after it was created empty; nobody's own file passes so."""
        vals = {"name": "web.assets_web.js.map", "url": "/web/assets/1234567/web.assets_web.js.map", "public": True}
        carte = self.env(user=SUPERUSER_ID)["ir.attachment"].create({**vals, "raw": b""})
        carte.write({"raw": b'{"version": 3}'})
        self.assertEqual(carte.raw, b'{"version": 3}')
        pareille = self.Piece.sudo().create(vals)
        self.assertEqual(pareille.create_uid, self.agent)
        for piece in (pareille, carte | pareille):
            with self.assertRaises(UserError):
                piece.write({"raw": b'{"version": 3}'})

    def test_natures(self):
        for nom, contenu, mot in (
            ("facture.exe", b"x", "est un programme"), ("facture.pdf", b"MZ\x90\0\3\0", "est un programme"),
            ("page.html", b"bonjour", "page web"), ("budget.xlsm", b"x", "macros"), ("a.accdb", b"x", ".accdb"),
            ("photo.png", b"%PDF-1.4", "n’est pas celui que son nom annonce"),
            ("plan.svg", b"<svg><script>a()</script></svg>", "SVG"),
        ):
            with self.subTest(nom), self.assertRaises(UserError) as refus:
                self._deposer(nom, contenu)
            self.assertIn(nom, str(refus.exception))
            self.assertIn(mot, str(refus.exception))
        self.env["ir.config_parameter"].set_param("oilhi.extensions_admises", "accdb, exe")
        self.assertTrue(self._deposer("a.accdb", b"x"))
        with self.assertRaisesRegex(UserError, "programme"):
            self._deposer("facture.exe", b"x")

    def test_champ_de_formulaire(self):
        """The sentence names the field when nothing else names the file."""
        with self.assertRaisesRegex(UserError, "est un programme"):
            self.Piece.sudo().create({
                "name": "image_1920", "res_model": "res.partner", "res_id": self.fiche.id,
                "res_field": "image_1920", "raw": b"MZ\x90\0\3\0" + b"\0" * 60})

    def test_clamd_absent(self):
        self.regler(PORTE_FERMEE)
        with self.assertLogs(JOURNAL, "ERROR"):
            piece = self._deposer()
        self.assertEqual(piece.oilhi_analyse, "attente")
        with fichier_produit():
            self.assertFalse(self._deposer("lettre.docx", b"produite").oilhi_analyse)
        self.regler(PORTE_FERMEE, "refuser")
        with self.assertLogs(JOURNAL, "ERROR"), self.assertRaisesRegex(UserError, "recommencez dans quelques minutes"):
            self._deposer("autre.pdf")

    def test_trop_grand(self):
        self.serveur(maximum=1000)
        with self.assertRaisesRegex(UserError, "trop volumineux"):
            self._deposer("grand.txt", b"x" * 5000)

    def test_examine_plus_tard(self):
        """What waited is examined when clamd is back; what is found is closed, and said."""
        self.startPatcher(patch.object(IrCron, "_commit_progress", lambda *args, **options: 1.0))
        self.regler(PORTE_FERMEE)
        with self.assertLogs(JOURNAL, "ERROR"):
            saine, infectee = self._deposer("saine.txt", b"bonjour"), self._deposer("virus.txt", EICAR)
            self.env["ir.attachment"]._cron_oilhi_analyser()
        self.assertEqual({saine.oilhi_analyse, infectee.oilhi_analyse}, {"attente"})
        serveur = self.serveur()
        with self.assertLogs(JOURNAL, "WARNING"):
            self.env["ir.attachment"]._cron_oilhi_analyser()
        self.assertEqual(serveur.recus, [b"bonjour", EICAR])
        self.assertEqual((saine.oilhi_analyse, infectee.oilhi_analyse), (False, "infecte"))
        self.assertFalse(infectee.raw)
        self.assertFalse(infectee.datas)
        self.assertEqual(saine.raw, b"bonjour")
        self.assertIn("Eicar-Test-Signature", self.fiche.message_ids[:1].body)
        self.env["ir.attachment"]._cron_oilhi_analyser()
        self.assertEqual(len(serveur.recus), 2)

    def test_liste_des_infectes(self):
        """Where the doctor sends the administrator: each file, those of forms too, who left it, and it can go."""
        image = self.env["ir.attachment"].create({
            "name": "image_1920", "res_model": "res.partner", "res_id": self.fiche.id, "res_field": "image_1920",
            "raw": b"GIF89a" + b"\0" * 20})
        ordinaire, saine = self._deposer("virus.txt", b"v"), self._deposer("saine.txt", b"s")
        (image | ordinaire).sudo().oilhi_analyse = "infecte"
        admin = new_test_user(self.env, "oilhi_depot_admin", groups="base.group_system,oilhi_partenaires.group_administrateur")
        action = self.env["ir.actions.act_window"]._for_xml_id("oilhi_partenaires.oilhi_antivirus_action")
        Piece = self.env["ir.attachment"].with_user(admin).with_context(**safe_eval(action["context"]))
        lues = Piece.web_search_read(safe_eval(action["domain"]), {
            "name": {}, "res_name": {}, "create_uid": {"fields": {"display_name": {}}}})["records"]
        self.assertGreaterEqual({ligne["id"] for ligne in lues}, {image.id, ordinaire.id})
        self.assertNotIn(saine.id, {ligne["id"] for ligne in lues})
        self.assertEqual({ligne["res_name"] for ligne in lues if ligne["id"] in (image | ordinaire).ids},
                         {self.fiche.display_name})
        Piece.browse((image | ordinaire).ids).unlink()
        self.assertFalse((image | ordinaire).exists())
        self.assertTrue(saine.exists())

    def test_courriel_recu(self):
        """The e-mail is kept without what it must not bring; clamd absent, nothing of it is lost."""
        self.serveur()
        with self.assertLogs(JOURNAL, "WARNING"):
            message = self.fiche.message_post(
                body="Bonjour", message_type="email", attachments=[
                    ("virus.txt", EICAR), ("page.html", "<html>"), ("avis.pdf", b"%PDF-1.4")])
        self.assertEqual(message.attachment_ids.mapped("name"), ["avis.pdf"])
        self.assertIn("Bonjour", message.body)
        self.assertIn("Eicar-Test-Signature", message.body)
        self.assertIn("page web", message.body)
        self.regler(PORTE_FERMEE, "refuser")
        with self.assertLogs(JOURNAL, "ERROR"):
            message = self.fiche.message_post(
                body="Bonjour", message_type="email", attachments=[("avis2.pdf", b"%PDF-1.4 b")])
        self.assertEqual(message.attachment_ids.oilhi_analyse, "attente")

    def test_reglages(self):
        """Read in the section of odoo.conf that is ours."""
        import os
        import tempfile

        with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as conf:
            conf.write("[options]\nworkers = 3\n[oilhi]\nclamav = /run/clamav/clamd.ctl\nclamav_absent = refuser\n"
                       "clamav_delai = 12\n")
        self.addCleanup(os.unlink, conf.name)
        self.assertEqual(oilhi_depot._reglages(conf.name), ("/run/clamav/clamd.ctl", "refuser", 12.0))
        self.assertEqual(oilhi_depot._reglages(None), ("", "differer", 30.0))


@tagged("post_install", "-at_install", "oilhi_http")
class TestDepotHttp(DepotCommun, HttpCase):
    """The routes that a browser uses: the sentence, not « Something horrible happened »."""

    def _envoyer(self, route, nom, contenu, **donnees):
        from odoo.http import Request

        reponse = self.url_open(route, data={"csrf_token": Request.csrf_token(self), **donnees},
                                files=[("ufile", (nom, contenu, "text/plain"))])
        reponse.raise_for_status()
        return json.loads(reponse.text)

    def test_routes(self):
        self.serveur()
        agent = new_test_user(self.env, "agent_depot", "base.group_user,base.group_partner_manager")
        fiche = self.env["res.partner"].with_user(agent).create({"name": "Fiche"})
        self.authenticate("agent_depot", "agent_depot")
        with self.assertLogs(JOURNAL, "WARNING"):
            refuse, = self._envoyer("/web/binary/upload_attachment", "virus.txt", EICAR,
                                    model="res.partner", id=fiche.id)
            fil = self._envoyer("/mail/attachment/upload", "virus.txt", EICAR,
                                thread_model="res.partner", thread_id=fiche.id)
        self.assertIn("Eicar-Test-Signature", refuse["error"])
        self.assertIn("Eicar-Test-Signature", fil["error"]["message"])
        programme, = self._envoyer("/web/binary/upload_attachment", "a.exe", b"x", model="res.partner", id=fiche.id)
        self.assertIn("programme", programme["error"])
        admis, = self._envoyer("/web/binary/upload_attachment", "avis.txt", b"bonjour",
                               model="res.partner", id=fiche.id)
        self.assertEqual(admis["filename"], "avis.txt")
        fil = self._envoyer("/mail/attachment/upload", "fil.txt", b"bonjour",
                            thread_model="res.partner", thread_id=fiche.id)
        pieces = self.env["ir.attachment"].search([("res_model", "=", "res.partner"), ("res_id", "=", fiche.id)])
        self.assertEqual(set(pieces.mapped("name")), {"avis.txt", "fil.txt"})

    def test_servi(self):
        """A page is never shown as one; what was found infected is not given."""
        self.authenticate("admin", "admin")
        with fichier_produit():
            page = self.env["ir.attachment"].create({
                "name": "page.html", "raw": b"<html>", "mimetype": "text/html", "public": True})
        self.assertEqual(page.mimetype, "text/html")
        texte = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a", "public": True})
        reponse = self.url_open(f"/web/content/{page.id}")
        self.assertEqual(reponse.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(reponse.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.url_open(f"/web/content/{texte.id}").text, "a")
        texte.oilhi_analyse = "attente"
        self.assertEqual(self.url_open(f"/web/content/{texte.id}").headers["Content-Type"], "application/octet-stream")
        texte.oilhi_analyse = "infecte"
        self.assertEqual(self.url_open(f"/web/content/{texte.id}").status_code, 404)
