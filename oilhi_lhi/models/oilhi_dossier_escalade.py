from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.oilhi_partenaires.models.oilhi_habilitation import FUSEAU

from ..moteur.francais import date_courte

ESCALADE = "oilhi_lhi.mail_activity_type_escalade"
LOT = 200  # cases between two commits
SIGNALES = ("oilhi.dossier.echeance", "oilhi.dossier.etape")


class OilhiDossier(models.Model):
    """What is late is told to the responsable of the service, then to the coordinateurs."""

    _inherit = "oilhi.dossier"

    @api.model
    def _cron_escalade(self):
        """Daily. Each batch is committed; what it told is marked, so a crash repeats nothing."""
        self = self.with_context(tz=FUSEAU, lang="fr_FR")
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        for modele in SIGNALES:
            # Each write closes its own; this is for what was changed without one.
            self.env[modele]._clore_alertes(Domain.TRUE)
        restent = self._dossiers_a_escalader(jour)
        while restent:
            lot, restent = restent[:LOT], restent[LOT:]
            self.browse(lot)._escalader(jour)
            if not self.env["ir.cron"]._commit_progress(len(lot), remaining=len(restent)):
                return

    @api.model
    def _dossiers_a_escalader(self, jour):
        """Numbers of the active cases with something late that has not been told yet."""
        requetes = []
        for modele in SIGNALES:
            requete = self.env[modele]._search(
                self._domaine_a_escalader(modele, jour) & Domain("dossier_id.active", "=", True)
            )
            requetes.append(requete.select(SQL.identifier(requete.table, "dossier_id")))
        return [numero for numero, in self.env.execute_query(
            SQL("%s ORDER BY 1", SQL(" UNION ").join(requetes))
        )]

    @api.model
    def _domaine_a_escalader(self, modele, jour):
        lignes = self.env[modele]
        attente = lignes._jours_parametre("oilhi.escalade_coordinateur_jours", 15)
        return lignes._domaine_en_retard(jour) & (
            Domain("niveau_escalade", "=", 0)
            | Domain("niveau_escalade", "=", 1)
            & Domain("escaladee_le", "<=", fields.Date.subtract(jour, days=attente))
        )

    def _escalader(self, jour):
        """One alert per case and person, which says all that is late there."""
        par_niveau = {}  # {(case, level): [row]}
        for modele in SIGNALES:
            for ligne in self.env[modele].search(
                self._domaine_a_escalader(modele, jour) & Domain("dossier_id", "in", self.ids)
            ):
                cle = ligne.dossier_id, ligne.niveau_escalade + 1
                par_niveau.setdefault(cle, []).append(ligne)
        responsables = self.service_id._responsables_presents(jour)
        coordinateurs = self.company_id._coordinateurs_rappels(jour)
        a_dire, signalees = {}, []  # {(case, user): [row]}, [(row, level)]
        for (dossier, niveau), lignes in par_niveau.items():
            chefs = coordinateurs[dossier.company_id.id]
            if niveau == 1:
                chefs = responsables[dossier.service_id.id] or chefs
            for user in chefs:
                a_dire.setdefault((dossier, user), []).extend(lignes)
            if chefs:
                signalees += [(ligne, niveau) for ligne in lignes]
        self._creer_alertes(a_dire, jour)
        for modele in SIGNALES:
            for niveau in (1, 2):
                self.env[modele].union(*(
                    ligne for ligne, atteint in signalees
                    if atteint == niveau and ligne._name == modele
                )).write({"niveau_escalade": niveau, "escaladee_le": jour})

    @api.model
    def _creer_alertes(self, a_dire, jour):
        type_ = self.env.ref(ESCALADE)
        modele = self.env["ir.model"]._get_id(self._name)
        # quick_update: no mail for each; the weekly one tells it again
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create([
            {
                "activity_type_id": type_.id,
                "res_model_id": modele,
                "res_id": dossier.id,
                "user_id": user.id,
                "date_deadline": jour,
                "automated": True,
                "summary": dossier._resume_alerte(lignes),
                "note": dossier._note_alerte(lignes),
                "oilhi_echeance_ids": [Command.set([
                    ligne.id for ligne in lignes if ligne._name == "oilhi.dossier.echeance"
                ])],
                "oilhi_etape_ids": [Command.set([
                    ligne.id for ligne in lignes if ligne._name == "oilhi.dossier.etape"
                ])],
            }
            for (dossier, user), lignes in a_dire.items()
        ])

    @api.model
    def _dits(self, lignes):
        """[(since when, what)], oldest first: once for all the recipients of the same day."""
        return sorted({ligne._valeurs_escalade() for ligne in lignes})

    def _resume_alerte(self, lignes):
        """What, since when, who was in charge."""
        dits = self._dits(lignes)
        depuis, quoi = dits[0]
        valeurs = {
            "depuis": date_courte(depuis),
            "quoi": quoi,
            "qui": self.user_id.name or self.env._("personne"),
            "nombre": len(dits),
        }
        if len(dits) == 1:
            return self.env._("En retard depuis le %(depuis)s : %(quoi)s (suivi par %(qui)s)", **valeurs)
        return self.env._(
            "%(nombre)s retards, le premier depuis le %(depuis)s : %(quoi)s (suivi par %(qui)s)",
            **valeurs,
        )

    def _note_alerte(self, lignes):
        return Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>") % self.env._(
                "%(quoi)s : depuis le %(depuis)s", quoi=quoi, depuis=date_courte(depuis)
            )
            for depuis, quoi in self._dits(lignes)
        )
