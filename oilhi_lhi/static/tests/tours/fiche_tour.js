import {
    ajouterTour, cliquer, ecrire, enregistrer, onglet, page, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const partage = ".o_field_widget[name=partage_ids] .o_data_row:contains(CAF)";

ajouterTour("oilhi_fiche_tour", () => [
    voir(`${page("desordre_ids")} .o_data_row`, "The first page is there"),
    ...ecrire(page("name"), "Pignon fissuré sur la rue"),
    ...onglet("partages"),
    voir(partage, "Its rows came with the page"),
    voir(`${page("name")} textarea:value(Pignon fissuré sur la rue)`, "What was typed is still there"),
    cliquer(`${partage} td[name=motif]`),
    { trigger: `${partage} td[name=motif] input`, run: "edit Enquête sociale" },
    ...onglet("echeances"),
    ...enregistrer,
    ...onglet("partages"),
    voir(`${partage}:contains(Enquête sociale)`, "Saved with the rest, and read again"),
    ...ecrire(page("name"), "Une erreur de frappe"),
    cliquer(".o_form_button_cancel:enabled"),
    voir(`${page("name")} textarea:value(Pignon fissuré sur la rue)`, "Discarded"),
    voir(`${partage}:contains(Enquête sociale)`),
]);
