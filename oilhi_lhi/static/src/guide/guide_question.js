import { Component, onWillUpdateProps, useState } from "@odoo/owl";

/** One question, its answers as large buttons (or boxes to tick), and always « Je ne sais pas ». */
export class GuideQuestion extends Component {
    static template = "oilhi_lhi.GuideQuestion";
    static props = {
        question: Object,
        occupe: Boolean,
        repondre: Function,
    };

    setup() {
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

    basculer(code) {
        const { coches } = this.state;
        this.state.coches = coches.includes(code)
            ? coches.filter((c) => c !== code)
            : [...coches, code];
    }

    repondre(reponses) {
        this.props.repondre(this.props.question.code, reponses);
    }
}
