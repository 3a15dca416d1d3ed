from odoo import models
from odoo.tools import split_every

from ...rendu.donnees_ouvertes import COLONNES, adresse_publiable, en_csv, en_json
from ...rendu.signal_logement import HORS_LOGEMENT

# Published in the land register and posted on the front of the building (CCH L. 511-12), and no other
# police: an order on hygiene may point at who lives there.
PROCEDURES = {
    "Mise en sécurité procédure ordinaire": "ordinaire",
    "Mise en sécurité procédure urgente": "urgente",
}
LOT = 1000


class OilhiPublication(models.Model):
    _inherit = "oilhi.publication"

    def _publier_arretes(self):
        """Files of the arrêtés in force of these départements; none left: no file."""
        # sudo: written by this code alone
        contenus = self.env["oilhi.publication.contenu"].sudo()
        lignes = [ligne for publication in self for ligne in publication._lignes_arretes()]
        lignes.sort(key=lambda ligne: tuple(ligne.values()))
        contenus._garder("arretes_csv", en_csv(lignes) if self else None)
        contenus._garder("arretes_json", en_json(lignes) if self else None)

    def _lignes_arretes(self):
        self.ensure_one()
        # sudo: every arrêté of the département, whoever the service; what leaves is chosen below
        # prefetch_fields: the frozen values of an act are heavy, and not read
        documents = self.env["oilhi.document"].sudo().with_context(prefetch_fields=False)
        ids = documents.search([
            ("company_id", "=", self.company_id.id), ("type", "=", "arrete"), ("state", "=", "executoire"),
            ("dossier_id.active", "=", True),
            ("modele_id.signal_classification", "in", list(PROCEDURES)),
            ("dossier_procedure_id.code", "not in", list(HORS_LOGEMENT)),
        ], order="id").ids
        for lot in split_every(LOT, ids):
            for document in documents.browse(lot):
                yield self._ligne_arrete(document)

    def _ligne_arrete(self, document):
        batiment = document.dossier_id.batiment_id
        ligne = dict.fromkeys(COLONNES, "") | {
            "departement": batiment.commune_id.departement_id.code or "",
            "code_insee": batiment.commune_id.code_insee,
            "commune": batiment.commune_id.name,
            "procedure": PROCEDURES[document.modele_id.signal_classification],
            "date": f"{document.date_signature:%Y-%m}",
        }
        if self.precision == "adresse" and (adresse := self._adresse_publiable(document.dossier_id)):
            ligne |= {
                "date": document.date_signature.isoformat(),
                "numero": adresse[0],
                "voie": adresse[1],
                "code_postal": batiment.code_postal or "",
            }
        return ligne

    def _adresse_publiable(self, dossier):
        """(number, street) when it points at nobody; an owner who may live there keeps it hidden."""
        occupation = dossier.reponse_ids.filtered(lambda r: r.question_id.code == "Q9").reponse_ids
        if not occupation or "proprietaire_occupant" in occupation.mapped("code"):
            return None
        personnes = dossier.personne_ids
        noms = personnes.mapped("nom") + personnes.mapped("prenom") + personnes.mapped("raison_sociale")
        return adresse_publiable(dossier.batiment_id.rue, [nom for nom in noms if nom])
