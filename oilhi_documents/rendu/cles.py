"""The grammar of content control tags, the only « language » a template knows."""

import re
from dataclasses import dataclass
from functools import lru_cache

_CLE = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_IDENT = r"[a-z][a-z0-9_]*"
_ETIQUETTE = re.compile(rf"^(?:(?P<verbe>si|sauf|pour|plusieurs|unique):)?(?P<cle>{_CLE})$")
_RENVOI = re.compile(rf"^auto\.(?P<sorte>article|ref)(?::(?P<ident>{_IDENT}))?$")
BLOCS = ("si", "sauf", "pour", "plusieurs", "unique")
# What the engine computes itself inside a repeated block.
AUTOMATIQUES = ("auto.numero", "auto.premier", "auto.dernier")


@dataclass(frozen=True)
class Etiquette:
    """A tag read: `verbe` is "champ", one of BLOCS, "article" or "ref"."""

    verbe: str
    cle: str


@lru_cache(maxsize=4096)
def lire_etiquette(texte):
    """Return the Etiquette of a w:tag, or None when it is not one of ours."""
    renvoi = _RENVOI.match(texte)
    if renvoi:
        if renvoi["sorte"] == "ref" and not renvoi["ident"]:
            return None
        return Etiquette(renvoi["sorte"], renvoi["ident"] or "")
    trouve = _ETIQUETTE.match(texte)
    if not trouve:
        return None
    verbe, cle = trouve["verbe"] or "champ", trouve["cle"]
    if cle.startswith("auto."):
        permis = {
            "champ": ("auto.numero",),
            "si": ("auto.premier", "auto.dernier"),
            "sauf": ("auto.premier", "auto.dernier"),
        }
        return Etiquette(verbe, cle) if cle in permis.get(verbe, ()) else None
    if verbe == "pour" and not cle.endswith("s"):
        return None
    return Etiquette(verbe, cle)


def singulier(liste):
    """Prefix of the items of a list: `personnes` -> `personne` (last segment, less its s)."""
    return liste.rsplit(".", 1)[-1][:-1]
