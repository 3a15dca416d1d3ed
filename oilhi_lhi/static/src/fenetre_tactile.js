import { onMounted, useRef } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { patch } from "@web/core/utils/patch";
import { FormRenderer } from "@web/views/form/form_renderer";

/**
 * On a phone, Odoo gives the focus to the first field of a dialog: a date there unfolds its calendar
 * over the form, a choice its list. The dialog itself takes it instead, and nothing unfolds.
 */
patch(FormRenderer.prototype, {
    setup() {
        super.setup();
        if (!this.env.inDialog || !hasTouch() || !this.props.record.resModel.startsWith("oilhi.")) {
            return;
        }
        const racine = useRef("compiled_view_root");
        onMounted(() => {
            const fenetre = racine.el?.closest(".modal");
            if (fenetre && !fenetre.contains(document.activeElement)) {
                fenetre.focus();
            }
        });
    },
});
