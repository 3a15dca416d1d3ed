import { Component, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { OilhiCarteVue } from "../carte/carte";
import { suivreLienDossier } from "../dossier";
import { OilhiTendance } from "./tendance";

/**
 * Home page of a coordinateur: six figures and their trend, the late cases service by service, those
 * where nothing moves. One request; the server counts and says.
 */
export class OilhiTableau extends Component {
    static template = "oilhi_lhi.Tableau";
    static components = { Layout, OilhiCarteVue, OilhiTendance };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Tableau de bord");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {}; // the page has its own title
        this.state = useState({
            lu: null, service: this.props.state?.service || false, occupe: false, annonce: "",
        });
        onWillStart(() => this.charger());
        // Left open on a desk: it is true again when it is looked at.
        useExternalListener(document, "visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.charger();
            }
        });
        useSetupAction({ getLocalState: () => ({ service: this.state.service }) });
    }

    async charger() {
        const demande = (this.demande = {});
        this.state.occupe = true;
        try {
            const lu = await this.orm.call("oilhi.dossier", "tableau", [this.state.service]);
            // A slower answer to an older choice is dropped.
            if (demande === this.demande) {
                this.state.lu = lu;
            }
        } finally {
            if (demande === this.demande) {
                this.state.occupe = false;
            }
        }
    }

    async choisirService(ev) {
        this.state.service = Number(ev.target.value) || false;
        await this.charger();
        this.state.annonce = this.state.lu.chiffres
            .map((c) => `${c.titre}\u00a0: ${c.valeur_texte}`)
            .join(", ");
    }

    get tous() {
        return this.state.lu.departement ? _t("Tout le département") : _t("Tous mes services");
    }

    get reconstitues() {
        return this.state.lu.chiffres.some((c) => c.points.some((p) => p.reconstitue));
    }

    /** A row a month, a column a figure: what the lines show, in figures. */
    get mois() {
        const lignes = new Map();
        for (const chiffre of this.state.lu.chiffres) {
            for (const point of chiffre.points) {
                const ligne = lignes.get(point.nom) || { nom: point.nom, valeurs: {}, reconstitue: false };
                ligne.valeurs[chiffre.code] = point.valeur.toLocaleString("fr-FR");
                ligne.reconstitue ||= point.reconstitue;
                lignes.set(point.nom, ligne);
            }
        }
        return [...lignes.values()].reverse();
    }

    ouvrirListe(action) {
        return this.action.doAction(action);
    }

    ouvrirDossier(ev, dossier) {
        return suivreLienDossier(this.action, ev, dossier.dossier_id);
    }
}

registry.category("actions").add("oilhi_tableau", OilhiTableau);
