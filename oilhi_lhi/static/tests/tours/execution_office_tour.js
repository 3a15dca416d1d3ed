import {
    ajouterLigne, ajouterTour, bouton, choisir, cliquer, dater, ecrire, enregistrer, etat, fenetre,
    fermer, MAIN, onglet, page, trouver, valider, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const JOUR = luxon.DateTime.now().toFormat("dd/MM/yyyy");

const devis = (entreprise, ht, tva) => [
    ajouterLigne("devis_ids"),
    ...trouver(fenetre("entreprise_id"), entreprise),
    ...ecrire(fenetre("montant_ht"), ht),
    ...ecrire(fenetre("montant_tva"), tva),
    ...validerLigne,
    voir(`${page("devis_ids")} .o_data_row:contains(${entreprise})`),
];

/** From the failure to the reception: two estimates, a company, the works (CCH L. 511-16). */
ajouterTour("oilhi_execution_office_tour", () => [
    ...onglet("office"),
    bouton("action_preparer_office"),
    voir(`${page("regime")}:contains(L. 511-16)`, "What the text allows is said first"),
    ...ecrire(page("motifs"), "Pignon non conforté au constat du 22 avril 2026."),
    ...enregistrer,
    voir(`${page("devis_conseil")}:contains(Aucun devis)`, "No estimate yet: said as advice"),
    ...devis("Maçonnerie d’essai", "12000", "1200"),
    ...devis("Étaiements d’essai", "10000", "1000"),
    ...enregistrer,
    cliquer(`${page("devis_ids")} .o_data_row:contains(Étaiements) button[name=action_retenir]:enabled`),
    voir(`${page("entreprise_id")}:contains(Étaiements)`),
    voir(`${page("cout_estime")}:contains(11)`),
    bouton("action_decider"),
    ...choisir(fenetre("mode"), MAIN),
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
    bouton("action_constater"),
    voir(".modal .o_form_view", "The finding of the parcours is proposed"),
    ...fermer,
]);

const ligne = (nom) => `${page("ligne_ids")} .o_data_row:contains(${nom})`;
const sommation = (nom) => [
    cliquer(`${ligne(nom)} button[name=action_sommation]:enabled`),
    voir(`.modal:contains(quinze jours)`),
    ...dater(fenetre("date"), "01/06/2026"),
    ...valider("action_valider"),
    voir(`${ligne(nom)}:contains(Réputé défaillant)`),
];

/** Two defaulters: called by tantièmes, summoned, attested, decided, notified (CCH R. 511-11). */
ajouterTour("oilhi_execution_substitution_tour", () => [
    ...onglet("office"),
    bouton("action_preparer_substitution"),
    ...dater(page("vote_le"), "10/05/2026"),
    ...dater(page("exigible_le"), "20/05/2026"),
    ...ecrire(page("montant_vote"), "10000"),
    ...ecrire(page("motifs"), "Travaux votés et non financés."),
    ...enregistrer,
    voir(".alert-warning:contains(attestation)", "What is missing is said"),
    bouton("action_repartir"),
    voir(`${ligne("Andrée")}:contains(000)`),
    cliquer(`${ligne("Dominique")} td[name=verse]`, "The first one has paid"),
    { trigger: `${page("ligne_ids")} .o_selected_row td[name=verse] input`, run: "edit 5000" },
    ...enregistrer,
    voir(`${ligne("Dominique")}:contains(À jour)`),
    ...sommation("Andrée"),
    ...sommation("Marie"),
    bouton("action_attestation"),
    ...dater(fenetre("date_reception"), JOUR),
    ...valider("action_valider"),
    etat("attestee"),
    voir("body:not(:has(.o_form_view .alert-warning:visible))", "Nothing forbids it any more"),
    bouton("action_decider"),
    ...valider("action_valider"),
    etat("decidee"),
    cliquer(`${ligne("Andrée")} button[name=action_notifier]:enabled`),
    ...choisir(fenetre("mode"), MAIN),
    ...valider("action_valider"),
    cliquer(`${ligne("Marie")} button[name=action_notifier]:enabled`),
    ...choisir(fenetre("mode"), MAIN),
    ...valider("action_valider"),
    bouton("action_notifier_syndic"),
    ...choisir(fenetre("mode"), MAIN),
    ...valider("action_valider"),
    etat("notifiee"),
]);
