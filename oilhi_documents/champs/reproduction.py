"""Articles that an act reproduces: official text in the version in force on its day, or nothing.

A text that is missing, cut or annulled is never replaced nor left out: the act is not produced, and
what is said names the article, why, and who puts it right.
"""

from dataclasses import dataclass

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres, liste

# Joined by custom to an order on premises where someone lives.
ANNEXES = ("L. 521-1", "L. 521-2", "L. 521-3-1", "L. 521-3-2", "L. 521-3-3", "L. 521-3-4", "L. 521-4", "L. 511-22")  # fmt: skip
# CGCT L. 2243-2: the notification is void without them.
ABANDON = ("L. 2243-1", "L. 2243-1-1", "L. 2243-2", "L. 2243-3", "L. 2243-4")
LIBELLES = {
    "CCH": "code de la construction et de l’habitation",
    "CGCT": "code général des collectivités territoriales",
}
QUE_FAIRE = "Le référent juridique charge le texte, avec sa source, dans Référentiel > Textes."


@dataclass(frozen=True, slots=True)
class Reproduction:
    """`refus`: one sentence for each article that cannot be reproduced; `fiche`: where it is mended."""

    articles: list
    refus: list
    fiche: object

    @property
    def phrase(self):
        return f"{' '.join(self.refus)} {QUE_FAIRE}" if self.refus else ""

    @property
    def valeur(self):
        """What a template receives: every article, or None, which stops the document."""
        return None if self.refus else self.articles


def reproduire(env, code, numeros, jour):
    """The articles in that order, in one query."""
    paires = [(code, numero) for numero in numeros]
    versions = env["oilhi.texte"]._par_article(paires)
    aucune = env["oilhi.texte"]
    articles, refus, fiche = [], [], aucune
    for paire in paires:
        toutes = versions.get(paire, aucune)
        texte = toutes._valable(jour)
        if pourquoi := _refus(paire, toutes, texte, jour):
            refus.append(pourquoi)
            fiche = fiche or texte or toutes[:1]
        else:
            articles.append({
                "titre": f"Article {paire[1]} du {LIBELLES[code]}", "texte": texte.texte,
            })
    return Reproduction(articles, refus, fiche)


def _refus(paire, toutes, texte, jour):
    nom = " ".join(paire)
    if not toutes:
        return f"{nom}\u00a0: aucun texte n’est chargé."
    if not texte:
        debuts = [date_lettres(t.date_debut) for t in toutes.sorted("date_debut") if t.date_debut]
        connues = f" (versions chargées : depuis le {liste(debuts)})" if debuts else ""
        return f"{nom}\u00a0: la version en vigueur le {date_lettres(jour)} n’est pas chargée{connues}."
    if not texte.citable:
        return f"{nom}\u00a0: article annulé ou abrogé, il ne se reproduit plus."
    if not (texte.texte or "").strip():
        return f"{nom}\u00a0: le texte est vide."
    if not texte.complet:
        motif = (texte.complet_motif or texte.doutes or "").strip().replace("\n", " ").rstrip(".")
        return f"{nom}\u00a0: le texte chargé est incomplet{f' ({motif})' if motif else ''}."
    return ""


def annexes(contexte):
    """L. 521-1 to L. 521-4 and L. 511-22; nothing where nobody lives."""
    return reproduire(contexte.env, "CCH", ANNEXES if contexte.occupe else (), contexte.jour)


def abandon(contexte):
    return reproduire(contexte.env, "CGCT", ABANDON, contexte.jour)
