import { ajouterTour, cliquer } from "./outils";

ajouterTour("oilhi_annuaire_tour", () => [
    {
        content: "Type a matter and a commune, both misspelt",
        trigger: ".o_searchview_input",
        run: "edit monoxide bethunne",
    },
    {
        content: "The first way to search is the one box",
        trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(bethunne):first",
        run: "click",
    },
    {
        content: "Only who deals with it there is left, its details to be verified",
        trigger:
            ".o_kanban_view:not(:contains(Caisse exemple)) .o_kanban_record:contains(Agence exemple):contains(À vérifier) a[href='tel:03 53 01 00 01'][aria-label='Appeler Agence exemple']",
    },
    { trigger: ".o_kanban_record:contains(Agence exemple)", run: "click" },
    {
        content: "The people to reach are on the form",
        trigger: ".o_field_widget[name=child_ids]:contains(Camille Exemple)",
    },
    cliquer("button[name=action_oilhi_verifier].btn-primary:enabled"),
    {
        content: "Verified: the warning is gone",
        trigger: ".o_form_view:not(:has(.alert-warning)) button[name=action_oilhi_verifier]",
    },
    { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
    { trigger: ".o_kanban_record:contains(Agence exemple):contains(Vérifiées le)" },
]);
