import {
    ajouterTour, bouton, cliquer, confirmer, enregistrer, onglet, proposer, sansFenetre, valider, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const etat = (libelle) => ({
    content: `The version is: ${libelle}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${libelle})`,
});

/** The jurist corrects a rule: red bench, mended, published. The start: the form of the rule. */
ajouterTour("oilhi_regles_tour", () => [
    {
        content: "A condition is wrong: the cause becomes external",
        trigger: ".o_field_widget[name=clause_ids] .o_data_row td[name=reponse_ids]",
        run: "click",
    },
    {
        trigger: ".o_selected_row td[name=reponse_ids] .o_delete",
        run: "click",
    },
    {
        trigger: ".o_selected_row td[name=reponse_ids] input",
        run: "edit extérieur",
    },
    proposer("De l’extérieur"),
    voir(".o_selected_row td[name=reponse_ids] .o_tag:contains(De l’extérieur)"),
    ...enregistrer,
    {
        content: "The draft was opened by the correction",
        trigger: "[data-menu-xmlid='oilhi_lhi.menu_oilhi_referentiel']",
        run: "click",
    },
    {
        trigger: "[data-menu-xmlid='oilhi_lhi.menu_oilhi_regle_versions']",
        run: "click",
    },
    {
        trigger: ".o_data_row:contains(Brouillon) td[name=name]",
        run: "click",
    },
    etat("Brouillon"),
    bouton("action_verifier"),
    {
        content: "Red, with what differs",
        trigger: ".o_field_widget[name=bilan]:contains(en échec):contains(S001)",
    },
    bouton("action_publier"),
    ...confirmer("Le guide suivra ces règles"),
    {
        content: "Refused, and says why",
        trigger: ".o_notification:contains(ne peut pas être publiée)",
    },
    { trigger: ".o_notification_close", run: "click" },
    etat("Brouillon"),
    ...onglet("changements"),
    {
        content: "Rule by rule, before and after",
        trigger: ".o_field_widget[name=changements] table:contains(externe)",
    },
    // Give up the draft.
    bouton("action_abandonner"),
    ...confirmer("Vos corrections en préparation sont perdues"),
    etat("En vigueur"),
]);

/** A wording is corrected by the test: verified green, published. */
ajouterTour("oilhi_regles_publier_tour", () => [
    bouton("action_verifier"),
    voir(".o_field_widget[name=bilan]:contains(scénarios conformes)"),
    bouton("action_publier"),
    ...confirmer("Le guide suivra ces règles"),
    etat("En vigueur"),
]);

/** The agent reads what the new rules change, then applies them. */
ajouterTour("oilhi_reevaluer_tour", () => [
    // The case says that it follows former rules.
    bouton("action_reevaluer"),
    voir(".modal .o_field_widget[name=comparaison]:contains(MSO-CAUSE)"),
    ...valider("action_appliquer"),
    { trigger: ".o_form_view:not(:has(button[name=action_reevaluer]))" },
]);

/** The same from the guide, which follows the former rules until then. */
ajouterTour("oilhi_reevaluer_guide_tour", () => [
    bouton("action_ouvrir_guide"),
    {
        content: "The guide says which rules it follows",
        trigger: ".o_oilhi_reevaluer:contains(De nouvelles règles):contains(garde celles de sa qualification)",
    },
    cliquer(".o_oilhi_reevaluer button:enabled"),
    {
        content: "The differences, before anything is applied",
        trigger: ".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)",
    },
    cliquer(".modal button.btn-secondary[special=cancel]:enabled", "Seen, and left as it is"),
    sansFenetre,
    cliquer(".o_oilhi_reevaluer button:enabled"),
    voir(".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)"),
    ...valider("action_appliquer"),
    {
        content: "The guide follows the rules in force",
        trigger: ".o_oilhi_guide:not(:has(.o_oilhi_reevaluer)) .o_oilhi_ecartee[data-procedure=MSO] summary",
        run: "click",
    },
    {
        trigger: ".o_oilhi_ecartee[data-procedure=MSO][open]:contains(Corrigé par le juriste)",
    },
]);

/** The next call of a method leaves late: on a busy machine, answers do not come back in order. */
const retarder = (methode) => () => {
    const prototype = XMLHttpRequest.prototype;
    const { open, send } = prototype;
    prototype.open = function (verbe, url, ...suite) {
        this.attendue = url.endsWith(`/${methode}`);
        return open.call(this, verbe, url, ...suite);
    };
    prototype.send = function (corps) {
        if (!this.attendue) {
            return send.call(this, corps);
        }
        Object.assign(prototype, { open, send });
        setTimeout(() => send.call(this, corps), 3000);
    };
};
const ouvrirFenetre = [
    cliquer(".o_oilhi_reevaluer button:enabled"),
    voir(".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)"),
    {
        content: "The guide will be read again late",
        trigger: ".modal button[name=action_appliquer]:enabled",
        run: retarder("etat_guide"),
    },
];

/** However late the guide is read again, its dialog leaves the screen. */
ajouterTour("oilhi_reevaluer_lent_tour", () => [
    bouton("action_ouvrir_guide"),
    ...ouvrirFenetre,
    {
        content: "The page is left by the browser while the dialog is open",
        trigger: ".modal",
        run: () => history.back(),
    },
    bouton("action_ouvrir_guide"),
    ...ouvrirFenetre,
    ...valider("action_appliquer"),
    voir(".o_oilhi_guide:not(:has(.o_oilhi_reevaluer))"),
]);
