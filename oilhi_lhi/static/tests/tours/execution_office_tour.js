import { registry } from "@web/core/registry";

const JOUR = luxon.DateTime.now().toFormat("dd/MM/yyyy");
const page = (nom) => `.o_action_manager .o_field_widget[name=${nom}]`;
const fenetre = (nom) => `.modal .o_field_widget[name=${nom}]`;
const sansFenetre = { trigger: "body:not(:has(.modal))", timeout: 60000 };
const bouton = (nom) => ({ trigger: `.o_action_manager button[name=${nom}]:enabled`, run: "click", timeout: 60000 });
const valider = (nom) => [{ trigger: `.modal button[name=${nom}]:enabled`, run: "click" }, sansFenetre];
const enregistrer = [
    { trigger: ".o_action_manager .o_form_button_save", run: "click" },
    { trigger: ".o_action_manager .o_form_view .o_form_saved", timeout: 60000 },
];
const etat = (nom) => ({
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${nom}]`,
    timeout: 60000,
});

const dater = (cible, jour) => [
    { trigger: `${cible} :is(input, button)`, run: "click" },
    { trigger: `${cible} input`, run: `edit ${jour} && press Tab` },
];
const ecrire = (cible, texte) => [{ trigger: `${cible} :is(input, textarea)`, run: `edit ${texte} && press Tab` }];
const choisir = (cible, libelle) => [
    { trigger: `${cible} .o_select_menu_toggler`, run: "click" },
    { trigger: `.o_select_menu_item:text(${libelle})`, run: "click" },
];

const devis = (entreprise, ht, tva) => [
    { trigger: `${page("devis_ids")} .o_field_x2many_list_row_add :is(a, button)`, run: "click" },
    { trigger: `${fenetre("entreprise_id")} input`, run: `edit ${entreprise}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${entreprise}):first`, run: "click" },
    ...ecrire(fenetre("montant_ht"), ht),
    ...ecrire(fenetre("montant_tva"), tva),
    { trigger: ".modal .o_form_button_save", run: "click" },
    sansFenetre,
    { trigger: `${page("devis_ids")} .o_data_row:contains(${entreprise})` },
];

/** From the failure to the reception: two estimates, a company, the works (CCH L. 511-16). */
registry.category("web_tour.tours").add("oilhi_execution_office_tour", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name=office]", run: "click" },
        bouton("action_preparer_office"),
        { content: "What the text allows is said first", trigger: `${page("regime")}:contains(L. 511-16)` },
        ...ecrire(page("motifs"), "Pignon non conforté au constat du 22 avril 2026."),
        ...enregistrer,
        { content: "No estimate yet: said as advice", trigger: `${page("devis_conseil")}:contains(Aucun devis)` },
        ...devis("Maçonnerie d’essai", "12000", "1200"),
        ...devis("Étaiements d’essai", "10000", "1000"),
        ...enregistrer,
        {
            trigger: `${page("devis_ids")} .o_data_row:contains(Étaiements) button[name=action_retenir]`,
            run: "click",
        },
        { trigger: `${page("entreprise_id")}:contains(Étaiements)`, timeout: 60000 },
        { trigger: `${page("cout_estime")}:contains(11)` },
        bouton("action_decider"),
        ...choisir(fenetre("mode"), "Remise en main propre"),
        ...valider("action_realiser"),
        etat("notifiee"),
        ...choisir(page("acces"), "Accès accordé"),
        ...dater(page("date_debut"), JOUR),
        ...enregistrer,
        etat("travaux"),
        ...dater(page("date_fin"), JOUR),
        ...enregistrer,
        bouton("action_receptionner"),
        etat("receptionnee"),
        { content: "The finding of the parcours is proposed", ...bouton("action_constater") },
        { trigger: ".modal .o_form_view" },
        { trigger: ".modal-footer button:contains(Fermer)", run: "click" },
        sansFenetre,
    ],
});

const ligne = (nom) => `${page("ligne_ids")} .o_data_row:contains(${nom})`;
const sommation = (nom) => [
    { trigger: `${ligne(nom)} button[name=action_sommation]`, run: "click" },
    { trigger: `.modal:contains(quinze jours)` },
    ...dater(fenetre("date"), "01/06/2026"),
    ...valider("action_valider"),
    { trigger: `${ligne(nom)}:contains(Réputé défaillant)`, timeout: 60000 },
];

/** Two defaulters: called by tantièmes, summoned, attested, decided, notified (CCH R. 511-11). */
registry.category("web_tour.tours").add("oilhi_execution_substitution_tour", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name=office]", run: "click" },
        bouton("action_preparer_substitution"),
        ...dater(page("vote_le"), "10/05/2026"),
        ...dater(page("exigible_le"), "20/05/2026"),
        ...ecrire(page("montant_vote"), "10000"),
        ...ecrire(page("motifs"), "Travaux votés et non financés."),
        ...enregistrer,
        { content: "What is missing is said", trigger: ".alert-warning:contains(attestation)" },
        bouton("action_repartir"),
        { trigger: `${ligne("Andrée")}:contains(000)`, timeout: 60000 },
        { content: "The first one has paid", trigger: `${ligne("Dominique")} td[name=verse]`, run: "click" },
        { trigger: `${page("ligne_ids")} .o_selected_row td[name=verse] input`, run: "edit 5000" },
        ...enregistrer,
        { trigger: `${ligne("Dominique")}:contains(À jour)`, timeout: 60000 },
        ...sommation("Andrée"),
        ...sommation("Marie"),
        bouton("action_attestation"),
        ...dater(fenetre("date_reception"), JOUR),
        ...valider("action_valider"),
        etat("attestee"),
        { content: "Nothing forbids it any more", trigger: "body:not(:has(.o_form_view .alert-warning:visible))" },
        bouton("action_decider"),
        ...valider("action_valider"),
        etat("decidee"),
        { trigger: `${ligne("Andrée")} button[name=action_notifier]`, run: "click" },
        ...choisir(fenetre("mode"), "Remise en main propre"),
        ...valider("action_valider"),
        { trigger: `${ligne("Marie")} button[name=action_notifier]`, run: "click" },
        ...choisir(fenetre("mode"), "Remise en main propre"),
        ...valider("action_valider"),
        bouton("action_notifier_syndic"),
        ...choisir(fenetre("mode"), "Remise en main propre"),
        ...valider("action_valider"),
        etat("notifiee"),
    ],
});
