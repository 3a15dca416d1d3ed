"""Prometheus' text format (version 0.0.4)."""
import math


def texte(mesures):
    """``mesures``: (name, what it is, kind, [({label: value}, number)]), in the order to write them."""
    lignes = []
    for nom, aide, genre, valeurs in mesures:
        if not valeurs:
            continue
        lignes += [f"# HELP {nom} {_aide(aide)}", f"# TYPE {nom} {genre}"]
        lignes += [f"{nom}{_etiquettes(etiquettes)} {_nombre(valeur)}" for etiquettes, valeur in valeurs]
    return "\n".join(lignes) + "\n"


def _aide(aide):
    return aide.replace("\\", "\\\\").replace("\n", "\\n")


def _etiquettes(etiquettes):
    def valeur(brut):
        return str(brut).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

    return "{" + ",".join(f'{c}="{valeur(v)}"' for c, v in etiquettes.items()) + "}" if etiquettes else ""


def _nombre(valeur):
    if isinstance(valeur, float) and not math.isfinite(valeur):
        return "NaN" if math.isnan(valeur) else ("+Inf" if valeur > 0 else "-Inf")
    return repr(int(valeur)) if isinstance(valeur, bool) else repr(valeur)
