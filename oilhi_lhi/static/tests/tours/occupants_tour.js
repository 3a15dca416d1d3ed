import {
    ajouterLigne, ajouterTour, bouton, cocher, ecrire, enregistrer, fenetre, onglet, page,
    retour, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const droits = page("droits_html");

ajouterTour("oilhi_occupants_tour", () => [
    ...onglet("occupants"),
    bouton("action_ajouter_menage"),
    // On its own page: where they live.
    ...ecrire(page("lot"), "2e étage gauche"),
    ...ecrire(page("loyer"), "600"),
    ...enregistrer,
    voir(
        `${droits}:contains(Loyer suspendu):contains(À partir du 01/03/2027)`,
        "Its rights, first thing on the page: the rent and its first day"
    ),
    voir(
        `${droits}:contains(CCH L. 521-2 I):contains(Texte lu)`,
        "With the article and the level of proof, in words"
    ),
    voir(`${droits}:contains(Hébergement décent)`),
    // An offer of the owner.
    ...onglet("offres"),
    ajouterLigne("offre_ids"),
    ...ecrire(fenetre("lieu"), "3 rue des Lilas"),
    ...cocher(fenetre("adaptee"), "oui"),
    ...validerLigne,
    voir(`${page("offre_ids")} .o_data_row:contains(3 rue des Lilas)`),
    // A night at the hotel.
    ...onglet("hebergements"),
    ajouterLigne("hebergement_ids"),
    ...ecrire(fenetre("lieu"), "Hôtel de la Gare"),
    ...ecrire(fenetre("montant_facture"), "246"),
    ...validerLigne,
    voir(`${page("hebergement_ids")} .o_data_row:contains(Hôtel de la Gare)`),
    ...enregistrer,
    voir(
        `${droits}:contains(a fait une offre adaptée)`,
        "The offer counts in what is said to be done"
    ),
    voir(
        ".o_notebook:not(:has(.nav-link[name=reserve]))",
        "An agent without the group is not shown the restricted part"
    ),
    // Back to the case: the household and its rights in brief.
    retour,
    ...onglet("occupants"),
    voir(
        `${page("occupant_ids")} .o_kanban_record:contains(2e étage gauche):contains(Loyer suspendu à partir du 01/03/2027)`
    ),
]);
