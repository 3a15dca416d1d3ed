import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const fiche = (modele, id) => ({
    type: "ir.actions.act_window",
    res_model: modele,
    res_id: id,
    views: [[false, "form"]],
});

/** Other buildings whose owner bears the same name: read when it is shown, and not before. */
export class AutresBatiments extends Component {
    static template = "oilhi_lhi.AutresBatiments";
    static props = { ...standardWidgetProps, titre: { type: Boolean, optional: true } };
    static defaultProps = { titre: false };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ lignes: null });
        useRecordObserver(async (record) => {
            // Reading `data` makes it follow every reload of the form.
            if (record.data && record.resId) {
                this.state.lignes = await this.orm.call(
                    record.resModel, "autres_batiments", [[record.resId]]
                );
            }
        });
    }

    ouvrir(modele, id) {
        return this.action.doAction(fiche(modele, id));
    }
}

/**
 * What is known of a place. Three uses of the same answer of the server: a warning where a case is created
 * (nothing is blocked), the history on the building, the memory on the case.
 */
export class OilhiMemoire extends Component {
    static template = "oilhi_lhi.Memoire";
    static components = { AutresBatiments };
    static props = { ...standardWidgetProps, alerte: { type: Boolean, optional: true } };
    static defaultProps = { alerte: false };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ lieu: null, pour: null });
        useRecordObserver(async (record) => {
            const batiment = this.surBatiment ? record.resId : record.data.batiment_id?.id;
            const dossier = this.surBatiment ? false : record.resId || false;
            this.state.pour = batiment || null;
            if (!batiment || (this.props.alerte && dossier)) {
                this.state.lieu = null;
                return;
            }
            const lieu = await this.orm.call("oilhi.batiment", "memoire", [[batiment], dossier]);
            // Another address was chosen meanwhile: its own answer comes.
            if (this.state.pour === batiment) {
                this.state.lieu = lieu;
            }
        });
    }

    get surBatiment() {
        return this.props.record.resModel === "oilhi.batiment";
    }

    get enVigueur() {
        return this.state.lieu.arretes.filter((a) => a.en_vigueur);
    }

    get alerter() {
        const lieu = this.state.lieu;
        return lieu && (lieu.dossiers.length || lieu.caches);
    }

    get autres() {
        const { caches } = this.state.lieu;
        return caches > 1
            ? _t("%s dossiers suivis par d’autres services.", caches)
            : _t("1 dossier suivi par un autre service.");
    }

    /** Leaving a form that was typed in would save it: the duplicate that this warning avoids. */
    async meme(dossier) {
        await this.props.record.discard();
        return this.ouvrir("oilhi.dossier", dossier.id);
    }

    ouvrir(modele, id) {
        return this.action.doAction(fiche(modele, id));
    }

    demander() {
        return this.action.doAction("oilhi_lhi.action_oilhi_dossier_acces_demander", {
            additionalContext: { default_batiment_id: this.state.lieu.id },
        });
    }
}

registry.category("view_widgets").add("oilhi_autres_batiments", {
    component: AutresBatiments,
    extractProps: ({ options }) => ({ titre: Boolean(options.titre) }),
});
registry.category("view_widgets").add("oilhi_memoire", {
    component: OilhiMemoire,
    extractProps: ({ options }) => ({ alerte: Boolean(options.alerte) }),
});
