import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** Latitude or longitude: zero is « not known » here, so nothing is shown for it. */
export class OilhiCoordonnee extends FloatField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }

    parse(valeur) {
        return valeur.trim() ? super.parse(valeur) : 0;
    }
}

registry.category("fields").add("oilhi_coordonnee", {
    ...floatField,
    component: OilhiCoordonnee,
    isEmpty: (fiche, champ) => !fiche.data[champ],
});
