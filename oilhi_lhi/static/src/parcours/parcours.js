import { Component, onPatched, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useApresFenetre } from "../fenetre";
import { OilhiCitation } from "../textes/citation";
import { ParcoursEcheance } from "./parcours_echeance";
import { ParcoursEtape } from "./parcours_etape";

/** Groups of the stepper, in reading order; only what is to be done now is unfolded. */
export const GROUPES = [
    { rang: "maintenant", titre: _t("Maintenant"), icone: "fa-hand-o-right" },
    { rang: "ensuite", titre: _t("Ensuite"), icone: "fa-arrow-down" },
    { rang: "plus_tard", titre: _t("Plus tard"), icone: "fa-hourglass-o" },
    { rang: "au_besoin", titre: _t("Si besoin"), icone: "fa-plus-square-o" },
    { rang: "faite", titre: _t("Fait"), icone: "fa-check" },
    { rang: "ecartee", titre: _t("Écarté"), icone: "fa-ban" },
];
const VISIBLES = 3;
/** Their names tell enough of what comes next, without opening the group. */
const NOMS_ENSUITE = 2;

/**
 * The stepper: where we are, what to do now and why. It shows what the server says and calls the
 * server for every action; no rule of law is written here, and no code of a procedure or a step.
 */
export class OilhiParcours extends Component {
    static template = "oilhi_lhi.Parcours";
    static components = { OilhiCitation, ParcoursEcheance, ParcoursEtape };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.racine = useRef("racine");
        this.focus = null;
        this.lecture = null;
        this.apresFenetre = useApresFenetre(() => this.recharger());
        onPatched(() => this.retrouverFocus());
        // A dialog that closes gives the focus back after this event, when it can.
        useBus(useService("ui").bus, "active-element-changed", () => {
            setTimeout(() => this.retrouverFocus());
        });
        this.state = useState({ parcours: null, choisie: null, occupe: false, annonce: "" });
        useRecordObserver(async (record) => {
            // Reading `data` here is what makes the stepper follow every reload of the form.
            if (record.data && record.resId) {
                await this.charger(record.resId);
            }
        });
    }

    /** A reload asks once: what the record tells of the same reload joins the call in progress. */
    async charger(dossierId, neuf = false) {
        if (!neuf && this.lecture?.id === dossierId) {
            return this.lecture.reponse;
        }
        const reponse = this.orm.call("oilhi.dossier", "parcours", [[dossierId]]);
        const lecture = { id: dossierId, reponse };
        this.lecture = lecture;
        try {
            const parcours = await reponse;
            if (this.lecture === lecture) {
                this.state.parcours = parcours;
            }
        } finally {
            if (this.lecture === lecture) {
                this.lecture = null;
            }
        }
    }

    // -- What is shown -----------------------------------------------------------------------

    get procedures() {
        return this.state.parcours.procedures;
    }

    get procedure() {
        return this.procedures.find((p) => p.id === this.state.choisie) || this.procedures[0];
    }

    get ouverte() {
        return this.procedure.etat === "en_cours";
    }

    get modifiable() {
        return this.state.parcours.modifiable;
    }

    get groupes() {
        const etapes = this.procedure.etapes;
        return GROUPES.map((groupe) => ({
            ...groupe,
            etapes: etapes.filter((e) => e.rang === groupe.rang),
            // What is over is read for its history: it opens on it.
            deplie: groupe.rang === "faite" && !this.ouverte,
        })).filter((groupe) => groupe.etapes.length);
    }

    /** What must be done and can be done comes first; the order of the law otherwise. */
    get actuelles() {
        const poids = (e) => (e.principale ? 0 : 2) + (e.blocages.length ? 1 : 0);
        return this.procedure.etapes
            .filter((e) => e.rang === "maintenant")
            .sort((a, b) => poids(a) - poids(b));
    }

    get enVue() {
        return this.actuelles.slice(0, VISIBLES);
    }

    get autres() {
        return this.actuelles.slice(VISIBLES);
    }

    titreEnsuite(groupe) {
        const noms = groupe.etapes.slice(0, NOMS_ENSUITE).map((e) => e.nom);
        return groupe.rang === "ensuite" ? `\u00a0: ${noms.join(", ")}` : "";
    }

    get bloquees() {
        return this.actuelles.filter((e) => e.blocages.length);
    }

    /** Clocks that still run, or cannot be computed: first what is missing, then by date. */
    get echeances() {
        const libres = this.ouverte ? this.state.parcours.libres : [];
        return [...this.procedure.etapes.flatMap((etape) => etape.echeances), ...libres]
            .filter((e) => !["tenue", "sans_objet", "echue"].includes(e.etat))
            .sort((a, b) => (a.date || "").localeCompare(b.date || ""));
    }

    get prochaine() {
        // Advice never stands before what a text asks.
        const suivies = this.echeances.filter((e) => e.suivie);
        return suivies.find((e) => e.niveau_preuve !== "pratique") || suivies[0];
    }

    get echeancesProches() {
        return this.echeances.slice(0, VISIBLES);
    }

    get echeancesSuivantes() {
        return this.echeances.slice(VISIBLES);
    }

    get avancement() {
        const { faites, total } = this.procedure;
        if (!this.ouverte) {
            return faites < 2 ? _t("%s étape faite", faites) : _t("%s étapes faites", faites);
        }
        return faites < 2
            ? _t("%(faites)s étape faite sur %(total)s", { faites, total })
            : _t("%(faites)s étapes faites sur %(total)s", { faites, total });
    }

    get pourcentage() {
        const { faites, total } = this.procedure;
        return total ? Math.round((100 * faites) / total) : 0;
    }

    etatTexte(procedure) {
        const etat = procedure.etat_libelle.toLowerCase();
        return procedure.date_cloture
            ? _t("%(etat)s, le %(date)s", { etat, date: procedure.date_cloture })
            : etat;
    }

    // -- Moving about ------------------------------------------------------------------------

    choisir(id) {
        this.state.choisie = id;
    }

    /** Arrow keys move between tabs, as in any list of tabs. */
    surTouche(ev) {
        const pas = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
        if (!pas) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const ids = this.procedures.map((p) => p.id);
        const suivante = (ids.indexOf(this.procedure.id) + pas + ids.length) % ids.length;
        this.choisir(ids[suivante]);
        this.racine.el.querySelector(`#o_oilhi_onglet_${ids[suivante]}`)?.focus();
    }

    /** Show a step, whatever is folded around it, and put the focus there. */
    allerA(id) {
        const titre = this.racine.el?.querySelector(`#o_oilhi_etape_${id}`);
        for (let pli = titre?.closest("details"); pli; pli = pli.parentElement.closest("details")) {
            pli.open = true;
        }
        titre?.scrollIntoView({ block: "center" });
        titre?.focus({ preventScroll: true });
    }

    /** Another page of the same case, where what the step asks for is prepared. */
    ouvrirPage(code) {
        const onglet = this.racine.el.closest(".o_notebook")?.querySelector(`a[name=${code}]`);
        onglet?.click();
        onglet?.focus();
    }

    /** The button that was pressed may be gone with its step: what comes next takes the focus. */
    retrouverFocus() {
        const actuel = document.activeElement;
        if (!this.focus || !this.racine.el || actuel.closest(".modal")) {
            return;
        }
        const suivante = this.racine.el.querySelector(this.focus);
        this.focus = null;
        if (suivante && actuel === document.body) {
            suivante.scrollIntoView({ block: "center" });
            suivante.focus({ preventScroll: true });
        }
    }

    // -- Actions -----------------------------------------------------------------------------

    /** Save the form, call the server, open the dialog it answers, reload when it closes. */
    async appeler(modele, methode, id, ...args) {
        if (this.state.occupe) {
            return;
        }
        this.state.occupe = true;
        try {
            const record = this.props.record;
            if (!(await record.save())) {
                return;
            }
            const suite = await this.orm.call(modele, methode, [[id], ...args]);
            if (suite?.type) {
                await this.action.doAction(suite, { onClose: this.apresFenetre });
            } else {
                await this.recharger();
            }
        } finally {
            this.state.occupe = false;
        }
    }

    async recharger() {
        const avant = this.procedure;
        const connues = new Set(this.procedures.map((p) => p.id));
        await this.props.record.load();
        await this.charger(this.props.record.resId, true);
        const nouvelle = this.procedures.find((p) => !connues.has(p.id));
        if (avant && nouvelle) {
            // What was just opened is what one wants to see.
            this.choisir(nouvelle.id);
        }
        if (avant && this.procedure) {
            this.state.annonce = `${this.procedure.nom}\u00a0: ${this.avancement}`;
            const [etape] = nouvelle ? [] : this.enVue;
            this.focus = etape ? `#o_oilhi_etape_${etape.id}` : "header h2";
        }
    }

    surAction(methode, etape, ...args) {
        return this.appeler("oilhi.dossier.etape", methode, etape.id, ...args);
    }

    surDossier(methode, ...args) {
        return this.appeler("oilhi.dossier", methode, this.props.record.resId, ...args);
    }

    surProcedure(methode, ...args) {
        return this.appeler("oilhi.dossier.procedure", methode, this.procedure.id, ...args);
    }

    /** From a step that leads to one procedure only, that one is proposed. */
    basculer(bascules) {
        const seule = bascules?.length === 1 ? bascules[0].code : false;
        return this.surProcedure("action_basculer", seule);
    }

    recevoir(echeance) {
        return this.appeler("oilhi.dossier.echeance", "action_recevoir", echeance.id);
    }

    /** The dialog of the step, on the fact that no document proves yet. */
    prouver(echeance) {
        return this.surAction("action_realiser", { id: echeance.etape_id }, echeance.fait_id);
    }

    /** « À la CAF », « Au maire »; what is no addressee is said as it stands. */
    aQui(communication) {
        const { qui } = communication;
        if (!this.communicable(communication)) {
            return qui.charAt(0).toUpperCase() + qui.slice(1);
        }
        return qui.startsWith("le ") ? _t("Au %s", qui.slice(3)) : _t("À %s", qui);
    }

    /** A mainlevée still to be delivered is a document, not a communication to be typed. */
    communicable(communication) {
        return communication.code.startsWith("D-PART-");
    }
}

registry.category("view_widgets").add("oilhi_parcours", { component: OilhiParcours });
