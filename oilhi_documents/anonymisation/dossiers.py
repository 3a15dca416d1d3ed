"""The end of a closed case: its persons and what was written of them go, the place, the dates and the acts stay.

The same classification as the copy for training, on the rows of some cases. The signed acts, their
proofs and the qualifications (codes, without a word on anybody) are not touched: administrative archives.
"""
from odoo.tools import SQL

from . import copie, pieces
from .classement import Classement, colonnes

ACTES = frozenset({
    "oilhi_document", "oilhi_document_exemplaire", "oilhi_document_revision", "oilhi_notification",
    "oilhi_dossier_qualification",
})
# The log has a retention of its own; the traces say what was done.
AUTRES = frozenset({"oilhi_journal_reserve", "oilhi_rgpd_trace"})
PERSONNES = frozenset({"oilhi_dossier_personne"})
RESERVE = "oilhi_dossier_occupant_reserve"
RETIREE = "=Personne retirée"
# A case that stays, where the copy for training needs names to play with.
SORTS = {
    ("oilhi_dossier", "name"): "=Dossier anonymisé",
    ("oilhi_dossier", "reference"): "garder",
    ("oilhi_dossier", "cle_recherche"): "garder",  # worked out again, from what is left
    ("oilhi_dossier_personne", "prenom"): "vider",
    ("oilhi_dossier_personne", "nom"): RETIREE,
    ("oilhi_dossier_personne", "raison_sociale"): "vider",
    ("oilhi_dossier_personne", "nom_complet"): RETIREE,
    ("oilhi_dossier_personne", "rue"): "vider",
    ("oilhi_dossier_personne", "code_postal"): "vider",
    ("oilhi_dossier_personne", "ville"): "vider",
    ("oilhi_dossier_personne", "email"): "vider",
    ("oilhi_dossier_personne", "cle_recherche"): "=personne retiree",
    ("oilhi_dossier_titre", "numero"): "garder",
    ("oilhi_dossier_liquidation", "groupe"): "garder",
}
CONTACT = {
    "name": RETIREE, "complete_name": RETIREE, "oilhi_prenom": "vider", "oilhi_nom": "vider",
    "street": "vider", "zip": "vider", "city": "vider", "email": "vider", "email_normalized": "vider",
    "oilhi_recherche": "=personne retiree",
}
# Files that belong to an act: those of its row, and those that the act itself names.
PIECES_ACTES = """
    EXISTS (SELECT 1 FROM oilhi_document d WHERE a.id IN (d.docx_id, d.pdf_id, d.genere_id)
               AND d.state NOT IN ('brouillon', 'a_signer'))
    OR (a.res_model = 'oilhi.document.exemplaire' AND EXISTS (
        SELECT 1 FROM oilhi_document_exemplaire e JOIN oilhi_document d ON d.id = e.document_id
         WHERE e.id = a.res_id AND d.state NOT IN ('brouillon', 'a_signer')))
    OR (a.res_model = 'oilhi.document.revision' AND EXISTS (
        SELECT 1 FROM oilhi_document_revision r JOIN oilhi_document d ON d.id = r.document_id
         WHERE r.id = a.res_id AND d.state NOT IN ('brouillon', 'a_signer')))
    OR EXISTS (SELECT 1 FROM oilhi_notification n WHERE n.preuve_id = a.id)
"""
PROJETS = "state IN ('brouillon', 'a_signer')"


class Modification:
    """Rows of some cases, part by part; the figures add up in ``lignes``."""

    def __init__(self, env, dossiers):
        self.env, self.cr, self.ids, self.lignes = env, env.cr, tuple(dossiers), 0
        env.flush_all()
        self.classement = Classement(env)
        self.classement.lignes |= SORTS | {("res_partner", nom): sort for nom, sort in CONTACT.items()}
        self.colonnes = {}
        for colonne in colonnes(env.cr):
            self.colonnes.setdefault(colonne.table, []).append(colonne)

    def tables(self):
        """``{table: model}`` of the rows of a case."""
        return {
            table: nom for table, nom in self.classement.modeles.items()
            if (champ := self.env[nom]._fields.get("dossier_id")) is not None and champ.store
            and champ.comodel_name == "oilhi.dossier" and table in self.colonnes
            and table not in self.classement.assistants
        }

    def _ecrire(self, table, condition):
        affectations = [
            SQL("%s = %s", SQL.identifier(c.nom), valeur) for c in self.colonnes[table]
            if c.texte and (valeur := copie._valeur(self.classement, c, True)) is not None
            and (table, c.nom) not in self.classement.selections
        ]
        if affectations:
            self.cr.execute(SQL("UPDATE %s SET %s WHERE %s", SQL.identifier(table),
                                SQL(", ").join(affectations), condition))
            self.lignes += self.cr.rowcount

    def _des_dossiers(self, table):
        return SQL("%s IN %s", SQL.identifier(table, "dossier_id"), self.ids)

    def personnes(self):
        self._ecrire("oilhi_dossier_personne", self._des_dossiers("oilhi_dossier_personne"))
        contacts = SQL("SELECT partner_id FROM oilhi_dossier_personne WHERE dossier_id IN %s", self.ids)
        # Made for the case and for nothing else: a contact of the directory stays.
        self._ecrire("res_partner", SQL("oilhi_prive AND id IN (%s)", contacts))
        self.cr.execute(SQL("UPDATE res_partner SET active = FALSE WHERE oilhi_prive AND id IN (%s)", contacts))
        self.cr.execute(SQL("DELETE FROM mail_followers WHERE partner_id IN (%s)", contacts))
        self._pieces(SQL("a.res_model = 'res.partner' AND a.res_id IN (%s)", contacts))

    def une_personne(self, numero):
        """One person of the case, at his request."""
        self._ecrire("oilhi_dossier_personne", SQL("id = %s", numero))
        contact = SQL("oilhi_prive AND id = (SELECT partner_id FROM oilhi_dossier_personne WHERE id = %s)", numero)
        self._ecrire("res_partner", contact)
        self.cr.execute(SQL("UPDATE res_partner SET active = FALSE WHERE %s", contact))

    def reserve(self):
        self.cr.execute(SQL("DELETE FROM %s WHERE dossier_id IN %s", SQL.identifier(RESERVE), self.ids))
        self.lignes += self.cr.rowcount
        self.cr.execute(SQL("UPDATE oilhi_dossier_infraction SET vulnerable = NULL WHERE dossier_id IN %s",
                            self.ids))

    def textes(self):
        """Free words of the case and of its rows."""
        self._ecrire("oilhi_dossier", SQL("id IN %s", self.ids))
        for table in sorted(self.tables().keys() - ACTES - AUTRES - PERSONNES - {RESERVE}):
            self._ecrire(table, self._des_dossiers(table))
        # A draft is no act: the values it would have been filled with go too.
        self._ecrire("oilhi_document", SQL("dossier_id IN %s AND %s", self.ids, SQL(PROJETS)))
        for table in ("oilhi_document_exemplaire", "oilhi_document_revision"):
            self._ecrire(table, SQL(
                "document_id IN (SELECT id FROM oilhi_document WHERE dossier_id IN %s AND %s)",
                self.ids, SQL(PROJETS)))

    def messages(self):
        fils = SQL("(m.model = 'oilhi.dossier' AND m.res_id IN %s)", self.ids)
        for table, modele in sorted(self.tables().items()):
            fils = SQL("%s OR (m.model = %s AND m.res_id IN (SELECT id FROM %s WHERE dossier_id IN %s))",
                       fils, modele, SQL.identifier(table), self.ids)
        ces = SQL("SELECT m.id FROM mail_message m WHERE %s", fils)
        # Files of the messages go with the parts « pieces »: they hang to the case.
        for table in ("mail_tracking_value", "mail_mail", "mail_message_translation", "mail_link_preview"):
            if table in self.colonnes and any(c.nom == "mail_message_id" for c in self.colonnes[table]):
                self.cr.execute(SQL("DELETE FROM %s WHERE mail_message_id IN (%s)", SQL.identifier(table), ces))
        self._ecrire("mail_message", SQL("id IN (%s)", ces))
        self._ecrire("mail_notification", SQL("mail_message_id IN (%s)", ces))
        activites = SQL("res_model = 'oilhi.dossier' AND res_id IN %s", self.ids)
        self._ecrire("mail_activity", activites)

    def pieces(self):
        """Photos, letters received, drafts: a blank file in their place; those of the acts stay."""
        lignes = SQL("(a.res_model = 'oilhi.dossier' AND a.res_id IN %s)", self.ids)
        for table, modele in sorted(self.tables().items()):
            lignes = SQL("%s OR (a.res_model = %s AND a.res_id IN (SELECT id FROM %s WHERE dossier_id IN %s))",
                         lignes, modele, SQL.identifier(table), self.ids)
        self._pieces(SQL("(%s) AND NOT (%s)", lignes, SQL(PIECES_ACTES)))

    def _pieces(self, condition):
        self.lignes += pieces.blanchir(self.env, condition)

    def terminer(self):
        self.env.invalidate_all()
        dossiers = self.env["oilhi.dossier"].browse(self.ids)
        self.env.add_to_compute(dossiers._fields["cle_recherche"], dossiers)
        dossiers.flush_recordset(["cle_recherche"])
        return self.lignes
