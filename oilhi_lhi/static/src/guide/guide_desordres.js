import { Component, onPatched, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { GuideGestes } from "./guide_gestes";

/** Gravity in plain words. */
export const GRAVITES = {
    1: { nom: _t("Entretien"), aide: _t("Gênant, sans conséquence pour les personnes.") },
    2: { nom: _t("Dégradation"), aide: _t("Cela s’abîme : il faudra réparer.") },
    3: { nom: _t("Risque"), aide: _t("Quelqu’un peut se blesser ou tomber malade.") },
    4: { nom: _t("Danger"), aide: _t("Cela peut arriver dans les heures ou les jours qui viennent.") },
};

/**
 * « Que voyez-vous ? »: disorders found by everyday words or by drawing, with what is seen and how
 * serious it is. Each is recorded on the case at once.
 */
export class GuideDesordres extends Component {
    static template = "oilhi_lhi.GuideDesordres";
    static components = { GuideGestes };
    static props = {
        observations: Array,
        occupe: Boolean,
        noter: Function,
        retirer: Function,
        continuer: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.gravites = GRAVITES;
        this.racine = useRef("racine");
        this.dernier = new KeepLast();
        // `fiche`: the disorder being described; `trouves`: null when nothing is searched.
        this.state = useState({ catalogue: null, texte: "", trouves: null, categorie: "", fiche: null });
        this.aMontrer = null;
        onPatched(() => this.placer());
        this.chercherBientot = useDebounced(() => this.chercher(), 250);
        onWillStart(async () => {
            this.state.catalogue = await this.orm.call("oilhi.desordre", "catalogue_guide", []);
        });
    }

    // -- Search and browse --------------------------------------------------------------------

    get liste() {
        const { catalogue, trouves, categorie } = this.state;
        const codes = trouves ?? this.categorie(categorie)?.desordres ?? [];
        return codes.map((code) => catalogue.desordres[code]).filter(Boolean);
    }

    get titreListe() {
        const { trouves, categorie } = this.state;
        if (trouves === null) {
            return this.categorie(categorie)?.nom || "";
        }
        if (!trouves.length) {
            return _t("Rien ne correspond à ces mots. Essayez un autre mot, ou un dessin ci-dessous.");
        }
        return trouves.length === 1
            ? _t("1 désordre trouvé")
            : _t("%s désordres trouvés, le plus proche d’abord", trouves.length);
    }

    categorie(code) {
        return this.state.catalogue.categories.find((c) => c.code === code);
    }

    picto(code) {
        return `--o-oilhi-picto: url(/oilhi_lhi/static/src/img/categories/${code}.svg)`;
    }

    saisir(ev) {
        Object.assign(this.state, { texte: ev.target.value, categorie: "" });
        this.chercherBientot();
    }

    async chercher() {
        const texte = this.state.texte.trim();
        if (texte.length < 2) {
            this.state.trouves = null;
            return;
        }
        this.state.trouves = await this.dernier.add(
            this.orm.silent.call("oilhi.desordre", "chercher", [texte])
        );
    }

    /** Arrow down goes from the field to the first answer, as in any list. */
    toucheRecherche(ev) {
        if (ev.key === "ArrowDown" || ev.key === "Enter") {
            const premier = this.racine.el.querySelector(".o_oilhi_desordre");
            if (premier) {
                ev.preventDefault();
                premier.focus();
            }
        }
    }

    parcourir(code) {
        const ferme = this.state.categorie === code;
        Object.assign(this.state, { categorie: ferme ? "" : code, texte: "", trouves: null });
        if (!ferme) {
            this.montrer(".o_oilhi_desordres_liste h3");
        }
    }

    // -- One disorder -------------------------------------------------------------------------

    choisir(code, observation) {
        const desordre = this.state.catalogue.desordres[code];
        this.state.fiche = {
            desordre,
            id: observation?.id || null,
            gravite: observation?.gravite || desordre.gravite_min,
            criteres: [...(observation?.criteres || [])],
            localisation: observation?.localisation || "",
        };
        this.montrer(".o_oilhi_fiche_desordre h3");
    }

    /** Brings what is about to open under the eyes and under the keyboard. */
    montrer(selecteur, focus = true) {
        this.aMontrer = { selecteur, focus };
    }

    placer() {
        const { selecteur, focus } = this.aMontrer || {};
        const el = selecteur && this.racine.el?.querySelector(selecteur);
        if (el) {
            this.aMontrer = null;
            el.scrollIntoView({ block: "nearest" });
            if (focus) {
                el.focus({ preventScroll: true });
            }
        }
    }

    get choixGravite() {
        const { desordre, gravite } = this.state.fiche;
        const { gravite_min: bas, gravite_max: haut } = desordre;
        // A sign of danger, or a visit, may have said more than what is usual.
        return [1, 2, 3, 4].filter((g) => (g >= bas && g <= haut) || g === gravite);
    }

    criteres(danger) {
        return this.state.fiche.desordre.criteres.filter((c) => c.danger === danger);
    }

    get danger() {
        const { fiche } = this.state;
        return fiche.gravite === 4 || this.dangerCoche;
    }

    get dangerCoche() {
        return this.criteres(true).some((c) => this.state.fiche.criteres.includes(c.code));
    }

    get gestes() {
        return this.categorie(this.state.fiche.desordre.categorie)?.gestes || [];
    }

    cocher(critere) {
        const { fiche } = this.state;
        const coche = fiche.criteres.includes(critere.code);
        fiche.criteres = coche
            ? fiche.criteres.filter((c) => c !== critere.code)
            : [...fiche.criteres, critere.code];
        if (critere.danger && !coche) {
            this.montrer(".o_oilhi_urgence", false);
            fiche.gravite = 4;
        } else if (critere.danger && !this.dangerCoche) {
            fiche.gravite = Math.min(fiche.gravite, fiche.desordre.gravite_max);
        }
    }

    async enregistrer() {
        const { desordre, gravite, criteres, localisation, id } = this.state.fiche;
        if (await this.props.noter(desordre.code, gravite, criteres, localisation, id)) {
            Object.assign(this.state, { fiche: null, texte: "", trouves: null, categorie: "" });
            this.montrer(".o_oilhi_observations h3");
        }
    }

    annuler() {
        this.state.fiche = null;
        this.montrer(".o_oilhi_recherche");
    }

    corriger(observation) {
        this.choisir(observation.code, observation);
    }
}
