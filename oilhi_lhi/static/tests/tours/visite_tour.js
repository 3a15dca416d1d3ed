import { registry } from "@web/core/registry";

const carte = (nom) => `.o_field_widget[name=point_ids] .o_kanban_record:contains(${nom})`;

registry.category("web_tour.tours").add("oilhi_visite_tour", {
    steps: () => [
        {
            content: "From the case; on a phone the buttons are in a menu",
            trigger: ".o-form-buttonbox .o_button_more, button[name=action_visites]",
            run: "click",
        },
        {
            trigger: "button[name=action_visites]",
            run: "click",
        },
        {
            content: "No visit yet: straight to a new one, on the present day",
            trigger: ".o_field_widget[name=heure_debut] input",
            run: "edit 10:30 && press Tab",
        },
        {
            content: "What is going to be looked at",
            trigger: ".o_field_widget[name=categorie_ids] input",
            run: "edit Structure",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Structure), .modal .o_kanban_record:contains(Structure)",
            run: "click",
        },
        {
            trigger: "button[name=action_preparer_liste]",
            run: "click",
        },
        {
            content: "One tap: no disorder",
            trigger: `${carte("Mur bombé")} [name=action_non]`,
            run: "click",
        },
        {
            content: "Said by the mark, not by the colour alone",
            trigger: `${carte("Mur bombé")} [name=action_non] .fa-check`,
        },
        {
            content: "One tap: seen, and its sheet",
            trigger: `${carte("Fissure de façade")} [name=action_vu]`,
            run: "click",
        },
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
        {
            trigger: ".modal .o_field_widget[name=localisation] input",
            run: "edit mur nord && press Tab",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${carte("Fissure de façade")}:contains(mur nord)`,
        },
        {
            trigger: "button[name=action_terminer]",
            run: "click",
        },
        {
            content: "What it does is said before",
            trigger: ".modal:contains(ne changera plus) .btn-primary",
            run: "click",
        },
        {
            content: "The visit is over: nothing to tap any more, and its report",
            trigger: ".o_form_view:not(:has(button[name=action_preparer_liste])) .o_statusbar_status:contains(Terminée)",
        },
    ],
});
