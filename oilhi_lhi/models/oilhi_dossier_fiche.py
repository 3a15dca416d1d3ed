from odoo import api, models
from odoo.tools import SQL


class OilhiDossier(models.Model):
    """The page of a case holds some twenty lists, most of them empty: one query says which."""

    _inherit = "oilhi.dossier"

    @api.readonly
    def web_read(self, specification):
        if len(self) == 1 and self.id:
            self._noter_listes_vides(specification)
        return super().web_read(specification)

    def _noter_listes_vides(self, noms):
        """Remember the lists that hold no row at all, whoever looks: the others are read as usual."""
        vides, champs = [], [
            champ for nom in noms
            if (champ := self._fields.get(nom)) and champ.type == "one2many" and champ.store
            and not champ.compute
            and self.env[champ.comodel_name]._fields[champ.inverse_name].type == "many2one"
            and self.id not in champ._get_cache(self.env)
        ]
        for champ in champs:
            lignes = self.env[champ.comodel_name]
            lignes.flush_model([champ.inverse_name])
            vides.append(SQL(
                "EXISTS (SELECT FROM %s WHERE %s = %s)", SQL.identifier(lignes._table),
                SQL.identifier(champ.inverse_name), self.id,
            ))
        if not champs:
            return
        pleins, = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(vides)))
        for champ, plein in zip(champs, pleins, strict=True):
            if not plein:
                champ._insert_cache(self, [()])
