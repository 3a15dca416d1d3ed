import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What a document needs and no record holds: one labelled question a line, wide enough to write. */
export class OilhiSaisies extends Component {
    static template = "oilhi_documents.Saisies";
    static props = { ...standardFieldProps };

    get saisies() {
        return this.props.record.data[this.props.name].records;
    }

    identifiant(saisie) {
        return `oilhi_saisie_${saisie.data.cle.replaceAll(".", "_")}`;
    }

    lignes(saisie) {
        return saisie.data.type === "liste" ? 4 : 2;
    }

    ecrire(saisie, texte) {
        return saisie.update({ texte });
    }

    choisir(saisie, oui_non) {
        return saisie.update({ oui_non });
    }
}

registry.category("fields").add("oilhi_saisies", {
    component: OilhiSaisies,
    displayName: _t("Informations à saisir"),
    supportedTypes: ["one2many"],
    // Sent back whole with the form: Odoo takes related fields for readonly unless told otherwise.
    relatedFields: [
        { name: "sequence", type: "integer" },
        { name: "cle", type: "char" },
        { name: "libelle", type: "char" },
        { name: "aide", type: "char" },
        {
            name: "type",
            type: "selection",
            selection: [["texte", _t("Texte")], ["liste", _t("Liste")], ["booleen", _t("Oui ou non")]],
        },
        { name: "facultatif", type: "boolean" },
        { name: "texte", type: "text" },
        {
            name: "oui_non",
            type: "selection",
            selection: [["oui", _t("Oui")], ["non", _t("Non")]],
        },
    ].map((champ) => ({ ...champ, readonly: false })),
});
