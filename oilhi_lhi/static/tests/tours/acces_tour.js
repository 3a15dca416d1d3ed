import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("oilhi_inviter_tour", {
    steps: () => [
        { trigger: ".modal .o_field_widget[name=nom] input", run: "edit Alix Invitée" },
        {
            trigger: ".modal .o_field_widget[name=email] input",
            run: "edit alix.invitee@exemple.fr",
        },
        { trigger: ".modal .o_field_widget[name=message] textarea", run: "edit Bienvenue." },
        { trigger: ".modal button[name=action_inviter]", run: "click" },
        {
            content: "What was done is said",
            trigger: ".o_notification:contains(Alix Invitée)",
        },
    ],
});

registry.category("web_tour.tours").add("oilhi_demander_acces_tour", {
    steps: () => [
        { trigger: ".modal .o_field_widget[name=motif] input", run: "edit Même propriétaire" },
        { trigger: ".modal button[name=action_demander]", run: "click" },
        { trigger: ".o_notification:contains(Mes demandes)" },
    ],
});

registry.category("web_tour.tours").add("oilhi_repondre_acces_tour", {
    steps: () => [
        {
            content: "The request waits, with its motive",
            trigger: ".o_data_row:contains(Même propriétaire) button[name=action_repondre]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=motif]:contains(Même propriétaire)" },
        {
            trigger: ".modal .o_field_widget[name=reponse] input",
            run: "edit Pour votre enquête",
        },
        { trigger: ".modal button[name=action_repondre]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
