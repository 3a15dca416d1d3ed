"""Looks for names everywhere: each text of each table, each file, unzipped or read as a PDF.

Without accents and capitals on both sides: a search key writes « Brindé » as « brinde ».
"""
import io
import re
import unicodedata
import zipfile
import zlib

from odoo.tools import SQL

from .classement import colonnes

PROFONDEUR = 3  # a DOCX in a ZIP in a ZIP
PAQUET = 2000
ACCENTS = re.compile("[\u0300-\u036f]+")
ECHAPPE = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)


def plat(texte):
    if "\\u" in texte:  # a JSON kept in a text
        texte = ECHAPPE.sub(lambda trouve: chr(int(trouve[1], 16)), texte)
    if not texte.isascii():
        texte = ACCENTS.sub("", unicodedata.normalize("NFD", texte))
    return texte.lower()


def motif(noms):
    """One expression for hundreds of names: what they begin with is read once."""
    racine = {}
    for nom in noms:
        noeud = racine
        for lettre in plat(nom):
            noeud = noeud.setdefault(lettre, {})
        noeud[""] = {}

    def ecrire(noeud):
        if "" in noeud:
            return ""
        branches = [re.escape(lettre) + ecrire(suite) for lettre, suite in sorted(noeud.items())]
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"

    return re.compile(ecrire(racine))


def chercher(env, noms):
    """``[(where, name found, without accents)]``; nothing is the answer that is wanted."""
    env.flush_all()
    forme = motif(noms)
    trouves = _tables(env.cr, forme)
    fichiers = env["ir.attachment"]
    env.cr.execute("SELECT store_fname, min(id) FROM ir_attachment WHERE store_fname IS NOT NULL GROUP BY 1")
    for nom, numero in env.cr.fetchall():
        trouves += [(f"ir_attachment {numero}, {lieu}", mot)
                    for lieu, mot in dans_fichier(fichiers._file_read(nom), forme, nom)]
    return sorted(set(trouves))


def _tables(cr, forme):
    trouves, par_table = [], {}
    for colonne in colonnes(cr):
        par_table.setdefault(colonne.table, []).append(colonne)
    for table, liste in par_table.items():
        # Row by row rather than column by column; bytes apart: as text they are figures.
        octets = [c for c in liste if c.genre == "octets"]
        cr.execute(SQL("DECLARE balayage NO SCROLL CURSOR FOR SELECT t::text FROM %s t", SQL.identifier(table)))
        while True:
            cr.execute(SQL("FETCH FORWARD %s FROM balayage", PAQUET))
            lignes = cr.fetchall()
            for ligne, in lignes:
                trouves += [(table, mot) for mot in set(forme.findall(plat(ligne)))]
            if len(lignes) < PAQUET:
                break
        cr.execute("CLOSE balayage")
        for colonne in octets:
            cr.execute(SQL("SELECT %s FROM %s WHERE %s IS NOT NULL", SQL.identifier(colonne.nom),
                           SQL.identifier(table), SQL.identifier(colonne.nom)))
            for contenu, in cr.fetchall():
                trouves += dans_fichier(bytes(contenu), forme, f"{table}.{colonne.nom}")
    return trouves


def dans_fichier(contenu, forme, lieu, profondeur=0):
    """Names in the bytes, in what they unzip to, in the words of a PDF."""
    textes, trouves = [contenu.decode("utf-8", "ignore")], []
    if contenu[:2] in (b"\xff\xfe", b"\xfe\xff"):
        textes.append(contenu.decode("utf-16", "ignore"))
    if contenu[:2] == b"PK" and profondeur < PROFONDEUR:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            for piece in archive.infolist():
                textes.append(piece.filename)
                trouves += dans_fichier(archive.read(piece), forme, f"{lieu}/{piece.filename}", profondeur + 1)
    elif contenu[:5] == b"%PDF-":
        textes.append(_texte_pdf(contenu))
    elif contenu[:2] == b"\x1f\x8b" and profondeur < PROFONDEUR:
        trouves += dans_fichier(zlib.decompress(contenu, 31), forme, f"{lieu} (gzip)", profondeur + 1)
    elif contenu[:1] == b"<" or lieu.endswith((".xml", ".rels")):
        # Word cuts a name between two runs: its words without their tags.
        textes.append(re.sub(r"<[^>]*>", "", textes[0]))
    for texte in textes:
        trouves += [(lieu, mot) for mot in set(forme.findall(plat(texte)))]
    return trouves


def _texte_pdf(contenu):
    from pypdf import PdfReader

    lecteur = PdfReader(io.BytesIO(contenu))
    morceaux = [page.extract_text() for page in lecteur.pages]
    morceaux += [str(valeur) for valeur in (lecteur.metadata or {}).values()]
    for contenus in lecteur.attachments.values():
        morceaux += [c.decode("utf-8", "ignore") for c in contenus]
    return "\n".join(morceaux)
