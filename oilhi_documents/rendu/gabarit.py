"""Compile the source of a template (see source.py) into a Word file with content controls."""

from .erreurs import SourceInvalide
from .ooxml import NS_R, NS_XML, empaqueter, serialiser, w, w_texte
from .paquet import STYLE_CHAMP, parties_fixes
from .source import (
    Champ,
    Groupe,
    Ligne,
    Page,
    Paragraphe,
    Saut,
    Tableau,
    Texte,
    analyser_source,
)

CELLULES = ("Cellule", "TitreColonne")



class Compilateur:
    """Turns blocks into XML; ids are a counter, never random, for reproducible files."""

    def __init__(self, libelles):
        self.libelles = libelles
        self.compteur = 0
        self.style_precedent = None

    def controle(self, etiquette, libelle, contenu, texte_seul=False):
        self.compteur += 1
        proprietes = w(
            "sdtPr",
            w("alias", val=libelle[:64]),
            w("tag", val=etiquette),
            w("id", val=self.compteur),
            w("text") if texte_seul else None,
        )
        return w("sdt", proprietes, w("sdtContent", *contenu))

    def blocs(self, blocs):
        for bloc in blocs:
            if isinstance(bloc, Groupe):
                yield self.controle(
                    bloc.etiquette, self.libelle_groupe(bloc), self.blocs(bloc.enfants)
                )
            elif isinstance(bloc, Tableau):
                yield self.tableau(bloc)
            else:
                yield self.paragraphe(bloc)

    def paragraphe(self, bloc):
        contenu = list(self.en_ligne(bloc.contenu))
        if bloc.style == "Article":
            numero = self.controle(
                "auto.article" + (f":{bloc.ident}" if bloc.ident else ""),
                "Numéro de l’article (automatique)",
                [self.run("n", STYLE_CHAMP)],
            )
            tete, liaison = self.run("Article\u00a0"), self.run(" – ")
            contenu = [tete, numero, *([liaison, *contenu] if contenu else [])]
        # A sentence that announces a list never stays alone at the foot of a page; right under an
        # article title it may: LibreOffice 7.4 strands the title of a chain of three paragraphs.
        precedent, self.style_precedent = self.style_precedent, bloc.style
        sous_titre = precedent == "Article"
        dernier = bloc.contenu[-1] if bloc.contenu else None
        annonce = isinstance(dernier, Texte) and dernier.chaine.endswith(":")
        annonce = annonce and not sous_titre and bloc.style not in CELLULES
        suivi = w("keepNext") if annonce else None
        # A table has no space after it: the paragraph that follows takes some before.
        apres_tableau = precedent in CELLULES and bloc.style.startswith("Corps")
        air = w("spacing", before=120) if apres_tableau else None
        return w("p", w("pPr", w("pStyle", val=bloc.style), suivi, air), *contenu)

    def en_ligne(self, elements):
        for element in elements:
            if isinstance(element, Texte):
                yield self.run(element.chaine, gras=element.gras)
            elif isinstance(element, Saut):
                yield w("r", w(element.balise))
            elif isinstance(element, Page):
                yield from _pagination()
            elif isinstance(element, Champ):
                libelle = self.libelle(element.cle)
                run = self.run(f"[{libelle}]", STYLE_CHAMP, element.gras)
                yield self.controle(element.cle, libelle, [run])
            else:
                yield self.controle(
                    element.etiquette, self.libelle_groupe(element), self.en_ligne(element.enfants)
                )

    def run(self, chaine, style=None, gras=False):
        proprietes = None
        if style or gras:
            proprietes = w(
                "rPr", w("rStyle", val=style) if style else None, w("b") if gras else None
            )
        return w("r", proprietes, w_texte(chaine))

    def libelle(self, cle):
        if cle.startswith("auto.ref:"):
            return "Renvoi à un article (automatique)"
        if cle == "auto.numero":
            return "Numéro d’ordre (automatique)"
        return self.libelles.get(cle, cle)

    def libelle_groupe(self, groupe):
        debut = {
            "si": "Si",
            "sauf": "Sauf si",
            "pour": "Répéter",
            "plusieurs": "Si plusieurs",
            "unique": "Si un seul",
        }[groupe.verbe]
        return f"{debut} : {self.libelles.get(groupe.cle, groupe.cle)}"

    def tableau(self, tableau):
        total = 9070  # text width of an A4 page with 2.5 cm margins, in twentieths of a point
        largeurs = [total * part // 100 for part in tableau.largeurs]
        return w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val="TableGrid"),
                w("tblW", w=total, type="dxa"),
                w("tblLayout", type="fixed"),
            ),
            w("tblGrid", *(w("gridCol", w=largeur) for largeur in largeurs)),
            *self.lignes(tableau.lignes, largeurs),
        )

    def lignes(self, lignes, largeurs):
        for ligne in lignes:
            if isinstance(ligne, Groupe):
                yield self.controle(
                    ligne.etiquette,
                    self.libelle_groupe(ligne),
                    self.lignes(ligne.enfants, largeurs),
                )
                continue
            if not isinstance(ligne, Ligne):
                raise SourceInvalide(0, "un tableau ne contient que des lignes « | ».")
            proprietes = w("trPr", w("cantSplit"), w("tblHeader") if ligne.titre else None)
            style = "TitreColonne" if ligne.titre else "Cellule"
            yield w(
                "tr",
                proprietes,
                *(
                    w(
                        "tc",
                        w("tcPr", w("tcW", w=largeur, type="dxa")),
                        self.paragraphe(Paragraphe(style, contenu)),
                    )
                    for contenu, largeur in zip(ligne.cellules, largeurs, strict=True)
                ),
            )


def construire(source, *, titre=None, langue="fr-FR", inclusions=None, libelles=None):
    """Compile `source` into the bytes of a DOCX. Same arguments, same bytes."""
    entete, sections = analyser_source(source, inclusions)
    compilateur = Compilateur(libelles or {})
    corps = list(compilateur.blocs(sections["corps"]))
    if not corps:
        raise SourceInvalide(0, "le gabarit est vide.")
    parties = parties_fixes(titre or entete["titre"], entete["code"], langue)
    section = w(
        "sectPr",
        *(
            _reference(sorte, genre)
            for sorte, genre in (
                ("headerReference", "first"),
                ("headerReference", "default"),
                ("footerReference", "first"),
                ("footerReference", "default"),
            )
        ),
        w("pgSz", w=11906, h=16838),
        w("pgMar", top=1417, right=1417, bottom=1417, left=1417, header=709, footer=567, gutter=0),
        w("titlePg"),
    )
    parties["word/document.xml"] = serialiser(w("document", w("body", *corps, section)))
    for nom, balise, cle in (
        ("header1", "hdr", "entete"),
        ("header2", "hdr", "suite"),
        ("footer1", "ftr", "pied"),
    ):
        contenu = list(compilateur.blocs(sections[cle]))
        parties[f"word/{nom}.xml"] = serialiser(w(balise, *(contenu or [w("p")])))
    return empaqueter(parties)


def _reference(sorte, genre):
    identifiants = {
        ("headerReference", "first"): "rId10",
        ("headerReference", "default"): "rId11",
        ("footerReference", "first"): "rId12",
        ("footerReference", "default"): "rId12",
    }
    element = w(sorte, type=genre)
    element.set(f"{{{NS_R}}}id", identifiants[(sorte, genre)])
    return element


def _champ_word(code):
    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set(f"{{{NS_XML}}}space", "preserve")
    yield w("r", w("fldChar", fldCharType="begin"))
    yield w("r", instruction)
    yield w("r", w("fldChar", fldCharType="separate"))
    yield w("r", w_texte("1"))
    yield w("r", w("fldChar", fldCharType="end"))


def _pagination():
    """« Page X sur Y », computed by Word and LibreOffice."""
    yield w("r", w_texte("Page\u00a0"))
    yield from _champ_word("PAGE")
    yield w("r", w_texte(" sur\u00a0"))
    yield from _champ_word("NUMPAGES")
