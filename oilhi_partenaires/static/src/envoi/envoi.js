import { httpService } from "@web/core/network/http_service";
import { ConnectionLostError, makeErrorFromResponse } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/**
 * The sentence of a page that refuses a file, as the error of any other request. What only holds for the page
 * itself (it loads itself again) is left out.
 */
function refus(page) {
    const contenu = new DOMParser().parseFromString(page, "text/html");
    const message = [...contenu.querySelectorAll("p:not([data-page])")].map((p) => p.textContent.trim()).join(" ");
    return makeErrorFromResponse({
        message,
        data: { name: "odoo.exceptions.UserError", message, arguments: [message] },
    });
}

/**
 * Files are sent by this service (Odoo's import). A refusal, or a server that stops meanwhile, answers with a page
 * in French where Odoo awaits JSON: it complained of the page and the sentence was lost.
 */
const envoi = {
    ...httpService,
    start() {
        const http = httpService.start(...arguments);
        return {
            ...http,
            async post(route, params, readMethod = "json") {
                let reponse;
                try {
                    reponse = await http.post(route, params, "clone"); // the response itself, not read yet
                } catch (erreur) {
                    const coupee = erreur instanceof TypeError || erreur.message === "Failed to fetch";
                    throw coupee ? new ConnectionLostError(route) : erreur;
                }
                if (!reponse.ok && reponse.headers.get("Content-Type")?.startsWith("text/html")) {
                    throw refus(await reponse.text());
                }
                return reponse[readMethod]();
            },
        };
    },
};

registry.category("services").add("http", envoi, { force: true });
