import { ajouterTour, bouton, cliquer, voir } from "@oilhi_partenaires/../tests/tours/outils";

const question = (code) => `.o_oilhi_question[data-question=${code}]`;
const repondre = (code, reponse) => ({
    content: `${code}: ${reponse}`,
    trigger: `${question(code)} [data-reponse=${reponse}]:enabled`,
    run: "click",
});
const ouvrirGuide = bouton("action_ouvrir_guide");

ajouterTour("oilhi_guide_tour", () => [
    ouvrirGuide,
    {
        content: "The question has the focus, for a keyboard and a screen reader",
        trigger: `${question("Q1")} h2:focus`,
    },
    {
        content: "Why this question",
        trigger: ".o_oilhi_pourquoi[aria-expanded=false]",
        run: "click",
    },
    { trigger: ".o_oilhi_aide:contains(procédure urgente)" },
    repondre("Q1", "oui"),
    {
        content: "Danger: what to do at once comes first",
        trigger: ".o_oilhi_alerte_danger:contains(112)",
    },
    {
        content: "Danger without a known cause: general police, for the time being",
        trigger: ".o_oilhi_guide_droite .o_oilhi_recommandee[data-procedure=PGI]",
    },
    // The next question must be there before one goes back.
    voir(".o_oilhi_question:not([data-question=Q1])"),
    cliquer(".o_oilhi_precedente", "Back to the first question"),
    {
        content: "The answer given is shown",
        trigger: `${question("Q1")} [data-reponse=oui].o_oilhi_choisi`,
    },
    repondre("Q1", "non"),
    repondre("Q2", "interne"),
    {
        content: "The disorders already say that the solidity is at stake; add the health",
        trigger: `${question("Q3")} [data-reponse=solidite].o_oilhi_choisi`,
    },
    cliquer(`${question("Q3")} [data-reponse=sante] input:enabled`),
    voir(`${question("Q3")} [data-reponse=sante] input:checked`),
    cliquer(".o_oilhi_valider:enabled"),
    {
        content: "The ordinary procedure, with its reasons",
        trigger: ".o_oilhi_guide_droite .o_oilhi_recommandee[data-procedure=MSO]:contains(L. 511-2)",
    },
    { trigger: ".o_oilhi_alerte[data-alerte=OR-SOLIDITE-SANTE]" },
    cliquer(".o_oilhi_inconnu:enabled", "Do not know"),
    cliquer(".o_oilhi_guide:has(.o_oilhi_inconnu:enabled) .o_oilhi_terminer"),
    {
        content: "The result, with its next step",
        trigger: ".o_oilhi_resultat .o_oilhi_recommandee[data-procedure=MSO]:contains(MSO-01)",
    },
    { trigger: ".o_oilhi_resultat .o_oilhi_ecartee[data-procedure=MSU]" },
    {
        content: "Reload: the case is in the address",
        trigger: ".o_oilhi_resultat h2",
        run: () => browser_reload(),
        expectUnloadPage: true,
    },
    {
        content: "Answers were kept: the guide goes on",
        trigger: ".o_oilhi_guide .o_oilhi_recommandee[data-procedure=MSO]",
    },
    cliquer(".o_oilhi_terminer"),
    cliquer("[data-ouvrir=MSO]:enabled"),
    {
        content: "Back on the case, the procedure is open",
        trigger: ".o_form_view .o_field_widget[name=reference]",
    },
]);

function browser_reload() {
    window.location.reload();
}

ajouterTour("oilhi_guide_desaccord_tour", () => [
    ouvrirGuide,
    { trigger: ".o_oilhi_terminer", run: "click" },
    { trigger: ".o_oilhi_desaccord[aria-expanded=false]", run: "click" },
    {
        content: "No motive, no opening",
        trigger: "form button[type=submit]:disabled",
    },
    { trigger: "#o_oilhi_desaccord_code", run: "select PGI" },
    {
        trigger: "#o_oilhi_desaccord_motif",
        run: "edit Un arbre a frappé le mur cette nuit.",
    },
    { trigger: "form button[type=submit]:enabled", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=reference]" },
]);

ajouterTour("oilhi_guide_desordres_tour", () => [
    ouvrirGuide,
    {
        content: "Nothing is known of the case: the guide asks what is seen",
        trigger: ".o_oilhi_desordres h2:focus",
    },
    { trigger: ".o_oilhi_recherche", run: "edit odeur de gaz" },
    { trigger: ".o_oilhi_desordre[data-desordre=GAZ-01]", run: "click" },
    {
        content: "A sign of danger: what to do comes before anything is saved",
        trigger: ".o_oilhi_critere_danger input",
        run: "click",
    },
    { trigger: ".o_oilhi_fiche_desordre .o_oilhi_gestes:contains(interrupteur)" },
    cliquer(".o_oilhi_noter:enabled"),
    voir("[data-observation=GAZ-01]:contains(Danger)"),
    {
        content: "Another one, found by its drawing",
        trigger: "[data-categorie=HUM]",
        run: "click",
    },
    { trigger: ".o_oilhi_desordre[data-desordre=HUM-01]", run: "click" },
    cliquer(".o_oilhi_noter:enabled"),
    voir("[data-observation=HUM-01]"),
    voir(".o_oilhi_danger_zone a[href='tel:112']"),
    cliquer(".o_oilhi_vers_questions:enabled"),
    {
        content: "By the keyboard alone: the first answer, then back, and it is still there",
        trigger: `${question("Q1")} h2:focus`,
        run: "press 1",
    },
    {
        content: "Another question",
        trigger: ".o_oilhi_question:not([data-question=Q1]) h2:focus",
        run: "press Backspace",
    },
    { trigger: `${question("Q1")} [data-reponse=oui].o_oilhi_choisi` },
    { trigger: ".o_oilhi_avancer", run: "click" },
    { trigger: ".o_oilhi_terminer", run: "click" },
    { trigger: ".o_oilhi_resultat h2:focus" },
]);
