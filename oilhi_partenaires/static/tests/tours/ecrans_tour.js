import { ajouterLigne, ajouterTour, cliquer, fenetre, onglet, voir } from "./outils";

ajouterTour("oilhi_ecrans_tour", () => [
    voir(".o_form_view .o_field_widget[name=signataire_ids]"),
    cliquer(".o_user_menu button"),
    {
        content: "Nobody of a mairie has an account at Odoo",
        trigger: ".o-dropdown--menu:has([data-menu=preferences]):not(:has([data-menu=account]))",
    },
    cliquer(".o_user_menu button"),
    ...onglet("signataires"),
    ajouterLigne("signataire_ids"),
    voir(".modal-title:text(Ajouter un signataire)"),
    voir(fenetre("qualite")),
    cliquer(".modal .o_form_button_save:enabled"),
    {
        content: "What is missing is named",
        trigger: ".o_notification:contains(À remplir ou à corriger):contains(Prénom et nom):contains(Qualité)",
    },
    cliquer(".modal .o_form_button_cancel"),
    voir("body:not(:has(.modal))"),
]);
