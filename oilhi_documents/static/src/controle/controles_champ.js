import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useApresFenetre } from "@oilhi_lhi/fenetre";
import { OilhiControles } from "./controles";

/** The controls inside a form; in a dialog they are only read, since opening another would close it. */
export class OilhiControlesChamp extends Component {
    static template = "oilhi_documents.ControlesChamp";
    static components = { OilhiControles };
    static props = { ...standardFieldProps, corrigible: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.apresFenetre = useApresFenetre(() => this.props.record.load());
        this.state = useState({ occupe: false });
    }

    get controles() {
        return this.props.record.data[this.props.name];
    }

    /** A second click, before the button is seen disabled, opens no second dialog. */
    async corriger(point) {
        if (this.state.occupe) {
            return;
        }
        this.state.occupe = true;
        try {
            const suite = await this.orm.call(
                "oilhi.dossier", "action_corriger", [[this.controles.dossier_id], point.lien]
            );
            await this.action.doAction(suite, { onClose: this.apresFenetre });
        } finally {
            this.state.occupe = false;
        }
    }
}

registry.category("fields").add("oilhi_controles", {
    component: OilhiControlesChamp,
    displayName: _t("Contrôles avant signature"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ corrigible: options.corrigible !== false }),
});
