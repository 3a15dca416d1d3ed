import {
    ajouterTour, bouton, cliquer, confirmer, ecrire, fenetre, page, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const carte = (nom) => `.o_field_widget[name=point_ids] .o_kanban_record:contains(${nom})`;

ajouterTour("oilhi_visite_tour", () => [
    {
        content: "From the case; on a phone the buttons are in a menu",
        trigger: ".o-form-buttonbox .o_button_more, button[name=action_visites]",
        run: "click",
    },
    cliquer("button[name=action_visites]:enabled"),
    // No visit yet: straight to a new one, on the present day.
    // Another day, typed once: not `dater`, which types again what the screen would not show.
    cliquer(`${page("date")} button`),
    { trigger: `${page("date")} input`, run: "edit 05/06/2025 && press Tab" },
    voir(`${page("date")} button:contains(05/06/2025)`),
    ...ecrire(page("heure_debut"), "10:30"),
    {
        content: "What is going to be looked at",
        trigger: ".o_field_widget[name=categorie_ids] input",
        run: "edit Structure",
    },
    {
        trigger: ".o-autocomplete--dropdown-item:contains(Structure), .modal .o_kanban_record:contains(Structure)",
        run: "click",
    },
    voir(`${page("categorie_ids")}:contains(Structure)`),
    bouton("action_preparer_liste"),
    cliquer(`${carte("Mur bombé")} [name=action_non]`, "One tap: no disorder"),
    {
        content: "Said by the mark, not by the colour alone",
        trigger: `${carte("Mur bombé")} [name=action_non] .fa-check`,
    },
    cliquer(`${carte("Fissure de façade")} [name=action_vu]`, "One tap: seen, and its sheet"),
    {
        content: "A sign of danger",
        trigger: ".modal .o_field_widget[name=critere_ids] label:contains(décalées)",
        run: "click",
    },
    {
        content: "Said at once, with the gravity",
        trigger: ".modal .alert-danger:contains(112)",
    },
    {
        trigger: ".modal .o_field_widget[name=gravite] input[data-value='4']:checked",
    },
    ...ecrire(fenetre("localisation"), "mur nord"),
    ...validerLigne,
    voir(`${carte("Fissure de façade")}:contains(mur nord)`),
    bouton("action_terminer"),
    // What it does is said before.
    ...confirmer("ne changera plus"),
    {
        content: "The visit is over: nothing to tap any more, and its report",
        trigger: ".o_form_view:not(:has(button[name=action_preparer_liste])) .o_statusbar_status:contains(Terminée)",
    },
]);
