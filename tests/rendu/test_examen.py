"""What an agent is told about the file he brings back: where, what, what to do."""

import sys
from pathlib import Path

import construire as script
import mentions as table
import pytest
from rendu import Attendu, examiner, mettre_a_plat
from rendu.ooxml import analyser, empaqueter, q, serialiser
from rendu.remplissage import deballer
from rendu.verification import ouvrir
from test_gabarits_livres import CODES, modele

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "oilhi_lhi"))
from moteur.annules import articles_annules  # noqa: E402

CATALOGUE = {champ["cle"]: champ["libelle"] for champ in script.lire_champs()}
LIBELLES = script.libelles()
MENTIONS = [ligne.split(";") for ligne in table.SORTIE.read_text(encoding="utf-8").splitlines()[1:]]
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def attendus(code):
    return tuple(
        Attendu(sorte, valeur, base, niveau)
        for lu, sorte, valeur, base, niveau in MENTIONS if lu == code
    )


def examen(docx, code="D-MSO-10"):
    return examiner(
        docx, catalogue=CATALOGUE, attendus=attendus(code), reference=modele(code),
        annules=articles_annules,
    )


def change(avant, apres, code="D-MSO-10", nom="word/document.xml"):
    """The file to adapt, with words changed by the agent."""
    parties = ouvrir(mettre_a_plat(modele(code), LIBELLES))
    assert avant.encode() in parties[nom]
    parties[nom] = parties[nom].replace(avant.encode(), apres.encode())
    return empaqueter(parties)


def ajoute(xml="", code="D-MSO-10", **parties):
    brut = {**ouvrir(mettre_a_plat(modele(code), LIBELLES)), **parties}
    brut["word/document.xml"] = brut["word/document.xml"].replace(b"<w:sectPr", xml.encode() + b"<w:sectPr")
    return empaqueter(brut)


def relation(genre, suite=""):
    nom = "word/_rels/document.xml.rels"
    brut = ouvrir(mettre_a_plat(modele("D-MSO-10"), LIBELLES))
    ajout = f'<Relationship Id="rId99" Type="{REL}/{genre}" Target="x.xml"{suite}/></Relationships>'
    brut[nom] = brut[nom].replace(b"</Relationships>", ajout.encode())
    return empaqueter(brut)


def test_table_des_mentions_a_jour():
    """gabarits/mentions.csv is what data/gabarits/mentions.py derives from the tables read by jurists."""
    assert table.SORTIE.read_text(encoding="utf-8") == table.construire_table()
    assert {ligne[0] for ligne in MENTIONS} <= set(CODES)
    assert {ligne[4] for ligne in MENTIONS} == {"bloquant", "avertissement"}
    champs = {valeur for _code, sorte, valeur, *_reste in MENTIONS if sorte == "champ"}
    assert champs <= set(CATALOGUE)


def test_tables_du_depot_a_jour():
    construits = script.construire_tous()
    par_cle = script.usages(construits)
    assert script.USAGES.read_text(encoding="utf-8") == script.table_usages(par_cle)
    assert script.REFERENCE.read_text(encoding="utf-8") == script.page_reference(par_cle)
    page = script.REFERENCE.read_text(encoding="utf-8")
    assert page.count("\n| `{") == len(CATALOGUE)


@pytest.mark.parametrize("code", CODES)
def test_modele_livre_accepte(code):
    """The file as it was taken away comes back without a word."""
    resultat = examen(mettre_a_plat(modele(code), LIBELLES), code)
    assert resultat.constats == ()
    assert resultat.contenu
    assert examen(modele(code), code).contenu == modele(code)


@pytest.mark.parametrize(
    "docx, quoi, que_faire",
    [
        (b"", "n’est pas un document Word", "format Word (.docx)"),
        (mettre_a_plat(modele("D-MSO-10"))[:2000], "n’est pas un document Word", "déposez-le de nouveau"),
        (ajoute(**{"../../etc/x.xml": b"<a/>"}), "chemin interdit", "format Word (.docx)"),
        (ajoute(**{"word/x.xml": b"<a>"}), "n’est pas lisible", "déposez-le de nouveau"),
        (ajoute(**{"word/x.xml": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}), "définition de type", "déposez-le"),
        (ajoute(**{"word/media/x.png": b"0" * 3_000_000}), "compressé de façon anormale", "déposez-le"),
        (ajoute(**{"word/vbaProject.bin": b"x"}), "objet incorporé", "Supprimez cet objet"),
        (ajoute(**{"word/embeddings/a.bin": b"x"}), "objet incorporé", "Supprimez cet objet"),
        (ajoute(**{"word/media/a.emf": b"x"}), "ni en PNG ni en JPEG", "Enregistrez-la en PNG"),
        (ajoute(**{"word/media/a.svg": b"<svg/>"}), "ni en PNG ni en JPEG", "Enregistrez-la en PNG"),
        (change("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
                nom="[Content_Types].xml"), "n’est pas un document Word", "ni modèle (.dotx)"),
        (change("openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "ms-word.document.macroEnabled.main+xml", nom="[Content_Types].xml"), "macros", "sans macro"),
        (relation("hyperlink", ' TargetMode="External"'), "site extérieur", "Supprimez le lien"),
        (relation("oleObject"), "objet OLE", "Supprimez cet élément"),
        (relation("attachedTemplate"), "modèle attaché", "Supprimez cet élément"),
        (ajoute('<w:altChunk r:id="rId1"/>'), "altChunk", "recopiez son texte"),
        (ajoute("<w:p><w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r></w:p>"), "champ actif", "par son texte"),
        (ajoute('<w:sdt><w:sdtPr><w:tag w:val="A B"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'),
         "« A B » n’existe pas", "Champs disponibles"),
    ],
)  # fmt: skip
def test_fichier_refuse(docx, quoi, que_faire):
    resultat = examen(docx)
    assert resultat.contenu is None
    dits = [c for c in resultat.bloquants if quoi in c.quoi]
    assert dits and que_faire in dits[0].que_faire and dits[0].ou


def test_champ_inconnu_et_le_plus_proche():
    resultat = examen(change("| dossier.reference}", "| dossier.referance}", nom="word/footer1.xml"))
    (constat,) = {c.que_faire: c for c in resultat.bloquants}.values()
    assert constat.quoi == "Le champ « dossier.referance » n’existe pas."
    assert constat.que_faire == "Vouliez-vous écrire {Référence du dossier | dossier.reference} ?"
    assert constat.ou.startswith("Pied de page, « Dossier {dossier.referance}")
    resultat = examen(ajoute("<w:p><w:r><w:t>Le {Référence du dosier} dit</w:t></w:r></w:p>"))
    (constat,) = resultat.bloquants
    assert constat.ou == "Texte, « Le {Référence du dosier} dit »"
    assert "dossier.reference}" in constat.que_faire


def test_champ_hors_de_sa_liste():
    (constat,) = examen(ajoute("<w:p><w:r><w:t>{personne.nom_complet}</w:t></w:r></w:p>")).bloquants
    assert "hors du passage répété" in constat.quoi
    assert "pour:personnes" in constat.que_faire
    (constat,) = examen(ajoute("<w:p><w:r><w:t>{auto.numero}</w:t></w:r></w:p>")).bloquants
    assert "numéro d’ordre" in constat.quoi


def test_repere_manquant():
    resultat = examen(ajoute("<w:p><w:r><w:t>{si interdiction.presente}</w:t></w:r></w:p>"))
    assert "n’est pas refermé" in resultat.bloquants[0].quoi
    assert "{Fin}" in resultat.bloquants[0].que_faire


def test_mention_de_la_loi_manquante():
    """CJA R. 421-1: two months, from the notification."""
    resultat = examen(change("deux mois", "trois mois"))
    constats = [c for c in resultat.bloquants if c.base == "CJA R. 421-1"]
    assert constats and "deux mois à compter de sa notification" in constats[0].quoi
    assert resultat.contenu is None


def test_champ_du_modele_livre_manquant():
    """A field that no table names: said, not refused."""
    resultat = examen(change("{Comment joindre le service, sur une ligne | service.contact}", "au 03"))
    assert resultat.contenu
    assert [c.quoi for c in resultat.constats] == [
        "Le champ « Comment joindre le service, sur une ligne » du modèle livré manque."
    ]
    assert resultat.constats[0].niveau == "avertissement"


def test_usage_manquant_avertit():
    """A use of the offices (D.2) is not the law."""
    resultat = examen(change("{Désignation cadastrale | batiment.cadastre}", "ZZ 12"))
    constats = [c for c in resultat.constats if "cadastrale" in c.quoi]
    assert [c.niveau for c in constats] == ["avertissement"]


def test_article_annule():
    """CE, 29 August 2024: CSP R. 1331-17 to R. 1331-23 are gone."""
    resultat = examen(ajoute("<w:p><w:r><w:t>Vu l’article R. 1331-19 du CSP</w:t></w:r></w:p>"))
    (constat,) = resultat.bloquants
    assert "R. 1331-19" in constat.quoi and constat.base == "Conseil d’État, 29 août 2024"
    assert "R. 1331-19" in constat.ou


def test_revisions_signalees():
    docx = ajoute('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>y</w:t></w:r></w:ins></w:p>')
    resultat = examen(docx)
    assert resultat.contenu
    assert "Accepter toutes les modifications" in resultat.constats[0].que_faire


def test_controles_effaces_par_le_traitement_de_texte():
    """The form of the engine, its passages unwrapped: alternatives would all be printed."""
    brut = ouvrir(modele("D-MSO-10"))
    racine = analyser(brut["word/document.xml"])
    for sdt in list(racine.iter(q("sdt"))):
        if sdt.find(f"{q('sdtPr')}/{q('tag')}").get(q("val")).startswith(("si:", "sauf:", "pour:")):
            deballer(sdt)
    brut["word/document.xml"] = serialiser(racine)
    resultat = examen(empaqueter(brut))
    assert "a perdu ses champs" in resultat.bloquants[0].quoi
    assert "fichier à modifier" in resultat.bloquants[0].que_faire
