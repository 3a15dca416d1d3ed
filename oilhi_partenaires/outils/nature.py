"""What a deposited file really is, against what its name says; what is refused whatever its name.

Refusals rest on what is recognised, never on what is not: a damaged PDF is nobody's danger.
"""
import io
import re
import zipfile

IMAGES = ("jpg", "jpeg", "jfif", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif")
TEXTES = ("txt", "csv", "tsv", "md", "log", "eml", "ics", "vcf", "json", "geojson", "asc")
# extension: kinds of content that it may hold (what _reconnaitre calls them)
ADMISES = {
    "pdf": ("pdf",), "doc": ("ole", "zip", "rtf"), "docx": ("zip",), "odt": ("zip",), "rtf": ("rtf",),
    "xls": ("ole", "zip"), "xlsx": ("zip",), "ods": ("zip",), "ppt": ("ole", "zip"), "pptx": ("zip",),
    "odp": ("zip",), "odg": ("zip",), "msg": ("ole",), "zip": ("zip",), "asice": ("zip",), "asics": ("zip",),
    "mp3": ("son",), "m4a": ("film",), "ogg": ("son",), "oga": ("son",), "opus": ("son",), "wav": ("riff",),
    "weba": ("matroska",), "webm": ("matroska",), "mp4": ("film",), "mov": ("film",), "m4v": ("film",),
    "p7s": (), "p7m": (), "xml": (), "svg": (), "gpx": (), "dwg": (), "dxf": (),
    **{e: ("image", "film", "riff") for e in IMAGES},
    **{e: () for e in TEXTES},
}
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"}
# Never, even if the administrator adds them: the browser or the system would run them.
PROGRAMMES = set(
    "exe dll com scr msi msp cpl bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta jar class sh bash py pyw "
    "php pl rb apk app dmg pkg deb rpm lnk url reg inf iso img vhd appx msix xll chm gadget scf desktop".split()
)
PAGES = {"html", "htm", "xhtml", "shtml", "mht", "mhtml", "svgz", "swf", "xsl", "xslt"}
TETE = 4096
LU_SVG = 4_000_000
LU_TYPES = 1_000_000

_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe)\b",
    re.I | re.S,
)
_SVG = re.compile(rb"<(?:[a-z]+:)?svg[\s>]", re.I)
_SVG_ACTIF = re.compile(
    rb"<(?:[a-z]+:)?(?:script|foreignobject|iframe|object|embed|handler)\b|[\s\"'/]on[a-z]{3,}\s*=|javascript:|<!entity",
    re.I,
)
_EXTENSION = re.compile(r"(?=.*[a-z])[a-z0-9]{1,10}")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def extension(nom):
    """Lower case, without what Windows ignores at the end of a name; « rapport v1.2 » has none."""
    fin = (nom or "").strip(" .\t\n").lower().rpartition(".")
    return fin[2] if fin[1] and _EXTENSION.fullmatch(fin[2]) else ""


def _reconnaitre(contenu):
    tete = contenu[:TETE]
    for debut, sorte in (
        (b"\xff\xd8\xff", "image"), (b"\x89PNG\r\n", "image"), (b"GIF8", "image"), (b"II*\0", "image"),
        (b"MM\0*", "image"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (_OLE, "ole"), (b"{\\rtf", "rtf"),
        (b"ID3", "son"), (b"OggS", "son"), (b"\x1aE\xdf\xa3", "matroska"), (b"RIFF", "riff"),
        (b"Rar!\x1a", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b\x08", "archive"), (b"BZh", "archive"),
    ):
        if tete.startswith(debut):
            return sorte
    if tete[4:8] == b"ftyp":
        return "film"
    if tete.startswith(b"BM") and len(contenu) > 30 and tete[6:10] == b"\0\0\0\0":
        return "image"
    if b"%PDF-" in tete[:1024]:
        return "pdf"
    return None


def _programme(contenu):
    tete = contenu[:TETE]
    return (
        (tete.startswith(b"MZ") and b"\0" in tete)
        or tete.startswith((b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
                            b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n03", b"L\0\0\0\x01\x14\x02\0"))
        or re.match(rb"#!\s*/", tete) is not None
    )


def _dans_le_zip(contenu, ext):
    """Reads the list of what it contains, opens one small part at most: a bomb stays asleep."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            entrees = archive.infolist()
            noms = [e.filename.lower() for e in entrees]
            if any(e.flag_bits & 1 for e in entrees):
                return "chiffre"
            if any(n.endswith("vbaproject.bin") or "/macrosheets/" in n for n in noms):
                return "macros"
            if "mimetype" in noms and any(n.startswith(("basic/", "scripts/")) for n in noms):
                return "macros"
            if "[content_types].xml" in noms:
                with archive.open(entrees[noms.index("[content_types].xml")]) as types:
                    if b"macroenabled" in types.read(LU_TYPES).lower():
                        return "macros"
            elif ext in ("zip", "") and any(extension(n) in PROGRAMMES | MACROS | PAGES for n in noms):
                return "archive"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None  # damaged: nobody will open it either
    return None


def _utf16(texte):
    return texte.encode("utf-16-le")


def refuser(nom, contenu, en_plus=()):
    """Why this file is refused, as one of the keys below; None when it is accepted.

    programme, page, svg, macros, chiffre, archive, extension, discordance. ``en_plus``: extensions
    that the administrator accepts too. A file without extension is judged on its content alone.
    """
    ext = extension(nom)
    if ext in PROGRAMMES or _programme(contenu):
        return "programme"
    if ext in PAGES or (ext not in TEXTES and _PAGE.match(contenu[:TETE])):
        return "page"
    if ext in MACROS:
        return "macros"
    if ext in ("svg", "xml", "gpx", "") and _SVG.search(contenu[:TETE]) and _SVG_ACTIF.search(contenu[:LU_SVG]):
        return "svg"
    sorte = _reconnaitre(contenu)
    if sorte == "zip" and (raison := _dans_le_zip(contenu, ext)):
        return raison
    if sorte == "ole":
        if _utf16("_VBA_PROJECT") in contenu:
            return "macros"
        if _utf16("EncryptedPackage") in contenu:
            return "chiffre"
    if not ext:
        return None
    if ext not in ADMISES:
        return None if ext in en_plus else "extension"
    if sorte and sorte not in ADMISES[ext]:
        return "discordance"
    return None
