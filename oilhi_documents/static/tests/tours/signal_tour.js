import { ajouterTour, bouton, cliquer, ecrire, enregistrer, page, voir } from "@oilhi_partenaires/../tests/tours/outils";

const ligne = (mots) => `${page("ligne_ids")} .o_data_row${mots.map((m) => `:contains(${m})`).join("")}`;

/** An arrêté lacks the number of its street: said, put right from its row, then in the file. */
ajouterTour("oilhi_signal_tour", () => [
    bouton("action_verifier"),
    voir(ligne(["À corriger", "numéro de voie"])),
    cliquer(`${ligne(["À corriger"])} button[name=action_ouvrir]:enabled`),
    voir(page("rue")),
    ...ecrire(page("rue"), "12 rue des Trois Exemples"),
    ...enregistrer,
    cliquer(".breadcrumb-item:not(.active):contains(Signal Logement) a, .o_back_button"),
    voir(ligne(["À corriger"])),
    bouton("action_verifier"),
    voir(ligne(["Exporté", "procédure ordinaire"])),
    voir("body:not(:has(.modal)) .o_action_manager button[name=action_telecharger]:enabled"),
]);
