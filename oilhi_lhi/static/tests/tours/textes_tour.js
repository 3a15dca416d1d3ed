import { ajouterTour, cliquer, onglet, sansFenetre, voir } from "@oilhi_partenaires/../tests/tours/outils";

const base = ".o_oilhi_parcours[aria-busy=false] .o_oilhi_etape[data-etape=MSO-02] details:has(.fa-balance-scale)";
const citation = (titre) => `${base}[open] .o_oilhi_citation[data-citation='${titre}']`;
const article = (nom) => `.modal .o_oilhi_article[aria-busy=false] [data-texte='${nom}']`;

/** From a step to the words of the law, and back to the very place one was reading. */
ajouterTour("oilhi_textes_tour", () => [
    ...onglet("parcours"),
    cliquer(`${base}:not([open]) > summary`),
    voir(`${base}[open]:contains(L. 511-5)`),
    cliquer(citation("CCH L. 511-4"), "The code and the article are one link"),
    voir(`${article("CCH L. 511-4")} .o_oilhi_article_texte:contains(autorité compétente)`),
    voir(`${article("CCH L. 511-4")}:contains(Version en vigueur depuis le 01/01/2021)`),
    voir(`${article("CCH L. 511-4")}:contains(Confirmé par le texte)`),
    voir(`${article("CCH L. 511-4")} a:contains(Source du texte)`),
    {
        content: "The focus is in the dialog",
        trigger: ".modal:has(:focus)",
        run: "press Escape",
    },
    sansFenetre,
    voir(`${citation("CCH L. 511-4")}:focus`, "The focus is back where one was reading"),
    {
        content: "The same with the keyboard alone, in the next article",
        trigger: citation("CGCT L. 5211-9-2"),
        async run({ press }) {
            this.anchor.focus();
            await press("Enter");
        },
    },
    voir(`${article("CGCT L. 5211-9-2")}:contains(Version en vigueur depuis le 31/12/2023)`),
    cliquer(".modal-footer button:contains(Fermer)"),
    sansFenetre,
    voir(`${citation("CGCT L. 5211-9-2")}:focus`),
]);
