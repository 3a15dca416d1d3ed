import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { OilhiCitation } from "../textes/citation";

/** Why the case does not go there, what is left with its article, and where to do it. */
export class RefusDialogue extends Component {
    static template = "oilhi_lhi.RefusDialogue";
    static components = { Dialog, OilhiCitation };
    static props = { reponse: Object, suivre: Function, parcours: Function, close: Function };

    suivre() {
        this.props.close();
        this.props.suivre(this.props.reponse.suite);
    }

    parcours() {
        this.props.close();
        this.props.parcours(this.props.reponse.dossier_id);
    }
}
