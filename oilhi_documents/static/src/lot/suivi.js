import { Component, onWillUnmount, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ATTENTE = 3000;
const OUVERTS = ["en_attente", "en_cours"];

/** Progress of a lot, read again while it is being made. */
export class OilhiLotSuivi extends Component {
    static template = "oilhi_documents.LotSuivi";
    static props = { ...standardFieldProps };

    setup() {
        this.attente = null;
        useEffect(
            () => {
                this.arreter();
                if (this.ouvert) {
                    this.attente = setTimeout(() => this.props.record.load(), ATTENTE);
                }
            },
            () => [this.props.record.data]
        );
        onWillUnmount(() => this.arreter());
    }

    arreter() {
        clearTimeout(this.attente);
    }

    get ouvert() {
        return OUVERTS.includes(this.props.record.data.etat);
    }

    get pourcent() {
        return this.props.record.data[this.props.name] || 0;
    }

    get phrase() {
        const { faits, total } = this.props.record.data;
        return _t("%(faits)s documents prêts sur %(total)s", { faits, total });
    }
}

registry.category("fields").add("oilhi_lot_suivi", {
    component: OilhiLotSuivi,
    displayName: _t("Avancement d’un lot"),
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "etat", type: "selection" },
        { name: "faits", type: "integer" },
        { name: "total", type: "integer" },
    ],
});
