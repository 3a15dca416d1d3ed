"""The table a jurist reads: facts → recommended, set aside, the article that says so.

Numbers « C.1 », « C.2 » are those of the decision tree of the legal reference.
"""

import pytest
from moteur.guide import evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import CONTEXTES, Faits, verifier_reponses
from scenarios import lire_scenarios

REGLES = regles_livrees()
CODES_QUESTIONS = tuple(REGLES.codes_questions)
FISSURE = ("STR-01", 3)


def juger(reponses=None, desordres=(), dossier=None, contexte=()):
    lues, erreurs = verifier_reponses(REGLES, reponses or {})
    assert not erreurs
    su, erreurs = verifier_reponses(REGLES, dossier or {})
    assert not erreurs
    return evaluer(
        REGLES,
        Faits(
            reponses=lues,
            dossier=su,
            desordres=tuple(desordres),
            contexte=frozenset(contexte),
        ),
    )


def codes(elements):
    return [e.code for e in elements]


def alertes(resultat):
    return set(codes(resultat.alertes))


def faits(q1=None, q2=None, q3=None, **autres):
    donnees = {"Q1": q1, "Q2": q2, "Q3": q3, **autres}
    return {code: valeur for code, valeur in donnees.items() if valeur is not None}


# (règle, faits, recommandées dans l'ordre, écartées, (procédure écartée, article) attendus)
TABLE = [
    ("C.1 Q1 non, Q2 interne, Q3 solidité",
     faits("non", "interne", ["solidite"], Q14="non"),
     ["MSO"], ["MSU", "PGI"], [("MSU", "CCH L. 511-19"), ("PGI", "CCH L. 511-2")]),
    ("C.1 Q1 oui, Q2 interne, Q3 solidité ; C.2-1",
     faits("oui", "interne", ["solidite"], Q14="non"),
     ["MSU"], ["MSO", "PGI"], [("MSO", "CCH L. 511-19"), ("MSO", "CCH L. 511-21")]),
    ("C.2-2 : pas de MSU sans danger imminent",
     faits("non"),
     [], ["MSU"], [("MSU", "CCH L. 511-19")]),
    ("C.2-3 : pas de mise en sécurité si la cause est extérieure",
     faits("oui", "externe", ["solidite"]),
     ["PGI"], ["MSU", "MSO"], [("MSO", "CE, 10 octobre 2005, Badinières, n° 259205")]),
    ("C.1 Q2 extérieure, sans urgence : prévention",
     faits("non", "externe", ["solidite"]),
     ["PGI"], ["MSU", "MSO"], [("MSU", "CCH L. 511-19")]),
    ("C.1 Q2 extérieure, urgence inconnue",
     faits(None, "externe"),
     ["PGI"], ["MSU", "MSO"], []),
    ("C.1 Q2 inconnue, Q1 oui : PGI conservatoire",
     faits("oui", "inconnu", ["solidite"]),
     ["PGI"], ["MSO"], [("MSO", "CCH L. 511-10")]),
    ("C.1 Q2 inconnue, Q1 non : à préciser",
     faits("non", "inconnu", ["solidite"]),
     [], ["MSU"], []),
    ("C.1 Q1 inconnue : ni MSO ni MSU",
     faits("inconnu", "interne", ["solidite"], Q14="non"),
     [], ["PGI"], [("PGI", "CCH L. 511-1")]),
    ("C.1 Q3 santé seule : jamais de MSO",
     faits("non", "interne", ["sante"], Q14="non"),
     [], ["MSU", "PGI", "MSO", "DSP", "INS-URG"],
     [("MSO", "CCH L. 511-2 1°"), ("DSP", "CSP L. 1311-4"), ("INS-URG", "CCH L. 511-19")]),
    ("C.1 Q3 équipement commun seul",
     faits("oui", "interne", ["equipement_commun"], Q14="non"),
     # Outside of housing, the general police would be the one: not set aside yet.
     [], ["MSU", "MSO", "MSO-EQ"],
     [("MSU", "CCH L. 511-2 1°"), ("MSO-EQ", "CCH L. 511-19")]),
    ("C.1 Q3 équipement commun d’habitation",
     faits("oui", "interne", ["equipement_commun"], Q5="oui", Q14="non"),
     [], ["MSU", "PGI", "MSO", "MSO-EQ"], [("PGI", "CCH L. 511-2 2°")]),
    ("C.1 Q5 équipement commun hors habitation",
     faits("oui", "interne", ["equipement_commun"], Q4="non", Q5="non", Q14="non"),
     ["PGI"], ["MSU", "MSO", "MSO-EQ", "MSU-EQ"], [("MSU-EQ", "CCH L. 511-2 2°")]),
    ("C.1 Q3 stockage seul", faits("non", "interne", ["stockage"], Q14="non"),
     ["MSO-MAT"], ["MSU", "PGI", "MSO", "MSU-MAT"], [("MSU-MAT", "CCH L. 511-19")]),
    ("C.1 Q3 monument funéraire seul", faits("non", "interne", ["funeraire"], Q14="non"),
     ["MS-FUN"], ["MSU", "PGI", "MSO"], []),
    ("C.1 Q3 aspect seul", faits("non", "interne", ["aspect"], Q14="non"),
     ["RAV", "URB"], ["MSU", "PGI", "MSO"], []),
    ("C.3 solidité et santé", faits("non", "interne", ["solidite", "sante"], Q14="non"),
     ["MSO"], ["MSU", "PGI", "DSP", "INS-URG"], []),
    ("C.1 Q14 oui, sans urgence : le président",
     faits("non", "interne", ["solidite"], Q14="oui"),
     ["MSO"], ["MSU", "PGI"], [("PGI", "CGCT L. 2212-4")]),
    ("C.1 Q14 oui, extrême urgence : le maire garde la police générale",
     faits("oui", "interne", ["solidite"], Q14="oui"),
     ["MSU", "PGI"], ["MSO"], []),
    ("rien n'est connu", {}, [], [], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("donnees", "recommandees", "ecartees", "articles"),
    [ligne[1:] for ligne in TABLE],
    ids=[ligne[0] for ligne in TABLE],
)
def test_table(donnees, recommandees, ecartees, articles):
    resultat = juger(donnees)
    assert codes(resultat.recommandees) == recommandees
    assert set(codes(resultat.ecartees)) == set(ecartees)
    bases = {e.code: e.bases for e in resultat.ecartees}
    for procedure, article in articles:
        assert article in bases[procedure]
    for procedure in (*resultat.recommandees, *resultat.ecartees):
        assert procedure.motifs and all(m.texte for m in procedure.motifs)


# (faits, alertes présentes, alertes absentes)
ALERTES = [
    (faits(), {"AL-VISITE"}, {"AL-SECOURS", "AL-CAUSE"}),
    (faits("oui"), {"AL-SECOURS", "AL-CAUSE"}, {"AL-VISITE"}),
    (faits("oui", "interne"), {"AL-SECOURS"}, {"AL-CAUSE"}),
    (faits("oui", q3=["aspect"]), {"AL-ASPECT-URGENT", "OR-ASPECT"}, set()),
    (faits("oui", q3=["aspect", "solidite"]), set(), {"AL-ASPECT-URGENT"}),
    (faits("non", q3=["sante"]), {"OR-SANTE"}, {"OR-SANTE-URGENCE", "OR-SOLIDITE-SANTE"}),
    (faits("oui", q3=["sante"]), {"OR-SANTE", "OR-SANTE-URGENCE"}, set()),
    (faits("non", q3=["sante", "solidite"]), {"OR-SOLIDITE-SANTE"}, set()),
    (faits("non", q3=["equipement_commun"]), {"OR-EQUIPEMENT"}, set()),
    (faits("non", q3=["stockage"]), {"OR-STOCKAGE"}, set()),
    (faits("non", q3=["funeraire"]), {"OR-FUNERAIRE"}, set()),
    (faits("non", "externe"), {"PGI-PREVENTION", "PGI-PREFET"}, {"PGI-SUITE"}),
    (faits("oui", "externe", Q9=["locataire"]), {"PGI-LOYERS"}, {"PGI-PREVENTION"}),
    (faits("oui", "externe", Q9=["vacant"]), {"PGI-PREFET", "PGI-FRAIS"}, {"PGI-LOYERS"}),
    (faits("oui", "inconnu"), {"PGI-SUITE", "AL-CAUSE"}, {"PGI-PREVENTION"}),
    (faits("oui", "interne", ["solidite"]), {"MSU-COMPETENCE"}, {"MSO-COMPETENCE"}),
]


@pytest.mark.parametrize(("donnees", "presentes", "absentes"), ALERTES)
def test_alertes(donnees, presentes, absentes):
    trouvees = alertes(juger(donnees))
    assert presentes <= trouvees
    assert not absentes & trouvees


MSO = faits("non", "interne", ["solidite"], Q14="non")
MSU = faits("oui", "interne", ["solidite"], Q14="non")
# (faits de base, réponse de plus, alerte, documents ajoutés, retirés, partenaire)
PRECISIONS = [
    (MSO, {"Q5": "oui"}, "MSO-HABITATION", {"D-PART-01", "D-PART-02"}, set(), "PA-CAF"),
    (MSO, {"Q5": "non"}, "MSO-AUTRE-USAGE", set(), set(), None),
    (MSO, {"Q9": ["locataire"]}, "MSO-OCCUPANTS", {"D-OCC-01", "D-OCC-02"}, set(), "PA-ADIL"),
    (MSO, {"Q9": ["locataire"]}, "MSO-LOCATAIRE", {"D-OCC-02"}, set(), "PA-ADIL"),
    (MSO, {"Q9": ["proprietaire_occupant"]}, "MSO-PROPRIETAIRE-OCCUPANT", {"D-OCC-01"}, set(), "PA-ANAH"),
    (MSO, {"Q9": ["sans_titre"]}, "MSO-SANS-TITRE", {"D-OCC-01"}, set(), "PA-CCAS"),
    (MSO, {"Q9": ["vacant"]}, "MSO-VACANT", set(), {"D-OCC-01"}, None),
    (MSO, {"Q10": "non"}, None, {"D-MSO-03", "D-MSO-10"}, {"D-MSO-04"}, None),
    (MSO, {"Q10": "parties_communes"}, "MSO-PARTIES-COMMUNES", {"D-MSO-04", "D-MSO-14"}, {"D-MSO-03", "D-MSO-10"}, "PA-SYND"),
    (MSO, {"Q10": "parties_privatives"}, "MSO-PARTIES-PRIVATIVES", {"D-MSO-03"}, {"D-MSO-04"}, "PA-SYND"),
    (MSO, {"Q10": "les_deux"}, "MSO-LES-DEUX", {"D-MSO-03", "D-MSO-04"}, set(), "PA-SYND"),
    (MSO, {"Q10": "sans_syndic"}, "MSO-SANS-SYNDIC", {"D-MSO-03"}, set(), "PA-TJ"),
    (MSO, {"Q11": "identifie"}, None, {"D-MSO-03"}, {"D-MSO-06"}, None),
    (MSO, {"Q11": "indivision"}, "MSO-INDIVISION", {"D-MSO-05"}, {"D-MSO-03"}, "PA-SPF"),
    (MSO, {"Q11": "introuvable"}, "MSO-INTROUVABLE", {"D-MSO-06", "D-MSO-16"}, {"D-MSO-03"}, "PA-NOT"),
    (MSO, {"Q11": "etranger"}, "MSO-ETRANGER", {"D-MSO-03"}, set(), None),
    (MSO, {"Q11": "protege"}, "MSO-PROTEGE", {"D-MSO-03"}, set(), "PA-TUT"),
    (MSO, {"Q12": "non"}, None, set(), {"D-MSO-02"}, None),
    (MSO, {"Q12": "inscrit_abords_spr_site"}, "MSO-ABF", {"D-MSO-02"}, set(), "PA-UDAP"),
    (MSO, {"Q12": "classe"}, "MSO-CLASSE", set(), {"D-MSO-02"}, "PA-DRAC"),
    (MSO, {"Q13": "oui"}, "MSO-DEMOLITION", {"D-MSO-13"}, set(), "PA-BET"),
    (MSU, {}, "MSU-EXPERT", {"D-MSU-04", "D-MSU-05"}, {"D-MSO-03", "D-MSO-10"}, "PA-TA"),
    (MSU, {}, "MSU-OFFICE", set(), set(), "PA-PREF"),
    (MSU, {"Q5": "oui"}, "MSU-HABITATION", {"D-PART-01"}, set(), "PA-FSL"),
    (MSU, {"Q5": "non"}, "MSU-AUTRE-USAGE", set(), {"D-PART-01"}, None),
    (MSU, {"Q9": ["locataire"]}, "MSU-LOCATAIRE", {"D-OCC-02"}, {"D-OCC-01"}, None),
    (MSU, {"Q9": ["proprietaire_occupant"]}, "MSU-PROPRIETAIRE-OCCUPANT", {"D-OCC-02"}, set(), "PA-OPER"),
    (MSU, {"Q9": ["sans_titre"]}, "MSU-SANS-TITRE", {"D-OCC-02"}, set(), "PA-CCAS"),
    (MSU, {"Q9": ["vacant"]}, "MSU-VACANT", set(), {"D-OCC-02"}, None),
    (MSU, {"Q10": "parties_communes"}, "MSU-COPROPRIETE", set(), {"D-MSO-04"}, "PA-SYND"),
    (MSU, {"Q10": "parties_privatives"}, "MSU-COPROPRIETE", set(), set(), "PA-SYND"),
    (MSU, {"Q10": "les_deux"}, "MSU-COPROPRIETE", set(), set(), "PA-SYND"),
    (MSU, {"Q10": "sans_syndic"}, "MSU-SANS-SYNDIC", set(), set(), "PA-TJ"),
    (MSU, {"Q11": "indivision"}, "MSU-INDIVISION", {"D-COM-03"}, {"D-MSO-05"}, "PA-SPF"),
    (MSU, {"Q11": "etranger"}, "MSU-ETRANGER", set(), set(), None),
    (MSU, {"Q11": "protege"}, "MSU-PROTEGE", set(), set(), "PA-TUT"),
    (MSU, {"Q11": "introuvable"}, "MSU-INTROUVABLE", {"D-MSO-16"}, set(), "PA-SPF"),
    (MSU, {"Q12": "inscrit_abords_spr_site"}, "MSU-ABF", {"D-MSU-03"}, {"D-MSO-02"}, "PA-UDAP"),
    (MSU, {"Q12": "classe"}, "MSU-CLASSE", set(), {"D-MSU-03"}, "PA-DRAC"),
    (MSU, {"Q13": "oui"}, "MSU-DEMOLITION", {"D-MSO-27"}, set(), "PA-TJ"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "plus", "alerte", "avec", "sans", "partenaire"), PRECISIONS)
def test_precisions(base, plus, alerte, avec, sans, partenaire):
    """Q5 and Q9 to Q13 change who is written to and with what, never the procedure."""
    avant, resultat = juger(base), juger({**base, **plus})
    assert codes(resultat.recommandees) == codes(avant.recommandees)
    (procedure,) = resultat.recommandees
    if alerte:
        assert alerte in alertes(resultat)
        if plus:
            assert alerte not in alertes(avant)
    assert avec <= set(procedure.documents)
    assert not sans & set(procedure.documents)
    if partenaire:
        assert partenaire in procedure.partenaires


@pytest.mark.parametrize(("base", "alerte"), [(MSO, "MSO-MEUBLE"), (MSU, "MSU-MEUBLE")])
def test_client_d_un_meuble_de_tourisme(base, alerte):
    """C.1 Q9: the day after the sending; the file says it, no question is asked."""
    assert alerte not in alertes(juger(base))
    resultat = juger(base, contexte=["meuble_tourisme"])
    (dite,) = [a for a in resultat.alertes if a.code == alerte]
    assert "dès le lendemain" in dite.texte and dite.bases == ("CCH L. 521-2 I",)
    assert "D-OCC-02" in resultat.recommandees[0].documents
    assert resultat.a_preciser == juger(base).a_preciser


def test_etablissement_d_hebergement_ouvert_au_public():
    """C.1 Q3: another police, and the solidity keeps its own."""
    resultat = juger(MSO, contexte=["erp_hebergement"])
    assert "OR-ERP" in alertes(resultat) and "OR-ERP" not in alertes(juger(MSO))
    assert codes(resultat.recommandees) == ["MSO"]


def test_loyer_d_un_arrete_sur_les_parties_communes_reste_a_verifier():
    """Nothing automatic is said of the rents of the flats (L. 521-2)."""
    for base in (MSO, MSU):
        resultat = juger({**base, "Q9": ["locataire"], "Q10": "parties_communes"})
        (texte,) = [a.texte for a in resultat.alertes if a.code.endswith("-LOCATAIRE")]
        assert "parties communes" in texte and "reste à vérifier" in texte


def test_incompetence_n_est_pas_dite_nullite():
    textes = [r.motif for r in REGLES.regles if r.code.endswith("-COMPETENCE")]
    assert len(textes) == 2
    assert all("serait illégal (incompétence)" in t and "nul" not in t for t in textes)


def test_chaque_regle_a_sa_ligne():
    """A rule that no line of this file or of the scenarios makes act: nobody has checked it."""
    scenes = [juger(ligne[1]) for ligne in TABLE] + [juger(ligne[0]) for ligne in ALERTES]
    scenes += [juger({**base, **plus}) for base, plus, *_reste in PRECISIONS]
    scenes += [juger(base, contexte=[c]) for base in (MSO, MSU) for c in CONTEXTES]
    scenes += [juger({"Q1": q1}, [(code, 4)]) for q1 in ("non", "inconnu") for code in
               ("STR-02", "ESC-03", "SIF-04", "HUM-02")]  # fmt: skip
    scenes += [juger({**base, "Q14": "oui"}) for base in (MSO, MSU)]
    scenes += [s.resultat for s in lire_scenarios()]
    agit = {t.regle for scene in scenes for t in scene.trace if t.valeur is True}
    agit |= {m.regle for scene in scenes for p in scene.sans_objet for m in p.motifs}
    assert {r.code for r in REGLES.regles} - agit == set()


def test_transfert_bloque_la_signature_du_maire():
    """C.2-8."""
    for q1, code in (("non", "MSO"), ("oui", "MSU")):
        resultat = juger(faits(q1, "interne", ["solidite"], Q14="oui"))
        procedure = resultat.recommandees[0]
        assert (procedure.code, procedure.autorite) == (code, "president_epci")
        assert "ne doit pas signer" in procedure.blocages[0].texte
        assert procedure.blocages[0].bases == ("CGCT L. 5211-9-2",)
        assert "D-COM-06" in procedure.documents
        assert "PA-EPCI" in procedure.partenaires
    libre = juger(MSO).recommandees[0]
    assert (libre.autorite, libre.blocages) == ("maire", ())


def test_competence_inconnue_est_dite():
    resultat = juger(faits("non", "interne", ["solidite"]))
    assert resultat.recommandees[0].autorite == "inconnu"
    assert "MSO-COMPETENCE" in alertes(resultat)
    assert "MSO-COMPETENCE" not in alertes(juger(MSO))


def test_msu_avant_pgi_et_suite_ordinaire_annoncee():
    """C.3: protect people first; the ordinary procedure may follow (L. 511-21)."""
    resultat = juger(faits("oui", "interne", ["solidite"], Q14="oui"))
    assert codes(resultat.recommandees) == ["MSU", "PGI"]
    (mso,) = resultat.ecartees
    assert "MSU" in mso.motifs[0].texte and "CCH L. 511-21" in mso.bases


def test_alertes_de_danger_en_premier():
    niveaux = [a.niveau for a in juger(faits("oui", q3=["sante"])).alertes]
    assert niveaux == sorted(niveaux, key=("danger", "attention", "info").index)
    assert niveaux[0] == "danger"


def test_pratique_et_a_verifier_ne_deviennent_pas_du_droit_confirme():
    preuves = {r.code: r.niveau_preuve for r in REGLES.regles}
    assert preuves["AL-VISITE"] == preuves["AL-SECOURS"] == "pratique"
    assert preuves["MSO-LES-DEUX"] == preuves["PGI-FRAIS"] == preuves["MSO-CLASSE"] == "a_verifier"
    for regle in REGLES.regles:
        assert regle.bases or regle.niveau_preuve != "confirme", regle.code


# --- disorders -------------------------------------------------------------------------------


def test_un_desordre_de_structure_vaut_solidite():
    resultat = juger(faits("non", "interne", Q14="non"), [FISSURE])
    assert codes(resultat.recommandees) == ["MSO"]
    assert resultat.savoirs["Q3"].source == "desordre"
    # « At least » the solidity: something else may still be added by the agent.
    assert "Q3" in [u.question.code for u in resultat.a_preciser]


@pytest.mark.parametrize("desordre", [("STR-01", 2), ("TOI-02", 4), ("XXX-99", 4), ("PRO-01", 4)])
def test_un_autre_desordre_ne_dit_rien_de_la_solidite(desordre):
    assert codes(juger(faits("non", "interne"), [desordre]).recommandees) == []


def test_deux_desordres_de_police_differente():
    resultat = juger(faits("non", "interne", Q14="non"), [FISSURE, ("HUM-02", 3)])
    # B.2.11: HUM of gravity 3 is a risk for health, hence the prefect too (C.3).
    assert codes(resultat.recommandees) == ["MSO", "INS-ORD"]
    assert {"OR-SANTE", "OR-SOLIDITE-SANTE"} <= alertes(resultat)


def test_la_parole_de_l_agent_l_emporte_et_se_voit():
    resultat = juger(faits("non", "interne", ["sante"], Q14="non"), [FISSURE])
    assert "MSO" in codes(resultat.ecartees)
    (alerte,) = [a for a in resultat.alertes if a.code == "CONTRADICTION-Q3"]
    assert "solidité" in alerte.texte and "les désordres constatés indiquent" in alerte.texte
    assert "CONTRADICTION-Q3" not in alertes(juger(faits(q3=["sante", "solidite"]), [FISSURE]))


def test_gravite_4():
    assert "AL-GRAVITE-4" in alertes(juger({}, [("STR-02", 4)]))
    assert "AL-GRAVITE-4-NON" in alertes(juger(faits("non"), [("STR-02", 4)]))
    assert not {"AL-GRAVITE-4", "AL-GRAVITE-4-NON"} & alertes(juger(faits("oui"), [("STR-02", 4)]))


# --- what the file knows ---------------------------------------------------------------------


def test_le_dossier_repond_sans_qu_on_demande():
    resultat = juger(faits("non", "interne", ["solidite"]), dossier={"Q14": "oui", "Q5": "oui"})
    assert resultat.recommandees[0].autorite == "president_epci"
    assert {"Q14", "Q5"}.isdisjoint(u.question.code for u in resultat.a_preciser)
    assert resultat.savoirs["Q14"].source == "dossier"


def test_l_agent_peut_corriger_le_dossier():
    resultat = juger({**MSO, "Q14": "non"}, dossier={"Q14": "oui"})
    assert resultat.recommandees[0].autorite == "maire"
    (alerte,) = [a for a in resultat.alertes if a.code == "CONTRADICTION-Q14"]
    assert "le dossier indique" in alerte.texte


def test_inconnu_laisse_parler_le_dossier():
    resultat = juger({**MSO, "Q14": "inconnu"}, dossier={"Q14": "oui"})
    assert resultat.recommandees[0].autorite == "president_epci"


# --- questions -------------------------------------------------------------------------------


def test_premieres_questions():
    """Danger first, then cause, then object."""
    utiles = [u.question.code for u in juger({}).a_preciser]
    assert utiles[:3] == ["Q1", "Q2", "Q3"]
    assert sorted(utiles) == sorted(CODES_QUESTIONS)  # nothing is known: everything may count


def test_plus_de_question_inutile():
    """External cause: neither the copropriété nor the protection changes anything."""
    utiles = {u.question.code for u in juger(faits("oui", "externe", ["solidite"])).a_preciser}
    assert utiles == {"Q9"}
    complet = {**MSO, "Q5": "oui", "Q9": ["vacant"], "Q10": "non", "Q11": "identifie"}
    complet |= {"Q12": "non", "Q13": "non", "Q16": "non"}
    assert juger(complet).a_preciser == ()
    # The health questions are asked only if the health may be at stake.
    sante = {"Q4", "Q6", "Q7", "Q8", "Q15"}
    assert sante.isdisjoint(u.question.code for u in juger(MSO).a_preciser)
    avec = {u.question.code for u in juger({**MSO, "Q3": ["solidite", "sante"]}).a_preciser}
    assert {"Q6", "Q7", "Q8"} <= avec


def test_question_deja_posee():
    resultat = evaluer(REGLES, Faits(sans_reponse=frozenset({"Q1"})))
    assert [u.deja_posee for u in resultat.a_preciser if u.question.code == "Q1"] == [True]


# --- what is kept ----------------------------------------------------------------------------


def test_trace_et_forme_simple():
    resultat = juger(MSO, [FISSURE])
    clair = resultat.en_clair()
    assert clair["version"].startswith("2026-11 · ")
    (mso,) = clair["procedures"]
    assert {"code", "motifs", "autorite", "bases", "blocages", "documents", "partenaires"} <= set(
        mso
    )
    ligne = next(t for t in clair["trace"] if t["regle"] == "MSO-DELAI")
    assert ligne["valeur"] == "vrai" and ligne["procedure"] == "MSO"
    assert ligne["clauses"] == [
        {"question": "Q1", "operateur": "parmi", "reponses": ["non"], "connu": ["non"],
         "source": "agent", "valeur": "vrai"}
    ]  # fmt: skip
    refus = next(t for t in clair["trace"] if t["regle"] == "MSU-IMMINENCE")
    assert refus["valeur"] == "faux"
    assert any(t["regle"] == "DED-SOLIDITE" for t in clair["trace"])


def test_reponses_refusees_en_francais():
    lues, erreurs = verifier_reponses(
        REGLES,
        {"Q99": "oui", "Q1": "peut-être", "Q2": ["interne", "externe"], "Q3": [],
         "Q5": ["inconnu", "oui"], "Q9": ["vacant", "locataire"], "Q10": None, "Q11": 3},
    )  # fmt: skip
    assert lues == {"Q9": frozenset({"vacant", "locataire"}), "Q10": frozenset()}
    texte = "\n".join(erreurs)
    assert "Q99" in texte and "«\u00a0peut-être\u00a0»" in texte
    assert "oui, non ou inconnu" in texte
    assert "une seule réponse" in texte and "aucune réponse" in texte
    assert "ne se combine" in texte
    assert len(erreurs) == 6
