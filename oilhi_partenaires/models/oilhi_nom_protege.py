from odoo import SUPERUSER_ID, api, fields, models


def _methodes_du_nom(modele):
    """Every `_compute_display_name` of the model, whichever class defines it."""
    for classe in type(modele).__mro__:
        if methode := classe.__dict__.get("_compute_display_name"):
            yield methode


def _depend_de(modele):
    """Fields that the name is made of."""
    noms = []
    for methode in _methodes_du_nom(modele):
        depend = getattr(methode, "_depends", ())
        noms += depend(modele) if callable(depend) else depend
    return noms


def masquer(records):
    """Replace the computed name of these records where the user may not read them."""
    env = records.env
    if not env.su or env.uid == SUPERUSER_ID:
        return
    # The user behind sudo(): his own rights decide.
    reels = records.filtered("id")
    lisibles = reels.with_env(env(su=False))._filtered_access("read")
    for record in reels - lisibles.with_env(env):
        record.display_name = env._("Fiche non accessible")


class OilhiNomProtege(models.AbstractModel):
    """A name that only those who may read the record obtain.

    Odoo shows the name of a many2one with the rights of the system: whoever guesses a number and
    puts it in a form of his own would read « LHI-2027-00012 – Mur pignon… » or the name of a
    tenant. The name alone is masked; records that one may read keep theirs.
    """

    _name = "oilhi.nom.protege"
    _description = "Nom réservé à ceux qui voient l’enregistrement"

    display_name = fields.Char(compute="_compute_nom_protege")

    @api.depends(_depend_de)
    @api.depends_context("uid")
    def _compute_nom_protege(self):
        self._compute_display_name()
        masquer(self)
