import base64
import re

from odoo.exceptions import AccessError, UserError

from ..rendu import texte
from ..rendu.marques import marques
from ..rendu.ooxml import empaqueter
from ..rendu.verification import ouvrir
from .common import OilhiDocumentsCommon


def modifier(contenu, *remplacements):
    """The file as an agent gives it back: words changed in its XML, like Word does."""
    parties = ouvrir(contenu)
    for avant, apres in remplacements:
        trouve = False
        for nom in parties:
            if nom.startswith("word/") and avant.encode() in parties[nom]:
                parties[nom] = parties[nom].replace(avant.encode(), apres.encode())
                trouve = True
        assert trouve, avant
    return empaqueter(parties)


class TestRevision(OilhiDocumentsCommon):
    def setUp(self):
        super().setUp()
        self.arrete = self._arrete().with_user(self.agent)
        self.travail = base64.b64decode(self.arrete.travail)

    def _deposer(self, *remplacements, contenu=None):
        contenu = modifier(contenu or self.travail, *remplacements)
        return self.arrete.deposer_revision(base64.b64encode(contenu), "fini.docx")

    def _retirer(self, expression):
        """One paragraph of the file less."""
        parties = ouvrir(self.travail)
        corps = parties["word/document.xml"].decode()
        paragraphes = [
            p for p in re.findall(r"<w:p>.*?</w:p>", corps, re.S)
            if re.search(expression, re.sub(r"<[^>]+>", "", p).replace("\u00a0", " ").replace("’", "'"))
        ]
        self.assertTrue(paragraphes, expression)
        for p in paragraphes:
            corps = corps.replace(p, "")
        parties["word/document.xml"] = corps.encode()
        return empaqueter(parties)

    def test_fichier_a_finir(self):
        """What the signature will write stands as marks; the rest is the draft, word for word."""
        self.assertEqual(
            marques(self.travail),
            {"document.numero", "signature.date", "signature.nom", "signature.qualite"},
        )
        self.assertFalse(marques(self.arrete.docx_id.raw))
        self.assertEqual(self.arrete.action_finir_dans_word()["type"], "ir.actions.act_url")
        self.assertTrue(self.arrete.travail_nom.endswith(".docx"))

    def test_depot_compare_et_garde(self):
        resultat = self._deposer(("pignon ouest selon les règles de l’art", "pignon ouest et du solin"))
        self.assertEqual([d["genre"] for d in resultat["differences"]], ["modifie"])
        (difference,) = resultat["differences"]
        self.assertIn(["+", "et du solin"], [
            [signe, mots.strip()] for signe, mots in difference["morceaux"]
        ])
        revision = self.arrete.revision_id
        self.assertEqual((revision.numero, revision.etat, revision.user_id), (1, "retenue", self.agent))
        self.assertEqual(revision.sha256, self.arrete._empreinte(revision._contenu()))
        self.assertIn("et du solin", texte(self.arrete.docx_id.raw))
        self.assertFalse(marques(self.arrete.docx_id.raw))
        self.assertEqual(self.arrete.sha256, self.arrete._empreinte(self.arrete.docx_id.raw))
        self.assertTrue(self.arrete.genere_id.raw)
        html = str(self.arrete.differences_html)
        self.assertIn("<ins>+", html)
        self.assertIn("<del>−", html)
        # A second one is compared with what was produced too, and replaces the first.
        self._deposer(("pignon ouest selon les règles de l’art", "pignon ouest et du faîtage"))
        self.assertEqual(self.arrete.revision_ids.mapped("etat"), ["retenue", "remplacee"])
        self.assertIn("et du faîtage", str(self.arrete.differences_html))
        self.assertTrue(revision._contenu())

    def test_signature_d_une_revision(self):
        """The number, the day and the signatory are written in the agent's own file."""
        self._deposer(("pignon ouest selon les règles de l’art", "pignon ouest et du solin"))
        self.arrete.with_user(self.responsable).signer("2027-02-15")
        lu = texte(self.arrete.docx_id.raw).replace("\u00a0", " ")
        self.assertIn("et du solin", lu)
        for attendu in (self.arrete.numero, "15 février 2027", "Camille Exemple"):
            self.assertIn(attendu, lu)
        self.assertFalse(marques(self.arrete.docx_id.raw))
        self.assertEqual(self.arrete.sha256, self.arrete._empreinte(self.arrete.docx_id.raw))
        self.assertIn(self.arrete.numero, self.arrete.valeurs["document.numero"])
        with self.assertRaisesRegex(UserError, "ne change plus"):
            self._deposer(contenu=self.travail)
        self.assertFalse(self.arrete.travail)
        for record in (self.arrete.genere_id, self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "oilhi.document.revision"), ("res_id", "=", self.arrete.revision_id.id),
            ("res_field", "=", "fichier"),
        ])):
            self.assertTrue(record)
            with self.assertRaises(UserError):
                record.sudo().write({"raw": b"faux"})

    def test_mention_de_loi_retiree_bloque(self):
        """CCH L. 511-11: the order announces the astreinte; without it, no signature."""
        contenu = self._retirer("astreinte par jour de retard")
        resultat = self.arrete.deposer_revision(base64.b64encode(contenu), "fini.docx")
        bloquants = [a for a in resultat["alertes"] if a["niveau"] == "bloquant"]
        self.assertIn("CCH L. 511-11", [a["base"] for a in bloquants])
        with self.assertRaisesRegex(UserError, "Remettez-la dans le fichier"):
            self.arrete.with_user(self.responsable).signer("2027-02-15")
        self.assertIn("REVISION", [
            c["code"] for c in self.arrete.controler() if c["niveau"] == "bloquant"
        ])
        self.assertFalse(self.arrete.numero)
        self._deposer(("pignon ouest selon", "pignon ouest ouest selon"))
        self.arrete.with_user(self.responsable).signer("2027-02-15")
        self.assertEqual(self.arrete.state, "signe")

    def test_valeur_du_dossier_disparue(self):
        resultat = self._deposer(("numéro\u00a0123", "numéro\u00a0124"))
        self.assertTrue(any(
            a["niveau"] == "avertissement" and "123" in a["message"] for a in resultat["alertes"]
        ), resultat["alertes"])
        self.arrete.with_user(self.responsable).signer("2027-02-15")

    def test_repere_efface_ou_invente(self):
        resultat = self._deposer(("| signature.date}", ""))
        self.assertIn("Le repère", resultat["alertes"][0]["message"])
        with self.assertRaisesRegex(UserError, "repère"):
            self.arrete.with_user(self.responsable).signer("2027-02-15")
        resultat = self._deposer(("| signature.date}", "| signature.date} {x | commune.nom}"))
        self.assertIn("commune.nom", resultat["alertes"][0]["message"])

    def test_article_annule_ajoute(self):
        resultat = self._deposer(("pignon ouest selon", "pignon (CSP, art. R. 1331-20) selon"))
        self.assertIn("R. 1331-20", resultat["alertes"][0]["message"])
        self.assertEqual(resultat["alertes"][0]["niveau"], "bloquant")

    def test_fichier_hostile_refuse(self):
        parties = ouvrir(self.travail)
        externe = dict(parties)
        externe["word/_rels/document.xml.rels"] = parties["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rX" Type="http://x/hyperlink" Target="https://x.fr" TargetMode="External"/>'
            b"</Relationships>",
        )
        suivi = dict(parties)
        suivi["word/document.xml"] = parties["word/document.xml"].replace(
            b"<w:r>", b'<w:ins w:id="1" w:author="x"><w:r><w:t>a</w:t></w:r></w:ins><w:r>', 1
        )
        champ = empaqueter(ouvrir(self.arrete.version_id._contenu()))
        avant = self.arrete.docx_id
        for contenu, motif in (
            (empaqueter(externe), "extérieur"),
            (empaqueter({**parties, "word/vbaProject.bin": b"x"}), "incorporé"),
            (empaqueter(suivi), "acceptez-les"),
            (champ, "champs de modèle"),
            (b"pas un docx", "document Word"),
            (b"", "document Word"),
        ):
            with self.assertRaisesRegex(UserError, motif):
                self.arrete.deposer_revision(base64.b64encode(contenu), "fini.docx")
        with self.assertRaisesRegex(UserError, "pas lisible"):
            self.arrete.deposer_revision("é", "fini.docx")
        self.assertFalse(self.arrete.revision_ids)
        self.assertEqual(self.arrete.docx_id, avant)

    def test_preparer_de_nouveau_ecarte_sans_perdre(self):
        self._deposer(("pignon ouest selon", "pignon (révisé) selon"))
        revision = self.arrete.revision_id
        self.arrete.action_regenerer()
        self.assertEqual((revision.etat, bool(self.arrete.revision_id)), ("ecartee", False))
        self.assertIn("(révisé)", texte(revision._contenu()))
        self.assertNotIn("(révisé)", texte(self.arrete.docx_id.raw))
        self.arrete.with_user(self.responsable).signer("2027-02-15")

    def test_dossier_change_apres_revision(self):
        self._deposer(("pignon ouest selon", "pignon (révisé) selon"))
        self.arrete.dossier_id.desordre_ids.constat = "Ventre de 25 cm, chute de briques."
        with self.assertRaisesRegex(UserError, "a changé depuis la préparation"):
            self.arrete.with_user(self.responsable).signer("2027-02-15")

    def test_signataire_par_delegation(self):
        """Written for the mayor: a deputy, whose delegation must be read in the act, needs another."""
        adjoint = self.env["oilhi.service.signataire"].create({
            "service_id": self.service.id, "name": "Alix Modèle", "qualite": "Adjointe au maire",
            "type": "adjoint", "delegation": "Arrêté du 3 avril 2026", "delegation_date": "2026-04-03",
            "delegation_executoire_le": "2026-04-10",
        })
        self._deposer(("pignon ouest selon", "pignon (révisé) selon"))
        with self.assertRaisesRegex(UserError, "préparez de nouveau"):
            self.arrete.with_user(self.responsable).signer("2027-02-15", adjoint.id)

    def test_droits(self):
        for user, erreur in ((self.lecteur, AccessError), (self.agent_autre, AccessError)):
            with self.assertRaises(erreur):
                self.arrete.with_user(user).deposer_revision(base64.b64encode(self.travail))
        self._deposer(("pignon ouest selon", "pignon (révisé) selon"))
        revision = self.arrete.revision_id
        self.assertTrue(revision.with_user(self.lecteur).sha256)
        with self.assertRaises(AccessError):
            revision.with_user(self.agent_autre).read(["sha256"])
        for vals in ({"sha256": "0"}, {"fichier": False}, {"etat": "ecartee"}):
            with self.assertRaises(AccessError):
                revision.with_user(self.agent).write(vals)
        with self.assertRaises(AccessError):
            revision.with_user(self.agent).unlink()
        self.arrete.unlink()
        self.assertFalse(revision.exists())
