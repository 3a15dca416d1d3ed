import { ajouterTour, cliquer, voir } from "@oilhi_partenaires/../tests/tours/outils";

const menu = (nom) => [
    cliquer(".o_menu_sections [data-menu-xmlid='oilhi_lhi.menu_oilhi_pilotage']"),
    cliquer(`.o-dropdown--menu [data-menu-xmlid='oilhi_lhi.menu_oilhi_pilotage_${nom}']`),
];
const pivot = (texte) => voir(`.o_pivot table:contains(${texte})`);
const annee = new Date().getFullYear();

ajouterTour("oilhi_pilotage_tour", () => [
    pivot("Arras"),
    voir(".o_pivot th:contains(Durée médiane)", "The median is a measure of the pivot"),
    ...menu("issue"),
    voir(".o_searchview .o_facet_values:contains(Terminées)"),
    pivot("Réglée avant l’arrêté"),
    ...menu("annees"),
    voir(".o_searchview .o_facet_values:contains(Cette année):contains(Année passée)"),
    voir(`.o_pivot thead th:contains(${annee - 1})`),
    voir(`.o_pivot thead th:contains(${annee})`, "Two years side by side"),
    cliquer(".o_switch_view.o_graph"),
    voir(".o_graph_renderer canvas"),
    cliquer(".o_switch_view.o_list"),
    cliquer(".o_list_view .o_data_row:contains(Entrée) .o_data_cell[name=sens]"),
    voir(".o_form_view .o_breadcrumb:contains(Mur compté)", "A row opens its case"),
]);
