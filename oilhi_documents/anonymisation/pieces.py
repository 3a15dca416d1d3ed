"""The files: those of the application stay, a blank one of the same kind takes the place of the others."""
import hashlib
import io

from odoo.tools import SQL

MENTION = "Fichier retiré de la copie de formation."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Bundles and icons that Odoo makes or ships, templates that OILHI ships.
GARDEES = """
    starts_with(a.url, '/web/assets/')
    OR a.res_model IN ('ir.ui.menu', 'ir.module.module', 'res.lang', 'res.country')
    OR EXISTS (SELECT 1 FROM ir_model_data d JOIN ir_module_module m ON m.name = d.module
                WHERE d.model = 'ir.attachment' AND d.res_id = a.id AND a.res_model IS NULL)
    OR (a.res_model = 'oilhi.document.modele.version' AND a.res_field = 'fichier' AND EXISTS (
        SELECT 1 FROM oilhi_document_modele_version v WHERE v.id = a.res_id AND v.livree))
"""
# Portraits, logos, published files, links: nothing to put in their place.
DISPARUES = """
    a.type = 'url'
    OR a.res_model IN ('res.partner', 'res.users', 'res.company', 'oilhi.publication.contenu',
                       'discuss.channel', 'mail.guest', 'mail.mail')
"""
# Hashes that a record quotes: those of the file that it has now.
EMPREINTES = (
    ("oilhi_document_exemplaire", "sha256", "fichier"),
    ("oilhi_document_exemplaire", "pdf_sha256", "pdf"),
    ("oilhi_document_revision", "sha256", "fichier"),
)


def blancs():
    """``{mimetype: (extension, bytes)}``."""
    from docx import Document
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    mot, pdf, png, jpg = io.BytesIO(), io.BytesIO(), io.BytesIO(), io.BytesIO()
    document = Document()
    document.core_properties.author = ""
    document.add_paragraph(MENTION)
    document.save(mot)
    page = Canvas(pdf, invariant=True)
    page.drawString(72, 760, MENTION)
    page.save()
    image = Image.new("RGB", (320, 240), (200, 205, 210))
    image.save(png, "PNG")
    image.save(jpg, "JPEG")
    return {
        DOCX: ("docx", mot.getvalue()), "application/pdf": ("pdf", pdf.getvalue()),
        "image/png": ("png", png.getvalue()), "image/jpeg": ("jpg", jpg.getvalue()),
        "text/plain": ("txt", MENTION.encode()),
    }


def remplacer(env):
    """Number of files that went or changed; the filestore itself is cleaned by who made the copy."""
    cr, gardees = env.cr, SQL("COALESCE(%s, FALSE)", SQL(GARDEES))
    cr.execute(SQL("DELETE FROM ir_attachment a WHERE NOT %s AND (%s)", gardees, SQL(DISPARUES)))
    nombre, tous = cr.rowcount, blancs()
    nombre += blanchir(env, SQL("NOT %s", gardees), tous)
    # Odoo finds a bundle by its address, a field by its record: the name of a kept file is nobody's.
    cr.execute(SQL(
        """UPDATE ir_attachment a SET description = NULL, index_content = NULL, access_token = NULL,
                  name = COALESCE(a.res_field, substring(a.url from '[^/]+$'), 'piece-' || a.id),
                  url = CASE WHEN starts_with(a.url, '/web/assets/') THEN a.url END WHERE %s""", gardees))
    _adaptations(cr)
    _empreintes(cr, {m: hashlib.sha256(c).hexdigest() for m, (_e, c) in tous.items()})
    return nombre


def blanchir(env, condition, tous=None):
    """A blank file of the same kind in the place of each; the old one goes with Odoo's cleaning."""
    cr, pieces, tous, nombre = env.cr, env["ir.attachment"], tous or blancs(), 0
    cr.execute(SQL("SELECT DISTINCT a.store_fname FROM ir_attachment a "
                   "WHERE a.store_fname IS NOT NULL AND %s", condition))
    anciens = [nom for nom, in cr.fetchall()]
    for genre, (extension, contenu) in tous.items():
        # In any storage: also a site that keeps its files in the database.
        ecrit = pieces._get_datas_related_values(contenu, genre)
        autres = tuple(set(tous) - {"text/plain"})
        quels = SQL("a.mimetype NOT IN %s OR a.mimetype IS NULL", autres) if genre == "text/plain" \
            else SQL("a.mimetype = %s", genre)
        cr.execute(SQL(
            """UPDATE ir_attachment a SET name = 'piece-' || a.id || %(extension)s, description = NULL,
                      index_content = NULL, url = NULL, access_token = NULL, mimetype = %(genre)s,
                      store_fname = %(fichier)s, db_datas = %(octets)s, checksum = %(somme)s,
                      file_size = %(taille)s
                WHERE %(condition)s AND (%(quels)s)
                  AND a.checksum IS DISTINCT FROM %(somme)s""",
            extension=f".{extension}", genre=genre, fichier=ecrit["store_fname"] or None,
            octets=ecrit["db_datas"] or None, somme=ecrit["checksum"], taille=len(contenu),
            condition=condition, quels=quels))
        if cr.rowcount and ecrit["store_fname"]:
            pieces._file_write(contenu, ecrit["checksum"])
        nombre += cr.rowcount
    for nom in anciens:
        pieces._mark_for_gc(nom)
    return nombre


def _adaptations(cr):
    """The template that a service adapted becomes the one that OILHI ships."""
    cr.execute("""
        WITH livrees AS (
            SELECT DISTINCT ON (v.modele_id) v.modele_id, v.sha256, a.store_fname, a.db_datas, a.checksum,
                   a.file_size, a.mimetype
              FROM oilhi_document_modele_version v
              JOIN ir_attachment a ON a.res_model = 'oilhi.document.modele.version'
               AND a.res_field = 'fichier' AND a.res_id = v.id
             WHERE v.livree ORDER BY v.modele_id, v.numero DESC
        ), fichiers AS (
            UPDATE ir_attachment a SET store_fname = l.store_fname, db_datas = l.db_datas,
                   checksum = l.checksum, file_size = l.file_size, mimetype = l.mimetype
              FROM oilhi_document_modele_version v JOIN livrees l ON l.modele_id = v.modele_id
             WHERE a.res_model = 'oilhi.document.modele.version' AND a.res_field = 'fichier'
               AND a.res_id = v.id AND v.livree IS NOT TRUE
        )
        UPDATE oilhi_document_modele_version v SET sha256 = l.sha256
          FROM livrees l WHERE l.modele_id = v.modele_id AND v.livree IS NOT TRUE""")


def _empreintes(cr, sommes):
    quelle = SQL("CASE a.mimetype %s END", SQL(" ").join(
        SQL("WHEN %s THEN %s", genre, somme) for genre, somme in sommes.items()))
    cr.execute(SQL("UPDATE oilhi_document SET sha256 = NULL WHERE docx_id IS NULL"))
    cr.execute(SQL("UPDATE oilhi_document d SET sha256 = %s FROM ir_attachment a "
                   "WHERE a.id = d.docx_id AND d.sha256 IS NOT NULL", quelle))
    for table, colonne, champ in EMPREINTES:
        cr.execute(SQL(
            "UPDATE %(t)s e SET %(c)s = %(q)s FROM ir_attachment a WHERE a.res_model = %(m)s "
            "AND a.res_field = %(f)s AND a.res_id = e.id AND e.%(c)s IS NOT NULL",
            t=SQL.identifier(table), c=SQL.identifier(colonne), q=quelle,
            m=table.replace("_", "."), f=champ))


