import {
    ajouterTour, bouton, cliquer, dater, ecrire, fenetre, onglet, sansFenetre, trouver, valider, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const etat = (libelle) => voir(`.o_statusbar_status .o_arrow_button_current:contains(${libelle})`);

/** One letter for each co-owner, asked for once. */
ajouterTour("oilhi_lot_demande_tour", () => [
    ...onglet("documents"),
    bouton("action_preparer_document"),
    ...trouver(fenetre("modele_id"), "D-MSO-05"),
    {
        content: "What no record holds is typed once, for all",
        trigger: ".modal #oilhi_saisie_saisie_succession",
        run: "edit Odile EXEMPLE && press Tab",
    },
    cliquer(".modal button[name=action_preparer_pour_tous]:enabled"),
    sansFenetre,
    etat("En attente"),
    voir(".o_field_widget[name=progression] [role=status]:contains(0 documents prêts sur 7)"),
    voir(".o_field_widget[name=ligne_ids] .o_data_row:contains(EXEMPLE-7)"),
]);

/** They are ready: signed together, each as if it were alone. */
ajouterTour("oilhi_lot_signature_tour", () => [
    etat("Terminé"),
    voir(".o_field_widget[name=progression] [role=status]:contains(7 documents prêts sur 7)"),
    voir(".o_form_view button[name=action_telecharger]:enabled"),
    bouton("action_signer"),
    ...dater(fenetre("date"), "08/01/2027"),
    ...valider("action_signer"),
    etat("En attente"),
    voir(".o_form_view:not(:has(button[name=action_signer]))", "Nobody signs twice"),
]);

/** The pieces of the case, for a judge: what is left out is unticked, the rest is numbered. */
ajouterTour("oilhi_recueil_tour", () => [
    ...onglet("documents"),
    bouton("action_recueil"),
    ...ecrire(fenetre("destinataire"), "tribunal administratif de Lille"),
    voir(`${fenetre("ligne_ids")} .o_data_row`),
    ...valider("action_etablir"),
    voir(".o_form_view .o_field_widget[name=destinataire]:contains(tribunal administratif de Lille)"),
    voir(".o_form_view button[name=action_telecharger_pdf]:enabled"),
    voir(".o_form_view button[name=action_telecharger_zip]:enabled"),
]);
