import { Component, onWillDestroy, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

/** The words of an article, of which version they are, where they come from; those of a range in turn. */
export class ArticleDialogue extends Component {
    static template = "oilhi_lhi.ArticleDialogue";
    static components = { Dialog };
    static props = {
        ids: Array,
        titre: String,
        jour: { type: [String, { value: false }], optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.ids = [...this.props.ids];
        this.state = useState({ lu: null });
        this.parti = false;
        onWillDestroy(() => (this.parti = true));
        this.charger();
    }

    async charger() {
        const lu = await this.orm.call("oilhi.texte", "lire", [this.ids, this.props.jour || false]);
        if (!this.parti) {
            this.state.lu = lu;
        }
    }

    /** Another version of the same article, in its place. */
    async voir(ancien, nouveau) {
        this.ids = this.ids.map((id) => (id === ancien ? nouveau : id));
        await this.charger();
        document.getElementById(`o_oilhi_article_${nouveau}`)?.focus();
    }
}
