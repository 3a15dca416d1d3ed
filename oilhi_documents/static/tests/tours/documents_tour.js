import {
    ajouterLigne, ajouterTour, bouton, choisir, cliquer, dater, ecrire, fenetre, onglet, page, proposer,
    trouver, valider, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const JOUR = luxon.DateTime.now().toFormat("dd/MM/yyyy");
const ADRESSE = "12 rue des Trois Exemples, 62000 Arras";
const etat = (libelle) => ({
    content: `The document is: ${libelle}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${libelle})`,
});
const repondre = (code, reponse) => ({
    content: `${code}: ${reponse}`,
    trigger: `.o_oilhi_question[data-question=${code}] [data-reponse=${reponse}]:enabled`,
    run: "click",
});

/** The agent receives the report and opens the procedure that the guide recommends. */
ajouterTour("oilhi_signalement_tour", () => [
    { trigger: ".o_control_panel .o-kanban-button-new, .o_list_button_add", run: "click" },
    {
        content: "The address alone is enough: the building is found again or created",
        trigger: `${fenetre("batiment_id")} input`,
        run: `edit ${ADRESSE}`,
    },
    {
        content: "Left with the mouse, nothing chosen in the list: what was typed is kept",
        trigger: `${fenetre("name")} input, ${fenetre("name")} textarea`,
        run: "click",
    },
    voir(`${fenetre("batiment_id")} input:value(12 rue des Trois Exemples)`),
    ...ecrire(fenetre("name"), "Pignon qui menace la rue"),
    ...valider("action_ouvrir"),
    voir(".o_form_view .o_field_widget[name=reference]:contains(LHI-)"),
    // A disorder.
    ajouterLigne("desordre_ids"),
    ...trouver(`${page("desordre_ids")} .o_selected_row [name=desordre_id]`, "bomb"),
    ...onglet("personnes"),
    ajouterLigne("personne_ids"),
    ...choisir(fenetre("role"), "Propriétaire"),
    ...choisir(fenetre("civilite"), "Madame"),
    ...ecrire(fenetre("prenom"), "Marie"),
    ...ecrire(fenetre("nom"), "EXEMPLE"),
    ...ecrire(fenetre("rue"), "4 place des Essais"),
    ...ecrire(fenetre("code_postal"), "59000"),
    ...ecrire(fenetre("ville"), "Lille"),
    ...validerLigne,
    voir(`${page("personne_ids")} .o_data_row:contains(Propriétaire)`),
    bouton("action_ouvrir_guide"),
    repondre("Q1", "non"),
    repondre("Q2", "interne"),
    { trigger: ".o_oilhi_valider:enabled", run: "click" },
    {
        trigger: ".o_oilhi_guide_droite .o_oilhi_recommandee[data-procedure=MSO]",
    },
    cliquer(".o_oilhi_terminer"),
    cliquer("[data-ouvrir=MSO]:enabled"),
    ...onglet("parcours"),
    cliquer("[data-etape=MSO-01][aria-current=step] [data-action=realiser]:not([aria-disabled])"),
    ...valider("action_realiser"),
    { trigger: "[data-groupe=maintenant] [data-etape=MSO-02][aria-current=step]" },
]);

/** The agent prepares the arrêté, reads the checks and proposes it. */
ajouterTour("oilhi_arrete_tour", () => [
    ...onglet("documents"),
    bouton("action_preparer_document"),
    ...trouver(fenetre("modele_id"), "D-MSO-10"),
    ...valider("action_preparer"),
    etat("Brouillon"),
    { trigger: ".o_oilhi_controles summary:contains(En ordre)" },
    {
        content: "The agent does not sign",
        trigger: ".o_form_view:not(:has(button[name=action_signer]))",
    },
    bouton("action_proposer_signature"),
    etat("À signer"),
]);

const signer = [
    bouton("action_signer"),
    {
        content: "Nothing blocks on that day",
        trigger: ".modal .o_field_widget[name=controles] .o_oilhi_verdict:contains(Rien ne bloque)",
    },
    ...valider("action_signer"),
    etat("Signé"),
];
const transmettre = [
    bouton("action_transmettre"),
    ...valider("action_transmettre"),
    etat("Transmis"),
];
const notifier = [
    bouton("action_notifier"),
    voir(`${fenetre("personne_id")} input:value(EXEMPLE)`),
    ...dater(fenetre("date_reception"), JOUR),
    ...valider("action_notifier"),
    etat("Exécutoire"),
];

ajouterTour("oilhi_signature_tour", () => [
    ...signer,
    { trigger: ".o_form_view h3:contains(n°)" },
    ...transmettre,
    ...notifier,
]);

ajouterTour("oilhi_mainlevee_tour", () => [
    bouton("action_mainlever"),
    etat("Brouillon"),
    { trigger: ".o_field_widget[name=document_lie_id]:contains(n°)" },
    ...signer,
    ...transmettre,
    ...notifier,
]);
