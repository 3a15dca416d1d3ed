import { Component, markRaw, onWillStart, onWillUpdateProps, useState, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { append, createElement } from "@web/core/utils/xml";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { getBasicEvalContext } from "@web/model/relational_model/utils";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { lirePages } from "./pages_differees";

/** A record whose values may be completed by those of a page, without losing what is being typed. */
class Fiche extends RelationalModel.Record {
    setup() {
        this._pages = markRaw({ resId: false, valeurs: {} });
        super.setup(...arguments);
    }

    /** The client may answer from its cache, then bring the fresh values of the opening only. */
    _setData(data, options) {
        const gardees = this._pages.resId === this.resId ? this._pages.valeurs : {};
        return super._setData({ ...gardees, ...data }, options);
    }

    async ouvrirPage(activeFields) {
        const config = { ...this.config, activeFields, resIds: [this.resId] };
        const [valeurs] = await this.model._loadRecords(config, getBasicEvalContext(config));
        const ouverts = { ...this.activeFields, ...activeFields };
        this.model._updateConfig(this.config, { activeFields: ouverts }, { reload: false });
        const gardees = this._pages.resId === this.resId ? this._pages.valeurs : {};
        this._pages = markRaw({ resId: this.resId, valeurs: { ...gardees, ...valeurs } });
        this._applyValues(valeurs);
    }
}

class ModeleFiche extends RelationalModel {
    static Record = Fiche;

    setup(params) {
        super.setup(...arguments);
        this.arch = params.arch;
        this.ouverts = markRaw(new Set());
    }

    /** A new record is read whole: its default values come in one request anyway. */
    _getNextConfig() {
        const config = super._getNextConfig(...arguments);
        this.champs ||= markRaw(config.activeFields);
        this.pages ||= markRaw(lirePages(this.arch, this.champs));
        const attendus = new Set();
        if (config.resId) {
            Object.values(this.pages).forEach((noms) => noms.forEach((nom) => attendus.add(nom)));
        }
        config.activeFields = Object.fromEntries(
            Object.entries(this.champs).filter(([nom]) => !attendus.has(nom) || this.ouverts.has(nom))
        );
        return config;
    }

    manquants(fiche, page) {
        return [...(this.pages[page] || [])].filter((nom) => !(nom in fiche.activeFields));
    }

    /** @returns {Promise|undefined} nothing to wait for when the page has been read already */
    ouvrirPage(fiche, page) {
        this.pages[page]?.forEach((nom) => this.ouverts.add(nom));
        if (!this.manquants(fiche, page).length) {
            return;
        }
        return this.mutex.exec(() => {
            const noms = this.manquants(fiche, page);
            if (noms.length && fiche.resId) {
                return fiche.ouvrirPage(Object.fromEntries(noms.map((nom) => [nom, this.champs[nom]])));
            }
        });
    }
}

/** A page of the notebook, shown once its fields are read. */
export class PageFiche extends Component {
    static template = xml`
        <t t-if="!etat.refus" t-slot="default"/>
        <div t-else="" class="alert alert-warning" role="alert">
            Cette page n’a pas pu être lue.
            <button type="button" class="btn btn-secondary ms-2" t-on-click="() => this.lire(props)">Réessayer</button>
        </div>`;
    static props = { fiche: Object, page: String, slots: Object };

    setup() {
        this.etat = useState({ refus: false });
        onWillStart(() => this.lire(this.props));
        onWillUpdateProps((suivantes) => this.lire(suivantes));
    }

    lire({ fiche, page }) {
        const lecture = fiche.model.ouvrirPage(fiche, page);
        if (!lecture) {
            return;
        }
        return lecture.then(
            () => {
                this.etat.refus = false;
            },
            (erreur) => {
                this.etat.refus = true;
                Promise.reject(erreur); // said by the client as any other refusal
            }
        );
    }
}

class CompilateurFiche extends FormCompiler {
    compileNotebook() {
        const carnet = super.compileNotebook(...arguments);
        for (const page of carnet.children) {
            const contenu = createElement("PageFiche", {
                fiche: "__comp__.props.record",
                page: page.getAttribute("name"),
            });
            append(contenu, [...page.childNodes]);
            append(page, contenu);
        }
        return carnet;
    }
}

class RenduFiche extends FormRenderer {
    static components = { ...FormRenderer.components, PageFiche };
}

class ControleurFiche extends FormController {
    get modelParams() {
        return { ...super.modelParams, arch: this.archInfo.xmlDoc };
    }
}

registry.category("views").add("oilhi_fiche", {
    ...formView,
    Compiler: CompilateurFiche,
    Controller: ControleurFiche,
    Model: ModeleFiche,
    Renderer: RenduFiche,
});
