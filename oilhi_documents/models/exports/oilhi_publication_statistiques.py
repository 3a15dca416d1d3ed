import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...rendu.masquage import PETIT, SEUIL, masquer
from .oilhi_publication_arretes import PROCEDURES

ANNEES = 5


class OilhiPublication(models.Model):
    """The figures of a département, masked before they are kept: no small count is stored."""

    _inherit = "oilhi.publication"

    def _publier_statistiques(self):
        contenu = None
        if self:
            fin = self._fin_de_periode()
            contenu = json.dumps({
                "au": fin.isoformat(),
                "departements": [publication._statistiques(fin) for publication in self],
            }, ensure_ascii=False).encode()
        # sudo: written by this code alone
        self.env["oilhi.publication.contenu"].sudo()._garder("statistiques", contenu)

    @api.model
    def _fin_de_periode(self):
        """The last day of the month before: figures that move each day would tell of each case."""
        return fields.Date.context_today(self).replace(day=1) - timedelta(days=1)

    def _statistiques(self, fin):
        self.ensure_one()
        annees, dossiers = self._par_annee(fin)
        communes = self._par_commune(fin)
        # Both tables have the same total: hidden in one, the other would give it away.
        if not isinstance(dossiers, int) or not isinstance(communes["total"], int):
            communes = None
        return {
            "nom": self.company_id.oilhi_departement_id.name or self.company_id.name,
            "annees": annees,
            "procedures": self._par_procedure(fin),
            "communes": communes,
            "delais": self._medianes(fin),
        }

    def _domaines(self, fin):
        """{column: (model, domain, date)}, each up to the last day."""
        commun = [("company_id", "=", self.company_id.id)]
        police = [("type", "=", "arrete"), ("dossier_id.active", "=", True),
                  ("modele_id.signal_classification", "in", list(PROCEDURES))]
        return {
            "dossiers": ("oilhi.dossier", commun, "date_signalement"),
            "arretes": (
                "oilhi.document", [*commun, *police, ("numero", "!=", False)], "date_signature",
            ),
            "mainlevees": ("oilhi.document", [*commun, *police], "date_levee"),
        }

    def _par_annee(self, fin):
        """(table, total of the cases): a row a year, the oldest years together."""
        premiere = fin.year - ANNEES + 1
        rangs = [None, *range(premiere, fin.year + 1)]
        colonnes, totaux = {}, {}
        for nom, (modele, domaine, date) in self._domaines(fin).items():
            comptes = dict.fromkeys(rangs, 0)
            # sudo: figures of the whole département, masked below
            for jour, nombre in self.env[modele].sudo()._read_group(
                [*domaine, (date, "!=", False), (date, "<=", fin)], [f"{date}:year"], ["__count"]
            ):
                comptes[jour.year if jour.year >= premiere else None] += nombre
            colonnes[nom], totaux[nom] = masquer(comptes.values())
        lignes = [
            {"annee": annee, **{nom: cellules[rang] for nom, cellules in colonnes.items()}}
            for rang, annee in enumerate(rangs)
        ]
        if all(lignes[0][nom] == 0 for nom in colonnes):
            lignes = lignes[1:]
        return {"premiere": premiere, "lignes": lignes, "totaux": totaux}, totaux["dossiers"]

    def _par_procedure(self, fin):
        # sudo: see _par_annee()
        groupes = self.env["oilhi.dossier.procedure"].sudo()._read_group(
            [("company_id", "=", self.company_id.id), ("dossier_id.active", "=", True),
             ("date_ouverture", "<=", fin)],
            ["procedure_id"], ["__count"],
        )
        groupes.sort(key=lambda groupe: groupe[0].sequence)
        return self._tableau([procedure.name for procedure, _n in groupes], [n for _p, n in groupes])

    def _par_commune(self, fin):
        """Communes with few cases share one row, which does not say how many they are."""
        # sudo: see _par_annee()
        groupes = self.env["oilhi.dossier"].sudo()._read_group(
            [("company_id", "=", self.company_id.id), ("date_signalement", "<=", fin)],
            ["commune_id"], ["__count"],
        )
        grandes = sorted(
            ((commune.name, nombre) for commune, nombre in groupes if nombre >= SEUIL),
            key=lambda groupe: (-groupe[1], groupe[0]),
        )
        autres = sum(nombre for _commune, nombre in groupes if nombre < SEUIL)
        if autres:
            grandes.append((self.env._("Autres communes, moins de 5 dossiers chacune"), autres))
        return self._tableau([nom for nom, _n in grandes], [n for _nom, n in grandes])

    @api.model
    def _tableau(self, noms, nombres):
        cellules, total = masquer(nombres)
        return {"lignes": list(zip(noms, cellules, strict=True)), "total": total}

    def _medianes(self, fin):
        """Median days, from 5 cases on; the number of cases is not said."""
        self.env.flush_all()
        commun = SQL(
            """FROM oilhi_document a
               JOIN oilhi_document_modele m ON m.id = a.modele_id AND m.signal_classification IN %s
               JOIN oilhi_dossier d ON d.id = a.dossier_id AND d.active
              WHERE a.company_id = %s AND a.type = 'arrete' AND a.numero IS NOT NULL""",
            tuple(PROCEDURES), self.company_id.id,
        )
        (instruction,) = self.env.execute_query(SQL(
            """SELECT COUNT(*), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY jours) FROM (
                   SELECT MIN(a.date_signature) - d.date_signalement AS jours
                   %s AND a.date_signature <= %s GROUP BY d.id
               ) x WHERE jours >= 0""", commun, fin,
        ))
        (execution,) = self.env.execute_query(SQL(
            """SELECT COUNT(*), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a.date_levee - a.date_signature)
               %s AND a.date_levee <= %s AND a.date_levee >= a.date_signature""", commun, fin,
        ))
        return {
            nom: round(mediane) if nombre >= SEUIL else PETIT
            for nom, (nombre, mediane) in (("instruction", instruction), ("execution", execution))
        }
