import { registry } from "@web/core/registry";
import { formatDate } from "@web/core/l10n/dates";

const { DateTime } = luxon;
const etape = (code) => `.o_oilhi_etape[data-etape=${code}]`;
const champ = (nom) => `.modal .o_field_widget[name=${nom}]`;
const sansFenetre = { trigger: "body:not(:has(.modal))" };
/** Several calls follow one another at each step: a busy machine needs its time. */
const ajouterTour = (nom, steps) =>
    registry.category("web_tour.tours").add(nom, {
        steps: () => steps().map((step) => ({ timeout: 30000, ...step })),
    });
const deplier = (groupe) => ({
    content: `Unfold: ${groupe}`,
    trigger: `details[data-groupe=${groupe}] > summary`,
    run: "click",
});
const dater = (nom, jour) => [
    { trigger: `${champ(nom)} :is(input, button)`, run: "click" },
    {
        trigger: `${champ(nom)} input`,
        async run({ edit, press }) {
            await edit(formatDate(DateTime.fromISO(jour)));
            await press("Tab");
        },
    },
];
const joindre = (nom) => ({
    content: `Attach ${nom}`,
    trigger: champ("piece_ids"),
    run() {
        const fichiers = new DataTransfer();
        fichiers.items.add(new File(["%PDF-1.4"], nom, { type: "application/pdf" }));
        const depot = this.anchor.querySelector("input[type=file]");
        depot.files = fichiers.files;
        depot.dispatchEvent(new Event("change", { bubbles: true }));
    },
});
const page = {
    content: "Open the page of the parcours",
    trigger: ".o_notebook a[name=parcours]",
    run: "click",
};

ajouterTour("oilhi_parcours_tour", () => [
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
    {
        content: "The focus went to it, for the keyboard",
        trigger: `${etape("MSO-02")} h4:focus`,
    },
    deplier("faite"),
    { trigger: `[data-groupe=faite] ${etape("MSO-01")}:contains(Appel de la voisine)` },
]);

/** The agent sends the letter, gives the receipt, proves it, then corrects a date. */
ajouterTour("oilhi_parcours_preuve_tour", () => [
    page,
    {
        content: "Where we are, in words",
        trigger: ".o_oilhi_phases [data-phase=contradictoire][aria-current=step]",
    },
    { trigger: `${etape("MSO-08")} [data-action=realiser]`, run: "click" },
    {
        content: "The only held person is proposed",
        trigger: `${champ("destinataire_id")} input:value(Exemple)`,
    },
    { trigger: `${champ("mode")} .o_select_menu_toggler`, run: "click" },
    { trigger: ".o_select_menu_item:contains(recommandée)", run: "click" },
    { trigger: `${champ("mode")} input:value(recommandée)` },
    ...dater("date", "2027-01-08"),
    ...dater("date_reception", "2027-01-12"),
    {
        content: "What will follow is said before it is saved",
        trigger: `${champ("apercu")}:contains(12/02/2027)`,
    },
    { trigger: ".modal button[name=action_realiser]:enabled", run: "click" },
    sansFenetre,
    {
        content: "The next date, in the summary",
        trigger: "[data-resume=date]:contains(Prochaine date)",
    },
    {
        trigger:
            ".o_oilhi_dates [data-echeance=DL-CONTR-MS]:contains(12/02/2027):contains(aucun document ne prouve la réception) [data-action=prouver]",
        run: "click",
    },
    joindre("avis.pdf"),
    { trigger: `${champ("piece_ids")}:contains(avis.pdf)` },
    { trigger: ".modal button[name=action_realiser]:enabled", run: "click" },
    sansFenetre,
    {
        content: "Proved: no longer provisional",
        trigger:
            ".o_oilhi_dates [data-echeance=DL-CONTR-MS]:not(:contains(aucun document)):not(:has([data-action=prouver]))",
    },
    deplier("faite"),
    { trigger: `${etape("MSO-08")} a:contains(avis.pdf)` },
    { trigger: `${etape("MSO-08")} [data-action=corriger]`, run: "click" },
    ...dater("date_reception", "2027-01-14"),
    {
        content: "A value changes: the reason is asked",
        trigger: `${champ("motif")} input`,
        run: "edit L’avis avait été mal lu && press Tab",
    },
    { trigger: ".modal button[name=action_realiser]:enabled", run: "click" },
    sansFenetre,
    {
        content: "The new date, and the former one",
        trigger:
            ".o_oilhi_dates [data-echeance=DL-CONTR-MS]:contains(15/02/2027) .o_oilhi_historique > summary:contains(12/02/2027)",
        run: "click",
    },
    {
        content: "Who, and why",
        trigger: ".o_oilhi_dates .o_oilhi_historique li:contains(mal lu) details > summary",
        run: "click",
    },
    {
        content: "How it was worked out then",
        trigger: ".o_oilhi_dates .o_oilhi_historique p:contains(reçu le 12/01/2027)",
    },
]);

/** Two recipients: one after the other, and nobody forgotten. */
ajouterTour("oilhi_parcours_destinataires_tour", () => [
    page,
    { trigger: `${etape("MSO-08")} [data-action=realiser]`, run: "click" },
    { trigger: ".modal .alert:contains(Reste à enregistrer):contains(Second)" },
    ...dater("date", "2027-01-08"),
    { trigger: ".modal button[name=action_realiser_suivant]:enabled", run: "click" },
    { trigger: `${champ("destinataire_id")} input:value(Second)` },
    { trigger: ".modal .modal-footer button:contains(Fermer)", run: "click" },
    sansFenetre,
    deplier("faite"),
    {
        content: "Left for later: still said",
        trigger: `${etape("MSO-08")} .o_oilhi_restants:contains(Second)`,
    },
    { trigger: `${etape("MSO-08")} [data-action=ajouter]:contains(Second)`, run: "click" },
    { trigger: `${champ("destinataire_id")} input:value(Second)` },
    ...dater("date", "2027-01-08"),
    { trigger: ".modal button[name=action_realiser]:enabled", run: "click" },
    sansFenetre,
    { trigger: `${etape("MSO-08")}:not(:has(.o_oilhi_restants))` },
]);

/** The responsable undoes a step, with a reason that stays readable. */
ajouterTour("oilhi_parcours_annuler_tour", () => [
    page,
    deplier("faite"),
    { trigger: `${etape("MSO-03")} [data-action=annuler]`, run: "click" },
    {
        trigger: `${champ("motif")} textarea`,
        run: "edit Saisie sur le mauvais dossier.",
    },
    { trigger: ".modal button[name=action_valider]", run: "click" },
    sansFenetre,
    {
        content: "To be done again, and what was recorded is still there, folded",
        trigger: `[data-groupe=maintenant] ${etape("MSO-03")} .o_oilhi_anciens > summary`,
        run: "click",
    },
    { trigger: `${etape("MSO-03")} .o_oilhi_archive:contains(mauvais dossier)` },
]);

/** From ordinary to another procedure: the first stays readable, the second says where it comes from. */
ajouterTour("oilhi_parcours_bascule_tour", () => [
    page,
    {
        content: "The step says where it may lead",
        trigger: `${etape("MSO-06")} [data-branche=bascule]:contains(PGI)`,
    },
    { trigger: `${etape("MSO-06")} [data-action=basculer]`, run: "click" },
    {
        trigger: `${champ("suite_id")} input`,
        run: "edit PGI",
    },
    { trigger: ".o-autocomplete--dropdown-item:contains(PGI)", run: "click" },
    { trigger: `${champ("suite_resume")}:contains(extérieur)` },
    { trigger: `${champ("motif")} textarea`, run: "edit L’arbre du voisin menace." },
    { trigger: ".modal button[name=action_valider]", run: "click" },
    sansFenetre,
    {
        content: "The procedure just opened is the one shown",
        trigger: "[data-procedure=PGI] [data-lien=origine]:contains(relayée) button:contains(MSO)",
        run: "click",
    },
    { trigger: "[data-procedure=MSO]:contains(L’arbre du voisin menace)" },
    {
        content: "What was done is readable at once; nothing more can be done",
        trigger: `[data-procedure=MSO] details[data-groupe=faite][open] ${etape("MSO-05")}`,
    },
    { trigger: "[data-procedure=MSO]:not(:has([data-action=realiser], [data-action=corriger]))" },
    {
        content: "Tabs by keyboard",
        trigger: "[role=tab][aria-selected=true]",
        async run({ press }) {
            this.anchor.focus();
            await press("ArrowRight");
        },
    },
    { trigger: "[data-procedure=PGI]" },
]);

ajouterTour("oilhi_parcours_lecture_tour", () => [
    page,
    { trigger: `[data-groupe=maintenant] ${etape("MSO-10")}` },
    {
        content: "Nothing to press, but who to contact",
        trigger: ".o_oilhi_parcours:not(:has(button:not([data-action=contacter], [data-action=voir])))",
    },
    deplier("faite"),
    {
        content: "The history and the proofs, to read",
        trigger: `${etape("MSO-08")}:contains(12/01/2027) .o_oilhi_echeance:contains(Provisoire)`,
    },
]);

const partenaire = (code) => `${etape("MSO-01")} li[data-partenaire=${code}]`;

ajouterTour("oilhi_parcours_contacts_tour", () => [
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
]);
