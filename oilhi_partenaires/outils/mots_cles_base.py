"""Fill the keys of a base with many rows, without the ORM: the same words, batch by batch."""

from .adresse import cle_adresse
from .mots_cles import texte_cle

LOT = 20000
BATIMENTS = """
    SELECT b.id, b.name, b.rue, b.rnb_id, b.ban_cle, c.code_insee, array_agg(p.name)
      FROM oilhi_batiment b JOIN oilhi_commune c ON c.id = b.commune_id
      LEFT JOIN oilhi_batiment_parcelle p ON p.batiment_id = b.id
     WHERE b.id > %s GROUP BY b.id, c.code_insee ORDER BY b.id LIMIT %s
"""
PERSONNES = "SELECT id, nom_complet FROM oilhi_dossier_personne WHERE id > %s ORDER BY id LIMIT %s"
DOSSIERS = """
    SELECT d.id, d.reference, d.name, b.cle_recherche,
           (SELECT string_agg(p.nom_complet, ' ' ORDER BY p.id) FROM oilhi_dossier_personne p
             WHERE p.dossier_id = d.id), {numeros}
      FROM oilhi_dossier d JOIN oilhi_batiment b ON b.id = d.batiment_id
     WHERE d.id > %s ORDER BY d.id LIMIT %s
"""
# The acts come with another addon, which may not be there.
NUMEROS = "(SELECT string_agg(o.numero, ' ' ORDER BY o.id) FROM oilhi_document o WHERE o.dossier_id = d.id)"


def _lots(cr, requete):
    dernier = 0
    while True:
        cr.execute(requete, (dernier, LOT))
        lignes = cr.fetchall()
        if not lignes:
            return
        yield lignes
        dernier = lignes[-1][0]


def _ecrire(cr, table, colonnes, valeurs):
    affectations = ", ".join(f"{colonne} = v.{colonne}" for colonne in colonnes)
    cr.execute_values(
        f"UPDATE {table} t SET {affectations} FROM (VALUES %s) AS v (id, {', '.join(colonnes)}) "
        "WHERE t.id = v.id", valeurs, page_size=2000,
    )


def remplir_cles(cr):
    """Every building, person and case of the base of this cursor of Odoo."""
    for lot in _lots(cr, BATIMENTS):
        _ecrire(cr, "oilhi_batiment", ("cle_adresse", "cle_recherche"), [
            (i, cle_adresse(rue), texte_cle(
                nom, insee, identifiants=(rnb, ban), parcelles=sorted(filter(None, parcelles)), rue=rue))
            for i, nom, rue, rnb, ban, insee, parcelles in lot
        ])
    for lot in _lots(cr, PERSONNES):
        _ecrire(cr, "oilhi_dossier_personne", ("cle_recherche",), [(i, texte_cle(nom)) for i, nom in lot])
    cr.execute("SELECT to_regclass('oilhi_document')")
    requete = DOSSIERS.format(numeros=NUMEROS if cr.fetchone()[0] else "NULL")
    for lot in _lots(cr, requete):
        _ecrire(cr, "oilhi_dossier", ("cle_recherche",), [(i, texte_cle(*textes)) for i, *textes in lot])
