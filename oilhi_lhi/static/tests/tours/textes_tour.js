import { ajouterTour, cliquer, onglet, sansFenetre, voir } from "@oilhi_partenaires/../tests/tours/outils";

const etape = ".o_oilhi_parcours[aria-busy=false] [data-groupe=maintenant] .o_oilhi_etape[data-etape=MSO-01]";
const base = `${etape} details:has(.fa-balance-scale)`;
const citation = `${base}[open] .o_oilhi_citation[data-citation='CCH L. 511-6']`;
const article = ".modal .o_oilhi_article[aria-busy=false] [data-texte='CCH L. 511-6']";

/** From a step to the words of the law, and back to the very place one was reading. */
ajouterTour("oilhi_textes_tour", () => [
    ...onglet("parcours"),
    cliquer(`${base}:not([open]) > summary`),
    cliquer(citation, "The code and the article are one link"),
    voir(`${article} .o_oilhi_article_texte:contains(signale ces faits)`, "The words of the article"),
    voir(`${article}:contains(Version en vigueur depuis le 01/01/2021)`),
    voir(`${article}:contains(Confirmé par le texte)`),
    voir(`${article} a:contains(Source du texte)`),
    {
        content: "The focus is in the dialog",
        trigger: ".modal:has(:focus)",
        run: "press Escape",
    },
    sansFenetre,
    {
        content: "The focus is back where one was reading; from there, the keyboard alone",
        trigger: `${citation}:focus`,
        run: "press Enter",
    },
    voir(`${article}:contains(Version en vigueur depuis le 01/01/2021)`),
    cliquer(".modal-footer button:contains(Fermer)"),
    sansFenetre,
    voir(`${citation}:focus`),
]);
