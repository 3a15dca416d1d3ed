import {
    ajouterTour, choisir, cliquer, dater, ecrire, fenetre, fermer, LRAR, MAIN, onglet, trouver, valider,
    voir,
} from "@oilhi_partenaires/../tests/tours/outils";
import { constater, deplier, etape, geste } from "./vie_outils";

/** What an agent types in « C’est fait » for one step, in the order of the dialog. */
function saisie(jour, { a, mode, heure, recu, transmis, observations, montant, executee } = {}) {
    return [
        ...(a ? trouver(fenetre("destinataire_id"), a) : []),
        ...(mode ? choisir(fenetre("mode"), mode) : []),
        ...dater(fenetre("date"), jour),
        ...(heure ? ecrire(fenetre("heure"), heure) : []),
        ...(recu ? dater(fenetre("date_reception"), recu) : []),
        ...(montant ? ecrire(fenetre("montant"), montant) : []),
        ...(transmis ? dater(fenetre("date_transmission"), transmis) : []),
        ...(observations ? choisir(fenetre("observations"), observations) : []),
        ...(executee ? constater(executee, "Exécutée") : []),
    ];
}

const faire = (code, jour, faits) => [
    deplier,
    cliquer(geste(code, "realiser"), `${code}, le ${jour}`),
    ...saisie(jour, faits),
    ...valider("action_realiser"),
    voir(`[data-groupe=faite] .o_oilhi_etape[data-etape=${code}]:not(:visible), ${etape(code)}.o_oilhi_rang_faite`),
];

/** The next addressee of the same letter or order: the dialog proposes who remains. */
const ajouter = (code, jour, faits) => [
    deplier,
    cliquer(geste(code, "ajouter"), `${code}, autre destinataire`),
    ...saisie(jour, faits),
    ...valider("action_realiser"),
];

/** The law refuses: the sentence is read, the dialog closed, nothing is lost. */
const refuser = (code, jour, motif, faits) => [
    deplier,
    cliquer(geste(code, "realiser"), `${code}, refusé le ${jour}`),
    ...saisie(jour, faits),
    voir(`.modal [name=blocages]:contains(${motif})`),
    ...fermer,
];

const communiquer = (code) => [
    cliquer(`[data-communication=${code}]:not([aria-disabled]):first`),
    ...dater(fenetre("date"), "02/09/2026"),
    ...valider("action_valider"),
    voir(`.o_oilhi_parcours[aria-busy=false]:not(:has([data-communication=${code}]))`),
];

/**
 * Twelve months of a copropriété: the syndic and a co-owner, the opinion of the architecte des
 * Bâtiments de France, nothing done in time, the commune acts, the order is lifted.
 */
ajouterTour("oilhi_parcours_copropriete_tour", () => [
    ...onglet("parcours"),
    ...faire("MSO-01", "01/09/2025"),
    ...faire("MSO-02", "01/09/2025"),
    ...faire("MSO-03", "03/09/2025"),
    ...faire("MSO-04", "04/09/2025", { heure: "10:00" }),
    ...faire("MSO-05", "08/09/2025"),
    ...faire("MSO-06", "08/09/2025"),
    ...faire("MSO-07", "10/09/2025", { mode: LRAR, recu: "12/09/2025" }),
    ...faire("MSO-08", "10/09/2025", { a: "Syndic", mode: LRAR, recu: "15/09/2025" }),
    ...ajouter("MSO-08", "10/09/2025", { mode: LRAR, recu: "16/09/2025" }),
    ...faire("MSO-09", "10/09/2025", { a: "Modèle", mode: MAIN }),
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
    // The carence said the contrary: the dialog opens on it, the agent says that it is done.
    ...faire("MSO-17a", "20/08/2026", { heure: "14:00", executee: "Conforter le mur pignon" }),
    ...faire("MSO-18a", "01/09/2026", {
        a: "Syndic", mode: LRAR, recu: "03/09/2026", transmis: "01/09/2026",
    }),
    ...communiquer("D-PART-01"),
    ...communiquer("D-PART-02"),
    // The last communication: only the money is left.
    ...communiquer("D-PART-06"),
    {
        content: "The order is lifted, the debt is not",
        trigger: ".o_oilhi_parcours:contains(restent à recouvrer)",
    },
    ...faire("MSO-21b", "15/09/2026", { montant: "13500" }),
    { trigger: ".o_oilhi_parcours:contains(Close)" },
]);
