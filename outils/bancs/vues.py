"""What the web client asks for a view: the specification of fields, read in the view itself."""
import re

from lxml import etree

from odoo.tools.safe_eval import safe_eval

# Fields that a widget of the client asks for beside its own (seen on the wire).
ACTIVITES = (
    "activity_exception_decoration", "activity_exception_icon", "activity_state",
    "activity_summary", "activity_type_icon", "activity_type_id",
)
WIDGETS = {"list_activity": ACTIVITES, "kanban_activity": ACTIVITES}
LIMITE_SOUS_LISTE = 40
COMPTE = 10_000  # of the web client, when the view does not say
# The form whose pages are read when they open, and what names no field (static/src/fiche/pages_differees.js).
PAGES_DIFFEREES = "oilhi_fiche"
TEXTES = {"name", "string", "help", "placeholder", "title", "class", "confirm", "add-label"}
MOT = re.compile(r"\b[a-z_]\w*\b")


def lire_vue(env, modele, genre, vue=None):
    """The view that this user sees; ``vue``: its name when it is not the one by default."""
    numero = env.ref(vue).id if vue else False
    return etree.fromstring(env[modele].get_views([(numero, genre)])["views"][genre]["arch"])


def limite_de_compte(env, modele, vue=None):
    """``count_limit`` that the list of this user sends: as far as its number goes before « + »."""
    return int(lire_vue(env, modele, "list", vue).get("count_limit") or COMPTE) + 1


def recherche(env, modele, mot, vue=None):
    """Domain of this word typed in the search box: that of the first field of the search view."""
    champ = lire_vue(env, modele, "search", vue).find(".//field")
    if domaine := champ.get("filter_domain"):
        return safe_eval(domaine, {"self": mot, "raw_value": mot})
    return [(champ.get("name"), champ.get("operator") or "ilike", mot)]


def specification(env, modele, genre, vue=None):
    """``specification`` of ``web_search_read`` or ``web_read`` for this user's view, as it opens."""
    arch = lire_vue(env, modele, genre, vue)
    spec = _lire(env, env[modele], arch)
    if genre == "form":
        spec["display_name"] = {}
        for page in pages(arch, spec).values():
            for nom in page:
                spec.pop(nom, None)
    return spec


def pages_du_carnet(env, modele):
    """What the client asks for when each page of the form opens, those that ask for nothing left out."""
    arch = lire_vue(env, modele, "form")
    spec = _lire(env, env[modele], arch)
    return [{nom: spec[nom] for nom in sorted(noms)} for noms in pages(arch, spec).values() if noms]


def pages(arch, spec):
    """``{page: fields that are read when it opens}``, the rule of pages_differees.js."""
    if arch.get("js_class") != PAGES_DIFFEREES:
        return {}
    trouvees = [p for p in arch.iterfind(".//notebook/page") if p.getprevious() is not None and p.get("name")]
    dedans, contenus = set(), {}
    for page in trouvees:
        lus = [_nommes(noeud, ()) for noeud in page]
        dedans.update(*(champs for champs, _mentions in lus))
        contenus[page.get("name")] = _completer(arch, spec, set().union(*(c | m for c, m in lus)))
    champs, mentions = _nommes(arch, trouvees)
    ouverture = _completer(arch, spec, (spec.keys() - dedans) | champs | mentions)
    return {nom: contenu - ouverture for nom, contenu in contenus.items()}


def _nommes(racine, evites):
    """The fields of these nodes, and what their expressions mention; ``evites``: their own expressions only."""
    champs, mentions = set(), set()

    def visiter(noeud, dans_liste):
        if not isinstance(noeud.tag, str):
            return
        motif = re.compile(r"\bparent\.(\w+)") if dans_liste else MOT
        for nom, valeur in noeud.attrib.items():
            if nom not in TEXTES:
                mentions.update(motif.findall(valeur))
        if noeud in evites:
            return
        if noeud.tag == "field" and not dans_liste:
            champs.add(noeud.get("name"))
        for enfant in noeud:
            visiter(enfant, dans_liste or noeud.tag == "field")

    visiter(racine, False)
    return champs, mentions


def _completer(arch, spec, noms):
    """With what the modifiers of these fields mention, wherever they are in the view, and so on."""
    noms = {nom for nom in noms if nom in spec}
    a_voir = list(noms)
    while a_voir:
        nom = a_voir.pop()
        for noeud in arch.iterfind(f".//field[@name='{nom}']"):
            if any(parent.tag == "field" for parent in _parents(noeud, arch)):
                continue
            for attribut in ("invisible", "readonly", "required", "context"):
                nouveaux = {m for m in MOT.findall(noeud.get(attribut) or "") if m in spec} - noms
                noms |= nouveaux
                a_voir += nouveaux
    return noms


def _lire(env, modele, arch):
    spec = {}
    for noeud in arch.iter("field"):
        # Those inside a sub-view are read with it.
        if any(parent.tag == "field" for parent in _parents(noeud, arch)):
            continue
        nom = noeud.get("name")
        champ = modele._fields.get(nom)
        if champ is None:
            continue
        spec[nom] = spec.get(nom) or _champ(env, champ, noeud)
        for autre in WIDGETS.get(noeud.get("widget"), ()):
            lien = modele._fields[autre].type == "many2one"
            spec[autre] = {"fields": {"display_name": {}}} if lien else {}
    return spec


def _parents(noeud, racine):
    noeud = noeud.getparent()
    while noeud is not None and noeud is not racine:
        yield noeud
        noeud = noeud.getparent()


def _champ(env, champ, noeud):
    cache = "1" in (noeud.get("invisible"), noeud.get("column_invisible")) or "True" in (
        noeud.get("invisible"), noeud.get("column_invisible"))
    if champ.type == "many2one":
        return {"fields": {} if cache else {"display_name": {}}}
    if champ.type not in ("one2many", "many2many"):
        return {}
    for sous_vue in noeud:
        if sous_vue.tag in ("list", "kanban"):
            ordre = sous_vue.get("default_order")
            return {
                "fields": _lire(env, env[champ.comodel_name], sous_vue),
                "limit": LIMITE_SOUS_LISTE, **({"order": ordre} if ordre else {}),
            }
    if noeud.get("widget", "").startswith("many2many_tags"):
        return {"fields": {"display_name": {}}}
    return {"fields": {}} if noeud.get("widget") in WIDGETS else {}
