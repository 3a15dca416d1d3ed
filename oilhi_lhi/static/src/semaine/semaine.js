import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { suivreLienDossier } from "../dossier";

const VISIBLES = 8;

/**
 * The home page: what is late, today, this week and next, for me, my service or the département.
 * The server says what and in which words; nothing is counted nor judged here.
 */
export class OilhiSemaine extends Component {
    static template = "oilhi_lhi.Semaine";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("À faire cette semaine");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.racine = useRef("racine");
        this.display = {}; // no control panel: the page has its title, and nothing comes before it
        const { perimetre, service, deplies } = this.props.state || {};
        this.state = useState({
            lu: null, perimetre, service: service || false, deplies: deplies || {}, occupe: false,
            annonce: "",
        });
        onWillStart(() => this.commencer());
        // Left open on a desk: it is true again when it is looked at.
        useExternalListener(document, "visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.charger();
            }
        });
        useSetupAction({
            getLocalState: () => ({
                perimetre: this.state.perimetre,
                service: this.state.service,
                deplies: { ...this.state.deplies },
            }),
        });
    }

    /** Where one comes in: the département for who coordinates it; else what one follows, or, for
     *  who follows nothing (a responsable, a reader), the service. */
    async commencer() {
        const revient = Boolean(this.state.perimetre);
        if (!revient) {
            const coordonne = await user.hasGroup("oilhi_partenaires.group_coordinateur");
            this.state.perimetre = coordonne ? "departement" : "moi";
        }
        await this.charger();
        const { perimetre, services } = this.state.lu;
        if (!revient && perimetre === "moi" && services.length && !this.sections.length) {
            await this.choisir("service");
        }
    }

    async charger() {
        const { perimetre, service } = this.state;
        const demande = (this.demande = {});
        this.state.occupe = true;
        try {
            const lu = await this.orm.call("oilhi.dossier", "a_faire", [perimetre, service]);
            // A slower answer to an older choice is dropped.
            if (demande === this.demande) {
                this.state.lu = lu;
                this.state.service = lu.service ? lu.service.id : service;
            }
        } finally {
            if (demande === this.demande) {
                this.state.occupe = false;
            }
        }
    }

    // -- What is shown -----------------------------------------------------------------------

    get onglets() {
        const { services, departement } = this.state.lu;
        const onglets = [{ code: "moi", nom: _t("Moi") }];
        if (services.length) {
            onglets.push({
                code: "service", nom: services.length > 1 ? _t("Mes services") : _t("Mon service"),
            });
        }
        if (departement) {
            onglets.push({ code: "departement", nom: _t("Le département") });
        }
        return onglets;
    }

    get sections() {
        return this.state.lu.sections.filter((section) => section.nombre);
    }

    get calme() {
        return !this.state.lu.sections.find((section) => section.code === "retard").nombre;
    }

    nombre(section) {
        const nombre = section.nombre.toLocaleString("fr-FR");
        return section.plus ? _t("plus de %s", nombre) : nombre;
    }

    visibles(section) {
        return this.state.deplies[section.code] ? section.lignes : section.lignes.slice(0, VISIBLES);
    }

    caches(section) {
        return Math.max(0, section.lignes.length - VISIBLES);
    }

    get resume() {
        return (
            this.sections.map((s) => `${s.titre}\u00a0: ${this.nombre(s)}`).join(", ") ||
            _t("Rien à faire cette semaine.")
        );
    }

    // -- Tabs --------------------------------------------------------------------------------

    async choisir(perimetre, service = false) {
        this.state.perimetre = perimetre;
        this.state.service = service;
        this.state.deplies = {};
        await this.charger();
        this.state.annonce = this.resume;
    }

    choisirService(ev) {
        return this.choisir("service", Number(ev.target.value));
    }

    /** Arrow keys move between tabs, as in any list of tabs. */
    async surTouche(ev) {
        const codes = this.onglets.map((o) => o.code);
        const rang = codes.indexOf(this.state.perimetre);
        const vers = {
            ArrowRight: rang + 1, ArrowLeft: rang - 1, Home: 0, End: codes.length - 1,
        }[ev.key];
        if (vers === undefined) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const code = codes[(vers + codes.length) % codes.length];
        this.racine.el.querySelector(`#o_oilhi_onglet_${code}`).focus();
        await this.choisir(code);
    }

    // -- Going there -------------------------------------------------------------------------

    /** The case, on its parcours: what is to be done is there. */
    async ouvrir(ev, ligne) {
        if (await suivreLienDossier(this.action, ev, ligne.dossier_id)) {
            document.querySelector(".o_form_view .o_notebook a[name=parcours]")?.click();
        }
    }

    suivre(suite) {
        return this.action.doAction(suite.action);
    }

    deplier(section) {
        this.state.deplies[section.code] = true;
        // The button goes away: the focus goes to what it has shown.
        const rang = VISIBLES + 1;
        requestAnimationFrame(() =>
            this.racine.el
                ?.querySelector(`[data-section=${section.code}] li:nth-child(${rang}) a`)
                ?.focus()
        );
    }

    signaler() {
        return this.action.doAction("oilhi_lhi.action_oilhi_dossier_rapide");
    }

    voirDossiers() {
        return this.action.doAction("oilhi_lhi.action_oilhi_dossier");
    }
}

registry.category("actions").add("oilhi_semaine", OilhiSemaine);
