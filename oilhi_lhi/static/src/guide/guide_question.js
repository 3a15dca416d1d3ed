import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";

/** One question, its answers as large buttons (or boxes to tick), and always « Je ne sais pas ». */
export class GuideQuestion extends Component {
    static template = "oilhi_lhi.GuideQuestion";
    static props = {
        question: Object,
        occupe: Boolean,
        repondre: Function,
        noms: Object,
    };

    setup() {
        this.racine = useRef("racine");
        this.state = useState({ pourquoi: false, coches: this.depart(this.props.question) });
        onWillUpdateProps(({ question }) => {
            if (question.code !== this.props.question.code) {
                Object.assign(this.state, { pourquoi: false, coches: this.depart(question) });
            }
        });
    }

    /** Already answered, or proposed from the disorders. */
    depart(question) {
        return [...(question.codes || question.propose || [])];
    }

    get actuelles() {
        return this.props.question.codes || [];
    }

    get proposee() {
        return !this.props.question.codes && this.props.question.propose?.length > 0;
    }

    get dejaInconnue() {
        return Boolean(this.props.question.donnee && !this.actuelles.length);
    }

    /** Procedures on which the answer bears, in plain words. */
    get enJeu() {
        return (this.props.question.procedures || []).map((c) => this.props.noms[c]).filter(Boolean);
    }

    basculer(code) {
        const { coches } = this.state;
        this.state.coches = coches.includes(code)
            ? coches.filter((c) => c !== code)
            : [...coches, code];
    }

    repondre(reponses) {
        this.props.repondre(this.props.question.code, reponses);
    }

    /**
     * Heard only while the focus is in the question: a figure typed elsewhere answers nothing.
     * 1–9 choose, 0 is « je ne sais pas », arrows move, Enter validates the boxes.
     */
    touche(ev) {
        if (ev.ctrlKey || ev.altKey || ev.metaKey || this.props.occupe) {
            return;
        }
        const { question } = this.props;
        const choix = [...this.racine.el.querySelectorAll("[data-choix]")];
        if (/^[0-9]$/.test(ev.key)) {
            const cible = ev.key === "0" ? choix.at(-1) : choix[Number(ev.key) - 1];
            if (cible) {
                ev.preventDefault();
                cible.focus();
                cible.click();
            }
        } else if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            const pas = ev.key === "ArrowDown" ? 1 : -1;
            const rang = choix.indexOf(document.activeElement);
            const voulu = rang === -1 && pas < 0 ? choix.length - 1 : rang + pas;
            ev.preventDefault();
            choix[(voulu + choix.length) % choix.length].focus();
        } else if (ev.key === "Enter" && question.multiple && ev.target.type === "checkbox") {
            ev.preventDefault();
            if (this.state.coches.length) {
                this.repondre(this.state.coches);
            }
        }
    }
}
