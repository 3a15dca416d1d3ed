import { Component, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useApresFenetre } from "../fenetre";
import { GuideAlertes } from "./guide_alertes";
import { GuideDesordres } from "./guide_desordres";
import { GuideGestes } from "./guide_gestes";
import { GuidePanneau } from "./guide_panneau";
import { GuideQuestion } from "./guide_question";
import { GuideResultat } from "./guide_resultat";

/**
 * The guide: what is seen, then one question at a time, only those that can still change the result,
 * and at any moment what they lead to and why. The server holds every answer: nothing is lost by
 * leaving, reloading or going on with another device.
 */
export class OilhiGuide extends Component {
    static template = "oilhi_lhi.Guide";
    static components = {
        Layout, GuideAlertes, GuideDesordres, GuideGestes, GuidePanneau, GuideQuestion, GuideResultat,
    };
    static props = { ...standardActionServiceProps };
    static path = "oilhi-guide";
    static displayName = _t("Guide");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.titre = useRef("titre");
        this.display = { controlPanel: {} };
        // `vue`: desordres, questions or resultat; `choisie`: question the agent came back to.
        this.state = useState({ etat: null, vue: "questions", choisie: null, occupe: false, urgence: true });
        this.urgenceVue = false;
        const { context, params } = this.props.action;
        this.dossierId = Number(context.active_id || params?.dossier_id || params?.active_id) || false;
        onWillStart(async () => {
            if (this.dossierId) {
                // Kept in the address, so that reloading the page finds the case again.
                this.props.updateActionState?.({ active_id: this.dossierId });
                this.state.etat = await this.appeler("etat_guide");
                this.state.vue = this.depart;
            }
        });
        this.apresFenetre = useApresFenetre(async () => {
            this.state.etat = await this.appeler("etat_guide");
            this.titre.el?.querySelector("[data-focus]")?.focus();
        });
        // Answered meanwhile on a phone: the screen left open shows it as soon as it is seen again.
        useExternalListener(document, "visibilitychange", () => this.rafraichir());
        useEffect(
            () => this.placer(),
            () => [this.question?.code, this.state.vue, this.estResultat, Boolean(this.state.etat?.urgence)]
        );
    }

    // -- State -------------------------------------------------------------------------------

    /** Where one comes in: what is seen, unless the case already says something. */
    get depart() {
        const { peut_modifier, observations } = this.state.etat;
        if (!peut_modifier) {
            return "resultat";
        }
        return observations.length || this.donnees.length ? "questions" : "desordres";
    }

    get question() {
        const { etat, choisie, vue } = this.state;
        if (!etat?.peut_modifier || vue !== "questions") {
            return null;
        }
        // An answer given elsewhere may have made useless the question one came back to.
        const voulue = choisie && [...etat.reponses, ...etat.questions].find((q) => q.code === choisie);
        return voulue || etat.questions[0] || null;
    }

    get estResultat() {
        const { etat, vue } = this.state;
        return Boolean(etat && vue !== "desordres" && !this.question);
    }

    get etapes() {
        const courante = this.estResultat ? "resultat" : this.state.vue;
        return [
            { code: "desordres", nom: _t("Ce que l’on voit") },
            { code: "questions", nom: _t("Questions") },
            { code: "resultat", nom: _t("Résultat") },
        ].map((e) => ({ ...e, courante: e.code === courante }));
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

    /** Questions that can still change a procedure; the others only tell what goes with it. */
    get decisives() {
        return this.state.etat.questions.filter((q) => q.procedures.length).length;
    }

    get etablie() {
        const { questions, resultat } = this.state.etat;
        return Boolean(questions.length && !this.decisives && resultat.procedures.length);
    }

    get avancement() {
        const { moins, plus } = this.state.etat.reste;
        if (plus === 0) {
            return _t("Plus aucune question ne peut changer le résultat.");
        }
        if (plus === 1) {
            return _t("Encore 1 question");
        }
        return moins === plus
            ? _t("Encore %s questions", plus)
            : _t("Encore %(moins)s à %(plus)s questions, selon vos réponses", { moins, plus });
    }

    get nouvellesRegles() {
        const { version, en_vigueur } = this.state.etat.regles;
        return version
            ? _t("De nouvelles règles sont en vigueur («\u00a0%(neuves)s\u00a0»). Ce dossier garde celles de sa qualification («\u00a0%(siennes)s\u00a0»), et le guide les suit.", { neuves: en_vigueur, siennes: version })
            : _t("Ce dossier a été qualifié avec d’anciennes règles. Le guide suit déjà celles en vigueur («\u00a0%s\u00a0»)\u00a0: comparez, puis gardez une nouvelle qualification.", en_vigueur);
    }

    get nomsProcedures() {
        const { procedures, possibles, ecartees, sans_objet } = this.state.etat.resultat;
        const toutes = [...procedures, ...possibles, ...ecartees, ...sans_objet];
        return Object.fromEntries(toutes.map((p) => [p.code, p.nom]));
    }

    get dangers() {
        return this.state.etat.resultat.alertes.filter((a) => a.niveau === "danger");
    }

    /** The focus goes to what is new; a danger just said is shown first, without stealing the focus. */
    placer() {
        const urgence = Boolean(this.state.etat?.urgence);
        const neuve = urgence && !this.urgenceVue;
        this.urgenceVue = urgence;
        if (neuve) {
            this.state.urgence = true;
        }
        if (this.state.vue !== "desordres" || !neuve) {
            this.titre.el?.querySelector("[data-focus]")?.focus({ preventScroll: neuve });
        }
        if (neuve) {
            this.titre.el.querySelector(".o_oilhi_danger_zone").scrollIntoView({ block: "start" });
        }
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

    async rafraichir() {
        if (document.visibilityState !== "visible" || !this.state.etat || this.state.occupe) {
            return;
        }
        const etat = await this.orm.silent.call("oilhi.dossier", "etat_guide", [[this.dossierId]]);
        if (!this.state.occupe) {
            this.state.etat = etat;
        }
    }

    aller(vue) {
        // Seen once, the orders of the banner fold into their heading, which stays in sight.
        const urgence = this.state.urgence && !(this.urgenceVue && vue !== this.state.vue);
        Object.assign(this.state, { vue, choisie: null, urgence });
    }

    async repondre(code, reponses) {
        await this.executer(async () => {
            this.state.urgence = !this.state.etat.urgence;
            this.state.etat = await this.appeler("repondre", code, reponses);
            this.state.choisie = null;
        });
    }

    async noter(...desordre) {
        return this.executer(async () => {
            this.state.etat = await this.appeler("noter_desordre", ...desordre);
            return true;
        });
    }

    async retirer(observation) {
        await this.executer(async () => {
            this.state.etat = await this.appeler("retirer_desordre", observation.id);
            this.titre.el?.querySelector("[data-focus]")?.focus();
        });
    }

    reprendre(code) {
        Object.assign(this.state, { vue: "questions", choisie: code });
    }

    reculer() {
        if (this.precedente) {
            this.reprendre(this.precedente);
        } else {
            this.aller("desordres");
        }
    }

    avancer() {
        this.state.choisie = null;
    }

    /** Backspace goes back, except where one is typing or inside a dialog. */
    touche(ev) {
        const champ = ev.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
        if (ev.key !== "Backspace" || champ || this.state.occupe || !this.state.etat.peut_modifier) {
            return;
        }
        if (this.state.vue === "questions" && this.question) {
            ev.preventDefault();
            this.reculer();
        } else if (this.estResultat) {
            ev.preventDefault();
            this.state.etat.questions.length ? this.aller("questions") : this.reculer();
        }
    }

    async effacer(code) {
        await this.executer(async () => {
            this.state.etat = await this.appeler("effacer_reponse", code);
            this.aller("questions");
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

    /** The differences first, in a dialog; the guide then says what the rules in force say. */
    async reevaluer() {
        await this.executer(async () => {
            await this.action.doAction(await this.appeler("action_reevaluer"), {
                onClose: this.apresFenetre,
            });
        });
    }

    /** The sheet is that of a frozen qualification: what is printed can be found again. */
    async imprimer() {
        await this.executer(async () => {
            if (!this.state.etat.confirmee && this.state.etat.peut_modifier) {
                this.state.etat = await this.appeler("confirmer_guide");
            }
            await this.action.doAction({
                type: "ir.actions.act_url",
                url: `/oilhi/qualification/${this.state.etat.qualification.id}/fiche`,
                target: "new",
            });
        });
    }

    async contacter(code) {
        await this.executer(async () => {
            await this.action.doAction(await this.appeler("action_contacts_procedure", code));
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
