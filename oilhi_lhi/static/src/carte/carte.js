import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { loadCSS, loadJS } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ouvrirDossier, suivreLienDossier } from "../dossier";

const ZOOM_MAX = 18;
const ATTENTE = 250; // ms: a window that is still moving asks nothing
const FICHIERS = {
    js: ["/oilhi/carte/leaflet.js", "/oilhi/carte/groupes.js"],
    css: ["/oilhi/carte/leaflet.css", "/oilhi/carte/groupes.css"],
};

/** Text only: what is drawn on the map comes from the cases. */
function pastille(classes, texte, titre) {
    const el = document.createElement("span");
    el.className = classes;
    el.textContent = texte;
    if (titre) {
        el.title = titre;
    }
    return el;
}

/**
 * The cases on a map, and beside it the list that says the same: the map is never the only way.
 * Leaflet comes from the system; without it, or without tiles, what remains still works.
 */
export class OilhiCarteVue extends Component {
    static template = "oilhi_lhi.CarteVue";
    static props = {
        service: { type: [Number, Boolean], optional: true },
        depart: { type: Object, optional: true },
        garder: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.cadre = useRef("cadre");
        const { etat, procedure } = this.props.depart || {};
        this.state = useState({
            etat: etat || "ouvert", procedure: procedure || "", lu: null, options: null, sansPosition: "",
            dessinee: false, occupe: false, fondPerdu: false,
        });
        this.vue = this.props.depart?.vue || null; // {centre, zoom}
        onWillStart(async () => {
            await this.lire(null);
            if (this.state.options.bibliotheque) {
                await this.charger();
            }
        });
        onMounted(() => {
            if (this.state.dessinee) {
                this.creer();
            }
        });
        onWillUnmount(() => {
            clearTimeout(this.delai);
            this.carte?.remove();
            this.carte = null;
        });
    }

    get depart() {
        return { etat: this.state.etat, procedure: this.state.procedure, vue: this.vue };
    }

    async charger() {
        try {
            await Promise.all(FICHIERS.css.map((f) => loadCSS(f)));
            for (const fichier of FICHIERS.js) {
                await loadJS(fichier); // the second one completes the first
            }
            this.state.dessinee = Boolean(window.L?.markerClusterGroup);
        } catch {
            this.state.dessinee = false; // the list remains
        }
    }

    async lire(bornes, zoom) {
        const demande = (this.demande = {});
        this.state.occupe = true;
        try {
            const lu = await this.orm.call("oilhi.dossier", "carte", [
                this.state.etat, this.state.procedure || false, bornes, zoom ?? null, this.props.service || false,
            ]);
            // A slower answer to an older window is dropped.
            if (demande === this.demande) {
                this.state.lu = lu;
                if (lu.options) {
                    this.state.options = lu.options;
                    this.state.sansPosition = lu.sans_position;
                }
                this.dessiner();
            }
        } finally {
            if (demande === this.demande) {
                this.state.occupe = false;
            }
        }
    }

    // -- Drawing -----------------------------------------------------------------------------

    creer() {
        const L = window.L;
        const { tuiles, attribution } = this.state.options;
        const lent = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.carte = L.map(this.cadre.el, {
            maxZoom: ZOOM_MAX, minZoom: 4, worldCopyJump: false, attributionControl: false,
            zoomControl: false, zoomAnimation: !lent, fadeAnimation: !lent, markerZoomAnimation: !lent,
        });
        L.control.zoom({ zoomInTitle: _t("Se rapprocher"), zoomOutTitle: _t("S’éloigner") }).addTo(this.carte);
        if (tuiles) {
            this.suivreFond(L.tileLayer(tuiles, { maxZoom: ZOOM_MAX })).addTo(this.carte);
            const credit = document.createElement("span");
            credit.textContent = attribution;
            L.control.attribution({ prefix: false }).addAttribution(credit.innerHTML).addTo(this.carte);
        }
        this.fond = L.layerGroup().addTo(this.carte);
        this.calque = L.layerGroup().addTo(this.carte);
        this.carte.on("moveend", () => this.surDeplacement());
        this.cadrer();
        this.dessiner();
    }

    /** A server of tiles that answers nothing: it is said, and the names of the communes come back. */
    suivreFond(fond) {
        let repondu = false;
        const noter = (perdu) => {
            if (this.state.fondPerdu !== perdu) {
                this.state.fondPerdu = perdu;
                this.dessiner();
            }
        };
        return fond
            .on("tileload", () => {
                repondu = true;
                noter(false);
            })
            .on("tileerror", () => repondu || noter(true));
    }

    /** Where one was, or where the cases are. */
    cadrer() {
        this.muet = true; // the answer is already there: this move asks nothing
        if (this.vue) {
            this.muet = false;
            this.carte.setView(this.vue.centre, this.vue.zoom, { animate: false });
        } else if (this.state.lu.emprise) {
            const [sud, ouest, nord, est] = this.state.lu.emprise;
            this.carte.fitBounds([[sud, ouest], [nord, est]], { animate: false, maxZoom: 15, padding: [20, 20] });
        } else {
            this.carte.setView([46.6, 2.5], 5, { animate: false });
        }
        this.muet = false;
    }

    surDeplacement() {
        if (this.muet) {
            return;
        }
        const centre = this.carte.getCenter();
        this.vue = { centre: [centre.lat, centre.lng], zoom: this.carte.getZoom() };
        this.props.garder?.(this.depart);
        clearTimeout(this.delai);
        this.delai = setTimeout(() => this.lireFenetre(), ATTENTE);
    }

    lireFenetre() {
        if (!this.carte) {
            return this.lire(null);
        }
        const bornes = this.carte.getBounds();
        const borner = (valeur, limite) => Math.max(-limite, Math.min(limite, valeur));
        return this.lire(
            [
                borner(bornes.getSouth(), 90), borner(bornes.getWest(), 180),
                borner(bornes.getNorth(), 90), borner(bornes.getEast(), 180),
            ],
            this.carte.getZoom()
        );
    }

    dessiner() {
        if (!this.carte) {
            return;
        }
        const L = window.L;
        const { points, groupes, communes } = this.state.lu;
        this.fond.clearLayers();
        this.calque.clearLayers();
        if (!this.state.options.tuiles || this.state.fondPerdu) {
            const places = [];
            for (const commune of communes) {
                // The most peopled come first: a name that would cover one of them is left out.
                const ici = this.carte.latLngToContainerPoint([commune.lat, commune.lon]);
                if (places.some((p) => Math.abs(p.x - ici.x) < 110 && Math.abs(p.y - ici.y) < 22)) {
                    continue;
                }
                places.push(ici);
                L.marker([commune.lat, commune.lon], {
                    interactive: false, keyboard: false,
                    icon: L.divIcon({ className: "o_oilhi_carte_nom", iconSize: null, html: pastille("", commune.nom) }),
                }).addTo(this.fond);
            }
        }
        if (groupes.length) {
            for (const groupe of groupes) {
                this.marqueur(groupe.lat, groupe.lon, this.iconeGroupe(groupe.nombre, groupe.texte, groupe.urgents))
                    .on("click", () => this.rapprocher(groupe))
                    .addTo(this.calque);
            }
            return;
        }
        const ensemble = L.markerClusterGroup({
            showCoverageOnHover: false, maxClusterRadius: 50, animate: false,
            iconCreateFunction: (cluster) => {
                const siens = cluster.getAllChildMarkers();
                return this.iconeGroupe(
                    siens.length, siens.length.toLocaleString("fr-FR"),
                    siens.filter((m) => m.options.point.urgent).length
                );
            },
        });
        ensemble.addLayers(points.map((point) => {
            const marqueur = this.marqueur(point.lat, point.lon, this.iconePoint(point), point);
            return marqueur.on("click", () => this.ouvrir(point.id));
        }));
        this.calque.addLayer(ensemble);
    }

    /** Not a stop of the keyboard: two thousand of them would be a wall, and the list says the same. */
    marqueur(lat, lon, icon, point) {
        return window.L.marker([lat, lon], { icon, keyboard: false, point });
    }

    iconeGroupe(nombre, texte, urgents) {
        const cote = nombre < 10 ? 32 : nombre < 100 ? 38 : nombre < 1000 ? 46 : 56;
        const titre = urgents
            ? _t("%(nombre)s dossiers, dont %(urgents)s urgents", { nombre: texte, urgents })
            : _t("%s dossiers", texte);
        return window.L.divIcon({
            className: "o_oilhi_carte_groupe" + (urgents ? " o_oilhi_urgent" : ""), iconSize: [cote, cote],
            html: pastille("", texte, titre),
        });
    }

    /** A letter besides the colour: U urgent, A under an order, C closed, a dot otherwise. */
    iconePoint(point) {
        const [classe, lettre, sens] = point.urgent
            ? ["o_oilhi_urgent", "U", _t("urgent")]
            : point.arrete
            ? ["o_oilhi_arrete", "A", _t("sous arrêté en vigueur")]
            : point.clos
            ? ["o_oilhi_clos", "C", _t("clos")]
            : ["", "•", _t("ouvert")];
        const ou = point.exacte ? "" : _t(", position approximative\u00a0: centre de la commune");
        return window.L.divIcon({
            className: `o_oilhi_carte_point ${classe} ${point.exacte ? "" : "o_oilhi_approche"}`, iconSize: [26, 26],
            html: pastille("", lettre, `${point.reference}, ${sens}${ou}`),
        });
    }

    rapprocher(groupe) {
        const zoom = this.carte.getZoom();
        if (zoom >= ZOOM_MAX - 1) {
            return this.ouvrirListe(); // many at the very same place
        }
        this.carte.setView([groupe.lat, groupe.lon], Math.min(zoom + 2, ZOOM_MAX));
    }

    // -- Filters and list --------------------------------------------------------------------

    async filtrer(champ, ev) {
        this.state[champ] = ev.target.value;
        this.props.garder?.(this.depart);
        await this.lireFenetre();
    }

    async toutVoir() {
        this.vue = null;
        await this.lire(null);
        if (this.carte) {
            this.cadrer();
        }
    }

    montrer(dossier) {
        this.carte.setView([dossier.lat, dossier.lon], 16);
        this.cadre.el.focus();
    }

    ouvrir(id) {
        return ouvrirDossier(this.action, id);
    }

    ouvrirLien(ev, id) {
        return suivreLienDossier(this.action, ev, id);
    }

    ouvrirListe() {
        return this.action.doAction(this.state.lu.action);
    }
}

/** The page « Carte ». */
export class OilhiCarte extends Component {
    static template = "oilhi_lhi.Carte";
    static components = { Layout, OilhiCarteVue };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Carte");

    setup() {
        this.display = {};
        this.depart = this.props.state?.depart || {};
        this.garder = (depart) => {
            this.depart = depart;
        };
        useSetupAction({ getLocalState: () => ({ depart: this.depart }) });
    }
}

registry.category("actions").add("oilhi_carte", OilhiCarte);
