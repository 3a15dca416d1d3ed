from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .oilhi_service_rappels import COORDINATEUR


class OilhiDossier(models.Model):
    """« À faire cette semaine »: what the home page and the weekly mail say.

    Read from the stored deadlines and steps, which the access rules protect; never from the
    activities, that a user may close.
    """

    _inherit = "oilhi.dossier"

    @api.model
    def a_faire(self, perimetre="moi", service_id=None):
        """Everything the home page shows, as plain data: bounded, in a constant number of queries.

        `perimetre`: « moi », « service » (one of mine) or « departement » (coordinateurs).
        """
        self.browse().check_access("read")
        services = self.env.user.oilhi_service_ids.filtered("active").sorted("name")
        service = self._service_a_faire(services, service_id) if perimetre == "service" else None
        dossiers = self._domaine_a_faire(perimetre, service)
        lu = self._lire_a_faire(dossiers)
        return {
            "perimetre": perimetre,
            "service": {"id": service.id, "nom": service.name} if service else None,
            "services": [{"id": s.id, "nom": s.name} for s in services],
            "departement": self._coordonne(),
            "peut_creer": self.has_access("create"),
            **self._presenter_a_faire(lu, self._domaine_liste(perimetre, service)),
            # What reassures when there is nothing to do: the cases are there, and followed.
            "dossiers": None if any(s.total for s in lu.sections.values()) else self.search_count(
                dossiers & Domain("phase", "!=", "clos"), limit=lu.plafond + 1
            ),
        }

    # -- Whose ---------------------------------------------------------------

    @api.model
    def _coordonne(self):
        return self.env.user.has_group(COORDINATEUR)

    @api.model
    def _service_a_faire(self, services, service_id):
        """The service asked for, or the first one of the user."""
        if not service_id and services:
            return services[0]
        if service_id:
            # A coordinateur may look at any of them; the rules on the cases stay the same.
            choix = services
            if self._coordonne():
                choix |= choix.search([("company_id", "in", self.env.companies.ids)])
            if choisi := choix.filtered(lambda s: s.id == service_id):
                return choisi
            raise AccessError(self.env._("Ce service n’est pas l’un des vôtres."))
        raise UserError(self.env._(
            "Vous n’êtes rattaché à aucun service : demandez à votre administrateur de vous ajouter "
            "au vôtre."
        ))

    @api.model
    def _domaine_a_faire(self, perimetre, service):
        """Cases of the perimeter; the access rules apply in addition."""
        actifs = Domain("active", "=", True)
        if perimetre == "moi":
            return actifs & self._domaine_suivi_par_moi()
        if perimetre == "service":
            return actifs & Domain("service_id", "=", service.id)
        if perimetre != "departement":
            raise UserError(self.env._(
                "« %s » : choisissez « moi », « service » ou « departement ».", perimetre
            ))
        if not self._coordonne():
            raise AccessError(self.env._(
                "Seul un coordinateur voit ce qui est à faire dans tout le département."
            ))
        return actifs

    @api.model
    def _domaine_liste(self, perimetre, service):
        """The same perimeter, in a form that a list of the web client can keep."""
        domaine = Domain("active", "=", True)
        if perimetre == "moi":
            return domaine & Domain("suivi_par_moi", "=", True)
        if perimetre == "service":
            return domaine & Domain("service_id", "=", service.id)
        return domaine
