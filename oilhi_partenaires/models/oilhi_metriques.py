import os
import re
import shutil
from pathlib import Path

import psutil

from odoo import models
from odoo.tools import config

SAUVEGARDES = "OILHI_SAUVEGARDES"
ARCHIVE = re.compile(r"oilhi-.+-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.tar(\.gpg|\.age)?")


class OilhiMetriques(models.AbstractModel):
    """What a probe watches: counts and ages, no name, no case. Each addon adds its own."""

    _name = "oilhi.metriques"
    _description = "Mesures pour une sonde"

    def _mesures(self):
        return [*self._de_la_base(), *self._des_taches(), *self._de_la_machine()]

    def _lire(self, requete, *valeurs):
        self.env.cr.execute(requete, valeurs)
        return self.env.cr.fetchall()

    def _de_la_base(self):
        (octets,), = self._lire("SELECT pg_database_size(current_database())")
        connexions = self._lire(
            "SELECT COALESCE(state, 'autre'), count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() GROUP BY 1")
        (maximum,), = self._lire("SELECT current_setting('max_connections')::int")
        (longue,), = self._lire(
            "SELECT COALESCE(EXTRACT(EPOCH FROM max(clock_timestamp() - xact_start)), 0)::float8 "
            "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        modules = self._lire(
            "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed' "
            "AND name LIKE 'oilhi\\_%%'")
        courriels = dict(self._lire(
            "SELECT state, count(*) FROM mail_mail WHERE state IN ('outgoing', 'exception') GROUP BY state"))
        return [
            ("oilhi_version", "Version des modules.", "gauge",
             [({"module": nom, "version": version}, 1) for nom, version in modules]),
            ("oilhi_base_octets", "Taille de la base.", "gauge", [({}, octets)]),
            ("oilhi_connexions", "Connexions à PostgreSQL, par état.", "gauge",
             [({"etat": etat}, nombre) for etat, nombre in connexions]),
            ("oilhi_connexions_maximum", "Connexions que PostgreSQL accepte.", "gauge", [({}, maximum)]),
            ("oilhi_transaction_secondes", "Âge de la plus longue transaction ouverte.", "gauge",
             [({}, longue)]),
            ("oilhi_courriels", "Courriels en attente (outgoing) ou refusés (exception).", "gauge",
             [({"etat": etat}, courriels.get(etat, 0)) for etat in ("outgoing", "exception")]),
        ]

    def _des_taches(self):
        taches = self._lire("""
            SELECT COALESCE(d.module || '.' || d.name, c.id::text), c.active, c.failure_count,
                   GREATEST(0, EXTRACT(EPOCH FROM (now() at time zone 'UTC') - LEAST(c.nextcall, t.plus_tot)))::float8
              FROM ir_cron c
              LEFT JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
              LEFT JOIN LATERAL (SELECT min(call_at) AS plus_tot FROM ir_cron_trigger WHERE cron_id = c.id) t ON TRUE
             ORDER BY 1""")
        (alertes,), = self._lire("SELECT count(*) FROM oilhi_alerte WHERE etat = 'ouverte'")
        return [
            ("oilhi_tache_active", "1 si la tâche planifiée est active.", "gauge",
             [({"tache": nom}, int(active)) for nom, active, _e, _r in taches]),
            ("oilhi_tache_echecs", "Échecs de suite de la tâche planifiée.", "gauge",
             [({"tache": nom}, echecs or 0) for nom, active, echecs, _r in taches if active]),
            ("oilhi_tache_retard_secondes", "Depuis combien de temps la tâche aurait dû tourner.", "gauge",
             [({"tache": nom}, round(retard, 1)) for nom, active, _e, retard in taches if active]),
            ("oilhi_alertes", "Alertes d'exploitation en cours.", "gauge", [({}, alertes)]),
        ]

    def _de_la_machine(self):
        libre = shutil.disk_usage(config["data_dir"]).free
        maitre = psutil.Process(os.getppid()) if config["workers"] else psutil.Process()
        enfants = maitre.children() if config["workers"] else [maitre]
        memoire = [_memoire(enfant) for enfant in enfants]
        return [
            ("oilhi_disque_libre_octets", "Place libre là où sont les fichiers joints.", "gauge", [({}, libre)]),
            ("oilhi_processus", "Processus d'Odoo en vie (service, tâches, websocket).", "gauge",
             [({}, len(enfants))]),
            ("oilhi_processus_attendus", "Processus que odoo.conf demande.", "gauge",
             [({}, config["workers"] + config["max_cron_threads"] + 1 if config["workers"] else 1)]),
            ("oilhi_memoire_octets", "Mémoire de ces processus (RSS).", "gauge", [({}, sum(memoire))]),
            ("oilhi_sauvegarde_age_secondes", "Âge de la dernière sauvegarde.", "gauge", self._age_sauvegarde()),
        ]

    def _age_sauvegarde(self):
        """Nothing when this process does not know where they are: no figure rather than a false one."""
        dossier = os.environ.get(SAUVEGARDES)
        if not dossier or not os.access(dossier, os.R_OK | os.X_OK):
            return []
        dates = [f.stat().st_mtime for f in Path(dossier).glob("oilhi-*") if ARCHIVE.fullmatch(f.name)]
        (maintenant,), = self._lire("SELECT EXTRACT(EPOCH FROM clock_timestamp())::float8")
        return [({}, round(maintenant - max(dates)) if dates else float("inf"))]


def _memoire(processus):
    try:
        return processus.memory_info().rss
    except psutil.Error:
        return 0
