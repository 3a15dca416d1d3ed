import { Component, useState } from "@odoo/owl";
import { OilhiCitation } from "../textes/citation";
import { GuideAlertes, PREUVES } from "./guide_alertes";

/** The end: what to open, with whom and with which documents; and the right to disagree in writing. */
export class GuideResultat extends Component {
    static template = "oilhi_lhi.GuideResultat";
    static components = { GuideAlertes, OilhiCitation };
    static props = {
        etat: Object,
        occupe: Boolean,
        ouvrir: Function,
        confirmer: Function,
        reprendre: Function,
        imprimer: Function,
        contacter: Function,
    };

    setup() {
        this.preuves = PREUVES;
        this.state = useState({ desaccord: false, code: "", motif: "" });
    }

    get resultat() {
        return this.props.etat.resultat;
    }

    get alertes() {
        return this.resultat.alertes.filter((a) => a.niveau !== "danger");
    }

    /** Questions left open, those nobody could answer first. */
    get enAttente() {
        return this.resultat.a_preciser;
    }

    /** What may be opened against the guide: set aside, not yet established, or not thought of. */
    get autres() {
        const { ecartees, possibles, sans_objet } = this.resultat;
        return [...ecartees, ...possibles, ...sans_objet].filter(
            (p) => this.estDeroulee(p.code) && !this.estOuverte(p.code)
        );
    }

    get desaccordComplet() {
        return Boolean(this.state.code && this.state.motif.trim());
    }

    estOuverte(code) {
        return this.props.etat.ouvertes.includes(code);
    }

    /** What is printed is a kept qualification, and a reader keeps none. */
    get imprimable() {
        return this.props.etat.peut_modifier || Boolean(this.props.etat.qualification);
    }

    get suite() {
        return this.resultat.procedures.length > 1;
    }

    /** Whether the application has steps for it. */
    estDeroulee(code) {
        return this.props.etat.deroulees.includes(code);
    }

    nom(code) {
        return this.props.etat.noms[code] || code;
    }

    ouvrirEnDesaccord() {
        if (this.desaccordComplet) {
            this.props.ouvrir(this.state.code, this.state.motif.trim());
        }
    }
}
