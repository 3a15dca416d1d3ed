import { inputFiles } from "@web/../tests/utils";
import {
    ajouterTour, bouton, choisir, cliquer, dater, etat, fenetre, LRAR, onglet, page, sansFenetre, valider, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

const ligne = (mots) => `${page("ligne_ids")} .o_data_row${mots.map((m) => `:contains(${m})`).join("")}`;
const saisie = (nom) => `${page("ligne_ids")} .o_selected_row .o_field_widget[name=${nom}]`;

/** One order: finished in Word, signed, transmitted, sent, returned, served by a bailiff. */
ajouterTour("oilhi_vie_tour", () => [
    bouton("action_deposer_revision"),
    {
        content: "The file that the agent finished in Word",
        trigger: `${fenetre("fichier")} .o_select_file_button, ${fenetre("fichier")} .o_input_file`,
        async run() {
            const reponse = await fetch("/oilhi_documents/tour/fini.docx");
            const fichier = new File([await reponse.blob()], "fini.docx");
            await inputFiles(`${fenetre("fichier")} .o_input_file`, [fichier]);
        },
    },
    voir(`${fenetre("fichier")} input:value(fini.docx)`),
    ...valider("action_deposer"),
    ...onglet("revisions"),
    voir(`${page("differences_html")} ins:contains(et du solin)`),
    // Signed on the day when the law allows it.
    bouton("action_signer"),
    ...dater(fenetre("date"), "15/02/2027"),
    voir(".modal .o_field_widget[name=controles] .o_oilhi_verdict:contains(Rien ne bloque)"),
    ...valider("action_signer"),
    etat("signe"),
    bouton("action_transmettre"),
    ...dater(fenetre("date"), "16/02/2027"),
    ...valider("action_transmettre"),
    etat("transmis"),
    ...onglet("notifications"),
    bouton("action_matrice"),
    // Everybody at once.
    voir(`${page("bilan")}:contains(Sans date certaine)`),
    ...dater(page("date_envoi"), "17/02/2027"),
    ...choisir(page("mode"), LRAR),
    voir(ligne(["EXEMPLE", "À faire", "17/02/2027"])),
    bouton("action_enregistrer"),
    voir(ligne(["EXEMPLE", "Envoyée"])),
    // The letter of the owner comes back: nothing runs for him.
    cliquer(`${ligne(["EXEMPLE", "propriétaire", "Envoyée"])} td[name=issue_pli]`),
    ...choisir(saisie("issue_pli"), "Inconnu à l’adresse"),
    bouton("action_enregistrer"),
    voir(ligne(["EXEMPLE", "Revenue", "Aucun délai ne court"])),
    // Served by a bailiff: the proof that was missing.
    cliquer(`${ligne(["EXEMPLE", "propriétaire", "À faire"])} td[name=mode]`),
    ...choisir(saisie("mode"), "Commissaire de justice"),
    cliquer(`${page("ligne_ids")} .o_selected_row td[name=date_envoi]`),
    ...dater(saisie("date_envoi"), "05/03/2027"),
    bouton("action_enregistrer"),
    voir(ligne(["EXEMPLE", "propriétaire", "Reçue"])),
    voir(`${page("document_state")}:contains(Exécutoire)`),
    bouton("action_document"),
    etat("executoire"),
    sansFenetre,
]);
