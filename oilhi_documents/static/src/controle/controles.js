import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { OilhiCitation } from "@oilhi_lhi/textes/citation";

/** What blocks first, then what is to be read again; what is in order is folded, never hidden. */
const GROUPES = [
    { niveau: "bloquant", titre: _t("Ce qui bloque") },
    { niveau: "avertissement", titre: _t("À vérifier") },
    { niveau: "ok", titre: _t("En ordre") },
];

/** The list of controls, wherever it is shown: its words say everything, colours only repeat it. */
export class OilhiControles extends Component {
    static template = "oilhi_documents.Controles";
    static components = { OilhiCitation };
    static props = {
        controles: Object,
        titre: { type: String, optional: true },
        corriger: { type: Function, optional: true },
        occupe: { type: Boolean, optional: true },
        deplie: { type: Boolean, optional: true },
    };
    static defaultProps = { titre: "h3" };

    get groupes() {
        const { points } = this.props.controles;
        return GROUPES.map((groupe) => ({
            ...groupe, points: points.filter((p) => p.niveau === groupe.niveau),
        })).filter((groupe) => groupe.points.length);
    }

    get pire() {
        return this.groupes[0]?.niveau || "ok";
    }

    get icone() {
        return {
            bloquant: "fa-times-circle", avertissement: "fa-exclamation-triangle", ok: "fa-check-circle",
        }[this.pire];
    }
}
