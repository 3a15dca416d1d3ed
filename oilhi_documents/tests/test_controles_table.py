from collections import defaultdict
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..controles import CONTROLES
from .common import TRAVAUX, OilhiDocumentsCommon
from .controles_lignes import Lignes
from .controles_situations import COMPLET, OCCUPANT, PROPRIETAIRE, SITUATIONS

B, A, O = "bloquant", "avertissement", "ok"  # noqa: E741 (columns of a table)

# Read by a jurist: facts (see SITUATIONS), act, day of the signature, control, level, what it says, article.
TABLE = [
    # -- letters that open the contradictoire
    ("rien n’est fait", "D-MSO-03", "2027-01-08", "RAPPORT", A, "celle du dernier constat", "L. 511-8"),
    ("tout est fait et prouvé", "D-MSO-03", None, "RAPPORT-JOINT", O, "1 fichier", "L. 511-10"),
    ("rapport annoncé joint, absent du dossier", "D-MSO-03", None, "RAPPORT-JOINT", A, "aucun fichier", "L. 511-10"),
    ("rapport consultable en mairie", "D-MSO-03", None, "RAPPORT-JOINT", O, "au service habitat, le matin", "R. 511-3"),
    ("rien n’est fait", "D-MSO-03", "2027-01-08", "OCCUPANTS", A, "le même jour", "L. 511-10"),
    ("rien n’est fait", "D-MSO-03", "2027-01-08", "C2-11", O, "un mois pour répondre", "R. 511-3"),
    ("rien n’est fait", "D-MSO-04", "2027-01-08", "D7-06", B, "s’adresse à un syndic", "L. 511-10"),
    ("parties communes", "D-MSO-04", None, "C2-11", O, "deux mois pour répondre", "R. 511-10"),
    ("parties communes", "D-MSO-03", None, "LETTRE", A, "deux mois", "R. 511-10"),
    ("copropriété sans syndic", "D-MSO-03", None, "LETTRE", A, "tribunal judiciaire (à vérifier)", ""),
    ("indivision, une lettre manque", "D-MSO-05", None, "DESTINATAIRE", A, "Mme Luce EXEMPLE", "L. 511-10"),
    ("indivision, une lettre manque", "D-MSO-03", None, "LETTRE", A, "D-MSO-05", "L. 541-2-1"),
    ("tout est fait et prouvé", "D-MSO-06", None, "C2-23", B, "adresse de chacun est connue", "R. 511-3"),
    # -- contradictoire, person by person
    ("rien n’est fait", "D-MSO-10", "2027-02-13", "D7-05", B, "n’a pas été ouvert", "L. 511-10"),
    ("rien n’est fait", "D-MSO-10", "2027-02-13", "DESTINATAIRE", A, "À qui écrire : M. Dominique Exemple", "L. 511-10"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-12", "DESTINATAIRE", B, "à partir du 13/02/2027", "R. 511-3"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-12", "D7-05", B, "avant le 13 février 2027", "R. 511-3"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "DESTINATAIRE", O, "reçue le 12/01/2027 (avis joint)", "R. 511-8"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "D7-05", O, "depuis le 13 février 2027", "R. 511-3"),
    ("avis de réception absent", "D-MSO-10", "2027-02-13", "DESTINATAIRE", A, "déclarée, sans justificatif", "R. 511-8"),
    ("réception non prouvée", "D-MSO-10", "2027-02-13", "DESTINATAIRE", B, "non prouvée", "R. 511-8"),
    ("pli revenu, inconnu à l’adresse", "D-MSO-10", "2027-02-13", "DESTINATAIRE", B, "cherchez l’adresse", "R. 511-3"),
    ("pli non réclamé", "D-MSO-10", "2027-02-13", "DESTINATAIRE", A, "présentée le 12/01/2027", "R. 511-8"),
    ("remise en main propre", "D-MSO-10", "2027-02-13", "DESTINATAIRE", O, "remise le 08/01/2027 (procès-verbal", "R. 511-8"),
    ("adresse inconnue, affichage certifié", "D-MSO-10", "2027-02-13", "DESTINATAIRE", O, "affichée le 08/01/2027 (certificat", "R. 511-3"),
    ("adresse inconnue, sans certificat", "D-MSO-10", "2027-02-13", "DESTINATAIRE", A, "sans certificat", "R. 511-3"),
    ("affichage, puis l’adresse est retrouvée", "D-MSO-10", "2027-02-13", "C2-23", B, "ne vaut pas notification", "L. 511-12"),
    ("indivision, une lettre manque", "D-MSO-10", "2027-02-13", "DESTINATAIRE", B, "Mme Luce EXEMPLE", "L. 511-10"),
    ("deux propriétaires, réceptions décalées", "D-MSO-10", "2027-02-15", "DESTINATAIRE", B, "22/02/2027, arrêté possible à partir du 23/02/2027", "R. 511-3"),
    ("deux propriétaires, réceptions décalées", "D-MSO-10", "2027-02-15", "DESTINATAIRE", O, "M. Dominique Exemple", "R. 511-3"),
    ("parties communes", "D-MSO-14", "2027-03-01", "DESTINATAIRE", B, "12/03/2027, arrêté possible à partir du 13/03/2027", "R. 511-3"),
    ("observations reçues, sans réponse", "D-MSO-10", "2027-02-13", "D7-05", A, "écrivez la réponse", "L. 511-10"),
    # -- occupants
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "OCCUPANTS", O, "le jour de la lettre", "L. 511-10"),
    ("occupants informés trois jours après", "D-MSO-10", "2027-02-13", "OCCUPANTS", A, "3 jours après", "L. 511-10"),
    ("occupants jamais informés", "D-MSO-10", "2027-02-13", "OCCUPANTS", A, "n’est pas enregistrée", "L. 511-10"),
    ("un occupant oublié", "D-MSO-10", "2027-02-13", "OCCUPANTS", A, "Mme Lise Modèle", "L. 511-10"),
    ("lieux vacants", "D-MSO-10", "2027-02-13", "OCCUPANTS", O, "Sans objet", "L. 511-10"),
    ("parties communes", "D-MSO-14", "2027-03-13", "OCCUPANTS", O, "par le syndic", "L. 511-10"),
    ("parties communes, occupants non informés", "D-MSO-14", "2027-03-13", "OCCUPANTS", A, "c’est le syndic qui informe", "L. 511-10"),
    # -- visit, report, ABF
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "VISITE", O, "10 h 30", "L. 511-7"),
    ("visite sans heure", "D-MSO-10", "2027-02-13", "VISITE", A, "entre 6 h et 21 h", "L. 511-7"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-01-05", "RAPPORT", B, "postérieur à la signature", "L. 511-8"),
    ("désordre daté d’après le rapport", "D-MSO-10", None, "RAPPORT", A, "constaté le 01/02/2027, après le rapport du 6 janvier 2027", "L. 511-8"),
    ("rapport non enregistré", "D-MSO-10", "2027-02-13", "RAPPORT", B, "avant de prendre l’arrêté", "L. 511-8"),
    ("rapport non enregistré", "D-MSO-03", "2027-01-08", "RAPPORT", A, "celle du dernier constat", "L. 511-8"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "IDENTIFICATION", O, "05/01/2027", "L. 511-10"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "D7-04", O, "n’est pas protégé", "R. 511-4"),
    ("immeuble protégé, avis non demandé", "D-MSO-10", "2027-02-20", "D7-04", B, "doit être demandé", "R. 511-4"),
    ("immeuble protégé, avis demandé", "D-MSO-10", "2027-03-03", "D7-04", B, "après le 3 mars 2027", "R. 511-4"),
    ("immeuble protégé, avis demandé", "D-MSO-10", "2027-03-04", "D7-04", O, "réputé émis", "R. 511-4"),
    ("immeuble protégé, avis favorable", "D-MSO-10", "2027-02-25", "D7-04", O, "20 février 2027 : favorable", "R. 511-4"),
    ("immeuble classé", "D-MSO-10", "2027-02-13", "D7-04", A, "à vérifier", "R. 511-4"),
    ("protection inconnue", "D-MSO-10", "2027-02-13", "D7-04", A, "n’est pas renseignée", "R. 511-4"),
    ("équipement commun, immeuble protégé", "D-MSO-10", "2027-02-13", "D7-04", O, "ni avis ni information", "R. 511-4"),
    ("urgence, immeuble protégé", "D-MSU-04", "2027-01-05", "D7-04", A, "informez immédiatement", "R. 511-4"),
    # -- who signs
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "D7-01", O, "opposition du maire notifiée", "L. 5211-9-2"),
    ("police transférée à l’EPCI", "D-MSO-10", "2027-02-13", "D7-01", A, "le président", "L. 5211-9-2"),
    ("police transférée à l’EPCI", "D-MSO-10", "2027-02-13", "C2-08", B, "le maire ne peut pas signer", "L. 5211-9-2"),
    ("autorité inconnue", "D-MSO-10", "2027-02-13", "D7-01", B, "On ne sait pas qui", "L. 5211-9-2"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "DELEGATION", O, "en son nom propre", "L. 2122-18"),
    ("délégation sans date exécutoire", "D-MSO-10", "2027-02-13", "DELEGATION", A, "publiée et transmise", "L. 2131-1"),
    ("délégation complète", "D-MSO-10", "2027-02-13", "DELEGATION", O, "exécutoire depuis le 10 avril 2026", "L. 2122-18"),
    ("délégation finie avec le mandat", "D-MSO-10", "2027-02-15", "C2-08", B, "avec le mandat de son auteur, le 14 février 2027", ""),
    ("PGI, police de l’habitat transférée", "D-PGI-01", "2027-01-05", "D7-01", O, "jamais transférée", "L. 2212-2"),
    ("PGI, police de l’habitat transférée", "D-PGI-01", "2027-01-05", "C2-08", O, "Camille Exemple", "L. 5211-9-2"),
    # -- content of the order
    ("cause extérieure", "D-MSO-10", "2027-02-13", "D7-03", B, "extérieure à l’immeuble", "L. 511-2"),
    ("désordre non décrit", "D-MSO-10", "2027-02-13", "D7-03", A, "décrivez ce qui a été constaté", "CRPA L. 211-2"),
    ("danger devenu imminent", "D-MSO-10", "2027-02-13", "C2-01", B, "Le danger est imminent", "L. 511-19"),
    ("sans parcelle", "D-MSO-10", "2027-02-13", "D7-07", B, "référence cadastrale", "L. 511-12"),
    ("mesure sans délai", "D-MSO-03", None, "D7-08", B, "n’a pas de délai", "L. 511-11"),
    ("urgence constatée", "D-MSU-04", "2027-01-05", "D7-09", O, "aucun minimum d’un mois", "R. 511-6"),
    ("interdiction sans date d’offre", "D-MSO-11", "2027-02-13", "D7-10", B, "offre d’hébergement", "L. 511-18"),
    ("interdiction datée", "D-MSO-11", "2027-02-13", "D7-10", O, "Interdiction datée", "L. 511-18"),
    ("interdiction définitive", "D-MSO-10", "2027-02-13", "MODELE", B, "D-MSO-12", "L. 511-11"),
    ("interdiction définitive", "D-MSO-12", "2027-02-13", "MODELE", O, "Modèle adapté", "L. 511-18"),
    ("démolition sans motif", "D-MSO-13", "2027-02-13", "C2-13", B, "constat technique", "L. 511-11"),
    ("démolition d’un immeuble protégé", "D-MSO-13", "2027-02-13", "D7-17", A, "à conserver", "R. 511-4"),
    ("travaux à l’occupant", "D-MSO-10", "2027-02-13", "D7-16", B, "injonctions d’utilisation", "R. 511-5"),
    ("parties communes", "D-MSO-14", "2027-03-13", "D7-15", O, "mention de L. 543-1", "L. 543-1"),
    ("indivision, une lettre manque", "D-MSO-10", "2027-02-13", "D7-15", O, "mention de L. 541-2-1", "L. 541-2-1"),
    ("article annulé dans une mesure", "D-MSO-10", "2027-02-13", "D7-02", B, "annulés le 29 août 2024", "R. 1331-17"),
    ("motif qui désigne le procureur", "D-MSO-10", "2027-02-13", "C2-18", B, "d’insalubrité", "R. 511-7"),
    ("motif qui invoque des offres refusées", "D-MSO-10", "2027-02-13", "C2-24", B, "l’autorité publique", "L. 521-3-2"),
    ("tout est fait et prouvé", "D-MSO-10", "2027-02-13", "C2-15", O, "premier jour du mois qui suit l’envoi", "L. 521-2"),
    ("l’occupant est l’auteur du trouble", "D-MSO-10", "2027-02-13", "C2-15", O, "le loyer reste dû", "L. 521-2"),
    ("motif qui suspend un loyer dû", "D-MSO-10", "2027-02-13", "C2-15", B, "retirez cette mention", "L. 521-2"),
    ("arrêté déjà pris", "D-MSO-10", "2027-03-01", "DOUBLON", A, "déjà faite, le 15/02/2027", "CRPA L. 243-1"),
    ("équipement privatif", "D-MSO-10", "2027-02-13", "C2-04", B, "privatif", "R. 511-1"),
    ("matières, sans l’exploitant", "D-MSO-10", "2027-02-13", "C2-26", B, "exploitant", "L. 511-10"),
    ("matières, exploitant et propriétaire", "D-MSO-10", "2027-02-13", "DESTINATAIRE", B, "M. Sacha Exemple : aucune lettre", "L. 511-10"),
    # -- urgency
    ("urgence constatée", "D-MSU-04", "2027-01-05", "C2-02", O, "constaté par les services", "L. 511-19"),
    ("urgence sans constat", "D-MSU-04", "2027-01-05", "C2-02", A, "dit manifeste, sans constat", "L. 511-19"),
    ("urgence non établie", "D-MSU-04", "2027-01-05", "C2-02", B, "serait illégal", "L. 511-19"),
    ("urgence constatée", "D-MSU-04", "2027-01-05", "D7-05", O, "dispense de la procédure contradictoire", "L. 511-19"),
    ("urgence constatée", "D-MSU-04", "2027-01-05", "D7-11", O, "sans astreinte", "L. 511-20"),
    ("urgence, démolition totale", "D-MSU-04", "2027-01-05", "DEMOLITION", B, "jugement du président du tribunal judiciaire", "L. 511-19"),
    ("urgence, carence", "D-MSO-23", "2027-01-10", "C2-09", B, "Pas d’astreinte avec la procédure urgente", "L. 511-20"),
    ("urgence, délai en cours", "D-MSU-06", "2027-01-06", "DELAI-ECHU", B, "à partir du 7 janvier 2027", "L. 511-20"),
    ("urgence, délai en cours", "D-MSU-06", "2027-01-07", "DELAI-ECHU", A, "à 16 h", "L. 511-20"),
    ("urgence, délai en cours", "D-MSU-06", "2027-01-08", "DELAI-ECHU", O, "expiré le 7 janvier 2027", "L. 511-20"),
    ("urgence, carence le jour même", "D-MSU-06", "2027-01-07", "CARENCE", O, "7 janvier 2027", "L. 511-20"),
    ("urgence, délai en cours", "D-MSU-06", "2027-01-08", "CARENCE", B, "n’est pas constatée", "L. 511-20"),
    ("urgence, carence", "D-MSU-06", "2027-01-08", "CARENCE", O, "8 janvier 2027", "L. 511-20"),
    ("urgence, carence", "D-MSU-06", "2027-01-08", "OFFICE", A, "une obligation", "L. 511-20"),
    ("urgence, poursuite en ordinaire", "D-MSU-07", "2027-01-10", "DURABLE", B, "pas de mainlevée", "L. 511-21"),
    # -- failure, penalty, works by the authority
    ("arrêté notifié", "D-MSO-22", "2027-05-19", "DELAI-ECHU", B, "à partir du 20 mai 2027", "L. 511-15"),
    ("arrêté notifié", "D-MSO-22", "2027-05-20", "DELAI-ECHU", O, "expiré le 19 mai 2027", "L. 511-15"),
    ("arrêté notifié sans avis", "D-MSO-22", "2027-06-01", "NOTIFIE", B, "non prouvée", "R. 511-8"),
    ("arrêté notifié", "D-MSO-23", "2027-05-21", "CARENCE", B, "n’est pas constatée", "L. 511-15"),
    ("carence constatée", "D-MSO-23", "2027-05-21", "CARENCE", O, "procès-verbal joint", "L. 511-15"),
    ("carence sans procès-verbal", "D-MSO-23", "2027-05-21", "CARENCE", A, "sans procès-verbal", "L. 511-15"),
    ("travaux faits ensuite", "D-MSO-23", "2027-06-02", "CARENCE", B, "plus d’inexécution", "L. 511-14"),
    ("carence constatée", "D-MSO-23", "2027-05-21", "ASTREINTE-MONTANT", A, "1 000 € au plus par jour", "L. 511-15"),
    ("exécution d’office notifiée", "D-MSO-23", "2027-06-01", "C2-19", B, "l’astreinte est close", "L. 511-15"),
    ("carence en copropriété", "D-MSO-23", "2027-07-20", "C2-20", B, "D-MSO-31", "L. 543-1"),
    ("carence en copropriété", "D-MSO-31", "2027-07-20", "C2-20", A, "chaque copropriétaire", "L. 543-1"),
    ("défaillance attestée", "D-MSO-31", "2027-07-20", "C2-20", O, "défaillants attestés", "L. 543-1"),
    ("astreinte qui court", "D-MSO-24", "2027-06-20", "LIQUIDATION", B, "Aucun trimestre n’est échu", "L. 511-15"),
    ("astreinte qui court", "D-MSO-24", "2027-07-05", "LIQUIDATION", O, "10 500 €", "L. 511-15"),
    ("astreinte, puis exécution d’office", "D-MSO-24", "2027-10-05", "LIQUIDATION", O, "40 jours", "L. 511-15"),
    ("carence constatée", "D-MSO-25", "2027-05-21", "OFFICE", A, "Motivez la décision", "L. 511-16"),
    ("astreinte qui court", "D-MSO-25", "2027-07-05", "OFFICE", A, "y met fin", "L. 511-15"),
    ("carence, démolition prescrite", "D-MSO-25", "2027-05-21", "DEMOLITION", B, "D-MSO-27", "L. 511-16"),
    ("carence, démolition jugée", "D-MSO-25", "2027-07-05", "DEMOLITION", O, "1er juillet 2027", "L. 511-16"),
    ("défaillance attestée", "D-MSO-30", "2027-07-20", "SUBSTITUTION", O, "jusqu’au 10 août 2027", "R. 511-11"),
    ("défaillance attestée", "D-MSO-30", "2027-08-11", "SUBSTITUTION", B, "a expiré le 10 août 2027", "R. 511-11"),
    ("carence en copropriété", "D-MSO-30", "2027-07-20", "SUBSTITUTION", B, "Aucune sommation", "R. 511-11"),
    ("tous les copropriétaires défaillants", "D-MSO-30", "2027-07-20", "SUBSTITUTION", B, "Tous les copropriétaires", "R. 511-11"),
    # -- change, lifting
    ("arrêté notifié", "D-MSO-28", "2027-06-15", "DL-RETRAIT", O, "retiré jusqu’au 15 juin 2027", "CRPA L. 243-1"),
    ("arrêté notifié", "D-MSO-28", "2027-06-16", "DL-RETRAIT", A, "ne peut plus être retiré", "L. 243-3"),
    ("tout est fait et prouvé", "D-MSO-28", None, "ARRETE", B, "Aucun arrêté n’est pris", "L. 511-11"),
    ("mesure sans date de réalisation", "D-MSO-20", "2027-05-06", "MAINLEVEE", B, "n’a pas été constatée (étape MSO-17a)", "L. 511-14"),
    ("travaux constatés", "D-MSO-20", "2027-05-01", "MAINLEVEE", B, "ne peut pas précéder le constat", "L. 511-14"),
    ("travaux constatés", "D-MSO-20", "2027-05-06", "MAINLEVEE", O, "Réalisation constatée le 3 mai 2027", "L. 511-14"),
    ("travaux constatés", "D-MSO-20", "2027-05-06", "C2-17", A, "communication à enregistrer", "R. 511-7"),
    ("travaux constatés", "D-MSO-20", "2027-05-06", "DESTINATAIRES-LEVEE", O, "M. Dominique Exemple", "L. 511-14"),
    # -- other polices
    ("RSHS, rien n’est fait", "D-RSHS-05", "2027-02-13", "RSHS-CONTRADICTOIRE", B, "D-RSHS-04", "CRPA L. 121-1"),
    ("RSHS, lettre préalable reçue", "D-RSHS-05", "2027-01-20", "RSHS-CONTRADICTOIRE", A, "conseillé (non légal)", "CRPA L. 121-1"),
    ("RSHS, lettre préalable reçue", "D-RSHS-05", "2027-02-13", "RSHS-CONTRADICTOIRE", O, "reçue le 12/01/2027", "CRPA L. 121-1"),
    ("RSHS, lettre préalable reçue", "D-RSHS-05", "2027-02-13", "RSHS-VISITE", O, "05/01/2027", "L. 1421-4"),
    ("RSHS, risque pour la santé", "D-RSHS-05", "2027-02-13", "C2-05", A, "relève du préfet", "R. 1331-16"),
    ("RSHS, mesure qui annonce une astreinte", "D-RSHS-05", "2027-02-13", "RSHS-CONTRAINTE", B, "Retirez cette mention", "R. 1331-16"),
    ("RSHS, lettre préalable reçue", "D-MSO-23", "2027-02-13", "C2-09", B, "Pas d’astreinte avec le règlement sanitaire", "R. 1331-16"),
    ("RSHS, lettre préalable reçue", "D-MSO-25", "2027-02-13", "C2-10", B, "n’ouvre pas les travaux d’office", "R. 1331-16"),
    ("RSHS, lettre préalable reçue", "D-MSO-25", "2027-02-13", "PROCEDURE", B, "relève de la procédure MSO", ""),
    ("RSHS, lettre préalable reçue", "D-OCC-07", None, "C2-15", B, "sans effet sur les loyers", "L. 521-2"),
    ("PGI, cause extérieure", "D-PGI-01", "2027-01-05", "PGI-PREFET", A, "informez d’urgence le préfet", "L. 2212-4"),
    ("PGI, cause extérieure", "D-PGI-01", "2027-01-05", "RAPPORT", O, "5 janvier 2027", "L. 2212-4"),
    ("PGI, cause extérieure", "D-PGI-03", "2027-01-10", "PGI-LEVEE", B, "Aucun arrêté de police générale", "L. 2212-4"),
    ("PGI, cause extérieure", "D-MSO-23", "2027-01-10", "C2-09", B, "Pas d’astreinte avec la police générale", "L. 511-15"),
    ("DSP sans arrêté du préfet", "D-INS-03", "2027-01-15", "DSP-ORDRE", B, "que sur son ordre", "L. 1311-4"),
    ("DSP, arrêté du préfet reçu", "D-INS-03", "2027-01-15", "DSP-ORDRE", O, "10/01/2027", "L. 1311-4"),
    ("ERP d’hébergement, rien n’est fait", "D-ERP-01", "2027-01-10", "ERP-COMMISSION", B, "commission de sécurité", "L. 184-1"),
    ("ERP d’hébergement, rien n’est fait", "D-ERP-01", "2027-01-10", "C2-26", B, "il manque exploitant", "L. 184-1"),
    ("ERP d’hébergement, commission passée", "D-ERP-01", "2027-01-10", "ERP-COMMISSION", O, "commission de sécurité", "L. 184-1"),
    ("ERP d’hébergement, commission passée", "D-ERP-02", "2027-01-10", "ERP-COMMISSION", B, "arrêté de prescriptions", "L. 184-1"),
    ("ERP d’hébergement, commission passée", "D-MSO-23", "2027-01-10", "C2-09", B, "Pas d’astreinte", "L. 184-1"),
    ("déchets, sans avis", "D-DEC-02", "2027-03-20", "DEC-OBSERVATIONS", B, "avis préalable", "L. 541-3"),
    ("déchets, avis reçu", "D-DEC-02", "2027-03-19", "GARDE", B, "à partir du 20 mars 2027", "L. 541-3"),
    ("déchets, avis reçu", "D-DEC-02", "2027-03-20", "GARDE", O, "depuis le 20 mars 2027", "L. 541-3"),
    ("déchets, avis reçu", "D-DEC-02", "2027-03-20", "D7-01", A, "groupement de collecte", "L. 541-3"),
    ("abandon, sans notification", "D-ABA-04", "2027-06-16", "ABAN-PUBLICITE", B, "ABAN-05", "L. 2243-3"),
    ("abandon, publié et notifié", "D-ABA-04", "2027-06-15", "GARDE", B, "à partir du 16 juin 2027", "L. 2243-3"),
    ("abandon, publié et notifié", "D-ABA-04", "2027-06-16", "GARDE", O, "depuis le 16 juin 2027", "L. 2243-3"),
    ("salubrité hors logement", "D-RSHS-09", "2027-01-20", "RSHS-CONTRADICTOIRE", B, "lettre préalable", "CRPA L. 121-1"),
    ("salubrité hors logement", "D-RSHS-09", "2027-01-20", "D7-01", O, "Autorité : le maire", "L. 2212-2"),
    ("insalubrité due au plomb", "D-OCC-07", None, "C2-15", B, "Plomb", "L. 521-2"),
    ("insalubrité due au plomb", "D-MSO-23", "2027-02-01", "C2-09", B, "par le préfet", "L. 511-15"),
    # -- penalty: amount, debtors, quarters, as the rows of the case decide them
    ("astreinte préparée", "D-MSO-23", "2027-06-02", "ASTREINTE-MONTANT", O, "300 € par jour", "L. 511-15"),
    ("astreinte préparée sans motif", "D-MSO-23", "2027-06-02", "ASTREINTE-MONTANT", A, "motifs du montant", "L. 511-15 I"),
    ("astreinte qui court", "D-MSO-23", "2027-07-05", "ASTREINTE-MONTANT", A, "court déjà", "L. 511-15"),
    ("astreinte qui court", "D-MSO-24", "2027-07-05", "LIQUIDATION", A, "ses motifs", "L. 511-15 I"),
    ("astreinte qui court", "D-FIN-01", "2027-07-05", "LIQUIDATION", B, "Aucune liquidation n’est décidée", "L. 511-15 II"),
    ("trimestre décidé", "D-MSO-24", "2027-07-05", "LIQUIDATION", O, "décidée le 05/07/2027", "L. 511-15 II"),
    ("trimestre décidé", "D-FIN-01", "2027-07-05", "LIQUIDATION", O, "10 500 € dus", "L. 511-15"),
    ("trimestre décidé", "D-FIN-01", "2027-10-05", "LIQUIDATION", A, "ne sont pas décidés", "L. 511-15 II"),
    ("trimestre décidé, réception corrigée ensuite", "D-MSO-24", "2027-07-08", "LIQUIDATION", A, "rectificative à décider", "L. 511-15 II"),
    ("exonération préparée", "D-MSO-24", "2027-07-05", "LIQUIDATION", O, "à demander : 6 500 €", "L. 511-15 II"),
    ("exonération préparée", "D-MSO-24", "2027-07-05", "LIQUIDATION", A, "« Artisan en liquidation judiciaire »", "L. 511-15 II"),
    ("exonération sans motif", "D-MSO-24", "2027-07-05", "LIQUIDATION", B, "circonstances qui ne sont pas de son fait", "L. 511-15 II"),
    ("astreinte au plafond", "D-MSO-24", "2027-10-05", "LIQUIDATION", O, "102 jours, 50 000 € sur un plafond de 50 000 €", "L. 511-15"),
    ("astreinte au plafond", "D-MSO-24", "2027-10-05", "LIQUIDATION", O, "demandée en tout : 50 000 €", "L. 511-22"),
    ("indivision, notifiés à cinq jours d’écart", "D-MSO-24", "2027-07-05", "LIQUIDATION", O, "ensemble 10 500 €", "L. 511-15 II"),
    ("indivision, notifiés à cinq jours d’écart", "D-MSO-24", "2027-07-05", "LIQUIDATION", A, "sa propre notification", "L. 511-15"),
    ("astreinte qui court", "D-MSO-20", "2027-07-05", "LEVEE-ASTREINTE", A, "trimestres échus à décider : 10 500 €", "L. 511-15"),
    ("trimestre décidé", "D-MSO-20", "2027-07-05", "LEVEE-ASTREINTE", A, "possible le 01/10/2027", "L. 511-15"),
    # -- copropriété: who is in default, by the table of calls
    ("copropriété, astreinte préparée pour tous", "D-MSO-31", "2027-07-20", "C2-20", B, "absents des défaillants", "L. 543-1"),
    ("copropriété, astreinte préparée pour la défaillante", "D-MSO-31", "2027-07-20", "C2-20", O, "M. Anne Exemple", "L. 543-1"),
    ("copropriété, astreinte préparée pour la défaillante", "D-MSO-31", "2027-07-20", "ASTREINTE-MONTANT", O, "200 € par jour", "L. 543-1"),
    ("copropriété, un montant oublié", "D-MSO-31", "2027-07-20", "ASTREINTE-MONTANT", B, "aucun n’est fixé", "L. 543-1"),
    ("copropriété, un montant oublié", "D-MSO-31", "2027-07-20", "C2-20", A, "chaque copropriétaire la doit", "L. 543-1"),
    ("copropriété, défaillance au tableau", "D-MSO-30", "2027-07-20", "SUBSTITUTION", O, "Sommes prises en charge : 4 000 €", "R. 511-11"),
    ("copropriété, défaillance au tableau", "D-MSO-30", "2027-07-20", "SUBSTITUTION", O, "réponse partielle dans les quinze jours", "R. 511-11"),
    ("copropriété, défaillance au tableau", "D-MSO-30", "2027-08-11", "SUBSTITUTION", B, "a expiré le 10 août 2027", "R. 511-11"),
    ("copropriété, défaillance au tableau", "D-MSO-30", "2027-07-08", "SUBSTITUTION", B, "à partir du 9 juillet 2027", "R. 511-11"),
    ("tableau, tous défaillants", "D-MSO-30", "2027-07-20", "SUBSTITUTION", B, "Tous les copropriétaires", "R. 511-11"),
    ("tableau, payé après les quinze jours", "D-MSO-30", "2027-07-20", "SUBSTITUTION", A, "payé le 15/07/2027", "R. 511-11"),
    ("tableau, payé après les quinze jours", "D-MSO-30", "2027-07-20", "SUBSTITUTION", B, "Aucun copropriétaire n’est réputé défaillant", "R. 511-11"),
    ("tableau sans assemblée générale", "D-MSO-30", "2027-07-20", "SUBSTITUTION", B, "l’assemblée générale qui a voté", "L. 511-16"),
    # -- rents, household by household
    ("deux ménages, un bail et un propriétaire occupant", "D-MSO-10", "2027-02-13", "C2-15", O, "suspendu à compter du 01/03/2027", "L. 521-2 I"),
    ("deux ménages, un bail et un propriétaire occupant", "D-MSO-10", "2027-02-13", "C2-15", O, "Lot 4 : propriétaire occupant", "L. 521-2 I"),
    ("ménages qui diffèrent", "D-MSO-10", "2027-02-13", "C2-15", A, "la suspension concerne « Lot 3 »", "L. 521-2"),
    ("ménages qui diffèrent", "D-MSO-10", "2027-02-13", "C2-15", A, "N’annoncez aucune date", "L. 521-2 I"),
    ("ménages qui diffèrent, lot inconnu", "D-MSO-10", "2027-02-13", "C2-15", A, "sans nommer d’occupant", "L. 521-2"),
    ("une mesure vise l’un des deux ménages", "D-MSO-10", "2027-02-13", "C2-15", A, "une partie des mesures vise l’occupant", "L. 521-2 I"),
    ("une mesure vise l’un des deux ménages", "D-MSO-10", "2027-02-13", "C2-15", O, "Lot 4 – Madame Lise Modèle : loyer suspendu", "L. 521-2 I"),
    ("travaux du seul lot 3", "D-MSO-10", "2027-02-13", "C2-15", A, "d’autres lots", "L. 521-2 I"),
    ("meublé de tourisme et bail", "D-MSO-10", "2027-02-13", "C2-15", O, "Lot 5 : loyer suspendu à compter du 14/02/2027", "L. 521-2 I"),
    ("meublé de tourisme et bail", "D-MSO-10", "2027-02-13", "C2-15", A, "Deux règles", "L. 521-2"),
    ("propriétaire occupant, motif qui suspend un loyer", "D-MSO-10", "2027-02-13", "C2-15", B, "aucun ménage du dossier", "L. 521-2"),
    ("arrêté envoyé, un ménage locataire", "D-OCC-07", "2027-03-01", "C2-15", O, "à compter du 01/03/2027", "L. 521-2 I"),
    ("arrêté envoyé, propriétaire occupant", "D-OCC-07", "2027-03-01", "C2-15", B, "Aucun loyer suspendu", "L. 521-2 I"),
    ("insalubrité, plomb seul motif pour ce ménage", "D-OCC-07", "2027-03-01", "C2-15", B, "L. 1331-22", "L. 521-2 I"),
    ("résiliation invoquée, un seul refus d’offre publique", "D-MSO-10", "2027-02-20", "C2-24", B, "1 offre de l’autorité publique refusée", "L. 521-3-2 VII"),
    # -- before the authority lodges the occupants
    ("rien n’est fait", "D-OCC-06", "2027-01-10", "HEBERGEMENT", B, "Aucun arrêté n’est pris", "L. 521-3-2"),
    ("arrêté notifié", "D-OCC-06", "2027-03-09", "HEBERGEMENT", A, "Aucun ménage n’est décrit", "L. 521-3-2"),
    ("arrêté envoyé, un ménage locataire", "D-OCC-06", "2027-03-09", "HEBERGEMENT", B, "n’interdit pas d’habiter", "L. 521-3-2"),
    ("interdiction, aucune offre", "D-OCC-06", "2027-03-08", "HEBERGEMENT", B, "L’arrêté laisse jusqu’au 08/03/2027", "L. 511-18"),
    ("interdiction, aucune offre", "D-OCC-06", "2027-03-09", "HEBERGEMENT", O, "constatez la défaillance", "L. 521-3-2"),
    ("interdiction, offre adaptée", "D-OCC-06", "2027-03-09", "HEBERGEMENT", A, "une offre adaptée a été faite", "L. 521-3-2"),
    ("interdiction, offre refusée car inadaptée", "D-OCC-06", "2027-03-09", "HEBERGEMENT", O, "Offres écartées : 05/03/2027", "L. 521-3-2"),
    ("interdiction, nuits payées par la commune", "D-OCC-06", "2027-04-01", "HEBERGEMENT", O, "registre des nuits : 600 €", "L. 521-3-2"),
    # -- findings, measure by measure
    ("contrôle : une mesure faite, l’autre en partie", "D-MSO-22", "2027-05-21", "CONSTATS", O, "Reste : les solives", "L. 511-15"),
    ("contrôle : tout est fait", "D-MSO-22", "2027-05-21", "CONSTATS", B, "il n’y a pas de carence", "L. 511-15"),
    ("contrôle : une mesure non vérifiée", "D-MSO-22", "2027-05-21", "CONSTATS", A, "deuxième étage » : aucun constat", "L. 511-14"),
    ("contrôle : une mesure faite, l’autre en partie", "D-MSO-28", "2027-05-21", "LEVEE-PARTIELLE", A, "est la voie retenue", "L. 243-1"),
    ("arrêté notifié", "D-MSO-28", "2027-05-21", "LEVEE-PARTIELLE", O, "Sans objet", "L. 243-1"),
    # -- works by the authority, money
    ("travaux d’office préparés", "D-MSO-25", "2027-05-21", "OFFICE", O, "Motifs de la décision écrits", "L. 511-16"),
    ("travaux d’office préparés", "D-MSO-25", "2027-05-21", "OFFICE", O, "Maçonnerie d’essai, 12 000 €", ""),
    ("travaux d’office sans motif ni accès", "D-MSO-25", "2027-05-21", "OFFICE", B, "La décision est motivée", "L. 511-16"),
    ("travaux d’office sans motif ni accès", "D-MSO-25", "2027-05-21", "OFFICE", A, "juge des libertés", "L. 511-7"),
    ("travaux d’office sans motif ni accès", "D-MSO-25", "2027-05-21", "OFFICE", A, "Aucun devis", ""),
    ("travaux d’office sans la démolition", "D-MSO-25", "2027-05-21", "DEMOLITION", O, "Sans objet", "L. 511-16"),
    ("frais sans décision d’office", "D-FIN-02", "2027-07-05", "CREANCE", B, "aucune décision d’exécution d’office", "L. 511-17"),
    ("frais après la décision d’office", "D-FIN-02", "2027-07-05", "FORFAIT", O, "forfait de 800 €", "L. 543-2"),
    ("frais après la décision d’office", "D-FIN-02", "2027-07-05", "CREANCE", O, "10 800 € dus", "L. 511-17"),
    ("frais après la décision d’office", "D-FIN-02", "2027-07-05", "CREANCE", A, "« Temps des agents », 500 €, n’est pas dans ce titre", "L. 543-2"),
    ("frais après la décision d’office", "D-FIN-02", "2027-07-05", "CREANCE", A, "Sans justificatif", ""),
    ("frais déjà titrés", "D-FIN-02", "2027-07-05", "CREANCE", A, "deux fois la même somme", "L. 511-17"),
    ("titre préparé, puis frais annulés", "D-FIN-02", "2027-07-05", "CREANCE", B, "il ne reste à titrer que 10 800 €", "L. 511-17"),
    ("interdiction, nuits payées par la commune", "D-FIN-03", "2027-04-01", "CREANCE", O, "600 € dus", "L. 521-3-2"),
    ("carence constatée", "D-FIN-02", "2027-07-05", "CREANCE", A, "Rien n’est inscrit au compte", "L. 511-17"),
    # -- report to the prosecutor
    ("carence constatée", "D-PART-07", "2027-05-25", "INFRACTION", A, "Aucune infraction à signaler", "L. 511-22"),
    ("infraction à établir", "D-PART-07", "2027-05-25", "INFRACTION", A, "reste à établir", "L. 511-22 I"),
    ("infraction établie", "D-PART-07", "2027-05-25", "INFRACTION", O, "tout ce que le texte demande", "L. 511-22 I"),
    ("RSHS, contravention sans procès-verbal", "D-PART-07", "2027-05-25", "INFRACTION", B, "procès-verbal d’un agent", "L. 1312-1"),
    ("rien n’est fait", "D-ABA-03", None, "C2-25", O, "tirés du référentiel", "L. 2243-2"),
    ("rien n’est fait", "D-OCC-07", None, "C2-15", B, "Aucun arrêté n’est pris", "L. 521-2"),
]
# C.2 rules that bear on an act, each by its control.
EXCLUSIONS = {
    1: "C2-01", 2: "C2-02", 3: "D7-03", 4: "C2-04", 5: "C2-05", 6: "D7-02", 7: "D7-04", 8: "C2-08",
    9: "C2-09", 10: "C2-10", 11: "C2-11", 12: "D7-09", 13: "C2-13", 14: "D7-10", 15: "C2-15",
    16: "D7-15", 17: "C2-17", 18: "C2-18", 19: "C2-19", 20: "C2-20", 21: "D7-16", 22: "VISITE",
    23: "C2-23", 24: "C2-24", 25: "C2-25", 26: "C2-26",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestControlesTable(OilhiDocumentsCommon):
    """Facts -> level, words, article: one line a rule, played as the agent of the case."""

    @classmethod
    def _fait(cls, dossier, code, jour, a=None, recu=None, preuve=False, **faits):
        if a:
            deja = dossier.fait_ids.filtered(lambda f: f.code == code).destinataire_id
            personnes = dossier.personne_ids.filtered(lambda p: p.role == a) - deja
            faits["destinataire_id"] = personnes[:1].id
        if recu:
            faits["date_reception"] = recu
        if preuve:
            faits["piece_ids"] = dossier.env["ir.attachment"].create(
                {"name": "justificatif.pdf", "raw": b"%PDF-1.4 essai"}
            ).ids
        dossier.enregistrer_fait(code, jour, **{c: v for c, v in faits.items() if v is not None})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The ordinary case, as it opens and once instructed: most situations start from one of them.
        cls.ouverte = cls._dossier(None, [PROPRIETAIRE, OCCUPANT], rue="1 rue des Situations")
        cls.instruite = cls._dossier(None, [PROPRIETAIRE, OCCUPANT], rue="2 rue des Situations")
        for code, jour, faits in COMPLET:
            cls._fait(cls.instruite, code, jour, **faits)

    def _situation(self, nom):
        """The case as SITUATIONS tells it, made by the agent."""
        s = SITUATIONS[nom]
        faits = list(s.get("faits", ()))
        if s.keys() & {"reponses", "personnes", "mesures", "procedure_code"}:
            dossier = self._ouvrir_situation(nom, s)
        elif faits[: len(COMPLET)] == COMPLET:
            dossier, faits = self.instruite, faits[len(COMPLET) :]
        else:
            dossier = self.ouverte
        dossier.batiment_id.write(s.get("batiment", {}))
        for code, jour, plus in faits:
            self._fait(dossier, code, jour, **plus)
        dossier.procedure_ids.write(s.get("procedure", {}))
        if s.get("acte"):
            arrete = dossier.generer_document(s["acte"])
            arrete.with_user(self.responsable).signer("2027-02-15")
            arrete.notifier(
                None, "lrar", "2027-02-17", "2027-02-19",
                personne_id=self._proprietaire(dossier).id,
            )
        for code, jour, plus in s.get("suites", ()):
            self._fait(dossier, code, jour, **plus)
        for quoi, jour, valeurs in s.get("lignes", ()):
            Lignes(self, dossier).poser(quoi, jour, valeurs)
        self._apres(dossier, s)
        self.env.flush_all()
        self.env.invalidate_all()
        return dossier

    def _ouvrir_situation(self, nom, s):
        mesures = [dict(m) for m in s.get("mesures", [TRAVAUX])]
        vises = [m.pop("a", None) for m in mesures]
        personnes = s.get("personnes", [PROPRIETAIRE, OCCUPANT])
        dossier = self._dossier(s.get("reponses"), personnes, None, (), rue=f"3 rue {nom}")
        if batiment := s.get("batiment"):
            dossier.batiment_id.write(batiment)
        dossier.ouvrir_procedure(s.get("procedure_code", "MSO"), motif="Situation d’essai.")
        for mesure, vise in zip(mesures, vises, strict=True):
            personne = dossier.personne_ids.filtered(lambda p, r=vise: r and p.role == r)
            dossier.env["oilhi.dossier.mesure"].create({
                **mesure, "dossier_id": dossier.id, "personne_id": personne[:1].id,
                "dossier_procedure_id": dossier.procedure_ids.id,
            })
        return dossier

    def _apres(self, dossier, s):
        apres, police = s.get("apres", {}), dict(s.get("police", {}))
        if "personne" in apres:
            dossier.personne_ids[0].write(apres["personne"])
        if "reponses" in apres:
            dossier.qualifier(apres["reponses"])
        if "constat" in apres:
            dossier.desordre_ids.constat = apres["constat"]
        if "constate_le" in apres:
            dossier.desordre_ids.date = apres["constate_le"]
        if apres.get("sans_parcelle"):
            dossier.batiment_id.parcelle_ids.unlink()
        if "election" in police:
            self.epci.election_president_le = police.pop("election")
        self.commune_arras.write(police)
        if s.get("signataire"):
            self.signataire_arras.active = False
            self.env["oilhi.service.signataire"].create({
                "service_id": self.service.id, "name": "Alix Modèle", "type": "adjoint",
                "qualite": "Adjointe au maire", "civilite": "madame", **s["signataire"],
            })

    @freeze_time("2027-01-05 09:00:00")
    def test_table(self):
        par_situation = defaultdict(list)
        for ligne in TABLE:
            par_situation[ligne[0]].append(ligne[1:])
        for nom, lignes in par_situation.items():
            with self.subTest(situation=nom), self.env.cr.savepoint() as savepoint:
                dossier = self._situation(nom)
                for ligne in lignes:
                    with self.subTest(ligne=ligne[:4]):
                        self._verifier(dossier, *ligne)
                savepoint.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_cache()

    def _verifier(self, dossier, acte, jour, code, niveau, fragment, article):
        controles = dossier.with_user(self.agent)._controler(
            acte, date=date.fromisoformat(jour) if jour else None
        )
        du_controle = [c for c in controles if c["code"] == code]
        phrases = [(c["niveau"], c["message"].replace("\u00a0", " "), c["base"]) for c in du_controle]
        self.assertTrue(
            any(n == niveau and fragment in m and article in b for n, m, b in phrases),
            f"attendu : {niveau}, « {fragment} », {article} ; dit : {phrases}",
        )

    def test_la_table_suffit(self):
        """Enough lines, every situation used, every rule of exclusion at least once."""
        self.assertGreaterEqual(len(TABLE), 60)
        self.assertEqual({ligne[0] for ligne in TABLE}, SITUATIONS.keys())
        codes = {c.code for c in CONTROLES}
        eprouves = {ligne[3] for ligne in TABLE}
        self.assertLessEqual(eprouves, codes | {"MODELE", "CHAMPS"})
        self.assertEqual(set(EXCLUSIONS), set(range(1, 27)))
        self.assertLessEqual(set(EXCLUSIONS.values()), eprouves)
        self.assertLessEqual({b for *_, b in TABLE if b.startswith(("R. 1331-2", "péril"))}, set())
