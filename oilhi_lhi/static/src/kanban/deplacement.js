import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ouvrirDossier } from "../dossier";
import { AvancerDialogue } from "./avancer_dialogue";
import { RefusDialogue } from "./refus_dialogue";

/** The case, on its parcours. */
async function ouvrirParcours(action, dossierId) {
    await ouvrirDossier(action, dossierId);
    document.querySelector(".o_form_view .o_notebook a[name=parcours]")?.click();
}

/**
 * Ask the server what leads to that phase and show its answer: a dialog to confirm, or why not. No
 * rule of law is here, and nothing is written before a dialog is confirmed.
 */
export async function deplacer({ orm, action, dialog, notification }, dossierId, phase, relire) {
    const reponse = await orm.call("oilhi.dossier", "deplacer", [[dossierId], phase]);
    const suivre = (suite) => action.doAction(suite, { onClose: relire });
    if (reponse.issue === "ouvrir") {
        if (reponse.note) {
            notification.add(reponse.note, { type: "info", sticky: true });
        }
        await suivre(reponse.action);
    } else if (reponse.issue === "confirmer") {
        dialog.add(ConfirmationDialog, {
            title: reponse.titre,
            body: reponse.message,
            confirmLabel: reponse.bouton,
            cancelLabel: _t("Annuler"),
            confirm: async () => {
                await orm.call("oilhi.dossier", reponse.methode, [[dossierId]]);
                await relire?.();
            },
            cancel: () => {},
        });
    } else if (reponse.issue === "refus") {
        dialog.add(RefusDialogue, {
            reponse,
            suivre,
            parcours: (id) => ouvrirParcours(action, id),
        });
    }
}

/** « Faire avancer… » of the menu of a card. */
function faireAvancer(env, { params }, options = {}) {
    const { orm, action, dialog, notification } = env.services;
    dialog.add(AvancerDialogue, {
        nom: params.nom,
        phase: params.phase,
        phases: params.phases,
        choisir: (phase) =>
            deplacer(
                { orm, action, dialog, notification }, params.dossier_id, phase, options.onClose
            ),
    });
}

registry.category("actions").add("oilhi_faire_avancer", faireAvancer);
