import { ajouterTour, cliquer, fenetre, sansFenetre, voir } from "@oilhi_partenaires/../tests/tours/outils";

// A grid of days at a desk, a list on a phone: the same words in both.
const ECHEANCE = ".o_oilhi_calendrier .fc-event:contains(Observations), .o_oilhi_calendrier .fc-list-event:contains(Observations)";

ajouterTour("oilhi_calendrier_tour", () => [
    {
        content: "The state is written, the case and the delay are named",
        trigger: ECHEANCE,
        run() {
            const texte = this.anchor.textContent;
            if (!/Aujourd’hui/.test(texte) || !/LHI-\d{4}-\d{5}/.test(texte)) {
                throw new Error(`Titre inattendu : ${texte}`);
            }
            if (!this.anchor.querySelector("i.fa-bell")) {
                throw new Error("L’icône de l’état manque.");
            }
        },
    },
    cliquer(ECHEANCE),
    voir(
        ".o_cw_popover_fields_secondary:contains(un mois)",
        "The computation is there, and the way to the case"
    ),
    cliquer(".o_cw_popover_edit:contains(Ouvrir le dossier)"),
    voir(".o_form_view .o_field_widget[name=reference]"),
]);

ajouterTour("oilhi_mon_agenda_tour", () => [
    cliquer(`${fenetre("portee")} label:contains(mes services)`),
    voir(`${fenetre("portee")} .o_radio_item:contains(mes services) input:checked`),
    cliquer(".modal button[name=action_creer]:enabled"),
    {
        content: "Shown once, with the name by which the browser reaches the server",
        trigger: ".o_oilhi_agenda_lien input",
        run() {
            const attendu = new RegExp(`^${window.origin}/oilhi/agenda/[\\w-]{43}\\.ics$`);
            if (!attendu.test(this.anchor.value)) {
                throw new Error("Le lien n’a pas la forme attendue.");
            }
            const webcal = document.querySelector(".o_oilhi_agenda_lien a[href^='webcal://']");
            if (webcal.href.split("://")[1] !== this.anchor.value.split("://")[1]) {
                throw new Error("Le lien webcal diffère.");
            }
        },
    },
    cliquer(".o_oilhi_agenda_lien summary:contains(Thunderbird)"),
    voir(".o_oilhi_agenda_lien details[open]:contains(Thunderbird)"),
    cliquer(".modal-footer button:contains(J’ai copié le lien)"),
    sansFenetre,
]);
