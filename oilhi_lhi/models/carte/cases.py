"""The squares of the map: what makes one, and the filters, in SQL and as a domain."""
import math
from decimal import Decimal

from odoo.fields import Domain
from odoo.tools import SQL

PAS = Decimal("0.02")  # degrees of a small square: two kilometres
PETITE, GRANDE, VASTE = 1, 0, 2
COTES = {PETITE: 1, GRANDE: 8, VASTE: 64}  # small squares in the side of each
ETATS = ("ouvert", "urgent", "arrete", "clos", "tous")


def cote(maille):
    """Side of a square, in degrees."""
    return PAS * COTES[maille]


def rang(degres, maille):
    """The square of that coordinate, as PostgreSQL counts them: no rounding of binary numbers."""
    return math.floor(Decimal(str(degres)) / cote(maille))


def sql_compter(lignes):
    """What these rows of cases, with their column `signe`, add to each small square."""
    return SQL(
        """SELECT d.company_id, FLOOR(d.longitude / %(pas)s)::int AS x, FLOOR(d.latitude / %(pas)s)::int AS y,
                  COALESCE(d.phase, '') AS phase, COALESCE(d.urgence, FALSE) AS urgence,
                  COALESCE(d.sous_arrete, FALSE) AS sous_arrete, COALESCE(d.procedures_resume, '') AS procedures,
                  SUM(d.signe) AS nombre, SUM(d.signe * d.latitude) AS latitude,
                  SUM(d.signe * d.longitude) AS longitude
             FROM (%(lignes)s) d
            WHERE d.active AND d.latitude <> 0
            GROUP BY 1, 2, 3, 4, 5, 6, 7
           HAVING SUM(d.signe) <> 0 OR SUM(d.signe * d.latitude) <> 0 OR SUM(d.signe * d.longitude) <> 0""",
        pas=SQL(str(PAS)), lignes=lignes,
    )


def sql_noter(lignes):
    """Keep what these rows add to their square."""
    return SQL(
        """INSERT INTO oilhi_carte_ecart
                  (company_id, x, y, phase, urgence, sous_arrete, procedures, nombre, latitude, longitude)
           %s""",
        sql_compter(lignes),
    )


def sql_filtre(etat, procedure):
    """Condition on the columns of a square."""
    condition = {
        "ouvert": SQL("phase <> 'clos'"),
        "urgent": SQL("urgence"),
        "arrete": SQL("sous_arrete"),
        "clos": SQL("phase = 'clos'"),
        "tous": SQL("TRUE"),
    }[etat]
    if procedure:
        condition = SQL("%s AND %s = ANY(STRING_TO_ARRAY(procedures, ', '))", condition, procedure)
    return condition


def domaine(etat, procedure):
    """The same cases, for the lists and for who does not see the whole département."""
    choix = {
        "ouvert": Domain("phase", "!=", "clos"),
        "urgent": Domain("urgence", "=", True),
        "arrete": Domain("sous_arrete", "=", True),
        "clos": Domain("phase", "=", "clos"),
        "tous": Domain.TRUE,
    }[etat]
    if procedure:
        choix &= Domain("procedure_ids", "any", [("etat", "=", "en_cours"), ("code", "=", procedure)])
    return choix
