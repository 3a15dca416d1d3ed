"""What a database holds: enough to say that a restored one is the same."""
import csv
import io

# Odoo's own files are named after their SHA-1; ours carry a SHA-256 that the act quotes.
ACTES = (
    ("oilhi_document", "docx_id"),
    ("oilhi_document_exemplaire", "fichier"),
    ("oilhi_document_revision", "fichier"),
)


def _lire(curseur, requete, valeurs=()):
    curseur.execute(requete, valeurs)
    return curseur.fetchall()


def tables(curseur):
    return [nom for nom, in _lire(curseur, """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1""")]


def _nom(texte):
    return '"' + texte.replace('"', '""') + '"'


def comptes(curseur):
    """``{table: rows}``, every table."""
    noms, resultat = tables(curseur), {}
    for debut in range(0, len(noms), 100):
        lot = noms[debut:debut + 100]
        requete = " UNION ALL ".join(
            f"SELECT {rang}, count(*) FROM {_nom(n)}" for rang, n in enumerate(lot))
        resultat |= {lot[rang]: nombre for rang, nombre in _lire(curseur, requete)}
    return resultat


def contenus(curseur):
    """``{table of ours: sum of the hashes of its rows}``, whatever their order."""
    # As text, each value must be written the same way on both servers.
    for reglage in ("timezone = 'UTC'", "datestyle = 'ISO'", "extra_float_digits = 1",
                    "bytea_output = 'hex'", "intervalstyle = 'postgres'"):
        curseur.execute(f"SET LOCAL {reglage}")
    noms = [n for n in tables(curseur) if n.startswith("oilhi_")]
    resultat = {}
    for nom in noms:
        (somme,), = _lire(curseur, (
            "SELECT COALESCE(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)::text "
            f"FROM {_nom(nom)} t"))
        resultat[nom] = somme
    return resultat


def fichiers(curseur):
    """The files of the filestore that the database names."""
    return [nom for nom, in _lire(curseur, (
        "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL ORDER BY 1"))]


def actes(curseur):
    """Each act that carries a hash: ``(table, id, sha256, file of the filestore or nothing)``."""
    presentes, resultat = set(tables(curseur)), []
    for table, champ in ACTES:
        if table not in presentes:
            continue
        if champ == "docx_id":
            resultat += _lire(curseur, """
                SELECT 'oilhi_document', d.id, d.sha256, a.store_fname FROM oilhi_document d
                LEFT JOIN ir_attachment a ON a.id = d.docx_id
                WHERE d.sha256 IS NOT NULL ORDER BY d.id""")
        else:
            resultat += _lire(curseur, f"""
                SELECT %s, e.id, e.sha256, a.store_fname FROM {_nom(table)} e
                LEFT JOIN ir_attachment a
                  ON a.res_model = %s AND a.res_field = %s AND a.res_id = e.id
                WHERE e.sha256 IS NOT NULL ORDER BY e.id""",
                (table, table.replace("_", "."), champ))
    return resultat


def actes_en_csv(lignes, sommes):
    """The list kept in the archive; ``sommes`` gives the SHA-256 of each file."""
    sortie = io.StringIO()
    ecriture = csv.writer(sortie, lineterminator="\n")
    ecriture.writerow(["table", "id", "sha256_inscrit", "sha256_du_fichier"])
    for table, numero, inscrit, nom in lignes:
        ecriture.writerow([table, numero, inscrit, sommes.get(nom, "") if nom else ""])
    return sortie.getvalue()


def lire_actes(texte):
    return {(t, n): (i, f) for t, n, i, f in list(csv.reader(io.StringIO(texte)))[1:]}


def nombre_signes(curseur):
    if "oilhi_document" not in tables(curseur):
        return 0
    return _lire(curseur, "SELECT count(*) FROM oilhi_document WHERE date_signature IS NOT NULL "
                          "AND sha256 IS NOT NULL")[0][0]


def sequences_en_retard(curseur):
    """``[(sequence, table, last number given, greatest id)]``: the next number would be a double."""
    liens = _lire(curseur, """
        SELECT s.relname, t.relname, a.attname
        FROM pg_class s
        JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass
             AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        JOIN pg_namespace n ON n.oid = s.relnamespace
        WHERE s.relkind = 'S' AND n.nspname = 'public' ORDER BY 1""")
    retards = []
    for debut in range(0, len(liens), 100):
        lot = liens[debut:debut + 100]
        requete = " UNION ALL ".join(
            f"SELECT {rang}, CASE WHEN s.is_called THEN s.last_value ELSE s.last_value - 1 END, "
            f"(SELECT COALESCE(max({_nom(colonne)}), 0) FROM {_nom(table)}) FROM {_nom(sequence)} s"
            for rang, (sequence, table, colonne) in enumerate(lot))
        retards += [(lot[rang][0], lot[rang][1], donne, maximum)
                    for rang, donne, maximum in _lire(curseur, requete) if donne < maximum]
    return retards


def modules(curseur):
    """``{installed module: version}``."""
    return dict(_lire(curseur, (
        "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")))
