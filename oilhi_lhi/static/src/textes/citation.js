import { Component, onWillDestroy, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { ArticleDialogue } from "./article_dialogue";

/**
 * A text of law as it is written, each citation a button that opens the article in the version of that
 * day. Until the answer comes, and whatever is not loaded, the words are plain: nothing ever waits.
 */
export class OilhiCitation extends Component {
    static template = "oilhi_lhi.Citation";
    static props = {
        texte: { type: [String, { value: false }], optional: true },
        jour: { type: [String, { value: false }, { value: null }], optional: true },
        // The links alone, for a field that shows its own words.
        liens: { type: Boolean, optional: true },
    };

    setup() {
        this.citations = useService("oilhi_citations");
        this.dialog = useService("dialog");
        this.state = useState({ de: null, morceaux: [] });
        let parti = false;
        onWillDestroy(() => (parti = true));
        useEffect(
            (texte, jour) => {
                if (texte) {
                    this.citations.couper(texte, jour || false).then((morceaux) => {
                        if (morceaux && !parti && texte === this.props.texte) {
                            Object.assign(this.state, { de: texte, morceaux });
                        }
                    });
                }
            },
            () => [this.props.texte, this.props.jour]
        );
    }

    get morceaux() {
        const { texte, liens } = this.props;
        const morceaux = this.state.de === texte ? this.state.morceaux : [{ texte: texte || "" }];
        return liens ? morceaux.filter((m) => m.ids || m.url) : morceaux;
    }

    /** Begins with the words that are seen, so that a voice command finds it. */
    etiquette(morceau) {
        const etat = { annule: _t("article annulé"), autre: _t("autre version") }[morceau.etat];
        const [code] = morceau.titre.split(" ");
        const precision = morceau.texte.startsWith(code) ? "" : ` (${code})`;
        return `${morceau.texte}${precision}\u00a0: ${_t("lire l’article")}${etat ? ` (${etat})` : ""}`;
    }

    ouvrir(ev, morceau) {
        ev.stopPropagation();
        ev.preventDefault();
        this.dialog.add(ArticleDialogue, {
            ids: morceau.ids, titre: morceau.titre, jour: this.props.jour || false,
        });
    }
}

/** A field that cites articles: read, its citations open; written, they stand under the input. */
export class OilhiCitationChamp extends CharField {
    static template = "oilhi_lhi.CitationChamp";
    static components = { ...CharField.components, OilhiCitation };
    static props = { ...CharField.props, jour: { type: String, optional: true } };

    get texte() {
        return this.props.record.data[this.props.name] || "";
    }

    get jour() {
        const jour = this.props.jour && this.props.record.data[this.props.jour];
        return jour ? jour.toISODate() : false;
    }
}

registry.category("fields").add("oilhi_citation", {
    ...charField,
    component: OilhiCitationChamp,
    displayName: _t("Articles cités"),
    supportedTypes: ["char", "text"],
    extractProps: (infos, dynamicInfo) => ({
        ...charField.extractProps(infos, dynamicInfo), jour: infos.options.jour,
    }),
});
