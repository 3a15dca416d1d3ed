from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..pieces import Pieces


def puces(lignes):
    """[(sentence, article)] -> a list to read, False when there is nothing to say."""
    gris = Markup("<li>%s <span class='text-body-secondary'>(%s)</span>%s</li>")
    lignes = [
        gris % (phrase, base, point) if base else Markup("<li>%s</li>") % texte
        for texte, base in lignes
        for phrase, point in [_sans_point(texte)]
    ]
    return Markup("<ul class='mb-0 ps-4'>%s</ul>") % Markup().join(lignes) if lignes else False


def avec_base(texte, base):
    """« Sentence (article). »: the full stop comes last."""
    phrase, point = _sans_point(texte)
    return f"{phrase} ({base}){point}" if base else texte


def _sans_point(texte):
    return (texte[:-1], ".") if texte.endswith(".") else (texte, "")


def en_refus(refus):
    """What the core refuses, with its article: already in French."""
    return avec_base(refus.message, refus.base)


class OilhiExecutionPieces(models.AbstractModel):
    """Rows of a case that carry documents, and dates that are corrected with a reason.

    A date, once typed, does not change silently: its former value, who and why go to the history of
    the case.
    """

    _name = "oilhi.execution.pieces"
    _inherit = "oilhi.dossier.ligne"
    _description = "Ligne d’un dossier avec ses pièces"

    _champs_motives = ()  # fields whose change needs a reason
    # What the history says of a change: False where its readers may not know the values.
    _valeurs_dans_historique = True

    piece_ids = Pieces("ir.attachment", string="Pièces")
    motif_correction = fields.Char("Pourquoi corriger", copy=False)

    def write(self, vals):
        corrections = self._corrections(vals)
        resultat = super().write(vals)
        for ligne, textes in corrections.items():
            ligne._tracer(" ; ".join(textes))
        return resultat

    # -- Corrections ---------------------------------------------------------

    def _corrections(self, vals):
        """{row: [« field: former → new (reason) »]}; refused when the reason is left out."""
        corrections = {}
        for ligne in self:
            change = [
                champ for champ in self._champs_motives
                if champ in vals and ligne[champ]
                and ligne._fields[champ].convert_to_write(ligne[champ], ligne)
                != (self._fields[champ].convert_to_cache(vals[champ], ligne) or False)
            ]
            if not change:
                continue
            motif = (vals.get("motif_correction") or "").strip()
            if not motif:
                raise UserError(self.env._(
                    "Vous changez ce qui était enregistré (%s) : écrivez pourquoi. L’ancienne valeur et "
                    "votre motif resteront lisibles.",
                    ", ".join(self._fields[c]._description_string(self.env) for c in change),
                ))
            corrections[ligne] = [self._texte_correction(ligne, c, vals[c], motif) for c in change]
        return corrections

    def _texte_correction(self, ligne, champ, valeur, motif):
        nom = self._fields[champ]._description_string(self.env)
        if not self._valeurs_dans_historique:
            return self.env._("%(champ)s : corrigé", champ=nom)
        return self.env._(
            "%(champ)s : %(avant)s → %(apres)s (%(motif)s)",
            champ=nom,
            avant=self._en_mots(champ, ligne[champ]),
            apres=self._en_mots(champ, self._fields[champ].convert_to_cache(valeur, ligne)),
            motif=motif,
        )

    def _en_mots(self, champ, valeur):
        if not valeur:
            return self.env._("rien")
        if self._fields[champ].type == "date":
            return valeur.strftime("%d/%m/%Y")
        if self._fields[champ].type == "selection":
            return dict(self._fields[champ]._description_selection(self.env)).get(valeur, valeur)
        return str(valeur)

    def _tracer(self, texte):
        """One line in the history of the case."""
        for ligne in self:
            ligne.dossier_id._message_log(body=f"{ligne.display_name} : {texte}")

    def action_ouvrir(self):
        """The row on its own page."""
        return self._action_fiche(self._description)
