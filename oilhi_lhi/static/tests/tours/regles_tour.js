import { registry } from "@web/core/registry";

const onglet = (nom) => ({
    content: `Tab ${nom}`,
    trigger: `.o_notebook a[name=${nom}]`,
    run: "click",
});
const etat = (libelle) => ({
    content: `The version is: ${libelle}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${libelle})`,
});
const confirmer = { trigger: ".modal-footer .btn-primary", run: "click" };

/** The jurist corrects a rule: red bench, mended, published. The start: the form of the rule. */
registry.category("web_tour.tours").add("oilhi_regles_tour", {
    steps: () => [
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
        {
            trigger: ".o-autocomplete--dropdown-item:contains(De l’extérieur) a",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
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
        { trigger: "button[name=action_verifier]", run: "click" },
        {
            content: "Red, with what differs",
            trigger: ".o_field_widget[name=bilan]:contains(en échec):contains(S001)",
        },
        { trigger: "button[name=action_publier]", run: "click" },
        confirmer,
        {
            content: "Refused, and says why",
            trigger: ".o_notification:contains(ne peut pas être publiée)",
        },
        { trigger: ".o_notification_close", run: "click" },
        etat("Brouillon"),
        onglet("changements"),
        {
            content: "Rule by rule, before and after",
            trigger: ".o_field_widget[name=changements] table:contains(externe)",
        },
        { content: "Give up the draft", trigger: "button[name=action_abandonner]", run: "click" },
        confirmer,
        etat("En vigueur"),
    ],
});

/** A wording is corrected by the test: verified green, published. */
registry.category("web_tour.tours").add("oilhi_regles_publier_tour", {
    steps: () => [
        { trigger: "button[name=action_verifier]", run: "click" },
        { trigger: ".o_field_widget[name=bilan]:contains(scénarios conformes)" },
        { trigger: "button[name=action_publier]", run: "click" },
        confirmer,
        etat("En vigueur"),
    ],
});

/** The agent reads what the new rules change, then applies them. */
registry.category("web_tour.tours").add("oilhi_reevaluer_tour", {
    steps: () => [
        {
            content: "The case says that it follows former rules",
            trigger: "button[name=action_reevaluer]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=comparaison]:contains(MSO-CAUSE)" },
        { trigger: ".modal button[name=action_appliquer]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_reevaluer]))" },
    ],
});

/** The same from the guide, which follows the former rules until then. */
registry.category("web_tour.tours").add("oilhi_reevaluer_guide_tour", {
    steps: () => [
        { trigger: "button[name=action_ouvrir_guide]", run: "click" },
        {
            content: "The guide says which rules it follows",
            trigger: ".o_oilhi_reevaluer:contains(De nouvelles règles):contains(garde celles de sa qualification)",
        },
        { trigger: ".o_oilhi_reevaluer button", run: "click" },
        {
            content: "The differences, before anything is applied",
            trigger: ".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)",
        },
        {
            content: "Seen, and left as it is",
            trigger: ".modal button.btn-secondary[special=cancel]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) .o_oilhi_reevaluer button:enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)" },
        { trigger: ".modal button[name=action_appliquer]:enabled", run: "click" },
        {
            content: "The guide follows the rules in force",
            trigger: "body:not(:has(.modal)) .o_oilhi_guide:not(:has(.o_oilhi_reevaluer)) .o_oilhi_ecartee[data-procedure=MSO] summary",
            run: "click",
        },
        {
            trigger: ".o_oilhi_ecartee[data-procedure=MSO][open]:contains(Corrigé par le juriste)",
        },
    ],
});

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
    { trigger: "body:not(:has(.modal)) .o_oilhi_reevaluer button:enabled", run: "click" },
    { trigger: ".modal .o_field_widget[name=comparaison]:contains(Corrigé par le juriste)" },
    {
        content: "The guide will be read again late",
        trigger: ".modal button[name=action_appliquer]:enabled",
        run: retarder("etat_guide"),
    },
];

/** However late the guide is read again, its dialog leaves the screen. */
registry.category("web_tour.tours").add("oilhi_reevaluer_lent_tour", {
    steps: () => [
        { trigger: "button[name=action_ouvrir_guide]", run: "click" },
        ...ouvrirFenetre,
        {
            content: "The page is left by the browser while the dialog is open",
            trigger: ".modal",
            run: () => history.back(),
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_ouvrir_guide]:enabled",
            run: "click",
        },
        ...ouvrirFenetre,
        { trigger: ".modal button[name=action_appliquer]:enabled", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_oilhi_guide:not(:has(.o_oilhi_reevaluer))" },
    ],
});
