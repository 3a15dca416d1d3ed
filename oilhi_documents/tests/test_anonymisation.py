"""The copy for training: every text is classified, and no planted name is left in a column or a file."""
import hashlib
import io
import itertools
import zipfile

import psycopg2
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..anonymisation import balayage, copie, pieces
from ..anonymisation.classement import Classement, colonnes
from .common import OilhiDocumentsCommon

DEBUTS = ("Quelvar", "Brindé", "Ostrug", "Zaphiel", "Morvèl", "Tixand", "Guerlov", "Wyspra", "Jonquef", "Pélagux")
MILIEUX = ("ib", "om", "ax", "urd", "ily", "ens", "okk", "arb", "enz", "uth")
FINS = ("ette", "ovic", "alde", "inou", "ström", "euil")


def noms():
    """600 names that no French text contains."""
    return ["".join(m) for m in itertools.product(DEBUTS, MILIEUX, FINS)]


@tagged("post_install", "-at_install", "oilhi_anonymisation")
class TestAnonymisation(OilhiDocumentsCommon):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noms = iter(noms())
        cls.plantes = []
        cls._planter_a_la_main()

    @classmethod
    def _nom(cls):
        cls.plantes.append(next(cls.noms))
        return cls.plantes[-1]

    @classmethod
    def _docx(cls):
        """A name in the text, one cut between two runs, one in the properties of the file."""
        document, flux, coupe = Document(), io.BytesIO(), cls._nom()
        paragraphe = document.add_paragraph(f"Reçu de {cls._nom()}, ")
        paragraphe.add_run(coupe[:4])
        paragraphe.add_run(coupe[4:]).bold = True
        document.core_properties.author = cls._nom()
        document.save(flux)
        return flux.getvalue()

    @classmethod
    def _pdf(cls):
        flux = io.BytesIO()
        page = Canvas(flux, pageCompression=1)
        page.setTitle(cls._nom())
        page.drawString(72, 700, f"Lettre de {cls._nom()}".encode("ascii", "replace").decode())
        page.save()
        return flux.getvalue()

    @classmethod
    def _planter_a_la_main(cls):
        """As the work of an agent leaves them: persons, notes, chatter, files, mails."""
        env, nom = cls.env, cls._nom
        personnes = [{
            "role": role, "civilite": "madame", "prenom": nom(), "nom": nom(), "rue": f"4 rue {nom()}",
            "code_postal": "62000", "ville": f"Saint-{nom()}", "email": f"{nom()}@exemple.fr",
            "telephone": "06 00 00 00 01", "lot": f"chez {nom()}",
        } for role in ("proprietaire", "occupant")]
        cls.dossier = cls._contradictoire(cls._dossier(personnes=personnes, rue=f"3 impasse {nom()}"))
        cls.dossier.write({"name": f"Mur chez {nom()}", "description": f"{nom()} a appelé"})
        cls.document = cls.dossier.generer_document("D-MSO-10")
        cls.dossier.message_post(body=f"Appelé {nom()}", subject=nom())
        cls.dossier.activity_schedule(summary=f"Voir {nom()}", note=nom(), user_id=cls.agent.id)
        for contenu, genre in ((cls._docx(), "docx"), (cls._pdf(), "pdf"), (nom().encode(), "txt")):
            env["ir.attachment"].create({
                "name": f"{nom()}.{genre}", "raw": contenu, "res_model": "oilhi.dossier",
                "res_id": cls.dossier.id, "description": nom(),
            })
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as flux:
            flux.writestr(f"{nom()}.docx", cls._docx())
        env["ir.attachment"].create({"name": "lot.zip", "raw": archive.getvalue()})
        env["mail.mail"].create({"subject": nom(), "body_html": nom(), "email_to": f"{nom()}@exemple.fr"})
        env["ir.filters"].create({"name": nom(), "model_id": "oilhi.dossier", "domain": f"[('name','=','{nom()}')]"})
        env["ir.config_parameter"].set_param("oilhi.essai", nom())
        env["ir.model.data"].create({
            "module": "__import__", "name": f"p_{nom()}", "model": "res.partner", "res_id": env.user.partner_id.id,
        })
        env["ir.default"].set("res.partner", "city", nom(), user_id=cls.agent.id)
        env.user.partner_id.image_1920 = cls._image()
        env.flush_all()

    def _planter_partout(self):
        """One name in the first row of each text that the file does not keep, wizards included."""
        classement, cr = Classement(self.env), self.env.cr
        self.env.invalidate_all()
        pour_les_pieces, refus = {"name", "description", "index_content"}, []
        for c in colonnes(cr):
            sort = classement.sort(c)
            if not c.texte or sort == "garder" or c.genre == "liste" or (
                sort == "pieces" and c.nom not in pour_les_pieces
            ):
                continue
            cr.execute(SQL("SELECT 1 FROM %s LIMIT 1", SQL.identifier(c.table)))
            if not cr.rowcount:
                continue
            nom = self._nom()
            valeur = {
                "json": SQL("to_jsonb(%s::text)", nom), "octets": SQL("convert_to(%s, 'UTF8')", nom),
            }.get(c.genre, SQL("%s", nom))
            try:
                with mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                    cr.execute(SQL(
                        "UPDATE %(t)s SET %(c)s = %(v)s WHERE ctid = (SELECT min(ctid) FROM %(t)s)",
                        t=SQL.identifier(c.table), c=SQL.identifier(c.nom), v=valeur))
            except (psycopg2.IntegrityError, psycopg2.DataError):  # PostgreSQL itself keeps a form there
                self.plantes.remove(nom)
                refus.append(f"{c.table}.{c.nom}")

        self.assertLess(len(refus), 10, refus)

    def test_tout_texte_est_classe(self):
        """A column that a developer adds is in the file, or this fails."""
        classement = Classement(self.env)
        self.assertEqual(classement.oubliees(self.env.cr), [], "à classer dans anonymisation/classement.csv")
        self.assertEqual(classement.inconnues(self.env.cr), [], "à retirer de anonymisation/classement.csv")

    def test_aucun_nom_ne_reste(self):
        self._planter_partout()
        self.assertGreaterEqual(len(set(self.plantes)), 300)
        # The search sees what was planted: it would see what is left.
        avant = {mot for _lieu, mot in balayage.chercher(self.env, self.plantes)}
        self.assertGreater(len(avant), 300)
        copie.anonymiser(self.env, "formation")
        self.assertEqual(balayage.chercher(self.env, self.plantes), [])

    def test_la_copie_s_ouvre(self):
        """Lists and forms open for an agent who logs in with the password of the class."""
        bilan = copie.anonymiser(self.env, "Formation-2027")
        self.assertGreater(bilan["colonnes"], 200)
        login = self.agent.login
        self.assertRegex(login, r"\Acompte\d+\Z")
        qui = self.env["res.users"].authenticate(
            {"type": "password", "login": login, "password": "Formation-2027"}, {"interactive": False})
        self.assertEqual(qui["uid"], self.agent.id)
        # What the doctor and a restore compare still agrees: the hash of an act is that of its file.
        contenu = self.document.docx_id.raw
        self.assertIn(pieces.MENTION, Document(io.BytesIO(contenu)).paragraphs[0].text)
        self.assertEqual(self.document.sha256, hashlib.sha256(contenu).hexdigest())
        agent = self.env(user=self.agent, context={"lang": "fr_FR"})
        for modele, vues in (("oilhi.dossier", ("list", "kanban", "form")), ("oilhi.document", ("list", "form"))):
            for vue in vues:
                with self.subTest(modele=modele, vue=vue):
                    arch = agent[modele].get_views([(False, vue)])["models"][modele]["fields"]
                    champs = {nom: {} for nom in arch if nom != "pdf_apercu"}
                    fiches = agent[modele].web_search_read([], champs, limit=5)["records"]
                    self.assertTrue(fiches)
        dossier = self.dossier.with_env(agent)
        self.assertRegex(dossier.name, r"\ADossier d’exemple \d+\Z")
        self.assertRegex(dossier.reference, r"\ALHI-\d{4}-\d+\Z")
        # A document can still be made: the persons have a name and an address, the template is whole.
        refait = dossier.generer_document("D-MSO-10")
        textes = " ".join(p.text for p in Document(io.BytesIO(refait.docx_id.raw)).paragraphs)
        self.assertIn("Exemple-", textes)
