import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { OilhiCitation } from "../textes/citation";
import { GuideAlertes, PREUVES } from "./guide_alertes";

/** Where the reasoning stands: recommended, still possible, set aside, each with its reasons. */
export class GuidePanneau extends Component {
    static template = "oilhi_lhi.GuidePanneau";
    static components = { GuideAlertes, OilhiCitation };
    static props = { resultat: Object };

    setup() {
        this.preuves = PREUVES;
    }

    /** The same in one sentence: a screen reader hears what changed, not the whole panel. */
    get annonce() {
        const { procedures, possibles, ecartees } = this.props.resultat;
        const parties = [
            [_t("Recommandé"), procedures],
            [_t("Encore possible"), possibles],
            [_t("Écarté"), ecartees],
        ];
        return parties
            .filter(([, liste]) => liste.length)
            .map(([titre, liste]) => {
                const dit = liste.length > 6 ? liste.length : liste.map((p) => p.nom).join(", ");
                return `${titre} : ${dit}.`;
            })
            .join(" ");
    }

    get alertes() {
        return this.props.resultat.alertes.filter((a) => a.niveau !== "danger");
    }
}
