from odoo import api, fields, models
from odoo.tools import SQL

from ..outils import recherche

# What the index on the keys and the queries must both say, letter for letter.
CLES = "array_to_tsvector(string_to_array(cles, ' '))"


class OilhiMot(models.Model):
    """Vocabulary of the texts searched: what a word typed with a mistake is compared with."""

    _name = "oilhi.mot"
    _description = "Mot de la recherche"
    _rec_name = "mot"
    _log_access = False

    modele = fields.Char(string="Modèle", required=True)
    mot = fields.Char(required=True)
    cles = fields.Text(string="Clés")

    _mot_uniq = models.Constraint("UNIQUE(modele, mot)", "Ce mot est déjà connu.")
    _cles_index = models.Index(f"USING gin ({CLES})")

    @api.model
    def _apprendre(self, modele, mots):
        """Add words of a model; those already known cost nothing."""
        # Sorted: two transactions that learn the same words wait for each other in the same order.
        lignes = [
            SQL("(%s, %s, %s)", modele, mot, " ".join(recherche.cles(mot)))
            for mot in sorted(set(mots))
            if recherche.tolerance(mot)
        ]
        for debut in range(0, len(lignes), 1000):
            self.env.cr.execute(SQL(
                "INSERT INTO oilhi_mot (modele, mot, cles) VALUES %s ON CONFLICT DO NOTHING",
                SQL(", ").join(lignes[debut:debut + 1000]),
            ))

    @api.model
    def _proches(self, modeles, mots):
        """Dict: word → words of these models nearest to it (words too short: none)."""
        mots = [mot for mot in mots if recherche.tolerance(mot)]
        if not mots:
            return {}
        cles = {cle for mot in mots for cle in recherche.cles(mot)}
        requete = " | ".join(f"'{cle}'" for cle in sorted(cles))
        candidats = [mot for mot, in self.env.execute_query(SQL(
            "SELECT mot FROM oilhi_mot WHERE modele = ANY(%s) AND %s @@ %s::tsquery",
            list(modeles), SQL(CLES), requete,
        ))]
        return {mot: recherche.proches(mot, candidats) for mot in mots}

    @api.model
    @api.autovacuum
    def _actualiser(self):
        """Bring the vocabulary in line with the texts: learn what is missing, forget the rest."""
        for nom, modele in self.env.registry.items():
            champ = getattr(modele, "_champ_recherche", None)
            if not champ or modele._abstract or not modele._auto:
                continue
            self.env[nom].flush_model([champ])
            table, colonne = SQL.identifier(modele._table), SQL.identifier(champ)
            presents = {mot for mot, in self.env.execute_query(SQL(
                "SELECT DISTINCT unnest(string_to_array(%s, ' ')) FROM %s", colonne, table
            ))}
            connus = {mot for mot, in self.env.execute_query(SQL(
                "SELECT mot FROM oilhi_mot WHERE modele = %s", nom
            ))}
            if partis := sorted(connus - presents):
                self.env.cr.execute(SQL(
                    "DELETE FROM oilhi_mot WHERE modele = %s AND mot = ANY(%s)", nom, partis
                ))
            self._apprendre(nom, presents - connus)
