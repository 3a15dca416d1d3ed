import { registry } from "@web/core/registry";

/** Steps shared by the tours. Each waits for the effect of the one before, however slow the machine. */

/** The longest a step may wait; a tour that goes well never waits that long. */
const LENT = 60000;
const ATTENTE = { timeout: 1000 };
export const LRAR = "Lettre recommandée avec avis de réception";
export const MAIN = "Remise en main propre";

export const ajouterTour = (nom, steps) =>
    registry.category("web_tour.tours").add(nom, {
        steps: () => steps().map((step) => ({ timeout: LENT, ...step })),
    });

export const page = (nom) => `.o_action_manager .o_field_widget[name=${nom}]`;
export const fenetre = (nom) => `.modal .o_field_widget[name=${nom}]`;

export const voir = (trigger, content) => ({ content, trigger });
export const cliquer = (trigger, content) => ({ content, trigger, run: "click" });
export const bouton = (nom) =>
    cliquer(`body:not(:has(.modal)) .o_action_manager button[name=${nom}]:enabled`);
export const sansFenetre = voir("body:not(:has(.modal))");
export const valider = (nom) => [cliquer(`.modal button[name=${nom}]:enabled`), sansFenetre];
export const validerLigne = [cliquer(".modal .o_form_button_save:enabled"), sansFenetre];
export const fermer = [cliquer(".modal-footer button:contains(Fermer)"), sansFenetre];
export const confirmer = (texte) => [
    cliquer(`.modal:contains(${texte}) .modal-footer .btn-primary:enabled`),
    sansFenetre,
];
export const enregistrer = [
    cliquer("body:not(:has(.modal)) .o_action_manager .o_form_button_save:enabled"),
    voir(".o_action_manager .o_form_view .o_form_saved"),
];
export const etat = (nom) => voir(`.o_statusbar_status .o_arrow_button_current[data-value=${nom}]`);
export const onglet = (nom) => [
    cliquer(`.o_notebook .nav-link[name=${nom}]`),
    voir(`.o_notebook .nav-link[name=${nom}].active`),
];
export const ajouterLigne = (nom) =>
    cliquer(`${page(nom)} .o_field_x2many_list_row_add :is(a, button)`);
export const retour = cliquer(".breadcrumb-item:not(.active):contains(LHI-) a, .o_back_button");

/**
 * A date is a button that becomes a field under the focus, and a button again when something else
 * takes it (a dialog that ends to open, a picker that closes): pressed again until it is written.
 */
export const dater = (cible, jour) => [
    {
        content: `${cible} : ${jour}`,
        trigger: cible,
        async run({ click, edit, press, waitUntil }) {
            const chercher = (quoi) => document.querySelector(`${cible} ${quoi}`);
            const ecrit = () =>
                chercher(`[data-tooltip="${jour}"]`) || chercher("input")?.value === jour;
            for (let essai = 0; essai < 20; essai++) {
                try {
                    await click(chercher(":is(input, button)"));
                    await edit(jour, await waitUntil(() => chercher("input:focus"), ATTENTE));
                    await press("Tab");
                    await waitUntil(ecrit, ATTENTE);
                    return;
                } catch {
                    continue;
                }
            }
            throw new Error(`${cible} : la date n’est pas écrite.`);
        },
    },
];
export const ecrire = (cible, texte) => [
    { trigger: `${cible} :is(input, textarea)`, run: `edit ${texte} && press Tab` },
];
export const choisir = (cible, libelle) => [
    cliquer(`${cible} .o_select_menu_toggler`),
    cliquer(`.o_select_menu_item:text(${libelle})`),
    voir(`${cible} input:value(${libelle})`),
];
export const cocher = (cible, valeur) => [
    cliquer(`${cible} input[data-value=${valeur}]`),
    voir(`${cible} input[data-value=${valeur}]:checked`),
];
export const proposer = (texte) =>
    cliquer(`.o-autocomplete--dropdown-item:contains(${texte}):first`);
export const trouver = (cible, nom) => [
    { trigger: `${cible} input`, run: `edit ${nom}` },
    proposer(nom),
    voir(`${cible} input:value(${nom})`),
];
