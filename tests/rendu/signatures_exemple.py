"""Certificates and signed PDF made on the spot, for the tests alone."""

import io
from datetime import datetime, timedelta, timezone

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas


def pdf(*lignes):
    """A PDF of as many pages as lines."""
    sortie = io.BytesIO()
    page = canvas.Canvas(sortie)
    for ligne in lignes or ("Arrêté",):
        page.drawString(100, 700, ligne)
        page.showPage()
    page.save()
    return sortie.getvalue()


def signataire(nom="Camille Exemple", organisme="Commune d’Arras"):
    """A signer with a certificate that he made himself."""
    cle = ec.generate_private_key(ec.SECP256R1())
    sujet = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, nom),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisme),
    ])
    maintenant = datetime.now(timezone.utc)
    certificat = (
        x509.CertificateBuilder().subject_name(sujet).issuer_name(sujet)
        .public_key(cle.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=365))
        .sign(cle, hashes.SHA256())
    )  # fmt: skip
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(
            certificat.public_bytes(serialization.Encoding.DER)
        ),
        signing_key=keys.PrivateKeyInfo.load(cle.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )),
        cert_registry=SimpleCertificateStore(),
    )


def signer_pades(contenu, qui=None, champ="Signature1", visible=False):
    """The PDF signed in the PAdES way: an update added to its bytes."""
    boite = {"new_field_spec": fields.SigFieldSpec(champ, box=(50, 50, 250, 110))} if visible else {}
    return signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(contenu)),
        signers.PdfSignatureMetadata(field_name=champ, subfilter=fields.SigSeedSubFilter.PADES),
        signer=qui or signataire(),
        **boite,
    ).getvalue()
