"""When a place may be visited (CCH L. 511-7). Pure: no Odoo."""

DEBUT, FIN = 6.0, 21.0
USAGES_HABITATION = ("habitation", "mixte")


def heures_refusees(usage: str, debut: float | None, fin: float | None = None) -> bool:
    """True when one of these hours (16.5 = 16 h 30) lies outside 6 h – 21 h in a dwelling.

    The criterion is the use of the place, not its occupation: a vacant dwelling obeys it too.
    """
    if usage not in USAGES_HABITATION:
        return False
    return any(not DEBUT <= heure <= FIN for heure in (debut, fin) if heure is not None)


def texte_heure(heure: float) -> str:
    """16.5 → « 16 h 30 », 9.0 → « 9 h »."""
    minutes = round(heure * 60)
    return f"{minutes // 60}\u00a0h" + (f"\u00a0{minutes % 60:02d}" if minutes % 60 else "")
