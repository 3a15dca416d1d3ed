import {
    ajouterTour, bouton, cliquer, ecrire, fenetre, onglet, valider, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const carte = (nom) => `.o_field_widget[name=controle_ids] .o_kanban_record:contains(${nom})`;

/** On a phone: from the case to the control, one tap a measure, then the step that follows. */
ajouterTour("oilhi_visite_controle_tour", () => [
    ...onglet("mesures"),
    bouton("action_controler_mesures"),
    cliquer(
        `${carte("Conforter le mur")} [name=action_executee]`,
        "One card per measure, made by itself"
    ),
    {
        content: "Said by the mark, not by the colour alone",
        trigger: `${carte("Conforter le mur")} [name=action_executee] .fa-check`,
    },
    cliquer(
        `${carte("Interdire")} [name=action_executee]:contains(Respectée)`,
        "A ban is obeyed or not"
    ),
    {
        trigger: `${carte("Interdire")} [name=action_executee] .fa-check`,
    },
    cliquer(`${carte("plancher")} [name=action_partielle]`, "Partly: and at once what remains"),
    ...ecrire(fenetre("reste"), "la trémie de l’escalier"),
    ...validerLigne,
    {
        trigger: `${carte("plancher")}:contains(trémie)`,
    },
    {
        content: "What the control allows is said before it is closed",
        trigger: ".o_field_widget[name=suite_motif]:contains(L. 511-15)",
    },
    bouton("action_terminer"),
    cliquer(".modal:contains(ne changera plus) .modal-footer .btn-primary:enabled"),
    voir(
        `${fenetre("mesure_ids")} .o_data_row:contains(trémie)`,
        "The step that follows, with what was found"
    ),
    ...valider("action_realiser"),
    {
        content: "The visit is over",
        trigger:
            ".o_form_view:not(:has(button[name=action_preparer_controle])) .o_statusbar_status:contains(Terminée)",
    },
]);
