"""Filling: fails closed, and a value is only ever text."""

import io
import unicodedata

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendu import (
    ChampInconnu,
    RenduErreur,
    ValeursIncorrectes,
    ValeursManquantes,
    champs_utilises,
    construire,
    remplir,
    texte,
)
from rendu.ooxml import analyser, empaqueter, q, serialiser
from rendu.verification import ouvrir

TETE = "code: D-TEST-01\ntitre: Essai\n\n"


def produire(source, valeurs, **options):
    return remplir(construire(TETE + source), valeurs, **options)


def lire(source, valeurs, **options):
    return texte(produire(source, valeurs, **options))


def modifier(octets, fonction, nom="word/document.xml"):
    """Change one part, as an agent's Word would."""
    parties = ouvrir(octets)
    racine = analyser(parties[nom])
    fonction(racine)
    parties[nom] = serialiser(racine)
    return empaqueter(parties)


DELICATS = [
    "M. & Mme <Exemple> 'de' \"la\" « Tour »",
    "${7*7} {{ a }} {commune.nom} [[si b]] %s",
    "emoji 🏚️ et שלום عربي",
    "x" * 5000,
    "&amp; &#65; ]]> <!-- -->",
]


@pytest.mark.parametrize("valeur", DELICATS)
def test_valeur_gardee_exactement(valeur):
    produit = produire("p Bonjour {nom}, fin.", {"nom": valeur})
    assert f"Bonjour {valeur}, fin." in texte(produit)
    assert any(valeur in p.text for p in docx.Document(io.BytesIO(produit)).paragraphs)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_tout_texte_ou_refus_nomme(valeur):
    source = "p [{nom}]"
    try:
        lu = lire(source, {"nom": valeur})
    except ValeursManquantes as erreur:
        assert erreur.cles == ["nom"]
        return
    attendu = "".join(c for c in valeur if unicodedata.category(c)[0] not in "CZ")
    obtenu = "".join(c for c in lu if unicodedata.category(c)[0] not in "CZ")
    assert attendu in obtenu


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["nom", "b", "personnes", "c"]),
        st.one_of(
            st.text(max_size=20),
            st.booleans(),
            st.none(),
            st.integers(),
            st.lists(st.one_of(st.dictionaries(st.just("nom"), st.text(max_size=5)), st.none())),
        ),
    )
)
def test_jamais_d_autre_erreur(valeurs):
    source = "p {nom}\n[[si b]]\np oui\n[[sinon]]\np {c}\n[[fin]]\n"
    source += (
        "[[pour personnes]]\n- {personne.nom}\n[[fin]]\n[[si plusieurs personnes]]\np s\n[[fin]]"
    )
    modele = construire(TETE + source)
    try:
        produit = remplir(modele, valeurs)
    except RenduErreur as erreur:
        assert erreur.cles and str(erreur).endswith(".")
    else:
        assert docx.Document(io.BytesIO(produit)).paragraphs


def test_manquantes_toutes_nommees():
    source = "p {a} {b}\n[[pour personnes]]\n- {personne.nom}\n[[fin]]\n[[si d]]\np {e}\n[[fin]]"
    with pytest.raises(ValeursManquantes) as erreur:
        lire(source, {"a": " \n ", "personnes": [{"nom": "x"}, {}], "c": "", "d": True})
    assert erreur.value.cles == ["a", "b", "personnes[1].nom", "e"]
    assert "personnes[1].nom" in str(erreur.value)


@pytest.mark.parametrize("valeur", [None, "", False, "\x00\x01", "\n\n"])
def test_valeur_vide_refusee(valeur):
    with pytest.raises(ValeursManquantes):
        lire("p {a}", {"a": valeur})


def test_inconnu_n_est_pas_non():
    with pytest.raises(ValeursManquantes) as erreur:
        lire("[[si a]]\np x\n[[fin]]\n[[sauf b]]\np y\n[[fin]]\np z", {"a": None})
    assert erreur.value.cles == ["a", "b"]


def test_passage_ecarte_n_exige_rien():
    assert lire("[[si a]]\np {absent}\n[[fin]]\np fin", {"a": False}).split() == ["fin"]


@pytest.mark.parametrize(
    "source, valeurs",
    [
        ("p {a}", {"a": 3}),
        ("p {a}", {"a": True}),
        ("p {a}", {"a": ["x"]}),
        ("p {a}", {"a": "x" * 200_001}),
        ("[[pour as]]\np {a.b}\n[[fin]]", {"as": "texte"}),
        ("[[pour as]]\np {a.b}\n[[fin]]", {"as": [1]}),
        ("[[pour as]]\np x\n[[fin]]", {"as": [{}] * 1001}),
        ("[[si plusieurs as]]\np x\n[[fin]]", {"as": True}),
    ],
)
def test_valeur_incorrecte(source, valeurs):
    with pytest.raises(ValeursIncorrectes):
        lire(source, valeurs)


def test_liste_vide_manquante_sauf_sous_condition():
    with pytest.raises(ValeursManquantes):
        lire("[[pour as]]\np x\n[[fin]]", {"as": []})
    assert lire("[[si as]]\n[[pour as]]\np x\n[[fin]]\n[[fin]]\np f", {"as": []}).split() == ["f"]
    with pytest.raises(ValeursManquantes):
        lire("[[pour as]]\np x\n[[fin]]", {})


def test_repetition_et_rangs():
    source = (
        "[[pour lots]]\np {auto.numero}. {lot.nom}[[si auto.premier]] (premier)[[fin]]"
        "[[si auto.dernier]].[[sinon]] ;[[fin]]\n[[fin]]\n"
        "p [[si plusieurs lots]]plusieurs[[sinon]]un seul[[fin]]"
    )
    lu = lire(source, {"lots": [{"nom": "A"}, {"nom": "B"}]})
    assert "1. A (premier)\u00a0;\n2. B.\nplusieurs" in lu
    assert "un seul" in lire(source, {"lots": [{"nom": "A"}]})


def test_repetitions_imbriquees():
    source = "[[pour annexes]]\nh {annexe.titre}\n[[pour annexe.alineas]]\np {alinea.texte} {annexe.titre}\n[[fin]]\n[[fin]]"
    modele = construire(TETE + source)
    assert champs_utilises(modele) == {
        "annexes",
        "annexes[].titre",
        "annexes[].alineas",
        "annexes[].alineas[].texte",
    }
    valeurs = {"annexes": [{"titre": "T", "alineas": [{"texte": "a"}, {"texte": "b"}]}]}
    assert texte(remplir(modele, valeurs)).split() == ["T", "a", "T", "b", "T"]
    valeurs["annexes"][0]["alineas"][1] = {}
    with pytest.raises(ValeursManquantes) as erreur:
        remplir(modele, valeurs)
    assert erreur.value.cles == ["annexes[0].alineas[1].texte"]


def test_lignes_multiples():
    produit = produire("destinataire {a}\np avant {a} après", {"a": "un\r\n\ndeux\ttab"})
    paragraphes = docx.Document(io.BytesIO(produit)).paragraphs
    assert [p.text for p in paragraphes] == ["un", "deux\ttab", "avant un\n\ndeux\ttab après"]
    assert paragraphes[1].style.name == "Destinataire"


def test_ni_controle_ni_style_d_invite_a_la_sortie():
    produit = produire("p **{a}** et {b}\n[[si c]]\np d\n[[fin]]", {"a": "x", "b": "y", "c": True})
    xml = ouvrir(produit)["word/document.xml"].decode()
    assert "w:sdt" not in xml and "PlaceholderText" not in xml
    runs = docx.Document(io.BytesIO(produit)).paragraphs[0].runs
    assert [(r.text, bool(r.bold)) for r in runs] == [("x", True), (" et ", False), ("y", False)]


def test_garder_les_controles():
    source = "[[pour as]]\np {a.b}[[si a.c]] c[[fin]]\n[[fin]]\n[[si d]]\np e\n[[fin]]"
    valeurs = {"as": [{"b": "1", "c": True}, {"b": "2", "c": False}], "d": False}
    produit = produire(source, valeurs, garder_controles=True)
    racine = analyser(ouvrir(produit)["word/document.xml"])
    identifiants = [e.get(q("val")) for e in racine.iter(q("id"))]
    assert len(identifiants) == len(set(identifiants)) == 4
    assert "PlaceholderText" not in ouvrir(produit)["word/document.xml"].decode()
    assert texte(produit).split() == ["1", "c", "2"]


def test_en_tete_et_pied_remplis():
    source = "@suite\ncourant {a}\n@pied\npied {b}\n@corps\np c"
    assert "A\nc\nB" in lire(source, {"a": "A", "b": "B"})


def test_catalogue():
    modele = construire(TETE + "p {a} {b}")
    assert remplir(modele, {"a": "1", "b": "2"}, catalogue={"a", "b", "z"})
    with pytest.raises(ChampInconnu) as erreur:
        remplir(modele, {"a": "1", "b": "2"}, catalogue={"a"})
    assert erreur.value.cles == ["b"]


def changer_etiquette(nouvelle):
    def fonction(racine):
        next(racine.iter(q("tag"))).set(q("val"), nouvelle)

    return fonction


@pytest.mark.parametrize("etiquette", ["N'importe quoi", "exec:a", "auto.ref:", "auto.pirate"])
def test_etiquette_inconnue(etiquette):
    modele = modifier(construire(TETE + "p {a}"), changer_etiquette(etiquette))
    with pytest.raises(ChampInconnu):
        remplir(modele, {"a": "x"})
    with pytest.raises(ChampInconnu):
        champs_utilises(modele)


def test_renvoi_sans_article_et_rang_hors_boucle():
    with pytest.raises(ChampInconnu) as erreur:
        lire("p {ref:absent}", {})
    assert erreur.value.cles == ["auto.ref:absent"]
    with pytest.raises(ChampInconnu) as erreur:
        lire("p {auto.numero}", {})
    assert erreur.value.cles == ["auto.numero"]


def test_controle_de_word_sans_etiquette_respecte():
    def sans_etiquette(racine):
        balise = next(racine.iter(q("tag")))
        balise.getparent().remove(balise)

    modele = modifier(construire(TETE + "[[si b]]\np {a}\n[[fin]]"), sans_etiquette)
    assert champs_utilises(modele) == {"a"}
    assert "x" in texte(remplir(modele, {"a": "x"}))


def test_controle_autour_de_paragraphes():
    """Word can wrap whole paragraphs in the control of a field."""
    modele = modifier(
        construire(TETE + "[[si b]]\np un\np deux\n[[fin]]"), changer_etiquette("adresse")
    )
    produit = remplir(modele, {"adresse": "ligne 1\nligne 2"})
    paragraphes = docx.Document(io.BytesIO(produit)).paragraphs
    assert [p.text for p in paragraphes] == ["ligne 1", "ligne 2"]


def test_liaison_de_donnees_et_invite_retirees():
    def lier(racine):
        for proprietes in racine.iter(q("sdtPr")):
            for nom in ("dataBinding", "showingPlcHdr", "placeholder"):
                proprietes.append(proprietes.makeelement(q(nom)))

    modele = modifier(construire(TETE + "p {a}"), lier)
    for garder in (False, True):
        xml = ouvrir(remplir(modele, {"a": "x"}, garder_controles=garder))["word/document.xml"]
        assert b"dataBinding" not in xml and b"showingPlcHdr" not in xml


def test_mise_en_forme_du_controle_gardee():
    def deplacer(racine):
        """Formatting only on the control, as Word writes it when the content is empty."""
        sdt = next(racine.iter(q("sdt")))
        run = next(sdt.iter(q("r")))
        run.remove(run.find(q("rPr")))
        proprietes = sdt.find(q("sdtPr"))
        rpr = proprietes.makeelement(q("rPr"))
        rpr.append(rpr.makeelement(q("i")))
        proprietes.insert(0, rpr)

    produit = remplir(modifier(construire(TETE + "p {a}"), deplacer), {"a": "x"})
    assert docx.Document(io.BytesIO(produit)).paragraphs[0].runs[0].italic


def test_signets_et_identifiants_non_repetes():
    def signet(racine):
        for paragraphe in racine.iter(q("p")):
            for nom in ("bookmarkStart", "bookmarkEnd"):
                element = paragraphe.makeelement(q(nom))
                element.set(q("id"), "0")
                paragraphe.append(element)
            paragraphe.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "1A")

    modele = modifier(construire(TETE + "[[pour as]]\np x {a.b}\n[[fin]]"), signet)
    xml = ouvrir(remplir(modele, {"as": [{"b": "1"}, {"b": "2"}]}))["word/document.xml"].decode()
    assert xml.count("bookmarkStart") == 1 and xml.count("paraId=") == 1


def test_section_dans_un_paragraphe_non_repetee():
    def section(racine):
        ppr = next(racine.iter(q("pPr")))
        ppr.append(ppr.makeelement(q("sectPr")))

    modele = modifier(construire(TETE + "p {a}\np fin"), section)
    xml = ouvrir(remplir(modele, {"a": "1\n2\n3"}))["word/document.xml"].decode()
    assert xml.count("<w:sectPr") == 2


def test_paragraphe_sans_proprietes_et_commentaires_xml():
    from lxml import etree

    def nu(racine):
        ppr = next(racine.iter(q("pPr")))
        ppr.getparent().remove(ppr)
        racine[0].insert(0, etree.Comment("note"))

    produit = remplir(modifier(construire(TETE + "p {a}"), nu), {"a": "1\n2"})
    assert [p.text for p in docx.Document(io.BytesIO(produit)).paragraphs] == ["1", "2"]


def test_tableau_et_cellule_videes():
    source = "tableau 100\n[[si b]]\n| x |\n[[fin]]\n[[fin]]\np fin"
    assert docx.Document(io.BytesIO(produire(source, {"b": False}))).tables == []

    def vider(racine):
        """A cell whose only paragraph is conditional."""
        cellule = next(racine.iter(q("tc")))
        sdt = next(racine.iter(q("sdt")))
        paragraphe = cellule.find(q("p"))
        sdt.find(q("sdtContent"))[:] = [paragraphe]
        cellule.append(sdt)

    modele = construire(TETE + "tableau 100\n| x |\n[[fin]]\n[[si b]]\np y\n[[fin]]\np z")
    produit = remplir(modifier(modele, vider), {"b": False})
    assert docx.Document(io.BytesIO(produit)).tables[0].cell(0, 0).text == ""
