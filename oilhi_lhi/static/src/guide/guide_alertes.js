import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { OilhiCitation } from "../textes/citation";

export const PREUVES = {
    a_verifier: _t("À vérifier par un juriste"),
    pratique: _t("Conseil pratique"),
};

/** Alerts: level written in words beside the icon, never by colour alone. */
export class GuideAlertes extends Component {
    static template = "oilhi_lhi.GuideAlertes";
    static components = { OilhiCitation };
    static props = { alertes: Array };

    setup() {
        this.preuves = PREUVES;
        this.niveaux = {
            danger: { nom: _t("Danger"), icone: "fa-exclamation-triangle" },
            attention: { nom: _t("Attention"), icone: "fa-exclamation-circle" },
            info: { nom: _t("À savoir"), icone: "fa-info-circle" },
        };
    }
}
