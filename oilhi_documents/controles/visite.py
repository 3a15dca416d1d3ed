"""The report of a visit: facts of that day, signed after it."""

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from .registre import a_verifier, bloquant, controle, en_ordre


@controle("PV-01", "Procès-verbal établi après la visite", pour=("visite",))
def date(c):
    if c.visite.date and c.jour < c.visite.date:
        yield bloquant(
            f"Le procès-verbal ne peut pas être daté avant la visite ({date_lettres(c.visite.date)}).",
            lien=c.visite,
        )
    elif c.visite.date:
        yield en_ordre(f"Procès-verbal de la visite du {date_lettres(c.visite.date)}.")


@controle("PV-02", "Chaque désordre relevé est décrit", pour=("visite",))
def descriptions(c):
    nus = c.visite._points("oui").filtered(
        lambda p: not p.critere_ids and not (p.constat or "").strip() and not p.photo_ids
    )
    if nus:
        yield a_verifier(
            "Rien ne décrit ces désordres, ni critère, ni note, ni photo : "
            f"{', '.join(nus.mapped('display_name'))}. Une autre visite peut compléter celle-ci.",
            lien=c.visite,
        )
