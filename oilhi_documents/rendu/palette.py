"""A document that shows fields and passages, to be copied into a template."""

from .cles import singulier

INTRODUCTION = "Copiez un champ ou un passage et collez-le dans votre modèle, accolades comprises."


def repere_a_copier(cle, libelle, type_):
    """The text that an agent pastes into a template."""
    liste, separateur, propriete = cle.partition("[].")
    locale = f"{singulier(liste)}.{propriete}" if separateur else cle
    if type_ == "texte":
        return f"{{{libelle} | {locale}}}"
    verbe, debut = ("si", "Si") if type_ == "booleen" else ("pour", "Répéter")
    return f"{{{debut} : {libelle} | {verbe}:{locale}}}…{{Fin : {libelle} | fin}}"


def source_palette(champs, titre="Palette des champs"):
    """Source (see source.py) of the palette of these fields: {cle, libelle, type} dicts, in order."""
    lignes = ["code: PALETTE", f"titre: {titre}", "", f"= {titre}", f"p {INTRODUCTION}"]
    for champ in champs:
        cle, libelle = champ["cle"], champ["libelle"]
        if "[]" in cle:
            continue
        if champ["type"] == "texte":
            lignes.append(f"p {libelle} : {{{cle}}}")
        elif champ["type"] == "booleen":
            lignes += [f"[[si {cle}]]", f"p Passage imprimé si : {libelle}.", "[[sinon]]"]
            lignes += [f"p Passage imprimé dans le cas contraire : {libelle}.", "[[fin]]"]
        else:
            lignes += _liste(champ, champs)
    return "\n".join(lignes)


def _liste(champ, champs):
    cle = champ["cle"]
    yield f"h {champ['libelle']}"
    yield f"[[pour {cle}]]"
    yield f"p {champ['libelle']} :"
    for item in champs:
        prefixe = f"{cle}[]."
        if not item["cle"].startswith(prefixe):
            continue
        nom = f"{singulier(cle)}.{item['cle'][len(prefixe) :]}"
        if item["type"] == "texte":
            yield f"p {item['libelle']} : {{{nom}}}"
        else:
            yield f"[[si {nom}]]"
            yield f"p {item['libelle']}."
            yield "[[fin]]"
    yield "[[fin]]"
