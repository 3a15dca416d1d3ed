from datetime import date, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .oilhi_parcours_lecture_date import ATTENTES

LIGNES = 50  # lines of a section; the rest is a list away
PLAFOND = 1000  # beyond, « plus de 1 000 » says enough
INACTIF = 60  # days without anything, when no procedure recalls the case
DATEES = ("retard", "aujourdhui", "semaine", "prochaine")
SECTIONS = (*DATEES, "bloques", "preuves", "inactifs")
# source: (model, column of the date, what makes two rows of a day the same thing to do)
SOURCES = {
    "echeance": ("oilhi.dossier.echeance", "date", "delai_id"),
    "etape": ("oilhi.dossier.etape", "date_rappel", "id"),
    "fait": ("oilhi.dossier.fait", "date", "code"),
    "dossier": ("oilhi.dossier", "write_date", "id"),
}
SOURCES_DE = {
    **dict.fromkeys((*DATEES, "ensuite"), ("echeance", "etape")),
    # Answers awaited further than next week; the steps that something stops are moved there.
    "bloques": ("echeance",),
    "preuves": ("fait",),
    "inactifs": ("dossier",),
}


class Ligne(NamedTuple):
    """A thing to do on a case, read from the database."""

    section: str
    source: str
    date: date
    dossier: int
    id: int
    nombre: int  # rows that say the same thing: a letter to twelve co-owners is one line
    conseil: bool  # advice, or the reminder of a step: no text sets that day

    def rang(self):
        """Late in law first; otherwise the day decides."""
        return (self.section == "retard" and self.conseil, self.date, self.conseil, self.dossier, self.id)


class Section(NamedTuple):
    lignes: list  # [Ligne], the first ones
    nombres: dict  # {source: number}
    total: int
    plus: bool  # there are more than `total`


class Lecture(NamedTuple):
    jour: date
    sections: dict  # {code: Section}
    ensuite: list  # the first thing after next week
    plafond: int = PLAFOND


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    _a_venir_idx = models.Index("(dossier_id, date) WHERE tenue_le IS NULL")


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    # Millions of steps, of which two or three per case are to be done now.
    _courante_dossier_idx = models.Index("(dossier_id, date_rappel) WHERE courante IS TRUE")


class OilhiDossierFait(models.Model):
    _inherit = "oilhi.dossier.fait"

    _preuve_attendue_idx = models.Index(
        "(company_id, date, dossier_id) WHERE mode = 'lrar' AND date_reception IS NULL AND active IS TRUE"
    )


class OilhiDossier(models.Model):
    """Reads what is to be done: one statement for the lines, one for the counts that are cut."""

    _inherit = "oilhi.dossier"

    _sans_suite_idx = models.Index(
        "(company_id, write_date) WHERE active IS TRUE AND phase IN ('signalement', 'instruction')"
    )

    @api.model
    def _lire_a_faire(self, dossiers, voulues=(*SECTIONS, "ensuite")):
        """`dossiers`: domain of the cases. Every query goes through the access rules of the user."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        requetes = {
            (section, source): self._requete_a_faire(section, source, dossiers, jour)
            for section in voulues for source in SOURCES_DE[section]
        }
        lues = {}
        for valeurs in self.env.execute_query(SQL(" UNION ALL ").join(
            SQL("(%s)", self._choisir(*cle, requete)) for cle, requete in requetes.items()
        )):
            ligne = Ligne(*valeurs)
            lues.setdefault((ligne.section, ligne.source), []).append(ligne)
        # Cut at the limit: only these have to be counted.
        comptes = self._compter({
            cle: requete for cle, requete in requetes.items()
            if cle[0] != "ensuite" and len(lues.get(cle, ())) == LIGNES
        })
        sections = {}
        for section in (code for code in SECTIONS if code in voulues):
            par_source = {
                source: lues.get((section, source), []) for source in SOURCES_DE[section]
            }
            lignes = [ligne for siennes in par_source.values() for ligne in siennes]
            nombres = {
                source: comptes.get((section, source), len(siennes))
                for source, siennes in par_source.items()
            }
            total = sum(nombres.values())
            sections[section] = Section(
                sorted(lignes, key=Ligne.rang)[:LIGNES], nombres, min(total, PLAFOND), total > PLAFOND
            )
        ensuite = [
            ligne for source in SOURCES_DE["ensuite"] for ligne in lues.get(("ensuite", source), ())
        ]
        return Lecture(jour, sections, sorted(ensuite, key=Ligne.rang)[:1])

    @api.model
    def _requete_a_faire(self, section, source, dossiers, jour):
        domaine = self._domaine_section(section, source, jour)
        if source != "dossier":
            # any!: the rows have their own access rules, those of the cases would come twice
            domaine &= Domain("dossier_id", "any!", dossiers)
            return self.env[SOURCES[source][0]]._search(domaine)
        requete = self._search(domaine & dossiers)
        # A note in the history is activity; looked up case by case, by its index.
        requete.add_where(SQL(
            "NOT EXISTS (SELECT FROM mail_message m WHERE m.model = %s AND m.res_id = %s "
            "AND m.date >= %s)",
            self._name, SQL.identifier(requete.table, "id"), self._limite_inactifs(jour),
        ))
        return requete

    @api.model
    def _choisir(self, section, source, requete):
        """SELECT of a section, by the day, one row for the same thing on the same case."""
        table = requete.table
        _modele, date_, objet = SOURCES[source]
        cles = [
            SQL.identifier(table, date_),
            SQL.identifier(table, "id" if source == "dossier" else "dossier_id"),
            SQL.identifier(table, objet),
        ]
        requete.order = SQL("%s, %s, %s", *cles)
        requete.limit = 1 if section == "ensuite" else LIGNES
        identifiant, nombre = SQL.identifier(table, "id"), SQL("1")
        conseil = SQL("%s", source == "etape")
        if objet != "id":
            requete.groupby = requete.order
            identifiant, nombre = SQL("min(%s)", identifiant), SQL("count(*)")
        if source == "echeance":
            conseil = SQL("bool_and(%s = 'pratique')", SQL.identifier(table, "niveau_preuve"))
        return requete.select(
            SQL("%s::text", section), SQL("%s::text", source),
            SQL("%s::date", cles[0]), cles[1], identifiant, nombre, conseil,
        )

    @api.model
    def _compter(self, requetes):
        """{key: number}, no further than what will be said."""
        if not requetes:
            return {}
        comptes = []
        for requete in requetes.values():
            requete.order, requete.limit = None, PLAFOND + 1
            comptes.append(SQL("(SELECT count(*) FROM (%s) AS t)", requete.select(SQL("1"))))
        [nombres] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(comptes)))
        return dict(zip(requetes, nombres, strict=True))

    # -- What ----------------------------------------------------------------

    @api.model
    def _bornes(self, section, jour):
        """(first day, last day) of a section; None: no limit on that side."""
        un_jour = timedelta(days=1)
        dimanche = jour + timedelta(days=6 - jour.weekday())
        return {
            "retard": (None, jour - un_jour),
            "aujourdhui": (jour, jour),
            "semaine": (jour + un_jour, dimanche),
            "prochaine": (dimanche + un_jour, dimanche + timedelta(days=7)),
            **dict.fromkeys(("ensuite", "bloques"), (dimanche + timedelta(days=8), None)),
        }[section]

    @api.model
    def _limite_inactifs(self, jour):
        return fields.Datetime.to_datetime(jour - timedelta(days=INACTIF))

    @api.model
    def _domaine_section(self, section, source, jour):
        """Rows of a section, whatever the perimeter."""
        if source == "fait":
            return self._domaine_preuves()
        if source == "dossier":
            # Open, without a procedure: nothing else recalls them to anybody.
            return (
                Domain("phase", "in", ("signalement", "instruction"))
                & Domain("procedures_resume", "=", False)
                & Domain("write_date", "<", self._limite_inactifs(jour))
            )
        debut, fin = self._bornes(section, jour)
        champ = SOURCES[source][1]
        dates = Domain(champ, ">=", debut) if debut else Domain(champ, "!=", False)
        if fin:
            dates &= Domain(champ, "<=", fin)
        if source == "etape":
            return (
                Domain("courante", "=", True)
                & Domain("etape_id.obligation", "in", ("oui", "condition"))
                & dates
            )
        return dates & self._domaine_echeances(section)

    @api.model
    def _domaine_echeances(self, section):
        """Open deadlines. A date that only opens a right makes nobody late: it is not shown once
        past, nor when its procedure is closed."""
        ouvertes = Domain("tenue_le", "=", False) & Domain("sans_objet", "=", False)
        retard = Domain("retard_possible", "=", True)
        if section == "retard":
            return ouvertes & retard
        if section == "bloques":  # the answer of an authority that was asked for it
            return ouvertes & Domain("nature", "=", "reponse") & self._domaine_en_cours() & Domain(
                "dossier_etape_id", "any!", Domain("etape_id.nature", "in", ATTENTES)
            )
        droits = Domain("nature", "in", ("minimum", "reponse")) & self._domaine_en_cours()
        return ouvertes & (retard | droits)

    @api.model
    def _domaine_preuves(self):
        """Registered letters of open procedures whose receipt, or the letter itself, has not come
        back."""
        return (
            Domain("mode", "=", "lrar")
            & Domain("date_reception", "=", False)
            & Domain("issue_pli", "in", (False, "remis"))
            & Domain("active", "=", True)
            & self._domaine_en_cours()
        )

    @api.model
    def _domaine_en_cours(self):
        return Domain("dossier_etape_id", "=", False) | Domain(
            "dossier_etape_id", "any!", Domain(
                "dossier_procedure_id", "any!", Domain("etat", "=", "en_cours")
            )
        )
