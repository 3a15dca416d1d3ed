import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/**
 * Cuts texts of law at their citations. What a screen asks for in one go is one request, and a text
 * already cut is not asked for again until a text of law is written.
 */
export const citationsService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        const connues = new Map();
        let attente = [];

        async function envoyer() {
            const lot = attente;
            attente = [];
            try {
                const reponses = await orm.silent.call("oilhi.texte", "citations", [
                    lot.map(({ texte, jour }) => ({ texte, jour })),
                ]);
                lot.forEach((demande, rang) => demande.resolve(reponses[rang]));
            } catch {
                // The words stay plain, and are asked for again the next time they are shown.
                for (const demande of lot) {
                    connues.delete(demande.cle);
                    demande.resolve(null);
                }
            }
        }

        rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
            const { model, method } = detail.data?.params || {};
            if (model === "oilhi.texte" && ["web_save", "write", "create"].includes(method)) {
                connues.clear();
            }
        });

        return {
            /** [{texte, ids, titre, etat, url}] of that text, for the law of that day (today if none). */
            couper(texte, jour = false) {
                const cle = `${jour || ""}|${texte}`;
                if (!connues.has(cle)) {
                    connues.set(
                        cle,
                        new Promise((resolve) => {
                            if (!attente.length) {
                                setTimeout(envoyer);
                            }
                            attente.push({ cle, texte, jour, resolve });
                        })
                    );
                }
                return connues.get(cle);
            },
        };
    },
};

registry.category("services").add("oilhi_citations", citationsService);
