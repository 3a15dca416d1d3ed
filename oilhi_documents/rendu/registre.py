"""The register of the arrêtés of a year, on paper: one row each, its head on every page."""

import io
from typing import NamedTuple

TITRES = ("Numéro", "Signé le", "Objet", "Adresse", "Signataire", "Transmis le", "Notifié", "État")
LARGEURS = (54, 60, 176, 160, 92, 62, 88, 68)


class Ligne(NamedTuple):
    numero: str
    date: str
    objet: str
    adresse: str
    signataire: str
    transmis: str
    notifie: str
    etat: str


def registre(titre, bilan, edition, lignes):
    """The PDF of the register; texts are data, never markup."""
    from xml.sax.saxutils import escape

    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

    petit = ParagraphStyle("petit", fontName="Helvetica", fontSize=8, leading=10)
    gras = ParagraphStyle("gras", parent=petit, fontName="Helvetica-Bold")
    grand = ParagraphStyle("grand", fontName="Helvetica-Bold", fontSize=14, leading=18)

    def cellule(texte, style=petit):
        return Paragraph(escape(texte or ""), style)

    def pied(toile, document):
        toile.setFont("Helvetica", 8)
        toile.drawString(36, 24, f"{titre} – {edition}"[:150])
        toile.drawRightString(landscape(A4)[0] - 36, 24, f"Page {document.page}")

    sortie = io.BytesIO()
    document = SimpleDocTemplate(
        sortie, pagesize=landscape(A4), title=titre, lang="fr-FR", author="OILHI",
        leftMargin=36, rightMargin=36, topMargin=36, bottomMargin=44,
    )  # fmt: skip
    tableau = LongTable(
        [[cellule(t, gras) for t in TITRES], *[[cellule(v) for v in ligne] for ligne in lignes]],
        colWidths=LARGEURS, repeatRows=1,
    )  # fmt: skip
    tableau.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#808080")),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#EEEEEE")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]))
    document.build(
        [cellule(titre, grand), Spacer(1, 6), cellule(bilan), Spacer(1, 10), tableau],
        onFirstPage=pied, onLaterPages=pied,
    )  # fmt: skip
    return sortie.getvalue()
