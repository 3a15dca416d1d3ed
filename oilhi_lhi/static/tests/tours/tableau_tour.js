import { ajouterTour, cliquer, voir } from "@oilhi_partenaires/../tests/tours/outils";
import { stepUtils } from "@web_tour/tour_utils";

const chiffre = (code) => `.o_oilhi_tableau [data-chiffre=${code}]`;

ajouterTour("oilhi_tableau_tour", () => [
    stepUtils.showAppsMenuItem(),
    cliquer(".o_app[data-menu-xmlid='oilhi_partenaires.menu_oilhi']", "The application opens on the figures"),
    voir(`${chiffre("retard")} .o_oilhi_chiffre_valeur:contains(/^2$/)`),
    voir(`${chiffre("retard")}:contains(+1 depuis la fin du mois précédent):has(.fa-arrow-up)`),
    voir(`${chiffre("retard")} svg[role=img][aria-label*="En retard sur un délai légal. Fin de chaque mois"]`),
    voir("[data-volet=endormis] li:contains(Cas endormi):contains(rien depuis le)"),
    cliquer(`${chiffre("retard")} button`, "A figure opens its list"),
    voir(".o_list_view .o_data_row:nth-child(2)"),
    cliquer(".o_breadcrumb .o_back_button, .breadcrumb-item:first a"),
    {
        content: "One service",
        trigger: "#o_oilhi_tableau_service",
        run: "selectByLabel Mairie de Béthune, service hygiène",
    },
    voir(`${chiffre("retard")} .o_oilhi_chiffre_valeur:contains(/^1$/)`),
    voir("[data-volet=retards] tbody tr:only-child:contains(Béthune)"),
    cliquer("[data-volet=retards] tbody button", "From the table to its cases"),
    voir(".o_list_view tbody:not(:has(.o_data_row ~ .o_data_row)) .o_data_row:contains(Cas de Béthune)"),
    cliquer(".o_breadcrumb .o_back_button, .breadcrumb-item:first a"),
    cliquer("[data-volet=endormis] li a:contains(Cas endormi)", "The service that was chosen is still there"),
    voir(".o_form_view .o_field_widget[name=name]"),
]);
