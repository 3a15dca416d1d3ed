import {
    ajouterLigne, ajouterTour, bouton, choisir, cliquer, confirmer, dater, ecrire, enregistrer, fenetre,
    LRAR, onglet, page, retour, trouver, valider, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";
import { deplier, geste } from "./vie_outils";

/** The order of astreinte, as the agent records it in « C’est fait ». */
const prononcer = [
    ...onglet("parcours"),
    deplier,
    cliquer(geste("MSO-18b", "realiser")),
    ...trouver(fenetre("destinataire_id"), "Dominique"),
    ...choisir(fenetre("mode"), LRAR),
    ...dater(fenetre("date"), "08/01/2025"),
    ...dater(fenetre("date_reception"), "10/01/2025"),
    ...ecrire(fenetre("montant"), "500"),
    ...valider("action_realiser"),
];

ajouterTour("oilhi_argent_tour", () => [
    ...prononcer,
    ...onglet("argent"),
    voir(
        ".o_field_widget[name=astreinte_compteur]:contains(100)",
        "The meter is on the case: the ceiling is reached"
    ),
    cliquer(".o_field_widget[name=astreinte_ids] .o_data_row .o_data_cell"),
    // The order needs its reasons.
    ...ecrire(fenetre("motif_ampleur"), "Reprise du pignon sur deux étages"),
    ...ecrire(fenetre("motif_consequences"), "Le mur peut tomber sur la rue"),
    ...validerLigne,
    bouton("action_preparer_liquidations"),
    cliquer(".o_list_view .o_data_row:contains(1er trimestre 2025) .o_data_cell[name=jours]"),
    // A part is given up.
    ...ecrire(page("exoneration"), "4000"),
    ...ecrire(page("motif_exoneration"), "Artisan en liquidation judiciaire, jugement joint"),
    ...enregistrer,
    voir(".o_field_widget[name=net]:contains(36)", "Counted at once"),
    bouton("action_decider"),
    ...confirmer("ne changeront plus"),
    voir(".o_statusbar_status .o_arrow_button_current:contains(Décidée)", "Frozen"),
    retour,
    ...onglet("argent"),
    bouton("action_preparer_titres"),
    cliquer(".o_list_view .o_data_row:contains(Astreinte) .o_data_cell[name=objet]"),
    ...ecrire(page("numero"), "2025-41"),
    bouton("action_emettre"),
    ...confirmer("ne changera plus"),
    voir(".o_statusbar_status .o_arrow_button_current:contains(Émis)"),
    ajouterLigne("paiement_ids"),
    ...ecrire(fenetre("montant"), "6000"),
    ...validerLigne,
    voir(".o_field_widget[name=paiement_ids] .o_data_row"),
    ...enregistrer,
    voir(".o_field_widget[name=reste]:contains(30)"),
    retour,
    ...onglet("argent"),
    bouton("action_compte"),
    voir(
        ".o_oilhi_compte:contains(L. 511-15) tr:contains(Reste dû):contains(30)",
        "The account says what remains, and why"
    ),
    voir(".o_oilhi_compte:contains(2025-41)"),
]);
