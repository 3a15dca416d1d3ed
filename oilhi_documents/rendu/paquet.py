"""The parts of the Word package that do not depend on the blocks: styles, settings, properties."""

from .ooxml import NS_R, NS_RELS, NS_TYPES, NS_W

STYLE_CHAMP = "PlaceholderText"
# Arial is on every Word; Debian draws it with Liberation Sans, which has the same widths.
POLICE = "Arial"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = f'xmlns:w="{NS_W}" xmlns:r="{NS_R}"'
_CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _echapper(texte):
    return (
        texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def _p(
    avant=0, apres=0, jc=None, gauche=0, suspendu=0, lignes=None, garde=False, plan=None, plus=""
):
    """pPr of a style, its children in the order the schema wants."""
    morceaux = []
    if garde:
        morceaux.append("<w:keepNext/><w:keepLines/>")
    if "lignes" in plus:
        morceaux.append("<w:keepLines/>")
    if "pageBreakBefore" in plus:
        morceaux.append("<w:pageBreakBefore/>")
    morceaux.append("<w:widowControl/>")
    if "numPr" in plus:
        morceaux.append('<w:numPr><w:numId w:val="1"/></w:numPr>')
    if "filet" in plus:
        morceaux.append(
            '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>'
        )
    if "onglet" in plus:
        morceaux.append('<w:tabs><w:tab w:val="right" w:pos="9072"/></w:tabs>')
    interligne = f' w:line="{lignes}" w:lineRule="auto"' if lignes else ""
    morceaux.append(f'<w:spacing w:before="{avant}" w:after="{apres}"{interligne}/>')
    if gauche or suspendu:
        pendu = f' w:hanging="{suspendu}"' if suspendu else ""
        morceaux.append(f'<w:ind w:left="{gauche}"{pendu}/>')
    if jc:
        morceaux.append(f'<w:jc w:val="{jc}"/>')
    if plan is not None:
        morceaux.append(f'<w:outlineLvl w:val="{plan}"/>')
    return f"<w:pPr>{''.join(morceaux)}</w:pPr>"


def _r(taille=None, gras=False, capitales=False, couleur=None):
    morceaux = []
    if gras:
        morceaux.append("<w:b/>")
    if capitales:
        morceaux.append("<w:caps/>")
    if couleur:
        morceaux.append(f'<w:color w:val="{couleur}"/>')
    if taille:
        morceaux.append(f'<w:sz w:val="{taille}"/><w:szCs w:val="{taille}"/>')
    return f"<w:rPr>{''.join(morceaux)}</w:rPr>" if morceaux else ""


# id, name shown in Word, paragraph properties, run properties, style of the next paragraph
_STYLES = [
    ("Title", "Title", _p(240, 120, "center", garde=True, plan=0), _r(26, True, capitales=True), 0),
    ("Subtitle", "Subtitle", _p(0, 240, "center", garde=True), _r(22), 0),
    ("Heading2", "heading 2", _p(160, 80, garde=True, plan=1), _r(21, True), "Corps"),
    ("Corps", "Corps du texte", _p(0, 120, "both"), "", 0),
    ("CorpsLie", "Corps lié au suivant", _p(0, 120, "both", garde=True), "", 0),
    ("Visa", "Visa", _p(0, 80, "both"), "", 0),
    ("Considerant", "Considérant", _p(0, 100, "both"), "", 0),
    ("Formule", "Formule", _p(240, 160, "center", garde=True), _r(24, True), "Article"),
    ("Article", "Article", _p(220, 80, garde=True, plan=1), _r(21, True), "Corps"),
    ("Puce", "Puce", _p(0, 80, "both", 425, 283, plus="numPr"), "", 0),
    ("Mesure", "Mesure", _p(0, 100, "both", 425, 425), "", 0),
    ("Autorite", "Autorité", _p(120, 160, garde=True), _r(21, True), "Visa"),
    ("Collectivite", "Collectivité", _p(0, 20), _r(24, True), 0),
    ("Coordonnees", "Coordonnées", _p(0, 0), _r(17, couleur="404040"), 0),
    ("Reference", "Référence", _p(240, 60), _r(19), 0),
    ("Destinataire", "Destinataire", _p(0, 0, gauche=4820), "", 0),
    ("Lieu", "Lieu et date", _p(280, 240, gauche=4820, garde=True), "", 0),
    ("Objet", "Objet", _p(0, 200, gauche=964, suspendu=964, plan=0), _r(21, True), "Corps"),
    ("Signature", "Signature", _p(280, 120, gauche=4820, plus="lignes"), "", 0),
    ("Recours", "Voies de recours", _p(80, 80, "both"), _r(19), 0),
    (
        "Annexe",
        "Annexe",
        _p(0, 200, "center", garde=True, plan=0, plus="pageBreakBefore"),
        _r(24, True),
        "TexteAnnexe",
    ),
    ("TexteAnnexe", "Texte d’annexe", _p(0, 80, "both"), _r(18), 0),
    ("Cellule", "Cellule", _p(40, 40), _r(19), 0),
    ("TitreColonne", "Titre de colonne", _p(40, 40, garde=True), _r(19, True), 0),
    ("Header", "header", _p(0, 120, "right", plus="filet"), _r(17, couleur="404040"), 0),
    ("Footer", "footer", _p(0, 0, plus="onglet"), _r(16, couleur="404040"), 0),
]


def _style(identifiant, nom, paragraphe, caractere, suivant):
    apres = f'<w:next w:val="{suivant}"/>' if suivant else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifiant}"><w:name w:val="{nom}"/>'
        f'<w:basedOn w:val="Normal"/>{apres}<w:qFormat/>{paragraphe}{caractere}</w:style>'
    )


def _styles(langue):
    bords = "".join(
        f'<w:{cote} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for cote in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"{_XML}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{POLICE}" w:hAnsi="{POLICE}" w:eastAsia="{POLICE}" w:cs="{POLICE}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{langue}" w:eastAsia="{langue}" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>'
        '<w:spacing w:before="0" w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f'<w:style w:type="character" w:styleId="{STYLE_CHAMP}">'
        '<w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{bords}</w:tblBorders></w:tblPr>'
        f"</w:style>{''.join(_style(*style) for style in _STYLES)}</w:styles>"
    )


def parties_fixes(titre, code, langue):
    """Parts common to every template. No build date anywhere: the bytes must be reproducible."""
    titre, code, langue = _echapper(titre), _echapper(code), _echapper(langue)
    surcharges = {
        "/word/document.xml": f"{_CT}.document.main+xml",
        "/word/styles.xml": f"{_CT}.styles+xml",
        "/word/settings.xml": f"{_CT}.settings+xml",
        "/word/fontTable.xml": f"{_CT}.fontTable+xml",
        "/word/numbering.xml": f"{_CT}.numbering+xml",
        "/word/header1.xml": f"{_CT}.header+xml",
        "/word/header2.xml": f"{_CT}.header+xml",
        "/word/footer1.xml": f"{_CT}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    relations = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "fontTable", "fontTable.xml"),
        ("rId4", "numbering", "numbering.xml"),
        ("rId10", "header", "header1.xml"),
        ("rId11", "header", "header2.xml"),
        ("rId12", "footer", "footer1.xml"),
    ]
    textes = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{NS_TYPES}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in surcharges.items())
        + "</Types>",
        "_rels/.rels": f'{_XML}<Relationships xmlns="{NS_RELS}">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_REL}/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f"{_XML}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{titre}</dc:title><dc:subject>{code}</dc:subject>"
        f"<dc:language>{langue}</dc:language></cp:coreProperties>",
        "docProps/app.xml": f"{_XML}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>OILHI</Application></Properties>",
        "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{NS_RELS}">'
        + "".join(
            f'<Relationship Id="{i}" Type="{_REL}/{t}" Target="{c}"/>' for i, t, c in relations
        )
        + "</Relationships>",
        "word/styles.xml": _styles(langue),
        "word/settings.xml": f'{_XML}<w:settings {_W}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{langue}"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>',
        "word/fontTable.xml": f'{_XML}<w:fonts {_W}><w:font w:name="{POLICE}">'
        '<w:altName w:val="Liberation Sans"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>",
        "word/numbering.xml": f'{_XML}<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:pStyle w:val="Puce"/><w:lvlText w:val="–"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="283"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    return {nom: texte.encode() for nom, texte in textes.items()}
