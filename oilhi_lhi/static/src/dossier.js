/** Open a case in the web client, in place. */
export function ouvrirDossier(action, id) {
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: "oilhi.dossier",
        res_id: id,
        views: [[false, "form"]],
    });
}

/**
 * The same from a real link: with a key or another button, the browser opens it in another tab.
 *
 * @returns {Promise<boolean>} whether the case was opened here
 */
export async function suivreLienDossier(action, ev, id) {
    if (ev.ctrlKey || ev.metaKey || ev.shiftKey || ev.button) {
        return false;
    }
    ev.preventDefault();
    await ouvrirDossier(action, id);
    return true;
}
