import { patch } from "@web/core/utils/patch";
import { X2ManyField } from "@web/views/fields/x2many/x2many_field";

patch(X2ManyField.prototype, {
    setup() {
        super.setup();
        const ouvrir = this._openRecord;
        // Odoo makes the title of the plural of the field (« Créer Signataires »): the words of the button are better.
        this._openRecord = (params) =>
            ouvrir(params.record || !this.props.addLabel ? params : { title: this.props.addLabel, ...params });
    },
});
