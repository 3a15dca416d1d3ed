import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { useApresFenetre } from "../fenetre";
import { deplacer } from "./deplacement";

/** Where the phase of a card is asked for, never written: the card goes back to its column. */
export class DossierKanbanRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.apresFenetre = useApresFenetre(() => this.props.list.model.load());
    }

    /** Grouped by anything else, a drop would write: cards do not move there. */
    get canResequenceRecords() {
        const { groupByField, model } = this.props.list;
        return (
            super.canResequenceRecords && groupByField?.name === "phase" && !model.useSampleModel
        );
    }

    /** The field is computed: Odoo takes it for one that no drop concerns. */
    get canMoveRecords() {
        return this.canResequenceRecords;
    }

    async sortRecordDrop(dataRecordId, dataGroupId, { parent }) {
        parent?.classList.remove("o_kanban_hover");
        const { records, groups } = this.props.list;
        const record = records.find((r) => r.id === dataRecordId);
        const vers = groups.find((g) => g.id === parent?.dataset.id);
        if (!record || !vers?.value || vers.id === dataGroupId) {
            return;
        }
        this.toggleProcessing(dataRecordId, true);
        try {
            await deplacer(this, record.resId, vers.value, this.apresFenetre);
        } finally {
            this.toggleProcessing(dataRecordId, false);
        }
    }
}

registry.category("views").add("oilhi_kanban", { ...kanbanView, Renderer: DossierKanbanRenderer });
