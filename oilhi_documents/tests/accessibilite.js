/* global axe, odoo */
// Opens each screen as its menu does, and looks at it with axe (WCAG 2.1 A and AA). What Odoo draws itself
// and we do not is let pass, rule by rule; all the rest is a fault.
const REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

function dort(duree) {
    return new Promise((fini) => setTimeout(fini, duree));
}

async function jusqua(selecteur) {
    for (let essai = 0; essai < 600; essai++) {
        const trouve = document.querySelector(selecteur);
        if (trouve) {
            return trouve;
        }
        await dort(100);
    }
    throw new Error(`rien à l’écran ne répond à « ${selecteur} »`);
}

async function controler(ecrans, entieres, dOdoo) {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    const fautes = [];
    // The page that opens by itself, first of these: taken away while it loads, it would say that it failed.
    await jusqua(ecrans[0].attendre);
    for (const { nom, ouvrir, cliquer, attendre } of ecrans) {
        await action.doAction(ouvrir, { clearBreadcrumbs: true });
        if (cliquer) {
            (await jusqua(cliquer)).click();
        }
        await jusqua(attendre);
        await dort(400); // what comes into view has its colours at the end
        const { violations } = await axe.run(
            { include: [".o_action_manager"], exclude: entieres }, { resultTypes: ["violations"], runOnly: REGLES }
        );
        for (const { id, impact, nodes } of violations) {
            if (!["serious", "critical"].includes(impact)) {
                continue;
            }
            for (const { html, target } of nodes) {
                const element = document.querySelector(target[0]);
                if (!(dOdoo[id] || []).some((selecteur) => element && element.closest(selecteur))) {
                    fautes.push(`${nom} : ${id}, ${html.slice(0, 200)}`);
                }
            }
        }
    }
    if (fautes.length) {
        console.error(fautes.join("\n"));
    } else {
        console.log("test successful");
    }
}
