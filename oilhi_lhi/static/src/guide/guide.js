import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { GuideAlertes } from "./guide_alertes";
import { GuidePanneau } from "./guide_panneau";
import { GuideQuestion } from "./guide_question";
import { GuideResultat } from "./guide_resultat";

/**
 * The guide: one question at a time, only those that can still change the result, and at any moment
 * what they lead to and why. The server holds every answer: nothing is lost by leaving or reloading.
 */
export class OilhiGuide extends Component {
    static template = "oilhi_lhi.Guide";
    static components = { Layout, GuideAlertes, GuidePanneau, GuideQuestion, GuideResultat };
    static props = { ...standardActionServiceProps };
    static path = "oilhi-guide";
    static displayName = _t("Guide");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.titre = useRef("titre");
        this.display = { controlPanel: {} };
        // `choisie`: question the agent came back to; `fin`: result asked before the last question.
        this.state = useState({ etat: null, choisie: null, fin: false, occupe: false });
        const { context, params } = this.props.action;
        this.dossierId = Number(context.active_id || params?.dossier_id || params?.active_id) || false;
        onWillStart(async () => {
            if (this.dossierId) {
                // Kept in the address, so that reloading the page finds the case again.
                this.props.updateActionState?.({ active_id: this.dossierId });
                this.state.etat = await this.appeler("etat_guide");
            }
        });
        useEffect(
            () => this.titre.el?.querySelector("[data-focus]")?.focus(),
            () => [this.question?.code, this.estResultat]
        );
    }

    // -- State -------------------------------------------------------------------------------

    get question() {
        const { etat, choisie, fin } = this.state;
        if (!etat || !etat.peut_modifier) {
            return null;
        }
        if (choisie) {
            return [...etat.reponses, ...etat.questions].find((q) => q.code === choisie) || null;
        }
        return fin ? null : etat.questions[0] || null;
    }

    get estResultat() {
        return Boolean(this.state.etat && !this.question);
    }

    /** Answers given by the agent, oldest first: the way back. */
    get donnees() {
        return this.state.etat.reponses.filter((r) => r.donnee);
    }

    get precedente() {
        const codes = this.donnees.map((r) => r.code);
        const rang = codes.indexOf(this.question?.code);
        return rang === -1 ? codes.at(-1) : codes[rang - 1];
    }

    get avancement() {
        const reste = this.state.etat.questions.length;
        if (reste === 0) {
            return _t("Plus aucune question ne peut changer le résultat.");
        }
        return reste === 1
            ? _t("Encore 1 question utile au plus")
            : _t("Encore %s questions utiles au plus", reste);
    }

    get dangers() {
        return this.state.etat.resultat.alertes.filter((a) => a.niveau === "danger");
    }

    // -- Actions -----------------------------------------------------------------------------

    async appeler(methode, ...args) {
        return this.orm.call("oilhi.dossier", methode, [[this.dossierId], ...args]);
    }

    /** One call at a time: a second click while the server answers is no second answer. */
    async executer(action) {
        if (this.state.occupe) {
            return;
        }
        this.state.occupe = true;
        try {
            return await action();
        } finally {
            this.state.occupe = false;
        }
    }

    async repondre(code, reponses) {
        await this.executer(async () => {
            this.state.etat = await this.appeler("repondre", code, reponses);
            this.state.choisie = null;
        });
    }

    reprendre(code) {
        this.state.choisie = code;
    }

    reculer() {
        this.state.choisie = this.precedente;
    }

    avancer() {
        this.state.choisie = null;
    }

    terminer() {
        Object.assign(this.state, { fin: true, choisie: null });
    }

    continuer() {
        Object.assign(this.state, { fin: false, choisie: null });
    }

    async effacer(code) {
        await this.executer(async () => {
            this.state.etat = await this.appeler("effacer_reponse", code);
            Object.assign(this.state, { choisie: null, fin: false });
            // The button that had the focus is gone with its answer.
            this.titre.el?.querySelector(".o_oilhi_reponses > summary")?.focus();
        });
    }

    async confirmer() {
        await this.executer(async () => {
            this.state.etat = await this.appeler("confirmer_guide");
            this.titre.el?.querySelector("[data-focus]")?.focus();
            this.notification.add(_t("La qualification est gardée au dossier."), { type: "success" });
        });
    }

    /** Opens the procedure on a frozen qualification: the reasons are kept with the decision. */
    async ouvrir(code, motif) {
        await this.executer(async () => {
            if (!this.state.etat.confirmee) {
                this.state.etat = await this.appeler("confirmer_guide");
            }
            await this.appeler("ouvrir_procedure", code, motif || null);
            this.notification.add(_t("La procédure est ouverte : ses étapes sont dans l’onglet « Parcours »."), { type: "success" });
            await this.voirDossier();
        });
    }

    voirDossier() {
        const precedent = this.env.config.breadcrumbs?.at(-2);
        if (precedent?.isFormView) {
            return precedent.onSelected();
        }
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: this.state.etat?.dossier.nom || _t("Dossier"),
                res_model: "oilhi.dossier",
                res_id: this.dossierId,
                views: [[false, "form"]],
            },
            { stackPosition: "replaceCurrentAction" }
        );
    }
}

registry.category("actions").add("oilhi_guide", OilhiGuide);
