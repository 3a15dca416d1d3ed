import { registry } from "@web/core/registry";
import { capitalize } from "@web/core/utils/strings";
import { RemainingDaysField, remainingDaysField } from "@web/views/fields/remaining_days/remaining_days_field";

/** Days, always: on 30 November Odoo says « le mois prochain » of 2 December, which misleads on a deadline. */
class JoursField extends RemainingDaysField {
    get diffString() {
        const jours = this.diffDays;
        if (jours === null || Math.abs(jours) > 99) {
            return super.diffString;
        }
        return capitalize(this.props.record.data[this.props.name].toRelativeCalendar({ unit: "days" }));
    }
}

registry.category("fields").add("oilhi_jours", { ...remainingDaysField, component: JoursField });
