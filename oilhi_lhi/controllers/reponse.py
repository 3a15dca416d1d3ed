"""What the pages of a case answer: a record to who may read it, « not found » to anybody else."""

from odoo.exceptions import AccessError
from odoo.http import content_disposition, request


def trouver(modele, identifiant):
    """The record, or « not found »: the same answer for another's and for none."""
    try:
        # A search, so that the rules answer alike for another's case and for none.
        record = request.env[modele].with_context(active_test=False).search(
            [("id", "=", identifiant)]
        )
    except AccessError:
        record = None
    if not record:
        raise request.not_found()
    return record


def fichier(contenu, nom, mimetype):
    """A file to keep, never a page: not cached, not guessed."""
    return request.make_response(contenu, headers=[
        ("Content-Type", mimetype),
        ("Content-Disposition", content_disposition(nom)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ])
