import { Component } from "@odoo/owl";

/** What to do at once: short orders, with the emergency numbers one tap away. */
export class GuideGestes extends Component {
    static template = "oilhi_lhi.GuideGestes";
    static props = { gestes: Array };
}
