import { useEffect } from "@odoo/owl";
import { areDatesEqual } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";

/**
 * A date typed at the keyboard, on a form that asks the server what follows from it, was saved but the screen went on
 * showing the date of before: the picker closes before the answer and takes the record's value, still the old one.
 * The screen follows the record as soon as it changes.
 */
patch(DateTimeField.prototype, {
    setup() {
        super.setup();
        useEffect(
            () => {
                const valeur = this.getRecordValue();
                if (!this.picker.activeInput && !areDatesEqual(valeur, this.state.value)) {
                    this.state.value = valeur;
                }
            },
            () => [JSON.stringify(this.getRecordValue())]
        );
    },
});
