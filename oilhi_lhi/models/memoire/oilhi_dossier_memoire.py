from odoo import models
from odoo.fields import Domain

from .oilhi_dossier_personne import ROLES_PROPRIETAIRE


class OilhiDossier(models.Model):
    """What these cases tell of the place; the access rules have chosen them."""

    _inherit = "oilhi.dossier"

    def _arretes_memoire(self):
        """Arrêtés taken, latest first: in force as long as nothing here says that they ended."""
        Etape = self.env["oilhi.dossier.etape"]
        etapes = Etape.search_fetch(
            Domain("dossier_id", "in", self.ids) & Domain("etat", "=", "faite")
            & Domain("etape_id.nature", "in", ("arrete", "mainlevee")),
            ["date", "etape_id", "dossier_procedure_id"], order="date desc, id desc",
        )
        levees = {}
        for etape in etapes.filtered(lambda e: e.etape_id.nature == "mainlevee"):
            levees.setdefault(etape.dossier_procedure_id, etape.date)
        return [
            {
                "id": f"etape{etape.id}",
                "procedure_id": etape.dossier_procedure_id.id,
                "document_id": False,
                "nom": etape.etape_id.name,
                "numero": "",
                "jour": etape.date and str(etape.date) or "",
                "date": etape.date and etape.date.strftime("%d/%m/%Y") or "",
                "dossier_id": etape.dossier_id.id,
                "reference": etape.dossier_id.reference,
                **self._etat_arrete(levees.get(etape.dossier_procedure_id)),
            }
            for etape in etapes.filtered(lambda e: e.etape_id.nature == "arrete")
        ]

    def _etat_arrete(self, levee):
        return {
            "en_vigueur": not levee,
            "etat": (
                self.env._("levé le %s", levee.strftime("%d/%m/%Y")) if levee
                else self.env._("en vigueur : aucune mainlevée notée")
            ),
        }

    def _proprietaires_memoire(self):
        """Owners known through these cases, each once, with the cases that name it."""
        personnes = self.env["oilhi.dossier.personne"].search_fetch(
            Domain("dossier_id", "in", self.ids) & Domain("role", "in", ROLES_PROPRIETAIRE),
            ["nom_complet", "role", "prenom", "nom", "raison_sociale"], order="id desc",
        )
        roles = dict(personnes._fields["role"]._description_selection(self.env))
        lignes = {}
        for personne in personnes:
            ligne = lignes.setdefault(personne._mots_nom(), {
                "id": personne.id,
                "nom": personne.nom_complet,
                "role": roles[personne.role],
                "dossiers": {},
            })
            ligne["dossiers"][personne.dossier_id.id] = personne.dossier_id.reference
        return [
            {**ligne, "dossiers": [{"id": i, "reference": r} for i, r in ligne["dossiers"].items()]}
            for ligne in lignes.values()
        ]

    def autres_batiments(self):
        """Other buildings of the owners of this case, in the cases that the user reads."""
        self.ensure_one()
        self.check_access("read")
        return self.personne_ids.autres_batiments()
