import {
    ajouterTour, ajouterLigne, bouton, choisir, cliquer, cocher, dater, dette, ecrire, emettre,
    encaisser, enregistrer, faire, fenetre, lireCompte, LRAR, onglet, ouvrirPage, page, parcours,
    preparerTitres, retour, sansEmettre, total, trouver, valider, validerLigne, voir,
} from "./vie_outils";

const droits = (...mots) => `${page("droits_html")}${mots.map((mot) => `:contains(${mot})`).join("")}`;
const droit = (titre, ...mots) =>
    `${page("droits_html")} div.border:contains(${titre})${mots.map((mot) => `:contains(${mot})`).join("")}`;
const offre = (lieu, auteur, reponse, libelle) => [
    ajouterLigne("offre_ids"),
    ...choisir(fenetre("auteur"), auteur),
    ...dater(fenetre("date"), "26/02/2026"),
    ...ecrire(fenetre("lieu"), lieu),
    ...cocher(fenetre("adaptee"), "oui"),
    ...cocher(fenetre("reponse"), reponse),
    ...validerLigne,
    voir(`${page("offre_ids")} .o_data_row:contains(${lieu}):contains(${libelle})`),
];
const mesure = (texte) => `${page("controle_ids")} .o_data_row:contains(${texte})`;
const vue = (texte) => [
    cliquer(`${mesure(texte)} button[name=action_executee]`),
    voir(`${mesure(texte)}:not(:has(button[name=action_executee]))`),
];

/** The agent: the household, its nights, the account, then the end of the ban (CCH L. 521-1 to L. 521-3-2). */
ajouterTour("oilhi_vie_interdiction_tour", () => [
    ...parcours,
    ...ouvrirPage("MSO-15", "occupants"),
    bouton("action_ajouter_menage"),
    ...ecrire(page("lot"), "1er étage"),
    ...trouver(page("personne_id"), "Claude"),
    ...ecrire(page("loyer"), "550"),
    ...enregistrer,
    voir(droit("Loyer suspendu", "À partir du 01/03/2026", "CCH L. 521-2 I", "Texte lu"), "The first day without rent"),
    voir(droit("Hébergement décent", "À partir du 01/03/2026")),
    ...onglet("offres"),
    ...offre("3 rue des Lilas", "Le propriétaire", "refusee", "Refusée"),
    ...offre("Hôtel de la Gare", "Le maire", "acceptee", "Acceptée"),
    ...onglet("hebergements"),
    ajouterLigne("hebergement_ids"),
    ...ecrire(fenetre("lieu"), "Hôtel de la Gare"),
    ...dater(fenetre("date_debut"), "01/03/2026"),
    ...dater(fenetre("date_fin"), "30/04/2026"),
    ...ecrire(fenetre("prix_nuit"), "60"),
    voir(`${fenetre("nuits")}:contains(60)`),
    voir(`${fenetre("total")}:contains(3 600,00)`, "Counted at once"),
    ...validerLigne,
    ...enregistrer,
    voir(`${page("hebergement_ids")} .o_data_row:contains(30/04/2026):contains(La commune)`),
    retour,
    ...lireCompte(dette("Dominique", "3 600 €", "L. 521-3-2"), total("Forfait de 8 %", "0 €"), total("Reste dû", "3 600 €")),
    ...preparerTitres(["Dominique", "3 600,00"]),
    ...sansEmettre("Dominique"),
    cliquer(".breadcrumb-item:contains(LHI-) a"),
    ...onglet("mesures"),
    bouton("action_controler_mesures"),
    ...dater(page("date"), "28/04/2026"),
    ...vue("Conforter"),
    ...vue("habité"),
    bouton("action_terminer"),
    cliquer(".modal:contains(ne changera plus) .btn-primary"),
    voir(`${fenetre("mesure_ids")} .o_data_row:contains(Conforter)`, "The finding follows the visit"),
    voir(`${fenetre("date")}:contains(28/04/2026), ${fenetre("date")} input:value(28/04/2026)`),
    ...valider("action_realiser"),
    retour,
    ...parcours,
    ...faire("MSO-18a", "04/05/2026", { a: "Dominique", mode: LRAR, recu: "06/05/2026", transmis: "04/05/2026" }),
    ...onglet("occupants"),
    cliquer(`${page("occupant_ids")} button[name=action_ouvrir]`),
    voir(droit("Loyer suspendu", "Du 01/03/2026 au 31/05/2026 inclus"), "The last day without rent"),
    voir(droits("CCH L. 521-2")),
]);

/** The responsable issues the title; the owner pays it all. */
ajouterTour("oilhi_vie_interdiction_recette_tour", () => [
    ...preparerTitres(["Dominique", "3 600,00"]),
    ...emettre("Dominique", "2026-51", "3 600,00"),
    ...encaisser("3600", "0,00"),
    cliquer(".breadcrumb-item:contains(LHI-) a"),
    ...lireCompte(total("Payé", "3 600 €"), total("Reste dû", "0 €")),
]);
