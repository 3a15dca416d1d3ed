import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useApresFenetre } from "@oilhi_lhi/fenetre";
import { OilhiControles } from "./controles";

/**
 * « Contrôle avant signature »: the verdict in words, what blocks first, and for each point a way to
 * the very step or record where it is put right. Coming back from there, everything is checked again.
 */
export class OilhiPageControle extends Component {
    static template = "oilhi_documents.PageControle";
    static components = { Layout, OilhiControles };
    static props = { ...standardActionServiceProps };
    static path = "oilhi-controle";
    static displayName = _t("Contrôle avant signature");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.racine = useRef("racine");
        this.apresFenetre = useApresFenetre(() => this.charger());
        this.display = { controlPanel: {} };
        this.state = useState({ page: null, occupe: false, annonce: "" });
        const { context, params } = this.props.action;
        this.modele = params?.modele || (params?.document ? "oilhi.document" : "oilhi.dossier.etape");
        this.id = Number(params?.id || params?.active_id || context.active_id) || false;
        this.code = params?.code || null;
        this.date = null;
        // On paper nothing is folded, whether printed from the button or from the browser.
        useExternalListener(window, "beforeprint", () => this.deplier(true));
        useExternalListener(window, "afterprint", () => this.deplier(false));
        onWillStart(async () => {
            if (this.id) {
                // Kept in the address: reloading the page checks the same act again.
                this.props.updateActionState?.({
                    active_id: this.id, document: this.modele === "oilhi.document" ? 1 : undefined,
                });
                await this.charger();
            }
        });
    }

    async charger() {
        this.state.page = await this.orm.call(
            this.modele, "controle_avant_signature", [[this.id], this.code, this.date]
        );
        this.state.annonce = this.state.page.verdict;
    }

    /** One thing at a time: a second click while the server works is no second request. */
    async occuper(faire) {
        if (this.state.occupe) {
            return;
        }
        this.state.occupe = true;
        try {
            await faire();
        } finally {
            this.state.occupe = false;
        }
    }

    choisirDate(ev) {
        this.date = ev.target.value || null;
        return this.occuper(() => this.charger());
    }

    choisirActe(ev) {
        this.code = ev.target.value;
        return this.occuper(() => this.charger());
    }

    corriger(point) {
        return this.occuper(async () => {
            const suite = await this.orm.call(
                "oilhi.dossier", "action_corriger", [[this.state.page.dossier_id], point.lien]
            );
            await this.action.doAction(suite, { onClose: this.apresFenetre });
        });
    }

    preparer() {
        return this.occuper(async () => {
            const suite = await this.orm.call(
                "oilhi.dossier.etape", "action_generer_document", [[this.id], this.state.page.code]
            );
            await this.action.doAction(suite);
        });
    }

    deplier(ouvert) {
        for (const pli of this.racine.el?.querySelectorAll("details") || []) {
            pli.open = ouvert;
        }
    }

    imprimer() {
        window.print();
    }
}

registry.category("actions").add("oilhi_controle", OilhiPageControle);
