import { ajouterTour, cliquer, sansFenetre, valider, voir } from "@oilhi_partenaires/../tests/tours/outils";

const colonne = (nom) => `.o_kanban_group:has(.o_column_title:contains(${nom}))`;
const carte = (nom, objet) => `${colonne(nom)} .o_kanban_record:contains(${objet})`;
const ENQUETE = "Plafond à expertiser";
const DELAI = "Mur en contradictoire";

ajouterTour("oilhi_kanban_tour", () => [
    voir(carte("Contradictoire", DELAI)),
    {
        content: "Towards the order, while the observations may still come",
        trigger: carte("Contradictoire", DELAI),
        run: `drag_and_drop (${colonne("Arrêté")})`,
    },
    voir(".modal .o_oilhi_refus_blocage:contains(Trop tôt):contains(attendre la fin du délai)"),
    cliquer(".modal [data-action=fermer]", "The card has stayed where it was"),
    sansFenetre,
    voir(carte("Contradictoire", DELAI)),
    {
        content: "One step leads there: its dialog opens",
        trigger: carte("Signalement", ENQUETE),
        run: `drag_and_drop (${colonne("Instruction")})`,
    },
    voir(".modal .o_form_view .o_field_widget[name=date]"),
    ...valider("action_realiser"),
    voir(carte("Instruction", ENQUETE), "It is written now, and the board follows"),
    cliquer(`${carte("Instruction", ENQUETE)} .o_dropdown_kanban button`, "The same without a mouse"),
    cliquer(".o-dropdown--menu [role=menuitem]:contains(Faire avancer)"),
    voir(".modal [data-phase=instruction]:disabled"),
    cliquer(".modal [data-phase=contradictoire]"),
    voir(".modal .o_oilhi_refus_etapes [data-etape=MSO-04]"),
    cliquer(".modal [data-action=parcours]", "What is left is done on the parcours"),
    voir(".o_form_view .o_oilhi_parcours [data-groupe=maintenant]"),
]);
