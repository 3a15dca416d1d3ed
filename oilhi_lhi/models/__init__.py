from . import oilhi_referentiel
from . import oilhi_codes_cites
from . import oilhi_dossier_lecture  # first: cases and their rows inherit from it
from . import oilhi_dossier_ligne  # then: the rows of a case inherit from it
from . import oilhi_dossier_ligne_reservee
from . import oilhi_constat  # then: what is seen, on a case or in a visit
from . import oilhi_absence
from . import oilhi_agenda_abonnement
from . import oilhi_batiment
from . import oilhi_batiment_parcelle
from . import oilhi_commune
from . import oilhi_commune_zones
from . import oilhi_commune_contact
from . import oilhi_donnee_memoire  # before the data that inherit from it
from . import oilhi_regle_redaction  # same
from . import oilhi_delai
from . import oilhi_desordre
from . import oilhi_desordre_categorie
from . import oilhi_desordre_critere
from . import oilhi_dossier
from . import oilhi_dossier_acces
from . import oilhi_dossier_arrete
from . import oilhi_dossier_autorite
from . import oilhi_dossier_desordre
from . import oilhi_dossier_ensemble
from . import oilhi_dossier_echeance
from . import oilhi_dossier_echeance_historique
from . import oilhi_dossier_echeance_agenda
from . import oilhi_dossier_etape
from . import oilhi_dossier_etape_activites
from . import oilhi_dossier_etape_blocages
from . import oilhi_dossier_etape_blocages_saisie
from . import oilhi_dossier_etape_destinataires
from . import oilhi_dossier_etape_echeances
from . import oilhi_dossier_etape_reprise
from . import oilhi_dossier_etape_saisie
from . import oilhi_dossier_fait
from . import oilhi_dossier_fiche
from . import oilhi_dossier_guide
from . import oilhi_dossier_historique
from . import oilhi_dossier_mesure
from . import oilhi_dossier_parcours
from . import oilhi_dossier_parcours_echeances
from . import oilhi_dossier_demande
from . import oilhi_dossier_contacts  # after the steps, that it extends
from . import oilhi_dossier_mouvement
from . import oilhi_dossier_partage
from . import oilhi_dossier_personne
from . import oilhi_dossier_phase
from . import oilhi_dossier_photo
from . import oilhi_dossier_procedure
from . import oilhi_dossier_procedure_bascule
from . import oilhi_dossier_procedure_conditions
from . import oilhi_dossier_qualification
from . import oilhi_dossier_qualifier
from . import oilhi_dossier_rappels
from . import oilhi_dossier_reponse
from . import oilhi_dossier_version  # after the guide, that it extends
from . import oilhi_dossier_visite
from . import oilhi_dossier_visite_ligne
from . import oilhi_dossier_visite_point
from . import oilhi_dossier_visites
from . import oilhi_etape
from . import oilhi_parcours_lecture
from . import oilhi_parcours_lecture_date
from . import oilhi_parcours_lecture_etape
from . import oilhi_parcours_source
from . import oilhi_procedure
from . import oilhi_procedure_difference
from . import oilhi_parcours_droit  # after the data of law, that it extends
from . import oilhi_procedure_guide
from . import oilhi_question
from . import oilhi_recalcul
from . import oilhi_regle
from . import oilhi_regle_clause
from . import oilhi_regle_scenario
from . import oilhi_regle_version
from . import oilhi_regle_version_abandon
from . import oilhi_regle_version_livraison
from . import oilhi_reponse
from . import oilhi_service_rappels
from . import oilhi_texte
from . import oilhi_texte_lecture
from . import ir_attachment
from . import ir_rule
from . import res_users
from . import res_users_absence
from . import res_partner
from . import res_users_recapitulatif
from . import oilhi_dossier_a_faire
from . import oilhi_dossier_a_faire_lecture  # after the steps and deadlines, that it extends
from . import oilhi_dossier_a_faire_textes
from . import oilhi_dossier_a_faire_bloques
from . import oilhi_dossier_echeance_escalade  # same
from . import oilhi_dossier_escalade
from . import oilhi_absence_rappels  # after the reminders, that it moves
from . import memoire
from . import execution
from . import tableau  # last: it counts what the others keep
from . import pilotage  # last: figures drawn from all the others
from . import carte  # kept by the same triggers as the figures
from . import kanban  # after all that the cards and the gestures of the board read
