import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** The columns of the board as buttons: what a drop does, with the keyboard or a finger. */
export class AvancerDialogue extends Component {
    static template = "oilhi_lhi.AvancerDialogue";
    static components = { Dialog };
    static props = { nom: String, phase: String, phases: Array, choisir: Function, close: Function };

    choisir(code) {
        this.props.close();
        this.props.choisir(code);
    }
}
