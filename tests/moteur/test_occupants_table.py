"""Facts -> right, first day, last day, amount, article: the rights of occupants, for a jurist.

One row is one household. Facts: « mot date ou valeur », several acts joined by « + ».
A dash: no such date or amount. Calculated by hand from CCH L. 521-1 to L. 521-4.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from moteur.lecture import regles_livrees
from moteur.occupants import (
    Acte,
    Envoi,
    Interdiction,
    Menage,
    Offre,
    defaillances,
    droits,
    effet,
    suspension,
)
from moteur.occupants_loyer import Suspension


def jour(texte):
    """31/12/2026 -> date; a dash: nothing."""
    return None if texte in ("-", "") else datetime.strptime(texte, "%d/%m/%Y").date()


def _acte(faits):
    """« MSO envoyé 22/02/2027, levée 31/08/2027, temporaire 01/03/2027 offre 25/02/2027 »."""
    code, *reste = faits.split(",")
    procedure, *envoi = code.split()
    acte = Acte(procedure=procedure, autorite="prefet" if procedure.startswith("INS") else "maire")
    morceaux = [" ".join(envoi), *reste]
    for morceau in filter(None, map(str.strip, morceaux)):
        mot, *valeurs = morceau.split()
        valeur = valeurs[0] if valeurs else ""
        if mot in ("envoyé", "affiché"):
            acte = replace(acte, envois=(*acte.envois, Envoi(jour(valeur), mot == "affiché")))
        elif mot in ("levée", "levée-affichée"):
            acte = replace(acte, levees=(*acte.levees, Envoi(jour(valeur), mot != "levée")))
        elif mot in ("temporaire", "definitive", "cessation", "evacuation"):
            offre = jour(valeurs[2]) if "offre" in valeurs else None
            acte = replace(acte, interdictions=(
                *acte.interdictions, Interdiction(mot, jour(valeur), offre)
            ))  # fmt: skip
        elif mot == "levee_seule":  # the last interdiction, lifted alone
            *autres, derniere = acte.interdictions
            acte = replace(
                acte, interdictions=(*autres, replace(derniere, levee=jour(valeur))),
                leves_seuls=(*acte.leves_seuls, ("Interdire d’habiter", jour(valeur))),
            )
        elif mot == "inhabitable":
            acte = replace(acte, inhabitable="oui", inhabitable_du=jour(valeur))
        elif mot in ("constat", "limite", "levee_recue", "levee_le", "notifie_le"):
            acte = replace(acte, **{mot: jour(valeur)})
        elif mot in ("plomb", "contre_occupant", "autorite"):
            acte = replace(acte, **{mot: valeur})
        else:
            acte = replace(acte, **{mot: True})
    return acte


def _menage(titre, faits):
    valeurs = {}
    for morceau in filter(None, map(str.strip, faits.split(","))):
        mot, *reste = morceau.split()
        if mot == "offre":
            auteur, nature, date_offre, adaptee, reponse = reste
            valeurs.setdefault("offres", []).append(
                Offre(auteur, nature, jour(date_offre), adaptee, reponse)
            )
        elif re.fullmatch(r"\d\d/\d\d/\d{4}", reste[0] if reste else ""):
            valeurs[mot] = jour(reste[0])
        elif reste and re.fullmatch(r"\d+(\.\d+)?", reste[0]):
            valeurs[mot] = Decimal(reste[0])
        else:
            valeurs[mot] = reste[0] if reste else True
    if "offres" in valeurs:
        valeurs["offres"] = tuple(valeurs["offres"])
    return Menage(titre=titre, **valeurs)


# no | title | facts of the household | acts | right | first day | last day | amount | level | state | article
CAS = """
# --- Levée pour un seul lot : dite au ménage, jamais comptée comme une mainlevée --------------------
P01 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027 | LEVEE-LOT | 12/04/2027 | - | - | a_verifier | surveiller | L. 243-1
P02 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027 | HEBERGEMENT | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-3-1 I
P03 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
P04 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | confirme | ouvert | L. 521-3-1 I
P05 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027, inhabitable 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | confirme | ouvert | L. 521-3-1 I
P06 | habitation | loyer 600 | MSO envoyé 22/02/2027, definitive 01/03/2027, levee_seule 12/04/2027 | RELOGEMENT | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-3-1 II
P07 | habitation | loyer 600 | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_seule 12/04/2027, levée 31/08/2027, levee_le 30/08/2027 | REPRISE | 01/09/2027 | - | - | confirme | surveiller | L. 521-2 I
# --- Le loyer : premier jour du mois qui suit l'envoi, reprise de même ---------------------------
L01 | habitation | loyer 600 | MSO envoyé 22/02/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
L02 | habitation | loyer 600 | MSO envoyé 22/02/2027, levée 31/08/2027 | LOYER | 01/03/2027 | 31/08/2027 | - | confirme | ouvert | L. 521-2 I
L03 | habitation | loyer 600 | MSO envoyé 22/02/2027, levée 31/08/2027 | REPRISE | 01/09/2027 | - | - | confirme | surveiller | L. 521-2 I
L04 | habitation | loyer 600 | MSO envoyé 01/03/2027 | LOYER | 01/04/2027 | - | - | confirme | ouvert | L. 521-2 I
L05 | habitation | loyer 600 | MSO envoyé 31/12/2027 | LOYER | 01/01/2028 | - | - | confirme | ouvert | L. 521-2 I
L06 | habitation | loyer 600 | MSU envoyé 31/01/2028, levée 29/02/2028 | LOYER | 01/02/2028 | 29/02/2028 | - | confirme | ouvert | L. 521-2 I
L07 | habitation | loyer 600 | MSU envoyé 29/02/2028, levée 01/03/2028 | LOYER | 01/03/2028 | 31/03/2028 | - | confirme | ouvert | L. 521-2 I
L08 | habitation | loyer 600 | MSO affiché 22/02/2027, levée-affichée 15/05/2027 | LOYER | 01/03/2027 | 31/05/2027 | - | confirme | ouvert | L. 521-2 I
L09 | habitation | loyer 600 | MSO envoyé 05/02/2027, levée 26/02/2027 | LOYER | aucun | - | - | - | - | L. 521-2 I
L10 | habitation | loyer 600 | MSO envoyé 26/02/2027, envoyé 03/03/2027 | LOYER | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-2 I
L11 | habitation | loyer 600 | MSO envoyé 03/02/2027, envoyé 26/02/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
L12 | habitation | loyer 600 | MSO envoyé 22/02/2027, levée 28/05/2027, levée 02/06/2027 | LOYER | 01/03/2027 | 30/06/2027 | - | a_verifier | ouvert | L. 521-2 I
L13 | habitation | loyer 600 | MSO | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
L14 | habitation | loyer 600 | MSO envoyé 15/12/2020 | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
L15 | habitation | loyer 600 | MSO envoyé 22/06/2027, levée 03/05/2027 | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
L16 | professionnel | loyer 900 | MSO envoyé 22/02/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
L17 | sous_location | loyer 400 | INS-ORD envoyé 22/02/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
L18 | precaire | loyer 400 | MSO envoyé 22/02/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
L19 | sans_titre | loyer 100 | MSO envoyé 22/02/2027 | LOYER | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-2 I
L20 | proprietaire | | MSO envoyé 22/02/2027 | LOYER | aucun | - | - | - | - | L. 521-2 I
L21 | habitation | loyer 600, entree 15/04/2027 | MSO envoyé 22/02/2027 | LOYER | 15/04/2027 | - | - | a_verifier | ouvert | L. 521-2 I
L22 | habitation | loyer 600, fin 20/05/2027 | MSO envoyé 22/02/2027 | LOYER | 01/03/2027 | 20/05/2027 | - | confirme | ouvert | L. 521-2 I
L23 | habitation | loyer 600, fin 20/05/2027 | MSO envoyé 22/02/2027, levée 31/08/2027 | REPRISE | aucun | - | - | - | - | L. 521-2 I
# --- Les exceptions : plomb, mesure contre l'occupant, parties communes --------------------------
E01 | habitation | loyer 600 | INS-ORD envoyé 22/02/2027, plomb seul | LOYER | - | - | - | confirme | exclu | L. 521-2 I
E02 | habitation | loyer 600 | INS-ORD envoyé 22/02/2027, plomb partie | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
E03 | habitation | loyer 600 | MSO envoyé 22/02/2027, contre_occupant seul | LOYER | - | - | - | confirme | exclu | L. 521-2 I
E04 | habitation | loyer 600 | MSO envoyé 22/02/2027, contre_occupant partie | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
E05 | habitation | loyer 600 | MSO envoyé 22/02/2027, parties_communes | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
E06 | habitation | loyer 600 | RSHS envoyé 22/02/2027 | AUCUN | - | - | - | confirme | exclu | L. 521-2, L. 521-3-2
E07 | habitation | loyer 600 | PGI envoyé 22/02/2027 | LOYER | aucun | - | - | - | - | L. 521-2
E08 | habitation | loyer 600 | DSP envoyé 22/02/2027 | AUCUN | - | - | - | confirme | exclu | L. 521-2, L. 521-3-2
E10 | habitation | loyer 600 | MSO envoyé 22/02/2027, autres_lots | LOYER | - | - | - | a_verifier | surveiller | L. 521-2 I
E09 | habitation | loyer 600 | MSO envoyé 22/02/2027, parties_communes | RESTITUTION | aucun | - | - | - | - | L. 521-2 I
# --- Meublé de tourisme : jour suivant, depuis le 21 novembre 2024 -------------------------------
M01 | meuble_tourisme | | MSO envoyé 22/02/2027, levée 31/03/2027 | LOYER | 23/02/2027 | 31/03/2027 | - | confirme | ouvert | L. 521-2 I
M02 | meuble_tourisme | | MSU envoyé 28/02/2028 | LOYER | 29/02/2028 | - | - | confirme | ouvert | L. 521-2 I
M03 | meuble_tourisme | | MSO envoyé 22/10/2024, levée 05/12/2024 | LOYER | 01/11/2024 | 31/12/2024 | - | a_verifier | ouvert | L. 521-2 I
M04 | meuble_tourisme | verse_au 01/03/2027 | MSO envoyé 22/02/2027 | RESTITUTION | 23/02/2027 | 01/03/2027 | - | confirme | ouvert | L. 521-2 I, quatrième alinéa
M05 | meuble_tourisme | | ERP-HEB envoyé 22/02/2027, constat 19/03/2027 | LOYER | 01/03/2027 | 31/03/2027 | - | confirme | ouvert | L. 521-2 I
# --- Établissement d'hébergement (L. 184-1) : reprise au mois qui suit le constat ----------------
H01 | hotel | loyer 500 | ERP-HEB envoyé 22/02/2027, constat 19/03/2027, levée 30/06/2027 | LOYER | 01/03/2027 | 31/03/2027 | - | confirme | ouvert | L. 521-2 I
H02 | hotel | loyer 500 | ERP-HEB envoyé 22/02/2027, levée 30/06/2027 | LOYER | 01/03/2027 | - | - | confirme | ouvert | L. 521-2 I
H03 | hotel | loyer 500 | ERP-HEB affiché 22/02/2027 | LOYER | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-2 I
H04 | hotel | loyer 500 | MSO envoyé 22/02/2027, levée 19/03/2027 | LOYER | 01/03/2027 | 31/03/2027 | - | confirme | ouvert | L. 521-2 I
# --- Deux arrêtés : chaque jour n'est compté qu'une fois -----------------------------------------
D01 | habitation | loyer 600 | MSU envoyé 15/01/2027, levée 12/04/2027 + MSO envoyé 20/03/2027, levée 05/09/2027 | LOYER | 01/02/2027 | 30/09/2027 | - | confirme | ouvert | L. 521-2 I
D02 | habitation | loyer 600, verse_au 30/09/2027 | MSU envoyé 15/01/2027, levée 12/04/2027 + MSO envoyé 20/03/2027, levée 05/09/2027 | RESTITUTION | 01/02/2027 | 30/09/2027 | 4800 | confirme | ouvert | L. 521-2 I
D03 | habitation | loyer 600, verse_au 31/12/2027 | MSU envoyé 15/01/2027, levée 12/02/2027 + MSO envoyé 20/06/2027, levée 05/09/2027 | RESTITUTION | 01/02/2027 | 30/09/2027 | 2400 | confirme | ouvert | L. 521-2 I
D04 | habitation | loyer 600, bail_fin 31/12/2028 | MSU envoyé 15/01/2027, levée 12/04/2027 + MSO envoyé 20/03/2027, levée 05/09/2027 | BAIL | 01/01/2029 | 31/08/2029 | - | confirme | ouvert | L. 521-2 II
# --- Les loyers perçus à tort --------------------------------------------------------------------
R01 | habitation | loyer 600, verse_au 30/06/2027 | MSO envoyé 22/02/2027 | RESTITUTION | 01/03/2027 | 30/06/2027 | 2400 | confirme | ouvert | L. 521-2 I
R02 | habitation | loyer 612.50, verse_au 30/06/2027, restitue 450 | MSO envoyé 22/02/2027 | RESTITUTION | 01/03/2027 | 30/06/2027 | 2000 | confirme | ouvert | L. 521-2 I
R03 | habitation | loyer 600, verse_au 28/02/2027 | MSO envoyé 22/02/2027 | RESTITUTION | aucun | - | - | - | - | L. 521-2 I
R04 | habitation | loyer 600, verse_au 31/12/2027 | MSO envoyé 22/02/2027, levée 31/08/2027 | RESTITUTION | 01/03/2027 | 31/08/2027 | 3600 | confirme | ouvert | L. 521-2 I
R05 | habitation | loyer 600, verse_au 30/06/2027, restitue 5000 | MSO envoyé 22/02/2027 | RESTITUTION | 01/03/2027 | 30/06/2027 | 0 | confirme | ouvert | L. 521-2 I
R06 | habitation | loyer 580, verse_au 15/02/2028 | MSO envoyé 22/01/2028 | RESTITUTION | 01/02/2028 | 15/02/2028 | 300 | pratique | ouvert | L. 521-2 I
R07 | habitation | verse_au 30/06/2027 | MSO envoyé 22/02/2027 | RESTITUTION | 01/03/2027 | 30/06/2027 | - | confirme | ouvert | L. 521-2 I
R08 | sans_titre | loyer 100, verse_au 30/06/2027 | MSO envoyé 22/02/2027 | RESTITUTION | 01/03/2027 | 30/06/2027 | - | a_verifier | ouvert | L. 521-2 I
# --- Le bail : ce qui restait à courir est reporté -----------------------------------------------
B01 | habitation | bail_fin 31/12/2028 | MSO envoyé 22/02/2027, levée 31/08/2027 | BAIL | 01/01/2029 | 30/06/2029 | - | confirme | ouvert | L. 521-2 II
B02 | habitation | bail_fin 28/02/2029 | MSO envoyé 22/02/2027, levée 31/08/2027 | BAIL | 01/03/2029 | 31/08/2029 | - | confirme | ouvert | L. 521-2 II
B03 | professionnel | bail_fin 14/06/2030 | MSO envoyé 22/02/2027, levée 29/02/2028 | BAIL | 15/06/2030 | 14/06/2031 | - | confirme | ouvert | L. 521-2 II
B04 | habitation | bail_fin 31/12/2028 | MSO envoyé 22/02/2027 | BAIL | - | - | - | confirme | ouvert | L. 521-2 II
B05 | hotel | bail_fin 31/12/2027 | ERP-HEB envoyé 22/02/2027, constat 19/03/2027 | BAIL | 01/01/2028 | 31/01/2028 | - | a_verifier | ouvert | L. 521-2 II
B06 | habitation | bail_fin 31/12/2028 | MSO envoyé 22/02/2027, definitive 01/06/2027, limite 31/05/2027 | BAIL-DEFINITIF | 01/03/2027 | 31/05/2027 | - | confirme | ouvert | L. 521-2 III
B07 | habitation | bail_fin 31/12/2028, fin 10/04/2027 | MSO envoyé 22/02/2027, definitive 01/06/2027 | BAIL-DEFINITIF | 01/03/2027 | 10/04/2027 | - | confirme | ouvert | L. 521-2 III
B08 | habitation | | MSO envoyé 22/02/2027 | EXPULSION | - | - | - | confirme | ouvert | L. 521-2 III
# --- Interdiction temporaire : hébergement -------------------------------------------------------
T01 | habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | HEBERGEMENT | 01/03/2027 | - | - | confirme | ouvert | L. 521-3-1 I
T02 | habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_le 30/08/2027 | HEBERGEMENT | 01/03/2027 | 30/08/2027 | - | confirme | ouvert | L. 521-3-1 I
T03 | habitation | eviction 01/03/2027, retour 10/07/2027 | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | 09/07/2027 | - | confirme | ouvert | L. 521-3-1 I
T04 | habitation | | MSO envoyé 22/02/2027, inhabitable 15/04/2027 | HEBERGEMENT | 15/04/2027 | - | - | confirme | ouvert | L. 521-3-1 I
T05 | habitation | | MSO envoyé 22/02/2027, temporaire - | HEBERGEMENT | - | - | - | confirme | ouvert | L. 511-18
T06 | professionnel | | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | - | - | - | confirme | exclu | L. 521-1
T07 | habitation | principale non | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | - | - | - | confirme | exclu | L. 521-1
T08 | sans_titre | bonne_foi oui | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | confirme | ouvert | L. 521-3-1 I
T09 | sans_titre | bonne_foi non | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | - | - | - | confirme | exclu | L. 521-1
T10 | sans_titre | bonne_foi inconnu | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-3-1 I
T11 | proprietaire | | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-3-1 I
T12 | hotel | | ERP-HEB envoyé 22/02/2027, temporaire 23/02/2027 | HEBERGEMENT | 23/02/2027 | - | - | confirme | ouvert | L. 521-3-1 I
T13 | habitation | | PGI envoyé 22/02/2027, temporaire 22/02/2027 | HEBERGEMENT | - | - | - | a_verifier | surveiller | L. 521-3-1 I
T14 | habitation | | RSHS envoyé 22/02/2027 | HEBERGEMENT | aucun | - | - | - | - | L. 521-3-2
T15 | habitation | | MSO envoyé 22/02/2027 | HEBERGEMENT | aucun | - | - | - | - | L. 521-3-1 I
T16 | habitation | | INS-ORD envoyé 22/02/2027, temporaire 01/03/2027, suroccupation, constat 30/09/2027 | RELOGEMENT | 30/09/2027 | - | - | confirme | ouvert | L. 521-3-1 I, troisième alinéa
T17 | habitation | entree 10/03/2027 | MSO envoyé 22/02/2027, temporaire 01/03/2027 | HEBERGEMENT | 01/03/2027 | - | - | a_verifier | ouvert | L. 521-3-1 I
T18 | habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027 | DEMENAGEMENT | - | - | - | a_verifier | surveiller | L. 521-3-1 I
# --- Plus de trois ans d'éviction ----------------------------------------------------------------
A01 | habitation | eviction 15/03/2023 | MSO envoyé 22/02/2023, temporaire 01/03/2023 | TROIS-ANS | 16/03/2026 | - | - | a_verifier | ouvert | L. 521-3-1 I
A02 | habitation | eviction 29/02/2028 | MSO envoyé 22/01/2028, temporaire 01/02/2028 | TROIS-ANS | 01/03/2031 | - | - | a_verifier | surveiller | L. 521-3-1 I
A03 | habitation | eviction 15/03/2023, retour 10/03/2026 | MSO envoyé 22/02/2023, temporaire 01/03/2023 | TROIS-ANS | aucun | - | - | - | - | L. 521-3-1 I
A04 | habitation | eviction 15/03/2023, nouveau_loyer 550 | MSO envoyé 22/02/2023, temporaire 01/03/2023 | INDEMNITE | 16/03/2026 | - | 1650 | a_verifier | ouvert | L. 521-3-1 II
A05 | habitation | eviction 15/03/2023 | MSO envoyé 22/02/2023, temporaire 01/03/2023 | HEBERGEMENT | 01/03/2023 | - | - | confirme | ouvert | L. 521-3-1 I
# --- Interdiction définitive, cessation, évacuation : relogement et indemnités -------------------
F01 | habitation | nouveau_loyer 550 | MSO envoyé 22/02/2027, definitive 01/06/2027 | RELOGEMENT | 01/06/2027 | - | - | confirme | ouvert | L. 521-3-1 II
F02 | habitation | nouveau_loyer 550 | MSO envoyé 22/02/2027, definitive 01/06/2027 | INDEMNITE | 01/06/2027 | - | 1650 | confirme | ouvert | L. 521-3-1 II
F03 | habitation | nouveau_loyer 487.33 | INS-IMP envoyé 22/02/2027, cessation 01/06/2027 | INDEMNITE | 01/06/2027 | - | 1461.99 | confirme | ouvert | L. 521-3-1 II
F04 | habitation | | MSU envoyé 22/02/2027, evacuation 22/02/2027 | INDEMNITE | 22/02/2027 | - | - | confirme | ouvert | L. 521-3-1 II
F05 | proprietaire | nouveau_loyer 550 | MSO envoyé 22/02/2027, definitive 01/06/2027 | INDEMNITE | aucun | - | - | - | - | L. 521-3-1 II
F06 | habitation | relogeur hlm, loyer_previsionnel 500 | INS-ORD envoyé 22/02/2027, definitive 01/06/2027 | INDEMNITE-AN | - | - | 6000 | confirme | ouvert | L. 521-3-2 IV
F07 | habitation | relogeur proprietaire, loyer_previsionnel 500 | INS-ORD envoyé 22/02/2027, definitive 01/06/2027 | INDEMNITE-AN | aucun | - | - | - | - | L. 521-3-2 IV
F08 | habitation | relogeur hlm, loyer_previsionnel 500 | MSO envoyé 22/02/2027, temporaire 01/06/2027 | INDEMNITE-AN | aucun | - | - | - | - | L. 521-3-2 IV
F09 | habitation | fin 10/01/2027 | MSO envoyé 22/02/2027, definitive 01/06/2027 | PARTI | - | - | - | confirme | exclu | L. 521-1
F10 | habitation | fin 10/01/2027 | MSO envoyé 22/02/2027, definitive 01/06/2027 | INDEMNITE | aucun | - | - | - | - | L. 521-1
# --- Trois offres : celles de l'autorité publique seulement --------------------------------------
O01 | habitation | offre maire relogement 01/04/2027 oui refusee, offre maire relogement 10/04/2027 oui refusee, offre maire relogement 20/04/2027 oui refusee | MSO envoyé 22/02/2027, definitive 01/06/2027 | TROIS-REFUS | 20/04/2027 | - | - | confirme | surveiller | L. 521-3-2 VII
O02 | habitation | offre proprietaire relogement 01/04/2027 oui refusee, offre maire relogement 10/04/2027 oui refusee, offre maire relogement 20/04/2027 oui refusee | MSO envoyé 22/02/2027, definitive 01/06/2027 | TROIS-REFUS | - | - | - | confirme | surveiller | L. 521-3-2 VII
O03 | habitation | offre prefet relogement 01/04/2027 non refusee, offre prefet relogement 10/04/2027 oui refusee, offre prefet relogement 20/04/2027 oui refusee | INS-ORD envoyé 22/02/2027, definitive 01/06/2027 | TROIS-REFUS | - | - | - | confirme | surveiller | L. 521-3-2 VII
O04 | habitation | offre maire relogement 01/04/2027 inconnu refusee, offre maire relogement 10/04/2027 oui refusee, offre maire relogement 20/04/2027 oui refusee | MSO envoyé 22/02/2027, definitive 01/06/2027 | TROIS-REFUS | 20/04/2027 | - | - | a_verifier | surveiller | L. 521-3-2 VII
O05 | habitation | offre maire hebergement 01/04/2027 oui refusee, offre maire hebergement 10/04/2027 oui refusee, offre maire hebergement 20/04/2027 oui refusee | MSO envoyé 22/02/2027, temporaire 01/06/2027 | TROIS-REFUS | aucun | - | - | - | - | L. 521-3-2 VII
# --- Convention d'occupation précaire ------------------------------------------------------------
C01 | habitation | convention | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_recue 15/03/2028 | CONVENTION | - | 30/04/2028 | - | confirme | surveiller | L. 521-3-4
C02 | habitation | convention | MSO envoyé 22/02/2027, temporaire 01/03/2027, levee_recue 31/01/2028 | CONVENTION | - | 29/02/2028 | - | confirme | surveiller | L. 521-3-4
C03 | hotel | convention | ERP-HEB envoyé 22/02/2027, temporaire 01/03/2027, constat 19/03/2027 | CONVENTION | - | 30/04/2027 | - | confirme | surveiller | L. 521-3-4
C04 | habitation | convention | MSO envoyé 22/02/2027, temporaire 01/03/2027, constat 19/03/2027 | CONVENTION | - | 30/04/2027 | - | a_verifier | surveiller | L. 521-3-4
C05 | habitation | convention | MSO envoyé 22/02/2027, temporaire 01/03/2027 | CONVENTION | - | - | - | confirme | surveiller | L. 521-3-4
# --- Logement vide, allocation, assurance --------------------------------------------------------
V01 | habitation | vacant_depuis 01/01/2027 | MSO envoyé 22/02/2027, notifie_le 24/02/2027, levee_le 30/08/2027 | VACANCE | 24/02/2027 | 30/08/2027 | - | confirme | surveiller | L. 511-18
V02 | habitation | vacant_depuis 01/01/2027 | MSO envoyé 22/02/2027 | LOYER | aucun | - | - | - | - | L. 511-18
V03 | habitation | allocation caf | MSO envoyé 22/02/2027 | ALLOCATION-INFO | - | - | - | confirme | surveiller | R. 511-7
V04 | habitation | allocation msa | MSO envoyé 22/02/2027 | ALLOCATION | - | - | - | a_verifier | surveiller | à vérifier
V05 | habitation | | MSO envoyé 22/02/2027 | ALLOCATION | aucun | - | - | - | - | R. 511-7
V06 | habitation | | MSO envoyé 22/02/2027 | ASSURANCE | - | - | - | pratique | surveiller | conseil
"""
LIGNES = [
    [case.strip() for case in ligne.split("|")]
    for ligne in CAS.strip().splitlines()
    if not ligne.startswith("#")
]
AUJOURD_HUI = date(2028, 6, 1)


@pytest.mark.parametrize("ligne", LIGNES, ids=[ligne[0] for ligne in LIGNES])
def test_cas(ligne):
    _no, titre, faits, actes, code, du, au, montant, niveau, etat, article = ligne
    trouves = droits(
        _menage(titre, faits), [_acte(a.strip()) for a in actes.split("+")], jour=AUJOURD_HUI
    )
    voulus = [d for d in trouves if d.code == code]
    if du == "aucun":
        assert not voulus
        return
    assert len(voulus) == 1, [d.code for d in trouves]
    d = voulus[0]
    assert (d.du, d.au) == (jour(du), jour(au)), d.calcul
    assert d.montant == (None if montant == "-" else Decimal(montant)), d.calcul
    assert (d.niveau, d.etat) == (niveau, etat), d.calcul
    assert article in d.base
    assert d.calcul and d.titre


def test_assez_de_cas():
    assert len(LIGNES) >= 100
    assert len({ligne[0] for ligne in LIGNES}) == len(LIGNES)


AUTORITES = """
MSO     | maire  |           | le maire
MSO     | epci   |           | le président de l’intercommunalité
INS-ORD | prefet |           | le préfet (la commune ou
INS-ORD | prefet | operation | la personne publique qui a pris l’initiative
ERP-HEB | maire  |           | le maire
"""


@pytest.mark.parametrize("ligne", AUTORITES.strip().splitlines())
def test_qui_heberge_a_defaut(ligne):
    """L. 521-3-2 I and III: mayor or EPCI president, préfet for insalubrité, OPAH initiator."""
    procedure, autorite, operation, attendu = (c.strip() for c in ligne.split("|"))
    acte = Acte(
        procedure=procedure, autorite=autorite, operation=bool(operation),
        envois=(Envoi(date(2027, 2, 22)),),
        interdictions=(Interdiction("temporaire", date(2027, 3, 1), date(2027, 2, 25)),),
    )  # fmt: skip
    d = next(d for d in droits(Menage("habitation"), [acte]) if d.code == "HEBERGEMENT")
    assert d.a_defaut.startswith(attendu)
    assert d.debiteur == "le propriétaire ou l’exploitant"


def _hebergement(*offres, jour):
    acte = Acte(
        procedure="MSO", envois=(Envoi(date(2027, 2, 22)),),
        interdictions=(Interdiction("temporaire", date(2027, 3, 1), date(2027, 2, 25)),),
    )  # fmt: skip
    trouves = droits(Menage("habitation", offres=offres), [acte], jour=jour)
    return next(d for d in trouves if d.code == "HEBERGEMENT").a_faire


def test_defaillance_du_proprietaire():
    """L. 511-18: before the date set by the order one checks; after it, without offer, one acts."""
    offre = Offre("proprietaire", "hebergement", date(2027, 2, 24), adaptee="oui")
    assert "Vérifiez l’offre" in _hebergement(jour=date(2027, 2, 25))
    assert "constatez la défaillance" in _hebergement(jour=date(2027, 2, 26))
    assert "offre adaptée\u00a0: gardez" in _hebergement(offre, jour=date(2027, 2, 26))
    douteuse = replace(offre, adaptee="inconnu")
    assert "dites si elle est adaptée" in _hebergement(douteuse, jour=date(2027, 2, 26))
    inadaptee = replace(offre, adaptee="non")
    assert "constatez la défaillance" in _hebergement(inadaptee, jour=date(2027, 2, 26))


def test_bail_expire_avant_l_effet():
    """L. 521-3-1 II last paragraph: the owner stays bound."""
    acte = Acte(
        procedure="MSO", envois=(Envoi(date(2027, 2, 22)),),
        interdictions=(Interdiction("definitive", date(2027, 6, 1)),),
    )  # fmt: skip
    trouves = droits(Menage("habitation", bail_fin=date(2027, 4, 30)), [acte])
    assert "les obligations demeurent" in next(d.calcul for d in trouves if d.code == "RELOGEMENT")


def test_preuve_manquante_est_dite():
    acte = Acte(procedure="MSO", envois=(Envoi(date(2027, 2, 22), prouve=False),))
    d = next(d for d in droits(Menage("habitation"), [acte]) if d.code == "LOYER")
    assert "envoi sans justificatif" in d.calcul


# What an act may announce of the rent of one household (L. 521-2 I): state | first day | clocks | words
EFFETS = """
habitation      |                  | MSO envoyé 22/02/2027                        | suspendu   | 01/03/2027 | DL-LOYER-FIN, DL-LOYER-REP   | à compter du 01/03/2027
professionnel   |                  | MSU envoyé 31/12/2027                        | suspendu   | 01/01/2028 | DL-LOYER-FIN, DL-LOYER-REP   | 01/01/2028
meuble_tourisme |                  | MSO envoyé 22/02/2027                        | suspendu   | 23/02/2027 | DL-LOYER-MEUB, DL-LOYER-MEUB | 23/02/2027
habitation      |                  | ERP-HEB envoyé 22/02/2027                    | suspendu   | 01/03/2027 | DL-LOYER-FIN, DL-LOYER-ERP   | 01/03/2027
proprietaire    |                  | MSO envoyé 22/02/2027                        | sans_objet | -          | -                            | propriétaire occupant
habitation      | vacant_depuis 01/01/2027 | MSO envoyé 22/02/2027                | sans_objet | -          | -                            | logement vide
habitation      | fin 20/02/2027   | MSO envoyé 22/02/2027                        | sans_objet | -          | -                            | occupation finie
habitation      |                  | RSHS envoyé 22/02/2027                       | du         | -          | -                            | ne suspend pas
habitation      |                  | PGI envoyé 22/02/2027                        | du         | -          | -                            | ne suspend pas
habitation      |                  | INS-ORD envoyé 22/02/2027, plomb seul        | du         | -          | -                            | L. 1331-22
habitation      |                  | INS-ORD envoyé 22/02/2027, plomb partie      | a_verifier | -          | -                            | un des motifs
habitation      |                  | MSO envoyé 22/02/2027, contre_occupant seul  | du         | -          | -                            | usage des lieux
habitation      |                  | MSO envoyé 22/02/2027, contre_occupant partie | a_verifier | -         | -                            | une partie des mesures
habitation      |                  | MSO envoyé 22/02/2027, parties_communes      | a_verifier | -          | -                            | parties communes
habitation      |                  | MSO envoyé 22/02/2027, autres_lots           | a_verifier | -          | -                            | d’autres lots
sans_titre      |                  | MSO envoyé 22/02/2027                        | a_verifier | 01/03/2027 | DL-LOYER-FIN, DL-LOYER-REP   | sans titre
habitation      |                  | MSO                                          | a_verifier | -          | -                            | n’est pas connue
habitation      |                  | MSO envoyé 05/02/2027, levée 26/02/2027      | sans_objet | -          | -                            | aucun jour
"""


@pytest.mark.parametrize("ligne", EFFETS.strip().splitlines())
def test_ce_que_l_acte_peut_annoncer(ligne):
    titre, faits, acte, etat, du, horloges, mots = (c.strip() for c in ligne.split("|"))
    lu = effet(_menage(titre, faits), _acte(acte), regles_livrees())
    assert (lu.etat, lu.du) == (etat, jour(du)), lu.mots
    assert [lu.regle, lu.reprise] == (["", ""] if horloges == "-" else horloges.split(", "))
    assert mots in lu.mots
    assert lu.base.startswith("CCH L. 521-2")


@pytest.mark.parametrize("ligne", LIGNES, ids=[ligne[0] for ligne in LIGNES])
def test_l_acte_dit_comme_les_droits(ligne):
    """One computation: what is announced is suspended the same day, and nothing else is."""
    _no, titre, faits, actes, *_reste = ligne
    menage = _menage(titre, faits)
    for acte in (_acte(a.strip()) for a in actes.split("+")):
        lu, periode = effet(menage, acte, regles_livrees()), suspension(menage, acte, regles_livrees())
        if lu.du:
            assert isinstance(periode, Suspension)
            assert (lu.du, lu.etat) == (
                periode.du, "suspendu" if periode.niveau == "confirme" else "a_verifier"
            )
        elif not menage.vacant_depuis:
            assert not isinstance(periode, Suspension) or menage.fin


# Has the owner failed to lodge, on 26/02/2027? | title | facts | order | state | article
DEFAILLANCES = """
habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | defaillant | L. 521-3-2 I
habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 26/02/2027 | attente | L. 511-18
habitation | | MSO envoyé 22/02/2027, temporaire 01/03/2027 | sans_date | L. 511-18
habitation | offre proprietaire hebergement 24/02/2027 oui attente | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | offre | L. 511-18
habitation | offre proprietaire hebergement 24/02/2027 inconnu attente | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | a_dire | L. 511-18
habitation | offre proprietaire hebergement 24/02/2027 non refusee | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | defaillant | L. 521-3-2 I
habitation | offre maire hebergement 24/02/2027 oui acceptee | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | defaillant | L. 521-3-2 I
habitation | offre proprietaire hebergement 24/02/2027 oui attente | MSO envoyé 22/02/2027, definitive 01/03/2027 offre 25/02/2027 | defaillant | L. 521-3-1 II
professionnel | | MSO envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | exclu | L. 521-1
habitation | | INS-ORD envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | defaillant | L. 521-3-2 I, V
habitation | | MSO envoyé 22/02/2027 | - | -
habitation | | PGI envoyé 22/02/2027, temporaire 01/03/2027 offre 25/02/2027 | - | -
"""


@pytest.mark.parametrize("ligne", DEFAILLANCES.strip().splitlines())
def test_defaillance_avant_de_se_substituer(ligne):
    """L. 521-3-2 I: the authority lodges when the owner « n'a pas assuré l'hébergement »."""
    titre, faits, acte, etat, article = (c.strip() for c in ligne.split("|"))
    lues = defaillances(_menage(titre, faits), (_acte(acte),), date(2027, 2, 26))
    if etat == "-":
        assert not lues
        return
    [lue] = lues
    assert lue.etat == etat, lue.mots
    assert article in lue.base
