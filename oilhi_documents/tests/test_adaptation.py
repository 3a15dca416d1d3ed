"""A service adapts a document: its own text, for it alone, checked, compared, validated, watched."""

import base64
import tempfile
import unittest
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..champs.modeles import NOMS
from ..rendu import mettre_a_plat, texte
from ..rendu.ooxml import empaqueter
from ..rendu.verification import ouvrir
from .common import OilhiDocumentsCommon
from .libreoffice import SOFFICE, ajouter, graisser, modifier, remplacer


class OilhiAdaptationCommon(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.versions = cls.env["oilhi.document.modele.version"]
        cls.modele = cls.env.ref("oilhi_documents.modele_d_mso_10")
        cls.livree = cls.modele.version_courante_id
        cls.autre_service = cls.env["oilhi.service"].create({
            "name": "Autre mairie", "type": "autre", "epci_id": cls.epci.id,
        })
        cls.voisin = cls._nouvel_utilisateur("responsable", "voisin_adaptation")
        cls.autre_service.user_ids = [Command.set(cls.voisin.ids)]

    @classmethod
    def _fichier(cls, *changements, code="D-MSO-10"):
        """The file to adapt, as somebody gives it back."""
        version = cls.env["oilhi.document.modele"].search([("code", "=", code)]).version_courante_id
        parties = ouvrir(mettre_a_plat(version._contenu(), NOMS))
        for avant, apres in changements:
            trouve = [n for n in parties if n.startswith("word/") and avant.encode() in parties[n]]
            assert trouve, avant
            for nom in trouve:
                parties[nom] = parties[nom].replace(avant.encode(), apres.encode())
        return base64.b64encode(empaqueter(parties))

    @classmethod
    def _adapter(cls, user=None, modele=None):
        modele = (modele or cls.modele).with_user(user or cls.responsable)
        return cls.versions.with_user(user or cls.responsable).browse(modele.action_adapter()["res_id"])

    @classmethod
    def _adaptee(cls, jour="2027-01-01"):
        """Validated adaptation of the service of the case."""
        version = cls._adapter()
        version.write({
            "depot": cls._fichier(("Mesures prescrites", "Mesures à exécuter")), "date_debut": jour,
        })
        version.action_soumettre()
        version.with_user(cls.juriste).action_valider()
        return version


@tagged("post_install", "-at_install")
class TestAdaptation(OilhiAdaptationCommon):
    def test_refuse_puis_corrige(self):
        """What is wrong is listed; the file stays; a corrected one takes its place."""
        version = self._adapter()
        self.assertEqual((version.service_id, version.state), (self.service, "brouillon"))
        avant = version._contenu()
        mauvais = self._fichier(("dossier.reference}", "dossier.referance}"))
        version.write({"depot": mauvais, "depot_nom": "essai.docx"})
        self.assertTrue(version.depot_refuse)
        self.assertEqual(version.with_context(bin_size=False).depot, mauvais)
        self.assertEqual(version._contenu(), avant)
        self.assertIn("dossier.referance", version.constats_texte)
        self.assertIn("Vouliez-vous écrire", version.constats_texte)
        with self.assertRaisesRegex(UserError, "refusé"):
            version.action_soumettre()
        version.depot = self._fichier(("Mesures prescrites", "Mesures à exécuter"))
        self.assertFalse(version.depot_refuse)
        self.assertIn("Mesures à exécuter", texte(version._contenu()).replace("\u00a0", " "))
        self.assertIn("<del class='text-danger'>− prescrites</del>", version.comparaison)
        self.assertIn("<ins class='text-success'>+ à exécuter</ins>", version.comparaison)
        self.assertIn("Paragraphe modifié", version.comparaison)

    def test_mention_de_la_loi(self):
        """CJA R. 421-1: said with its article, and the validation is refused."""
        version = self._adapter()
        version.depot = self._fichier(("deux mois à compter", "trois mois à compter"))
        self.assertTrue(version.depot_refuse)
        self.assertIn("CJA R. 421-1", version.constats_texte.replace("\u00a0", " "))
        with self.assertRaises(UserError):
            version.with_user(self.juriste).action_valider()

    def test_fichiers_hostiles(self):
        """Each is refused with its sentence and what to do, and the template does not change."""
        version = self._adapter()
        avant = version._contenu()
        for parties, dit, conseil in self._hostiles():
            depot = base64.b64encode(parties if isinstance(parties, bytes) else empaqueter(parties))
            version.depot = depot
            lu = version.constats_texte.replace("\u00a0", " ")
            self.assertTrue(version.depot_refuse, dit)
            self.assertIn(dit, lu)
            self.assertIn(conseil, lu)
            self.assertEqual(version.with_context(bin_size=False).depot, depot, "nothing typed is lost")
        self.assertEqual(version._contenu(), avant)

    def _hostiles(self):
        """(parts of the file, or its bytes; what is said; what to do)."""
        sain = ouvrir(base64.b64decode(self._fichier()))
        types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
        genre = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

        def avec(**ajouts):
            return {**sain, **ajouts}

        def change(nom, avant, apres):
            assert avant in sain[nom]
            return {**sain, nom: sain[nom].replace(avant, apres)}

        def corps(ajout):
            return change("word/document.xml", b"<w:sectPr", ajout + b"<w:sectPr")

        def lien(nom, plus=""):
            ajout = f'<Relationship Id="rId9" Type="{genre}/{nom}" Target="http://x.fr"{plus}/></Relationships>'
            return change(relations, b"</Relationships>", ajout.encode())

        word = "déposez-le de nouveau"
        yield b"pas un zip", "n’est pas un document Word", word
        yield b"PK\x03\x04", "n’est pas un document Word", word
        yield empaqueter(sain)[:3000], "n’est pas un document Word", word
        yield avec(**{"../../etc/cron.d/x": b"x"}), "chemin interdit", word
        yield avec(**{"/etc/x": b"x"}), "chemin interdit", word
        yield avec(**{"word/x.xml": b"<a>"}), "n’est pas lisible", word
        yield avec(**{"word/x.xml": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}), "définition de type", word
        yield avec(**{"word/x.png": b"0" * 3_000_000}), "compressé de façon anormale", word
        yield avec(**{"word/vbaProject.bin": b"x"}), "objet incorporé", "Supprimez cet objet"
        yield avec(**{"word/embeddings/oleObject1.bin": b"x"}), "objet incorporé", "Supprimez cet objet"
        yield change(
            types, b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"ms-word.document.macroEnabled.main+xml",
        ), "macros", "sans macro"  # fmt: skip
        yield lien("hyperlink", ' TargetMode="External"'), "site extérieur", "Supprimer le lien"
        yield lien("image"), "site extérieur", "Supprimez le lien"
        yield corps(b'<w:altChunk r:id="rId1"/>'), "altChunk", "recopiez son texte"
        yield corps(b"<w:p><w:r><w:object/></w:r></w:p>"), "objet incorporé", "Supprimez cet élément"
        yield corps(
            b'<w:sdt><w:sdtPr><w:tag w:val="os.system"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
        ), "« os.system » n’existe pas", "Champs disponibles"  # fmt: skip
        yield corps(b"<w:p><w:r><w:t>{7*7}</w:t></w:r></w:p>"), "n’est ni un champ ni un passage", "Champs"

    def test_a_l_ecran_des_le_depot(self):
        """The form says it before anything is saved."""
        version = self._adapter()
        vue = {"depot": {}, "depot_refuse": {}, "constats_texte": {}, "modele_id": {}}
        depot = self._fichier(("dossier.reference}", "dossier.referance}")).decode()
        valeurs = version.onchange({"depot": depot}, ["depot"], vue)["value"]
        self.assertTrue(valeurs["depot_refuse"])
        self.assertIn("dossier.referance", valeurs["constats_texte"])

    def test_le_service_et_lui_seul(self):
        """The adaptation serves the cases of its service; the others keep the shared text."""
        version = self._adaptee()
        jour = version.date_debut
        self.assertEqual(self.modele._version_valide(jour, self.service), version)
        self.assertEqual(self.modele._version_valide(jour, self.autre_service), self.livree)
        self.assertEqual(self.modele._version_valide(jour), self.livree)
        self.assertEqual(self.modele.version_courante_id, self.livree)
        arrete = self._arrete()
        self.assertEqual(arrete.version_id, version)
        self.assertIn("Mesures à exécuter", texte(arrete.docx_id.raw))
        self.assertNotIn("{", texte(arrete.docx_id.raw))
        self.assertEqual((version.valide_par_id, version.remplace_id), (self.juriste, self.livree))
        self.assertTrue(version.valide_le)
        with self.assertRaisesRegex(UserError, "ne change plus"):
            version.write({"depot": self._fichier()})
        with self.assertRaisesRegex(UserError, "ne se supprime pas"):
            version.unlink()

    def test_qui_voit_qui_tient(self):
        """Read by its service, the coordinator and the jurist; kept by its responsable."""
        version = self._adaptee()
        lecteurs = {
            self.agent: True, self.responsable: True, self.juriste: True,
            self.voisin: False,
        }
        for user, lit in lecteurs.items():
            trouve = self.versions.with_user(user).search([("id", "=", version.id)])
            self.assertEqual(bool(trouve), lit, user.login)
        with self.assertRaises(AccessError):
            version.with_user(self.voisin).read(["base"])
        with self.assertRaises(AccessError):
            self.versions.with_user(self.responsable).create({
                "modele_id": self.modele.id, "service_id": self.autre_service.id,
            })
        with self.assertRaises(AccessError):
            self.versions.with_user(self.responsable).create({"modele_id": self.modele.id})
        with self.assertRaises(AccessError):
            self.versions.with_user(self.agent).create({
                "modele_id": self.modele.id, "service_id": self.service.id,
            })
        brouillon = self._adapter()
        with self.assertRaisesRegex(AccessError, "référent juridique"):
            brouillon.action_valider()
        with self.assertRaises(AccessError):
            brouillon.service_id = self.autre_service
        with self.assertRaisesRegex(UserError, "responsable"):
            self.modele.with_user(self.agent).action_adapter()

    def test_contributeur_d_un_autre_service(self):
        """Whoever writes a case shared with him uses the text of the service that holds it."""
        version = self._adaptee()
        agent = self._nouvel_utilisateur("agent", "contributeur_adaptation")
        self.autre_service.user_ids |= agent
        dossier = self._contradictoire(self._dossier())
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": dossier.id, "service_id": self.autre_service.id, "niveau": "contribution",
        })
        arrete = dossier.with_user(agent).generer_document("D-MSO-10")
        self.assertEqual(arrete.sudo().version_id, version)
        self.assertIn("Mesures à exécuter", texte(arrete.docx_id.raw))

    def test_meme_jour(self):
        """The day a shipped text comes, and twice the same day, a service may adapt."""
        jour = self.livree.date_debut
        premiere = self._adaptee(jour)
        self.assertEqual(premiere.state, "valide")
        seconde = self._adaptee(jour)
        self.assertEqual((premiere.state, seconde.state), ("retire", "valide"))
        troisieme = self._adaptee("2027-06-01")
        self.assertEqual(str(seconde.date_fin), "2027-05-31")
        self.assertEqual(self.modele._version_valide(troisieme.date_debut, self.service), troisieme)
        self.assertEqual(self.livree.state, "valide")
        self.assertFalse(self.livree.date_fin)
        with self.assertRaises(ValidationError):
            troisieme._ecrire({"date_debut": "2027-01-15"})

    def test_renvoyer(self):
        """The jurist says what has to change; the responsable finds it in his activities."""
        version = self._adapter()
        version.depot = self._fichier(("Mesures prescrites", "Mesures à exécuter"))
        version.action_soumettre()
        self.assertTrue(version.soumise)
        self.assertIn(self.juriste, version.sudo().activity_ids.user_id)
        juriste = version.with_user(self.juriste)
        with self.assertRaisesRegex(UserError, "remarque"):
            juriste.action_renvoyer()
        juriste.remarque = "Remettez « prescrites » à l’article 2."
        juriste.action_renvoyer()
        self.assertFalse(version.soumise)
        self.assertEqual(version.sudo().activity_ids.user_id, self.responsable)
        version.action_soumettre()
        version.depot = self._fichier()
        self.assertFalse(version.soumise, "what was shown to the jurist is not what is there any more")

    def test_brouillon_retrouve(self):
        """The adaptation in preparation is found again, not begun twice."""
        self.assertEqual(self._adapter(), self._adapter())
        commune = self._adapter(self.juriste)
        self.assertFalse(commune.service_id)


@tagged("post_install", "-at_install")
class TestDroitChange(OilhiAdaptationCommon):
    def _livrer(self):
        """A new text of the document is shipped."""
        with tempfile.TemporaryDirectory() as dossier:
            parties = ouvrir(self.livree._contenu())
            parties["word/document.xml"] = parties["word/document.xml"].replace(
                "ARRÊTE".encode(), "ARRÊTE ET ORDONNE".encode()
            )
            source = empaqueter(parties)
            (Path(dossier) / "D-MSO-10.docx").write_bytes(source)
            self.versions._livrer(dossier)

    def test_texte_livre(self):
        """Flagged, given to the responsable, compared, kept with a reason, until the next one."""
        version = self._adaptee(self.livree.date_debut)
        self.assertEqual(version.livree_id, self.livree)
        self._livrer()
        nouvelle = self.modele.version_courante_id
        self.assertNotEqual(nouvelle, self.livree)
        self.assertTrue(version.a_revoir)
        self.assertIn("nouveau texte", version.a_revoir_motif)
        self.assertRegex(version.comparaison_livree, r"<ins[^>]*>\+ +ET ORDONNE")
        self.assertEqual(version.sudo().activity_ids.user_id, self.responsable)
        self.assertIn(self.modele, self.env["oilhi.document.modele"].search([("a_revoir", "=", True)]))
        self.assertTrue(self.modele.with_user(self.responsable).a_revoir)
        self.assertFalse(self.modele.with_user(self.voisin).a_revoir)
        self.assertEqual(self.modele._version_valide(version.date_debut, self.service), version)
        with self.assertRaisesRegex(UserError, "pourquoi"):
            version.action_garder()
        with self.assertRaises(AccessError):
            version.with_user(self.agent).action_garder()
        version.motif_revue = "Notre passage n’est pas touché."
        version.action_garder()
        self.assertFalse(version.a_revoir)
        self.assertEqual(version.livree_id, nouvelle)
        self.assertIn("Notre passage n’est pas touché.", version.historique)
        self.assertIn(self.responsable.name, version.historique)
        self.assertFalse(version.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "pas à revoir"):
            version.action_garder()

    def test_article_change(self):
        """An article that the adaptation cites has a new version; another one says nothing."""
        version = self._adaptee()
        textes = self.env["oilhi.texte"]
        textes.search([("code", "=", "CCH"), ("article", "=", "L. 521-3-4")]).write({"remarque": "x"})
        textes.search([("code", "=", "CGCT"), ("article", "=", "L. 2243-1")]).write({"texte": "Nouveau."})
        self.assertFalse(version.a_revoir)
        article = textes.search([("code", "=", "CCH"), ("article", "=", "L. 511-15")])
        article.write({"texte": article.texte})
        self.assertFalse(version.a_revoir)
        article.with_user(self.juriste).write({"texte": "Nouvelle rédaction."})
        self.assertTrue(version.a_revoir)
        self.assertIn("L. 511-15", version.a_revoir_motif)

    def test_article_nouvelle_version(self):
        """A version is added to an article, the former one is closed: the same."""
        version = self._adaptee()
        textes = self.env["oilhi.texte"].with_user(self.juriste)
        ancien = textes.search([("code", "=", "CCH"), ("article", "=", "L. 511-15")])
        textes.create({
            "code": "CCH", "article": "L. 511-15", "libelle_code": ancien.libelle_code,
            "texte": "Nouvelle rédaction.", "date_debut": "2027-06-01",
        })
        self.assertTrue(version.a_revoir)
        self.assertIn("L. 511-15", version.a_revoir_motif)

    def test_nouvelle_adaptation(self):
        """A new adaptation, compared with the new text, settles it."""
        version = self._adaptee(self.livree.date_debut)
        self._livrer()
        suivante = self._adaptee("2027-02-01")
        self.assertFalse(suivante.a_revoir)
        self.assertEqual(suivante.remplace_id, version)
        self.assertEqual(suivante.livree_id, self.modele.version_courante_id)
        self.assertFalse(version.sudo().activity_ids)


@tagged("post_install", "-at_install")
class TestPapier(OilhiAdaptationCommon):
    def test_logo_et_pied(self):
        """Every document made for the service from now on; nothing to change in the templates."""
        self.service.with_user(self.responsable).write({
            "logo": self._image(), "pied_page": "6 place de l’Exemple\nlundi au vendredi",
            "logo_texte": "Ville d’Arras",
        })
        arrete = self._arrete()
        parties = ouvrir(arrete.docx_id.raw)
        corps = parties["word/document.xml"].decode()
        self.assertIn('descr="Ville d’Arras"', corps)
        self.assertTrue(any(n.startswith("word/media/oilhi-logo.") for n in parties))
        self.assertIn("lundi au vendredi", texte(arrete.docx_id.raw))

    def test_rien_de_saisi(self):
        self.service.logo = False
        arrete = self._arrete()
        self.assertNotIn(b"drawing", ouvrir(arrete.docx_id.raw)["word/document.xml"])

    def test_refus(self):
        service = self.service.with_user(self.responsable)
        with self.assertRaisesRegex(ValidationError, "PNG ou JPEG"):
            service.logo = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        with self.assertRaisesRegex(ValidationError, "pied de page"):
            service.pied_page = "a\nb\nc\nd"
        with self.assertRaises(AccessError):
            self.autre_service.with_user(self.responsable).pied_page = "x"


@tagged("post_install", "-at_install")
class TestChamps(OilhiAdaptationCommon):
    def test_page_egale_catalogue(self):
        """The help page says what the code knows, key by key."""
        from ..champs import CATALOGUE

        page = self.env["oilhi.document.modele"].with_user(self.agent).catalogue_champs()
        self.assertEqual([c["cle"] for c in page["champs"]], list(CATALOGUE))
        for ligne in page["champs"]:
            champ = CATALOGUE[ligne["cle"]]
            self.assertEqual(
                (ligne["libelle"], ligne["precision"], ligne["facultatif"]),
                (champ.libelle, champ.precision, champ.vide_permis == "oui"),
            )
            self.assertTrue(ligne["source"] and ligne["repere"] and ligne["documents"], ligne["cle"])
        arrete = next(c for c in page["champs"] if c["cle"] == "recours.tribunal")
        self.assertIn("D-MSO-10", arrete["documents"])
        self.assertIn("MSO", arrete["procedures"])
        codes = {d["code"] for d in page["documents"]}
        self.assertTrue(all(set(c["documents"]) <= codes for c in page["champs"]))

    def test_repere_copie_est_accepte(self):
        """What the button copies is understood where it is pasted."""
        page = self.env["oilhi.document.modele"].catalogue_champs()
        for cle in ("batiment.cadastre", "saisie.durable"):
            repere = next(c["repere"] for c in page["champs"] if c["cle"] == cle)
            version = self._adapter()
            version.depot = self._fichier(("ARRÊTE", f"ARRÊTE {repere}"))
            self.assertFalse(version.depot_refuse, version.constats)
            self.assertIn(cle, version._cles())

    def test_palette(self):
        modeles = self.env["oilhi.document.modele"]
        self.assertIn("| signalement.date}", texte(modeles._palette(modeles)))
        de_l_arrete = texte(modeles._palette(self.modele))
        self.assertIn("| batiment.cadastre}", de_l_arrete)
        self.assertNotIn("| signalement.date}", de_l_arrete)


@tagged("post_install", "-at_install")
@unittest.skipUnless(SOFFICE, "LibreOffice is not installed")
class TestModifieDansLibreOffice(OilhiAdaptationCommon):
    def test_aller_retour(self):
        """Taken away, changed and saved by LibreOffice itself, put back, compared, validated, used."""
        self._verifier(mettre_a_plat(self.livree._contenu(), NOMS))

    def _verifier(self, fichier):
        version = self._adapter()
        with tempfile.TemporaryDirectory() as dossier:
            revenu = modifier(
                fichier,
                [
                    remplacer("peut être joint", "peut être appelé"),
                    ajouter("peut être appelé", "Rendez-vous à {Fait à | signature.ville}."),
                    graisser("appelé"),
                ],
                Path(dossier),
            )
        version.write({"depot": base64.b64encode(revenu), "date_debut": "2027-01-01"})
        self.assertFalse(version.constats, "nothing to say of what LibreOffice changes by itself")
        self.assertIn("− joint", version.comparaison)
        self.assertIn("+ appelé", version.comparaison)
        self.assertIn("+ Rendez-vous à {Fait à}.", version.comparaison)
        self.assertEqual(version.comparaison.count("<ins"), 2)
        self.assertEqual(version.comparaison.count("<del"), 1)
        version.action_soumettre()
        version.with_user(self.juriste).action_valider()
        arrete = self._arrete()
        self.assertEqual(arrete.version_id, version)
        lu = texte(arrete.docx_id.raw).replace("\u00a0", " ")
        self.assertIn("peut être appelé", lu)
        self.assertIn("Rendez-vous à Arras.", lu)
        self.assertNotIn("{", lu)

    def test_controles_perdus(self):
        """LibreOffice forgets the controls of the engine's own form: said, not half understood."""
        version = self._adapter()
        with tempfile.TemporaryDirectory() as dossier:
            revenu = modifier(self.livree._contenu(), [], Path(dossier))
        version.depot = base64.b64encode(revenu)
        self.assertTrue(version.depot_refuse)
        self.assertIn("a perdu ses champs", version.constats_texte)


@tagged("oilhi_http", "post_install", "-at_install")
class TestFichiersDeModele(OilhiAdaptationCommon, HttpCase):
    def test_adresses(self):
        """The file to adapt, the preview, the letter: to who may read, and nothing is recorded."""
        version = self._adaptee()
        dossier = self._contradictoire(self._dossier())
        nombre = self.env["oilhi.document"].search_count([])
        base = f"/oilhi/modele/version/{version.id}"
        self.authenticate(self.responsable.login, self.responsable.login)
        reponse = self.url_open(f"{base}/a-modifier.docx")
        self.assertIn("{Nom de la collectivité | autorite.collectivite}", texte(reponse.content))
        for adresse in (
            f"{base}/apercu.pdf", f"{base}/apercu.pdf?dossier={dossier.id}",
            f"/oilhi/service/{self.service.id}/papier.pdf",
        ):
            reponse = self.url_open(adresse)
            self.assertEqual(reponse.status_code, 200, adresse)
            self.assertIn(reponse.content[:4], (b"%PDF", b"PK\x03\x04"))
        self.assertEqual(self.url_open(f"{base}/apercu.pdf?dossier=0").status_code, 404)
        self.assertEqual(self.url_open("/oilhi/modele/palette.docx?modele=D-MSO-10").status_code, 200)
        self.assertEqual(self.env["oilhi.document"].search_count([]), nombre)
        self.authenticate(self.voisin.login, self.voisin.login)
        for adresse in (
            f"{base}/a-modifier.docx", f"{base}/apercu.pdf",
            f"/oilhi/modele/version/{self.livree.id}/apercu.pdf?dossier={dossier.id}",
        ):
            self.assertEqual(self.url_open(adresse).status_code, 404, adresse)
