from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

RESPONSABLE = "oilhi_partenaires.group_responsable"
AGENT = "oilhi_partenaires.group_agent"
COORDINATEUR = "oilhi_partenaires.group_coordinateur"
ADMINISTRATEUR = "oilhi_partenaires.group_administrateur"


class Equipe(NamedTuple):
    """Who may act for some services on a given day."""

    membres: dict  # {(service id, user id): is a responsable}, agents only, oldest account first
    agissants: dict  # {user id: who acts for him that day, himself as a rule}


class OilhiService(models.Model):
    """Who answers for a service, absences included: reminders and escalation ask it."""

    _inherit = "oilhi.service"

    def _equipe_rappels(self, jour):
        """Agents and responsables of these services, in a constant number of queries."""
        # sudo: the members of a service and their groups, whoever asks
        users = self.env["res.users"].sudo()
        agents = users._du_groupe(AGENT, [("oilhi_service_ids", "in", self.ids)]) if self else users
        responsables = set(agents._du_groupe(RESPONSABLE, [("id", "in", agents.ids)]).ids)
        paires = self.env.execute_query(SQL(
            "SELECT service_id, user_id FROM oilhi_service_users_rel "
            "WHERE service_id = ANY(%s) AND user_id = ANY(%s) ORDER BY user_id, service_id",
            self.ids, agents.ids,
        )) if agents else []
        return Equipe(
            {paire: paire[1] in responsables for paire in paires},
            agents._oilhi_remplacants(jour),
        )

    def _relais_rappels(self, jour, equipe=None):
        """{service id: user} who receives what nobody follows: a responsable who is there, else an
        agent, else a coordinateur of the département. The same one all day long."""
        services = self.sudo()  # see _equipe_rappels()
        equipe = equipe or services._equipe_rappels(jour)
        relais = {}
        for service, user in sorted(
            equipe.membres, key=lambda paire: not equipe.membres[paire]
        ):
            agissant = equipe.agissants[user]
            if (service, agissant.id) in equipe.membres:
                relais.setdefault(service, agissant.with_env(self.env))
        if orphelins := services.filtered(lambda s: s.id not in relais):
            coordinateurs = orphelins.company_id._coordinateurs_rappels(jour)
            for service in orphelins:
                relais[service.id] = coordinateurs[service.company_id.id][:1].with_env(self.env)
        return relais

    def _responsables_presents(self, jour):
        """{service id: responsables who are there, or who stand in for them}."""
        equipe = self.sudo()._equipe_rappels(jour)
        trouves = dict.fromkeys(self.ids, self.env["res.users"])
        for (service, user), responsable in equipe.membres.items():
            agissant = equipe.agissants[user]
            if responsable and (service, agissant.id) in equipe.membres:
                trouves[service] |= agissant.with_env(self.env)
        return trouves


class ResCompany(models.Model):
    _inherit = "res.company"

    def _coordinateurs_rappels(self, jour):
        """{company id: coordinateurs who are there}; administrators only if there is no other."""
        # sudo: the groups and the companies of the users, whoever asks
        users = self.env["res.users"].sudo()._du_groupe(
            COORDINATEUR, [("company_ids", "in", self.ids)]
        )
        administrateurs = users._du_groupe(ADMINISTRATEUR, [("id", "in", users.ids)])
        agissants = users._oilhi_remplacants(jour)
        trouves = {}
        for company in self:
            siens = users.filtered(lambda u, c=company: c in u.company_ids)
            presents = [a for u in siens - administrateurs or siens if (a := agissants[u.id]) in siens]
            trouves[company.id] = self.env["res.users"].union(*presents)
        return trouves


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _du_groupe(self, groupe, domaine):
        """Active internal users of that group, oldest account first; no group is worked out user by
        user, a service may have thousands."""
        # sudo: see OilhiDossierLigne._type_rappel()
        numero = self.env["ir.model.data"].sudo()._xmlid_to_res_id(groupe, raise_if_not_found=True)
        return self.search([
            *domaine, ("share", "=", False), ("all_group_ids", "in", [numero]),
        ], order="id")
