import { ajouterTour, cliquer, fenetre, sansFenetre, trouver, voir } from "@oilhi_partenaires/../tests/tours/outils";

ajouterTour("oilhi_memoire_tour", () => [
    cliquer(".o-kanban-button-new:enabled"),
    voir(fenetre("batiment_id")),
    ...trouver(fenetre("batiment_id"), "12 bis r. eglise arras").slice(0, 1),
    cliquer(".o-autocomplete--dropdown-item:contains(12 bis rue de l’Église):first"),
    voir(".modal .o_oilhi_memoire .alert-warning:contains(Ce lieu est déjà connu)"),
    voir(".modal .o_oilhi_memoire:contains(1 dossier suivi par un autre service)"),
    cliquer(".modal .o_oilhi_memoire button:contains(C’est le même)", "One click: the case, and no duplicate"),
    sansFenetre,
    cliquer(".o_action_manager button[name=action_voir_batiment]:enabled"),
    voir(".o_oilhi_memoire li:contains(Mur pignon) button:contains(Ouvrir)", "The history of the building"),
    voir(".o_oilhi_memoire:contains(Monsieur Émilie Mercier)"),
]);
