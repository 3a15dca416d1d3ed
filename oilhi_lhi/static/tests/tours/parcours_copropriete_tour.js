import { registry } from "@web/core/registry";

const etape = (code) => `.o_oilhi_parcours .o_oilhi_etape[data-etape=${code}]`;
const champ = (nom) => `.modal .o_field_widget[name=${nom}]`;
const titre = { trigger: ".modal .modal-title", run: "click" };
// The server works every deadline out before it answers: long on a busy machine.
const sansFenetre = { trigger: "body:not(:has(.modal))", timeout: 60000 };

/** Steps of later, facultative or done are folded: a person opens the group, the tour opens all. */
const deplier = {
    trigger: ".o_oilhi_parcours[aria-busy=false] section",
    run: () =>
        document.querySelectorAll(".o_oilhi_parcours details").forEach((d) => (d.open = true)),
};

const dater = (nom, jour) => [
    {
        trigger: `${champ(nom)} :is(input, button)`,
        // The dialog takes the focus when it has opened: a click before that is undone.
        async run() {
            const racine = document.querySelector(champ(nom));
            for (let stable = 0, essai = 0; stable < 2 && essai < 40; essai++) {
                racine.querySelector("button")?.click();
                await new Promise((suite) => setTimeout(suite, 100));
                stable = racine.querySelector("input") ? stable + 1 : 0;
            }
        },
    },
    { trigger: `${champ(nom)} input`, run: `edit ${jour}` },
    titre,
];
const ecrire = (nom, texte) => [{ trigger: `${champ(nom)} input`, run: `edit ${texte}` }, titre];
const choisir = (nom, libelle) => [
    { trigger: `${champ(nom)} .o_select_menu_toggler`, run: "click" },
    { trigger: `.o_select_menu_item:text(${libelle})`, run: "click" },
    { trigger: `${champ(nom)} input:value(${libelle})` },
];
const destinataire = (nom) => [
    { trigger: `${champ("destinataire_id")} input`, run: `edit ${nom}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${nom}):first`, run: "click" },
];

const LRAR = "Lettre recommandée avec avis de réception";

/** What an agent types in « C’est fait » for one step, in the order of the dialog. */
function saisie(jour, { a, mode, heure, recu, transmis, observations, montant } = {}) {
    return [
        ...(a ? destinataire(a) : []),
        ...(mode ? choisir("mode", mode) : []),
        ...dater("date", jour),
        ...(heure ? ecrire("heure", heure) : []),
        ...(recu ? dater("date_reception", recu) : []),
        ...(montant ? ecrire("montant", montant) : []),
        ...(transmis ? dater("date_transmission", transmis) : []),
        ...(observations ? choisir("observations", observations) : []),
    ];
}

const enregistrer = { trigger: ".modal button[name=action_realiser]:enabled", run: "click" };

const faire = (code, jour, faits) => [
    deplier,
    { content: `${code}, le ${jour}`, trigger: `${etape(code)} [data-action=realiser]`, run: "click" },
    ...saisie(jour, faits),
    enregistrer,
    sansFenetre,
    { trigger: `[data-groupe=faite] .o_oilhi_etape[data-etape=${code}]:not(:visible), ${etape(code)}.o_oilhi_rang_faite` },
];

/** The next addressee of the same letter or order: the dialog proposes who remains. */
const ajouter = (code, jour, faits) => [
    deplier,
    { content: `${code}, autre destinataire`, trigger: `${etape(code)} [data-action=ajouter]`, run: "click" },
    ...saisie(jour, faits),
    enregistrer,
    sansFenetre,
];

/** The law refuses: the sentence is read, the dialog closed, nothing is lost. */
const refuser = (code, jour, motif, faits) => [
    deplier,
    { content: `${code}, refusé le ${jour}`, trigger: `${etape(code)} [data-action=realiser]`, run: "click" },
    ...saisie(jour, faits),
    { trigger: `.modal [name=blocages]:contains(${motif})` },
    { trigger: ".modal-footer button:contains(Fermer)", run: "click" },
    sansFenetre,
];

const communiquer = (code) => [
    { trigger: `[data-communication=${code}]:first`, run: "click" },
    ...dater("date", "02/09/2026"),
    { trigger: ".modal button[name=action_valider]:enabled", run: "click" },
    sansFenetre,
    { trigger: `.o_oilhi_parcours[aria-busy=false]:not(:has([data-communication=${code}]))` },
];

/**
 * Twelve months of a copropriété: the syndic and a co-owner, the opinion of the architecte des
 * Bâtiments de France, nothing done in time, the commune acts, the order is lifted.
 */
registry.category("web_tour.tours").add("oilhi_parcours_copropriete_tour", {
    steps: () => [
        { trigger: ".o_notebook a[name=parcours]", run: "click" },
        ...faire("MSO-01", "01/09/2025"),
        ...faire("MSO-02", "01/09/2025"),
        ...faire("MSO-03", "03/09/2025"),
        ...faire("MSO-04", "04/09/2025", { heure: "10:00" }),
        ...faire("MSO-05", "08/09/2025"),
        ...faire("MSO-06", "08/09/2025"),
        ...faire("MSO-07", "10/09/2025", { mode: LRAR, recu: "12/09/2025" }),
        ...faire("MSO-08", "10/09/2025", { a: "Syndic", mode: LRAR, recu: "15/09/2025" }),
        ...ajouter("MSO-08", "10/09/2025", { mode: LRAR, recu: "16/09/2025" }),
        ...faire("MSO-09", "10/09/2025", { a: "Modèle", mode: "Remise en main propre" }),
        {
            content: "Two months for the syndic, prorogated: the latest decides",
            trigger: ".o_oilhi_parcours:contains(18/11/2025)",
        },
        ...faire("MSO-10", "17/11/2025", { a: "Syndic", observations: "Aucune observation reçue" }),
        ...refuser("MSO-12", "17/11/2025", "18 novembre 2025"),
        ...faire("MSO-12", "20/11/2025"),
        ...faire("MSO-13", "21/11/2025", {
            a: "Syndic", mode: LRAR, recu: "25/11/2025", transmis: "21/11/2025",
        }),
        ...ajouter("MSO-13", "21/11/2025", { mode: LRAR, recu: "26/11/2025" }),
        ...faire("MSO-14", "28/11/2025"),
        ...faire("MSO-16", "26/02/2026", { heure: "09:30" }),
        ...refuser("MSO-17b", "26/02/2026", "27 février 2026"),
        ...faire("MSO-17b", "02/03/2026", { heure: "09:30" }),
        ...faire("MSO-18b", "10/03/2026", {
            a: "Syndic", mode: LRAR, recu: "13/03/2026", montant: "200", transmis: "10/03/2026",
        }),
        ...faire("MSO-19b", "15/06/2026", {
            a: "Syndic", mode: "Signification par commissaire de justice",
        }),
        ...faire("MSO-17a", "20/08/2026", { heure: "14:00" }),
        ...faire("MSO-18a", "01/09/2026", {
            a: "Syndic", mode: LRAR, recu: "03/09/2026", transmis: "01/09/2026",
        }),
        ...communiquer("D-PART-01"),
        ...communiquer("D-PART-02"),
        {
            content: "The last communication: only the money is left",
            trigger: "[data-communication=D-PART-06]:first",
            run: "click",
        },
        ...dater("date", "02/09/2026"),
        { trigger: ".modal button[name=action_valider]:enabled", run: "click" },
        sansFenetre,
        {
            content: "The order is lifted, the debt is not",
            trigger: ".o_oilhi_parcours:contains(restent à recouvrer)",
        },
        ...faire("MSO-21b", "15/09/2026", { montant: "13500" }),
        { trigger: ".o_oilhi_parcours:contains(Close)" },
    ],
});
