from datetime import timedelta

from psycopg2 import InterfaceError, OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .oilhi_dossier_etape_activites import RECALCUL

LOT = 100  # cases held together for about a second: an agent who saves one of them waits for it
ESSAIS = 5  # of a batch that somebody else's work on the same cases undoes
# What was begun under the former law is over, and corrections made one after the other are one run.
ATTENTE = timedelta(minutes=1)
REPRISE = timedelta(seconds=20)
# Read at once for the whole batch: (path from the cases, fields, None for all columns). Left to
# itself, Odoo reads a thousand rows at a time: more queries when the cases are longer. The rows
# of a case come whole with their one2many (see `_lignes_entieres`).
LECTURES = (
    ("", None),
    ("", (
        "procedure_ids", "etape_ids", "fait_ids", "echeance_ids", "personne_ids", "reponse_ids",
        "qualification_ids", "desordre_ids",
    )),
    ("procedure_ids", ("etape_ids", "mesure_ids")),
    ("procedure_ids.mesure_ids", ("constat_ids", "echeance_ids")),
    ("etape_ids", ("fait_ids", "echeance_ids")),
    ("etape_ids.activity_id", None),
    ("fait_ids", ("piece_ids",)),
    ("echeance_ids.activity_id", None),
    ("echeance_ids.delai_id", None),
    ("reponse_ids", ("reponse_ids",)),
    # Not the whole result of the guide: the heaviest column of all, and nothing here reads it.
    ("qualification_ids", ("date", "reponses")),
)  # fmt: skip
# Stored on the case from data that no dependency links to it (see _compute_urgence).
A_RECALCULER = (
    "urgence", "phase", "prochaine_echeance", "prochaine_echeance_libelle",
    "prochaine_echeance_retard", "delai_legal_le", "sous_arrete", "mainlevee_le",
)  # fmt: skip


class OilhiRecalcul(models.Model):
    """The law changed: every open case is worked out again, in batches that can be interrupted.

    What is done stays done (each batch is committed); the next run goes on after `dernier_id`.
    """

    _name = "oilhi.recalcul"
    _description = "Recalcul après un changement du droit"
    _order = "id desc"

    name = fields.Char("Pourquoi", required=True)
    etat = fields.Selection(
        [
            ("en_attente", "En attente"),
            ("en_cours", "En cours"),
            ("interrompu", "Interrompu"),
            ("termine", "Terminé"),
        ],
        string="État",
        required=True,
        default="en_attente",
    )
    total = fields.Integer("Dossiers à revoir")
    faits = fields.Integer("Dossiers revus")
    deplacees = fields.Integer("Échéances déplacées")
    dernier_id = fields.Integer()
    occupes = fields.Json("Dossiers tenus par quelqu’un", help="Sautés, repris à la fin.")
    demandes = fields.Integer("Changements réunis", default=1)
    refuses = fields.Text("Dossiers à reprendre", help="Références et raison, une par ligne.")
    progression = fields.Integer("Avancement (%)", compute="_compute_progression")
    debut_le = fields.Datetime("Commencé le")
    fin_le = fields.Datetime("Terminé le")

    @api.depends("total", "faits", "etat")
    def _compute_progression(self):
        for recalcul in self:
            if recalcul.etat == "termine":
                recalcul.progression = 100
            else:
                recalcul.progression = 100 * recalcul.faits // recalcul.total if recalcul.total else 0

    # -- Asking --------------------------------------------------------------

    @api.model
    def _demander(self, motif):
        """Register a run; changes made one after the other share the one that has not begun."""
        # sudo: whoever may correct the law starts it, nobody writes this register by hand
        recalculs = self.sudo()
        attente = recalculs.search([("etat", "=", "en_attente")], limit=1)
        if attente:
            # Always written: if the run begins meanwhile, without this change, PostgreSQL refuses
            # this transaction, which is played again and asks for another run.
            attente.demandes += 1
            if motif not in attente.name:
                attente.name = f"{attente.name} ; {motif}"
        else:
            attente = recalculs.create({"name": motif})
        tache = self.env.ref("oilhi_lhi.cron_recalcul", raise_if_not_found=False)
        if tache:
            tache.sudo()._trigger(fields.Datetime.now() + ATTENTE)  # sudo: see above
        return attente

    @api.model
    def _demander_mise_a_jour(self):
        """The files of the addon were loaded again, and the law in them has changed."""
        return self._demander(self.env._("Mise à jour de l’application"))

    def action_interrompre(self):
        """Stop after the batch in progress; what is done stays done."""
        self.check_access("write")
        self.filtered(lambda r: r.etat in ("en_attente", "en_cours")).etat = "interrompu"
        return True

    def action_reprendre(self):
        """Go on where it stopped."""
        self.check_access("write")
        repris = self.filtered(lambda r: r.etat == "interrompu")
        for recalcul in repris:  # stopped before it began, it still has to count its cases
            recalcul.etat = "en_cours" if recalcul.debut_le else "en_attente"
        if repris:
            # sudo: starting the scheduled task is not given to users, this run of it is
            self.env.ref("oilhi_lhi.cron_recalcul").sudo()._trigger()
        return True

    # -- Working -------------------------------------------------------------

    @api.model
    def _cron_recalculer(self):
        for recalcul in self.search([("etat", "in", ("en_attente", "en_cours"))], order="id"):
            while recalcul.etat in ("en_attente", "en_cours"):
                faits = recalcul.faits
                secondes = recalcul._faire_lot()
                self.env.invalidate_all()  # the interruption asked for by someone is seen here
                if recalcul.faits == faits and recalcul.etat == "en_cours" and recalcul.occupes:
                    # Only cases that somebody holds are left: later, without insisting.
                    self.env.ref("oilhi_lhi.cron_recalcul")._trigger(fields.Datetime.now() + REPRISE)
                    return
                if not secondes:
                    # Left alone, Odoo sleeps a minute between two calls: longer than the work.
                    self.env.ref("oilhi_lhi.cron_recalcul")._trigger()
                    return

    def _faire_lot(self):
        """Work out the next batch and keep it; returns the seconds left for the following ones.

        A crash loses one batch at most: what it moved and how far it went are kept together.
        """
        for essai in range(1, ESSAIS + 1):
            try:
                # Smaller each time: less to hold, less to be undone by.
                traites = self._traiter_lot(max(1, LOT >> (essai - 1)))
                # Closing the run is work too: a call that does just that is no failed call.
                return self.env["ir.cron"]._commit_progress(traites or 1, remaining=self._reste())
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # Somebody changed one of these cases meanwhile: read again, nothing is lost.
                self.env.cr.rollback()
                if essai == ESSAIS:
                    raise

    def _reste(self):
        """What the task still has to do: never nothing as long as a run is not over, or the task
        would not be called again before the next day."""
        if self.etat in ("en_attente", "en_cours"):
            return max(self.total - self.faits, 1)
        return self.search_count([("etat", "in", ("en_attente", "en_cours"))])

    def _dossiers_restants(self):
        return Domain("id", ">", self.dernier_id) & Domain(
            "procedure_ids", "any", [("etat", "=", "en_cours")]
        )

    def _traiter_lot(self, taille=None):
        """Work out the next batch; returns how many cases it held."""
        self.ensure_one()
        dossiers = self.env["oilhi.dossier"].with_context(active_test=False)
        if self.etat == "en_attente":
            # Another process may not have told yet that the law it changed is no longer the same.
            self.env.registry.clear_cache()
            self.write({
                "etat": "en_cours",
                "debut_le": fields.Datetime.now(),
                "total": dossiers.search_count(self._dossiers_restants()),
            })
        taille = taille or LOT
        lot = suite = dossiers.search(self._dossiers_restants(), order="id", limit=taille)
        occupes = list(self.occupes or [])
        if not lot and occupes:
            lot = dossiers.search([
                ("id", "in", occupes[:taille]), ("procedure_ids", "any", [("etat", "=", "en_cours")]),
            ], order="id")
            occupes = occupes[taille:]
        if lot:
            # Held by somebody who is saving: skipped, and done at the end. The others are held until
            # the batch is kept: whoever saves one of them waits, and is played again by Odoo.
            libres = lot.try_lock_for_update(allow_referencing=True)
            deplacees, refuses = self._recalculer(libres) if libres else (0, [])
            occupes += (lot - libres).ids
            self.write({
                "dernier_id": suite[-1].id if suite else self.dernier_id,
                "faits": self.faits + len(libres),
                "deplacees": self.deplacees + deplacees,
                "refuses": "\n".join(filter(None, [self.refuses, *refuses])) or False,
            })
        self.occupes = occupes
        if len(suite) < taille and not occupes:
            self.write({"etat": "termine", "fin_le": fields.Datetime.now()})
            self._dire_refuses()
        return len(lot)

    def _dire_refuses(self):
        if self.refuses:
            # sudo: the register of the faults belongs to the system
            self.env["oilhi.alerte"].sudo()._signaler(
                f"recalcul-{self.id}",
                self.env._("la revue des dossiers après un changement du droit en a laissé %s", len(
                    self.refuses.splitlines())),
                self.env._("Les échéances de ces dossiers sont encore celles d’avant le changement."),
                self.env._("leurs références et la cause sont dans la fiche du recalcul"),
            )

    def _recalculer(self, dossiers):
        """(deadlines moved, refusals): one case that cannot be worked out does not stop the others."""
        historique = self.env["oilhi.dossier.echeance.historique"]
        avant = historique.search([], order="id desc", limit=1).id or 0
        refuses = []
        try:
            with self.env.cr.savepoint():
                self._actualiser(dossiers)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not a case's: the whole batch is done again
        except Exception:  # noqa: BLE001 (found again below, case by case)
            for dossier in dossiers:
                try:
                    with self.env.cr.savepoint():
                        self._actualiser(dossier)
                except (OperationalError, InterfaceError):
                    raise
                except Exception as erreur:  # noqa: BLE001 (named in the register)
                    refuses.append(f"{dossier.reference}\u00a0: {erreur}")
        return historique.search_count([("id", ">", avant)]), refuses

    def _actualiser(self, dossiers):
        # Archived cases are worked out too, but archived facts no longer count.
        dossiers = dossiers.with_context(
            active_test=True, oilhi_motif=self.name, **{RECALCUL: True}
        )
        for chemin, champs in LECTURES:
            (dossiers.mapped(chemin) if chemin else dossiers).fetch(champs)
        for etape in dossiers.etape_ids:
            if etape.sequence != etape.etape_id.sequence:
                etape.sequence = etape.etape_id.sequence
        for champ in A_RECALCULER:
            self.env.add_to_compute(dossiers._fields[champ], dossiers)
        dossiers._actualiser_parcours()
        self.env.flush_all()
