import { patch } from "@web/core/utils/patch";
import { Record } from "@web/model/relational_model/record";

patch(Record.prototype, {
    /** Odoo says « Champs obligatoires manquants » and not which: the one in red may be off the screen. */
    _displayInvalidFieldNotification() {
        const noms = [...this._invalidFields].map((nom) => this.fields[nom]?.string).filter(Boolean);
        if (!noms.length) {
            return super._displayInvalidFieldNotification();
        }
        return this.model.notification.add(`À remplir ou à corriger\u00a0: ${noms.join(", ")}.`, {
            type: "danger",
            autocloseDelay: 8000,
        });
    },
});
