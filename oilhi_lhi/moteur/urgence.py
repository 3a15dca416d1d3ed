"""What to do at once when somebody is in danger: short orders, the most specific first.

Good practice, never a rule of law: the rules of the guide say the law.
"""

from __future__ import annotations

from collections.abc import Iterable

# Categories of disorders whose first gesture differs.
PROPRES = {
    "GAZ": (
        "Ne touchez à aucun interrupteur, n’allumez rien, ne téléphonez pas à l’intérieur.",
        "Ouvrez les fenêtres, faites sortir tout le monde, puis appelez de l’extérieur.",
    ),
    "CO": (
        "Ouvrez les fenêtres, arrêtez les appareils de chauffage si c’est possible sans rester.",
        "Faites sortir tout le monde et n’entrez plus.",
    ),
    "ELE": ("Ne touchez ni aux fils, ni à l’eau au sol ; faites couper le courant par le réseau.",),
    "SIF": ("Dégagez les sorties et les escaliers ; ne prenez pas l’ascenseur.",),
}
PROPRES["CBT"] = PROPRES["CO"]
CHUTE = frozenset(("STR", "TOI", "FAC", "ESC", "MER", "VAC"))
SECOURS = (
    "Appelez le 18 ou le 112 (114 par SMS) si quelqu’un est blessé, piégé ou exposé.",
)
PERIMETRE = (
    "Fermez le passage : barrières ou rubalise, plus loin que ce qui peut tomber, des deux côtés.",
)
SUITE = (
    "Faites évacuer les personnes exposées et notez où chacune dormira ce soir (115 sans solution).",
    "Prévenez le maire ou l’élu d’astreinte. Notez l’heure ; photographiez de loin.",
)


def gestes(categories: Iterable[str]) -> list[str]:
    """Ordered orders for these categories of disorders; none: what holds for any danger."""
    codes = list(dict.fromkeys(categories))
    propres = [geste for code in codes for geste in PROPRES.get(code, ())]
    chute = PERIMETRE if not codes or CHUTE.intersection(codes) else ()
    return [
        texte.replace(" ;", "\u00a0;").replace(" :", "\u00a0:")
        for texte in dict.fromkeys((*propres, *SECOURS, *chute, *SUITE))
    ]
