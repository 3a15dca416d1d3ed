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
