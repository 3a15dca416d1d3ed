import { registry } from "@web/core/registry";

const champ = (nom, balise = "input") => `.o_field_widget[name=${nom}] ${balise}`;
const onglet = [
    {
        trigger: ".o_notebook .nav-link[name=argent]",
        run: "click",
    },
    {
        trigger: ".o_notebook .nav-link[name=argent].active",
    },
];
const retour = [
    {
        content: "Back to the case",
        trigger: ".breadcrumb-item:not(.active):contains(LHI-) a, .o_back_button",
        run: "click",
    },
];

const fait = (nom) => `.modal .o_field_widget[name=${nom}]`;
const titre = { trigger: ".modal .modal-title", run: "click" };
const dater = (nom, jour) => [
    { trigger: `${fait(nom)} :is(input, button)`, run: "click" },
    { trigger: `${fait(nom)} input`, run: `edit ${jour}` },
    titre,
];
/** The order of astreinte, as the agent records it in « C’est fait ». */
const prononcer = [
    {
        trigger: ".o_notebook .nav-link[name=parcours]",
        run: "click",
    },
    {
        trigger: ".o_oilhi_parcours[aria-busy=false] section",
        run: () =>
            document.querySelectorAll(".o_oilhi_parcours details").forEach((d) => (d.open = true)),
    },
    {
        trigger: ".o_oilhi_etape[data-etape=MSO-18b] [data-action=realiser]",
        run: "click",
    },
    { trigger: `${fait("destinataire_id")} input`, run: "edit Dominique" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Dominique):first", run: "click" },
    { trigger: `${fait("mode")} .o_select_menu_toggler`, run: "click" },
    { trigger: ".o_select_menu_item:contains(Lettre recommandée)", run: "click" },
    ...dater("date", "08/01/2025"),
    ...dater("date_reception", "10/01/2025"),
    { trigger: `${fait("montant")} input`, run: "edit 500" },
    titre,
    { trigger: ".modal button[name=action_realiser]:enabled", run: "click" },
    { trigger: "body:not(:has(.modal))", timeout: 60000 },
];

registry.category("web_tour.tours").add("oilhi_argent_tour", {
    steps: () => [
        ...prononcer,
        ...onglet,
        {
            content: "The meter is on the case: the ceiling is reached",
            trigger: ".o_field_widget[name=astreinte_compteur]:contains(100)",
        },
        {
            trigger: ".o_field_widget[name=astreinte_ids] .o_data_row .o_data_cell",
            run: "click",
        },
        {
            content: "The order needs its reasons",
            trigger: `.modal ${champ("motif_ampleur", "textarea")}`,
            run: "edit Reprise du pignon sur deux étages",
        },
        {
            trigger: `.modal ${champ("motif_consequences", "textarea")}`,
            run: "edit Le mur peut tomber sur la rue",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            trigger: "button[name=action_preparer_liquidations]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(1er trimestre 2025) .o_data_cell[name=jours]",
            run: "click",
        },
        {
            content: "A part is given up",
            trigger: champ("exoneration"),
            run: "edit 4000 && press Tab",
        },
        {
            trigger: champ("motif_exoneration", "textarea"),
            run: "edit Artisan en liquidation judiciaire, jugement joint",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Counted at once",
            trigger: ".o_field_widget[name=net]:contains(36)",
        },
        {
            trigger: "button[name=action_decider]",
            run: "click",
        },
        {
            trigger: ".modal:contains(ne changeront plus) .btn-primary",
            run: "click",
        },
        {
            content: "Frozen",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Décidée)",
        },
        ...retour,
        ...onglet,
        {
            trigger: "button[name=action_preparer_titres]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Astreinte) .o_data_cell[name=objet]",
            run: "click",
        },
        {
            trigger: champ("numero"),
            run: "edit 2025-41 && press Tab",
        },
        {
            trigger: "button[name=action_emettre]",
            run: "click",
        },
        {
            trigger: ".modal:contains(ne changera plus) .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Émis)",
        },
        {
            trigger: ".o_field_widget[name=paiement_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: `.modal ${champ("montant")}`,
            run: "edit 6000 && press Tab",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=paiement_ids] .o_data_row",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=reste]:contains(30)",
        },
        ...retour,
        ...onglet,
        {
            trigger: "button[name=action_compte]",
            run: "click",
        },
        {
            content: "The account says what remains, and why",
            trigger: ".o_oilhi_compte:contains(L. 511-15) tr:contains(Reste dû):contains(30)",
        },
        {
            trigger: ".o_oilhi_compte:contains(2025-41)",
        },
    ],
});
