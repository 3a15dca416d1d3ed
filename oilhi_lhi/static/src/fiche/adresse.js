import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { registry } from "@web/core/registry";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { Many2XAutocomplete } from "@web/views/fields/relational_utils";

/** An address typed and left with the mouse is kept: Odoo empties a many2one whose option was not chosen. */
class AdresseSaisie extends AutoComplete {
    static props = { ...AutoComplete.props, garder: Function };

    externalClose(ev) {
        if (this.inEdition && !this.root.el.contains(ev.target)) {
            this.close(); // the text stays until the field is left
        } else {
            super.externalClose(ev);
        }
    }

    onInputBlur() {
        const texte = this.inputRef.el.value.trim();
        const garder = this.inEdition && !this.ignoreBlur && texte && texte !== this.props.value;
        super.onInputBlur();
        if (garder) {
            this.forceValFromProp = true;
            this.props.garder(texte);
        }
    }
}

class AdresseChoix extends Many2XAutocomplete {
    static components = { ...Many2XAutocomplete.components, AutoComplete: AdresseSaisie };

    get autoCompleteProps() {
        return { ...super.autoCompleteProps, garder: (texte) => this.garder(texte) };
    }

    async garder(texte) {
        if (!this.props.quickCreate) {
            return;
        }
        try {
            await this.props.quickCreate(texte);
        } catch (erreur) {
            this.onQuickCreateError(erreur, texte);
        }
    }
}

class AdresseLien extends Many2One {
    static components = { ...Many2One.components, Many2XAutocomplete: AdresseChoix };
}

class AdresseField extends Many2OneField {
    static components = { ...Many2OneField.components, Many2One: AdresseLien };
}

registry.category("fields").add("oilhi_adresse", buildM2OFieldDescription(AdresseField));
