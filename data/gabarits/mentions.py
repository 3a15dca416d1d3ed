#!/usr/bin/env python3
"""Derive gabarits/mentions.csv: what an adapted template must keep, from gabarits/mentions/*.csv.

Each row of these tables (document, words that its PDF must hold, article) is found again in the
document filled with the same example: the words come from the template itself (« passage ») or from
a field (« champ »). No law is written here. Run it after any change of a template or of a table; a
test compares the file with a fresh build.
"""

import csv
import io
import re
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
for chemin in (RACINE / "oilhi_documents", RACINE / "data" / "gabarits", RACINE / "tests" / "rendu"):
    if str(chemin) not in sys.path:
        sys.path.insert(0, str(chemin))

from rendu import remplir, texte  # noqa: E402
from rendu.base_legale import est_de_loi  # noqa: E402
from rendu.examen import aplani  # noqa: E402

SORTIE = RACINE / "oilhi_documents" / "gabarits" / "mentions.csv"
DEBUT, FIN = "\ue000", "\ue001"
PASSAGE_MIN = 12
BORDS = " ,;:.()\n«»"


def marquer(valeurs, noms, prefixe=""):
    """The same values, each text between two marks that say its key."""
    marquees = {}
    for cle, valeur in valeurs.items():
        chemin = f"{prefixe}{cle}"
        if isinstance(valeur, list):
            marquees[cle] = [marquer(item, noms, f"{chemin}[].") for item in valeur]
        elif isinstance(valeur, str) and valeur.strip():
            noms.append(chemin)
            code = chr(0xE100 + len(noms) - 1)
            marquees[cle] = "\n".join(
                f"{DEBUT}{code}{ligne}{FIN}" if ligne.strip() else ligne
                for ligne in valeur.split("\n")
            )
        else:
            marquees[cle] = valeur
    return marquees


def lire(marque, noms):
    """(plain text, [key or None of each character])."""
    chaine, origine, courante = [], [], None
    lettres = iter(marque)
    for lettre in lettres:
        if lettre == DEBUT:
            courante = noms[ord(next(lettres)) - 0xE100]
        elif lettre == FIN:
            courante = None
        else:
            chaine.append(lettre)
            origine.append(courante)
    return "".join(chaine), origine


def produire():
    """Rows of the table: code, kind, value, article, level."""
    from test_mentions import LIGNES, TOUTES, modele

    textes, lignes = {}, {}
    for ligne in LIGNES:
        if ligne["present"] != "oui":
            continue
        code, variante = ligne["code"], ligne["variante"]
        if (code, variante) not in textes:
            noms = []
            rempli = remplir(modele(code), marquer(TOUTES[variante], noms))
            textes[code, variante] = lire(aplani(texte(rempli)), noms)
        chaine, origine = textes[code, variante]
        motif = ligne["mention"]
        motif = motif[1:] if motif.startswith("~") else re.escape(aplani(motif))
        trouve = re.search(motif, chaine)
        if not trouve:
            continue
        niveau = "bloquant"
        if not est_de_loi(ligne["base"]):
            niveau = "avertissement"
        ecrit = aplani(" ".join(texte(modele(code)).split("\n")))
        for sorte, valeur in _morceaux(chaine, origine, *trouve.span(), ecrit):
            cle = (code, sorte, valeur)
            if cle not in lignes or (lignes[cle][1], niveau) == ("avertissement", "bloquant"):
                lignes[cle] = (ligne["base"], niveau)
    return [(*cle, *reste) for cle, reste in sorted(lignes.items())]


def _tenants(passage, ecrit):
    """The passage cut where a condition cuts it in the template."""
    mots = passage.split(" ")
    while mots:
        nombre = next((n for n in range(len(mots), 0, -1) if " ".join(mots[:n]) in ecrit), 1)
        yield " ".join(mots[:nombre]).strip(BORDS)
        mots = mots[nombre:]


def _morceaux(chaine, origine, debut, fin, ecrit):
    """The fields that give these words, and the words of the template itself between them."""
    position = debut
    while position < fin:
        suite = position
        while suite < fin and origine[suite] == origine[position]:
            suite += 1
        if origine[position]:
            yield "champ", origine[position]
        else:
            for passage in _tenants(chaine[position:suite].strip(BORDS), ecrit):
                article = re.fullmatch(r"[LRD]\. [\d-]+", passage)
                if passage in ecrit and (len(passage) >= PASSAGE_MIN or article):
                    yield "passage", passage
        position = suite


def construire_table():
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\n")
    ecrivain.writerow(("code", "sorte", "valeur", "base", "niveau"))
    ecrivain.writerows(produire())
    return sortie.getvalue()


if __name__ == "__main__":
    SORTIE.write_text(construire_table(), encoding="utf-8")
    print(SORTIE.name, "écrit")
