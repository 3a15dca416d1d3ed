/** Steps shared by the tours that play the whole life of a case after its order. */

import {
    ajouterLigne, bouton, choisir, cliquer, confirmer, dater, ecrire, enregistrer, etat, fenetre,
    onglet, page, retour, trouver, valider, validerLigne, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

export * from "@oilhi_partenaires/../tests/tours/outils";

export const etape = (code) => `.o_oilhi_parcours .o_oilhi_etape[data-etape=${code}]`;
/** A button of the stepper, once the stepper is free: before that it would not hear the click. */
export const geste = (code, action) => `${etape(code)} [data-action=${action}]:not([aria-disabled])`;

/** Steps of later, facultative or done are folded: a person opens the group, the tour opens all. */
export const deplier = {
    trigger: ".o_oilhi_parcours[aria-busy=false] section",
    run: () =>
        document.querySelectorAll(".o_oilhi_parcours details").forEach((d) => (d.open = true)),
};
export const parcours = [...onglet("parcours"), deplier];

/** « C’est fait »: `faits` in the order of the dialog, `mesures` chosen in its list. */
export const faire = (code, jour, { a, mode, heure, recu, transmis, mesures } = {}) => [
    deplier,
    cliquer(geste(code, "realiser"), `${code}, le ${jour}`),
    ...(a ? trouver(fenetre("destinataire_id"), a) : []),
    ...(mode ? choisir(fenetre("mode"), mode) : []),
    ...dater(fenetre("date"), jour),
    ...(heure ? ecrire(fenetre("heure"), heure) : []),
    ...(recu ? dater(fenetre("date_reception"), recu) : []),
    ...(transmis ? dater(fenetre("date_transmission"), transmis) : []),
    ...(mesures || []),
    ...valider("action_realiser"),
    voir(`.o_oilhi_parcours[aria-busy=false]:has(.o_oilhi_etape[data-etape=${code}])`),
];

/** What is found of a measure, in the list of the dialog. */
export const constater = (texte, resultat) => [
    cliquer(`${fenetre("mesure_ids")} .o_data_row:contains(${texte}) td[name=resultat]`),
    ...choisir(`${fenetre("mesure_ids")} .o_selected_row td[name=resultat]`, resultat),
];

/** From the step to the page where it is prepared. */
export const ouvrirPage = (code, nom) => [
    deplier,
    cliquer(`${etape(code)} [data-action=page][data-page=${nom}]`),
    voir(`.o_notebook .nav-link[name=${nom}].active`, "The step opened its page"),
];

/** The account, read from the case, then back: what is owed, by whom, by which article. */
export const lireCompte = (...lectures) => [
    ...onglet("argent"),
    bouton("action_compte"),
    ...lectures.map((lecture) => voir(`.o_oilhi_compte${lecture}`)),
    retour,
];
export const total = (nom, montant) => ` tr:contains(${nom}) td:contains(/^${montant}$/)`;
export const dette = (qui, ...mots) =>
    ` article:contains(${qui})${mots.map((mot) => `:contains(${mot})`).join("")}`;

/** The page of the case also lists them: only the list that was opened counts. */
const titre = (...mots) =>
    `.o_action_manager:not(:has(.o_form_view)) .o_data_row${mots.map((mot) => `:contains(${mot})`).join("")}`;

/** Drafts of what is due, one by debt. */
export const preparerTitres = (...lignes) => [
    ...onglet("argent"),
    bouton("action_preparer_titres"),
    ...lignes.map(([qui, montant]) => voir(titre(qui, montant))),
];
const ouvrirTitre = (qui) => [
    cliquer(`${titre(qui)} .o_data_cell[name=objet]`),
    voir(`${page("tenus")}:contains(${qui})`),
];

/** The agent prepares the title; he does not issue it. */
export const sansEmettre = (qui) => [
    ...ouvrirTitre(qui),
    voir(".o_form_view:not(:has(button[name=action_emettre]))"),
    etat("brouillon"),
];

/** The responsable issues it under the number of the comptable; it is then due, whole. */
export const emettre = (qui, numero, montant) => [
    ...ouvrirTitre(qui),
    ...ecrire(page("numero"), numero),
    bouton("action_emettre"),
    ...confirmer("ne changera plus"),
    etat("emis"),
    voir(`${page("reste")}:contains(/^${montant}/)`),
];
export const encaisser = (montant, reste) => [
    ajouterLigne("paiement_ids"),
    ...ecrire(fenetre("montant"), montant),
    ...validerLigne,
    voir(`${page("paiement_ids")} .o_data_row`),
    ...enregistrer,
    voir(`${page("reste")}:contains(/^${reste}/)`, "What remains"),
];
