"""What the web client asks for a view: the specification of fields, read in the view itself."""
from lxml import etree

from odoo.tools.safe_eval import safe_eval

# Fields that a widget of the client asks for beside its own (seen on the wire).
ACTIVITES = (
    "activity_exception_decoration", "activity_exception_icon", "activity_state",
    "activity_summary", "activity_type_icon", "activity_type_id",
)
WIDGETS = {"list_activity": ACTIVITES, "kanban_activity": ACTIVITES}
LIMITE_SOUS_LISTE = 40


def lire_vue(env, modele, genre, vue=None):
    """The view that this user sees; ``vue``: its name when it is not the one by default."""
    numero = env.ref(vue).id if vue else False
    return etree.fromstring(env[modele].get_views([(numero, genre)])["views"][genre]["arch"])


def recherche(env, modele, mot, vue=None):
    """Domain of this word typed in the search box: that of the first field of the search view."""
    champ = lire_vue(env, modele, "search", vue).find(".//field")
    if domaine := champ.get("filter_domain"):
        return safe_eval(domaine, {"self": mot, "raw_value": mot})
    return [(champ.get("name"), champ.get("operator") or "ilike", mot)]


def specification(env, modele, genre, vue=None):
    """``specification`` of ``web_search_read`` or ``web_read`` for this user's view."""
    arch = lire_vue(env, modele, genre, vue)
    spec = _lire(env, env[modele], arch)
    if genre == "form":
        spec["display_name"] = {}
    return spec


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
