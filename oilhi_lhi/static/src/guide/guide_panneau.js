import { Component } from "@odoo/owl";
import { GuideAlertes, PREUVES } from "./guide_alertes";

/** Where the reasoning stands: recommended, still possible, set aside, each with its reasons. */
export class GuidePanneau extends Component {
    static template = "oilhi_lhi.GuidePanneau";
    static components = { GuideAlertes };
    static props = { resultat: Object };

    setup() {
        this.preuves = PREUVES;
    }

    get alertes() {
        return this.props.resultat.alertes.filter((a) => a.niveau !== "danger");
    }
}
