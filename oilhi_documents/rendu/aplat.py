"""From content controls to visible marks: the file that an agent takes away (see `reperes`)."""

from copy import deepcopy

from .cles import lire_etiquette
from .ooxml import PARTIES, analyser, empaqueter, q, serialiser, w, w_texte
from .reperes import ecrire_repere
from .verification import ouvrir


def mettre_a_plat(docx, libelles=None):
    """The template with a visible mark for each of its controls."""
    parties = ouvrir(docx)
    for nom in parties:
        if PARTIES.match(nom):
            racine = analyser(parties[nom])
            _aplatir(racine, libelles or {})
            parties[nom] = serialiser(racine)
    return empaqueter(parties)


def _aplatir(parent, libelles):
    for enfant in list(parent):
        if not isinstance(enfant.tag, str):
            continue
        _aplatir(enfant, libelles)
        if enfant.tag != q("sdt"):
            continue
        balise = enfant.find(f"{q('sdtPr')}/{q('tag')}")
        etiquette = lire_etiquette(balise.get(q("val"), "")) if balise is not None else None
        if etiquette is None:
            continue
        debut, fin = ecrire_repere(balise.get(q("val")), libelles)
        contenu = list(enfant.find(q("sdtContent")))
        if not fin:
            contenu = _champ_a_plat(contenu, debut)
        elif any(e.tag == q("tr") for e in contenu):
            _lignes_a_plat(contenu, debut, fin)
        elif any(e.tag in (q("p"), q("tbl")) for e in contenu):
            contenu = [_ligne_repere(debut), *contenu, _ligne_repere(fin)]
        else:
            contenu = [_run_repere(debut), *contenu, _run_repere(fin)]
        position = parent.index(enfant)
        parent.remove(enfant)
        for rang, element in enumerate(contenu):
            parent.insert(position + rang, element)


def _champ_a_plat(contenu, debut):
    premier = next((e for e in contenu for _ in e.iter(q("p"))), None)
    if premier is None:
        rpr = next((r for e in contenu for r in e.iter(q("rPr"))), None)
        return [w("r", deepcopy(rpr) if rpr is not None else None, w_texte(debut))]
    paragraphe = next(premier.iter(q("p")))
    for enfant in list(paragraphe):
        if enfant.tag != q("pPr"):
            paragraphe.remove(enfant)
    paragraphe.append(w("r", w_texte(debut)))
    return [premier]


def _lignes_a_plat(contenu, debut, fin):
    rangees = [e for e in contenu if e.tag == q("tr")]
    debut = debut.replace("{", "{Ligne – ", 1).replace(" | ", " | ligne ")
    premiere = next(rangees[0].iter(q("tc")))
    proprietes = premiere.find(q("tcPr"))
    premiere.insert(0 if proprietes is None else 1, _ligne_repere(debut))
    derniere = list(rangees[-1].iter(q("tc")))[-1]
    derniere.append(_ligne_repere(fin.replace("{Fin : ", "{Fin de la ligne – ").replace("| fin", "| fin ligne")))


def _run_repere(texte):
    return w("r", w("rPr", w("color", val="595959"), w("sz", val=16)), w_texte(texte))


def _ligne_repere(texte):
    return w("p", w("pPr", w("spacing", before=0, after=0)), _run_repere(texte))
