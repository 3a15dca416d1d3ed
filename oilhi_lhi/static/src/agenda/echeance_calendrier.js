import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

// A deadline is a day, not an hour: lists of days instead of an hourly grid, one column on a phone.
const VUES = { day: "listDay", week: "dayGridWeek", month: "dayGridMonth" };
const VUES_TELEPHONE = { day: "listDay", week: "listWeek", month: "listMonth" };

// The icon and the word say what the colour says.
const ICONES = {
    depassee: "fa-exclamation-triangle",
    aujourdhui: "fa-bell",
    proche: "fa-clock-o",
    a_venir: "fa-calendar-o",
    tenue: "fa-check",
    echue: "fa-hourglass-end",
    sans_objet: "fa-ban",
};

export class EcheanceCalendarPopover extends CalendarCommonPopover {
    static subTemplates = {
        ...CalendarCommonPopover.subTemplates,
        footer: "oilhi_lhi.EcheanceCalendarPopover.footer",
    };
}

export class EcheanceCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const etat = rawRecord.etat;
        const libelles = Object.fromEntries(this.fields.etat.selection);
        return {
            ...super.normalizeRecord(rawRecord),
            icone: ICONES[etat],
            libelle: libelles[etat],
            heureLimite: rawRecord.heure || "",
        };
    }
}

export class EcheanceCalendarCommonRenderer extends CalendarCommonRenderer {
    static components = { ...CalendarCommonRenderer.components, Popover: EcheanceCalendarPopover };
    static eventTemplate = "oilhi_lhi.EcheanceCalendar.event";

    get options() {
        const vues = this.env.isSmall ? VUES_TELEPHONE : VUES;
        const options = { ...super.options };
        const vue = vues[this.props.model.scale];
        if (vue.startsWith("list")) {
            delete options.dayHeaderContent; // FullCalendar writes the whole date
        }
        return {
            ...options,
            initialView: vue,
            eventInteractive: true, // reached and opened with the keyboard
            noEventsContent: _t("Aucune échéance"),
        };
    }

    viewDidMount(info) {
        if (!info.view.type.startsWith("list")) {
            super.viewDidMount(info); // adds a column of week numbers, that a list does not have
        }
    }

    /** Odoo cuts titles to one line: here they are what the day is about. */
    onEventDidMount({ el, event }) {
        el.dataset.eventId = event.id;
    }

    /** Odoo fades what is past: what is late must be read first. */
    eventClassNames(info) {
        return super.eventClassNames(info).filter((classe) => classe !== "o_past_event");
    }
}

export class EcheanceCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: EcheanceCalendarCommonRenderer,
        week: EcheanceCalendarCommonRenderer,
        month: EcheanceCalendarCommonRenderer,
    };
}

export class EcheanceCalendarController extends CalendarController {
    get className() {
        return `${super.className} o_oilhi_calendrier`;
    }

    /** What there is to do is in the case. */
    async editRecord(record) {
        this.action.doAction(
            await this.orm.call(this.model.resModel, "action_ouvrir_dossier", [[record.id]])
        );
    }
}

registry.category("views").add("oilhi_echeance_calendar", {
    ...calendarView,
    Controller: EcheanceCalendarController,
    Model: EcheanceCalendarModel,
    Renderer: EcheanceCalendarRenderer,
});
