import { registry } from "@web/core/registry";

const etape = (code) => `.o_oilhi_etape[data-etape=${code}]`;
const page = {
    content: "Open the page of the parcours",
    trigger: ".o_notebook a[name=parcours]",
    run: "click",
};

registry.category("web_tour.tours").add("oilhi_parcours_tour", {
    steps: () => [
        page,
        {
            content: "The first step is the current one",
            trigger: `[data-groupe=maintenant] ${etape("MSO-01")}[aria-current=step]`,
        },
        {
            content: "A step set aside is shown with its reason",
            trigger: "details[data-groupe=ecartee] summary",
            run: "click",
        },
        { trigger: `${etape("MSO-07")}:contains(R. 511-4)` },
        {
            content: "It is done",
            trigger: `${etape("MSO-01")} [data-action=realiser]`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Appel de la voisine.",
        },
        { trigger: ".modal button[name=action_realiser]", run: "click" },
        {
            content: "The next step takes its place",
            trigger: `[data-groupe=maintenant] ${etape("MSO-02")}[aria-current=step]`,
        },
        { trigger: "details[data-groupe=faite] summary", run: "click" },
        { trigger: `[data-groupe=faite] ${etape("MSO-01")}:contains(Appel de la voisine)` },
    ],
});

registry.category("web_tour.tours").add("oilhi_parcours_lecture_tour", {
    steps: () => [
        page,
        { trigger: `[data-groupe=maintenant] ${etape("MSO-01")}` },
        {
            content: "Nothing to press, but who to contact",
            trigger: ".o_oilhi_parcours:not(:has(button:not([data-action=contacter])))",
        },
    ],
});

const partenaire = (code) => `${etape("MSO-01")} li[data-partenaire=${code}]`;

registry.category("web_tour.tours").add("oilhi_parcours_contacts_tour", {
    steps: () => [
        page,
        {
            content: "The step says whom to call, and why",
            trigger: `${partenaire("PA-ADIL")}:contains(couvre le Pas-de-Calais) a[href='tel:03 53 01 00 01']`,
        },
        {
            content: "Nobody for the other one: it is said, not left blank",
            trigger: `${partenaire("PA-SIGNAL")}:contains(L’annuaire ne connaît personne)`,
        },
        { trigger: `${etape("MSO-01")} [data-action=contacter]`, run: "click" },
        {
            content: "In the dialog: what to send them",
            trigger:
                ".modal .o_oilhi_contacts .o_kanban_record:contains(Conseil exemple):contains(Que lui envoyer) a[href='tel:03 53 01 00 01']",
        },
        { trigger: ".modal-footer button:contains(Fermer)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
