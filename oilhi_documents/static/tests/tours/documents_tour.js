import { registry } from "@web/core/registry";
import { formatDate } from "@web/core/l10n/dates";

const { DateTime } = luxon;
const ADRESSE = "12 rue des Trois Exemples, 62000 Arras";
const champ = (nom, dans = ".modal") => `${dans} .o_field_widget[name=${nom}]`;
const page = (nom) => ({
    content: `Page ${nom}`,
    trigger: `.o_notebook .nav-link[name=${nom}]`,
    run: "click",
});
const bouton = (nom, dans = ".o_form_view") => ({
    trigger: `${dans} button[name=${nom}]:enabled`,
    run: "click",
});
const sansFenetre = { trigger: "body:not(:has(.modal))" };
const saisir = (nom, texte, dans) => ({
    trigger: `${champ(nom, dans)} :is(input, textarea)`,
    run: `edit ${texte}`,
});
const choisir = (nom, libelle) => [
    { trigger: `${champ(nom)} .o_select_menu_toggler`, run: "click" },
    { trigger: `.o_select_menu_item:text(${libelle})`, run: "click" },
    { trigger: `${champ(nom)} input:value(${libelle})` },
];
const etat = (libelle) => ({
    content: `The document is: ${libelle}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${libelle})`,
    // The PDF is made before the answer: several seconds of LibreOffice on a busy machine.
    timeout: 60000,
});
const repondre = (code, reponse) => ({
    content: `${code}: ${reponse}`,
    trigger: `.o_oilhi_question[data-question=${code}] [data-reponse=${reponse}]`,
    run: "click",
});

/** The agent receives the report and opens the procedure that the guide recommends. */
registry.category("web_tour.tours").add("oilhi_signalement_tour", {
    steps: () => [
        { trigger: ".o_control_panel .o-kanban-button-new, .o_list_button_add", run: "click" },
        {
            content: "The address alone is enough: the building is found again or created",
            trigger: `${champ("batiment_id")} input`,
            run: `edit ${ADRESSE}`,
        },
        {
            trigger: `${champ("batiment_id")} .o-autocomplete--dropdown-item:contains(12 rue des Trois Exemples):first`,
            run: "click",
        },
        saisir("name", "Pignon qui menace la rue"),
        bouton("action_ouvrir", ".modal"),
        { trigger: ".o_form_view .o_field_widget[name=reference]:contains(LHI-)" },
        sansFenetre,
        {
            content: "A disorder",
            trigger: ".o_field_widget[name=desordre_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=desordre_ids] .o_selected_row [name=desordre_id] input",
            run: "edit bomb",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(bomb):first",
            run: "click",
        },
        page("personnes"),
        {
            trigger: ".o_field_widget[name=personne_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choisir("role", "Propriétaire"),
        ...choisir("civilite", "Madame"),
        saisir("prenom", "Marie"),
        saisir("nom", "EXEMPLE"),
        saisir("rue", "4 place des Essais"),
        saisir("code_postal", "59000"),
        saisir("ville", "Lille"),
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=personne_ids] .o_data_row:contains(Propriétaire)" },
        sansFenetre,
        bouton("action_ouvrir_guide"),
        repondre("Q1", "non"),
        repondre("Q2", "interne"),
        { trigger: ".o_oilhi_valider:enabled", run: "click" },
        {
            trigger: ".o_oilhi_guide_droite .o_oilhi_recommandee[data-procedure=MSO]",
        },
        { trigger: ".o_oilhi_terminer", run: "click" },
        { trigger: "[data-ouvrir=MSO]", run: "click" },
        page("parcours"),
        { trigger: "[data-etape=MSO-01][aria-current=step] [data-action=realiser]", run: "click" },
        { trigger: ".modal button[name=action_realiser]", run: "click" },
        { trigger: "[data-groupe=maintenant] [data-etape=MSO-02][aria-current=step]" },
    ],
});

/** The agent prepares the arrêté, reads the checks and proposes it. */
registry.category("web_tour.tours").add("oilhi_arrete_tour", {
    steps: () => [
        page("documents"),
        bouton("action_preparer_document"),
        saisir("modele_id", "D-MSO-10"),
        { trigger: ".o-autocomplete--dropdown-item:contains(D-MSO-10)", run: "click" },
        bouton("action_preparer", ".modal"),
        etat("Brouillon"),
        { trigger: ".o_oilhi_controles summary:contains(En ordre)" },
        {
            content: "The agent does not sign",
            trigger: ".o_form_view:not(:has(button[name=action_signer]))",
        },
        bouton("action_proposer_signature"),
        etat("À signer"),
    ],
});

const signer = [
    bouton("action_signer"),
    {
        content: "Nothing blocks on that day",
        trigger: ".modal .o_field_widget[name=controles] .o_oilhi_verdict:contains(Rien ne bloque)",
    },
    bouton("action_signer", ".modal"),
    sansFenetre,
    etat("Signé"),
];
const transmettre = [
    bouton("action_transmettre"),
    bouton("action_transmettre", ".modal"),
    sansFenetre,
    etat("Transmis"),
];
const notifier = [
    bouton("action_notifier"),
    { trigger: `${champ("personne_id")} input:value(EXEMPLE)` },
    {
        trigger: `${champ("date_reception")} :is(input, button)`,
        run: "click",
    },
    {
        trigger: `${champ("date_reception")} input`,
        async run({ edit }) {
            await edit(formatDate(DateTime.now()));
        },
    },
    { trigger: ".modal .modal-title", run: "click" },
    bouton("action_notifier", ".modal"),
    sansFenetre,
    etat("Exécutoire"),
];

registry.category("web_tour.tours").add("oilhi_signature_tour", {
    steps: () => [
        ...signer,
        { trigger: ".o_form_view h3:contains(n°)" },
        ...transmettre,
        ...notifier,
    ],
});

registry.category("web_tour.tours").add("oilhi_mainlevee_tour", {
    steps: () => [
        bouton("action_mainlever"),
        etat("Brouillon"),
        { trigger: ".o_field_widget[name=document_lie_id]:contains(n°)" },
        ...signer,
        ...transmettre,
        ...notifier,
    ],
});
