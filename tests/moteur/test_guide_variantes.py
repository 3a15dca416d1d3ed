"""The same rule for several procedures: each one, procedure by procedure.

A line says: in this procedure, this answer gives this warning (or takes this procedure away).
"""

from dataclasses import replace

import pytest
from moteur.guide import evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits, Regles, verifier_reponses
from scenarios import lire_scenarios

REGLES = regles_livrees()

# One case for each procedure, where it is recommended.
CAS = {
    "MSO": "Q1=non Q2=interne Q3=solidite",
    "MSU": "Q1=oui Q2=interne Q3=solidite",
    "MSO-EQ": "Q1=non Q2=interne Q3=equipement_commun Q4=non",
    "MSU-EQ": "Q1=oui Q2=interne Q3=equipement_commun Q4=non",
    "MSO-MAT": "Q1=non Q2=interne Q3=stockage",
    "MSU-MAT": "Q1=oui Q2=interne Q3=stockage",
    "MS-FUN": "Q3=funeraire",
    "ERP-HEB": "SIF-01:3 erp_hebergement",
    "INS-ORD": "Q1=non Q3=sante Q6=avec_risque",
    "INS-URG": "Q1=oui Q8=oui Q3=solidite+sante Q6=urgence",
    "DSP": "Q1=oui Q3=sante Q6=urgence",
    "INS-IMP": "Q3=sante Q7=oui Q6=non",
    "PLOMB": "Q3=sante Q8=oui Q6=sans_risque",
    "RSHS": "Q3=sante Q6=sans_risque",
    "NDEC": "Q3=sante Q9=locataire Q6=non",
    "PLOUER": "Q9=locataire permis_louer",
    "PDIV": "SUR-09:2 Q9=locataire",
}
MS, MU, INS = "MSO MSO-EQ MSO-MAT", "MSU MSU-EQ MSU-MAT", "INS-ORD INS-URG INS-IMP"
# (réponse, alerte, procédures)
TABLE = [
    ("Q14=oui", "MSO-TRANSFERT", f"{MS} MS-FUN ERP-HEB"),
    ("Q14=oui", "MSU-TRANSFERT", MU),
    ("", "MSO-COMPETENCE", f"{MS} MS-FUN ERP-HEB"),
    ("", "MSU-COMPETENCE", MU),
    ("Q9=locataire", "MSO-LOCATAIRE", MS),
    ("Q9=locataire", "MSU-LOCATAIRE", MU),
    ("Q9=locataire", "INS-LOCATAIRE", INS),
    ("Q9=proprietaire_occupant", "MSO-PROPRIETAIRE-OCCUPANT", MS),
    ("Q9=proprietaire_occupant", "MSU-PROPRIETAIRE-OCCUPANT", MU),
    ("Q9=proprietaire_occupant", "INS-PROPRIETAIRE-OCCUPANT", "INS-ORD INS-URG RSHS"),
    ("Q9=sans_titre", "MSO-SANS-TITRE", MS),
    ("Q9=sans_titre", "MSU-SANS-TITRE", MU),
    ("Q9=sans_titre", "INS-SANS-TITRE", INS),
    ("Q9=vacant", "MSO-VACANT", MS),
    ("Q9=vacant", "MSU-VACANT", MU),
    ("Q9=vacant", "INS-VACANT", "INS-ORD INS-URG"),
    ("Q9=vacant", "VACANT-ABANDON", f"{MS} {MU} INS-ORD"),
    ("Q9=vacant Q11=introuvable", "VACANT-SANS-MAITRE", f"{MS} {MU} INS-ORD"),
    ("meuble_tourisme", "MSO-MEUBLE", MS),
    ("meuble_tourisme", "MSU-MEUBLE", MU),
    ("meuble_tourisme", "INS-MEUBLE", INS),
    ("Q10=les_deux", "MSO-LES-DEUX", "MSO MSO-EQ"),
    ("Q10=sans_syndic", "MSO-SANS-SYNDIC", MS),
    ("Q10=sans_syndic", "MSU-SANS-SYNDIC", MU),
    ("Q11=indivision", "MSO-INDIVISION", f"{MS} MS-FUN"),
    ("Q11=indivision", "MSU-INDIVISION", MU),
    ("Q11=introuvable", "MSO-INTROUVABLE", f"{MS} MS-FUN"),
    ("Q11=introuvable", "MSU-INTROUVABLE", MU),
    ("Q11=etranger", "MSO-ETRANGER", f"{MS} MS-FUN"),
    ("Q11=etranger", "MSU-ETRANGER", MU),
    ("Q11=protege", "MSO-PROTEGE", f"{MS} MS-FUN"),
    ("Q11=protege", "MSU-PROTEGE", MU),
    ("Q12=classe", "EQ-SANS-ABF", "MSO-EQ MSU-EQ MSO-MAT MSU-MAT"),
    ("Q12=inscrit_abords_spr_site", "INS-ABF", "INS-ORD INS-IMP"),
    ("Q15=oui", "INS-SCHS", INS),
    ("Q15=non", "INS-ARS", INS),
    ("Q16=oui", "ARRETE-EN-VIGUEUR", f"{MS} {MU} MS-FUN ERP-HEB"),
    ("Q16=oui", "ARRETE-PREFET", INS),
    ("Q17=oui", "OCCUPANT-AUTEUR", f"{MS} {MU} {INS}"),
    ("Q18=oui", "AL-MARCHAND", f"{MS} {MU} ERP-HEB {INS} DSP RSHS NDEC PLOMB PLOUER PDIV"),
    ("Q8=oui", "PLOMB-LOYERS", "INS-ORD INS-URG PLOMB"),
    ("", "OR-SANTE-URGENCE", "INS-URG DSP"),
    ("", "INS-ROLE", f"{INS} DSP PLOMB"),
    ("", "INS-SIGNALEMENT", INS),
]
# (faits, procédure qui n'a pas d'objet : la santé n'est pas en cause)
SANS_OBJET = [
    (f"{faits} {objet}", code)
    for objet in ("Q3=solidite", "Q3=equipement_commun Q4=non")
    for faits, code in (
        ("Q1=non Q6=avec_risque Q8=oui", "INS-ORD"), ("Q1=oui Q6=urgence", "INS-URG"),
        ("Q1=oui Q6=urgence", "DSP"), ("Q7=oui", "INS-IMP"), ("Q8=oui", "PLOMB"),
        ("Q9=locataire Q6=sans_risque", "NDEC"), ("Q6=sans_risque", "RSHS"),
    )
]  # fmt: skip


def lire(texte):
    reponses, desordres, contexte = {}, [], set()
    for mot in texte.split():
        if "=" in mot:
            question, valeurs = mot.split("=")
            reponses[question] = valeurs.split("+")
        elif ":" in mot:
            code, gravite = mot.split(":")
            desordres.append((code, int(gravite)))
        else:
            contexte.add(mot)
    lues, erreurs = verifier_reponses(REGLES, reponses)
    assert not erreurs
    return Faits(lues, {}, tuple(desordres), frozenset(), frozenset(contexte))


def dites(regles, texte, procedure):
    """Warnings given while this procedure is judged alone, and whether it is recommended."""
    seules = tuple(
        r if not r.procedure or procedure not in r.procedures
        else replace(r, procedure=procedure, aussi=())
        for r in regles.regles
        if not r.procedure or procedure in r.procedures
    )  # fmt: skip
    seule = Regles(regles.questions, regles.procedures, seules, regles.etat)
    resultat = evaluer(seule, lire(texte), questions=False)
    recommandee = procedure in [p.code for p in resultat.recommandees]
    blocages = {m.regle for p in resultat.recommandees for m in p.blocages}
    return recommandee, {a.code for a in resultat.alertes} | blocages


LIGNES = [
    (f"{CAS[code]} {reponse}".strip(), alerte, code)
    for reponse, alerte, procedures in TABLE
    for code in procedures.split()
]


@pytest.mark.parametrize(("faits", "alerte", "procedure"), LIGNES)
def test_alerte_de_la_variante(faits, alerte, procedure):
    recommandee, alertes = dites(REGLES, faits, procedure)
    assert recommandee
    assert alerte in alertes


@pytest.mark.parametrize(("faits", "procedure"), SANS_OBJET)
def test_sans_objet(faits, procedure):
    resultat = evaluer(REGLES, lire(faits))
    assert procedure in [p.code for p in resultat.sans_objet]


@pytest.mark.exhaustif
def test_chaque_procedure_d_une_regle_commune_est_verifiee():
    """Mutation run: a rule that no longer holds for one of its procedures is noticed."""
    tenues = {(alerte, code) for _faits, alerte, code in LIGNES}
    survivantes = []
    for regle in REGLES.regles:
        for code in regle.aussi:
            if (regle.code, code) in tenues:
                continue
            autre = replace(regle, aussi=tuple(a for a in regle.aussi if a != code))
            regles = Regles(
                REGLES.questions, REGLES.procedures,
                tuple(autre if r is regle else r for r in REGLES.regles), REGLES.etat,
            )  # fmt: skip
            if not any(
                code not in [p.code for p in evaluer(regles, lire(f), questions=False).sans_objet]
                for f, c in SANS_OBJET
                if c == code
            ) and not any(
                s.ecarts(evaluer(regles, s.faits, questions=False)) for s in lire_scenarios()
            ):
                survivantes.append(f"{regle.code} : {code}")
    assert survivantes == []
