import {
    ajouterTour, bouton, choisir, cliquer, dater, dette, ecrire, emettre, encaisser, enregistrer, etat, faire,
    fenetre, lireCompte, MAIN, ouvrirPage, page, parcours, preparerTitres, retour, sansEmettre,
    total, valider, voir,
} from "./vie_outils";

const JOUR = luxon.DateTime.now().toFormat("dd/MM/yyyy");
const ligne = (nom) => `${page("ligne_ids")} .o_data_row:contains(${nom})`;

const verser = (nom, montant) => [
    cliquer(`${ligne(nom)} td[name=verse]`),
    {
        trigger: `${page("ligne_ids")} .o_selected_row td[name=verse] input`,
        run: `edit ${montant} && press Tab`,
    },
];

/** The sommation: the fifteen days are counted and shown. */
const sommer = (nom, fin) => [
    cliquer(`${ligne(nom)} button[name=action_sommation]`),
    ...dater(fenetre("date"), "01/06/2026"),
    ...valider("action_valider"),
    voir(`${ligne(nom)}:contains(${fin}):contains(Réputé défaillant)`),
];
const notifier = (ouvrir) => [
    ouvrir,
    ...choisir(fenetre("mode"), MAIN),
    ...dater(fenetre("date"), JOUR),
    ...valider("action_valider"),
];

/** The agent: from the failure to the titles that he prepares (CCH L. 511-16, R. 511-11). */
ajouterTour("oilhi_vie_copropriete_tour", () => [
    ...parcours,
    ...faire("MSO-17b", "22/04/2026"),
    ...ouvrirPage("MSO-19b", "office"),
    bouton("action_preparer_substitution"),
    ...dater(page("vote_le"), "10/05/2026"),
    ...dater(page("exigible_le"), "20/05/2026"),
    ...ecrire(page("montant_vote"), "10000"),
    ...ecrire(page("tantiemes_total"), "1000"),
    ...ecrire(page("motifs"), "Travaux votés et non financés, défaillance attestée."),
    ...enregistrer,
    voir(".alert-warning:contains(attestation)", "What is missing is said"),
    bouton("action_repartir"),
    voir(`${ligne("Dominique")}:contains(5 000,00)`),
    voir(`${ligne("Andrée")}:contains(3 000,00)`),
    voir(`${ligne("Marie")}:contains(2 000,00)`),
    ...verser("Dominique", "5000"),
    voir(`${ligne("Dominique")}:contains(À jour)`, "Paid in full"),
    ...verser("Marie", "500"),
    ...enregistrer,
    voir(`${ligne("Marie")} td[name=verse]:contains(/^500,00/)`, "A part only"),
    ...sommer("Andrée", "16/06/2026"),
    ...sommer("Marie", "16/06/2026"),
    bouton("action_attestation"),
    ...dater(fenetre("date_reception"), JOUR),
    ...valider("action_valider"),
    etat("attestee"),
    voir("body:not(:has(.o_form_view .alert-warning:visible))", "Nothing forbids it any more"),
    bouton("action_decider"),
    ...valider("action_valider"),
    etat("decidee"),
    voir(`${page("total")}:contains(4 500,00)`, "What the commune pays"),
    ...notifier(cliquer(`${ligne("Andrée")} button[name=action_notifier]`)),
    ...notifier(cliquer(`${ligne("Marie")} button[name=action_notifier]`)),
    ...notifier(bouton("action_notifier_syndic")),
    etat("notifiee"),
    retour,
    ...lireCompte(
        dette("Andrée", "3 000 €", "L. 511-17"),
        dette("Marie", "1 500 €", "L. 511-17"),
        total("Reste à titrer", "4 500 €"),
        ":not(:has(article:contains(Dominique)))",
    ),
    ...preparerTitres(["Andrée", "3 000,00"], ["Marie", "1 500,00"]),
    ...sansEmettre("Andrée"),
]);

/** The responsable issues both titles; a first payment comes in. */
ajouterTour("oilhi_vie_copropriete_recette_tour", () => [
    ...preparerTitres(["Andrée", "3 000,00"], ["Marie", "1 500,00"]),
    ...emettre("Andrée", "2026-41", "3 000,00"),
    ...encaisser("1000", "2 000,00"),
    cliquer(".breadcrumb-item:contains(Titres) a, .o_back_button"),
    ...emettre("Marie", "2026-42", "1 500,00"),
    cliquer(".breadcrumb-item:contains(LHI-) a"),
    ...lireCompte(total("Payé", "1 000 €"), total("Reste dû", "3 500 €"), total("2026-41", "2 000 €")),
]);
