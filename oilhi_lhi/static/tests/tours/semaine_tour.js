import { ajouterTour } from "@oilhi_partenaires/../tests/tours/outils";
import { stepUtils } from "@web_tour/tour_utils";

const onglet = (code) => `#o_oilhi_onglet_${code}`;
const ligne = "[data-section=retard] li";
const entrer = [
    stepUtils.showAppsMenuItem(),
    {
        content: "The application opens on what is to be done",
        trigger: ".o_app[data-menu-xmlid='oilhi_partenaires.menu_oilhi']",
        run: "click",
    },
];

ajouterTour("oilhi_semaine_tour", () => [
    ...entrer,
    {
        content: "Mine: one deadline late, said in words",
        trigger: `[data-perimetre=moi] ${ligne}:contains(Dépassée depuis le):contains(Vous)`,
    },
    { trigger: "[data-perimetre=moi]:not(:contains(Cheminée du responsable))" },
    {
        content: "The steps to do come with their date",
        trigger: "[data-perimetre=moi] section li[data-source=etape]:contains(Enregistrer le signalement)",
    },
    { content: "My service", trigger: onglet("service"), run: "click" },
    {
        trigger: `[data-perimetre=service] ${ligne}:contains(Cheminée du responsable):contains(Oilhi responsable)`,
    },
    {
        content: "A long section is cut, and says how many follow",
        trigger: "[data-section=retard] [data-action=deplier]:contains(Afficher les 2 suivantes)",
        run: "click",
    },
    { trigger: "[data-section=retard]:not(:has([data-action=deplier])) li:nth-child(10)" },
    {
        content: "All of them in a list",
        trigger: "[data-section=retard] [data-suite=echeance]",
        run: "click",
    },
    {
        content: "A button of icon alone has a name",
        trigger: ".o_list_view .o_data_row:nth-child(10) button[aria-label='Ouvrir le dossier']",
    },
    {
        content: "Back, the tab is the one that was left",
        trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item:first a",
        run: "click",
    },
    {
        trigger: `${onglet("service")}[aria-selected=true]`,
    },
    { trigger: onglet("moi"), run: "click" },
    {
        content: "A line opens the case, on its parcours",
        trigger: `[data-perimetre=moi] ${ligne} a`,
        run: "click",
    },
    { trigger: ".o_form_view .o_oilhi_parcours [data-groupe=maintenant]" },
]);

ajouterTour("oilhi_semaine_departement_tour", () => [
    ...entrer,
    {
        content: "A coordinateur comes in by the dashboard; the week is the next menu",
        trigger: ".o_menu_sections [data-menu-xmlid='oilhi_lhi.menu_oilhi_semaine']",
        run: "click",
    },
    {
        trigger: `[data-perimetre=departement] ${ligne}:contains(Cheminée du responsable)`,
    },
    {
        trigger: `${onglet("departement")}[aria-selected=true]`,
        run: "click",
    },
    { trigger: `${onglet("departement")}:focus`, run: "press Home" },
    {
        content: "Nothing is followed by the coordinateur: it is said, and what to do",
        trigger:
            "[data-perimetre=moi] .o_oilhi_vide:contains(Rien à faire):contains(Aucun dossier ouvert ne vous est confié)",
    },
    { trigger: `${onglet("moi")}:focus`, run: "press ArrowLeft" },
    { trigger: `[data-perimetre=departement] ${ligne}` },
]);
