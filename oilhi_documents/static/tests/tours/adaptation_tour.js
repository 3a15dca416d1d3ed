import {
    ajouterTour, bouton, confirmer, etat, page, voir,
} from "@oilhi_partenaires/../tests/tours/outils";

/** A file of the test, chosen as in the window of the browser. */
const deposer = (nom) => ({
    content: `The file « ${nom} » is chosen`,
    trigger: page("depot"),
    async run() {
        const reponse = await fetch(`/web/content/oilhi_documents.${nom}`);
        const fichier = new File([await reponse.blob()], `${nom}.docx`);
        const choix = new DataTransfer();
        choix.items.add(fichier);
        const champ = document.querySelector(`${page("depot")} input[type=file]`);
        champ.files = choix.files;
        champ.dispatchEvent(new Event("change", { bubbles: true }));
    },
});
const verifie = (texte) => voir(`${page("constats_texte")}:contains(${texte})`);

/** The responsable adapts a document: refused with what to do, corrected, compared, sent. */
ajouterTour("oilhi_adaptation_tour", () => [
    bouton("action_adapter"),
    voir(".o_action_manager button[name=action_telecharger_a_modifier]:enabled"),
    deposer("essai_tour_refuse"),
    verifie("Fichier refusé"),
    verifie("dossier.referance"),
    verifie("Vouliez-vous écrire"),
    voir(".o_action_manager:not(:has(button[name=action_soumettre]))"),
    deposer("essai_tour_corrige"),
    verifie("Fichier accepté"),
    bouton("action_soumettre"),
    voir(".alert:contains(Validation demandée par)"),
    voir(`${page("comparaison")} ins:contains(à exécuter)`),
    voir(`${page("comparaison")} del:contains(prescrites)`),
]);

/** The jurist reads the comparison and validates. */
ajouterTour("oilhi_adaptation_validation_tour", () => [
    voir(`${page("comparaison")} ins:contains(à exécuter)`),
    bouton("action_valider"),
    ...confirmer("Une version validée ne change plus"),
    etat("valide"),
]);

/** A field is looked for, and copied with the keyboard. */
ajouterTour("oilhi_champs_tour", () => [
    { trigger: "#o_oilhi_champs_mots", run: "edit cadastrale désignation" },
    voir("[data-cle='batiment.cadastre'] code:contains({Désignation cadastrale | batiment.cadastre})"),
    voir(".o_oilhi_champs:not(:has([data-cle='signalement.date']))"),
    {
        trigger: "[data-cle='batiment.cadastre'] button",
        run({ anchor, press }) {
            anchor.focus();
            return press("Enter");
        },
    },
    voir(".o_oilhi_champs [role=status]:contains({Désignation cadastrale | batiment.cadastre})"),
]);
