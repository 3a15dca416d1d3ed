from functools import lru_cache

from odoo import api, models
from odoo.exceptions import ValidationError

from ..moteur.documents import NOMS
from .oilhi_referentiel import CHARGEMENT

DOCUMENT = "document"  # known by the addon of the documents, not by this one


@lru_cache(maxsize=4096)
def codes(texte):
    """« A,B » -> ('A', 'B'): code lists are kept as text so that a jurist edits them in a CSV."""
    return tuple(code.strip() for code in (texte or "").split(",") if code.strip())


class OilhiCodesCites(models.AbstractModel):
    """Data of law that names other rows by their codes, in text that a jurist writes.

    A code that nothing bears was passed over in silence: one letter wrong, and a delay of the law
    left every open case.
    """

    _name = "oilhi.codes.cites"
    _description = "Donnée de droit qui cite des codes"

    # {field: models whose codes it may name}
    _champs_codes = {}

    @api.constrains(lambda self: tuple(self._champs_codes))
    def _check_codes_cites(self):
        if any(self.env.context.get(cle) for cle in CHARGEMENT):
            return  # files may name rows that the same update is bringing
        connus = {}
        for champ, modeles in self._champs_codes.items():
            connus[champ] = set().union(*(self._codes_connus(modele) for modele in modeles))
        for ligne in self:
            for champ, permis in connus.items():
                inconnus = [code for code in codes(ligne[champ]) if code not in permis]
                if inconnus:
                    raise ValidationError(self.env._(
                        "Le champ « %(champ)s » contient un code inconnu : %(codes)s. Vérifiez-le ; plusieurs codes se "
                        "séparent par une virgule.",
                        champ=self._fields[champ].get_description(self.env, ["string"])["string"],
                        codes=", ".join(inconnus),
                    ))

    @api.model
    def _codes_connus(self, modele):
        return set(NOMS) if modele == DOCUMENT else set(self.env[modele]._ids_par_code(False))
