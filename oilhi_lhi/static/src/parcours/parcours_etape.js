import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** A date, what it means in words, and how it was found. */
export class ParcoursEcheance extends Component {
    static template = "oilhi_lhi.ParcoursEcheance";
    static props = {
        echeance: Object,
        modifiable: { type: Boolean, optional: true },
        recevoir: { type: Function, optional: true },
    };

    get ton() {
        const { etat, preuve } = this.props.echeance;
        if (preuve === "manquante" && !["tenue", "sans_objet"].includes(etat)) {
            return "attention";
        }
        return {
            depassee: "danger", aujourdhui: "attention", proche: "attention",
            tenue: "tenue", sans_objet: "neutre", echue: "neutre",
        }[etat] || "info";
    }

    /** Advice is never called a legal deadline; what must be checked says so. */
    get valeur() {
        return {
            pratique: _t("Délai conseillé, non légal"),
            a_verifier: _t("Délai à vérifier"),
        }[this.props.echeance.niveau_preuve];
    }
}

export class ParcoursEtape extends Component {
    static template = "oilhi_lhi.ParcoursEtape";
    static components = { ParcoursEcheance };
    static props = {
        etape: Object,
        parcours: Object,
        ouverte: Boolean,
        occupe: Boolean,
        agir: Function,
        recevoir: Function,
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

    get libelleFait() {
        const { etat, repetable } = this.props.etape;
        if (etat !== "faite") {
            return _t("C’est fait");
        }
        return repetable ? _t("Ajouter un fait") : _t("Corriger ou compléter");
    }

    get documents() {
        return this.props.etape.documents;
    }

    get prets() {
        return this.documents.filter((d) => d.disponible);
    }

    get autres() {
        return this.documents.filter((d) => !d.disponible);
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

    preparer(document) {
        return this.props.agir("action_generer_document", this.props.etape, document.code);
    }
}
