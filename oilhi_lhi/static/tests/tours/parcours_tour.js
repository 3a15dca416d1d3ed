import {
    ajouterTour, choisir, cliquer, dater, ecrire, fenetre, fermer, LRAR, onglet, trouver, valider, voir,
} from "@oilhi_partenaires/../tests/tours/outils";
import { geste } from "./vie_outils";

const etape = (code) => `.o_oilhi_etape[data-etape=${code}]`;
const deplier = (groupe) => [
    cliquer(`.o_oilhi_parcours[aria-busy=false] details[data-groupe=${groupe}]:not([open]) > summary`),
    voir(`details[data-groupe=${groupe}][open]`),
];
const joindre = (nom) => ({
    content: `Attach ${nom}`,
    trigger: fenetre("piece_ids"),
    run() {
        const fichiers = new DataTransfer();
        fichiers.items.add(new File(["%PDF-1.4"], nom, { type: "application/pdf" }));
        const depot = this.anchor.querySelector("input[type=file]");
        depot.files = fichiers.files;
        depot.dispatchEvent(new Event("change", { bubbles: true }));
    },
});
const page = onglet("parcours");

ajouterTour("oilhi_parcours_tour", () => [
    ...page,
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
    cliquer(geste("MSO-01", "realiser"), "It is done"),
    ...ecrire(fenetre("note"), "Appel de la voisine."),
    ...valider("action_realiser"),
    {
        content: "The next step takes its place",
        trigger: `[data-groupe=maintenant] ${etape("MSO-02")}[aria-current=step]`,
    },
    {
        content: "The focus went to it, for the keyboard",
        trigger: `${etape("MSO-02")} h4:focus`,
    },
    ...deplier("faite"),
    { trigger: `[data-groupe=faite] ${etape("MSO-01")}:contains(Appel de la voisine)` },
]);

/** The agent sends the letter, gives the receipt, proves it, then corrects a date. */
ajouterTour("oilhi_parcours_preuve_tour", () => [
    ...page,
    {
        content: "Where we are, in words",
        trigger: ".o_oilhi_phases [data-phase=contradictoire][aria-current=step]",
    },
    cliquer(geste("MSO-08", "realiser")),
    {
        content: "The only held person is proposed",
        trigger: `${fenetre("destinataire_id")} input:value(Exemple)`,
    },
    ...choisir(fenetre("mode"), LRAR),
    ...dater(fenetre("date"), "08/01/2027"),
    ...dater(fenetre("date_reception"), "12/01/2027"),
    {
        content: "What will follow is said before it is saved",
        trigger: `${fenetre("apercu")}:contains(12/02/2027)`,
    },
    ...valider("action_realiser"),
    {
        content: "The next date, in the summary",
        trigger: "[data-resume=date]:contains(Prochaine date)",
    },
    {
        trigger:
            ".o_oilhi_dates [data-echeance=DL-CONTR-MS]:contains(12/02/2027):contains(aucun document ne prouve la réception) [data-action=prouver]:not([aria-disabled])",
        run: "click",
    },
    joindre("avis.pdf"),
    { trigger: `${fenetre("piece_ids")}:contains(avis.pdf)` },
    ...valider("action_realiser"),
    {
        content: "Proved: no longer provisional",
        trigger:
            ".o_oilhi_dates [data-echeance=DL-CONTR-MS]:not(:contains(aucun document)):not(:has([data-action=prouver]))",
    },
    ...deplier("faite"),
    { trigger: `${etape("MSO-08")} a:contains(avis.pdf)` },
    cliquer(geste("MSO-08", "corriger")),
    ...dater(fenetre("date_reception"), "14/01/2027"),
    // A value changes: the reason is asked.
    ...ecrire(fenetre("motif"), "L’avis avait été mal lu"),
    ...valider("action_realiser"),
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
    ...page,
    cliquer(geste("MSO-08", "realiser")),
    { trigger: ".modal .alert:contains(Reste à enregistrer):contains(Second)" },
    ...dater(fenetre("date"), "08/01/2027"),
    { trigger: ".modal button[name=action_realiser_suivant]:enabled", run: "click" },
    { trigger: `${fenetre("destinataire_id")} input:value(Second)` },
    ...fermer,
    ...deplier("faite"),
    {
        content: "Left for later: still said",
        trigger: `${etape("MSO-08")} .o_oilhi_restants:contains(Second)`,
    },
    cliquer(`${geste("MSO-08", "ajouter")}:contains(Second)`),
    { trigger: `${fenetre("destinataire_id")} input:value(Second)` },
    ...dater(fenetre("date"), "08/01/2027"),
    ...valider("action_realiser"),
    { trigger: `${etape("MSO-08")}:not(:has(.o_oilhi_restants))` },
]);

/** The responsable undoes a step, with a reason that stays readable. */
ajouterTour("oilhi_parcours_annuler_tour", () => [
    ...page,
    ...deplier("faite"),
    cliquer(geste("MSO-03", "annuler")),
    ...ecrire(fenetre("motif"), "Saisie sur le mauvais dossier."),
    ...valider("action_valider"),
    {
        content: "To be done again, and what was recorded is still there, folded",
        trigger: `[data-groupe=maintenant] ${etape("MSO-03")} .o_oilhi_anciens > summary`,
        run: "click",
    },
    { trigger: `${etape("MSO-03")} .o_oilhi_archive:contains(mauvais dossier)` },
]);

/** From ordinary to another procedure: the first stays readable, the second says where it comes from. */
ajouterTour("oilhi_parcours_bascule_tour", () => [
    ...page,
    {
        content: "The step says where it may lead",
        trigger: `${etape("MSO-06")} [data-branche=bascule]:contains(PGI)`,
    },
    cliquer(geste("MSO-06", "basculer")),
    ...trouver(fenetre("suite_id"), "PGI"),
    { trigger: `${fenetre("suite_resume")}:contains(extérieur)` },
    ...ecrire(fenetre("motif"), "L’arbre du voisin menace."),
    ...valider("action_valider"),
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
    ...page,
    { trigger: `[data-groupe=maintenant] ${etape("MSO-10")}` },
    {
        content: "Nothing to press, but who to contact and texts to read",
        trigger: ".o_oilhi_parcours:not(:has(button:not([data-action=contacter], [data-action=voir], [data-citation])))",
    },
    ...deplier("faite"),
    {
        content: "The history and the proofs, to read",
        trigger: `${etape("MSO-08")}:contains(12/01/2027) .o_oilhi_echeance:contains(Provisoire)`,
    },
]);

const partenaire = (code) => `${etape("MSO-01")} li[data-partenaire=${code}]`;

ajouterTour("oilhi_parcours_contacts_tour", () => [
    ...page,
    {
        content: "The step says whom to call, and why",
        trigger: `${partenaire("PA-ADIL")}:contains(couvre le Pas-de-Calais) a[href='tel:03 53 01 00 01']`,
    },
    {
        content: "Nobody for the other one: it is said, not left blank",
        trigger: `${partenaire("PA-SIGNAL")}:contains(L’annuaire ne connaît personne)`,
    },
    cliquer(geste("MSO-01", "contacter")),
    {
        content: "In the dialog: what to send them",
        trigger:
            ".modal .o_oilhi_contacts .o_kanban_record:contains(Conseil exemple):contains(Que lui envoyer) a[href='tel:03 53 01 00 01']",
    },
    ...fermer,
]);
