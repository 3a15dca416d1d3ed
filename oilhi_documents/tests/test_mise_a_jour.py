import re
from unittest.mock import patch

from odoo.modules.module import Manifest
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools.convert import convert_file

from .common import OilhiDocumentsCommon

# One row a document that somebody produced: hundreds of thousands.
PRODUITS = re.compile(r'"oilhi_document(_revision|_exemplaire)?"')


@tagged("post_install", "-at_install")
class TestMiseAJourModeles(OilhiDocumentsCommon):
    def test_memes_valeurs(self):
        """Reading the shipped templates again, as every update does, goes through no document."""
        lettre = self._instruire(self._dossier(rue="8 rue de la Mise-à-Jour")).generer_document("D-MSO-03")
        self.env.flush_all()
        self.env.invalidate_all()
        requetes, executer = [], Cursor.execute

        def noter(curseur, requete, *args, **kwargs):
            requetes.append(str(getattr(requete, "code", requete)))
            return executer(curseur, requete, *args, **kwargs)

        tables = [c for c in Manifest.for_addon("oilhi_documents")["data"] if c.endswith(".csv") and "access" not in c]
        with patch.object(Cursor, "execute", noter):
            for chemin in tables:
                convert_file(self.env, "oilhi_documents", chemin, {}, mode="update")
            self.env.flush_all()
        self.assertTrue(any("oilhi_document_modele" in r for r in requetes))
        self.assertEqual([r for r in requetes if PRODUITS.search(r)], [])
        # What changed is written, down to the documents.
        lettre.sudo().modele_id.type = "arrete"
        for chemin in tables:
            convert_file(self.env, "oilhi_documents", chemin, {}, mode="update")
        self.assertEqual((lettre.modele_id.type, lettre.type), ("courrier", "courrier"))
