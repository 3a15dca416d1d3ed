import { onWillDestroy } from "@odoo/owl";
import { Deferred } from "@web/core/utils/concurrency";

/**
 * What a component reads again when the dialog it opened closes. The web client keeps the dialog on
 * the screen until this has ended, and the calls of a component that is gone never end: leaving the
 * page before the answer would leave the dialog there, frozen, over the next page.
 */
export function useApresFenetre(relire) {
    const parti = new Deferred();
    onWillDestroy(() => parti.resolve());
    // `noReload`: it closes because the page is being left, there is nothing to read for.
    return (infos) => (infos?.noReload ? undefined : Promise.race([parti, relire()]));
}
