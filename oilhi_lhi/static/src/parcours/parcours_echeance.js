import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { OilhiCitation } from "../textes/citation";

const FINIES = ["tenue", "sans_objet"];

/** A date, what it means in words, how it was found, what it was before, what proves it. */
export class ParcoursEcheance extends Component {
    static template = "oilhi_lhi.ParcoursEcheance";
    static components = { OilhiCitation };
    static props = {
        echeance: Object,
        modifiable: { type: Boolean, optional: true },
        occupe: { type: Boolean, optional: true },
        recevoir: { type: Function, optional: true },
        prouver: { type: Function, optional: true },
    };

    get ton() {
        const { etat, preuve } = this.props.echeance;
        if (preuve === "manquante" && !FINIES.includes(etat)) {
            return "attention";
        }
        return {
            depassee: "danger", aujourdhui: "attention", proche: "attention",
            tenue: "tenue", sans_objet: "neutre", echue: "neutre",
        }[etat] || "info";
    }

    /** Advice is never called a legal deadline; what must be checked says so. */
    get valeur() {
        return {
            pratique: _t("Délai conseillé, non légal"),
            a_verifier: _t("Délai à vérifier"),
        }[this.props.echeance.niveau_preuve];
    }

    get titre() {
        const { nom, destinataire } = this.props.echeance;
        return destinataire ? `${nom} (${destinataire})` : nom;
    }

    get preuve() {
        return {
            manquante: _t("la date n’est pas encore connue"),
            declaree: _t("date saisie, aucun document joint"),
            jointe: _t("un document joint la prouve"),
        }[this.props.echeance.preuve];
    }

    etait(ancienne) {
        return ancienne.date
            ? _t("était le %s", ancienne.date)
            : _t("n’avait pas encore de date");
    }
}
