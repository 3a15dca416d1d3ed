import { registry } from "@web/core/registry";

const carte = (nom) => `.o_field_widget[name=controle_ids] .o_kanban_record:contains(${nom})`;

/** On a phone: from the case to the control, one tap a measure, then the step that follows. */
registry.category("web_tour.tours").add("oilhi_visite_controle_tour", {
    steps: () => [
        {
            content: "The page of the measures",
            trigger: ".o_notebook a[name=mesures]",
            run: "click",
        },
        {
            trigger: "button[name=action_controler_mesures]",
            run: "click",
        },
        {
            content: "One card per measure, made by itself",
            trigger: `${carte("Conforter le mur")} [name=action_executee]`,
            run: "click",
        },
        {
            content: "Said by the mark, not by the colour alone",
            trigger: `${carte("Conforter le mur")} [name=action_executee] .fa-check`,
        },
        {
            content: "A ban is obeyed or not",
            trigger: `${carte("Interdire")} [name=action_executee]:contains(Respectée)`,
            run: "click",
        },
        {
            trigger: `${carte("Interdire")} [name=action_executee] .fa-check`,
        },
        {
            content: "Partly: and at once what remains",
            trigger: `${carte("plancher")} [name=action_partielle]`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reste] textarea",
            run: "edit la trémie de l’escalier",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${carte("plancher")}:contains(trémie)`,
        },
        {
            content: "What the control allows is said before it is closed",
            trigger: ".o_field_widget[name=suite_motif]:contains(L. 511-15)",
        },
        {
            trigger: "button[name=action_terminer]",
            run: "click",
        },
        {
            trigger: ".modal:contains(ne changera plus) .btn-primary",
            run: "click",
        },
        {
            content: "The step that follows, with what was found",
            trigger: ".modal .o_field_widget[name=mesure_ids] .o_data_row:contains(trémie)",
            timeout: 60000,
        },
        {
            trigger: ".modal button[name=action_realiser]:enabled",
            run: "click",
        },
        {
            content: "The visit is over",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_preparer_controle])) .o_statusbar_status:contains(Terminée)",
            timeout: 60000,
        },
    ],
});
