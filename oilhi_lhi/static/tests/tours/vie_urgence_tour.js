import {
    ajouterTour, ajouterLigne, bouton, choisir, constater, dater, dette, ecrire, emettre, enregistrer, etat,
    faire, fenetre, lireCompte, LRAR, MAIN, onglet, ouvrirPage, page, parcours, preparerTitres,
    retour, sansEmettre, total, valider, validerLigne, voir,
} from "./vie_outils";

const SAMEDI = "07/03/2026";

/** The agent, one Saturday: six hours given, nothing done, shored up the same night (CCH L. 511-19, -20). */
ajouterTour("oilhi_vie_urgence_tour", () => [
    ...parcours,
    ...faire("MSU-08", SAMEDI, { mode: MAIN, heure: "13:00" }),
    voir(".o_oilhi_parcours:contains(07/03/2026 à 19 h 00)", "Six hours, counted from the handing over"),
    ...faire("MSU-09", SAMEDI),
    ...faire("MSU-11", SAMEDI, { heure: "20:00", mesures: constater("Étayer", "Non exécutée") }),
    ...ouvrirPage("MSU-12", "office"),
    bouton("action_preparer_office"),
    voir(`${page("regime")}:contains(L. 511-20)`, "What the text allows is said first"),
    ...ecrire(page("motifs"), "Rien n’est fait, le mur penche sur la rue."),
    ...enregistrer,
    bouton("action_decider"),
    ...choisir(fenetre("mode"), MAIN),
    ...dater(fenetre("date"), SAMEDI),
    ...valider("action_realiser"),
    etat("notifiee"),
    voir(`${page("date_decision")}:contains(${SAMEDI})`),
    ...choisir(page("acces"), "Accès accordé"),
    ...dater(page("date_debut"), SAMEDI),
    ...dater(page("date_fin"), "08/03/2026"),
    ...dater(page("date_reception"), "09/03/2026"),
    ...enregistrer,
    etat("receptionnee"),
    bouton("action_constater"),
    ...ecrire(fenetre("heure"), "10:00"),
    ...constater("Étayer", "Exécutée"),
    ...valider("action_realiser"),
    retour,
    ...onglet("argent"),
    ajouterLigne("depense_ids"),
    ...ecrire(fenetre("libelle"), "Étaiement du pignon"),
    ...dater(fenetre("date"), "08/03/2026"),
    ...ecrire(fenetre("ht"), "2500"),
    ...ecrire(fenetre("tva"), "500"),
    voir(`${fenetre("ttc")}:contains(3 000,00)`),
    ...validerLigne,
    ...enregistrer,
    ...parcours,
    ...faire("MSU-14", "20/03/2026", { mode: LRAR, recu: "23/03/2026", transmis: "20/03/2026" }),
    ...lireCompte(
        dette("Dominique", "3 240 €", "L. 543-2"),
        total("Dépensé", "3 000 €"),
        total("Forfait de 8 %", "240 €"),
    ),
    ...preparerTitres(["Dominique", "3 240,00"]),
    ...sansEmettre("Dominique"),
]);

/** The responsable issues the title, although the order is lifted. */
ajouterTour("oilhi_vie_urgence_recette_tour", () => [
    ...preparerTitres(["Dominique", "3 240,00"]),
    ...emettre("Dominique", "2026-61", "3 240,00"),
    voir(`${page("calcul")}:contains(240 €)`, "The 8 % is in the title"),
]);
