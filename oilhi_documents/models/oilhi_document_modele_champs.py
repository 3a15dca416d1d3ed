"""The catalogue of fields, to whoever writes a template."""

from odoo import api, models

from ..champs import CATALOGUE, SAISIE
from ..champs.modeles import LIBELLES, NOMS, usages
from ..rendu import construire, mettre_a_plat
from ..rendu.palette import repere_a_copier, source_palette

TYPES = {"texte": "Texte", "booleen": "Oui ou non", "liste": "Liste"}


class OilhiDocumentModele(models.Model):
    _inherit = "oilhi.document.modele"

    @api.model
    def catalogue_champs(self):
        """Every field with its example, where it comes from and the documents that use it."""
        self.check_access("read")
        modeles = self.search([("code", "!=", False)])
        procedures = {m.code: m._codes("procedures") for m in modeles}
        return {
            "documents": [{"code": m.code, "nom": m.name} for m in modeles],
            "champs": [
                {
                    "cle": champ.cle,
                    "libelle": champ.libelle,
                    "type": TYPES[champ.type],
                    "exemple": self._exemple_champ(champ),
                    "precision": champ.precision,
                    "source": self._source_champ(champ),
                    "facultatif": champ.vide_permis == "oui",
                    "repere": repere_a_copier(champ.cle, champ.libelle, champ.type),
                    "dans": LIBELLES.get(champ.cle.partition("[].")[0], "") if "[]" in champ.cle else "",
                    "documents": list(usages(champ.cle)),
                    "procedures": sorted(
                        {p for code in usages(champ.cle) for p in procedures.get(code, ())}
                    ),
                }
                for champ in CATALOGUE.values()
            ],
        }

    def _exemple_champ(self, champ):
        if champ.type == "booleen":
            return self.env._("oui") if champ.exemple else self.env._("non")
        return "" if champ.type == "liste" else champ.exemple.replace("\n", " / ")

    def _source_champ(self, champ):
        """Where an agent enters it."""
        parent = CATALOGUE[champ.cle.partition("[].")[0]]
        if parent.cle.startswith(SAISIE):
            return self.env._("À saisir en préparant le document")
        return parent.ou or self.env._("Calculé depuis le dossier")

    @api.model
    def _palette(self, choisi):
        """Word file of the fields of one document, or of all, to copy from."""
        champs = [
            {"cle": c.cle, "libelle": c.libelle, "type": c.type}
            for c in CATALOGUE.values()
            if not choisi or choisi.code in usages(c.cle)
        ]
        titre = self.env._("Champs du document %s", choisi.code) if choisi else "Palette des champs"
        return mettre_a_plat(construire(source_palette(champs, titre), libelles=NOMS), NOMS)
