"""Each fault of the steps data is seen; the shipped files have none."""

import csv
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur.guide_lecture import DONNEES
from moteur.parcours_donnees import Donnees, codes, lire
from moteur.parcours_redaction import ANGLAIS, fautes_de_forme, fautes_de_preuve
from moteur.parcours_verification import CHOIX, NATURES, Faute, verifier

CONSIGNE = "Écrivez à la personne. Gardez la preuve."


def etape(code, procedure="A", **champs):
    return {
        "id": f"etape_{code}", "procedure_id:id": f"oilhi_lhi.procedure_{procedure}", "code": code,
        "name": "Étape", "consigne": CONSIGNE, "acteur": "maire", "base": "CCH L. 511-10",
        "niveau_preuve": "confirme", "obligation": "oui", "issue": "tronc", "nature": "suivi",
        **champs,
    }  # fmt: skip


def jeu(*etapes, differences=(), procedures=(), delais=()):
    """A1 → A2, which ends the procedure A; B1 ends B; V follows A. Given steps replace these."""
    base = {
        e["code"]: e
        for e in (
            etape("A1", delai_codes="DL-1,DL-P"),
            etape("A2", precedent_codes="A1", terme="1"),
            etape("B1", "B", terme="1"),
        )
    }
    base.update({e["code"]: e for e in etapes})
    return Donnees(
        etapes=tuple(base.values()),
        procedures=(
            {"id": "procedure_A", "code": "A"},
            {"id": "procedure_B", "code": "B"},
            {"id": "procedure_V", "code": "V", "parcours_id:id": "procedure_A"},
            *procedures,
        ),
        differences=tuple(differences),
        delais=(
            {"code": "DL-1", "niveau_preuve": "confirme", "depart_type": "reception"},
            {"code": "DL-2", "niveau_preuve": "confirme", "depart_type": "reception"},
            {"code": "DL-P", "niveau_preuve": "pratique", "depart_type": "envoi"},
            {"code": "DL-LIBRE", "niveau_preuve": "confirme", "depart_type": "libre"},
            *delais,
        ),
        partenaires=({"code": "PA-ARS"},),
    )


def difference(procedure="V", **champs):
    return {
        "id": "difference_1", "procedure_id:id": f"procedure_{procedure}", "etape_id:id": "etape_A1",
        "effet": "consigne", "motif": "C’est autrement.", "consigne": "Faites autrement.",
        "base": "CCH L. 511-19", "niveau_preuve": "confirme", **champs,
    }  # fmt: skip


def vus(donnees):
    return [(f.objet, f.champ, f.code) for f in verifier(donnees, ("D-1",))]


def test_un_parcours_sans_faute():
    assert vus(jeu(
        etape("A1", delai_codes="DL-1,DL-P", document_codes="D-1", partenaire_codes="PA-ARS",
              faits_demandes="mode,reception", reprise_codes="B1", bascule_codes="B",
              succes_codes="A2,B"),
        etape("A2", precedent_codes="A1", exige_codes="A1", garde_codes="DL-1", terme="1",
              tient_codes="DL-1,DL-P", manque_codes="DL-LIBRE", ferme_codes="A1", acte_codes="A1"),
        differences=[difference(delai_codes="DL-2", document_codes="D-1", partenaire_codes="PA-ARS")],
    )) == []  # fmt: skip


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"delai_codes": "DL-1,DL-X"}, ("delai_codes", "inconnu")),
        ({"garde_codes": "DL-X"}, ("garde_codes", "inconnu")),
        ({"tient_codes": "DL-X"}, ("tient_codes", "inconnu")),
        ({"manque_codes": "DL-X"}, ("manque_codes", "inconnu")),
        ({"document_codes": "D-2"}, ("document_codes", "inconnu")),
        ({"partenaire_codes": "PA-ABF"}, ("partenaire_codes", "inconnu")),
        ({"precedent_codes": "A1,B1"}, ("precedent_codes", "inconnu")),
        ({"ferme_codes": "B1"}, ("ferme_codes", "inconnu")),
        ({"acte_codes": "A9"}, ("acte_codes", "inconnu")),
        ({"succes_codes": "A9"}, ("succes_codes", "inconnu")),
        ({"echec_codes": "B1"}, ("echec_codes", "inconnu")),
        ({"bascule_codes": "C"}, ("bascule_codes", "inconnu")),
        ({"bascule_codes": "A"}, None),  # its variant V may come back to it
        ({"reprise_codes": "C1"}, ("reprise_codes", "inconnu")),
        ({"reprise_codes": "A1"}, ("reprise_codes", "reprise_interne")),
        ({"faits_demandes": "meteo"}, ("faits_demandes", "inconnu")),
        ({"garde_codes": "DL-P"}, ("garde_codes", "garde_pratique")),
        ({"garde_codes": "DL-2"}, ("garde_codes", "sans_depart")),
        ({"tient_codes": "DL-2"}, ("tient_codes", "sans_depart")),
        ({"base": "", "niveau_preuve": "a_verifier", "garde_codes": "DL-1"}, ("garde_codes", "sans_base")),
        ({"base": "", "niveau_preuve": "pratique", "exige_codes": "A1"}, ("exige_codes", "sans_base")),
        ({"base": ""}, ("base", "sans_base")),
        ({"consigne": ""}, ("consigne", "consigne_vide")),
        ({"consigne": "Écrivez"}, ("consigne", "point_final")),
        ({"consigne": "Écrivez  vite."}, ("consigne", "espace_double")),
        ({"consigne": "Écrivez."}, None),
        ({"consigne": "Write to the owner."}, ("consigne", "anglais")),
        ({"consigne": "L'ARS agit."}, ("consigne", "apostrophe")),
        ({"consigne": "Le délai (quinze jours) est à vérifier."}, ("consigne", "preuve")),
        ({"name": "L'étape"}, ("name", "apostrophe")),
        ({"acteur": "maire  adjoint"}, ("acteur", "espace_double")),
        ({"libelle_date": "Fait le : "}, ("libelle_date", "espace_secable")),
        ({"nature": ""}, ("nature", "vocabulaire")),
        ({"obligation": "toujours"}, ("obligation", "vocabulaire")),
        ({"phase": "clos"}, ("phase", "vocabulaire")),
    ],
)  # fmt: skip
def test_chaque_faute_d_une_etape_est_vue(champs, attendu):
    donnees = jeu(etape("A2", **{"precedent_codes": "A1", "terme": "1", **champs}))
    trouvees = {(champ, code) for objet, champ, code in vus(donnees) if objet == "A2"}
    assert trouvees == ({attendu} if attendu else set()) or (
        # a space at the edge is said beside the other one
        attendu == ("libelle_date", "espace_secable")
        and trouvees == {attendu, ("libelle_date", "espace_bord")}
    )


def test_une_procedure_ne_mene_pas_a_elle_meme():
    donnees = jeu(etape("B1", "B", terme="1", bascule_codes="B"))
    assert vus(donnees) == [("B1", "bascule_codes", "inconnu")]


def test_une_exigence_inconnue_rend_l_etape_impossible():
    assert vus(jeu(etape("A2", exige_codes="A9", terme="1"))) == [
        ("A2", "exige_codes", "inatteignable"), ("A2", "exige_codes", "inconnu"),
    ]  # fmt: skip


def test_une_exigence_que_sa_condition_ecarte_bloque_pour_toujours():
    assert vus(jeu(
        etape("A1", delai_codes="DL-1", condition_code="protege"),
        etape("A2", exige_codes="A1", terme="1"),
    )) == [("A2", "exige_codes", "exige_conditionnelle")]  # fmt: skip


def test_une_procedure_inconnue():
    assert ("C1", "procedure_id:id", "inconnu") in vus(jeu(etape("C1", "C")))


@pytest.mark.parametrize("champ", ["precedent_codes", "exige_codes"])
def test_un_cycle_est_vu_une_fois(champ):
    fautes = verifier(jeu(
        etape("A1", delai_codes="DL-1", **{champ: "A3"}),
        etape("A2", terme="1", **{champ: "A1"}),
        etape("A3", **{champ: "A2"}),
    ))  # fmt: skip
    cycles = [f for f in fautes if f.code == "cycle"]
    assert [(f.objet, f.champ) for f in cycles] == [("A1", champ)]
    assert "A1, A2, A3" in cycles[0].message
    # Nobody can start: all three are impossible too.
    assert {f.objet for f in fautes if f.code == "inatteignable"} == {"A1", "A2", "A3"}


def test_une_etape_qui_s_attend_elle_meme():
    assert ("A2", "exige_codes", "cycle") in vus(jeu(etape("A2", exige_codes="A2", terme="1")))


def test_un_ordre_contraire_a_une_exigence():
    """A2 is proposed before A1, which it needs."""
    donnees = jeu(
        etape("A1", delai_codes="DL-1", precedent_codes="A2"),
        etape("A2", exige_codes="A1", terme="1"),
    )
    assert ("A1", "precedent_codes", "cycle") in vus(donnees)


def test_une_etape_fermee_par_ce_qu_elle_exige():
    donnees = jeu(
        etape("A1", delai_codes="DL-1", ferme_codes="A2"),
        etape("A2", exige_codes="A1", terme="1"),
    )
    assert vus(donnees) == [("A2", "exige_codes", "inatteignable")]


@pytest.mark.parametrize("issue", ["succes", "echec"])
def test_une_branche_a_laquelle_rien_ne_mene(issue):
    seule = etape("A3", issue=issue)
    assert ("A3", "exige_codes", "inatteignable") in vus(jeu(seule))
    menee = jeu(seule, etape("A2", precedent_codes="A1", terme="1", **{f"{issue}_codes": "A3,B"}))
    assert vus(menee) == []


@pytest.mark.parametrize("champ", ["succes_codes", "echec_codes"])
def test_une_branche_sans_issue(champ):
    impasse = etape("A3")
    depart = etape("A1", delai_codes="DL-1", **{champ: "A3"})
    assert vus(jeu(depart, impasse)) == [("A1", champ, "branche_sans_issue")]
    for sortie in ({"terme": "1"}, {"bascule_codes": "B"}, {"succes_codes": "A2"}):
        assert vus(jeu(depart, {**impasse, **sortie})) == []
    # The end may come through a step placed after it.
    assert vus(jeu(depart, impasse, etape("A2", precedent_codes="A3", terme="1"))) == []


def test_une_procedure_sans_fin_ou_sans_etape():
    # Said once, not again for the variant that follows it.
    assert vus(jeu(etape("A2", precedent_codes="A1"))) == [("A", "terme", "sans_terme")]
    assert vus(jeu(procedures=[{"id": "procedure_C", "code": "C"}])) == [("C", "etapes", "sans_etape")]
    assert vus(jeu(procedures=[{"id": "p", "code": "W", "parcours_id:id": "procedure_Z"}])) == [
        ("W", "parcours_id:id", "inconnu")
    ]


def test_une_variante_qui_ecarte_ce_qu_il_faut():
    """What a variant sets aside, nothing may require; what ends the procedure stays."""
    exige = etape("A2", exige_codes="A1", terme="1")
    sans_a1 = difference(effet="ecartee")
    assert ("A2", "exige_codes", "inatteignable") in vus(jeu(exige, differences=[sans_a1]))
    assert vus(jeu(differences=[sans_a1])) == []  # an order is only an advice
    sans_fin = difference(effet="ecartee", **{"etape_id:id": "etape_A2"})
    assert vus(jeu(differences=[sans_fin])) == [("V", "terme", "sans_terme")]


def test_un_delai_de_la_variante_part_aussi():
    garde = etape("A2", precedent_codes="A1", terme="1", tient_codes="DL-2")
    assert vus(jeu(garde, differences=[difference(delai_codes="DL-2")])) == []


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"procedure_id:id": "procedure_Z"}, ("procedure_id:id", "inconnu")),
        ({"etape_id:id": "etape_Z"}, ("etape_id:id", "inconnu")),
        ({"etape_id:id": "etape_B1"}, ("etape_id:id", "inconnu")),
        ({"delai_codes": "DL-X"}, ("delai_codes", "inconnu")),
        ({"document_codes": "D-2"}, ("document_codes", "inconnu")),
        ({"partenaire_codes": "PA-ABF"}, ("partenaire_codes", "inconnu")),
        ({"effet": "peut-être"}, ("effet", "vocabulaire")),
        ({"niveau_preuve": ""}, ("niveau_preuve", "vocabulaire")),
        ({"base": ""}, ("base", "sans_base")),
        ({"base": "l'article"}, ("base", "apostrophe")),
        ({"motif": ""}, ("motif", "consigne_vide")),
        ({"motif": "C'est autrement"}, ("motif", "apostrophe")),
        ({"consigne": "Faites autrement"}, ("consigne", "point_final")),
        ({"consigne": ""}, ("consigne", "consigne_vide")),
        ({"consigne": "Ce délai est à vérifier."}, ("consigne", "preuve")),
    ],
)
def test_chaque_faute_d_une_difference_est_vue(champs, attendu):
    assert vus(jeu(differences=[difference(**champs)])) == [("difference_1", *attendu)]


def test_une_etape_ecartee_n_a_pas_besoin_de_consigne():
    assert vus(jeu(differences=[difference(effet="ecartee", consigne="")])) == []


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, None),
        ({"nature": "minimum"}, ("nature", "garde_pratique")),
        ({"niveau_preuve": "confirme"}, ("name", "preuve")),
        ({"name": "Accusé de réception"}, ("name", "preuve")),
        ({"tenu_par_codes": "D-1"}, None),
        ({"tenu_par_codes": "D-2"}, ("tenu_par_codes", "inconnu")),
        ({"depart": "réception de l'avis"}, ("depart", "apostrophe")),
    ],
)
def test_chaque_faute_d_un_delai_est_vue(champs, attendu):
    delai = {
        "code": "DL-P-X", "name": "Conseillé\u00a0: accusé de réception", "nature": "reponse",
        "niveau_preuve": "pratique", **champs,
    }  # fmt: skip
    assert vus(jeu(delais=[delai])) == ([("DL-P-X", *attendu)] if attendu else [])


def test_une_ligne_ecrite_deux_fois():
    donnees = jeu()
    double = replace(donnees, etapes=(*donnees.etapes, etape("B1", "B", terme="1")))
    assert vus(double) == [("B1", "code", "double"), ("etape_B1", "id", "double")]
    # Two versions of a delay are two rows with one code.
    ancien = {"code": "DL-1", "niveau_preuve": "confirme", "date_debut": "2020-01-01"}
    assert vus(jeu(delais=[ancien])) == []
    assert vus(jeu(delais=[ancien, ancien])) == [("DL-1", "code", "double")]


# -- Wording ---------------------------------------------------------------------------------------


def formes(texte, phrase=False):
    return [code for code, _message in fautes_de_forme(texte, phrase)]


@pytest.mark.parametrize(
    "texte",
    ["", "Écrivez-lui\u00a0!", "Il répond «\u00a0oui.\u00a0»", "À suivre…", "Qui\u00a0? L’ARS.",
     "8\u00a0% de frais", "Note du report, notice, date, maire."],
)  # fmt: skip
def test_bon_francais(texte):
    assert formes(texte, phrase=bool(texte) and texte[-1] in ".!…»") == []


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("l'ARS", "apostrophe"), ('un "mot"', "apostrophe"), ("a  b", "espace_double"),
        ("a \u00a0b", "espace_double"), (" a", "espace_bord"), ("a : b", "espace_secable"),
        ("« a\u00a0»", "espace_secable"), ("TODO", "anglais"), ("8 %", "espace_secable"),
    ],
)  # fmt: skip
def test_faute_de_forme(texte, code):
    assert formes(texte) == [code]


@pytest.mark.parametrize(
    ("texte", "niveau", "faute"),
    [
        ("Le montant est à vérifier.", "confirme", True),
        ("Le montant [à vérifier].", "pratique", True),
        ("Le montant est à vérifier.", "a_verifier", False),
        ("Pensez à vérifier la date.", "confirme", False),
        ("Sous 48 heures [pratique].", "confirme", True),
        ("Sous 48 heures (pratique).", "pratique", False),
        ("Un délai légal d’un mois.", "pratique", True),
        ("La loi impose de répondre.", "pratique", True),
        ("C’est obligatoire.", "pratique", True),
        ("Cette lettre est obligatoire.", "pratique", True),
        ("La loi impose de répondre.", "confirme", False),
        ("Quinze jours (délai conseillé).", "confirme", False),
    ],
)
def test_la_preuve_et_le_texte_disent_la_meme_chose(texte, niveau, faute):
    assert bool(list(fautes_de_preuve(texte, niveau))) is faute


@given(st.lists(st.sampled_from(CONSIGNE.split()), min_size=1), st.integers(0, 200))
def test_une_apostrophe_droite_se_voit_partout(mots, position):
    phrase = " ".join(mots)
    position %= len(phrase) + 1
    assert "apostrophe" not in formes(phrase)
    assert "apostrophe" in formes(phrase[:position] + "'" + phrase[position:])


@given(st.sampled_from(sorted(ANGLAIS)), st.sampled_from((str.lower, str.upper, str.capitalize)))
def test_un_mot_anglais_se_voit_entier_seulement(mot, casse):
    assert "anglais" in formes(f"Il faut {casse(mot)}, dit-on.")
    assert "anglais" not in formes(f"Il faut é{casse(mot)}, dit-on.")


# -- Graphs: against a computation by brute force --------------------------------------------------


@st.composite
def graphes(draw):
    """(names, edges): who waits for whom."""
    noms = [f"A{n}" for n in range(1, draw(st.integers(2, 7)) + 1)]
    aretes = draw(st.sets(st.tuples(st.sampled_from(noms), st.sampled_from(noms)), max_size=12))
    return noms, aretes


def _jeu_graphe(noms, aretes, champ):
    return jeu(*(
        etape(
            nom,
            delai_codes="DL-1",
            terme="1",
            **{champ: ",".join(sorted(b for a, b in aretes if a == nom))},
        )
        for nom in noms
    ))


def _fermeture(noms, aretes):
    chemins = set(aretes)
    for milieu in noms:
        for a in noms:
            for b in noms:
                if (a, milieu) in chemins and (milieu, b) in chemins:
                    chemins.add((a, b))
    return chemins


@given(graphes(), st.sampled_from(("precedent_codes", "exige_codes")))
def test_les_cycles_sont_ceux_de_la_fermeture(graphe, champ):
    noms, aretes = graphe
    chemins = _fermeture(noms, aretes)
    attendus = {frozenset(b for b in noms if {(a, b), (b, a)} <= chemins) for a in noms if (a, a) in chemins}
    fautes = [f for f in verifier(_jeu_graphe(noms, aretes, champ)) if f.code == "cycle"]
    lus = {frozenset(f.message.rstrip(".").rpartition("\u00a0: ")[2].split(", ")) for f in fautes}
    assert lus == attendus
    assert len(fautes) == len(attendus)


@given(graphes())
def test_une_etape_est_possible_si_tout_ce_qu_elle_exige_l_est(graphe):
    noms, aretes = graphe
    chemins = _fermeture(noms, aretes)
    boucles = {a for a in noms if (a, a) in chemins}
    attendues = {a for a in noms if a in boucles or any((a, b) in chemins for b in boucles)}
    fautes = verifier(_jeu_graphe(noms, aretes, "exige_codes"))
    assert {f.objet for f in fautes if f.code == "inatteignable"} == attendues


LISTES = st.lists(st.sampled_from(("A1", "A2", "A3", "B1", "A", "B", "DL-1", "DL-P", "D-1", "?")), max_size=3).map(",".join)
CHAMPS = st.dictionaries(
    st.sampled_from((
        "precedent_codes", "exige_codes", "ferme_codes", "acte_codes", "succes_codes", "echec_codes",
        "bascule_codes", "reprise_codes", "delai_codes", "garde_codes", "tient_codes", "terme",
        "faits_demandes", "document_codes", "partenaire_codes", "base", "consigne", *CHOIX,
    )),
    LISTES | st.text(max_size=20) | st.none(),
)  # fmt: skip


@given(st.lists(CHAMPS, max_size=4), CHAMPS, st.randoms(use_true_random=False))
def test_total_et_sans_ordre(champs, autre, hasard):
    """Any row is read, whatever it holds; the order of the rows changes nothing."""
    donnees = jeu(
        *(etape(f"A{n}", **c) for n, c in enumerate(champs, 1)), differences=[difference(**autre)]
    )
    fautes = verifier(donnees)
    assert all(isinstance(f, Faute) and f.message and f.champ for f in fautes)
    assert list(fautes) == sorted(set(fautes))
    melees = list(donnees.etapes)
    hasard.shuffle(melees)
    assert verifier(replace(donnees, etapes=tuple(melees))) == fautes


# -- Shipped data ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def livrees():
    return lire()


def test_tous_les_fichiers_sont_lus(livrees):
    lues = {e["code"] for e in livrees.etapes}
    assert {"MSO-01", "RSHS-13", "NDEC-05", "INS-10", "DSP-04"} <= lues
    assert {"DL-CL", "DL-P-RSHS-AMI"} <= {d["code"] for d in livrees.delais}
    assert "difference_INS_URG_INS_04" in {d["id"] for d in livrees.differences}
    assert len(livrees.partenaires) == 49 and len(livrees.procedures) == 28


def test_les_donnees_livrees_sont_sans_faute(livrees):
    fautes = verifier(livrees)
    assert [f.message for f in fautes if f.code != "sans_etape"] == []
    en_profondeur = {
        "MSO", "MSU", "MSO-EQ", "MSU-EQ", "MSO-MAT", "MSU-MAT", "MS-FUN", "PGI", "RSHS", "NDEC",
        "INS-ORD", "INS-URG", "INS-IMP", "DSP",
    }  # fmt: skip
    assert not en_profondeur & {f.objet for f in fautes}


def test_un_fichier_sans_les_nouvelles_colonnes_se_lit(livrees):
    """Old columns alone: only what the missing ones would have said is missing."""
    anciennes = (
        "id", "procedure_id:id", "code", "name", "consigne", "acteur", "base", "niveau_preuve",
        "obligation", "issue", "phase", "delai_codes", "document_codes", "partenaire_codes",
        "precedent_codes", "exige_codes", "faits_demandes", "libelle_date", "repetable",
    )  # fmt: skip
    nues = [{c: e[c] for c in anciennes} for e in livrees.etapes]
    fautes = verifier(replace(livrees, etapes=tuple(nues), differences=()))
    assert {(f.champ, f.code) for f in fautes} >= {("nature", "vocabulaire"), ("terme", "sans_terme")}
    assert {f.code for f in fautes if f.objet in {e["code"] for e in nues}} <= {
        "vocabulaire", "inatteignable",
    }  # fmt: skip


def test_les_natures_sont_celles_du_modele():
    """The engine goes by them: the model, which imports Odoo, is read as text."""
    source = (DONNEES.parent / "models" / "oilhi_etape.py").read_text(encoding="utf-8")
    natures = source.partition("NATURES = [")[2].partition("]\n")[0]
    assert set(re.findall(r'\("(\w+)", "', natures)) == NATURES


def test_lire_un_dossier(tmp_path, livrees):
    """Files of the families are found by their name; a missing column reads as empty."""
    (tmp_path / "oilhi.etape-x.csv").write_text("id,code\netape_X1,X1\n", encoding="utf-8")
    (tmp_path / "types.csv").write_text("id,code\nt,PA-X\n", encoding="utf-8")
    lues = lire(tmp_path, tmp_path / "types.csv")
    assert [e["code"] for e in lues.etapes] == ["X1"] and lues.procedures == ()
    assert codes(lues.etapes[0], "delai_codes") == ()
    assert {f.code for f in verifier(lues)} == {"inconnu", "consigne_vide", "vocabulaire"}


@pytest.mark.parametrize("famille", ["hygiene", "sante"])
def test_les_fichiers_ont_toutes_leurs_colonnes(famille, livrees):
    with open(DONNEES / f"oilhi.etape-{famille}.csv", encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    for ligne in lignes:
        assert None not in ligne and None not in ligne.values(), ligne["code"]
        assert ligne["id"] == "etape_" + ligne["code"].replace("-", "_")
