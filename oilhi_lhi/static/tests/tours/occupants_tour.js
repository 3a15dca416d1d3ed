import { registry } from "@web/core/registry";

const champ = (nom) => `.o_field_widget[name=${nom}]`;
const onglet = (nom) => `.o_notebook .nav-link[name=${nom}]`;

registry.category("web_tour.tours").add("oilhi_occupants_tour", {
    steps: () => [
        {
            content: "The page of the case",
            trigger: onglet("occupants"),
            run: "click",
        },
        {
            trigger: "button[name=action_ajouter_menage]",
            run: "click",
        },
        {
            content: "On its own page: where they live",
            trigger: `${champ("lot")} input`,
            run: "edit 2e étage gauche",
        },
        {
            trigger: `${champ("loyer")} input`,
            run: "edit 600",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Its rights, first thing on the page: the rent and its first day",
            trigger: `${champ("droits_html")}:contains(Loyer suspendu):contains(À partir du 01/03/2027)`,
        },
        {
            content: "With the article and the level of proof, in words",
            trigger: `${champ("droits_html")}:contains(CCH L. 521-2 I):contains(Texte lu)`,
        },
        {
            trigger: `${champ("droits_html")}:contains(Hébergement décent)`,
        },
        {
            content: "An offer of the owner",
            trigger: onglet("offres"),
            run: "click",
        },
        {
            trigger: `${champ("offre_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            trigger: `.modal ${champ("lieu")} input`,
            run: "edit 3 rue des Lilas",
        },
        {
            trigger: `.modal ${champ("adaptee")} input[data-value=oui]`,
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${champ("offre_ids")} .o_data_row:contains(3 rue des Lilas)`,
        },
        {
            content: "A night at the hotel",
            trigger: onglet("hebergements"),
            run: "click",
        },
        {
            trigger: `${champ("hebergement_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            trigger: `.modal ${champ("lieu")} input`,
            run: "edit Hôtel de la Gare",
        },
        {
            trigger: `.modal ${champ("montant_facture")} input`,
            run: "edit 246",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${champ("hebergement_ids")} .o_data_row:contains(Hôtel de la Gare)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The offer counts in what is said to be done",
            trigger: `${champ("droits_html")}:contains(a fait une offre adaptée)`,
        },
        {
            content: "An agent without the group is not shown the restricted part",
            trigger: `.o_notebook:not(:has(.nav-link[name=reserve]))`,
        },
        {
            content: "Back to the case: the household and its rights in brief",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: onglet("occupants"),
            run: "click",
        },
        {
            trigger: `${champ("occupant_ids")} .o_kanban_record:contains(2e étage gauche):contains(Loyer suspendu à partir du 01/03/2027)`,
        },
    ],
});
