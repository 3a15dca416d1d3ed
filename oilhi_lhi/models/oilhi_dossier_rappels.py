from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .oilhi_service_rappels import AGENT, COORDINATEUR


class OilhiDossier(models.Model):
    """Reminders go to the right person: who follows the case, or who stands in for him."""

    _inherit = "oilhi.dossier"

    suivi_par_moi = fields.Boolean(
        "À moi aujourd’hui",
        compute="_compute_suivi_par_moi",
        search="_search_suivi_par_moi",
        help="Je le suis, je remplace qui le suit, ou personne d’autre ne peut s’en occuper.",
    )

    def _responsables_rappels(self, jour=None):
        """{case id: user} to remind that day, in a number of queries that does not grow.

        Who follows the case, if he is there and still has access to it; else his substitute; else
        a responsable of the service, else one of its agents, else a coordinateur.
        """
        jour = jour or self.env["oilhi.habilitation"]._aujourdhui()
        # sudo: absences, members and groups decide of it, whoever asks
        dossiers = self.sudo()
        dossiers.user_id._oilhi_lire_noms()
        suiveurs = dossiers.user_id.filtered(lambda u: not u.share)
        agissants = suiveurs._oilhi_remplacants(jour)
        voient = dossiers._acces_de(suiveurs.union(*agissants.values()))
        reponse, sans = {}, []
        for dossier in dossiers:
            agissant = agissants.get(dossier.user_id.id)
            if agissant and agissant.active and (dossier.id, agissant.id) in voient:
                reponse[dossier.id] = agissant.with_env(self.env)
            else:
                sans.append(dossier)
        if sans:
            relais = dossiers.browse().union(*sans).service_id._relais_rappels(jour)
            for dossier in sans:
                reponse[dossier.id] = relais[dossier.service_id.id].with_env(self.env)
        return reponse

    def _acces_de(self, users):
        """{(case id, user id)}: these users who see these cases, by a service or as coordinateurs."""
        if not (self and users):
            return set()
        voient = set(self.env.execute_query(SQL(
            "SELECT a.dossier_id, r.user_id FROM oilhi_dossier_acces_rel a "
            "JOIN oilhi_service_users_rel r ON r.service_id = a.service_id "
            "WHERE a.dossier_id = ANY(%s) AND r.user_id = ANY(%s)", self.ids, users.ids,
        )))
        autres = users.filtered(lambda user: any((d.id, user.id) not in voient for d in self))
        for user in autres._du_groupe(COORDINATEUR, [("id", "in", autres.ids)]) if autres else ():
            voient.update((d.id, user.id) for d in self if d.company_id in user.company_ids)
        return voient

    # -- « Mine »: the same rule, searched -----------------------------------

    @api.depends("user_id", "service_id", "acces_ids")
    @api.depends_context("uid")
    def _compute_suivi_par_moi(self):
        responsables = self._origin._responsables_rappels()
        for dossier in self:
            dossier.suivi_par_moi = (
                dossier.user_id == self.env.user
                or responsables.get(dossier._origin.id) == self.env.user
            )

    def _search_suivi_par_moi(self, operator, value):
        if operator != "in":
            return NotImplemented
        domaine = self._domaine_suivi_par_moi()
        return Domain.OR([domaine if vrai else ~domaine for vrai in value])

    @api.model
    def _domaine_suivi_par_moi(self):
        """Mine, those of whom I replace, and the orphans of the services I answer for."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        moi = self.env.user
        # sudo: see _responsables_rappels(); only numbers of users come out of it
        services = moi.sudo().oilhi_service_ids
        coordonne = moi.has_group(COORDINATEUR)
        if coordonne:
            services |= services.search([
                ("company_id", "in", self.env.companies.ids),
                ("user_ids", "not any", [
                    ("share", "=", False), ("all_group_ids", "in", self.env.ref(AGENT).ids),
                ]),
            ])
        domaine = Domain("user_id", "in", [moi.id, *moi._oilhi_absents(jour).ids])
        equipe = services._equipe_rappels(jour)
        repond_de = [
            service for service, relais in services._relais_rappels(jour, equipe).items()
            if relais == moi
        ]
        if not repond_de:
            return domaine
        return domaine | (
            Domain("service_id", "in", repond_de) & self._domaine_orphelins(services, equipe, jour)
        )

    @api.model
    def _domaine_orphelins(self, services, equipe, jour):
        """Cases that nobody follows any more: no one, gone, without access, or replaced by somebody
        of another service."""
        sans_acces = tuple(
            (service, user) for service, user in equipe.membres
            if (service, equipe.agissants[user].id) not in equipe.membres
        )
        coordinateurs = services.company_id._coordinateurs_rappels(jour)
        presents = self.env["res.users"].union(*coordinateurs.values()).ids

        def condition(modele, alias, requete):
            return SQL(
                "(%(suivi)s IS NULL OR (%(suivi)s <> ALL(%(presents)s) AND NOT EXISTS ("
                "SELECT FROM oilhi_dossier_acces_rel a "
                "JOIN oilhi_service_users_rel r ON r.service_id = a.service_id "
                "JOIN res_users u ON u.id = r.user_id AND u.active "
                "WHERE a.dossier_id = %(dossier)s AND r.user_id = %(suivi)s %(sauf)s)))",
                suivi=modele._field_to_sql(alias, "user_id", requete),
                presents=presents,
                dossier=SQL.identifier(alias, "id"),
                sauf=SQL(
                    "AND (%s, r.user_id) NOT IN %s", SQL.identifier(alias, "service_id"), sans_acces
                ) if sans_acces else SQL(),
            )

        return Domain.custom(to_sql=condition)
