import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** « ? » of the top bar: the guide, at the section that speaks of the screen in view. */
export class OilhiAide extends Component {
    static template = "oilhi_documents.Aide";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    /** A plain link, aimed at the moment of the click: the keyboard and « copy the link » work too. */
    viser(ev) {
        const action = this.action.currentController?.action || {};
        const onglet = document.querySelector(".o_action_manager .o_notebook .nav-link.active");
        const cible = {
            action: action.xml_id,
            tag: action.tag,
            modele: action.res_model,
            onglet: onglet?.getAttribute("name"),
        };
        const demande = new URLSearchParams(Object.entries(cible).filter(([, valeur]) => valeur));
        ev.currentTarget.href = `/oilhi/aide/ecran?${demande}`;
    }
}

registry.category("systray").add("oilhi_documents.aide", { Component: OilhiAide }, { sequence: 90 });
