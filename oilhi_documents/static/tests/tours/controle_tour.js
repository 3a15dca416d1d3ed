import { ajouterTour, cliquer, dater, fenetre, valider } from "@oilhi_partenaires/../tests/tours/outils";

const point = (code, niveau) => `.o_oilhi_controles li[data-controle=${code}][data-niveau=${niveau}]`;
const verdict = (texte) => ({
    content: `Verdict: ${texte}`,
    trigger: `.o_oilhi_page_controle main[aria-busy=false] .o_oilhi_verdict:contains(${texte})`,
});
const signer = (jour) => ({
    content: `Signature thought of on ${jour}`,
    trigger: "#o_oilhi_date_signature:enabled",
    run() {
        this.anchor.value = jour;
        this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

/** From a step: what blocks, why, the day that frees it, and a point put right on the spot. */
ajouterTour("oilhi_controle_tour", () => [
    signer("2027-02-01"),
    verdict("bloquent"),
    {
        content: "What blocks comes first, with its word, its reason and its article",
        trigger: `.o_oilhi_controles section:first-of-type[data-niveau=bloquant] li[data-controle=DESTINATAIRE]:contains(Bloquant):contains(13/02/2027):contains(R. 511-3)`,
    },
    signer("2027-02-15"),
    verdict("Rien ne bloque"),
    cliquer(
        `${point("OCCUPANTS", "avertissement")} button:enabled:contains(MSO-09)`,
        "The occupants were not told: go and record it"
    ),
    ...dater(fenetre("date"), "08/01/2027"),
    ...valider("action_realiser"),
    verdict("Rien ne bloque"),
    {
        content: "Checked again at once: it is in order",
        trigger: ".o_oilhi_controles details[data-niveau=ok] summary",
        run: "click",
    },
    { trigger: `${point("OCCUPANTS", "ok")}:contains(En ordre):contains(le jour de la lettre)` },
    {
        content: "Another act of the same step",
        trigger: "#o_oilhi_acte:enabled",
        run: "select D-MSO-12",
    },
    { trigger: `${point("MODELE", "bloquant")}:contains(interdiction définitive)` },
]);

/** From a document: the same page, and nothing to press for who only reads. */
ajouterTour("oilhi_controle_document_tour", () => [
    cliquer(".o_form_view button[name=action_controler]:enabled"),
    signer("2027-02-15"),
    verdict("Rien ne bloque"),
    {
        content: "A reader has no button that would be refused",
        trigger: ".o_oilhi_page_controle:not(:has(button:contains(Corriger)))",
    },
    { trigger: ".breadcrumb-item a, .o_back_button", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=controles] .o_oilhi_verdict" },
]);
