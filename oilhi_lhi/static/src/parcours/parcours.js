import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ParcoursEcheance, ParcoursEtape } from "./parcours_etape";

/** Groups of the stepper, in reading order; the last ones are folded, never hidden. */
export const GROUPES = [
    { rang: "maintenant", titre: _t("Maintenant"), icone: "fa-hand-o-right" },
    { rang: "ensuite", titre: _t("Ensuite"), icone: "fa-arrow-down" },
    { rang: "plus_tard", titre: _t("Plus tard"), icone: "fa-hourglass-o", plie: true },
    { rang: "au_besoin", titre: _t("Si besoin"), icone: "fa-plus-square-o", plie: true },
    { rang: "faite", titre: _t("Fait"), icone: "fa-check", plie: true },
    { rang: "ecartee", titre: _t("Écarté"), icone: "fa-ban", plie: true },
];
const EN_VUE = ["maintenant", "ensuite", "au_besoin"];
const VISIBLES = 4;

/**
 * The stepper: where we are, what to do now and why. It shows what the server says and calls the
 * server for every action; no rule of law is written here.
 */
export class OilhiParcours extends Component {
    static template = "oilhi_lhi.Parcours";
    static components = { ParcoursEcheance, ParcoursEtape };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.racine = useRef("racine");
        this.state = useState({ parcours: null, choisie: null, occupe: false, annonce: "" });
        useRecordObserver(async (record) => {
            // Reading `data` here is what makes the stepper follow every reload of the form.
            if (record.data && record.resId) {
                await this.charger(record.resId);
            }
        });
    }

    async charger(dossierId) {
        const parcours = await this.orm.call("oilhi.dossier", "parcours", [[dossierId]]);
        if (parcours.documents_disponibles) {
            await this.nommerDocuments(parcours);
        }
        this.state.parcours = parcours;
    }

    /** The addon that produces the documents says which ones are ready, for the steps in view. */
    async nommerDocuments(parcours) {
        const etapes = parcours.procedures
            .flatMap((procedure) => procedure.etapes)
            .filter((e) => EN_VUE.includes(e.rang) && e.documents.length);
        await Promise.all(
            etapes.map(async (etape) => {
                const noms = Object.fromEntries(etape.documents.map((d) => [d.code, d.nom]));
                const possibles = await this.orm.call(
                    "oilhi.dossier.etape", "documents_possibles", [[etape.id]]
                );
                etape.documents = possibles.map((d) => ({
                    ...d, nom: d.disponible ? d.nom : noms[d.code],
                }));
            })
        );
    }

    // -- What is shown -----------------------------------------------------------------------

    get procedures() {
        return this.state.parcours.procedures;
    }

    get procedure() {
        return this.procedures.find((p) => p.id === this.state.choisie) || this.procedures[0];
    }

    get groupes() {
        const etapes = this.procedure.etapes;
        return GROUPES.map((groupe) => ({
            ...groupe, etapes: etapes.filter((e) => e.rang === groupe.rang),
        })).filter((groupe) => groupe.etapes.length);
    }

    /** Clocks that still run, or cannot be computed: first what is missing, then by date. */
    get echeances() {
        return this.procedure.etapes
            .flatMap((etape) => etape.echeances)
            .filter((e) => !["tenue", "sans_objet", "echue"].includes(e.etat))
            .sort((a, b) => (a.date || "").localeCompare(b.date || ""));
    }

    get echeancesProches() {
        return this.echeances.slice(0, VISIBLES);
    }

    get echeancesSuivantes() {
        return this.echeances.slice(VISIBLES);
    }

    get avancement() {
        const { faites, total } = this.procedure;
        return faites < 2
            ? _t("%(faites)s étape faite sur %(total)s", { faites, total })
            : _t("%(faites)s étapes faites sur %(total)s", { faites, total });
    }

    get pourcentage() {
        const { faites, total } = this.procedure;
        return total ? Math.round((100 * faites) / total) : 0;
    }

    // -- Tabs --------------------------------------------------------------------------------

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
                await this.action.doAction(suite, { onClose: () => this.recharger() });
            } else {
                await this.recharger();
            }
        } finally {
            this.state.occupe = false;
        }
    }

    async recharger() {
        const avant = this.procedure;
        await this.props.record.load();
        await this.charger(this.props.record.resId);
        if (avant && this.procedure) {
            this.state.annonce = `${this.procedure.nom} : ${this.avancement}`;
        }
    }

    surAction(methode, etape, ...args) {
        return this.appeler("oilhi.dossier.etape", methode, etape.id, ...args);
    }

    surDossier(methode, ...args) {
        return this.appeler("oilhi.dossier", methode, this.props.record.resId, ...args);
    }

    clore() {
        return this.appeler("oilhi.dossier.procedure", "action_clore", this.procedure.id);
    }

    recevoir(echeance) {
        return this.appeler("oilhi.dossier.echeance", "action_tenir_aujourdhui", echeance.id);
    }

    /** A mainlevée still to be delivered is a document, not a communication to be typed. */
    communicable(communication) {
        return communication.code.startsWith("D-PART-");
    }
}

registry.category("view_widgets").add("oilhi_parcours", { component: OilhiParcours });
