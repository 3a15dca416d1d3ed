import base64
import io
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..rendu import texte
from .common import OilhiDocumentsCommon


def pdf(*lignes):
    from reportlab.pdfgen import canvas

    sortie = io.BytesIO()
    page = canvas.Canvas(sortie)
    for ligne in lignes:
        page.drawString(100, 700, ligne)
        page.showPage()
    page.save()
    return sortie.getvalue()


def certificat(nom="Camille Exemple"):
    """A signer whose certificate was made on the spot."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    cle = ec.generate_private_key(ec.SECP256R1())
    sujet = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nom)])
    debut = datetime(2026, 1, 1, tzinfo=timezone.utc)
    fait = (
        x509.CertificateBuilder().subject_name(sujet).issuer_name(sujet).public_key(cle.public_key())
        .serial_number(1).not_valid_before(debut).not_valid_after(debut + timedelta(days=3650))
        .sign(cle, hashes.SHA256())
    )  # fmt: skip
    der = serialization.Encoding.DER
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(fait.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(cle.private_bytes(
            der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )),
        cert_registry=SimpleCertificateStore(),
    )


def signer_pades(contenu, nom="Camille Exemple"):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields as champs
    from pyhanko.sign import signers

    return signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(contenu)),
        signers.PdfSignatureMetadata(field_name="S1", subfilter=champs.SigSeedSubFilter.PADES),
        signer=certificat(nom),
    ).getvalue()


def b64(contenu):
    return base64.b64encode(contenu)


class TestParapheur(OilhiDocumentsCommon):
    """The file leaves on 15 February 2027; LibreOffice is replaced: what it makes is not the subject."""

    def setUp(self):
        super().setUp()
        self.arrete = self._arrete().with_user(self.agent)

    def _envoyer(self):
        def convertir(docx, **_options):
            return pdf(*[ligne[:60] for ligne in texte(docx).splitlines() if ligne.strip()][:3])

        chemin = "odoo.addons.oilhi_documents.models.oilhi_document_parapheur.convertir"
        with freeze_time("2027-02-15 09:00:00"), patch(chemin, convertir):
            return self.arrete.envoyer_parapheur()

    def _importer(self, contenu, user=None, jour="2027-02-16 09:00:00", **options):
        with freeze_time(jour):
            return self.arrete.with_user(user or self.responsable).importer_signe(
                b64(contenu), "retour.pdf", **options
            )

    def _signe(self, nom="Camille Exemple", jour="2027-02-16 08:30:00"):
        with freeze_time(jour):
            return signer_pades(self.arrete._au_parapheur()._lire("pdf"), nom)

    def test_aller_retour(self):
        envoi = self._envoyer()
        arrete, exemplaire = self.arrete, self.arrete._au_parapheur()
        self.assertEqual(str(arrete.parapheur_le), "2027-02-15")
        self.assertTrue(envoi["numero"])
        self.assertEqual((arrete.numero_reserve, arrete.numero), (envoi["numero"], False))
        self.assertEqual(envoi["sha256"], arrete._empreinte(exemplaire._lire("pdf")))
        lu = texte(exemplaire._lire("docx")).replace("\u00a0", " ")
        self.assertIn(envoi["numero"], lu)
        self.assertIn("jour de sa signature électronique", lu)
        # Locked meanwhile.
        self.assertTrue(arrete.verrouille)
        for action in (
            lambda: arrete.action_regenerer(),
            lambda: arrete.action_remettre_brouillon(),
            lambda: arrete.with_user(self.responsable).signer("2027-02-15"),
            lambda: arrete.deposer_revision(b64(b"x")),
            lambda: arrete.envoyer_parapheur(),
            lambda: arrete.unlink(),
            lambda: arrete._ecrire({"valeurs": {}}),
            lambda: arrete.notifier(None, "lrar", "2027-02-17", personne_id=arrete.dossier_id.personne_ids[0].id),
        ):
            with self.assertRaises(UserError):
                action()
        signe = self._signe()
        resultat = self._importer(signe)
        self.assertEqual((arrete.state, arrete.numero), ("signe", envoi["numero"]))
        self.assertEqual(str(arrete.date_signature), "2027-02-16")
        self.assertEqual(arrete.signataire_id, self.signataire_arras)
        self.assertEqual(resultat["signatures"][0]["nom"], "Camille Exemple")
        copie = arrete.exemplaire_id
        self.assertEqual((copie.genre, copie.etat), ("parapheur", "signe"))
        self.assertEqual(copie._lire("fichier"), signe)
        self.assertEqual(copie.sha256, arrete._empreinte(signe))
        self.assertIn("Camille Exemple, le 16/02/2027 à 09:30", copie.signatures_texte)
        self.assertEqual(arrete.pdf_id.raw, copie._lire("pdf"))
        self.assertEqual(arrete.sha256, arrete._empreinte(arrete.docx_id.raw))
        self.assertIn("exemplaire", arrete.action_telecharger_signe()["url"])
        self.assertEqual(arrete.dossier_id._etape("MSO-12").etat, "faite")
        (piece,) = [p for p in arrete.dossier_id._pieces_recueil() if p[0] == f"document,{arrete.id}"]
        self.assertEqual(arrete.dossier_id._piece(*piece[:3]).contenu, signe)
        fichier = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", copie._name), ("res_id", "=", copie.id), ("res_field", "=", "fichier"),
        ])
        with self.assertRaises(UserError):
            fichier.write({"raw": b"faux"})

    def test_fichiers_refuses(self):
        self._envoyer()
        depart = self.arrete._au_parapheur()._lire("pdf")
        rompu = bytearray(self._signe())
        rompu[len(depart) + 40] ^= 1
        with freeze_time("2027-02-16 08:00:00"):
            autre = signer_pades(pdf("Un autre arrêté"))
        for contenu, motif in (
            (depart, "aucune signature"),
            (autre, "à l’octet près"),
            (bytes(rompu), "pas accepté|lisible"),
            (b"pas un pdf", "pas un PDF"),
        ):
            with self.assertRaisesRegex(UserError, motif):
                self._importer(contenu, confirme=True)
        self.assertEqual((self.arrete.state, self.arrete.numero), ("a_signer", False))
        with self.assertRaisesRegex(UserError, "ne pouvez pas enregistrer une signature"):
            self._importer(self._signe(), user=self.agent)
        with self.assertRaisesRegex(UserError, "doit être entre l’envoi"):
            self._importer(self._signe(jour="2027-02-14 08:00:00"))

    def test_autre_certificat(self):
        """The seal of the mairie, or somebody else: said, and accepted only if confirmed."""
        self._envoyer()
        signe = self._signe("Cachet de la commune d’Arras")
        with self.assertRaisesRegex(UserError, "pas au nom du signataire"):
            self._importer(signe)
        self._importer(signe, confirme=True)
        self.assertIn("atteste", self.arrete.exemplaire_id.attestation)
        self.assertEqual(self.arrete.state, "signe")

    def test_parapheur_qui_reecrit(self):
        """No proof of content: a copy, which the responsable says he has read again."""
        self._envoyer()
        with freeze_time("2027-02-16 08:00:00"):
            reecrit = signer_pades(pdf("Le même arrêté, tamponné"))
        with self.assertRaisesRegex(UserError, "PAdES"):
            self._importer(reecrit)
        self._importer(reecrit, copie=True)
        self.assertEqual(self.arrete.exemplaire_id.genre, "copie")
        self.assertIn("réécrit", self.arrete.exemplaire_id.attestation)

    def test_retirer_garde_le_numero(self):
        """No gap: the number waits for this act, which cannot be deleted any more."""
        numero = self._envoyer()["numero"]
        self.arrete.retirer_parapheur("Coquille")
        self.assertEqual((self.arrete.state, self.arrete.parapheur_le), ("brouillon", False))
        self.assertEqual(self.arrete.exemplaire_ids.mapped("etat"), ["retire"])
        with self.assertRaisesRegex(UserError, "réservé à cet acte"):
            self.arrete.unlink()
        self.arrete.with_user(self.responsable).signer("2027-02-16")
        self.assertEqual(self.arrete.numero, numero)
        suivant = self._arrete_signe(self._dossier(rue="14 rue des Trois Exemples"))
        self.assertEqual(int(suivant.numero[-3:]), int(numero[-3:]) + 1)

    def test_assistants(self):
        """The dialogs say what the file holds before anything is kept."""
        self._envoyer()
        depot = self.env["oilhi.document.exemplaire.depot"].with_user(self.responsable).create({
            "document_id": self.arrete.id, "fichier": b64(self._signe("Alix Autre")),
        })
        self.assertTrue(depot.parapheur and depot.autre_nom)
        self.assertIn("Alix Autre", depot.lecture)
        self.assertFalse(depot.refuse or depot.sans_date)
        depot.fichier = b64(pdf("x"))
        self.assertTrue(depot.refuse)
        depot.write({"fichier": b64(self._signe()), "fichier_nom": "s.pdf"})
        self.assertFalse(depot.autre_nom)
        with freeze_time("2027-02-16 12:00:00"):
            depot.action_deposer()
        self.assertEqual(self.arrete.state, "signe")

    def test_original_numerise(self):
        arrete = self._arrete_signe(self._dossier(rue="14 rue des Trois Exemples")).with_user(self.agent)
        with self.assertRaisesRegex(UserError, "pas encore signé"):
            self.arrete.joindre_exemplaire(self._image())
        with self.assertRaisesRegex(UserError, "ni un PDF"):
            arrete.joindre_exemplaire(b64(b"MZ"))
        arrete.joindre_exemplaire(self._image(), "scan.png")
        premier = arrete.exemplaire_id
        self.assertEqual((premier.genre, premier.mimetype), ("numerise", "image/png"))
        scan = pdf("scan")
        resultat = arrete.joindre_exemplaire(b64(scan), "scan.pdf")
        self.assertEqual(resultat["sha256"], arrete._empreinte(scan))
        self.assertEqual((premier.etat, arrete.exemplaire_id._lire("fichier")), ("remplace", scan))
        self.assertTrue(premier._lire("fichier"))
        for user in (self.lecteur, self.agent_autre):
            with self.assertRaises(AccessError):
                arrete.with_user(user).joindre_exemplaire(b64(scan))
        for vals in ({"sha256": "0"}, {"fichier": False}):
            with self.assertRaises(AccessError):
                arrete.exemplaire_id.with_user(self.agent).write(vals)
        self.assertTrue(fields.Date.to_date(arrete.date_signature))
