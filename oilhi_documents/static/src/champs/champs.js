import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { normalize } from "@web/core/l10n/utils";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const PAR_PAGE = 50;

/** « Champs disponibles »: search a field of the catalogue and copy it into a template. */
export class OilhiChamps extends Component {
    static template = "oilhi_documents.Champs";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "oilhi-champs";
    static displayName = _t("Champs disponibles");

    setup() {
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        const modele = this.props.action.context?.oilhi_modele || "";
        this.state = useState({ mots: "", document: modele, type: "", montres: PAR_PAGE, annonce: "" });
        onWillStart(async () => {
            const { champs, documents } = await this.orm.call("oilhi.document.modele", "catalogue_champs", []);
            this.documents = documents;
            this.types = [...new Set(champs.map((champ) => champ.type))];
            this.champs = champs.map((champ) => ({
                ...champ,
                cherche: normalize(
                    [champ.cle, champ.libelle, champ.exemple, champ.precision, champ.source, champ.dans,
                     ...champ.procedures, ...champ.documents].join(" ")
                ),
            }));
        });
    }

    get trouves() {
        const mots = normalize(this.state.mots).split(/\s+/).filter(Boolean);
        return this.champs.filter(
            (champ) =>
                mots.every((mot) => champ.cherche.includes(mot)) &&
                (!this.state.document || champ.documents.includes(this.state.document)) &&
                (!this.state.type || champ.type === this.state.type)
        );
    }

    get palette() {
        return `/oilhi/modele/palette.docx?modele=${encodeURIComponent(this.state.document)}`;
    }

    changer(nom, ev) {
        this.state[nom] = ev.target.value;
        this.state.montres = PAR_PAGE;
    }

    suite() {
        this.state.montres += PAR_PAGE;
    }

    async copier(champ) {
        try {
            await navigator.clipboard.writeText(champ.repere);
            this.state.annonce = _t("Copié : %s", champ.repere);
        } catch {
            // No clipboard on a page that is not secure: the text is there to be selected.
            this.state.annonce = _t("Sélectionnez le texte et copiez-le : %s", champ.repere);
        }
    }
}

registry.category("actions").add("oilhi_champs", OilhiChamps);
