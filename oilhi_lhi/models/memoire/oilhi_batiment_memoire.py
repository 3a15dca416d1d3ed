from odoo import models
from odoo.fields import Domain

DOSSIERS_MAX = 50


class OilhiBatiment(models.Model):
    """The memory of a place: what was opened, decided and owned there, and next to it."""

    _inherit = "oilhi.batiment"

    def _au_meme_lieu(self):
        """{building: why}: this one, those of the same address, those of the same parcel."""
        self.ensure_one()
        lieux = {self: self.env._("même bâtiment")}
        commune = Domain("commune_id", "=", self.commune_id.id) & Domain("id", "!=", self.id)
        if self.cle_adresse:
            for autre in self.search(commune & Domain("cle_adresse", "=", self.cle_adresse), limit=20):
                lieux[autre] = self.env._("même adresse")
        if parcelles := set(self.parcelle_ids.mapped("name")):
            voisins = self.search(commune & Domain("parcelle_ids.name", "in", list(parcelles)), limit=50)
            for autre in voisins:
                communes = sorted(parcelles & set(autre.parcelle_ids.mapped("name")))
                lieux.setdefault(autre, self.env._("même parcelle (%s)", ", ".join(communes)))
        return lieux

    def memoire(self, dossier_id=False):
        """What the user may know of the place, besides that case: his cases in full, a count of the others.

        Archived and closed cases included: the memory of a building is what was done there.
        """
        self.ensure_one()
        self.check_access("read")
        lieux = self._au_meme_lieu()
        Dossier = self.env["oilhi.dossier"].with_context(active_test=False)
        ids = [batiment.id for batiment in lieux]
        domaine = Domain("batiment_id", "in", ids) & Domain("id", "!=", dossier_id or 0)
        nombre = Dossier.search_count(domaine)
        dossiers = Dossier.search_fetch(
            domaine,
            ["reference", "name", "active", "batiment_id", "service_id", "phase", "urgence",
             "date_signalement"],
            order="date_signalement desc, id desc", limit=DOSSIERS_MAX,
        )
        # sudo: how many, and nothing else
        caches = Dossier.sudo().search_count(domaine) - nombre
        phases = dict(Dossier._fields["phase"]._description_selection(self.env))
        return {
            "id": self.id,
            "nom": self.display_name,
            "dossiers": [{
                "id": dossier.id,
                "reference": dossier.reference,
                "nom": dossier.name,
                "phase": phases.get(dossier.phase, ""),
                "clos": dossier.phase == "clos",
                "archive": not dossier.active,
                "service": dossier.service_id.display_name,
                "signale": dossier.date_signalement.strftime("%d/%m/%Y"),
                "pourquoi": lieux[dossier.batiment_id],
                "ici": dossier.batiment_id == self,
            } for dossier in dossiers],
            "total": nombre,
            "caches": caches,
            "peut_demander": bool(caches) and self.env.user.has_group("oilhi_partenaires.group_agent"),
            "arretes": dossiers._arretes_memoire(),
            "proprietaires": dossiers._proprietaires_memoire(),
            "batiments": [
                {"id": batiment.id, "nom": batiment.display_name, "pourquoi": pourquoi}
                for batiment, pourquoi in lieux.items() if batiment != self
            ],
        }
