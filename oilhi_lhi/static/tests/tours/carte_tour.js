import { ajouterTour, cliquer, voir } from "@oilhi_partenaires/../tests/tours/outils";

const CARTE = ".o_oilhi_carte";

ajouterTour("oilhi_carte_tour", () => [
    voir(`${CARTE}[data-total='3'][aria-busy=false] .leaflet-container`, "Two at one place, one elsewhere"),
    voir(`${CARTE} .o_oilhi_carte_groupe:contains(/^2$/)`),
    voir(`${CARTE} .o_oilhi_carte_nom span:contains(Arras)`, "Without tiles, the names of the communes"),
    voir(`${CARTE} .o_oilhi_carte_liste li:contains(Position approximative)`),
    {
        content: "The urgent one alone",
        trigger: "#o_oilhi_carte_etat",
        run: "selectByLabel Urgents",
    },
    voir(`${CARTE}[data-total='1'] .o_oilhi_carte_point.o_oilhi_urgent:contains(U)`),
    voir(`${CARTE} .o_oilhi_carte_liste li:only-child:contains(Cas urgent)`, "The list says the same"),
    cliquer(`${CARTE} [data-action=liste]`),
    voir(".o_list_view tbody:not(:has(.o_data_row ~ .o_data_row)) .o_data_row:contains(Cas urgent)"),
    cliquer(".o_breadcrumb .o_back_button, .breadcrumb-item:first a"),
    voir(`${CARTE}[data-etat=urgent][data-total='1']`, "The filter is kept"),
    cliquer(`${CARTE} .leaflet-marker-pane .o_oilhi_carte_point.o_oilhi_urgent`, "A mark opens its case"),
    voir(".o_form_view .o_field_widget[name=name]"),
]);
