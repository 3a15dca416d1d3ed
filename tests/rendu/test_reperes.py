"""The form of a template that word processors keep: marks instead of controls, and back."""

import construire as script
import pytest
from libreoffice import SOFFICE, ajouter, graisser, modifier, remplacer
from rendu import (
    champs_utilises,
    comparer_modeles,
    construire,
    lignes_de_modele,
    mettre_a_plat,
    remplir,
    structurer,
    texte,
    verifier_docx,
)
from rendu.cles import BLOCS, lire_etiquette
from rendu.ooxml import PARTIES, analyser, empaqueter, q
from rendu.reperes import Repere, lire_repere
from rendu.verification import ouvrir
from test_gabarits_livres import CODES, modele
from valeurs_exemple import PROPRIETAIRE_UNIQUE

LIBELLES = script.libelles()
ENTETE = "code: D-TEST-01\ntitre: Essai\n\n"


def arbre(docx):
    """Text of each part with its controls and their nesting, whatever the runs."""

    def lire(element):
        if not isinstance(element.tag, str):
            return ""
        if element.tag == q("sdt"):
            etiquette = element.find(f"{q('sdtPr')}/{q('tag')}").get(q("val"))
            if lire_etiquette(etiquette).verbe not in BLOCS:
                return f"<{etiquette}>"
            return f"[{etiquette} {''.join(map(lire, element.find(q('sdtContent'))))}]"
        if element.tag == q("t"):
            return element.text or ""
        debut = {q("p"): "¶", q("tr"): "—", q("br"): "\n"}.get(element.tag, "")
        return debut + "".join(map(lire, element))

    parties = ouvrir(docx)
    return {nom: lire(analyser(parties[nom])) for nom in parties if PARTIES.match(nom)}


def avec_corps(docx, avant, apres):
    parties = ouvrir(docx)
    assert avant in parties["word/document.xml"]
    parties["word/document.xml"] = parties["word/document.xml"].replace(avant, apres)
    return empaqueter(parties)


def ecrit(*lignes):
    """A file written by hand in a word processor: marks typed as text."""
    source = ENTETE + "".join(f"p £{rang}£\n\n" for rang in range(len(lignes)))
    parties = ouvrir(construire(source))
    for rang, ligne in enumerate(lignes):
        parties["word/document.xml"] = parties["word/document.xml"].replace(
            f"£{rang}£".encode(), ligne.encode()
        )
    return empaqueter(parties)


def constats(*lignes):
    return [anomalie.quoi for anomalie in structurer(ecrit(*lignes), LIBELLES)[1]]


@pytest.mark.parametrize("code", [*CODES, "palette"])
def test_aller_et_retour(code):
    """Every shipped document loses nothing of its controls."""
    plat = mettre_a_plat(modele(code), LIBELLES)
    assert not verifier_docx(plat)
    assert "<w:sdt>" not in ouvrir(plat)["word/document.xml"].decode()
    rendu, anomalies = structurer(plat, LIBELLES)
    assert anomalies == []
    assert arbre(rendu) == arbre(modele(code))
    assert structurer(modele(code), LIBELLES) == (modele(code), [])


@pytest.mark.parametrize(
    "texte_lu, attendu",
    [
        ("commune.nom", Repere("champ", "commune.nom")),
        ("Nom de la commune | commune.nom", Repere("champ", "commune.nom")),
        (" Nom\u00a0| Commune.Nom ", Repere("champ", "commune.nom")),
        ("Si : Occupé | si:danger.occupants", Repere("debut", "si:danger.occupants")),
        ("si danger.occupants", Repere("debut", "si:danger.occupants")),
        ("si plusieurs personnes", Repere("debut", "plusieurs:personnes")),
        ("Répéter | ligne pour:personnes", Repere("debut", "pour:personnes", True)),
        ("Fin", Repere("fin")),
        ("Fin : Occupé | fin", Repere("fin")),
        ("Fin de la ligne", Repere("fin", ligne=True)),
        ("Article | auto.article:mesures", Repere("champ", "auto.article:mesures")),
        ("à compléter", None),
        ("ligne commune.nom", None),
        ("", None),
    ],
)
def test_lire_repere(texte_lu, attendu):
    assert lire_repere(texte_lu) == attendu


def test_ecrit_a_la_main():
    docx, anomalies = structurer(
        ecrit(
            "À {commune.nom}{si x}, {b}{fin}.", "{si x}{pour:personnes}", "- {personne.nom_complet}",
            "{fin}{fin}", "Fin.",
        )
    )  # fmt: skip
    assert anomalies == []
    assert champs_utilises(docx) == {"commune.nom", "x", "b", "personnes", "personnes[].nom_complet"}
    valeurs = {"commune.nom": "Arras", "x": True, "b": "le 1er", "personnes": [{"nom_complet": "Mme A"}]}
    assert "À Arras, le 1er.\n- Mme A\nFin." in texte(remplir(docx, valeurs))


def test_repere_coupe_en_morceaux():
    """Word cuts a text where it likes: spelling, language, a bold letter."""
    docx = ecrit("À {commune.nom}, le {date}.")
    for avant, apres in (
        (b"{commune.nom}", b'{com</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>mune.'
                           b'</w:t></w:r><w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/><w:r><w:t>nom}'),
        (b"{date}", b'</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>{date</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>}'),
    ):  # fmt: skip
        docx = avec_corps(docx, avant, apres)
    rendu, anomalies = structurer(docx)
    assert anomalies == []
    assert "À Arras, le 2 mai." in texte(remplir(rendu, {"commune.nom": "Arras", "date": "2 mai"}))


@pytest.mark.parametrize(
    "lignes, dit",
    [
        (["Le {nom de la commune} dit"], "« {nom de la commune} » n’est ni un champ ni un passage"),
        (["{si x}", "a"], "n’est pas refermé par {Fin}"),
        (["a", "{fin}"], "{Fin} ne ferme aucun passage"),
        (["a {si x} b"], "un passage ouvert sur cette ligne n’y est pas refermé"),
        (["a {fin} b"], "{Fin} ne ferme aucun passage ouvert sur cette ligne"),
        (["a { b"], "une accolade"),
        (["a } b {commune.nom}"], "une accolade"),
        (["a {ligne pour:personnes} b {fin ligne}"], "un repère de ligne de tableau"),
    ],
)
def test_anomalies(lignes, dit):
    trouvees = constats(*lignes)
    assert trouvees and dit in trouvees[0]


def test_lignes_de_tableau():
    source = ENTETE + "tableau 50 50\n[[pour personnes]]\n| {personne.a} | {personne.b}\n[[fin]]\n[[fin]]\n"
    docx = construire(source)
    plat = mettre_a_plat(docx)
    assert "{Ligne – Répéter : personnes | ligne pour:personnes}" in texte(plat)
    assert arbre(structurer(plat)[0]) == arbre(docx)
    rendu = texte(remplir(structurer(plat)[0], {"personnes": [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]}))
    assert "1\n2\n3\n4" in rendu
    sans_fin = avec_corps(plat, "{Fin de la ligne – personnes | fin ligne}".encode(), b"")
    assert "n’est pas refermé" in structurer(sans_fin)[1][0].quoi
    sans_debut = avec_corps(plat, "{Ligne – Répéter : personnes | ligne pour:personnes}".encode(), b"")
    assert "ne ferme aucune ligne" in structurer(sans_debut)[1][0].quoi


def test_controle_autour_de_paragraphes():
    """A field that Word put around a whole paragraph."""
    docx = construire(ENTETE + "p £\n")
    docx = avec_corps(
        docx, b"<w:p><w:pPr><w:pStyle w:val=\"Corps\"/></w:pPr>",
        b'<w:sdt><w:sdtPr><w:tag w:val="a"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>x</w:t></w:r></w:p>'
        b'</w:sdtContent></w:sdt><w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>',
    )  # fmt: skip
    assert "{a | a}\n£" in texte(mettre_a_plat(docx))


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice absent")
@pytest.mark.parametrize("code", ["D-MSO-10", "D-COM-01"])
def test_modifie_dans_libreoffice(code, tmp_path):
    """A wording changed, a paragraph with a field added, a bold: saved by LibreOffice itself."""
    plat = mettre_a_plat(modele(code), LIBELLES)
    revenu = modifier(
        plat,
        [
            remplacer("peut être joint", "peut être appelé"),
            ajouter("peut être appelé", "Rendez-vous {Fait à | signature.ville}."),
            graisser("appelé"),
        ],
        tmp_path,
    )
    assert not verifier_docx(revenu)
    rendu, anomalies = structurer(revenu, LIBELLES)
    assert anomalies == []
    changements = [
        ligne
        for ligne in comparer_modeles(lignes_de_modele(modele(code), LIBELLES), lignes_de_modele(rendu, LIBELLES))
        if ligne.sorte != "egal"
    ]
    assert [ligne.sorte for ligne in changements] == ["change", "ajout"]
    assert ("retrait", "joint") in changements[0].morceaux
    assert changements[1].texte == "Rendez-vous {Fait à}."
    lu = texte(remplir(rendu, PROPRIETAIRE_UNIQUE))
    assert f"Rendez-vous {PROPRIETAIRE_UNIQUE['signature.ville']}." in lu
    assert "{" not in lu
