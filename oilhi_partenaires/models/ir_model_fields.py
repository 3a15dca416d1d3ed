from odoo import api, models, tools

# Models of Odoo that have, translated by Odoo, the fields that it adds to ours.
SOURCES = ("res.partner", "res.company")


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model
    @tools.ormcache("model_name", "self.env.lang", cache="stable")
    def _get_fields_cached(self, model_name):
        """What Odoo adds to our models (« Created on », « Followers »…) speaks the user's language.

        Odoo translates these words model by model, in each addon; ours are written in French.
        """
        champs = super()._get_fields_cached(model_name)
        if not model_name.startswith("oilhi.") or model_name not in self.env:
            return champs
        champs = {nom: dict(valeurs) for nom, valeurs in champs.items()}
        for source in SOURCES:
            traduits, siens = super()._get_fields_cached(source), self.env[source]._fields
            for nom, champ in self.env[model_name]._fields.items():
                if nom not in champs or nom not in traduits:
                    continue
                for cle, attribut in (("field_description", "string"), ("help", "help")):
                    texte = getattr(champ, attribut)
                    # Only what nobody has put into words: the same as Odoo's, or already changed on the screen.
                    if texte and texte == getattr(siens[nom], attribut) == champs[nom][cle]:
                        champs[nom][cle] = traduits[nom][cle]
        return champs
