import { registry } from "@web/core/registry";
import "@web/webclient/user_menu/user_menu_items";

// « My Odoo.com Account » leads to a commercial account that nobody of a mairie has.
registry.category("user_menuitems").remove("odoo_account");
