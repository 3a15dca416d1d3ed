/**
 * Which fields of a form are read only once their page is opened.
 *
 * The first page of the notebook and all that is around it are read at opening, with every field that
 * an expression there mentions; what is left belongs to the other pages. `outils/bancs/vues.py` reads
 * views by the same rule.
 */
const TEXTES = new Set(["name", "string", "help", "placeholder", "title", "class", "confirm", "add-label"]);

/** Names of fields in the attributes of a node: too many is harmless, they are read at once. */
function nommes(noeud, dansListe) {
    const trouves = [];
    for (const { name, value } of noeud.attributes) {
        if (!TEXTES.has(name)) {
            const motif = dansListe ? /\bparent\.(\w+)/g : /\b([a-z_]\w*)\b/g;
            for (const mot of value.matchAll(motif)) {
                trouves.push(mot[1]);
            }
        }
    }
    return trouves;
}

function lireNoeuds(racine, evites) {
    const champs = new Set();
    const mentions = new Set();
    const visiter = (noeud, dansListe) => {
        if (evites.has(noeud)) {
            nommes(noeud, false).forEach((nom) => mentions.add(nom));
            return;
        }
        const champ = noeud.tagName === "field";
        if (champ && !dansListe) {
            champs.add(noeud.getAttribute("name"));
        }
        nommes(noeud, dansListe).forEach((nom) => mentions.add(nom));
        for (const enfant of noeud.children) {
            visiter(enfant, dansListe || champ);
        }
    };
    visiter(racine, false);
    return { champs, mentions };
}

/** What is mentioned by the modifiers of these fields, wherever they are in the view, and so on. */
function completer(noms, champs) {
    for (const nom of noms) {
        const { invisible, readonly, required, context } = champs[nom];
        for (const texte of [invisible, readonly, required, context]) {
            for (const mot of String(texte || "").matchAll(/\b([a-z_]\w*)\b/g)) {
                if (mot[1] in champs) {
                    noms.add(mot[1]); // a Set visits what is added to it on the way
                }
            }
        }
    }
    return noms;
}

/**
 * @param {Element} arch of the form
 * @param {Object} champs active fields of the whole form
 * @returns {Object} `{page: Set of the fields that it needs and that are not read at opening}`
 */
export function lirePages(arch, champs) {
    const pages = [...arch.querySelectorAll("notebook > page")].filter(
        (page) => !page.closest("field") && page.previousElementSibling && page.getAttribute("name")
    );
    const dedans = new Set();
    const contenus = {};
    for (const page of pages) {
        const lus = [...page.children].map((noeud) => lireNoeuds(noeud, new Set()));
        contenus[page.getAttribute("name")] = completer(
            new Set(lus.flatMap((l) => [...l.champs, ...l.mentions]).filter((nom) => nom in champs)),
            champs
        );
        lus.forEach((l) => l.champs.forEach((nom) => dedans.add(nom)));
    }
    const autour = lireNoeuds(arch, new Set(pages));
    const ouverture = completer(
        new Set(
            Object.keys(champs).filter(
                (nom) => !dedans.has(nom) || autour.champs.has(nom) || autour.mentions.has(nom)
            )
        ),
        champs
    );
    for (const nom in contenus) {
        contenus[nom] = new Set([...contenus[nom]].filter((champ) => !ouverture.has(champ)));
    }
    return contenus;
}
