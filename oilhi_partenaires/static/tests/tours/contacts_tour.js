import { ajouterTour, bouton, cliquer, page, proposer, voir } from "./outils";

const carte = (nom) => `.o_oilhi_contacts .o_kanban_record:contains(${nom})`;

ajouterTour("oilhi_contacts_tour", () => [
    {
        content: "The agent's commune is there already; type a matter",
        trigger: ".o_field_widget[name=matiere_id] input",
        run: "edit insal",
    },
    proposer("Insalubrité"),
    voir(`${page("matiere_id")} input:value(Insalubrité)`),
    bouton("action_chercher"),
    {
        content: "The right organisation can be called, and the article says why",
        trigger: `${carte("Agence exemple")}:contains(L. 511-8):contains(Couvre le Pas-de-Calais):contains(Obligatoire) a[href='tel:03 53 01 00 01']`,
    },
    {
        content: "The one of another commune is not offered",
        trigger: ".o_oilhi_contacts:not(:contains(Agence lointaine))",
    },
    cliquer(
        `${carte("service-public.fr")} button[name=action_ajouter]:enabled:first`,
        "Nobody is known for another: what to do is said, an entry can be added"
    ),
    {
        content: "The new entry has its type",
        trigger: ".o_form_view .o_field_widget[name=oilhi_type_ids] .o_tag",
    },
]);
