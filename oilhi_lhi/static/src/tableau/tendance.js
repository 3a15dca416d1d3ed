import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const LARGEUR = 160;
const HAUTEUR = 36;
const MARGE = 3;

/** The line of the last months: an image that a screen reader reads as a sentence. */
export class OilhiTendance extends Component {
    static template = "oilhi_lhi.Tendance";
    static props = { titre: String, points: Array };
    boite = `0 0 ${LARGEUR} ${HAUTEUR}`;

    get places() {
        const valeurs = this.props.points.map((p) => p.valeur);
        const bas = Math.min(...valeurs);
        const haut = Math.max(...valeurs);
        const pas = (LARGEUR - 2 * MARGE) / (valeurs.length - 1);
        return valeurs.map((valeur, rang) => {
            const part = haut === bas ? 0.5 : (valeur - bas) / (haut - bas);
            return {
                x: (MARGE + rang * pas).toFixed(1),
                y: (HAUTEUR - MARGE - part * (HAUTEUR - 2 * MARGE)).toFixed(1),
            };
        });
    }

    get trace() {
        return this.places.map(({ x, y }) => `${x},${y}`).join(" ");
    }

    get fin() {
        return this.places.at(-1);
    }

    get phrase() {
        const dits = this.props.points.map((p) => `${p.nom}\u00a0: ${p.valeur.toLocaleString("fr-FR")}`);
        return _t("%(titre)s. Fin de chaque mois\u00a0: %(valeurs)s.", {
            titre: this.props.titre, valeurs: dits.join(", "),
        });
    }
}
