"""What the dashboard counts, written once: in SQL for the trigger that counts, as a domain for the list.

Every figure is a number of cases, read on the case alone: counting joins nothing, so that no change of
another table, and no deletion in cascade, can leave a figure behind.
"""
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Domain
from odoo.tools import SQL

DEBUT = date(1, 1, 1)  # the day of what has none, and of all that is past whatever happens
FIN = date(9999, 12, 31)
ENDORMI = 60  # days
CODES = ("ouvert", "urgent", "retard", "endormi", "arrete", "mainlevee")
# A day is past everywhere two days later: from the Antilles to Paris, the same row is read right.
MARGE = timedelta(days=2)

# code, day that decides (DEBUT: none), is the case counted? `d` is the case.
CONTRIBUTIONS = SQL(
    """(VALUES
        ('ouvert', %(debut)s::date, d.phase IS DISTINCT FROM 'clos'),
        ('urgent', %(debut)s, d.urgence),
        ('retard', d.delai_legal_le, TRUE),
        ('endormi', d.dernier_mouvement, d.phase IS DISTINCT FROM 'clos'),
        ('arrete', %(debut)s, d.sous_arrete),
        ('mainlevee', d.mainlevee_le, TRUE)
    )""",
    debut=DEBUT,
)


def bornes(jour):
    """{code: (first day, last day)} of what counts on that day."""
    toujours = (DEBUT, DEBUT)
    return {
        "ouvert": toujours,
        "urgent": toujours,
        "retard": (DEBUT, jour - timedelta(days=1)),
        "endormi": (DEBUT, jour - timedelta(days=ENDORMI + 1)),
        "arrete": toujours,
        "mainlevee": (jour - relativedelta(years=1) + timedelta(days=1), FIN),
    }


def sql_bornes(jour):
    """The same, as rows (code, debut, fin)."""
    return SQL("(VALUES %s)", SQL(", ").join(
        SQL("(%s, %s::date, %s::date)", code, *limites) for code, limites in bornes(jour).items()
    ))


def domaine(code, jour):
    """The cases of a figure, for the lists that it opens."""
    debut, fin = bornes(jour)[code]
    ouvert = Domain("phase", "!=", "clos")
    return {
        "ouvert": ouvert,
        "urgent": Domain("urgence", "=", True),
        "retard": Domain("delai_legal_le", "<=", fin),
        "endormi": ouvert & Domain("dernier_mouvement", "<=", fin),
        "arrete": Domain("sous_arrete", "=", True),
        "mainlevee": Domain("mainlevee_le", ">=", debut),
    }[code]


def replier(jour):
    """Days that no reading tells apart any more, as a condition on (code, jour)."""
    limites = bornes(jour - MARGE)
    return SQL(
        """CASE WHEN (code = 'retard' AND jour <= %s) OR (code = 'endormi' AND jour <= %s)
                THEN %s::date ELSE jour END""",
        limites["retard"][1], limites["endormi"][1], DEBUT,
    )


def sql_noter(lignes):
    """Keep the difference that these rows make, and nothing when they make none."""
    return SQL(
        """INSERT INTO oilhi_tableau_ecart (company_id, service_id, code, jour, valeur)
           SELECT d.company_id, d.service_id, c.code, c.jour, SUM(d.signe)
             FROM (%s) d CROSS JOIN LATERAL %s c (code, jour, compte)
            WHERE d.active AND c.compte AND c.jour IS NOT NULL
            GROUP BY 1, 2, 3, 4 HAVING SUM(d.signe) <> 0""",
        lignes, CONTRIBUTIONS,
    )
