"""Report to the prosecutor: the sheet of each offence says what is established, and by whom."""

from odoo.addons.oilhi_lhi.moteur.penal import elements_manquants

from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms


@controle("INFRACTION", "Infraction, faits et procès-verbal", "CCH L. 511-22, L. 521-4 ; CSP L. 1312-1", ("signalement",))  # fmt: skip
def infraction(c):
    """Nothing of a sheet is said to those who may not read it; what it lacks is not void, but named."""
    if not c.env["oilhi.dossier.infraction"].has_access("read") or not c.dossier.has_access("write"):
        yield a_verifier("Les suites pénales se contrôlent par qui peut modifier le dossier.")
        return
    fiches = c.dossier.infraction_ids.filtered(
        lambda f: not f.fait_id and f.dossier_procedure_id in (c.procedure, c.procedure.browse())
    )
    if not fiches:
        yield a_verifier(
            "Aucune infraction à signaler n’est décrite : ouvrez une fiche (page Suites pénales), elle dit ce "
            "que le texte demande d’établir.",
            lien=c.dossier,
        )
        return
    for fiche in fiches:
        yield from _fiche(c, fiche)


def _fiche(c, fiche):
    quoi = f"{fiche.infraction_id.name}, faits du {lu.courte(fiche.date_faits)}"
    if fiche.contravention and not fiche.pv_agent:
        yield bloquant(
            f"{quoi} : une contravention se constate par procès-verbal d’un agent que la loi habilite. "
            "Renseignez-le d’abord.",
            "CSP L. 1312-1",
            fiche,
            "pv_agent",
        )
    manque = elements_manquants(
        fiche.infraction_id._noyau(), set(fiche.element_ids.mapped("cle"))
    )
    if manque:
        yield a_verifier(
            f"{quoi} : reste à établir {noms(e.libelle for e in manque)}.", fiche.infraction_id.base, fiche,
            "element_ids",
        )
    else:
        yield en_ordre(f"{quoi} : tout ce que le texte demande est coché.", fiche.infraction_id.base, fiche)
    if not fiche.personne_id:
        yield a_verifier(f"{quoi} : l’auteur supposé n’est pas désigné.", fiche.infraction_id.base, fiche, "personne_id")  # fmt: skip
