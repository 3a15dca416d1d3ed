import { ajouterTour, bouton, cliquer, voir } from "./outils";
import { inputFiles } from "@web/../tests/utils";

const CSV = [
    "Nom;Types;Ville;Téléphone",
    "Organisme du parcours;PA-CCAS;Arras;03 53 01 00 01",
    "Organisme fautif;PA-CCAS;Arras;0321",
].join("\n");

/** The coordinator sends a file, reads the fault by name, agrees, and sees the result. */
ajouterTour("oilhi_annuaire_import_tour", () => [
    {
        trigger: ".o_field_widget[name=fichier]",
        run: () =>
            inputFiles(".o_field_widget[name=fichier] .o_input_file", [
                new File([CSV], "annuaire.csv", { type: "text/csv" }),
            ]),
    },
    { trigger: ".o_field_widget[name=fichier] input:value(annuaire.csv)" },
    bouton("action_analyser"),
    { content: "Nothing is written yet", trigger: ".alert-info:contains(Rien n’est encore écrit)" },
    { trigger: ".o_field_widget[name=erreur_ids] .o_data_row:contains(Organisme fautif)" },
    { trigger: ".o_field_widget[name=erreur_ids] .o_data_row:contains(attribuable)" },
    cliquer(".o_field_widget[name=accord] input"),
    voir(".o_field_widget[name=accord] input:checked"),
    bouton("action_importer"),
    { trigger: ".alert-success:contains(Import terminé)" },
    bouton("action_annuaire"),
    { trigger: ".o_kanban_record:contains(Organisme du parcours)" },
]);

/** Odoo's own import: what the server says of a file that it could not take is read as it is written. */
ajouterTour("oilhi_envoi_refuse_tour", () => [
    cliquer(".o_cp_action_menus button:has(.fa-cog)"),
    cliquer(".o_import_menu"),
    {
        trigger: ".o_control_panel:has(.o_import_file)",
        run: () =>
            inputFiles(".o_control_panel input[type=file]", [new File([CSV], "contacts.csv", { type: "text/csv" })]),
    },
    voir(".modal-body:contains(La base de données s’est arrêtée pendant votre action)"),
]);
