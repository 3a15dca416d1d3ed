import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { OilhiCitation } from "../textes/citation";
import { ParcoursEcheance } from "./parcours_echeance";

export class ParcoursEtape extends Component {
    static template = "oilhi_lhi.ParcoursEtape";
    static components = { OilhiCitation, ParcoursEcheance };
    static props = {
        etape: Object,
        parcours: Object,
        ouverte: Boolean,
        occupe: Boolean,
        premiere: { type: Boolean, optional: true },
        agir: Function,
        basculer: Function,
        choisir: Function,
        page: Function,
        recevoir: Function,
        prouver: Function,
    };

    get active() {
        return this.props.ouverte && this.props.parcours.modifiable;
    }

    get courante() {
        return this.props.etape.rang === "maintenant";
    }

    get aFaire() {
        return this.props.etape.etat === "a_faire";
    }

    get faite() {
        return this.props.etape.etat === "faite";
    }

    /** Something more may be added to a step already done: another time, another recipient. */
    get ajoutable() {
        const { repetable, par_destinataire } = this.props.etape;
        return this.faite && (repetable || par_destinataire);
    }

    get suivant() {
        return this.props.etape.restants[0];
    }

    get libelleAjout() {
        if (this.suivant) {
            return _t("Saisir pour %s", this.suivant.nom);
        }
        return this.props.etape.repetable ? _t("Ajouter une fois de plus") : _t("Ajouter un destinataire");
    }

    ajouter() {
        return this.props.agir("action_realiser", this.props.etape, false, this.suivant?.id || false);
    }

    corriger(fait) {
        return this.props.agir("action_realiser", this.props.etape, fait.id);
    }

    // -- What was recorded -------------------------------------------------------------------

    get faits() {
        return this.props.etape.faits.filter((f) => f.actif);
    }

    get anciens() {
        return this.props.etape.faits.filter((f) => !f.actif);
    }

    /** One sentence for a fact: what, when, to whom, by whom. */
    phrase(fait) {
        return [
            fait.heure ? _t("%(date)s à %(heure)s", fait) : fait.date,
            fait.destinataire,
            fait.mode.toLowerCase(),
            fait.reception && _t("reçu le %s", fait.reception),
            fait.issue.toLowerCase(),
            fait.presentation && _t("première présentation le %s", fait.presentation),
            fait.delai && _t("délai accordé\u00a0: %s", fait.delai),
            fait.montant && _t("montant\u00a0: %s €", fait.montant.toLocaleString("fr-FR")),
            fait.transmission && _t("transmis au préfet le %s", fait.transmission),
            fait.observations.toLowerCase(),
            fait.auteur && _t("saisi par %s", fait.auteur),
        ].filter(Boolean).join(", ");
    }

    noms(suites) {
        return suites.map((s) => `${s.nom} (${s.code})`).join("\u00a0; ");
    }

    get restants() {
        return this.props.etape.restants.map((p) => p.nom).join(", ");
    }

    // -- Documents ---------------------------------------------------------------------------

    get prets() {
        return this.props.etape.documents.filter((d) => d.disponible);
    }

    get autres() {
        return this.props.etape.documents.filter((d) => !d.disponible);
    }

    preparer(document) {
        return this.props.agir("action_generer_document", this.props.etape, document.code);
    }

    // -- Who to contact ----------------------------------------------------------------------

    get aContacter() {
        return this.props.etape.partenaires.filter((p) => p.statut !== "sans_objet");
    }

    get sansObjet() {
        return this.props.etape.partenaires.filter((p) => p.statut === "sans_objet");
    }

    /** Why this type, then why this organisation. */
    pourquoi(partenaire) {
        const propres = partenaire.contacts.length ? partenaire.contacts[0].raisons : [];
        const raisons = [...partenaire.raisons, ...propres].join("\u00a0; ");
        return raisons.charAt(0).toUpperCase() + raisons.slice(1);
    }
}
