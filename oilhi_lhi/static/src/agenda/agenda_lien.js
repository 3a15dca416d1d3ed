import { browser } from "@web/core/browser/browser";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

import { Component } from "@odoo/owl";

/**
 * Shows the secret address once. It only lives in these props: no form, whose values Odoo keeps in the
 * browser, and no history entry (the action is a dialog).
 */
export class AgendaLien extends Component {
    static template = "oilhi_lhi.AgendaLien";
    static components = { CopyButton };
    static props = ["*"];

    setup() {
        this.action = useService("action");
    }

    get lien() {
        const { origin, host } = browser.location;
        const { chemin } = this.props.action.params;
        return { adresse: origin + chemin, webcal: `webcal://${host}${chemin}` };
    }

    get copie() {
        return { texte: _t("Copier"), fait: _t("Copié") };
    }

    choisir(ev) {
        ev.target.select();
    }

    fermer() {
        this.action.doAction({ type: "ir.actions.act_window_close" });
    }
}

registry.category("actions").add("oilhi_agenda_lien", AgendaLien);
