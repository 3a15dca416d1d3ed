import {
    ajouterTour, cliquer, ecrire, fenetre, sansFenetre, valider, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

ajouterTour("oilhi_inviter_tour", () => [
    ...ecrire(fenetre("nom"), "Alix Invitée"),
    ...ecrire(fenetre("email"), "alix.invitee@exemple.fr"),
    ...ecrire(fenetre("message"), "Bienvenue."),
    cliquer(".modal button[name=action_inviter]:enabled"),
    voir(".o_notification:contains(Alix Invitée)", "What was done is said"),
    sansFenetre,
]);

ajouterTour("oilhi_demander_acces_tour", () => [
    ...ecrire(fenetre("motif"), "Même propriétaire"),
    cliquer(".modal button[name=action_demander]:enabled"),
    voir(".o_notification:contains(Mes demandes)"),
    sansFenetre,
]);

ajouterTour("oilhi_repondre_acces_tour", () => [
    cliquer(
        ".o_data_row:contains(Même propriétaire) button[name=action_repondre]:enabled",
        "The request waits, with its motive"
    ),
    voir(`${fenetre("motif")}:contains(Même propriétaire)`),
    ...ecrire(fenetre("reponse"), "Pour votre enquête"),
    ...valider("action_repondre"),
]);
